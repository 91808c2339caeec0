// Stock Wisp, version 1, and wasmnet's binary protocol, which is of the same kind: a packet is one message, an id tells
// the stream.
#include "link.hpp"
#include "websocket.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bench {

namespace {

constexpr std::size_t chunk = std::size_t{16} * 1024;     ///< bytes of one DATA, as TLS makes them
constexpr std::size_t most_queued = std::size_t{1} << 20; ///< before the network takes some
constexpr std::string_view host = "127.0.0.1";

enum class kind : std::uint8_t { data, credit, closed, other };
struct packet {
    bench::kind kind = kind::other;
    std::uint64_t id = 0;
    std::span<const std::byte> payload;
};

std::uint32_t little_32(const std::byte* at) noexcept {
    std::uint32_t value = 0;
    for (int i = 3; i >= 0; --i) value = value << 8 | std::to_integer<std::uint32_t>(at[i]);
    return value;
}

/// How packets look. A header is its bytes before the payload.
struct wisp_dialect {
    static constexpr std::size_t header = 5;
    static constexpr bool has_credit = true;

    static void put_header(std::byte* to, std::uint8_t type, std::uint64_t id) {
        to[0] = static_cast<std::byte>(type);
        for (int i = 0; i < 4; ++i) to[1 + i] = static_cast<std::byte>(id >> (8 * i));
    }
    static std::size_t put_connect(std::byte* to, std::uint64_t id, std::uint16_t port, bool datagrams) {
        put_header(to, 1, id);
        to[5] = static_cast<std::byte>(datagrams ? 2 : 1);
        to[6] = static_cast<std::byte>(port);
        to[7] = static_cast<std::byte>(port >> 8);
        std::memcpy(to + 8, host.data(), host.size());
        return 8 + host.size();
    }
    static void put_data(std::byte* to, std::uint64_t id) { put_header(to, 2, id); }
    static std::size_t put_close(std::byte* to, std::uint64_t id) {
        put_header(to, 4, id);
        to[5] = std::byte{2};
        return 6;
    }
    static packet read(std::span<const std::byte> message) {
        if (message.size() < header) give_up("a packet is too short");
        const auto type = std::to_integer<unsigned>(message[0]);
        return {type == 2   ? kind::data
                : type == 3 ? kind::credit
                : type == 4 ? kind::closed
                            : kind::other,
                little_32(message.data() + 1), message.subspan(header)};
    }
};

struct wasmnet_dialect {
    static constexpr std::size_t header = 9;
    static constexpr bool has_credit = false;

    static void put_header(std::byte* to, std::uint8_t type, std::uint64_t id) {
        to[0] = static_cast<std::byte>(type);
        for (int i = 0; i < 8; ++i) to[1 + i] = static_cast<std::byte>(id >> (8 * (7 - i)));
    }
    static std::size_t put_connect(std::byte* to, std::uint64_t id, std::uint16_t port, bool datagrams) {
        put_header(to, datagrams ? 6 : 1, id);
        to[9] = static_cast<std::byte>(port >> 8);
        to[10] = static_cast<std::byte>(port);
        std::memcpy(to + 11, host.data(), host.size());
        return 11 + host.size();
    }
    static void put_data(std::byte* to, std::uint64_t id) { put_header(to, 4, id); }
    static std::size_t put_close(std::byte* to, std::uint64_t id) {
        put_header(to, 5, id);
        return header;
    }
    static packet read(std::span<const std::byte> message) {
        if (message.size() < header) return {};
        std::uint64_t id = 0;
        for (std::size_t i = 1; i < header; ++i) id = id << 8 | std::to_integer<std::uint64_t>(message[i]);
        const auto type = std::to_integer<unsigned>(message[0]);
        const bool over = type == 0x85 || type == 0x86 || type == 0x87;
        // CONNECTED and UDP_BOUND: only from there on does it take data.
        const kind k = type == 0x82                   ? kind::data
                       : over                         ? kind::closed
                       : type == 0x81 || type == 0x8A ? kind::credit
                                                      : kind::other;
        return {k, id, message.subspan(header)};
    }
};

template <class Dialect>
class packet_link final : public link, private websocket_user {
public:
    packet_link(poll_loop& loop, link_user& user, std::uint16_t port) : user_(user), socket_(loop, *this, port, "") {
        socket_.begin();
        while (Dialect::has_credit && first_credit_ == 0) loop.turn(1000);
    }

    void open(stream_index stream, std::uint16_t port, bool datagrams) override {
        if (states_.size() <= stream) states_.resize(stream + 1);
        constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();
        const std::uint32_t credit = !Dialect::has_credit ? 0 : datagrams ? unlimited : first_credit_;
        states_[stream] = {++last_id_, credit, false, datagrams};
        streams_.emplace(last_id_, stream);
        std::array<std::byte, 64> head{};
        send_message({head.data(), Dialect::put_connect(head.data(), last_id_, port, datagrams)}, {});
    }

    std::size_t send(stream_index stream, std::span<const std::byte> bytes) override {
        state& s = states_[stream];
        std::size_t taken = 0;
        while (taken < bytes.size() && s.credit > 0 && socket_.queued() < most_queued) {
            const auto piece = bytes.subspan(taken, std::min(chunk, bytes.size() - taken));
            std::array<std::byte, Dialect::header> head{};
            Dialect::put_data(head.data(), s.id);
            send_message(head, piece);
            taken += piece.size();
            --s.credit;
        }
        if (taken < bytes.size() && !s.waits) {
            s.waits = true;
            if (s.credit > 0) blocked_.push_back(stream);
        }
        return taken;
    }

    void close(stream_index stream) override {
        std::array<std::byte, 16> head{};
        send_message({head.data(), Dialect::put_close(head.data(), states_[stream].id)}, {});
        streams_.erase(states_[stream].id);
    }

    bool stop_reading(stream_index /*stream*/) override { return false; }
    void flush() override {
        socket_.flush();
        while (!blocked_.empty() && socket_.queued() == 0) drained();
    }

private:
    struct state {
        std::uint64_t id = 0;
        std::uint32_t credit = 0; ///< packets
        bool waits = false;
        bool datagrams = false; ///< a server may confirm them by CONTINUE, but they have no credit
    };

    void send_message(std::span<const std::byte> head, std::span<const std::byte> payload) {
        const std::array pieces{head, payload};
        socket_.send(pieces);
    }

    void message(std::span<const std::byte> bytes) override {
        const packet p = Dialect::read(bytes);
        if (p.kind == kind::other) return;
        if (Dialect::has_credit && p.id == 0) {
            if (p.kind != kind::credit) give_up("the server ended the session");
            first_credit_ = little_32(p.payload.data());
            return;
        }
        const auto found = streams_.find(p.id);
        if (found == streams_.end()) return;
        const stream_index stream = found->second;
        switch (p.kind) {
        case kind::data: user_.received(stream, p.payload); break;
        case kind::credit: credited(stream, p.payload); break;
        case kind::closed: user_.ended(stream); break;
        case kind::other: break;
        }
    }

    void credited(stream_index stream, std::span<const std::byte> payload) {
        state& s = states_[stream];
        if (Dialect::has_credit && s.datagrams) return;
        s.credit = Dialect::has_credit ? little_32(payload.data()) : std::numeric_limits<std::uint32_t>::max();
        if (s.credit == 0 || !s.waits) return;
        s.waits = false;
        user_.writable(stream);
    }

    void drained() override {
        std::deque<stream_index> now;
        now.swap(blocked_);
        std::rotate(now.begin(), now.begin() + (now.empty() ? 0 : 1), now.end()); // nobody is first for ever
        for (const stream_index stream : now) {
            states_[stream].waits = false;
            user_.writable(stream);
        }
        socket_.flush();
    }

    void lost() override { give_up("the server closed the WebSocket"); }

    link_user& user_;
    std::unordered_map<std::uint64_t, stream_index> streams_;
    std::vector<state> states_;
    std::deque<stream_index> blocked_; ///< by what is queued, not by credit
    std::uint64_t last_id_ = 0;
    std::uint32_t first_credit_ = 0;
    websocket socket_;
};

} // namespace

std::unique_ptr<link> make_wisp_link(poll_loop& loop, link_user& user, std::uint16_t port) {
    return std::make_unique<packet_link<wisp_dialect>>(loop, user, port);
}

std::unique_ptr<link> make_wasmnet_link(poll_loop& loop, link_user& user, std::uint16_t port) {
    return std::make_unique<packet_link<wasmnet_dialect>>(loop, user, port);
}

} // namespace bench
