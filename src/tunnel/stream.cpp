// The transitions of one stream: see stream.hpp.
#include "tunnel/stream.hpp"

namespace samesock::tunnel {

void ending::send_fin() noexcept {
    fin_sent_ = true;
    ++unanswered_;
}

void ending::send_reset() noexcept {
    reset_sent_ = true;
    ++unanswered_;
}

reason ending::receive_fin() noexcept {
    if (reset_received_) return reason::after_reset;
    if (fin_received_) return reason::after_fin;
    fin_received_ = true;
    owes_ended_ = true;
    return reason::none;
}

reason ending::receive_reset() noexcept {
    if (reset_received_) return reason::after_reset;
    reset_received_ = true;
    return reason::none;
}

reason ending::receive_ended() noexcept {
    if (unanswered_ == 0) return reason::unasked;
    --unanswered_;
    return reason::none;
}

bool request_queue::contains(wire::type t) const noexcept {
    for (std::size_t i = 0; i != count_; ++i)
        if (types_[(first_ + i) % most] == t) return true;
    return false;
}

void stream::finish_connect(bool succeeded) noexcept {
    if (at != phase::connecting) return;
    if (succeeded)
        at = phase::connected;
    else if (!requests.contains(wire::type::connect))
        at = phase::unconnected;
}

} // namespace samesock::tunnel
