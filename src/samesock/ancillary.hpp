// Ancillary data: what sendmsg and recvmsg carry beside the bytes of the message. Source: cmsg(3), RFC 3542.
#pragma once

#include <samesock/buffer.hpp>
#include <samesock/bytes.hpp>
#include <samesock/number.hpp>

#include <samesock/names_begin.hpp>

namespace samesock {

/// One item that was received. Python: (cmsg_level, cmsg_type, cmsg_data).
struct ancillary {
    option_level level;
    control_type type;
    bytes data; ///< the native layout of its type
};

/// One item to send: the same, not owning.
struct ancillary_view {
    option_level level;
    control_type type;
    const_buffer data; ///< the native layout of its type
};

} // namespace samesock

#include <samesock/names_end.hpp>
