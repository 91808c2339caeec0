// Secrets and places: see session_table.hpp.
#include "session_table.hpp"

#include "random_bytes.hpp"

#include <utility>

namespace samesock::gateway {

using tunnel::wire::secret;

void session_table::add(const secret& key, owner whose, place where) {
    const std::lock_guard lock(mutex_);
    entries_.insert_or_assign(key, entry{std::move(whose), std::move(where)});
}

void session_table::remove(const secret& key) {
    const std::lock_guard lock(mutex_);
    entries_.erase(key);
}

std::optional<session_table::place> session_table::find(const secret& key, const owner& whose) const {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end() || found->second.whose != whose) return std::nullopt;
    return found->second.where;
}

std::size_t session_table::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

session_secrets::~session_secrets() {
    forget(known_);
    forget(sent_);
}

void session_secrets::forget(std::optional<secret>& which) {
    if (which) table_.remove(*which);
    which.reset();
}

secret session_secrets::random() {
    secret fresh{};
    fill_randomly(fresh);
    return fresh;
}

void session_secrets::sent(const secret& fresh, const session_table::place& where) {
    forget(sent_); // its WELCOME was lost
    sent_ = fresh;
    table_.add(fresh, whose_, where);
}

void session_secrets::confirmed() {
    if (!sent_) return;
    forget(known_);
    known_ = std::exchange(sent_, std::nullopt);
}

} // namespace samesock::gateway
