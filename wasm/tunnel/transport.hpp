// What carries the messages of a session: one WebSocket at a time. native/tunnel has one, wasm/browser another; the
// build links exactly one.
#pragma once

#include "gateway_url.hpp"

#include "tunnel/fields.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <system_error>

namespace samesock::platform {

/// Why a WebSocket is no more, or never was: what a call fails with, and what a person reads. Never a token.
struct ending {
    std::error_code code;
    std::string why;
};

/// What a transport calls, without holding anything that its own functions wait for. One call at a time, on whatever
/// thread it likes. Between transport::open() and on_closed() there is one WebSocket.
class transport_user {
public:
    virtual void on_open() = 0;
    virtual void on_message(std::span<const std::byte> message, bool is_text) = 0;
    /// Once for each open(), and the last call for it: nobody holds pieces of a message any more.
    virtual void on_closed(ending why) = 0;

    /// The pieces of the next message to send, as one; none: there is nothing now. To be asked at on_open(), after each
    /// message in either direction, after on_time(), and when notified. The pieces stay until message_sent() or
    /// on_closed().
    [[nodiscard]] virtual std::span<const std::span<const std::byte>> next_message() = 0;
    virtual void message_sent() = 0;

    /// When on_time() is to be called, in nanoseconds of now(). To be asked after each call of the others, and when
    /// notified.
    [[nodiscard]] virtual std::int64_t next_time() = 0;
    virtual void on_time() = 0;

protected:
    ~transport_user() = default;
};

/// Its functions are called without the network's lock, and none of them waits.
class transport {
public:
    virtual ~transport() = default;

    /// Begins to open a WebSocket with the subprotocol, and without it if that fails: PROTOCOL.md, section 2.
    virtual void open(const gateway_url& where) noexcept = 0;
    /// There may be a message to send, or another time to be called at.
    virtual void notify() noexcept = 0;
    /// Sends what next_message() still has, closes the WebSocket, and calls on_closed(). Soon: the other end may be
    /// gone.
    virtual void close() noexcept = 0;
    /// True: a message costs much, whatever is in it.
    [[nodiscard]] virtual bool pays_for_messages() const noexcept { return false; }
    /// True: it goes on by itself after the end of the program, which then need not wait, and cannot.
    [[nodiscard]] virtual bool outlives_program() const noexcept { return false; }
    /// For the end of the program: no call of the user is running after it, and none will come.
    virtual void stop() noexcept = 0;
};

[[nodiscard]] std::unique_ptr<transport> make_transport(transport_user& user);
/// The URL of the gateway where the program names none.
[[nodiscard]] std::string default_gateway();
/// SAMESOCK_GATEWAY or SAMESOCK_GATEWAY_TOKEN of the environment, or what stands for it in this place; empty: not set.
[[nodiscard]] std::string environment(const char* name);

} // namespace samesock::platform
