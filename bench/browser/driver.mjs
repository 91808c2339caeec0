// node driver.mjs PAGE_URL [head]: measures in Chromium what comes as lines {way, words, gateway} on standard input, and
// answers each with a line {lines, first, status}. A line {hide: true} puts another tab before the page's own from then on.
import process from "node:process";
import { createInterface } from "node:readline";

import { launch } from "./chromium.mjs";

const [, , url, head] = process.argv;
const browser = await launch({ headless: !head });
console.log(JSON.stringify({ version: browser.version }));
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  const page = await browser.open(url);
  const front = order.hide ? await browser.open("about:blank") : undefined;
  await (front ?? page).to_front();
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("no answer within 60 s")), 60_000)));
  try {
    console.log(JSON.stringify(await Promise.race([page.evaluate("measure", order), late])));
  } catch (error) {
    console.log(JSON.stringify({ lines: [String(error)], status: -1 }));
  }
  clearTimeout(timer);
  await page.close();
  await front?.close();
}
await browser.close();
