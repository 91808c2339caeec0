// A WebSocket for each stream, as websockify has it.
#include "link.hpp"
#include "websocket.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <vector>

namespace bench {

namespace {

constexpr std::size_t chunk = std::size_t{16} * 1024;
constexpr std::size_t most_queued = std::size_t{256} * 1024;

struct raw_stream final : websocket_user {
    raw_stream(poll_loop& loop, link_user& u, stream_index i, std::uint16_t port)
        : user(u), index(i), socket(loop, *this, port, "binary") {}

    void message(std::span<const std::byte> bytes) override {
        if (!is_closed) user.received(index, bytes);
    }
    void drained() override {
        if (!waits || is_closed) return;
        waits = false;
        user.writable(index);
    }
    void lost() override {
        if (!is_closed) user.ended(index);
    }

    link_user& user;
    stream_index index;
    bool waits = false;
    bool is_closed = false;
    websocket socket;
};

class raw_link final : public link {
public:
    raw_link(poll_loop& loop, link_user& user, const std::string& ports) : loop_(loop), user_(user) {
        for (const char* at = ports.c_str(); *at != '\0';) {
            char* end = nullptr;
            const auto target = static_cast<std::uint16_t>(std::strtoul(at, &end, 10));
            ports_[target] = static_cast<std::uint16_t>(std::strtoul(end + 1, &end, 10));
            at = *end == ',' ? end + 1 : end;
        }
    }

    void open(stream_index stream, std::uint16_t port, bool datagrams) override {
        if (datagrams || !ports_.contains(port)) give_up("this server does not go there");
        if (streams_.size() <= stream) streams_.resize(stream + 1);
        streams_[stream] = std::make_unique<raw_stream>(loop_, user_, stream, ports_[port]);
        streams_[stream]->socket.begin();
    }

    std::size_t send(stream_index stream, std::span<const std::byte> bytes) override {
        raw_stream& s = *streams_[stream];
        std::size_t taken = 0;
        while (taken < bytes.size() && s.socket.queued() < most_queued) {
            const std::array pieces{bytes.subspan(taken, std::min(chunk, bytes.size() - taken))};
            s.socket.send(pieces);
            taken += pieces[0].size();
        }
        s.waits = taken < bytes.size();
        s.socket.flush();
        if (s.waits && s.socket.queued() == 0) return taken + send(stream, bytes.subspan(taken));
        return taken;
    }

    void close(stream_index stream) override {
        streams_[stream]->is_closed = true;
        closed_.push_back(std::move(streams_[stream])); // it may be the one whose message is being told
    }

    bool stop_reading(stream_index /*stream*/) override { return false; }
    void flush() override { closed_.clear(); }

private:
    poll_loop& loop_;
    link_user& user_;
    std::map<std::uint16_t, std::uint16_t> ports_;
    std::vector<std::unique_ptr<raw_stream>> streams_, closed_;
};

} // namespace

std::unique_ptr<link> make_raw_link(poll_loop& loop, link_user& user, const std::string& ports) {
    return std::make_unique<raw_link>(loop, user, ports);
}

} // namespace bench
