#include "own_addresses.hpp"

#include "interfaces.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace samesock::gateway {

namespace {

constexpr std::chrono::seconds good_for{5};

/// None: the system did not say.
std::optional<own_addresses::list> look_up() {
    const auto known = interface_addresses();
    if (!known) return {};
    own_addresses::list found;
    for (const interface_address& one : *known)
        if (const auto address = ip_of(one.address)) found.push_back(*address);
    return found;
}

} // namespace

own_addresses::own_addresses() : shared_(std::make_shared<shared>()) {}

own_addresses::own_addresses(list fixed) : shared_(std::make_shared<shared>()) {
    shared_->known = std::make_shared<const list>(std::move(fixed));
    shared_->is_fixed = true;
}

std::shared_ptr<const own_addresses::list> own_addresses::all() const {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(shared_->mutex);
    if (!shared_->is_fixed && now >= shared_->until) {
        // What was known goes on where the system does not say (EMFILE).
        if (auto found = look_up()) shared_->known = std::make_shared<const list>(*std::move(found));
        if (shared_->known) shared_->until = now + good_for;
    }
    return shared_->known;
}

bool own_addresses::contains(const ip_address& address) const {
    const auto known = all();
    return !known || std::find(known->begin(), known->end(), address) != known->end();
}

} // namespace samesock::gateway
