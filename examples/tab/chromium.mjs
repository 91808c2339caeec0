// Chromium without a window, as the demo and the tests start it.
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** require() of what `./dev setup browser` keeps. */
export const installed = createRequire(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "samesock", "browser", "x.js"));

export function launch() {
  return installed("playwright-core").chromium.launch({
    executablePath: process.env.SAMESOCK_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}
