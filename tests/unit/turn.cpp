// The lock of a few instructions, among threads.
#include "core/turn.hpp"

#include <catch2/catch_all.hpp>

#include <thread>
#include <vector>

TEST_CASE("a turn is one thread's at a time") {
    constexpr int threads = 4, times = 20'000;
    samesock::turn one;
    int counted = 0; // of no atomic type: an increment that another one meets is lost
    std::vector<std::thread> all;
    for (int i = 0; i != threads; ++i)
        all.emplace_back([&] {
            for (int j = 0; j != times; ++j) {
                const samesock::turn_taken alone(one);
                ++counted;
            }
        });
    for (auto& t : all) t.join();
    CHECK(counted == threads * times);
}

TEST_CASE("who waits for a turn gets it once it is given") {
    samesock::turn one;
    bool is_given = false, was_given = false;
    one.take();
    std::thread waiting([&] {
        const samesock::turn_taken alone(one);
        was_given = is_given;
    });
    std::this_thread::yield();
    is_given = true;
    one.give();
    waiting.join();
    CHECK(was_given);
}
