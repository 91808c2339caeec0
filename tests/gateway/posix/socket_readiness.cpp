// poll(2): see socket_readiness.hpp.
#include "socket_readiness.hpp"

#include <poll.h>

namespace samesock::testing {

void prepare_sockets() {}

bool is_ready(int fd, readiness_kind what, std::chrono::milliseconds patience) {
    pollfd one{fd, static_cast<short>(what == readiness_kind::input ? POLLIN : POLLOUT), 0};
    return ::poll(&one, 1, static_cast<int>(patience.count())) != 0;
}

} // namespace samesock::testing
