// What this process has of its system: a file that is gone with it, the processor's time.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::testing {

class lines_in_memory {
public:
    lines_in_memory();
    lines_in_memory(const lines_in_memory&) = delete;
    lines_in_memory& operator=(const lines_in_memory&) = delete;
    ~lines_in_memory();

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] std::string all() const;

private:
    std::wstring path_;
    int descriptor_;
};

/// Names that rows of lacks.hpp's tables have.
[[nodiscard]] std::vector<std::string_view> platforms_here();

/// Processor time of this process, which the gateway is a part of.
[[nodiscard]] std::chrono::nanoseconds used_time();

} // namespace samesock::testing
