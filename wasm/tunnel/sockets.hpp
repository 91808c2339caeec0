// What a handle stands for: a socket as a union of states, of which the gateway holds the real one under `id`. The
// table of handles, and who waits for what. Everything here is guarded by the network's lock.
#pragma once

#include "byte_queue.hpp"
#include "chain.hpp"
#include "datagram_queue.hpp"
#include "sleeper.hpp"
#include "translate.hpp"

#include "platform/platform.hpp"

#include <cerrno>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace samesock::platform {

/// What the next operation meets. bind() changes nothing but `local`.
enum class phase : std::uint8_t {
    idle, ///< a stream never connected, or no longer
    connecting,
    connected,
    listening,
    datagrams, ///< connected if `peer` is set
};

// -- who waits --------------------------------------------------------------------------------------------------------

/// A thread that sleeps until something changes.
struct waiter : chain_link {
    sleeper* who = nullptr;
};

class wait_list {
public:
    void add(waiter& one) noexcept { all_.push_back(one); }
    void wake() noexcept {
        all_.for_each([](waiter& one) { one.who->wake(); });
    }

private:
    chain<waiter, chain_link> all_;
};

struct socket_record;
struct poller_record;
struct pending_answer;

struct ready_link : chain_link {};
struct socket_link : chain_link {};
/// A handle in a poller. In the poller's list of what may be ready, if it may be.
struct registration : ready_link, socket_link {
    poller_record* in = nullptr;
    socket_record* of = nullptr;
    handle on = handle::none;
    readiness want = readiness::none;
    std::uint64_t token = 0;
};

// -- sockets ----------------------------------------------------------------------------------------------------------

struct socket_record {
    explicit socket_record(const kind& k) noexcept
        : what(k), now(k.type == SOCK_STREAM ? phase::idle : phase::datagrams) {}
    ~socket_record();
    socket_record(const socket_record&) = delete;
    socket_record& operator=(const socket_record&) = delete;

    kind what;
    phase now;
    bool bound = false;       ///< by bind()
    bool auto_bound = false;  ///< a datagram socket that has sent: the gateway has given it an address
    bool unannounced = false; ///< connect() has not been told that it has succeeded: once, it returns 0
    bool failed = false;      ///< a connect() has failed since the last one
    bool no_more_in = false;  ///< the stream has ended, or reset
    bool owes_end = false;    ///< the gateway waits to hear that all before the end was taken
    bool no_more_out = false;
    bool read_shut = false; ///< SHUT_RD: what has come is still read, as on Linux
    bool write_shut = false;
    bool is_full = false;         ///< no room for the last datagram
    bool waits_for_link = false;  ///< connect(), or a datagram, came before there was a session
    bool resets_at_close = false; ///< SO_LINGER of no time
    bool is_pair = false;         ///< of open_pair(): no gateway knows of it
    int pending_error = 0;        ///< SO_ERROR
    std::uint32_t references = 1;
    std::uint64_t received = 0, sent = 0; ///< bytes, for figures()
    std::uint32_t id = 0;                 ///< of the session; 0: none yet, or none any more
    std::uint32_t accepts = 0;            ///< granted and not used up, of a listener
    socket_record* twin = nullptr;        ///< of a pair, until one of the two is closed
    endpoint local;                       ///< AF_UNSPEC: not known, or none
    endpoint peer;                        ///< AF_UNSPEC: not connected
    endpoint destination;                 ///< of a connect() that waits for the session
    byte_queue in;
    datagram_queue incoming;
    std::deque<std::unique_ptr<socket_record>> backlog; ///< connections that accept() has not taken
    std::deque<pending_answer*> asked;                  ///< one for each unanswered request; null: nobody waits for it
    wait_list waiters;
    chain<registration, socket_link> registrations;

    [[nodiscard]] bool is_stream() const noexcept { return what.type == SOCK_STREAM; }
    [[nodiscard]] bool is_connected_datagram() const noexcept { return !is_stream() && peer.family != AF_UNSPEC; }
    /// Takes SO_ERROR.
    [[nodiscard]] int take_error() noexcept { return std::exchange(pending_error, 0); }
    /// Something may be ready that was not: wakes who waits for it.
    void touch() noexcept;
    /// Nothing more comes or goes, and `error` (0: none) is told once.
    void end(int error) noexcept;
    /// Back to where open() left it, in the hands of the program.
    void start_over() noexcept;
};

// -- the table --------------------------------------------------------------------------------------------------------

struct slot {
    socket_record* socket = nullptr;
    std::uint32_t pollers = 0; ///< how many it is registered with
    bool canceled = false;
};

/// Numbers below belong to the standard streams.
inline constexpr std::intptr_t first_handle = 3;

class handle_table {
public:
    /// Null: no such handle.
    [[nodiscard]] slot* find(handle h) noexcept;
    [[nodiscard]] socket_record* socket(handle h) noexcept {
        slot* const s = find(h);
        return s != nullptr ? s->socket : nullptr;
    }
    /// The lowest free number for `record`, which the table then owns a reference of. too_many_files_open.
    [[nodiscard]] result<handle> enter(socket_record* record);
    /// Whether enter() will succeed, so that a connection is not accepted in vain.
    [[nodiscard]] status reserve();
    /// Frees the number; the record is returned if that was its last reference.
    [[nodiscard]] socket_record* leave(handle h) noexcept;
    [[nodiscard]] bool empty() const noexcept { return used_ == 0; }

    /// Every socket, at least once: duplicates come again, connections in a backlog as well.
    template <class F>
    void for_each(F f) {
        for (slot& s : slots_) {
            if (s.socket == nullptr) continue;
            for (const auto& waiting : s.socket->backlog) f(*waiting);
            f(*s.socket);
        }
    }

    /// Every number in use, with its socket.
    template <class F>
    void for_each_handle(F f) {
        for (std::size_t i = 0; i != slots_.size(); ++i)
            if (slots_[i].socket != nullptr)
                f(static_cast<handle>(first_handle + static_cast<std::intptr_t>(i)), *slots_[i].socket);
    }

private:
    std::vector<slot> slots_;
    std::size_t lowest_free_ = 0;
    std::size_t used_ = 0;
};

[[nodiscard]] inline std::unexpected<std::error_code> no_handle() noexcept { return failed_with(EBADF); }

} // namespace samesock::platform
