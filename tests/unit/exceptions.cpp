// The throwing half: which exception an error becomes, and what it says.
#if defined(SAMESOCK_EXCEPTIONS)

#include "unit/scripted.hpp"

#include <samesock/samesock.hpp>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>
#include <typeinfo>
#include <vector>

using namespace samesock;
using namespace samesock::testing;

namespace {

// Every class must be what is thrown, not only a base of it.
template <class Exception>
void check_raises(std::error_code code, std::string_view says) {
    try {
        raise(code, "frob");
    } catch (const std::exception& e) {
        CAPTURE(code, e.what());
        CHECK(typeid(e) == typeid(Exception));
        CHECK(std::string_view(e.what()).find(says) != std::string_view::npos);
        CHECK(std::string_view(e.what()).find("frob") == 0);
        if (const auto* const error_like = dynamic_cast<const error*>(&e)) {
            CHECK(error_like->code() == code);
            CHECK(error_like->strerror() == code.message());
        }
    }
}

/// A domain that the core does not know, with an exception of its own.
class foreign_error : public error {
public:
    using error::error;
};
class foreign_domain final : public exception_domain {
public:
    const char* name() const noexcept override { return "foreign"; }
    std::string message(int) const override { return "in words of its own"; }
    void raise(std::error_code code, const char* operation, std::string_view detail) const override {
        throw foreign_error(code, operation, detail);
    }
    const char* exception_name(int) const noexcept override { return "ForeignError"; }
};

} // namespace

TEST_CASE("a domain that the core does not know raises its own exceptions") {
    static const foreign_domain domain;
    check_raises<foreign_error>({7, domain}, "frob: in words of its own");
}

TEST_CASE("an errno becomes the class that Python has for it", "[semantics-19]") {
    for (const int number : {EAGAIN, EALREADY, EINPROGRESS, EWOULDBLOCK})
        check_raises<blocking_io_error>(errno_code(number), "[Errno");
    check_raises<child_process_error>(errno_code(ECHILD), "[Errno");
    check_raises<broken_pipe_error>(errno_code(EPIPE), "Broken pipe");
#ifdef ESHUTDOWN
    check_raises<broken_pipe_error>(errno_code(ESHUTDOWN), "[Errno");
#endif
    check_raises<connection_aborted_error>(errno_code(ECONNABORTED), "[Errno");
    check_raises<connection_refused_error>(errno_code(ECONNREFUSED), "Connection refused");
    check_raises<connection_reset_error>(errno_code(ECONNRESET), "[Errno");
    check_raises<file_exists_error>(errno_code(EEXIST), "[Errno");
    check_raises<file_not_found_error>(errno_code(ENOENT), "[Errno");
    check_raises<interrupted_error>(errno_code(EINTR), "[Errno");
    check_raises<is_a_directory_error>(errno_code(EISDIR), "[Errno");
    check_raises<not_a_directory_error>(errno_code(ENOTDIR), "[Errno");
    for (const int number : {EACCES, EPERM}) check_raises<permission_error>(errno_code(number), "[Errno");
    check_raises<process_lookup_error>(errno_code(ESRCH), "[Errno");
    check_raises<samesock::timeout>(errno_code(ETIMEDOUT), "[Errno");
    for (const int number : {EBADF, EINVAL, EMFILE, ENOTCONN, EADDRINUSE, ENETUNREACH})
        check_raises<error>(errno_code(number), "[Errno");
}

TEST_CASE("no memory is bad_alloc") { CHECK_THROWS_AS(raise(errno_code(ENOMEM), "frob"), std::bad_alloc); }

TEST_CASE("the tree of exceptions is Python's", "[semantics-19]") {
    STATIC_CHECK(std::is_base_of_v<std::system_error, error>);
    STATIC_CHECK(std::is_base_of_v<error, samesock::timeout>);
    STATIC_CHECK(std::is_base_of_v<error, gaierror>);
    STATIC_CHECK(std::is_base_of_v<error, herror>);
    STATIC_CHECK(std::is_base_of_v<error, blocking_io_error>);
    STATIC_CHECK(std::is_base_of_v<connection_error, broken_pipe_error>);
    STATIC_CHECK(std::is_base_of_v<connection_error, connection_aborted_error>);
    STATIC_CHECK(std::is_base_of_v<connection_error, connection_refused_error>);
    STATIC_CHECK(std::is_base_of_v<connection_error, connection_reset_error>);
    STATIC_CHECK_FALSE(std::is_base_of_v<connection_error, samesock::timeout>);
    STATIC_CHECK(std::is_base_of_v<error, error_group>);
}

TEST_CASE("both timeouts are one class, and number() tells them apart", "[semantics-7][semantics-19]") {
    try {
        raise(fault::timed_out, "recv");
    } catch (const samesock::timeout& e) {
        CHECK(e.number() == 0);
        CHECK(std::string_view(e.what()) == "recv: timed out");
        CHECK(e.code() == std::errc::timed_out);
    }
    try {
        raise(errno_code(ETIMEDOUT), "recv");
    } catch (const samesock::timeout& e) {
        CHECK(e.number() == ETIMEDOUT);
        CHECK(e.code() == std::errc::timed_out);
    }
}

TEST_CASE("names have exceptions of their own, and the rest of the domains too", "[semantics-17][semantics-18]") {
    check_raises<gaierror>(gai_error::noname, "[Errno -2] Name or service not known");
    check_raises<herror>(host_error::host_not_found, "[Errno 1]");
    check_raises<error>(fault::service_not_found, "service/proto not found");
    check_raises<error>(fault::path_too_long, "AF_UNIX path too long");
    check_raises<std::invalid_argument>(misuse::negative_size, "frob(): ");
    check_raises<std::out_of_range>(misuse::port_range, "frob(): port must be 0-65535");
    try {
        raise(fault::no_dual_stack, "create_server");
    } catch (const error& e) { CHECK(e.number() == 0); }
    try {
        raise(gai_error::noname, "getaddrinfo");
    } catch (const gaierror& e) { CHECK(e.number() == -2); }
}

TEST_CASE("what() says the operation, the number, the reason and the detail") {
    try {
        raise(errno_code(EADDRINUSE), "bind", "(while attempting to bind on address ('', 80))");
    } catch (const error& e) {
        CHECK(std::string(e.what()) == "bind: [Errno " + std::to_string(EADDRINUSE) + "] " +
                                           errno_code(EADDRINUSE).message() +
                                           " (while attempting to bind on address ('', 80))");
        CHECK(e.number() == EADDRINUSE);
    }
}

TEST_CASE("exceptions can be copied without throwing") {
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<error>);
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<broken_pipe_error>);
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<gaierror>);
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<error_group>);
    STATIC_CHECK(std::is_nothrow_copy_assignable_v<error>);
    const error first(errno_code(EBADF), "close");
    const error copy = first; // NOLINT: the copy is the test
    CHECK(std::string_view(copy.what()) == first.what());
    CHECK(copy.code() == first.code());
}

TEST_CASE("a group of errors keeps all of them, and is the last one's error") {
    try {
        raise(std::vector<std::error_code>{errno_code(ECONNREFUSED), fault::timed_out, errno_code(ENETUNREACH)},
              "create_connection");
    } catch (const error_group& e) {
        REQUIRE(e.errors().size() == 3);
        CHECK(e.errors()[1] == fault::timed_out);
        CHECK(e.code() == errno_code(ENETUNREACH));
        CHECK(std::string_view(e.what()).find("create_connection") == 0);
    }
}

TEST_CASE("Python's names throw what their try_ forms return") {
    fake_platform fake;
    samesock::socket s;
    CHECK_THROWS_AS(s.settimeout(-1), std::invalid_argument);
    CHECK_THROWS_AS(s.settimeout(1e10), std::out_of_range);
    CHECK_THROWS_AS(s.recv(-1), std::invalid_argument);
    CHECK_THROWS_AS(s.connect({"127.0.0.1", 70000}), std::out_of_range);
    fake.send.fails(EPIPE);
    CHECK_THROWS_AS(s.send("x"), broken_pipe_error);
    fake.connect.fails(ECONNREFUSED);
    CHECK_THROWS_AS(s.connect({"127.0.0.1", 1}), connection_refused_error);
    CHECK_THROWS_AS(s.makefile("x"), std::invalid_argument);
    CHECK_THROWS_AS(s.connect({"nope.invalid", 1}), gaierror);
    s.settimeout(0.01);
    fake.receive.fails(EAGAIN);
    CHECK_THROWS_AS(s.recv(1), samesock::timeout);
    s.settimeout(0);
    fake.receive.fails(EAGAIN);
    CHECK_THROWS_AS(s.recv(1), blocking_io_error);
    s.close();
    CHECK_THROWS_AS(s.recv(1), error);
    CHECK_THROWS_AS(s.settimeout(1), error);
}

#endif
