// Named cases of a script that runs on Node, in random order.
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

/** The cases whose names match, so many at a time. */
export async function run_cases(suite, junit, { only = "", side_by_side = 1 } = {}) {
  const chosen = cases.filter(({ name }) => new RegExp(only).test(name)).map((one) => ({ one, at: Math.random() }));
  const waiting = chosen.sort((a, b) => a.at - b.at).map(({ one }) => one);
  const done = [];
  const lane = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) done.push(await outcome(one));
  };
  await Promise.all(Array.from({ length: side_by_side }, lane));
  write(junit, suite, done);
}
