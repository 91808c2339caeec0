// A thread that never blocks: it leaves its start routine, and its worker's event loop goes on. See event_loop.hpp.
#include "event_loop.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/proxying.h>
#include <emscripten/threading.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace samesock::platform {
namespace {

using function = void (*)(void*);

// A call takes a message to the thread's event loop, or, while the thread awaits one, a word of the shared memory: of
// the two, that is far sooner there.
class pump {
public:
    // Where there is no thread to be had, the page's own does it, and is slower.
    pump() noexcept : queue_(em_proxying_queue_create()) {
        is_own_ = pthread_create(&thread_, nullptr, run, nullptr) == 0;
        if (!is_own_) thread_ = emscripten_main_runtime_thread_id();
    }
    void call(function f, void* with) noexcept {
        phase expected = phase::waits;
        if (!phase_.compare_exchange_strong(expected, phase::is_called)) {
            (void)emscripten_proxy_async(queue_, thread_, f, with);
            return;
        }
        f_ = f;
        with_ = with;
        phase_ = phase::has_call; // and there may be more to take along
    }
    void program_sleeps() noexcept {
        if (phase_ == phase::has_call) emscripten_futex_wake(&phase_, 1);
    }
    void await_call() noexcept {
        if (!is_own_) return; // a page must not block
        if (left_out_ != 0) {
            --left_out_;
            return;
        }
        phase_ = phase::waits;
        (void)emscripten_futex_wait(&phase_, static_cast<std::uint32_t>(phase::waits), patience);
        phase expected = phase::waits;
        if (phase_.compare_exchange_strong(expected, phase::is_away)) {
            // Who only reads sends nothing: the next ones are not waited for, more of them each time.
            left_out_ = next_left_out_ = std::min(2 * next_left_out_ + 1, most_left_out);
            return;
        }
        while (phase_ == phase::is_called) {} // two words are being written
        next_left_out_ = 0;
        phase_ = phase::is_away;
        f_(with_);
    }

private:
    enum class phase : std::uint32_t { is_away, waits, is_called, has_call };
    static constexpr double patience = 0.5; // ms
    static constexpr unsigned most_left_out = 1023;

    static void* run(void*) {
        emscripten_exit_with_live_runtime();
        return nullptr;
    }

    em_proxying_queue* queue_;
    pthread_t thread_{};
    bool is_own_ = false;
    std::atomic<phase> phase_ = phase::is_away;
    function f_ = nullptr;
    void* with_ = nullptr;
    unsigned left_out_ = 0, next_left_out_ = 0; // messages
};

pump& instance() noexcept {
    static auto* const it = new pump;
    return *it;
}

} // namespace

void run_on_event_loop(void (*f)(void*), void* with) noexcept { instance().call(f, with); }
void await_program() noexcept { instance().await_call(); }
void program_sleeps() noexcept { instance().program_sleeps(); }

void run_on_main_thread(void (*f)(void*), void* with) noexcept {
    const pthread_t main_thread = emscripten_main_runtime_thread_id();
    if (pthread_equal(main_thread, pthread_self()) != 0) return f(with);
    (void)emscripten_proxy_sync(emscripten_proxy_get_system_queue(), main_thread, f, with);
}

bool event_loop_outlives_program() noexcept { return false; }

} // namespace samesock::platform
