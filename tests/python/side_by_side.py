#!/usr/bin/env python3
"""Runs judges that are programs of the interpreters that they judge, all at the same time, and puts their cases together.

    side_by_side.py --with PROGRAM EXTENSION [--with ...] --run "SCRIPT ARGUMENT..." [--run ...] JUNIT

Each SCRIPT runs with each interpreter, in a process where _socket is the extension, and takes the path of the file that it
shall write as its last argument.
"""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import cases
import interpreters


def run(interpreter, words, junit):
    """The elements of its cases; if it died, one more."""
    command = interpreter.command(interpreters.HERE / words[0], *words[1:], junit)
    folder = junit.with_suffix("")  # its own, for the names of AF_UNIX sockets
    folder.mkdir()
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", env=interpreter.environment(True, **wanted()))
    print(f"{interpreter.version} {' '.join(words)}\n{done.stdout}", flush=True)
    try:
        return xml.parse(junit).getroot().findall("testcase")
    except (OSError, xml.ParseError):
        died = cases.Cases(interpreter.version)
        died.failed(" ".join(words), f"ended with {done.returncode} and left no results", output=done.stdout)
        return died.elements


def wanted():
    """What of the caller's environment is meant for the judges."""
    return {name: value for name, value in os.environ.items() if name.startswith("SAMESOCK_PYTHON_")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--with", dest="interpreters", nargs=2, action="append", metavar=("PROGRAM", "EXTENSION"))
    parser.add_argument("--run", dest="scripts", action="append", metavar="SCRIPT")
    parser.add_argument("junit")
    arguments = parser.parse_args()
    found = cases.Cases("")
    with tempfile.TemporaryDirectory(prefix="samesock-judges-") as folder, concurrent.futures.ThreadPoolExecutor(16) as pool:
        running = [pool.submit(run, interpreters.Interpreter(*pair), script.split(), pathlib.Path(folder) / f"{i}-{j}.xml")
                   for i, pair in enumerate(arguments.interpreters) for j, script in enumerate(arguments.scripts)]
        for each in running:
            found.elements += each.result()
    found.failures = sum(element.find("failure") is not None for element in found.elements)
    sys.exit(found.write(arguments.junit))


if __name__ == "__main__":
    main()
