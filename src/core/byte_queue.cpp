// A queue of bytes in one piece of memory, which moves to its front only when the end has no room.
#include "core/file_state.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace samesock {

result<std::span<std::byte>> byte_queue::room(std::size_t size) noexcept {
    if (begin_ == end_) begin_ = end_ = 0;
    if (storage_.size() - end_ < size) {
        const std::size_t needed = this->size() + size;
        if (needed < size) return failure(errno_code(ENOMEM));
        if (storage_.size() >= needed && begin_ >= this->size()) {
            std::memcpy(storage_.data(), storage_.data() + begin_, this->size());
        } else {
            bytes larger = bytes::uninitialized(std::max(needed, storage_.size() * 2));
            if (larger.empty()) return failure(errno_code(ENOMEM));
            if (!empty()) std::memcpy(larger.data(), storage_.data() + begin_, this->size());
            storage_ = std::move(larger);
        }
        end_ -= std::exchange(begin_, 0);
    }
    return std::span<std::byte>(storage_.data() + end_, storage_.size() - end_);
}

result<bytes> byte_queue::take(std::size_t size) noexcept {
    bytes taken;
    if (size == this->size() && begin_ == 0 && size >= storage_.size() / 2) {
        taken = std::exchange(storage_, {}); // all of a large buffer: no copy
        taken.truncate(size);
        end_ = 0;
        return taken;
    }
    taken = bytes::uninitialized(size);
    if (taken.size() != size) return failure(errno_code(ENOMEM));
    (void)take_into({taken.data(), size});
    return taken;
}

std::size_t byte_queue::take_into(std::span<std::byte> out) noexcept {
    const std::size_t size = std::min(out.size(), this->size());
    if (size != 0) std::memcpy(out.data(), storage_.data() + begin_, size);
    dropped(size);
    return size;
}

void byte_queue::dropped(std::size_t size) noexcept {
    begin_ += size;
    if (begin_ == end_) begin_ = end_ = 0;
}

void byte_queue::put_back(std::string_view data) noexcept {
    if (data.empty()) return;
    if (begin_ >= data.size()) {
        begin_ -= data.size();
    } else {
        if (!room(data.size())) return;
        std::memmove(storage_.data() + begin_ + data.size(), storage_.data() + begin_, size());
        end_ += data.size();
    }
    std::memcpy(storage_.data() + begin_, data.data(), data.size());
}

status byte_queue::append(std::string_view data) noexcept {
    if (data.empty()) return {};
    const auto space = room(data.size());
    if (!space) return failure(space.error());
    std::memcpy(space->data(), data.data(), data.size());
    filled(data.size());
    return {};
}

} // namespace samesock
