// Certificates for a case: an authority, and what it has issued to the gateway and to a client.
#pragma once

#include "tls_context.hpp"

#include "rules/new_folder.hpp"

#include <openssl/types.h>

#include <memory>
#include <string>

namespace samesock::testing {

class certificates {
public:
    certificates();
    ~certificates();

    [[nodiscard]] std::shared_ptr<gateway::tls_context> for_gateway() const;
    /// Clients for a certificate of this authority.
    [[nodiscard]] std::shared_ptr<gateway::tls_context> for_gateway_that_asks() const;

    // -- paths of PEM files
    [[nodiscard]] std::string authority_file() const { return file("authority.pem"); }
    [[nodiscard]] std::string certificate() const { return file("certificate.pem"); }
    [[nodiscard]] std::string key() const { return file("key.pem"); }
    [[nodiscard]] std::string client_certificate() const { return file("client.pem"); }
    [[nodiscard]] std::string client_key() const { return file("client-key.pem"); }
    /// One more, of this content, that only its owner may read.
    std::string write(const std::string& name, const std::string& content) const;

private:
    [[nodiscard]] std::string file(const char* name) const { return (folder_.path() / name).string(); }

    new_folder folder_{"certificates-"};
};

/// What a client brings to a handshake. It trusts that authority alone.
class client_tls {
public:
    struct choice {
        int least = 0; ///< versions; 0: any
        int most = 0;
        const certificates* shows = nullptr; ///< the client's certificate of these
    };
    explicit client_tls(const certificates& trusts, const choice& of);
    explicit client_tls(const certificates& trusts) : client_tls(trusts, {0, 0, nullptr}) {}
    client_tls(const client_tls&) = delete;
    client_tls& operator=(const client_tls&) = delete;
    ~client_tls();

    [[nodiscard]] SSL_CTX* get() const noexcept { return native_; }

private:
    SSL_CTX* native_;
};

} // namespace samesock::testing
