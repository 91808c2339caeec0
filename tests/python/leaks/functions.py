"""Rounds of the module's functions."""
import _socket
import os

from leaks import fails, operation


@operation("htonl", "htons", "ntohl", "ntohs")
def byte_order():
    def once():
        for swap in (_socket.htons, _socket.ntohs, _socket.htonl, _socket.ntohl):
            swap(swap(0x1234))
            fails((OverflowError, ValueError), swap, -1)
            fails(TypeError, swap, "1")
    yield once


@operation("inet_aton", "inet_ntoa", "inet_pton", "inet_ntop")
def addresses_as_text():
    def once():
        _socket.inet_ntoa(_socket.inet_aton("127.0.0.1"))
        _socket.inet_ntop(_socket.AF_INET6, _socket.inet_pton(_socket.AF_INET6, "fe80::1"))
        fails(OSError, _socket.inet_aton, "1.2.3.4.5")
        fails(OSError, _socket.inet_ntoa, b"123")
        fails(OSError, _socket.inet_pton, _socket.AF_INET, "::1")
        fails(ValueError, _socket.inet_ntop, _socket.AF_INET6, b"123")
    yield once


@operation("getdefaulttimeout", "setdefaulttimeout")
def default_timeout():
    def once():
        _socket.setdefaulttimeout(2.5)
        _socket.getdefaulttimeout()
        _socket.setdefaulttimeout(None)
        fails(ValueError, _socket.setdefaulttimeout, -1)
    yield once


@operation("gethostname", "sethostname")
def this_host():
    def once():
        _socket.gethostname()
        fails(TypeError, _socket.sethostname, 1)
        fails(OSError, _socket.sethostname, "x" * 65)
    yield once


@operation("if_nameindex", "if_nametoindex", "if_indextoname")
def interfaces():
    def once():
        number, name = _socket.if_nameindex()[0]
        _socket.if_indextoname(_socket.if_nametoindex(name))
        fails(OSError, _socket.if_nametoindex, "none-such")
        fails(OSError, _socket.if_indextoname, 1 << 20)
    yield once


@operation("getservbyname", "getservbyport", "getprotobyname")
def services():
    def once():
        _socket.getservbyport(_socket.getservbyname("http", "tcp"), "tcp")
        _socket.getprotobyname("tcp")
        fails(OSError, _socket.getservbyname, "none-such")
        fails(OverflowError, _socket.getservbyport, -1)
        fails(OSError, _socket.getprotobyname, "none-such")
    yield once


@operation("getaddrinfo", "getnameinfo")
def names_and_addresses():
    def once():
        _socket.getaddrinfo("127.0.0.1", 80, _socket.AF_INET, _socket.SOCK_STREAM)
        _socket.getaddrinfo("::1", "http", type=_socket.SOCK_STREAM)
        _socket.getnameinfo(("127.0.0.1", 80), _socket.NI_NUMERICHOST | _socket.NI_NUMERICSERV)
        _socket.getnameinfo(("::1", 80, 0, 0), _socket.NI_NUMERICHOST | _socket.NI_NUMERICSERV)
        fails(_socket.gaierror, _socket.getaddrinfo, "nothing", 80, 0, 0, 0, _socket.AI_NUMERICHOST)
        fails(UnicodeError, _socket.getaddrinfo, "x" * 64 + ".example", 80)
        fails(TypeError, _socket.getaddrinfo, 1, 2)
        fails(_socket.gaierror, _socket.getnameinfo, ("nothing", 80), _socket.NI_NUMERICHOST)
        fails(TypeError, _socket.getnameinfo, "nothing", 0)
    yield once


@operation("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr")
def hosts():
    def once():
        _socket.getaddrinfo("localhost", 80)
        _socket.gethostbyname("localhost")
        _socket.gethostbyname_ex("localhost")
        _socket.gethostbyaddr("127.0.0.1")
        fails(UnicodeError, _socket.gethostbyname, "x" * 64 + ".example")
        fails(OSError, _socket.gethostbyname_ex, "1.2.3.4.5")
    yield once


@operation("CMSG_LEN", "CMSG_SPACE")
def ancillary_sizes():
    def once():
        _socket.CMSG_LEN(4)
        _socket.CMSG_SPACE(4)
        fails(OverflowError, _socket.CMSG_LEN, -1)
        fails(OverflowError, _socket.CMSG_SPACE, 1 << 62)
    yield once


@operation("socketpair", "dup", "close")
def descriptors():
    def once():
        for s in _socket.socketpair():
            _socket.close(_socket.dup(s.fileno()))
            s.close()
        fails(OSError, _socket.dup, -1)
        fails(OSError, _socket.close, -1)
        fails(OSError, _socket.socketpair, 12345)
    yield once


@operation("error", "timeout", "gaierror", "herror", "CAPI")
def exceptions_and_capsule():
    def once():
        for error in (_socket.error, _socket.timeout, _socket.gaierror, _socket.herror):
            str(error(1, "text"))
        os.fspath(repr(_socket.CAPI))
    yield once
