// Datagrams both ways: see datagram_socket.hpp.
#include "datagram_socket.hpp"

#include "ip_address.hpp"
#include "policy.hpp"
#include "sockets.hpp"
#include "tenant.hpp"
#include "worker.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

constexpr std::size_t most_datagrams_at_once = 16;
constexpr std::size_t most_early = 8;

} // namespace

// Watched from the beginning on: one that is not bound receives as soon as it has sent.
void datagram_socket::on_open() {
    if (is_watched_) return;
    is_watched_ = tenant_.on().loop.watch(fd(), *this) == 0;
}

void datagram_socket::on_ready(std::uint32_t events) {
    if (is_gone()) return;
    if ((events & (readiness::input | readiness::failed)) != 0) is_readable_ = true;
    receive();
}

// -- CONNECT

void datagram_socket::connect(const wire::connect& request) {
    if (const auto* const to = std::get_if<endpoint>(&request.to))
        return to->length == 0 ? dissolve() : connect_to(*to, {});
    const auto& named = std::get<wire::host_and_port>(request.to);
    if (const auto address = numeric(named.host, named.port)) return connect_to(*address, {});
    const std::string name(named.host);
    begin_waiting();
    look_up_host(name, named.port, family_, sock_dgram.value(),
                 [this, name](std::error_code error, std::vector<endpoint> found) {
                     const auto allowed = std::ranges::find_if(
                         found, [&](const endpoint& e) { return tenant_.rules().allows_connect(e, name); });
                     if (error)
                         fail(error);
                     else if (allowed == found.end())
                         fail(tenant_.denied());
                     else
                         connect_to(*allowed, name);
                     if (!is_gone()) end_waiting();
                 });
}

void datagram_socket::connect_to(const endpoint& to, std::string_view name) {
    const endpoint peer = dialled(to);
    if (!tenant_.rules().allows_connect(peer, name)) return fail(tenant_.denied());
    if (const auto open = ensure_open(family_ != 0 ? family_ : peer.family.value()); !open) return fail(open.error());
    if (const int error = sockets::connect(fd(), peer); error != 0) return fail(error);
    is_connected_ = true;
    const auto local = sockets::local_endpoint(fd());
    if (!local) return fail(local.error());
    succeed(wire::connected{*local, peer});
    if (!is_gone()) send_early();
}

void datagram_socket::send_early() {
    for (const auto& bytes : std::exchange(early_, {})) send(bytes, nullptr);
}

void datagram_socket::dissolve() {
    if (const auto open = ensure_open(family_); !open) return fail(open.error());
    if (const int error = sockets::dissolve(fd()); error != 0) return fail(error);
    is_connected_ = false;
    const auto local = sockets::local_endpoint(fd());
    if (!local) return fail(local.error());
    succeed(wire::connected{*local, endpoint()});
}

// -- to the target

void datagram_socket::on_data(bytes_view bytes) {
    if (is_connected_) return send(bytes, nullptr);
    if (!tenant_.is_stock()) return report(EDESTADDRREQ);
    if (early_.size() == most_early) return tenant_.drop_datagram();
    early_.emplace_back(bytes.begin(), bytes.end());
}

void datagram_socket::on_datagram(const endpoint& to, bytes_view bytes) {
    const endpoint target = dialled(to);
    if (!may_send_to(target)) {
        tenant_.drop_datagram();
        return report(tenant_.denied().value());
    }
    if (const auto open = ensure_open(family_); !open) return report(open.error().value());
    send(bytes, &target);
}

bool datagram_socket::may_send_to(const endpoint& to) {
    if (judged_ && *judged_ == to) return true;
    if (!tenant_.rules().allows_connect(to)) return false;
    judged_ = to;
    return true;
}

void datagram_socket::send(bytes_view bytes, const endpoint* to) {
    const int error = sockets::send_datagram(fd(), bytes, to);
    if (error == 0) return;
    tenant_.drop_datagram();
    if (error != sockets::would_block && error != ENOBUFS) report(error);
}

void datagram_socket::report(int error) {
    if (!tenant_.is_stock()) (void)tenant_.session().pending_error(id_, error);
    tenant_.touch();
}

// -- from the target

void datagram_socket::receive() {
    for (std::size_t round = 0; is_readable_ && !is_gone(); ++round) {
        if (round == most_datagrams_at_once) {
            tenant_.on().loop.again(*this);
            break;
        }
        if (!receive_some()) is_readable_ = false;
    }
    tenant_.touch();
}

bool datagram_socket::receive_some() {
    const auto received =
        sockets::receive_datagrams(fd(), tenant_.on().loop.datagram_room(),
                                   [this](bytes_view bytes, const endpoint& from) { pass_on(bytes, from); });
    if (received.error == sockets::would_block) return false;
    if (received.error != 0) report(received.error); // what an ICMP message has told
    return received.error != 0 || received.size == sockets::most_datagrams;
}

void datagram_socket::pass_on(bytes_view bytes, const endpoint& from) {
    // Who was not asked may answer only where the client has bound the socket, and a rule allows that.
    if (!is_connected_ && !is_bound() && !may_send_to(from)) return tenant_.drop_datagram();
    const bool sent =
        tenant_.has_room() && tenant_.session().send_datagram(id_, is_connected_ ? nullptr : &from, bytes).has_value();
    if (!sent) return tenant_.drop_datagram();
    tenant_.count_to_client(spacing_mark_, bytes.size());
}

void datagram_socket::on_finished(bool /*is_over*/) { leave(); }
void datagram_socket::on_reset(std::error_code /*error*/) { leave(); }

} // namespace samesock::gateway
