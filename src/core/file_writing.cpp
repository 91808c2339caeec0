// Writing a file: CPython's BufferedWriter and TextIOWrapper, and SocketIO where there is no buffer.
#include <samesock/file.hpp>

#include "core/call.hpp"
#include "core/file_state.hpp"
#include "platform/allocation.hpp"

#include <algorithm>
#include <cstring>

namespace samesock {
namespace {

std::string_view chars(const_buffer data) noexcept { return {reinterpret_cast<const char*>(data.data()), data.size()}; }

std::size_t characters(std::string_view utf8) noexcept {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace

result<std::size_t> file::state::send(std::string_view data) noexcept {
    const call in_flight(connection);
    if (!in_flight) return failure(closed_error());
    const auto raw = std::as_bytes(std::span(data));
    return attempt(*in_flight, platform::readiness::writable, 0,
                   [&]() noexcept { return platform::send(in_flight->handle, raw, 0); });
}

status file::state::flush() noexcept {
    while (!unsent.empty()) {
        const auto sent = send(unsent.view());
        if (!sent) return failure(sent.error());
        unsent.dropped(*sent);
    }
    return {};
}

status file::state::write_all(std::string_view data) noexcept {
    const auto fits = [&] { return unsent.size() + data.size() <= buffer_size; };
    if (fits()) return unsent.append(data);
    if (const status flushed = flush(); !flushed) {
        return would_block(flushed.error()) && fits() ? unsent.append(data) : flushed;
    }
    // What is longer than the buffer goes past it; the rest of what could not be sent at once waits, whatever its size.
    for (bool begun = false; data.size() > buffer_size; begun = true) {
        const auto sent = send(data);
        if (!sent && begun && would_block(sent.error())) break;
        if (!sent) return failure(sent.error());
        data.remove_prefix(*sent);
    }
    return unsent.append(data);
}

status file::state::write_text(std::string_view data) noexcept {
    if (ends != line_end::cr && ends != line_end::crlf) return write_all(data);
    return platform::guard_allocation([&]() -> status {
        std::string translated;
        translated.reserve(data.size());
        for (const char c : data) {
            if (c != '\n') {
                translated += c;
            } else {
                translated += ends == line_end::cr ? "\r" : "\r\n";
            }
        }
        return write_all(translated);
    });
}

result<std::size_t> file::try_write(const_buffer data) noexcept {
    if (const auto refused = state::refusal(state_.get(), state::access::write)) return failure(refused);
    const std::string_view content = chars(data);
    switch (state_->kind) {
    case state::form::raw: return state_->send(content);
    case state::form::binary: {
        if (const status written = state_->write_all(content); !written) return failure(written.error());
        return content.size();
    }
    case state::form::text: break;
    }
    if (const status written = state_->write_text(content); !written) return failure(written.error());
    if (state_->flushes_lines && content.find_first_of("\r\n") != content.npos) {
        const status flushed = state_->flush();
        if (!flushed && !would_block(flushed.error())) return failure(flushed.error());
    }
    return characters(content);
}

status file::try_writelines(const_buffers lines) noexcept {
    for (const_buffer line : lines) {
        do { // an unbuffered file may take a part
            const auto written = try_write(line);
            if (!written) return failure(written.error());
            if (state_->kind != state::form::raw) break;
            line = line.drop(*written);
        } while (!line.empty());
    }
    return {};
}

status file::try_flush() noexcept {
    if (closed()) return failure(misuse::closed_file);
    return state_->flush();
}

} // namespace samesock
