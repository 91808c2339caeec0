// The seam. A backend implements these functions over one system; the core gives them Python's meaning. Exactly one
// backend is linked: platform/CMakeLists.txt picks it.
//
// A backend does one attempt and returns. It knows no timeouts, no Python, no exceptions. It sleeps only in wait(), in
// resolve() and reverse(), and in the kernel on a handle made blocking where sleeps_in_kernel(). Constants are Linux's
// numbers on this side of the seam; errors are errno values of this build in samesock::errno_category(), EAI_* in
// gai_category(). No function throws.
#pragma once

#include <samesock/ancillary.hpp>
#include <samesock/buffer.hpp>
#include <samesock/bytes.hpp>
#include <samesock/endpoint.hpp>
#include <samesock/number.hpp>
#include <samesock/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::platform {

/// A descriptor, a SOCKET or an index into the backend's table.
enum class handle : std::intptr_t { none = -1 };

/// What a handle is. SOCK_NONBLOCK and SOCK_CLOEXEC are not part of `type` here.
struct kind {
    address_family family;
    socket_type type;
    protocol proto;
};

/// Nanoseconds of now(). `never`: no deadline.
struct deadline {
    std::int64_t at;
    [[nodiscard]] static constexpr deadline never() noexcept { return {std::numeric_limits<std::int64_t>::max()}; }
    friend constexpr bool operator==(deadline, deadline) noexcept = default;
};

/// A monotonic clock in nanoseconds.
[[nodiscard]] std::int64_t now() noexcept;

/// True: a receive, send, accept or connect on a handle in blocking mode sleeps in the kernel. False: every handle is
/// non-blocking, and blocking mode is a wait() without deadline.
[[nodiscard]] bool sleeps_in_kernel() noexcept;
/// True: SO_REUSEADDR lets two processes share a live port, so create_server does not set it (Windows, cygwin).
[[nodiscard]] bool reuse_address_is_unsafe() noexcept;

/// Brings the network up (WSAStartup, instance-network). Called once before the first open() or resolve().
[[nodiscard]] status start() noexcept;

// -- handles ------------------------------------------------------------------------------------------------------------

/// A new, non-inheritable handle, blocking where sleeps_in_kernel() and `blocking`.
[[nodiscard]] result<handle> open(const kind& what, bool blocking) noexcept;
/// A connected pair, likewise. operation_not_supported where the core must make it from a listener.
[[nodiscard]] result<std::array<handle, 2>> open_pair(const kind& what) noexcept;
/// A second, non-inheritable handle of the same socket; its mode is the socket's.
[[nodiscard]] result<handle> duplicate(handle) noexcept;
/// Family, type and protocol of a handle made elsewhere. bad_file_descriptor, not_a_socket.
[[nodiscard]] result<kind> describe(handle) noexcept;
/// The handle is gone whatever is returned. Never retried. Forgets a cancel().
[[nodiscard]] status close(handle) noexcept;
/// Wakes every thread that sleeps in wait() on this handle, and lets no later wait() on it sleep, until close():
/// those return operation_canceled.
void cancel(handle) noexcept;

[[nodiscard]] status set_blocking(handle, bool blocking) noexcept;
[[nodiscard]] result<bool> get_inheritable(handle) noexcept;
[[nodiscard]] status set_inheritable(handle, bool inheritable) noexcept;

// -- connections --------------------------------------------------------------------------------------------------------

struct accepted {
    handle connection; ///< non-inheritable; blocking if asked for and sleeps_in_kernel()
    endpoint peer;
};

[[nodiscard]] status bind(handle, const endpoint&) noexcept;
[[nodiscard]] status listen(handle, int backlog) noexcept;
/// operation_would_block when no connection waits. `blocking` is the mode of the new handle.
[[nodiscard]] result<accepted> accept(handle, bool blocking) noexcept;
/// operation_in_progress (never would-block) when the connection goes on; then wait() for writable|exceptional, and ask
/// finish_connect(). interrupted: it goes on as well.
[[nodiscard]] status connect(handle, const endpoint&) noexcept;
/// The outcome of a connect in progress: success, operation_in_progress if there is none yet, or the reason of failure.
[[nodiscard]] status finish_connect(handle) noexcept;
[[nodiscard]] status shutdown(handle, shutdown_how) noexcept;
[[nodiscard]] result<endpoint> local_endpoint(handle) noexcept;
[[nodiscard]] result<endpoint> peer_endpoint(handle) noexcept;

// -- data: one attempt each; interrupted and operation_would_block are for the caller -------------------------------------

/// The hot path: no address, no ancillary data, no allocation. 0 bytes from a stream is its end.
[[nodiscard]] result<std::size_t> receive(handle, std::span<std::byte>, message_flags) noexcept;
/// Never raises SIGPIPE.
[[nodiscard]] result<std::size_t> send(handle, std::span<const std::byte>, message_flags) noexcept;

struct received_from {
    std::size_t size;
    endpoint peer; ///< family AF_UNSPEC: none (a connected stream)
};
/// No allocation.
[[nodiscard]] result<received_from> receive_from(handle, std::span<std::byte>, message_flags) noexcept;
[[nodiscard]] result<std::size_t> send_to(handle, std::span<const std::byte>, message_flags,
                                          const endpoint& to) noexcept;

using control = ancillary_view;
using received_control = ancillary;
struct received_message {
    std::size_t size = 0;
    message_flags flags{}; ///< MSG_CTRUNC, MSG_TRUNC, MSG_EOR, ...
    endpoint peer;
    std::vector<received_control> ancillary;
};
/// Scatter, with up to `ancillary_capacity` bytes of ancillary data (CMSG_SPACE units). Received descriptors are
/// non-inheritable as the flags say.
[[nodiscard]] result<received_message> receive_message(handle, mutable_buffers, message_flags,
                                                       std::size_t ancillary_capacity) noexcept;
/// Gather. `to` may be null.
[[nodiscard]] result<std::size_t> send_message(handle, const_buffers, message_flags, const endpoint* to,
                                               std::span<const control>) noexcept;
/// CMSG_LEN and CMSG_SPACE. operation_not_supported without ancillary data; value_too_large (EOVERFLOW) out of range.
[[nodiscard]] result<std::size_t> ancillary_length(std::size_t data_size) noexcept;
[[nodiscard]] result<std::size_t> ancillary_space(std::size_t data_size) noexcept;

/// At most `count` bytes of the file from `offset` on, without passing through the program. operation_not_supported
/// where the caller must read and send; 0 at the end of the file. Never raises SIGPIPE.
[[nodiscard]] result<std::size_t> send_file(handle, std::FILE* file, std::int64_t offset, std::size_t count) noexcept;

// -- options ------------------------------------------------------------------------------------------------------------

/// Which option: Linux's numbers, or (native) this system's own, passed through untranslated.
struct option {
    option_level level;
    option_name name;
    bool native = false;
};

/// `value`: an int in native byte order, or the bytes of the native structure.
[[nodiscard]] status set_option(handle, const option&, std::span<const std::byte> value) noexcept;
/// setsockopt with a null pointer and a length (AF_ALG).
[[nodiscard]] status set_option_length(handle, const option&, std::size_t length) noexcept;
/// Bytes written to `value`. SO_ERROR, SO_TYPE, SO_DOMAIN and SO_PROTOCOL speak this side's numbers.
[[nodiscard]] result<std::size_t> get_option(handle, const option&, std::span<std::byte> value) noexcept;

/// WSAIoctl; operation_not_supported elsewhere.
[[nodiscard]] status control_io(handle, std::uint32_t code, const_buffer input) noexcept;
/// WSADuplicateSocket for another process, and its inverse; operation_not_supported elsewhere.
[[nodiscard]] result<samesock::bytes> share(handle, std::uint32_t process_id) noexcept;
[[nodiscard]] result<handle> open_shared(const_buffer information) noexcept;

// -- waiting: the one place that sleeps -----------------------------------------------------------------------------------

enum class readiness : std::uint8_t {
    none = 0,
    readable = 1,
    writable = 2,
    exceptional = 4, ///< out-of-band data; a failed connect
    hang_up = 8,     ///< reported, never asked for: error or hang-up
    invalid = 16,    ///< reported, never asked for: the handle is none
};
[[nodiscard]] constexpr readiness operator|(readiness a, readiness b) noexcept {
    return static_cast<readiness>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr readiness operator&(readiness a, readiness b) noexcept {
    return static_cast<readiness>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}
[[nodiscard]] constexpr bool any(readiness r) noexcept { return r != readiness::none; }

struct interest {
    handle on;
    readiness want;
    readiness got = readiness::none;
};

/// Sleeps until one is ready, and returns how many are; 0: the deadline has passed. Never returns 0 early: the time
/// rounds up. A deadline that has passed already looks once without sleeping. `hang_up` counts as ready. interrupted
/// after a signal; operation_canceled after cancel() of one of the handles. An empty list sleeps until the deadline.
[[nodiscard]] result<std::size_t> wait(std::span<interest>, deadline) noexcept;

/// Many handles, registered once.
enum class poller : std::intptr_t { none = -1 };
struct event {
    std::uint64_t token;
    readiness got;
};

[[nodiscard]] result<poller> open_poller() noexcept;
/// Adds, changes, or (readiness::none) removes a handle. A handle may be in a poller once. Removing one that was closed
/// meanwhile succeeds.
[[nodiscard]] status watch(poller, handle, readiness, std::uint64_t token) noexcept;
/// As the other wait(). Returns how many events were written: 0 at the deadline, and after wake().
[[nodiscard]] result<std::size_t> wait(poller, std::span<event>, deadline) noexcept;
/// Ends a wait() of this poller, the running one or the next. From any thread, and from a signal handler.
[[nodiscard]] status wake(poller) noexcept;
void close(poller) noexcept;

// -- names --------------------------------------------------------------------------------------------------------------

/// getaddrinfo's arguments. Host and service without NUL; the host is ASCII already.
struct resolve_query {
    std::optional<std::string> host;
    std::optional<std::string> service; ///< a name, or a number in decimal; "": none, and port 0
    address_family family{};
    socket_type type{};
    protocol proto{};
    resolve_flags flags{};
};
struct resolved {
    kind what;
    std::string canonical_name;
    endpoint where;
};
/// getaddrinfo(3). Errors in gai_category(); EAI_SYSTEM becomes its errno. POSIX and Winsock cannot keep the deadline.
[[nodiscard]] result<std::vector<resolved>> resolve(const resolve_query&, deadline) noexcept;

struct named {
    std::string host;
    std::string service;
};
/// getnameinfo(3).
[[nodiscard]] result<named> reverse(const endpoint&, name_flags, deadline) noexcept;

/// gethostbyname_ex and gethostbyaddr. Errors in herror_category(); operation_not_supported where only resolve() and
/// reverse() exist.
struct host_entry {
    std::string name;
    std::vector<std::string> aliases;
    std::vector<endpoint> addresses;
};
[[nodiscard]] result<host_entry> host_by_name(const std::string& name) noexcept;
[[nodiscard]] result<host_entry> host_by_address(const endpoint&) noexcept;

/// The system's databases. function_not_supported (ENOSYS): there is none, and the core's own tables serve; another
/// error: not found. An empty protocol name stands for any. Ports in host byte order.
[[nodiscard]] result<std::uint16_t> service_by_name(const std::string& name, const std::string& proto) noexcept;
[[nodiscard]] result<std::string> service_by_port(std::uint16_t port, const std::string& proto) noexcept;
[[nodiscard]] result<int> protocol_by_name(const std::string& name) noexcept;

[[nodiscard]] result<std::string> host_name() noexcept;
[[nodiscard]] status set_host_name(std::string_view name) noexcept;

struct interface_entry {
    std::uint32_t index;
    std::string name;
};
[[nodiscard]] result<std::vector<interface_entry>> interfaces() noexcept;
[[nodiscard]] result<std::uint32_t> interface_index(const std::string& name) noexcept;
[[nodiscard]] result<std::string> interface_name(std::uint32_t index) noexcept;

} // namespace samesock::platform
