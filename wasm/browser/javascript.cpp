// See javascript.hpp. No view of the memory is kept over a call, which may grow it; shared memory is copied before a
// WebSocket sees it. Functions are called through the table: the runtime's own wrappers refuse calls after the end of
// the program.
#include "javascript.hpp"

#include <emscripten/em_js.h>
#include <emscripten/em_macros.h>

using javascript_function = void (*)(void*);

// clang-format off
EM_JS_DEPS(samesock, "$wasmTable,$UTF8ToString")

EM_JS(void, samesock_dial,
      (void* user, const char* url, const char* protocol, const void* events), {
  const [opened, room, message, closed] =
    [0, 4, 8, 12].map((at) => wasmTable.get(HEAPU32[(events + at) >> 2]));
  const before = 0, lost = 7;
  let why = before, text = "";
  let socket;
  const link = Module["samesock_websocket"] = {};

  // What the reason says may stand on a terminal.
  const tell = (end, reason) => {
    why = end;
    text = reason.slice(0, 200).replace(/[^ -~]/g, "?");
  };
  link.end = () => {
    if (link.is_over) return;
    link.is_over = true;
    clearTimeout(link.patience);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.onerror = () => {};
    }
    const at = room(user, text.length);
    if (!at) text = "";
    for (let i = 0; i < text.length; ++i) HEAPU8[at + i] = text.charCodeAt(i);
    closed(user, why, text.length);
    link.after?.();
  };

  const ends = {ECONNREFUSED: 1, ENOTFOUND: 2, EAI_AGAIN: 2, ENETUNREACH: 2, EHOSTUNREACH: 2, ETIMEDOUT: 3};
  const failed = (error) => {
    const reason = error?.message || "the WebSocket could not be opened (the browser tells no more)";
    const status = /Unexpected server response: ([0-9]+)/.exec(reason)?.[1];
    if (["401", "403", "407"].includes(status)) return tell(4, "it answers " + status);
    if (status) return tell(5, "it answers " + status);
    tell(ends[error?.code] ?? before, reason);
  };

  let Socket = globalThis.WebSocket;
  const options = [];
  if (ENVIRONMENT_IS_NODE) {
    try {
      Socket = require("ws");
      options.push({perMessageDeflate: false, maxPayload: 16 << 20});
    } catch (missing) {
      if (!Socket) {
        tell(6, "this Node has no WebSocket: npm install ws");
        return void setTimeout(link.end);
      }
    }
  }
  try {
    const name = UTF8ToString(protocol);
    socket = new Socket(UTF8ToString(url), name ? [name] : [], ...options);
  } catch (error) {
    failed(error);
    return void setTimeout(link.end);
  }
  link.socket = socket;
  socket.binaryType = "arraybuffer";
  socket.onopen = () => {
    tell(lost, "the connection was lost");
    opened(user);
  };
  socket.onmessage = ({data}) => {
    const is_text = typeof data === "string";
    const bytes = new Uint8Array(is_text ? 0 : data);
    const at = room(user, bytes.length);
    if (!at) {
      tell(lost, "a message is too long for the memory that there is");
      return socket.close();
    }
    HEAPU8.set(bytes, at);
    message(user, bytes.length, is_text);
  };
  socket.onerror = (event) => {
    if (why != lost) failed(event.error);
  };
  socket.onclose = (event) => {
    if (why == lost && event.reason) tell(lost, "it closed the WebSocket: " + event.reason);
    link.end();
  };
});

EM_JS(void, samesock_transmit, (const void* pieces, int count), {
  const link = Module["samesock_websocket"];
  if (!link || link.socket.readyState !== 1) return;
  const first = pieces >> 2, last = first + 2 * count;
  let size = 0;
  for (let at = first; at < last; at += 2) size += HEAPU32[at + 1];
  // A browser copies what it sends; ws may send from where it is.
  let buffer = link.buffer;
  if (ENVIRONMENT_IS_NODE || !buffer || buffer.length < size) {
    buffer = new Uint8Array(size);
    if (!ENVIRONMENT_IS_NODE) link.buffer = buffer;
  }
  let end = 0;
  for (let at = first; at < last; at += 2) {
    const begin = HEAPU32[at], length = HEAPU32[at + 1];
    buffer.set(HEAPU8.subarray(begin, begin + length), end);
    end += length;
  }
  link.socket.send(buffer.subarray(0, size));
});

EM_JS(void, samesock_hang_up, (double patience), {
  const link = Module["samesock_websocket"];
  if (!link || link.is_over) return;
  clearTimeout(link.patience);
  link.patience = setTimeout(() => {
    link.socket?.terminate?.();
    link.end();
  }, patience);
  link.socket?.close();
});

EM_JS(void, samesock_set_timer, (double milliseconds, javascript_function f, void* argument), {
  clearTimeout(Module["samesock_timer"]);
  if (milliseconds < 0) return;
  const longest = 0x7fffffff;
  Module["samesock_timer"] = setTimeout(() => wasmTable.get(f)(argument), Math.min(milliseconds, longest));
});

EM_JS(void, samesock_soon, (javascript_function f, void* argument), {
  const known = (Module["samesock_functions"] ||= new Map()); // the table makes an object each time
  let call = known.get(f);
  if (!call) known.set(f, (call = wasmTable.get(f)));
  queueMicrotask(() => call(argument));
});

EM_JS(void, samesock_at_exit, (javascript_function f, void* argument), {
  const before = Module["onExit"];
  Module["onExit"] = (status) => {
    wasmTable.get(f)(argument);
    const link = Module["samesock_websocket"];
    if (!link || link.is_over) before?.(status);
    else link.after = () => before?.(status);
  };
});
// clang-format on

namespace samesock::platform::javascript {

static_assert(sizeof(socket_events) == 16 && sizeof(piece) == 8, "they are read above as arrays of 32-bit words");
static_assert(static_cast<int>(socket_end::no_access) == 4 && static_cast<int>(socket_end::lost) == 7);

void dial(void* user, const char* url, const char* protocol, const socket_events& events) noexcept {
    samesock_dial(user, url, protocol, &events);
}
void transmit(std::span<const piece> pieces) noexcept {
    samesock_transmit(pieces.data(), static_cast<int>(pieces.size()));
}
void hang_up(double patience) noexcept { samesock_hang_up(patience); }
void set_timer(double milliseconds, function f, void* argument) noexcept {
    samesock_set_timer(milliseconds, f, argument);
}
void soon(function f, void* argument) noexcept { samesock_soon(f, argument); }
void at_exit(function f, void* argument) noexcept { samesock_at_exit(f, argument); }

} // namespace samesock::platform::javascript
