"""Which _socket a process has: the check that ours is in force, and CPython's own beside it for comparing. Runs in the
interpreter that is tested."""
import importlib.machinery
import importlib.util
import os
import sys


def load_own():
    """CPython's own module beside what stands in its place: of the interpreter itself, or of its folder of extensions."""
    in_force = sys.modules.pop("_socket", None)
    finders = (importlib.machinery.BuiltinImporter, importlib.machinery.PathFinder)
    spec = next(found for found in (finder.find_spec("_socket") for finder in finders) if found)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if in_force is not None:
        sys.modules["_socket"] = in_force
    return module


def whose():
    """What is wrong with the _socket in force: nothing where it is the extension that SAMESOCK_SOCKET names."""
    import _socket
    import socket
    wanted = os.environ.get("SAMESOCK_SOCKET") or "the extension"
    origin = getattr(_socket, "__file__", None)
    if origin is None or not os.path.samefile(origin, wanted):
        return f"_socket is {_socket!r} and not {wanted}"
    if socket.socket.__mro__[1] is not _socket.socket or sys.modules["_socket"] is not _socket:
        return f"socket.socket stands on {socket.socket.__mro__[1]!r} and not on {wanted}"
    return ""
