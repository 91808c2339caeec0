// Socket addresses as programs write and read them: ("host", port[, flowinfo[, scope_id]]), a path for AF_UNIX, raw
// bytes for the families that belong to one system. Source:
// https://docs.python.org/3/library/socket.html#socket-families
#pragma once

#include <samesock/buffer.hpp>
#include <samesock/endpoint.hpp>
#include <samesock/result.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include <samesock/names_begin.hpp>

namespace samesock {

/// The address of a family that only one system has (AF_NETLINK, AF_PACKET, AF_CAN, ...): the bytes of its native
/// sockaddr after the family.
struct native_address {
    address_family family;
    const_buffer bytes; ///< at most endpoint::capacity bytes; copied by address
};

/// A host as resolvers take it, which is not encoded again: what Python's bytes are where a str would be encoded.
struct encoded_host {
    std::string_view text;
};

/// A socket address. One that came from a socket, or whose host is a numeric address, holds the numeric endpoint and
/// owns no memory; a name is resolved by the call that uses it. Names longer than std::string keeps in place allocate.
class address {
public:
    /// No address.
    address() noexcept = default;

    /// Internet: a host name, a numeric address, "" (any address, of the socket's family) or "<broadcast>"; a port in
    /// host byte order, checked when used (OverflowError outside 0..65535); for AF_INET6 the flow information
    /// (0..0xfffff) and the scope id. A NUL in the host is an error when used.
    template <std::integral Port>
    address(std::string_view host, Port port, std::int64_t flowinfo = 0, std::uint32_t scope_id = 0)
        : address(form::name, host, clamp(port), flowinfo, scope_id) {}
    /// Likewise, with a host that IDNA leaves as it is.
    template <std::integral Port>
    address(encoded_host host, Port port, std::int64_t flowinfo = 0, std::uint32_t scope_id = 0)
        : address(form::encoded_name, host.text, clamp(port), flowinfo, scope_id) {}

    /// AF_UNIX: a path, or, beginning with NUL, a Linux abstract name. A string literal keeps its NULs.
    template <std::size_t N>
    address(const char (&path)[N]) : address(local{}, std::string_view(path, N - 1)) {}
    address(std::string_view path) : address(local{}, path) {}
    address(const std::string& path) : address(local{}, path) {}

    explicit address(const native_address& raw) noexcept
        : form_(form::numeric), numeric_(raw.family, {raw.bytes.data(), raw.bytes.size()}) {}

    /// A numeric address as the seam gives it.
    explicit address(const endpoint& numeric) noexcept : form_(form::numeric), port_(numeric.port), numeric_(numeric) {}

    /// True if there is none: what recvfrom reports for a connected stream.
    [[nodiscard]] bool empty() const noexcept { return form_ == form::none; }
    /// The family, AF_UNIX of a path; AF_UNSPEC (0) of a name that is not resolved yet, and of no address.
    [[nodiscard]] address_family family() const noexcept {
        return form_ == form::numeric ? numeric_.family : address_family(form_ == form::path ? 1 : 0);
    }
    /// The host: text of the numeric address (without its scope), or the name as given; "" for other families.
    [[nodiscard]] std::string host() const;
    /// The port, host byte order; as given, also if out of range.
    [[nodiscard]] std::int64_t port() const noexcept { return port_; }
    [[nodiscard]] std::int64_t flowinfo() const noexcept { return has_name() ? flowinfo_ : numeric_.flowinfo; }
    [[nodiscard]] std::uint32_t scope_id() const noexcept { return has_name() ? scope_id_ : numeric_.scope_id; }
    /// AF_UNIX: the path, or the abstract name with its leading NUL.
    [[nodiscard]] std::string path() const;
    /// The native sockaddr's bytes after the family, of a family without a form of its own.
    [[nodiscard]] std::string_view raw() const noexcept;

    /// How it was given, for the core: a host to be resolved, with or without IDNA, a path, or numeric.
    enum class form : unsigned char { none, name, encoded_name, path, numeric };
    [[nodiscard]] form kind() const noexcept { return form_; }
    /// A host that is not resolved yet.
    [[nodiscard]] bool has_name() const noexcept { return form_ == form::name || form_ == form::encoded_name; }
    /// The host or path as given; empty where numeric.
    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    /// Undefined unless kind() is numeric. Its port is port() modulo 65536.
    [[nodiscard]] const endpoint& numeric() const noexcept { return numeric_; }

    friend bool operator==(const address& a, const address& b) noexcept { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const address& a, const address& b) noexcept;

private:
    struct local {};
    address(form given, std::string_view host, std::int64_t port, std::int64_t flowinfo, std::uint32_t scope_id);
    address(local, std::string_view path);

    // Ports beyond 63 bits stay out of range.
    template <std::integral Port>
    static constexpr std::int64_t clamp(Port port) noexcept {
        if constexpr (sizeof(Port) >= sizeof(std::int64_t) && std::unsigned_integral<Port>) {
            if (port > static_cast<Port>(INT64_MAX)) return INT64_MAX;
        }
        return static_cast<std::int64_t>(port);
    }

    form form_ = form::none;
    std::uint32_t scope_id_ = 0;
    std::int64_t port_ = 0;
    std::int64_t flowinfo_ = 0;
    endpoint numeric_;
    std::string text_;
};

/// As Python prints the tuple: ('127.0.0.1', 8080), ('::1', 8080, 0, 0), or a path in quotes.
std::ostream& operator<<(std::ostream& out, const address& a);

} // namespace samesock

template <>
struct std::hash<samesock::address> {
    [[nodiscard]] std::size_t operator()(const samesock::address& a) const noexcept;
};

#include <samesock/names_end.hpp>
