// Events of a session on their way to sockets: see tenant.hpp.
#include "tenant.hpp"

#include "datagram_socket.hpp"
#include "stream_socket.hpp"
#include "worker.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

constexpr std::size_t most_orphaned = std::size_t{4} * 1024 * 1024;

held_socket* socket_of(std::uint64_t user) noexcept { return std::bit_cast<held_socket*>(user); }
std::uint64_t user_of(held_socket* one) noexcept { return std::bit_cast<std::uint64_t>(one); }

} // namespace

/// Each event to whom it concerns. Without a user it is late: its socket is gone already.
struct tenant::dispatch {
    tenant& self;

    void operator()(const events::received& e) const {
        self.carried_in_ += e.bytes.size();
        if (auto* const s = socket_of(e.user)) s->on_data(e.bytes);
    }
    void operator()(const events::received_datagram& e) const {
        self.carried_in_ += e.bytes.size();
        if (auto* const s = socket_of(e.user)) s->on_datagram(e.address, e.bytes);
    }
    void operator()(const events::credited& e) const {
        if (auto* const s = socket_of(e.user)) s->on_credit();
    }
    void operator()(const events::opened& e) const {
        self.on_opened(e.id, e.family, e.type == wire::stream_type::stream);
    }
    void operator()(const events::requested& e) const {
        if (wire::is_query(wire::type_of(e.request))) return self.on_query(e.id, e.request);
        // The CONNECT of a stock client comes with the socket that it opens.
        auto* const s = e.user != 0 ? socket_of(e.user) : std::exchange(self.just_opened_, nullptr);
        if (s != nullptr) s->take(e.request);
    }
    void operator()(const events::accepts_granted& e) const {
        if (auto* const s = socket_of(e.user)) s->on_accepts(e.credit);
    }
    void operator()(const events::finished& e) const {
        if (auto* const s = socket_of(e.user)) s->on_finished(e.is_over);
    }
    void operator()(const events::was_reset& e) const {
        if (auto* const s = socket_of(e.user)) s->on_reset(e.error);
    }
    void operator()(const events::delivered& e) const {
        if (auto* const s = socket_of(e.user); s != nullptr && e.is_over) s->on_reset({});
    }
    void operator()(const events::secret_confirmed&) const {
        if (self.secrets_) self.secrets_->confirmed();
    }
    void operator()(const events::silent&) const { self.is_silent_ = true; }
    void operator()(const events::over&) const {
        self.close_sockets();
        self.secrets_.reset();
    }
    // The WebSocket's own, which looks at the session's state; and what only clients hear.
    template <class Other>
    void operator()(const Other&) const {}
};

tenant::tenant(worker& on, const agreement& agreed, const settings& settings, const resume_ticket& ticket,
               gateway::lease allowance)
    : worker_(on), most_queued_(settings.queue), session_(agreed, settings, ticket, on.loop.now()),
      lease_(std::move(allowance)) {}

tenant::~tenant() {
    close_sockets();
    settle_figures();
}

const policy& tenant::rules() const noexcept { return worker_.policy(); }

void tenant::feed(bytes_view message) {
    session_.feed(message, worker_.loop.now());
    take_events();
}

void tenant::take_events() {
    while (const auto event = session_.next_event()) std::visit(dispatch{*this}, *event);
    serve_waiting();
    settle_figures();
    if (paused_until_ != 0 && !pause_->is_set()) pause_->set(paused_until_);
}

// -- without a WebSocket

void tenant::may_be_resumed(session_table::owner whose, const wire::secret& secret) {
    secrets_.emplace(worker_.sessions, std::move(whose));
    secrets_->sent(secret, {&worker_, weak_from_this()});
}

void tenant::wait_for_client() {
    worker_.waiting.insert(shared_from_this());
    patience_.emplace(worker_.loop, [this] {
        const auto self = shared_from_this();
        session_.tick(worker_.loop.now());
        take_events();
        worker_.waiting.erase(self);
    });
    patience_->set(session_.deadline());
}

bool tenant::resume(std::uint64_t received) {
    const resume_ticket ticket{session_secrets::random(), worker_.configuration->route};
    if (!secrets_ || !session_.resume(received, ticket, worker_.loop.now())) return false;
    secrets_->sent(ticket.secret, {&worker_, weak_from_this()});
    worker_.waiting.erase(shared_from_this());
    patience_.reset();
    is_silent_ = false;
    return true;
}

void tenant::give_up() {
    const auto self = shared_from_this();
    close_sockets();
    secrets_.reset();
    patience_.reset();
    worker_.waiting.erase(self);
}

std::error_code tenant::denied() noexcept {
    ++figures_.denied;
    worker_.figures.denied.add();
    return errno_code(EACCES);
}

void tenant::drop_datagram() noexcept {
    ++figures_.datagrams_dropped;
    worker_.figures.datagrams_dropped.add();
}

void tenant::count_to_client(message_spacing::mark& mark, std::size_t bytes) noexcept {
    carried_out_ += bytes;
    spacing_.heard(mark, worker_.loop.now());
}

// A few additions a round, not a few for each packet.
void tenant::settle_figures() noexcept {
    const std::uint64_t in = std::exchange(carried_in_, 0);
    const std::uint64_t out = std::exchange(carried_out_, 0);
    if (in + out == 0) return;
    figures_.from_client += in;
    figures_.to_client += out;
    if (in != 0) worker_.figures.bytes_from_clients.add(in);
    if (out != 0) worker_.figures.bytes_to_clients.add(out);
    const auto wait = lease_.carried(in + out, worker_.now());
    if (wait.count() <= 0) return;
    paused_until_ = worker_.loop.now() + wait.count();
    if (!pause_)
        pause_ = std::make_unique<timer>(worker_.loop, [this] {
            paused_until_ = 0;
            serve_waiting();
            touch();
        });
}

// -- room in the session

bool tenant::has_room() const noexcept { return paused_until_ == 0 && session_.queued() < most_queued_; }

void tenant::wait_for_room(held_socket& who) { waiting_for_room_.push_back(&who); }

// In turns: who gets nothing now is the first the next time, and who was served and wants more comes last.
void tenant::serve_waiting() {
    is_serving_ = true;
    for (std::size_t left = waiting_for_room_.size(); left != 0 && has_room(); --left) {
        held_socket* const who = waiting_for_room_.front();
        waiting_for_room_.pop_front();
        if (who != nullptr) who->on_room();
    }
    is_serving_ = false;
}

// -- sockets

bool tenant::open_stream() noexcept {
    if (!lease_.open_stream(worker_.now())) {
        worker_.figures.over_limit.add();
        return false;
    }
    ++figures_.streams;
    worker_.figures.streams.add();
    worker_.figures.streams_total.add();
    return true;
}

void tenant::close_stream() noexcept {
    lease_.close_stream();
    worker_.figures.streams.subtract();
}

bool tenant::open_listener() noexcept {
    if (!lease_.open_listener()) {
        worker_.figures.over_limit.add();
        return false;
    }
    ++figures_.listeners;
    worker_.figures.listeners.add();
    return true;
}

void tenant::close_listener() noexcept {
    lease_.close_listener();
    worker_.figures.listeners.subtract();
}

held_socket* tenant::add(std::unique_ptr<held_socket> one) {
    one->place = sockets_.size();
    return sockets_.emplace_back(std::move(one)).get();
}

void tenant::on_opened(std::uint32_t id, int family, bool is_stream) {
    const bool is_allowed = open_stream();
    std::unique_ptr<held_socket> one;
    if (is_stream)
        one = std::make_unique<stream_socket>(*this, id, family);
    else
        one = std::make_unique<datagram_socket>(*this, id, family);
    // It is there all the same, and every request on it is answered.
    if (!is_allowed) one->refuse(errno_code(ENOBUFS));
    if (worker_.is_draining) one->refuse(errno_code(ENETDOWN));
    one->is_counted = is_allowed;
    just_opened_ = add(std::move(one));
    session_.attach(id, user_of(just_opened_));
}

void tenant::forget(held_socket& who) {
    std::ranges::replace(waiting_for_room_, &who, static_cast<held_socket*>(nullptr));
    if (just_opened_ == &who) just_opened_ = nullptr;
}

void tenant::release(held_socket& one) {
    forget(one);
    if (one.is_counted) close_stream();
    const std::size_t place = one.place;
    std::unique_ptr<held_socket> gone = std::move(sockets_[place]);
    if (place + 1 != sockets_.size()) {
        sockets_[place] = std::move(sockets_.back());
        sockets_[place]->place = place;
    }
    sockets_.pop_back();
    worker_.loop.bury(std::move(gone));
    touch();
}

void tenant::close_sockets() {
    while (!sockets_.empty()) sockets_.back()->abandon();
}

bool tenant::keep_orphan(std::size_t bytes) noexcept {
    if (orphaned_ + bytes > most_orphaned) return false;
    orphaned_ += bytes;
    return true;
}

} // namespace samesock::gateway
