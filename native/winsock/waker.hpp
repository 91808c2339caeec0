// A socket that becomes readable when another thread says so: a datagram socket of loopback, connected to itself, so
// that nobody else's datagrams reach it.
#pragma once

#include "translate.hpp"

namespace samesock::platform {

class waker {
public:
    constexpr waker() noexcept = default;
    waker(const waker&) = delete;
    waker& operator=(const waker&) = delete;
    ~waker() {
        if (socket_ != INVALID_SOCKET) ::closesocket(socket_);
    }

    /// False, with WSAGetLastError(), where there is no socket left.
    [[nodiscard]] bool open() noexcept {
        constexpr DWORD modes = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;
        socket_ = ::WSASocketW(AF_INET, SOCK_DGRAM, IPPROTO_UDP, nullptr, 0, modes);
        if (socket_ == INVALID_SOCKET) return false;
        if (connect_to_itself()) return true;
        const int reason = ::WSAGetLastError();
        ::closesocket(socket_);
        socket_ = INVALID_SOCKET;
        ::WSASetLastError(reason);
        return false;
    }

    /// INVALID_SOCKET if it is not open.
    [[nodiscard]] SOCKET get() const noexcept { return socket_; }

    /// Never sleeps: a full queue is readable already.
    [[nodiscard]] static bool signal(SOCKET s) noexcept {
        return ::send(s, "!", 1, 0) >= 0 || ::WSAGetLastError() == WSAEWOULDBLOCK;
    }

    /// Takes the signals back.
    static void drain(SOCKET s) noexcept {
        char taken[64];
        while (::recv(s, taken, sizeof taken, 0) > 0) {}
    }

private:
    [[nodiscard]] bool connect_to_itself() const noexcept {
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        int length = sizeof here;
        u_long non_blocking = 1;
        auto* const name = reinterpret_cast<sockaddr*>(&here);
        return ::bind(socket_, name, length) == 0 && ::getsockname(socket_, name, &length) == 0 &&
               ::connect(socket_, name, length) == 0 && ::ioctlsocket(socket_, FIONBIO, &non_blocking) == 0;
    }

    SOCKET socket_ = INVALID_SOCKET;
};

} // namespace samesock::platform
