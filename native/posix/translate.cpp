// Between the seam's values and this system's: see translate.hpp.
#include "option_numbers.hpp"
#include "translate.hpp"

#include <samesock/bytes.hpp>

#include <sys/un.h>

#include <netdb.h>

#include <cstring>

namespace samesock::platform {

namespace {

// The look-ups do nothing on Linux: what they do elsewhere is shown here, in every build.
constexpr auto other_system = std::to_array<number_pair>({{1, 4}, {2, 32}, {16, 1}});
static_assert(to_native<other_system>(16) == 1 && from_native<other_system>(1) == 16);
static_assert(bits_to_native<other_system>(1 | 16) == (4 | 1) && bits_from_native<other_system>(32 | 1) == (2 | 16));
static_assert(to_native<other_system>(3) == (passes_unknown_numbers ? 3 : no_number));
static_assert(bits_to_native<other_system>(1 | 64) == (passes_unknown_numbers ? 4 | 64 : no_number));

template <class T>
concept counts_its_length = requires(T address) { address.sa_len; };
template <class T>
concept counts_its_length_v4 = requires(T address) { address.sin_len; };
template <class T>
concept counts_its_length_v6 = requires(T address) { address.sin6_len; };
template <class T>
concept counts_its_length_local = requires(T address) { address.sun_len; };

constexpr std::size_t after_family = offsetof(sockaddr, sa_data);
constexpr std::size_t path_begins = offsetof(sockaddr_un, sun_path);
constexpr std::size_t longest_path = sizeof(sockaddr_un) - path_begins;

// Where the address goes: written into a structure of its type, then copied, since a storage may not be read as
// another.
template <class Native>
int put(const Native& address, std::size_t length, native_endpoint& to) noexcept {
    std::memcpy(to.bytes.data(), &address, length);
    to.length = static_cast<socklen_t>(length);
    return 0;
}

template <class Native = sockaddr_in>
int put_v4(const endpoint& from, native_endpoint& to) noexcept {
    if (from.length != sizeof(in_addr)) return EINVAL;
    Native address{};
    if constexpr (counts_its_length_v4<Native>) address.sin_len = sizeof address;
    address.sin_family = AF_INET;
    address.sin_port = htons(from.port);
    std::memcpy(&address.sin_addr, from.data.data(), sizeof(in_addr));
    return put(address, sizeof address, to);
}

template <class Native = sockaddr_in6>
int put_v6(const endpoint& from, native_endpoint& to) noexcept {
    if (from.length != sizeof(in6_addr)) return EINVAL;
    Native address{};
    if constexpr (counts_its_length_v6<Native>) address.sin6_len = sizeof address;
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(from.port);
    address.sin6_flowinfo = htonl(from.flowinfo);
    address.sin6_scope_id = from.scope_id;
    std::memcpy(&address.sin6_addr, from.data.data(), sizeof(in6_addr));
    return put(address, sizeof address, to);
}

// A path ends in NUL where there is room; Linux takes one that fills the field. An abstract name is as long as it says,
// and an empty path asks Linux for a name of its choosing.
template <class Native = sockaddr_un>
int put_local(const endpoint& from, native_endpoint& to) noexcept {
    if (from.length > longest_path) return ENAMETOOLONG;
    Native address;
    std::size_t length = path_begins + from.length;
    std::memcpy(address.sun_path, from.data.data(), from.length);
    const bool is_path = from.length != 0 && from.data[0] != std::byte{0};
    if (is_path && from.length < longest_path) address.sun_path[length++ - path_begins] = '\0';
    if constexpr (counts_its_length_local<Native>) address.sun_len = static_cast<unsigned char>(length);
    address.sun_family = AF_UNIX;
    return put(address, length, to);
}

template <class Native = sockaddr>
int put_bytes(const endpoint& from, native_endpoint& to) noexcept {
    const int family = native_family(from.family);
    if (refused(family)) return EAFNOSUPPORT;
    Native address{};
    to.length = static_cast<socklen_t>(after_family + from.length);
    if constexpr (counts_its_length<Native>) address.sa_len = static_cast<unsigned char>(to.length);
    address.sa_family = static_cast<sa_family_t>(family);
    // AF_UNSPEC, which dissolves an association, has no bytes; the kernels want a whole sockaddr all the same.
    if (family == AF_UNSPEC && to.length < sizeof address) to.length = sizeof address;
    std::memcpy(to.bytes.data(), &address, sizeof address);
    std::memcpy(to.bytes.data() + after_family, from.data.data(), from.length);
    return 0;
}

endpoint v4_endpoint(const sockaddr* from) noexcept {
    sockaddr_in address;
    std::memcpy(&address, from, sizeof address);
    return {family_of(AF_INET), std::as_bytes(std::span(&address.sin_addr, 1)), ntohs(address.sin_port)};
}

endpoint v6_endpoint(const sockaddr* from) noexcept {
    sockaddr_in6 address;
    std::memcpy(&address, from, sizeof address);
    return {family_of(AF_INET6), std::as_bytes(std::span(&address.sin6_addr, 1)), ntohs(address.sin6_port),
            ntohl(address.sin6_flowinfo), address.sin6_scope_id};
}

// Linux counts what is there: an abstract name to its last byte, nothing for an unnamed socket. Others say how large
// the structure is, and an unnamed socket's path is then NUL.
endpoint local_endpoint_of(const sockaddr* from, std::size_t length) noexcept {
    const char* path = reinterpret_cast<const char*>(from) + path_begins;
    const std::size_t room = length > path_begins ? length - path_begins : 0;
    std::size_t size = ::strnlen(path, room);
#ifdef __linux__
    if (size == 0) size = room;
#endif
    return {family_of(AF_UNIX), std::as_bytes(std::span(path, size))};
}

} // namespace

std::unexpected<std::error_code> last_error() noexcept { return failure(errno_code(errno)); }

int to_native(const endpoint& from, native_endpoint& to) noexcept {
    const int family = native_family(from.family);
    if (family == AF_INET) return put_v4(from, to);
    if (family == AF_INET6) return put_v6(from, to);
    if (family == AF_UNIX) return put_local(from, to);
    return put_bytes(from, to);
}

endpoint endpoint_of(const native_endpoint& from) noexcept {
    return endpoint_of(from.get(), std::min<socklen_t>(from.length, sizeof from.bytes));
}

endpoint endpoint_of(const sockaddr* from, socklen_t length) noexcept {
    if (length < after_family) return {};
    const int family = from->sa_family;
    if (family == AF_INET && length >= sizeof(sockaddr_in)) return v4_endpoint(from);
    if (family == AF_INET6 && length >= sizeof(sockaddr_in6)) return v6_endpoint(from);
    if (family == AF_UNIX) return local_endpoint_of(from, length);
    if (family == AF_UNSPEC) return {};
    const auto* bytes = reinterpret_cast<const std::byte*>(from);
    return {family_of(family), {bytes + after_family, length - after_family}};
}

// -- options ----------------------------------------------------------------------------------------------------------

namespace {

[[maybe_unused]] constexpr int native_level(int ours) noexcept { return ours == our_sol_socket ? SOL_SOCKET : ours; }
constexpr int level_of(int native) noexcept { return native == SOL_SOCKET ? our_sol_socket : native; }

// Levels are protocol numbers, the same everywhere, but for SOL_SOCKET; beyond 255 they are Linux's own.
[[maybe_unused]] const option_pair* find(std::span<const option_pair> table, int level, int option_pair::* which,
                                         int number) noexcept {
    const auto found =
        std::ranges::find_if(table, [&](const option_pair& o) { return o.level == level && o.*which == number; });
    return found == table.end() ? nullptr : &*found;
}

} // namespace

result<native_option_number> native_option(const option& o) noexcept {
    const native_option_number same{o.level.value(), o.name.value()};
    if (o.native) return same;
    if constexpr (is_identity<options> && SOL_SOCKET == our_sol_socket) {
        return same;
    } else {
        const int level = native_level(same.level);
        if (const auto* pair = find(options, same.level, &option_pair::ours, same.name))
            return native_option_number{level, pair->native};
        if (passes_unknown_numbers) return native_option_number{level, same.name};
        return failure(errno_code(ENOPROTOOPT));
    }
}

result<native_option_number> native_control(option_level level, control_type type) noexcept {
    if constexpr (!is_identity<control_types> || SOL_SOCKET != our_sol_socket) {
        if (const auto* pair = find(control_types, level.value(), &option_pair::ours, type.value()))
            return native_option_number{native_level(level.value()), pair->native};
    }
    return native_option({level, option_name(type.value())});
}

received_control control_of(int native_level_number, int native_type_number) noexcept {
    const int level = level_of(native_level_number);
    int type = native_type_number;
    if constexpr (!is_identity<control_types> || !is_identity<options>) {
        const auto* pair = find(control_types, level, &option_pair::native, native_type_number);
        if (pair == nullptr && level != our_sol_socket)
            pair = find(options, level, &option_pair::native, native_type_number);
        // A type without a number of ours keeps its own: dropping the item would lose what it holds.
        if (pair != nullptr) type = pair->ours;
    }
    return {option_level(level), control_type(type), {}};
}

std::error_code resolution_error(int native) noexcept {
    if (native == EAI_SYSTEM) return errno_code(errno != 0 ? errno : EIO);
    const int ours = from_native<resolution_errors>(native);
    if (!passes_unknown_numbers && ours == no_number) { return make_error_code(gai_error::fail); }
    return {ours, gai_category()};
}

} // namespace samesock::platform
