// A library of a page's, without main(): its export waits, so that a call may come while another one does.
#include <samesock/samesock.hpp>

#include <emscripten/em_macros.h>

#include <array>
#include <string>

/// Sends `count` messages to an echo server, of bytes that tell the calls apart. Returns how many came back as they
/// were; throws where it cannot connect.
extern "C" EMSCRIPTEN_KEEPALIVE int echo(int port, int count, int mark) {
    samesock::socket s(samesock::AF_INET, samesock::SOCK_STREAM);
    s.connect({"127.0.0.1", port});
    std::array<char, 512> sent{}, back{};
    sent.fill(static_cast<char>(mark));
    int right = 0;
    for (int i = 0; i != count; ++i) {
        s.sendall(sent);
        for (std::size_t at = 0; at != back.size();) at += s.recv_into(std::span(back).subspan(at));
        right += back == sent ? 1 : 0;
    }
    return right;
}
