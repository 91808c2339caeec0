// From an error code to Python's exception. The only file of the core that throws; without exceptions it prints and
// aborts.
#include <samesock/exceptions.hpp>
#include <samesock/raise.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>

namespace samesock {
namespace {

const exception_domain* own_exceptions(std::error_code code) noexcept {
    return dynamic_cast<const exception_domain*>(&code.category());
}

std::string describe(std::error_code code, const char* operation, std::string_view detail) {
    std::string text = operation;
    if (code.category() == misuse_category()) {
        text += "(): ";
    } else {
        text += ": ";
        if (code.category() != fault_category() && own_exceptions(code) == nullptr)
            text.append("[Errno ").append(std::to_string(code.value())).append("] ");
    }
    text += code.message();
    if (!detail.empty()) (text += ' ') += detail;
    return text;
}

#if defined(__cpp_exceptions)

// Which of OSError's subclasses an errno is: Objects/exceptions.c of CPython, errnomap.
[[noreturn]] void throw_errno(std::error_code code, const char* operation, std::string_view detail) {
    switch (code.value()) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
        throw blocking_io_error(code, operation, detail);
    case ECHILD: throw child_process_error(code, operation, detail);
    case EPIPE:
#ifdef ESHUTDOWN // a WASI libc has none
    case ESHUTDOWN:
#endif
        throw broken_pipe_error(code, operation, detail);
    case ECONNABORTED: throw connection_aborted_error(code, operation, detail);
    case ECONNREFUSED: throw connection_refused_error(code, operation, detail);
    case ECONNRESET: throw connection_reset_error(code, operation, detail);
    case EEXIST: throw file_exists_error(code, operation, detail);
    case ENOENT: throw file_not_found_error(code, operation, detail);
    case EINTR: throw interrupted_error(code, operation, detail);
    case EISDIR: throw is_a_directory_error(code, operation, detail);
    case ENOTDIR: throw not_a_directory_error(code, operation, detail);
    case EACCES:
    case EPERM: throw permission_error(code, operation, detail);
    case ESRCH: throw process_lookup_error(code, operation, detail);
    case ETIMEDOUT: throw timeout(code, operation, detail);
    case ENOMEM: throw std::bad_alloc();
    default: throw error(code, operation, detail);
    }
}

[[noreturn]] void throw_code(std::error_code code, const char* operation, std::string_view detail) {
    const std::error_category& domain = code.category();
    if (domain == errno_category()) throw_errno(code, operation, detail);
    if (domain == misuse_category()) {
        const std::string text = describe(code, operation, detail);
        if (is_overflow(static_cast<misuse>(code.value()))) throw std::out_of_range(text);
        throw std::invalid_argument(text);
    }
    if (domain == gai_category()) throw gaierror(code, operation, detail);
    if (domain == herror_category()) throw herror(code, operation, detail);
    if (code == fault::timed_out) throw timeout(code, operation, detail);
    if (const exception_domain* const own = own_exceptions(code)) own->raise(code, operation, detail);
    throw error(code, operation, detail);
}

[[noreturn]] void throw_group(std::vector<std::error_code> codes, const char* operation) {
    throw error_group(std::move(codes), operation);
}

#else

const char* exception_name(std::error_code code) {
    const std::error_category& domain = code.category();
    if (domain == misuse_category())
        return is_overflow(static_cast<misuse>(code.value())) ? "OverflowError" : "ValueError";
    if (domain == gai_category()) return "socket.gaierror";
    if (domain == herror_category()) return "socket.herror";
    if (code == std::errc::timed_out) return "TimeoutError";
    if (const exception_domain* const own = own_exceptions(code)) return own->exception_name(code.value());
    return "OSError";
}

[[noreturn]] void throw_code(std::error_code code, const char* operation, std::string_view detail) {
    std::fflush(stdout);
    std::fprintf(stderr, "%s: %s\n", exception_name(code), describe(code, operation, detail).c_str());
    std::abort();
}

[[noreturn]] void throw_group(std::vector<std::error_code> codes, const char* operation) {
    for (const std::error_code code : codes) std::fprintf(stderr, "  %s\n", describe(code, operation, {}).c_str());
    throw_code(codes.empty() ? errno_code(EIO) : codes.back(), operation, "(all errors above)");
}

#endif

} // namespace

error::error(std::error_code code, const char* operation, std::string_view detail)
    : std::system_error(code), text_(std::make_shared<const std::string>(describe(code, operation, detail))) {}

const char* error::what() const noexcept { return text_->c_str(); }

error_group::error_group(std::vector<std::error_code> errors, const char* operation)
    : error(errors.empty() ? errno_code(EIO) : errors.back(), operation, "(the last of several errors)"),
      errors_(std::make_shared<const std::vector<std::error_code>>(std::move(errors))) {}

void raise(std::error_code code, const char* operation) { throw_code(code, operation, {}); }
void raise(std::error_code code, const char* operation, std::string_view detail) {
    throw_code(code, operation, detail);
}
void raise(std::vector<std::error_code> codes, const char* operation) { throw_group(std::move(codes), operation); }

} // namespace samesock
