// A socket that closes itself. Windows looks at 32 bits of a SOCKET, of which the highest is never set: it is an int
// here, as everywhere in the gateway.
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
    void close() noexcept; // in sockets.cpp

    int number_ = -1;
};

} // namespace samesock::gateway
