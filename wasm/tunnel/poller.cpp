// Many handles, registered once. Each poller has a list of those that may be ready: what happens to a socket puts its
// registrations there, and a wait() looks at these alone. Those that are ready stay, behind the others.
#include "pollers.hpp"
#include "wait.hpp"

#include "platform/allocation.hpp"

#include <array>
#include <atomic>

namespace samesock::platform {
namespace {

// A fixed table of atomic places: wake() is allowed in a signal handler, which can take no lock.
constexpr std::size_t most_pollers = 4096;
constinit std::array<std::atomic<poller_record*>, most_pollers> places{};

poller_record* find(poller p) noexcept {
    const auto index = static_cast<std::size_t>(p);
    return index < places.size() ? places[index].load(std::memory_order_acquire) : nullptr;
}

registration* find(poller_record& in, handle h) noexcept {
    const auto found = in.all.find(h);
    return found == in.all.end() ? nullptr : found->second.get();
}

void remove(locked_network& net, poller_record& from, handle h) noexcept {
    if (from.all.erase(h) == 0) return;
    if (slot* const entry = net->table.find(h)) --entry->pollers;
}

std::size_t take_ready(network& net, poller_record& in, std::span<event> events) {
    std::size_t written = 0;
    chain<registration, ready_link> told;
    while (written < events.size() && !in.ready.empty()) {
        registration& one = in.ready.front();
        const readiness got = ready_for(net, *one.of, one.want);
        if (any(got)) {
            events[written++] = {one.token, got};
            told.push_back(one);
        } else {
            static_cast<ready_link&>(one).leave();
        }
    }
    // Level-triggered: they are looked at again, after those whose turn it was not.
    told.for_each([&](registration& one) { in.ready.push_back(one); });
    return written;
}

/// The poller's own sleeper, or another one where a thread has it.
class poller_sleeper {
public:
    poller_sleeper(network& net, poller_record& p) : poller_(p), is_own_(!p.own_in_use) {
        if (is_own_)
            p.own_in_use = true;
        else
            other_.emplace(net);
    }
    ~poller_sleeper() {
        if (is_own_) poller_.own_in_use = false;
    }
    poller_sleeper(const poller_sleeper&) = delete;
    poller_sleeper& operator=(const poller_sleeper&) = delete;

    [[nodiscard]] sleeper* get() { return is_own_ ? poller_.own.get() : *other_ ? &**other_ : nullptr; }

private:
    poller_record& poller_;
    const bool is_own_;
    std::optional<borrowed_sleeper> other_;
};

result<std::size_t> sleep_until_ready(locked_network& net, poller_record& in, std::span<event> events, deadline until) {
    poller_sleeper at(*net, in);
    sleeper* const sleeps = at.get();
    if (sleeps == nullptr || !sleeper::can_sleep()) return no_sleeper();
    waiter here;
    here.who = sleeps;
    in.waiters.add(here);
    for (;;) {
        if (in.woken.exchange(false)) return 0;
        const awakening why = net->pause(net.lock(), *sleeps, until);
        const std::size_t ready = take_ready(*net, in, events);
        if (ready != 0 || has_passed(until)) return ready;
        if (why == awakening::interrupted && !in.woken.load()) return failed_with(EINTR);
    }
}

} // namespace

void may_be_ready(registration& one) noexcept {
    if (!static_cast<ready_link&>(one).is_linked()) one.in->ready.push_back(one);
    one.in->waiters.wake();
}

void leave_pollers(socket_record& s, handle h) noexcept {
    s.registrations.for_each([&](registration& one) {
        if (one.on == h) one.in->all.erase(h);
    });
}

void renew_pollers() {
    for (auto& place : places)
        if (poller_record* const p = place.load()) p->own = std::make_unique<sleeper>();
}

result<poller> open_poller() noexcept {
    return guard_allocation([]() -> result<poller> {
        auto made = std::make_unique<poller_record>();
        if (!made->own->is_usable()) return failed_with(EMFILE);
        for (std::size_t i = 0; i < places.size(); ++i) {
            poller_record* none = nullptr;
            if (!places[i].compare_exchange_strong(none, made.get())) continue;
            (void)made.release();
            return static_cast<poller>(i);
        }
        return failed_with(EMFILE);
    });
}

status watch(poller p, handle h, readiness want, std::uint64_t token) noexcept {
    return guard_allocation([&]() -> status {
        locked_network net;
        poller_record* const in = find(p);
        if (in == nullptr) return no_handle();
        slot* const entry = net->table.find(h);
        if (entry == nullptr) {
            if (!any(want) && h != handle::none) return {}; // closed meanwhile, which has removed it
            return no_handle();
        }
        if (!any(want)) {
            remove(net, *in, h);
            return {};
        }
        registration* one = find(*in, h);
        if (one == nullptr) {
            auto made = std::make_unique<registration>();
            one = made.get();
            one->in = in;
            one->of = entry->socket;
            one->on = h;
            in->all.emplace(h, std::move(made));
            entry->socket->registrations.push_back(*one);
            ++entry->pollers;
        }
        one->want = want;
        one->token = token;
        may_be_ready(*one);
        return {};
    });
}

result<std::size_t> wait(poller p, std::span<event> events, deadline until) noexcept {
    return guard_allocation([&]() -> result<std::size_t> {
        locked_network net;
        poller_record* const in = find(p);
        if (in == nullptr) return no_handle();
        if (in->woken.exchange(false) || events.empty()) return 0;
        const std::size_t ready = take_ready(*net, *in, events);
        if (ready != 0 || (has_passed(until) && !sleeper::lets_events_in())) return ready;
        return sleep_until_ready(net, *in, events, until);
    });
}

// No lock, and nothing but what a signal handler may do.
status wake(poller p) noexcept {
    poller_record* const in = find(p);
    if (in == nullptr) return no_handle();
    in->woken.store(true);
    in->own->wake();
    return {};
}

void close(poller p) noexcept {
    locked_network net;
    poller_record* const in = find(p);
    if (in == nullptr) return;
    for (const auto& one : in->all)
        if (slot* const entry = net->table.find(one.first)) --entry->pollers;
    places[static_cast<std::size_t>(p)].store(nullptr);
    delete in;
}

} // namespace samesock::platform
