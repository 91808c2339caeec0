#!/usr/bin/env python3
"""The extension for Python holds nothing but Python's object model.

Its objects refer to CPython's API, the public functions of samesock, the C++ runtime and a few functions of C that only
look at memory, and to nothing else: no system call, no poll, no resolver, and no backend. The module that is linked from
them shows nothing but its initialization.
"""
import argparse
import re
import subprocess
import sys

PYTHON = re.compile(r"_?Py[A-Z_]")
SAMESOCK = re.compile(r"_ZNK?8samesock(?!8platform)")
RUNTIME = re.compile(r"_Z(St|NK?St|n|d|T)|__cxa_|__gxx_|_Unwind_|__(asan|ubsan|tsan)_|__stack_chk_|_GLOBAL_OFFSET_TABLE_|"
                     r"__dso_handle|__tls_get_addr|__errno_location|__error$")
# nanosleep is std::this_thread's, under a thread that the interpreter has given up.
C = set("""abort ceil floor llround memchr memcmp memcpy memmove memset nanosleep strchr strcmp strlen strncmp strnlen
strtoul strtoull""".split())


def names(nm, *arguments):
    """What nm lists: pairs of a type and a name. A Mach-O name has an underscore more."""
    listing = subprocess.run([nm, *arguments], capture_output=True, text=True, check=True).stdout
    extra = 1 if sys.platform == "darwin" else 0
    for line in listing.splitlines():
        match = re.search(r"(?:^|\s)([A-Za-z])\s+(\S+)$", line)
        if match:
            yield match[1], match[2].split("@")[0][extra:]


def is_allowed(name):
    plain = re.sub(r"^__(\w+)_chk$", r"\1", name)  # _FORTIFY_SOURCE
    return plain in C or any(pattern.match(name) for pattern in (PYTHON, SAMESOCK, RUNTIME))


def foreign(found):
    """The undefined names that are not allowed."""
    return sorted({name for kind, name in found if kind in "Uwv" and not is_allowed(name)})


def shown(found):
    """What a module defines besides its initialization."""
    return sorted({name for kind, name in found if kind not in "Uwv" and name != "PyInit__socket"})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--module", required=True)
    parser.add_argument("objects", nargs="+")
    arguments = parser.parse_args()
    wrong, read = [], 0
    for path in arguments.objects:
        found = list(names(arguments.nm, path))
        read += any(kind == "U" and PYTHON.match(name) for kind, name in found)
        wrong += [f"{path} refers to {name}" for name in foreign(found)]
    dynamic = ["-g", "-U"] if sys.platform == "darwin" else ["-D", "--defined-only"]
    found = list(names(arguments.nm, *dynamic, arguments.module))
    wrong += [f"{arguments.module} shows {name}" for name in shown(found)]
    if not read or not any(name == "PyInit__socket" for _, name in found):
        wrong.append("nm shows nothing of Python")
    print("\n".join(wrong) or f"{len(arguments.objects)} objects hold Python's object model alone")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
