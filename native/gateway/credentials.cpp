#include "credentials.hpp"

#include "mistakes.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <span>

namespace samesock::gateway {

namespace {

digest sha256(const void* data, std::size_t size) {
    digest out{};
    // Cannot fail with a digest that every build of OpenSSL has; zeros would match nothing all the same.
    if (EVP_Digest(data, size, out.data(), nullptr, EVP_sha256(), nullptr) != 1) out.fill(0);
    return out;
}
digest sha256(std::string_view text) { return sha256(text.data(), text.size()); }

bool equal(const digest& a, const digest& b) noexcept { return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

/// Which of them it is, in a time that does not tell.
const auto* find(const auto& secrets, const auto& is_it) {
    decltype(secrets.data()) found = nullptr;
    for (const auto& s : secrets)
        if (is_it(s)) found = &s;
    return found;
}

template <class List>
bool is_taken(const List& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(), [&](const auto& entry) { return entry.name == name; });
}

std::string wrong_name(std::string_view name, bool taken) {
    if (name.empty()) return "an entry begins with a name";
    if (taken) return "the name " + in_quotes(name) + " stands here twice";
    return {};
}

/// Empty: it is not base64.
std::vector<std::uint8_t> decode_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0 || text.size() > 4096) return {};
    std::vector<std::uint8_t> bytes(text.size() / 4 * 3);
    const int size = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    if (size < 0) return {};
    // EVP_DecodeBlock counts the padding's zeros.
    const auto padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

/// SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING } before the 32 bytes: RFC 8410.
constexpr std::array<std::uint8_t, 12> ed25519_info{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                    0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

bool verify_ed25519(std::span<const std::uint8_t, 32> public_key, tunnel::bytes_view signature,
                    tunnel::bytes_view message) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()), EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!key || !context) return false;
    if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1) return false;
    return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                            reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
}

bool is_scheme(std::string_view text, std::string_view scheme) {
    return std::equal(text.begin(), text.end(), scheme.begin(), scheme.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

} // namespace

std::string credentials::add_token(std::string_view name, std::string_view token) {
    if (auto wrong = wrong_name(name, is_taken(tokens_, name)); !wrong.empty()) return wrong;
    if (token.size() < least_token)
        return "the token of " + in_quotes(name) + " has fewer than " + std::to_string(least_token) +
               " characters, and could be guessed: make one with `openssl rand -hex 32`";
    if (token.size() > 65'535) return "the token of " + in_quotes(name) + " is too long";
    const digest hash = sha256(token);
    if (find(tokens_, [&](const secret& s) { return equal(s.hash, hash); }) != nullptr)
        return "the token of " + in_quotes(name) + " is another's, too: each needs its own";
    tokens_.push_back({std::string(name), hash});
    return {};
}

std::string credentials::add_password(std::string_view name, std::string_view password) {
    if (auto wrong = wrong_name(name, is_taken(passwords_, name)); !wrong.empty()) return wrong;
    if (name.size() > 255) return "the name of a user has at most 255 bytes in Wisp";
    if (password.size() < 8)
        return "the password of " + in_quotes(name) + " has fewer than 8 characters, and could be guessed";
    passwords_.push_back({std::string(name), sha256(password)});
    return {};
}

std::string credentials::add_key(std::string_view name, std::string_view base64) {
    if (auto wrong = wrong_name(name, is_taken(keys_, name)); !wrong.empty()) return wrong;
    std::vector<std::uint8_t> bytes = decode_base64(base64);
    if (bytes.size() == ed25519_info.size() + 32 && std::equal(ed25519_info.begin(), ed25519_info.end(), bytes.begin()))
        bytes.erase(bytes.begin(), bytes.begin() + ed25519_info.size());
    if (bytes.size() != 32)
        return "the key of " + in_quotes(name) +
               " is no Ed25519 public key: write the line of base64 that "
               "`openssl pkey -in KEY -pubout` prints";
    key k{std::string(name), {}, sha256(bytes.data(), bytes.size())};
    std::copy(bytes.begin(), bytes.end(), k.public_key.begin());
    keys_.push_back(std::move(k));
    return {};
}

std::optional<std::string_view> credentials::by_token(std::string_view token) const {
    const digest hash = sha256(token);
    const auto* found = find(tokens_, [&](const secret& s) { return equal(s.hash, hash); });
    return found == nullptr ? std::nullopt : std::optional<std::string_view>(found->name);
}

std::optional<std::string_view> credentials::by_password(std::string_view name, std::string_view password) const {
    const digest hash = sha256(password);
    const digest name_hash = sha256(name);
    // Not `&&`: a user that there is shall take no longer than one that there is not.
    const auto* found = find(passwords_, [&](const secret& s) {
        const unsigned same_name = equal(sha256(s.name), name_hash) ? 1 : 0;
        return (same_name & (equal(s.hash, hash) ? 1U : 0U)) != 0;
    });
    return found == nullptr ? std::nullopt : std::optional<std::string_view>(found->name);
}

std::optional<std::string_view> credentials::by_authorization(std::string_view header) const {
    const auto space = header.find(' ');
    if (space == std::string_view::npos) return {};
    const std::string_view scheme = header.substr(0, space);
    std::string_view value = header.substr(space + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    if (is_scheme(scheme, "bearer")) return by_token(value);
    if (!is_scheme(scheme, "basic")) return {};
    const std::vector<std::uint8_t> bytes = decode_base64(value);
    const std::string_view both(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const auto colon = both.find(':');
    if (colon == std::string_view::npos) return {};
    return by_password(both.substr(0, colon), both.substr(colon + 1));
}

std::optional<std::string_view> credentials::by_key(std::uint8_t algorithm, tunnel::bytes_view public_key_hash,
                                                    tunnel::bytes_view signature, tunnel::bytes_view challenge) const {
    constexpr std::uint8_t ed25519 = 1;
    if (algorithm != ed25519 || public_key_hash.size() != sizeof(digest)) return {};
    digest hash{};
    std::transform(public_key_hash.begin(), public_key_hash.end(), hash.begin(),
                   [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    const auto* found = find(keys_, [&](const key& k) { return equal(k.hash, hash); });
    if (found == nullptr || !verify_ed25519(found->public_key, signature, challenge)) return {};
    return found->name;
}

} // namespace samesock::gateway
