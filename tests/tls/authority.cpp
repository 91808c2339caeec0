// Certificates by OpenSSL's API. Nothing here may fail: a test that has no certificate ends at once.
#include "authority.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>

namespace samesock::testing {
namespace {

template <class T>
T* made(T* one) {
    if (one != nullptr) return one;
    std::fputs("authority: OpenSSL made no certificate\n", stderr);
    std::abort();
}
void must(int done) {
    static int token;
    (void)made(done == 1 ? &token : nullptr);
}

EVP_PKEY* new_key(int rsa_bits) {
    if (rsa_bits != 0) return made(EVP_RSA_gen(static_cast<unsigned>(rsa_bits)));
    return made(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
}

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = made(X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
    must(X509_add_ext(certificate, extension, -1));
    X509_EXTENSION_free(extension);
}

void set_name(X509_NAME* name, const std::string& text) {
    must(X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("samesock"), -1,
                                    -1, 0));
    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1,
                                    -1, 0));
}

X509* new_certificate(EVP_PKEY* key, const std::string& name, long serial, long starts, long ends) {
    X509* const one = made(X509_new());
    must(X509_set_version(one, 2));
    must(ASN1_INTEGER_set(X509_get_serialNumber(one), serial));
    made(X509_gmtime_adj(X509_getm_notBefore(one), starts));
    made(X509_gmtime_adj(X509_getm_notAfter(one), ends));
    must(X509_set_pubkey(one, key));
    set_name(X509_get_subject_name(one), name);
    return one;
}

std::string text_of(BIO* from) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(from, &text);
    std::string copy(text, static_cast<std::size_t>(size));
    BIO_free(from);
    return copy;
}

std::string pem_of(X509* certificate) {
    BIO* const into = made(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_X509(into, certificate));
    return text_of(into);
}

std::string pem_of(EVP_PKEY* key) {
    BIO* const into = made(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_PrivateKey(into, key, nullptr, nullptr, 0, nullptr, nullptr));
    return text_of(into);
}

/// Not from a text, as the other extensions: a name may have a NUL in it.
void add_alternatives(X509* to, const std::vector<std::string>& names) {
    GENERAL_NAMES* const all = made(sk_GENERAL_NAME_new_null());
    for (const std::string& name : names) {
        const bool is_address =
            name.find_first_not_of("0123456789.") == std::string::npos || name.find(':') != std::string::npos;
        ASN1_STRING* const value = made(is_address ? a2i_IPADDRESS(name.c_str()) : ASN1_IA5STRING_new());
        if (!is_address) must(ASN1_STRING_set(value, name.data(), static_cast<int>(name.size())));
        GENERAL_NAME* const one = made(GENERAL_NAME_new());
        GENERAL_NAME_set0_value(one, is_address ? GEN_IPADD : GEN_DNS, value);
        must(sk_GENERAL_NAME_push(all, one) > 0 ? 1 : 0);
    }
    must(X509_add1_ext_i2d(to, NID_subject_alt_name, all, 0, X509V3_ADD_DEFAULT));
    GENERAL_NAMES_free(all);
}

} // namespace

void authority::releases::operator()(X509* one) const noexcept { X509_free(one); }
void authority::releases::operator()(EVP_PKEY* one) const noexcept { EVP_PKEY_free(one); }

authority::authority(const std::string& name) : key_(new_key(0)) {
    certificate_.reset(new_certificate(key_.get(), name, 1, -86400, 864000));
    X509* const own = certificate_.get();
    must(X509_set_issuer_name(own, X509_get_subject_name(own)));
    extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
    extend(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(own, own, NID_subject_key_identifier, "hash");
    if (X509_sign(own, key_.get(), EVP_sha256()) == 0) must(0);
}

authority::~authority() = default;

identity authority::issue(const request& what) {
    EVP_PKEY* const key = new_key(what.rsa_bits);
    X509* const one =
        new_certificate(key, what.names.empty() ? "nobody" : what.names[0], ++last_serial_, what.starts, what.ends);
    X509* const issuer = what.self_signed ? one : certificate_.get();
    must(X509_set_issuer_name(one, X509_get_subject_name(issuer)));
    extend(one, issuer, NID_subject_key_identifier, "hash");
    extend(one, issuer, NID_authority_key_identifier, "keyid:always");
    if (!what.names.empty()) add_alternatives(one, what.names);
    if (X509_sign(one, what.self_signed ? key : key_.get(), EVP_sha256()) == 0) must(0);
    identity issued{pem_of(one), pem_of(key), last_serial_};
    X509_free(one);
    EVP_PKEY_free(key);
    return issued;
}

std::string authority::certificate() const { return pem_of(certificate_.get()); }

std::string authority::certificate_der() const {
    BIO* const into = made(BIO_new(BIO_s_mem()));
    must(i2d_X509_bio(into, certificate_.get()));
    return text_of(into);
}

std::string authority::revocations(const std::vector<long>& serials) const {
    X509_CRL* const list = made(X509_CRL_new());
    must(X509_CRL_set_version(list, 1));
    must(X509_CRL_set_issuer_name(list, X509_get_subject_name(certificate_.get())));
    ASN1_TIME* const when = made(X509_gmtime_adj(nullptr, -60));
    must(X509_CRL_set1_lastUpdate(list, when));
    for (const long serial : serials) {
        X509_REVOKED* const one = made(X509_REVOKED_new());
        ASN1_INTEGER* const number = made(ASN1_INTEGER_new());
        must(ASN1_INTEGER_set(number, serial));
        must(X509_REVOKED_set_serialNumber(one, number));
        must(X509_REVOKED_set_revocationDate(one, when));
        must(X509_CRL_add0_revoked(list, one));
        ASN1_INTEGER_free(number);
    }
    made(X509_gmtime_adj(when, 86400));
    must(X509_CRL_set1_nextUpdate(list, when));
    ASN1_TIME_free(when);
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate_.get(), nullptr, nullptr, list, 0);
    X509_EXTENSION* const issuer =
        made(X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"));
    must(X509_CRL_add_ext(list, issuer, -1));
    X509_EXTENSION_free(issuer);
    ASN1_INTEGER* const number = made(ASN1_INTEGER_new());
    must(ASN1_INTEGER_set(number, 1));
    must(X509_CRL_add1_ext_i2d(list, NID_crl_number, number, 0, 0));
    ASN1_INTEGER_free(number);
    must(X509_CRL_sort(list));
    if (X509_CRL_sign(list, key_.get(), EVP_sha256()) == 0) must(0);
    BIO* const into = made(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_X509_CRL(into, list));
    X509_CRL_free(list);
    return text_of(into);
}

std::string encrypted_key(const identity& one, const std::string& password) {
    BIO* const from = made(BIO_new_mem_buf(one.key.data(), static_cast<int>(one.key.size())));
    EVP_PKEY* const key = made(PEM_read_bio_PrivateKey(from, nullptr, nullptr, nullptr));
    BIO* const into = made(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_PrivateKey(into, key, EVP_aes_128_cbc(), reinterpret_cast<const unsigned char*>(password.data()),
                                  static_cast<int>(password.size()), nullptr, nullptr));
    BIO_free(from);
    EVP_PKEY_free(key);
    return text_of(into);
}

} // namespace samesock::testing
