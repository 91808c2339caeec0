// Chromium by its own protocol, which is not asked for what goes over the network: Playwright asks, and then each byte of a
// WebSocket goes through Node as well.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { installed, program, words } from "../../examples/tab/chromium.mjs";

/** {version, open(url), close()}; a page has evaluate(FUNCTION, ARGUMENT), to_front() and close(). */
export async function launch({ headless = true } = {}) {
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  const own = [`--user-data-dir=${profile}`, "--remote-debugging-port=0", ...(headless ? ["--headless=new"] : [])];
  const chromium = spawn(program, [...words, ...own, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(chromium, "exit");
  const devtools = await connect(await listening(chromium));
  const { product } = await devtools.command("Browser.getVersion");
  return {
    version: product.replace(/^.*\//, ""),
    open: (url) => open(devtools, url),
    close: async () => {
      chromium.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 }); // its other processes end a moment later
    },
  };
}

function listening(chromium) {
  return new Promise((resolve, reject) => {
    chromium.on("error", reject).on("exit", () => reject(new Error("Chromium does not start")));
    createInterface({ input: chromium.stderr }).on("line", (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
  });
}

async function connect(url) {
  const socket = new (installed("ws"))(url);
  await once(socket, "open");
  const waiting = new Map();
  let last = 0;
  socket.on("message", (text) => {
    const { id, result, error, method, sessionId } = JSON.parse(text);
    const key = id ?? `${method} ${sessionId}`;
    const one = waiting.get(key);
    waiting.delete(key);
    if (error) one?.reject(new Error(error.message));
    else one?.resolve(result);
  });
  const coming = (key) => new Promise((resolve, reject) => waiting.set(key, { resolve, reject }));
  return {
    command: (method, params = {}, sessionId = undefined) => {
      socket.send(JSON.stringify({ id: ++last, method, params, sessionId }));
      return coming(last);
    },
    event: (method, sessionId) => coming(`${method} ${sessionId}`),
  };
}

async function open({ command, event }, url) {
  const { targetId } = await command("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await command("Target.attachToTarget", { targetId, flatten: true });
  await command("Page.enable", {}, sessionId);
  const loaded = event("Page.loadEventFired", sessionId);
  await command("Page.navigate", { url: String(url) }, sessionId);
  await loaded;
  return {
    evaluate: async (called, argument) => {
      const order = { expression: `${called}(${JSON.stringify(argument)})`, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await command("Runtime.evaluate", order, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    to_front: () => command("Target.activateTarget", { targetId }),
    close: () => command("Target.closeTarget", { targetId }),
  };
}
