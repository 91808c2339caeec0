// What OpenSSL takes for its transport: two queues in memory. Unlike OpenSSL's own memory BIO it says how many bytes a
// read came short of, so that no byte beyond the record at hand has to be fetched; and it takes no more output than a
// bound, so that a peer that reads nothing cannot make it grow.
#pragma once

#include "tls/ciphertext.hpp"

#include <openssl/types.h>

#include <cstddef>

namespace samesock::tls {

struct memory_transport {
    ciphertext input;
    ciphertext output;
    std::size_t wanted = 0;   ///< bytes that the last read came short of
    bool input_ended = false; ///< the peer's side of the transport has ended
    bool out_of_memory = false;
    /// From so many bytes on, output must be drained before there can be more.
    static constexpr std::size_t output_bound = std::size_t{64} * 1024;
    [[nodiscard]] bool is_full() const noexcept { return output.size() >= output_bound; }
};

/// A BIO over `transport`, which must outlive it. Null without memory.
[[nodiscard]] BIO* new_memory_bio(memory_transport& transport) noexcept;

} // namespace samesock::tls
