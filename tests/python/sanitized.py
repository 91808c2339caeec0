#!/usr/bin/env python3
"""CPython's test_socket with an extension built with AddressSanitizer and UndefinedBehaviorSanitizer: no report, and every
test that passes with CPython's own module passes.

    sanitized.py --with PROGRAM EXTENSION JUNIT

The runtime of the sanitizers has to be there before the extension: the one of the compiler that built it is preloaded.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

import adaptations
import cases
import interpreters
import suite

# Python keeps what it has until it ends; its own allocator would hide the rest.
OPTIONS = "detect_leaks=0:allocator_may_return_null=1:detect_stack_use_after_return=1"


def runtime(extension):
    """The sanitizer's library that the extension needs, where its compiler has it."""
    needed = subprocess.run(["ldd", extension], capture_output=True, text=True, check=True).stdout
    for line in needed.splitlines():
        name, _, path = line.strip().partition(" => ")
        if name.startswith("libasan"):
            return path.split(" (")[0]
    sys.exit(f"{extension} is not built with AddressSanitizer by a compiler whose runtime is a library of its own")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--with", dest="interpreter", nargs=2, required=True, metavar=("PROGRAM", "EXTENSION"))
    parser.add_argument("junit")
    arguments = parser.parse_args()
    interpreter = interpreters.Interpreter(*arguments.interpreter)
    left_out = adaptations.adaptations(interpreter.version, "hangs")
    found = cases.Cases(interpreter.version)
    with tempfile.TemporaryDirectory(prefix="samesock-asan-") as folder:
        interpreter.more = {
            "LD_PRELOAD": runtime(interpreter.extension), "PYTHONMALLOC": "malloc",
            "ASAN_OPTIONS": f"{OPTIONS}:log_path={folder}/report", "UBSAN_OPTIONS": f"print_stacktrace=1:log_path={folder}/report"}
        own, ours = suite.both(interpreter, ["test.test_socket"], left_out)
        suite.summary(own, ours)
        for report in sorted(pathlib.Path(folder).glob("report*")):
            found.failed(f"report {report.name}", "a sanitizer reported", output=report.read_text(errors="replace"))
    found.judge("_socket is ours", ours.whose)
    found.judge("no report", "there are reports" if found.failures else "")
    for name in own.results:
        suite.judge(interpreter, name, own, ours, found)
    sys.exit(found.write(arguments.junit))


if __name__ == "__main__":
    main()
