// The table, and the changes of state that several operations share.
#include "sockets.hpp"
#include "streams.hpp"

#include <cerrno>
#include <cstdlib>
#include <new>

namespace samesock::platform {
namespace {

// Of plain data, never destroyed: sockets with static storage may be closed after any destructor.
struct handle_table {
    slot* slots = nullptr;
    std::size_t size = 0;
    std::size_t lowest_free = 0;
};
constinit handle_table table;

// As many as a Linux process may have by default at most.
constexpr std::size_t most_handles = std::size_t{1} << 20;

handle handle_at(std::size_t index) noexcept {
    return static_cast<handle>(first_handle + static_cast<std::intptr_t>(index));
}

status grow() noexcept {
    const std::size_t size = table.size == 0 ? 16 : table.size * 2;
    if (size > most_handles) return failed_with(EMFILE);
    auto* slots = static_cast<slot*>(std::realloc(table.slots, size * sizeof(slot)));
    if (slots == nullptr) return failed_with(ENOMEM);
    std::uninitialized_default_construct(slots + table.size, slots + size);
    table.slots = slots;
    table.size = size;
    return {};
}

} // namespace

slot* find_slot(handle h) noexcept {
    const auto index = static_cast<std::size_t>(static_cast<std::intptr_t>(h) - first_handle);
    if (index >= table.size || table.slots[index].socket == nullptr) [[unlikely]]
        return nullptr;
    return &table.slots[index];
}

status reserve_handle() noexcept {
    while (table.lowest_free < table.size && table.slots[table.lowest_free].socket != nullptr) ++table.lowest_free;
    if (table.lowest_free == table.size) return grow();
    return {};
}

result<handle> enter(socket_record* record) noexcept {
    if (auto room = reserve_handle(); !room) return failure(room.error());
    const std::size_t index = table.lowest_free++;
    table.slots[index] = {};
    table.slots[index].socket = record;
    return handle_at(index);
}

socket_record* leave(handle h) noexcept {
    slot* s = find_slot(h);
    socket_record* record = std::exchange(s->socket, nullptr);
    const auto index = static_cast<std::size_t>(s - table.slots);
    if (index < table.lowest_free) table.lowest_free = index;
    return --record->references == 0 ? record : nullptr;
}

void for_each_socket(void (*visit)(socket_record&)) noexcept {
    for (std::size_t i = 0; i < table.size; ++i)
        if (table.slots[i].socket != nullptr) visit(*table.slots[i].socket);
}

network_borrow_network_t network() noexcept {
    static const instance_network_own_network_t it = instance_network_instance_network();
    return network_borrow_network(it);
}

// -- records ----------------------------------------------------------------------------------------------------------

std::span<const std::byte> look_ahead::rest() const noexcept {
    return std::as_bytes(std::span(bytes.data(), bytes.size())).subspan(taken);
}

void look_ahead::clear() noexcept {
    bytes = byte_list();
    taken = 0;
    held = false;
}

void socket_record::drop_streams() noexcept {
    out_ready.reset();
    in_ready.reset();
    socket_ready.reset();
    outgoing.reset();
    incoming.reset();
    out.reset();
    in.reset();
    room = 0;
}

void socket_record::drop_all() noexcept {
    drop_streams();
    udp.reset();
    tcp.reset();
}

// -- the host's socket ------------------------------------------------------------------------------------------------

namespace {

status create(socket_record& s) noexcept {
    network_error_code_t error;
    if (s.is_stream()) {
        tcp_own_tcp_socket_t made;
        if (!tcp_create_socket_create_tcp_socket(family_code(s.what.family), &made, &error))
            return failed_with_code(error);
        s.tcp = tcp_socket(made);
    } else {
        udp_own_udp_socket_t made;
        if (!udp_create_socket_create_udp_socket(family_code(s.what.family), &made, &error))
            return failed_with_code(error);
        s.udp = udp_socket(made);
    }
    return {};
}

// Only what was set once and succeeded: it succeeds again.
void set_again(socket_record& s) noexcept {
    network_error_code_t error;
    const auto it = borrow(s.tcp);
    const kept_options& k = s.kept;
    if (k.receive_buffer) (void)tcp_method_tcp_socket_set_receive_buffer_size(it, *k.receive_buffer, &error);
    if (k.send_buffer) (void)tcp_method_tcp_socket_set_send_buffer_size(it, *k.send_buffer, &error);
    if (k.keep_alive) (void)tcp_method_tcp_socket_set_keep_alive_enabled(it, *k.keep_alive, &error);
    if (k.idle_time) (void)tcp_method_tcp_socket_set_keep_alive_idle_time(it, *k.idle_time, &error);
    if (k.interval) (void)tcp_method_tcp_socket_set_keep_alive_interval(it, *k.interval, &error);
    if (k.count) (void)tcp_method_tcp_socket_set_keep_alive_count(it, *k.count, &error);
    if (k.hop_limit) (void)tcp_method_tcp_socket_set_hop_limit(it, *k.hop_limit, &error);
}

} // namespace

status need_socket(socket_record& s) noexcept {
    if (s.tcp || s.udp) return {};
    if (auto made = create(s); !made) return made;
    if (!s.is_stream()) return {};
    set_again(s);
    if (!s.bound) return {};
    auto again = bind_host_socket(s, s.local);
    if (!again) s.drop_all();
    return again;
}

pollable subscribe(const socket_record& s) noexcept {
    return pollable(s.is_stream() ? tcp_method_tcp_socket_subscribe(borrow(s.tcp))
                                  : udp_method_udp_socket_subscribe(borrow(s.udp)));
}

status bind_host_socket(socket_record& s, const endpoint& where) noexcept {
    network_error_code_t error;
    auto address = native_address(where);
    const bool begun = s.is_stream() ? tcp_method_tcp_socket_start_bind(borrow(s.tcp), network(), &address, &error)
                                     : udp_method_udp_socket_start_bind(borrow(s.udp), network(), &address, &error);
    if (!begun) return failed_with_code(error);
    pollable ready;
    for (;;) {
        const bool done = s.is_stream() ? tcp_method_tcp_socket_finish_bind(borrow(s.tcp), &error)
                                        : udp_method_udp_socket_finish_bind(borrow(s.udp), &error);
        if (done) return {};
        if (error != NETWORK_ERROR_CODE_WOULD_BLOCK) return failed_with_code(error);
        if (!ready) ready = subscribe(s);
        poll_method_pollable_block(borrow(ready));
    }
}

void advance(socket_record& s) noexcept {
    if (s.now != phase::tcp_connecting) return;
    tcp_tuple2_own_input_stream_own_output_stream_t streams;
    network_error_code_t error;
    if (tcp_method_tcp_socket_finish_connect(borrow(s.tcp), &streams, &error)) {
        s.socket_ready.reset();
        s.in = input_stream(streams.f0);
        s.out = output_stream(streams.f1);
        s.now = phase::tcp_connected;
    } else if (error != NETWORK_ERROR_CODE_WOULD_BLOCK) {
        // wasi:sockets closes a socket whose connect failed; on Linux it connects again.
        s.drop_all();
        s.now = phase::tcp_idle;
        s.failed = true;
        s.pending_error = errno_of(error);
    }
}

status associate(socket_record& s, const endpoint* to) noexcept {
    if (auto there = need_socket(s); !there) return there;
    if (s.now == phase::udp_unbound && !s.bound) {
        if (auto bound = bind_host_socket(s, wildcard(s.what.family)); !bound) return bound;
        s.bound = true;
    }
    // The host may have taken a datagram from the system already.
    if (s.now == phase::udp_open) (void)look_at_datagrams(s);
    s.drop_streams();
    udp_tuple2_own_incoming_datagram_stream_own_outgoing_datagram_stream_t streams;
    network_error_code_t error;
    network_ip_socket_address_t address{};
    if (to != nullptr) address = native_address(*to);
    const bool done = udp_method_udp_socket_stream(borrow(s.udp), to != nullptr ? &address : nullptr, &streams, &error);
    if (!done) {
        s.now = phase::udp_unbound;
        s.peer = {};
        return failed_with_code(error);
    }
    s.incoming = datagrams_in(streams.f0);
    s.outgoing = datagrams_out(streams.f1);
    s.now = phase::udp_open;
    s.peer = to != nullptr ? *to : endpoint();
    return {};
}

} // namespace samesock::platform
