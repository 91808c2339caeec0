// samesock-gateway: WebSockets in, sockets out.
#include "command_line.hpp"
#include "configuration.hpp"
#include "ip_address.hpp"
#include "log.hpp"
#include "process.hpp"
#include "server.hpp"

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace samesock::gateway {
namespace {

void say(std::FILE* to, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), to);
    std::fflush(to);
}

int tell(const mistakes& wrong) {
    for (const std::string& one : wrong) say(stderr, "samesock-gateway: " + one + "\n");
    return 2;
}

void announce(const server& one, const configuration& c) {
    for (const std::string& warning : c.warnings) say(stderr, "samesock-gateway: warning: " + warning + "\n");
    if (c.policy.opens_nothing()) say(stderr, std::string(how_to_open()) + "\n");
    if (const auto admin = one.admin()) say(stdout, "admin on http://" + to_text(*admin) + "/\n");
    const std::string scheme = c.tls ? "wss://" : "ws://";
    for (const auto& at : one.where()) say(stdout, "listening on " + scheme + to_text(at) + "/\n");
}

void reload(server& one, const command_line& line, const log& records) {
    auto c = load_configuration(line);
    if (!c) {
        one.count_failed_reload();
        for (const std::string& wrong : c.error()) records.note("reload-failed", wrong);
        return records.note("reload-failed", "the running configuration goes on");
    }
    one.reload(std::move(*c));
}

int serve(const command_line& line) {
    auto c = load_configuration(line);
    if (!c) return tell(c.error());
    if (line.check) {
        for (const std::string& warning : c->warnings) say(stderr, "samesock-gateway: warning: " + warning + "\n");
        say(stdout, "the configuration is good\n");
        return 0;
    }
    const log records;
    const configuration copy = *c;
    auto started = server::start(std::move(*c), records);
    if (!started) return tell(mistakes{started.error()});
    server& one = **started;
    const signals watching(one.context(), [&one] { one.drain(); }, [&] { reload(one, line, records); });
    announce(one, copy); // now, since who has read it may send a signal at once
    one.run();
    return 0;
}

} // namespace
} // namespace samesock::gateway

int main(int count, char** arguments) {
    using namespace samesock::gateway;
    prepare_process();
    const auto owned = arguments_of(count, arguments);
    std::vector<const char*> texts;
    for (const std::string& one : owned) texts.push_back(one.c_str());
    const auto parsed = parse_command_line(texts);
    if (const auto* const nothing = std::get_if<nothing_to_run>(&parsed)) {
        say(stdout, nothing->out);
        say(stderr, nothing->err);
        return nothing->exit_code;
    }
    return serve(std::get<command_line>(parsed));
}
