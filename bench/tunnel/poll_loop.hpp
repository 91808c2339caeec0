// The one place where a load program sleeps: descriptors and who is told that they are ready.
#pragma once

#include <cstdint>

namespace bench {

class pollable {
public:
    virtual void ready(std::uint32_t events) = 0;

protected:
    ~pollable() = default;
};

class poll_loop {
public:
    poll_loop();
    ~poll_loop();
    poll_loop(const poll_loop&) = delete;
    poll_loop& operator=(const poll_loop&) = delete;

    void add(int fd, pollable& who, bool wants_write = false);
    void change(int fd, pollable& who, bool wants_read, bool wants_write);
    void remove(int fd);
    /// Tells who is ready, or nobody after so many milliseconds.
    void turn(int milliseconds);

private:
    int fd_;
};

/// A non-blocking connection on its way to a port of 127.0.0.1; -1 with errno.
[[nodiscard]] int begin_connect(std::uint16_t port, bool datagrams);

/// Ends the program with a text.
[[noreturn]] void give_up(const char* what);

} // namespace bench
