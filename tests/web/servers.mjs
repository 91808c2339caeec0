// What pages are served by in the tests: gateways, and plain web servers that send no header of their own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";

const here = ["127.0.0.0/8", "[::1]"];

export class Gateway {
  /** rules: of this machine by default; port 0: any. */
  static async start(program, { port = 0, directory, options = [], allow = here, listen = here }) {
    const words = ["--listen", `127.0.0.1:${port}`, ...allow.flatMap((rule) => ["--allow", rule]),
      ...listen.flatMap((rule) => ["--allow-listen", rule]), ...(directory ? ["--static", directory] : []), ...options];
    const it = new Gateway();
    it.process = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
    const said = [];
    it.process.stderr.on("data", (text) => said.push(text));
    const lines = createInterface({ input: it.process.stdout });
    for await (const line of lines) {
      const found = /listening on ws:\/\/[\d.]+:(\d+)\//.exec(line);
      if (!found) continue;
      it.port = Number(found[1]);
      it.url = `ws://127.0.0.1:${it.port}/samesock/`;
      it.page = `http://127.0.0.1:${it.port}/`;
      return it;
    }
    throw new Error(`the gateway did not start: ${said.join("")}`);
  }

  async stop() {
    if (this.process.exitCode !== null || this.process.signalCode) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }
}

const types = { html: "text/html", js: "text/javascript", css: "text/css", wasm: "application/wasm", json: "application/json" };

/** The files of a directory, as hosts serve them that let nobody set headers; `headers` for those that do. */
export async function serve_files(directory, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname.replace(/\/$/, "/index.html");
    try {
      const data = await readFile(join(directory, path));
      response.writeHead(200, { "Content-Type": types[path.split(".").pop()] ?? "text/plain", ...headers });
      response.end(data);
    } catch {
      response.writeHead(404, headers);
      response.end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  return { origin: `http://127.0.0.1:${port}`, port, stop: () => server.closeAllConnections() ?? server.close() };
}
