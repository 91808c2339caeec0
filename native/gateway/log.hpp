// The log: one JSON object a line. No secret and no destination stands in it.
#pragma once

#include <samesock/endpoint.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace samesock::gateway {

/// What is said of a connection when it has ended.
struct connection_record {
    std::chrono::system_clock::time_point began;
    std::chrono::nanoseconds lasted{};
    std::string client;    ///< its address
    std::string principal; ///< empty: nobody in particular
    std::string origin;
    std::string protocol; ///< "wisp-v1", "wisp-v2", "samesock"; empty: there was no handshake
    unsigned status = 101;
    std::string ended; ///< why
    std::uint64_t streams = 0;
    std::uint64_t listeners = 0;
    std::uint64_t denied = 0;
    std::uint64_t bytes_from_client = 0;
    std::uint64_t bytes_to_client = 0;
    std::uint64_t datagrams_dropped = 0;
};

[[nodiscard]] std::string to_json(const connection_record& record);

/// Safe to use from several threads at once.
class log {
public:
    /// Written to with one call a line. The descriptor is the caller's.
    explicit log(int descriptor = 2) noexcept : descriptor_(descriptor) {}

    void write(const connection_record& record) const;
    /// What the gateway itself does: `event` is a word, `text` a sentence.
    void note(std::string_view event, std::string_view text) const;

private:
    void write_line(std::string line) const;

    int descriptor_;
};

} // namespace samesock::gateway
