#include "own_addresses.hpp"

#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace samesock::gateway {

namespace {

constexpr std::chrono::seconds good_for{5};

std::optional<ip_address> address_of(const sockaddr* a) noexcept {
    if (a == nullptr) return {};
    ip_address address;
    if (a->sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, a, sizeof in);
        address.size = 4;
        std::memcpy(address.bytes.data(), &in.sin_addr, 4);
        return address;
    }
    if (a->sa_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, a, sizeof in);
        address.size = 16;
        std::memcpy(address.bytes.data(), &in.sin6_addr, 16);
        return address;
    }
    return {};
}

/// None: the system did not say.
std::optional<own_addresses::list> look_up() {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owned(first, ::freeifaddrs);
    own_addresses::list found;
    for (const ifaddrs* i = first; i != nullptr; i = i->ifa_next)
        if (const auto address = address_of(i->ifa_addr)) found.push_back(*address);
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
