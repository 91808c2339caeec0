// Sockets as handles: opening, naming, connecting and closing them. A handle is a descriptor.
// Sources: socket(2), accept(2), connect(2), fcntl(2).
#include "sleepers.hpp"
#include "translate.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <ctime>

namespace samesock::platform {

bool sleeps_in_kernel() noexcept { return true; }
bool reuse_address_is_unsafe() noexcept { return false; }

namespace {

// Where socket() and accept4() take the modes with the type, no other thread can fork between the two.
#if defined(SOCK_CLOEXEC) && defined(SOCK_NONBLOCK)
constexpr bool opens_with_modes = true;
constexpr int mode_bits(bool blocking) noexcept { return SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK); }
#else
constexpr bool opens_with_modes = false;
constexpr int mode_bits(bool) noexcept { return 0; }
#endif
#if defined(SOCK_CLOEXEC) && defined(SOCK_NONBLOCK) && !defined(__APPLE__)
constexpr bool has_accept4 = true;
#else
constexpr bool has_accept4 = false;
#endif

result<handle> owned(int fd) noexcept {
    if (fd < 0) return last_error();
    silence(fd);
    return handle_of(fd);
}

// Closes what could not be given its modes, and keeps the reason.
[[maybe_unused]] result<handle> with_modes(int fd, bool blocking) noexcept {
    if (fd < 0) return last_error();
    const handle h = handle_of(fd);
    status done = set_inheritable(h, false);
    if (done) done = set_blocking(h, blocking);
    if (done) return owned(fd);
    ::close(fd);
    return failure(done.error());
}

// Templates, so that what a system lacks is not looked up where the branch is not taken.
template <class Address>
result<handle> accept_one(int listener, Address* peer, socklen_t* length, bool blocking) noexcept {
    if constexpr (has_accept4)
        return owned(accept4(listener, peer, length, mode_bits(blocking)));
    else
        return with_modes(::accept(listener, peer, length), blocking); // the BSDs hand the listener's mode on: set it
}

result<int> integer_option(int fd, int name) noexcept {
    int value = 0;
    socklen_t length = sizeof value;
    if (::getsockopt(fd, SOL_SOCKET, name, &value, &length) < 0) return last_error();
    return value;
}

result<address_family> family_at(int fd) noexcept {
#ifdef SO_DOMAIN
    const auto native = integer_option(fd, SO_DOMAIN);
    if (!native) return failure(native.error());
    return family_of(*native);
#else
    native_endpoint name;
    if (::getsockname(fd, name.get(), &name.length) < 0) return last_error();
    return family_of(name.get()->sa_family);
#endif
}

result<protocol> protocol_at([[maybe_unused]] int fd) noexcept {
#ifdef SO_PROTOCOL
    const auto native = integer_option(fd, SO_PROTOCOL);
    if (!native) return failure(native.error());
    return protocol(*native);
#else
    return protocol(0);
#endif
}

using name_call = int (*)(int, sockaddr*, socklen_t*);

result<endpoint> named_by(name_call call, handle h) noexcept {
    native_endpoint name;
    if (call(descriptor(h), name.get(), &name.length) < 0) return last_error();
    return endpoint_of(name);
}

} // namespace

std::int64_t now() noexcept {
    timespec t;
    ::clock_gettime(CLOCK_MONOTONIC, &t);
    return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

status start() noexcept { return {}; }

result<handle> open(const kind& what, bool blocking) noexcept {
    const int family = native_family(what.family);
    if (refused(family)) return failure(errno_code(EAFNOSUPPORT));
    const int type = native_type(what.type);
    if (refused(type)) return failure(errno_code(EPROTONOSUPPORT));
    if constexpr (opens_with_modes)
        return owned(::socket(family, type | mode_bits(blocking), what.proto.value()));
    else
        return with_modes(::socket(family, type, what.proto.value()), blocking);
}

result<std::array<handle, 2>> open_pair(const kind& what) noexcept {
    const int family = native_family(what.family);
    if (refused(family)) return failure(errno_code(EAFNOSUPPORT));
    const int type = native_type(what.type);
    if (refused(type)) return failure(errno_code(EPROTONOSUPPORT));
    std::array<int, 2> fds{};
    if (::socketpair(family, type | mode_bits(true), what.proto.value(), fds.data()) < 0) return last_error();
    const std::array<handle, 2> pair{handle_of(fds[0]), handle_of(fds[1])};
    for (const handle h : pair) {
        if constexpr (!opens_with_modes) {
            if (const status done = set_inheritable(h, false); !done) {
                for (const int fd : fds) ::close(fd);
                return failure(done.error());
            }
        }
        silence(descriptor(h));
    }
    return pair;
}

result<handle> duplicate(handle h) noexcept { return owned(::fcntl(foreign_descriptor(h), F_DUPFD_CLOEXEC, 0)); }

result<kind> describe(handle h) noexcept {
    const int fd = foreign_descriptor(h);
    const auto type = integer_option(fd, SO_TYPE);
    if (!type) return failure(type.error());
    const auto family = family_at(fd);
    if (!family) return failure(family.error());
    const auto proto = protocol_at(fd);
    if (!proto) return failure(proto.error());
    silence(fd);
    return kind{*family, type_of(*type), *proto};
}

// Not retried after EINTR: on Linux the descriptor is gone by then, and its number may be another thread's.
status close(handle h) noexcept {
    forget_cancelled(h);
    return status_of(::close(foreign_descriptor(h)));
}

status set_blocking(handle h, bool blocking) noexcept {
    int non_blocking = blocking ? 0 : 1;
    return status_of(::ioctl(descriptor(h), FIONBIO, &non_blocking)); // one system call, where fcntl takes two
}

result<bool> get_inheritable(handle h) noexcept {
    const int flags = ::fcntl(descriptor(h), F_GETFD);
    if (flags < 0) return last_error();
    return (flags & FD_CLOEXEC) == 0;
}

status set_inheritable(handle h, bool inheritable) noexcept {
    const int flags = ::fcntl(descriptor(h), F_GETFD);
    if (flags < 0) return last_error();
    const int wanted = inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC;
    return wanted == flags ? status{} : status_of(::fcntl(descriptor(h), F_SETFD, wanted));
}

// -- connections ------------------------------------------------------------------------------------------------------

status bind(handle h, const endpoint& where) noexcept {
    native_endpoint name;
    if (const int reason = to_native(where, name); reason != 0) return failure(errno_code(reason));
    return status_of(::bind(descriptor(h), name.get(), name.length));
}

status listen(handle h, int backlog) noexcept { return status_of(::listen(descriptor(h), backlog)); }

result<accepted> accept(handle h, bool blocking) noexcept {
    native_endpoint peer;
    const auto connection = accept_one(descriptor(h), peer.get(), &peer.length, blocking);
    if (!connection) return failure(connection.error());
    return accepted{*connection, endpoint_of(peer)};
}

status connect(handle h, const endpoint& to) noexcept {
    native_endpoint name;
    if (const int reason = to_native(to, name); reason != 0) return failure(errno_code(reason));
    return status_of(::connect(descriptor(h), name.get(), name.length));
}

// SO_ERROR is 0 before there is an outcome and after success, and also once somebody else has read the reason of
// failure: a socket that is not connected and yet ready has failed, and would never be connected by waiting longer.
status finish_connect(handle h) noexcept {
    const int fd = descriptor(h);
    const auto reason = integer_option(fd, SO_ERROR);
    if (!reason) return failure(reason.error());
    if (*reason != 0) return failure(errno_code(*reason));
    native_endpoint peer;
    if (::getpeername(fd, peer.get(), &peer.length) == 0) return {};
    if (errno != ENOTCONN) return last_error();
    pollfd look{fd, POLLOUT, 0};
    return failure(errno_code(::poll(&look, 1, 0) > 0 ? ENOTCONN : EINPROGRESS));
}

status shutdown(handle h, shutdown_how how) noexcept { return status_of(::shutdown(descriptor(h), how.value())); }

result<endpoint> local_endpoint(handle h) noexcept { return named_by(::getsockname, h); }
result<endpoint> peer_endpoint(handle h) noexcept { return named_by(::getpeername, h); }

} // namespace samesock::platform
