// See scripted_gateway.hpp.
#include "scripted_gateway.hpp"

#include "platform/platform.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <cerrno>
#include <chrono>
#include <future>
#include <limits>
#include <utility>

namespace samesock::testing {
namespace {

script next_script;
scripted_gateway* the_one = nullptr;

endpoint loopback(std::uint16_t port) {
    static constexpr unsigned char bytes[] = {127, 0, 0, 1};
    return {af_inet, std::as_bytes(std::span(bytes)), port};
}

tunnel::resume_ticket next_ticket(std::uint32_t route) {
    static int number = 0;
    tunnel::resume_ticket ticket;
    ticket.secret.fill(static_cast<std::byte>(++number));
    ticket.route = route;
    return ticket;
}

} // namespace

scripted_gateway::scripted_gateway(platform::transport_user& user) : user_(user), thread_([this] { loop(); }) {
    the_one = this;
}
scripted_gateway::~scripted_gateway() { stop(); }

scripted_gateway& scripted_gateway::instance() { return *the_one; }
void scripted_gateway::set(script next) { next_script = std::move(next); }

// -- the thread -----------------------------------------------------------------------------------------------------------

void scripted_gateway::loop() {
    using clock = std::chrono::steady_clock;
    std::unique_lock lock(mutex_);
    while (!stopped_) {
        if (!tasks_.empty()) {
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
            lock.lock();
            continue;
        }
        lock.unlock();
        const std::int64_t at = user_.next_time();
        if (at <= platform::now()) {
            user_.on_time();
            pump();
            lock.lock();
            continue;
        }
        lock.lock();
        const auto awake = [&] { return stopped_ || !tasks_.empty(); };
        if (at == std::numeric_limits<std::int64_t>::max())
            changed_.wait(lock, awake);
        else
            changed_.wait_until(lock, clock::time_point(std::chrono::nanoseconds(at)), awake);
    }
}

void scripted_gateway::later(std::function<void()> task) {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
    changed_.notify_one();
}

void scripted_gateway::stop() noexcept {
    {
        const std::scoped_lock lock(mutex_);
        stopped_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void scripted_gateway::run(const std::function<void(tunnel::gateway_session*)>& task) {
    std::promise<void> done;
    later([&] {
        task(session_ ? &*session_ : nullptr);
        pump();
        done.set_value();
    });
    done.get_future().wait();
}

void scripted_gateway::open(const platform::gateway_url& where) noexcept {
    later([this, target = where.target] {
        target_ = target;
        begin();
    });
}
void scripted_gateway::notify() noexcept {
    later([this] { pump(); });
}
void scripted_gateway::close() noexcept {
    later([this] {
        pump();
        end({errno_code(ECONNABORTED), "it was closed"});
    });
}
void scripted_gateway::drop() {
    later([this] { end({errno_code(ECONNRESET), "it was dropped"}); });
}

// -- WebSockets -------------------------------------------------------------------------------------------------------------

void scripted_gateway::begin() {
    ++opened_;
    script_ = next_script;
    is_open_ = true;
    if (script_.refusal) return end(*script_.refusal);
    if (!script_.knows_sessions) session_.reset();
    handshake_.emplace(script_.offer);
    greeting_.clear();
    user_.on_open();
    handshake_->begin(!script_.speaks_version_1, greeting_);
    if (handshake_->state() == tunnel::gateway_handshake::step::agreed)
        session_.emplace(handshake_->agreement(), tunnel::settings{}, next_ticket(script_.route), platform::now());
    pump();
}

void scripted_gateway::end(platform::ending why) {
    if (!is_open_) return;
    is_open_ = false;
    handshake_.reset();
    if (session_) session_->transport_lost(platform::now());
    if (session_ && session_->is_over()) session_.reset();
    user_.on_closed(std::move(why));
}

void scripted_gateway::greet(tunnel::bytes_view message) {
    using step = tunnel::gateway_handshake::step;
    if (handshake_->feed(message) != step::asks) return;
    const auto& extension = handshake_->client().extension;
    if (script_.offer.token_required && (!extension || tunnel::as_text(extension->token) != script_.token))
        return handshake_->refuse(tunnel::close_reason::credentials_required, greeting_);
    const std::optional<tunnel::resumption> wish = extension ? extension->resume : std::nullopt;
    handshake_->accept(greeting_);
    const bool goes_on =
        wish && session_ && session_->resume(wish->received, next_ticket(script_.route), platform::now());
    if (!goes_on)
        session_.emplace(handshake_->agreement(), tunnel::settings{}, next_ticket(script_.route), platform::now());
}

bool scripted_gateway::carry_up() {
    const auto pieces = user_.next_message();
    if (pieces.empty()) return false;
    std::vector<std::byte> message;
    for (const auto piece : pieces) message.insert(message.end(), piece.begin(), piece.end());
    user_.message_sent();
    if (handshake_ && handshake_->state() != tunnel::gateway_handshake::step::agreed) {
        greet(message);
        return true;
    }
    if (!session_) return true;
    session_->feed(message, platform::now());
    while (const auto e = session_->next_event()) handle(*e);
    return true;
}

bool scripted_gateway::carry_down() {
    if (!greeting_.empty()) {
        user_.on_message(std::exchange(greeting_, {}), false);
        return true;
    }
    const bool agreed = handshake_ && handshake_->state() == tunnel::gateway_handshake::step::agreed;
    if (!agreed || !session_) return false;
    const auto pieces = session_->next_message();
    if (pieces.empty()) return false;
    std::vector<std::byte> message;
    for (const auto piece : pieces) message.insert(message.end(), piece.begin(), piece.end());
    session_->message_sent();
    user_.on_message(message, false);
    return true;
}

void scripted_gateway::pump() {
    while (is_open_ && (carry_down() || carry_up())) {}
}

// -- sockets: what every case wants unless it says otherwise ----------------------------------------------------------------

void scripted_gateway::handle(const tunnel::event& e) {
    using namespace tunnel;
    if (script_.on_event) script_.on_event(*session_, e);
    if (const auto* const r = std::get_if<events::requested>(&e)) {
        const wire::type asked = wire::type_of(r->request);
        if (asked == wire::type::connect) (void)session_->done(r->id, wire::connected{loopback(40'000), loopback(80)});
        if (asked == wire::type::bind || asked == wire::type::listen)
            (void)session_->done(r->id, wire::bound{loopback(50'000)});
        if (asked == wire::type::set_option) (void)session_->done(r->id, wire::option_set{});
    }
    if (const auto* const r = std::get_if<events::received>(&e)) { // an echo
        session_->consumed(r->id, r->bytes.size());
        if (!session_->send(r->id, r->bytes)) (void)session_->send_datagram(r->id, nullptr, r->bytes);
    }
    if (const auto* const f = std::get_if<events::finished>(&e)) {
        if (!f->is_over) (void)session_->handed_on(f->id);
        if (!f->is_over) (void)session_->finish(f->id);
    }
}

} // namespace samesock::testing

namespace samesock::platform {

std::unique_ptr<transport> make_transport(transport_user& user) {
    return std::make_unique<testing::scripted_gateway>(user);
}
std::string default_gateway() { return "ws://127.0.0.1:1/"; }
std::string environment(const char*) { return {}; }

} // namespace samesock::platform
