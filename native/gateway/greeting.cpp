// From the upgrade to a session: who the client is, and what both agree on. See connection.hpp.
#include "connection.hpp"
#include "random_bytes.hpp"
#include "worker.hpp"

#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

// Which of them is asked for is said only where there is no choice.
struct demands {
    bool token;
    bool password;
    bool key;
};

demands demands_of(const credentials& known) noexcept {
    const bool token = known.has_tokens(), password = known.has_passwords(), key = known.has_keys();
    return {token && !password && !key, password && !token && !key, key && !token && !password};
}

std::uint64_t random_number() {
    std::uint64_t number = 0;
    fill_randomly(std::as_writable_bytes(std::span(&number, 1)));
    return number;
}

} // namespace

void connection::send_handshake(std::span<const std::byte> packet) { writer_.add(opcode::binary, packet); }

void connection::greet(bool offered_subprotocol) {
    const configuration& c = *worker_.configuration;
    phase_until_ = worker_.loop.now() + std::chrono::nanoseconds(c.handshake).count();
    gateway_offer offer;
    if (worker_.loop.is_precise()) offer.features |= static_cast<std::uint32_t>(feature::few_messages);
    offer.message = c.message;
    offer.terms = c.terms;
    offer.stock_credit = c.session.stock_window;
    if (!principal_) {
        const demands asked = demands_of(c.credentials);
        offer.token_required = asked.token;
        if (c.credentials.has_passwords()) offer.password_required = asked.password;
        if (c.credentials.has_keys()) {
            fill_randomly(challenge_);
            offer.key = key_challenge{asked.key, 1, challenge_};
        }
    }
    std::vector<std::byte> out;
    handshake_.emplace(std::move(offer));
    handshake_->begin(offered_subprotocol, out);
    send_handshake(out);
    // Version 1 has no INFO: who has to say who he is has done so at the upgrade.
    if (handshake_->state() == gateway_handshake::step::agreed) let_in(principal_);
}

void connection::on_greeting(bytes_view message) {
    switch (handshake_->feed(message)) {
    case gateway_handshake::step::waiting:
    case gateway_handshake::step::agreed: return;
    case gateway_handshake::step::asks: return authenticate();
    case gateway_handshake::step::failed: break;
    }
    worker_.figures.handshakes_failed.add();
    turn_away(close_reason::invalid, text_of(handshake_->why()));
}

void connection::authenticate() {
    const credentials& known = worker_.configuration->credentials;
    const client_info& said = handshake_->client();
    if (principal_ || !known.are_required()) return let_in(principal_);
    std::optional<std::string_view> name;
    close_reason wrong = close_reason::credentials_required;
    if (said.extension && !said.extension->token.empty()) {
        const auto& token = said.extension->token;
        name = known.by_token({reinterpret_cast<const char*>(token.data()), token.size()});
        wrong = close_reason::wrong_password;
    } else if (said.password) {
        name = known.by_password(said.password->user, said.password->password);
        wrong = close_reason::wrong_password;
    } else if (said.key) {
        name = known.by_key(said.key->algorithm, said.key->public_key_hash, said.key->signature, challenge_);
        wrong = close_reason::wrong_signature;
    }
    if (name) return let_in(std::string(*name));
    worker_.figures.logins_refused.add();
    worker_.clients.failed(client_key_, worker_.now());
    turn_away(wrong, wrong == close_reason::credentials_required ? "credentials are required" : "wrong credentials");
}

void connection::let_in(std::optional<std::string> principal) {
    if (principal) {
        // From now on that one's limits count.
        auto admitted = worker_.clients.admit("principal " + *principal, worker_.now());
        if (!admitted) {
            worker_.figures.over_limit.add();
            return turn_away(close_reason::throttled, text_of(admitted.error()));
        }
        lease_ = std::move(*admitted);
        record_.principal = *principal;
        principal_ = std::move(principal);
    }
    agreement_ = handshake_->agreement();
    if (try_to_resume()) return;
    if (handshake_->state() != gateway_handshake::step::agreed) welcome_in();
    begin_session();
}

void connection::welcome_in() {
    std::vector<std::byte> out;
    wire::encode({0, wire::wisp_continue{worker_.configuration->session.stock_window}}, out);
    send_handshake(out);
}

void connection::turn_away(close_reason why, std::string_view text) {
    std::vector<std::byte> out;
    handshake_->refuse(why, out);
    send_handshake(out);
    close(close_code::protocol_error, text);
}

void connection::begin_session() {
    settings bounds = worker_.configuration->session;
    bounds.seed = random_number();
    const bool can_resume = agreement_.has(feature::resume);
    const resume_ticket ticket{can_resume ? session_secrets::random() : wire::secret{}, worker_.configuration->route};
    tenant_ = std::make_shared<gateway::tenant>(worker_, agreement_, bounds, ticket, std::move(lease_));
    if (can_resume) tenant_->may_be_resumed({principal_, record_.origin}, ticket.secret);
    tenant_->plug_in(this);
    record_.protocol = agreement_.is_extended ? "samesock" : agreement_.version == 1 ? "wisp-v1" : "wisp-v2";
    serve();
}

void connection::serve() {
    phase_ = phase::serving;
    handshake_.reset();
    set_timer();
    touch();
}

} // namespace samesock::gateway
