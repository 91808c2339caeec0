// The steps of the engine, and what OpenSSL's answers mean. Source: SSL_get_error(3), SSL_shutdown(3).
#include "tls/engine.hpp"

#include <samesock/error_code.hpp>
#include <samesock/ssl_error.hpp>

#include "tls/openssl_error.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <new>

namespace samesock::tls {
namespace {

/// A record more than its plaintext: header, nonce, padding, tag. Generous: it only sizes memory.
constexpr std::size_t record_overhead = 96;

std::error_code ssl_error_code(int reason) noexcept {
    return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, reason)), ssl_library_category()};
}

} // namespace

engine::engine(SSL* ssl) noexcept : transport_(new(std::nothrow) memory_transport), ssl_(ssl) {
    if (ssl_ == nullptr || transport_ == nullptr) return;
    BIO* const bio = new_memory_bio(*transport_);
    if (bio == nullptr) return;
    SSL_set_bio(ssl_, bio, bio); // takes the one reference for both directions
    ready_ = true;
}

engine::~engine() { SSL_free(ssl_); }

step engine::fail(std::error_code code) noexcept {
    failed_ = code;
    return {.what = progress::failed, .error = code};
}

step engine::explain(int outcome) noexcept {
    if (transport_->out_of_memory) {
        forget_errors();
        return fail(errno_code(ENOMEM));
    }
    switch (SSL_get_error(ssl_, outcome)) {
    case SSL_ERROR_WANT_READ: return {.what = progress::want_read};
    case SSL_ERROR_WANT_WRITE: return {.what = progress::want_write};
    case SSL_ERROR_ZERO_RETURN: return {.what = progress::closed};
    case SSL_ERROR_SYSCALL: // the memory transport fails by its end alone
        if (ERR_peek_error() == 0) return fail(ssl_condition::eof);
        break;
    default: break;
    }
    const std::error_code code = taken_error();
    // The caller's, not the connection's: reading goes on, and so does the handshake.
    if (code == ssl_error_code(SSL_R_PROTOCOL_IS_SHUTDOWN) || code == ssl_error_code(SSL_R_SHUTDOWN_WHILE_IN_INIT))
        return {.what = progress::failed, .error = code};
    if (code == ssl_error_code(SSL_R_UNEXPECTED_EOF_WHILE_READING)) return fail(ssl_condition::eof);
    if (code == ssl_error_code(SSL_R_CERTIFICATE_VERIFY_FAILED)) {
        if (const long why = SSL_get_verify_result(ssl_); why != X509_V_OK)
            return fail({static_cast<int>(why), certificate_category()});
    }
    return fail(code);
}

template <class Call>
step engine::attempt(Call call) noexcept {
    if (failed_) return {.what = progress::failed, .error = failed_};
    forget_errors();
    const int outcome = call();
    if (outcome > 0) return {.what = progress::done};
    return explain(outcome);
}

step engine::handshake() noexcept {
    return attempt([this]() noexcept { return SSL_do_handshake(ssl_); });
}

step engine::read(std::span<std::byte> into) noexcept {
    std::size_t size = 0;
    step s = attempt([&]() noexcept { return SSL_read_ex(ssl_, into.data(), into.size(), &size); });
    s.size = size;
    return s;
}

step engine::write(std::span<const std::byte> data) noexcept {
    (void)transport_->output.room(std::min(data.size(), memory_transport::output_bound) + 4 * record_overhead);
    step all{.what = progress::done};
    do {
        std::size_t size = 0;
        const auto record = data.first(std::min(data.size(), std::size_t{SSL3_RT_MAX_PLAIN_LENGTH}));
        const step s = attempt([&]() noexcept { return SSL_write_ex(ssl_, record.data(), record.size(), &size); });
        if (s.what != progress::done) return all.size != 0 ? all : s; // an error comes again with the next call
        all.size += size;
        data = data.subspan(size);
    } while (!data.empty() && !transport_->is_full());
    return all;
}

step engine::close_notify() noexcept {
    if ((SSL_get_shutdown(ssl_) & SSL_SENT_SHUTDOWN) != 0) return {.what = progress::done};
    // OpenSSL takes an alert for sent that it has no room for, and sends it with data that never comes.
    if (!failed_ && transport_->is_full()) return {.what = progress::want_write};
    return attempt([this]() noexcept {
        const int outcome = SSL_shutdown(ssl_);
        return outcome == 0 ? 1 : outcome; // 0: the peer's is still to come
    });
}

step engine::shutdown() noexcept {
    if (const step s = close_notify(); s.what != progress::done) return s;
    // Not SSL_shutdown() again, which would throw unread data away and end the connection by it.
    std::byte next{};
    std::size_t size = 0;
    const step s = attempt([&]() noexcept { return SSL_peek_ex(ssl_, &next, 1, &size); });
    if (s.what == progress::closed) return {.what = progress::done};
    if (s.what != progress::done) return s;
    return {.what = progress::failed, .error = ssl_error_code(SSL_R_APPLICATION_DATA_AFTER_CLOSE_NOTIFY)};
}

bool engine::in_handshake() const noexcept { return SSL_is_init_finished(ssl_) == 0; }

bool engine::ends_with_tickets() const noexcept {
    return SSL_is_server(ssl_) != 0 && SSL_version(ssl_) >= TLS1_3_VERSION;
}

std::size_t engine::pending() const noexcept { return static_cast<std::size_t>(std::max(SSL_pending(ssl_), 0)); }

} // namespace samesock::tls
