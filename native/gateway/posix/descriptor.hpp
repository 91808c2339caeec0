// A file descriptor that closes itself.
#pragma once

#include <unistd.h>

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
        if (number_ >= 0) ::close(number_);
    }

    int number_ = -1;
};

} // namespace samesock::gateway
