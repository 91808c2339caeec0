// What stands in an INFO: Wisp's own extensions and ours. Decoding borrows from the packet.
#pragma once

#include "tunnel/packet.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace samesock::tunnel {

enum class extension_id : std::uint8_t {
    udp = 0x01,
    password = 0x02,
    key = 0x03,
    message = 0x04,
    confirmation = 0x05,
    samesock = 0xF3,
};

/// What is wrong with (id, length, bytes) repeated.
[[nodiscard]] reason check_entries(bytes_view extensions) noexcept;
/// The bytes of one extension. The entries were checked.
[[nodiscard]] std::optional<bytes_view> find_entry(bytes_view extensions, extension_id id) noexcept;

// -- Wisp's own

struct credentials {
    std::string_view user;
    std::string_view password;
};
/// A challenge that somebody else signs and verifies.
struct key_challenge {
    bool required = false;
    std::uint8_t algorithms = 0; ///< bit 0: Ed25519
    bytes_view challenge;
};
struct key_proof {
    static constexpr std::size_t hash_size = 32;
    std::uint8_t algorithm = 1;
    bytes_view public_key_hash; ///< SHA-256
    bytes_view signature;
};

// -- ours

enum class feature : std::uint32_t {
    resume = 1,
    datagrams = 2,
    listen = 4,
    names = 8,
    options = 16,
    early_data = 32,
    few_messages = 64,
};
/// But for what not everybody wants.
inline constexpr std::uint32_t usual_features = 63;

/// What one end grants and bears, for the whole life of a session.
struct terms {
    std::uint32_t first_grant = 16 * 1024;
    std::uint32_t maximum_streams = 10'240;
    std::uint32_t maximum_message = 256 * 1024;
};
inline constexpr std::uint32_t least_first_grant = 1024;
inline constexpr std::uint32_t least_maximum_message = 65'600;
inline constexpr std::uint32_t most_credit = 0x7FFF'FFFF;

struct resumption {
    wire::secret secret{};
    std::uint64_t received = 0; ///< packets with an id, of the session that shall go on
};
struct extension {
    std::uint32_t features = 0;
    tunnel::terms terms;
    bool token_required = false;
    bytes_view token;
    std::optional<resumption> resume;
};

// -- all of it

struct gateway_info {
    bool udp = false;
    bool confirms = false;
    std::optional<bool> password_required; ///< nullopt: passwords are not taken
    std::optional<key_challenge> key;
    std::string_view message;
    std::optional<tunnel::extension> extension;
};
struct client_info {
    bool udp = false;
    bool confirms = false;
    std::optional<credentials> password;
    std::optional<key_proof> key;
    std::optional<tunnel::extension> extension;
};

[[nodiscard]] std::expected<gateway_info, reason> read_gateway_info(const wire::info& packet);
[[nodiscard]] std::expected<client_info, reason> read_client_info(const wire::info& packet);

/// Appends the INFO packet.
void write_info(const gateway_info& info, std::vector<std::byte>& out);
void write_info(const client_info& info, std::vector<std::byte>& out);

} // namespace samesock::tunnel
