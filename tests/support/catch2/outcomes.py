#!/usr/bin/env python3
"""outcomes.py PROGRAM FOLDER SYSTEM [EMULATOR...]: runs the cases of outcomes.cpp through CTest, as all tests are run, and
demands that each ends as the first word of its name says."""
import pathlib
import subprocess
import sys

program, folder, system, *emulator = sys.argv[1:]
root = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(root / "tests/targets"))
sys.dont_write_bytecode = True
import table

folder = pathlib.Path(folder)
folder.mkdir(parents=True, exist_ok=True)
subprocess.run(
    ["cmake", "-D", "target=t", "-D", f"program={program}", "-D", f"system={system}", "-D", "labels=label",
     "-D", f"emulator={';'.join(emulator)}", "-D", f"list={folder / 'CTestTestfile.cmake'}",
     "-P", str(root / "cmake/catch_cases.cmake")], check=True)
labels = subprocess.run(["ctest", "--test-dir", str(folder), "--print-labels"], capture_output=True, text=True).stdout
subprocess.run(["ctest", "--test-dir", str(folder), "--output-junit", "results.xml"], capture_output=True)

wrong = [f"no label {label}" for label in ("label", "tag", "semantics-0") if label not in labels]
cases = table.cases_of_junit(folder / "results.xml")
if len(cases) != 7:
    wrong.append(f"{len(cases)} cases ran, not 7")
for case in cases:
    outcome, _, reason = case.name.removeprefix("t.").partition(": ")
    if case.outcome != outcome or (outcome == "skipped" and case.reason != reason):
        wrong.append(f"{case.name!r}: {case.outcome} {case.reason}\n{case.output}")
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
