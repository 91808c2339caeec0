// The host's resources, each owned by one object. Only the bindings and the standard library enter here.
//
// A child lives in its parent: a pollable in its stream, a stream in its socket. Who drops the parent first traps under
// jco, so the owner of several declares the socket first, then the streams, then the pollables.
#pragma once

#include <wasi/wasip2.h>

#include <cstdint>
#include <utility>

namespace samesock::platform {

/// An own-handle of the component model, dropped at the end.
template <class Own, void (*Drop)(Own)>
class resource {
public:
    resource() noexcept = default;
    explicit resource(Own it) noexcept : it_(it) {}
    resource(resource&& other) noexcept : it_(std::exchange(other.it_, Own{none})) {}
    resource& operator=(resource&& other) noexcept {
        if (this != &other) {
            reset();
            it_ = std::exchange(other.it_, Own{none});
        }
        return *this;
    }
    ~resource() { reset(); }

    void reset() noexcept {
        if (it_.__handle != none) Drop(std::exchange(it_, Own{none}));
    }
    [[nodiscard]] explicit operator bool() const noexcept { return it_.__handle != none; }
    [[nodiscard]] Own get() const noexcept { return it_; }

private:
    static constexpr std::int32_t none = -1;
    Own it_{none};
};

using pollable = resource<poll_own_pollable_t, poll_pollable_drop_own>;
using input_stream = resource<streams_own_input_stream_t, streams_input_stream_drop_own>;
using output_stream = resource<streams_own_output_stream_t, streams_output_stream_drop_own>;
using tcp_socket = resource<tcp_own_tcp_socket_t, tcp_tcp_socket_drop_own>;
using udp_socket = resource<udp_own_udp_socket_t, udp_udp_socket_drop_own>;
using datagrams_in = resource<udp_own_incoming_datagram_stream_t, udp_incoming_datagram_stream_drop_own>;
using datagrams_out = resource<udp_own_outgoing_datagram_stream_t, udp_outgoing_datagram_stream_drop_own>;
using address_stream =
    resource<ip_name_lookup_own_resolve_address_stream_t, ip_name_lookup_resolve_address_stream_drop_own>;

[[nodiscard]] inline auto borrow(const pollable& r) noexcept { return poll_borrow_pollable(r.get()); }
[[nodiscard]] inline auto borrow(const input_stream& r) noexcept { return streams_borrow_input_stream(r.get()); }
[[nodiscard]] inline auto borrow(const output_stream& r) noexcept { return streams_borrow_output_stream(r.get()); }
[[nodiscard]] inline auto borrow(const tcp_socket& r) noexcept { return tcp_borrow_tcp_socket(r.get()); }
[[nodiscard]] inline auto borrow(const udp_socket& r) noexcept { return udp_borrow_udp_socket(r.get()); }
[[nodiscard]] inline auto borrow(const datagrams_in& r) noexcept {
    return udp_borrow_incoming_datagram_stream(r.get());
}
[[nodiscard]] inline auto borrow(const datagrams_out& r) noexcept {
    return udp_borrow_outgoing_datagram_stream(r.get());
}
[[nodiscard]] inline auto borrow(const address_stream& r) noexcept {
    return ip_name_lookup_borrow_resolve_address_stream(r.get());
}

/// A list of bytes that the host wrote into our memory.
class byte_list {
public:
    byte_list() noexcept = default;
    explicit byte_list(wasip2_list_u8_t list) noexcept : list_(list) {}
    byte_list(byte_list&& other) noexcept : list_(std::exchange(other.list_, {nullptr, 0})) {}
    byte_list& operator=(byte_list&& other) noexcept {
        std::swap(list_, other.list_);
        return *this;
    }
    ~byte_list() { wasip2_list_u8_free(&list_); }

    [[nodiscard]] const std::uint8_t* data() const noexcept { return list_.ptr; }
    [[nodiscard]] std::size_t size() const noexcept { return list_.len; }

private:
    wasip2_list_u8_t list_{nullptr, 0};
};

} // namespace samesock::platform
