// Bytes that wait to be written. Empty it costs nothing.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace samesock::gateway {

class byte_queue {
public:
    [[nodiscard]] bool empty() const noexcept { return begin_ == bytes_.size(); }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size() - begin_; }
    [[nodiscard]] std::span<const std::byte> front() const noexcept { return std::span(bytes_).subspan(begin_); }
    void append(std::span<const std::byte> more) { bytes_.insert(bytes_.end(), more.begin(), more.end()); }
    void take(std::size_t size) {
        begin_ += size;
        if (empty()) return clear();
        if (begin_ < bytes_.size() / 2) return;
        // Half of it is gone: what is left moves once, and so each byte twice at most.
        bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(begin_));
        begin_ = 0;
    }
    void clear() {
        bytes_ = {};
        begin_ = 0;
    }

private:
    std::vector<std::byte> bytes_;
    std::size_t begin_ = 0;
};

} // namespace samesock::gateway
