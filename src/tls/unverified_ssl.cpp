// ssl() of the old socket module: a client's TLS that verifies nothing. Source: the reference of Python 2.5.
#include <samesock/unverified_ssl.hpp>

#include "platform/allocation.hpp"
#include "tls/certificate.hpp"
#include "tls/native.hpp"
#include "tls/openssl_error.hpp"
#include "tls/ssl_access.hpp"

#include <openssl/ssl.h>

#include <cerrno>
#include <memory>
#include <string>

namespace samesock {
namespace {

result<ssl_context> unverified_context(const std::string& keyfile, const std::string& certfile) noexcept {
    auto context = ssl_context::try_make(PROTOCOL_TLS_CLIENT);
    if (!context) return context;
    if (auto set = context->try_check_hostname(false); !set) return failure(set.error());
    if (auto set = context->try_verify_mode(CERT_NONE); !set) return failure(set.error());
    if (keyfile.empty() != certfile.empty()) return failure(ssl_misuse::key_without_certificate);
    if (keyfile.empty()) return context;
    if (auto loaded = context->try_load_cert_chain(certfile, keyfile); !loaded) return failure(loaded.error());
    return context;
}

result<std::unique_ptr<ssl_object_state>> state_over(socket_state& on, ssl_context context) noexcept {
    return platform::guard_allocation([&]() -> result<std::unique_ptr<ssl_object_state>> {
        auto state = std::make_unique<ssl_object_state>(std::move(context));
        tls::forget_errors();
        tls::owner<SSL> ssl(SSL_new(ssl_access::state(state->context)->native));
        if (!ssl) return failure(tls::taken_error());
        SSL_set_connect_state(ssl.get());
        state->stream = std::make_unique<tls::stream>(on, std::move(ssl));
        if (!state->stream->valid()) return failure(errno_code(ENOMEM));
        return state;
    });
}

/// A name of the peer's certificate, in one line.
template <class Name>
std::string peer_name(const ssl_object_state* state, Name name) {
    if (state == nullptr) return {};
    return state->stream->look([name](const tls::engine& e) {
        X509* const theirs = SSL_get0_peer_certificate(e.native());
        return theirs == nullptr ? std::string() : tls::one_line(name(theirs));
    });
}

constexpr std::size_t part_of_all = 16384;

} // namespace

ssl_object::ssl_object(std::unique_ptr<ssl_object_state> state) noexcept : state_(std::move(state)) {}
ssl_object::ssl_object(ssl_object&&) noexcept = default;
ssl_object& ssl_object::operator=(ssl_object&&) noexcept = default;
ssl_object::~ssl_object() = default;

result<ssl_object> ssl_object::try_open_unverified(socket& sock, const std::string& keyfile,
                                                   const std::string& certfile) noexcept {
    socket_state* const on = socket_access::state(sock);
    if (on == nullptr) return failure(closed_error());
    if (sock.type() != sock_stream) return failure(ssl_misuse::not_a_stream);
    auto context = unverified_context(keyfile, certfile);
    if (!context) return failure(context.error());
    auto state = state_over(*on, *std::move(context));
    if (!state) return failure(state.error());
    if (auto done = (*state)->stream->handshake(); !done) return failure(done.error());
    return ssl_access::wrap(*std::move(state));
}

result<bytes> ssl_object::try_read(std::ptrdiff_t n) noexcept {
    if (n < 0) return failure(misuse::negative_size);
    if (state_ == nullptr) return failure(closed_error());
    bytes data = bytes::uninitialized(static_cast<std::size_t>(n));
    if (n == 0) return data;
    if (data.empty()) return failure(errno_code(ENOMEM));
    const auto got = state_->stream->read({data.data(), data.size()});
    if (!got) return failure(got.error());
    data.truncate(*got);
    return data;
}

result<bytes> ssl_object::try_read() noexcept {
    return platform::guard_allocation([this]() -> result<bytes> {
        std::string all;
        for (;;) {
            const auto part = try_read(part_of_all);
            if (!part) return failure(part.error());
            if (!*part) return bytes(all);
            all += part->view();
        }
    });
}

result<std::size_t> ssl_object::try_write(const_buffer s) noexcept {
    if (state_ == nullptr) return failure(closed_error());
    if (auto sent = state_->stream->write_all({s.data(), s.size()}); !sent) return failure(sent.error());
    return s.size();
}

std::string ssl_object::server() const { return peer_name(state_.get(), X509_get_subject_name); }
std::string ssl_object::issuer() const { return peer_name(state_.get(), X509_get_issuer_name); }

} // namespace samesock
