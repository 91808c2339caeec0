// Many handles, registered once. The host has no registration of its own, so each wait() hands it the whole list: the
// pollables stay subscribed, but a wake costs in proportion to their number.
#include "platform/allocation.hpp"
#include "wait.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <new>
#include <vector>

namespace samesock::platform {
namespace {

struct registrations {
    std::vector<interest> all;
    std::vector<std::uint64_t> tokens;   ///< beside `all`
    std::size_t next = 0;                ///< whose turn it is, where not all events fit
    bool woken = false;
};

// Never destroyed: see the table of handles.
std::vector<registrations*>& pollers() noexcept {
    static auto* const it = new std::vector<registrations*>;
    return *it;
}

registrations* find(poller p) noexcept {
    const auto index = static_cast<std::size_t>(p);
    return index < pollers().size() ? pollers()[index] : nullptr;
}

void remove(registrations& of, slot& entry) noexcept {
    const std::size_t at = entry.position, last = of.all.size() - 1;
    if (at != last) {
        of.all[at] = of.all[last];
        of.tokens[at] = of.tokens[last];
        find_slot(of.all[at].on)->position = entry.position;
    }
    of.all.pop_back();
    of.tokens.pop_back();
    entry.in = poller::none;
}

} // namespace

result<poller> open_poller() noexcept {
    return guard_allocation([]() -> result<poller> {
        auto made = std::make_unique<registrations>();
        auto& all = pollers();
        auto free = std::ranges::find(all, nullptr);
        if (free == all.end()) free = all.insert(free, nullptr);
        *free = made.release();
        return static_cast<poller>(free - all.begin());
    });
}

status watch(poller p, handle h, readiness want, std::uint64_t token) noexcept {
    registrations* const of = find(p);
    if (of == nullptr) return no_handle();
    slot* const entry = find_slot(h);
    if (entry == nullptr) {
        if (!any(want)) return {}; // closed meanwhile, which has removed it
        return no_handle();
    }
    const bool is_in = entry->in == p;
    if (!any(want)) {
        if (is_in) remove(*of, *entry);
        return {};
    }
    if (is_in) {
        of->all[entry->position].want = want;
        of->tokens[entry->position] = token;
        return {};
    }
    if (entry->in != poller::none) return failed_with(EEXIST);
    return guard_allocation([&]() -> status {
        of->tokens.reserve(of->all.size() + 1);
        of->all.push_back({h, want});
        of->tokens.push_back(token);
        entry->in = p;
        entry->position = static_cast<std::uint32_t>(of->all.size() - 1);
        return {};
    });
}

result<std::size_t> wait(poller p, std::span<event> events, deadline until) noexcept {
    registrations* const of = find(p);
    if (of == nullptr) return no_handle();
    if (std::exchange(of->woken, false) || events.empty()) return 0;
    const auto ready = wait(of->all, until);
    if (!ready || *ready == 0) return ready;
    std::size_t written = 0;
    const std::size_t count = of->all.size(), from = of->next % count;
    for (std::size_t i = 0; i < count && written < events.size(); ++i) {
        const std::size_t at = (from + i) % count;
        if (!any(of->all[at].got)) continue;
        events[written++] = {of->tokens[at], of->all[at].got};
        of->next = at + 1;
    }
    return written;
}

// One thread and no signals: no wait() is running.
status wake(poller p) noexcept {
    registrations* const of = find(p);
    if (of == nullptr) return no_handle();
    of->woken = true;
    return {};
}

void close(poller p) noexcept {
    registrations* const of = find(p);
    if (of == nullptr) return;
    for (const interest& one : of->all)
        if (slot* const entry = find_slot(one.on); entry != nullptr) entry->in = poller::none;
    delete of;
    pollers()[static_cast<std::size_t>(p)] = nullptr;
}

} // namespace samesock::platform
