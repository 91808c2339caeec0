#!/usr/bin/env python3
"""The exchanges of the standard library in library/, in a process where _socket is ours.

    run_library.py JUNIT    in the interpreter that is tested
"""
import faulthandler
import pathlib
import sys
import time
import unittest

import cases
import modules

SECONDS = 240  # for all of them


class Outcomes(unittest.TestResult):
    """Each test as a case."""

    def __init__(self, found):
        super().__init__()
        self.found = found

    def startTest(self, test):
        super().startTest(test)
        self.since, self.wrong = time.monotonic(), ""

    def addError(self, test, error):
        super().addError(test, error)
        if test.id().startswith(("setUp", "tearDown")):
            self.found.failed(test.id(), self.errors[-1][1])
        else:
            self.wrong += self.errors[-1][1]

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.wrong += self.failures[-1][1]

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.wrong += f"{subtest}\n{self._exc_info_to_string(error, test)}"

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.wrong += f"nothing is skipped here: {reason}"

    def stopTest(self, test):
        super().stopTest(test)
        self.found.judge(test.id(), self.wrong, time.monotonic() - self.since)


def main():
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    found = cases.Cases("%d.%d" % sys.version_info[:2])
    found.judge("_socket is ours", modules.whose())
    here = pathlib.Path(__file__).resolve().parent
    unittest.defaultTestLoader.discover(here / "library", top_level_dir=here).run(Outcomes(found))
    sys.exit(found.write(sys.argv[1]))


if __name__ == "__main__":
    main()
