// Named cases of a script that runs on Node: one after the other, in random order.
import { write } from "./junit.mjs";

const patience = 240_000;
const cases = [];

export function test(name, body) {
  cases.push({ name, body });
}

async function outcome({ name, body }) {
  const started = performance.now();
  let output = "";
  let late;
  const too_late = new Promise((_, reject) => (late = setTimeout(() => reject(new Error("it did not end in time")), patience)));
  try {
    await Promise.race([body(), too_late]);
  } catch (error) {
    output = String(error?.stack ?? error);
    console.log(`failed: ${name}\n${output}\n`);
  }
  clearTimeout(late);
  return { name, status: output ? "failed" : "passed", output, seconds: (performance.now() - started) / 1000 };
}

/** The cases whose names match. */
export async function run_cases(suite, junit, pattern = "") {
  const chosen = cases.filter(({ name }) => new RegExp(pattern).test(name)).map((one) => ({ one, at: Math.random() }));
  const done = [];
  for (const { one } of chosen.sort((a, b) => a.at - b.at)) done.push(await outcome(one));
  write(junit, suite, done);
}
