// A message over a socket pair, from a program that knows only the installed package.
#include "counters.hpp"

#include <samesock/samesock.hpp>

#include <iostream>

int main() {
    auto [a, b] = samesock::socketpair();
    a.sendall(greeting());
    a.shutdown(samesock::SHUT_WR);
    const auto received = b.recv(100);
    std::cout << repr(received) << std::endl;
    return received == std::string_view("Hello, consumer 42") && !b.recv(1) ? 0 : 1;
}
