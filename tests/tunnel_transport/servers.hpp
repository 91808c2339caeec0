// Servers that are no gateways, on a thread each, over plain sockets: they say what the case wants to whoever comes.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace samesock::testing {

/// Serves one connection after the other on a port of the system's choice, until the end of its scope.
class server {
public:
    /// What is done with a connection: it is closed afterwards.
    using conversation = std::function<void(int fd)>;

    explicit server(conversation talk);
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url() const { return "ws://127.0.0.1:" + std::to_string(port_) + "/"; }

private:
    void serve();

    conversation talk_;
    int port_ = 0;
    int listener_ = -1;
    std::atomic<int> current_ = -1;
    std::atomic<bool> ends_ = false;
    std::thread thread_;
};

/// All up to the empty line after the headers.
[[nodiscard]] std::string read_head(int fd);
void write_all(int fd, const std::string& text);
/// A port of this machine where nobody listens.
[[nodiscard]] int dead_port();
/// Carries bytes both ways to a port of this machine, until both have ended.
void relay(int fd, int port);

} // namespace samesock::testing
