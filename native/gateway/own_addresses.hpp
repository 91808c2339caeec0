// The addresses of this machine's interfaces. They come and go, so they are looked up again when what is known is some
// seconds old.
#pragma once

#include "ip_address.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace samesock::gateway {

class own_addresses {
public:
    using list = std::vector<ip_address>;

    /// Those of the system.
    own_addresses();
    /// Always these.
    explicit own_addresses(list fixed);

    /// True as well while the system does not say which they are.
    [[nodiscard]] bool contains(const ip_address& address) const;
    /// Null: the system does not say.
    [[nodiscard]] std::shared_ptr<const list> all() const;

private:
    struct shared {
        std::mutex mutex;
        std::shared_ptr<const list> known;
        std::chrono::steady_clock::time_point until;
        bool is_fixed = false;
    };
    std::shared_ptr<shared> shared_; ///< a copy of a policy knows the same
};

} // namespace samesock::gateway
