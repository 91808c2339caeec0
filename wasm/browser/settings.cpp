// What the page says: Module.samesock = {gateway, token}. On Node, the environment as well. Both are the main thread's.
#include "event_loop.hpp"

#include "wasm/tunnel/transport.hpp"

#include <emscripten/em_js.h>
#include <emscripten/em_macros.h>

#include <cstdlib>
#include <string_view>

// Each writes as much of its answer as there is room for, and returns its size.
// clang-format off
EM_JS_DEPS(samesock_settings, "$lengthBytesUTF8,$stringToUTF8,$UTF8ToString")

EM_JS(int, samesock_module_option, (const char* name, char* into, int room), {
  const option = String(Module["samesock"]?.[UTF8ToString(name)] ?? "");
  stringToUTF8(option, into, room);
  return lengthBytesUTF8(option);
});

EM_JS(int, samesock_node_variable, (const char* name, char* into, int room), {
  const variable = (ENVIRONMENT_IS_NODE && process.env[UTF8ToString(name)]) || "";
  stringToUTF8(variable, into, room);
  return lengthBytesUTF8(variable);
});

// A worker that was started from a blob has the origin of its page, but no location.
EM_JS(int, samesock_gateway_of_page, (const char* otherwise, char* into, int room), {
  const origin = String(globalThis.origin);
  const url = origin.startsWith("http") ? origin.replace("http", "ws") + "/samesock/" : UTF8ToString(otherwise);
  stringToUTF8(url, into, room);
  return lengthBytesUTF8(url);
});
// clang-format on

namespace samesock::platform {
namespace {

struct question {
    int (*ask)(const char*, char*, int);
    const char* about;
    std::string answer;
    std::size_t size = 0;
};

void ask(void* with) {
    auto& q = *static_cast<question*>(with);
    q.size = static_cast<std::size_t>(q.ask(q.about, q.answer.data(), static_cast<int>(q.answer.size() + 1)));
}

/// What JavaScript says on the main thread.
std::string of_main_thread(int (*f)(const char*, char*, int), const char* about) {
    question q{f, about, std::string(255, '\0')};
    run_on_main_thread(ask, &q);
    if (q.size > q.answer.size()) {
        q.answer.resize(q.size);
        run_on_main_thread(ask, &q);
    }
    q.answer.resize(q.size);
    return std::move(q.answer);
}

} // namespace

std::string environment(const char* name) {
    const bool is_url = std::string_view(name) == "SAMESOCK_GATEWAY";
    if (auto option = of_main_thread(samesock_module_option, is_url ? "gateway" : "token"); !option.empty())
        return option;
    if (const char* const set = std::getenv(name); set != nullptr && *set != '\0') return set;
    return of_main_thread(samesock_node_variable, name);
}

std::string default_gateway() { return of_main_thread(samesock_gateway_of_page, "ws://127.0.0.1:6001/"); }

} // namespace samesock::platform
