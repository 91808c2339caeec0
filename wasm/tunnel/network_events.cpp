// What the session tells, and what it does to the sockets. See network.hpp and tunnel/event.hpp.
#include "network.hpp"

#include <algorithm>
#include <variant>

namespace samesock::platform {
namespace {

socket_record* socket_of(std::uint64_t user) noexcept {
    return reinterpret_cast<socket_record*>(static_cast<std::uintptr_t>(user));
}

// Copies, each of what belongs to one request.
struct reader {
    answer& into;

    void operator()(const tunnel::wire::option_set&) const {}
    void operator()(const tunnel::wire::bound& a) const { into.local = a.local; }
    void operator()(const tunnel::wire::connected& a) const {
        into.local = a.local;
        into.peer = a.peer;
    }
    void operator()(const tunnel::wire::option_value& a) const { into.value.assign(a.value.begin(), a.value.end()); }
    void operator()(const tunnel::wire::resolved& all) const {
        for (const tunnel::wire::resolved_address& one : all)
            into.found.push_back({{address_family(one.family), socket_type(one.type), protocol(one.protocol)},
                                  std::string(one.canonical_name),
                                  one.address});
    }
    void operator()(const tunnel::wire::host_and_service& a) const {
        into.names = {std::string(a.host), std::string(a.service)};
    }
    void operator()(const tunnel::wire::interface_list& all) const {
        for (const tunnel::wire::network_interface& one : all)
            into.interfaces.push_back({one.index, std::string(one.name)});
    }
};

answer read(const tunnel::events::answered& e) {
    answer a;
    a.error = e.error;
    if (!e.error) std::visit(reader{a}, e.answer);
    return a;
}

} // namespace

void network::take_events() {
    if (!session_ || is_broken_) return;
    while (const auto e = session_->next_event()) std::visit([this](const auto& one) { on_event(one); }, *e);
    if (link_ == link::ended && session() != nullptr && session_->streams() == 0) end_link();
}

// -- answers ------------------------------------------------------------------------------------------------------------

void network::on_event(const tunnel::events::answered& e) {
    if (tunnel::wire::is_query(e.request)) {
        auto* const query = reinterpret_cast<pending_answer*>(static_cast<std::uintptr_t>(e.user));
        if (std::erase(queries_, query) != 0) tell(query, read(e));
        return;
    }
    socket_record& s = *socket_of(e.user);
    pending_answer* const asked = s.asked.front();
    s.asked.pop_front();
    if (e.is_over) s.id = 0;
    answer a = read(e);
    if (e.request == tunnel::wire::type::connect && s.is_stream()) connect_answered(s, e);
    if (e.request == tunnel::wire::type::bind && !e.error) s.local = a.local;
    tell(asked, std::move(a));
    s.touch();
}

void network::connect_answered(socket_record& s, const tunnel::events::answered& e) {
    if (s.now != phase::connecting) return;
    if (e.error) {
        s.now = phase::idle;
        s.failed = true;
        s.pending_error = errno_of(e.error);
        return;
    }
    const auto& connected = std::get<tunnel::wire::connected>(e.answer);
    s.now = phase::connected;
    // A stock server tells no address: the peer is known, the own end is not.
    if (connected.local.family != AF_UNSPEC) s.local = connected.local;
    s.peer = connected.peer.family != AF_UNSPEC ? connected.peer : s.destination;
}

// -- data -----------------------------------------------------------------------------------------------------------------

void network::on_event(const tunnel::events::received& e) {
    socket_record& s = *socket_of(e.user);
    s.received += e.bytes.size();
    if (s.is_stream())
        s.in.append(e.bytes);
    else
        (void)s.incoming.push(s.peer, e.bytes);
    s.touch();
}

void network::on_event(const tunnel::events::received_datagram& e) {
    socket_record& s = *socket_of(e.user);
    s.received += e.bytes.size();
    (void)s.incoming.push(e.address, e.bytes);
    s.touch();
}

void network::on_event(const tunnel::events::credited& e) { socket_of(e.user)->touch(); }

void network::on_event(const tunnel::events::room&) {
    table.for_each([](socket_record& s) {
        s.is_full = false;
        s.touch();
    });
}

void network::on_event(const tunnel::events::pending_error& e) {
    socket_record& s = *socket_of(e.user);
    s.pending_error = errno_of(e.error);
    s.touch();
}

// -- connections that come, and that end --------------------------------------------------------------------------------

void network::on_event(const tunnel::events::accepted& e) {
    socket_record& listener = *socket_of(e.listener_user);
    auto made = std::make_unique<socket_record>(listener.what);
    made->now = phase::connected;
    made->id = e.id;
    made->local = e.local;
    made->peer = e.peer;
    session_->attach(e.id, reinterpret_cast<std::uintptr_t>(made.get()));
    --listener.accepts;
    listener.backlog.push_back(std::move(made));
    listener.touch();
}

void network::on_event(const tunnel::events::finished& e) {
    socket_record& s = *socket_of(e.user);
    s.no_more_in = true;
    if (e.is_over) { // a stock server closes both directions
        s.no_more_out = true;
        s.id = 0;
    } else {
        s.owes_end = true;
        taken(s, 0);
    }
    s.touch();
}

void network::on_event(const tunnel::events::was_reset& e) {
    socket_record& s = *socket_of(e.user);
    // Without an error it has nothing to say to who has heard the end already.
    const int quiet = s.no_more_in ? 0 : ECONNRESET;
    s.end(e.error ? errno_of(e.error) : quiet);
}

void network::on_event(const tunnel::events::delivered& e) {
    if (e.is_over) socket_of(e.user)->id = 0;
}

// -- the session --------------------------------------------------------------------------------------------------------

void network::on_event(const tunnel::events::welcomed& e) {
    way_back_.reset();
    if (e.route != 0) way_back_ = url_->with_route(e.route);
    until_ = tunnel::never;
    link_waiters_.wake();
}

void network::on_event(const tunnel::events::restarted&) { lose_ids(ECONNRESET); }

void network::on_event(const tunnel::events::silent&) {
    ending_ = ending{errno_code(ETIMEDOUT), "it is silent"};
    orders_.close = true;
}

void network::on_event(const tunnel::events::over& e) {
    if (tunnel::is_malformed(e.why) || e.why == tunnel::reason::flooded)
        report({tunnel::code_of(e.why), std::string(tunnel::text_of(e.why))});
    lose_ids(errno_of(tunnel::code_of(e.why)));
    begin_closing();
}

void network::lose_ids(int error) {
    for (pending_answer* const one : std::exchange(queries_, {})) tell(one, failed_answer(error));
    table.for_each([&](socket_record& s) {
        for (pending_answer* const one : std::exchange(s.asked, {})) tell(one, failed_answer(error));
        if (s.id != 0) s.end(error);
    });
}

} // namespace samesock::platform
