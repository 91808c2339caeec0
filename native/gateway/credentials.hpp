// Who a client is: bearer tokens, and Wisp's passwords and Ed25519 keys, each with the name of its principal. Secrets
// are kept as their SHA-256 and compared in constant time, all of them whichever matches.
#pragma once

#include "tunnel/packet.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

using digest = std::array<std::uint8_t, 32>;

class credentials {
public:
    static constexpr std::size_t least_token = 16; ///< characters

    // -- what files say: what is wrong with an entry, as a sentence; empty: nothing

    [[nodiscard]] std::string add_token(std::string_view name, std::string_view token);
    [[nodiscard]] std::string add_password(std::string_view name, std::string_view password);
    /// Base64 of the 32 bytes of a key, or of its SubjectPublicKeyInfo (the line of `openssl pkey -pubout`).
    [[nodiscard]] std::string add_key(std::string_view name, std::string_view base64);

    // -- what is asked of a client; with none of them everybody is let in, as nobody

    [[nodiscard]] bool has_tokens() const noexcept { return !tokens_.empty(); }
    [[nodiscard]] bool has_passwords() const noexcept { return !passwords_.empty(); }
    [[nodiscard]] bool has_keys() const noexcept { return !keys_.empty(); }
    [[nodiscard]] bool are_required() const noexcept { return has_tokens() || has_passwords() || has_keys(); }

    // -- the principal's name, or none. Names live as long as this.

    [[nodiscard]] std::optional<std::string_view> by_token(std::string_view token) const;
    /// `Authorization: Bearer ...`, or Basic with a password.
    [[nodiscard]] std::optional<std::string_view> by_authorization(std::string_view header) const;
    [[nodiscard]] std::optional<std::string_view> by_password(std::string_view name, std::string_view password) const;
    [[nodiscard]] std::optional<std::string_view> by_key(std::uint8_t algorithm, tunnel::bytes_view public_key_hash,
                                                         tunnel::bytes_view signature,
                                                         tunnel::bytes_view challenge) const;

private:
    struct secret {
        std::string name;
        digest hash;
    };
    struct key {
        std::string name;
        std::array<std::uint8_t, 32> public_key;
        digest hash;
    };
    std::vector<secret> tokens_;
    std::vector<secret> passwords_;
    std::vector<key> keys_;
};

} // namespace samesock::gateway
