// ssl_session: what a client keeps of a TLS connection in order to resume it. Part of the library samesock_tls.
// Source: https://docs.python.org/3/library/ssl.html#ssl-session
#pragma once

#include <samesock/bytes.hpp>

#include <cstdint>
#include <memory>
#include <utility>

#include <samesock/names_begin.hpp>

namespace samesock {

/// Copies share one session. With TLS 1.3 a session can be resumed once the server's ticket has arrived, which is after
/// the first bytes were received.
class ssl_session {
public:
    [[nodiscard]] bytes id() const;
    /// When it was made, in seconds since 1970, and how many seconds it lasts.
    [[nodiscard]] std::int64_t time() const noexcept;
    [[nodiscard]] std::int64_t timeout() const noexcept;
    /// Seconds, as the server said.
    [[nodiscard]] std::uint64_t ticket_lifetime_hint() const noexcept;
    [[nodiscard]] bool has_ticket() const noexcept;

private:
    friend class ssl_access;
    ssl_session(std::shared_ptr<void> native, std::shared_ptr<const void> context) noexcept
        : native_(std::move(native)), context_(std::move(context)) {}
    std::shared_ptr<void> native_; // OpenSSL's
    /// Whose it is: another context may trust others, and a resumed session verifies nothing anew. Kept, so that no
    /// other context can come to stand at its address.
    std::shared_ptr<const void> context_;
};

} // namespace samesock

#include <samesock/names_end.hpp>
