// certificate: what getpeercert() tells of a certificate, under Python's names. Part of the library samesock_tls.
// Source: https://docs.python.org/3/library/ssl.html#ssl.SSLSocket.getpeercert
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

struct certificate {
    /// A distinguished name: its parts, each a list of pairs such as ("commonName", "localhost").
    using distinguished_name = std::vector<std::vector<std::pair<std::string, std::string>>>;

    distinguished_name subject, issuer;
    int version = 0;
    std::string serialNumber;        ///< in hexadecimal, upper case
    std::string notBefore, notAfter; ///< "Jan  5 09:34:43 2018 GMT"
    /// ("DNS", "localhost"), ("IP Address", "127.0.0.1"), ("URI", ...), ("email", ...)
    std::vector<std::pair<std::string, std::string>> subjectAltName;
    std::vector<std::string> OCSP, caIssuers, crlDistributionPoints; ///< URIs

    /// True where nothing is known: getpeercert() of a certificate that was not verified.
    [[nodiscard]] bool empty() const noexcept { return version == 0; }
};

} // namespace samesock

#include <samesock/names_end.hpp>
