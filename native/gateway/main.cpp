// samesock-gateway: WebSockets in, sockets out.
#include "command_line.hpp"
#include "configuration.hpp"
#include "ip_address.hpp"
#include "log.hpp"
#include "server.hpp"

#include <boost/asio/signal_set.hpp>

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace samesock::gateway {
namespace {

void say(std::FILE* to, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), to);
    std::fflush(to);
}

// A stream is a descriptor: the system's default for one process is soon used up.
void allow_many_descriptors() {
    rlimit most{};
    if (::getrlimit(RLIMIT_NOFILE, &most) != 0) return;
    most.rlim_cur = most.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &most);
}

int tell(const mistakes& wrong) {
    for (const std::string& one : wrong) say(stderr, "samesock-gateway: " + one + "\n");
    return 2;
}

void announce(const server& one, const configuration& c) {
    for (const std::string& warning : c.warnings) say(stderr, "samesock-gateway: warning: " + warning + "\n");
    if (c.policy.opens_nothing()) say(stderr, std::string(how_to_open()) + "\n");
    if (const auto admin = one.admin()) say(stdout, "admin on http://" + to_text(*admin) + "/\n");
    for (const auto& at : one.where()) say(stdout, "listening on ws://" + to_text(at) + "/\n");
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

class signals {
public:
    signals(server& one, const command_line& line, const log& records)
        : server_(one), line_(line), records_(records), set_(one.context(), SIGINT, SIGTERM, SIGHUP) {
        wait();
    }

private:
    void wait() {
        set_.async_wait([this](boost::system::error_code cancelled, int number) {
            if (cancelled) return;
            if (number == SIGHUP)
                reload(server_, line_, records_);
            else
                server_.drain();
            wait();
        });
    }

    server& server_;
    const command_line& line_;
    const log& records_;
    boost::asio::signal_set set_;
};

int serve(const command_line& line) {
    auto c = load_configuration(line);
    if (!c) return tell(c.error());
    if (line.check) {
        for (const std::string& warning : c->warnings) say(stderr, "samesock-gateway: warning: " + warning + "\n");
        say(stdout, "the configuration is good\n");
        return 0;
    }
    const log records;
    allow_many_descriptors();
    const configuration copy = *c;
    auto started = server::start(std::move(*c), records);
    if (!started) return tell(mistakes{started.error()});
    announce(**started, copy);
    const signals watching(**started, line, records);
    (*started)->run();
    return 0;
}

} // namespace
} // namespace samesock::gateway

int main(int count, char** arguments) {
    using namespace samesock::gateway;
    std::signal(SIGPIPE, SIG_IGN);
    const auto parsed = parse_command_line(std::span<const char* const>(arguments, static_cast<std::size_t>(count)));
    if (const auto* const nothing = std::get_if<nothing_to_run>(&parsed)) {
        say(stdout, nothing->out);
        say(stderr, nothing->err);
        return nothing->exit_code;
    }
    return serve(std::get<command_line>(parsed));
}
