// What pages are served by in the tests: gateways, and plain web servers that send no header of their own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";

const here = ["127.0.0.0/8", "[::1]"];

/** A program that says where it listens. */
export class Server {
  static async start(command, words) {
    const it = new Server();
    it.process = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
    process.setMaxListeners(100);
    process.on("exit", () => it.process.kill("SIGKILL"));
    let complaint = "";
    it.process.stderr.on("data", (text) => (complaint += text));
    const [, port, path] = await new Promise((listening, fail) => {
      it.process.once("exit", () => fail(new Error(`${command} did not start: ${complaint}`)));
      createInterface({ input: it.process.stdout }).on("line", (line) => {
        const found = /listening on (?:ws:\/\/[\d.]+:)?(\d+)(\/\S*)?/.exec(line);
        if (found) listening(found);
      });
    });
    it.port = Number(port);
    it.url = `ws://127.0.0.1:${port}${path ?? "/"}`;
    it.page = `http://127.0.0.1:${port}/`;
    return it;
  }

  async stop() {
    if (this.process.exitCode !== null || this.process.signalCode) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }
}

/** rules: of this machine by default; port 0: any. */
export function start_gateway(program, { port = 0, directory, options = [], allow = here, listen = here } = {}) {
  const words = ["--listen", `127.0.0.1:${port}`, ...allow.flatMap((rule) => ["--allow", rule]),
    ...listen.flatMap((rule) => ["--allow-listen", rule]), ...(directory ? ["--static", directory] : []), ...options];
  return Server.start(program, words);
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
