// The gateway's side of the handshake: see handshake.hpp.
#include "tunnel/handshake.hpp"

#include <utility>

namespace samesock::tunnel {

gateway_handshake::gateway_handshake(gateway_offer offer) : offer_(std::move(offer)) {
    if (!offer_.key) return;
    challenge_.assign(offer_.key->challenge.begin(), offer_.key->challenge.end());
    offer_.key->challenge = challenge_;
}

auto gateway_handshake::fail(reason why) noexcept -> step {
    why_ = why;
    return state_ = step::failed;
}

void gateway_handshake::begin(bool offered_subprotocol, std::vector<std::byte>& out) {
    agreement_.stock_credit = offer_.stock_credit;
    agreement_.udp = offer_.udp;
    if (!offered_subprotocol) {
        wire::encode({0, wire::wisp_continue{offer_.stock_credit}}, out);
        state_ = step::agreed;
        return;
    }
    gateway_info info;
    info.udp = offer_.udp;
    info.confirms = offer_.confirms;
    info.password_required = offer_.password_required;
    info.key = offer_.key;
    info.message = offer_.message;
    if (offer_.extended) {
        extension& ours = info.extension.emplace();
        ours.features = offer_.features;
        ours.terms = offer_.terms;
        ours.token_required = offer_.token_required;
    }
    write_info(info, out);
    agreement_.version = 2;
}

auto gateway_handshake::feed(bytes_view message) -> step {
    if (state_ != step::waiting) return state_ == step::failed ? state_ : fail(reason::early_packet);
    const auto packet = wire::decode(message);
    if (!packet) return fail(packet.error());
    if (packet->id != 0) return fail(reason::early_packet);
    if (std::holds_alternative<wire::wisp_close>(packet->body)) return fail(reason::refused);
    const auto* const info = std::get_if<wire::info>(&packet->body);
    if (info == nullptr) return fail(reason::early_packet);
    if (info->major < 2) return fail(reason::refused);
    kept_.assign(info->extensions.begin(), info->extensions.end());
    const auto read = read_client_info({info->major, info->minor, kept_});
    if (!read) return fail(read.error());
    client_ = *read;
    agreement_.confirms = offer_.confirms && client_.confirms;
    agreement_.is_extended = offer_.extended && client_.extension.has_value();
    if (agreement_.is_extended) {
        agreement_.features = offer_.features & client_.extension->features;
        agreement_.ours = offer_.terms;
        agreement_.theirs = client_.extension->terms;
        agreement_.resumes = client_.extension->resume.has_value();
    }
    return state_ = step::asks;
}

void gateway_handshake::accept(std::vector<std::byte>& out) {
    wire::encode({0, wire::wisp_continue{offer_.stock_credit}}, out);
    state_ = step::agreed;
}

void gateway_handshake::refuse(close_reason reason, std::vector<std::byte>& out) {
    wire::encode({0, wire::wisp_close{reason}}, out);
    if (state_ != step::failed) fail(reason::abandoned);
}

} // namespace samesock::tunnel
