#!/usr/bin/env python3
"""Public headers and macros keep out of each other's way, in any order of includes.

A public header leaves no macro behind but those of the standard headers that it includes. All of them compile while
every shielded name is a macro of somebody else's, and leave those macros as they were. With the system's socket headers
first and last, at -O0 and -O2 (glibc has other macros there), the lower-case constants are there and right,
(samesock::htons)(1) is a call, the system's macros have their own values afterwards, and a constant in Python's
spelling is right or does not compile. No identifier of a public header is a system macro that the list of shielded
names lacks.
"""
import argparse
import os
import pathlib
import re
import sys

import compiler

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "cmake" / "generate"))
import constants  # noqa: E402  (the list of constants lies with its generator)

# Whatever of these a system has. winsock2.h comes before windows.h, as it must.
SYSTEM_HEADERS = """
winsock2.h ws2tcpip.h mswsock.h mstcpip.h afunix.h ws2bth.h wspiapi.h windows.h objbase.h iphlpapi.h
sys/types.h sys/socket.h sys/un.h sys/uio.h sys/ioctl.h sys/select.h sys/sysmacros.h sys/param.h sys/stat.h
sys/time.h sys/event.h sys/epoll.h sys/eventfd.h sys/sendfile.h sys/sockio.h sys/filio.h sys/sysctl.h
netinet/in.h netinet/in_systm.h netinet/ip.h netinet/tcp.h netinet/udp.h netinet/ip_icmp.h netinet/icmp6.h netinet/ip6.h
netinet/if_ether.h arpa/inet.h arpa/nameser.h resolv.h netdb.h net/if.h net/if_arp.h net/ethernet.h net/route.h
net/if_dl.h ifaddrs.h netipx/ipx.h netax25/ax25.h netrom/netrom.h netrose/rose.h netatalk/at.h
fcntl.h unistd.h poll.h pthread.h endian.h byteswap.h sys/endian.h syslog.h termios.h
linux/can.h linux/can/bcm.h linux/can/isotp.h linux/can/j1939.h linux/can/raw.h linux/if_alg.h linux/if_packet.h
linux/netfilter_ipv4.h linux/netlink.h linux/rds.h linux/tipc.h linux/vm_sockets.h
wasi/api.h wasi/wasip2.h emscripten.h emscripten/websocket.h""".split()

OPTIMISATIONS = ("-O0", "-O2")


def includes(names):
    return "".join(f"#include <{name}>\n" for name in names)


def system_includes():
    return "".join(f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n" for name in SYSTEM_HEADERS)


class Headers:
    """The public headers, and what they include."""

    def __init__(self, include):
        self.texts = {path.name: path.read_text(encoding="utf-8") for path in compiler.public_headers(include)}

    def standard(self, name, seen=None):
        """The standard headers that a public header reaches, in the order of their first include."""
        seen = set() if seen is None else seen
        found = {}
        seen.add(name)
        for inner in re.findall(r"^\s*#\s*include\s*<([^>]+)>", self.texts[name], re.MULTILINE):
            own = inner.removeprefix("samesock/")
            if own == inner:
                found[inner] = None
            elif own in self.texts and own not in seen:
                found |= dict.fromkeys(self.standard(own, seen))
        return list(found)

    def all_standard(self):
        return list(dict.fromkeys(name for header in self.texts for name in self.standard(header)))

    def identifiers(self):
        return {word for text in self.texts.values() for word in re.findall(r"[A-Za-z_]\w*", declarations(text))}


def declarations(text):
    """Code without the preprocessor's lines."""
    return re.sub(r"^\s*#.*$", "", compiler.code_of(text), flags=re.MULTILINE)


def differences(what, before, after):
    """Macros that appeared, vanished or changed. __COUNTER__ and its like are no definitions."""
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield f"{what}: {name} was {before.get(name)!r}, is {after.get(name)!r}"


def leaks(tool, headers, name):
    """A header leaves what its standard headers leave, and nothing else."""
    before = tool.macros(includes(headers.standard(name)))
    after = tool.macros(includes([f"samesock/{name}"]))
    yield from differences(f"samesock/{name} leaves a macro", before, after)


def hostile_macros(names, arguments):
    return "".join(f"#ifndef {name}\n#define {name}{arguments} somebody elses {name}_\n#endif\n" for name in names)


def survives(tool, standard, names, shielded):
    """Headers under macros of every shielded name. Standard headers come first: they may break on such macros."""
    for arguments in ("", "(a, b)"):
        what = f"where the public names are macros{arguments}"
        prefix = includes(standard) + hostile_macros(shielded, arguments)
        whole = prefix + includes([f"samesock/{name}" for name in names])
        if said := tool.errors(whole):
            yield f"{' '.join(names)}: no compiling {what}:\n{said}"
            return
        yield from differences(what, tool.macros(prefix), tool.macros(whole))


def uses(blocks):
    """Every lower-case constant has its value, and the functions that may be macros can be called."""
    for constant in constants.all_of(blocks):
        ours, kind = f"samesock::{constant.lower}", constants.PLAIN.get(constant.kind, f"samesock::{constant.kind}")
        yield f"static_assert({ours} == {kind}{{{constant.value}}});"
    for function in ("htons", "ntohs", "htonl", "ntohl"):
        yield f"auto call_{function}() {{ return (samesock::{function})(1); }}"
    yield "auto second_name() { return samesock::host_to_network_short(1); }"
    yield "auto length() { return (samesock::CMSG_LEN)(1) + samesock::cmsg_space(1); }"


def together(tool, headers, blocks, optimisation):
    """All headers beside all system headers."""
    standard = includes(headers.all_standard())
    ours = includes([f"samesock/{name}" for name in headers.texts])
    system = system_includes()
    use = "\n".join(uses(blocks)) + "\n"
    orders = {"first": (system + ours, system + standard), "last": (ours + system, standard + system)}
    for order, (unit, reference) in orders.items():
        what = f"system headers {order}, {optimisation}"
        if said := tool.errors(unit + use, [optimisation]):
            yield f"{what}: the constants cannot be used:\n{said}"
        yield from differences(what, tool.macros(reference, [optimisation]), tool.macros(unit, [optimisation]))


def misread(tool, blocks, optimisation):
    """After system headers a constant in Python's spelling is right or does not compile: samesock::NAME is no other
    constant of ours through the macro's expansion."""
    every = {constant.name: constant for constant in constants.all_of(blocks)}
    every |= {constant.lower: constant for constant in constants.all_of(blocks)}
    lines = "".join(f"@@ {name[0]}##{name[1:]} = {name}\n" for name in every)
    text = tool.preprocessed(system_includes() + lines, [optimisation])
    answers = re.findall(r"@@ (\w ?## ?\w+) = (.*)", text)
    if len(answers) != len(every):
        yield f"{optimisation}: {len(answers)} of {len(every)} constants could be asked for"
    for written, expansion in answers:
        name = re.sub(r"[ #]", "", written)
        first = re.match(r"[A-Za-z_]\w*", expansion.strip())
        if first and first[0] in every and every[first[0]].value != every[name].value:
            yield f"{optimisation}: samesock::{name} is read as samesock::{expansion.strip()}, which is another value"


def unshielded(tool, headers, shielded, optimisation):
    """Identifiers of ours that a system header makes a macro and the list does not name."""
    standard = includes(headers.all_standard())
    before = tool.macros(standard, [optimisation])
    system = tool.macros(standard + system_includes(), [optimisation])
    for name in sorted((system.keys() - before.keys()) & headers.identifiers() - set(shielded)):
        yield f"{optimisation}: {name} is a system macro; name it under [shield] in constants.list"


def check(tool, include, only=None):
    headers = Headers(include)
    if not headers.texts:
        return [f"no public header in {include}"]
    blocks, shield = constants.parse((constants.HERE / "constants.list").read_text(encoding="utf-8"))
    shielded = constants.shielded(blocks, shield)
    found = []
    names = [only] if only else list(headers.texts)
    for name in names:
        found += leaks(tool, headers, name)
    found += survives(tool, headers.all_standard(), names, shielded)
    if only:
        return found
    for optimisation in OPTIMISATIONS:
        found += together(tool, headers, blocks, optimisation)
        found += misread(tool, blocks, optimisation)
        found += unshielded(tool, headers, shielded, optimisation)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    compiler.add_arguments(parser, ROOT)
    parser.add_argument("--only", help="one header, alone")
    arguments = parser.parse_args()
    command = arguments.compiler or os.environ.get("CXX", "g++")
    found = check(compiler.Compiler(command, arguments.flags, [arguments.include]), arguments.include, arguments.only)
    print("\n".join(found) or "the public headers and everybody's macros leave each other alone")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
