// Beginning and end: see server.hpp.
#include "server.hpp"

#include "connection.hpp"
#include "tenant.hpp"

#include <algorithm>
#include <utility>

namespace samesock::gateway {
namespace {

namespace asio = boost::asio;

constexpr auto look_again = std::chrono::milliseconds(20);
constexpr auto after_drain = std::chrono::seconds(6); // for the closes of the last WebSockets

} // namespace

server::server(std::shared_ptr<const configuration> c, const log& records, resolver names)
    : configuration_(std::move(c)), records_(records), clients_(configuration_->limits),
      names_(std::make_unique<lookups>(std::move(names))),
      door_(context_, configuration_, clients_, figures_, records_, [this](upgraded one) { pass_on(std::move(one)); }),
      end_(context_) {}

server::~server() {
    door_.close();
    admin_.reset();
    for (const auto& w : workers_)
        w->loop.post([&w = *w] {
            while (!w.connections.empty()) (*w.connections.begin())->abandon();
            while (!w.waiting.empty()) (*w.waiting.begin())->give_up();
            w.loop.stop();
        });
    for (std::thread& thread : threads_) thread.join();
    names_.reset(); // whose answers go to the loops
}

std::expected<std::unique_ptr<server>, std::string> server::start(configuration c, const log& records, resolver names) {
    auto shared = std::make_shared<const configuration>(std::move(c));
    std::unique_ptr<server> one(new server(std::move(shared), records, std::move(names)));
    if (auto listens = one->listen(); !listens) return std::unexpected(std::move(listens.error()));
    one->start_workers();
    return one;
}

std::expected<void, std::string> server::listen() {
    for (const endpoint& at : configuration_->listen)
        if (auto listens = door_.listen(at); !listens) return listens;
    if (!configuration_->admin) return {};
    auto made = admin_server::listen(context_, *configuration_->admin, figures_, configuration_->requests, [this] {
        return is_draining_ ? admin_server::health::draining : admin_server::health::serving;
    });
    if (!made) return std::unexpected(std::move(made.error()));
    admin_.emplace(std::move(*made));
    return {};
}

std::optional<endpoint> server::admin() const {
    return admin_ ? std::optional<endpoint>(admin_->where()) : std::nullopt;
}

void server::start_workers() {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const unsigned count = configuration_->threads != 0 ? configuration_->threads : cores;
    for (unsigned i = 0; i != count; ++i)
        workers_.push_back(std::make_unique<worker>(configuration_, figures_, *names_, clients_, records_, sessions_));
    for (const auto& w : workers_) threads_.emplace_back([&w = *w] { w.loop.run(); });
}

void server::pass_on(upgraded one) {
    worker& to = *workers_[next_worker_++ % workers_.size()];
    // std::function wants what can be copied.
    auto shared = std::make_shared<upgraded>(std::move(one));
    to.loop.post([&to, shared] { connection::begin(to, std::move(*shared)); });
}

// -- the end

void server::drain() {
    if (is_draining_.exchange(true)) return stop();
    door_.close();
    const auto length = std::chrono::nanoseconds(configuration_->drain);
    for (const auto& w : workers_)
        w->loop.post([&w = *w, length] {
            w.is_draining = true;
            while (!w.waiting.empty()) (*w.waiting.begin())->give_up(); // there is no way back any more
            for (connection* const one : std::vector(w.connections.begin(), w.connections.end()))
                one->drain(length.count());
        });
    end_by_ = std::chrono::steady_clock::now() + length + after_drain;
    wait_for_end();
}

void server::wait_for_end() {
    end_.expires_after(look_again);
    end_.async_wait([this](boost::system::error_code cancelled) {
        if (cancelled) return;
        const bool is_over = figures_.connections.value() == 0 || std::chrono::steady_clock::now() >= end_by_;
        return is_over ? stop() : wait_for_end();
    });
}

void server::stop() { context_.stop(); }

void server::reload(configuration c) {
    for (const std::string& text : only_at_start(*configuration_, c)) records_.note("reload", text);
    figures_.reloads_total.add();
    configuration_ = std::make_shared<const configuration>(std::move(c));
    clients_.change(configuration_->limits);
    door_.change(configuration_);
    // Said once the last loop has it, and drops this.
    const std::shared_ptr<void> done(nullptr, [&records = records_](void*) {
        records.note("reload", "new connections, streams and requests follow the new configuration");
    });
    for (const auto& w : workers_) w->loop.post([&w = *w, shared = configuration_, done] { w.configuration = shared; });
}

} // namespace samesock::gateway
