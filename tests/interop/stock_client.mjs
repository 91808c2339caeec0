// The stock client of wisp-js against a server. One case a process:
//   stock_client.mjs PEERS URL VERSION CASE [ARGUMENT...]
// Ends with 0 where the case holds, else says what did not.
import { createRequire } from "node:module";

const [peers, url, version, name, ...rest] = process.argv.slice(2);
const words = rest.map((word) => (/^\d+$/.test(word) ? Number(word) : word));
const { client, packet } = createRequire(peers + "/")("@mercuryworkshop/wisp-js/client");
const CREDIT_BYTES = 16384;

/** The same bytes as targets.py has, which differ wherever they are displaced. */
const period = 4 * (1 << 18);
function pattern(size, start = 0) {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const at = (start + i) % (period + 3);
    const j = at % (1 << 18);
    bytes[i] = at < period ? (j * 131 + (j >> 8) * 7 + (j >> 16)) & 255 : "end".charCodeAt(at - period);
  }
  return bytes;
}

function check(holds, what) {
  if (!holds) throw new Error(what);
}

function same(got, wanted) {
  check(got.length === wanted.length, `${got.length} bytes came back of ${wanted.length}`);
  const at = got.findIndex((byte, i) => byte !== wanted[i]);
  check(at < 0, `byte ${at} is ${got[at]}, not ${wanted[at]}`);
}

function connected() {
  return new Promise((resolve, reject) => {
    const connection = new client.ClientConnection(url, { wisp_version: Number(version) });
    connection.onopen = () => resolve(connection);
    connection.onclose = () => reject(new Error("the connection was closed"));
    connection.onerror = () => reject(new Error("no connection"));
  });
}

/** A stream that gathers what it receives, with promises for its next bytes and its end. */
class Gathered {
  constructor(connection, port, type = "tcp", host = "127.0.0.1") {
    this.parts = [];
    this.size = 0;
    this.waiting = null;
    this.stream = connection.create_stream(host, port, type);
    this.stream.onmessage = (data) => {
      this.parts.push(data);
      this.size += data.length;
      this.waiting?.();
    };
    this.closed = new Promise((resolve) => {
      this.stream.onclose = (reason) => resolve(reason);
    });
  }
  send(bytes, chunk = CREDIT_BYTES) {
    for (let at = 0; at < bytes.length; at += chunk) this.stream.send(bytes.slice(at, at + chunk));
  }
  async until(size) {
    while (this.size < size) await new Promise((resolve) => (this.waiting = resolve));
    return this.all();
  }
  all() {
    const joined = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}

const cases = {
  async version() {
    const connection = await connected();
    check(connection.wisp_version === Number(version), `version ${connection.wisp_version} was spoken`);
    check(connection.udp_enabled, "UDP is off");
  },
  async echo(port, size) {
    const stream = new Gathered(await connected(), port);
    const sent = pattern(size);
    stream.send(sent);
    same(await stream.until(size), sent);
  },
  async parallel(port, count) {
    const connection = await connected();
    await Promise.all(Array.from({ length: count }, async (_, i) => {
      const stream = new Gathered(connection, port);
      const sent = pattern(50_000, i * 977);
      stream.send(sent, 7000);
      same(await stream.until(sent.length), sent);
    }));
  },
  async udp(port) {
    const connection = await connected();
    const stream = new Gathered(connection, port, "udp");
    let expected = 0;
    for (const size of [1, 100, 1472, 9000]) {
      stream.send(pattern(size), size);
      await stream.until((expected += size));
      check(stream.parts.at(-1).length === size, `a datagram of ${size} came back as ${stream.parts.at(-1).length}`);
      same(stream.parts.at(-1), pattern(size));
    }
  },
  async reason(port, wanted, host = "127.0.0.1") {
    const reason = await new Gathered(await connected(), port, "tcp", host).closed;
    check(reason === wanted, `the stream was closed with ${reason}, not ${wanted}`);
  },
  async source(port, size) {
    const stream = new Gathered(await connected(), port);
    const wanted = new Uint8Array(8);
    new DataView(wanted.buffer).setBigUint64(0, BigInt(size), true);
    stream.send(wanted);
    const reason = await stream.closed;
    check(reason === packet.close_reasons.Voluntary, `the stream was closed with ${reason}`);
    same(stream.all(), pattern(size));
  },
  /** A page that is busy: nothing is read while the target sends, and afterwards everything is there. */
  async pause(port, size, milliseconds) {
    const connection = await connected();
    const stream = new Gathered(connection, port);
    const wanted = new Uint8Array(8);
    new DataView(wanted.buffer).setBigUint64(0, BigInt(size), true);
    stream.send(wanted);
    connection.ws.pause();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    connection.ws.resume();
    await stream.closed;
    same(stream.all(), pattern(size));
  },
  /** How v86 and libcurl.js use it: as if each connection were a WebSocket. */
  async polyfill(port) {
    const socket = new client.WispWebSocket(`${url}127.0.0.1:${port}`, null, { wisp_version: Number(version) });
    socket.binaryType = "arraybuffer";
    await new Promise((resolve) => (socket.onopen = resolve));
    const answer = new Promise((resolve) => (socket.onmessage = (event) => resolve(new Uint8Array(event.data))));
    socket.send("Hello, world");
    check(new TextDecoder().decode(await answer) === "Hello, world", "another answer");
    socket.close();
  },
};

try {
  await cases[name](...words);
  process.exit(0);
} catch (problem) {
  console.error(problem);
  process.exit(1);
}
