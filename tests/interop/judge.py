"""Runs cases one after another, each with a limit, and leaves JUnit for the final table."""
import os
import pathlib
import sys
import threading
import time
import traceback

sys.path.append(os.fspath(pathlib.Path(__file__).resolve().parents[1] / "python"))
import cases  # noqa: E402

LIMIT = 90  # seconds for one case


class Judge:
    def __init__(self, prefix, only=""):
        self.cases, self.only = cases.Cases(prefix), only

    def case(self, name, run, *arguments):
        """A case fails where `run` raises or does not come back."""
        if self.only not in name:
            return
        problem = ["hangs"]

        def guarded():
            try:
                run(*arguments)
                problem[0] = None
            except BaseException:  # noqa: B902: whatever it is, the next case shall run
                problem[0] = traceback.format_exc()

        begun = time.monotonic()
        thread = threading.Thread(target=guarded, daemon=True)
        thread.start()
        thread.join(LIMIT)
        took = time.monotonic() - begun
        if problem[0]:
            self.cases.failed(name, problem[0].strip().splitlines()[-1], took, problem[0])
        else:
            self.cases.passed(name, took)
            print(f"ok {took:6.2f} s  {name}", flush=True)

    def skip(self, name, reason):
        if self.only in name:
            self.cases.skipped(name, reason)
            print(f"skipped {name}: {reason}", flush=True)


def same(got, wanted, what="bytes"):
    if got != wanted:
        at = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
        raise AssertionError(f"{what} differ at {at}: {got[at:at + 16]!r} where {wanted[at:at + 16]!r} was sent; {len(got)} and {len(wanted)} in all")


def equal(got, wanted, what):
    if got != wanted:
        raise AssertionError(f"{what}: {got!r}, not {wanted!r}")
