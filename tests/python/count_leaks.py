#!/usr/bin/env python3
"""Ten thousand rounds of every operation of _socket on a debug build: what grows leaks. Counted are references, bytes that
malloc gave out, and open descriptors.

    count_leaks.py waiting|busy JUNIT    in the interpreter that is tested; two processes share the work
"""
import _socket
import ctypes
import faulthandler
import gc
import os
import sys
import time
import traceback

import cases
import leaks
import leaks.functions
import leaks.messages
import leaks.sockets
import modules

ROUNDS, WARM_UP = 10_000, 200
SECONDS = 600  # for one operation
# Counting adds a few references of its own; a leak of one a round adds as many as there are rounds.
REFERENCES, BYTES = 100, 4000


class Mallinfo2(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")]


libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Mallinfo2


def counts():
    gc.collect()
    memory = libc.mallinfo2()
    return sys.gettotalrefcount(), memory.uordblks + memory.hblkhd, len(os.listdir("/proc/self/fd"))


def growth(once):
    for _ in range(WARM_UP):
        once()
    before = counts()
    for _ in range(ROUNDS):
        once()
    return [after - begun for begun, after in zip(before, counts())]


def judge(operation, found):
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    start = time.monotonic()
    try:
        with operation.ready() as once:
            references, size, descriptors = growth(once)
    except Exception:
        found.failed(operation.title, "a round failed", time.monotonic() - start, traceback.format_exc())
        return
    said = f"in {ROUNDS} rounds: {references:+} references, {size:+} bytes, {descriptors:+} descriptors"
    leaked = references > REFERENCES or size > BYTES or descriptors > 0
    found.judge(operation.title, said if leaked else "", time.monotonic() - start, said)
    print(f"{time.monotonic() - start:6.2f} s  {operation.title}: {said}", flush=True)


def without_rounds():
    """What of the module and the socket type no round calls."""
    called = {name for operation in leaks.ROUNDS for name in operation.names}
    there = {name for name in dir(_socket) if callable(getattr(_socket, name))} | set(dir(_socket.socket)) | {"CAPI"}
    return sorted(name for name in there if not name.startswith("__") and name not in called)


def main():
    which, junit = sys.argv[1:]
    found = cases.Cases("%d.%d" % sys.version_info[:2])
    found.judge(f"_socket is ours ({which} rounds)", modules.whose())
    if which == "busy":
        missing = without_rounds()
        found.judge("every operation has its rounds", f"none for {', '.join(missing)}" if missing else "")
    for operation in leaks.ROUNDS:
        if operation.waits == (which == "waiting"):
            judge(operation, found)
    sys.exit(found.write(junit))


if __name__ == "__main__":
    main()
