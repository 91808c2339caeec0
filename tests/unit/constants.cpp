// The constants as a program meets them: their types, what converts and what must not, both spellings.
// No system header.
#include <samesock/samesock.hpp>

#include <catch2/catch_all.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

using namespace samesock;

// What a native macro is: an int, or an enumerator of some system's enumeration.
enum native_enumerator { native_socket_stream = 1 };

template <class T>
constexpr bool takes_only_its_own =
    !std::convertible_to<int, T> && !std::convertible_to<unsigned, T> && !std::convertible_to<long, T> &&
    !std::convertible_to<native_enumerator, T> && !std::convertible_to<T, int> &&
    std::convertible_to<std::nullptr_t, T> && std::is_trivially_copyable_v<T> && sizeof(T) == sizeof(int);

static_assert(takes_only_its_own<address_family> && takes_only_its_own<socket_type> && takes_only_its_own<protocol>);
static_assert(takes_only_its_own<option_level> && takes_only_its_own<option_name> && takes_only_its_own<control_type>);
static_assert(takes_only_its_own<message_flags> && takes_only_its_own<resolve_flags> && takes_only_its_own<name_flags>);
static_assert(takes_only_its_own<shutdown_how>);

static_assert(!std::convertible_to<address_family, socket_type> && !std::convertible_to<socket_type, address_family>);
static_assert(!std::convertible_to<protocol, address_family> && !std::convertible_to<resolve_flags, name_flags>);
static_assert(!std::convertible_to<option_name, option_level> && !std::convertible_to<message_flags, resolve_flags>);

static_assert(std::convertible_to<protocol, option_level> && !std::convertible_to<option_level, protocol>);
static_assert(std::convertible_to<option_name, control_type> && !std::convertible_to<control_type, option_name>);

// Each prefix has its type.
template <class T, class... U>
constexpr bool are = (std::same_as<const T, U> && ...);
static_assert(are<address_family, decltype(af_inet), decltype(AF_INET6), decltype(af_link), decltype(PF_PACKET)>);
static_assert(are<socket_type, decltype(SOCK_STREAM), decltype(sock_dgram), decltype(SOCK_CLOEXEC)>);
static_assert(are<protocol, decltype(IPPROTO_TCP), decltype(can_raw), decltype(BTPROTO_RFCOMM)>);
static_assert(are<option_level, decltype(SOL_SOCKET), decltype(SOL_ALG)>);
static_assert(are<option_name, decltype(SO_REUSEADDR), decltype(TCP_NODELAY), decltype(IP_TTL), decltype(IPV6_V6ONLY)>);
static_assert(are<control_type, decltype(SCM_RIGHTS), decltype(alg_set_iv)>);
static_assert(are<message_flags, decltype(MSG_PEEK), decltype(msg_dontwait)>);
static_assert(are<resolve_flags, decltype(AI_PASSIVE)> && are<name_flags, decltype(NI_NUMERICHOST)>);
static_assert(are<gai_error, decltype(EAI_NONAME), decltype(eai_again)> && are<shutdown_how, decltype(SHUT_RDWR)>);
static_assert(are<int, decltype(SOMAXCONN), decltype(IPPORT_RESERVED), decltype(ni_maxhost)>);
static_assert(are<std::uint32_t, decltype(INADDR_ANY), decltype(INADDR_BROADCAST), decltype(VMADDR_CID_ANY)>);
static_assert(are<std::string_view, decltype(BDADDR_ANY), decltype(HV_GUID_PARENT)>);

TEST_CASE("a constant has Linux's number in every build") {
    CHECK(AF_INET.value() == 2);
    CHECK(AF_INET6.value() == 10);
    CHECK(SOL_SOCKET.value() == 1);
    CHECK(SO_REUSEADDR.value() == 2);
    CHECK(MSG_DONTWAIT.value() == 0x40);
    CHECK(IPV6_V6ONLY.value() == 26);
    CHECK(static_cast<int>(EAI_NONAME) == -2);
    CHECK(INADDR_LOOPBACK == 0x7f000001U);
}

TEST_CASE("both spellings of a constant are equal") {
    CHECK(AF_UNIX == af_unix);
    CHECK(SOCK_STREAM == sock_stream);
    CHECK(AF_DECnet == af_decnet);
    CHECK(EAI_SERVICE == eai_service);
    CHECK(HV_GUID_ZERO == hv_guid_zero);
}

TEST_CASE("the literal 0 stands for a family, a type, a protocol and for flags, as in Python's calls") {
    constexpr address_family family = 0;
    constexpr protocol proto = 0;
    constexpr message_flags none = 0;
    CHECK(family == AF_UNSPEC);
    CHECK(proto == IPPROTO_IP);
    CHECK_FALSE(none);
    CHECK((MSG_PEEK & MSG_OOB) == 0);
}

TEST_CASE("flags combine with each other") {
    constexpr socket_type type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    CHECK((type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) == SOCK_STREAM);
    resolve_flags flags = AI_PASSIVE;
    flags |= AI_NUMERICHOST;
    CHECK(flags == (AI_PASSIVE | AI_NUMERICHOST));
    CHECK((AI_DEFAULT & AI_ADDRCONFIG) == AI_ADDRCONFIG);
}

TEST_CASE("a protocol serves as an option's level, and compares with one") {
    constexpr option_level level = IPPROTO_TCP;
    CHECK(level == SOL_TCP);
    CHECK(IPPROTO_UDP == SOL_UDP);
    CHECK(IPPROTO_IPV6 != SOL_SOCKET);
}

TEST_CASE("an option's name serves as the type of ancillary data, and compares with one") {
    constexpr control_type type = IP_TTL;
    CHECK(type == IP_TTL);
    CHECK(type != SCM_RIGHTS);
}

TEST_CASE("a constant of another system never has the number that Linux gives to a different one") {
    CHECK(AF_LINK != AF_ASH);
    CHECK(IP_RECVDSTADDR != IP_RETOPTS);
    CHECK(SO_EXCLUSIVEADDRUSE != SO_REUSEADDR);
    CHECK_FALSE(MSG_MCAST & MSG_CONFIRM);
    CHECK_FALSE(AI_V4MAPPED_CFG & AI_MASK);
}

TEST_CASE("an EAI constant is an error code of getaddrinfo's domain") {
    const std::error_code code = EAI_NONAME;
    CHECK(code.category() == gai_category());
    CHECK(code.value() == -2);
}
