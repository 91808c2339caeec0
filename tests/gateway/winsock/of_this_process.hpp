// What this process has of its system: a file that is gone with it, the processor's time.
#pragma once

#include <chrono>
#include <string>

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

// Why a case cannot be shown here; null: it can.
inline constexpr const char* why_unsent_is_unknown = "Windows does not tell what a target has not taken";
inline constexpr const char* why_answers_may_be_lost =
    "a reset, as of who closes with bytes unread, takes what has come";
[[nodiscard]] const char* why_refusals_are_unheard();

/// Processor time of this process, which the gateway is a part of.
[[nodiscard]] std::chrono::nanoseconds used_time();

} // namespace samesock::testing
