// The life of one WebSocket: input, output, time and the end. See connection.hpp; the handshake is in greeting.cpp.
#include "connection.hpp"

#include "sockets.hpp"
#include "worker.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t silence = 20 * second; // after which a stock client is asked
constexpr std::int64_t close_patience = 5 * second;
// A little above the longest message of the extension; stock clients have no bound to keep to.
constexpr std::size_t longest_message = std::size_t{1024} * 1024;
constexpr std::size_t most_of_a_turn = std::size_t{512} * 1024;
constexpr int most_turns = 4;
// Answers to pings that a client does not take.
constexpr std::size_t most_answers = std::size_t{64} * 1024;

close_code code_of_end(reason why) noexcept {
    switch (why) {
    case reason::text_message: return close_code::unsupported;
    case reason::oversized_message: return close_code::too_big;
    case reason::abandoned: return close_code::going_away;
    default: return is_malformed(why) ? close_code::protocol_error : close_code::normal;
    }
}

} // namespace

connection::connection(worker& on, upgraded&& from, bool greets)
    : worker_(on), fd_(std::move(from.fd)), tls_(std::move(from.tls)), reader_(longest_message),
      client_key_(std::move(from.client_key)), lease_(std::move(from.lease)), principal_(std::move(from.principal)),
      record_(std::move(from.record)), began_(on.loop.now()), heard_(began_), timer_(on.loop, [this] { on_time(); }),
      spacing_timer_(on.loop, [this] { touch(); }) {
    worker_.connections.insert(this);
    worker_.figures.connections.add();
    worker_.figures.connections_total.add();
    is_readable_ = tls_ != nullptr; // it may hold what nobody will tell of
    reader_.append(from.early);
    was_paused_ = !from.early.empty();
    if (greets) greet(from.offered_subprotocol);
}

connection::connection(worker& on, upgraded from) : connection(on, std::move(from), true) {}

connection::~connection() = default;

void connection::begin(worker& on, upgraded from) {
    auto one = std::make_unique<connection>(on, std::move(from));
    connection& self = *one.release(); // until lose()
    if (on.is_draining) self.close(close_code::going_away, "the gateway is leaving");
    if (on.loop.watch(self.fd_.number(), self) != 0) return self.lose("the system has no room for it");
    self.set_timer();
    on.loop.again(self);
}

// -- in

void connection::on_ready(std::uint32_t events) {
    constexpr std::uint32_t ends = readiness::input_ended | readiness::hung_up | readiness::failed;
    if ((events & (readiness::input | ends)) != 0) is_readable_ = true;
    if ((events & ends) != 0) has_hung_up_ = true;
    read();
    touch();
}

void connection::on_turn() {
    read();
    touch();
}

void connection::on_round_end() {
    if (!may_wait()) return flush();
    if (!spacing_timer_.is_set()) spacing_timer_.set(tenant_->spacing().earliest(worker_.loop.now()));
}

void connection::touch() { worker_.loop.at_round_end(*this); }

bool connection::may_read() const noexcept {
    if (phase_ == phase::gone) return false;
    if (phase_ != phase::serving) return true;
    return tenant_->session().may_read() && tenant_->paused_until() == 0;
}

void connection::read() {
    if (std::exchange(was_paused_, false) && !take_items()) return;
    std::size_t total = 0;
    while (is_readable_ && may_read() && receive_some(total) && take_items()) {
        if (total < most_of_a_turn) continue;
        worker_.loop.again(*this);
        return;
    }
}

bool connection::receive_some(std::size_t& total) {
    const auto spaces = reader_.spaces(worker_.loop.input_room());
    const auto received = receive(spaces);
    const bool is_held_up = tls_ && tls_->is_held_up();
    if (received.size == 0) {
        is_readable_ = is_held_up;
        if (received.error == sockets::would_block) return false;
        lose(received.error == 0 ? "the client has closed the connection" : "the connection is lost");
        return false;
    }
    reader_.received(received.size);
    total += received.size;
    heard_ = worker_.loop.now();
    has_pinged_ = false;
    // Less than there was room for is all that there was; more is told of anew.
    const bool was_all = received.size < spaces[0].size() + spaces[1].size();
    if (was_all && !has_hung_up_ && !is_held_up) is_readable_ = false;
    return true;
}

sockets::moved connection::receive(const std::array<std::span<std::byte>, 2>& spaces) {
    if (tls_) return tls_->receive(fd_.number(), spaces);
    std::array<sockets::piece, 2> pieces{sockets::piece_of(spaces[0]), sockets::piece_of(spaces[1])};
    const std::size_t first = spaces[0].empty() ? 1 : 0;
    return sockets::receive(fd_.number(), std::span(pieces).subspan(first));
}

bool connection::take_items() {
    for (;;) {
        if (phase_ == phase::gone) return false;
        if (!may_read()) {
            reader_.keep();
            was_paused_ = true;
            return false;
        }
        const auto item = reader_.next();
        if (item.what == frame_reader::item::kind::none) return true;
        take(item);
    }
}

void connection::take(const frame_reader::item& item) {
    using kind = frame_reader::item::kind;
    switch (item.what) {
    case kind::none:
    case kind::pong: return;
    case kind::message:
        if (phase_ == phase::greeting) return on_greeting(item.bytes);
        if (phase_ != phase::serving) return;
        tenant_->feed(item.bytes);
        return check_session();
    case kind::text:
        if (phase_ == phase::serving) tenant_->session().end(reason::text_message);
        if (phase_ == phase::serving) return check_session();
        return close(close_code::unsupported, text_of(reason::text_message));
    case kind::ping:
        writer_.add(opcode::pong, item.bytes);
        if (writer_.waiting() > most_answers) lose("the client does not take its answers");
        return;
    case kind::close: close_received_ = true; return close(close_code::normal, "");
    case kind::malformed: return close(close_code::protocol_error, "a frame is malformed");
    case kind::too_big:
        if (phase_ == phase::serving) tenant_->session().end(reason::oversized_message);
        if (phase_ == phase::serving) return check_session();
        return close(close_code::too_big, text_of(reason::oversized_message));
    }
}

// -- out

// For more that goes with it. Much already fills messages.
bool connection::may_wait() noexcept {
    constexpr std::size_t much = std::size_t{16} * 1024;
    if (phase_ != phase::serving || !tenant_->session().agreement().has(feature::few_messages)) return false;
    const std::int64_t now = worker_.loop.now();
    return tenant_->spacing().earliest(now) > now && tenant_->session().unsent() < much;
}

void connection::flush() {
    if (phase_ == phase::gone) return;
    tunnel::session* const session = tenant_ ? &tenant_->session() : nullptr;
    for (int round = 0;; ++round) {
        const std::uint64_t before = writer_.sent();
        const auto outcome = writer_.write({fd_.number(), tls_.get()}, session, worker_.loop.output_room());
        const bool has_moved = writer_.sent() != before;
        if (outcome == frame_writer::outcome::lost) return lose("the connection is lost");
        if (outcome == frame_writer::outcome::blocked) {
            const bool is_first = stalled_since_ == 0;
            if (has_moved || is_first) stalled_since_ = worker_.loop.now();
            if (is_first) set_timer();
        } else {
            stalled_since_ = 0;
        }
        if (session == nullptr || !has_moved) break;
        tenant_->spacing().sent(worker_.loop.now());
        tenant_->take_events(); // there may be room again, and with it more to send
        if (outcome == frame_writer::outcome::blocked) break;
        if (round == most_turns) {
            worker_.loop.again(*this);
            break;
        }
    }
    if (!is_blocked()) end_of_output();
}

bool connection::is_blocked() const noexcept { return writer_.is_blocked() || (tls_ && tls_->has_output()); }

// All is sent.
void connection::end_of_output() {
    if (phase_ == phase::serving) {
        tunnel::gateway_session& session = tenant_->session();
        if (drained_at_ != 0 && tenant_->is_idle() && session.streams() == 0) {
            session.end(reason::abandoned);
            check_session();
            return touch();
        }
        if ((was_paused_ || is_readable_) && may_read()) worker_.loop.again(*this);
        return;
    }
    if (phase_ != phase::closing) return;
    if (!std::exchange(close_sent_, true)) {
        writer_.add_close(close_code_, close_text_);
        return touch();
    }
    if (close_received_) return lose("");
    // The client's CLOSE could not be told from what is no frame: the end of its connection answers ours.
    if (!reader_.is_broken() || std::exchange(is_shut_, true)) return;
    if (tls_) tls_->say_end(fd_.number());
    sockets::finish_sending(fd_.number());
}

// -- time

std::int64_t connection::longest_stall() const noexcept {
    return std::chrono::nanoseconds(worker_.configuration->stall).count();
}

std::int64_t connection::next_deadline() const noexcept {
    std::int64_t next = phase_ == phase::serving ? tenant_->session().deadline() : phase_until_;
    // The extension's own silence is the session's to tell.
    if (phase_ == phase::serving && tenant_->is_stock())
        next = std::min(next, heard_ + (has_pinged_ ? 2 : 1) * silence);
    if (phase_ == phase::serving && drained_at_ != 0) next = std::min(next, drained_at_);
    if (stalled_since_ != 0) next = std::min(next, stalled_since_ + longest_stall());
    return next;
}

void connection::set_timer() {
    if (phase_ != phase::gone) timer_.set(next_deadline());
}

void connection::on_time() {
    const std::int64_t now = worker_.loop.now();
    if (stalled_since_ != 0 && now >= stalled_since_ + longest_stall()) return lose("the client does not read");
    if (phase_ == phase::closing && now >= phase_until_) return lose("");
    if (phase_ == phase::greeting && now >= phase_until_) {
        worker_.figures.handshakes_failed.add();
        close(close_code::protocol_error, "the handshake took too long");
    }
    if (phase_ == phase::serving) tick(now);
    set_timer();
    touch();
}

void connection::tick(std::int64_t now) {
    tunnel::gateway_session& session = tenant_->session();
    if (now >= session.deadline()) {
        session.tick(now);
        tenant_->take_events();
        if (tenant_->is_silent()) return lose("the client is silent");
    }
    if (tenant_->is_stock()) {
        // What a stock client's library answers by itself.
        if (now >= heard_ + 2 * silence && has_pinged_) return lose("the client is silent");
        if (now >= heard_ + silence && !std::exchange(has_pinged_, true)) writer_.add(opcode::ping, {});
    }
    if (now >= heard_ + silence) {
        reader_.trim();
        writer_.trim();
    }
    if (drained_at_ != 0 && now >= drained_at_) session.end(reason::abandoned);
    check_session();
}

void connection::drain(std::int64_t length) {
    if (phase_ == phase::greeting) return close(close_code::going_away, "the gateway is leaving");
    if (phase_ != phase::serving) return;
    tenant_->session().go_away(static_cast<std::uint32_t>(std::max<std::int64_t>(length / 1'000'000, 0)));
    drained_at_ = worker_.loop.now() + length;
    set_timer();
    touch();
}

// -- the end

void connection::check_session() {
    if (phase_ != phase::serving || !tenant_->session().is_over()) return;
    const reason why = tenant_->session().why();
    if (is_malformed(why)) worker_.figures.malformed.add();
    close(code_of_end(why), text_of(why));
}

// What is queued goes out first, the session's CLOSE among it.
void connection::close(close_code code, std::string_view text) {
    if (phase_ == phase::closing || phase_ == phase::gone) return;
    // The client closed, or made frames that are none: the session may go on with another WebSocket.
    if (phase_ == phase::serving && !tenant_->session().is_over()) return lose_session(code, text);
    phase_ = phase::closing;
    close_code_ = code;
    close_text_ = text;
    record_.ended = text;
    phase_until_ = worker_.loop.now() + close_patience;
    set_timer();
    touch();
}

void connection::lose_session(close_code code, std::string_view text) {
    leave_session();
    phase_ = phase::greeting;
    close(code, text);
}

// The session has no WebSocket any more.
void connection::leave_session() {
    if (!tenant_) return;
    writer_.forget();
    const std::shared_ptr<gateway::tenant> left = std::move(tenant_);
    left->plug_in(nullptr);
    left->session().transport_lost(worker_.loop.now());
    left->take_events();
    if (left->session().is_offline()) {
        if (worker_.is_draining)
            left->give_up(); // there is no way back any more
        else
            left->wait_for_client();
    }
    const tenant_figures& f = left->figures();
    record_.streams = f.streams;
    record_.listeners = f.listeners;
    record_.denied = f.denied;
    record_.bytes_from_client = f.from_client;
    record_.bytes_to_client = f.to_client;
    record_.datagrams_dropped = f.datagrams_dropped;
}

void connection::lose(std::string_view why) {
    if (phase_ == phase::gone) return;
    leave_session();
    phase_ = phase::gone;
    if (record_.ended.empty()) record_.ended = why.empty() ? "closed" : why;
    record_.lasted = std::chrono::nanoseconds(worker_.loop.now() - began_);
    worker_.records.write(record_);
    disappear();
}

void connection::disappear() {
    phase_ = phase::gone;
    timer_.cancel();
    spacing_timer_.cancel();
    if (tls_ && fd_) tls_->say_end(fd_.number());
    fd_ = {};
    worker_.connections.erase(this);
    worker_.figures.connections.subtract();
    worker_.loop.bury(std::unique_ptr<watcher>(this));
}

} // namespace samesock::gateway
