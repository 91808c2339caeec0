// Bytes that wait to be written. Empty it costs nothing, and full little more than the bytes: it is a list of chunks,
// not one block that grows by doubling.
#pragma once

#include <algorithm>
#include <cstddef>
#include <list>
#include <span>
#include <vector>

namespace samesock::gateway {

class byte_queue {
public:
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// The first of them. Not when empty.
    [[nodiscard]] std::span<const std::byte> front() const noexcept {
        return std::span(chunks_.front()).subspan(begin_);
    }
    void append(std::span<const std::byte> more) {
        size_ += more.size();
        while (!more.empty()) {
            if (chunks_.empty() || chunks_.back().size() == longest_chunk) chunks_.emplace_back();
            std::vector<std::byte>& last = chunks_.back();
            const auto part = more.first(std::min(more.size(), longest_chunk - last.size()));
            const std::size_t size = last.size() + part.size();
            if (size > last.capacity()) last.reserve(std::min(std::max(size, 2 * last.size()), longest_chunk));
            last.insert(last.end(), part.begin(), part.end());
            more = more.subspan(part.size());
        }
    }
    /// At most the size of front().
    void take(std::size_t size) {
        begin_ += size;
        size_ -= size;
        if (begin_ != chunks_.front().size()) return;
        chunks_.pop_front();
        begin_ = 0;
    }
    void clear() {
        chunks_.clear();
        begin_ = size_ = 0;
    }

private:
    static constexpr std::size_t longest_chunk = std::size_t{64} * 1024;

    std::list<std::vector<std::byte>> chunks_;
    std::size_t begin_ = 0; ///< of the first chunk
    std::size_t size_ = 0;
};

} // namespace samesock::gateway
