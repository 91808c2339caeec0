// Addresses as programs write them. What is numeric becomes an endpoint at once; nothing here resolves a name.
#include <samesock/address.hpp>

#include "core/internet.hpp"
#include "core/quoted.hpp"

#include <samesock/constants.hpp>
#include <samesock/inet.hpp>

#include <ostream>
#include <tuple>

namespace samesock {
namespace {

constexpr std::int64_t largest_flowinfo = 0xfffff;

/// Bytes of an address that has a text form; no endpoint is so long otherwise.
std::size_t text_form_length(address_family family) noexcept {
    return family == af_inet ? 4 : family == af_inet6 ? 16 : endpoint::capacity + 1;
}

std::string_view view_of(const endpoint& numeric) noexcept {
    return {reinterpret_cast<const char*>(numeric.data.data()), numeric.length};
}

/// What an address holds, however it was given: a path and the kernel's form of it are one address.
struct contents {
    int resolved; ///< none, a name, or an address of `family`
    address_family family;
    std::string_view data;
    std::int64_t port;
    std::int64_t flowinfo;
    std::uint32_t scope_id;
};

contents contents_of(const address& a) noexcept {
    switch (a.kind()) {
    case address::form::none: return {0, {}, {}, 0, 0, 0};
    case address::form::name:
    case address::form::encoded_name: return {1, {}, a.text(), a.port(), a.flowinfo(), a.scope_id()};
    case address::form::path: return {2, af_unix, a.text(), 0, 0, 0};
    case address::form::numeric: break;
    }
    return {2, a.family(), view_of(a.numeric()), a.port(), a.flowinfo(), a.scope_id()};
}

/// The endpoint of a numeric host, family AF_UNSPEC if it is none. A scope after '%' belongs to the resolver.
endpoint parse(std::string_view host, std::int64_t port, std::int64_t flowinfo, std::uint32_t scope_id) noexcept {
    for (const address_family family : {af_inet, af_inet6}) {
        if (const auto packed = try_inet_pton(family, host))
            return {family,
                    {packed->data(), packed->size()},
                    static_cast<std::uint16_t>(port & 0xffff),
                    static_cast<std::uint32_t>(flowinfo),
                    scope_id};
    }
    return {};
}

} // namespace

// A flowinfo that an endpoint cannot hold stays with the host's text, for the core to report.
address::address(form given, std::string_view host, std::int64_t port, std::int64_t flowinfo, std::uint32_t scope_id)
    : form_(given), scope_id_(scope_id), port_(port), flowinfo_(flowinfo) {
    if (flowinfo >= 0 && flowinfo <= largest_flowinfo) numeric_ = parse(host, port, flowinfo, scope_id);
    if (numeric_.family != af_unspec)
        form_ = form::numeric;
    else
        text_ = host;
}

address::address(local, std::string_view path) : form_(form::path), text_(path) {}

std::string address::host() const {
    if (has_name()) return text_;
    if (form_ != form::numeric || numeric_.length != text_form_length(numeric_.family)) return {};
    return inet_ntop(numeric_.family, const_buffer(numeric_.data.data(), numeric_.length));
}

std::string address::path() const {
    if (form_ == form::path) return text_;
    return family() == af_unix ? std::string(view_of(numeric_)) : std::string();
}

std::string_view address::raw() const noexcept {
    if (form_ != form::numeric || is_internet(numeric_.family) || numeric_.family == af_unix) return {};
    return view_of(numeric_);
}

std::strong_ordering operator<=>(const address& a, const address& b) noexcept {
    const auto key = [](const contents& c) {
        return std::tie(c.resolved, c.family, c.data, c.port, c.flowinfo, c.scope_id);
    };
    const contents left = contents_of(a);
    const contents right = contents_of(b);
    return key(left) <=> key(right);
}

std::ostream& operator<<(std::ostream& out, const address& a) {
    if (a.empty()) return out << "None";
    if (a.family() == af_unix) {
        // Python gives an abstract name as bytes.
        const std::string path = a.path();
        return out << (path.starts_with('\0') ? quoted_bytes(path) : quoted_text(path));
    }
    if (a.family() != af_unspec && !is_internet(a.family()))
        return out << '(' << std::to_string(a.family().value()) << ", " << quoted_bytes(a.raw()) << ')';
    out << '(' << quoted_text(a.host()) << ", " << std::to_string(a.port());
    if (a.family() == af_inet6 || a.flowinfo() != 0 || a.scope_id() != 0)
        out << ", " << std::to_string(a.flowinfo()) << ", " << std::to_string(a.scope_id());
    return out << ')';
}

} // namespace samesock

std::size_t std::hash<samesock::address>::operator()(const samesock::address& a) const noexcept {
    const samesock::contents c = samesock::contents_of(a);
    std::size_t mixed = std::hash<std::string_view>()(c.data);
    const auto mix = [&](auto value) { mixed = mixed * 31 + std::hash<decltype(value)>()(value); };
    mix(c.resolved);
    mix(c.family.value());
    mix(c.port);
    mix(c.flowinfo);
    mix(c.scope_id);
    return mixed;
}
