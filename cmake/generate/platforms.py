#!/usr/bin/env python3
"""Writes the tables of docs/platforms.md from tests/conformance/platforms.def and wine.def, and from
tests/gateway/gateway.def, each between two markers.

    platforms.py            writes it
    platforms.py --check    exit status 1, and the difference, if the page is not up to date
"""
import difflib
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
tables = [root / "tests" / name for name in ("conformance/platforms.def", "conformance/wine.def", "gateway/gateway.def")]
page = root / "docs/platforms.md"
end = "<!-- end -->"

row = re.compile(r'^LACKS\((\w+), (\w+), (.+), "((?:[^"\\]|\\.)*)"\)$')
errors = {  # what a row writes, and what a reader knows it by
    "wrong_answer()": "no error: a wrong answer",
    "noname": "gaierror EAI_NONAME",
    "host_not_found": "herror HOST_NOT_FOUND",
    "reuse_port": "ValueError",
    "no_dual_stack": "OSError without errno",
    "timed_out": "TimeoutError after the whole timeout",
}


def rows(table):
    for number, line in enumerate(table.read_text().splitlines(), 1):
        if not line or line.startswith("//"):
            continue
        match = row.match(line)
        if match is None:
            sys.exit(f"{table}:{number}: not a row: {line}")
        yield match.groups()


def readable(table, error):
    plain = re.fullmatch(r"errno_code\((\w+)\)", error)
    if plain is None and error not in errors:
        sys.exit(f"{table}: say in {pathlib.Path(__file__).name} what {error} is called")
    return plain[1] if plain else errors[error]


def markdown(table):
    lines = ["| platform | lacks | trying it gives | because |", "|---|---|---|---|"]
    for platform, feature, error, reason in rows(table):
        lines.append(f"| {platform} | {feature.replace('_', ' ')} | {readable(table, error)} | {reason} |")
    return "\n".join(lines)


def with_table(text, table):
    begin = f"<!-- begin: {table.name}, written by cmake/generate/platforms.py -->"
    before, found, rest = text.partition(begin)
    _, found_end, after = rest.partition(end)
    if not found or not found_end:
        sys.exit(f"{page}: the markers of {table.name} are missing")
    return f"{before}{begin}\n{markdown(table)}\n{end}{after}"


def main():
    text = fresh = page.read_text()
    for table in tables:
        fresh = with_table(fresh, table)
    if "--check" not in sys.argv[1:]:
        page.write_text(fresh)
    elif fresh != text:
        old, new = text.splitlines(True), fresh.splitlines(True)
        sys.stdout.writelines(difflib.unified_diff(old, new, str(page), "up to date"))
        sys.exit("docs/platforms.md is not up to date: run cmake/generate/platforms.py")


main()
