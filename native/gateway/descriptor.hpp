// A descriptor that closes itself: a file's or a socket's on Linux, a socket's on Windows, which looks at 32 bits of a
// SOCKET, of which the highest is never set.
#pragma once

#include <utility>

namespace samesock::gateway {

class descriptor {
public:
    descriptor() = default;
    explicit descriptor(int number) noexcept : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(other.release()) {}
    descriptor& operator=(descriptor&& other) noexcept {
        if (this != &other) {
            close();
            number_ = other.release();
        }
        return *this;
    }
    ~descriptor() { close(); }

    [[nodiscard]] int number() const noexcept { return number_; }
    [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }
    explicit operator bool() const noexcept { return number_ >= 0; }

private:
    void close() noexcept {
        if (number_ >= 0) close_descriptor(number_);
    }
    static void close_descriptor(int number) noexcept; // each room's own

    int number_ = -1;
};

} // namespace samesock::gateway
