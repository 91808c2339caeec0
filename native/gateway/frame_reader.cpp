// Frames in and out: see frame_reader.hpp.
#include "frame_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace samesock::gateway {
namespace {

constexpr std::size_t longest_control = 125;
constexpr std::uint8_t short_length = 126; // 16 bits follow
constexpr std::uint8_t long_length = 127;  // 64 bits follow
constexpr std::size_t mask_size = 4;

void unmask(std::span<std::byte> bytes, const std::array<std::byte, mask_size>& mask) noexcept {
    std::uint32_t four = 0;
    std::memcpy(&four, mask.data(), sizeof four);
    const std::uint64_t eight = four | (std::uint64_t{four} << 32);
    std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= sizeof eight; left -= sizeof eight, at += sizeof eight) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        word ^= eight;
        std::memcpy(at, &word, sizeof word);
    }
    for (std::size_t i = 0; i != left; ++i) at[i] ^= mask[i % mask_size];
}

std::uint64_t big_endian(std::span<const std::byte> bytes) noexcept {
    std::uint64_t value = 0;
    for (const std::byte b : bytes) value = value << 8 | std::to_integer<std::uint64_t>(b);
    return value;
}

bool is_known(opcode what) noexcept {
    switch (what) {
    case opcode::more:
    case opcode::text:
    case opcode::binary:
    case opcode::close:
    case opcode::ping:
    case opcode::pong: return true;
    }
    return false;
}

bool is_control(opcode what) noexcept { return what >= opcode::close; }

} // namespace

void append_frame_header(opcode what, std::size_t length, std::vector<std::byte>& out) {
    out.push_back(static_cast<std::byte>(0x80 | std::to_underlying(what)));
    const auto put = [&](std::size_t bytes) {
        while (bytes-- != 0) out.push_back(static_cast<std::byte>(length >> 8 * bytes & 0xFF));
    };
    if (length < short_length) return put(1);
    const bool is_short = length <= 0xFFFF;
    out.push_back(static_cast<std::byte>(is_short ? short_length : long_length));
    put(is_short ? 2 : 8);
}

void append_close(close_code code, std::string_view text, std::vector<std::byte>& out) {
    const auto said = text.substr(0, longest_control - sizeof code);
    append_frame_header(opcode::close, sizeof code + said.size(), out);
    out.push_back(static_cast<std::byte>(std::to_underlying(code) >> 8));
    out.push_back(static_cast<std::byte>(std::to_underlying(code) & 0xFF));
    const auto bytes = std::as_bytes(std::span(said));
    out.insert(out.end(), bytes.begin(), bytes.end());
}

// -- kept bytes

void byte_store::take(std::size_t size) noexcept {
    begin_ += size;
    if (empty()) begin_ = end_ = 0;
}

std::span<std::byte> byte_store::room(std::size_t size) {
    const std::size_t used = end_ - begin_;
    if (capacity_ - end_ >= size) return {bytes_.get() + end_, size};
    if (capacity_ < used + size) {
        const std::size_t capacity = std::max(used + size, 2 * used);
        auto larger = std::make_unique_for_overwrite<std::byte[]>(capacity);
        if (used != 0) std::memcpy(larger.get(), bytes_.get() + begin_, used);
        bytes_ = std::move(larger);
        capacity_ = capacity;
    } else if (used != 0) {
        std::memmove(bytes_.get(), bytes_.get() + begin_, used);
    }
    begin_ = 0;
    end_ = used;
    return {bytes_.get() + end_, size};
}

void byte_store::append(std::span<const std::byte> more) {
    if (more.empty()) return;
    std::ranges::copy(more, room(more.size()).begin());
    filled(more.size());
}

void byte_store::trim() noexcept {
    if (!empty()) return;
    bytes_.reset();
    capacity_ = 0;
}

// -- in

frame_reader::parsed frame_reader::parse(std::span<const std::byte> bytes, header& out) const noexcept {
    out.size = 2 + mask_size;
    if (bytes.size() < 2) return parsed::partial;
    const auto first_byte = std::to_integer<std::uint8_t>(bytes[0]);
    const auto second_byte = std::to_integer<std::uint8_t>(bytes[1]);
    out.what = static_cast<opcode>(first_byte & 0x0F);
    out.is_final = (first_byte & 0x80) != 0;
    out.length = second_byte & 0x7F;
    const bool has_reserved_bits = (first_byte & 0x70) != 0;
    const bool is_masked = (second_byte & 0x80) != 0;
    if (has_reserved_bits || !is_masked || !is_known(out.what)) return parsed::malformed;
    if (is_control(out.what) && (!out.is_final || out.length > longest_control)) return parsed::malformed;
    const std::size_t more = out.length == short_length ? 2 : out.length == long_length ? 8 : 0;
    out.size += more;
    if (bytes.size() < out.size) return parsed::partial;
    if (more != 0) {
        out.length = big_endian(bytes.subspan(2, more));
        if (out.length < (more == 2 ? std::uint64_t{short_length} : std::uint64_t{0x1'0000})) return parsed::malformed;
    }
    if (out.length > longest_) return parsed::too_big;
    std::ranges::copy(bytes.subspan(2 + more, mask_size), out.mask.begin());
    return bytes.size() - out.size >= out.length ? parsed::whole : parsed::partial;
}

std::size_t frame_reader::missing(std::span<const std::byte> bytes) const noexcept {
    header h;
    if (parse(bytes, h) != parsed::partial) return 0;
    return bytes.size() < h.size ? h.size - bytes.size() : h.size + h.length - bytes.size();
}

std::array<std::span<std::byte>, 2> frame_reader::spaces(std::span<std::byte> room) {
    room_ = room;
    const std::size_t wanted = kept_.empty() || is_broken_ ? 0 : missing(kept_.unread());
    promised_ = wanted;
    return {wanted != 0 ? kept_.room(wanted) : std::span<std::byte>(), room};
}

void frame_reader::received(std::size_t size) noexcept {
    const std::size_t first = std::min(size, promised_);
    kept_.filled(first);
    promised_ = 0;
    rest_ = room_.first(size - first);
}

frame_reader::item frame_reader::next() {
    // Where the next frame begins is not known any more: nothing that comes is read.
    if (is_broken_) {
        rest_ = {};
        return {};
    }
    const item found = next_frame();
    is_broken_ = found.what == item::kind::malformed || found.what == item::kind::too_big;
    return found;
}

frame_reader::item frame_reader::next_frame() {
    for (;;) {
        const bool from_kept = !kept_.empty();
        const std::span<std::byte> bytes = from_kept ? kept_.unread() : rest_;
        if (bytes.empty()) return {};
        header h;
        switch (parse(bytes, h)) {
        case parsed::malformed: return {item::kind::malformed, {}};
        case parsed::too_big: return {item::kind::too_big, {}};
        case parsed::whole: {
            const std::size_t size = h.size + h.length;
            if (from_kept)
                kept_.take(size);
            else
                rest_ = rest_.subspan(size);
            const item taken = take(h, bytes.subspan(h.size, h.length));
            if (taken.what == item::kind::none) continue;
            return taken;
        }
        case parsed::partial: break;
        }
        if (!from_kept) {
            keep();
            return {};
        }
        const auto more = rest_.first(std::min(rest_.size(), missing(bytes)));
        if (more.empty()) return {};
        kept_.append(more);
        rest_ = rest_.subspan(more.size());
    }
}

frame_reader::item frame_reader::take(const header& h, std::span<std::byte> payload) {
    unmask(payload, h.mask);
    switch (h.what) {
    case opcode::close: return {item::kind::close, payload};
    case opcode::ping: return {item::kind::ping, payload};
    case opcode::pong: return {item::kind::pong, payload};
    default: return take_data(h, payload);
    }
}

frame_reader::item frame_reader::take_data(const header& h, std::span<const std::byte> payload) {
    const bool is_fragmented = fragmented_ != opcode::close;
    if ((h.what == opcode::more) != is_fragmented) return {item::kind::malformed, {}};
    if (!is_fragmented && h.is_final) return {h.what == opcode::text ? item::kind::text : item::kind::message, payload};
    if (!is_fragmented) {
        fragments_.clear();
        fragmented_ = h.what;
    }
    if (payload.size() > longest_ - fragments_.size()) return {item::kind::too_big, {}};
    fragments_.insert(fragments_.end(), payload.begin(), payload.end());
    if (!h.is_final) return {};
    const opcode what = std::exchange(fragmented_, opcode::close);
    return {what == opcode::text ? item::kind::text : item::kind::message, fragments_};
}

void frame_reader::keep() {
    // Room for the whole frame at once: it is not moved again.
    const std::size_t more = kept_.empty() ? missing(rest_) : 0;
    if (more != 0) (void)kept_.room(rest_.size() + more);
    kept_.append(rest_);
    rest_ = {};
}

void frame_reader::trim() noexcept {
    kept_.trim();
    if (fragmented_ == opcode::close) fragments_ = {};
}

} // namespace samesock::gateway
