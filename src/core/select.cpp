// select(): one wait for a few sockets, sorted back into the lists they came from.
#include <samesock/select.hpp>

#include "core/call.hpp"
#include "core/socket_state.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <vector>

namespace samesock {
namespace {

using platform::any;
using platform::readiness;

// The sockets of one select(), each in flight until it ends: one that is closed meanwhile ends it.
class selection {
public:
    selection() = default;
    ~selection() {
        for (socket_state* const s : states_) s->leave();
    }
    selection(const selection&) = delete;
    selection& operator=(const selection&) = delete;

    void reserve(std::size_t size) {
        states_.reserve(size);
        interests_.reserve(size);
    }
    [[nodiscard]] status add(const socket_list& list, readiness want) noexcept {
        for (socket* const s : list) {
            socket_state* const state = s == nullptr ? nullptr : socket_access::state(*s);
            if (state == nullptr || !state->enter()) return failure(misuse::invalid_handle);
            states_.push_back(state); // reserved
            interests_.push_back({state->handle, want});
        }
        return {};
    }
    [[nodiscard]] std::span<platform::interest> interests() noexcept { return interests_; }
    [[nodiscard]] bool any_closed() const noexcept {
        for (const socket_state* const s : states_)
            if (s->is_closed()) return true;
        return false;
    }

private:
    std::vector<socket_state*> states_;
    std::vector<platform::interest> interests_;
};

socket_list chosen(const socket_list& list, std::span<const platform::interest>& found, readiness counts) {
    socket_list ready;
    for (socket* const s : list) {
        if (any(found.front().got & counts)) ready.push_back(s);
        found = found.subspan(1);
    }
    return ready;
}

selected sort(const socket_list& rlist, const socket_list& wlist, const socket_list& xlist,
              std::span<const platform::interest> all) {
    selected s;
    auto found = all;
    s.readable = chosen(rlist, found, readiness::readable | readiness::hang_up);
    s.writable = chosen(wlist, found, readiness::writable | readiness::hang_up);
    const auto of_xlist = found;
    s.exceptional = chosen(xlist, found, readiness::exceptional);
    // A hang-up is exceptional to nobody but those who asked for nothing else, who would never hear of it.
    if (s.readable.empty() && s.writable.empty() && s.exceptional.empty()) {
        found = of_xlist;
        s.exceptional = chosen(xlist, found, readiness::hang_up);
    }
    return s;
}

} // namespace

result<selected> try_select(const socket_list& rlist, const socket_list& wlist, const socket_list& xlist,
                            timeout_value timeout) noexcept {
    const auto timeout_ns = timeout.nanoseconds();
    if (!timeout_ns) return failure(timeout_ns.error());
    return platform::guard_allocation([&]() -> result<selected> {
        selection all;
        all.reserve(rlist.size() + wlist.size() + xlist.size());
        if (auto added = all.add(rlist, readiness::readable); !added) return failure(added.error());
        if (auto added = all.add(wlist, readiness::writable); !added) return failure(added.error());
        if (auto added = all.add(xlist, readiness::exceptional); !added) return failure(added.error());
        const platform::deadline until = deadline_after(*timeout_ns);
        const auto ready = sleep_through([&]() noexcept { return platform::wait(all.interests(), until); });
        if (all.any_closed()) return failure(closed_error());
        if (!ready) return failure(ready.error());
        for (const platform::interest& i : all.interests())
            if (any(i.got & readiness::invalid)) return failure(closed_error());
        return sort(rlist, wlist, xlist, all.interests());
    });
}

} // namespace samesock
