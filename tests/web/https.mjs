// node https.mjs WHERE BUILD_DIR JUNIT.xml: examples/https_get against an HTTPS server of this machine. WHERE is chromium, firefox or
// node, where SAMESOCK_GATEWAY is a gateway that serves BUILD_DIR; wine; or wasmtime.

import assert from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:https";
import { basename, join } from "node:path";
import process from "node:process";

import { launch } from "./browsers.mjs";
import { run_cases, test } from "./cases.mjs";
import { make_certificate } from "./certificate.mjs";

const [, , where, tree, junit] = process.argv;
const build = basename(tree).replace("browser-", "");
const gateway = process.env.SAMESOCK_GATEWAY;
const page_of_server = Array.from({ length: 5000 }, (_, i) => `line ${i} of what the server has`).join("\n");

// -- the two ways to run a program: each tells its status and its lines

const commands = {
  node: (program) => ["browser-run", build, `${program}.js`],
  wine: (program) => ["windows-run", `${program}.exe`],
  wasmtime: (program) => ["wasi-run", `${program}.wasm`],
};

async function run_here(program, words) {
  const [script, ...command] = commands[where](join(tree, program));
  const child = spawn("sh", [join("cmake/toolchains", script), ...command, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (more) => (text += more));
  const [status] = await once(child, "close");
  return { status, text: text.replaceAll("\r\n", "\n") };
}

async function run_in_page(program, words) {
  const page = await browser.open(new URL("/tests/web/runner.html", gateway.replace(/^ws/, "http")));
  try {
    const order = { program: `/${program}.js`, build, arguments: words, environment: { SAMESOCK_GATEWAY: gateway } };
    const { status, lines } = await page.evaluate("run", order);
    return { status, text: lines.join("\n") };
  } finally {
    await page.close().catch(() => {});
  }
}

const browser = where in commands ? undefined : await launch(where);
const run = browser ? run_in_page : run_here;
const own = make_certificate();
const server = createServer(own, (request, response) => response.end(request.url === "/page" ? page_of_server : "another page"));
server.listen(0, "127.0.0.1");
await once(server, "listening");

const https_get = (host, ...more) => run("examples/https_get", [host, String(server.address().port), ...more]);

test("https_get shows the page of a server that it trusts", async () => {
  const { status, text } = await https_get("localhost", "/page", own.cert);
  assert.equal(status, 0, text);
  assert.match(text, /TLSv1\.3 TLS_/);
  assert.ok(text.includes(page_of_server), text.slice(0, 2000));
});

test("https_get refuses a server of another name", async () => {
  const { status, text } = await https_get("127.0.0.1", "/page", own.cert);
  assert.equal(status, 1, text);
  assert.match(text, /handshake: .*certificate verify failed: IP address mismatch/);
});

test("https_get refuses a server that another authority vouches for", async () => {
  const { status, text } = await https_get("localhost", "/page", make_certificate().cert);
  assert.equal(status, 1, text);
  assert.match(text, /handshake: .*certificate verify failed: self-signed certificate/);
});

test("https_get without certificates of its own takes the system's, and says so if there are none", async () => {
  const { status, text } = await https_get("localhost", "/page");
  assert.equal(status, 1, text);
  assert.match(text, where === "wine" ? /handshake: .*self-signed certificate/ : /trust: .*SSL_CERT_FILE/);
});

await run_cases(where, junit, { side_by_side: 2 });
server.closeAllConnections();
server.close();
await browser?.close();
