// What every conformance test includes: the public API, Catch2, the peer's ports, and the steps that most cases begin
// with. The cases are the same on every target: no system header, no platform #ifdef; what a platform lacks stands in
// platforms.def.
#pragma once

#include "support/results.hpp"

#include <samesock/samesock.hpp>

#include <catch2/catch_all.hpp>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace ss = samesock;
using namespace std::literals;

namespace suite {

using samesock::testing::error_of;

inline constexpr auto loopback = "127.0.0.1"sv;
inline constexpr auto loopback6 = "::1"sv;

/// A name that nobody can have: too long for a question, so that nothing outside this machine is asked.
[[nodiscard]] std::string unknown_host();

// -- results ----------------------------------------------------------------------------------------------------------

/// "category:value text", for a failed case.
[[nodiscard]] std::string text(std::error_code code);

/// The value; an error fails the case.
template <class T>
T value_of(ss::result<T> r, std::source_location where = std::source_location::current()) {
    if (!r) FAIL("line " << where.line() << ": " << text(r.error()));
    if constexpr (!std::is_void_v<T>) return *std::move(r);
}
inline void ok(ss::status s, std::source_location where = std::source_location::current()) {
    value_of(std::move(s), where);
}

// -- what the platform lacks: rows of platforms.def and wine.def ------------------------------------------------------

struct lack {
    std::string_view platform, feature;
    std::error_code (*error)(); ///< what trying it fails with; success: it gives a wrong answer
    std::string_view reason;
};
/// All rows, and those of the platform that runs this.
[[nodiscard]] const std::vector<lack>& all_lacks();
[[nodiscard]] const lack* lack_of(std::string_view feature);
/// The runtime under the program where it makes a difference: "node", "wine"; else empty.
[[nodiscard]] std::string_view host();
/// The backend, and such a runtime: "posix", "wasi", "node".
[[nodiscard]] std::vector<std::string_view> platforms();

/// The case needs `feature`, and `tried` was an attempt at it. Where the table says that it is missing, the attempt
/// must have failed as the table says, and the case is skipped.
template <class T>
void needs(std::string_view feature, const ss::result<T>& tried) {
    if (const lack* const missing = lack_of(feature)) {
        INFO(feature << " is missing by the table, and yet: " << text(error_of(tried)));
        REQUIRE(error_of(tried) == missing->error());
        SKIP(missing->reason);
    }
}
/// Likewise where a missing feature shows in a wrong answer and not in an error.
void needs(std::string_view feature, bool works);

/// The case needs ::1, which a machine may lack.
void needs_ipv6();

// -- the peer ---------------------------------------------------------------------------------------------------------

/// A port of the native peer. The case fails if the program does not run under the peer.
[[nodiscard]] int peer_port(std::string_view name);
/// The peer's port of that name on 127.0.0.1 (on ::1 for echo6 and its kin).
[[nodiscard]] ss::address peer_address(std::string_view name);
/// A stream connected to the peer, with a timeout of ten seconds.
[[nodiscard]] ss::socket connected_to_peer(std::string_view name);
/// What the peer received behind `token` on its ports discard and slow: "SIZE HASH HOW".
[[nodiscard]] std::string peer_report(std::string_view token);
/// The peer's fingerprint of bytes (FNV-1a), and the pattern that it sends.
[[nodiscard]] std::uint64_t fingerprint(std::string_view data);
[[nodiscard]] std::string pattern(std::size_t size);

// -- sockets ----------------------------------------------------------------------------------------------------------

[[nodiscard]] ss::socket tcp(ss::address_family family = ss::AF_INET);
[[nodiscard]] ss::socket udp(ss::address_family family = ss::AF_INET);
/// Bound to a free port of loopback.
[[nodiscard]] ss::socket bound_udp(ss::address_family family = ss::AF_INET);
/// Listens on a free port of loopback.
[[nodiscard]] ss::socket listener(ss::address_family family = ss::AF_INET);
[[nodiscard]] ss::address any_port(ss::address_family family = ss::AF_INET);

struct connection {
    ss::socket client, server;
};
/// Two ends of a TCP connection, each with a timeout of ten seconds, so that a mistake fails the case and does not hang
/// it.
[[nodiscard]] connection tcp_pair(ss::address_family family = ss::AF_INET);

/// Everything to the end of the stream; exactly `size` bytes.
[[nodiscard]] std::string read_to_end(ss::socket& s);
[[nodiscard]] std::string read_exactly(ss::socket& s, std::size_t size);
/// Until `s` can be read; fails the case after ten seconds.
void wait_readable(ss::socket& s);

/// Seconds since it was made.
class stopwatch {
public:
    [[nodiscard]] double seconds() const noexcept {
        return std::chrono::duration<double>(clock::now() - start_).count();
    }

private:
    using clock = std::chrono::steady_clock;
    clock::time_point start_ = clock::now();
};

/// Puts the default timeout back.
class default_timeout {
public:
    explicit default_timeout(ss::timeout_value timeout) { ok(ss::try_setdefaulttimeout(timeout)); }
    ~default_timeout() { (void)ss::try_setdefaulttimeout(std::nullopt); }
    default_timeout(const default_timeout&) = delete;
    default_timeout& operator=(const default_timeout&) = delete;
};

} // namespace suite

using namespace suite;
