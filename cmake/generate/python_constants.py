#!/usr/bin/env python3
"""Writes native/python/constants.inc from native/python/constants.list, which says what its lines mean.

    --check        exit status 1, and the difference, if it is not up to date
    --root DIR     another checkout
"""
import argparse
import difflib
import pathlib
import re
import sys

head = """\
// Written by cmake/generate/python_constants.py from constants.list: the rows of constants.cpp's table.
// clang-format off
"""
section = re.compile(r"^\[3\.(\d+)(?: : (.+))?\]$")
entry = re.compile(r"^([A-Za-z]\w*)(?:([?=])(\w+))?$")


def row(name, value):
    return f'    {{"{name}", static_cast<long>({value})}},\n'


def lines_of(word, is_conditional):
    match = entry.match(word)
    if match is None:
        sys.exit(f"not a name: {word}")
    name, how, value = match.groups()
    if how == "=" or is_conditional:
        return row(name, value or name)
    other = f"#else\n{row(name, value)}" if how else ""
    return f"#ifdef {name}\n{row(name, name)}{other}#endif\n"


def rendered(listed):
    text, minor, condition = head, None, None
    for line in listed.splitlines():
        if not line or line.startswith("#"):
            continue
        match = section.match(line)
        if match is not None:
            if minor is not None:
                text += "#endif\n"
            minor, condition = match.groups()
            text += f"\n#if PY_VERSION_HEX >= 0x03{int(minor):02X}0000" + (f" && {condition}\n" if condition else "\n")
            continue
        if minor is None:
            sys.exit(f"of which version? {line}")
        text += "".join(lines_of(word, condition) for word in line.split())
    return text + "#endif\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    arguments = parser.parse_args()
    room = arguments.root / "native/python"
    target, wanted = room / "constants.inc", rendered((room / "constants.list").read_text())
    if not arguments.check:
        target.write_text(wanted)
        return 0
    found = target.read_text() if target.exists() else ""
    sys.stdout.writelines(difflib.unified_diff(found.splitlines(True), wanted.splitlines(True), "found", "wanted"))
    return found != wanted


if __name__ == "__main__":
    sys.exit(main())
