// Programs of the package web/ in a tab, as if they were commands.
//   node programs.mjs serve URL               a tab of headless Chromium at URL, the package's; prints "port NUMBER"
//   node programs.mjs run NUMBER PROGRAM [ARGUMENT...]   a program in that tab; prints what it prints, and ends as it does
import { once } from "node:events";
import { connect, createServer } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";

const [, , command, ...words] = process.argv;
await (command === "serve" ? serve(words[0]) : run(Number(words[0]), words.slice(1)));

async function serve(url) {
  const { launch } = await import("./chromium.mjs");
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(new URL("loader.js", url).href); // any document of that origin
  const orders = new Map();
  let last = 0;
  await page.exposeFunction("told", (id, message) => {
    const order = orders.get(id);
    order?.write(JSON.stringify(message) + "\n");
    if (message.status === undefined) return;
    orders.delete(id);
    order?.end();
  });
  const server = createServer(async (order) => {
    const id = ++last;
    orders.set(id, order);
    order.on("error", () => {});
    order.on("close", () => {
      if (orders.delete(id)) page.evaluate((id) => globalThis.running?.get(id)?.stop(), id).catch(() => {});
    });
    const [line] = await once(createInterface({ input: order }), "line");
    await page.evaluate(begin, { id, ...JSON.parse(line) }).catch((error) => order.destroy(error));
  });
  server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => browser.close().finally(() => process.exit()));
}

// In the page.
async function begin({ id, program, words }) {
  const { run } = await import("/loader.js");
  const running = (globalThis.running ??= new Map());
  const line = (text) => globalThis.told(id, { line: text });
  try {
    running.set(id, await run(`/dist/jspi/${program}.js`, {
      arguments: words, stdout: line, stderr: line,
      exit: ({ status, why }) => globalThis.told(id, { status, line: why }),
    }));
  } catch (error) {
    globalThis.told(id, { status: -1, line: error.message });
  }
}

async function run(port, [program, ...words]) {
  const order = connect(port, "127.0.0.1");
  order.write(JSON.stringify({ program, words }) + "\n");
  let ended;
  for await (const text of createInterface({ input: order })) {
    const { line, status } = JSON.parse(text);
    if (line !== undefined) console.log(line);
    ended = status ?? ended;
  }
  process.exitCode = ended === undefined || ended < 0 ? 1 : ended;
}
