#!/usr/bin/env python3
"""Shows that each of Python's rules has a test which fails without it.

    run.py --build DIR --junit FILE [--jobs N] [RULE...]

Copies the sources to DIR, builds the tests there, and for each rule of rules.txt: checks that its tests pass, applies the
mutant, builds, runs the tests of its tag again, and demands that they fail. A mutant that does not apply, or does not
compile, is a failure of this run: it shows nothing.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import time
from xml.sax.saxutils import quoteattr

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = {"unit": "unit", "contract": "samesock_contract_tests", "tls": "samesock_tls_tests"}
LIMIT = 60  # seconds for the tests of one rule: a mutant may hang, and that is red too


class Mutant:
    def __init__(self, text):
        head, body = text.split("\n", 1)
        described = re.fullmatch(r"@ (\d+) (\w+) (\S+) -- (.*)", head)
        if not described:
            raise SystemExit(f"rules.txt: cannot read {head!r}")
        self.rule, self.suite, self.file, self.what = described.groups()
        there, instead = re.split(r"^=\n?", body, maxsplit=1, flags=re.M)
        self.there, self.instead = there.strip("\n"), instead.strip("\n")

    @property
    def name(self):
        return f"semantics-{self.rule}: {self.what}"


def mutants():
    text = (ROOT / "tests/mutants/rules.txt").read_text()
    return [Mutant(part) for part in re.split(r"^(?=@ )", text, flags=re.M)[1:]]


def copy_sources(to):
    """The files of the checkout, tracked or new; unchanged ones keep their times, so that little is built again."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True)
    wanted = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    for old in [path for path in to.rglob("*") if path.is_file() and str(path.relative_to(to)) not in wanted]:
        old.unlink()
    for name in wanted:
        source, target = ROOT / name, to / name
        if not target.exists() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def quiet(command):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


class Bench:
    """The copy of the sources, and its build tree."""

    def __init__(self, folder, jobs):
        self.source, self.tree, self.jobs = folder / "source", folder / "build", jobs
        self.source.mkdir(parents=True, exist_ok=True)
        copy_sources(self.source)
        done = quiet(["cmake", "-S", self.source, "-B", self.tree, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                      "-DCMAKE_CXX_FLAGS=-O0 -g0", "-DSAMESOCK_BUILD_EXAMPLES=OFF",
                      "-DSAMESOCK_BUILD_TLS=ON"])
        if done.returncode != 0:
            raise SystemExit(done.stdout)

    def build(self, suite):
        return quiet(["cmake", "--build", self.tree, "-j", self.jobs, "--target", PROGRAMS[suite]])

    def passes(self, mutant):
        """Whether the tests of the mutant's tag pass; None if there is none."""
        program = next(path for path in self.tree.rglob(PROGRAMS[mutant.suite]) if path.is_file())
        tag = f"[semantics-{mutant.rule}]"
        try:
            done = subprocess.run([str(program), tag], capture_output=True, text=True, timeout=LIMIT, cwd=self.tree)
        except subprocess.TimeoutExpired:
            return False
        if "No test cases matched" in done.stdout + done.stderr:
            return None
        return done.returncode == 0


def examine(bench, mutant):
    """Why the rule is not shown to be tested; None if it is."""
    built = bench.build(mutant.suite)
    if built.returncode != 0:
        return "the tests do not build:\n" + built.stdout[-3000:]
    before = bench.passes(mutant)
    if before is None:
        return f"no test of the {mutant.suite} suite has the tag [semantics-{mutant.rule}]"
    if not before:
        return "its tests fail without the mutant"
    path = bench.source / mutant.file
    original = path.read_text()
    if original.count(mutant.there) != 1:
        return f"what it changes stands {original.count(mutant.there)} times in {mutant.file}, not once"
    try:
        path.write_text(original.replace(mutant.there, mutant.instead))
        built = bench.build(mutant.suite)
        if built.returncode != 0:
            return "the mutant does not compile:\n" + built.stdout[-3000:]
        return None if bench.passes(mutant) is False else "SURVIVED: the tests pass without the rule"
    finally:
        path.write_text(original)


def junit(cases):
    failed = sum(1 for _, _, problem in cases if problem)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             f'<testsuite name="mutants" tests="{len(cases)}" failures="{failed}" skipped="0">']
    for name, seconds, problem in cases:
        lines.append(f'<testcase name={quoteattr(name)} time="{seconds:.2f}" status="{"fail" if problem else "run"}">')
        if problem:
            lines.append(f"<failure message={quoteattr(problem)}/>")
        lines.append("</testcase>")
    return "\n".join([*lines, "</testsuite>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--junit", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("rules", nargs="*", metavar="RULE")
    arguments = parser.parse_args()
    bench = Bench(arguments.build.resolve(), arguments.jobs)
    cases = []
    for mutant in mutants():
        if arguments.rules and mutant.rule not in arguments.rules:
            continue
        start = time.monotonic()
        problem = examine(bench, mutant)
        cases.append((mutant.name, time.monotonic() - start, problem))
        print(f"{'not shown' if problem else 'red, as it must be'}: {mutant.name}" + (f": {problem}" if problem else ""), flush=True)
    if arguments.junit:
        arguments.junit.write_text(junit(cases))
    return 1 if not cases or any(problem for _, _, problem in cases) else 0


if __name__ == "__main__":
    sys.exit(main())
