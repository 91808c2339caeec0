"""Runs tests of CPython's own and writes one line of JSON for each thing that happens, so that whoever reads them knows
where a run hung or crashed. Runs in the interpreter that is tested; called by suite.py.

    run_tests.py EVENTS SECONDS NAME... [--without=ID]...    NAME: a module of the package test, or the id of a test
"""
import faulthandler
import json
import sys
import threading
import time
import unittest

import test.support

import modules

# What test_timeout asks of other hosts is asked of this one: nothing outside is dialled. Its tests and those of
# test_socketserver demand the resource; those of test_socket would really use it.
RESOURCES = {"test_socket": [], "test_timeout": ["network"], "test_socketserver": ["network"]}


class Recorder(unittest.TestResult):
    """Writes what happens. Each test has so many seconds; then the process ends with all threads' stacks."""

    def __init__(self, events, seconds):
        super().__init__()
        self.events, self.seconds = events, seconds
        self.started = time.monotonic()
        self.outcome = self.text = None

    def write(self, **event):
        self.events.write(json.dumps(event) + "\n")
        self.events.flush()

    def startTest(self, test):
        super().startTest(test)
        self.started, self.outcome, self.text = time.monotonic(), "passed", ""
        self.write(start=test.id())
        self.patience()

    def stopTest(self, test):
        self.finish(test)
        self.patience()
        super().stopTest(test)

    def patience(self):
        faulthandler.dump_traceback_later(self.seconds, exit=True)

    def finish(self, test):
        self.write(end=test.id(), outcome=self.outcome, text=self.text, seconds=round(time.monotonic() - self.started, 3))
        self.outcome = None

    def say(self, test, outcome, text):
        alone = self.outcome is None  # a fixture of a class or module, which starts no test
        if alone or self.outcome in ("passed", "skipped"):
            self.outcome, self.text = outcome, text
        elif outcome == "failed":
            self.text += text
        if alone:
            self.finish(test)

    def addError(self, test, error):
        super().addError(test, error)
        self.say(test, "failed", self.errors[-1][1])

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.say(test, "failed", self.failures[-1][1])

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.say(test, "failed", f"{subtest}\n{self._exc_info_to_string(error, test)}")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if isinstance(test, unittest.case._SubTest):
            reason = f"{test._subDescription()}: {reason}"
            if self.outcome == "skipped":
                self.text += f"; {reason}"
                return
            test = test.test_case
        self.say(test, "skipped", reason)

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        self.say(test, "skipped", "expected to fail")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.say(test, "failed", "expected to fail, and passed")


def ignored(recorder):
    """What Python would only print, an exception in a thread or in a destructor, is written too."""
    def write(kind, error, text):
        recorder.write(ignored=f"{kind}: {error.__name__}: {text}")
        print(f"{kind}: {error.__name__}: {text}", file=sys.stderr)
    sys.unraisablehook = lambda said: write("unraisable", said.exc_type, f"{said.exc_value} in {said.object!r}")
    threading.excepthook = lambda said: write("in a thread", said.exc_type, said.exc_value)


def load(name):
    module = name.split(".")[1]
    test.support.use_resources = RESOURCES[module]
    tests = unittest.defaultTestLoader.loadTestsFromName(name)
    if module == "test_timeout":
        sys.modules["test.test_timeout"].resolve_address = lambda host, port: ("127.0.0.1", port)
    return tests


class Suite(unittest.TestSuite):
    """The tests of one module, with the resources that it has."""

    def __init__(self, module, tests):
        super().__init__(tests)
        self.module = module

    def run(self, result, debug=False):
        test.support.use_resources = RESOURCES[self.module]
        return super().run(result, debug)


def main():
    path, seconds, *names = sys.argv[1:]
    without = {name[len("--without="):] for name in names if name.startswith("--without=")}
    test.support.verbose = False
    with open(path, "a", encoding="utf-8") as events:
        recorder = Recorder(events, float(seconds))
        ignored(recorder)
        recorder.patience()
        recorder.write(whose=modules.whose())
        suites = [Suite(name.split(".")[1], [one for one in flat(load(name)) if one.id() not in without])
                  for name in names if not name.startswith("--")]
        for one in flat(suites):
            recorder.write(found=one.id())
        unittest.TestSuite(suites).run(recorder)
        recorder.write(done=True)


def flat(suite):
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            yield from flat(one)
        else:
            yield one


if __name__ == "__main__":
    main()
