#!/usr/bin/env python3
"""docs/reference.md from the comments of the public headers. With --check: fail if the page is not what they say."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ROOT / "src" / "samesock"
PAGE = ROOT / "docs" / "reference.md"
ORDER = ["socket", "functions", "names", "address", "select", "file", "bytes", "buffer", "ancillary", "timeout_value", "inet",
         "exceptions", "error_code", "result", "raise", "interruption", "number", "endpoint", "constants", "tunnel",
         "ssl", "ssl_context", "ssl_socket", "ssl_session", "certificate", "ssl_error", "trust_bundle", "unverified_ssl"]
LEFT_OUT = {"samesock", "names_begin", "names_end"}

INTRODUCTION = """# Reference

Generated from the public headers by `cmake/generate/reference.py`. What a name means is said by
[Python's page](https://docs.python.org/3/library/socket.html) unless it is said here. Everything is in namespace
`samesock`; `#include <samesock/samesock.hpp>` brings all of it but TLS, which is `<samesock/ssl.hpp>`. What a platform lacks is in [platforms.md](platforms.md).
"""


def introduction(lines):
    """The comment that opens a header."""
    text = []
    for line in lines:
        if not line.startswith("//"):
            break
        text.append(line[2:].strip())
    return text


def without_bodies(code):
    """Declarations without the bodies of inline functions and without initialisers of constructors."""
    kept, depth = [], 0
    for line in code:
        if depth == 0 and kept and re.match(r"^\s+: ", line):  # constructor initialisers on a line of their own
            depth = line.count("{") - line.count("}")
            kept[-1] = kept[-1].rstrip() + ";"
            continue
        if depth == 0 and re.search(r"\)[^{};]*(?:: [^{}]*)?\{", line) and not re.search(r"^\s*(class|struct|enum)\b", line):
            body_starts = re.search(r"(\)[^{}:]*?)(?:\s*:\s[^{]*)?\s*\{", line)
            kept.append(line[:body_starts.end(1)].rstrip() + ";")
            depth = line.count("{") - line.count("}")
            continue
        if depth > 0:
            depth += line.count("{") - line.count("}")
            continue
        kept.append(line)
    return kept


def groups(lines):
    """(comment, code) of each run of /// lines and the declarations under it, and ('#', title) of each section."""
    comment, code, private, found = [], [], False, []

    def flush():
        nonlocal comment, code
        shown = [line for line in without_bodies(code) if line.strip() and line.strip() != "}"]
        if shown and not re.search(r"\{\s*(//.*)?$", shown[0]):
            shown = [line for line in shown if line.strip() != "};"]
        if shown == ["};"]:
            shown = []
        if shown:
            found.append((comment, shown))
        comment, code = [], []

    for line in lines:
        bare = line.strip()
        if re.match(r"(private|protected):", bare):
            private = True
        elif re.match(r"public:", bare) or (private and re.match(r"\};", line)):
            private = False
            continue
        section = re.match(r"// -- (.*?) -+$", bare)
        if section:
            flush()
            found.append(("#", section.group(1)))
        elif private or bare.startswith("#") or bare.startswith("namespace ") or bare.startswith("} // namespace"):
            continue
        elif bare.startswith("///") and not bare.startswith("///<"):
            if code:
                flush()
            comment.append(bare[3:].strip())
        elif not bare:
            flush()
        elif not (bare.startswith("//") and not code):
            code.append(line.rstrip())
    flush()
    return found


def indent_of(code):
    return min(len(line) - len(line.lstrip()) for line in code)


def section_of(name):
    lines = (HEADERS / f"{name}.hpp").read_text().splitlines()
    opening = introduction(lines)
    page = [f"## `<samesock/{name}.hpp>`", "", "\n".join(opening), ""]
    if name == "constants":
        return page + constants(lines)
    body = lines[len(opening):]
    end = next((i for i, line in enumerate(body) if line.startswith("template <>") and "std::" in body[i + 1]), len(body))
    for comment, code in groups(body[:end]):
        if comment == "#":
            page += [f"### {code}", ""]
            continue
        margin = indent_of(code)
        page += ["```cpp", *(line[margin:] for line in code), "```", ""]
        if comment:
            page += [" ".join(comment), ""]
    return page


def constants(lines):
    """Python's names, by type."""
    by_type = {}
    for line in lines:
        found = re.match(r"inline constexpr ([\w:]+) .*\b([A-Z][A-Za-z0-9_]*)(?:\{[^{}]*\}| = [^;,]*);", line)
        if found:
            by_type.setdefault(found.group(1), []).append(found.group(2))
    page = []
    for kind, names in by_type.items():
        page += [f"**{kind}**: " + ", ".join(f"`{name}`" for name in names), ""]
    return page


def page():
    present = {path.stem for path in HEADERS.glob("*.hpp")} - LEFT_OUT
    unlisted = present - set(ORDER)
    if unlisted:
        sys.exit(f"reference.py: no place in ORDER for {', '.join(sorted(unlisted))}")
    text = [INTRODUCTION]
    for name in ORDER:
        text += section_of(name)
    return "\n".join(text).rstrip() + "\n"


def main():
    wanted = page()
    if "--check" in sys.argv[1:]:
        if not PAGE.exists() or PAGE.read_text() != wanted:
            sys.exit("docs/reference.md is not what the headers say: run cmake/generate/reference.py")
        return
    PAGE.write_text(wanted)


if __name__ == "__main__":
    main()
