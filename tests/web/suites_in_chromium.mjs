// node suites_in_chromium.mjs TESTS.json BUILD_DIR JUNIT.xml [REGEX]: the cases that CTest knows of a browser build, in
// headless Chromium. TESTS.json is what `ctest --show-only=json-v1` says; SAMESOCK_GATEWAY is a gateway that serves
// BUILD_DIR, and SAMESOCK_PEER tells the ports of the native peer. All cases share them; each has a worker of its own.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join, relative, resolve } from "node:path";
import process from "node:process";

const patience = 60_000;
const side_by_side = 2;
const skipped_status = 4;

const [, , tests, build, junit, pattern = ""] = process.argv;
const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
const { chromium } = createRequire(join(cache, "samesock", "browser", "x.js"))("playwright-core");
const gateway = process.env.SAMESOCK_GATEWAY;
const page_url = new URL("/tests/web/runner.html", gateway.replace(/^ws/, "http"));
const environment = { SAMESOCK_GATEWAY: gateway, SAMESOCK_PEER: process.env.SAMESOCK_PEER ?? "" };

function cases() {
  const all = JSON.parse(readFileSync(tests, "utf8")).tests;
  return all.flatMap(({ name, command }) => {
    const at = command?.findIndex((word) => word.endsWith(".js")) ?? -1;
    if (at < 0 || !new RegExp(pattern).test(name)) return [];
    const program = "/" + relative(resolve(build), command[at]);
    return [{ name, program, arguments: command.slice(at + 1) }];
  });
}

async function outcome(browser, one) {
  const page = await browser.newPage();
  const started = performance.now();
  const too_late = { status: -1, output: "it did not end in time" };
  const late = new Promise((end) => setTimeout(() => end(too_late), patience).unref());
  try {
    await page.goto(page_url.href);
    const ran = page.evaluate((order) => run(order), { program: one.program, arguments: one.arguments, environment });
    return { ...one, ...(await Promise.race([ran, late])), seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    return { ...one, status: -1, output: String(error), seconds: (performance.now() - started) / 1000 };
  } finally {
    await page.close().catch(() => {});
  }
}

const escaped = (text) =>
  text.replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd]/g, "?").replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function element({ name, status, output, seconds }) {
  const ends = { 0: "", [skipped_status]: '<skipped message="SKIP_RETURN_CODE=4"/>' };
  const end = ends[status] ?? `<failure message="it ended with ${status}"/>`;
  const word = status === 0 ? "run" : status === skipped_status ? "notrun" : "fail";
  return `<testcase name="${escaped(name)}" classname="chromium" time="${seconds.toFixed(3)}" status="${word}">${end}` +
    `<system-out>${escaped(output)}</system-out></testcase>`;
}

const browser = await chromium.launch({
  executablePath: process.env.SAMESOCK_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const waiting = cases();
const done = [];
async function lane() {
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    const ended = await outcome(browser, one);
    done.push(ended);
    if (ended.status !== 0 && ended.status !== skipped_status) console.log(`failed: ${ended.name}\n${ended.output}\n`);
  }
}
await Promise.all(Array.from({ length: side_by_side }, lane));
await browser.close();

const failed = done.filter(({ status }) => status !== 0 && status !== skipped_status).length;
const skipped = done.filter(({ status }) => status === skipped_status).length;
writeFileSync(junit, `<?xml version="1.0"?>\n<testsuite name="chromium" tests="${done.length}" failures="${failed}" ` +
  `skipped="${skipped}">\n${done.map(element).join("\n")}\n</testsuite>\n`);
console.log(`${done.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed || !done.length ? 1 : 0;
