// See pairs.hpp.
#include "pairs.hpp"

#include <algorithm>
#include <atomic>

namespace samesock::platform {
namespace {

// What Linux's loopback holds for a stream by default is of this size.
constexpr std::size_t most_held = std::size_t{256} * 1024;

std::uint16_t next_port() noexcept {
    // Below what systems give by themselves, and above what a service has.
    constexpr unsigned first = 10'000, count = 20'000;
    static std::atomic<unsigned> used = 0;
    return static_cast<std::uint16_t>(first + used++ % count);
}

void count_between(socket_record& from, socket_record& to, std::size_t size) noexcept {
    from.sent += size;
    to.received += size;
}

} // namespace

void join(socket_record& one, socket_record& other) noexcept {
    for (socket_record* const s : {&one, &other}) {
        s->is_pair = true;
        s->twin = s == &one ? &other : &one;
        if (s->is_stream()) s->now = phase::connected;
        s->local = loopback(s->what.family, next_port());
    }
    one.peer = other.local;
    other.peer = one.local;
}

std::size_t room_of_pair(const socket_record& s) noexcept {
    return s.twin == nullptr ? 0 : most_held - std::min(most_held, s.twin->in.size());
}

std::size_t send_to_twin(socket_record& s, std::span<const std::byte> data) {
    const std::size_t size = std::min(room_of_pair(s), data.size());
    if (size == 0) return 0;
    s.twin->in.append(data.first(size));
    count_between(s, *s.twin, size);
    s.twin->touch();
    return size;
}

result<std::size_t> send_datagram_to_twin(socket_record& s, std::span<const std::byte> data) {
    if (s.twin == nullptr) return failed_with(ECONNREFUSED);
    if (!s.twin->incoming.push(s.local, data)) return failed_with(EAGAIN);
    count_between(s, *s.twin, data.size());
    s.twin->touch();
    return data.size();
}

} // namespace samesock::platform
