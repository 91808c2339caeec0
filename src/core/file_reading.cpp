// Reading a file: CPython's BufferedReader and TextIOWrapper, and SocketIO where there is no buffer.
#include <samesock/file.hpp>

#include "core/call.hpp"
#include "core/file_state.hpp"
#include "platform/allocation.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace samesock {
namespace {

std::size_t limit_of(std::ptrdiff_t size) noexcept {
    return size < 0 ? read_goal::unlimited : static_cast<std::size_t>(size);
}

std::string_view chars(std::span<const std::byte> data) noexcept {
    return {reinterpret_cast<const char*>(data.data()), data.size()};
}

// What a read that met an error has: EAGAIN ends it with what came before, if anything did.
bool ends_short(std::error_code error, std::size_t have) noexcept { return have != 0 && would_block(error); }

} // namespace

// -- from the connection --------------------------------------------------------------------------------------------------

result<std::size_t> file::state::receive(std::span<std::byte> into) noexcept {
    if (timed_out) return failure(fault::read_after_timeout);
    const call in_flight(connection);
    if (!in_flight) return failure(closed_error());
    const auto got = attempt(*in_flight, platform::readiness::readable, 0,
                             [&]() noexcept { return platform::receive(in_flight->handle, into, 0); });
    if (!got && got.error() == fault::timed_out) timed_out = true;
    return got;
}

result<std::size_t> file::state::fill(std::size_t wanted) noexcept {
    if (kind == form::text) return fill_text();
    const auto space = unread.room(wanted);
    if (!space) return failure(space.error());
    const auto got = receive(space->first(wanted));
    if (got) unread.filled(*got);
    return got;
}

result<std::size_t> file::state::fill_text() noexcept {
    if (decoder.failed()) return failure(misuse::not_text);
    if (arrived.empty()) arrived = bytes::uninitialized(buffer_size);
    if (arrived.empty()) return failure(errno_code(ENOMEM));
    const auto space = unread.room(arrived.size() + text_decoder::slack); // before anything arrives: nothing is lost
    if (!space) return failure(space.error());
    const auto got = receive({arrived.data(), arrived.size()});
    if (!got) return got;
    if (*got != 0) {
        unread.filled(decoder.decode(chars({arrived.data(), *got}), space->data()));
        return got;
    }
    unread.filled(decoder.finish(space->data()));
    if (decoder.failed()) return failure(misuse::not_text);
    return got;
}

result<bytes> file::state::read_to(read_goal goal, std::size_t step) noexcept {
    if (timed_out) return failure(fault::read_after_timeout);
    for (;;) {
        const std::size_t size = goal.reached(unread.view());
        if (size != read_goal::not_yet) return unread.take(size);
        // A raw file must not receive more than it gives; the others double what a long read asks for.
        const std::size_t wanted = kind == form::raw ? step : std::max(step, unread.size());
        const auto got = fill(wanted);
        if (!got && !ends_short(got.error(), unread.size())) return failure(got.error());
        if (!got || *got == 0) return unread.take(unread.size());
    }
}

// At most one receive.
result<bytes> file::state::read_raw(std::size_t size) noexcept {
    if (!unread.empty()) return unread.take(std::min(size, unread.size()));
    bytes data = bytes::uninitialized(size);
    if (data.size() != size) return failure(errno_code(ENOMEM));
    if (size == 0) return data;
    const auto got = receive({data.data(), size});
    if (!got) return failure(got.error());
    data.truncate(*got);
    return data;
}

// Much more than a buffer: straight to where it is wanted.
result<bytes> file::state::read_large(std::size_t size) noexcept {
    bytes data = bytes::uninitialized(size);
    if (data.size() != size) return failure(errno_code(ENOMEM));
    const auto got = read_into({data.data(), size});
    if (!got) return failure(got.error());
    data.truncate(*got);
    return data;
}

result<std::size_t> file::state::read_into(std::span<std::byte> out) noexcept {
    if (timed_out) return failure(fault::read_after_timeout);
    std::size_t have = unread.take_into(out);
    while (have < out.size()) {
        const std::span<std::byte> rest = out.subspan(have);
        const bool direct = rest.size() >= buffer_size;
        const auto got = direct ? receive(rest) : fill(buffer_size);
        if (!got && ends_short(got.error(), have)) break;
        if (!got) {
            unread.put_back(chars(out.first(have)));
            return got;
        }
        if (*got == 0) break;
        have += direct ? *got : unread.take_into(rest);
    }
    return have;
}

// -- the operations -------------------------------------------------------------------------------------------------------

result<bytes> file::try_read(std::ptrdiff_t size) noexcept {
    if (const auto refused = state::refusal(state_.get(), state::access::read)) return failure(refused);
    const std::size_t limit = limit_of(size);
    const bool text = state_->kind == state::form::text;
    if (size >= 0 && state_->kind == state::form::raw) return state_->read_raw(limit);
    if (size >= 0 && !text && limit > state_->unread.size() + state_->buffer_size) return state_->read_large(limit);
    return state_->read_to(read_goal::amount(limit, text), state_->buffer_size);
}

result<bytes> file::try_read1(std::ptrdiff_t size) noexcept {
    if (const auto refused = state::refusal(state_.get(), state::access::read)) return failure(refused);
    if (state_->kind == state::form::text) return failure(misuse::wrong_direction);
    return state_->read_raw(size < 0 ? state_->buffer_size : static_cast<std::size_t>(size));
}

result<std::size_t> file::try_readinto(mutable_buffer buffer) noexcept {
    if (const auto refused = state::refusal(state_.get(), state::access::read)) return failure(refused);
    if (state_->kind == state::form::text) return failure(misuse::wrong_direction);
    const std::span<std::byte> into(buffer.data(), buffer.size());
    if (into.empty()) return 0;
    if (state_->kind != state::form::raw) return state_->read_into(into);
    return state_->unread.empty() ? state_->receive(into) : state_->unread.take_into(into);
}

result<bytes> file::try_peek() noexcept {
    if (const auto refused = state::refusal(state_.get(), state::access::read)) return failure(refused);
    if (state_->kind != state::form::binary) return failure(misuse::wrong_direction);
    if (state_->unread.empty()) {
        if (const auto got = state_->fill(state_->buffer_size); !got) return failure(got.error());
    }
    const std::string_view view = state_->unread.view();
    bytes copy = bytes::uninitialized(view.size());
    if (copy.size() != view.size()) return failure(errno_code(ENOMEM));
    if (!view.empty()) std::memcpy(copy.data(), view.data(), view.size());
    return copy;
}

result<bytes> file::try_readline(std::ptrdiff_t size) noexcept {
    if (const auto refused = state::refusal(state_.get(), state::access::read)) return failure(refused);
    const bool text = state_->kind == state::form::text;
    const std::size_t step =
        state_->kind == state::form::raw ? 1 : state_->buffer_size; // a raw file takes no byte too many
    return state_->read_to(read_goal::line(limit_of(size), text, state_->ends), step);
}

result<std::vector<bytes>> file::try_readlines(std::ptrdiff_t hint) noexcept {
    return platform::guard_allocation([&]() -> result<std::vector<bytes>> {
        std::vector<bytes> lines;
        std::size_t together = 0;
        for (;;) {
            auto line = try_readline();
            if (!line && ends_short(line.error(), lines.size())) return lines;
            if (!line) {
                for (auto last = lines.rbegin(); last != lines.rend(); ++last) state_->unread.put_back(last->view());
                return failure(line.error());
            }
            if (line->empty()) return lines;
            together += line->size();
            lines.push_back(*std::move(line));
            // More than the hint, as CPython has it: the line that reaches it exactly is not the last.
            if (hint > 0 && together > static_cast<std::size_t>(hint)) return lines;
        }
    });
}

} // namespace samesock
