// node plain_on_node.mjs WAY URL MEASUREMENT...: plain.mjs with npm's ws, which the builds have on Node as well.
import process from "node:process";

import { installed } from "../../examples/tab/chromium.mjs";
import { run } from "./plain.mjs";

const WebSocket = installed("ws");
class Plain extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { perMessageDeflate: false });
  }
}
const [, , way, url, ...words] = process.argv;
await run(way, words, url, Plain, console.log);
process.exit();
