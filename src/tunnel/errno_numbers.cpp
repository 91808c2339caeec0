// The table of errno numbers: see errno_numbers.hpp. Names without #ifdef are C++'s, so that each build has them.
#include "tunnel/errno_numbers.hpp"

#include <cerrno>

namespace samesock::tunnel {
namespace {

struct row {
    int here;
    int in_linux;
};

// The first row that fits is meant. EAGAIN's twin and ENOTSUP, which have numbers of their own on some systems, so come
// late.
constexpr row rows[] = {
    {EPERM, 1},
    {ENOENT, 2},
    {ESRCH, 3},
    {EINTR, 4},
    {EIO, 5},
    {ENXIO, 6},
    {E2BIG, 7},
    {EBADF, 9},
    {ECHILD, 10},
    {EAGAIN, 11},
    {ENOMEM, 12},
    {EACCES, 13},
    {EFAULT, 14},
    {EBUSY, 16},
    {EEXIST, 17},
    {EXDEV, 18},
    {ENODEV, 19},
    {ENOTDIR, 20},
    {EISDIR, 21},
    {EINVAL, 22},
    {ENFILE, 23},
    {EMFILE, 24},
    {ENOTTY, 25},
    {EFBIG, 27},
    {ENOSPC, 28},
    {ESPIPE, 29},
    {EROFS, 30},
    {EMLINK, 31},
    {EPIPE, 32},
    {EDOM, 33},
    {ERANGE, 34},
    {EDEADLK, 35},
    {ENAMETOOLONG, 36},
    {ENOLCK, 37},
    {ENOSYS, 38},
    {ELOOP, 40},
    {EPROTO, 71},
    {EBADMSG, 74},
    {EOVERFLOW, 75},
    {EILSEQ, 84},
    {ENOTSOCK, 88},
    {EDESTADDRREQ, 89},
    {EMSGSIZE, 90},
    {EPROTOTYPE, 91},
    {ENOPROTOOPT, 92},
    {EPROTONOSUPPORT, 93},
    {EOPNOTSUPP, 95},
    {EAFNOSUPPORT, 97},
    {EADDRINUSE, 98},
    {EADDRNOTAVAIL, 99},
    {ENETDOWN, 100},
    {ENETUNREACH, 101},
    {ENETRESET, 102},
    {ECONNABORTED, 103},
    {ECONNRESET, 104},
    {ENOBUFS, 105},
    {EISCONN, 106},
    {ENOTCONN, 107},
    {ETIMEDOUT, 110},
    {ECONNREFUSED, 111},
    {EHOSTUNREACH, 113},
    {EALREADY, 114},
    {EINPROGRESS, 115},
    {ECANCELED, 125},
    {EWOULDBLOCK, 11},
    {ENOTSUP, 95},
#ifdef ESOCKTNOSUPPORT
    {ESOCKTNOSUPPORT, 94},
#endif
#ifdef EPFNOSUPPORT
    {EPFNOSUPPORT, 96},
#endif
#ifdef ESHUTDOWN
    {ESHUTDOWN, 108},
#endif
#ifdef EHOSTDOWN
    {EHOSTDOWN, 112},
#endif
    // The next best, where a build lacks them.
    {EPROTONOSUPPORT, 94},
    {EAFNOSUPPORT, 96},
    {EPIPE, 108},
    {EHOSTUNREACH, 112},
};

} // namespace

int to_linux_errno(int number) noexcept {
    if (number == 0) return 0;
    for (const row& each : rows)
        if (each.here == number) return each.in_linux;
    return 5;
}

int from_linux_errno(int number) noexcept {
    if (number == 0) return 0;
    for (const row& each : rows)
        if (each.in_linux == number) return each.here;
    return EIO;
}

} // namespace samesock::tunnel
