#!/usr/bin/env python3
"""Writes the constants and the macro shield from constants.list; --check fails where the files differ from it.

A constant has one value in every build, so the numbers stand in the list and no header is consulted here.
"""
import argparse
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCE = "cmake/generate/constants.py"

PLAIN = {"int": "int", "uint32": "std::uint32_t", "text": "std::string_view"}
STRONG = {"address_family", "socket_type", "protocol", "option_level", "option_name", "control_type", "message_flags",
          "resolve_flags", "name_flags", "shutdown_how", "gai_error"}
SYSTEMS = {"windows", "macos", "bsd", "freebsd", "netbsd", "openbsd"}
WIDTH = 120
# Names of the module's constants in native headers that carry another name there.
NATIVE_PREFIX = "CAN_BCM_"
# What Linux's headers have as enumerators alone, so that no #ifdef can ask for it.
ENUMERATORS = re.compile(
    r"CAN_RAW_(FILTER|ERR_FILTER|LOOPBACK|RECV_OWN_MSGS|FD_FRAMES|JOIN_FILTERS)|(SO|SCM)_J1939_\w+|J1939_(NLA|EE)_\w+|"
    r"CAN_BCM_[TR]X_(SETUP|DELETE|READ|SEND|STATUS|EXPIRED|TIMEOUT|CHANGED)|TIPC_(CLUSTER|NODE)_SCOPE|"
    r"IPPORT_USERRESERVED")
LINUX_HEADERS = """
net/ethernet.h net/if.h netatalk/at.h netax25/ax25.h netdb.h netinet/in.h netinet/tcp.h netinet/udp.h netipx/ipx.h
netrom/netrom.h netrose/rose.h sys/ioctl.h sys/socket.h sys/un.h linux/can.h linux/can/bcm.h linux/can/isotp.h
linux/can/j1939.h linux/can/raw.h linux/if_alg.h linux/if_packet.h linux/netfilter_ipv4.h linux/netlink.h linux/rds.h
linux/tipc.h linux/vm_sockets.h""".split()
BLUETOOTH_HEADERS = ["bluetooth/bluetooth.h", "bluetooth/hci.h", "bluetooth/l2cap.h", "bluetooth/rfcomm.h",
                     "bluetooth/sco.h"]


class Constant:
    def __init__(self, name, kind, value, note):
        self.name, self.kind, self.value, self.note = name, kind, value, note
        self.lower = name.lower()

    @property
    def linux(self):
        return not self.note

    @property
    def native(self):
        """The name in Linux's headers: linux/can/bcm.h has TX_SETUP where Python has CAN_BCM_TX_SETUP."""
        if self.name.startswith(NATIVE_PREFIX):
            return self.name[len(NATIVE_PREFIX):]
        return self.name


class Block:
    """The constants of one [type], with the comment above it."""

    def __init__(self, kind, comment):
        self.kind, self.comment, self.constants = kind, comment, []


def parse_constant(words, kind, where):
    name, value, note = words[0], words[1] if len(words) > 1 else "", words[2:]
    if not re.fullmatch(r"[A-Z][A-Za-z0-9_]*", name):
        raise SystemExit(f"{where}: {name} is no constant's name")
    if kind == "text":
        if not re.fullmatch(r'"[^"\\]*"', value):
            raise SystemExit(f"{where}: {name} wants a text in quotes")
    else:
        int(value, 0)
    if note and not (note[0] in SYSTEMS and len(note) == 1 or
                     note[0] == "private" and len(note) == 3 and note[1] in SYSTEMS and int(note[2], 0) >= 0):
        raise SystemExit(f"{where}: origin of {name} not understood: {' '.join(note)}")
    return Constant(name, kind, value, " ".join(note))


def parse(text):
    blocks, shield, comment, block = [], [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        where = f"constants.list:{number}"
        line = line.strip()
        if not line:
            comment = []
        elif line.startswith("#"):
            comment.append(line[1:].strip())
        elif line.startswith("["):
            kind = line.strip("[]")
            if kind != "shield" and kind not in PLAIN and kind not in STRONG:
                raise SystemExit(f"{where}: unknown type {kind}")
            block = Block(kind, comment)
            comment = []
            if kind != "shield":
                blocks.append(block)
        elif block is None:
            raise SystemExit(f"{where}: a name before the first [type]")
        elif block.kind == "shield":
            shield += line.split()
        else:
            block.constants.append(parse_constant(line.split(), block.kind, where))
    return blocks, shield


def verify(blocks, shield):
    """One name, one constant, in both spellings; and no private number that Linux or another private name has."""
    seen = set(shield)
    if len(seen) != len(shield):
        raise SystemExit(f"shielded twice: {sorted(n for n in seen if shield.count(n) > 1)}")
    for constant in all_of(blocks):
        for name in {constant.name, constant.lower}:
            if name in seen:
                raise SystemExit(f"{name} is there twice, or is a function's or type's name")
            seen.add(name)
    by_kind = {}
    for constant in all_of(blocks):
        if constant.kind not in PLAIN and constant.linux:
            by_kind.setdefault(constant.kind, set()).add(int(constant.value, 0))
    for constant in all_of(blocks):
        if constant.note.startswith("private") and int(constant.value, 0) in by_kind.get(constant.kind, ()):
            raise SystemExit(f"{constant.name}: Linux has {constant.value} too")


def all_of(blocks):
    return [constant for block in blocks for constant in block.constants]


def declaration(constant):
    kind = PLAIN.get(constant.kind, constant.kind)
    comment = f" // {constant.note}" if constant.note else ""
    first = f"inline constexpr {kind} {constant.lower}{{{constant.value}}},"
    second = f"{constant.name}{{{constant.lower}}};{comment}"
    return [f"{first} {second}"] if len(first) + len(second) < WIDTH else [first, f"    {second}"]


def header(blocks):
    lines = [
        f"// The constants of the socket module. Written by {SOURCE}: do not edit.",
        "// Each exists in lower case and in Python's spelling. Once a system header has made a macro of the latter,",
        "// it is a compile error or the right value, never another one. Values are Linux's, in every build; a comment",
        "// names the system that has a constant which Linux lacks, and its number there where ours is private.",
        "// Source: https://docs.python.org/3/library/socket.html#constants, socket(7), ip(7), tcp(7), getaddrinfo(3).",
        "#pragma once",
        "",
        "#include <samesock/error_code.hpp>",
        "#include <samesock/number.hpp>",
        "",
        "#include <cstdint>",
        "#include <string_view>",
        "",
        "#include <samesock/names_begin.hpp>",
        "",
        "namespace samesock {",
        "// clang-format off: written as it stands",
    ]
    for block in blocks:
        lines.append("")
        lines += [f"// {line}" for line in block.comment]
        for constant in block.constants:
            lines += declaration(constant)
    lines += ["", "} // namespace samesock", "", "#include <samesock/names_end.hpp>"]
    return "\n".join(lines) + "\n"


def shielded(blocks, shield):
    return sorted({constant.name for constant in all_of(blocks)} | set(shield))


def names_begin(names):
    lines = [
        f"// Puts aside every macro that bears a name of the public API. Written by {SOURCE}: do not edit.",
        "// The last include of every public header that declares one; names_end.hpp, at its bottom, brings them back.",
        "// No include guard: the pair is included once per header, and nests. errno stays a macro.",
    ]
    for name in names:
        lines += [f'#pragma push_macro("{name}")', f"#undef {name}"]
    return "\n".join(lines) + "\n"


def names_end(names):
    lines = [
        f"// Brings back the macros that names_begin.hpp put aside. Written by {SOURCE}: do not edit.",
        "// No include guard.",
    ]
    lines += [f'#pragma pop_macro("{name}")' for name in names]
    return "\n".join(lines) + "\n"


def comparison(constant):
    line = f'    {{"{constant.name}", same(samesock::{constant.lower}), same({constant.native})}},'
    if len(line) > WIDTH:
        line = f'    {{"{constant.name}", same(samesock::{constant.lower}),\n     same({constant.native})}},'
    return [line] if ENUMERATORS.fullmatch(constant.name) else [f"#ifdef {constant.native}", line, "#endif"]


def linux_test(blocks):
    lines = [
        f"// Every constant that Linux has, against the system headers. Written by {SOURCE}: do not edit.",
        "// The system headers come last, so that none of their macros helps ours.",
        "#include <samesock/constants.hpp>",
        "",
        "#include <catch2/catch_all.hpp>",
        "",
    ]
    lines += [f"#include <{name}>" for name in LINUX_HEADERS]
    lines += ["#if __has_include(<bluetooth/bluetooth.h>)"]
    lines += [f"#include <{name}>" for name in BLUETOOTH_HEADERS]
    lines += [
        "#endif", "", "#include <cstdint>", "#include <iterator>", "#include <type_traits>", "", "namespace {", "",
        "template <class T>", "constexpr std::uint32_t same(T value) {",
        "    if constexpr (std::is_class_v<T>)", "        return static_cast<std::uint32_t>(value.value());",
        "    else", "        return static_cast<std::uint32_t>(value);", "}", "",
        "struct comparison {", "    const char* name;", "    std::uint32_t ours, native;", "};", "",
        "constexpr comparison comparisons[] = {",
    ]
    for constant in all_of(blocks):
        if constant.linux and constant.kind != "text":
            lines += comparison(constant)
    lines += [
        "};", "", "} // namespace", "",
        'TEST_CASE("every constant has the number of Linux\'s headers") {',
        "    CHECK(std::size(comparisons) > 350);",
        "    for (const comparison& one : comparisons) {", "        INFO(one.name);",
        "        CHECK(one.ours == one.native);", "    }", "}",
    ]
    return "\n".join(lines) + "\n"


def outputs():
    blocks, shield = parse((HERE / "constants.list").read_text(encoding="utf-8"))
    verify(blocks, shield)
    names = shielded(blocks, shield)
    return {
        "src/samesock/constants.hpp": header(blocks),
        "src/samesock/names_begin.hpp": names_begin(names),
        "src/samesock/names_end.hpp": names_end(names),
        "tests/unit/constants_linux.cpp": linux_test(blocks),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file differs")
    parser.add_argument("--root", type=pathlib.Path, default=ROOT, help="where the files are written or compared")
    arguments = parser.parse_args()
    differing = []
    for path, text in outputs().items():
        file = arguments.root / path
        if file.exists() and file.read_bytes() == text.encode("utf-8"):
            continue
        differing.append(path)
        if not arguments.check:
            file.write_text(text, encoding="utf-8", newline="\n")
    if arguments.check and differing:
        print(f"not what constants.list says: {', '.join(differing)}; run cmake/generate/constants.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
