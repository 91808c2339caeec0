// node faults.mjs WHERE BUILD_DIR GATEWAY PEERS JUNIT.xml: bad input and faults, with programs of a browser build; WHERE is
// chromium, firefox or node. SAMESOCK_GATEWAY is a gateway that serves BUILD_DIR, GATEWAY the program, for those that something
// happens to; PEERS is what ./dev setup peers made. Nothing may hang, and nothing else may be hurt.

import { spawn } from "node:child_process";
import dgram from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";

import { installed } from "../../examples/tab/chromium.mjs";
import { launch } from "./browsers.mjs";
import { run_cases, test } from "./cases.mjs";
import { Server, start_gateway } from "./servers.mjs";

const [, , where, build, gateway_program, peers, junit, only = ""] = process.argv;
const patience = 60_000;
const which = basename(build).replace("browser-", "");
const has_jspi = which === "jspi";
const gateway = process.env.SAMESOCK_GATEWAY;
const origin = new URL(gateway.replace(/^ws/, "http")).origin;
const ports = Object.fromEntries(process.env.SAMESOCK_PEER.split(" ").map((pair) => pair.split("=")));
const { WebSocketServer } = installed("ws");
const folder = mkdtempSync(join(tmpdir(), "faults-"));
const browser = where === "node" ? undefined : await launch(where);

// -- programs

const environment_of = (url, token) => ({ SAMESOCK_GATEWAY: url, SAMESOCK_PEER: process.env.SAMESOCK_PEER, SAMESOCK_GATEWAY_TOKEN: token ?? "" });

/// {status, lines}: how a program ended, and what it said.
async function program(name, words, { url = gateway, token, page, second_call, full_pipe } = {}) {
  const order = { program: `/tests/web/${name}.js`, build: which, arguments: words.map(String), environment: environment_of(url, token), patience, second_call };
  if (!browser) return on_node(order, full_pipe);
  const own = page ?? (await browser.open(`${origin}/tests/web/runner.html`));
  try {
    return await own.evaluate("run", order);
  } finally {
    if (!page) await own.close();
  }
}

// With `full_pipe` the program's output does not block, as another Node that was killed leaves it, and nobody reads it for a while.
function on_node(order, full_pipe = false) {
  return new Promise((end) => {
    const lines = [];
    const command = [resolve("cmake/toolchains/browser-run"), which, join(build, order.program), ...order.arguments];
    if (full_pipe) command.unshift("-c", 'node -e "process.stdout; process.kill(process.pid, 9)"; exec sh "$@"', "sh");
    const child = spawn("sh", command, { env: { ...process.env, ...order.environment }, stdio: ["ignore", "pipe", "pipe"] });
    const timer = setTimeout(() => {
      lines.push("it hangs");
      child.kill("SIGKILL");
    }, patience);
    const read = (stream) => createInterface({ input: stream }).on("line", (line) => lines.push(line));
    read(child.stderr);
    if (full_pipe) setTimeout(read, 2000, child.stdout);
    else read(child.stdout);
    child.on("close", (status) => {
      clearTimeout(timer);
      end({ status, lines });
    });
  });
}

/// What the program of the faults says, without what the library says on standard error.
async function said(words, options) {
  const { status, lines } = await program("samesock_faults", words, options);
  if (status !== 0) throw new Error(`it ended with ${status}\n${lines.join("\n")}`);
  return lines.filter((line) => !line.startsWith("samesock:")).join(", ");
}

function same(got, ...wanted) {
  if (!wanted.includes(got)) throw new Error(`${JSON.stringify(got)}, not ${wanted.map((one) => JSON.stringify(one)).join(" or ")}`);
}

// -- servers

const own_gateway = (...options) => start_gateway(gateway_program, { allow: ["127.0.0.0/8"], listen: [], options });
const wisp_js = () => Server.start(process.execPath, ["tests/interop/wisp_js_server.mjs", peers]);
const configuration = join(folder, "gateway.toml");
writeFileSync(configuration, `origins = ["${origin}"]\n`);

const port_of = (server) => new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(server.address().port)));

async function closed_port() {
  const server = net.createServer();
  const port = await port_of(server);
  server.close();
  return port;
}

/// A WebSocket server that does with each connection what `serve` says: {url, close}.
async function websocket_server(serve, options = {}) {
  const server = http.createServer((_, response) => response.writeHead(404).end("no gateway here"));
  if (serve) new WebSocketServer({ server, ...options }).on("connection", serve);
  return { url: `ws://127.0.0.1:${await port_of(server)}/`, close: () => server.closeAllConnections() ?? server.close() };
}

/// A stock Wisp server, version 1, that confirms nothing and heeds nothing: once a stream is opened it sends without end.
function flooding(socket) {
  const packet = (type, stream, body) => {
    const bytes = Buffer.alloc(5 + body.length);
    bytes[0] = type;
    bytes.writeUInt32LE(stream, 1);
    body.copy(bytes, 5);
    return bytes;
  };
  socket.on("error", () => {});
  socket.send(packet(3, 0, Buffer.from([128, 0, 0, 0])));
  socket.on("message", (message) => {
    if (message[0] !== 1) return;
    const data = packet(2, message.readUInt32LE(1), Buffer.alloc(65_536, 120));
    const more = () => {
      for (let i = 0; i < 16 && socket.bufferedAmount < 4e6; ++i) socket.send(data);
      if (socket.readyState === 1) setTimeout(more, 1);
    };
    more();
  });
}

// -- the cases

const judge = (name, body) => test(`${basename(build)} ${where}: ${name}`, body);

judge("without a gateway connect() is refused", async () => {
  same(await said(["call", ports.echo], { url: `ws://127.0.0.1:${await closed_port()}/` }), "ECONNREFUSED");
});

judge("at a web server that is no gateway connect() is refused", async () => {
  const server = await websocket_server();
  same(await said(["call", ports.echo], { url: server.url }), "ECONNREFUSED");
  server.close();
});

judge("a server of another protocol ends in an error", async () => {
  const server = await websocket_server((socket) => socket.send("hello, I am a chat"));
  same(await said(["call", ports.echo], { url: server.url }), "EPROTO", "ECONNRESET", "ECONNREFUSED");
  server.close();
});

judge("a token that the gateway does not know is EACCES, one that it knows gets in", async () => {
  const file = join(folder, "tokens");
  writeFileSync(file, "alice 0123456789abcdef0123456789abcdef\n", { mode: 0o600 });
  const server = await own_gateway("--config", configuration, "--token-file", file);
  same(await said(["call", ports.echo], { url: server.url, token: "fedcba9876543210fedcba9876543210" }), "EACCES");
  same(await said(["call", ports.echo], { url: server.url, token: "0123456789abcdef0123456789abcdef" }), "connected, echoed");
  await server.stop();
});

if (browser)
  judge("a page of another origin does not get in", async () => {
    const server = await own_gateway();
    same(await said(["call", ports.echo], { url: server.url }), "ECONNREFUSED");
    await server.stop();
  });

judge("a gateway that dies in mid-call ends the call", async () => {
  const server = await own_gateway("--config", configuration);
  const target = net.createServer((socket) => socket.on("error", () => {}).once("data", () => server.stop()));
  same(await said(["call", await port_of(target)], { url: server.url }), "connected, ECONNRESET", "connected, ETIMEDOUT");
  target.close();
});

judge("a stock server that floods ends its session, and no more", async () => {
  const server = await websocket_server(flooding, { handleProtocols: () => false });
  same(await said(["flood", 1], { url: server.url }), "ENOBUFS");
  server.close();
});

for (const how of ["return", "exit", "leak"])
  judge(`10 MB sent before the end by ${how} arrive`, async () => {
    const token = how.padEnd(7, "_") + where[0];
    const sent = await program("samesock_endings", ["send", how, token]);
    const checked = await program("samesock_endings", ["check", token]);
    same([sent.status, checked.status, ...checked.lines].join(" "), "0 0");
  });

for (const [how, ending] of browser ? [["return", 0]] : [["return", 0], ["throw", 1]])
  judge(`1 MB printed before the end by ${how} comes through, though nobody reads it at once`, async () => {
    const { status, lines } = await program("samesock_endings", ["print", how, 25_000], { full_pipe: true });
    const whole = lines.filter((line) => /^line [0-9]+ of what this program has to say$/.test(line));
    same([status, whole.length, whole.at(-1)].join(" "), `${ending} 25000 line 24999 of what this program has to say`);
  });

const echo = net.createServer((socket) => socket.on("error", () => {}).pipe(socket)); // the peer loses patience with 1,000
judge("memory grows while bytes go both ways", async () => same(await said(["grow", ports.echo]), "every byte is as it was"));
judge("1,000 sockets in one program", async () => same(await said(["many", await port_of(echo)]), "1000 sockets echo"));
judge("timeouts are not early and do not hang", async () => same(await said(["timeouts", ports.echo]), "no timeout is early"));
judge("what was sent goes out while the program sleeps", async () => same(await said(["sleep", ports.echo]), "the echo came meanwhile"));

if (!has_jspi)
  judge("a thread that has ended takes no wake-up of others", async () => {
    const { status, lines } = await program("samesock_ended_threads", []);
    same([status, ...lines].join(" "), "0");
  });

const echo_udp = dgram.createSocket("udp4").on("message", (data, from) => echo_udp.send(data, from.port, from.address));
echo_udp.bind(0, "127.0.0.1");
for (const [what, word, port] of [["connect() does not pretend", "truth", () => ports.echo], ["4 MiB echoed, every byte", "echo", () => ports.echo],
  ["4 MiB echoed by name", "name", () => ports.echo], ["datagrams", "datagrams", () => echo_udp.address().port],
  ["a refused connection is told by the first call", "refused", () => closed_port()], ["no listening", "listen", () => 0]])
  judge(`behind a stock wisp-js server: ${what}`, async () => {
    const server = await wisp_js();
    const { status, lines } = await program("samesock_on_stock_server", [word, await port()], { url: server.url });
    await server.stop();
    same([status, ...lines].join(" "), "0");
  });

judge("two programs on one page", async () => {
  const page = await browser?.open(`${origin}/tests/web/runner.html`);
  const both = await Promise.all([said(["grow", ports.echo], { page }), said(["grow", ports.echo], { page })]);
  await page?.close();
  for (const one of both) same(one, "every byte is as it was");
});

if (browser && has_jspi)
  judge("an export that is called while another waits gets EDEADLK, and the other goes on", async () => {
    const { lines } = await program("samesock_faults", ["wait", ports.delay], { second_call: Number(ports.echo) });
    same(lines.filter((line) => !line.startsWith("samesock:")).join(", "), "connected, the second call: EDEADLK, answered");
  });

await run_cases(where, junit, { only, side_by_side: 3 });
await browser?.close();
rmSync(folder, { recursive: true });
process.exit();
