#!/usr/bin/env python3
"""The rooms and their arrows: who may include whom, and what may stand where. See ARCHITECTURE.md.

Reads every source file of src, platform, native, wasm, examples and bench, and fails on an include that no arrow
allows, on a platform's #ifdef outside a backend, on a macro of a public header, on a throw outside the two raise.cpp, on
OpenSSL where it has no business, and on a file whose name says nothing.
"""
import argparse
import pathlib
import re
import sys

import compiler

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A room is a folder; what it may include beside its own files, and whether system and other libraries' headers.
ARROWS = {
    "src/samesock": (set(), False),
    "platform": ({"src/samesock"}, False),
    "src/tunnel": ({"src/samesock"}, False),
    "src/core": ({"src/samesock", "platform"}, False),
    "src/tls": ({"src/samesock", "platform", "src/core"}, False),
    "src/tls/windows": ({"src/samesock", "platform", "src/tls"}, True),
    "native/cancellation": ({"src/samesock", "platform"}, False),
    "native/posix": ({"src/samesock", "platform", "native/cancellation"}, True),
    "native/winsock": ({"src/samesock", "platform", "native/cancellation"}, True),
    "wasm/names": ({"src/samesock", "platform"}, False),
    "wasm/wasi": ({"src/samesock", "platform", "wasm/names"}, True),
    "wasm/tunnel": ({"src/samesock", "platform", "src/tunnel", "wasm/names"}, False),
    "wasm/browser": ({"src/samesock", "platform", "src/tunnel", "wasm/tunnel"}, True),
    "native/tunnel": ({"src/samesock", "platform", "src/tunnel", "wasm/tunnel"}, True),
    # Which of the two a build has is the build's to say: their files have the same names.
    "native/gateway": ({"src/samesock", "src/tunnel", "src/tls"}, True),
    "native/gateway/posix": ({"src/samesock", "native/gateway"}, True),
    "native/gateway/winsock": ({"src/samesock", "src/tunnel", "platform", "native/winsock", "native/gateway"}, True),
    "native/python": ({"src/samesock"}, True),
    "examples": ({"src/samesock"}, False),
    "bench": ({"src/samesock", "src/tunnel"}, True),
}
BACKENDS = {
    "native/cancellation", "native/posix", "native/winsock", "wasm/names", "wasm/wasi", "wasm/tunnel", "wasm/browser", "native/tunnel"
}
# Programs and extensions raise as they like; the library raises in one place.
MAY_THROW = {"native/gateway", "native/gateway/posix", "native/gateway/winsock", "native/python", "native/tunnel", "wasm/browser", "examples", "bench"}  # browser: JavaScript
RAISING = {"src/core/raise.cpp", "src/tls/raise.cpp"}
OPENSSL_ROOMS = {"src/tls", "src/tls/windows", "native/gateway", "native/tunnel", "bench"}

STANDARD = set("""
algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts condition_variable
coroutine deque exception execution expected filesystem format forward_list fstream functional future
initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory memory_resource mutex
new numbers numeric optional ostream print queue random ranges ratio regex scoped_allocator semaphore set shared_mutex
source_location span spanstream sstream stack stacktrace stdexcept stop_token streambuf string string_view syncstream
system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
version cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath csetjmp csignal cstdarg cstddef cstdint
cstdio cstdlib cstring ctime cuchar cwchar cwctype""".split())

PLATFORM_MACRO = re.compile(
    r"\b(_WIN32|_WIN64|WIN32|__CYGWIN__|__MINGW\d\d__|_MSC_VER|__linux__|__linux|linux|__unix__|__unix|unix|__APPLE__|"
    r"__MACH__|__FreeBSD__|__NetBSD__|__OpenBSD__|__DragonFly__|__sun|_AIX|__HAIKU__|__ANDROID__|__BIONIC__|__GLIBC__|"
    r"__wasi__|__wasm\w*|__EMSCRIPTEN\w*|EMSCRIPTEN|_POSIX_\w+|__has_include)\b")
# Which version of a library there is, is no question about the platform.
LIBRARY_HEADER = re.compile(r"__has_include\(<toml\+\+/[^>]+>\)")
EXCEPTIONS_MACRO = re.compile(r"\b(__cpp_exceptions|__EXCEPTIONS|_CPPUNWIND)\b")
EMPTY_WORDS = {"util", "utils", "common", "helper", "helpers", "manager", "misc", "impl", "base"}

SUFFIXES = {".hpp", ".cpp", ".h", ".c", ".cc", ".ipp", ".mm"}
NAMED_FOLDERS = ["src", "platform", "native", "wasm", "web", "examples", "bench", "tests", "cmake", "docs"]
FOREIGN = {"node_modules", "catch2", "dist", "build", "__pycache__"}


def room_of(path):
    """The room that a path relative to the checkout lies in."""
    parts = pathlib.PurePosixPath(path).parts
    for length in (3, 2, 1):
        room = "/".join(parts[:length])
        if room in ARROWS:
            return room
    return None


def target_of(root, file, name):
    """The checkout's path of a quoted include: beside the file, in src/, or at the top. None where there is none."""
    for start in (file.parent, root / "src", root):
        candidate = (start / name).resolve()
        if candidate.is_file() and candidate.is_relative_to(root):
            return candidate.relative_to(root).as_posix()
    for guess in (f"src/{name}", name):
        if room_of(guess):
            return guess
    return None


def check_include(root, file, room, quote, name):
    """What is wrong with one include, or None."""
    allowed, system = ARROWS[room]
    if quote == "<" and name.startswith("openssl/"):
        return None if room in OPENSSL_ROOMS else f"<{name}>: OpenSSL is src/tls's business, not {room}'s"
    if quote == "<" and not name.startswith("samesock/"):
        if system or name in STANDARD:
            return None
        return f"<{name}> is no C++ standard header, and {room} includes nothing else"
    if quote == "<":
        target = f"src/{name}"
    elif name.startswith("samesock/"):
        return f'"{name}" is a public header: <{name}>'
    else:
        target = target_of(root, file, name)
    if target is None:
        return None if system else f'"{name}" is in no room'
    other = room_of(target)
    if other == room or other in allowed:
        return None
    return f"{room} may not include {other or 'what is in no room'} ({name})"


def logical_lines(code):
    """Lines with their numbers, continuations joined."""
    number, pending, first = 0, "", 0
    for line in code.split("\n"):
        number += 1
        if not pending:
            first = number
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        yield first, pending + line
        pending = ""


def check_file(root, file):
    path = file.relative_to(root).as_posix()
    room = room_of(path)
    if room is None:
        return [f"{path}: in no room"]
    text = file.read_text(encoding="utf-8", errors="replace")
    found = []
    # Comments go, literals stay: an include's name is one.
    plain = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    for number, line in logical_lines(plain):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match and (wrong := check_include(root, file, room, match[1], match[2])):
            found.append(f"{path}:{number}: {wrong}")
    for number, line in logical_lines(compiler.code_of(text)):
        directive = re.match(r"\s*#\s*(if|ifdef|ifndef|elif|elifdef|elifndef|define)\b(.*)", line)
        if directive and directive[1] == "define":
            if room == "src/samesock":
                found.append(f"{path}:{number}: a public header defines no macro")
        elif directive:
            macro = PLATFORM_MACRO.search(LIBRARY_HEADER.sub("", directive[2]))
            if macro and room not in BACKENDS:
                found.append(f"{path}:{number}: {macro[0]} is asked for outside a backend")
            macro = EXCEPTIONS_MACRO.search(directive[2])
            if macro and room == "src/samesock":
                found.append(f"{path}:{number}: a public header asks for {macro[0]}: two definitions of one function")
        if re.search(r"\bthrow\b", line) and path not in RAISING and room not in MAY_THROW:
            found.append(f"{path}:{number}: throw stands in {' and '.join(sorted(RAISING))} alone")
    return found


def names_that_say_nothing(root):
    for folder in NAMED_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root)
            if FOREIGN.intersection(inside.parts):
                continue
            words = set(re.split(r"[^a-z]+", path.name.split(".")[0].lower()))
            if words & EMPTY_WORDS:
                yield f"{inside.as_posix()}: a file is named after what it holds"


def check(root):
    root = root.resolve()
    found, read = [], 0
    for folder in ("src", "platform", "native", "wasm", "examples", "bench"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in SUFFIXES and file.is_file() and not FOREIGN.intersection(file.relative_to(root).parts):
                read += 1
                found += check_file(root, file)
    found += names_that_say_nothing(root)
    return found, read


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=ROOT)
    found, read = check(parser.parse_args().root)
    print("\n".join(found) or f"{read} files keep to their rooms")
    return 1 if found or not read else 0


if __name__ == "__main__":
    sys.exit(main())
