// Built with -fno-exceptions: the same inline functions, the same library.
#include <samesock/samesock.hpp>

bool port_is_rejected_without_exceptions(samesock::socket& s) {
    samesock::socket moved = samesock::socket();
    moved.settimeout(1.0);
    return s.try_connect({"127.0.0.1", 65536}).error() == samesock::misuse::port_range && moved.gettimeout() == 1.0;
}
