// Texts and packed forms of IP addresses: what one function prints the other reads, and glibc agrees.
#include "expect.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>
#include <samesock/inet.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace {

using samesock::address_family;
using samesock::packed_address;
using samesock::result;

constexpr int native(address_family family) { return family == samesock::af_inet ? 2 : 10; }

bool same(const result<packed_address>& ours, bool accepted, const void* bytes, std::size_t size) {
    return ours.has_value() == accepted &&
           (!accepted || *ours == std::string_view(static_cast<const char*>(bytes), size));
}

void compare_readers(const std::string& text) {
    std::array<unsigned char, 16> bytes{};
    EXPECT(same(samesock::try_inet_pton(samesock::af_inet, text), inet_pton(2, text.c_str(), bytes.data()) == 1,
                bytes.data(), 4));
    EXPECT(same(samesock::try_inet_pton(samesock::af_inet6, text), inet_pton(10, text.c_str(), bytes.data()) == 1,
                bytes.data(), 16));
    in_addr legacy{};
    const bool accepted = inet_aton(text.c_str(), &legacy) != 0;
    EXPECT(same(samesock::try_inet_aton(text), accepted, &legacy, 4));
}

void round_trip(address_family family, std::string_view packed) {
    const auto text = samesock::try_inet_ntop(family, packed);
    EXPECT(text);
    std::array<char, INET6_ADDRSTRLEN> native_text{};
    EXPECT(inet_ntop(native(family), packed.data(), native_text.data(), native_text.size()) != nullptr);
    EXPECT(*text == native_text.data());
    const auto read = samesock::try_inet_pton(family, *text);
    EXPECT(read && *read == packed);
    if (family == samesock::af_inet) EXPECT(samesock::try_inet_aton(*text) == read);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (text.find('\0') == std::string::npos) {
        compare_readers(text);
    } else {
        EXPECT(samesock::try_inet_aton(text).error() == samesock::misuse::embedded_nul);
        EXPECT(samesock::try_inet_pton(samesock::af_inet6, text).error() == samesock::misuse::embedded_nul);
    }
    if (size >= 4) round_trip(samesock::af_inet, std::string_view(text).substr(0, 4));
    if (size >= 16) round_trip(samesock::af_inet6, std::string_view(text).substr(0, 16));
    EXPECT(samesock::try_inet_ntop(samesock::af_inet, text).has_value() == (size == 4));
    EXPECT(samesock::try_inet_ntop(samesock::af_inet6, text).has_value() == (size == 16));
    return 0;
}
