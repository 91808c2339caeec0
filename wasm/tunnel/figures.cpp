// See figures.hpp.
#include "figures.hpp"
#include "network.hpp"

namespace samesock::platform {
namespace {

std::string_view state_of(const socket_record& s) noexcept {
    switch (s.now) {
    case phase::idle: return "idle";
    case phase::connecting: return "connecting";
    case phase::connected: return s.no_more_in || s.no_more_out || s.write_shut ? "ending" : "connected";
    case phase::listening: return "listening";
    case phase::datagrams: return "datagrams";
    }
    return "";
}

} // namespace

std::vector<socket_figures> network::figures() {
    std::vector<socket_figures> all;
    table.for_each_handle([&](handle number, const socket_record& s) {
        const auto credit = session() != nullptr && s.now == phase::connected ? session()->credit(s.id)
                                                                              : tunnel::session::credit_of_stream{};
        const std::size_t waiting = s.now == phase::listening ? s.backlog.size() : s.in.size();
        all.push_back({.number = number,
                       .state = state_of(s),
                       .local = s.local,
                       .peer = s.peer,
                       .received = s.received,
                       .sent = s.sent,
                       .may_send = credit.to_send,
                       .may_receive = credit.to_receive,
                       .waiting = static_cast<std::uint32_t>(waiting)});
    });
    return all;
}

std::string_view network::link_word() const noexcept {
    switch (link_) {
    case link::down: return "down";
    case link::opening: return "opening";
    case link::up: return "up";
    case link::lost: return "lost";
    case link::closing: return "closing";
    case link::ended: return "ended";
    }
    return "";
}

} // namespace samesock::platform
