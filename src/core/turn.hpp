// A lock for a few instructions or one computation, never for a sleep. An atomic flag rather than std::mutex, which a
// standard library without threads does not have.
#pragma once

#include <atomic>

namespace samesock {

class turn {
public:
    void take() noexcept {
        while (taken_.test_and_set(std::memory_order_acquire)) {
#ifdef __cpp_lib_atomic_wait // a standard library without threads has none, and nobody to wait for
            taken_.wait(true, std::memory_order_relaxed);
#endif
        }
    }
    void give() noexcept {
        taken_.clear(std::memory_order_release);
#ifdef __cpp_lib_atomic_wait
        taken_.notify_one();
#endif
    }

private:
    std::atomic_flag taken_;
};

/// The turn of a scope.
class turn_taken {
public:
    explicit turn_taken(turn& whose) noexcept : whose_(whose) { whose_.take(); }
    ~turn_taken() { whose_.give(); }
    turn_taken(const turn_taken&) = delete;
    turn_taken& operator=(const turn_taken&) = delete;

private:
    turn& whose_;
};

} // namespace samesock
