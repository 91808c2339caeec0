// A thread that never blocks: it leaves its start routine, and its worker's event loop goes on. See event_loop.hpp.
#include "event_loop.hpp"

#include <emscripten/em_js.h>
#include <emscripten/em_macros.h>
#include <emscripten/emscripten.h>
#include <emscripten/proxying.h>
#include <emscripten/threading.h>
#include <pthread.h>

// Each thread of Emscripten's waits, by Atomics.waitAsync, for a word in its own record to be notified, and a thread
// that has ended waits on: it would take a wake-up of what lies in that memory next, a lock for example, whose sleeper
// sleeps on for ever. Emscripten itself ends that wait since emscripten-core/emscripten#27501.
// clang-format off
EM_JS_DEPS(samesock_threads, "$PThread")

EM_JS(void, samesock_end_waits_of_threads, (), {
  const give_back = PThread.returnWorkerToPool;
  PThread.returnWorkerToPool = (worker) => {
    Atomics.notify(HEAP32, worker.pthread_ptr >> 2);
    give_back(worker);
  };
});
// clang-format on

namespace samesock::platform {
namespace {

// Before any thread: what is static is made on the main runtime thread, which keeps the book on threads.
[[maybe_unused]] const bool ends_waits = [] {
    samesock_end_waits_of_threads();
    return true;
}();

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
