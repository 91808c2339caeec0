// Handles: making, doubling, describing, ending them.
#include "network.hpp"
#include "pairs.hpp"
#include "pollers.hpp"

#include "platform/allocation.hpp"

#include <cstdlib>

namespace samesock::platform {
namespace {

// A family, a type or a protocol is refused as Linux does; ESOCKTNOSUPPORT is not everywhere.
int kind_error(const kind& k) noexcept {
    constexpr int highest_type = 10, protocols = 262;
    if (k.family != AF_INET && k.family != AF_INET6) return EAFNOSUPPORT;
    if (k.type.value() < 0 || k.type.value() > highest_type || k.proto.value() < 0 || k.proto.value() > protocols)
        return EINVAL;
    if (k.type != SOCK_STREAM && k.type != SOCK_DGRAM) return EPROTONOSUPPORT;
    const protocol its_own = k.type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
    return k.proto == 0 || k.proto == its_own ? 0 : EPROTONOSUPPORT;
}

kind with_protocol(kind k) noexcept {
    k.proto = k.type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
    return k;
}

// The numbers of the standard streams are open, and no sockets.
std::unexpected<std::error_code> not_a_socket(handle h) noexcept {
    const auto number = static_cast<std::intptr_t>(h);
    return failed_with(number >= 0 && number < first_handle ? ENOTSOCK : EBADF);
}

} // namespace

bool sleeps_in_kernel() noexcept { return false; }
bool reuse_address_is_unsafe() noexcept { return false; }

// The way to the gateway is opened while the program goes on. What stands in its way, a call tells that needs it.
status start() noexcept {
    return guard_allocation([]() -> status {
        static const bool once = std::atexit([] { network::instance().end_program(); }) == 0;
        (void)once;
        locked_network net;
        (void)net->need_link();
        return {};
    });
}

result<handle> open(const kind& what, bool) noexcept {
    if (const int wrong = kind_error(what); wrong != 0) return failed_with(wrong);
    return guard_allocation([&]() -> result<handle> {
        auto record = std::make_unique<socket_record>(with_protocol(what));
        locked_network net;
        auto h = net->table.enter(record.get());
        if (h) (void)record.release();
        return h;
    });
}

result<std::array<handle, 2>> open_pair(const kind& what) noexcept {
    if (const int wrong = kind_error(what); wrong != 0) return failed_with(wrong);
    return guard_allocation([&]() -> result<std::array<handle, 2>> {
        auto one = std::make_unique<socket_record>(with_protocol(what));
        auto other = std::make_unique<socket_record>(with_protocol(what));
        join(*one, *other);
        locked_network net;
        const auto first = net->table.enter(one.get());
        if (!first) return failure(first.error());
        const auto second = net->table.enter(other.get());
        if (!second) {
            (void)net->table.leave(*first);
            return failure(second.error());
        }
        (void)one.release();
        (void)other.release();
        return std::array{*first, *second};
    });
}

result<handle> duplicate(handle h) noexcept {
    return guard_allocation([&]() -> result<handle> {
        locked_network net;
        socket_record* const s = net.socket(h);
        if (s == nullptr) return not_a_socket(h);
        auto second = net->table.enter(s);
        if (second) ++s->references;
        return second;
    });
}

result<kind> describe(handle h) noexcept {
    locked_network net;
    const socket_record* const s = net.socket(h);
    if (s == nullptr) return not_a_socket(h);
    return s->what;
}

status close(handle h) noexcept {
    return guard_allocation([&]() -> status {
        locked_network net;
        const slot* const entry = net->table.find(h);
        if (entry == nullptr) return no_handle();
        socket_record& s = *entry->socket;
        if (entry->pollers != 0) leave_pollers(s, h);
        s.waiters.wake(); // who waits for a number that is none any more hears of it
        if (socket_record* const last = net->table.leave(h); last != nullptr)
            net->close_socket(std::unique_ptr<socket_record>(last));
        return {};
    });
}

void cancel(handle h) noexcept {
    locked_network net;
    slot* const entry = net->table.find(h);
    if (entry == nullptr) return;
    entry->canceled = true;
    entry->socket->waiters.wake();
    net->wake_link_waiters();
}

// Every handle is: blocking mode is a wait() of the core.
status set_blocking(handle h, bool) noexcept {
    locked_network net;
    if (net.socket(h) == nullptr) return no_handle();
    return {};
}

result<bool> get_inheritable(handle h) noexcept {
    locked_network net;
    if (net.socket(h) == nullptr) return no_handle();
    return false;
}

// The numbers are this program's own: another program could do nothing with them.
status set_inheritable(handle h, bool inheritable) noexcept {
    locked_network net;
    if (net.socket(h) == nullptr) return no_handle();
    if (inheritable) return failed_with(EOPNOTSUPP);
    return {};
}

status control_io(handle h, std::uint32_t, const_buffer) noexcept {
    locked_network net;
    return net.socket(h) == nullptr ? no_handle() : failed_with(EOPNOTSUPP);
}
result<bytes> share(handle h, std::uint32_t) noexcept {
    locked_network net;
    return net.socket(h) == nullptr ? no_handle() : failed_with(EOPNOTSUPP);
}
result<handle> open_shared(const_buffer) noexcept { return failed_with(EOPNOTSUPP); }

} // namespace samesock::platform
