// The exchanges written directly on the wasi:sockets 0.2 bindings: what the WASI backend is held against.
#include "exchange.hpp"

#include <wasi/wasip2.h>

namespace {

struct stream {
    streams_own_input_stream_t in;
    streams_own_output_stream_t out;
    streams_own_pollable_t readable, writable;

    void send_all(const char* data, std::size_t size) {
        streams_stream_error_t problem;
        while (size > 0) {
            std::uint64_t room = 0;
            if (!streams_method_output_stream_check_write(streams_borrow_output_stream(out), &room, &problem))
                std::abort();
            if (room == 0) {
                poll_method_pollable_block(poll_borrow_pollable(writable));
                continue;
            }
            const std::size_t part = room < size ? static_cast<std::size_t>(room) : size;
            wasip2_list_u8_t list{reinterpret_cast<std::uint8_t*>(const_cast<char*>(data)), part};
            if (!streams_method_output_stream_write(streams_borrow_output_stream(out), &list, &problem)) std::abort();
            data += part;
            size -= part;
        }
    }
    std::size_t receive(char* into, std::size_t size) {
        streams_stream_error_t problem;
        for (;;) {
            wasip2_list_u8_t got;
            if (!streams_method_input_stream_read(streams_borrow_input_stream(in), size, &got, &problem)) return 0;
            const std::size_t length = got.len;
            if (length > 0) std::memcpy(into, got.ptr, length);
            wasip2_list_u8_free(&got);
            if (length > 0) return length;
            poll_method_pollable_block(poll_borrow_pollable(readable));
        }
    }
};

network_ip_socket_address_t address_of(const bench::arguments& args) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (std::sscanf(args.host, "%u.%u.%u.%u", &a, &b, &c, &d) != 4) std::abort();
    network_ip_socket_address_t to{};
    to.tag = NETWORK_IP_SOCKET_ADDRESS_IPV4;
    to.val.ipv4.port = static_cast<std::uint16_t>(args.port);
    to.val.ipv4.address = {static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b), static_cast<std::uint8_t>(c),
                           static_cast<std::uint8_t>(d)};
    return to;
}

stream connected(const bench::arguments& args) {
    network_error_code_t problem;
    tcp_own_tcp_socket_t socket;
    if (!tcp_create_socket_create_tcp_socket(NETWORK_IP_ADDRESS_FAMILY_IPV4, &socket, &problem)) std::abort();
    const auto network = instance_network_instance_network();
    auto to = address_of(args);
    const auto borrowed = tcp_borrow_tcp_socket(socket);
    if (!tcp_method_tcp_socket_start_connect(borrowed, network_borrow_network(network), &to, &problem)) std::abort();
    const auto ready = tcp_method_tcp_socket_subscribe(borrowed);
    tcp_tuple2_own_input_stream_own_output_stream_t both;
    while (!tcp_method_tcp_socket_finish_connect(borrowed, &both, &problem)) {
        if (problem != NETWORK_ERROR_CODE_WOULD_BLOCK) std::abort();
        poll_method_pollable_block(poll_borrow_pollable(ready));
    }
    return {both.f0, both.f1, streams_method_input_stream_subscribe(streams_borrow_input_stream(both.f0)),
            streams_method_output_stream_subscribe(streams_borrow_output_stream(both.f1))};
}

} // namespace

int main(int argc, char** argv) {
    const auto args = bench::parse(argc, argv);
    stream s = connected(args);
    return bench::run(s, args.what, args.count);
}
