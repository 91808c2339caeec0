// One select() on any number of handles. Winsock's takes as many as its sets have room for, and reports what WSAPoll
// does not on every Windows (a failed connect), or would report unasked (that the peer has ended its side, for ever).
// Source: select (winsock2.h).
#pragma once

#include "handle_table.hpp"
#include "translate.hpp"

#include <memory>
#include <new>

namespace samesock::platform {

/// What select() takes and gives: an fd_set with as many sockets as it is asked for.
class socket_set {
public:
    [[nodiscard]] bool reserve(std::size_t room) noexcept {
        if (room <= few) return true;
        many_.reset(new (std::nothrow) std::byte[sockets_begin + room * sizeof(SOCKET)]);
        return many_ != nullptr;
    }
    void clear() noexcept {
        *count() = 0;
        next_ = 0;
    }
    void add(SOCKET s) noexcept { sockets()[(*count())++] = s; }
    [[nodiscard]] fd_set* native() noexcept { return *count() == 0 ? nullptr : reinterpret_cast<fd_set*>(memory()); }

    /// Whether `s` is among those that select() left. They come in the order in which they went in, so that asking in
    /// that order finds each at the first look.
    [[nodiscard]] bool has(SOCKET s) noexcept {
        SOCKET* const end = sockets() + *count();
        if (next_ < *count() && sockets()[next_] == s) {
            ++next_;
            return true;
        }
        return std::find(sockets(), end, s) != end;
    }

private:
    static constexpr std::size_t few = 16;
    static constexpr std::size_t sockets_begin = offsetof(fd_set, fd_array);

    [[nodiscard]] std::byte* memory() noexcept { return many_ ? many_.get() : few_.data(); }
    [[nodiscard]] u_int* count() noexcept { return reinterpret_cast<u_int*>(memory()); }
    [[nodiscard]] SOCKET* sockets() noexcept { return reinterpret_cast<SOCKET*>(memory() + sockets_begin); }

    alignas(fd_set) std::array<std::byte, sockets_begin + few * sizeof(SOCKET)> few_; // not cleared: NOLINT
    std::unique_ptr<std::byte[]> many_;
    u_int next_ = 0;
};

/// The handles of one wait: filled anew for each select().
class selection {
public:
    /// False where there is no memory. Room for the sleeper's own socket is added.
    [[nodiscard]] bool reserve(std::size_t handles) noexcept {
        return read_.reserve(handles + 1) && write_.reserve(handles) && except_.reserve(handles);
    }
    void clear() noexcept {
        read_.clear();
        write_.clear();
        except_.clear();
        may_sleep_ = true;
    }
    /// That a connect has failed is asked for by everybody but those who only read, whom a failure makes ready anyway.
    void add(handle h, readiness want) noexcept {
        if (any(want & readiness::readable)) {
            read_.add(socket_of(h));
            if (traits_of(h).has(trait::receive_ended)) may_sleep_ = false; // select() does not say so
        }
        if (any(want & readiness::writable)) write_.add(socket_of(h));
        if (want != readiness::readable) except_.add(socket_of(h));
    }
    void add_waker(SOCKET s) noexcept { read_.add(s); }

    /// How many are ready; negative, with WSAGetLastError(), on failure. Sleeps once, at most so many milliseconds.
    [[nodiscard]] int select(int milliseconds) noexcept;

    /// What `h` was found to be, asked in the order of adding.
    [[nodiscard]] readiness got(handle h, readiness want) noexcept;
    /// After all of them.
    [[nodiscard]] bool waker_is_ready(SOCKET s) noexcept { return read_.has(s); }

private:
    socket_set read_, write_, except_;
    bool may_sleep_ = true;
};

/// Rounded up, so that sleeping so long reaches the deadline; a later one than fits is slept for again. -1: never.
[[nodiscard]] int milliseconds_to(deadline until) noexcept;
[[nodiscard]] inline bool has_passed(deadline until) noexcept {
    return until != deadline::never() && until.at <= now();
}
[[nodiscard]] bool is_socket(handle h) noexcept;

} // namespace samesock::platform
