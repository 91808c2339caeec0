// selector: sockets registered once with the platform's poller, whose tokens lead straight to their keys.
#include <samesock/select.hpp>

#include "core/call.hpp"
#include "core/socket_state.hpp"
#include "core/start.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace samesock {

using platform::readiness;

namespace {

bool meaningful(event_mask events) noexcept { return bool(events) && !bool(events & ~(event_read | event_write)); }

readiness wanted(event_mask events) noexcept {
    readiness want = readiness::none;
    if (events & event_read) want = want | readiness::readable;
    if (events & event_write) want = want | readiness::writable;
    return want;
}

// Whatever is not plain readability counts as writable, and the reverse: so an error or a hang-up is every event that
// was asked for. (Lib/selectors.py, EpollSelector.)
event_mask answered(readiness got, event_mask asked) noexcept {
    const auto beyond = [got](readiness plain) {
        return (static_cast<unsigned>(got) & ~static_cast<unsigned>(plain)) != 0;
    };
    event_mask events;
    if (beyond(readiness::writable)) events |= event_read;
    if (beyond(readiness::readable)) events |= event_write;
    return events & asked;
}

} // namespace

struct selector::state {
    struct entry {
        std::uint64_t token;
        platform::handle handle;
        selector_key key;
    };

    explicit state(platform::poller p) noexcept : poller(p) {}
    ~state() { platform::close(poller); }
    state(const state&) = delete;
    state& operator=(const state&) = delete;

    [[nodiscard]] entry* find(const socket& s) const noexcept {
        const auto found = entries.find(socket_access::state(s));
        return found == entries.end() ? nullptr : found->second.get();
    }

    const platform::poller poller;
    std::unordered_map<const socket_state*, std::unique_ptr<entry>> entries;
    // By serial number, never used again: a handle that was closed with a duplicate alive is still reported by epoll.
    std::unordered_map<std::uint64_t, const entry*> by_token;
    std::uint64_t last_token = 0;
    // Room for an answer by every entry, made when they register: asking allocates nothing.
    std::vector<platform::event> events;
    std::vector<selector_event> answers;
};

result<selector> selector::try_open() noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    const auto opened = platform::open_poller();
    if (!opened) return failure(opened.error());
    auto* const made = new (std::nothrow) state(*opened);
    if (made != nullptr) return selector(std::unique_ptr<state>(made));
    platform::close(*opened);
    return failure(errno_code(ENOMEM));
}

selector::selector(std::unique_ptr<state> s) noexcept : state_(std::move(s)) {}
selector::selector(selector&&) noexcept = default;
selector& selector::operator=(selector&&) noexcept = default;
selector::~selector() = default;

result<const selector_key*> selector::try_register(socket& s, event_mask events, std::any data) noexcept {
    if (!meaningful(events)) return failure(misuse::no_events);
    if (state_ == nullptr || s.fileno() == -1) return failure(misuse::invalid_handle);
    if (state_->find(s) != nullptr) return failure(misuse::already_registered);
    return platform::guard_allocation([&]() -> result<const selector_key*> {
        const std::size_t count = state_->entries.size() + 1;
        if (state_->events.size() < count) {
            const std::size_t room = std::max<std::size_t>(2 * count, 16);
            state_->answers.reserve(room);
            state_->events.resize(room);
        }
        const socket_state* const key = socket_access::state(s);
        const std::uint64_t token = ++state_->last_token;
        auto made =
            std::make_unique<state::entry>(state::entry{token, key->handle, {&s, s.fileno(), events, std::move(data)}});
        state_->by_token.emplace(token, made.get());
        const auto place = state_->entries.emplace(key, std::move(made)).first;
        state::entry& added = *place->second;
        if (auto watched = platform::watch(state_->poller, added.handle, wanted(events), token); !watched) {
            state_->by_token.erase(token);
            state_->entries.erase(place);
            return failure(watched.error());
        }
        return &added.key;
    });
}

result<selector_key> selector::try_unregister(socket& s) noexcept {
    if (state_ == nullptr) return failure(misuse::not_registered);
    const auto found = state_->entries.find(socket_access::state(s));
    if (found == state_->entries.end()) return failure(misuse::not_registered);
    const std::unique_ptr<state::entry> gone = std::move(found->second);
    state_->entries.erase(found);
    state_->by_token.erase(gone->token);
    // A socket that was closed meanwhile has left the poller by itself, and its number may be another's by now.
    if (s.fileno() != -1) (void)platform::watch(state_->poller, gone->handle, readiness::none, gone->token);
    return std::move(gone->key);
}

result<const selector_key*> selector::try_modify(socket& s, event_mask events, std::any data) noexcept {
    if (!meaningful(events)) return failure(misuse::no_events);
    state::entry* const found = state_ == nullptr ? nullptr : state_->find(s);
    if (found == nullptr) return failure(misuse::not_registered);
    if (events != found->key.events) {
        if (auto watched = platform::watch(state_->poller, found->handle, wanted(events), found->token); !watched) {
            return failure(watched.error());
        }
        found->key.events = events;
    }
    found->key.data = std::move(data);
    return &found->key;
}

result<std::span<const selector_event>> selector::try_select(timeout_value timeout) noexcept {
    if (state_ == nullptr) return failure(misuse::invalid_handle);
    auto timeout_ns = timeout.nanoseconds();
    if (!timeout_ns && timeout_ns.error() == misuse::timeout_negative) timeout_ns = 0;
    if (!timeout_ns) return failure(timeout_ns.error());
    const platform::deadline until = deadline_after(*timeout_ns);
    platform::event none;
    const std::span<platform::event> room = state_->events.empty() ? std::span(&none, 1) : std::span(state_->events);
    const auto ready = sleep_through([&]() noexcept { return platform::wait(state_->poller, room, until); });
    if (!ready) return failure(ready.error());
    state_->answers.clear();
    for (const platform::event& e : room.first(*ready)) {
        const auto found = state_->by_token.find(e.token);
        if (found == state_->by_token.end()) continue;
        const selector_key& key = found->second->key;
        state_->answers.push_back({&key, answered(e.got, key.events)}); // reserved
    }
    return std::span<const selector_event>(state_->answers);
}

void selector::wake() noexcept {
    if (state_ != nullptr) (void)platform::wake(state_->poller);
}

result<const selector_key*> selector::try_get_key(socket& s) const noexcept {
    const state::entry* const found = state_ == nullptr ? nullptr : state_->find(s);
    if (found == nullptr) return failure(misuse::not_registered);
    return &found->key;
}

std::size_t selector::size() const noexcept { return state_ == nullptr ? 0 : state_->entries.size(); }
void selector::close() noexcept { state_.reset(); }

} // namespace samesock
