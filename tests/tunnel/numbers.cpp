// Numbers between the wire and this build: errno, reasons of CLOSE, reasons of an end.
#include "tunnel/errno_numbers.hpp"
#include "tunnel/reason.hpp"

#include <samesock/error_code.hpp>

#include <catch2/catch_all.hpp>

#include <cerrno>
#include <set>
#include <string>

using namespace samesock;
using tunnel::close_reason;
using tunnel::reason;

TEST_CASE("errno on the wire is Linux's") {
    const std::pair<int, int> rows[] = {
        {0, 0},
        {EPERM, 1},
        {EINTR, 4},
        {EIO, 5},
        {EBADF, 9},
        {EAGAIN, 11},
        {EWOULDBLOCK, 11},
        {ENOMEM, 12},
        {EACCES, 13},
        {EINVAL, 22},
        {EMFILE, 24},
        {EPIPE, 32},
        {EPROTO, 71},
        {ENOTSOCK, 88},
        {EMSGSIZE, 90},
        {ENOPROTOOPT, 92},
        {EOPNOTSUPP, 95},
        {ENOTSUP, 95},
        {EAFNOSUPPORT, 97},
        {EADDRINUSE, 98},
        {EADDRNOTAVAIL, 99},
        {ENETUNREACH, 101},
        {ECONNABORTED, 103},
        {ECONNRESET, 104},
        {ENOBUFS, 105},
        {EISCONN, 106},
        {ENOTCONN, 107},
        {ETIMEDOUT, 110},
        {ECONNREFUSED, 111},
        {EHOSTUNREACH, 113},
        {EINPROGRESS, 115},
    };
    for (const auto& [here, in_linux] : rows) {
        INFO(in_linux);
        CHECK(tunnel::to_linux_errno(here) == in_linux);
        const bool is_twin = here == EWOULDBLOCK || here == ENOTSUP;
        if (!is_twin) CHECK(tunnel::from_linux_errno(in_linux) == here);
    }
}

TEST_CASE("each errno of the wire comes back as itself, but for what a build lacks") {
    int known = 0;
    for (int number = 1; number != 200; ++number) {
        const int here = tunnel::from_linux_errno(number);
        CHECK(here > 0);
        if (here == EIO && number != 5) continue;
        ++known;
        const bool may_be_the_next_best = number == 94 || number == 96 || number == 108 || number == 112;
        if (!may_be_the_next_best) CHECK(tunnel::to_linux_errno(here) == number);
    }
    CHECK(known >= 68);
    CHECK(tunnel::from_linux_errno(-1) == EIO);
    CHECK(tunnel::to_linux_errno(123'456) == 5);
}

TEST_CASE("a reason of CLOSE is an errno at the client, and an errno is a reason at the server") {
    const std::pair<close_reason, int> at_client[] = {
        {close_reason::unspecified, ECONNRESET},   {close_reason::voluntary, 0},
        {close_reason::network_error, ECONNRESET}, {close_reason::incompatible_extensions, EPROTO},
        {close_reason::invalid, EINVAL},           {close_reason::unreachable, EHOSTUNREACH},
        {close_reason::timed_out, ETIMEDOUT},      {close_reason::refused, ECONNREFUSED},
        {close_reason::data_timed_out, ETIMEDOUT}, {close_reason::blocked, EACCES},
        {close_reason::throttled, ENOBUFS},        {close_reason::wrong_password, EACCES},
        {close_reason::wrong_signature, EACCES},   {close_reason::credentials_required, EACCES},
        {close_reason{0x99}, ECONNRESET},
    };
    for (const auto& [reason, number] : at_client) CHECK(tunnel::errno_of(reason) == number);
    const std::pair<int, close_reason> at_server[] = {
        {0, close_reason::voluntary},
        {EINVAL, close_reason::invalid},
        {EHOSTUNREACH, close_reason::unreachable},
        {ENETUNREACH, close_reason::unreachable},
        {ETIMEDOUT, close_reason::timed_out},
        {ECONNREFUSED, close_reason::refused},
        {EACCES, close_reason::blocked},
        {EPERM, close_reason::blocked},
        {EMFILE, close_reason::throttled},
        {ENOBUFS, close_reason::throttled},
        {ECONNRESET, close_reason::network_error},
        {EPIPE, close_reason::network_error},
        {EIO, close_reason::unspecified},
    };
    for (const auto& [number, reason] : at_server) CHECK(tunnel::close_reason_of(errno_code(number)) == reason);
    CHECK(tunnel::close_reason_of(make_error_code(gai_error::noname)) == close_reason::unreachable);
}

TEST_CASE("each reason of an end has its own text, and an errno") {
    std::set<std::string> texts;
    for (int i = 0; i <= static_cast<int>(reason::abandoned); ++i) texts.emplace(text_of(reason(i)));
    CHECK(texts.size() == static_cast<std::size_t>(reason::abandoned) + 1);
    CHECK(code_of(reason::truncated) == errno_code(EPROTO));
    CHECK(code_of(reason::too_many_strays) == errno_code(EPROTO));
    CHECK(code_of(reason::flooded) == errno_code(ENOBUFS));
    CHECK(code_of(reason::silent) == errno_code(ETIMEDOUT));
    CHECK(code_of(reason::lost) == errno_code(ECONNRESET));
    CHECK(code_of(reason::closed) == errno_code(ECONNRESET));
    CHECK_FALSE(is_malformed(reason::none));
    CHECK_FALSE(is_malformed(reason::closed));
}
