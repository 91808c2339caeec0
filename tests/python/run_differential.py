#!/usr/bin/env python3
"""Both modules under the same random calls: every test of differential/ as a case.

    run_differential.py [NAME...] JUNIT    in the interpreter that is tested; NAME: a part of a test's name

SAMESOCK_PYTHON_HYPOTHESIS is the folder where Hypothesis is. SAMESOCK_PYTHON_EXAMPLES=100 makes it a hundred times as many
examples, new ones each time.
"""
import faulthandler
import importlib
import os
import sys
import time
import traceback

import cases
import modules

sys.path.append(os.environ["SAMESOCK_PYTHON_HYPOTHESIS"])
FILES = ("functions", "names", "sockets", "options", "messages", "sequences")
SECONDS = 600  # without a word


def tests(names):
    for file in FILES:
        module = importlib.import_module(f"differential.test_{file}")
        for name, function in vars(module).items():
            if name.startswith("test_") and (not names or any(part in name for part in names)):
                yield f"{file}: {name.removeprefix('test_').replace('_', ' ')}", function


def main():
    *names, junit = sys.argv[1:]
    found = cases.Cases("%d.%d" % sys.version_info[:2])
    found.judge("_socket is ours (differential)", modules.whose())
    for name, function in tests(names):
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        start, wrong = time.monotonic(), ""
        try:
            function()
        except BaseException as error:
            wrong = "".join(traceback.format_exception(error, limit=-3))
        found.judge(name, wrong and "the modules differ", time.monotonic() - start, wrong)
        print(f"{time.monotonic() - start:6.2f} s  {name}", flush=True)
        found.write(junit)
    sys.exit(found.write(junit))


if __name__ == "__main__":
    main()
