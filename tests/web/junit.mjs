// The results of cases as JUnit, as CTest writes it: a case is {name, status, output, seconds}.

import { writeFileSync } from "node:fs";
import process from "node:process";

const words = { passed: "run", failed: "fail", skipped: "notrun" };
// The table of all tests takes what has no such message for a test that could not be started.
const ends = { passed: "", failed: '<failure message="failed"/>', skipped: '<skipped message="SKIP_RETURN_CODE=4"/>' };

const escaped = (text) =>
  text.replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd]/g, "?").replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const element = (suite, { name, status, output = "", seconds = 0 }) =>
  `<testcase name="${escaped(name)}" classname="${suite}" time="${seconds.toFixed(3)}" status="${words[status]}">${ends[status]}` +
  `<system-out>${escaped(output)}</system-out></testcase>`;

/// Writes them, says how many there are of each, and sets the exit status.
export function write(path, suite, cases) {
  const count = (status) => cases.filter((one) => one.status === status).length;
  writeFileSync(path, `<?xml version="1.0"?>\n<testsuite name="${suite}" tests="${cases.length}" failures="${count("failed")}" ` +
    `skipped="${count("skipped")}">\n${cases.map((one) => element(suite, one)).join("\n")}\n</testsuite>\n`);
  console.log(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
  process.exitCode = count("failed") || !cases.length ? 1 : 0;
}
