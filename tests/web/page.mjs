// node page.mjs JSPI_DIR THREADS_DIR GATEWAY JUNIT.xml [REGEX]: the page in headless Chromium, at the width of a phone and of a
// desk, by mouse and by keyboard; what it says when something is missing; and the loader by itself. The first two are the trees of
// browser-jspi and browser-threads, of which the npm package has the programs.
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

import { launch } from "../../examples/tab/chromium.mjs";
import { run_cases, test } from "./cases.mjs";
import { serve_files, start_gateway } from "./servers.mjs";

const [, , jspi, threads, program, junit, pattern] = process.argv;
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };
const for_everybody = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" }; // as a CDN
const browser = await launch({ more: ["--host-resolver-rules=MAP *.test 127.0.0.1"] });
const temporary = mkdtempSync(join(tmpdir(), "samesock-page-"));
const files = join(temporary, "package");
for (const build of [jspi, threads]) cpSync(resolve(build, "package"), files, { recursive: true });

// body(page, gateway), of a page that nobody else sees.
async function with_page(wanted, body) {
  const { size = "desk", gateway: how = {}, at = (gateway) => gateway.page, prepare, scheme = "light" } = wanted;
  const gateway = await start_gateway(program, { directory: files, ...how });
  const context = await browser.newContext({ viewport: sizes[size], colorScheme: scheme });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  try {
    await prepare?.(page);
    await page.goto(at(gateway));
    await body(page, gateway);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
    await gateway.stop();
  }
}

const up = (page, card) => page.locator(`${card} .state[data-state=up]`).waitFor();
const text_of = (page, selector) => page.locator(selector).textContent();
const shows = (page, selector, text) => page.locator(selector).filter({ hasText: text }).first().waitFor();

const url_of = async (page) => /http:\S+/.exec(await text_of(page, "#http code"))[0];
const ask_by_url = (url) => fetch(url, { signal: AbortSignal.timeout(30_000) });

/** Asks the page's HTTP server. */
const ask = async (page, path = "") => ask_by_url(await url_of(page) + path);

async function port_of(page, card) {
  await up(page, card);
  return Number(/:(\d+)$/.exec(await text_of(page, `${card} .address`))[1]);
}

const is_in_view = (page, selector) => page.locator(selector).evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
});

for (const size of Object.keys(sizes)) {
  test(`${size}: the HTTP server answers from outside, and the request is shown`, () => with_page({ size }, async (page) => {
    await up(page, "#http");
    const answer = await ask(page);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /C\+\+/);
    await shows(page, "#http .log li", "GET /");
    assert.equal((await ask(page, "other")).status, 404);
    await shows(page, "#http .log li", "GET /other");
  }));

  test(`${size}: a connection to the echo server is a row of the table while it lasts`, () => with_page({ size }, async (page) => {
    const socket = connect(await port_of(page, "#echo"), "127.0.0.1");
    socket.write("hello\n");
    const [back] = await once(socket, "data");
    assert.equal(String(back), "hello\n");
    const own = `127.0.0.1:${socket.localPort}`;
    await shows(page, "#echo .log li", own);
    const row = page.locator("#sockets tbody tr").filter({ hasText: own });
    await row.filter({ hasText: /Echo server.*connected.*6 B.*6 B.*kB \/ .*kB/ }).waitFor(); // it is drawn anew now and then
    socket.end();
    await row.waitFor({ state: "detached" });
  }));

  test(`${size}: round trips are drawn, stopped and begun by keyboard`, () => with_page({ size }, async (page) => {
    await shows(page, "#first", "First socket connected");
    await page.waitForFunction(() => Number(document.querySelector("#trip-count").textContent) > 3);
    assert.match(await page.locator("#chart").getAttribute("aria-label"), /median [\d.]+ ms/);
    await page.locator("#client-button").focus();
    await page.keyboard.press("Enter");
    await shows(page, "#client-button", "Start");
    await page.locator("#size").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("5000");
    await page.keyboard.press("Enter");
    await shows(page, "#client-button", "Stop");
    await page.waitForFunction(() => Number(document.querySelector("#trip-count").textContent) > 3);
  }));

  test(`${size}: nothing is wider than the screen, and what is pressed is large enough`, () => with_page({ size }, async (page) => {
    await up(page, "#echo");
    await page.locator("#gateway").evaluate((element) => (element.open = true));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), sizes[size].width);
    const small = await page.locator("button:visible, input:visible, summary").evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.id || one.textContent));
    assert.deepEqual(small, []);
  }));
}

test("by keyboard: every control is reached in order, and shows that it has the focus", () => with_page({}, async (page) => {
  await up(page, "#http");
  await up(page, "#echo");
  const reached = [];
  for (let i = 0; i < 16; ++i) {
    await page.keyboard.press("Tab");
    const [name, outline] = await page.evaluate(() => {
      const at = document.activeElement;
      return [at.getAttribute("aria-label") ?? at.id ?? at.tagName, getComputedStyle(at).outlineStyle];
    });
    const shown = await page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute("aria-label") ||
      document.activeElement.className || document.activeElement.tagName);
    if (shown === "BODY") break;
    assert.equal(outline, "solid", `${name} does not show the focus`);
    reached.push(shown);
  }
  assert.deepEqual(reached, ["skip", "Command to ask the HTTP server", "Copy the curl command", "Command to ask the echo server",
    "Copy the nc command", "host", "port", "size", "pause", "client-button", "SUMMARY"]);
}));

test("every field has a label, every button a name, and the texts their contrast in both schemes", async () => {
  for (const scheme of ["light", "dark"]) {
    await with_page({ scheme }, async (page) => {
      const nameless = await page.locator("input, button").evaluateAll((all) => all
        .filter((one) => !(one.labels?.length || one.textContent.trim() || one.getAttribute("aria-label"))).map((one) => one.id));
      assert.deepEqual(nameless, []);
      const ratios = await page.evaluate(() => {
        const style = getComputedStyle(document.documentElement);
        const light = (name) => {
          const hex = style.getPropertyValue(name).trim().slice(1);
          const part = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
          return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
        };
        const pairs = ["--ink --ground", "--ink --surface", "--ink --bad-ground", "--ink --glow", "--soft --ground",
          "--soft --surface", "--soft --inset", "--accent --surface", "--accent --ground", "--on-accent --accent",
          "--bad --surface", "--bad --bad-ground"];
        return pairs.map((pair) => pair.split(" ")).map(([a, b]) => {
          const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
          return [`${a} on ${b}`, (high + 0.05) / (low + 0.05)];
        });
      });
      assert.deepEqual(ratios.filter(([, ratio]) => ratio < 4.5), []);
    });
  }
});

// -- what is wrong is told where the eye is -----------------------------------------------------------------------------------

for (const size of Object.keys(sizes)) {
  test(`${size}: no gateway: the page says so at its top, and goes on by itself once there is one`, async () => {
    const spare = await start_gateway(program);
    await spare.stop();
    const how = { size, at: (gateway) => `${gateway.page}?gateway=ws://127.0.0.1:${spare.port}/samesock/` };
    await with_page(how, async (page, gateway) => {
      await shows(page, "#alert-title", "No gateway answers");
      assert.ok(await is_in_view(page, "#alert"));
      const origins = join(temporary, `${size}.toml`);
      writeFileSync(origins, `origins = ["http://127.0.0.1:${gateway.port}"]\n`);
      const late = await start_gateway(program, { port: spare.port, options: ["--config", origins] });
      try {
        await up(page, "#http");
        await page.locator("#alert").waitFor({ state: "hidden" });
      } finally {
        await late.stop();
      }
    });
  });
}

test("a token that is missing or wrong is asked for in its field, and the right one lets the servers begin", async () => {
  const tokens = join(temporary, "tokens");
  writeFileSync(tokens, "page 0123456789abcdef-right\n", { mode: 0o600 });
  await with_page({ gateway: { options: ["--token-file", tokens] } }, async (page) => {
    await shows(page, "#alert-title", "asks for a token");
    await page.locator("#alert-retry").click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "token");
    await page.keyboard.type("0123456789abcdef-wrong");
    await page.keyboard.press("Enter");
    await shows(page, "#gateway-error", "refuses the token");
    assert.equal(await page.locator("#token").getAttribute("aria-invalid"), "true");
    await page.locator("#token").fill("0123456789abcdef-right");
    await page.keyboard.press("Enter");
    await up(page, "#http");
    await up(page, "#echo");
    await page.locator("#alert").waitFor({ state: "hidden" });
  });
});

test("a gateway that lets nobody listen is told by what bind said", () => with_page({ gateway: { listen: [] } }, async (page) => {
  await shows(page, "#alert-title", "does not run");
  await shows(page, "#alert-text", /[Pp]ermission/);
}));

test("a client that reaches nobody says why by its button, and a wrong field gets the focus", () => with_page({}, async (page) => {
  await shows(page, "#first", "First socket");
  await page.locator("#client-button").click();
  await page.locator("#port").fill("1");
  await page.keyboard.press("Enter");
  await shows(page, "#client-error", /refused/);
  await page.locator("#port").fill("");
  await page.keyboard.press("Enter");
  await shows(page, "#client-error", "Port: a number from 1 to 65535");
  assert.equal(await page.evaluate(() => document.activeElement.id), "port");
}));

test("a gateway that goes away is told, and the page goes on with the next one", () => with_page({}, async (page, gateway) => {
  const before = await port_of(page, "#http");
  await gateway.stop();
  await shows(page, "#link", "away");
  const next = await start_gateway(program, { port: gateway.port, directory: files });
  try {
    await page.waitForFunction((port) => {
      const [text, state] = ["code", ".state"].map((selector) => document.querySelector(`#http ${selector}`));
      return state.dataset.state === "up" && !text.textContent.includes(port);
    }, String(before));
    assert.equal((await ask(page)).status, 200);
    await shows(page, "#link", "connected");
  } finally {
    await next.stop();
  }
}));

test("a page that is frozen goes on to answer", () => with_page({}, async (page) => {
  await up(page, "#http");
  const control = await page.context().newCDPSession(page);
  await control.send("Page.setWebLifecycleState", { state: "frozen" });
  assert.equal((await ask_by_url(await url_of(page))).status, 200);
  await control.send("Page.setWebLifecycleState", { state: "active" });
  assert.equal((await ask(page)).status, 200);
}));

test("a page that is kept for the back button stands still, and answers who came meanwhile once it is back", () =>
  with_page({}, async (page, gateway) => {
    await up(page, "#http");
    const url = await url_of(page);
    await page.evaluate(() => (globalThis.is_the_same = true));
    await page.goto(new URL("package.json", gateway.page).href);
    let is_answered = false;
    const asked = ask_by_url(url).then((answer) => (is_answered = true) && answer);
    await new Promise((later) => setTimeout(later, 1000));
    assert.equal(is_answered, false);
    await page.goBack({ waitUntil: "commit" });
    assert.equal((await asked).status, 200);
    assert.equal(await page.evaluate(() => globalThis.is_the_same), true);
    assert.equal((await ask(page)).status, 200);
  }));

test("a page that was left, and is not kept, serves again when it is back", () => with_page({}, async (page) => {
  await up(page, "#http");
  await page.evaluate(() => {
    globalThis.is_the_same = true;
    addEventListener("unload", () => {}); // a page that has one is not kept
  });
  await page.goto("about:blank");
  await page.goBack({ waitUntil: "commit" });
  await up(page, "#http");
  assert.equal(await page.evaluate(() => globalThis.is_the_same), undefined);
  assert.equal((await ask(page)).status, 200);
}));

test("over plain http from another machine's name the JSPI build serves, and the other one says what it lacks", async () => {
  const names = join(temporary, "lan.toml");
  writeFileSync(names, 'server-names = ["lan.test"]\n');
  const at = (gateway) => gateway.page.replace("127.0.0.1", "lan.test");
  await with_page({ gateway: { options: ["--config", names] }, at }, async (page) => {
    assert.equal(await page.evaluate(() => isSecureContext), false);
    await up(page, "#http");
    assert.equal((await ask(page)).status, 200);
    const { code, message } = await load(page, { threads: client }, { build: "threads" });
    assert.equal(code, "cannot-run");
    assert.match(message, /plain http/);
  });
});

test("a browser without JSPI takes the build with threads", () => {
  const prepare = async (page) => {
    await page.addInitScript(() => delete WebAssembly.Suspending);
    await page.route("**/dist/jspi/*", (request) => request.abort());
  };
  return with_page({ prepare }, async (page) => {
    await up(page, "#http");
    assert.equal((await ask(page)).status, 200);
    await shows(page, "#http .log li", "GET /");
    await shows(page, "#first", "First socket connected");
    const socket = connect(await port_of(page, "#echo"), "127.0.0.1");
    socket.write("hello\n");
    assert.equal(String((await once(socket, "data"))[0]), "hello\n");
    socket.destroy();
  });
});

test("where neither build can run, the page says what each lacks", async () => {
  const plain = await serve_files(files);
  try {
    const prepare = (page) => page.addInitScript(() => delete WebAssembly.Suspending);
    await with_page({ at: () => `${plain.origin}/`, prepare }, async (page) => {
      await shows(page, "#alert-title", "cannot run");
      await shows(page, "#alert-text", /JSPI.*WebAssembly\.Suspending.*cross-origin isolated.*Cross-Origin-Opener-Policy/);
      assert.equal(await page.locator("#alert-retry").isVisible(), false);
    });
  } finally {
    plain.stop();
  }
});

// -- the loader ------------------------------------------------------------------------------------------------------------

// What run() came to: its error's code and text, or the program's lines and ending.
const load = (page, builds, options = {}, from = "/loader.js") => page.evaluate(async ([builds, options, from]) => {
  const { run } = await import(from);
  const lines = [];
  const line = (text) => lines.push(text);
  try {
    const program = await run(builds, { ...options, stdout: line, stderr: line });
    return { lines, build: program.build, ...(await program.exited) };
  } catch (error) {
    return { code: error.code, message: error.message };
  }
}, [builds, options, from]);

const loader = (body) => with_page({ at: (gateway) => `${gateway.page}loader.js` }, body);
const client = "/dist/jspi/round_trips.js";

test("loader: mistakes have codes, and texts that say the cure", () => loader(async (page) => {
  const code = async (...words) => (await load(page, ...words)).code;
  assert.equal(await code({}), "no-build");
  assert.equal(await code({ jspi: client }, { build: "threads" }), "no-build");
  assert.equal(await code(client, { gateway: "ftp://example.org/" }), "gateway-url");
  assert.equal(await code(client, { gateway: "http://[" }), "gateway-url");
  assert.equal(await code(client, { gateway: "ws://gateway.example/", token: "secret" }), "token-in-the-open");
  assert.equal(await code("/dist/jspi/absent.js"), "program-missing");
  assert.equal(await code("/package.json"), "program-broken");
  assert.equal(await code("/page/text.js"), "program-broken");
  assert.equal(await code("/worker.js"), "program-broken");
}));

test("loader: an exception that nobody catches ends the program with its text", () => loader(async (page) => {
  const ended = await load(page, client, { arguments: ["127.0.0.1", 1] });
  assert.equal(ended.status, -1);
  assert.match(ended.why, /[Rr]efused/);
  assert.match(ended.lines.at(-1), /^terminating: nobody caught an exception: .*[Rr]efused/);
}));

test("loader: a page of any host, the package from another origin, the gateway of a third", async () => {
  const page_host = await serve_files(files);
  const cdn = await serve_files(files, for_everybody);
  const origins = join(temporary, "cdn.toml");
  writeFileSync(origins, `origins = ["${page_host.origin}"]\n`);
  try {
    const how = { gateway: { options: ["--config", origins] }, at: () => `${page_host.origin}/loader.js` };
    await with_page(how, async (page, gateway) => {
      const options = { gateway: gateway.url, arguments: ["", 0, -1] };
      const ended = await load(page, `${cdn.origin}/dist/jspi/http_server.js`, options, `${cdn.origin}/loader.js`);
      assert.equal(ended.code, undefined, ended.message);
    });
  } finally {
    page_host.stop();
    cdn.stop();
  }
});

test("loader: stop() ends the program's listeners at once", () => loader(async (page) => {
  const port = await page.evaluate(async () => {
    const { run } = await import("/loader.js");
    return new Promise((tell, refuse) => {
      const stdout = (line) => tell(Number(/', (\d+)/.exec(line)[1]));
      run("/dist/jspi/http_server.js", { arguments: ["", 0], stdout }).then((it) => (globalThis.program = it), refuse);
    });
  });
  assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);
  const { figures, ending } = await page.evaluate(async () => {
    const figures = await globalThis.program.figures();
    await globalThis.program.stop();
    return { figures, ending: await globalThis.program.exited };
  });
  assert.equal(figures.link, "up");
  assert.equal(figures.sockets[0].state, "listening");
  assert.deepEqual(ending, { status: -1, why: "stopped" });
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
}));

test("loader: a call that comes while another one waits is made after it, and what an export throws is told", async () => {
  const tests = await serve_files(resolve(jspi, "tests", "web"), for_everybody);
  try {
    await loader(async (page) => {
      const results = await page.evaluate(async (exports) => {
        const { run } = await import("/loader.js");
        let tell;
        const port = new Promise((resolve) => (tell = resolve));
        const server = await run("/dist/jspi/selector_echo_server.js", {
          arguments: ["", 0], stdout: (line) => tell(Number(/', (\d+)/.exec(line)?.[1])),
        });
        const library = await run(exports);
        const error_of = (call) => call.then(() => "none", ({ code, message }) => `${code}: ${message}`);
        const results = await Promise.all([library.call("echo", await port, 20, 1), library.call("echo", await port, 20, 2),
          error_of(library.call("echo", 1, 1, 3)), library.call("echo", await port, 5, 4), error_of(library.call("absent")),
          error_of(server.call("main"))]);
        await library.stop();
        return [...results, await error_of(library.call("echo", 1, 1, 1))];
      }, `${tests.origin}/samesock_exports.js`);
      assert.deepEqual([results[0], results[1], results[3]], [20, 20, 5]);
      assert.match(results[2], /^exception: .*[Rr]efused/);
      assert.match(results[4], /^no-export: /);
      assert.match(results[5], /^call-beside-main: /);
      assert.match(results[6], /^over: /);
    });
  } finally {
    tests.stop();
  }
});

await run_cases("page", junit, { only: pattern });
await browser.close();
rmSync(temporary, { recursive: true });
