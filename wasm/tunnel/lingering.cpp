// The end of the program: what its sockets have sent is on its way, and a kernel would deliver it. So the link stays
// until the gateway has said that it has, or for a while.
#include "network.hpp"

namespace samesock::platform {
namespace {

constexpr std::int64_t patience_of_session = 5'000'000'000;
// What the last message and the WebSocket's own close may take beyond that.
constexpr std::int64_t patience_of_transport = 1'000'000'000;

} // namespace

void network::end_program() {
    {
        locked_network net;
        if (link_ == link::ended) return;
        // What is still open is closed by its end, as by a kernel.
        table.for_each([&](socket_record& s) {
            if (s.id != 0 && session() != nullptr) (void)session()->close(s.id);
            s.end(0);
        });
        link_ = link::ended;
        give_up_at_ = now() + patience_of_session;
        orders_.notify = true; // of that time
        if (session() == nullptr || session()->streams() == 0) end_link();
        if (transport_ == nullptr || transport_->outlives_program()) return;
        wait_for_close(net.lock(), {give_up_at_ + patience_of_transport});
    }
    transport_->stop();
}

// All is delivered, or it has taken too long.
void network::end_link() {
    if (session() != nullptr) session()->end(tunnel::reason::abandoned);
    begin_closing();
}

void network::wait_for_close(std::unique_lock<std::mutex>& lock, deadline until) {
    sleeper at;
    if (!at.is_usable()) return;
    waiter here;
    here.who = &at;
    link_waiters_.add(here);
    while (has_websocket_ && now() < until.at) (void)pause(lock, at, until);
}

} // namespace samesock::platform
