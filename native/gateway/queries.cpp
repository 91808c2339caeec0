// RESOLVE, REVERSE and INTERFACES: what could be dialled is shown, and nothing else. See tenant.hpp.
#include "interfaces.hpp"
#include "ip_address.hpp"
#include "tenant.hpp"
#include "worker.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

// Of one tenant; more would keep the others from being answered.
constexpr std::size_t most_lookups = 64;

std::optional<std::string> owned(const std::optional<std::string_view>& text) {
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

wire::resolved entries_of(const host_answer& answer, const policy& rules, const std::optional<std::string>& host) {
    // Without a name nothing is told that the client does not know.
    const bool is_name = host && !parse_ip(*host);
    wire::resolved shown;
    for (const host_entry& e : answer.entries) {
        if (is_name && !rules.shows(e.address, *host)) continue;
        shown.push_back({static_cast<std::uint16_t>(e.family), static_cast<std::uint16_t>(e.type),
                         static_cast<std::uint16_t>(e.protocol), e.canonical_name, e.address});
    }
    return shown;
}

} // namespace

void tenant::answer(std::uint32_t id, const wire::answer& answer) {
    // A list or a name that no message can carry.
    if (const auto sent = session_.done(id, answer); !sent && sent.error() == std::errc::message_size)
        refuse(id, errno_code(EMSGSIZE));
    touch();
}

void tenant::refuse(std::uint32_t id, std::error_code why) {
    (void)session_.fail(id, why);
    touch();
}

void tenant::on_query(std::uint32_t id, const wire::request& request) {
    if (worker_.is_draining) return refuse(id, errno_code(ENETDOWN));
    if (const auto* const r = std::get_if<wire::resolve>(&request)) return resolve(id, *r);
    if (const auto* const r = std::get_if<wire::reverse>(&request)) return reverse(id, *r);
    list_interfaces(id);
}

void tenant::ask(host_question question, std::function<void(const host_answer&)> then) {
    const auto on_loop = [self = weak_from_this(), then](const host_answer& answer) {
        const auto alive = self.lock();
        if (!alive) return;
        --alive->lookups_;
        then(answer);
    };
    const auto work = [&to = worker_.loop, &names = worker_.names, on_loop, asked = std::move(question)] {
        to.post([on_loop, answer = names.resolve(asked)] { on_loop(answer); });
    };
    worker_.figures.lookups_total.add();
    ++lookups_;
    if (lookups_ <= most_lookups && worker_.names.run(work)) return;
    // Not at once: who asked may not be ready for an answer yet.
    worker_.loop.post([on_loop] { on_loop({gai_error::again, {}}); });
}

void tenant::resolve(std::uint32_t id, const wire::resolve& r) {
    host_question question{owned(r.host), owned(r.service), r.family, r.type, r.protocol, static_cast<int>(r.flags)};
    const auto host = question.host;
    ask(std::move(question), [this, id, host](const host_answer& found) {
        if (found.error) return refuse(id, found.error);
        auto shown = entries_of(found, rules(), host);
        if (shown.empty()) return refuse(id, gai_error::noname);
        answer(id, std::move(shown));
    });
}

void tenant::reverse(std::uint32_t id, const wire::reverse& r) {
    // What could not be dialled is not looked up: its numbers are no secret.
    const int numbers = rules().shows(r.of) ? 0 : ni_numerichost.value();
    if (numbers != 0 && (static_cast<int>(r.flags) & ni_namereqd.value()) != 0) return refuse(id, gai_error::noname);
    const int flags = static_cast<int>(r.flags) | numbers;
    const auto on_loop = [self = weak_from_this(), id](const name_answer& found) {
        const auto alive = self.lock();
        if (!alive) return;
        --alive->lookups_;
        if (found.error) return alive->refuse(id, found.error);
        alive->answer(id, wire::host_and_service{found.host, found.service});
    };
    worker_.figures.lookups_total.add();
    ++lookups_;
    const auto work = [&to = worker_.loop, on_loop, of = r.of, flags] {
        to.post([on_loop, found = look_up(of, flags)] { on_loop(found); });
    };
    if (lookups_ <= most_lookups && worker_.names.run(work)) return;
    worker_.loop.post([on_loop] { on_loop({gai_error::again, {}, {}}); });
}

// An interface is shown if one of its addresses could be dialled or bound to.
void tenant::list_interfaces(std::uint32_t id) {
    const auto all = interface_addresses();
    if (!all) return refuse(id, errno_code(all.error()));
    wire::interface_list shown;
    for (const interface_address& one : *all) {
        if (!ip_of(one.address) || !(rules().shows(one.address) || rules().allows_listen(one.address))) continue;
        if (std::ranges::find(shown, one.name, &wire::network_interface::name) != shown.end()) continue;
        shown.push_back({one.index, one.name});
    }
    std::ranges::sort(shown, {}, &wire::network_interface::index);
    answer(id, std::move(shown));
}

} // namespace samesock::gateway
