// Data of streams. Each error is the one that Linux gives in the same state.
#include "data.hpp"
#include "pairs.hpp"

#include <algorithm>
#include <cstring>

namespace samesock::platform {
namespace {

// Nothing is there to receive: why.
result<std::size_t> receive_nothing(socket_record& s, bool wants_nothing) {
    if (s.pending_error != 0) return failed_with(s.take_error());
    switch (s.now) {
    case phase::connecting: return failed_with(EAGAIN);
    case phase::connected:
        if (wants_nothing || s.no_more_in || s.read_shut) return 0;
        return failed_with(EAGAIN);
    default:
        if (s.failed) return 0; // shut down by the failure
        return failed_with(ENOTCONN);
    }
}

result<std::size_t> send_now(network& net, socket_record& s, std::span<const std::byte> data) {
    if (s.is_pair) return send_to_twin(s, data);
    tunnel::client_session* const session = net.session();
    std::size_t total = 0;
    while (total < data.size() && session != nullptr && s.id != 0) {
        const auto sent = session->send(s.id, data.subspan(total));
        if (!sent && total == 0) return failure(sent.error());
        if (!sent || *sent == 0) break;
        total += *sent;
    }
    s.sent += total;
    return total;
}

} // namespace

result<std::size_t> receive_stream(network& net, socket_record& s, std::span<std::byte> into, message_flags flags) {
    const auto held = s.in.bytes();
    if (held.empty()) return receive_nothing(s, into.empty());
    const std::size_t size = std::min(held.size(), into.size());
    // On a stream MSG_TRUNC throws the bytes away. (tcp(7))
    if (size != 0 && !(flags & MSG_TRUNC)) std::memcpy(into.data(), held.data(), size);
    if (flags & MSG_PEEK) return size;
    s.in.drop(size);
    net.taken(s, size);
    return size;
}

result<std::size_t> send_stream(network& net, socket_record& s, std::span<const std::byte> data) {
    if (s.now == phase::connecting) return failed_with(EAGAIN);
    if (s.pending_error != 0) return failed_with(s.take_error());
    if (s.now != phase::connected || s.write_shut || s.no_more_out) return failed_with(EPIPE);
    if (data.empty()) return 0;
    const auto sent = send_now(net, s, data);
    if (sent && *sent == 0) return failed_with(EAGAIN);
    return sent;
}

bool stream_has_room(network& net, const socket_record& s) {
    if (s.pending_error != 0 || s.write_shut || s.no_more_out) return true;
    if (s.is_pair) return s.twin == nullptr || room_of_pair(s) != 0;
    if (s.id == 0 || net.session() == nullptr) return true;
    const auto room = net.session()->room(s.id, 1);
    return !room || !room->empty();
}

} // namespace samesock::platform
