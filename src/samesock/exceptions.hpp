// Python's exception tree. Every class derives from `error` (OSError), which is a std::system_error whose code() keeps
// the domain. Python's ValueError and TypeError are std::invalid_argument, OverflowError is std::out_of_range.
// Source: https://docs.python.org/3/library/exceptions.html#os-exceptions
#pragma once

#include <samesock/error_code.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

/// OSError, socket.error. what() says the operation and the reason.
class error : public std::system_error {
public:
    /// `detail` follows the reason in what(), as create_server's address does.
    error(std::error_code code, const char* operation, std::string_view detail = {});

    /// The errno, EAI_* or h_errno; 0 where Python's errno is None. (It cannot be named errno: that is a macro.)
    [[nodiscard]] int number() const noexcept { return code().category() == fault_category() ? 0 : code().value(); }
    /// The reason alone, Python's strerror.
    [[nodiscard]] std::string strerror() const { return code().message(); }
    [[nodiscard]] const char* what() const noexcept override;

private:
    std::shared_ptr<const std::string> text_; // shared: copying an exception must not throw
};

/// By gethostbyname_ex and gethostbyaddr; number() is an h_errno.
class herror : public error {
public:
    using error::error;
};

/// By getaddrinfo, getnameinfo and every name look-up; number() is an EAI_*.
class gaierror : public error {
public:
    using error::error;
};

/// The socket's own timeout (number() 0, "timed out"), or the kernel's ETIMEDOUT. Python's TimeoutError,
/// socket.timeout.
class timeout : public error {
public:
    using error::error;
};

/// EAGAIN, EALREADY, EINPROGRESS, EWOULDBLOCK.
class blocking_io_error : public error {
public:
    using error::error;
};
/// ECHILD.
class child_process_error : public error {
public:
    using error::error;
};
class connection_error : public error {
public:
    using error::error;
};
/// EPIPE, ESHUTDOWN.
class broken_pipe_error : public connection_error {
public:
    using connection_error::connection_error;
};
/// ECONNABORTED.
class connection_aborted_error : public connection_error {
public:
    using connection_error::connection_error;
};
/// ECONNREFUSED.
class connection_refused_error : public connection_error {
public:
    using connection_error::connection_error;
};
/// ECONNRESET.
class connection_reset_error : public connection_error {
public:
    using connection_error::connection_error;
};
/// EEXIST.
class file_exists_error : public error {
public:
    using error::error;
};
/// ENOENT.
class file_not_found_error : public error {
public:
    using error::error;
};
/// EINTR.
class interrupted_error : public error {
public:
    using error::error;
};
/// EISDIR.
class is_a_directory_error : public error {
public:
    using error::error;
};
/// ENOTDIR.
class not_a_directory_error : public error {
public:
    using error::error;
};
/// EACCES, EPERM.
class permission_error : public error {
public:
    using error::error;
};
/// ESRCH.
class process_lookup_error : public error {
public:
    using error::error;
};

/// create_connection with all_errors: what each address answered, in the order of the attempts.
class error_group : public error {
public:
    error_group(std::vector<std::error_code> errors, const char* operation);
    [[nodiscard]] const std::vector<std::error_code>& errors() const noexcept { return *errors_; }

private:
    std::shared_ptr<const std::vector<std::error_code>> errors_;
};

} // namespace samesock

#include <samesock/names_end.hpp>
