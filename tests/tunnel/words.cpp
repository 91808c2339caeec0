// See words.hpp.
#include "words.hpp"

#include "tunnel/errno_numbers.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <sstream>

namespace samesock::testing {
namespace {

namespace wire = tunnel::wire;
namespace events = tunnel::events;

class sentence {
public:
    explicit sentence(std::string_view first) { text_ << first; }

    template <class... Words>
    std::string with(const Words&... words) {
        ((text_ << ' ', add(words)), ...);
        return text_.str();
    }

private:
    void add(std::string_view text) { text_ << text; }
    void add(std::uint64_t number) { text_ << number; }
    void add(std::int32_t number) { text_ << number; }
    void add(std::uint32_t number) { text_ << number; }
    void add(std::uint16_t number) { text_ << number; }
    void add(bool value) { text_ << (value ? "yes" : "no"); }
    void add(tunnel::bytes_view bytes) {
        if (bytes.size() > 32)
            text_ << '<' << bytes.size() << " bytes>";
        else
            text_ << '\'' << tunnel::as_text(bytes) << '\'';
    }
    void add(const endpoint& e) {
        if (e.family == af_inet)
            for (std::size_t i = 0; i != 4; ++i) text_ << (i == 0 ? "" : ".") << std::to_integer<int>(e.data[i]);
        else
            text_ << (e.family == af_inet6 ? "[v6]" : "none");
        text_ << ':' << e.port;
    }
    void add(const wire::destination& to) {
        if (const auto* const named = std::get_if<wire::host_and_port>(&to))
            text_ << named->host << ':' << named->port;
        else
            add(std::get<endpoint>(to));
    }
    void add(const std::error_code& code) {
        if (code.category() == errno_category())
            text_ << "errno " << tunnel::to_linux_errno(code.value());
        else if (code)
            text_ << code.category().name() << ' ' << code.value();
        else
            text_ << "0";
    }

    std::ostringstream text_;
};

std::string name_of(wire::type t) {
    switch (t) {
    case wire::type::bind: return "BIND";
    case wire::type::connect: return "CONNECT";
    case wire::type::listen: return "LISTEN";
    case wire::type::set_option: return "SETOPT";
    case wire::type::get_option: return "GETOPT";
    case wire::type::resolve: return "RESOLVE";
    case wire::type::reverse: return "REVERSE";
    case wire::type::interfaces: return "INTERFACES";
    default: return "?";
    }
}

std::string in_words(const wire::request& r, std::uint32_t id, std::string name) {
    sentence s(name);
    if (const auto* const p = std::get_if<wire::bind>(&r)) return s.with(id, p->local);
    if (const auto* const p = std::get_if<wire::connect>(&r))
        return s.with(id, p->to) + (p->flags != 0 ? " early" : "");
    if (const auto* const p = std::get_if<wire::listen>(&r)) return s.with(id, p->backlog);
    if (const auto* const p = std::get_if<wire::set_option>(&r)) return s.with(id, p->level, p->name, p->value);
    if (const auto* const p = std::get_if<wire::get_option>(&r)) return s.with(id, p->level, p->name, p->length);
    if (const auto* const p = std::get_if<wire::resolve>(&r))
        return s.with(id, p->host.value_or("none"), p->service.value_or("none"));
    if (const auto* const p = std::get_if<wire::reverse>(&r)) return s.with(id, p->of);
    return s.with(id);
}

std::string in_words(const wire::answer& a) {
    sentence s("");
    if (const auto* const p = std::get_if<wire::bound>(&a)) return s.with(p->local);
    if (const auto* const p = std::get_if<wire::connected>(&a)) return s.with(p->local, p->peer);
    if (const auto* const p = std::get_if<wire::option_value>(&a)) return s.with(p->value);
    if (const auto* const p = std::get_if<wire::host_and_service>(&a)) return s.with(p->host, p->service);
    std::string text;
    if (const auto* const p = std::get_if<wire::resolved>(&a))
        for (const wire::resolved_address& one : *p) text += sentence("").with(one.canonical_name, one.address);
    if (const auto* const p = std::get_if<wire::interface_list>(&a))
        for (const wire::network_interface& one : *p) text += sentence("").with(one.index, one.name);
    return text;
}

struct packet_words {
    std::uint32_t id;

    std::string operator()(const wire::data& p) const { return sentence("DATA").with(id, p.bytes); }
    std::string operator()(const wire::wisp_connect& p) const {
        return sentence("WISP-CONNECT").with(id, std::uint32_t{p.stream_type}, p.host, p.port);
    }
    std::string operator()(const wire::wisp_continue& p) const { return sentence("CONTINUE").with(id, p.remaining); }
    std::string operator()(const wire::wisp_close& p) const {
        return sentence("CLOSE").with(id, static_cast<std::uint32_t>(p.reason));
    }
    std::string operator()(const wire::info&) const { return "INFO"; }
    std::string operator()(const wire::open& p) const {
        return sentence("OPEN").with(id, p.family, static_cast<std::uint32_t>(p.type));
    }
    std::string operator()(const wire::request& p) const { return in_words(p, id, name_of(wire::type_of(p))); }
    std::string operator()(const wire::done& p) const {
        return sentence("DONE").with(id, name_of(p.request)) + in_words(p.answer);
    }
    std::string operator()(const wire::failed& p) const {
        return sentence("FAILED").with(id, name_of(p.request), static_cast<std::uint32_t>(p.domain), p.code);
    }
    std::string operator()(const wire::accept& p) const { return sentence("ACCEPT").with(id, p.count); }
    std::string operator()(const wire::accepted& p) const {
        return sentence("ACCEPTED").with(id & 0x7FFFFFFF, p.listener, p.local, p.peer);
    }
    std::string operator()(const wire::datagram& p) const { return sentence("DATAGRAM").with(id, p.address, p.bytes); }
    std::string operator()(const wire::credit& p) const { return sentence("CREDIT").with(id, p.bytes); }
    std::string operator()(const wire::fin&) const { return sentence("FIN").with(id); }
    std::string operator()(const wire::reset& p) const { return sentence("RESET").with(id, p.error); }
    std::string operator()(const wire::ended&) const { return sentence("ENDED").with(id); }
    std::string operator()(const wire::pending_error& p) const { return sentence("ERROR").with(id, p.error); }
    std::string operator()(const wire::ping& p) const { return sentence("PING").with(p.number); }
    std::string operator()(const wire::pong& p) const { return sentence("PONG").with(p.number); }
    std::string operator()(const wire::goaway& p) const { return sentence("GOAWAY").with(p.milliseconds); }
    std::string operator()(const wire::ack& p) const { return sentence("ACK").with(p.count); }
    std::string operator()(const wire::welcome& p) const { return sentence("WELCOME").with(p.resumed, p.received); }
};

std::string over(bool is_over) { return is_over ? " over" : ""; }

struct event_words {
    std::string operator()(const events::received& e) const { return sentence("received").with(e.id, e.bytes); }
    std::string operator()(const events::received_datagram& e) const {
        return sentence("datagram").with(e.id, e.address, e.bytes);
    }
    std::string operator()(const events::credited& e) const { return sentence("credited").with(e.id); }
    std::string operator()(const events::opened& e) const {
        return sentence("opened").with(e.id, e.family, static_cast<std::uint32_t>(e.type));
    }
    std::string operator()(const events::requested& e) const {
        return "requested " + in_words(e.request, e.id, name_of(wire::type_of(e.request)));
    }
    std::string operator()(const events::accepts_granted& e) const { return sentence("accepts").with(e.id, e.credit); }
    std::string operator()(const events::secret_confirmed&) const { return "secret confirmed"; }
    std::string operator()(const events::answered& e) const {
        return sentence("answered").with(e.id, name_of(e.request), e.error) + in_words(e.answer) + over(e.is_over);
    }
    std::string operator()(const events::accepted& e) const {
        return sentence("accepted").with(e.id & 0x7FFFFFFF, e.listener, e.local, e.peer);
    }
    std::string operator()(const events::pending_error& e) const { return sentence("error").with(e.id, e.error); }
    std::string operator()(const events::welcomed& e) const { return sentence("welcomed").with(e.resumed, e.route); }
    std::string operator()(const events::restarted&) const { return "restarted"; }
    std::string operator()(const events::leaving& e) const { return sentence("leaving").with(e.milliseconds); }
    std::string operator()(const events::finished& e) const {
        return sentence("finished").with(e.id) + over(e.is_over);
    }
    std::string operator()(const events::was_reset& e) const { return sentence("reset").with(e.id, e.error); }
    std::string operator()(const events::delivered& e) const {
        return sentence("delivered").with(e.id) + over(e.is_over);
    }
    std::string operator()(const events::room&) const { return "room"; }
    std::string operator()(const events::silent&) const { return "silent"; }
    std::string operator()(const events::over& e) const {
        std::string text = "over: " + std::string(tunnel::text_of(e.why));
        if (e.why == tunnel::reason::closed) text += " " + std::to_string(static_cast<unsigned>(e.close));
        return text;
    }
};

} // namespace

std::string in_words(const tunnel::wire::packet& p) { return std::visit(packet_words{p.id}, p.body); }
std::string in_words(const tunnel::event& e) { return std::visit(event_words{}, e); }

} // namespace samesock::testing
