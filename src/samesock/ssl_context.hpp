// ssl_context: what TLS connections have in common: whom they trust, who they are, what they speak. Part of the library
// samesock_tls. Source: https://docs.python.org/3/library/ssl.html#ssl-contexts
//
// Copies share one context, as Python's references do. Sockets may be wrapped on several threads at the same time; a
// context is configured by one, and before.
#pragma once

#include <samesock/buffer.hpp>
#include <samesock/number.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>
#include <samesock/socket.hpp>
#include <samesock/ssl_error.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

class ssl_context;
class ssl_session;
class ssl_socket;
struct ssl_context_state; // defined in src/tls
struct wrap_options;

/// Which side a context is for. A client's verifies the server and its name; a server's asks for no certificate.
enum class ssl_protocol { PROTOCOL_TLS_CLIENT = 16, PROTOCOL_TLS_SERVER = 17 };
using enum ssl_protocol;

enum class verify_mode { CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED };
using enum verify_mode;

/// Python's ssl.TLSVersion.
enum class tls_version {
    MINIMUM_SUPPORTED = -2,
    MAXIMUM_SUPPORTED = -1,
    TLSv1 = 0x0301,
    TLSv1_1 = 0x0302,
    TLSv1_2 = 0x0303,
    TLSv1_3 = 0x0304
};

/// Python's ssl.Purpose: whom create_default_context authenticates.
enum class ssl_purpose { SERVER_AUTH, CLIENT_AUTH };

/// How a certificate is verified. With a CRL check, a CRL of each issuer must have been loaded.
using verify_flags = flags<struct verify_flags_tag>;
inline constexpr verify_flags VERIFY_DEFAULT{0};
inline constexpr verify_flags VERIFY_CRL_CHECK_LEAF{0x4};
inline constexpr verify_flags VERIFY_CRL_CHECK_CHAIN{0xc};
inline constexpr verify_flags VERIFY_X509_STRICT{0x20};
inline constexpr verify_flags VERIFY_ALLOW_PROXY_CERTS{0x40};
inline constexpr verify_flags VERIFY_X509_TRUSTED_FIRST{0x8000};
inline constexpr verify_flags VERIFY_X509_PARTIAL_CHAIN{0x80000};

/// TLS alerts that an SNI callback may end a handshake with. Source: RFC 8446, 6.
enum class alert_description : int {
    handshake_failure = 40,
    access_denied = 49,
    internal_error = 80,
    unrecognized_name = 112
};

/// Where certificates to trust, and CRLs, are: a PEM file, a folder as c_rehash makes it, and the bytes themselves, PEM
/// or DER. What is empty is left out.
struct verify_locations {
    std::string cafile{};
    std::string capath{};
    const_buffer cadata{};
    [[nodiscard]] bool empty() const noexcept { return cafile.empty() && capath.empty() && cadata.empty(); }
};

/// Runs in a server's handshake, with the name that the client asked for, if any. It may put another context in place
/// of `context`, or end the handshake with an alert. An exception of it is internal_error.
using sni_callback_type =
    std::function<std::optional<alert_description>(std::optional<std::string_view> server_name, ssl_context& context)>;

class ssl_context {
public:
    /// TLS 1.2 and newer, Python's ciphers, no renegotiation. Nobody is trusted yet: load_default_certs, or
    /// load_verify_locations.
    explicit ssl_context(ssl_protocol side = PROTOCOL_TLS_CLIENT)
        : ssl_context(unwrap(try_make(side), "ssl_context")) {}
    [[nodiscard]] static result<ssl_context> try_make(ssl_protocol side = PROTOCOL_TLS_CLIENT) noexcept;

    [[nodiscard]] ssl_protocol protocol() const noexcept;
    /// Whether they are one context.
    friend bool operator==(const ssl_context& a, const ssl_context& b) noexcept { return a.state_ == b.state_; }

    // -- whom it trusts ---------------------------------------------------------------------------------------------------

    /// ssl_misuse::no_locations; ENOENT and its kin for a file; ssl_condition::no_certificate.
    void load_verify_locations(const verify_locations& from) {
        if (auto done = try_load_verify_locations(from); !done)
            raise(done.error(), "load_verify_locations", from.cafile.empty() ? from.capath : from.cafile);
    }
    [[nodiscard]] status try_load_verify_locations(const verify_locations& from) noexcept;

    /// The system's store, or what SSL_CERT_FILE and SSL_CERT_DIR name. ssl_condition::no_trust_store if there is none:
    /// never a context that trusts nobody without saying so.
    void load_default_certs(ssl_purpose purpose = ssl_purpose::SERVER_AUTH) {
        unwrap(try_load_default_certs(purpose), "load_default_certs");
    }
    [[nodiscard]] status try_load_default_certs(ssl_purpose purpose = ssl_purpose::SERVER_AUTH) noexcept;
    /// Likewise; on Windows what the two variables name alone.
    void set_default_verify_paths() { unwrap(try_set_default_verify_paths(), "set_default_verify_paths"); }
    [[nodiscard]] status try_set_default_verify_paths() noexcept;

    /// CERT_REQUIRED for a client, CERT_NONE for a server unless told otherwise.
    [[nodiscard]] samesock::verify_mode verify_mode() const noexcept;
    /// ssl_misuse::none_while_checking.
    void verify_mode(samesock::verify_mode mode) { unwrap(try_verify_mode(mode), "verify_mode"); }
    [[nodiscard]] status try_verify_mode(samesock::verify_mode mode) noexcept;

    /// Whether the certificate must be that of server_hostname. Turned on, it makes verify_mode CERT_REQUIRED.
    [[nodiscard]] bool check_hostname() const noexcept;
    void check_hostname(bool check) { unwrap(try_check_hostname(check), "check_hostname"); }
    [[nodiscard]] status try_check_hostname(bool check) noexcept;

    [[nodiscard]] samesock::verify_flags verify_flags() const noexcept;
    void verify_flags(samesock::verify_flags flags) { unwrap(try_verify_flags(flags), "verify_flags"); }
    [[nodiscard]] status try_verify_flags(samesock::verify_flags flags) noexcept;

    // -- who it is --------------------------------------------------------------------------------------------------------

    /// PEM files: the certificate with those that certify it, and its private key, which may be in the first file. A
    /// password is used for a key that is encrypted; nobody is asked for one. ENOENT and its kin; ssl_error with
    /// KEY_VALUES_MISMATCH, BAD_DECRYPT, ...
    void load_cert_chain(const std::string& certfile, const std::string& keyfile = {}, std::string_view password = {}) {
        if (auto done = try_load_cert_chain(certfile, keyfile, password); !done)
            raise(done.error(), "load_cert_chain", keyfile.empty() ? certfile : certfile + ", " + keyfile);
    }
    [[nodiscard]] status try_load_cert_chain(const std::string& certfile, const std::string& keyfile = {},
                                             std::string_view password = {}) noexcept;
    /// Likewise, for programs without files: the texts of those files. They stay the caller's, to be wiped by it.
    void load_cert_chain_pem(const_buffer certificates, const_buffer key, std::string_view password = {}) {
        unwrap(try_load_cert_chain_pem(certificates, key, password), "load_cert_chain_pem");
    }
    [[nodiscard]] status try_load_cert_chain_pem(const_buffer certificates, const_buffer key,
                                                 std::string_view password = {}) noexcept;

    // -- what it speaks ---------------------------------------------------------------------------------------------------

    [[nodiscard]] tls_version minimum_version() const noexcept;
    [[nodiscard]] tls_version maximum_version() const noexcept;
    /// ssl_misuse::unknown_version.
    void minimum_version(tls_version version) { unwrap(try_minimum_version(version), "minimum_version"); }
    void maximum_version(tls_version version) { unwrap(try_maximum_version(version), "maximum_version"); }
    [[nodiscard]] status try_minimum_version(tls_version version) noexcept;
    [[nodiscard]] status try_maximum_version(tls_version version) noexcept;

    /// The ciphers of TLS 1.2 and older, in OpenSSL's notation. ssl_error with NO_CIPHER_MATCH.
    void set_ciphers(const std::string& ciphers) {
        if (auto done = try_set_ciphers(ciphers); !done) raise(done.error(), "set_ciphers", ciphers);
    }
    [[nodiscard]] status try_set_ciphers(const std::string& ciphers) noexcept;

    /// Names such as "h2" and "http/1.1", the best first. A server picks by its own order. ssl_misuse::alpn_protocol.
    void set_alpn_protocols(const std::vector<std::string>& protocols) {
        unwrap(try_set_alpn_protocols(protocols), "set_alpn_protocols");
    }
    [[nodiscard]] status try_set_alpn_protocols(const std::vector<std::string>& protocols) noexcept;

    /// An empty function removes it.
    void sni_callback(sni_callback_type callback) noexcept;

    // -- connections ------------------------------------------------------------------------------------------------------

    /// TLS over `sock`, which becomes the new object's; it is closed where this fails. A connected socket makes its
    /// handshake at once, within its timeout, unless the options say otherwise; one that is not connected makes it in
    /// connect(). cert_verification_error, ssl_error, timeout, ssl_misuse. Include <samesock/ssl_socket.hpp>.
    [[nodiscard]] ssl_socket wrap_socket(socket sock, const wrap_options& options) const;
    [[nodiscard]] ssl_socket wrap_socket(socket sock) const;
    [[nodiscard]] result<ssl_socket> try_wrap_socket(socket sock, const wrap_options& options) const noexcept;
    [[nodiscard]] result<ssl_socket> try_wrap_socket(socket sock) const noexcept;

private:
    friend class ssl_access;
    explicit ssl_context(std::shared_ptr<ssl_context_state> state) noexcept : state_(std::move(state)) {}
    std::shared_ptr<ssl_context_state> state_;
};

/// What a program should use: for SERVER_AUTH a client's context that verifies the server against `from` or the
/// system's store, and its name; for CLIENT_AUTH a server's. ssl_condition::no_trust_store, and load_verify_locations'
/// errors.
[[nodiscard]] inline ssl_context create_default_context(ssl_purpose purpose = ssl_purpose::SERVER_AUTH,
                                                        const verify_locations& from = {});
[[nodiscard]] result<ssl_context> try_create_default_context(ssl_purpose purpose = ssl_purpose::SERVER_AUTH,
                                                             const verify_locations& from = {}) noexcept;

inline ssl_context create_default_context(ssl_purpose purpose, const verify_locations& from) {
    auto made = try_create_default_context(purpose, from);
    if (!made) raise(made.error(), "create_default_context", from.cafile.empty() ? from.capath : from.cafile);
    return *std::move(made);
}

} // namespace samesock

#include <samesock/names_end.hpp>
