// See configuration.hpp.
#include "configuration.hpp"
#include "network.hpp"

#include "platform/allocation.hpp"

namespace samesock::platform {
namespace {

status check(const configuration& c) {
    if (c.open_timeout.count() <= 0) return failed_with(EINVAL);
    const auto url = read_gateway_url(c.url.empty() ? default_gateway() : c.url);
    if (!url) return failed_with(EINVAL);
    return has_secrets(c) && !url->is_private() ? failed_with(EACCES) : status();
}

} // namespace

configuration configuration_of_environment() {
    configuration found;
    found.url = environment("SAMESOCK_GATEWAY");
    found.token = environment("SAMESOCK_GATEWAY_TOKEN");
    return found;
}

bool has_secrets(const configuration& c) noexcept { return !(c.token.empty() && c.user.empty() && c.password.empty()); }

} // namespace samesock::platform

samesock::status samesock::tunnel::try_configure(const gateway& where) noexcept {
    return platform::guard_allocation([&]() -> status {
        if (auto good = platform::check(where); !good) return good;
        platform::locked_network net;
        return net->configure(where);
    });
}
