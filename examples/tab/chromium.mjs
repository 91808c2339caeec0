// Headless Chromium, as the demo and the tests of the page start it.
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";

// What `./dev setup browser` keeps.
const modules = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "samesock", "browser", "x.js");
const { chromium } = createRequire(modules)("playwright-core");

export function launch() {
  return chromium.launch({
    executablePath: process.env.SAMESOCK_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}
