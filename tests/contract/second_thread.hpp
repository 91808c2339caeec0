// A second thread, where the C++ implementation has threads; cases that need one are skipped elsewhere. A build of
// Emscripten's without threads claims them all the same: SAMESOCK_NO_THREADS is defined for it.
#pragma once

#if defined(__STDCPP_THREADS__) && !defined(SAMESOCK_NO_THREADS)
#include <thread>
#endif

#include <utility>

namespace contract {

#if defined(__STDCPP_THREADS__) && !defined(SAMESOCK_NO_THREADS)
inline constexpr bool has_threads = true;
/// Runs at once; joined at the end of the scope.
class second_thread {
public:
    template <class F>
    explicit second_thread(F f) : thread_(std::move(f)) {}
    second_thread(const second_thread&) = delete;
    second_thread& operator=(const second_thread&) = delete;
    ~second_thread() { join(); }
    void join() {
        if (thread_.joinable()) thread_.join();
    }

private:
    std::thread thread_;
};
#else
inline constexpr bool has_threads = false;
class second_thread {
public:
    template <class F>
    explicit second_thread(F) {}
    void join() {}
};
#endif

} // namespace contract
