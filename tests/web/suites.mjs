// node suites.mjs WHERE TESTS.json BUILD_DIR JUNIT.xml [SEED]: the Catch2 programs that CTest knows of a browser build; WHERE is
// chromium, firefox or node. Each program runs once and has all of its cases in it, in random order: to start a program for
// each case, as CTest does, costs many times what the cases do. TESTS.json is what `ctest --show-only=json-v1` says;
// SAMESOCK_GATEWAY is a gateway that serves BUILD_DIR, and SAMESOCK_PEER tells the ports of the native peer.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";

import { launch } from "./browsers.mjs";
import { write } from "./junit.mjs";

const patience = 90_000; // for the next line of output
const [, , where, tests, build, junit, seed = String((Math.random() * 1e9) | 0)] = process.argv;
const which = basename(build).replace("browser-", "");
const gateway = process.env.SAMESOCK_GATEWAY;
const environment = { SAMESOCK_GATEWAY: gateway, SAMESOCK_PEER: process.env.SAMESOCK_PEER ?? "" };
const words = ["--order", "rand", "--rng-seed", seed, "--reporter", "console", "--reporter", "automake::out=-", "--durations", "yes"];

/// {command, names} of each: the command without what it runs under, and the cases that CTest knows of it.
function programs() {
  const found = new Map();
  for (const { name, command } of JSON.parse(readFileSync(tests, "utf8")).tests) {
    const end = command?.findIndex((word) => word.endsWith(".js")) ?? -1;
    const begin = command?.findIndex((word) => word.endsWith("browser-run")) - 1;
    if (end < 0 || begin < 0) continue;
    const path = command[end];
    if (!found.has(path)) found.set(path, { path, command: command.slice(begin, end + 1), names: [] });
    found.get(path).names.push(name);
  }
  return [...found.values()];
}

function run_on_node({ command }) {
  return new Promise((end) => {
    const lines = [];
    const [program, ...before] = command;
    const child = spawn(program, [...before, ...words], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        lines.push("it hangs");
        child.kill("SIGKILL");
      }, patience);
    };
    const add = (line) => {
      lines.push(line);
      wait();
    };
    wait();
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", add);
    child.on("close", (status) => {
      clearTimeout(timer);
      end({ status, lines });
    });
  });
}

async function run_in_page(browser, { path }) {
  const page = await browser.open(new URL("/tests/web/runner.html", gateway.replace(/^ws/, "http")));
  try {
    return await page.evaluate("run", { program: "/" + relative(resolve(build), path), build: which, arguments: words, environment, patience });
  } catch (error) {
    return { status: -1, lines: [String(error)] };
  } finally {
    await page.close().catch(() => {});
  }
}

/// What each case came to: a line of the reporter automake ends it, and what stands before is its output.
function outcomes({ path, names }, { status, lines }) {
  const target = names[0].slice(0, names[0].indexOf("."));
  const missing = new Set(names);
  const results = { PASS: "passed", FAIL: "failed", XFAIL: "failed", SKIP: "skipped" };
  const done = [];
  let output = [], seconds = 0;
  for (const line of lines) {
    const result = /^:test-result: ([A-Z]+) (.*)$/.exec(line);
    const duration = /^([0-9.]+) s: /.exec(line);
    if (duration) seconds = Number(duration[1]);
    if (result && missing.delete(`${target}.${result[2]}`)) {
      done.push({ name: `${target}.${result[2]}`, status: results[result[1]], output: output.join("\n"), seconds });
      output = [];
    } else if (!duration) output.push(line);
  }
  const end = `it did not run: ${path} ended with ${status}\n${output.join("\n")}`;
  return [...done, ...[...missing].map((name) => ({ name, status: "failed", output: end }))];
}

const browser = where === "node" ? undefined : await launch(where);
console.log(browser ? `${browser.name} ${browser.version}` : "node", `--rng-seed ${seed}`);
const all = await Promise.all(programs().map(async (program) =>
  outcomes(program, browser ? await run_in_page(browser, program) : await run_on_node(program))));
await browser?.close();
for (const { name, status, output } of all.flat()) if (status === "failed") console.log(`failed: ${name}\n${output}\n`);
write(junit, where, all.flat());
