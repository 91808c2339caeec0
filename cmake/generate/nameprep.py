#!/usr/bin/env python3
"""Writes src/core/nameprep_tables.cpp: the tables of nameprep (RFC 3491) as Python's encodings.idna has them.

Run after a change here:        python3 cmake/generate/nameprep.py
In the lint, changing nothing:  python3 cmake/generate/nameprep.py --check

Python normalizes with Unicode 3.2, but its str.lower(), combining classes and compositions are of its own Unicode
version, so the tables name the version that they came from; a Python of another version cannot check them, and says so.
"""

import os
import stringprep
import sys
import unicodedata
from unicodedata import ucd_3_2_0

OUTPUT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/core/nameprep_tables.cpp"))
COLUMNS = 120
PROHIBITED = [getattr(stringprep, "in_table_" + table) for table in ("c12", "c22", "c3", "c4", "c6", "c7", "c8", "c9")]


def is_hangul(code):
    return 0xAC00 <= code < 0xD7A4


def characters():
    return (code for code in range(0x110000) if not 0xD800 <= code < 0xE000)


def mapped(character):
    """Tables B.1 and B.2, and the compatibility decomposition of what they give."""
    if stringprep.in_table_b1(character):
        return ""
    return ucd_3_2_0.normalize("NFKD", stringprep.map_table_b2(character))


def units(text):
    data = text.encode("utf-16-be")
    return [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)]


def mappings():
    found = {}
    for code in characters():
        if not is_hangul(code):
            text = mapped(chr(code))
            if text != chr(code):
                found[code] = text
    return found


def shifted_runs(found):
    """Takes out of `found` what is a run of at least three characters at one distance, adjacent or every second."""
    runs = []
    for code in sorted(found):
        if code not in found or len(found[code]) != 1:
            continue
        shift = ord(found[code]) - code
        best = (0, 1)
        for stride in (1, 2):
            count = 1
            while True:
                text = found.get(code + count * stride, "")
                if len(text) != 1 or ord(text) - (code + count * stride) != shift:
                    break
                count += 1
            if count > best[0]:
                best = (count, stride)
        count, stride = best
        if count >= 3:
            runs.append((code, count, stride, shift))
            for i in range(count):
                del found[code + i * stride]
    return runs


def spelled_runs(found):
    runs, pool = [], []
    for code in sorted(found):
        text = units(found[code])
        if runs and runs[-1][0] + runs[-1][1] == code and runs[-1][2] == len(text):
            runs[-1][1] += 1
        else:
            runs.append([code, 1, len(text), len(pool)])
        pool += text
    return runs, pool


def ranges(test):
    found = []
    for code in characters():
        if test(chr(code)):
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return found


def class_ranges():
    found = []
    for code in characters():
        value = unicodedata.combining(chr(code))
        if value:
            if found and found[-1][1] == code - 1 and found[-1][2] == value:
                found[-1][1] = code
            else:
                found.append([code, code, value])
    return found


def compositions():
    found = []
    for code in characters():
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            first, second = (int(part, 16) for part in parts)
            if ucd_3_2_0.normalize("NFC", chr(first) + chr(second)) == chr(code):
                found.append((first, second, code))
    return sorted(found)


def wrapped(items):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > COLUMNS:
            lines.append(line)
            line = "   "
        line += " " + item + ","
    return "\n".join(lines + [line])


def rows(table, hexadecimal=2):
    def row(values):
        return "{" + ", ".join(f"0x{v:x}" if i < hexadecimal else str(v) for i, v in enumerate(values)) + "}"

    return wrapped(row(values) for values in table)


def table(kind, name, body):
    return f"constexpr {kind} {name}_rows[] = {{\n{body}\n}};\n"


def generate():
    found = mappings()
    shifted = shifted_runs(found)
    spelled, pool = spelled_runs(found)
    assert len(pool) < 0x10000
    tables = [
        ("shifted_run", "shifted_runs", rows(shifted, 1)),
        ("spelled_run", "spelled_runs", rows(spelled, 1)),
        ("char16_t", "spellings", wrapped(f"0x{unit:x}" for unit in pool)),
        ("class_range", "combining_classes", rows(class_ranges())),
        ("composition", "compositions", rows(compositions(), 3)),
        ("code_range", "prohibited", rows(ranges(lambda c: any(test(c) for test in PROHIBITED)))),
        ("code_range", "right_to_left", rows(ranges(stringprep.in_table_d1))),
        ("code_range", "left_to_right", rows(ranges(stringprep.in_table_d2))),
    ]
    out = [
        "// The tables of nameprep. Written by cmake/generate/nameprep.py: do not edit.",
        f"// Source: RFC 3454 on Unicode 3.2, as Python has it on Unicode {unicodedata.unidata_version}.",
        '#include "core/nameprep_tables.hpp"',
        "",
        "// clang-format off",
        "namespace samesock::nameprep_tables {",
        "namespace {",
        "",
    ]
    out += [table(*entry) for entry in tables]
    out += ["} // namespace", ""]
    out += [f"const std::span<const {kind}> {name}{{{name}_rows}};" for kind, name, _ in tables]
    out += ["", "} // namespace samesock::nameprep_tables", ""]
    return "\n".join(out)


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    if not sys.argv[1:]:
        with open(OUTPUT, "w", encoding="ascii", newline="\n") as file:
            file.write(generate())
        return
    with open(OUTPUT, encoding="ascii") as file:
        present = file.read()
    if f"Unicode {unicodedata.unidata_version}." not in present:
        print(f"skipped: this Python has Unicode {unicodedata.unidata_version}, the tables are of another version")
    elif present != generate():
        sys.exit(f"{os.path.relpath(OUTPUT)} is not what cmake/generate/nameprep.py writes: run it")


main()
