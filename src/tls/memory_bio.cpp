// The BIO over two queues. Source: BIO_meth_new(3), BIO_s_mem(3).
#include "tls/memory_bio.hpp"

#include <openssl/bio.h>

#include <algorithm>
#include <cstring>

namespace samesock::tls {
namespace {

memory_transport& transport_of(BIO* bio) noexcept { return *static_cast<memory_transport*>(BIO_get_data(bio)); }

int read_some(BIO* bio, char* out, int size) noexcept {
    memory_transport& t = transport_of(bio);
    BIO_clear_retry_flags(bio);
    if (size <= 0) return 0;
    if (t.input.empty()) {
        if (t.input_ended) return 0;
        t.wanted = static_cast<std::size_t>(size);
        BIO_set_retry_read(bio);
        return -1;
    }
    const auto count = std::min(t.input.size(), static_cast<std::size_t>(size));
    std::memcpy(out, t.input.content().data(), count);
    t.input.drop(count);
    return static_cast<int>(count);
}

int write_all(BIO* bio, const char* data, int size) noexcept {
    memory_transport& t = transport_of(bio);
    BIO_clear_retry_flags(bio);
    if (size <= 0) return 0;
    if (t.is_full()) {
        BIO_set_retry_write(bio);
        return -1;
    }
    if (!t.output.append(std::as_bytes(std::span(data, static_cast<std::size_t>(size))))) {
        t.out_of_memory = true;
        return -1;
    }
    return size;
}

long control(BIO* bio, int command, long, void*) noexcept {
    const memory_transport& t = transport_of(bio);
    switch (command) {
    case BIO_CTRL_EOF: return t.input_ended && t.input.empty() ? 1 : 0;
    case BIO_CTRL_PENDING: return static_cast<long>(t.input.size());
    case BIO_CTRL_WPENDING: return static_cast<long>(t.output.size());
    case BIO_CTRL_FLUSH: return 1;
    default: return 0;
    }
}

const BIO_METHOD* make_method() noexcept {
    const int type = BIO_get_new_index();
    BIO_METHOD* const method = type == -1 ? nullptr : BIO_meth_new(type | BIO_TYPE_SOURCE_SINK, "samesock memory");
    if (method == nullptr) return nullptr;
    BIO_meth_set_read(method, read_some);
    BIO_meth_set_write(method, write_all);
    BIO_meth_set_ctrl(method, control);
    return method;
}

} // namespace

BIO* new_memory_bio(memory_transport& transport) noexcept {
    static const BIO_METHOD* const method = make_method(); // never freed: connections may outlive every static object
    BIO* const bio = method == nullptr ? nullptr : BIO_new(method);
    if (bio == nullptr) return nullptr;
    BIO_set_data(bio, &transport);
    BIO_set_init(bio, 1);
    return bio;
}

} // namespace samesock::tls
