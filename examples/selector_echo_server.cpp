// Echo server for many clients in one thread, on every target: a selector, and sockets that never block.
// Usage: selector_echo_server [HOST [PORT [CLIENTS]]]; ends after CLIENTS clients have come and gone (0: never).
#include <samesock/samesock.hpp>

#include <any>
#include <cstdlib>
#include <iostream>
#include <list>
#include <string>

namespace {

struct client {
    samesock::socket connection;
    std::string unsent; // what the client has not taken yet: it is not read from meanwhile
};

// False when the client has gone.
bool serve(client& c, samesock::event_mask ready) {
    if (ready & samesock::EVENT_READ) {
        auto data = c.connection.try_recv(16384);
        if (!data) return data.error() == std::errc::operation_would_block;
        if (!*data) return false;
        c.unsent.append(data->view());
    }
    while (!c.unsent.empty()) {
        const auto sent = c.connection.try_send(c.unsent);
        if (!sent) return sent.error() == std::errc::operation_would_block;
        c.unsent.erase(0, *sent);
    }
    return true;
}

// Nobody came after all. Other errors stay: a gateway that has gone takes the listener with it.
bool passes(std::error_code e) { return e == std::errc::operation_would_block || e == std::errc::connection_aborted; }

} // namespace

int main(int argc, char** argv) {
    const std::string host = argc > 1 ? argv[1] : "";
    const int port = argc > 2 ? std::atoi(argv[2]) : 50007;
    const int expected = argc > 3 ? std::atoi(argv[3]) : 0;

    samesock::socket listener = samesock::create_server({host, port}, {.backlog = 128});
    listener.setblocking(false);
    std::cout << "Listening on " << listener.getsockname() << std::endl;

    samesock::selector ready;
    ready.register_(listener, samesock::EVENT_READ);
    std::list<client> clients;
    std::size_t most = 0;
    for (int gone = 0; expected == 0 || gone < expected;) {
        for (const auto& [key, events] : ready.select()) {
            if (key->fileobj == &listener) {
                auto accepted = listener.try_accept();
                if (!accepted) {
                    if (passes(accepted.error())) continue;
                    std::cout << "accept: " << accepted.error().message() << std::endl;
                    return 1;
                }
                std::cout << "Connected by " << accepted->second << std::endl;
                clients.push_back({std::move(accepted->first), {}});
                clients.back().connection.setblocking(false);
                ready.register_(clients.back().connection, samesock::EVENT_READ, std::prev(clients.end()));
                most = std::max(most, clients.size());
                continue;
            }
            const auto at = std::any_cast<std::list<client>::iterator>(key->data);
            if (serve(*at, events)) {
                ready.modify(at->connection, at->unsent.empty() ? samesock::EVENT_READ : samesock::EVENT_WRITE, at);
            } else {
                ready.unregister(at->connection);
                clients.erase(at);
                ++gone;
            }
        }
    }
    std::cout << "Served " << expected << " clients, " << most << " at once" << std::endl;
}
