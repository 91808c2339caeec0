// Chromium as the demo, the tests and the benchmark start it.
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** require() of what `./dev setup browser` keeps. */
export const installed = createRequire(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "samesock", "browser", "x.js"));

export const program = process.env.SAMESOCK_CHROMIUM ?? "/usr/bin/chromium";
export const words = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

/** Without a window, by Playwright. */
export function launch({ more = [] } = {}) {
  return installed("playwright-core").chromium.launch({
    executablePath: program,
    args: [...words, ...more],
    ignoreDefaultArgs: ["--disable-back-forward-cache"], // people's browsers keep pages for the back button
  });
}
