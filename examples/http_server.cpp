// A small HTTP server for many clients in one thread, on every target; it answers / alone.
// Usage: http_server [HOST [PORT [REQUESTS]]]; ends after so many answers (0: never).
#include <samesock/samesock.hpp>

#include <any>
#include <cstdlib>
#include <iostream>
#include <list>
#include <string>
#include <string_view>

namespace {

constexpr std::size_t longest_request = 8192;

struct client {
    samesock::socket connection;
    samesock::address peer;
    std::string request;  // until its empty line
    std::string unsent{}; // of the answer
};

std::string answer(std::string_view status, std::string_view text, bool has_body) {
    std::string all = "HTTP/1.1 ";
    all.append(status).append("\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: ");
    all.append(std::to_string(text.size())).append("\r\n\r\n");
    return has_body ? all.append(text) : all;
}

// The answer to a whole request; a line tells of it.
std::string answer(const client& c) {
    const std::string_view line = std::string_view(c.request).substr(0, c.request.find("\r\n"));
    const auto end_of_method = line.find(' ');
    const auto end_of_path = line.find(' ', end_of_method + 1);
    std::cout << repr(samesock::bytes(line)) << " from " << c.peer << std::endl;
    if (end_of_path == std::string_view::npos) return answer("400 Bad Request", "That is no HTTP.\n", true);
    const auto method = line.substr(0, end_of_method);
    const auto path = line.substr(end_of_method + 1, end_of_path - end_of_method - 1);
    if (method != "GET" && method != "HEAD") return answer("405 Method Not Allowed", "GET, if you please.\n", true);
    const bool has_body = method == "GET";
    if (path != "/") return answer("404 Not Found", "There is nothing but / here.\n", has_body);
    return answer("200 OK", "Hello! This is C++, and a socket that it accepted.\n", has_body);
}

// False: the client has gone, or has its answer.
bool serve(client& c, int& answered) {
    if (c.unsent.empty()) {
        auto data = c.connection.try_recv(4096);
        if (!data) return data.error() == std::errc::operation_would_block;
        if (!*data) return false;
        c.request.append(data->view());
        const bool is_whole = c.request.find("\r\n\r\n") != std::string::npos;
        if (!is_whole && c.request.size() < longest_request) return true;
        c.unsent = is_whole ? answer(c) : answer("431 Request Header Fields Too Large", "That is too long.\n", true);
        ++answered;
    }
    const auto sent = c.connection.try_send(c.unsent);
    if (!sent) return sent.error() == std::errc::operation_would_block;
    c.unsent.erase(0, *sent);
    return !c.unsent.empty();
}

// Nobody came after all. Other errors stay: a gateway that has gone takes the listener with it.
bool passes(std::error_code e) { return e == std::errc::operation_would_block || e == std::errc::connection_aborted; }

} // namespace

int main(int argc, char** argv) {
    const std::string host = argc > 1 ? argv[1] : "";
    const int port = argc > 2 ? std::atoi(argv[2]) : 8000;
    const int expected = argc > 3 ? std::atoi(argv[3]) : 0;

    samesock::socket listener = samesock::create_server({host, port}, {.backlog = 128});
    listener.setblocking(false);
    std::cout << "Listening on " << listener.getsockname() << std::endl;

    samesock::selector ready;
    ready.register_(listener, samesock::EVENT_READ);
    std::list<client> clients;
    int answered = 0;
    while (expected == 0 || answered < expected || !clients.empty()) {
        for (const auto& [key, events] : ready.select()) {
            if (key->fileobj == &listener) {
                auto accepted = listener.try_accept();
                if (!accepted) {
                    if (passes(accepted.error())) continue;
                    std::cout << "accept: " << accepted.error().message() << std::endl;
                    return 1;
                }
                clients.push_back({std::move(accepted->first), accepted->second, {}});
                clients.back().connection.setblocking(false);
                ready.register_(clients.back().connection, samesock::EVENT_READ, std::prev(clients.end()));
                continue;
            }
            const auto at = std::any_cast<std::list<client>::iterator>(key->data);
            if (serve(*at, answered)) {
                ready.modify(at->connection, at->unsent.empty() ? samesock::EVENT_READ : samesock::EVENT_WRITE, at);
            } else {
                ready.unregister(at->connection);
                clients.erase(at);
            }
        }
    }
}
