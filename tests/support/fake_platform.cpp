// The scripted platform itself: its record, its handles, its clock and its waits. No system call.
#include "support/fake_platform.hpp"

#include <algorithm>

namespace samesock::testing {
namespace {

fake_platform* newest = nullptr;

} // namespace

fake_platform::fake_platform() : previous_(newest) { newest = this; }
fake_platform::~fake_platform() { newest = previous_; }

fake_platform& fake_platform::current() {
    // Pure pieces ask for nothing but a start.
    if (newest == nullptr) newest = new fake_platform;
    return *newest;
}

std::size_t fake_platform::count(std::string_view operation) const {
    return static_cast<std::size_t>(std::ranges::count(calls, operation, &recorded::operation));
}

recorded fake_platform::last(std::string_view operation) const {
    for (auto i = calls.rbegin(); i != calls.rend(); ++i)
        if (i->operation == operation) return *i;
    return {};
}

std::vector<recorded> fake_platform::all(std::string_view operation) const {
    std::vector<recorded> found;
    for (const recorded& r : calls)
        if (r.operation == operation) found.push_back(r);
    return found;
}

std::string fake_platform::story() const {
    std::string names;
    for (const recorded& r : calls) {
        if (!names.empty()) names += ' ';
        names += r.operation;
    }
    return names;
}

handle fake_platform::add_handle(const platform::kind& what, bool blocking) {
    const handle h{next_handle_++};
    handles[h] = {what, blocking};
    return h;
}

fake_handle* fake_platform::find(handle h) {
    const auto found = handles.find(h);
    return found != handles.end() && found->second.open ? &found->second : nullptr;
}

std::size_t fake_platform::open_handles() const {
    return static_cast<std::size_t>(std::ranges::count_if(handles, [](const auto& h) { return h.second.open; }));
}

recorded& fake_platform::record(std::string_view operation, handle on) {
    recorded& r = calls.emplace_back();
    r.operation = operation;
    r.on = on;
    r.at = clock;
    return r;
}

endpoint ipv4(std::uint16_t port, std::array<int, 4> octets) {
    std::array<std::byte, 4> packed{};
    std::ranges::transform(octets, packed.begin(), [](int o) { return static_cast<std::byte>(o); });
    return endpoint(af_inet, packed, port);
}

endpoint ipv6_loopback(std::uint16_t port) {
    std::array<std::byte, 16> packed{};
    packed[15] = std::byte{1};
    return endpoint(af_inet6, packed, port);
}

} // namespace samesock::testing

namespace samesock::platform {

using testing::fake;
using testing::fake_handle;
using testing::recorded;
using testing::waited;

namespace {

status not_open() { return failure(errno_code(EBADF)); }

// Moves the clock to where this wait ends. False at the deadline.
bool sleep(const waited& w, deadline until) {
    const std::int64_t left =
        until == deadline::never() ? INT64_MAX : std::max<std::int64_t>(until.at - fake().clock, 0);
    const bool in_time = w.lasts.count() <= left;
    const std::int64_t slept = in_time ? w.lasts.count() : left;
    if (slept < INT64_MAX - fake().clock) fake().clock += slept;
    return in_time;
}

// Where the script says nothing: the deadline passes, and without one everything becomes ready.
waited unscripted(deadline until) {
    if (until == deadline::never()) return {{}, readiness::readable | readiness::writable | readiness::exceptional};
    return {std::chrono::nanoseconds::max()};
}

readiness found_on(const waited& w, handle h, readiness want) {
    if (w.each.empty()) return w.got & (want | readiness::hang_up | readiness::invalid);
    for (const auto& [named, got] : w.each)
        if (named == h) return got;
    return readiness::none;
}

} // namespace

std::int64_t now() noexcept { return fake().clock; }
bool sleeps_in_kernel() noexcept { return fake().sleeps_in_kernel; }
bool reuse_address_is_unsafe() noexcept { return fake().reuse_address_is_unsafe; }

status start() noexcept {
    fake().record("start");
    return fake().start.next().value_or(status());
}

result<handle> open(const kind& what, bool blocking) noexcept {
    recorded& r = fake().record("open");
    r.what = what;
    r.mode = blocking;
    if (auto scripted = fake().open.next()) return *scripted;
    return fake().add_handle(what, blocking);
}

result<std::array<handle, 2>> open_pair(const kind& what) noexcept {
    fake().record("open_pair").what = what;
    if (auto scripted = fake().open_pair.next()) return *scripted;
    return std::array<handle, 2>{fake().add_handle(what), fake().add_handle(what)};
}

result<handle> duplicate(handle h) noexcept {
    fake().record("duplicate", h);
    if (auto scripted = fake().duplicate.next()) return *scripted;
    const fake_handle* const original = fake().find(h);
    if (original == nullptr) return failure(errno_code(EBADF));
    const fake_handle copy = *original;
    const handle made = fake().add_handle(copy.what, copy.blocking);
    fake().handles[made] = copy;
    fake().handles[made].inheritable = false;
    return made;
}

result<kind> describe(handle h) noexcept {
    fake().record("describe", h);
    if (auto scripted = fake().describe.next()) return *scripted;
    if (fake_handle* const known = fake().find(h)) return known->what;
    return failure(errno_code(EBADF));
}

status close(handle h) noexcept {
    fake().record("close", h);
    fake_handle* const known = fake().find(h);
    if (known == nullptr) return not_open();
    known->open = false;
    return fake().close.next().value_or(status());
}

void cancel(handle h) noexcept {
    fake().record("cancel", h);
    if (fake_handle* const known = fake().find(h)) known->canceled = true;
}

status set_blocking(handle h, bool blocking) noexcept {
    fake().record("set_blocking", h).mode = blocking;
    if (auto scripted = fake().set_blocking.next(); scripted && !*scripted) return *scripted;
    fake_handle* const known = fake().find(h);
    if (known == nullptr) return not_open();
    known->blocking = blocking;
    return {};
}

result<bool> get_inheritable(handle h) noexcept {
    fake().record("get_inheritable", h);
    if (auto scripted = fake().get_inheritable.next()) return *scripted;
    if (const fake_handle* const known = fake().find(h)) return known->inheritable;
    return failure(errno_code(EBADF));
}

status set_inheritable(handle h, bool inheritable) noexcept {
    fake().record("set_inheritable", h).mode = inheritable;
    if (auto scripted = fake().set_inheritable.next(); scripted && !*scripted) return *scripted;
    fake_handle* const known = fake().find(h);
    if (known == nullptr) return not_open();
    known->inheritable = inheritable;
    return {};
}

result<std::size_t> wait(std::span<interest> list, deadline until) noexcept {
    recorded& r = fake().record("wait");
    r.until = until;
    r.interests.assign(list.begin(), list.end());
    for (const interest& i : list) {
        const fake_handle* const known = fake().find(i.on);
        if (known != nullptr && known->canceled) return failure(errno_code(ECANCELED));
    }
    const waited w = fake().wait.next().value_or(unscripted(until));
    const bool in_time = sleep(w, until);
    for (const interest& i : list) {
        const fake_handle* const known = fake().find(i.on);
        if (known != nullptr && known->canceled) return failure(errno_code(ECANCELED));
    }
    if (in_time && w.error) return failure(w.error);
    std::size_t ready = 0;
    for (interest& i : list) {
        i.got = in_time ? found_on(w, i.on, i.want) : readiness::none;
        ready += any(i.got) ? 1u : 0u;
    }
    return ready;
}

result<poller> open_poller() noexcept {
    fake().record("open_poller");
    if (auto scripted = fake().open_poller.next()) return *scripted;
    const poller made{static_cast<std::intptr_t>(fake().pollers.size())};
    fake().pollers[made];
    return made;
}

status watch(poller p, handle h, readiness want, std::uint64_t token) noexcept {
    recorded& r = fake().record("watch", h);
    r.number = static_cast<int>(want);
    r.token = token;
    if (auto scripted = fake().watch.next(); scripted && !*scripted) return *scripted;
    auto& watched = fake().pollers[p].watched;
    if (!any(want)) {
        watched.erase(h);
        return {};
    }
    if (fake().find(h) == nullptr) return not_open();
    watched[h] = {want, token};
    return {};
}

result<std::size_t> wait(poller p, std::span<event> into, deadline until) noexcept {
    recorded& r = fake().record("wait_poller");
    r.until = until;
    r.size = into.size();
    auto& self = fake().pollers[p];
    if (std::exchange(self.woken, false)) return 0;
    const waited w = fake().wait_poller.next().value_or(unscripted(until));
    const bool in_time = sleep(w, until);
    if (std::exchange(self.woken, false)) return 0;
    if (!in_time) return 0;
    if (w.error) return failure(w.error);
    std::size_t count = 0;
    for (const auto& [h, registered] : self.watched) {
        const readiness got = found_on(w, h, registered.want);
        if (any(got) && count < into.size()) into[count++] = {registered.token, got};
    }
    return count;
}

status wake(poller p) noexcept {
    fake().record("wake");
    if (auto scripted = fake().wake.next(); scripted && !*scripted) return *scripted;
    fake().pollers[p].woken = true;
    return {};
}

void close(poller p) noexcept {
    fake().record("close_poller");
    fake().pollers[p].open = false;
}

} // namespace samesock::platform
