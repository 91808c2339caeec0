// Reading and writing the entries of an INFO: see info.hpp and sections 2 and 3 of PROTOCOL.md.
#include "tunnel/info.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <limits>
#include <utility>

namespace samesock::tunnel {
namespace {

constexpr std::string_view extension_name = "samesock";
constexpr std::uint8_t extension_major = 1;

struct entry {
    std::uint8_t id = 0;
    bytes_view data;
};

entry next_entry(field_reader& in) {
    entry one;
    one.id = in.u8();
    one.data = in.bytes(in.u32());
    return one;
}

std::expected<credentials, reason> read_password(bytes_view field) {
    field_reader in(field);
    const std::size_t user = in.u8();
    const std::size_t password = in.u16();
    if (!in.failed() && field.size() == 3 + user + password)
        return credentials{as_text(in.bytes(user)), as_text(in.bytes(password))};
    field_reader draft(field);
    const std::string_view name = as_text(draft.bytes(draft.u8()));
    const std::string_view rest = as_text(draft.rest());
    if (draft.failed()) return std::unexpected(draft.verdict());
    return credentials{name, rest};
}

std::expected<key_challenge, reason> read_key_challenge(bytes_view field) {
    field_reader in(field);
    key_challenge key;
    key.required = in.u8() != 0;
    key.algorithms = in.u8();
    key.challenge = in.rest();
    if (in.failed()) return std::unexpected(in.verdict());
    return key;
}

std::expected<key_proof, reason> read_key_proof(bytes_view field) {
    field_reader in(field);
    key_proof proof;
    proof.algorithm = in.u8();
    proof.public_key_hash = in.bytes(key_proof::hash_size);
    proof.signature = in.rest();
    if (in.failed()) return std::unexpected(in.verdict());
    return proof;
}

std::optional<resumption> read_resumption(field_reader& in) {
    const std::size_t size = in.u8();
    field_reader field(in.bytes(size));
    if (size == 0) return std::nullopt;
    resumption resume;
    const bytes_view secret = field.bytes(resume.secret.size());
    std::ranges::copy(secret, resume.secret.begin());
    resume.received = field.u64();
    if (field.verdict() != reason::none) in.fail(reason::bad_field);
    return resume;
}

bool is_possible(const terms& t) {
    return t.first_grant >= least_first_grant && t.first_grant <= most_credit &&
           t.maximum_message >= least_maximum_message;
}

// nullopt: somebody else's extension, or a later version of ours.
std::expected<std::optional<extension>, reason> read_extension(bytes_view field) {
    field_reader in(field);
    if (as_text(in.bytes(extension_name.size())) != extension_name) return std::nullopt;
    if (in.u8() != extension_major && !in.failed()) return std::nullopt;
    extension e;
    e.features = in.u32();
    e.terms.first_grant = in.u32();
    e.terms.maximum_streams = in.u32();
    e.terms.maximum_message = in.u32();
    e.token_required = (in.u8() & 1) != 0;
    e.token = in.bytes(in.u16());
    e.resume = read_resumption(in);
    if (!in.failed() && !is_possible(e.terms)) in.fail(reason::bad_field);
    if (in.failed()) return std::unexpected(in.verdict());
    return e;
}

/// Reads what `find_entry` finds; the first failure stays.
struct entries {
    bytes_view extensions;
    reason failure = reason::none;

    [[nodiscard]] bool has(extension_id id) const { return find_entry(extensions, id).has_value(); }
    /// Stock clients name what they have nothing to say about.
    [[nodiscard]] bool is_filled(extension_id id) const {
        return !find_entry(extensions, id).value_or(bytes_view()).empty();
    }
    template <class T>
    std::optional<T> read(extension_id id, std::expected<T, reason> (*reader)(bytes_view)) {
        const auto field = find_entry(extensions, id);
        if (!field) return std::nullopt;
        std::expected<T, reason> value = reader(*field);
        if (value) return *std::move(value);
        if (failure == reason::none) failure = value.error();
        return std::nullopt;
    }
    std::optional<extension> ours() { return read(extension_id::samesock, read_extension).value_or(std::nullopt); }
};

std::expected<bool, reason> read_required(bytes_view field) {
    field_reader in(field);
    const bool required = in.u8() != 0;
    if (in.failed()) return std::unexpected(in.verdict());
    return required;
}

/// Writes entries, each with its length before it.
class entry_writer {
public:
    explicit entry_writer(std::vector<std::byte>& out) : out_(out), writer_(out) {
        writer_.u8(static_cast<std::uint8_t>(wire::type::info));
        writer_.u32(0);
        writer_.u8(2);
        writer_.u8(0);
    }
    template <class Fields>
    void entry(extension_id id, Fields fields) {
        writer_.u8(static_cast<std::uint8_t>(id));
        writer_.u32(0);
        const std::size_t begin = out_.size();
        fields(writer_);
        put_u32(out_.data() + begin - wire::length_size, static_cast<std::uint32_t>(out_.size() - begin));
    }
    void extension(const tunnel::extension& e) {
        entry(extension_id::samesock, [&](field_writer& w) {
            w.bytes(as_bytes(extension_name));
            w.u8(extension_major);
            w.u32(e.features);
            w.u32(e.terms.first_grant);
            w.u32(e.terms.maximum_streams);
            w.u32(e.terms.maximum_message);
            w.u8(e.token_required ? 1 : 0);
            w.text(as_text(e.token));
            w.u8(e.resume ? sizeof(wire::secret) + sizeof(std::uint64_t) : 0);
            if (!e.resume) return;
            w.bytes(e.resume->secret);
            w.u64(e.resume->received);
        });
    }

private:
    std::vector<std::byte>& out_;
    field_writer writer_;
};

void no_fields(field_writer&) {}

} // namespace

reason check_entries(bytes_view extensions) noexcept {
    std::bitset<256> seen;
    field_reader in(extensions);
    while (!in.at_end()) {
        const entry one = next_entry(in);
        if (in.failed()) break;
        if (seen[one.id]) return reason::repeated_entry;
        seen[one.id] = true;
    }
    return in.verdict();
}

std::optional<bytes_view> find_entry(bytes_view extensions, extension_id id) noexcept {
    field_reader in(extensions);
    while (!in.at_end())
        if (const entry one = next_entry(in); one.id == static_cast<std::uint8_t>(id) && !in.failed()) return one.data;
    return std::nullopt;
}

std::expected<gateway_info, reason> read_gateway_info(const wire::info& packet) {
    entries in{packet.extensions};
    gateway_info info;
    info.udp = in.has(extension_id::udp);
    info.confirms = in.has(extension_id::confirmation);
    info.password_required = in.read(extension_id::password, read_required);
    info.key = in.read(extension_id::key, read_key_challenge);
    info.message = as_text(find_entry(packet.extensions, extension_id::message).value_or(bytes_view()));
    info.extension = in.ours();
    if (in.failure != reason::none) return std::unexpected(in.failure);
    return info;
}

std::expected<client_info, reason> read_client_info(const wire::info& packet) {
    entries in{packet.extensions};
    client_info info;
    info.udp = in.has(extension_id::udp);
    info.confirms = in.has(extension_id::confirmation);
    if (in.is_filled(extension_id::password)) info.password = in.read(extension_id::password, read_password);
    if (in.is_filled(extension_id::key)) info.key = in.read(extension_id::key, read_key_proof);
    info.extension = in.ours();
    if (in.failure != reason::none) return std::unexpected(in.failure);
    return info;
}

void write_info(const gateway_info& info, std::vector<std::byte>& out) {
    entry_writer w(out);
    if (info.udp) w.entry(extension_id::udp, no_fields);
    if (info.password_required)
        w.entry(extension_id::password, [&](field_writer& f) { f.u8(*info.password_required ? 1 : 0); });
    if (info.key)
        w.entry(extension_id::key, [&](field_writer& f) {
            f.u8(info.key->required ? 1 : 0);
            f.u8(info.key->algorithms);
            f.bytes(info.key->challenge);
        });
    if (!info.message.empty())
        w.entry(extension_id::message, [&](field_writer& f) { f.bytes(as_bytes(info.message)); });
    if (info.confirms) w.entry(extension_id::confirmation, no_fields);
    if (info.extension) w.extension(*info.extension);
}

void write_info(const client_info& info, std::vector<std::byte>& out) {
    entry_writer w(out);
    if (info.udp) w.entry(extension_id::udp, no_fields);
    if (info.password)
        w.entry(extension_id::password, [&](field_writer& f) {
            const std::string_view user = info.password->user.substr(0, std::numeric_limits<std::uint8_t>::max());
            const std::string_view password =
                info.password->password.substr(0, std::numeric_limits<std::uint16_t>::max());
            f.u8(static_cast<std::uint8_t>(user.size()));
            f.u16(static_cast<std::uint16_t>(password.size()));
            f.bytes(as_bytes(user));
            f.bytes(as_bytes(password));
        });
    if (info.key)
        w.entry(extension_id::key, [&](field_writer& f) {
            f.u8(info.key->algorithm);
            f.bytes(info.key->public_key_hash);
            f.bytes(info.key->signature);
        });
    if (info.confirms) w.entry(extension_id::confirmation, no_fields);
    if (info.extension) w.extension(*info.extension);
}

} // namespace samesock::tunnel
