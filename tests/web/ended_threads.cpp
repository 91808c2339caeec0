// A program of the threads build: what threads that have ended leave behind. Its status is 0 if that is nothing.
#include <samesock/samesock.hpp>

#include <chrono>
#include <climits>
#include <cstdio>
#include <thread>

#include <emscripten/threading.h>
#include <pthread.h>

using namespace std::literals;

namespace {

/// Where the thread was kept in memory, which is free now.
void* ended_thread() {
    void* place = nullptr;
    std::thread([&] { place = reinterpret_cast<void*>(pthread_self()); }).join();
    return place;
}

} // namespace

// Who still waits there takes the wake-up of whatever lies there next, of a lock for example, whose thread sleeps on.
int main() {
    const samesock::socket any(samesock::AF_INET, samesock::SOCK_STREAM);
    int left = 0;
    for (int i = 0; i < 10; ++i) {
        void* const place = ended_thread();
        std::this_thread::sleep_for(100ms); // the worker is given back by the main thread, meanwhile
        left += emscripten_futex_wake(place, INT_MAX);
    }
    if (left != 0) std::printf("%d still wait where an ended thread was\n", left);
    return left == 0 ? 0 : 1;
}
