"""Rounds of the socket type: making, naming, options, connecting."""
import _socket
import gc
import socket
import warnings
import weakref

from leaks import fails, operation


@operation("socket", "SocketType", "close", "family", "type", "proto", "timeout", "fileno", "detach")
def making():
    def once():
        for family in (_socket.AF_INET, _socket.AF_INET6, _socket.AF_UNIX):
            s = _socket.socket(family, _socket.SOCK_DGRAM)
            repr(s), s.family, s.type, s.proto, s.timeout
            again = _socket.SocketType(fileno=s.detach())
            again.fileno()
            again.close()
            again.close()
        fails(OSError, _socket.socket, 12345)
        fails(TypeError, _socket.socket, "family")
        fails(OSError, _socket.socket, _socket.AF_INET, _socket.SOCK_STREAM, 0, -1 & 0xfffff)
        fails(ValueError, _socket.socket, _socket.AF_INET, _socket.SOCK_STREAM, 0, -1)
    yield once


class Named(socket.socket):
    """Of Python's class, with attributes of its own."""


@operation("socket")
def forgetting():
    def once():
        s = Named()
        s.note = [weakref.ref(s)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            del s
        _socket.socket.__new__(_socket.socket)
    yield once
    gc.collect()


@operation("bind", "getsockname", "listen")
def naming():
    def once():
        with socket.socket() as s, socket.socket(_socket.AF_INET6) as six, socket.socket(_socket.AF_UNIX) as local:
            s.bind(("127.0.0.1", 0))
            six.bind(("::1", 0, 0, 0))
            local.bind("")
            for one in (s, six, local):
                one.getsockname()
                one.listen()
                fails(OSError, one.bind, one.getsockname())
            fails(OverflowError, s.bind, ("127.0.0.1", 1 << 16))
            fails(TypeError, s.bind, ("127.0.0.1",))
            fails(OSError, s.bind, ("127.0.0.1.5", 0))
            fails(OSError, local.bind, "x" * 200)
        fails(OSError, s.getsockname)
    yield once


@operation("getsockopt", "setsockopt")
def options():
    with socket.socket() as s:
        def once():
            s.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
            s.getsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR)
            s.setsockopt(_socket.SOL_SOCKET, _socket.SO_LINGER, s.getsockopt(_socket.SOL_SOCKET, _socket.SO_LINGER, 8))
            fails(OSError, s.getsockopt, _socket.SOL_SOCKET, 12345)
            fails(OSError, s.getsockopt, _socket.SOL_SOCKET, _socket.SO_LINGER, 5000)
            fails(OSError, s.setsockopt, _socket.SOL_SOCKET, 12345, None, 4)
            fails(TypeError, s.setsockopt, 1, 2, "text")
        yield once


@operation("settimeout", "gettimeout", "setblocking", "getblocking")
def modes():
    with socket.socket() as s:
        def once():
            for timeout in (2.5, 0, None):
                s.settimeout(timeout)
                s.gettimeout()
                s.getblocking()
            s.setblocking(False)
            s.setblocking(True)
            fails(ValueError, s.settimeout, -1)
            fails(TypeError, s.settimeout, "1")
        yield once


@operation("connect", "connect_ex", "_accept", "getpeername", "shutdown")
def connections():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()

        def once():
            with socket.socket() as client:
                client.connect(address)
                descriptor, peer = listener._accept()
                with socket.socket(fileno=descriptor) as server:
                    server.getpeername()
                    fails(OSError, client.connect, address)
                    client.shutdown(_socket.SHUT_RDWR)
            with socket.socket() as client:
                client.connect_ex(address)
                listener.accept()[0].close()
                fails(OSError, socket.socket().connect, ("127.0.0.1.5", 1))
                fails(TypeError, client.connect, 1)
            with socket.socket() as client:
                fails(OSError, client.getpeername)
                fails(OSError, client.shutdown, _socket.SHUT_RDWR)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield once


@operation("connect", "connect_ex", "_accept")
def connections_that_fail():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = listener.getsockname()
        listener.settimeout(1e-6)

        def once():
            with socket.socket() as client:
                fails(ConnectionRefusedError, client.connect, address)
                client.connect_ex(address)
            with socket.socket(_socket.AF_UNIX) as client:
                fails(OSError, client.connect, "/nowhere/at/all")
            fails(OSError, listener._accept)
        yield once


@operation("_accept", waits=True)
def accepting_times_out():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1e-6)
        yield lambda: fails(TimeoutError, listener._accept)
