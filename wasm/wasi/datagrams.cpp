// Data of UDP sockets. wasi:sockets binds first and fixes the peer per association; Linux binds at the first send and
// lets a connected socket send elsewhere.
#include "streams.hpp"
#include "wasm/names/mapped_address.hpp"

#include <cerrno>
#include <utility>

namespace samesock::platform {
namespace {

// One: a batch would cost the host 64 KiB of cleared memory for each.
constexpr std::uint64_t datagrams_at_once = 1;

/// Success, and nothing held: nothing has come.
status fetch(socket_record& s) noexcept {
    udp_list_incoming_datagram_t list;
    network_error_code_t error;
    if (!udp_method_incoming_datagram_stream_receive(borrow(s.incoming), datagrams_at_once, &list, &error)) {
        // jco reports an empty queue so.
        if (error == NETWORK_ERROR_CODE_WOULD_BLOCK) return {};
        return failed_with_code(error);
    }
    if (list.len == 0) return {};
    s.ahead.bytes = byte_list(std::exchange(list.ptr[0].data, {nullptr, 0}));
    s.ahead.from = endpoint_of(list.ptr[0].remote_address);
    s.ahead.taken = 0;
    s.ahead.held = true;
    udp_list_incoming_datagram_free(&list);
    return {};
}

int address_error(const socket_record& s, const endpoint& to) noexcept {
    if (to.family == AF_UNSPEC && s.what.family == AF_INET6) return EDESTADDRREQ;
    if (const int wrong = form_error(s.what.family, to); wrong != 0) return wrong;
    if (to.port == 0) return EINVAL;
    return is_mapped(to) ? ENETUNREACH : 0; // no dual stack
}

result<std::size_t> send_now(socket_record& s, std::span<const std::byte> data, const endpoint* to) noexcept {
    network_error_code_t error;
    std::uint64_t permitted = 0;
    if (!udp_method_outgoing_datagram_stream_check_send(borrow(s.outgoing), &permitted, &error))
        return failed_with_code(error);
    if (permitted == 0) return failed_with(EAGAIN);
    udp_outgoing_datagram_t one{};
    one.data = {const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(data.data())), data.size()};
    if (to != nullptr) {
        one.remote_address.is_some = true;
        one.remote_address.val = native_address(*to);
    }
    udp_list_outgoing_datagram_t list{&one, 1};
    std::uint64_t sent = 0;
    if (!udp_method_outgoing_datagram_stream_send(borrow(s.outgoing), &list, &sent, &error))
        return failed_with_code(error);
    if (sent == 0) return failed_with(EAGAIN);
    return data.size();
}

// Linux sends elsewhere from a connected socket; the host does so from one that is not connected.
result<std::size_t> send_elsewhere(socket_record& s, std::span<const std::byte> data, const endpoint& to) noexcept {
    const endpoint peer = s.peer;
    if (auto apart = associate(s, nullptr); !apart) return failure(apart.error());
    const auto sent = send_now(s, data, &to);
    if (auto again = associate(s, &peer); !again) return failure(again.error());
    return sent;
}

} // namespace

status next_datagram(socket_record& s) noexcept {
    if (s.ahead.held) return {};
    if (s.pending_error != 0) return failed_with(s.take_error());
    if (s.now == phase::udp_open) {
        if (auto fetched = fetch(s); !fetched || s.ahead.held) return fetched;
    }
    if (s.read_shut) { // Linux: nothing, from nobody
        s.ahead.held = true;
        s.ahead.from = {};
        return {};
    }
    return failed_with(EAGAIN);
}

result<std::size_t> send_datagram(socket_record& s, std::span<const std::byte> data, const endpoint* to) noexcept {
    if (s.pending_error != 0) return failed_with(s.take_error());
    endpoint there;
    if (to != nullptr) {
        if (const int wrong = address_error(s, *to); wrong != 0) return failed_with(wrong);
        there = as_destination(*to);
        if (s.is_connected_datagram() && there == s.peer) to = nullptr;
    } else if (!s.is_connected_datagram()) {
        return failed_with(EDESTADDRREQ);
    }
    if (s.write_shut) return failed_with(EPIPE);
    if (s.now == phase::udp_unbound) {
        if (auto open = associate(s, nullptr); !open) return failure(open.error());
    }
    if (to == nullptr) return send_now(s, data, nullptr);
    return s.is_connected_datagram() ? send_elsewhere(s, data, there) : send_now(s, data, &there);
}

bool datagrams_have_room(socket_record& s) noexcept {
    if (s.now != phase::udp_open || s.write_shut || s.pending_error != 0) return true;
    network_error_code_t error;
    std::uint64_t permitted = 0;
    if (!udp_method_outgoing_datagram_stream_check_send(borrow(s.outgoing), &permitted, &error)) {
        s.pending_error = errno_of(error);
        return true;
    }
    return permitted != 0;
}

bool look_at_datagrams(socket_record& s) noexcept {
    if (s.ahead.held || s.pending_error != 0 || s.read_shut) return true;
    if (s.now != phase::udp_open) return false;
    if (auto fetched = fetch(s); !fetched) {
        s.pending_error = fetched.error().value();
        return true;
    }
    return s.ahead.held;
}

status connect_datagrams(socket_record& s, const endpoint& to) noexcept {
    if (to.family == AF_UNSPEC) {
        if (!s.is_connected_datagram()) return {};
        return associate(s, nullptr);
    }
    if (const int wrong = address_error(s, to); wrong != 0) return failed_with(wrong);
    const endpoint before = s.peer;
    const bool was_connected = s.is_connected_datagram();
    const endpoint there = as_destination(to);
    auto done = associate(s, &there);
    // A failed connect() leaves the association as it was.
    if (!done && (was_connected || s.bound)) (void)associate(s, was_connected ? &before : nullptr);
    return done;
}

} // namespace samesock::platform
