// What the cases over the scripted platform share: sockets in each mode, with the calls that made them forgotten.
#pragma once

#include "support/fake_platform.hpp"
#include "support/results.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>
#include <samesock/functions.hpp>
#include <samesock/interruption.hpp>
#include <samesock/socket.hpp>

#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>

namespace samesock::testing {

using namespace std::chrono_literals;

inline socket open_socket(timeout_value timeout = std::nullopt, socket_type type = sock_stream) {
    auto s = socket::try_open(af_inet, type);
    REQUIRE(s);
    REQUIRE(s->try_settimeout(timeout));
    fake_platform::current().forget();
    return *std::move(s);
}

inline handle handle_of(const socket& s) { return static_cast<handle>(s.fileno()); }

/// The default timeout of a scope.
class default_timeout_set {
public:
    explicit default_timeout_set(timeout_value t) { REQUIRE(try_setdefaulttimeout(t)); }
    ~default_timeout_set() { (void)try_setdefaulttimeout(std::nullopt); }
    default_timeout_set(const default_timeout_set&) = delete;
    default_timeout_set& operator=(const default_timeout_set&) = delete;
};

/// An interruption hook that counts, and ends the call with an error from the n-th time on (0: never).
struct counting_hook {
    int calls = 0;
    int ends_at = 0;
    static status run(void* context) {
        auto& self = *static_cast<counting_hook*>(context);
        ++self.calls;
        if (self.ends_at != 0 && self.calls >= self.ends_at) return failure(errno_code(ECHILD)); // any error would do
        return {};
    }
};

/// The hook of a scope.
class hooked {
public:
    explicit hooked(counting_hook& hook) : before_(set_interruption_hook({counting_hook::run, &hook})) {}
    ~hooked() { set_interruption_hook(before_); }
    hooked(const hooked&) = delete;
    hooked& operator=(const hooked&) = delete;

private:
    interruption before_;
};

} // namespace samesock::testing
