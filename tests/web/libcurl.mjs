// node libcurl.mjs JUNIT.xml: libcurl.js, a stock Wisp client that brings its own TLS, in Chromium, through our gateway, to an
// HTTPS server of this machine. SAMESOCK_GATEWAY is a gateway that serves libcurl.html and, beside it, node_modules.
import { randomBytes } from "node:crypto";
import https from "node:https";
import process from "node:process";

import { launch } from "./browsers.mjs";
import { make_certificate } from "./certificate.mjs";
import { write } from "./junit.mjs";

const [, , junit] = process.argv;
const gateway = process.env.SAMESOCK_GATEWAY;
const content = randomBytes(750_000).toString("base64");

async function serve({ key, cert }) {
  const server = https.createServer({ key, cert }, async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    response.end(request.method === "POST" ? Buffer.concat(parts) : content);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

const made = make_certificate();
const server = await serve(made);
const url = `https://localhost:${server.address().port}/`;
const browser = await launch("chromium");
const done = [];
const page_url = new URL("/libcurl.html", gateway.replace(/^ws/, "http"));

async function judge(name, order, expected) {
  const start = performance.now();
  const page = await browser.open(page_url);
  const got = await page.evaluate("fetch_through", { gateway, url, ...order }).catch((error) => ({ error: String(error) }));
  await page.close();
  const status = expected(got) ? "passed" : "failed";
  if (status === "failed") console.log(`failed: ${name}: ${JSON.stringify(got).slice(0, 500)}`);
  done.push({ name: `libcurl.js: ${name}`, status, output: JSON.stringify(got).slice(0, 500), seconds: (performance.now() - start) / 1000 });
}

const is_content = (got) => got.status === 200 && got.text === content;
await judge("gets 1 MB by HTTPS, every byte", { authority: made.cert }, is_content);
await judge("posts 1 MB by HTTPS and gets it back", { authority: made.cert, body: content }, is_content);
await judge("refuses a certificate that it does not trust", {}, (got) => got.error !== undefined);
await browser.close();
server.closeAllConnections();
server.close();
write(junit, "chromium", done);
