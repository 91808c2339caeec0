// The gateway that a program reaches the network through, where it is built on the tunnel: in a browser, in Node, or
// natively with SAMESOCK_BACKEND=tunnel. Everywhere else the system's own sockets serve, and there is nothing to set.
//
// Without this, SAMESOCK_GATEWAY and SAMESOCK_GATEWAY_TOKEN of the environment say where the gateway is; natively the
// default is ws://127.0.0.1:6001/. A token compiled into a page is public.
#pragma once

#include <samesock/raise.hpp>
#include <samesock/result.hpp>

#include <chrono>
#include <string>

#include <samesock/names_begin.hpp>

namespace samesock::tunnel {

struct gateway {
    /// ws://host[:port]/path/ or wss://...; the path of a Wisp URL ends in '/'. Empty: the default.
    std::string url{};
    /// A bearer token. It goes only over wss or to this machine, and only to a gateway that speaks the extension.
    std::string token{};
    /// Wisp's own way to say who one is, for servers that ask for it. Likewise only over wss or to this machine.
    std::string user{}, password{};
    /// A stock Wisp server does not say whether a stream is connected. False: then connect() fails with EOPNOTSUPP.
    /// True: it succeeds at once, and the first call that receives or sends tells what became of it.
    bool unconfirmed_connect = false;
    /// How long the way to the gateway may take to open.
    std::chrono::milliseconds open_timeout{10'000};
};

/// For the next connection to the gateway, in the place of the environment. EINVAL for a URL that is none or a timeout
/// that is not positive, EACCES for a token or a password that would go over an open network, EBUSY while sockets are
/// open, EOPNOTSUPP in a build that is not on the tunnel.
[[nodiscard]] status try_configure(const gateway& where) noexcept;
inline void configure(const gateway& where) { unwrap(try_configure(where), "configure"); }

} // namespace samesock::tunnel

#include <samesock/names_end.hpp>
