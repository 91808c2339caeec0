// node page.mjs URL: the page of the package web/ in headless Chromium. Prints the line that asks its HTTP server, and then
// each request that the page shows.
import process from "node:process";
import { launch } from "./chromium.mjs";

const browser = await launch();
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => browser.close().finally(() => process.exit()));
const page = await browser.newPage();
await page.exposeFunction("tell", (text) => console.log(text));
await page.goto(process.argv[2]);
await page.evaluate(() => {
  const look = () => {
    const command = document.querySelector("#http code").textContent;
    if (!command.includes("http://")) return setTimeout(look, 20);
    new MutationObserver((all) => all.flatMap((one) => [...one.addedNodes])
      .forEach((entry) => globalThis.tell([...entry.children].map((part) => part.textContent).join("  "))))
      .observe(document.querySelector("#http .log"), { childList: true });
    globalThis.tell(command);
  };
  look();
});
