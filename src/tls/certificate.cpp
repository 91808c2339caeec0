// Certificates under Python's names. Source: _decode_certificate in Modules/_ssl.c of CPython.
#include "tls/certificate.hpp"

#include "tls/native.hpp"
#include "tls/openssl_error.hpp"

#include <openssl/crypto.h>

#include <array>
#include <cstdio>
#include <string_view>

namespace samesock::tls {
namespace {

using pair = std::pair<std::string, std::string>;

std::string text_of(const ASN1_STRING* from) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(from)),
            static_cast<std::size_t>(ASN1_STRING_length(from))};
}

std::string utf8_of(const ASN1_STRING* from) {
    unsigned char* text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, from);
    if (size < 0) return text_of(from);
    std::string copy(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
    OPENSSL_free(text);
    return copy;
}

std::string name_of(const ASN1_OBJECT* object) {
    std::array<char, 128> text{};
    const int size = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 0);
    return size < 0 ? std::string() : std::string(text.data());
}

std::string written(BIO* into) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(into, &text);
    return size <= 0 ? std::string() : std::string(text, static_cast<std::size_t>(size));
}

std::string time_of(const ASN1_TIME* when) {
    const bio into(BIO_new(BIO_s_mem()));
    if (!into || ASN1_TIME_print(into.get(), when) != 1) return {};
    return written(into.get());
}

std::string serial_of(const ASN1_INTEGER* number) {
    const bio into(BIO_new(BIO_s_mem()));
    if (!into || i2a_ASN1_INTEGER(into.get(), number) < 0) return {};
    return written(into.get());
}

certificate::distinguished_name parts_of(const X509_NAME* from) {
    certificate::distinguished_name all;
    int last_set = -1;
    for (int i = 0; i != X509_NAME_entry_count(from); ++i) {
        const X509_NAME_ENTRY* const entry = X509_NAME_get_entry(from, i);
        if (const int set = X509_NAME_ENTRY_set(entry); set != last_set) {
            all.emplace_back();
            last_set = set;
        }
        all.back().emplace_back(name_of(X509_NAME_ENTRY_get_object(entry)), utf8_of(X509_NAME_ENTRY_get_data(entry)));
    }
    return all;
}

std::string ip_of(const ASN1_OCTET_STRING* from) {
    const std::string bytes = text_of(from);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
    std::array<char, 48> text{};
    if (bytes.size() == 4) {
        std::snprintf(text.data(), text.size(), "%u.%u.%u.%u", byte(0), byte(1), byte(2), byte(3));
        return text.data();
    }
    if (bytes.size() != 16) return "<invalid>";
    std::string all;
    for (std::size_t i = 0; i != bytes.size(); i += 2) {
        std::snprintf(text.data(), text.size(), "%X", byte(i) << 8 | byte(i + 1));
        (all += all.empty() ? "" : ":") += text.data();
    }
    return all;
}

pair alternative_of(const GENERAL_NAME* name) {
    switch (name->type) {
    case GEN_DNS: return {"DNS", text_of(name->d.dNSName)};
    case GEN_EMAIL: return {"email", text_of(name->d.rfc822Name)};
    case GEN_URI: return {"URI", text_of(name->d.uniformResourceIdentifier)};
    case GEN_IPADD: return {"IP Address", ip_of(name->d.iPAddress)};
    case GEN_RID: return {"Registered ID", name_of(name->d.registeredID)};
    case GEN_DIRNAME: return {"DirName", one_line(name->d.directoryName)};
    default: return {"othername", "<unsupported>"};
    }
}

std::vector<pair> alternatives_of(X509* from) {
    const owner<GENERAL_NAMES> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(from, NID_subject_alt_name, nullptr, nullptr)));
    std::vector<pair> all;
    const int count = sk_GENERAL_NAME_num(names.get());
    all.reserve(count > 0 ? static_cast<std::size_t>(count) : 0);
    for (int i = 0; i < count; ++i) all.push_back(alternative_of(sk_GENERAL_NAME_value(names.get(), i)));
    return all;
}

/// Where the issuer's certificate, or its word on this one, can be had.
std::vector<std::string> access_of(X509* from, int method) {
    const owner<AUTHORITY_INFO_ACCESS> access(
        static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(from, NID_info_access, nullptr, nullptr)));
    std::vector<std::string> all;
    for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access.get()); ++i) {
        const ACCESS_DESCRIPTION* const one = sk_ACCESS_DESCRIPTION_value(access.get(), i);
        if (OBJ_obj2nid(one->method) == method && one->location->type == GEN_URI)
            all.push_back(text_of(one->location->d.uniformResourceIdentifier));
    }
    return all;
}

std::vector<std::string> crls_of(X509* from) {
    const owner<CRL_DIST_POINTS> points(
        static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(from, NID_crl_distribution_points, nullptr, nullptr)));
    std::vector<std::string> all;
    for (int i = 0; i < sk_DIST_POINT_num(points.get()); ++i) {
        const DIST_POINT* const point = sk_DIST_POINT_value(points.get(), i);
        if (point->distpoint == nullptr || point->distpoint->type != 0) continue;
        const GENERAL_NAMES* const names = point->distpoint->name.fullname;
        for (int k = 0; k < sk_GENERAL_NAME_num(names); ++k)
            if (const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names, k); name->type == GEN_URI)
                all.push_back(text_of(name->d.uniformResourceIdentifier));
    }
    return all;
}

} // namespace

std::string one_line(const X509_NAME* name) {
    char* const text = X509_NAME_oneline(name, nullptr, 0);
    if (text == nullptr) return {};
    std::string copy(text);
    OPENSSL_free(text);
    return copy;
}

certificate decoded(X509* from) {
    certificate all;
    all.subject = parts_of(X509_get_subject_name(from));
    all.issuer = parts_of(X509_get_issuer_name(from));
    all.version = static_cast<int>(X509_get_version(from)) + 1;
    all.serialNumber = serial_of(X509_get0_serialNumber(from));
    all.notBefore = time_of(X509_get0_notBefore(from));
    all.notAfter = time_of(X509_get0_notAfter(from));
    all.subjectAltName = alternatives_of(from);
    all.OCSP = access_of(from, NID_ad_OCSP);
    all.caIssuers = access_of(from, NID_ad_ca_issuers);
    all.crlDistributionPoints = crls_of(from);
    forget_errors();
    return all;
}

} // namespace samesock::tls
