// A thread that never blocks: it leaves its start routine, and its worker's event loop goes on. See event_loop.hpp.
#include "event_loop.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/proxying.h>
#include <emscripten/threading.h>
#include <pthread.h>

namespace samesock::platform {
namespace {

class pump {
public:
    // Where there is no thread to be had, the page's own does it, and is slower.
    pump() noexcept : queue_(em_proxying_queue_create()) {
        if (pthread_create(&thread_, nullptr, run, nullptr) != 0) thread_ = emscripten_main_runtime_thread_id();
    }
    void call(void (*f)(void*), void* with) const noexcept { (void)emscripten_proxy_async(queue_, thread_, f, with); }

private:
    static void* run(void*) {
        emscripten_exit_with_live_runtime();
        return nullptr;
    }

    em_proxying_queue* queue_;
    pthread_t thread_{};
};

} // namespace

void run_on_event_loop(void (*f)(void*), void* with) noexcept {
    static const auto* const it = new pump;
    it->call(f, with);
}

void run_on_main_thread(void (*f)(void*), void* with) noexcept {
    const pthread_t main_thread = emscripten_main_runtime_thread_id();
    if (pthread_equal(main_thread, pthread_self()) != 0) return f(with);
    (void)emscripten_proxy_sync(emscripten_proxy_get_system_queue(), main_thread, f, with);
}

bool event_loop_outlives_program() noexcept { return false; }

} // namespace samesock::platform
