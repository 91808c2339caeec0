// The table of handles, and what each of them stands for: a socket as a tagged union of states, of which wasi:sockets
// knows fewer than Linux does. No operation of the seam is implemented here; every file of this room enters.
#pragma once

#include "platform/platform.hpp"

#include "resources.hpp"
#include "translate.hpp"

#include <cstdint>
#include <optional>

namespace samesock::platform {

/// What the next operation meets. bind() changes nothing but `bound`.
enum class phase : std::uint8_t {
    tcp_idle, ///< never connected, or no longer
    tcp_connecting,
    tcp_connected,
    tcp_listening,
    udp_unbound, ///< no streams yet: they need a local address
    udp_open,    ///< with streams; connected if `peer` is set
};

/// Bytes, or one datagram, that the host has given and the program has not taken: for MSG_PEEK, and because a wait()
/// that promises readable has to have read.
struct look_ahead {
    byte_list bytes;
    std::size_t taken = 0;
    endpoint from;
    bool held = false; ///< a datagram may be empty

    [[nodiscard]] std::span<const std::byte> rest() const noexcept;
    void clear() noexcept;
};

/// Options that were set, for the socket that takes the place of one whose connect() failed.
struct kept_options {
    std::optional<std::uint64_t> receive_buffer, send_buffer, idle_time, interval;
    std::optional<std::uint32_t> count;
    std::optional<std::uint8_t> hop_limit;
    std::optional<bool> keep_alive;
};

struct socket_record {
    explicit socket_record(const kind& k) noexcept
        : what(k), now(k.type == SOCK_STREAM ? phase::tcp_idle : phase::udp_unbound) {}

    kind what;
    phase now;
    bool blocking = false;     ///< as set_blocking() has it; it only saves attempts that would be in vain
    bool expects_wait = false; ///< the last receive found nothing
    bool bound = false;        ///< by bind(), so that the address outlives a failed connect()
    bool unannounced = false;  ///< connect() has not been told that it has succeeded: once, it returns 0
    bool failed = false;       ///< an asynchronous connect() has failed since the last connect()
    bool no_more_in = false;   ///< the stream has ended, or reset
    bool no_more_out = false;
    bool read_shut = false; ///< SHUT_RD: what has come is still read, as on Linux
    bool write_shut = false;
    bool broken = false;    ///< the connection's error has been told, once as on Linux
    bool unflushed = false; ///< written: the host may hold bytes when the socket is closed
    int pending_error = 0;  ///< SO_ERROR
    std::uint32_t references = 1;
    std::uint64_t room = 0;      ///< what the host has permitted for the next write
    std::uint64_t most_room = 0; ///< what it permits when it holds nothing
    std::size_t last_asked = 0;
    endpoint local; ///< where `bound`
    endpoint peer;  ///< of a connected datagram socket; else AF_UNSPEC
    look_ahead ahead;
    kept_options kept;
    socket_record* next_lingering = nullptr;

    // In this order: see resources.hpp.
    tcp_socket tcp;
    udp_socket udp;
    input_stream in;
    output_stream out;
    datagrams_in incoming;
    datagrams_out outgoing;
    pollable socket_ready, in_ready, out_ready;

    [[nodiscard]] bool is_stream() const noexcept { return what.type == SOCK_STREAM; }
    [[nodiscard]] bool is_connected_datagram() const noexcept {
        return now == phase::udp_open && peer.family != AF_UNSPEC;
    }
    /// Takes SO_ERROR.
    [[nodiscard]] int take_error() noexcept { return std::exchange(pending_error, 0); }
    /// Drops what belongs to a connection or an association; the socket itself as well.
    void drop_streams() noexcept;
    void drop_all() noexcept;
};

struct slot {
    socket_record* socket = nullptr;
    std::uint32_t pollers = 0; ///< how many it is registered with
    bool canceled = false;
};

/// Numbers below belong to the standard streams.
inline constexpr std::intptr_t first_handle = 3;

/// Null: no such handle.
[[nodiscard]] slot* find_slot(handle h) noexcept;
[[nodiscard]] inline socket_record* find(handle h) noexcept {
    slot* s = find_slot(h);
    return s != nullptr ? s->socket : nullptr;
}
[[nodiscard]] inline std::unexpected<std::error_code> no_handle() noexcept { return failed_with(EBADF); }

/// The lowest free number for `record`, which the table then owns a reference of. too_many_files_open.
[[nodiscard]] result<handle> enter(socket_record* record) noexcept;
/// Whether enter() will succeed, so that a connection is not accepted in vain.
[[nodiscard]] status reserve_handle() noexcept;
/// Frees the number; the record is returned if that was its last reference.
[[nodiscard]] socket_record* leave(handle h) noexcept;
/// Every open socket once, at the end of the program.
void for_each_socket(void (*visit)(socket_record&)) noexcept;

[[nodiscard]] network_borrow_network_t network() noexcept;

/// Makes the host's socket where there is none yet, or none any more, bound as bind() has said and with the options
/// set.
[[nodiscard]] status need_socket(socket_record& s) noexcept;
/// Binds, waiting as long as the host needs.
[[nodiscard]] status bind_host_socket(socket_record& s, const endpoint& where) noexcept;
/// Takes note of the outcome of a connect in progress, if there is one.
void advance(socket_record& s) noexcept;
/// The streams of a datagram socket, bound to the wildcard if it is not bound; `to` null: not connected.
[[nodiscard]] status associate(socket_record& s, const endpoint* to) noexcept;

// For what has to wait for the host inside one call, and not for a peer: binding.
[[nodiscard]] pollable subscribe(const socket_record& s) noexcept;

/// Takes a handle that is being closed out of every poller. poller.cpp
void leave_pollers(handle h) noexcept;

// -- sockets that are closed, and whose last bytes the host still holds: lingering.cpp --------------------------------

/// Ends the socket; keeps it aside while the host holds bytes that the program has sent.
void retire(socket_record* s) noexcept;
/// Ends what was kept aside and is through. True if something is left.
bool reap() noexcept;
/// Once: lets the end of the program wait for what is on its way.
void linger_at_exit() noexcept;

} // namespace samesock::platform
