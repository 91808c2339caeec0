// node wasi_on_node.mjs PROGRAM.wasm [ARGUMENT...]: runs a WASI 0.2 component on Node. jco turns it into JavaScript,
// once, into PROGRAM.wasm.node/. jco is looked for in SAMESOCK_JCO, else where `./dev setup node` puts it.

import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
const modules = join(process.env.SAMESOCK_JCO || join(cache, "samesock", "jco"), "node_modules", "@bytecodealliance");
const shim = (name) => pathToFileURL(join(modules, "preview2-shim", "dist", "nodejs", `${name}.js`)).href;

async function transpiled(program) {
  const folder = `${program}.node`;
  const entry = join(folder, "program.js");
  const newer = (than) => statSync(entry).mtimeMs > statSync(than).mtimeMs;
  if (existsSync(entry) && newer(program) && newer(modules)) return entry;

  const { transpile, writeFiles } = await import(pathToFileURL(join(modules, "jco-transpile", "dist", "index.js")).href);
  const made = mkdtempSync(join(dirname(program), `.${basename(program)}.`));
  const interfaces = ["cli", "clocks", "filesystem", "io", "random", "sockets"];
  const { files } = await transpile(program, {
    name: "program",
    outDir: made,
    map: Object.fromEntries(interfaces.map((name) => [`wasi:${name}/*`, `${shim(name)}#*`])),
  });
  await writeFiles(files);
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(made, folder);
  } catch (error) {
    // Another process was faster.
    rmSync(made, { recursive: true });
    if (!existsSync(entry)) throw error;
  }
  return entry;
}

const [, , name, ...args] = process.argv;
const program = resolve(name);
const entry = await transpiled(program);
const { _setArgs } = await import(shim("cli"));
_setArgs([name, ...args]);
const { run } = await import(pathToFileURL(entry).href);
try {
  run.run();
} catch (error) {
  // The shim ends the process itself when the program says exit; a trap, or a failed run(), comes out here.
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = 1;
}
