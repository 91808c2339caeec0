// The transport over the browser's own WebSocket. All of it runs on the event loop; the program's calls only leave
// word.
#pragma once

#include "javascript.hpp"

#include "wasm/tunnel/transport.hpp"

#include <atomic>
#include <limits>
#include <string>
#include <vector>

namespace samesock::platform {

class websocket_transport final : public transport {
public:
    explicit websocket_transport(transport_user& user) noexcept : user_(user) {}

    void open(const gateway_url& where) noexcept override;
    void notify() noexcept override;
    void close() noexcept override;
    /// In a browser each goes through two processes and three threads.
    [[nodiscard]] bool pays_for_messages() const noexcept override { return true; }
    [[nodiscard]] bool outlives_program() const noexcept override;
    void stop() noexcept override;

private:
    /// Does it on the event loop.
    template <void (websocket_transport::*step)()>
    void later() noexcept;
    /// What the user runs out of memory in ends with it: it has given up the session by then, and closes.
    template <class F>
    static void guarded(void* self, F f) noexcept;

    void dial();
    void fetch();
    void transmit(std::span<const std::span<const std::byte>> message);
    void keep_time();
    void go_on();
    void begin_close();

    void on_opened();
    [[nodiscard]] std::byte* room(std::size_t size);
    void on_message(std::size_t size, bool is_text);
    void on_closed(javascript::socket_end why, std::size_t size);
    void on_timer();

    static const javascript::socket_events events;

    transport_user& user_;
    std::string url_;
    std::vector<std::byte> incoming_;
    std::vector<javascript::piece> pieces_;
    std::int64_t time_ = std::numeric_limits<std::int64_t>::max(); ///< that the timer is set to
    bool is_alive_ = false;                                        ///< from open() to on_closed()
    bool is_open_ = false;                                         ///< upgraded
    bool offers_ = true;                                           ///< the subprotocol
    bool closes_ = false;
    std::atomic<bool> is_stopped_ = false;
};

} // namespace samesock::platform
