// Requests that every kind of socket takes: see held_socket.hpp.
#include "held_socket.hpp"

#include "ip_address.hpp"
#include "sockets.hpp"
#include "tenant.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

constexpr std::size_t ipv4_size = 4, ipv6_size = 16;

status status_of(int error) noexcept {
    if (error != 0) return failure(errno_code(error));
    return {};
}

endpoint any_ipv4(std::uint16_t port) noexcept { return {af_inet, std::array<std::byte, ipv4_size>{}, port}; }

endpoint any_ipv6() noexcept { return {af_inet6, std::array<std::byte, ipv6_size>{}}; }

bool is_any_ipv6(const endpoint& address) noexcept {
    return address.family == af_inet6 &&
           std::ranges::all_of(address.bytes(), [](std::byte b) { return b == std::byte{}; });
}

} // namespace

held_socket::held_socket(tenant& owner, std::uint32_t id, int family) : tenant_(owner), id_(id), family_(family) {}

// With SO_LINGER close() waits for the peer, on non-blocking sockets as well: the client can, the loop cannot.
held_socket::~held_socket() { end_lingering(); }

void held_socket::end_lingering() noexcept {
    if (lingers_) sockets::close_at_once(fd());
}

// The socket is closed before the client's next packet is carried out, which may bind or dial the same port.
void held_socket::leave() {
    if (std::exchange(is_gone_, true)) return;
    looking_up_.reset();
    on_leave();
    end_lingering();
    fd_ = {};
    tenant_.release(*this);
}

// -- the order of requests

void held_socket::take(const wire::request& request) {
    const bool waits = is_waiting_ || (queued_ && !queued_->empty());
    if (!waits) return carry_out(request);
    if (!queued_) queued_ = std::make_unique<std::deque<std::vector<std::byte>>>();
    wire::encode({id_, request}, queued_->emplace_back());
}

void held_socket::end_waiting() {
    is_waiting_ = false;
    while (queued_ && !queued_->empty() && !is_waiting_ && !is_gone_) {
        const std::vector<std::byte> bytes = std::move(queued_->front());
        queued_->pop_front();
        const auto packet = wire::decode(bytes);
        if (packet) carry_out(std::get<wire::request>(packet->body));
    }
    if (!is_waiting_) queued_.reset();
}

void held_socket::carry_out(const wire::request& request) {
    if (refusal_) return fail(refusal_);
    if (const auto* const b = std::get_if<wire::bind>(&request)) return bind(b->local);
    if (const auto* const c = std::get_if<wire::connect>(&request)) return connect(*c);
    if (const auto* const l = std::get_if<wire::listen>(&request)) return listen(*l);
    if (const auto* const s = std::get_if<wire::set_option>(&request)) return set_option(*s);
    if (const auto* const g = std::get_if<wire::get_option>(&request)) return get_option(*g);
    fail(EOPNOTSUPP);
}

void held_socket::succeed(const wire::answer& answer) {
    const auto outcome = tenant_.session().done(id_, answer);
    tenant_.touch();
    if (outcome && *outcome) leave();
}

void held_socket::fail(std::error_code why) {
    const auto outcome = tenant_.session().fail(id_, why);
    tenant_.touch();
    if (outcome && *outcome) leave();
}

void held_socket::fail(int number) { fail(errno_code(number)); }

void held_socket::listen(const wire::listen& /*request*/) { fail(EOPNOTSUPP); }

status held_socket::ensure_open(int family) {
    if (fd_) return {};
    auto opened = sockets::open(address_family(family), kind() == option_kind::stream ? sock_stream : sock_dgram);
    if (!opened) return failure(errno_code(opened.error()));
    fd_ = *std::move(opened);
    on_open();
    return {};
}

void held_socket::close() {
    fd_ = {};
    on_close();
}

// -- BIND

void held_socket::bind(const endpoint& local) {
    const bool is_any = local.length == 0 && kind() == option_kind::datagrams;
    if (const auto bound = is_any ? bind_as_sending() : bind_to(local); !bound) return fail(bound.error());
    const auto where = sockets::local_endpoint(fd());
    if (!where) return fail(where.error());
    succeed(wire::bound{*where});
}

// What sending does by itself. It is no bind in the sense of the rules: who was not asked may not answer.
status held_socket::bind_as_sending() {
    if (const auto open = ensure_open(family_); !open) return open;
    return status_of(sockets::bind(fd(), family_ == af_inet6.value() ? any_ipv6() : any_ipv4(0)));
}

// The port that the system chose for 0 may be one that no rule opens: so what has become of it is what is judged.
status held_socket::bind_to(const endpoint& local) {
    const auto address = ip_of(local);
    if (!address || local.family.value() != family_) return failure(errno_code(EAFNOSUPPORT));
    const policy& rules = tenant_.rules();
    const auto wanted = is_wildcard(*address) ? rules.narrowed(local) : local;
    if (!wanted || (wanted->port != 0 && !rules.allows_listen(*wanted))) return failure(tenant_.denied());
    const bool was_open = static_cast<bool>(fd_);
    if (const auto open = ensure_open(family_); !open) return open;
    if (is_any_ipv6(*wanted) && !rules.allows_listen(any_ipv4(wanted->port)))
        if (const auto kept = status_of(sockets::keep_to_ipv6(fd())); !kept) return kept;
    if (const auto bound = status_of(sockets::bind(fd(), *wanted)); !bound) {
        if (!was_open) close();
        return bound;
    }
    const auto where = sockets::local_endpoint(fd());
    if (where && rules.allows_listen(*where)) {
        is_bound_ = true;
        return {};
    }
    close();
    return failure(tenant_.denied());
}

// -- options

std::error_code held_socket::check_membership(const wire::set_option& option) const {
    const bool is_v4 = option.level == ipproto_ip.value();
    const std::size_t size = is_v4 ? ipv4_size : ipv6_size;
    if (option.value.size() < size) return errno_code(EINVAL);
    // The address stands first in ip_mreq, ip_mreqn and ipv6_mreq.
    const endpoint group(is_v4 ? af_inet : af_inet6, option.value.first(size));
    return tenant_.rules().shows(group) ? std::error_code() : tenant_.denied();
}

void held_socket::set_option(const wire::set_option& option) {
    if (!is_allowed(option.level, option.name, option_use::set, kind())) return fail(ENOPROTOOPT);
    if (option.value.size() > longest_option) return fail(EINVAL);
    if (is_membership(option.level, option.name))
        if (const auto why = check_membership(option)) return fail(why);
    if (const auto open = ensure_open(family_); !open) return fail(open.error());
    std::array<std::byte, longest_option> value;
    std::ranges::copy(option.value, value.begin());
    if (is_buffer_size(option.level, option.name) && option.value.size() >= sizeof(int)) {
        int size = 0;
        std::memcpy(&size, value.data(), sizeof size);
        size = std::min(size, most_buffer);
        std::memcpy(value.data(), &size, sizeof size);
    }
    const auto asked = std::span(value).first(option.value.size());
    if (const int error = sockets::set_option(fd(), option.level, option.name, asked); error != 0) return fail(error);
    if (option.level == sol_socket.value() && option.name == so_linger.value()) {
        std::array<int, 2> on_and_seconds{};
        std::memcpy(on_and_seconds.data(), asked.data(), std::min(sizeof on_and_seconds, asked.size()));
        lingers_ = on_and_seconds[0] != 0 && on_and_seconds[1] != 0;
    }
    succeed(wire::option_set{});
}

void held_socket::get_option(const wire::get_option& option) {
    if (!is_allowed(option.level, option.name, option_use::get, kind())) return fail(ENOPROTOOPT);
    if (const auto open = ensure_open(family_); !open) return fail(open.error());
    std::array<std::byte, longest_option> value;
    const auto room = std::span(value).first(std::min(option.length, longest_option));
    const auto size = sockets::get_option(fd(), option.level, option.name, room);
    if (!size) return fail(size.error());
    succeed(wire::option_value{room.first(*size)});
}

// -- names

std::optional<endpoint> held_socket::numeric(std::string_view host, std::uint16_t port) const {
    const auto address = parse_ip(host);
    if (!address) return std::nullopt;
    const endpoint where = endpoint_of(*address, port);
    return family_ == 0 || where.family.value() == family_ ? std::optional(where) : std::nullopt;
}

void held_socket::look_up_host(const std::string& host, std::uint16_t port, int family, int type,
                               std::function<void(std::error_code, std::vector<endpoint>)> then) {
    looking_up_ = std::make_shared<held_socket*>(this);
    const std::weak_ptr<held_socket*> self = looking_up_;
    const auto deliver = [self, port, then = std::move(then)](const host_answer& answer) {
        const auto alive = self.lock();
        if (!alive) return;
        (*alive)->looking_up_.reset();
        std::vector<endpoint> found;
        for (const host_entry& entry : answer.entries) {
            found.push_back(entry.address);
            found.back().port = port;
        }
        then(answer.error, std::move(found));
    };
    host_question question;
    question.host = host;
    question.family = family;
    question.type = type;
    tenant_.ask(std::move(question), deliver);
}

} // namespace samesock::gateway
