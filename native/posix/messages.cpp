// Data in and out: one system call each, and no more instructions around the two hot ones than they need.
// Sources: recv(2), send(2), recvmsg(2), cmsg(3), sendfile(2).
#include "broken_pipe.hpp"
#include "translate.hpp"

#include "platform/allocation.hpp"

#include <sys/uio.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/sendfile.h>
#endif

#include <climits>
#include <cstring>
#include <limits>
#include <memory>
#include <new>

namespace samesock::platform {

namespace {

// Cold, and of the callers' own type, so that a failing call ends in one jump.
[[gnu::cold, gnu::noinline]] result<std::size_t> failed() noexcept { return last_error(); }

result<std::size_t> size_of(ssize_t outcome) noexcept {
    if (outcome < 0) [[unlikely]]
        return failed();
    return static_cast<std::size_t>(outcome);
}

// A few on the stack, more from the heap; empty where there is no memory.
template <class T, std::size_t Few>
class scratch {
public:
    explicit scratch(std::size_t count) noexcept
        : many_(count > Few ? new(std::nothrow) T[count] : nullptr), data_(count > Few ? many_.get() : few_) {}
    [[nodiscard]] T* data() noexcept { return data_; }
    [[nodiscard]] bool failed() const noexcept { return data_ == nullptr; }

private:
    alignas(cmsghdr) alignas(T) T few_[Few];
    std::unique_ptr<T[]> many_;
    T* data_;
};
using vectors = scratch<iovec, 16>;
using ancillary_room = scratch<std::byte, 256>; // operator new aligns the larger ones well enough

template <class Buffers>
void fill(iovec* to, Buffers buffers) noexcept {
    for (const auto& b : buffers)
        *to++ = {const_cast<std::byte*>(b.data()), b.size()}; // sendmsg does not write: NOLINT
}

} // namespace

// -- the hot path -----------------------------------------------------------------------------------------------------

result<std::size_t> receive(handle h, std::span<std::byte> to, message_flags flags) noexcept {
    const int native = native_flags(flags);
    if (refused(native)) return refusal();
    return size_of(::recv(descriptor(h), to.data(), to.size(), native));
}

result<std::size_t> send(handle h, std::span<const std::byte> data, message_flags flags) noexcept {
    const int native = native_send_flags(flags);
    if (refused(native)) return refusal();
    return size_of(::send(descriptor(h), data.data(), data.size(), native));
}

result<received_from> receive_from(handle h, std::span<std::byte> to, message_flags flags) noexcept {
    const int native = native_flags(flags);
    if (refused(native)) return refusal();
    native_endpoint peer;
    const ssize_t n = ::recvfrom(descriptor(h), to.data(), to.size(), native, peer.get(), &peer.length);
    if (n < 0) [[unlikely]]
        return last_error();
    return received_from{static_cast<std::size_t>(n), endpoint_of(peer)};
}

result<std::size_t> send_to(handle h, std::span<const std::byte> data, message_flags flags,
                            const endpoint& to) noexcept {
    const int native = native_send_flags(flags);
    if (refused(native)) return refusal();
    native_endpoint name;
    if (const int reason = to_native(to, name); reason != 0) return failure(errno_code(reason));
    return size_of(::sendto(descriptor(h), data.data(), data.size(), native, name.get(), name.length));
}

// -- scatter, gather and ancillary data -------------------------------------------------------------------------------

namespace {

constexpr bool carries_descriptors(const cmsghdr& item) noexcept {
    return item.cmsg_level == SOL_SOCKET && item.cmsg_type == SCM_RIGHTS;
}

// The bytes of an item that are really there: a cut-off item says how long it would have been.
std::span<const std::byte> data_of(const msghdr& message, cmsghdr* item) noexcept {
    const auto* begin = reinterpret_cast<const std::byte*>(CMSG_DATA(item));
    const auto* end = static_cast<const std::byte*>(message.msg_control) + message.msg_controllen;
    const std::size_t said = item->cmsg_len > CMSG_LEN(0) ? item->cmsg_len - CMSG_LEN(0) : 0;
    const std::size_t room = end > begin ? static_cast<std::size_t>(end - begin) : 0;
    return {begin, std::min(said, room)};
}

// What nobody will ever be told of would stay open for ever.
void close_descriptors(msghdr& message) noexcept {
    for (cmsghdr* item = CMSG_FIRSTHDR(&message); item != nullptr; item = CMSG_NXTHDR(&message, item)) {
        if (!carries_descriptors(*item)) continue;
        for (auto data = data_of(message, item); data.size() >= sizeof(int); data = data.subspan(sizeof(int))) {
            int fd = -1;
            std::memcpy(&fd, data.data(), sizeof fd);
            ::close(fd);
        }
    }
}

status collect(msghdr& message, std::vector<received_control>& to) noexcept {
    return guard_allocation([&]() -> status {
        for (cmsghdr* item = CMSG_FIRSTHDR(&message); item != nullptr; item = CMSG_NXTHDR(&message, item)) {
            const auto data = data_of(message, item);
            received_control read = control_of(item->cmsg_level, item->cmsg_type);
            read.data = bytes::uninitialized(data.size());
            if (read.data.size() != data.size()) return failure(errno_code(ENOMEM));
            if (!data.empty()) std::memcpy(read.data.data(), data.data(), data.size());
            to.push_back(std::move(read));
        }
        return {};
    });
}

} // namespace

result<received_message> receive_message(handle h, mutable_buffers to, message_flags flags,
                                         std::size_t ancillary_capacity) noexcept {
    const int native = native_flags(flags);
    if (refused(native)) return refusal();
    native_endpoint peer;
    vectors parts(to.size());
    ancillary_room ancillary(ancillary_capacity);
    if (parts.failed() || ancillary.failed()) return failure(errno_code(ENOMEM));
    fill(parts.data(), to);

    msghdr message{};
    message.msg_name = peer.get();
    message.msg_namelen = peer.length;
    message.msg_iov = parts.data();
    message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(to.size());
    message.msg_control = ancillary_capacity != 0 ? ancillary.data() : nullptr;
    message.msg_controllen = static_cast<decltype(message.msg_controllen)>(ancillary_capacity);
    const ssize_t n = ::recvmsg(descriptor(h), &message, native);
    if (n < 0) return last_error();

    peer.length = message.msg_namelen;
    received_message received;
    received.size = static_cast<std::size_t>(n);
    received.flags = message_flags(bits_from_native<message_bits>(message.msg_flags));
    received.peer = endpoint_of(peer);
    if (const status done = collect(message, received.ancillary); !done) {
        close_descriptors(message);
        return failure(done.error());
    }
    return received;
}

namespace {

// How many bytes the items take; EINVAL beyond what a msghdr can say.
result<std::size_t> space_for(std::span<const control> items) noexcept {
    std::size_t total = 0;
    for (const control& item : items) {
        const auto space = ancillary_space(item.data.size());
        if (!space || *space > std::numeric_limits<int>::max() - total) return failure(errno_code(EINVAL));
        total += *space;
    }
    return total;
}

status put(std::span<const control> items, msghdr& message) noexcept {
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    for (const control& item : items) {
        const auto number = native_control(item.level, item.type);
        if (!number) return failure(number.error());
        header->cmsg_level = number->level;
        header->cmsg_type = number->name;
        header->cmsg_len = static_cast<decltype(header->cmsg_len)>(CMSG_LEN(item.data.size()));
        if (!item.data.empty()) std::memcpy(CMSG_DATA(header), item.data.data(), item.data.size());
        header = CMSG_NXTHDR(&message, header);
    }
    return {};
}

} // namespace

result<std::size_t> send_message(handle h, const_buffers data, message_flags flags, const endpoint* to,
                                 std::span<const control> items) noexcept {
    const int native = native_send_flags(flags);
    if (refused(native)) return refusal();
    const auto space = space_for(items);
    if (!space) return failure(space.error());
    native_endpoint name;
    vectors parts(data.size());
    ancillary_room ancillary(*space);
    if (parts.failed() || ancillary.failed()) return failure(errno_code(ENOMEM));
    fill(parts.data(), data);

    msghdr message{};
    if (to != nullptr) {
        if (const int reason = to_native(*to, name); reason != 0) return failure(errno_code(reason));
        message.msg_name = name.get();
        message.msg_namelen = name.length;
    }
    message.msg_iov = parts.data();
    message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(data.size());
    if (!items.empty()) {
        std::memset(ancillary.data(), 0, *space); // CMSG_NXTHDR reads the next header's length before it is written
        message.msg_control = ancillary.data();
        message.msg_controllen = static_cast<decltype(message.msg_controllen)>(*space);
        if (const status done = put(items, message); !done) return failure(done.error());
    }
    return size_of(::sendmsg(descriptor(h), &message, native));
}

result<std::size_t> ancillary_length(std::size_t data_size) noexcept {
    if (data_size > std::numeric_limits<int>::max() - CMSG_LEN(0)) return failure(errno_code(EOVERFLOW));
    return std::size_t{CMSG_LEN(data_size)};
}

result<std::size_t> ancillary_space(std::size_t data_size) noexcept {
    if (data_size > std::numeric_limits<int>::max() - CMSG_SPACE(1)) return failure(errno_code(EOVERFLOW));
    return std::size_t{CMSG_SPACE(data_size)};
}

// -- files ------------------------------------------------------------------------------------------------------------

namespace {

#if defined(__linux__)
ssize_t send_part(int to, int file, off_t offset, std::size_t count) noexcept {
    return ::sendfile(to, file, &offset, count);
}
#elif defined(__APPLE__) || defined(__FreeBSD__)
// Tells what went out before EAGAIN or EINTR as well: that is then the outcome.
ssize_t send_part(int to, int file, off_t offset, std::size_t count) noexcept {
    off_t sent = 0;
#if defined(__APPLE__)
    sent = static_cast<off_t>(std::min<std::size_t>(count, std::numeric_limits<int>::max()));
    const int outcome = ::sendfile(file, to, offset, &sent, nullptr, 0);
#else
    const int outcome = ::sendfile(file, to, offset, count, nullptr, &sent, 0);
#endif
    return outcome == 0 || sent > 0 ? static_cast<ssize_t>(sent) : -1;
}
#else
ssize_t send_part(int, int, off_t, std::size_t) noexcept {
    errno = EOPNOTSUPP;
    return -1;
}
#endif

// Files that cannot be mapped, sockets that are no streams, kernels without the call.
bool must_be_read(int reason) noexcept {
    return reason == EINVAL || reason == ENOSYS || reason == EOPNOTSUPP || reason == ESPIPE;
}

} // namespace

result<std::size_t> send_file(handle h, std::FILE* file, std::int64_t offset, std::size_t count) noexcept {
    if (offset < 0 || offset > std::numeric_limits<off_t>::max()) return failure(errno_code(EINVAL));
    if (count == 0) return std::size_t{0}; // to the BSDs that says: up to the end
    const int source = ::fileno(file);
    if (source < 0) return failure(errno_code(EOPNOTSUPP)); // a stream in memory
    const no_broken_pipe_signal silenced;
    const ssize_t n = send_part(descriptor(h), source, static_cast<off_t>(offset), count);
    if (n >= 0) return static_cast<std::size_t>(n);
    return failure(errno_code(must_be_read(errno) ? EOPNOTSUPP : errno));
}

} // namespace samesock::platform
