// What TLS costs beside plain sockets on any target, with tls_target at the other end.
// Usage: tls_load plain|tls PORT TRUSTED MEGABYTES; TRUSTED is the text of a certificate. Prints its figures as JSON.
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int handshakes = 21;
constexpr std::size_t block = 64 * 1024, megabyte = 1 << 20;

class stopwatch {
public:
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(steady::now() - start_).count(); }

private:
    using steady = std::chrono::steady_clock;
    steady::time_point start_ = steady::now();
};

samesock::socket connected(int port) { return samesock::create_connection({"127.0.0.1", port}); }

/// Without a session of an earlier one: the whole handshake.
samesock::ssl_socket wrapped(const samesock::ssl_context& context, samesock::socket plain) {
    samesock::wrap_options options;
    options.server_hostname = "localhost";
    return context.wrap_socket(std::move(plain), options);
}

/// The order of tls_target: what to do, and with how many megabytes.
std::string order(char what, int megabytes) {
    std::string text(9, '0');
    std::snprintf(text.data(), text.size() + 1, "%c%08d", what, megabytes);
    return text;
}

/// Bytes per second.
template <class Stream>
double download(Stream s, int megabytes) {
    std::vector<char> data(block);
    s.sendall(order('d', megabytes));
    const stopwatch time;
    for (std::size_t rest = megabyte * static_cast<std::size_t>(megabytes); rest != 0;) {
        const std::size_t got = s.recv_into(data);
        if (got == 0) std::exit(1);
        rest -= got;
    }
    return megabytes * static_cast<double>(megabyte) / time.seconds();
}

template <class Stream>
double upload(Stream s, int megabytes) {
    const std::string data(block, 'x');
    s.sendall(order('u', megabytes));
    const stopwatch time;
    for (std::size_t sent = 0; sent != megabyte * static_cast<std::size_t>(megabytes); sent += block) s.sendall(data);
    if (s.recv(1).size() != 1) std::exit(1); // all of it is there
    return megabytes * static_cast<double>(megabyte) / time.seconds();
}

template <class Connect>
void tell(double first, double median, Connect connect, int megabytes) {
    (void)download(connect(), 4); // until engines have compiled for the second time
    (void)upload(connect(), 4);
    const double down = download(connect(), megabytes), up = upload(connect(), megabytes);
    std::printf(R"({"first_handshake": %.5f, "handshake": %.5f, "download": %.0f, "upload": %.0f})"
                "\n",
                first, median, down, up);
}

void load_tls(int port, std::string_view trusted, int megabytes) {
    const auto context = samesock::create_default_context(samesock::ssl_purpose::SERVER_AUTH, {.cadata = trusted});
    std::vector<double> took;
    for (int i = 0; i != handshakes; ++i) {
        auto plain = connected(port);
        const stopwatch time;
        (void)wrapped(context, std::move(plain));
        took.push_back(time.seconds());
    }
    const double first = took.front();
    std::sort(took.begin(), took.end());
    tell(first, took[took.size() / 2], [&] { return wrapped(context, connected(port)); }, megabytes);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    const int port = std::atoi(argv[2]), megabytes = std::atoi(argv[4]);
    if (argv[1] == std::string_view("tls"))
        load_tls(port, argv[3], megabytes);
    else
        tell(0, 0, [&] { return connected(port); }, megabytes);
}
