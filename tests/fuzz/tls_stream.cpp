// A TLS stream over a scripted platform, and a peer that means no good: an honest peer's bytes, some of them changed,
// or bytes of its own, in pieces of any size; attempts that fail, take a part or would block; and a program that calls
// whatever it likes meanwhile. Every call ends, what is read is what the honest peer has sent, and a stream that has
// failed does not go on.
#include "tls_peer.hpp"

#include "support/fake_platform.hpp"

#include <samesock/socket.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace samesock::fuzz;
using samesock::testing::arrival;
using samesock::testing::fake_platform;
using samesock::tls::engine;
using samesock::tls::progress;

constexpr int most_calls = 200;

/// The honest peer: an engine that answers what the stream has sent.
class honest_peer {
public:
    honest_peer(bool is_server, bool older) : engine_(start(is_server, older)) {}

    /// Takes what was sent, and says something of its own once it can.
    void hear(std::string_view data) {
        feed(*engine_, data);
        (void)engine_->handshake();
        if (!engine_->in_handshake() && said_.size() < 20 * honest_data.size() &&
            engine_->write(std::as_bytes(std::span(honest_data))).what == progress::done)
            said_ += honest_data;
        std::array<std::byte, 4096> into;
        while (engine_->read(into).what == progress::done) {}
        coming_ += taken_output(*engine_);
    }
    /// So much of its ciphertext as has not been asked for.
    std::string next(std::size_t size) {
        std::string part = coming_.substr(0, size);
        coming_.erase(0, part.size());
        return part;
    }
    /// All that it has said under TLS.
    [[nodiscard]] const std::string& said() const { return said_; }

private:
    std::unique_ptr<engine> engine_;
    std::string coming_, said_;
};

samesock::ssl_socket wrapped(bool is_server) {
    auto plain = samesock::socket::try_open();
    EXPECT(plain);
    samesock::wrap_options options;
    options.server_side = is_server;
    options.do_handshake_on_connect = false;
    if (!is_server) options.server_hostname = "localhost";
    auto made =
        (is_server ? both_contexts().server : both_contexts().client).try_wrap_socket(*std::move(plain), options);
    EXPECT(made);
    return *std::move(made);
}

/// What the next attempts of the stream come to.
void script(input& in, fake_platform& fake, honest_peer& peer) {
    const auto what = in.take<std::uint8_t>();
    const std::size_t size = in.take<std::uint8_t>();
    switch (what % 8) {
    case 0:
    case 1: // all that there is, or a part
        if (auto part = peer.next(what % 2 ? size + 1 : std::string::npos); !part.empty())
            fake.receive.gives(arrival(std::move(part)));
        break;
    case 2:
        if (auto part = changed(peer.next(std::string::npos), in); !part.empty())
            fake.receive.gives(arrival(std::move(part)));
        break;
    case 3:
        if (const auto bytes = in.take_bytes(size); !bytes.empty()) fake.receive.gives(arrival(std::string(bytes)));
        break;
    case 4: fake.receive.fails(size % 3 == 0 ? EINTR : size % 3 == 1 ? EAGAIN : ECONNRESET); break;
    case 5: fake.send.fails(size % 3 == 0 ? EINTR : size % 3 == 1 ? EAGAIN : EPIPE); break;
    case 6: fake.send.gives(size % 7 + 1); break;
    default: fake.wait.ready_after(std::chrono::nanoseconds(size)); break;
    }
}

/// One call of the program.
void call(input& in, samesock::ssl_socket& s, std::string& got) {
    const auto what = in.take<std::uint8_t>();
    const std::size_t size = in.take<std::uint8_t>();
    std::array<char, 256> into;
    switch (what % 8) {
    case 0: (void)s.try_do_handshake(); break;
    case 1:
    case 2:
    case 3:
        if (const auto n = s.try_recv_into(std::span(into).first(size + 1))) got.append(into.data(), *n);
        break;
    case 4: (void)s.try_send(std::string(size * size, 'x')); break;
    case 5: (void)s.try_sendall(std::string(size * size, 'y')); break;
    case 6: (void)s.try_close_notify(); break;
    default: (void)s.try_settimeout(size % 2 ? 0.001 : 0.0); break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    input in(bytes, size);
    const auto kind = in.take<std::uint8_t>();
    const bool is_server = (kind & 1) != 0, older = (kind & 2) != 0, shakes_hands = (kind & 4) != 0;
    fake_platform fake;
    fake.receive.always_fails(EAGAIN);
    (void)both_contexts();
    state_of_random = 1;
    auto s = wrapped(is_server);
    EXPECT(s.try_settimeout(0));
    honest_peer peer(!is_server, older);
    std::string got;
    const auto pass_on = [&] { peer.hear(std::exchange(fake.sent, {})); };
    if (shakes_hands)
        for (int i = 0; i != 4; ++i) {
            (void)s.try_do_handshake();
            pass_on();
            if (auto part = peer.next(std::string::npos); !part.empty()) fake.receive.gives(arrival(std::move(part)));
        }
    for (int i = 0; i != most_calls && !in.rest().empty(); ++i) {
        script(in, fake, peer);
        call(in, s, got);
        pass_on();
        fake.forget();
        EXPECT(std::string_view(peer.said()).starts_with(got));
    }
    (void)s.try_unwrap();
    (void)s.try_close();
    EXPECT(fake.open_handles() == 0);
    return 0;
}
