// The client's side of the handshake: see handshake.hpp.
#include "tunnel/handshake.hpp"

namespace samesock::tunnel {

auto client_handshake::fail(reason why, close_reason close) noexcept -> step {
    why_ = why;
    close_ = close;
    return state_ = step::failed;
}

auto client_handshake::begin_version_2(const wire::info& info) -> step {
    if (has_answered_) return fail(reason::early_packet);
    if (info.major < 2) return fail(reason::refused, close_reason::incompatible_extensions);
    kept_.assign(info.extensions.begin(), info.extensions.end());
    const auto read = read_gateway_info({info.major, info.minor, kept_});
    if (!read) return fail(read.error());
    server_ = *read;
    agreement_.version = 2;
    agreement_.udp = offer_.udp && server_.udp;
    agreement_.confirms = offer_.confirms && server_.confirms;
    agreement_.is_extended = offer_.extended && server_.extension.has_value();
    if (agreement_.is_extended) {
        agreement_.features = offer_.features & server_.extension->features;
        agreement_.ours = offer_.terms;
        agreement_.theirs = server_.extension->terms;
    }
    return state_ = step::asked;
}

auto client_handshake::feed(bytes_view message) -> step {
    if (state_ != step::waiting) return state_ == step::failed ? state_ : fail(reason::early_packet);
    const auto packet = wire::decode(message);
    if (!packet) return fail(packet.error());
    if (packet->id != 0) return fail(reason::early_packet);
    if (const auto* const close = std::get_if<wire::wisp_close>(&packet->body))
        return fail(reason::refused, close->reason);
    if (const auto* const info = std::get_if<wire::info>(&packet->body)) return begin_version_2(*info);
    const auto* const credit = std::get_if<wire::wisp_continue>(&packet->body);
    if (credit == nullptr) return fail(reason::early_packet);
    agreement_.stock_credit = credit->remaining;
    return state_ = step::agreed;
}

void client_handshake::answer(const client_reply& reply, std::vector<std::byte>& out) {
    client_info info;
    info.udp = offer_.udp;
    info.confirms = offer_.confirms;
    info.password = reply.password;
    info.key = reply.key;
    if (agreement_.is_extended) {
        extension& ours = info.extension.emplace();
        ours.features = offer_.features;
        ours.terms = offer_.terms;
        ours.token = as_bytes(reply.token);
        ours.resume = reply.resume;
        agreement_.resumes = reply.resume.has_value();
    }
    write_info(info, out);
    has_answered_ = true;
    state_ = step::waiting;
}

void client_handshake::refuse(close_reason reason, std::vector<std::byte>& out) {
    wire::encode({0, wire::wisp_close{reason}}, out);
    if (state_ != step::failed) fail(reason::abandoned, reason);
}

} // namespace samesock::tunnel
