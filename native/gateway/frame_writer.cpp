// Collecting and sending: see frame_writer.hpp.
#include "frame_writer.hpp"

#include "sockets.hpp"

#include <algorithm>
#include <cstring>

namespace samesock::gateway {
namespace {

// A message up to this is copied, so that many go out at once; a longer one is sent from where it lies.
constexpr std::size_t longest_copied = std::size_t{8} * 1024;
constexpr std::size_t most_copied = std::size_t{64} * 1024;

std::size_t size_of(std::span<const tunnel::bytes_view> pieces) noexcept {
    std::size_t size = 0;
    for (const auto& piece : pieces) size += piece.size();
    return size;
}

void append(std::span<const std::byte> bytes, std::vector<std::byte>& out) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

} // namespace

void frame_writer::add(opcode what, std::span<const std::byte> payload) {
    append_frame_header(what, payload.size(), own_);
    append(payload, own_);
}

void frame_writer::forget() noexcept {
    own_.clear();
    rest_.clear();
    first_piece_ = piece_count_ = 0;
    in_message_ = false;
}

void frame_writer::trim() noexcept {
    if (own_.empty()) own_.shrink_to_fit();
    if (rest_.empty()) rest_.shrink_to_fit();
}

frame_writer::outcome frame_writer::write(const way_out& to, tunnel::session* from, std::vector<std::byte>& room) {
    if (is_blocked() || (to.tls != nullptr && to.tls->has_output()))
        if (const outcome o = send(to, {}); o != outcome::done) return o;
    for (;;) {
        if (in_message_) {
            in_message_ = false;
            from->message_sent();
        }
        room.clear();
        collect(from, room);
        if (room.empty()) return outcome::done;
        if (const outcome o = send(to, room); o != outcome::done) return o;
    }
}

// Frames of our own, small messages, and the first large one.
void frame_writer::collect(tunnel::session* from, std::vector<std::byte>& room) {
    append(own_, room);
    own_.clear();
    while (from != nullptr && room.size() < most_copied) {
        const auto pieces = from->next_message();
        if (pieces.empty()) return;
        const std::size_t size = size_of(pieces);
        append_frame_header(opcode::binary, size, room);
        if (size > longest_copied) {
            std::ranges::copy(pieces, pieces_.begin());
            first_piece_ = 0;
            piece_count_ = pieces.size();
            in_message_ = true;
            return;
        }
        for (const auto& piece : pieces) append(piece, room);
        from->message_sent();
    }
}

sockets::moved frame_writer::send_pieces(const way_out& to, std::span<const std::byte> head) {
    std::size_t count = 0;
    if (to.tls != nullptr) {
        std::array<std::span<const std::byte>, most_pieces + 1> plain;
        if (!head.empty()) plain[count++] = head;
        for (std::size_t i = 0; i != piece_count_; ++i) plain[count++] = pieces_[first_piece_ + i];
        const std::size_t before = to.tls->sent();
        const auto taken = to.tls->send(to.fd, std::span(plain).first(count));
        sent_ += to.tls->sent() - before;
        return taken;
    }
    std::array<sockets::piece, most_pieces + 1> pieces;
    if (!head.empty()) pieces[count++] = sockets::piece_of(head);
    for (std::size_t i = 0; i != piece_count_; ++i) pieces[count++] = sockets::piece_of(pieces_[first_piece_ + i]);
    return sockets::send(to.fd, std::span(pieces).first(count));
}

frame_writer::outcome frame_writer::send(const way_out& to, std::span<const std::byte> first) {
    const std::span<const std::byte> head = rest_.empty() ? first : std::span<const std::byte>(rest_);
    const auto sent = send_pieces(to, head);
    if (sent.error != 0 && sent.error != sockets::would_block) return outcome::lost;
    const std::size_t all = head.size() + size_of(std::span(pieces_).subspan(first_piece_, piece_count_));
    sent_ += sent.size;
    keep(head, sent.size);
    const bool is_out = to.tls == nullptr || !to.tls->has_output();
    return sent.size == all && is_out ? outcome::done : outcome::blocked;
}

void frame_writer::keep(std::span<const std::byte> first, std::size_t taken) {
    const std::size_t of_first = std::min(taken, first.size());
    if (rest_.empty())
        rest_.assign(first.begin() + static_cast<std::ptrdiff_t>(of_first), first.end());
    else
        rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(of_first));
    taken -= of_first;
    while (piece_count_ != 0) {
        tunnel::bytes_view& piece = pieces_[first_piece_];
        const std::size_t gone = std::min(taken, piece.size());
        piece = piece.subspan(gone);
        taken -= gone;
        if (!piece.empty()) return;
        ++first_piece_;
        --piece_count_;
    }
}

} // namespace samesock::gateway
