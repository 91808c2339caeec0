"""Which _socket a process has: ours beside CPython's own for comparing, and the check that ours is in force. Runs in the
interpreter that is tested."""
import importlib.machinery
import importlib.util
import os
import sys


def load_ours(extension):
    """Our module beside the interpreter's own _socket, as `ours._socket`: the name of its initialiser decides."""
    loader = importlib.machinery.ExtensionFileLoader("ours._socket", os.fspath(extension))
    spec = importlib.util.spec_from_file_location("ours._socket", extension, loader=loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def load_own():
    """CPython's own module, whatever stands in its place: from the interpreter itself, or from its folder of extensions."""
    finders = (importlib.machinery.BuiltinImporter, importlib.machinery.PathFinder)
    spec = next(found for found in (finder.find_spec("_socket") for finder in finders) if found)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
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
