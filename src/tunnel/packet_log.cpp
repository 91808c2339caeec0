// The queue and memory of packets on their way out: see packet_log.hpp.
#include "tunnel/packet_log.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace samesock::tunnel {
namespace {

constexpr std::size_t chunk_size = packet_log::longest;
constexpr std::size_t overhead = wire::length_size + wire::header_size;

} // namespace

void message_pieces::add(bytes_view piece) noexcept {
    size_ += piece.size();
    if (count_ != 0) {
        bytes_view& last = pieces_[count_ - 1];
        if (last.data() + last.size() == piece.data()) {
            last = {last.data(), last.size() + piece.size()};
            return;
        }
    }
    pieces_[count_++] = piece;
}

packet_log::chunk& packet_log::with_room(std::size_t size) {
    if (!chunks_.empty() && chunk_size - chunks_.back().end >= size) return chunks_.back();
    chunk fresh;
    if (spare_.empty()) {
        fresh.bytes = std::make_unique_for_overwrite<std::byte[]>(chunk_size);
    } else {
        fresh.bytes = std::move(spare_.back());
        spare_.pop_back();
    }
    return chunks_.emplace_back(std::move(fresh));
}

std::span<std::byte> packet_log::reserve(std::size_t least, std::size_t wanted) {
    const chunk& here = with_room(overhead + least);
    return {here.bytes.get() + here.end + overhead, std::min(wanted, chunk_size - here.end - overhead)};
}

void packet_log::commit(wire::type type, std::uint32_t id, std::size_t size) noexcept {
    chunk& here = chunks_.back();
    std::byte* const at = here.bytes.get() + here.end;
    put_u32(at, static_cast<std::uint32_t>(wire::header_size + size));
    at[wire::length_size] = static_cast<std::byte>(type);
    put_u32(at + wire::length_size + 1, id);
    here.end += overhead + size;
    kept_bytes_ += overhead + size;
}

void packet_log::append(bytes_view packet) {
    const std::size_t size = wire::length_size + packet.size();
    chunk& here = with_room(size);
    std::byte* const at = here.bytes.get() + here.end;
    put_u32(at, static_cast<std::uint32_t>(packet.size()));
    std::memcpy(at + wire::length_size, packet.data(), packet.size());
    here.end += size;
    kept_bytes_ += size;
}

// A position at the end of a chunk that is not the last is the beginning of the next one.
packet_log::position packet_log::normalized(position p) const noexcept {
    while (p.chunk + 1 < chunks_.size() && p.offset == chunks_[p.chunk].end) p = {p.chunk + 1, 0};
    return p;
}

// With the length before it; 0: there is none.
std::size_t packet_log::next_length(position p) const noexcept {
    if (p.chunk >= chunks_.size() || p.offset == chunks_[p.chunk].end) return 0;
    return wire::length_size + get_u32(chunks_[p.chunk].bytes.get() + p.offset);
}

bool packet_log::has_unsent() const noexcept {
    return unsent_size() != 0 && (!settings_.keeps || sent_bytes_ < settings_.most);
}

bool packet_log::collect(std::size_t most, message_pieces& out) noexcept {
    bool found = false;
    while (has_unsent()) {
        unsent_ = normalized(unsent_);
        const std::size_t length = next_length(unsent_);
        if (out.size() + length > most || out.is_full()) break;
        const std::size_t skipped = settings_.in_series ? 0 : wire::length_size;
        out.add({chunks_[unsent_.chunk].bytes.get() + unsent_.offset + skipped, length - skipped});
        unsent_.offset += length;
        sent_bytes_ += length;
        ++collected_;
        found = true;
        if (!settings_.in_series) break;
    }
    in_flight_ = in_flight_ || found;
    return found;
}

void packet_log::sent() {
    in_flight_ = false;
    drop_until(settings_.keeps ? acknowledged_ : collected_);
}

bool packet_log::acknowledge(std::uint64_t count) {
    if (count < acknowledged_ || count > collected_) return false;
    acknowledged_ = count;
    // A message may be acknowledged before the transport says that it is through with it.
    if (!in_flight_) drop_until(acknowledged_);
    return true;
}

void packet_log::drop_chunk() {
    // All that is needed when it is full: memory that comes and goes costs more than what is done with it.
    if (spare_.size() < settings_.most / chunk_size) spare_.push_back(std::move(chunks_.front().bytes));
    chunks_.erase(chunks_.begin());
    if (unsent_.chunk != 0)
        --unsent_.chunk;
    else
        unsent_ = {};
}

void packet_log::drop_until(std::uint64_t number) {
    while (dropped_ < number) {
        if (chunks_.front().begin == chunks_.front().end) {
            drop_chunk();
            continue;
        }
        const std::size_t length = next_length({0, chunks_.front().begin});
        chunks_.front().begin += length;
        kept_bytes_ -= length;
        sent_bytes_ -= length;
        ++dropped_;
    }
    // A chunk that is empty is written from its beginning again.
    while (!chunks_.empty() && chunks_.front().begin == chunks_.front().end && kept_bytes_ == 0) drop_chunk();
}

void packet_log::rewind() {
    drop_until(acknowledged_);
    collected_ = dropped_;
    sent_bytes_ = 0;
    unsent_ = chunks_.empty() ? position{} : position{0, chunks_.front().begin};
}

void packet_log::clear() noexcept {
    chunks_.clear();
    unsent_ = {};
    dropped_ = collected_ = acknowledged_ = 0;
    kept_bytes_ = sent_bytes_ = 0;
    in_flight_ = false;
}

} // namespace samesock::tunnel
