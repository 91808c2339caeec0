// The link to the gateway: how a WebSocket comes to a session, and what becomes of it when it goes. See network.hpp.
#include "network.hpp"

#include "platform/allocation.hpp"

#include <algorithm>
#include <cstdio>
#include <random>

namespace samesock::platform {
namespace {

constexpr std::int64_t millisecond = 1'000'000;
constexpr std::int64_t first_pause = 100 * millisecond, longest_pause = 3'000 * millisecond;

std::uint64_t random_number() {
    std::random_device source;
    return std::uint64_t{source()} << 32 | source();
}

std::string_view text_of(tunnel::close_reason r) noexcept {
    using enum tunnel::close_reason;
    switch (r) {
    case wrong_password: return "the token or password is wrong";
    case wrong_signature: return "the key is wrong";
    case credentials_required: return "the token is wrong or missing, or a password is asked for";
    case incompatible_extensions: return "it speaks another version of the protocol";
    case throttled: return "it serves too many already";
    case blocked: return "it does not let this program in";
    default: return "it ended the connection";
    }
}

} // namespace

network& network::instance() {
    static auto* const it = new network;
    return *it;
}

// -- opening ------------------------------------------------------------------------------------------------------------

status network::need_link() {
    if (link_ == link::ended) return failed_with(ENETDOWN);
    if (link_ != link::down) return {};
    if (!configuration_) configuration_ = configuration_of_environment();
    auto url = read_gateway_url(configuration_->url.empty() ? default_gateway() : configuration_->url);
    if (!url) {
        report({errno_code(EINVAL), url.error()});
        return failed_with(EINVAL);
    }
    url_ = *std::move(url);
    if (has_secrets(*configuration_) && !url_->is_private()) {
        report({errno_code(EACCES), "a token or password goes over wss:// only, or to this machine"});
        return failed_with(EACCES);
    }
    if (transport_ == nullptr) transport_ = make_transport(*this);
    link_ = link::opening;
    open_websocket();
    return {};
}

void network::open_websocket() {
    ++attempts_;
    has_websocket_ = true;
    ending_.reset();
    again_at_ = tunnel::never;
    until_ = now() + configuration_->open_timeout.count() * millisecond;
    orders_.open = true;
}

status network::await_session(std::unique_lock<std::mutex>& lock, handle h, deadline until) {
    if (session() != nullptr) [[likely]]
        return {};
    borrowed_sleeper at(*this);
    if (!at) return no_sleeper();
    waiter here;
    here.who = &*at;
    link_waiters_.add(here);
    std::uint64_t attempt = link_ == link::opening ? attempts_ : 0;
    while (session() == nullptr) {
        if (attempt != 0 && failures_ >= attempt) return failure(failure_);
        if (link_ == link::down || link_ == link::ended) {
            if (auto begun = need_link(); !begun) return begun;
            attempt = attempts_;
        }
        if (h != handle::none && is_canceled(h)) return no_handle();
        if (now() >= until.at) return failed_with(ETIMEDOUT);
        (void)pause(lock, *at, until);
    }
    return {};
}

void network::on_open() {
    locked_network net;
    will_fetch_ = true;
    if (link_ != link::opening && link_ != link::lost) return;
    tunnel::client_offer offer;
    if (transport_->pays_for_messages()) offer.features |= static_cast<std::uint32_t>(tunnel::feature::few_messages);
    handshake_.emplace(offer);
}

void network::on_message(std::span<const std::byte> message, bool is_text) {
    locked_network net;
    will_fetch_ = true;
    if (is_broken_) return;
    if (handshake_)
        return is_text ? fail_link({errno_code(EPROTO), "it speaks another protocol"}) : on_handshake(message);
    if (!session_ || session_->is_over()) return;
    if (is_text) return session_->end(tunnel::reason::text_message);
    session_->feed(message, now());
    take_events();
}

void network::on_handshake(std::span<const std::byte> message) {
    using step = tunnel::client_handshake::step;
    switch (handshake_->feed(message)) {
    case step::waiting: return;
    case step::asked: return answer_handshake();
    case step::agreed: return agreed();
    case step::failed: return refused();
    }
}

void network::answer_handshake() {
    const tunnel::gateway_info& server = handshake_->server();
    const configuration& own = *configuration_;
    tunnel::client_reply reply;
    const char* missing = nullptr;
    if (server.extension && server.extension->token_required && own.token.empty())
        missing = "it asks for a token: set SAMESOCK_GATEWAY_TOKEN, or configure()";
    if (server.password_required.value_or(false) && own.user.empty() && own.password.empty())
        missing = "it asks for a user and a password: see configure()";
    if (server.key && server.key->required) missing = "it asks for a key, which this program has not";
    if (missing != nullptr) {
        handshake_->refuse(tunnel::close_reason::credentials_required, handshake_bytes_);
        return fail_link({errno_code(EACCES), missing});
    }
    reply.token = own.token;
    if (server.password_required && !(own.user.empty() && own.password.empty()))
        reply.password = tunnel::credentials{own.user, own.password};
    if (session_) reply.resume = session_->resumable();
    handshake_->answer(reply, handshake_bytes_);
}

void network::agreed() {
    const tunnel::agreement agreement = handshake_->agreement();
    handshake_.reset();
    if (session_) {
        session_->reconnected(agreement, now());
    } else {
        tunnel::settings settings;
        settings.unconfirmed_connect = configuration_->unconfirmed_connect;
        settings.seed = random_number();
        session_.emplace(agreement, settings, now());
    }
    link_ = link::up;
    // With the extension a WELCOME follows.
    if (!agreement.is_extended) until_ = tunnel::never;
    backoff_ = 0;
    reported_.clear();
    send_what_waited();
    link_waiters_.wake();
}

void network::refused() {
    if (handshake_->why() != tunnel::reason::refused) return fail_link({errno_code(EPROTO), "it does not speak Wisp"});
    const tunnel::close_reason close = handshake_->close();
    const int number = tunnel::errno_of(close);
    fail_link({errno_code(number != 0 ? number : ECONNREFUSED), std::string(text_of(close))});
}

void network::fail_link(ending why) {
    ending_ = std::move(why);
    begin_closing();
}

void network::begin_closing() {
    handshake_.reset();
    until_ = tunnel::never;
    if (!has_websocket_) return;
    orders_.close = true;
    if (link_ == link::opening || link_ == link::up) link_ = link::closing;
}

// -- what waits for the link ----------------------------------------------------------------------------------------------

void network::send_what_waited() {
    table.for_each([&](socket_record& s) {
        if (!std::exchange(s.waits_for_link, false)) return;
        if (s.now == phase::connecting) {
            if (const auto sent = send_connect(s); !sent) {
                reset_socket(s, 0);
                s.end(errno_of(sent.error()));
            }
        }
        s.touch();
    });
}

void network::fail_what_waited() {
    table.for_each([&](socket_record& s) {
        if (s.waits_for_link) s.end(errno_of(failure_));
    });
}

bool network::something_waits() {
    bool waits = false;
    table.for_each([&](const socket_record& s) { waits = waits || s.waits_for_link; });
    return waits;
}

// -- the end of a WebSocket -------------------------------------------------------------------------------------------

void network::on_closed(ending why) {
    locked_network net;
    writing_ = will_fetch_ = has_websocket_ = false;
    handshake_.reset();
    handshake_bytes_.clear();
    until_ = tunnel::never;
    link_waiters_.wake();
    if (ending_) why = *std::exchange(ending_, std::nullopt);
    if (session_ && !is_broken_) {
        session_->transport_lost(now());
        // Who is not let in will not be later.
        if (why.code == errno_code(EACCES)) session_->end(tunnel::reason::lost);
        take_events();
        if (session_->is_offline() && link_ != link::ended) return try_again_later();
    }
    if (session_) return forget_session();
    if (link_ != link::ended) link_ = link::down;
    failures_ = attempts_;
    failure_ = why.code;
    report(why);
    fail_what_waited();
}

// Once nobody has pieces of its messages.
void network::forget_session() {
    if (has_websocket_ || !session_ || !(is_broken_ || session_->is_over())) return;
    session_.reset();
    is_broken_ = false;
    again_at_ = tunnel::never;
    if (link_ != link::ended) link_ = link::down;
    if (something_waits()) {
        if (const auto begun = need_link(); !begun) {
            failure_ = begun.error();
            fail_what_waited();
        }
    }
    link_waiters_.wake();
}

void network::try_again_later() {
    link_ = link::lost;
    again_at_ = now() + backoff_;
    backoff_ = std::clamp(2 * backoff_, first_pause, longest_pause);
}

void network::report(const ending& why) {
    if (link_ == link::ended) return;
    const std::string where = url_ ? url_->text : std::string("the gateway");
    std::string line = "samesock: no network through " + where + ": " + why.why;
    if (line == reported_) return;
    reported_ = std::move(line);
    std::fprintf(stderr, "%s\n", reported_.c_str());
}

// -- output and time --------------------------------------------------------------------------------------------------------

std::span<const std::span<const std::byte>> network::next_message() {
    const std::scoped_lock lock(mutex_);
    will_fetch_ = false;
    if (is_broken_) return {};
    if (!handshake_bytes_.empty()) {
        writing_ = true;
        handshake_piece_ = {handshake_bytes_};
        return handshake_piece_;
    }
    if (!session_ || handshake_ || session_->is_offline()) return {};
    const auto pieces = session_->next_message();
    writing_ = !pieces.empty();
    return pieces;
}

void network::message_sent() {
    const std::scoped_lock lock(mutex_);
    writing_ = false;
    will_fetch_ = true;
    if (!handshake_bytes_.empty())
        handshake_bytes_.clear();
    else if (session_ && !is_broken_)
        session_->message_sent();
}

std::int64_t network::next_time() {
    const std::scoped_lock lock(mutex_);
    if (link_ == link::ended && !has_websocket_) return tunnel::never;
    const std::int64_t of_session = session() != nullptr ? session_->deadline() : tunnel::never;
    return std::min({of_session, until_, again_at_, give_up_at_});
}

void network::on_time() {
    locked_network net;
    will_fetch_ = has_websocket_;
    const std::int64_t at = now();
    if (at >= give_up_at_) {
        give_up_at_ = tunnel::never;
        return end_link();
    }
    if (at >= until_) {
        const auto seconds = std::to_string(configuration_->open_timeout.count()) + " ms";
        return fail_link({errno_code(ETIMEDOUT), "it does not answer within " + seconds});
    }
    if (session() != nullptr) session_->tick(at);
    if (at >= again_at_) open_websocket();
}

// -- what the program says ----------------------------------------------------------------------------------------------

status network::configure(configuration next) {
    if (!table.empty()) return failed_with(EBUSY);
    configuration_ = std::move(next);
    reported_.clear();
    if (session() != nullptr) session_->end(tunnel::reason::abandoned);
    if (link_ != link::down && link_ != link::ended) begin_closing();
    return {};
}

bool network::is_canceled(handle h) noexcept {
    const slot* const entry = table.find(h);
    return entry == nullptr || entry->canceled;
}

} // namespace samesock::platform
