// A stream of a session on a TCP socket: bytes both ways without a buffer of its own while the target keeps up, the
// ends of both directions, and listening.
#pragma once

#include "byte_queue.hpp"
#include "held_socket.hpp"
#include "loop.hpp"
#include "race.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

class stream_socket final : public held_socket {
public:
    stream_socket(tenant& owner, std::uint32_t id, int family) : held_socket(owner, id, family) {}
    /// One that was accepted: connected, and watched from here on.
    stream_socket(tenant& owner, int family, descriptor accepted);
    ~stream_socket() override;

    void on_ready(std::uint32_t events) override;
    void on_turn() override;
    void on_data(tunnel::bytes_view bytes) override;
    void on_credit() override { read(); }
    void on_room() override;
    void on_accepts(std::uint32_t credit) override;
    void on_finished(bool is_over) override;
    void on_reset(std::error_code error) override;

    [[nodiscard]] status begin_watching();

private:
    enum class phase : std::uint8_t { idle, connecting, connected, listening };

    void connect(const tunnel::wire::connect& request) override;
    void listen(const tunnel::wire::listen& request) override;
    [[nodiscard]] option_kind kind() const noexcept override { return option_kind::stream; }
    void on_leave() override;
    void on_close() override { is_watched_ = false; }

    // -- stream_connect.cpp
    void connect_by_name(std::string_view host, std::uint16_t port);
    void dial(std::vector<endpoint> addresses, std::string_view name);
    void run_race();
    void try_next();
    void wait_for_answer();
    void on_no_answer();
    [[nodiscard]] int try_one(const endpoint& to);
    void on_connecting(std::uint32_t events);
    void established(const endpoint& peer);
    void connect_failed(std::error_code why);

    // -- from the target
    void read();
    [[nodiscard]] bool read_some();
    void read_ended();

    // -- to the target
    void write();
    [[nodiscard]] std::size_t write_now(tunnel::bytes_view bytes);
    [[nodiscard]] std::size_t write_backlog();
    void write_failed(int error);
    void hand_on_end();
    void consume(std::size_t size);
    void end_orphan();
    void become_orphan();
    void linger_on();
    void on_lingered();

    // -- stream_listen.cpp
    [[nodiscard]] status begin_listening(int backlog);
    void accept_more();
    /// errno; 0: one was taken.
    [[nodiscard]] int accept_one();
    void announce(descriptor accepted, const endpoint& peer);
    void pause_accepting();

    struct dialling {
        explicit dialling(stream_socket& of);

        timer patience;
        std::vector<endpoint> left;
        endpoint to;
        std::error_code first_error;
        bool is_own = false; ///< the descriptor was made for this CONNECT
        std::unique_ptr<race> several;
    };
    struct lingering {
        explicit lingering(stream_socket& of);

        timer patience;
        int unsent = 0; ///< what the system held when it was set
    };
    struct listening {
        endpoint local;
        std::uint32_t credit = 0;
        bool is_counted = false;
        std::optional<timer> pause;
    };

    byte_queue backlog_; ///< for the target
    std::unique_ptr<lingering> lingering_;
    std::unique_ptr<dialling> dialling_;
    std::unique_ptr<listening> listening_;
    int write_error_ = 0;
    std::uint32_t early_accepts_ = 0; ///< granted, whatever becomes of LISTEN
    phase phase_ = phase::idle;
    bool is_watched_ = false;
    bool is_readable_ = false; ///< there may be more to read, or to accept
    bool is_ending_ = false;   ///< the target has hung up: what there is to read ends soon
    bool waits_for_room_ = false;
    bool has_read_end_ = false;
    bool wants_end_ = false; ///< the client's FIN has come, and is not handed on
    bool has_ended_ = false; ///< it is
    bool is_orphan_ = false; ///< its id is gone; what came before still goes out
};

} // namespace samesock::gateway
