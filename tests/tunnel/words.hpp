// Packets and events in words, so that a table of exchanges can be read, and a failure says what was different.
#pragma once

#include "tunnel/event.hpp"
#include "tunnel/packet.hpp"

#include <string>
#include <vector>

namespace samesock::testing {

using lines = std::vector<std::string>;

/// As "CONNECT 1 127.0.0.1:80 early". Text and bytes as they are, long ones by their length.
[[nodiscard]] std::string in_words(const tunnel::wire::packet& p);
/// As "connected 1 ..."; errors by their errno or EAI number of Linux.
[[nodiscard]] std::string in_words(const tunnel::event& e);

} // namespace samesock::testing
