#!/usr/bin/env python3
"""The names of _socket: ours has those that CPython's own has, constants of the same value, and nothing
else. Runs in the interpreter that is tested.

    names.py JUNIT
"""
import _socket
import sys
import types

import adaptations
import cases
import modules

LOADING = {"__file__", "__loader__", "__name__", "__package__", "__spec__", "__path__", "__cached__"}


def shape(name, value):
    """What two modules have to have in common under one name."""
    if name == "__doc__":
        return bool(value)
    if isinstance(value, (int, str, bytes, float, tuple)):
        return value
    if isinstance(value, type):
        return "class", value.__name__, [base.__name__ for base in value.__mro__]
    if isinstance(value, (types.BuiltinFunctionType, types.MethodDescriptorType)):
        return type(value).__name__, "documented" if value.__doc__ else "not documented"
    return type(value).__name__


def differences(own, ours, adapted):
    """What is wrong, name by name; nothing where a name is the same in both."""
    for name in sorted((set(dir(own)) | set(dir(ours))) - LOADING):
        if not hasattr(ours, name):
            wrong = f"{own.__name__}.{name} is missing: {shape(name, getattr(own, name))!r}"
        elif not hasattr(own, name):
            wrong = f"CPython has no {name}: {shape(name, getattr(ours, name))!r}"
        else:
            theirs, mine = shape(name, getattr(own, name)), shape(name, getattr(ours, name))
            wrong = "" if theirs == mine and type(theirs) is type(mine) else f"{theirs!r} in CPython, ours is {mine!r}"
        yield name, wrong, adapted.get(name)


def judge(title, own, ours, adapted, found):
    for name, wrong, row in differences(own, ours, adapted):
        if row is None:
            found.judge(f"{title}{name}", wrong)
        elif wrong:
            found.skipped(f"{title}{name}", f"adapted: {row.reason}")
        else:
            found.failed(f"{title}{name}", "adapted, and there is no difference")


def main():
    version = "%d.%d" % sys.version_info[:2]
    own = modules.load_own()
    found = cases.Cases(version)
    found.judge("_socket is ours", modules.whose())
    adapted = adaptations.adaptations(version, "name")
    judge("_socket.", own, _socket, adapted, found)
    judge("_socket.socket.", own.socket, _socket.socket, adapted, found)
    sys.exit(found.write(sys.argv[1]))


if __name__ == "__main__":
    main()
