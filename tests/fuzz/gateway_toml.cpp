// The TOML file, as the layer above the TOML parser takes it: a configuration, or mistakes that each have a place.
#include "expect.hpp"

#include "configuration.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace samesock::gateway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // No file is named, so that none is opened: those keys are the tests' own.
    for (const char* key : {"file", "static"})
        if (text.find(key) != std::string_view::npos) return 0;
    const auto c = load_configuration({}, text, "f");
    if (c) {
        EXPECT(!c->listen.empty());
        for (const auto& where : c->listen) EXPECT(c->insecure || is_loopback(*ip_of(where)));
        return 0;
    }
    EXPECT(!c.error().empty());
    for (const std::string& mistake : c.error()) EXPECT(mistake.starts_with("f:") || mistake.starts_with("listen: "));
    return 0;
}
