// A certificate authority for tests: its keys and certificates are made when a test runs, and are in memory alone.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>
#include <vector>

namespace samesock::testing {

/// A certificate and its key in PEM.
struct identity {
    std::string certificate, key;
    long serial = 0;
};

/// What is to be certified.
struct request {
    std::vector<std::string> names{"localhost"}; ///< DNS names; one that is an address is certified as such
    long starts = -3600, ends = 86400;           ///< seconds from now
    int rsa_bits = 0;                            ///< an RSA key of so many bits; otherwise one of the curve P-256
    bool self_signed = false;
};

class authority {
public:
    explicit authority(const std::string& name = "samesock test authority");
    ~authority();
    authority(authority&&) noexcept = default;
    authority& operator=(authority&&) = delete;
    authority(const authority&) = delete;
    authority& operator=(const authority&) = delete;

    [[nodiscard]] identity issue(const request& what = {});
    /// Its own certificate, in PEM and in DER.
    [[nodiscard]] std::string certificate() const;
    [[nodiscard]] std::string certificate_der() const;
    /// The list of what it has revoked, valid now.
    [[nodiscard]] std::string revocations(const std::vector<long>& serials) const;

private:
    struct releases {
        void operator()(X509* one) const noexcept;
        void operator()(EVP_PKEY* one) const noexcept;
    };
    std::unique_ptr<EVP_PKEY, releases> key_;
    std::unique_ptr<X509, releases> certificate_;
    long last_serial_ = 1;
};

/// The key of `one` under a password.
[[nodiscard]] std::string encrypted_key(const identity& one, const std::string& password);

} // namespace samesock::testing
