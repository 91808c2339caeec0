// A queue of bytes in one piece of memory: what the transport has brought and OpenSSL has not read, or the reverse. It
// is ciphertext, so that it need not be wiped. No memory is kept while it is empty but what small records need.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <utility>

namespace samesock::tls {

class ciphertext {
public:
    [[nodiscard]] std::span<const std::byte> content() const noexcept { return {data_.get() + begin_, end_ - begin_}; }
    [[nodiscard]] std::size_t size() const noexcept { return end_ - begin_; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

    /// Memory behind the content for `size` bytes; empty if there is none.
    [[nodiscard]] std::span<std::byte> room(std::size_t size) noexcept {
        if (capacity_ - end_ < size && !make_room(size)) return {};
        return {data_.get() + end_, size};
    }
    /// `size` bytes of the room are content now.
    void add(std::size_t size) noexcept { end_ += size; }
    [[nodiscard]] bool append(std::span<const std::byte> more) noexcept {
        const auto to = room(more.size());
        if (to.size() != more.size()) return false;
        if (!more.empty()) std::memcpy(to.data(), more.data(), more.size());
        add(more.size());
        return true;
    }
    /// The first `size` bytes have been used.
    void drop(std::size_t size) noexcept {
        begin_ += size;
        if (!empty()) return;
        begin_ = end_ = 0;
        if (capacity_ > kept_while_empty) {
            data_.reset();
            capacity_ = 0;
        }
    }

private:
    static constexpr std::size_t kept_while_empty = 2048;

    bool make_room(std::size_t size) noexcept {
        const std::size_t held = this->size();
        if (capacity_ >= held + size) {
            std::memmove(data_.get(), data_.get() + begin_, held);
        } else {
            const std::size_t capacity = std::max({held + size, held * 2, std::size_t{512}});
            std::unique_ptr<std::byte[]> larger(new (std::nothrow) std::byte[capacity]);
            if (!larger) return false;
            if (held != 0) std::memcpy(larger.get(), data_.get() + begin_, held);
            data_ = std::move(larger);
            capacity_ = capacity;
        }
        begin_ = 0;
        end_ = held;
        return true;
    }

    std::unique_ptr<std::byte[]> data_;
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

} // namespace samesock::tls
