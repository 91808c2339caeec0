// What bench/run-browser compares the library with: a WebSocket in plain JavaScript that does what browser_load.cpp does, with
// callbacks, as scripts do. Two ways of speaking to the same gateway: "plain" is Wisp 1, a message for each packet; "batched" is
// the extension (src/tunnel/PROTOCOL.md), all that one turn of the event loop sends in one message.

const small = 64, warm_up = 1000, ahead = 4 << 20;
const most_ahead = 0x7fffffff;

// -- the bytes of bulk: as bench/tunnel/pattern.hpp

const period = 1_048_573, piece = 262_144;
let pattern;
function make_pattern() {
  pattern = new Uint8Array(period + piece);
  let high = Number(88172645463325252n >> 32n), low = Number(88172645463325252n & 0xffffffffn);
  for (let i = 0; i < period; ++i) {
    high ^= (high << 13) | (low >>> 19);
    low ^= low << 13;
    low ^= (low >>> 7) | (high << 25);
    high ^= high >>> 7;
    high ^= (high << 17) | (low >>> 15);
    low ^= low << 17;
    pattern[i] = high;
  }
  pattern.copyWithin(period, 0, piece);
}

const at = (place, size) => pattern.subarray(place % period, (place % period) + size);

function matches(place, bytes) {
  let begin = place % period;
  for (let i = 0; i < bytes.length; ++i, ++begin) {
    if (begin === period) begin = 0;
    if (bytes[i] !== pattern[begin]) return false;
  }
  return true;
}

// -- what ends before its measurement fails it: a link has the promise `failed`

class Link {
  streams = new Map();
  last = 0;
  failed = new Promise((_, reject) => (this.fail = (why) => reject(new Error(why))));

  constructor() {
    this.failed.catch(() => {}); // nobody may be waiting yet
  }

  watch() {
    this.socket.onclose = () => this.fail("the WebSocket was closed");
  }

  close() {
    this.socket.onclose = this.socket.onmessage = this.socket.onerror = null;
    this.socket.close();
  }
}

// -- Wisp 1: a stream is {received, writable}; send() says how many bytes it has taken

class PlainLink extends Link {
  async open(url, Socket) {
    this.socket = new Socket(url);
    this.socket.binaryType = "arraybuffer";
    await new Promise((resolve, reject) => {
      this.socket.onerror = () => reject(new Error("the WebSocket does not open"));
      this.socket.onmessage = ({ data }) => {
        this.credit = new DataView(data).getUint32(5, true);
        resolve();
      };
    });
    this.socket.onmessage = ({ data }) => this.take(new Uint8Array(data), new DataView(data));
    this.watch();
  }

  packet(type, id, size) {
    const bytes = new Uint8Array(5 + size);
    bytes[0] = type;
    new DataView(bytes.buffer).setUint32(1, id, true);
    return bytes;
  }

  connect(port, user) {
    const id = ++this.last, host = new TextEncoder().encode("127.0.0.1");
    const bytes = this.packet(1, id, 3 + host.length);
    bytes[5] = 1;
    new DataView(bytes.buffer).setUint16(6, port, true);
    bytes.set(host, 8);
    this.socket.send(bytes);
    this.streams.set(id, { user, credit: this.credit });
    return id;
  }

  take(bytes, view) {
    const stream = this.streams.get(view.getUint32(1, true));
    if (bytes[0] === 2) stream.user.received(bytes.subarray(5));
    if (bytes[0] === 3) {
      stream.credit = view.getUint32(5, true);
      stream.user.writable?.();
    }
    if (bytes[0] === 4) this.fail(`the gateway closed a stream for reason ${bytes[5]}`);
  }

  send(id, data) {
    const stream = this.streams.get(id);
    if (!stream.credit) return 0;
    --stream.credit;
    const bytes = this.packet(2, id, data.length);
    bytes.set(data, 5);
    this.socket.send(bytes);
    return data.length;
  }

  turn() {}
}

// -- the extension

class BatchedLink extends Link {
  buffer = new Uint8Array(1 << 20);
  view = new DataView(this.buffer.buffer);
  end = 0;

  async open(url, Socket) {
    this.socket = new Socket(url, ["wisp-v2"]);
    this.socket.binaryType = "arraybuffer";
    await new Promise((resolve, reject) => {
      this.socket.onerror = () => reject(new Error("the WebSocket does not open"));
      this.socket.onmessage = ({ data }) => {
        const bytes = new Uint8Array(data);
        if (bytes[0] === 5) this.introduce(new DataView(data));
        else if (bytes[0] === 3) this.socket.onmessage = resolve; // the next one is WELCOME
        else reject(new Error("the gateway refuses"));
      };
    });
    this.socket.onmessage = ({ data }) => {
      this.take(new Uint8Array(data), new DataView(data));
      this.turn();
    };
    this.watch();
  }

  introduce(theirs) {
    for (let i = 7; i < theirs.byteLength;) {
      const length = theirs.getUint32(i + 1, true);
      if (theirs.getUint8(i) === 0xf3) this.grant = theirs.getUint32(i + 5 + 13, true);
      i += 5 + length;
    }
    const early_data = 1 << 5, few_messages = 1 << 6, metadata = 29;
    const bytes = new Uint8Array(7 + 5 + metadata), view = new DataView(bytes.buffer);
    bytes.set([5, 0, 0, 0, 0, 2, 0, 0xf3]);
    view.setUint32(8, metadata, true);
    bytes.set(new TextEncoder().encode("samesock"), 12);
    bytes[20] = 1;
    view.setUint32(21, early_data | few_messages, true);
    view.setUint32(25, most_ahead, true); // so that no credit has to be given back
    view.setUint32(29, 1000, true);
    view.setUint32(33, 256 << 10, true);
    this.socket.send(bytes);
  }

  packet(type, id, size) {
    if (this.end + 9 + size > 256 << 10) this.turn();
    const begin = this.end + 9;
    this.view.setUint32(this.end, 5 + size, true);
    this.buffer[this.end + 4] = type;
    this.view.setUint32(this.end + 5, id, true);
    this.end = begin + size;
    return begin;
  }

  turn() {
    if (!this.end) return;
    this.socket.send(this.buffer.subarray(0, this.end));
    this.end = 0;
  }

  connect(port, user) {
    const id = ++this.last;
    let i = this.packet(0x10, id, 3);
    this.view.setUint16(i, 2, true);
    this.buffer[i + 2] = 1;
    i = this.packet(0x12, id, 18);
    this.buffer.set([1, 0], i);
    this.view.setUint16(i + 2, 2, true);
    this.view.setUint16(i + 4, port, true);
    this.buffer.fill(0, i + 6, i + 14);
    this.buffer.set([127, 0, 0, 1], i + 14);
    this.streams.set(id, { user, credit: this.grant });
    return id;
  }

  take(bytes, view) {
    for (let i = 0; i < bytes.length;) {
      const length = view.getUint32(i, true), type = bytes[i + 4], stream = this.streams.get(view.getUint32(i + 5, true));
      if (type === 2) stream.user.received(bytes.subarray(i + 9, i + 4 + length));
      if (type === 0x30) {
        stream.credit += view.getUint32(i + 9, true);
        stream.user.writable?.();
      }
      if (type === 0x21) this.fail("the gateway fails a request");
      if (type === 4 || (type >= 0x31 && type <= 0x34)) this.fail(`the gateway ended a stream: type ${type}`);
      i += 4 + length;
    }
  }

  send(id, data) {
    const stream = this.streams.get(id);
    const size = Math.min(stream.credit, data.length);
    if (!size) return 0;
    stream.credit -= size;
    const begin = this.packet(2, id, size);
    this.buffer.set(data.subarray(0, size), begin);
    return size;
  }
}

// -- measurements: each resolves with {units, seconds, microseconds}

const now = () => performance.now();

function round_trips(link, port, count, milliseconds) {
  return new Promise((resolve, reject) => {
    const microseconds = [];
    let started, is_over = false;
    const begin = () => {
      let place = 0, got = 0, since = now();
      const back = new Uint8Array(small);
      const id = link.connect(port, {
        received(bytes) {
          if (is_over) return;
          back.set(bytes, got);
          got += bytes.length;
          if (got < small) return;
          if (!matches(place, back)) return reject(new Error("an echo differs"));
          const time = now();
          if (time - started >= warm_up) microseconds.push((time - since) * 1000);
          if (time - started >= warm_up + milliseconds) {
            is_over = true;
            return resolve({ units: microseconds.length, seconds: milliseconds / 1000, microseconds });
          }
          got = 0;
          place += small;
          since = time;
          link.send(id, at(place, small));
        },
      });
      link.send(id, at(0, small));
    };
    started = now();
    for (let i = 0; i < count; ++i) begin();
    link.turn();
  });
}

function download(link, port, milliseconds) {
  return new Promise((resolve, reject) => {
    let place = 0, begin = 0, began = 0, is_over = false;
    const started = now();
    link.connect(port, {
      received(bytes) {
        if (is_over) return;
        if (!matches(place, bytes)) return reject(new Error("a download differs"));
        place += bytes.length;
        const time = now();
        if (!began && time - started >= warm_up) [began, begin] = [time, place];
        if (time - started < warm_up + milliseconds) return;
        is_over = true;
        resolve({ units: place - begin, seconds: (time - began) / 1000, microseconds: [] });
      },
    });
    link.turn();
  });
}

function upload(link, port, milliseconds) {
  return new Promise((resolve) => {
    const chunk = 65_536, count = new DataView(new ArrayBuffer(8));
    let place = 0, told = 0, begin = 0, began = 0, got = 0, id, is_over = false;
    const started = now();
    const push = () => {
      for (let sent = 1; sent && !is_over && place - told < ahead; place += sent) sent = link.send(id, at(place, chunk));
      link.turn();
    };
    id = link.connect(port, {
      writable: push,
      received(bytes) {
        for (const byte of bytes) {
          count.setUint8(got++, byte);
          if (got < 8) continue;
          got = 0;
          told = Number(count.getBigUint64(0, true));
        }
        const time = now();
        if (!began && time - started >= warm_up) [began, begin] = [time, told];
        if (time - started >= warm_up + milliseconds && !is_over) {
          is_over = true;
          resolve({ units: told - begin, seconds: (time - began) / 1000, microseconds: [] });
        }
        push();
      },
    });
    push();
  });
}

const percentile = (values, part) => values.length ? values.sort((a, b) => a - b)[Math.floor(part * (values.length - 1))] : 0;

/// As browser_load MEASUREMENT STREAMS SECONDS ECHO SOURCE SINK; `say` takes its lines.
export async function run(way, [name, streams, seconds, echo, source, sink], url, Socket, say) {
  const link = way === "batched" ? new BatchedLink() : new PlainLink();
  await link.open(url, Socket);
  say("connected");
  make_pattern();
  const milliseconds = seconds * 1000;
  const measured = name === "download" ? download(link, source, milliseconds)
    : name === "upload" ? upload(link, sink, milliseconds)
    : name === "round_trips" ? round_trips(link, echo, Number(streams), milliseconds) : { units: 0, seconds: 0, microseconds: [] };
  const found = await Promise.race([measured, link.failed]);
  const { units, microseconds } = found;
  say(JSON.stringify({ units, seconds: found.seconds, least: percentile(microseconds, 0), p50: percentile(microseconds, 0.5), p99: percentile(microseconds, 0.99) }));
  link.close();
}
