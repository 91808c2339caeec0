#!/usr/bin/env python3
"""CPython's own tests of its socket module, with our _socket and with the interpreter's own, compared test by test.

    suite.py --with PROGRAM EXTENSION [--only ID...] JUNIT
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import threading

import adaptations
import cases
import interpreters

MODULES = ("test.test_socket", "test.test_timeout", "test.test_socketserver")
SECONDS = 60  # for one test
AGAIN = 2     # times that a difference is tried again, alone


class Run:
    """One process after another until every test has run, with our module or with CPython's own."""

    def __init__(self, interpreter, ours, left_out=()):
        self.interpreter, self.ours, self.left_out = interpreter, ours, set(left_out)
        self.results, self.ignored, self.whose, self.log = {}, [], "no test was started", ""

    def run(self, names):
        while names:
            events, process = self.start(names)
            self.log += process.stdout
            found, unfinished, done = self.read(events)
            if not done and not found:
                self.results["the start of the process"] = {"outcome": "failed", "text": tail(process.stdout), "seconds": 0.0}
                return self
            names = [] if done else [name for name in found if name not in self.results]
            if names and not unfinished:
                unfinished = names[0]  # in its class's fixture
            if unfinished:
                how = "hung" if "Timeout (" in process.stdout else f"ended the process with {process.returncode}"
                self.results[unfinished] = {"outcome": "failed", "text": f"{how}\n{tail(process.stdout)}", "seconds": SECONDS}
            if done and process.returncode:
                self.results["the end of the process"] = {"outcome": "failed", "seconds": 0.0,
                                                          "text": f"exit status {process.returncode}\n{tail(process.stdout)}"}
            names = [name for name in names if name != unfinished]
        return self

    def start(self, names):
        with tempfile.TemporaryDirectory(prefix="samesock-suite-") as folder:
            events = pathlib.Path(folder) / "events"
            work = pathlib.Path(folder) / "work"
            work.mkdir()
            events.touch()
            command = self.interpreter.command(interpreters.HERE / "run_tests.py", events, str(SECONDS), *names)
            command += [f"--without={name}" for name in self.left_out]
            process = subprocess.run(command, cwd=work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                                     stderr=subprocess.STDOUT, errors="replace", env=self.interpreter.environment(self.ours))
            return [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()], process

    def read(self, events):
        found, unfinished, done = [], None, False
        for event in events:
            if "found" in event:
                found.append(event["found"])
            elif "start" in event:
                unfinished = event["start"]
            elif "end" in event:
                self.results[event["end"]] = event
                unfinished = None
            elif "ignored" in event:
                self.ignored.append(event["ignored"])
            elif "whose" in event:
                self.whose = event["whose"]
            else:
                done = True
        return found, unfinished, done

    def count(self, outcome):
        return sum(result["outcome"] == outcome for result in self.results.values())

    def outcome(self, name):
        return self.results.get(name, {}).get("outcome", "not run")


def tail(text):
    return "\n".join(text.splitlines()[-60:])


def both(interpreter, names, left_out=()):
    """A run with each, at the same time where each has a network of its own."""
    runs = Run(interpreter, False, left_out), Run(interpreter, True, left_out)
    if not interpreters.alone():
        return [run.run(names) for run in runs]
    threads = [threading.Thread(target=run.run, args=(names,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return runs


def difference(name, own, ours):
    """What is wrong with a test, if anything."""
    theirs, mine = own.outcome(name), ours.outcome(name)
    if theirs == mine == "skipped" and own.results[name]["text"] != ours.results[name]["text"]:
        return f"skipped with other words: CPython's own: {own.results[name]['text']}; ours: {ours.results[name]['text']}"
    if theirs == mine or (theirs == "failed" and mine == "passed"):
        return ""
    return f"{theirs} with CPython's own, {mine} with ours"


def judge(interpreter, name, own, ours, found):
    """One test; a difference is tried again alone, since some of these tests depend on time."""
    wrong, again = difference(name, own, ours), 0
    while wrong and again < AGAIN and "." in name and "(" not in name:
        again += 1
        own, ours = both(interpreter, [name])
        wrong = difference(name, own, ours)
    result = ours.results.get(name) or {"outcome": "not run", "text": "", "seconds": 0.0}
    if wrong:
        found.failed(name, wrong + (f" (the same {again} times alone)" if again else ""), result["seconds"], result["text"])
        return
    if again:
        say(f"flaky: {name} differed, and did not when run alone (try {again})")
    if result["outcome"] == "skipped":
        found.skipped(name, result["text"])
    elif result["outcome"] == "failed":
        say(f"fails with CPython's own as well: {name}")
        found.skipped(name, "fails here with CPython's own module as well")
    else:
        found.passed(name, result["seconds"])


def say(text):
    print(f"summary: {text}", flush=True)


def summary(own, ours):
    for title, run in (("CPython's own", own), ("ours", ours)):
        say(f"with {title}: {run.count('passed')} passed, {run.count('failed')} failed, {run.count('skipped')} skipped")
    for run in (own, ours):
        for text in sorted(set(run.ignored)):
            print(f"ignored by Python, {'ours' if run.ours else 'own'}: {text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--with", dest="interpreter", nargs=2, required=True, metavar=("PROGRAM", "EXTENSION"))
    parser.add_argument("junit")
    parser.add_argument("--only", nargs="+", default=MODULES, metavar="ID")
    arguments = parser.parse_args()
    interpreter = interpreters.Interpreter(*arguments.interpreter)
    left_out = adaptations.adaptations(interpreter.version, "hangs")
    own, ours = both(interpreter, list(arguments.only), left_out)
    summary(own, ours)
    found = cases.Cases(interpreter.version)
    found.judge("_socket is ours", ours.whose)
    found.judge("CPython's own _socket is not", "" if own.whose else "the extension is in force there too")
    for name in dict.fromkeys([*own.results, *ours.results]):
        judge(interpreter, name, own, ours, found)
    for name, row in left_out.items():
        found.skipped(name, f"left out: {row.reason}")
    for name, row in adaptations.adaptations(interpreter.version, "adapts").items():
        found.judge(f"{name} (adapted: {row.reason})", "" if ours.outcome(name) == "passed" else f"{ours.outcome(name)} with ours")
    sys.exit(found.write(arguments.junit))


if __name__ == "__main__":
    main()
