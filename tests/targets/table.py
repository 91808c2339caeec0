#!/usr/bin/env python3
"""Counts what the test targets left behind.

    table.py RESULTS TARGET...    one table of all, failures first; exit status 1 if anything failed
    table.py --line JUNIT         one line about one preset; exit status 1 if nothing ran
"""
import collections
import dataclasses
import pathlib
import re
import sys
import xml.etree.ElementTree


@dataclasses.dataclass
class Case:
    name: str
    outcome: str  # passed, failed or skipped
    seconds: float
    output: str = ""
    reason: str = ""


def skip_reason(output):
    for pattern in (r"^skipped: (.+)$", r"explicitly with message:\n\s*(.+)$"):
        found = re.search(pattern, output, re.M)
        if found:
            return found.group(1).strip()
    return "no reason given"


def case_of(element):
    output = element.findtext("system-out") or ""
    skipped, failure = element.find("skipped"), element.find("failure")
    if failure is not None:
        output += "\n" + failure.get("message", "")
    seconds = float(element.get("time") or 0)
    name = element.get("name")
    if element.get("status") == "run":
        return Case(name, "passed", seconds, output)
    if element.get("status") == "disabled":
        return Case(name, "skipped", seconds, output, "disabled")
    # A test that CTest could not start is "skipped" as well: that is a failure.
    if skipped is not None and skipped.get("message", "").startswith("SKIP_"):
        return Case(name, "skipped", seconds, output, skip_reason(output))
    return Case(name, "failed", seconds, output)


def cases_of_junit(path):
    try:
        return [case_of(element) for element in xml.etree.ElementTree.parse(path).iter("testcase")]
    except (OSError, xml.etree.ElementTree.ParseError):
        return []


def cases_of_checks(path):
    for line in path.read_text().splitlines():
        outcome, seconds, name = line.split("\t")
        yield Case(name, outcome, float(seconds), "its output stands above")


def parts_of(target):
    """The parts of a target in the order in which they ran, each with its cases."""
    parts = {}
    for path in sorted(target.glob("*"), key=lambda path: path.stat().st_mtime):
        if path.suffix == ".xml":
            parts[path.stem] = cases_of_junit(path)
        elif path.name == "checks.tsv":
            parts["checks"] = list(cases_of_checks(path))
        elif path.name == "broken":
            for name in path.read_text().splitlines():
                parts.setdefault("broken", []).append(Case(name, "failed", 0))
    return parts


def count(cases, outcome):
    return sum(case.outcome == outcome for case in cases)


def print_failures(target, part, cases):
    for case in cases:
        if case.outcome == "failed":
            print(f"\nFAILED {target} / {part}: {case.name}")
            for line in case.output.strip().splitlines()[-40:]:
                print(f"    {line}")


def print_fuzzers(cases):
    for case in cases:
        found = re.search(r"^stat::number_of_executed_units:\s*(\d+)", case.output, re.M)
        if found:
            print(f"{case.name}: {int(found.group(1)):,} inputs in {case.seconds:.0f} s")


def row(target, part, run, passed, failed, skipped, seconds):
    print(f"{target:<10}{part:<16}{run:>7}{passed:>8}{failed:>8}{skipped:>9}{seconds:>9}")


def print_row(target, part, cases):
    passed, failed, skipped = (count(cases, outcome) for outcome in ("passed", "failed", "skipped"))
    row(target, part, passed + failed, passed, failed, skipped, f"{sum(case.seconds for case in cases):.1f}")
    reasons = collections.Counter(case.reason for case in cases if case.outcome == "skipped")
    for reason, times in reasons.most_common():
        print(f"{'':<10}  skipped {times:>4}: {reason}")


def table(results, targets):
    everything = {target: parts_of(results / target) for target in targets}
    for target, parts in everything.items():
        if not any(count(cases, "passed") for cases in parts.values()):
            parts.setdefault("broken", []).append(Case(f"{target}: no case passed", "failed", 0))
        for part, cases in parts.items():
            print_failures(target, part, cases)
    print()
    for parts in everything.values():
        print_fuzzers(parts.get("fuzz", []))
    row("target", "part", "run", "passed", "failed", "skipped", "seconds")
    for target, parts in everything.items():
        for part, cases in parts.items():
            print_row(target, part, cases)
        seconds = results / target / "seconds"
        row(target, "(with building)", "", "", "", "", seconds.read_text().strip() if seconds.exists() else "")
    cases = [case for parts in everything.values() for part in parts.values() for case in part]
    failed = count(cases, "failed")
    print(f"\n{count(cases, 'passed')} passed, {failed} failed, {count(cases, 'skipped')} skipped")
    return 1 if failed else 0


def line(junit):
    cases = cases_of_junit(junit)
    passed, failed, skipped = (count(cases, outcome) for outcome in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed + failed else 1


if __name__ == "__main__":
    if sys.argv[1] == "--line":
        sys.exit(line(pathlib.Path(sys.argv[2])))
    sys.exit(table(pathlib.Path(sys.argv[1]), sys.argv[2:]))
