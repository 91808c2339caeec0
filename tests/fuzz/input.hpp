// Values taken off the front of a fuzzer's input; zeros once there is no more.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace samesock::fuzz {

class input {
public:
    input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

    template <class T>
    T take() {
        T value{};
        const std::string_view bytes = take_bytes(sizeof(T));
        if (!bytes.empty()) std::memcpy(&value, bytes.data(), bytes.size());
        return value;
    }
    std::string_view take_bytes(std::size_t size) {
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    /// Up to the next line feed, which is taken too.
    std::string_view take_line() {
        const std::size_t end = rest_.find('\n');
        const std::string_view taken = rest_.substr(0, end);
        rest_.remove_prefix(std::min(taken.size() + 1, rest_.size()));
        return taken;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

} // namespace samesock::fuzz
