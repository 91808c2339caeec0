// The module's functions on handles, and those that pass descriptors between processes.
#include "core/socket_state.hpp"
#include "core/start.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <samesock/error_code.hpp>
#include <samesock/functions.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace samesock {
namespace {

/// A handle that no socket owns, as Python's integer file descriptor; EBADF where it cannot be one.
result<platform::handle> handle_of(fileno_type fd) noexcept {
    if (fd < 0) return failure(errno_code(EBADF));
    if (auto started = ensure_started(); !started) return failure(started.error());
    return static_cast<platform::handle>(fd);
}

/// A socket that takes over `h`, which is closed if there is none.
result<socket> own(platform::handle h, std::optional<address_family> family, std::optional<socket_type> type,
                   std::optional<protocol> proto) noexcept {
    auto s = socket::try_adopt(static_cast<fileno_type>(h), family, type, proto);
    if (!s) (void)platform::close(h);
    return s;
}

using ancillary_size = result<std::size_t> (*)(std::size_t) noexcept;

result<std::size_t> size_with(std::ptrdiff_t length, ancillary_size size) noexcept {
    if (length < 0) return failure(misuse::ancillary_range);
    auto total = size(static_cast<std::size_t>(length));
    if (!total && total.error() == errno_code(EOVERFLOW)) return failure(misuse::ancillary_range);
    return total;
}

void append_fds(std::vector<int>& fds, const ancillary& item) {
    const std::size_t count = item.data.size() / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
        int fd;
        std::memcpy(&fd, item.data.data() + i * sizeof fd, sizeof fd);
        fds.push_back(fd);
    }
}

} // namespace

bool supports(address_family family, socket_type type) noexcept {
    if (!ensure_started()) return false;
    const socket_type bare = type & ~(sock_nonblock | sock_cloexec);
    // A raw socket of the internet families has no default protocol.
    const bool is_raw = bare == sock_raw && (family == af_inet || family == af_inet6);
    const auto opened = platform::open({family, bare, is_raw ? ipproto_raw : protocol{}}, true);
    if (opened) (void)platform::close(*opened);
    return opened.has_value();
}

result<socket> try_fromfd(fileno_type fd, address_family family, socket_type type, protocol proto) noexcept {
    const auto given = handle_of(fd);
    if (!given) return failure(given.error());
    const auto copy = platform::duplicate(*given);
    if (!copy) return failure(copy.error());
    return own(*copy, family, type, proto);
}

result<socket> try_fromshare(const_buffer information) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    const auto opened = platform::open_shared(information);
    if (!opened) return failure(opened.error());
    return own(*opened, std::nullopt, std::nullopt, std::nullopt);
}

status try_close(fileno_type fd) noexcept {
    const auto given = handle_of(fd);
    if (!given) return failure(given.error());
    const auto closed = platform::close(*given);
    if (!closed && closed.error() == errno_code(ECONNRESET)) return {}; // the peer was first (bpo-30319)
    return closed;
}

result<fileno_type> try_dup(fileno_type fd) noexcept {
    const auto given = handle_of(fd);
    if (!given) return failure(given.error());
    const auto copy = platform::duplicate(*given);
    if (!copy) return failure(copy.error());
    return static_cast<fileno_type>(*copy);
}

result<std::size_t> try_cmsg_len(std::ptrdiff_t length) noexcept {
    return size_with(length, platform::ancillary_length);
}
result<std::size_t> try_cmsg_space(std::ptrdiff_t length) noexcept {
    return size_with(length, platform::ancillary_space);
}

// Lib/socket.py drops the flags and the address, and recv_fds the flags; its documentation promises them.
result<std::size_t> try_send_fds(socket& sock, const_buffers buffers, std::span<const int> fds, message_flags flags,
                                 const address& to) noexcept {
    const ancillary_view rights{sol_socket, scm_rights, const_buffer(fds.data(), fds.size_bytes())};
    return sock.try_sendmsg(buffers, {&rights, 1}, flags, to);
}

result<received_fds> try_recv_fds(socket& sock, std::ptrdiff_t bufsize, std::size_t maxfds,
                                  message_flags flags) noexcept {
    constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(int);
    const auto capacity = maxfds <= most ? try_cmsg_len(static_cast<std::ptrdiff_t>(maxfds * sizeof(int)))
                                         : result<std::size_t>(failure(misuse::ancillary_range));
    if (!capacity) return failure(capacity.error());
    return platform::guard_allocation([&]() -> result<received_fds> {
        received_fds received;
        // Before the descriptors are there, which would be lost for want of memory. No kernel passes more at once.
        received.fds.reserve(std::min<std::size_t>(maxfds, 1024));
        auto message = sock.try_recvmsg(bufsize, static_cast<std::ptrdiff_t>(*capacity), flags);
        if (!message) return failure(message.error());
        for (const ancillary& item : message->ancdata)
            if (item.level == sol_socket && item.type == scm_rights) append_fds(received.fds, item);
        received.msg = std::move(message->data);
        received.msg_flags = message->msg_flags;
        received.address = std::move(message->address);
        return received;
    });
}

} // namespace samesock
