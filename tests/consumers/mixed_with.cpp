// Built with exceptions: catches what the other unit's call raises.
#include <samesock/samesock.hpp>

bool port_is_rejected_without_exceptions(samesock::socket& s);

int main() {
    samesock::socket s;
    if (!port_is_rejected_without_exceptions(s)) return 1;
    try {
        s.connect({"127.0.0.1", 65536});
        return 2;
    } catch (const std::out_of_range&) {}
    return 0;
}
