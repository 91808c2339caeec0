// Reasons as texts and as errno: see reason.hpp.
#include "tunnel/reason.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>

namespace samesock::tunnel {

std::string_view text_of(reason r) noexcept {
    switch (r) {
    case reason::none: return "no reason";
    case reason::truncated: return "a packet is shorter than its fields";
    case reason::trailing_bytes: return "a packet is longer than its fields";
    case reason::series_length: return "a length in a series is wrong";
    case reason::empty_message: return "a message holds no packet";
    case reason::oversized_message: return "a message is too long";
    case reason::text_message: return "a message is text";
    case reason::unknown_type: return "a packet is of no known type";
    case reason::bad_field: return "a field has a value that it cannot have";
    case reason::repeated_entry: return "an extension is named twice";
    case reason::early_packet: return "a packet came before the handshake was over";
    case reason::wrong_sender: return "a packet came that this end does not take";
    case reason::wrong_id: return "a packet has an id that it cannot have";
    case reason::id_in_use: return "an id is in use already";
    case reason::too_many_ids: return "too many ids are in use";
    case reason::too_many_requests: return "too many requests are unanswered";
    case reason::wrong_socket: return "a packet came for a socket that does not take it";
    case reason::before_connect: return "data came before the connection";
    case reason::after_fin: return "data came after its end";
    case reason::after_reset: return "a packet came after the reset of its socket";
    case reason::empty_data: return "data of a stream is empty";
    case reason::over_credit: return "more came than was granted";
    case reason::credit_overflow: return "credit is too large";
    case reason::unasked: return "an answer came to no question";
    case reason::wrong_count: return "a count of packets is wrong";
    case reason::too_many_strays: return "too many packets came for ids that are free";
    case reason::closed: return "the other end has closed the session";
    case reason::refused: return "the other end has refused the session";
    case reason::flooded: return "the server sent more than can be kept";
    case reason::silent: return "the other end is silent";
    case reason::lost: return "the connection is lost";
    case reason::abandoned: return "this end has closed the session";
    }
    return "an unknown reason";
}

std::error_code code_of(reason r) noexcept {
    if (is_malformed(r)) return errno_code(EPROTO);
    switch (r) {
    case reason::flooded: return errno_code(ENOBUFS);
    case reason::silent: return errno_code(ETIMEDOUT);
    default: return errno_code(ECONNRESET);
    }
}

int errno_of(close_reason r) noexcept {
    switch (r) {
    case close_reason::voluntary: return 0;
    case close_reason::incompatible_extensions: return EPROTO;
    case close_reason::invalid: return EINVAL;
    case close_reason::unreachable: return EHOSTUNREACH;
    case close_reason::timed_out:
    case close_reason::data_timed_out: return ETIMEDOUT;
    case close_reason::refused: return ECONNREFUSED;
    case close_reason::blocked:
    case close_reason::wrong_password:
    case close_reason::wrong_signature:
    case close_reason::credentials_required: return EACCES;
    case close_reason::throttled: return ENOBUFS;
    default: return ECONNRESET;
    }
}

close_reason close_reason_of(std::error_code code) noexcept {
    if (code.category() == gai_category()) return close_reason::unreachable;
    switch (code.value()) {
    case 0: return close_reason::voluntary;
    case EINVAL: return close_reason::invalid;
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EADDRNOTAVAIL: return close_reason::unreachable;
    case ETIMEDOUT: return close_reason::timed_out;
    case ECONNREFUSED: return close_reason::refused;
    case EACCES:
    case EPERM: return close_reason::blocked;
    case ENOBUFS:
    case EMFILE:
    case ENFILE: return close_reason::throttled;
    case ECONNRESET:
    case EPIPE: return close_reason::network_error;
    default: return close_reason::unspecified;
    }
}

} // namespace samesock::tunnel
