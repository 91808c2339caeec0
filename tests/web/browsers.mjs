// Browsers without a window, for the tests: launch(NAME) with chromium (Debian's, by playwright-core) or
// firefox (Debian's firefox-esr, by WebDriver BiDi: Playwright takes no stock Firefox of that age). A page has evaluate(): it
// calls a function of the page's own, by name, with one argument, and waits for what that promises.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import { installed, launch as launch_chromium_itself } from "../../examples/tab/chromium.mjs";

const starting_patience = 60_000;

export function launch(name) {
  return name === "firefox" ? launch_firefox() : launch_chromium();
}

// -- Chromium

async function launch_chromium() {
  const browser = await launch_chromium_itself();
  return { name: "chromium", version: browser.version(), open: (url) => open_in_chromium(browser, url), close: () => browser.close() };
}

async function open_in_chromium(browser, url) {
  const page = await browser.newPage();
  await page.goto(String(url));
  return {
    evaluate: (called, argument) => page.evaluate(([f, a]) => globalThis[f](a), [called, argument]),
    close: () => page.close(),
  };
}

// -- Firefox

const firefox_preferences = { "network.proxy.type": 0, "app.update.enabled": false, "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false, "browser.shell.checkDefaultBrowser": false };

async function launch_firefox() {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  writeFileSync(join(profile, "user.js"),
    Object.entries(firefox_preferences).map(([name, value]) => `user_pref("${name}", ${value});\n`).join(""));
  const firefox = spawn(process.env.SAMESOCK_FIREFOX ?? "firefox-esr",
    ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((end) => firefox.on("exit", end).on("error", end));
  process.on("exit", () => firefox.kill());
  const session = await connect_bidi(await listening(firefox) + "/session");
  const { capabilities } = await session.command("session.new", { capabilities: {} });
  return {
    name: "firefox",
    version: capabilities.browserVersion,
    open: (url) => open_in_firefox(session, url),
    close: async () => {
      session.close();
      firefox.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

function listening(firefox) {
  return new Promise((resolve, reject) => {
    let said = "";
    const fail = () => reject(new Error(`firefox-esr does not start: ${said}`));
    setTimeout(fail, starting_patience).unref();
    firefox.on("exit", fail).on("error", fail);
    firefox.stderr.on("data", (text) => {
      said += text;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
  });
}

async function connect_bidi(url) {
  const socket = new (installed("ws"))(url);
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  const waiting = new Map();
  let last = 0;
  socket.on("message", (text) => {
    const { id, type, result, error, message } = JSON.parse(text);
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    if (type === "success") one.resolve(result);
    else one.reject(new Error(`${one.method}: ${error}: ${message}`));
  });
  socket.on("close", () => waiting.forEach(({ reject }) => reject(new Error("firefox has ended"))));
  const command = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { method, resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return { command, close: () => socket.terminate() };
}

/// A page with headers of its own comes to another process. For a moment, under load, Firefox asks the one that it came from, which
/// answers for an empty page, or has none any more; and who waits for the navigation may be told that.
const is_elsewhere = (error) => /no such frame/.test(error.message);

async function loaded(session, context, url) {
  const question = { expression: "document.readyState + ' ' + location.href", awaitPromise: false, target: { context } };
  for (let tries = 0; tries < 100; ++tries) {
    const said = await session.command("script.evaluate", question).catch((error) => error);
    if (said.result?.value === `complete ${url}`) return;
    if (said instanceof Error && !is_elsewhere(said)) throw said;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`firefox does not show ${url}`);
}

/// While other tabs are closed, one that is opened may be lost on the way.
function new_tab(session) {
  const open = () => session.command("browsingContext.create", { type: "tab" });
  return open().catch((error) => (is_elsewhere(error) ? open() : Promise.reject(error)));
}

async function open_in_firefox(session, url) {
  const { context } = await new_tab(session);
  const navigation = { context, url: String(url), wait: "complete" };
  await session.command("browsingContext.navigate", navigation).catch((error) => {
    if (!is_elsewhere(error)) throw error;
  });
  await loaded(session, context, url);
  return {
    evaluate: async (called, argument) => {
      const ended = await session.command("script.callFunction", {
        functionDeclaration: "async (f, a) => JSON.stringify((await globalThis[f](JSON.parse(a))) ?? null)",
        arguments: [called, JSON.stringify(argument ?? null)].map((value) => ({ type: "string", value })),
        awaitPromise: true,
        target: { context },
      });
      if (ended.type !== "success") throw new Error(ended.exceptionDetails.text);
      return JSON.parse(ended.result.value);
    },
    close: () => session.command("browsingContext.close", { context }),
  };
}
