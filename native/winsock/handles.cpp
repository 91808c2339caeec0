// Sockets as handles: opening, naming, connecting and closing them. A handle is a SOCKET, and to Winsock always
// non-blocking: asleep in blocking mode is wait(), or an overlapped receive, both of which cancel() ends.
// Sources: WSASocketW, accept, connect, WSADuplicateSocketW (winsock2.h), SIO_UDP_CONNRESET (mswsock.h).
#include "handle_table.hpp"
#include "selection.hpp"
#include "sleepers.hpp"
#include "sleeping.hpp"

#include <cstring>

namespace samesock::platform {

bool sleeps_in_kernel() noexcept { return true; }
bool reuse_address_is_unsafe() noexcept { return true; }

status start() noexcept {
    WSADATA data;
    const int outcome = ::WSAStartup(MAKEWORD(2, 2), &data);
    if (outcome != 0) return failed_with(errno_of(outcome));
    return {};
}

namespace {

constexpr DWORD modes = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;
constexpr DWORD reset_from_datagrams = _WSAIOW(IOC_VENDOR, 12); // SIO_UDP_CONNRESET

bool set_non_blocking(SOCKET s) noexcept {
    u_long non_blocking = 1;
    return ::ioctlsocket(s, FIONBIO, &non_blocking) == 0;
}

// Whether a datagram that was refused fails a later receive. As elsewhere: on a connected socket only, since on another
// one it says nothing of the datagrams still to come.
void report_refused_datagrams(SOCKET s, bool on) noexcept {
    BOOL value = on ? TRUE : FALSE;
    DWORD written = 0;
    (void)::WSAIoctl(s, reset_from_datagrams, &value, sizeof value, nullptr, 0, &written, nullptr, nullptr);
}

// Closes what could not be made ready for use, and keeps the reason.
result<handle> owned(SOCKET s, bool blocking, bool datagram) noexcept {
    if (s == INVALID_SOCKET) return last_error();
    const handle h = handle_of(s);
    if (set_non_blocking(s) && ::SetHandleInformation(file_of(h), HANDLE_FLAG_INHERIT, 0) != 0) {
        if (remember(h, blocking, datagram)) return h;
        ::WSASetLastError(WSA_NOT_ENOUGH_MEMORY);
    }
    const auto reason = last_error(h);
    ::closesocket(s);
    return reason;
}

result<WSAPROTOCOL_INFOW> protocol_of(SOCKET s) noexcept {
    WSAPROTOCOL_INFOW info{};
    int length = sizeof info;
    if (::getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, reinterpret_cast<char*>(&info), &length) != 0)
        return last_error(handle_of(s));
    return info;
}

bool is_datagram(const WSAPROTOCOL_INFOW& info) noexcept { return info.iSocketType == SOCK_DGRAM; }

} // namespace

result<handle> open(const kind& what, bool blocking) noexcept {
    const int family = native_family(what.family);
    if (family == no_number) return failed_with(EAFNOSUPPORT);
    const int type = native_type(what.type);
    if (type == no_number) return failed_with(EPROTONOSUPPORT);
    if (family == AF_UNIX && type != SOCK_STREAM) return failed_with(EAFNOSUPPORT); // Windows has several words for it
    const SOCKET s = ::WSASocketW(family, type, what.proto.value(), nullptr, 0, modes);
    if (s != INVALID_SOCKET && type == SOCK_DGRAM) report_refused_datagrams(s, false);
    return owned(s, blocking, type == SOCK_DGRAM);
}

namespace {

endpoint loopback(address_family f) noexcept {
    std::array<std::byte, sizeof(in6_addr)> bytes{};
    if (f.value() == our_af_inet) {
        bytes[0] = std::byte{127};
        bytes[3] = std::byte{1};
        return {f, std::span(bytes).first(sizeof(in_addr))};
    }
    bytes.back() = std::byte{1};
    return {f, bytes};
}

status connect_to_each_other(handle one, handle other) noexcept {
    for (const auto& [from, to] : {std::pair(one, other), std::pair(other, one)}) {
        const auto there = local_endpoint(to);
        if (!there) return failure(there.error());
        if (const status done = connect(from, *there); !done) return done;
    }
    // Whatever anybody else sent before that.
    std::array<std::byte, 1> room;
    for (const handle h : {one, other})
        while (receive(h, room, message_flags(our_msg_dontwait))) {}
    return {};
}

result<std::array<handle, 2>> datagram_pair(const kind& what) noexcept {
    std::array<handle, 2> both{handle::none, handle::none};
    status outcome;
    for (handle& h : both) {
        const auto opened = open(what, true);
        outcome = opened ? status{} : failure(opened.error());
        if (opened) h = *opened;
        if (outcome) outcome = bind(h, loopback(what.family));
        if (!outcome) break;
    }
    if (outcome) outcome = connect_to_each_other(both[0], both[1]);
    if (outcome) return both;
    for (const handle h : both)
        if (h != handle::none) (void)close(h);
    return failure(outcome.error());
}

} // namespace

// A pair of streams the core makes.
result<std::array<handle, 2>> open_pair(const kind& what) noexcept {
    const int family = native_family(what.family);
    if (family == no_number) return failed_with(EAFNOSUPPORT);
    const bool is_internet = family == AF_INET || family == AF_INET6;
    return is_internet && native_type(what.type) == SOCK_DGRAM ? datagram_pair(what) : failed_with(EOPNOTSUPP);
}

result<handle> duplicate(handle h) noexcept {
    WSAPROTOCOL_INFOW info{};
    if (::WSADuplicateSocketW(foreign_socket(h), ::GetCurrentProcessId(), &info) != 0) return last_error(h);
    const SOCKET s = ::WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, modes);
    return owned(s, traits_of(h).has(trait::blocking), is_datagram(info));
}

// One that was made elsewhere becomes non-blocking to Winsock as well, and blocking to us, as Python takes it to be.
result<kind> describe(handle h) noexcept {
    const SOCKET s = foreign_socket(h);
    const auto info = protocol_of(s);
    if (!info) return failure(info.error());
    if (!traits_of(h).has(trait::known)) {
        if (!set_non_blocking(s)) return last_error(h);
        if (!remember(h, true, is_datagram(*info))) return failed_with(ENOMEM);
    }
    return kind{family_of(info->iAddressFamily), type_of(info->iSocketType), protocol(info->iProtocol)};
}

namespace {

// Where the core is told what a socket is, it does not ask.
status take_over(handle h) noexcept {
    if (traits_of(h).has(trait::known)) return {};
    const auto what = describe(h);
    return what ? status{} : failure(what.error());
}

} // namespace

status close(handle h) noexcept {
    forget_cancelled(h);
    forget(h);
    return status_of(::closesocket(foreign_socket(h)), h);
}

status set_blocking(handle h, bool blocking) noexcept {
    if (const status known = take_over(h); !known) return known;
    if (!set_non_blocking(socket_of(h))) return last_error(h);
    change(h, trait::blocking, blocking);
    return {};
}

result<bool> get_inheritable(handle h) noexcept {
    DWORD flags = 0;
    if (::GetHandleInformation(file_of(h), &flags) == 0) return failed_with(EBADF);
    return (flags & HANDLE_FLAG_INHERIT) != 0;
}

status set_inheritable(handle h, bool inheritable) noexcept {
    const DWORD flags = inheritable ? HANDLE_FLAG_INHERIT : 0;
    if (::SetHandleInformation(file_of(h), HANDLE_FLAG_INHERIT, flags) == 0) return failed_with(EBADF);
    return {};
}

// -- connections ------------------------------------------------------------------------------------------------------

namespace {

result<address_family> family_at(handle h) noexcept {
    const auto info = protocol_of(socket_of(h));
    if (!info) return failure(info.error());
    return family_of(info->iAddressFamily);
}

// Elsewhere a socket has an address before it has a name; here it is bound to any address, at a port of its own.
status bind_to_wildcard(handle h) noexcept {
    const auto family = family_at(h);
    if (!family) return failure(family.error());
    return bind(h, wildcard(*family));
}

result<accepted> accept_one(handle h, bool blocking) noexcept {
    native_endpoint peer;
    const SOCKET s = ::accept(socket_of(h), peer.get(), &peer.length);
    // A connection that came and went before it was taken.
    if (s == INVALID_SOCKET && ::WSAGetLastError() == WSAECONNRESET) return failed_with(ECONNABORTED);
    const auto connection = s == INVALID_SOCKET ? result<handle>(last_error(h)) : owned(s, blocking, false);
    if (!connection) return failure(connection.error());
    return accepted{*connection, endpoint_of(peer)};
}

} // namespace

namespace {

bool is_listening(handle h) noexcept {
    DWORD listening = 0;
    int length = sizeof listening;
    auto* const value = reinterpret_cast<char*>(&listening);
    return ::getsockopt(socket_of(h), SOL_SOCKET, SO_ACCEPTCONN, value, &length) == 0 && listening != 0;
}

std::unexpected<std::error_code> connect_failure(handle h) noexcept {
    if (::WSAGetLastError() == WSAEINVAL && is_listening(h)) return failed_with(EISCONN); // as elsewhere
    return last_error(h);
}

} // namespace

status bind(handle h, const endpoint& where) noexcept {
    native_endpoint name;
    if (const int reason = to_native(where, name); reason != 0) return failed_with(reason);
    if (::bind(socket_of(h), name.get(), name.length) == 0) return {};
    const auto reason = last_error(h);
    const auto family = family_at(h);
    return family && *family != where.family ? failed_with(EAFNOSUPPORT) : reason; // Windows has several words for it
}

status listen(handle h, int backlog) noexcept {
    if (::listen(socket_of(h), backlog) == 0) return {};
    if (::WSAGetLastError() != WSAEINVAL) return last_error(h);
    if (const status bound = bind_to_wildcard(h); !bound) return failed_with(EINVAL);
    return status_of(::listen(socket_of(h), backlog), h);
}

result<accepted> accept(handle h, bool blocking) noexcept {
    return attempt_or_sleep(h, readiness::readable, {}, [&] { return accept_one(h, blocking); });
}

status connect(handle h, const endpoint& to) noexcept {
    native_endpoint name;
    if (const int reason = to_native(to, name); reason != 0) return failed_with(reason);
    const traits now = traits_of(h);
    change(h, trait::failure_told, false);
    if (now.has(trait::datagram)) report_refused_datagrams(socket_of(h), to.family.value() != our_af_unspec);
    if (::connect(socket_of(h), name.get(), name.length) == 0) return {};
    if (::WSAGetLastError() != WSAEWOULDBLOCK) return connect_failure(h);
    if (!now.has(trait::blocking)) return failed_with(EINPROGRESS);
    for (;;) {
        if (const status ready = sleep_until_ready(h, readiness::writable | readiness::exceptional); !ready)
            return ready;
        if (const status outcome = finish_connect(h); outcome || outcome.error() != errno_code(EINPROGRESS))
            return outcome;
    }
}

// SO_ERROR is 0 before there is an outcome and after success, and on some systems once somebody has read the reason of
// failure: a socket that is not connected and yet ready has failed.
status finish_connect(handle h) noexcept {
    int reason = 0;
    int length = sizeof reason;
    if (::getsockopt(socket_of(h), SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&reason), &length) != 0)
        return last_error(h);
    if (reason != 0 && !traits_of(h).has(trait::failure_told)) {
        change(h, trait::failure_told, true);
        return failed_with(errno_of(reason));
    }
    native_endpoint peer;
    if (::getpeername(socket_of(h), peer.get(), &peer.length) == 0) return {};
    if (::WSAGetLastError() != WSAENOTCONN) return last_error(h);
    std::array one{interest{h, readiness::writable | readiness::exceptional}};
    const auto ready = wait(one, deadline{0});
    return failed_with(ready && *ready != 0 ? ENOTCONN : EINPROGRESS);
}

status shutdown(handle h, shutdown_how how) noexcept {
    if (::shutdown(socket_of(h), how.value()) != 0) return last_error(h); // SHUT_* are SD_*
    if (how.value() != SD_SEND) {
        change(h, trait::receive_ended, true);
        nudge(h);
    }
    return {};
}

// The first that the core asks of a handle that it takes over.
result<endpoint> local_endpoint(handle h) noexcept {
    if (const status known = take_over(h); !known) return failure(known.error());
    native_endpoint name;
    if (::getsockname(socket_of(h), name.get(), &name.length) == 0) return endpoint_of(name);
    if (::WSAGetLastError() != WSAEINVAL) return last_error(h);
    const auto family = family_at(h); // not bound yet
    if (!family) return failure(family.error());
    return wildcard(*family);
}

result<endpoint> peer_endpoint(handle h) noexcept {
    native_endpoint name;
    if (::getpeername(socket_of(h), name.get(), &name.length) != 0) return last_error(h);
    return endpoint_of(name);
}

// -- other processes --------------------------------------------------------------------------------------------------

result<samesock::bytes> share(handle h, std::uint32_t process_id) noexcept {
    WSAPROTOCOL_INFOW info{};
    if (::WSADuplicateSocketW(socket_of(h), process_id, &info) != 0) return last_error(h);
    auto information = samesock::bytes::uninitialized(sizeof info);
    if (information.size() != sizeof info) return failed_with(ENOMEM);
    std::memcpy(information.data(), &info, sizeof info);
    return information;
}

result<handle> open_shared(const_buffer information) noexcept {
    WSAPROTOCOL_INFOW info{};
    if (information.size() != sizeof info) return failed_with(EINVAL);
    std::memcpy(&info, information.data(), sizeof info);
    const SOCKET s = ::WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, modes);
    return owned(s, true, is_datagram(info));
}

} // namespace samesock::platform
