#!/usr/bin/env python3
"""Every public header compiles alone, twice in one unit, without a warning, with exceptions and without."""
import argparse
import concurrent.futures
import os
import pathlib
import sys

import compiler

ROOT = pathlib.Path(__file__).resolve().parents[2]


def check(tool, include, jobs=2):
    """One complaint per header and kind of build that fails."""
    def attempt(task):
        header, kind, one = task
        line = f"#include <samesock/{header.name}>\n"
        said = one.errors(line + line, compiler.WARNINGS)
        return f"samesock/{header.name} does not compile alone{kind}:\n{said}" if said else None

    tasks = [(header, kind, one) for header in compiler.public_headers(include)
             for kind, one in (("", tool), (" without exceptions", tool.without_exceptions()))]
    if not tasks:
        return [f"no public header in {include}"]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return [complaint for complaint in pool.map(attempt, tasks) if complaint]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    compiler.add_arguments(parser, ROOT)
    arguments = parser.parse_args()
    command = arguments.compiler or os.environ.get("CXX", "g++")
    complaints = check(compiler.Compiler(command, arguments.flags, [arguments.include]), arguments.include)
    print("\n".join(complaints) or f"{len(compiler.public_headers(arguments.include))} headers compile alone")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
