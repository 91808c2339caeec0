// Who has waited longest: see pending_connections.hpp.
#include "pending_connections.hpp"

#include <utility>

namespace samesock::gateway {

bool pending_connections::make_room(std::size_t most) {
    const bool had_room = most == 0 || waiting_->size() < most;
    while (most != 0 && waiting_->size() >= most) waiting_->front()->close(); // several after a reload
    return had_room;
}

std::shared_ptr<pending_connections::place> pending_connections::enter() { return std::make_shared<place>(waiting_); }

pending_connections::place::place(std::shared_ptr<list> among)
    : among_(std::move(among)), at_(among_->insert(among_->end(), this)) {}

void pending_connections::place::renew() noexcept {
    if (is_waiting_) among_->splice(among_->end(), *among_, at_);
}

// What it closes has its end only later, but is not counted any more.
void pending_connections::place::close() {
    leave();
    if (close_) close_();
}

void pending_connections::place::leave() noexcept {
    if (!std::exchange(is_waiting_, false)) return;
    among_->erase(at_);
}

} // namespace samesock::gateway
