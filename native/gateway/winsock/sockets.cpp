// Sockets by the library's seam: see sockets.hpp.
#include "sockets.hpp"

#include "readiness.hpp"

#include "tunnel/errno_numbers.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace samesock::gateway {

namespace sockets {
namespace {

constexpr std::size_t most_pieces = 16; // of one call; the others are left for the next
constexpr std::uint32_t both = readiness::input | readiness::output;

void ask_again(int fd, std::uint32_t bits) noexcept {
    if (readiness* const here = readiness::of_this_thread()) here->ask_again(fd, bits);
}

int error_of(const status& outcome) noexcept { return outcome ? 0 : outcome.error().value(); }

moved outcome_of(const result<std::size_t>& size) noexcept {
    return size ? moved{*size, 0} : moved{0, size.error().value()};
}

// Less than was given: there will be room later.
moved sent(int fd, const result<std::size_t>& size, std::size_t asked) noexcept {
    const moved outcome = outcome_of(size);
    if (outcome.size < asked) ask_again(fd, readiness::output);
    return outcome;
}

template <class Value>
int set(int fd, option_level level, option_name name, const Value& value) noexcept {
    return set_option(fd, level.value(), name.value(), std::as_bytes(std::span(&value, 1)));
}

// What SO_LINGER takes on Linux, and so here.
struct linger_value {
    int on;
    int seconds;
};

} // namespace

// Whatever it brought, there may be more.
moved receive(int fd, std::span<std::byte> to) noexcept {
    ask_again(fd, readiness::input);
    return outcome_of(platform::receive(handle_of(fd), to, {}));
}

moved receive(int fd, std::span<piece> to) noexcept {
    ask_again(fd, readiness::input);
    std::array<mutable_buffer, most_pieces> buffers;
    const std::size_t count = std::min(to.size(), buffers.size());
    for (std::size_t i = 0; i != count; ++i) buffers[i] = {to[i].data(), to[i].size()};
    const auto received = platform::receive_message(handle_of(fd), std::span(buffers).first(count), {}, 0);
    return received ? moved{received->size, 0} : moved{0, received.error().value()};
}

moved send(int fd, std::span<const std::byte> from) noexcept {
    return sent(fd, platform::send(handle_of(fd), from, {}), from.size());
}

moved send(int fd, std::span<piece> from) noexcept {
    std::array<const_buffer, most_pieces> buffers;
    const std::size_t count = std::min(from.size(), buffers.size());
    std::size_t all = 0;
    for (const piece& one : from) all += one.size();
    for (std::size_t i = 0; i != count; ++i) buffers[i] = {from[i].data(), from[i].size()};
    return sent(fd, platform::send_message(handle_of(fd), std::span(buffers).first(count), {}, nullptr, {}), all);
}

int send_datagram(int fd, std::span<const std::byte> bytes, const endpoint* to) noexcept {
    const auto size =
        to != nullptr ? platform::send_to(handle_of(fd), bytes, {}, *to) : platform::send(handle_of(fd), bytes, {});
    return size ? 0 : size.error().value();
}

datagram receive_datagram(int fd, std::span<std::byte> room) noexcept {
    ask_again(fd, readiness::input);
    const auto received = platform::receive_from(handle_of(fd), room, {});
    if (!received) return {{0, received.error().value()}, {}};
    return {{received->size, 0}, received->peer};
}

// As on Linux, an IPv6 socket takes IPv4 as well.
std::expected<descriptor, int> open(address_family family, socket_type type) noexcept {
    const auto opened = platform::open({family, type, {}}, false);
    if (!opened) return std::unexpected(opened.error().value());
    descriptor made(static_cast<int>(*opened));
    if (family == af_inet6) (void)set(made.number(), ipproto_ipv6, ipv6_v6only, 0);
    return made;
}

int bind(int fd, const endpoint& at) noexcept { return error_of(platform::bind(handle_of(fd), at)); }

int listen(int fd, int backlog) noexcept { return error_of(platform::listen(handle_of(fd), backlog)); }

int connect(int fd, const endpoint& to) noexcept {
    ask_again(fd, both);
    const int error = error_of(platform::connect(handle_of(fd), to));
    return error == EINPROGRESS ? 0 : error;
}

int dissolve(int fd) noexcept { return connect(fd, {}); }

int outcome_of_connect(int fd) noexcept { return error_of(platform::finish_connect(handle_of(fd))); }

std::expected<accepted, int> accept(int fd) noexcept {
    ask_again(fd, readiness::input);
    const auto taken = platform::accept(handle_of(fd), false);
    if (!taken) return std::unexpected(taken.error().value());
    return accepted{descriptor(static_cast<int>(taken->connection)), taken->peer};
}

bool is_of_one_connection(int error) noexcept { return error == ECONNABORTED || error == EINTR || error == ENETDOWN; }

void finish_sending(int fd) noexcept { (void)platform::shutdown(handle_of(fd), shut_wr); }

int unsent(int /*fd*/) noexcept { return 0; }

int set_option(int fd, int level, int name, std::span<const std::byte> value) noexcept {
    return error_of(platform::set_option(handle_of(fd), {option_level(level), option_name(name)}, value));
}

std::expected<std::size_t, int> get_option(int fd, int level, int name, std::span<std::byte> value) noexcept {
    const auto number = value.first(std::min(value.size(), sizeof(int)));
    std::ranges::fill(number, std::byte{});
    auto size = platform::get_option(handle_of(fd), {option_level(level), option_name(name)}, value);
    if (!size) return std::unexpected(size.error().value());
    *size = std::max(*size, number.size()); // a truth value may be one byte long, and is an int elsewhere
    if (level == sol_socket.value() && name == so_error.value() && *size == sizeof(int)) {
        int error = 0;
        std::memcpy(&error, value.data(), sizeof error);
        error = tunnel::to_linux_errno(error);
        std::memcpy(value.data(), &error, sizeof error);
    }
    return *size;
}

void send_without_delay(int fd) noexcept { (void)set(fd, ipproto_tcp, tcp_nodelay, 1); }
int keep_to_ipv6(int fd) noexcept { return set(fd, ipproto_ipv6, ipv6_v6only, 1); }
void reset_when_closed(int fd) noexcept { (void)set(fd, sol_socket, so_linger, linger_value{1, 0}); }
void close_at_once(int fd) noexcept { (void)set(fd, sol_socket, so_linger, linger_value{0, 0}); }

std::expected<endpoint, std::error_code> local_endpoint(int fd) noexcept {
    return platform::local_endpoint(handle_of(fd));
}
std::expected<endpoint, std::error_code> peer_endpoint(int fd) noexcept {
    return platform::peer_endpoint(handle_of(fd));
}

} // namespace sockets

void descriptor::close_descriptor(int number) noexcept {
    if (readiness* const here = readiness::of_this_thread()) here->forget(number);
    (void)platform::close(sockets::handle_of(number));
}

} // namespace samesock::gateway
