// Data in and out: one call of Winsock each; in blocking mode as many as it takes, asleep in between.
// Sources: recv, WSARecv, WSARecvFrom, WSASendTo (winsock2.h).
#include "handle_table.hpp"
#include "sleepers.hpp"
#include "sleeping.hpp"
#include "translate.hpp"

#include <memory>
#include <new>

namespace samesock::platform {

namespace {

constexpr int our_msg_peek = 2;
constexpr int our_msg_trunc = 32;
constexpr int our_msg_waitall = 256;
constexpr int our_msg_nosignal = 0x4000;

// What is dealt with here needs no number of Windows'.
int native_flags(message_flags flags) noexcept {
    return bits_to_native<message_bits>(flags.value() & ~(our_msg_dontwait | our_msg_waitall | our_msg_nosignal));
}

// A non-blocking send takes all that it is given, once there is any room: no timeout would hold, and no queue be full.
constexpr std::size_t most_at_once = std::size_t{256} * 1024;

constexpr int clamp(std::size_t size) noexcept {
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

// After cancel(): the core looks who was closed, as it does after a signal.
std::unexpected<std::error_code> interrupted() noexcept { return failed_with(EINTR); }

// What a receive failed with, in the words of other systems; none: it did not fail to them.
struct receive_failure {
    std::error_code reason;
    bool is_end = false;       ///< the stream's, for a side that was shut down
    bool is_truncated = false; ///< the datagram was longer
};

// The end of a connection by the peer is told once, as elsewhere; Windows tells it again and again.
bool is_told_again(handle h) noexcept {
    if (traits_of(h).has(trait::reset_told)) return true;
    change(h, trait::reset_told, true);
    return false;
}

receive_failure receive_failure_of(handle h) noexcept {
    switch (::WSAGetLastError()) {
    case WSAEMSGSIZE: return {{}, false, true};
    case WSAESHUTDOWN: return {{}, true, false};
    case WSAECONNRESET:
        // Of datagrams only one that was sent can have been refused.
        if (traits_of(h).has(trait::datagram)) return {errno_code(ECONNREFUSED)};
        if (is_told_again(h)) return {{}, true, false};
        break;
    case WSAECONNABORTED:
        if (is_told_again(h)) return {{}, true, false};
        break;
    case WSAEINVAL:
        // A datagram socket that was never bound, which nothing can come to.
        if (traits_of(h).has(trait::datagram)) return {errno_code(EWOULDBLOCK)};
        break;
    default: break;
    }
    return {last_error(h).error()};
}

result<std::size_t> size_after_failure(handle h, std::size_t room) noexcept {
    const receive_failure failed = receive_failure_of(h);
    if (failed.reason) return failure(failed.reason);
    return failed.is_truncated ? room : 0;
}

// Wine may say of a connection that was reset that it has ended, and only when asked again that it was reset.
bool was_reset(handle h) noexcept {
    char next = 0;
    return !traits_of(h).has(trait::datagram) && ::recv(socket_of(h), &next, 1, MSG_PEEK) < 0 &&
           ::WSAGetLastError() == WSAECONNRESET;
}

result<std::size_t> size_received(handle h, std::size_t size, std::size_t room) noexcept {
    if (size != 0 || room == 0 || !was_reset(h) || is_told_again(h)) return size;
    return failed_with(ECONNRESET);
}

// Where a datagram is from. A stream's calls leave the name as it is: none.
void clear(native_endpoint& peer) noexcept { peer.get()->sa_family = AF_UNSPEC; }

// In the words of other systems.
std::unexpected<std::error_code> send_failure(handle h) noexcept {
    const bool is_datagram = traits_of(h).has(trait::datagram);
    switch (::WSAGetLastError()) {
    case WSAECONNRESET:
        if (is_datagram) return failed_with(ECONNREFUSED);
        if (!peer_endpoint(h)) return failed_with(EPIPE); // Wine says so where there was no connection
        return failed_with(is_told_again(h) ? EPIPE : ECONNRESET);
    case WSAECONNABORTED: return failed_with(is_told_again(h) ? EPIPE : ECONNABORTED);
    case WSAENOTCONN: return failed_with(is_datagram ? EDESTADDRREQ : EPIPE);
    default: return last_error(h);
    }
}

// A few on the stack, more from the heap; empty where there is no memory.
class vectors {
public:
    template <class Buffers>
    explicit vectors(Buffers buffers) noexcept
        : many_(buffers.size() > few ? new(std::nothrow) WSABUF[buffers.size()] : nullptr),
          data_(buffers.size() > few ? many_.get() : few_.data()) {
        if (data_ == nullptr) return;
        WSABUF* to = data_;
        for (const auto& b : buffers) {
            const auto* const begin = reinterpret_cast<const char*>(b.data());
            *to++ = {static_cast<ULONG>(clamp(b.size())), const_cast<char*>(begin)}; // sends do not write: NOLINT
        }
        if (buffers.size() == 0) *to++ = {0, nullptr}; // Winsock wants one
        size_ = static_cast<DWORD>(to - data_);
    }
    [[nodiscard]] bool failed() const noexcept { return data_ == nullptr; }
    [[nodiscard]] WSABUF* data() noexcept { return data_; }
    [[nodiscard]] DWORD size() const noexcept { return size_; }
    [[nodiscard]] std::size_t room() const noexcept {
        std::size_t all = 0;
        for (const WSABUF& one : std::span(data_, size_)) all += one.len;
        return all;
    }

private:
    static constexpr std::size_t few = 16;
    std::array<WSABUF, few> few_; // not cleared: NOLINT
    std::unique_ptr<WSABUF[]> many_;
    WSABUF* data_;
    DWORD size_ = 0;
};

// -- asleep in a receive ------------------------------------------------------------------------------------------------

// Signalled when this thread's own receive has ended.
thread_local own_event receive_ended(false);

enum class receive_end { done, timed_out, failed };

// One overlapped receive to its end, for the reason in WSAGetLastError() where it failed: WSA_OPERATION_ABORTED after
// cancel() and nudge().
receive_end receive_overlapped(SOCKET s, std::span<std::byte> to, const sleeper& me, int milliseconds,
                               DWORD& size) noexcept {
    OVERLAPPED pending{};
    pending.hEvent = receive_ended.get();
    WSABUF part{static_cast<ULONG>(clamp(to.size())), reinterpret_cast<char*>(to.data())};
    DWORD flags = 0;
    if (::WSARecv(s, &part, 1, &size, &flags, &pending, nullptr) == 0) return receive_end::done;
    if (::WSAGetLastError() != WSA_IO_PENDING) return receive_end::failed;
    // Only who began it ends it: from another thread that could come too early.
    const std::array events{pending.hEvent, me.event()};
    const DWORD time = milliseconds < 0 ? INFINITE : static_cast<DWORD>(milliseconds);
    const DWORD woken_by = ::WaitForMultipleObjects(2, events.data(), FALSE, time);
    const bool timed_out = woken_by == WAIT_TIMEOUT;
    if (woken_by != WAIT_OBJECT_0) ::CancelIoEx(file_of(handle_of(s)), &pending);
    if (::WSAGetOverlappedResult(s, &pending, &size, TRUE, &flags) != 0) return receive_end::done;
    return timed_out && ::WSAGetLastError() == WSA_OPERATION_ABORTED ? receive_end::timed_out : receive_end::failed;
}

// A blocking receive costs one call so, as recv() would, and cancel() reaches it, which recv() would not feel.
result<std::size_t> receive_asleep(handle h, std::span<std::byte> to) noexcept {
    const std::array one{interest{h, readiness::readable}};
    const sleeper me(one, sleeper::place::in_receive);
    const int milliseconds = time_limit(h, readiness::readable);
    if (receive_ended.get() == nullptr || me.event() == nullptr) return failed_with(ENOMEM);
    for (;;) {
        if (me.cancelled()) return interrupted();
        DWORD size = 0;
        switch (receive_overlapped(socket_of(h), to, me, milliseconds, size)) {
        case receive_end::done: return size_received(h, size, to.size());
        case receive_end::timed_out: return failed_with(EWOULDBLOCK);
        case receive_end::failed: break;
        }
        if (::WSAGetLastError() != WSA_OPERATION_ABORTED) return size_after_failure(h, to.size());
    }
}

result<std::size_t> receive_once(handle h, std::span<std::byte> to, int native) noexcept {
    const int n = ::recv(socket_of(h), reinterpret_cast<char*>(to.data()), clamp(to.size()), native);
    if (n >= 0) return size_received(h, static_cast<std::size_t>(n), to.size());
    // No urgent data, for which elsewhere nobody waits.
    if ((native & MSG_OOB) != 0 && ::WSAGetLastError() == WSAEWOULDBLOCK) return failed_with(EINVAL);
    return size_after_failure(h, to.size());
}

result<std::size_t> receive_some(handle h, std::span<std::byte> to, message_flags flags, int native) noexcept {
    // A flag is not for overlapped receives.
    if (native == 0 && may_sleep(h, flags)) return receive_asleep(h, to);
    return attempt_or_sleep(h, readiness::readable, flags, [&] { return receive_once(h, to, native); });
}

bool gathers(handle h, message_flags flags) noexcept {
    constexpr int not_with = our_msg_peek | our_msg_dontwait;
    return (flags.value() & our_msg_waitall) != 0 && (flags.value() & not_with) == 0 && may_sleep(h, flags) &&
           !traits_of(h).has(trait::datagram);
}

// Windows' own flag fails on a non-blocking socket.
result<std::size_t> receive_all(handle h, std::span<std::byte> to, message_flags flags, int native) noexcept {
    std::size_t filled = 0;
    while (filled != to.size()) {
        const auto n = receive_some(h, to.subspan(filled), flags, native);
        if (!n && filled == 0) return n;
        if (!n || *n == 0) break; // an error comes again with the next call
        filled += *n;
    }
    return filled;
}

} // namespace

// -- the hot path -----------------------------------------------------------------------------------------------------

result<std::size_t> receive(handle h, std::span<std::byte> to, message_flags flags) noexcept {
    const int native = native_flags(flags);
    if (native == no_number) return failed_with(EOPNOTSUPP);
    if (gathers(h, flags)) return receive_all(h, to, flags, native);
    return receive_some(h, to, flags, native);
}

namespace {

result<std::size_t> send_once(handle h, std::span<const std::byte> data, int native) noexcept {
    if (!traits_of(h).has(trait::datagram)) data = data.first(std::min(data.size(), most_at_once));
    const int n = ::send(socket_of(h), reinterpret_cast<const char*>(data.data()), clamp(data.size()), native);
    if (n >= 0) return static_cast<std::size_t>(n);
    return send_failure(h);
}

} // namespace

// In blocking mode all of it, as elsewhere.
result<std::size_t> send(handle h, std::span<const std::byte> data, message_flags flags) noexcept {
    const int native = native_flags(flags);
    if (native == no_number) return failed_with(EOPNOTSUPP);
    std::size_t sent = 0;
    do {
        const auto n =
            attempt_or_sleep(h, readiness::writable, flags, [&] { return send_once(h, data.subspan(sent), native); });
        if (!n) return sent != 0 ? result<std::size_t>(sent) : n;
        sent += *n;
    } while (sent != data.size() && may_sleep(h, flags));
    return sent;
}

result<received_from> receive_from(handle h, std::span<std::byte> to, message_flags flags) noexcept {
    const int native = native_flags(flags);
    if (native == no_number) return failed_with(EOPNOTSUPP);
    return attempt_or_sleep(h, readiness::readable, flags, [&]() -> result<received_from> {
        native_endpoint peer;
        clear(peer);
        const int n = ::recvfrom(socket_of(h), reinterpret_cast<char*>(to.data()), clamp(to.size()), native, peer.get(),
                                 &peer.length);
        const auto size =
            n >= 0 ? size_received(h, static_cast<std::size_t>(n), to.size()) : size_after_failure(h, to.size());
        if (!size) return failure(size.error());
        return received_from{*size, endpoint_of(peer)};
    });
}

result<std::size_t> send_to(handle h, std::span<const std::byte> data, message_flags flags,
                            const endpoint& to) noexcept {
    const const_buffer one(data.data(), data.size());
    return send_message(h, {&one, 1}, flags, &to, {});
}

// -- scatter and gather -------------------------------------------------------------------------------------------------

result<received_message> receive_message(handle h, mutable_buffers to, message_flags flags, std::size_t) noexcept {
    const int native = native_flags(flags);
    if (native == no_number) return failed_with(EOPNOTSUPP);
    vectors parts(to);
    if (parts.failed()) return failed_with(ENOMEM);
    return attempt_or_sleep(h, readiness::readable, flags, [&]() -> result<received_message> {
        native_endpoint peer;
        clear(peer);
        received_message received;
        DWORD size = 0;
        auto more = static_cast<DWORD>(native);
        if (::WSARecvFrom(socket_of(h), parts.data(), parts.size(), &size, &more, peer.get(), &peer.length, nullptr,
                          nullptr) != 0) {
            const receive_failure failed = receive_failure_of(h);
            if (failed.reason) return failure(failed.reason);
            if (failed.is_truncated) received.flags = message_flags(our_msg_trunc);
            size = failed.is_truncated ? static_cast<DWORD>(parts.room()) : 0;
        }
        const auto checked = size_received(h, size, parts.room());
        if (!checked) return failure(checked.error());
        received.size = size;
        received.peer = endpoint_of(peer);
        return received;
    });
}

result<std::size_t> send_message(handle h, const_buffers data, message_flags flags, const endpoint* to,
                                 std::span<const control> items) noexcept {
    const int native = native_flags(flags);
    if (native == no_number || !items.empty()) return failed_with(EOPNOTSUPP);
    native_endpoint name;
    name.length = 0;
    if (to != nullptr) {
        if (const int reason = to_native(*to, name); reason != 0) return failed_with(reason);
    }
    vectors parts(data);
    if (parts.failed()) return failed_with(ENOMEM);
    return attempt_or_sleep(h, readiness::writable, flags, [&]() -> result<std::size_t> {
        DWORD size = 0;
        const sockaddr* const there = to != nullptr ? name.get() : nullptr;
        if (::WSASendTo(socket_of(h), parts.data(), parts.size(), &size, static_cast<DWORD>(native), there, name.length,
                        nullptr, nullptr) != 0)
            return send_failure(h);
        return std::size_t{size};
    });
}

result<std::size_t> ancillary_length(std::size_t) noexcept { return failed_with(EOPNOTSUPP); }
result<std::size_t> ancillary_space(std::size_t) noexcept { return failed_with(EOPNOTSUPP); }

// TransmitFile() would be asked for a handle of the file, which the C library keeps for itself.
result<std::size_t> send_file(handle, std::FILE*, std::int64_t, std::size_t) noexcept {
    return failed_with(EOPNOTSUPP);
}

} // namespace samesock::platform
