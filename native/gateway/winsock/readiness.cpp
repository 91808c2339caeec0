// Edges out of levels: see readiness.hpp.
#include "readiness.hpp"

#include "sockets.hpp"

#include <new>
#include <system_error>
#include <utility>

namespace samesock::gateway {
namespace {

using level = platform::readiness;

constexpr std::uint32_t both = readiness::input | readiness::output;

thread_local readiness* running = nullptr;

level level_of(std::uint32_t bits) noexcept {
    level all = level::none;
    if ((bits & readiness::input) != 0) all = all | level::readable;
    if ((bits & readiness::output) != 0) all = all | level::writable;
    return all;
}

std::uint32_t bits_of(level got) noexcept {
    std::uint32_t all = 0;
    if (platform::any(got & level::readable)) all |= readiness::input;
    if (platform::any(got & level::writable)) all |= readiness::output;
    if (platform::any(got & level::hang_up)) all |= readiness::failed;
    return all;
}

} // namespace

readiness::readiness() {
    (void)platform::start();
    const auto opened = platform::open_poller();
    if (!opened) throw std::system_error(opened.error(), "a poller");
    poller_ = *opened;
}

readiness::~readiness() {
    if (running == this) running = nullptr;
    platform::close(poller_);
}

readiness* readiness::of_this_thread() noexcept { return running; }

int readiness::watch(int fd, watcher& who) noexcept {
    try {
        watched& one = all_[fd];
        const std::size_t room = changed_.size() + all_.size();
        if (changed_.capacity() < room) changed_.reserve(2 * room);
        one.who = &who;
        one.wanted = both;
        note_change(fd, one);
        return 0;
    } catch (const std::bad_alloc&) { return ENOMEM; }
}

void readiness::forget(int fd) noexcept {
    if (all_.erase(fd) != 0) (void)platform::watch(poller_, sockets::handle_of(fd), level::none, 0);
}

void readiness::ask_again(int fd, std::uint32_t bits) noexcept {
    const auto found = all_.find(fd);
    if (found == all_.end() || (found->second.wanted & bits) == bits) return;
    found->second.wanted |= bits;
    note_change(fd, found->second);
}

void readiness::note_change(int fd, watched& one) noexcept {
    if (!std::exchange(one.is_changed, true)) changed_.push_back(fd);
}

void readiness::ask(int fd, watched& one) noexcept {
    one.is_changed = false;
    if (one.asked == one.wanted) return;
    if (platform::watch(poller_, sockets::handle_of(fd), level_of(one.wanted), static_cast<std::uint64_t>(fd)))
        one.asked = one.wanted;
}

void readiness::ask_for_what_has_changed() noexcept {
    for (const int fd : changed_)
        if (const auto found = all_.find(fd); found != all_.end()) ask(fd, found->second);
    changed_.clear();
}

void readiness::tell(const platform::event& of) noexcept {
    const int fd = static_cast<int>(of.token);
    const auto found = all_.find(fd);
    if (found == all_.end()) return;
    const std::uint32_t got = bits_of(of.got);
    found->second.wanted &= ~got;
    note_change(fd, found->second);
    events_[told_++] = {found->second.who, got};
}

std::span<const readiness::event> readiness::wait(std::int64_t nanoseconds) noexcept {
    running = this;
    ask_for_what_has_changed();
    const auto until =
        nanoseconds < 0 ? platform::deadline::never() : platform::deadline{platform::now() + nanoseconds};
    std::array<platform::event, most_at_once> levels;
    const auto count = platform::wait(poller_, levels, until);
    told_ = 0;
    for (std::size_t i = 0; i != count.value_or(0); ++i) tell(levels[i]);
    events_[told_++] = {nullptr, 0};
    return std::span(events_).first(told_);
}

} // namespace samesock::gateway
