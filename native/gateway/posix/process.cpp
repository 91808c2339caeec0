// Signals and limits: see process.hpp.
#include "process.hpp"

#include <boost/asio/signal_set.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

namespace samesock::gateway {

void prepare_process() {
    std::signal(SIGPIPE, SIG_IGN);
    rlimit most{};
    if (::getrlimit(RLIMIT_NOFILE, &most) != 0) return;
    most.rlim_cur = most.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &most);
}

std::vector<std::string> arguments_of(int count, char** arguments) { return {arguments, arguments + count}; }

void write_all(int descriptor, std::string_view bytes) noexcept {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) return;
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

struct signals::watch {
    watch(boost::asio::io_context& on, std::function<void()> e, std::function<void()> r)
        : end(std::move(e)), reload(std::move(r)), set(on, SIGINT, SIGTERM, SIGHUP) {
        wait();
    }

    void wait() {
        set.async_wait([this](boost::system::error_code cancelled, int number) {
            if (cancelled) return;
            number == SIGHUP ? reload() : end();
            wait();
        });
    }

    std::function<void()> end;
    std::function<void()> reload;
    boost::asio::signal_set set;
};

signals::signals(boost::asio::io_context& on, std::function<void()> end, std::function<void()> reload)
    : watch_(std::make_unique<watch>(on, std::move(end), std::move(reload))) {}

signals::~signals() = default;

} // namespace samesock::gateway
