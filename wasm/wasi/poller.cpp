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

constexpr std::uint32_t nowhere = UINT32_MAX;

struct registrations {
    std::vector<interest> all;
    std::vector<std::uint64_t> tokens;   ///< beside `all`
    std::vector<std::uint32_t> place_of; ///< by handle number: an index of `all`, or `nowhere`
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

std::size_t number_of(handle h) noexcept { return static_cast<std::size_t>(static_cast<std::intptr_t>(h)); }

std::uint32_t place_of(const registrations& in, handle h) noexcept {
    return number_of(h) < in.place_of.size() ? in.place_of[number_of(h)] : nowhere;
}

void remove(registrations& from, handle h) noexcept {
    const std::uint32_t place = std::exchange(from.place_of[number_of(h)], nowhere);
    if (place + 1 != from.all.size()) {
        from.all[place] = from.all.back();
        from.tokens[place] = from.tokens.back();
        from.place_of[number_of(from.all[place].on)] = place;
    }
    from.all.pop_back();
    from.tokens.pop_back();
    --find_slot(h)->pollers;
}

// Nothing is changed where there is no memory.
void add(registrations& to, handle h, readiness want, std::uint64_t token) {
    if (number_of(h) >= to.place_of.size()) to.place_of.resize(number_of(h) + 1, nowhere);
    if (to.tokens.size() == to.tokens.capacity()) to.tokens.reserve(2 * to.tokens.size() + 16);
    to.all.push_back({h, want});
    to.tokens.push_back(token);
    to.place_of[number_of(h)] = static_cast<std::uint32_t>(to.all.size() - 1);
    ++find_slot(h)->pollers;
}

} // namespace

void leave_pollers(handle h) noexcept {
    for (registrations* const one : pollers())
        if (one != nullptr && place_of(*one, h) != nowhere) remove(*one, h);
}

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
    registrations* const in = find(p);
    if (in == nullptr) return no_handle();
    if (find_slot(h) == nullptr) {
        if (!any(want) && h != handle::none) return {}; // closed meanwhile, which has removed it
        return no_handle();
    }
    const std::uint32_t place = place_of(*in, h);
    if (!any(want)) {
        if (place != nowhere) remove(*in, h);
        return {};
    }
    if (place != nowhere) {
        in->all[place].want = want;
        in->tokens[place] = token;
        return {};
    }
    return guard_allocation([&]() -> status {
        add(*in, h, want, token);
        return {};
    });
}

result<std::size_t> wait(poller p, std::span<event> events, deadline until) noexcept {
    registrations* const in = find(p);
    if (in == nullptr) return no_handle();
    if (std::exchange(in->woken, false) || events.empty()) return 0;
    const auto ready = wait(in->all, until);
    if (!ready || *ready == 0) return ready;
    std::size_t written = 0;
    const std::size_t count = in->all.size(), from = in->next % count;
    for (std::size_t i = 0; i < count && written < events.size(); ++i) {
        const std::size_t at = (from + i) % count;
        if (!any(in->all[at].got)) continue;
        events[written++] = {in->tokens[at], in->all[at].got};
        in->next = at + 1;
    }
    return written;
}

// One thread and no signals: no wait() is running.
status wake(poller p) noexcept {
    registrations* const in = find(p);
    if (in == nullptr) return no_handle();
    in->woken = true;
    return {};
}

void close(poller p) noexcept {
    registrations* const in = find(p);
    if (in == nullptr) return;
    for (const interest& one : in->all) --find_slot(one.on)->pollers;
    delete in;
    pollers()[static_cast<std::size_t>(p)] = nullptr;
}

} // namespace samesock::platform
