// Many sockets in one thread: select() for a few, selector for many.
// Source: https://docs.python.org/3/library/select.html#select.select, https://docs.python.org/3/library/selectors.html
#pragma once

#include <samesock/number.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>
#include <samesock/socket.hpp>
#include <samesock/timeout_value.hpp>

#include <any>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

using socket_list = std::vector<socket*>;

/// What is ready: subsets of the three lists, in their order. Python: (r, w, x).
struct selected {
    socket_list readable, writable, exceptional;
};

/// Waits until a socket can be read, written, or has an exceptional condition (out-of-band data); no time limit for
/// std::nullopt. A closed socket is misuse::invalid_handle. There is no limit on the number of sockets or descriptors.
[[nodiscard]] result<selected> try_select(const socket_list& rlist, const socket_list& wlist, const socket_list& xlist,
                                          timeout_value timeout = std::nullopt) noexcept;
[[nodiscard]] inline selected select(const socket_list& rlist, const socket_list& wlist, const socket_list& xlist,
                                     timeout_value timeout = std::nullopt) {
    return unwrap(try_select(rlist, wlist, xlist, timeout), "select");
}

using event_mask = flags<struct event_mask_tag>;
inline constexpr event_mask event_read{1};
inline constexpr event_mask event_write{2};
inline constexpr event_mask EVENT_READ = event_read;
inline constexpr event_mask EVENT_WRITE = event_write;

/// A registered socket. Python: SelectorKey(fileobj, fd, events, data).
struct selector_key {
    socket* fileobj;
    fileno_type fd;
    event_mask events;
    std::any data;
};

/// One answer of select(). The key stays valid until its socket is unregistered or modified.
struct selector_event {
    const selector_key* key;
    event_mask events;
};

/// Python's selectors.DefaultSelector: sockets registered once, asked many times. One thread uses it; wake() may come
/// from any thread. The sockets are the caller's, must not move while registered, and are unregistered before they
/// close.
class selector {
public:
    selector() : selector(unwrap(try_open(), "selector")) {}
    [[nodiscard]] static result<selector> try_open() noexcept;
    selector(selector&&) noexcept;
    selector& operator=(selector&&) noexcept;
    ~selector();

    /// Python's register, which is a keyword in C++. misuse::already_registered, no_events, invalid_handle.
    const selector_key& register_(socket& s, event_mask events, std::any data = {}) {
        return *unwrap(try_register(s, events, std::move(data)), "register");
    }
    [[nodiscard]] result<const selector_key*> try_register(socket& s, event_mask events, std::any data = {}) noexcept;
    /// The key that was registered. misuse::not_registered; also for a socket closed meanwhile this finds it.
    selector_key unregister(socket& s) { return unwrap(try_unregister(s), "unregister"); }
    [[nodiscard]] result<selector_key> try_unregister(socket& s) noexcept;
    /// Other events, and other data. misuse::not_registered, no_events.
    const selector_key& modify(socket& s, event_mask events, std::any data = {}) {
        return *unwrap(try_modify(s, events, std::move(data)), "modify");
    }
    [[nodiscard]] result<const selector_key*> try_modify(socket& s, event_mask events, std::any data = {}) noexcept;

    /// Waits until one is ready; no limit for std::nullopt, no waiting for zero or less. Empty after the timeout, and
    /// after wake(). An error or hang-up counts as every event that was asked for. The span is valid until the next
    /// call.
    [[nodiscard]] std::span<const selector_event> select(timeout_value timeout = std::nullopt) {
        return unwrap(try_select(timeout), "select");
    }
    [[nodiscard]] result<std::span<const selector_event>> try_select(timeout_value timeout = std::nullopt) noexcept;
    /// Ends select(): the running one, or the next. From any thread.
    void wake() noexcept;

    /// misuse::not_registered.
    [[nodiscard]] const selector_key& get_key(socket& s) const { return *unwrap(try_get_key(s), "get_key"); }
    [[nodiscard]] result<const selector_key*> try_get_key(socket& s) const noexcept;
    /// How many sockets are registered.
    [[nodiscard]] std::size_t size() const noexcept;
    void close() noexcept;

private:
    struct state;
    explicit selector(std::unique_ptr<state> s) noexcept;
    std::unique_ptr<state> state_;
};

} // namespace samesock

#include <samesock/names_end.hpp>
