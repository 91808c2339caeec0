// Programs that end right after they have sent, or printed: every byte arrives all the same.
//   endings send HOW TOKEN    sends to the peer's `discard`, and ends by HOW: return, exit, or leak (nobody closes it)
//   endings check TOKEN       what the peer has received
//   endings print HOW LINES   prints lines, 1 MB if they are 25,000, and ends by HOW: return, or throw (uncaught)
#include <samesock/samesock.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace ss = samesock;

namespace {

constexpr std::size_t size = 10'000'000;
constexpr std::uint64_t fnv_basis = 0xcbf29ce484222325u, fnv_prime = 0x100000001b3u;

std::string data() {
    std::string all(size, '\0');
    for (std::size_t i = 0; i < size; ++i) all[i] = static_cast<char>((i * 2654435761u) >> 13);
    return all;
}

/// SAMESOCK_PEER is "name=port name=port".
int peer_port(const std::string& name) {
    const char* const told = std::getenv("SAMESOCK_PEER");
    const std::string all = ' ' + std::string(told != nullptr ? told : "");
    const std::size_t at = all.find(' ' + name + '=');
    return at == std::string::npos ? 0 : std::atoi(all.c_str() + at + name.size() + 2);
}

int send(std::string_view how, const std::string& token) {
    auto* const s = new ss::socket(ss::AF_INET, ss::SOCK_STREAM);
    s->connect({"127.0.0.1", peer_port("discard")});
    s->sendall(token + data());
    if (how == "leak") return 0;
    s->close();
    delete s;
    if (how == "exit") std::exit(0);
    return 0;
}

int check(const std::string& token) {
    std::uint64_t hash = fnv_basis;
    for (const char c : data()) hash = (hash ^ static_cast<unsigned char>(c)) * fnv_prime;
    const std::string expected = std::to_string(size) + ' ' + std::to_string(hash) + " eof\n";
    ss::socket s(ss::AF_INET, ss::SOCK_STREAM);
    s.connect({"127.0.0.1", peer_port("control")});
    s.sendall(token + '\n');
    std::string line;
    while (!line.ends_with('\n')) {
        const auto part = s.recv(1024);
        if (!part) break;
        line += part.view();
    }
    if (line == expected) return 0;
    std::printf("the peer says %sand not %s", line.c_str(), expected.c_str());
    return 1;
}

int print(std::string_view how, int lines) {
    for (int i = 0; i < lines; ++i) std::printf("line %d of what this program has to say\n", i);
    std::fflush(stdout);
    if (how == "throw") ss::socket(ss::AF_INET, ss::SOCK_STREAM).connect({"127.0.0.1", -1});
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    if (count == 4 && std::string_view(arguments[1]) == "send") return send(arguments[2], arguments[3]);
    if (count == 3 && std::string_view(arguments[1]) == "check") return check(arguments[2]);
    if (count == 4 && std::string_view(arguments[1]) == "print") return print(arguments[2], std::atoi(arguments[3]));
    std::printf(
        "usage: endings send return|exit|leak TOKEN, endings check TOKEN, or endings print return|throw LINES\n");
    return 2;
}
