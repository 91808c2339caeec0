// What the contract's cases share: handles that close themselves, loopback endpoints, and attempts repeated with
// wait(). The cases use the seam only, and are linked to each backend. What a backend may lack fails there with
// EOPNOTSUPP (a family with EAFNOSUPPORT) and is skipped with the reason.
#pragma once

#include "platform/platform.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <catch2/catch_all.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace contract {

using namespace samesock::platform;
using samesock::endpoint;
using samesock::errno_code;
using samesock::message_flags;
using samesock::result;
using samesock::status;
using namespace std::chrono_literals;

inline constexpr kind tcp{samesock::af_inet, samesock::sock_stream, {}};
inline constexpr kind tcp6{samesock::af_inet6, samesock::sock_stream, {}};
inline constexpr kind udp{samesock::af_inet, samesock::sock_dgram, {}};
inline constexpr kind udp6{samesock::af_inet6, samesock::sock_dgram, {}};

inline constexpr readiness readable = readiness::readable;
inline constexpr readiness writable = readiness::writable;

/// Longer than anything takes on a busy machine under a sanitizer; no case sleeps for so long when all is well.
inline constexpr auto patience = 20s;

[[nodiscard]] inline deadline after(std::chrono::nanoseconds t) { return {now() + t.count()}; }
[[nodiscard]] inline deadline at_once() { return {now() - 1}; }

template <class T>
[[nodiscard]] T must(result<T> r) {
    INFO((r ? "" : r.error().message()));
    REQUIRE(r.has_value());
    return std::move(*r);
}
inline void must(const status& s) {
    INFO((s ? "" : s.error().message()));
    REQUIRE(s.has_value());
}

/// The error of what may not succeed.
template <class T>
[[nodiscard]] std::error_code error_of(const result<T>& r) {
    REQUIRE_FALSE(r.has_value());
    return r.error();
}

template <class T>
[[nodiscard]] bool is(const result<T>& r, std::errc e) {
    return !r.has_value() && r.error() == e;
}
template <class T>
[[nodiscard]] bool is_missing(const result<T>& r) {
    return is(r, std::errc::operation_not_supported) || is(r, std::errc::address_family_not_supported);
}

/// As must(); skips the case where the backend lacks it.
template <class T>
[[nodiscard]] T must_or_skip(result<T> r, const char* what) {
    if (is_missing(r)) SKIP("not on this backend: " << what);
    return must(std::move(r));
}
inline void must_or_skip(const status& s, const char* what) {
    if (is_missing(s)) SKIP("not on this backend: " << what);
    must(s);
}

/// A handle that closes itself.
class owned {
public:
    owned() = default;
    explicit owned(handle h) : handle_(h) {}
    owned(owned&& other) noexcept : handle_(std::exchange(other.handle_, handle::none)) {}
    owned& operator=(owned&& other) noexcept {
        reset();
        handle_ = std::exchange(other.handle_, handle::none);
        return *this;
    }
    ~owned() { reset(); }

    operator handle() const { return handle_; }
    handle release() { return std::exchange(handle_, handle::none); }
    void reset() {
        if (handle_ != handle::none) (void)close(release());
    }

private:
    handle handle_ = handle::none;
};

class owned_poller {
public:
    owned_poller() {
        must(start());
        poller_ = must(open_poller());
    }
    owned_poller(const owned_poller&) = delete;
    owned_poller& operator=(const owned_poller&) = delete;
    ~owned_poller() { close(poller_); }
    operator poller() const { return poller_; }

private:
    poller poller_ = poller::none;
};

[[nodiscard]] inline endpoint v4(std::uint16_t port = 0) {
    constexpr std::array bytes{std::byte{127}, std::byte{0}, std::byte{0}, std::byte{1}};
    return {samesock::af_inet, bytes, port};
}
[[nodiscard]] inline endpoint v6(std::uint16_t port = 0) {
    std::array<std::byte, 16> bytes{};
    bytes[15] = std::byte{1};
    return {samesock::af_inet6, bytes, port};
}

[[nodiscard]] inline std::span<const std::byte> data_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}
[[nodiscard]] inline std::string_view text_of(std::span<const std::byte> data) {
    return {reinterpret_cast<const char*>(data.data()), data.size()};
}

[[nodiscard]] inline owned open_socket(const kind& what) {
    must(start());
    return owned(must(open(what, false)));
}

/// Waits with patience, and returns what there is. One interest, so never more than one ready.
inline readiness ready(handle h, readiness want) {
    std::array one{interest{h, want}};
    const auto n = wait(one, after(patience));
    INFO((n ? "" : n.error().message()));
    REQUIRE(n.has_value());
    REQUIRE(*n == 1);
    return one[0].got;
}

[[nodiscard]] inline bool is_ready_now(handle h, readiness want) {
    std::array one{interest{h, want}};
    return must(wait(one, at_once())) != 0;
}

/// Attempts until one does not say would-block: readiness is a hint, and the answer may take a while.
template <class Attempt>
[[nodiscard]] auto eventually(handle h, readiness want, Attempt attempt) -> decltype(attempt()) {
    for (const deadline until = after(patience);;) {
        auto outcome = attempt();
        if (outcome || outcome.error() != std::errc::operation_would_block || now() > until.at) return outcome;
        ready(h, want);
    }
}

[[nodiscard]] inline accepted accept_one(handle listener) {
    return must(eventually(listener, readiness::readable, [&] { return accept(listener, false); }));
}

/// What connect() and, after it, finish_connect() come to.
[[nodiscard]] inline status connected(handle h, const endpoint& to) {
    status outcome = connect(h, to);
    for (const deadline until = after(patience); is(outcome, std::errc::operation_in_progress) && now() < until.at;) {
        ready(h, readiness::writable | readiness::exceptional);
        outcome = finish_connect(h);
    }
    return outcome;
}

[[nodiscard]] inline owned listening(const kind& what = tcp, const endpoint& at = v4()) {
    owned listener = open_socket(what);
    must(bind(listener, at));
    must(listen(listener, 16));
    return listener;
}

struct pair {
    owned client;
    owned server;
};
[[nodiscard]] inline pair connected_pair() {
    const owned listener = listening();
    pair both{open_socket(tcp), {}};
    must(connected(both.client, must(local_endpoint(listener))));
    both.server = owned(accept_one(listener).connection);
    return both;
}

[[nodiscard]] inline owned bound_udp(const endpoint& at = v4()) {
    owned h = open_socket(udp);
    must(bind(h, at));
    return h;
}

/// One receive, up to 4096 bytes, as text.
[[nodiscard]] inline std::string received_text(handle h, message_flags flags = {}) {
    std::array<std::byte, 4096> room;
    const auto n = must(eventually(h, readiness::readable, [&] { return receive(h, room, flags); }));
    return std::string(text_of(std::span(room).first(n)));
}

inline void send_text(handle h, std::string_view text) {
    while (!text.empty())
        text.remove_prefix(must(eventually(h, readiness::writable, [&] { return send(h, data_of(text), {}); })));
}

/// `size` bytes of a stream, or fewer at its end.
[[nodiscard]] inline std::string received_text_of(handle h, std::size_t size) {
    std::string all;
    while (all.size() < size) {
        const std::string part = received_text(h);
        if (part.empty()) break;
        all += part;
    }
    return all;
}

} // namespace contract
