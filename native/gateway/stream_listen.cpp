// Listening: connections are taken only as far as the client has granted, and wait in the kernel's backlog else. See
// stream_socket.hpp.
#include "ip_address.hpp"
#include "sockets.hpp"
#include "stream_socket.hpp"
#include "tenant.hpp"
#include "worker.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

constexpr std::uint32_t most_backlog = 4096;
constexpr std::size_t most_accepted_at_once = 64;
// When the system has no descriptor for another connection, or the client no id: none comes sooner for asking all the
// time.
constexpr std::int64_t pause_length = 100'000'000;

endpoint any_address(int family) noexcept {
    constexpr std::array<std::byte, 16> zeros{};
    const bool is_v4 = family == af_inet.value();
    return {address_family(family), std::span(zeros).first(is_v4 ? 4 : 16)};
}

} // namespace

void stream_socket::listen(const wire::listen& request) {
    if (phase_ == phase::connected) return fail(EINVAL);
    if (const auto begun = begin_listening(static_cast<int>(std::min(request.backlog, most_backlog))); !begun)
        return fail(begun.error());
    succeed(wire::bound{listening_->local});
    accept_more();
}

status stream_socket::begin_listening(int backlog) {
    // The system would bind it to the wildcard by itself, whatever the rules say.
    const auto bound = fd_ ? sockets::local_endpoint(fd()) : result<endpoint>(endpoint());
    if (!bound) return failure(bound.error());
    if (bound->port == 0)
        if (const auto done = bind_to(any_address(family_)); !done) return done;
    const auto local = sockets::local_endpoint(fd());
    if (!local) return failure(local.error());
    if (!tenant_.rules().allows_listen(*local)) return failure(tenant_.denied());
    auto made = listening_ ? std::move(listening_) : std::make_unique<listening>();
    if (!made->is_counted && !tenant_.open_listener()) return failure(errno_code(ENOBUFS));
    made->is_counted = true;
    made->local = *local;
    made->credit = std::max(made->credit, early_accepts_);
    listening_ = std::move(made);
    if (const int error = sockets::listen(fd(), backlog); error != 0) return failure(errno_code(error));
    phase_ = phase::listening;
    return begin_watching();
}

void stream_socket::on_accepts(std::uint32_t credit) {
    early_accepts_ = credit;
    if (!listening_) return;
    listening_->credit = credit;
    accept_more();
}

void stream_socket::accept_more() {
    if (phase_ != phase::listening || (listening_->pause && listening_->pause->is_set())) return;
    for (std::size_t count = 0; listening_->credit != 0 && is_readable_; ++count) {
        if (count == most_accepted_at_once) return tenant_.on().loop.again(*this);
        const int error = accept_one();
        if (error == 0 || sockets::is_of_one_connection(error)) continue;
        if (error == sockets::would_block)
            is_readable_ = false;
        else
            return pause_accepting();
    }
}

int stream_socket::accept_one() {
    if (!tenant_.session().has_free_id() || !tenant_.open_stream()) return ENOBUFS;
    auto accepted = sockets::accept(fd());
    if (!accepted) {
        tenant_.close_stream();
        return accepted.error();
    }
    announce(std::move(accepted->connection), accepted->peer);
    return 0;
}

void stream_socket::announce(descriptor accepted, const endpoint& peer) {
    sockets::send_without_delay(accepted.number());
    const auto address = ip_of(listening_->local);
    const bool is_any = address && is_wildcard(*address);
    const auto local = is_any ? sockets::local_endpoint(accepted.number()) : result<endpoint>(listening_->local);
    auto one = std::make_unique<stream_socket>(tenant_, family_, std::move(accepted));
    stream_socket& made = *one;
    held_socket* const kept = tenant_.add(std::move(one));
    const auto id =
        tenant_.session().accepted(id_, local ? *local : listening_->local, peer, std::bit_cast<std::uint64_t>(kept));
    if (!id) return made.leave();
    made.set_id(*id);
    --listening_->credit;
    early_accepts_ = listening_->credit;
    tenant_.on().figures.accepted_total.add();
    if (const auto watching = made.begin_watching(); !watching) {
        (void)tenant_.session().reset(*id, watching.error().value());
        made.leave();
    }
    tenant_.touch();
}

void stream_socket::pause_accepting() {
    tenant_.on().figures.accept_errors.add();
    if (!listening_->pause) listening_->pause.emplace(tenant_.on().loop, [this] { accept_more(); });
    listening_->pause->set(tenant_.on().loop.now() + pause_length);
}

} // namespace samesock::gateway
