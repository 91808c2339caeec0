// What the tests of TLS over sockets begin with: contexts of a test authority, and two ends of one connection, whose
// handshakes one thread makes. The cases are the same on every target: certificates come from memory, and no file is
// read.
#pragma once

#include "authority.hpp"
#include "conformance/suite.hpp"

#include <samesock/ssl.hpp>

#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace tls_tests {

using samesock::testing::authority;
using samesock::testing::identity;
using samesock::testing::request;

/// A server's context for `who`; a client's that trusts `ca` alone.
[[nodiscard]] ss::ssl_context server_context(const identity& who);
[[nodiscard]] ss::ssl_context client_context(const authority& ca);

/// Options of wrap_socket for the cases: the handshake comes later.
[[nodiscard]] ss::wrap_options as_server();
[[nodiscard]] ss::wrap_options as_client(std::optional<std::string> server_hostname = "localhost");

/// How the two handshakes ended.
struct ending {
    std::error_code client, server;
};
/// Two ends of a TCP connection under TLS, before their handshake. Each has a timeout of ten seconds.
struct tls_pair {
    tls_pair(const ss::ssl_context& for_client, const ss::ssl_context& for_server,
             const ss::wrap_options& client_options = as_client(),
             const ss::wrap_options& server_options = as_server());

    ss::ssl_socket client, server;

    /// Both handshakes, in turns, and the timeouts put back.
    [[nodiscard]] ending shake_hands();
    /// Likewise; the case fails if one of them does.
    tls_pair&& shaken() &&;

private:
    explicit tls_pair(connection sockets, const ss::ssl_context& for_client, const ss::ssl_context& for_server,
                      const ss::wrap_options& client_options, const ss::wrap_options& server_options);
};

/// An authority, a server of it that is "localhost", and their contexts.
struct world {
    authority ca;
    identity localhost = ca.issue();
    ss::ssl_context for_server = server_context(localhost);
    ss::ssl_context for_client = client_context(ca);

    [[nodiscard]] tls_pair connected() const { return tls_pair(for_client, for_server).shaken(); }
};

/// One end's operation in turns with the other's, each non-blocking, until both are done or one has failed.
template <class A, class B>
ending in_turns(ss::ssl_socket& a, A first, ss::ssl_socket& b, B second);

/// One attempt: nothing while it would block.
[[nodiscard]] inline bool would_block(std::error_code code) {
    return code == ss::ssl_condition::want_read || code == ss::ssl_condition::want_write;
}

[[nodiscard]] std::string read_exactly(ss::ssl_socket& s, std::size_t size);
[[nodiscard]] std::string read_to_end(ss::ssl_socket& s);

template <class A, class B>
ending in_turns(ss::ssl_socket& a, A first, ss::ssl_socket& b, B second) {
    ok(a.try_setblocking(false));
    ok(b.try_setblocking(false));
    std::optional<std::error_code> of_a, of_b;
    const stopwatch time;
    while (!of_a || !of_b) {
        if (time.seconds() > 10) FAIL("neither end has come to its own in ten seconds");
        if (!of_a)
            if (const auto code = error_of(first(a)); !would_block(code)) of_a = code;
        if (!of_b)
            if (const auto code = error_of(second(b)); !would_block(code)) of_b = code;
        // What the one has sent the other has soon; a peer that has failed may never answer.
        if (!of_a && !of_b) (void)value_of(ss::try_select({&a.transport(), &b.transport()}, {}, {}, 0.05));
        if (!of_a && of_b) (void)value_of(ss::try_select({&a.transport()}, {}, {}, 0.05));
        if (of_a && !of_b) (void)value_of(ss::try_select({&b.transport()}, {}, {}, 0.05));
    }
    (void)a.try_settimeout(10); // closed by unwrap
    (void)b.try_settimeout(10);
    return {*of_a, *of_b};
}

} // namespace tls_tests

using namespace tls_tests;
