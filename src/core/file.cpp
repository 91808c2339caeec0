// makefile, and a file's life: it shares the connection with the socket and its other files. (Lib/socket.py: makefile,
// SocketIO, _io_refs.)
#include <samesock/file.hpp>

#include "core/call.hpp"
#include "core/file_state.hpp"
#include "platform/allocation.hpp"

#include <memory>
#include <utility>

namespace samesock {
namespace {

struct parsed_mode {
    bool reading = false, writing = false, binary = false;
};

result<parsed_mode> parse(std::string_view mode) noexcept {
    parsed_mode found;
    for (const char letter : mode) {
        switch (letter) {
        case 'r': found.reading = true; break;
        case 'w': found.writing = true; break;
        case 'b': found.binary = true; break;
        default: return failure(misuse::file_mode);
        }
    }
    if (!found.writing) found.reading = true;
    return found;
}

result<line_end> parse_newline(const std::optional<std::string>& newline) noexcept {
    if (!newline) return line_end::translated;
    if (newline->empty()) return line_end::any;
    if (*newline == "\n") return line_end::lf;
    if (*newline == "\r") return line_end::cr;
    if (*newline == "\r\n") return line_end::crlf;
    return failure(misuse::illegal_newline);
}

} // namespace

file::state::state(socket_state& c, form f, access a, line_end e, std::size_t buffer, bool lines) noexcept
    : connection(&c), kind(f), direction(a), ends(e), flushes_lines(lines), buffer_size(buffer), decoder(e) {
    c.retain();
    c.files.fetch_add(1);
}

file::state::~state() {
    if (connection == nullptr) return;
    (void)flush();
    (void)release();
}

status file::state::release() noexcept {
    socket_state* const c = std::exchange(connection, nullptr);
    // Sequentially consistent with close() of the socket, which marks first and then counts: one of the two closes.
    const bool last = c->files.fetch_sub(1) == 1;
    status closed;
    if (last && c->close_wanted.load()) closed = c->close_handle();
    socket_state::drop(c);
    return closed;
}

result<file> socket::try_makefile(std::string_view mode, int buffering) noexcept {
    const auto letters = parse(mode);
    if (!letters) return failure(letters.error());
    return try_makefile(mode, buffering, file_arguments{});
}

result<file> socket::try_makefile(std::string_view mode, int buffering, const file_arguments& arguments) noexcept {
    using state = file::state;
    const auto letters = parse(mode);
    if (!letters) return failure(letters.error());
    if (buffering == 0 && !letters->binary) return failure(misuse::unbuffered_text);
    const auto ends = letters->binary ? line_end::lf : parse_newline(arguments.newline);
    if (!ends) return failure(ends.error());
    if (state_ == nullptr || state_->is_closed()) return failure(closed_error());
    const state::form form = !letters->binary ? state::form::text
                             : buffering == 0 ? state::form::raw
                                              : state::form::binary;
    const state::access access = !letters->writing  ? state::access::read
                                 : letters->reading ? state::access::both
                                                    : state::access::write;
    const std::size_t size = buffering > 1 ? static_cast<std::size_t>(buffering) : state::default_buffer;
    return platform::guard_allocation([&]() -> result<file> {
        auto made =
            std::make_unique<state>(*state_, form, access, *ends, size, buffering == 1 && form == state::form::text);
        made->mode = mode;
        return file(std::move(made));
    });
}

file::file(std::unique_ptr<state> s) noexcept : state_(std::move(s)) {}
file::file(file&&) noexcept = default;
file& file::operator=(file&&) noexcept = default;
file::~file() = default;

status file::try_close() noexcept {
    if (closed()) return {};
    // The connection is given up even if what was written cannot be sent.
    const status flushed = state_->flush();
    const status released = state_->release();
    return flushed ? released : flushed;
}

bool file::closed() const noexcept { return state_ == nullptr || state_->connection == nullptr; }
bool file::readable() const noexcept { return !closed() && state_->allows(state::access::read); }
bool file::writable() const noexcept { return !closed() && state_->allows(state::access::write); }

fileno_type file::fileno() const noexcept {
    return closed() || state_->connection->is_closed() ? -1 : static_cast<fileno_type>(state_->connection->handle);
}

std::string_view file::mode() const noexcept {
    return state_ == nullptr ? std::string_view() : std::string_view(state_->mode);
}

} // namespace samesock
