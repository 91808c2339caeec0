// What a program prints on Node comes through whole, however it ends. A pipe that nobody empties at once is full now
// and then. Emscripten prints by console.log, which loses what is left when the program ends by a fault; with threads
// by writeSync, which fails then, because Node makes the pipe one that does not block as soon as it starts a thread.
// Linked into each program by its name: see CMakeLists.txt.
#include <emscripten/em_js.h>

// A print() of the program's own, or the page's, stays.
// clang-format off
EM_JS(void, samesock_print_whole_lines, (), {
  if (!ENVIRONMENT_IS_NODE) return;
  const file = require("fs");
  const never = new Int32Array(new SharedArrayBuffer(4));
  const to = (descriptor) => (...words) => {
    const bytes = Buffer.from(words.join(" ") + "\n");
    for (let written = 0; written < bytes.length;) {
      try {
        written += file.writeSync(descriptor, bytes, written);
      } catch (error) {
        if (error.code !== "EAGAIN") throw error;
        Atomics.wait(never, 0, 0, 1);
      }
    }
  };
  // Emscripten's checks, where they are on, let nobody ask for what is not set.
  const is_set = (name) => Object.getOwnPropertyDescriptor(Module, name)?.value;
  if (!is_set("print")) out = to(1);
  if (!is_set("printErr")) err = to(2);
});
// clang-format on

extern "C" [[gnu::constructor]] void samesock_standard_output() { samesock_print_whole_lines(); }
