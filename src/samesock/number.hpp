// The strong types of the socket module's constants: an address family is not a socket type, and neither is an int.
// A native macro passed by mistake does not compile; the literal 0 does, as in Python's default arguments.
#pragma once

#include <compare>
#include <cstddef>

#include <samesock/names_begin.hpp>

namespace samesock {

/// A constant of the socket module, tagged by its meaning. Values are Linux's in every build; each backend translates.
template <class Tag>
class number {
public:
    constexpr number() noexcept = default;
    constexpr explicit number(int value) noexcept : value_(value) {}
    /// The literal 0, and no other number. (Only a literal zero converts to nullptr_t.)
    constexpr number(std::nullptr_t) noexcept {}

    [[nodiscard]] constexpr int value() const noexcept { return value_; }
    constexpr explicit operator int() const noexcept { return value_; }

    friend constexpr bool operator==(number, number) noexcept = default;
    friend constexpr auto operator<=>(number, number) noexcept = default;

private:
    int value_ = 0;
};

/// A constant whose values combine with | & ^ ~, and which is true when any bit is set.
template <class Tag>
class flags {
public:
    constexpr flags() noexcept = default;
    constexpr explicit flags(int value) noexcept : value_(value) {}
    /// The literal 0, and no other number.
    constexpr flags(std::nullptr_t) noexcept {}

    [[nodiscard]] constexpr int value() const noexcept { return value_; }
    constexpr explicit operator int() const noexcept { return value_; }
    constexpr explicit operator bool() const noexcept { return value_ != 0; }

    friend constexpr flags operator|(flags a, flags b) noexcept { return flags(a.value_ | b.value_); }
    friend constexpr flags operator&(flags a, flags b) noexcept { return flags(a.value_ & b.value_); }
    friend constexpr flags operator^(flags a, flags b) noexcept { return flags(a.value_ ^ b.value_); }
    friend constexpr flags operator~(flags a) noexcept { return flags(~a.value_); }
    constexpr flags& operator|=(flags b) noexcept { return *this = *this | b; }
    constexpr flags& operator&=(flags b) noexcept { return *this = *this & b; }

    friend constexpr bool operator==(flags, flags) noexcept = default;
    friend constexpr auto operator<=>(flags, flags) noexcept = default;

private:
    int value_ = 0;
};

/// A number that a constant of another type is good for as well.
template <class Tag, class Narrow>
class number_or {
public:
    constexpr number_or() noexcept = default;
    constexpr explicit number_or(int value) noexcept : value_(value) {}
    /// The literal 0, and no other number.
    constexpr number_or(std::nullptr_t) noexcept {}
    constexpr number_or(Narrow narrow) noexcept : value_(narrow.value()) {}

    [[nodiscard]] constexpr int value() const noexcept { return value_; }
    constexpr explicit operator int() const noexcept { return value_; }

    friend constexpr bool operator==(number_or, number_or) noexcept = default;
    friend constexpr auto operator<=>(number_or, number_or) noexcept = default;

private:
    int value_ = 0;
};

using address_family = number<struct address_family_tag>; ///< AF_*
using socket_type = flags<struct socket_type_tag>;        ///< SOCK_*, with SOCK_NONBLOCK and SOCK_CLOEXEC
using protocol = number<struct protocol_tag>;             ///< IPPROTO_* and the families' own protocols
using option_name = number<struct option_name_tag>;       ///< SO_*, TCP_*, IP_*, IPV6_*, ...
using message_flags = flags<struct message_flags_tag>;    ///< MSG_*
using resolve_flags = flags<struct resolve_flags_tag>;    ///< AI_*
using name_flags = flags<struct name_flags_tag>;          ///< NI_*
using shutdown_how = number<struct shutdown_how_tag>;     ///< SHUT_*
/// SOL_* or, since IPPROTO_* are option levels too, a protocol.
using option_level = number_or<struct option_level_tag, protocol>;
/// SCM_*: the type of an ancillary item; IP_TTL, IPV6_PKTINFO and their like are options and types.
using control_type = number_or<struct control_type_tag, option_name>;

} // namespace samesock

#include <samesock/names_end.hpp>
