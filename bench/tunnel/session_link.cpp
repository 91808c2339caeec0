// tunnel::client_session, which every program on the tunnel has, over the same WebSocket: with the extension, or as a
// client of Wisp 1.
#include "link.hpp"
#include "websocket.hpp"

#include "tunnel/client_session.hpp"

#include <samesock/constants.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <variant>
#include <vector>

namespace bench {

namespace {

namespace wire = samesock::tunnel::wire;
namespace events = samesock::tunnel::events;

constexpr std::size_t chunk = std::size_t{16} * 1024;
constexpr std::size_t most_queued = std::size_t{1} << 20;

std::int64_t now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

samesock::endpoint loopback(std::uint16_t port) {
    constexpr std::array host{std::byte{127}, std::byte{0}, std::byte{0}, std::byte{1}};
    return {samesock::af_inet, host, port};
}

class session_link final : public link, private websocket_user {
public:
    session_link(poll_loop& loop, link_user& user, std::uint16_t port, bool is_extended)
        : user_(user), is_extended_(is_extended), handshake_(samesock::tunnel::client_offer{}),
          socket_(loop, *this, port, is_extended ? std::string(samesock::tunnel::subprotocol) : std::string()) {
        socket_.begin();
        while (!is_welcome_) loop.turn(1000);
    }

    /// A session that is only lost would be kept for a while, and its streams with it.
    ~session_link() override {
        session_->end(samesock::tunnel::reason::abandoned);
        flush();
        socket_.end();
    }
    session_link(const session_link&) = delete;
    session_link& operator=(const session_link&) = delete;

    void open(stream_index stream, std::uint16_t port, bool datagrams) override {
        if (states_.size() <= stream) states_.resize(stream + 1);
        const auto id = session_->open(2, datagrams ? wire::stream_type::datagrams : wire::stream_type::stream, stream);
        if (!id) give_up("OPEN");
        states_[stream] = {*id, datagrams, false, false};
        const wire::connect request{datagrams ? std::uint8_t{0} : wire::connect::early_data, loopback(port)};
        if (!session_->ask(*id, request)) give_up("CONNECT");
    }

    std::size_t send(stream_index stream, std::span<const std::byte> bytes) override {
        state& s = states_[stream];
        if (s.datagrams) return session_->send_datagram(s.id, nullptr, bytes) ? bytes.size() : 0;
        std::size_t taken = 0;
        while (taken < bytes.size()) {
            const auto sent = session_->send(s.id, bytes.subspan(taken, std::min(chunk, bytes.size() - taken)));
            if (!sent || *sent == 0) break;
            taken += *sent;
        }
        if (taken < bytes.size() && !s.waits) {
            s.waits = true;
            waiting_.push_back(stream);
        }
        return taken;
    }

    void close(stream_index stream) override {
        if (!session_->close(states_[stream].id)) give_up("close");
    }

    bool stop_reading(stream_index stream) override {
        states_[stream].is_stopped = true;
        return true;
    }

    void flush() override {
        while (socket_.queued() < most_queued) {
            const auto pieces = session_->next_message();
            if (pieces.empty()) break;
            socket_.send(pieces);
            session_->message_sent();
            socket_.flush();
        }
    }

private:
    struct state {
        std::uint32_t id = 0;
        bool datagrams = false;
        bool waits = false;
        bool is_stopped = false;
    };

    void message(std::span<const std::byte> bytes) override {
        if (!session_) {
            shake(bytes);
            return;
        }
        session_->feed(bytes, now());
        while (auto event = session_->next_event()) std::visit(*this, *event);
    }

    /// Version 1 does not say that a stream is connected.
    [[nodiscard]] samesock::tunnel::settings settings() const {
        samesock::tunnel::settings s;
        s.unconfirmed_connect = !is_extended_;
        return s;
    }

    void shake(std::span<const std::byte> bytes) {
        using step = samesock::tunnel::client_handshake::step;
        std::vector<std::byte> out;
        switch (handshake_.feed(bytes)) {
        case step::asked: handshake_.answer({}, out); break;
        case step::agreed:
            if (handshake_.agreement().is_extended != is_extended_) give_up("the server does not know the extension");
            session_.emplace(handshake_.agreement(), settings(), now());
            is_welcome_ = !is_extended_; // stock servers have no WELCOME
            break;
        case step::failed: give_up("the handshake failed"); break;
        case step::waiting: break;
        }
        if (!out.empty()) {
            const std::array<std::span<const std::byte>, 1> pieces{out};
            socket_.send(pieces);
            socket_.flush();
        }
    }

    void drained() override { flush(); }
    void lost() override { give_up("the gateway closed the WebSocket"); }

    void tell_waiting() {
        std::vector<stream_index> now;
        now.swap(waiting_);
        for (const stream_index stream : now) {
            states_[stream].waits = false;
            user_.writable(stream);
        }
    }

public: // the events
    void operator()(const events::received& e) {
        const auto stream = static_cast<stream_index>(e.user);
        if (states_[stream].is_stopped) return;
        user_.received(stream, e.bytes);
        session_->consumed(e.id, e.bytes.size());
    }
    void operator()(const events::received_datagram& e) { user_.received(static_cast<stream_index>(e.user), e.bytes); }
    void operator()(const events::credited& e) {
        state& s = states_[static_cast<stream_index>(e.user)];
        if (!s.waits) return;
        s.waits = false;
        std::erase(waiting_, static_cast<stream_index>(e.user));
        user_.writable(static_cast<stream_index>(e.user));
    }
    void operator()(const events::room& /*e*/) { tell_waiting(); }
    void operator()(const events::answered& e) {
        errno = e.error.value();
        if (e.error) give_up("CONNECT was refused");
        if (states_[static_cast<stream_index>(e.user)].waits) (*this)(events::credited{e.id, e.user});
    }
    void operator()(const events::finished& e) {
        if (!e.is_over) (void)session_->handed_on(e.id);
        user_.ended(static_cast<stream_index>(e.user));
    }
    void operator()(const events::was_reset& e) { user_.ended(static_cast<stream_index>(e.user)); }
    void operator()(const events::welcomed& /*e*/) { is_welcome_ = true; }
    void operator()(const events::over& /*e*/) { give_up("the gateway ended the session"); }
    template <class Event>
    void operator()(const Event& /*e*/) {}

private:
    link_user& user_;
    const bool is_extended_;
    samesock::tunnel::client_handshake handshake_;
    std::optional<samesock::tunnel::client_session> session_;
    std::vector<state> states_;
    std::vector<stream_index> waiting_; ///< for credit or for room
    bool is_welcome_ = false;
    websocket socket_;
};

} // namespace

std::unique_ptr<link> make_session_link(poll_loop& loop, link_user& user, std::uint16_t port, bool is_extended) {
    return std::make_unique<session_link>(loop, user, port, is_extended);
}

} // namespace bench
