// Name look-ups: hosts, services, protocols, this host. Errors: gaierror (EAI_*), herror for gethostbyname_ex and
// gethostbyaddr, and OSErrors without errno for services and protocols. Look-ups may wait for the network.
// Source: https://docs.python.org/3/library/socket.html#other-functions
#pragma once

#include <samesock/address.hpp>
#include <samesock/number.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

/// getaddrinfo's port: a number, a service name, or None; "" is 0.
class service {
public:
    service(std::nullopt_t) noexcept {}
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    service(T port) : text_(std::to_string(port)) {}
    service(std::string_view name) : text_(name) {}
    service(const std::string& name) : text_(name) {}
    service(const char* name) : text_(name) {}

    [[nodiscard]] const std::optional<std::string>& text() const noexcept { return text_; }

private:
    std::optional<std::string> text_;
};

/// getaddrinfo's host: a name, a numeric address, or None; "" is None.
class host_name {
public:
    host_name(std::nullopt_t) noexcept {}
    host_name(std::string_view name) : text_(name) {}
    host_name(const std::string& name) : text_(name) {}
    host_name(const char* name) : text_(name) {}
    /// A name that IDNA leaves as it is.
    host_name(encoded_host host) : text_(host.text), is_encoded_(true) {}

    [[nodiscard]] const std::optional<std::string>& text() const noexcept { return text_; }
    [[nodiscard]] bool is_encoded() const noexcept { return is_encoded_; }

private:
    std::optional<std::string> text_;
    bool is_encoded_ = false;
};

/// Python's host.encode("idna"): the name as resolvers take it. The labels of an ASCII name are checked, and no more.
/// misuse::label_too_long, label_empty, host_not_encodable.
[[nodiscard]] result<std::string> try_idna_encode(std::string_view host) noexcept;
[[nodiscard]] inline std::string idna_encode(std::string_view host) {
    return unwrap(try_idna_encode(host), "idna_encode");
}

/// One answer: what to give to socket and connect. Python: (family, type, proto, canonname, sockaddr).
struct address_info {
    address_family family;
    socket_type type;
    protocol proto;
    std::string canonname; ///< of the first answer, with AI_CANONNAME; else ""
    address sockaddr;
};

/// Non-ASCII hosts are IDNA-encoded (misuse::label_too_long and its like).
[[nodiscard]] result<std::vector<address_info>> try_getaddrinfo(const host_name& host, const service& port,
                                                                address_family family = 0, socket_type type = 0,
                                                                protocol proto = 0, resolve_flags flags = 0) noexcept;
[[nodiscard]] inline std::vector<address_info> getaddrinfo(const host_name& host, const service& port,
                                                           address_family family = 0, socket_type type = 0,
                                                           protocol proto = 0, resolve_flags flags = 0) {
    return unwrap(try_getaddrinfo(host, port, family, type, proto, flags), "getaddrinfo");
}

/// (host, service) of a numeric address; an IPv6 host with its scope ("fe80::1%eth0").
[[nodiscard]] result<std::pair<std::string, std::string>> try_getnameinfo(const address& sockaddr,
                                                                          name_flags flags) noexcept;
[[nodiscard]] inline std::pair<std::string, std::string> getnameinfo(const address& sockaddr, name_flags flags) {
    return unwrap(try_getnameinfo(sockaddr, flags), "getnameinfo");
}

/// What gethostbyname_ex and gethostbyaddr return.
struct host_entry {
    std::string hostname;
    std::vector<std::string> aliaslist;
    std::vector<std::string> ipaddrlist;
};

/// The numeric address that bind() of a socket of `family` would use: the host is looked up, the numbers are checked.
/// Errors as bind's. For programs that must know them before they use a socket.
[[nodiscard]] result<address> try_resolve(const address& a, address_family family) noexcept;
[[nodiscard]] inline address resolve(const address& a, address_family family) {
    return unwrap(try_resolve(a, family), "resolve");
}

/// An IPv4 address as text.
[[nodiscard]] result<std::string> try_gethostbyname(std::string_view hostname) noexcept;
[[nodiscard]] result<std::string> try_gethostbyname(encoded_host hostname) noexcept;
[[nodiscard]] inline std::string gethostbyname(std::string_view hostname) {
    return unwrap(try_gethostbyname(hostname), "gethostbyname");
}
[[nodiscard]] result<host_entry> try_gethostbyname_ex(std::string_view hostname) noexcept;
[[nodiscard]] result<host_entry> try_gethostbyname_ex(encoded_host hostname) noexcept;
[[nodiscard]] inline host_entry gethostbyname_ex(std::string_view hostname) {
    return unwrap(try_gethostbyname_ex(hostname), "gethostbyname_ex");
}
[[nodiscard]] result<host_entry> try_gethostbyaddr(std::string_view ip_address) noexcept;
[[nodiscard]] result<host_entry> try_gethostbyaddr(encoded_host ip_address) noexcept;
[[nodiscard]] inline host_entry gethostbyaddr(std::string_view ip_address) {
    return unwrap(try_gethostbyaddr(ip_address), "gethostbyaddr");
}

/// The fully qualified name of `name`, or of this host for "", "0.0.0.0" and "::"; the name itself if there is none.
[[nodiscard]] result<std::string> try_getfqdn(std::string_view name = "") noexcept;
[[nodiscard]] inline std::string getfqdn(std::string_view name = "") { return unwrap(try_getfqdn(name), "getfqdn"); }

[[nodiscard]] result<std::string> try_gethostname() noexcept;
[[nodiscard]] inline std::string gethostname() { return unwrap(try_gethostname(), "gethostname"); }
[[nodiscard]] status try_sethostname(std::string_view name) noexcept;
inline void sethostname(std::string_view name) { unwrap(try_sethostname(name), "sethostname"); }

/// A port in host byte order. The protocol name, if any, is "tcp" or "udp". fault::service_not_found.
[[nodiscard]] result<int> try_getservbyname(std::string_view servicename, std::string_view protocolname = "") noexcept;
[[nodiscard]] inline int getservbyname(std::string_view servicename, std::string_view protocolname = "") {
    return unwrap(try_getservbyname(servicename, protocolname), "getservbyname");
}
/// fault::port_not_found; misuse::port_number_range outside 0..65535.
[[nodiscard]] result<std::string> try_getservbyport(std::int64_t port, std::string_view protocolname = "") noexcept;
[[nodiscard]] inline std::string getservbyport(std::int64_t port, std::string_view protocolname = "") {
    return unwrap(try_getservbyport(port, protocolname), "getservbyport");
}
/// fault::protocol_not_found.
[[nodiscard]] result<protocol> try_getprotobyname(std::string_view protocolname) noexcept;
[[nodiscard]] inline protocol getprotobyname(std::string_view protocolname) {
    return unwrap(try_getprotobyname(protocolname), "getprotobyname");
}

/// A network interface: Python's (index, name).
struct interface {
    std::uint32_t index;
    std::string name;
};
[[nodiscard]] result<std::vector<interface>> try_if_nameindex() noexcept;
[[nodiscard]] inline std::vector<interface> if_nameindex() { return unwrap(try_if_nameindex(), "if_nameindex"); }
[[nodiscard]] result<std::uint32_t> try_if_nametoindex(std::string_view name) noexcept;
[[nodiscard]] inline std::uint32_t if_nametoindex(std::string_view name) {
    return unwrap(try_if_nametoindex(name), "if_nametoindex");
}
[[nodiscard]] result<std::string> try_if_indextoname(std::uint32_t index) noexcept;
[[nodiscard]] inline std::string if_indextoname(std::uint32_t index) {
    return unwrap(try_if_indextoname(index), "if_indextoname");
}

} // namespace samesock

#include <samesock/names_end.hpp>
