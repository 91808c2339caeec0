// How a stream comes to its connection: see stream_socket.hpp.
#include "ip_address.hpp"
#include "policy.hpp"
#include "sockets.hpp"
#include "stream_socket.hpp"
#include "tenant.hpp"
#include "worker.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

// A name with more addresses is tried at these.
constexpr std::size_t most_addresses = 16;

} // namespace

stream_socket::dialling::dialling(stream_socket& of) : patience(of.tenant_.on().loop, [&of] { of.on_no_answer(); }) {}

void stream_socket::connect(const wire::connect& request) {
    if (phase_ != phase::idle) return fail(EISCONN);
    if (const auto* const to = std::get_if<endpoint>(&request.to)) {
        if (to->length == 0) return fail(EAFNOSUPPORT);
        phase_ = phase::connecting;
        begin_waiting();
        return dial({*to}, {});
    }
    const auto& named = std::get<wire::host_and_port>(request.to);
    phase_ = phase::connecting;
    begin_waiting();
    if (const auto address = numeric(named.host, named.port)) return dial({*address}, {});
    connect_by_name(named.host, named.port);
}

void stream_socket::connect_by_name(std::string_view host, std::uint16_t port) {
    const std::string name(host);
    look_up_host(name, port, family_, sock_stream.value(),
                 [this, name](std::error_code error, std::vector<endpoint> found) {
                     if (error) return connect_failed(error);
                     dial(in_turns(std::move(found)), name);
                 });
}

// Each address is judged, and that one is dialled, not what the name might mean by then.
void stream_socket::dial(std::vector<endpoint> addresses, std::string_view name) {
    for (endpoint& address : addresses) address = dialled(address);
    std::erase_if(addresses, [&](const endpoint& a) { return !tenant_.rules().allows_connect(a, name); });
    if (addresses.empty()) return connect_failed(tenant_.denied());
    if (addresses.size() > most_addresses) addresses.resize(most_addresses);
    dialling_ = std::make_unique<dialling>(*this);
    dialling_->left = std::move(addresses);
    // A socket that the client has bound, or set options of, is one: its addresses are tried one after the other.
    if (fd_ || dialling_->left.size() == 1) return try_next();
    run_race();
}

void stream_socket::wait_for_answer() {
    const auto length = std::chrono::nanoseconds(tenant_.on().configuration->connect);
    dialling_->patience.set(tenant_.on().loop.now() + length.count());
}

// In a race all have started long ago.
void stream_socket::on_no_answer() {
    if (dialling_->several) return connect_failed(errno_code(ETIMEDOUT));
    // The attempt ends, and what the client has set of its socket stays.
    (void)sockets::dissolve(fd());
    if (!dialling_->first_error) dialling_->first_error = errno_code(ETIMEDOUT);
    try_next();
}

void stream_socket::run_race() {
    const auto then = [this](std::error_code error, descriptor won, const endpoint& to) {
        if (error) return connect_failed(error);
        fd_ = std::move(won);
        if (const int wrong = tenant_.on().loop.hand_over(fd(), *this); wrong != 0)
            return connect_failed(errno_code(wrong));
        is_watched_ = true;
        established(to);
    };
    dialling_->several = std::make_unique<race>(tenant_.on().loop, std::move(dialling_->left), then);
    wait_for_answer();
    dialling_->several->begin();
}

void stream_socket::try_next() {
    while (!dialling_->left.empty()) {
        dialling_->to = dialling_->left.front();
        dialling_->left.erase(dialling_->left.begin());
        const int error = try_one(dialling_->to);
        if (error == 0) return;
        if (!dialling_->first_error) dialling_->first_error = errno_code(error);
    }
    connect_failed(std::error_code(dialling_->first_error));
}

// errno; 0: it is under way.
int stream_socket::try_one(const endpoint& to) {
    if (!fd_) {
        if (const auto open = ensure_open(family_ != 0 ? family_ : to.family.value()); !open)
            return open.error().value();
        dialling_->is_own = true;
    }
    sockets::send_without_delay(fd());
    if (const int error = sockets::connect(fd(), to); error != 0) return error;
    wait_for_answer();
    const auto watching = begin_watching();
    return watching ? 0 : watching.error().value();
}

void stream_socket::on_connecting(std::uint32_t events) {
    constexpr std::uint32_t ends = readiness::failed | readiness::hung_up;
    if ((events & (readiness::output | ends)) == 0 || !dialling_ || dialling_->several) return;
    const int error = (events & ends) != 0 ? sockets::outcome_of_connect(fd()) : 0;
    if (error == 0) return established(endpoint(dialling_->to));
    if (!dialling_->first_error) dialling_->first_error = errno_code(error);
    try_next();
}

void stream_socket::established(const endpoint& peer) {
    phase_ = phase::connected;
    const std::unique_ptr<dialling> over = std::move(dialling_);
    if (!is_orphan_) {
        endpoint local;
        if (!tenant_.is_stock())
            if (const auto known = sockets::local_endpoint(fd())) local = *known;
        succeed(wire::connected{local, peer});
    }
    if (is_gone()) return;
    write(); // what came early
    if (!is_gone()) end_waiting();
}

// The socket is as it was, and may be tried again.
void stream_socket::connect_failed(std::error_code why) {
    tenant_.on().figures.connects_failed.add();
    phase_ = phase::idle;
    const std::unique_ptr<dialling> over = std::move(dialling_);
    if (over && over->is_own) close();
    const std::size_t dropped = backlog_.size();
    backlog_.clear();
    wants_end_ = false;
    if (is_orphan_) {
        tenant_.drop_orphan(dropped);
        return leave();
    }
    fail(why);
    if (!is_gone()) end_waiting();
}

} // namespace samesock::gateway
