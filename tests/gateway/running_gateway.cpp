// The gateway of the tests: see running_gateway.hpp.
#include "running_gateway.hpp"

#include "log.hpp"
#include "of_this_process.hpp"
#include "server.hpp"

#include <boost/asio/post.hpp>

#include <catch2/catch_all.hpp>

#include <functional>
#include <future>
#include <thread>
#include <utility>

namespace samesock::testing {

struct running_gateway::parts {
    lines_in_memory lines;
    gateway::log records{lines.descriptor()};
    std::unique_ptr<gateway::server> server;
    std::thread thread;

    /// On the server's own thread, and waited for.
    void call(const std::function<void()>& what) const {
        std::promise<void> done;
        boost::asio::post(server->context(), [&] {
            what();
            done.set_value();
        });
        done.get_future().wait();
    }
};

gateway::configuration open_configuration(const rules& r) {
    gateway::configuration c;
    c.listen = {*gateway::parse_endpoint("127.0.0.1:0")};
    c.policy = *gateway::policy::make(r.allow, r.allow_listen);
    c.threads = 2;
    return c;
}

running_gateway::running_gateway(gateway::configuration c, gateway::resolver names)
    : parts_(std::make_unique<parts>()) {
    auto started = gateway::server::start(std::move(c), parts_->records, std::move(names));
    REQUIRE(started.has_value());
    parts_->server = std::move(*started);
    parts_->thread = std::thread([server = parts_->server.get()] { server->run(); });
}

running_gateway::~running_gateway() {
    if (!parts_->thread.joinable()) return;
    parts_->call([this] { parts_->server->stop(); });
    parts_->thread.join();
}

std::uint16_t running_gateway::port() const { return parts_->server->where().front().port; }
const gateway::metrics& running_gateway::figures() const { return parts_->server->figures(); }

std::string running_gateway::log() const { return parts_->lines.all(); }

void running_gateway::change(gateway::configuration c) {
    parts_->call([&] { parts_->server->reload(std::move(c)); });
}

void running_gateway::drain() {
    parts_->call([this] { parts_->server->drain(); });
}

void running_gateway::wait_for_end() { parts_->thread.join(); }

} // namespace samesock::testing
