// One thread: what is to run on the event loop runs when the program suspends next, or ends. So everything that a
// program sends between two waits goes out as one message. See event_loop.hpp.
#include "event_loop.hpp"
#include "javascript.hpp"

#include "wasm/tunnel/network.hpp"

namespace samesock::platform {
namespace {

// exit() and the end of main() run what atexit() has registered; _Exit() does not, and yet Node would wait for the
// WebSocket.
void watch_exit() noexcept {
    static const bool once = [] {
        javascript::at_exit([](void*) { network::instance().end_program(); }, nullptr);
        return true;
    }();
    (void)once;
}

} // namespace

void run_on_event_loop(void (*f)(void*), void* with) noexcept {
    watch_exit();
    javascript::soon(f, with);
}

void run_on_main_thread(void (*f)(void*), void* with) noexcept { f(with); }

bool event_loop_outlives_program() noexcept { return true; }

} // namespace samesock::platform
