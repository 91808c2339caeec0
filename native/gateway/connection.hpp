// One WebSocket of a client: its frames, the handshake of the tunnel, and a tenant's session once that has come to
// something.
#pragma once

#include "descriptor.hpp"
#include "frame_reader.hpp"
#include "frame_writer.hpp"
#include "limits.hpp"
#include "log.hpp"
#include "loop.hpp"
#include "tenant.hpp"
#include "tls_channel.hpp"
#include "tunnel/handshake.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

struct worker;

/// What the upgrade has told.
struct upgraded {
    descriptor fd;
    std::unique_ptr<tls_channel> tls; ///< null: there is none
    bool offered_subprotocol = false;
    std::vector<std::byte> early; ///< bytes that came behind the request
    std::string client_key;       ///< whose limits count before it has said who it is
    gateway::lease lease;
    std::optional<std::string> principal; ///< by Authorization
    connection_record record;
};

class connection final : public watcher, public outlet {
public:
    /// A WebSocket on its way between workers.
    struct moving;

    connection(worker& on, upgraded from);
    connection(worker& on, moving&& from);
    ~connection() override;

    /// On the worker's thread; it goes on by itself.
    static void begin(worker& on, upgraded from);

    void on_ready(std::uint32_t events) override;
    void on_turn() override;
    void on_round_end() override;
    void touch() override;
    void displace() override;

    /// GOAWAY, and the end in so many nanoseconds, or as soon as nothing is open.
    void drain(std::int64_t length);
    /// At once: the gateway ends.
    void abandon() { lose("the gateway has ended"); }

private:
    connection(worker& on, upgraded&& from, bool greets);

    enum class phase : std::uint8_t { greeting, serving, closing, gone };

    // -- in
    void read();
    /// False: not now.
    [[nodiscard]] bool receive_some(std::size_t& total);
    [[nodiscard]] sockets::moved receive(const std::array<std::span<std::byte>, 2>& spaces);
    /// False: a message is left for later.
    [[nodiscard]] bool take_items();
    void take(const frame_reader::item& item);
    [[nodiscard]] bool may_read() const noexcept;

    // -- the handshake
    void greet(bool offered_subprotocol);
    void on_greeting(tunnel::bytes_view message);
    void authenticate();
    void let_in(std::optional<std::string> principal);
    void turn_away(tunnel::close_reason why, std::string_view text);
    void welcome_in();
    void begin_session();
    void serve();

    // -- resuming.cpp
    [[nodiscard]] bool try_to_resume();
    void resume(const tunnel::resumption& asked);
    void move_to(worker& other, const tunnel::resumption& asked);
    static void arrive(worker& on, moving& from);

    // -- out, and the end
    [[nodiscard]] bool may_wait() noexcept;
    void flush();
    void check_session();
    void end_of_output();
    [[nodiscard]] bool is_blocked() const noexcept;
    void send_handshake(std::span<const std::byte> packet);
    void tick(std::int64_t now);
    void close(close_code code, std::string_view text);
    void lose_session(close_code code, std::string_view text);
    void leave_session();
    void lose(std::string_view why);
    void disappear();
    void on_time();
    void set_timer();
    [[nodiscard]] std::int64_t longest_stall() const noexcept;
    [[nodiscard]] std::int64_t next_deadline() const noexcept;

    worker& worker_;
    descriptor fd_;
    std::unique_ptr<tls_channel> tls_; ///< null: there is none
    frame_reader reader_;
    frame_writer writer_;
    phase phase_ = phase::greeting;
    bool is_readable_ = false;
    bool has_hung_up_ = false;
    bool was_paused_ = false; ///< messages are kept that were received already
    std::optional<tunnel::gateway_handshake> handshake_;
    tunnel::agreement agreement_;
    std::array<std::byte, 32> challenge_{};
    std::shared_ptr<gateway::tenant> tenant_;
    std::string client_key_;
    gateway::lease lease_;
    std::optional<std::string> principal_;
    connection_record record_;
    std::int64_t began_;
    std::int64_t heard_;           ///< when bytes came last
    std::int64_t phase_until_ = 0; ///< of the handshake, or the close
    std::int64_t stalled_since_ = 0;
    std::int64_t drained_at_ = 0;
    bool has_pinged_ = false;
    bool close_sent_ = false;
    bool close_received_ = false;
    bool is_shut_ = false; ///< the sending side
    close_code close_code_ = close_code::normal;
    std::string close_text_;
    timer timer_;
    timer spacing_timer_;
};

} // namespace samesock::gateway
