// Data of datagram sockets. They need no connection of their own: the first that is sent gives the socket its address,
// at the gateway.
#include "data.hpp"
#include "pairs.hpp"

#include <algorithm>
#include <cstring>

namespace samesock::platform {
namespace {

// As IPv4 has it; IPv6's is larger by its header, and the gateway's system has the last word.
constexpr std::size_t longest = 65'507;

// A datagram's size as Linux returns it; the rest of a long one is lost.
std::size_t deliver(std::span<const std::byte> rest, mutable_buffers into, message_flags flags, message_flags& told) {
    const std::size_t whole = rest.size();
    for (const mutable_buffer& b : into) {
        const std::size_t n = std::min(b.size(), rest.size());
        if (n != 0) std::memcpy(b.data(), rest.data(), n);
        rest = rest.subspan(n);
    }
    if (!rest.empty()) told |= MSG_TRUNC;
    return (flags & MSG_TRUNC) ? whole : whole - rest.size();
}

status send_through(network& net, socket_record& s, std::span<const std::byte> data, const endpoint* to) {
    if (net.session() == nullptr) {
        if (auto begun = net.need_link(); !begun) return begun;
        s.waits_for_link = true;
        return failed_with(EAGAIN);
    }
    // What the gateway's system would do by itself; but so it says which address that is. Where it cannot, sending
    // still tells the truth.
    if (!s.bound && !s.auto_bound && !s.is_connected_datagram() && !net.is_stock())
        s.auto_bound = net.ask_later(s, tunnel::wire::bind{}).has_value();
    if (auto there = net.need_id(s); !there) return there;
    return net.session()->send_datagram(s.id, to, data);
}

} // namespace

int destination_error(const socket_record& s, const endpoint& to) noexcept {
    if (to.family == AF_UNSPEC && s.what.family == AF_INET6) return EDESTADDRREQ;
    if (const int wrong = form_error(s.what.family, to); wrong != 0) return wrong;
    return to.port == 0 ? EINVAL : 0;
}

result<received_from> receive_datagram(network&, socket_record& s, mutable_buffers into, message_flags flags,
                                       message_flags& told) {
    received_from got;
    if (s.pending_error != 0) return failed_with(s.take_error());
    if (s.incoming.empty()) {
        if (!s.read_shut) return failed_with(EAGAIN);
        got.size = 0; // Linux: nothing, from nobody
        return got;
    }
    got.peer = s.incoming.front().from;
    got.size = deliver(s.incoming.front().bytes, into, flags, told);
    if (flags & MSG_PEEK) return got;
    s.incoming.pop();
    if (s.twin != nullptr) s.twin->touch();
    return got;
}

result<std::size_t> send_datagram(network& net, socket_record& s, std::span<const std::byte> data, const endpoint* to) {
    if (s.pending_error != 0) return failed_with(s.take_error());
    if (to != nullptr) {
        if (const int wrong = destination_error(s, *to); wrong != 0) return failed_with(wrong);
    } else if (!s.is_connected_datagram()) {
        return failed_with(EDESTADDRREQ);
    }
    if (s.write_shut) return failed_with(EPIPE);
    if (data.size() > longest) return failed_with(EMSGSIZE);
    if (s.is_pair) return send_datagram_to_twin(s, data);
    if (s.is_connected_datagram() && to != nullptr && *to == s.peer) to = nullptr;
    const auto sent = send_through(net, s, data, to);
    if (sent) {
        s.sent += data.size();
        return data.size();
    }
    if (sent.error() == errno_code(EAGAIN)) s.is_full = !s.waits_for_link;
    return failure(sent.error());
}

} // namespace samesock::platform
