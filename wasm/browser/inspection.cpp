// See inspection.hpp. Both functions are called from JavaScript while the program sleeps, and never sleep themselves
// where it has the only stack.
#include "inspection.hpp"
#include "event_loop.hpp"

#include "wasm/tunnel/network.hpp"

#include "platform/allocation.hpp"

#include <samesock/inet.hpp>

#include <emscripten/em_js.h>
#include <emscripten/em_macros.h>

#include <exception>
#include <string>

using text_function = const char* (*)();
using plain_function = void (*)();

// clang-format off
EM_JS_DEPS(samesock_inspection, "$wasmTable,$UTF8ToString")

// With JSPI an exception that leaves main() becomes a promise's, and nobody tells its text; so it is thrown once more.
EM_JS(void, samesock_throw_again, (), { throw Module["samesock_thrown"]; });

EM_JS(void, samesock_offer_inspection, (text_function figures, plain_function leave, text_function what), {
  Module["samesock_network"] = {
    // {link, sockets: [{number, state, local, peer, received, sent, may_send, may_receive, waiting}]}
    "figures": () => JSON.parse(UTF8ToString(wasmTable.get(figures)())),
    // As a kernel does it with a process that is killed: what was sent is delivered, within 5 s, and the program sees
    // nothing of it. done() comes then.
    "leave": (done) => {
      const sleep = Module["samesock_sleep"];
      if (sleep) sleep.wake = undefined;
      Module["samesock_sleep"] = {wake: () => {}};
      wasmTable.get(leave)();
      const link = Module["samesock_websocket"];
      if (!link || link.is_over) done();
      else link.after = done;
    },
    "what": (exception) => {
      Module["samesock_thrown"] = exception;
      return UTF8ToString(wasmTable.get(what)());
    },
  };
  if (!ENVIRONMENT_IS_NODE) return;
  process.on("unhandledRejection", (reason) => {
    if (!(reason instanceof WebAssembly.Exception)) throw reason;
    err("terminating: nobody caught an exception: " + Module["samesock_network"]["what"](reason));
    process.exit(1);
  });
});
// clang-format on

namespace samesock::platform {
namespace {

std::string text_of(const endpoint& e) {
    if (e.family != AF_INET && e.family != AF_INET6) return {};
    const auto host = try_inet_ntop(e.family, e.bytes()).value_or("?");
    return (e.family == AF_INET6 ? '[' + host + ']' : host) + ':' + std::to_string(e.port);
}

void add(std::string& to, std::string_view name, std::string_view text) {
    to.append("\"").append(name).append("\":\"").append(text).append("\",");
}
void add(std::string& to, std::string_view name, std::uint64_t number) {
    to.append("\"").append(name).append("\":").append(std::to_string(number)).append(",");
}

void add(std::string& to, const socket_figures& s) {
    to += '{';
    add(to, "number", static_cast<std::uint64_t>(s.number));
    add(to, "state", s.state);
    add(to, "local", text_of(s.local));
    add(to, "peer", text_of(s.peer));
    add(to, "received", s.received);
    add(to, "sent", s.sent);
    add(to, "may_send", s.may_send);
    add(to, "may_receive", s.may_receive);
    add(to, "waiting", s.waiting);
    to.back() = '}';
    to += ',';
}

// Nothing in it needs escaping.
const char* figures() {
    static std::string text;
    const auto made = guard_allocation([]() -> status {
        locked_network net;
        text = "{";
        add(text, "link", net->link_word());
        text += "\"sockets\":[";
        for (const socket_figures& one : net->figures()) add(text, one);
        if (text.ends_with(',')) text.pop_back();
        text += "]}";
        return {};
    });
    return made ? text.c_str() : R"({"link":"","sockets":[]})";
}

void leave() { network::instance().end_program(); }

const char* what() {
    static std::string text;
#ifdef __cpp_exceptions
    try {
        samesock_throw_again();
    } catch (const std::exception& e) { text = e.what(); } catch (...) {
        text = "of no type of std::exception's";
    }
#endif
    return text.c_str();
}

} // namespace

void offer_inspection() noexcept {
    run_on_main_thread([](void*) { samesock_offer_inspection(figures, leave, what); }, nullptr);
}

} // namespace samesock::platform
