// The stream: an engine pumped over a socket. Each attempt is made under the stream's lock and never sleeps; what lies
// between two attempts, the sleep, the deadline of the whole operation and the interruptions, is the core's patience.
#pragma once

#include "core/call.hpp"
#include "core/socket_state.hpp"
#include "core/turn.hpp"
#include "tls/engine.hpp"
#include "tls/native.hpp"

#include <samesock/result.hpp>

#include <cstddef>
#include <span>

namespace samesock::tls {

class stream {
public:
    /// Shares `on`, and takes over `ssl`.
    stream(socket_state& on, owner<SSL> ssl) noexcept;
    ~stream();
    stream(const stream&) = delete;
    stream& operator=(const stream&) = delete;
    [[nodiscard]] bool valid() const noexcept { return engine_.valid(); }

    [[nodiscard]] status handshake() noexcept;
    /// 0 after the peer's close_notify.
    [[nodiscard]] result<std::size_t> read(std::span<std::byte> into) noexcept;
    [[nodiscard]] result<std::size_t> write(std::span<const std::byte> data) noexcept;
    [[nodiscard]] status write_all(std::span<const std::byte> data) noexcept;
    [[nodiscard]] status close_notify() noexcept;
    /// Nothing of what the peer sends behind its close_notify is taken from the socket.
    [[nodiscard]] status shutdown() noexcept;

    /// Looks at the engine while no operation does.
    template <class Look>
    auto look(Look at) const noexcept {
        const turn_taken alone(turn_);
        return at(static_cast<const engine&>(engine_));
    }

private:
    /// How an attempt ended: with a value, with a part of the work done, or with an error; would-block and
    /// interruptions are waited out, for `want`.
    struct outcome {
        enum { done, part, failed } what;
        std::size_t size = 0;
        std::error_code error{};
        platform::readiness want = platform::readiness::readable;
    };
    template <class Attempt>
    [[nodiscard]] result<std::size_t> drive(Attempt once) noexcept;

    [[nodiscard]] outcome advance(const step& s, bool only_this_record) noexcept;
    [[nodiscard]] outcome after_flush(std::size_t size) noexcept;
    [[nodiscard]] outcome fill(bool only_this_record) noexcept;
    [[nodiscard]] status flush() noexcept;

    [[nodiscard]] outcome read_once(std::span<std::byte> into) noexcept;
    [[nodiscard]] outcome write_once(std::span<const std::byte> data) noexcept;

    mutable turn turn_;
    socket_state& state_;
    engine engine_;
    bool may_hold_ = false;    ///< the output is a server's tickets, which may wait until it sends, or would sleep
    std::size_t accepted_ = 0; ///< bytes of a write that the engine has, and whose ciphertext is still to be sent
};

} // namespace samesock::tls
