// The program samesock-gateway in a process of its own: for its signals, and for what it costs.
#pragma once

#include "descriptor.hpp"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::testing {

class gateway_process {
public:
    /// With `toml` as its configuration, and waited for until it listens. It chooses a port of 127.0.0.1 itself.
    explicit gateway_process(std::string_view toml);
    gateway_process(const gateway_process&) = delete;
    gateway_process& operator=(const gateway_process&) = delete;
    ~gateway_process();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] std::uint16_t admin_port() const noexcept { return admin_port_; }
    [[nodiscard]] std::string configuration() const { return (folder_ / "gateway.toml").string(); }
    void write_configuration(std::string_view toml) const;

    void signal(int number) const;
    /// A line of standard error that holds this is waited for, behind those that were waited for before. Empty: none
    /// came.
    [[nodiscard]] std::string line_with(std::string_view text);
    /// Its exit code, as soon as it has ended by itself; -1: it does not, or was killed.
    [[nodiscard]] int exit_code();
    /// Resident, in bytes; and the most that it ever was.
    [[nodiscard]] std::size_t memory() const { return figure("VmRSS:"); }
    [[nodiscard]] std::size_t most_memory() const { return figure("VmHWM:"); }

private:
    void start();
    void read_announcement(int fd);
    [[nodiscard]] std::size_t figure(std::string_view name) const;

    std::filesystem::path folder_;
    gateway::descriptor lines_;
    std::size_t lines_read_ = 0;
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
    std::uint16_t admin_port_ = 0;
};

} // namespace samesock::testing
