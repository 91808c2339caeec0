// A build on the system's own sockets: there is no gateway.
#include <samesock/error_code.hpp>
#include <samesock/tunnel.hpp>

#include <cerrno>

namespace samesock::tunnel {

status try_configure(const gateway&) noexcept { return failure(errno_code(EOPNOTSUPP)); }

} // namespace samesock::tunnel
