// ssl_session: what a client keeps of a TLS connection in order to resume it. Part of the library samesock_tls.
// Source: https://docs.python.org/3/library/ssl.html#ssl-session
#pragma once

#include <samesock/bytes.hpp>

#include <cstdint>
#include <memory>

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
    explicit ssl_session(std::shared_ptr<void> native, const void* context) noexcept
        : native_(std::move(native)), context_(context) {}
    std::shared_ptr<void> native_; // OpenSSL's
    const void* context_;          // the context that it belongs to; compared only
};

} // namespace samesock

#include <samesock/names_end.hpp>
