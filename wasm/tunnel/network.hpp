// The network: one lock, the session with the gateway while there is one, the table of handles. The link to the gateway
// is made in the background, and again after it was lost; what waits for it is woken.
#pragma once

#include "configuration.hpp"
#include "figures.hpp"
#include "sockets.hpp"
#include "stand_ins.hpp"
#include "transport.hpp"

#include "tunnel/client_session.hpp"

#include <array>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace samesock::platform {

/// What the gateway said, of its own memory: events borrow theirs.
struct answer {
    std::error_code error;
    endpoint local, peer;
    std::vector<std::byte> value;
    std::vector<resolved> found;
    named names;
    std::vector<interface_entry> interfaces;
};

[[nodiscard]] inline answer failed_answer(int error) {
    answer a;
    a.error = errno_code(error);
    return a;
}

/// On the stack of a call that waits for it.
struct pending_answer {
    bool is_there = false;
    platform::answer answer;
    wait_list waiters;
};

class network final : public transport_user {
public:
    /// Made at first use, never destroyed: sockets with static storage may be closed after any destructor.
    static network& instance();

    // -- the link

    /// Opens it where there is none. The error: it cannot be, as it is configured.
    [[nodiscard]] status need_link();
    /// Success: there is a session. Opens the link, and waits for it; ends when `h` is canceled.
    [[nodiscard]] status await_session(std::unique_lock<std::mutex>& lock, handle h, deadline until);
    /// Null: there is none, or it is over.
    [[nodiscard]] tunnel::client_session* session() noexcept {
        return session_ && !is_broken_ && !session_->is_over() ? &*session_ : nullptr;
    }
    [[nodiscard]] bool is_stock() noexcept { return session() != nullptr && !session()->agreement().is_extended; }
    /// device_or_resource_busy while sockets are open.
    [[nodiscard]] status configure(configuration next);
    /// At the end of the program: what the sockets have sent is delivered, within a while, and the link ends.
    void end_program();

    // -- requests

    /// An id of the session for it, if it has none yet. There is a session.
    [[nodiscard]] status need_id(socket_record& s);
    /// Waits for a session and for the answer. ETIMEDOUT; EBADF when the handle is canceled.
    [[nodiscard]] result<answer> ask(std::unique_lock<std::mutex>& lock, handle h, const tunnel::wire::request& r);
    /// The answer comes by itself: to the state of the socket.
    [[nodiscard]] status ask_later(socket_record& s, const tunnel::wire::request& r);
    /// Until nothing that was asked of this socket is unanswered.
    [[nodiscard]] status await_answers(std::unique_lock<std::mutex>& lock, handle h);
    [[nodiscard]] result<answer> query(std::unique_lock<std::mutex>& lock, const tunnel::wire::request& r,
                                       deadline until);
    /// Sends the CONNECT of a stream that is `connecting`.
    [[nodiscard]] status send_connect(socket_record& s);

    // -- data

    /// The program has taken so much of a stream.
    void taken(socket_record& s, std::size_t size);
    /// The last reference is gone: what was sent is still delivered.
    void close_socket(std::unique_ptr<socket_record> s);
    /// RESET, of what has an id.
    void reset_socket(socket_record& s, int error);

    // -- figures: what a page shows

    /// Of every handle, in the order of their numbers.
    [[nodiscard]] std::vector<socket_figures> figures();
    /// Where the link stands, in a word: down, opening, up, lost, closing, ended.
    [[nodiscard]] std::string_view link_word() const noexcept;

    // -- sleeping

    /// As sleeper::sleep(), after the transport was told what there is to send.
    [[nodiscard]] awakening pause(std::unique_lock<std::mutex>& lock, sleeper& at, deadline until);
    /// One to sleep at; null: see no_sleeper().
    [[nodiscard]] std::unique_ptr<sleeper> borrow_sleeper();
    void give_back(std::unique_ptr<sleeper> one) noexcept;
    void wake_link_waiters() noexcept { link_waiters_.wake(); }

    handle_table table;
    stand_ins names; ///< of a stock server

    // -- of the transport
    void on_open() override;
    void on_message(std::span<const std::byte> message, bool is_text) override;
    void on_closed(ending why) override;
    [[nodiscard]] std::span<const std::span<const std::byte>> next_message() override;
    void message_sent() override;
    [[nodiscard]] std::int64_t next_time() override;
    void on_time() override;

    // -- a child process has neither the pump nor the WebSocket
    void before_fork() { mutex_.lock(); }
    void after_fork() { mutex_.unlock(); }
    void after_fork_in_child() noexcept;

private:
    friend class locked_network;
    enum class link : std::uint8_t {
        down,
        opening, ///< or the handshake
        up,      ///< a session over a WebSocket
        lost,    ///< a session that waits for another WebSocket, or tries one
        closing, ///< the WebSocket is on its way out
        ended,   ///< with the program
    };

    network() = default;
    ~network() = default;

    void open_websocket();
    void begin_closing();
    void on_handshake(std::span<const std::byte> message);
    void answer_handshake();
    void agreed();
    void refused();
    void fail_link(ending why);
    void report(const ending& why);
    void forget_session();
    void send_what_waited();
    void fail_what_waited();
    [[nodiscard]] bool something_waits();
    void try_again_later();
    /// Takes all events that there are.
    void take_events();
    /// Every id means nothing any more.
    void lose_ids(int error);
    void tell(pending_answer* to, platform::answer what);
    [[nodiscard]] bool is_canceled(handle h) noexcept;
    /// Takes the events, and does what was put off until the lock can be let go.
    void settle(std::unique_lock<std::mutex>& lock) noexcept;
    void abandon_session() noexcept;
    void end_link();
    void wait_for_close(std::unique_lock<std::mutex>& lock, deadline until);

    // What events come to: network_events.cpp.
    void on_event(const tunnel::events::received& e);
    void on_event(const tunnel::events::received_datagram& e);
    void on_event(const tunnel::events::credited& e);
    void on_event(const tunnel::events::answered& e);
    void on_event(const tunnel::events::accepted& e);
    void on_event(const tunnel::events::pending_error& e);
    void on_event(const tunnel::events::finished& e);
    void on_event(const tunnel::events::was_reset& e);
    void on_event(const tunnel::events::delivered& e);
    void on_event(const tunnel::events::welcomed& e);
    void on_event(const tunnel::events::restarted& e);
    void on_event(const tunnel::events::room& e);
    void on_event(const tunnel::events::silent& e);
    void on_event(const tunnel::events::over& e);
    void on_event(const tunnel::events::leaving&) {} // no new ids, which the session sees to
    template <class Other>
    void on_event(const Other&) {} // of a gateway
    void connect_answered(socket_record& s, const tunnel::events::answered& e);

    std::mutex mutex_;
    std::unique_ptr<platform::transport> transport_;
    std::optional<configuration> configuration_;
    std::optional<gateway_url> url_;
    std::optional<gateway_url> way_back_; ///< to the gateway that holds the session, where it has said its route
    link link_ = link::down;
    std::optional<tunnel::client_handshake> handshake_;
    std::vector<std::byte> handshake_bytes_;
    std::array<std::span<const std::byte>, 1> handshake_piece_;
    std::optional<tunnel::client_session> session_;
    std::optional<ending> ending_;            ///< why this end closes the WebSocket
    std::uint64_t attempts_ = 0;              ///< to open the link
    std::uint64_t failures_ = 0;              ///< the last attempt that came to nothing
    std::error_code failure_;                 ///< and what it came to
    std::string reported_;                    ///< the last line that was printed about it
    std::int64_t until_ = tunnel::never;      ///< when the opening, or the closing, has taken too long
    std::int64_t again_at_ = tunnel::never;   ///< when the next WebSocket is opened, of a session that is lost
    std::int64_t give_up_at_ = tunnel::never; ///< after the end of the program
    std::int64_t backoff_ = 0;
    wait_list link_waiters_;
    std::vector<std::unique_ptr<sleeper>> sleepers_;
    std::vector<pending_answer*> queries_;
    /// What the transport is told without the lock.
    struct orders {
        bool open = false, close = false, notify = false;
    };
    orders orders_;
    bool ordering_ = false;      ///< a thread gives them
    bool writing_ = false;       ///< the transport has a message
    bool will_fetch_ = false;    ///< it will ask for the next one
    bool has_websocket_ = false; ///< from open() to on_closed()
    bool is_broken_ = false;     ///< memory ran out within the session, which is not touched any more
};

/// The network, locked. At the end the events are taken, and the transport is told what there is to send.
class locked_network {
public:
    locked_network() : net_(network::instance()), lock_(net_.mutex_) {}
    ~locked_network();
    locked_network(const locked_network&) = delete;
    locked_network& operator=(const locked_network&) = delete;

    network* operator->() noexcept { return &net_; }
    network& operator*() noexcept { return net_; }
    [[nodiscard]] std::unique_lock<std::mutex>& lock() noexcept { return lock_; }
    [[nodiscard]] socket_record* socket(handle h) noexcept { return net_.table.socket(h); }

private:
    network& net_;
    std::unique_lock<std::mutex> lock_;
    const int exceptions_ = std::uncaught_exceptions();
};

/// Why there is none to sleep at: the system has no more, or another one sleeps where only one can.
[[nodiscard]] inline auto no_sleeper() noexcept { return failed_with(sleeper::can_sleep() ? EMFILE : EDEADLK); }

/// A sleeper for the length of a call.
class borrowed_sleeper {
public:
    explicit borrowed_sleeper(network& from) : from_(from), one_(from.borrow_sleeper()) {}
    ~borrowed_sleeper() {
        if (one_ != nullptr) from_.give_back(std::move(one_));
    }
    borrowed_sleeper(const borrowed_sleeper&) = delete;
    borrowed_sleeper& operator=(const borrowed_sleeper&) = delete;
    explicit operator bool() const noexcept { return one_ != nullptr; }
    sleeper& operator*() noexcept { return *one_; }

private:
    network& from_;
    std::unique_ptr<sleeper> one_;
};

} // namespace samesock::platform
