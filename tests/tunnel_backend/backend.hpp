// What the cases share: the public API on the backend, and a scripted gateway at its other end.
#pragma once

#include "scripted_gateway.hpp"
#include "support/results.hpp"

#include <samesock/samesock.hpp>

#include <catch2/catch_all.hpp>

#include <cerrno>
#include <string>
#include <utility>

namespace ss = samesock;
using namespace std::literals;
namespace events = samesock::tunnel::events;

namespace samesock::testing {

inline constexpr double patience = 10;
inline const ss::address somewhere("127.0.0.1", 80);

template <class T>
T value_of(ss::result<T> r) {
    INFO((r ? "" : r.error().message()));
    REQUIRE(r.has_value());
    if constexpr (!std::is_void_v<T>) return *std::move(r);
}

inline ss::socket tcp() {
    auto s = value_of(ss::socket::try_open());
    value_of(s.try_settimeout(patience));
    return s;
}

/// To a gateway of its own: the case's script, over a new WebSocket.
inline void through(script s, ss::tunnel::gateway where = {}) {
    scripted_gateway::set(std::move(s));
    if (where.url.empty()) where.url = "ws://127.0.0.1:1/";
    value_of(ss::tunnel::try_configure(where));
}

inline script stock(bool confirms) {
    script s;
    s.offer.extended = false;
    s.offer.confirms = confirms;
    return s;
}

inline std::string read_exactly(ss::socket& s, std::size_t size) {
    std::string all;
    while (all.size() < size) {
        const auto part = value_of(s.try_recv(static_cast<std::ptrdiff_t>(size - all.size())));
        if (!part) break;
        all += part.view();
    }
    return all;
}

} // namespace samesock::testing

using namespace samesock::testing; // NOLINT: a header of one test program
