// socket.sendfile: by the kernel where it can, else by reading and sending. The model is Lib/socket.py of CPython.
#include "core/call.hpp"
#include "core/socket_state.hpp"
#include "platform/platform.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

namespace samesock {
namespace {

constexpr std::int64_t everything = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kernel_block = std::int64_t{1} << 30;

status check(const socket_state& s, std::int64_t offset, std::optional<std::int64_t> count) noexcept {
    if (offset < 0) return failure(misuse::negative_offset);
    if (count && *count <= 0) return failure(misuse::sendfile_count);
    if (s.kind.type != SOCK_STREAM) return failure(misuse::not_a_stream);
    if (s.timeout.load(std::memory_order_relaxed) == 0) return failure(misuse::non_blocking);
    return {};
}

// Beyond LONG_MAX, which is 2 GiB on wasm32 and Windows, in several steps.
bool seek(std::FILE& file, std::int64_t offset) noexcept {
    constexpr std::int64_t step = std::numeric_limits<long>::max();
    if (std::fseek(&file, static_cast<long>(std::min(offset, step)), SEEK_SET) != 0) return false;
    for (offset -= std::min(offset, step); offset > 0; offset -= std::min(offset, step)) {
        if (std::fseek(&file, static_cast<long>(std::min(offset, step)), SEEK_CUR) != 0) return false;
    }
    return true;
}

bool seek(std::istream& file, std::int64_t offset) noexcept {
    file.clear();
    return static_cast<bool>(file.seekg(static_cast<std::streamoff>(offset)));
}

std::size_t read(std::FILE& file, std::span<char> into) noexcept {
    return std::fread(into.data(), 1, into.size(), &file);
}

std::size_t read(std::istream& file, std::span<char> into) noexcept {
    file.read(into.data(), static_cast<std::streamsize>(into.size()));
    return static_cast<std::size_t>(file.gcount());
}

struct progress {
    std::int64_t sent = 0;
    status outcome{};
};

// The backend says that this file or socket is not for the kernel.
bool gives_up(const progress& p) noexcept {
    return p.sent == 0 && !p.outcome && is_errno(p.outcome.error(), EOPNOTSUPP);
}

// A stream that throws would end the program here: it does not while this lives.
class quiet_stream {
public:
    explicit quiet_stream(std::istream& s) noexcept : stream_(s), wanted_(s.exceptions()) {
        stream_.exceptions(std::ios_base::goodbit);
    }
    ~quiet_stream() {
        stream_.clear();
        stream_.exceptions(wanted_);
    }
    quiet_stream(const quiet_stream&) = delete;
    quiet_stream& operator=(const quiet_stream&) = delete;

private:
    std::istream& stream_;
    std::ios_base::iostate wanted_;
};

progress send_by_kernel(const socket_state& s, std::FILE* file, std::int64_t offset, std::int64_t count) noexcept {
    progress p;
    while (p.sent < count) {
        const auto block = static_cast<std::size_t>(std::min(count - p.sent, kernel_block));
        const auto sent = attempt(s, platform::readiness::writable, 0, [&]() noexcept {
            return platform::send_file(s.handle, file, offset + p.sent, block);
        });
        if (!sent) {
            p.outcome = failure(sent.error());
            break;
        }
        if (*sent == 0) break;
        p.sent += static_cast<std::int64_t>(*sent);
    }
    return p;
}

template <class File>
progress send_by_reading(socket& to, File& file, std::int64_t count) noexcept {
    progress p;
    std::array<char, 8192> block;
    while (p.sent < count) {
        const std::size_t size = read(file, std::span(block).first(static_cast<std::size_t>(
                                                std::min<std::int64_t>(count - p.sent, block.size()))));
        if (size == 0) break;
        const_buffer data(block.data(), size);
        while (!data.empty()) {
            const auto sent = to.try_send(data);
            if (!sent) {
                p.outcome = failure(sent.error());
                return p;
            }
            data = data.drop(*sent);
            p.sent += static_cast<std::int64_t>(*sent);
        }
    }
    return p;
}

template <class File>
result<std::size_t> finish(File& file, std::int64_t offset, const progress& p) noexcept {
    if (p.sent > 0 && !seek(file, offset + p.sent) && p.outcome) return failure(errno_code(ESPIPE));
    if (!p.outcome) return failure(p.outcome.error());
    return static_cast<std::size_t>(p.sent);
}

} // namespace

result<std::size_t> socket::try_sendfile(std::FILE* file, std::int64_t offset,
                                         std::optional<std::int64_t> count) noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    if (auto valid = check(*in_flight, offset, count); !valid) return failure(valid.error());
    progress p = send_by_kernel(*in_flight, file, offset, count.value_or(everything));
    if (gives_up(p)) {
        if (offset != 0 && !seek(*file, offset)) return failure(errno_code(ESPIPE));
        p = send_by_reading(*this, *file, count.value_or(everything));
    }
    return finish(*file, offset, p);
}

result<std::size_t> socket::try_sendfile(std::istream& file, std::int64_t offset,
                                         std::optional<std::int64_t> count) noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    if (auto valid = check(*in_flight, offset, count); !valid) return failure(valid.error());
    const quiet_stream quiet(file);
    if (offset != 0 && !seek(file, offset)) return failure(errno_code(ESPIPE));
    return finish(file, offset, send_by_reading(*this, file, count.value_or(everything)));
}

} // namespace samesock
