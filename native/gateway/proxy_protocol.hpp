// The header of the PROXY protocol, version 2, which a trusted proxy sends before anything else.
#pragma once

#include "tunnel/packet.hpp"

#include <samesock/endpoint.hpp>

#include <cstddef>
#include <optional>

namespace samesock::gateway {

struct proxy_preface {
    enum class state { incomplete, complete, malformed };

    state is = state::malformed;
    std::size_t size = 0;           ///< bytes to drop, if complete; bytes to have at least, if incomplete
    std::optional<endpoint> client; ///< none: the proxy's own connection (LOCAL, a health check), or of no IP family
};

inline constexpr std::size_t most_proxy_preface = 536; ///< with room for TLVs; longer is malformed

/// Of the bytes that have come so far.
[[nodiscard]] proxy_preface read_proxy_preface(tunnel::bytes_view bytes) noexcept;

} // namespace samesock::gateway
