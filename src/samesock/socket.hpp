// socket: Python's socket object. Each operation exists twice: the Python name throws, try_ is noexcept and returns a
// result. Timeouts are in seconds, sizes in bytes. Errors named below are Python's: see exceptions.hpp for their
// classes; every operation may also fail with the errno of its system call, and EBADF once the socket is closed.
// Source: https://docs.python.org/3/library/socket.html#socket-objects
//
// Threads may use one socket at the same time: one reading, one writing, one closing. Moving or destroying a socket
// that another thread is using is the caller's error.
#pragma once

#include <samesock/address.hpp>
#include <samesock/ancillary.hpp>
#include <samesock/buffer.hpp>
#include <samesock/bytes.hpp>
#include <samesock/constants.hpp>
#include <samesock/number.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>
#include <samesock/timeout_value.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <istream>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

class file;
struct socket_state; // shared by a socket and its files; defined in the core
struct file_arguments;

/// The number of a handle: a descriptor, a SOCKET, or an index of the backend's own table.
using fileno_type = std::intptr_t;

/// An option by the system's own numbers, not Linux's: what the constants do not name.
struct native_option {
    int level;
    int name;
};

/// What recvmsg returns.
struct received_message {
    bytes data;
    std::vector<ancillary> ancdata;
    message_flags msg_flags{};
    samesock::address address;
};
/// What recvmsg_into returns.
struct received_message_into {
    std::size_t nbytes = 0;
    std::vector<ancillary> ancdata;
    message_flags msg_flags{};
    samesock::address address;
};

class socket {
public:
    // -- making -----------------------------------------------------------------------------------------------------------

    /// A new socket, AF_INET and SOCK_STREAM unless told otherwise, non-inheritable, with the default timeout; with
    /// SOCK_NONBLOCK in `type`, timeout 0.
    explicit socket(address_family family = AF_INET, socket_type type = SOCK_STREAM, protocol proto = 0)
        : socket(unwrap(try_open(family, type, proto), "socket")) {}
    /// A closed socket.
    explicit socket(std::nullopt_t) noexcept {}
    socket(socket&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    socket& operator=(socket&& other) noexcept {
        std::swap(state_, other.state_);
        return *this;
    }
    socket(const socket&) = delete;
    socket& operator=(const socket&) = delete;
    /// Closes. Errors are lost: call close() to see them. A file of makefile() keeps the connection.
    ~socket();

    [[nodiscard]] static result<socket> try_open(address_family family = AF_INET, socket_type type = SOCK_STREAM,
                                                 protocol proto = 0) noexcept;

    /// socket(fileno=...): takes over a handle made elsewhere; what is not given is asked of the handle. Does not look
    /// at O_NONBLOCK. misuse::negative_fileno; EBADF, ENOTSOCK.
    [[nodiscard]] static socket adopt(fileno_type fileno, std::optional<address_family> family = {},
                                      std::optional<socket_type> type = {}, std::optional<protocol> proto = {}) {
        return unwrap(try_adopt(fileno, family, type, proto), "socket");
    }
    [[nodiscard]] static result<socket> try_adopt(fileno_type fileno, std::optional<address_family> family = {},
                                                  std::optional<socket_type> type = {},
                                                  std::optional<protocol> proto = {}) noexcept;

    // -- what it is -------------------------------------------------------------------------------------------------------

    [[nodiscard]] address_family family() const noexcept;
    /// Without SOCK_NONBLOCK and SOCK_CLOEXEC.
    [[nodiscard]] socket_type type() const noexcept;
    [[nodiscard]] protocol proto() const noexcept;
    /// -1 when closed.
    [[nodiscard]] fileno_type fileno() const noexcept;
    /// True while fileno() is not -1.
    explicit operator bool() const noexcept { return fileno() != -1; }

    // -- connections ------------------------------------------------------------------------------------------------------

    /// Waits for a connection. The new socket has the default timeout, not this one's. Python: accept() -> (conn,
    /// address).
    [[nodiscard]] std::pair<socket, address> accept() { return unwrap(try_accept(), "accept"); }
    [[nodiscard]] result<std::pair<socket, address>> try_accept() noexcept;

    /// Also gaierror for the host, OverflowError for the port (0..65535), fault::path_too_long.
    void bind(const address& where) { unwrap(try_bind(where), "bind"); }
    [[nodiscard]] status try_bind(const address& where) noexcept;

    /// Connects, within the timeout. An interruption does not end it. Errors of the address as bind's.
    void connect(const address& to) { unwrap(try_connect(to), "connect"); }
    [[nodiscard]] status try_connect(const address& to) noexcept;
    /// The errno instead of an exception: 0 on success, EWOULDBLOCK after a timeout. Errors of the address still raise.
    int connect_ex(const address& to) { return unwrap(try_connect_ex(to), "connect"); }
    [[nodiscard]] result<int> try_connect_ex(const address& to) noexcept;

    /// `backlog`: connections that may wait; negative means 0; by default min(SOMAXCONN, 128).
    void listen(int backlog = default_backlog) { unwrap(try_listen(backlog), "listen"); }
    [[nodiscard]] status try_listen(int backlog = default_backlog) noexcept;
    static constexpr int default_backlog = 128;

    void shutdown(shutdown_how how) { unwrap(try_shutdown(how), "shutdown"); }
    [[nodiscard]] status try_shutdown(shutdown_how how) noexcept;

    /// Closes, or marks closed while a file of makefile() is open. A second close does nothing; ECONNRESET is no error.
    /// Calls in progress on other threads end with EBADF, but for one that sleeps in the kernel: shutdown() first.
    void close() { unwrap(try_close(), "close"); }
    status try_close() noexcept;

    /// The socket is closed without closing the handle, which is returned; -1 if it was closed.
    fileno_type detach() noexcept;
    /// A second socket on a duplicate of the handle, with the same timeout, non-inheritable.
    [[nodiscard]] socket dup() const { return unwrap(try_dup(), "dup"); }
    [[nodiscard]] result<socket> try_dup() const noexcept;

    [[nodiscard]] address getsockname() const { return unwrap(try_getsockname(), "getsockname"); }
    [[nodiscard]] result<address> try_getsockname() const noexcept;
    [[nodiscard]] address getpeername() const { return unwrap(try_getpeername(), "getpeername"); }
    [[nodiscard]] result<address> try_getpeername() const noexcept;

    // -- receiving --------------------------------------------------------------------------------------------------------

    /// At most `bufsize` bytes; b"" at the end of the stream, for bufsize 0, and for an empty datagram. What a datagram
    /// has beyond is lost. misuse::negative_size.
    [[nodiscard]] bytes recv(std::ptrdiff_t bufsize, message_flags flags = 0) {
        return unwrap(try_recv(bufsize, flags), "recv");
    }
    [[nodiscard]] result<bytes> try_recv(std::ptrdiff_t bufsize, message_flags flags = 0) noexcept;

    /// Into `buffer`: at most nbytes, or all of it when nbytes is 0. Returns how many. No allocation.
    /// misuse::negative_size, size_beyond_buffer.
    std::size_t recv_into(mutable_buffer buffer, std::ptrdiff_t nbytes = 0, message_flags flags = 0) {
        const auto got = try_recv_into(buffer, nbytes, flags);
        if (!got) [[unlikely]]
            raise(got.error(), "recv_into");
        return *got;
    }
    [[nodiscard]] result<std::size_t> try_recv_into(mutable_buffer buffer, std::ptrdiff_t nbytes = 0,
                                                    message_flags flags = 0) noexcept;

    /// As recv, with the sender's address; the address is empty() on a connected stream.
    [[nodiscard]] std::pair<bytes, address> recvfrom(std::ptrdiff_t bufsize, message_flags flags = 0) {
        return unwrap(try_recvfrom(bufsize, flags), "recvfrom");
    }
    [[nodiscard]] result<std::pair<bytes, address>> try_recvfrom(std::ptrdiff_t bufsize,
                                                                 message_flags flags = 0) noexcept;
    std::pair<std::size_t, address> recvfrom_into(mutable_buffer buffer, std::ptrdiff_t nbytes = 0,
                                                  message_flags flags = 0) {
        return unwrap(try_recvfrom_into(buffer, nbytes, flags), "recvfrom_into");
    }
    [[nodiscard]] result<std::pair<std::size_t, address>>
    try_recvfrom_into(mutable_buffer buffer, std::ptrdiff_t nbytes = 0, message_flags flags = 0) noexcept;

    /// With up to `ancbufsize` bytes (CMSG_SPACE units) of ancillary data. misuse::negative_size.
    [[nodiscard]] received_message recvmsg(std::ptrdiff_t bufsize, std::ptrdiff_t ancbufsize = 0,
                                           message_flags flags = 0) {
        return unwrap(try_recvmsg(bufsize, ancbufsize, flags), "recvmsg");
    }
    [[nodiscard]] result<received_message> try_recvmsg(std::ptrdiff_t bufsize, std::ptrdiff_t ancbufsize = 0,
                                                       message_flags flags = 0) noexcept;
    /// Scatters into the buffers in order.
    received_message_into recvmsg_into(mutable_buffers buffers, std::ptrdiff_t ancbufsize = 0,
                                       message_flags flags = 0) {
        return unwrap(try_recvmsg_into(buffers, ancbufsize, flags), "recvmsg_into");
    }
    [[nodiscard]] result<received_message_into> try_recvmsg_into(mutable_buffers buffers, std::ptrdiff_t ancbufsize = 0,
                                                                 message_flags flags = 0) noexcept;

    // -- sending ----------------------------------------------------------------------------------------------------------

    /// Sends some of the data and returns how much. Never raises SIGPIPE. No allocation.
    std::size_t send(const_buffer data, message_flags flags = 0) {
        const auto sent = try_send(data, flags);
        if (!sent) [[unlikely]]
            raise(sent.error(), "send");
        return *sent;
    }
    [[nodiscard]] result<std::size_t> try_send(const_buffer data, message_flags flags = 0) noexcept;

    /// Sends all of the data, under one deadline; after an error it is unknown how much was sent. Empty data still
    /// makes one send.
    void sendall(const_buffer data, message_flags flags = 0) { unwrap(try_sendall(data, flags), "sendall"); }
    [[nodiscard]] status try_sendall(const_buffer data, message_flags flags = 0) noexcept;

    /// A datagram to an address. Errors of the address as bind's. A numeric address costs no allocation.
    std::size_t sendto(const_buffer data, const address& to) { return sendto(data, 0, to); }
    std::size_t sendto(const_buffer data, message_flags flags, const address& to) {
        return unwrap(try_sendto(data, flags, to), "sendto");
    }
    [[nodiscard]] result<std::size_t> try_sendto(const_buffer data, const address& to) noexcept {
        return try_sendto(data, 0, to);
    }
    [[nodiscard]] result<std::size_t> try_sendto(const_buffer data, message_flags flags, const address& to) noexcept;

    /// Gathers the buffers, with ancillary data, to `to` unless that is empty(). Returns the bytes of data sent.
    std::size_t sendmsg(const_buffers buffers, std::span<const ancillary_view> ancdata = {}, message_flags flags = 0,
                        const address& to = {}) {
        return unwrap(try_sendmsg(buffers, ancdata, flags, to), "sendmsg");
    }
    std::size_t sendmsg(std::initializer_list<const_buffer> buffers, std::initializer_list<ancillary_view> ancdata = {},
                        message_flags flags = 0, const address& to = {}) {
        return sendmsg(const_buffers(buffers.begin(), buffers.size()),
                       std::span<const ancillary_view>(ancdata.begin(), ancdata.size()), flags, to);
    }
    [[nodiscard]] result<std::size_t> try_sendmsg(const_buffers buffers, std::span<const ancillary_view> ancdata = {},
                                                  message_flags flags = 0, const address& to = {}) noexcept;

    /// For AF_ALG (Linux): `op` is ALG_OP_*, `assoclen` the bytes of associated data.
    std::size_t sendmsg_afalg(const_buffers buffers, int op, const_buffer iv = {},
                              std::optional<std::uint32_t> assoclen = {}, message_flags flags = 0) {
        return unwrap(try_sendmsg_afalg(buffers, op, iv, assoclen, flags), "sendmsg_afalg");
    }
    [[nodiscard]] result<std::size_t> try_sendmsg_afalg(const_buffers buffers, int op, const_buffer iv = {},
                                                        std::optional<std::uint32_t> assoclen = {},
                                                        message_flags flags = 0) noexcept;

    /// Sends a file opened in binary mode from `offset` on, to its end or `count` bytes, and returns how many; its
    /// position moves by as much. Only streams that block or have a timeout. misuse::negative_offset, sendfile_count,
    /// not_a_stream, non_blocking.
    std::size_t sendfile(std::FILE* file, std::int64_t offset = 0, std::optional<std::int64_t> count = {}) {
        return unwrap(try_sendfile(file, offset, count), "sendfile");
    }
    [[nodiscard]] result<std::size_t> try_sendfile(std::FILE* file, std::int64_t offset = 0,
                                                   std::optional<std::int64_t> count = {}) noexcept;
    std::size_t sendfile(std::istream& file, std::int64_t offset = 0, std::optional<std::int64_t> count = {}) {
        return unwrap(try_sendfile(file, offset, count), "sendfile");
    }
    [[nodiscard]] result<std::size_t> try_sendfile(std::istream& file, std::int64_t offset = 0,
                                                   std::optional<std::int64_t> count = {}) noexcept;

    // -- modes and options ------------------------------------------------------------------------------------------------

    /// Seconds, a duration, or std::nullopt: no timeout. 0 is non-blocking. misuse::timeout_negative, timeout_nan,
    /// timeout_range.
    void settimeout(timeout_value timeout) { unwrap(try_settimeout(timeout), "settimeout"); }
    [[nodiscard]] status try_settimeout(timeout_value timeout) noexcept;
    /// Seconds, or std::nullopt.
    [[nodiscard]] std::optional<double> gettimeout() const noexcept;
    /// settimeout(nullopt) or settimeout(0).
    void setblocking(bool blocking) { unwrap(try_setblocking(blocking), "setblocking"); }
    [[nodiscard]] status try_setblocking(bool blocking) noexcept;
    /// True unless the timeout is 0.
    [[nodiscard]] bool getblocking() const noexcept;

    /// An int option.
    [[nodiscard]] int getsockopt(option_level level, option_name name) const {
        return unwrap(try_getsockopt(level, name), "getsockopt");
    }
    [[nodiscard]] result<int> try_getsockopt(option_level level, option_name name) const noexcept;
    [[nodiscard]] int getsockopt(native_option option) const { return unwrap(try_getsockopt(option), "getsockopt"); }
    [[nodiscard]] result<int> try_getsockopt(native_option option) const noexcept;
    /// A structure of at most `buflen` (1..1024) bytes, native layout. fault::option_length.
    [[nodiscard]] bytes getsockopt(option_level level, option_name name, std::ptrdiff_t buflen) const {
        return unwrap(try_getsockopt(level, name, buflen), "getsockopt");
    }
    [[nodiscard]] result<bytes> try_getsockopt(option_level level, option_name name,
                                               std::ptrdiff_t buflen) const noexcept;
    [[nodiscard]] bytes getsockopt(native_option option, std::ptrdiff_t buflen) const {
        return unwrap(try_getsockopt(option, buflen), "getsockopt");
    }
    [[nodiscard]] result<bytes> try_getsockopt(native_option option, std::ptrdiff_t buflen) const noexcept;

    void setsockopt(option_level level, option_name name, int value) {
        unwrap(try_setsockopt(level, name, value), "setsockopt");
    }
    [[nodiscard]] status try_setsockopt(option_level level, option_name name, int value) noexcept;
    void setsockopt(native_option option, int value) { unwrap(try_setsockopt(option, value), "setsockopt"); }
    [[nodiscard]] status try_setsockopt(native_option option, int value) noexcept;
    /// A structure in native layout.
    void setsockopt(option_level level, option_name name, const_buffer value) {
        unwrap(try_setsockopt(level, name, value), "setsockopt");
    }
    [[nodiscard]] status try_setsockopt(option_level level, option_name name, const_buffer value) noexcept;
    void setsockopt(native_option option, const_buffer value) { unwrap(try_setsockopt(option, value), "setsockopt"); }
    [[nodiscard]] status try_setsockopt(native_option option, const_buffer value) noexcept;
    /// A null pointer with a length (AF_ALG): Python's setsockopt(level, name, None, optlen).
    void setsockopt(option_level level, option_name name, std::nullopt_t, std::size_t optlen) {
        unwrap(try_setsockopt(level, name, std::nullopt, optlen), "setsockopt");
    }
    [[nodiscard]] status try_setsockopt(option_level level, option_name name, std::nullopt_t,
                                        std::size_t optlen) noexcept;
    void setsockopt(native_option option, std::nullopt_t, std::size_t optlen) {
        unwrap(try_setsockopt(option, std::nullopt, optlen), "setsockopt");
    }
    [[nodiscard]] status try_setsockopt(native_option option, std::nullopt_t, std::size_t optlen) noexcept;

    [[nodiscard]] bool get_inheritable() const { return unwrap(try_get_inheritable(), "get_inheritable"); }
    [[nodiscard]] result<bool> try_get_inheritable() const noexcept;
    void set_inheritable(bool inheritable) { unwrap(try_set_inheritable(inheritable), "set_inheritable"); }
    [[nodiscard]] status try_set_inheritable(bool inheritable) noexcept;

    /// WSAIoctl with SIO_RCVALL, SIO_KEEPALIVE_VALS, SIO_LOOPBACK_FAST_PATH (Windows; EOPNOTSUPP elsewhere).
    void ioctl(std::uint32_t control, const_buffer option) { unwrap(try_ioctl(control, option), "ioctl"); }
    [[nodiscard]] status try_ioctl(std::uint32_t control, const_buffer option) noexcept;
    /// For fromshare in another process (Windows; EOPNOTSUPP elsewhere).
    [[nodiscard]] bytes share(std::uint32_t process_id) const { return unwrap(try_share(process_id), "share"); }
    [[nodiscard]] result<bytes> try_share(std::uint32_t process_id) const noexcept;

    // -- files ------------------------------------------------------------------------------------------------------------

    /// A file of this connection; include <samesock/file.hpp>, which says what `mode`, `buffering` and the rest mean.
    /// It keeps the connection: close() and the destructor of the socket leave it open until the last file closes.
    /// misuse::file_mode, unbuffered_text.
    [[nodiscard]] file makefile(std::string_view mode = "r", int buffering = -1);
    [[nodiscard]] file makefile(std::string_view mode, int buffering, const file_arguments& arguments);
    [[nodiscard]] result<file> try_makefile(std::string_view mode = "r", int buffering = -1) noexcept;
    [[nodiscard]] result<file> try_makefile(std::string_view mode, int buffering,
                                            const file_arguments& arguments) noexcept;

private:
    friend class socket_access; // how the core's other files reach the state
    explicit socket(socket_state* state) noexcept : state_(state) {}

    socket_state* state_ = nullptr; // none: closed
};

/// SocketType is the type of a socket object.
using SocketType = socket;

} // namespace samesock

#include <samesock/names_end.hpp>
