// Attempts one after the other, and at the same time: see race.hpp.
#include "race.hpp"

#include "sockets.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <utility>

namespace samesock::gateway {

std::vector<endpoint> in_turns(const std::vector<endpoint>& addresses) {
    std::vector<endpoint> firsts, others, mixed;
    for (const endpoint& a : addresses) (a.family == addresses.front().family ? firsts : others).push_back(a);
    for (std::size_t i = 0; i != std::max(firsts.size(), others.size()); ++i) {
        if (i < firsts.size()) mixed.push_back(firsts[i]);
        if (i < others.size()) mixed.push_back(others[i]);
    }
    return mixed;
}

class race::attempt final : public watcher {
public:
    attempt(race& of, const endpoint& to) : race_(of), to_(to) {}

    /// errno, 0 if it is under way.
    int begin(loop& on) {
        auto opened = sockets::open(to_.family, sock_stream);
        if (!opened) return opened.error();
        fd = *std::move(opened);
        sockets::send_without_delay(fd.number());
        if (const int error = sockets::connect(fd.number(), to_); error != 0) return error;
        return on.watch(fd.number(), *this);
    }

    void on_ready(std::uint32_t events) override {
        if (!fd || (events & (readiness::output | readiness::failed | readiness::hung_up)) == 0) return;
        if (const int error = sockets::outcome_of_connect(fd.number()); error != 0)
            race_.failed(*this, error);
        else
            race_.connected(*this);
    }

    [[nodiscard]] const endpoint& to() const noexcept { return to_; }

    descriptor fd;

private:
    race& race_;
    endpoint to_;
};

race::race(loop& on, std::vector<endpoint> addresses, outcome then)
    : loop_(on), addresses_(std::move(addresses)), then_(std::move(then)), next_start_(on, [this] { start_next(); }) {}

race::~race() {
    while (!running_.empty()) drop(*running_.back());
}

void race::drop(attempt& which) {
    which.fd = {};
    const auto found = std::ranges::find(running_, &which, &std::unique_ptr<attempt>::get);
    loop_.bury(std::move(*found));
    running_.erase(found);
}

void race::start_next() {
    while (next_ != addresses_.size()) {
        attempt& one = *running_.emplace_back(std::make_unique<attempt>(*this, addresses_[next_++]));
        const int error = one.begin(loop_);
        if (error == 0) {
            if (next_ != addresses_.size()) next_start_.set(loop_.now() + head_start);
            return;
        }
        if (first_error_ == 0) first_error_ = error;
        drop(one);
    }
    if (!is_lost()) return;
    const outcome then = std::move(then_); // which ends this
    then(errno_code(first_error_), {}, {});
}

void race::failed(attempt& which, int error) {
    if (first_error_ == 0) first_error_ = error;
    drop(which);
    next_start_.cancel();
    start_next();
}

void race::connected(attempt& which) {
    descriptor won = std::move(which.fd);
    const endpoint to = which.to();
    next_start_.cancel();
    const outcome then = std::move(then_);
    then({}, std::move(won), to);
}

} // namespace samesock::gateway
