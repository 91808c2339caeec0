// The exchanges over samesock, blocking.
#include "exchange.hpp"

#include <samesock/samesock.hpp>

namespace {

struct stream {
    samesock::socket s;
    void send_all(const char* data, std::size_t size) { s.sendall(samesock::const_buffer(data, size)); }
    std::size_t receive(char* into, std::size_t size) { return s.recv_into(samesock::mutable_buffer(into, size)); }
};

} // namespace

int main(int argc, char** argv) {
    const auto args = bench::parse(argc, argv);
    stream s{samesock::socket(samesock::AF_INET, samesock::SOCK_STREAM)};
    s.s.connect({args.host, args.port});
    s.s.setsockopt(samesock::IPPROTO_TCP, samesock::TCP_NODELAY, 1);
    return bench::run(s, args.what, args.count);
}
