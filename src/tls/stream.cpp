// Pumping the engine: attempts that never sleep, and what they wait for.
#include "tls/stream.hpp"

#include <samesock/ssl_error.hpp>

#include "platform/platform.hpp"

#include <cerrno>
#include <utility>

namespace samesock::tls {
namespace {

using platform::readiness;

std::error_code would_block_as_tls(readiness want) noexcept {
    return want == readiness::writable ? ssl_condition::want_write : ssl_condition::want_read;
}

} // namespace

stream::stream(socket_state& on, owner<SSL> ssl) noexcept : state_(on), engine_(ssl.release()) { state_.retain(); }

stream::~stream() { socket_state::drop(&state_); }

template <class Attempt>
result<std::size_t> stream::drive(Attempt once) noexcept {
    const call in_flight(&state_);
    if (!in_flight) return failure(closed_error());
    patience more(*in_flight, readiness::readable);
    for (;;) {
        const outcome o = [&]() noexcept {
            const turn_taken alone(turn_);
            return once();
        }();
        if (o.what == outcome::done) return o.size;
        const status again = o.what == outcome::part ? more.after_part() : more.after_instant(o.error, o.want);
        if (again) continue;
        return failure(would_block(again.error()) ? would_block_as_tls(o.want) : again.error());
    }
}

status stream::flush() noexcept {
    may_hold_ = false;
    while (!engine_.output().empty()) {
        const auto sent = platform::send(state_.handle, engine_.output(), MSG_DONTWAIT);
        if (!sent) return failure(sent.error());
        engine_.sent(*sent);
    }
    return {};
}

stream::outcome stream::after_flush(std::size_t size) noexcept {
    if (const auto flushed = flush(); !flushed)
        return {.what = outcome::failed, .error = flushed.error(), .want = readiness::writable};
    return {.what = outcome::done, .size = size};
}

// One fetch from the socket: no byte beyond the record, but for the header of the next one. So whatever select() says
// of the socket is true of the stream, once pending() is 0.
stream::outcome stream::fill(bool only_this_record) noexcept {
    const std::size_t ahead = engine_.wants_body() && !only_this_record ? engine::record_header : 0;
    const auto room = engine_.input_room(engine_.wanted() + ahead);
    if (room.empty()) return {.what = outcome::failed, .error = errno_code(ENOMEM)};
    const auto got = platform::receive(state_.handle, room, MSG_DONTWAIT);
    if (!got) return {.what = outcome::failed, .error = got.error(), .want = readiness::readable};
    if (*got == 0) engine_.input_ended();
    engine_.received(*got);
    return {.what = outcome::part};
}

// What a step that is not done needs. Its output goes out first, unless it may be held: the peer may wait for it, or it
// is the alert that tells why this end has failed.
stream::outcome stream::advance(const step& s, bool only_this_record) noexcept {
    if (may_hold_ && s.what == progress::want_read) {
        const outcome o = fill(only_this_record);
        if (o.what != outcome::failed || !would_block(o.error)) return o;
    }
    const auto flushed = flush();
    if (s.what == progress::failed) return {.what = outcome::failed, .error = s.error};
    if (s.what == progress::closed) return {.what = outcome::failed, .error = ssl_condition::zero_return};
    if (!flushed && (s.what == progress::want_write || engine_.in_handshake() || only_this_record))
        return {.what = outcome::failed, .error = flushed.error(), .want = readiness::writable};
    if (s.what == progress::want_write) return {.what = outcome::part};
    return fill(only_this_record);
}

status stream::handshake() noexcept {
    const auto done = drive([this]() noexcept {
        const bool is_first = engine_.in_handshake();
        const step s = engine_.handshake();
        if (s.what != progress::done) return advance(s, false);
        // The client's first data is there, so the answer goes out soon, and the tickets with it: two small messages in
        // a row are 40 ms apart by Nagle's algorithm and delayed acknowledgements (RFC 1122, 4.2.3).
        may_hold_ = is_first && engine_.ends_with_tickets() && engine_.input_left() != 0;
        if (!may_hold_) return after_flush(0);
        return outcome{.what = outcome::done};
    });
    if (!done) return failure(done.error());
    return {};
}

stream::outcome stream::read_once(std::span<std::byte> into) noexcept {
    const step s = engine_.read(into);
    if (s.what != progress::done && s.what != progress::closed) return advance(s, false);
    if (!may_hold_) (void)flush(); // answers of TLS itself: what cannot go now goes with the next call
    return {.what = outcome::done, .size = s.size};
}

result<std::size_t> stream::read(std::span<std::byte> into) noexcept {
    return drive([this, into]() noexcept { return read_once(into); });
}

stream::outcome stream::write_once(std::span<const std::byte> data) noexcept {
    if (accepted_ == 0 && !data.empty()) {
        const step s = engine_.write(data);
        if (s.what != progress::done) return advance(s, false);
        accepted_ = s.size;
    }
    if (accepted_ > data.size()) return {.what = outcome::failed, .error = ssl_misuse::write_retry};
    const outcome o = after_flush(accepted_);
    if (o.what == outcome::done) accepted_ = 0;
    return o;
}

result<std::size_t> stream::write(std::span<const std::byte> data) noexcept {
    return drive([this, data]() noexcept { return write_once(data); });
}

status stream::write_all(std::span<const std::byte> data) noexcept {
    const auto done = drive([this, &data]() noexcept {
        outcome o = write_once(data);
        if (o.what != outcome::done) return o;
        data = data.subspan(o.size);
        if (!data.empty()) o.what = outcome::part;
        return o;
    });
    if (!done) return failure(done.error());
    return {};
}

status stream::close_notify() noexcept {
    const auto done = drive([this]() noexcept {
        const step s = engine_.close_notify();
        return s.what == progress::done ? after_flush(0) : advance(s, false);
    });
    if (!done) return failure(done.error());
    return {};
}

status stream::shutdown() noexcept {
    const auto done = drive([this]() noexcept {
        const step s = engine_.shutdown();
        if (s.what != progress::done) return advance(s, true);
        outcome o = after_flush(0);
        if (o.what == outcome::done && engine_.input_left() != 0)
            o = {.what = outcome::failed, .error = ssl_condition::data_after_close};
        return o;
    });
    if (!done) return failure(done.error());
    return {};
}

} // namespace samesock::tls
