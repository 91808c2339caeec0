// What this process has of its system: a file without a name, the processor's time.
#pragma once

#include "descriptor.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::testing {

class lines_in_memory {
public:
    [[nodiscard]] int descriptor() const noexcept { return file_.number(); }
    [[nodiscard]] std::string all() const {
        std::string all;
        std::array<char, 4096> some;
        for (;;) {
            const ssize_t size = ::pread(descriptor(), some.data(), some.size(), static_cast<off_t>(all.size()));
            if (size <= 0) return all;
            all.append(some.data(), static_cast<std::size_t>(size));
        }
    }

private:
    gateway::descriptor file_{::memfd_create("lines", MFD_CLOEXEC)};
};

/// Names that rows of lacks.hpp's tables have.
[[nodiscard]] inline std::vector<std::string_view> platforms_here() { return {"linux"}; }

/// Processor time of this process, which the gateway is a part of.
[[nodiscard]] inline std::chrono::nanoseconds used_time() {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

} // namespace samesock::testing
