// Starts programs of the browser builds in a page: picks the build that can run here, and gives each program a worker of
// its own, where it may wait. docs/browser.md tells what a page does with it, and what to do about each error.

/** What went wrong before a program ran, or what a call asked for in vain. `code` is a word, `message` says the cure. */
export class SamesockError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = "SamesockError";
    this.code = code;
  }
}

/** What each build lacks here; null: nothing. */
export function missing() {
  const wasm = globalThis.WebAssembly ? null : "WebAssembly is switched off here";
  return { jspi: wasm ?? missing_for_jspi(), threads: wasm ?? missing_for_threads() };
}

function missing_for_jspi() {
  if (WebAssembly.Suspending) return null;
  return "this browser has no JSPI (WebAssembly.Suspending): Chromium since 137 and Firefox of 2026 have it";
}

function missing_for_threads() {
  if (!globalThis.isSecureContext) return "the page came over plain http: serve it over https, or from localhost";
  if (globalThis.crossOriginIsolated) return null;
  return "the page is not cross-origin isolated: serve it with the headers Cross-Origin-Opener-Policy: same-origin and " +
    "Cross-Origin-Embedder-Policy: require-corp";
}

/** Starts a program: {jspi, threads} are the URLs of its builds, of which one is enough; a text is the JSPI build's. */
export async function run(program, options = {}) {
  if (!globalThis.Worker || !globalThis.location) {
    throw new SamesockError("not-a-page", "There is no page here: on Node, run the program's .js itself");
  }
  const builds = typeof program === "string" || program instanceof URL ? { jspi: program } : program;
  const build = pick(builds, options.build);
  const url = new URL(builds[build], location.href).href;
  const order = {
    build,
    url,
    gateway: gateway_of(options),
    token: options.token ?? "",
    arguments: (options.arguments ?? []).map(String),
    environment: { ...options.environment },
  };
  const running = new Program(order, options);
  await running.started;
  return running;
}

function pick(builds, wish) {
  const lacks = missing();
  const there = ["jspi", "threads"].filter((build) => builds[build] && (!wish || wish === build));
  const found = there.find((build) => !lacks[build]);
  if (found) return found;
  if (!there.length) throw new SamesockError("no-build", `The program has no build${wish ? ` "${wish}"` : ""} to run`);
  const names = { jspi: "The JSPI build", threads: "The threads build" };
  const reasons = there.map((build) => `${names[build]}: ${lacks[build]}.`);
  throw new SamesockError("cannot-run", `This program cannot run here. ${reasons.join(" ")}`);
}

function gateway_of({ gateway, token }) {
  const of_page = location.protocol.startsWith("http") ? location.href : "http://127.0.0.1:6001/";
  let url;
  try {
    url = new URL(gateway || (of_page === location.href ? "/samesock/" : "/"), of_page);
  } catch (error) {
    throw new SamesockError("gateway-url", `"${gateway}" is no URL: a gateway's is like wss://example.org/samesock/`,
      { cause: error });
  }
  url.protocol = url.protocol.replace(/^http/, "ws");
  if (!["ws:", "wss:"].includes(url.protocol)) {
    throw new SamesockError("gateway-url", `A gateway's URL begins with ws: or wss:, and not with ${url.protocol}`);
  }
  const is_open = url.protocol === "ws:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (is_open && token) {
    throw new SamesockError("token-in-the-open", `The token would be read by everybody on the way to ${url.host}: use wss:`);
  }
  if (is_open && location.protocol === "https:") {
    throw new SamesockError("mixed-content", `A page of https: may not use ${url.href}: the gateway needs TLS, and wss:`);
  }
  return url.href;
}

class Program {
  #worker;
  #answers = new Map();
  #options;
  #threads = new Map();
  #thread_script;
  #over = false;
  #end;
  #begin;
  #last = 0;

  constructor(order, options) {
    this.build = order.build;
    this.gateway = order.gateway;
    this.#options = options;
    this.exited = new Promise((resolve) => (this.#end = resolve));
    this.started = new Promise((resolve, reject) => (this.#begin = { resolve, reject }));
    this.#start(order);
  }

  /** An export of the program. Calls wait for each other: there is one stack. */
  call(name, ...values) {
    return this.#ask({ call: name, values });
  }

  /** Its sockets as they are now, and where its link to the gateway stands. */
  async figures() {
    return this.#over ? { link: "ended", sockets: [] } : this.#ask({ figures: true });
  }

  /** Ends it. What it has sent is still delivered, within 5 s, as when a process is killed. */
  async stop() {
    if (this.#over) return;
    const late = new Promise((resolve) => setTimeout(resolve, 6_000));
    await Promise.race([this.#ask({ leave: true }).catch(() => {}), late]);
    this.#finish({ status: -1, why: "stopped" });
  }

  #start(order) {
    // A worker of another origin may not be started, but one that imports a script of another origin may.
    const script = new URL("worker.js", import.meta.url).href;
    const blob = script_url(`importScripts(${JSON.stringify(script)})`);
    this.#thread_script = script_url(script_of_thread(order.url));
    try {
      this.#worker = new Worker(blob, { name: order.url.split("/").pop() });
    } catch (error) {
      return this.#fail(worker_error(script, error));
    }
    this.#worker.onmessage = ({ data }) => this.#hear(data, order, blob);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(this.#is_ready ? new SamesockError("crashed", event.message) : worker_error(script, event));
    };
    // Who leaves the page leaves the gateway. A page that is only put aside keeps both: see docs/browser.md.
    addEventListener("pagehide", this.#leave);
  }

  #is_ready = false;
  #leave = (event) => {
    if (!event.persisted) this.#worker.postMessage({ id: 0, leave: true });
  };

  #hear(message, order, blob) {
    if (message.ready) {
      this.#is_ready = true;
      URL.revokeObjectURL(blob);
      this.#worker.postMessage(order);
    }
    if (message.thread) this.#start_thread(message);
    if (message.end_thread) this.#end_thread(message.end_thread);
    if (message.started) this.#begin.resolve();
    if (message.out !== undefined) (this.#options.stdout ?? console.log)(message.out);
    if (message.err !== undefined) (this.#options.stderr ?? console.error)(message.err);
    if (message.failed) this.#fail(new SamesockError(message.failed, message.message));
    if (message.status !== undefined) this.#finish(message);
    if (message.id) this.#answered(message);
  }

  #start_thread({ thread, name, port }) {
    const worker = new Worker(this.#thread_script, { name });
    this.#threads.set(thread, worker);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new SamesockError("crashed", event.message));
    };
    worker.postMessage(port, [port]);
  }

  #end_thread(thread) {
    this.#threads.get(thread)?.terminate();
    this.#threads.delete(thread);
  }

  #answered({ id, value, error }) {
    const { resolve, reject } = this.#answers.get(id);
    this.#answers.delete(id);
    if (error) reject(new SamesockError(error.code, error.message));
    else resolve(value);
  }

  #ask(what) {
    if (this.#over) return Promise.reject(new SamesockError("over", "The program is over"));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...what });
    });
  }

  #fail(error) {
    this.#begin.reject(error);
    this.#finish({ status: -1, why: error.message });
  }

  #finish({ status, why }) {
    if (this.#over) return;
    this.#over = true;
    this.#worker?.terminate();
    for (const thread of this.#threads.keys()) this.#end_thread(thread);
    URL.revokeObjectURL(this.#thread_script);
    removeEventListener("pagehide", this.#leave);
    this.#begin.resolve();
    for (const { reject } of this.#answers.values()) reject(new SamesockError("over", "The program has ended meanwhile"));
    this.#answers.clear();
    const ending = why === undefined ? { status } : { status, why };
    this.#options.exit?.(ending);
    this.#end(ending);
  }
}

const script_url = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));

// What a thread sends goes to its program, which asked for it, and not to the page.
const script_of_thread = (program) => `onmessage = ({ data: port }) => {
  self.postMessage = (message, transfer) => port.postMessage(message, transfer);
  importScripts(${JSON.stringify(program)});
  port.onmessage = (event) => self.onmessage(event);
};`;

function worker_error(script, cause) {
  return new SamesockError("no-worker", `The worker ${script} cannot be started: it is not there, or the page's ` +
    "Content-Security-Policy forbids it (worker-src needs blob:, script-src needs its origin), or it comes from another " +
    "origin without Cross-Origin-Resource-Policy: cross-origin", { cause });
}
