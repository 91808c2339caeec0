// bytes: memory by malloc, so that it is not zero-filled and can shrink in place.
#include <samesock/bytes.hpp>

#include "core/quoted.hpp"

#include <samesock/error_code.hpp>
#include <samesock/raise.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ostream>

namespace samesock {
namespace {

constexpr std::size_t worth_returning = 4096;

} // namespace

bytes::bytes(const_buffer data) : bytes(uninitialized(data.size())) {
    if (data.empty()) return;
    if (data_ == nullptr) raise(errno_code(ENOMEM), "bytes");
    std::memcpy(data_, data.data(), data.size());
}

bytes::bytes(const bytes& other) : bytes(const_buffer(other.data_, other.size_)) {}

bytes::~bytes() { std::free(data_); }

bytes bytes::uninitialized(std::size_t size) noexcept {
    bytes made;
    if (size == 0) return made;
    made.data_ = static_cast<std::byte*>(std::malloc(size));
    if (made.data_ != nullptr) made.size_ = size;
    return made;
}

void bytes::truncate(std::size_t size) noexcept {
    if (size >= size_) return;
    const std::size_t unused = size_ - size;
    size_ = size;
    if (size == 0) {
        std::free(std::exchange(data_, nullptr));
    } else if (unused > worth_returning && unused > size) {
        if (void* const smaller = std::realloc(data_, size)) data_ = static_cast<std::byte*>(smaller);
    }
}

std::ostream& operator<<(std::ostream& out, const bytes& data) { return out << data.view(); }

std::string repr(const bytes& data) { return quoted_bytes(data.view()); }

} // namespace samesock
