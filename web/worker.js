// The worker of one program: a classic script, as Emscripten's output is one. loader.js starts it, and says what to run.
(() => {
  "use strict";
  let build;
  let last_call = Promise.resolve();
  let has_started = false;
  let is_over = false;
  let last_thread = 0;

  const fail = (code, message) => postMessage({ failed: code, message });

  function end(status, why) {
    if (is_over) return;
    is_over = true;
    postMessage(why === undefined ? { status } : { status, why });
  }

  // What stands for a Worker where Emscripten starts a thread: the page starts it. In Firefox a worker that starts one of its
  // own now and then waits for ever.
  class Thread {
    #id = ++last_thread;
    #port;

    constructor(script, { name }) {
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = (event) => this.onmessage(event);
      postMessage({ thread: this.#id, name, port: port2 }, [port2]);
    }

    postMessage(message, transfer) {
      this.#port.postMessage(message, transfer);
    }

    terminate() {
      this.#port.close();
      postMessage({ end_thread: this.#id });
    }
  }

  function start(order) {
    build = order.build;
    self.Worker = Thread;
    self.Module = module_of(order);
    try {
      importScripts(order.url);
    } catch (error) {
      return void explain(order.url, error);
    }
    // What Emscripten's script declares; who has no memory never starts.
    if (!("wasmMemory" in self)) {
      fail("program-broken", `${order.url} is no program of Emscripten's, or it was linked with MODULARIZE or EXPORT_ES6`);
    }
  }

  // A script that cannot be loaded is all the same to importScripts.
  async function explain(url, error) {
    if (error.name !== "NetworkError") return fail("program-broken", `${url} is no program of this build: ${error.message}`);
    const answer = await fetch(url).catch(() => null);
    const type = answer?.headers.get("Content-Type");
    if (answer?.ok && !/javascript/.test(type)) return fail("program-broken", `${url} is no script: it comes as ${type}`);
    if (answer && !answer.ok) return fail("program-missing", `${url} is not there: the server answers ${answer.status}`);
    fail("program-missing", `${url} cannot be loaded: no server answers, the page's Content-Security-Policy forbids it, ` +
      "or it comes from another origin without Cross-Origin-Resource-Policy: cross-origin and Access-Control-Allow-Origin");
  }

  const module_of = (order) => ({
    arguments: order.arguments,
    thisProgram: order.url.split("/").pop().replace(/\.m?js$/, ""),
    samesock: { gateway: order.gateway, token: order.token },
    locateFile: (name) => new URL(name, order.url).href,
    preRun: [() => typeof ENV === "object" && Object.assign(ENV, order.environment)],
    onRuntimeInitialized: () => {
      has_started = true;
      postMessage({ started: true });
    },
    print: (line) => is_over || postMessage({ out: line }),
    printErr: (line) => is_over || postMessage({ err: line }),
    onExit: (status) => end(status),
    onAbort: (what) => broken(String(what)),
  });

  function broken(what) {
    if (!has_started) return fail("program-broken", `The program cannot be started: ${what}`);
    end(-1, what);
  }

  function text_of(reason) {
    if (!(reason instanceof WebAssembly.Exception)) return String(reason?.message ?? reason);
    return self.Module?.samesock_network?.what(reason) || "a C++ exception, of a program that has no network yet";
  }

  function call(name, values) {
    if (build === "threads") {
      throw coded("call-with-threads", "An export of the threads build would block the thread that the others need");
    }
    if (Module._main) {
      throw coded("call-beside-main", "The program has a main(), which may wait: link with --no-entry to call its exports");
    }
    const f = Module["_" + name];
    if (!f) throw coded("no-export", `The program exports no ${name}: -sEXPORTED_FUNCTIONS=_${name} -sJSPI_EXPORTS=${name}`);
    const result = last_call.then(() => f(...values));
    last_call = result.catch(() => {});
    return result;
  }

  const coded = (code, message) => Object.assign(new Error(message), { code });

  function leave() {
    is_over = true;
    const network = self.Module?.samesock_network;
    return network ? new Promise((done) => network.leave(done)) : undefined;
  }

  async function answer({ id, ...asked }) {
    try {
      let value;
      if (asked.leave) value = await leave();
      else if (asked.figures) value = self.Module?.samesock_network?.figures() ?? { link: "down", sockets: [] };
      else value = await call(asked.call, asked.values);
      postMessage({ id, value });
    } catch (error) {
      const code = error.code ?? (error instanceof WebAssembly.Exception ? "exception" : "crashed");
      postMessage({ id, error: { code, message: text_of(error) } });
    }
  }

  addEventListener("message", ({ data }) => {
    if (data.id !== undefined) answer(data);
    else start(data);
  });
  // What the engine has suspended ends with a promise that is rejected.
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    if (event.reason?.name === "ExitStatus") return;
    const why = text_of(event.reason);
    if (!is_over) postMessage({ err: `terminating: nobody caught an exception: ${why}` });
    end(-1, why);
  });
  postMessage({ ready: true });
})();
