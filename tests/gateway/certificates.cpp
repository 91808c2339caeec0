// Made by the authority of TLS's own tests: see certificates.hpp.
#include "certificates.hpp"

#include "strangers.hpp"

#include "../tls/authority.hpp"

#include <openssl/ssl.h>

#include <catch2/catch_all.hpp>

#include <fstream>

namespace samesock::testing {
certificates::certificates() {
    authority issuer;
    const identity own = issuer.issue({.names = {"localhost", "127.0.0.1"}});
    const identity client = issuer.issue({.names = {"client"}});
    (void)write("authority.pem", issuer.certificate());
    (void)write("certificate.pem", own.certificate);
    (void)write("key.pem", own.key);
    (void)write("client.pem", client.certificate);
    (void)write("client-key.pem", client.key);
}

certificates::~certificates() = default;

std::string certificates::write(const std::string& name, const std::string& content) const {
    const std::string path = file(name.c_str());
    std::ofstream(path, std::ios::binary) << content;
    let(strangers::may_nothing, path);
    return path;
}

std::shared_ptr<gateway::tls_context> certificates::for_gateway() const {
    auto made = std::make_shared<gateway::tls_context>();
    REQUIRE(made->take_certificate(certificate()));
    REQUIRE(made->take_key(key()));
    return made;
}

std::shared_ptr<gateway::tls_context> certificates::for_gateway_that_asks() const {
    auto made = for_gateway();
    REQUIRE(made->ask_clients(authority_file()));
    return made;
}

client_tls::client_tls(const certificates& trusts, const choice& of) : native_(SSL_CTX_new(TLS_client_method())) {
    REQUIRE(native_ != nullptr);
    REQUIRE(SSL_CTX_load_verify_locations(native_, trusts.authority_file().c_str(), nullptr) == 1);
    SSL_CTX_set_verify(native_, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_security_level(native_, 0); // old versions are the gateway's to refuse
    (void)SSL_CTX_set_min_proto_version(native_, of.least);
    (void)SSL_CTX_set_max_proto_version(native_, of.most);
    if (of.shows == nullptr) return;
    REQUIRE(SSL_CTX_use_certificate_file(native_, of.shows->client_certificate().c_str(), SSL_FILETYPE_PEM) == 1);
    REQUIRE(SSL_CTX_use_PrivateKey_file(native_, of.shows->client_key().c_str(), SSL_FILETYPE_PEM) == 1);
}

client_tls::~client_tls() { SSL_CTX_free(native_); }

} // namespace samesock::testing
