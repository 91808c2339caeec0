// Bytes of one stream that have come and were not taken. Credit bounds them, so they lie in one piece: what is read is
// one copy, and a look ahead is none.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

namespace samesock::platform {

class byte_queue {
public:
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {memory_.get() + begin_, end_ - begin_}; }
    [[nodiscard]] std::size_t size() const noexcept { return end_ - begin_; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

    void append(std::span<const std::byte> more) {
        if (more.empty()) return;
        make_room(more.size());
        std::memcpy(memory_.get() + end_, more.data(), more.size());
        end_ += more.size();
    }
    void drop(std::size_t size) noexcept {
        begin_ += size;
        if (begin_ != end_) return;
        begin_ = end_ = 0;
        if (capacity_ > kept_when_empty) release();
    }
    void clear() noexcept {
        begin_ = end_ = 0;
        release();
    }

private:
    // A stream that nothing comes on costs nothing, and a slow one little.
    static constexpr std::size_t least = 512;
    static constexpr std::size_t kept_when_empty = std::size_t{64} * 1024;

    void release() noexcept {
        memory_.reset();
        capacity_ = 0;
    }
    void make_room(std::size_t size) {
        if (capacity_ - end_ >= size) return;
        const std::size_t held = end_ - begin_;
        // Moved to the front while that is cheap: then each byte is moved once at most, on average.
        if (capacity_ - held >= size && begin_ >= held) {
            std::memmove(memory_.get(), memory_.get() + begin_, held);
        } else {
            std::size_t larger = capacity_ == 0 ? least : 2 * capacity_;
            while (larger - held < size) larger *= 2;
            std::unique_ptr<std::byte[]> next(new std::byte[larger]);
            if (held != 0) std::memcpy(next.get(), memory_.get() + begin_, held);
            memory_ = std::move(next);
            capacity_ = larger;
        }
        begin_ = 0;
        end_ = held;
    }

    std::unique_ptr<std::byte[]> memory_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace samesock::platform
