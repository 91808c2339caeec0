// A client of the gateway: Beast's WebSocket and the tunnel's own client session, and what was heard on each id.
#pragma once

#include "targets.hpp"
#include "tunnel/client_session.hpp"

#include <samesock/error_code.hpp>

#include <catch2/catch_all.hpp>

#include <openssl/types.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::testing {

namespace wire = tunnel::wire;

/// What a message may carry away of an answer.
struct heard_answer {
    wire::type request = wire::type::bind;
    std::error_code error;
    endpoint local;
    endpoint peer;
    std::string value; ///< of an option; the host of a REVERSE
    std::vector<endpoint> addresses;
    std::vector<std::string> names; ///< of interfaces
};

struct heard {
    std::string data;
    std::deque<std::pair<std::string, endpoint>> datagrams;
    std::deque<heard_answer> answers;
    std::deque<std::uint32_t> accepted;
    std::deque<std::error_code> errors;
    endpoint local; ///< of one that was accepted
    endpoint peer;
    bool is_finished = false;
    bool is_delivered = false;
    std::optional<std::error_code> reset;
};

/// Where clients go, and with what they speak TLS there; null: they speak none.
struct gateway_place {
    std::uint16_t port = 0;
    SSL_CTX* tls = nullptr;

    gateway_place(std::uint16_t p, SSL_CTX* t = nullptr) : port(p), tls(t) {}
};

class web_client {
public:
    explicit web_client(const gateway_place& at, std::string_view offered = tunnel::subprotocol);
    web_client(web_client&&) = delete;
    ~web_client();

    /// The next message; none: the WebSocket has ended.
    [[nodiscard]] std::optional<std::vector<std::byte>> read();
    void write(std::span<const tunnel::bytes_view> pieces);
    void write(tunnel::bytes_view bytes) { write(std::span(&bytes, 1)); }
    void write_text(std::string_view text);
    void write_fragment(bool is_final, tunnel::bytes_view bytes);
    void ping();
    /// No frame.
    void write_raw(std::string_view bytes);
    /// How many of them the connection has taken within that time.
    [[nodiscard]] std::size_t write_some_raw(tunnel::bytes_view bytes, std::chrono::milliseconds patience);
    /// The connection is cut.
    void cut();
    /// So that a call of another thread ends, too.
    void shut();
    /// Sleeps until there is something to read, and reads nothing.
    void wait_for_input();
    [[nodiscard]] std::uint16_t close_code() const;
    [[nodiscard]] std::string echoed() const { return echoed_; }

private:
    struct beast; // which takes long to compile
    std::unique_ptr<beast> beast_;
    std::string echoed_;
};

inline tunnel::client_offer without_resumption() {
    tunnel::client_offer offer;
    offer.features &= ~static_cast<std::uint32_t>(tunnel::feature::resume);
    return offer;
}

class tunnel_client {
public:
    explicit tunnel_client(const gateway_place& at, const tunnel::client_offer& offer = {},
                           const tunnel::client_reply& reply = {});

    /// On another WebSocket, after this one was cut, or while it is still there.
    void come_back(const gateway_place& at);
    [[nodiscard]] bool has_restarted() const { return has_restarted_; }
    /// That the gateway has said.
    [[nodiscard]] std::uint32_t route() const { return route_; }

    [[nodiscard]] tunnel::client_session& session() { return *session_; }
    [[nodiscard]] web_client& web() { return *web_; }
    [[nodiscard]] const tunnel::client_handshake& handshake() const { return handshake_; }
    [[nodiscard]] heard& of(std::uint32_t id) { return heard_[id]; }
    /// Data of this id is not taken from now on.
    void stall(std::uint32_t id) { stalled_.insert(id); }
    [[nodiscard]] bool is_leaving() const { return is_leaving_; }

    void flush();
    /// One message.
    void pump();
    void wait_for(const std::function<bool()>& what) {
        flush();
        while (!what()) pump();
    }
    [[nodiscard]] heard_answer next_answer(std::uint32_t id);

    // -- usual exchanges
    [[nodiscard]] std::uint32_t open(wire::stream_type type = wire::stream_type::stream, std::uint16_t family = 2);
    [[nodiscard]] heard_answer ask(std::uint32_t id, const wire::request& request);
    [[nodiscard]] std::uint32_t connected(const endpoint& to);
    void send(std::uint32_t id, std::string_view bytes);
    void wait_for_data(std::uint32_t id, std::size_t size);

private:
    void shake_hands(const tunnel::client_reply& reply);
    void take_events();
    struct record;

    std::unique_ptr<web_client> web_;
    tunnel::client_offer offer_;
    tunnel::client_handshake handshake_;
    std::optional<tunnel::client_session> session_;
    std::map<std::uint32_t, heard> heard_;
    std::set<std::uint32_t> datagrams_;
    std::set<std::uint32_t> stalled_;
    bool is_leaving_ = false;
    bool has_restarted_ = false;
    std::uint32_t route_ = 0;
};

} // namespace samesock::testing
