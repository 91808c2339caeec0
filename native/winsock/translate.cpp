// Between the seam's values and those of Windows: see translate.hpp.
#include "translate.hpp"

#include "option_numbers.hpp"

#include <cstring>

namespace samesock::platform {

namespace {

// afunix.h, which not every set of headers has.
struct local_address {
    ADDRESS_FAMILY family;
    char path[108];
};

constexpr auto error_numbers = std::to_array<number_pair>({
    {EINTR, WSAEINTR},
    {EBADF, WSAEBADF},
    {EACCES, WSAEACCES},
    {EFAULT, WSAEFAULT},
    {EINVAL, WSAEINVAL},
    {EMFILE, WSAEMFILE},
    {EWOULDBLOCK, WSAEWOULDBLOCK},
    {EINPROGRESS, WSAEINPROGRESS},
    {EALREADY, WSAEALREADY},
    {ENOTSOCK, WSAENOTSOCK},
    {EDESTADDRREQ, WSAEDESTADDRREQ},
    {EMSGSIZE, WSAEMSGSIZE},
    {EPROTOTYPE, WSAEPROTOTYPE},
    {ENOPROTOOPT, WSAENOPROTOOPT},
    {EPROTONOSUPPORT, WSAEPROTONOSUPPORT},
    {EPROTONOSUPPORT, WSAESOCKTNOSUPPORT},
    {EOPNOTSUPP, WSAEOPNOTSUPP},
    {EAFNOSUPPORT, WSAEPFNOSUPPORT},
    {EAFNOSUPPORT, WSAEAFNOSUPPORT},
    {EADDRINUSE, WSAEADDRINUSE},
    {EADDRNOTAVAIL, WSAEADDRNOTAVAIL},
    {ENETDOWN, WSAENETDOWN},
    {ENETUNREACH, WSAENETUNREACH},
    {ENETRESET, WSAENETRESET},
    {ECONNABORTED, WSAECONNABORTED},
    {ECONNRESET, WSAECONNRESET},
    {ENOBUFS, WSAENOBUFS},
    {EISCONN, WSAEISCONN},
    {ENOTCONN, WSAENOTCONN},
    {EPIPE, WSAESHUTDOWN},
    {ETIMEDOUT, WSAETIMEDOUT},
    {ECONNREFUSED, WSAECONNREFUSED},
    {ELOOP, WSAELOOP},
    {ENAMETOOLONG, WSAENAMETOOLONG},
    {EHOSTUNREACH, WSAEHOSTDOWN},
    {EHOSTUNREACH, WSAEHOSTUNREACH},
    {ENETDOWN, WSASYSNOTREADY},
    {ENOSYS, WSAVERNOTSUPPORTED},
    {ENETDOWN, WSANOTINITIALISED},
    {EPROTONOSUPPORT, WSAEPROVIDERFAILEDINIT},
    {ENOMEM, WSA_NOT_ENOUGH_MEMORY},
    {EBADF, WSA_INVALID_HANDLE},
    {EINVAL, WSA_INVALID_PARAMETER},
    {ECANCELED, WSA_OPERATION_ABORTED},
    {EACCES, ERROR_ACCESS_DENIED},
    {ENOENT, ERROR_FILE_NOT_FOUND},
    {ENOENT, ERROR_PATH_NOT_FOUND},
    {ECONNRESET, ERROR_NETNAME_DELETED},
    {EOPNOTSUPP, ERROR_NOT_SUPPORTED},
    {ENOSYS, ERROR_CALL_NOT_IMPLEMENTED},
});

bool is_no_handle(handle h) noexcept {
    DWORD flags = 0;
    return foreign_socket(h) == INVALID_SOCKET || ::GetHandleInformation(file_of(h), &flags) == 0;
}

} // namespace

int errno_of(int native) noexcept {
    if (native == 0) return 0;
    const int ours = from_native<error_numbers>(native);
    return ours != no_number ? ours : EIO;
}

std::unexpected<std::error_code> last_error() noexcept { return failed_with(errno_of(::WSAGetLastError())); }

std::unexpected<std::error_code> last_error(handle h) noexcept {
    const int reason = errno_of(::WSAGetLastError());
    return failed_with(reason == ENOTSOCK && is_no_handle(h) ? EBADF : reason);
}

std::error_code resolution_error(int native) noexcept {
    const int ours = from_native<resolution_errors>(native);
    if (ours == no_number) return make_error_code(gai_error::fail);
    return {ours, gai_category()};
}

// -- options ----------------------------------------------------------------------------------------------------------

result<native_option_number> native_option(const option& o) noexcept {
    const native_option_number same{o.level.value(), o.name.value()};
    if (o.native) return same;
    const auto found = std::ranges::find_if(
        options, [&](const option_pair& pair) { return pair.level == same.level && pair.ours == same.name; });
    if (found == options.end()) return failed_with(ENOPROTOOPT);
    return native_option_number{same.level == our_sol_socket ? SOL_SOCKET : same.level, found->native};
}

// -- addresses --------------------------------------------------------------------------------------------------------

namespace {

constexpr std::size_t after_family = offsetof(sockaddr, sa_data);
constexpr std::size_t path_begins = offsetof(local_address, path);

// Written into a structure of its type, then copied, since a storage may not be read as another.
template <class Native>
int put(const Native& address, std::size_t length, native_endpoint& to) noexcept {
    std::memcpy(to.bytes.data(), &address, length);
    to.length = static_cast<int>(length);
    return 0;
}

int put_v4(const endpoint& from, native_endpoint& to) noexcept {
    if (from.length != sizeof(in_addr)) return EINVAL;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = ::htons(from.port);
    std::memcpy(&address.sin_addr, from.data.data(), sizeof(in_addr));
    return put(address, sizeof address, to);
}

int put_v6(const endpoint& from, native_endpoint& to) noexcept {
    if (from.length != sizeof(in6_addr)) return EINVAL;
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = ::htons(from.port);
    address.sin6_flowinfo = ::htonl(from.flowinfo);
    address.sin6_scope_id = from.scope_id;
    std::memcpy(&address.sin6_addr, from.data.data(), sizeof(in6_addr));
    return put(address, sizeof address, to);
}

// A path of Windows is UTF-8 here, as ours is, and ends in NUL.
int put_local(const endpoint& from, native_endpoint& to) noexcept {
    local_address address{};
    if (from.length >= sizeof address.path) return ENAMETOOLONG;
    address.family = AF_UNIX;
    std::memcpy(address.path, from.data.data(), from.length);
    return put(address, sizeof address, to);
}

int put_bytes(const endpoint& from, native_endpoint& to) noexcept {
    const int family = native_family(from.family);
    if (family == no_number) return EAFNOSUPPORT;
    sockaddr address{};
    address.sa_family = static_cast<ADDRESS_FAMILY>(family);
    // AF_UNSPEC, which dissolves an association, has no bytes; Windows wants a whole sockaddr all the same.
    to.length = static_cast<int>(std::max(after_family + from.length, sizeof address));
    std::memcpy(to.bytes.data(), &address, sizeof address);
    std::memcpy(to.bytes.data() + after_family, from.data.data(), from.length);
    return 0;
}

endpoint v4_endpoint(const sockaddr* from) noexcept {
    sockaddr_in address;
    std::memcpy(&address, from, sizeof address);
    return {address_family(our_af_inet), std::as_bytes(std::span(&address.sin_addr, 1)), ::ntohs(address.sin_port)};
}

endpoint v6_endpoint(const sockaddr* from) noexcept {
    sockaddr_in6 address;
    std::memcpy(&address, from, sizeof address);
    return {address_family(our_af_inet6), std::as_bytes(std::span(&address.sin6_addr, 1)), ::ntohs(address.sin6_port),
            ::ntohl(address.sin6_flowinfo), address.sin6_scope_id};
}

endpoint local_endpoint_of(const sockaddr* from, std::size_t length) noexcept {
    const char* const path = reinterpret_cast<const char*>(from) + path_begins;
    const std::size_t room = length > path_begins ? length - path_begins : 0;
    const std::size_t size = static_cast<std::size_t>(std::find(path, path + room, '\0') - path);
    return {address_family(our_af_unix), std::as_bytes(std::span(path, size))};
}

} // namespace

int to_native(const endpoint& from, native_endpoint& to) noexcept {
    switch (from.family.value()) {
    case our_af_inet: return put_v4(from, to);
    case our_af_inet6: return put_v6(from, to);
    case our_af_unix: return put_local(from, to);
    default: return put_bytes(from, to);
    }
}

endpoint endpoint_of(const sockaddr* from, std::size_t length) noexcept {
    if (length < after_family) return {};
    const int family = from->sa_family;
    if (family == AF_INET && length >= sizeof(sockaddr_in)) return v4_endpoint(from);
    if (family == AF_INET6 && length >= sizeof(sockaddr_in6)) return v6_endpoint(from);
    if (family == AF_UNIX) return local_endpoint_of(from, length);
    if (family == AF_UNSPEC) return {};
    const auto* bytes = reinterpret_cast<const std::byte*>(from);
    return {family_of(family), {bytes + after_family, length - after_family}};
}

endpoint wildcard(address_family f) noexcept {
    constexpr std::array<std::byte, sizeof(in6_addr)> zeros{};
    if (f.value() == our_af_inet) return {f, std::span(zeros).first(sizeof(in_addr))};
    if (f.value() == our_af_inet6) return {f, zeros};
    return {f, {}};
}

} // namespace samesock::platform
