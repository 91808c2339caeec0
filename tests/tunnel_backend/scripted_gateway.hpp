// A gateway in the place of the transport: a thread with a gateway_session at its other end, which does what the case
// says. No socket anywhere: what is tested is the backend, and how it takes what a gateway does.
#pragma once

#include "tunnel/gateway_session.hpp"
#include "tunnel/handshake.hpp"
#include "wasm/tunnel/transport.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace samesock::testing {

/// What a case makes of the gateway. Everything runs on the gateway's thread.
struct script {
    /// No WebSocket opens: why.
    std::optional<platform::ending> refusal;
    /// What the gateway says of itself. `stock`: no extension.
    tunnel::gateway_offer offer;
    bool speaks_version_1 = false;
    std::string token;          ///< that it takes, where offer.token_required
    bool knows_sessions = true; ///< false: none is resumed
    std::uint32_t route = 0;    ///< that WELCOME says
    /// Every event of the session, after what the gateway does by itself: see scripted_gateway::on_event.
    std::function<void(tunnel::gateway_session&, const tunnel::event&)> on_event;
};

class scripted_gateway final : public platform::transport {
public:
    explicit scripted_gateway(platform::transport_user& user);
    ~scripted_gateway() override;

    void open(const platform::gateway_url& where) noexcept override;
    void notify() noexcept override;
    void close() noexcept override;
    void stop() noexcept override;

    /// The one that the backend has made.
    static scripted_gateway& instance();
    /// Takes effect with the next WebSocket.
    static void set(script next);

    /// Does it on the gateway's thread, and waits until it is done.
    void run(const std::function<void(tunnel::gateway_session*)>& task);
    /// The WebSocket is gone.
    void drop();
    [[nodiscard]] int opened() const { return opened_; }
    /// Path and query of the WebSocket that was opened last. On the gateway's thread.
    [[nodiscard]] const std::string& target() const { return target_; }

private:
    void loop();
    void later(std::function<void()> task);
    void begin();
    void end(platform::ending why);
    void pump();
    bool carry_up();
    bool carry_down();
    void greet(tunnel::bytes_view message);
    void handle(const tunnel::event& e);

    platform::transport_user& user_;
    script script_;
    std::optional<tunnel::gateway_handshake> handshake_;
    std::optional<tunnel::gateway_session> session_;
    std::vector<std::byte> greeting_;
    bool is_open_ = false;
    std::atomic<int> opened_ = 0;
    std::string target_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> tasks_;
    bool stopped_ = false;
    std::thread thread_;
};

} // namespace samesock::testing
