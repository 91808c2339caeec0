// What a session tells of itself.
#include <samesock/ssl_session.hpp>

#include "tls/ssl_access.hpp"

#include <openssl/ssl.h>

namespace samesock {

bytes ssl_session::id() const {
    unsigned int size = 0;
    const unsigned char* const data = SSL_SESSION_get_id(ssl_access::native(*this), &size);
    return bytes(const_buffer(data, size));
}

std::int64_t ssl_session::time() const noexcept {
#if OPENSSL_VERSION_PREREQ(3, 3) // where a long of 32 bits ends in 2038
    return SSL_SESSION_get_time_ex(ssl_access::native(*this));
#else
    return SSL_SESSION_get_time(ssl_access::native(*this));
#endif
}
std::int64_t ssl_session::timeout() const noexcept { return SSL_SESSION_get_timeout(ssl_access::native(*this)); }

std::uint64_t ssl_session::ticket_lifetime_hint() const noexcept {
    return SSL_SESSION_get_ticket_lifetime_hint(ssl_access::native(*this));
}

bool ssl_session::has_ticket() const noexcept { return SSL_SESSION_has_ticket(ssl_access::native(*this)) != 0; }

} // namespace samesock
