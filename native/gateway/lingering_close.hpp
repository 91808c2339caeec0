// The end of a connection whose client may still be sending. A socket that is closed with bytes unread resets the
// connection, and a reset takes what the client has not read yet: the answer that tells why it is turned away.
#pragma once

#include "client_stream.hpp"

#include <chrono>
#include <memory>

namespace samesock::gateway {

/// Ends the sending side, and throws away what comes until the client's end, or for so long. `owner` keeps the stream
/// meanwhile.
void close_lingering(std::shared_ptr<void> owner, client_stream& stream, std::chrono::seconds patience);

} // namespace samesock::gateway
