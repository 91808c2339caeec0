"""Rounds of sending and receiving, with success, and without: closed, would block, timed out, bad arguments."""
import _socket
import array
import itertools
import os
import socket

from leaks import fails, operation


def pair(kind=_socket.SOCK_STREAM):
    return socket.socketpair(_socket.AF_UNIX, kind)


@operation("send", "sendall", "recv", "recv_into")
def streams():
    one, other = pair()
    view = bytearray(64)
    with one, other:
        def once():
            one.send(b"x" * 64)
            other.recv(64)
            one.sendall(memoryview(b"x" * 64))
            other.recv_into(view)
            one.sendall(b"ab")
            other.recv_into(view, 1)
            other.recv(4096)
            fails(TypeError, one.send, "text")
            fails(TypeError, one.sendall, 1)
            fails(ValueError, other.recv, -1)
            fails(ValueError, other.recv_into, view, 65)
            fails(TypeError, other.recv_into, b"constant")
        yield once


@operation("sendto", "recvfrom", "recvfrom_into")
def datagrams():
    with socket.socket(type=_socket.SOCK_DGRAM) as one, socket.socket(_socket.AF_INET6, _socket.SOCK_DGRAM) as six:
        one.bind(("127.0.0.1", 0))
        six.bind(("::1", 0))
        view = bytearray(64)

        def once():
            for s in (one, six):
                address = s.getsockname()
                s.sendto(b"datagram", address)
                s.recvfrom(64)
                s.sendto(b"datagram", 0, address)
                s.recvfrom_into(view, 4)
            fails(TypeError, one.sendto, b"datagram")
            fails(TypeError, one.sendto, b"datagram", 1, 2, 3)
            fails(OverflowError, one.sendto, b"datagram", ("127.0.0.1", -1))
            fails(ValueError, one.recvfrom, -1)
            fails(ValueError, one.recvfrom_into, view, 65)
        yield once


@operation("sendmsg", "recvmsg", "recvmsg_into")
def messages():
    one, other = pair()
    view = bytearray(8)
    with one, other:
        def once():
            one.sendmsg([b"a" * 4, b"b" * 4])
            other.recvmsg(64)
            one.sendmsg([b"a" * 4, b"b" * 4])
            other.recvmsg_into([view, bytearray(4)])
            fails(TypeError, one.sendmsg, b"bytes")
            fails(TypeError, one.sendmsg, [b"a"], [1])
            fails(ValueError, other.recvmsg, 1, -1)
            fails(TypeError, other.recvmsg_into, [b"constant"])
        yield once


@operation("sendmsg", "recvmsg")
def descriptors_in_messages():
    one, other = pair()
    with one, other:
        def once():
            sent = array.array("i", [one.fileno()])
            one.sendmsg([b"x"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, sent)])
            _, ancillary, _, _ = other.recvmsg(1, _socket.CMSG_SPACE(4))
            os.close(array.array("i", ancillary[0][2])[0])
        yield once


@operation("sendmsg", "sendmsg_afalg")
def messages_to_an_address():
    with socket.socket(type=_socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))

        def once():
            s.sendmsg([b"datagram"], [], 0, s.getsockname())
            s.recvmsg(64)
            fails((OSError, TypeError), lambda: s.sendmsg_afalg([b"x"], op=1))
            fails((OSError, TypeError), lambda: s.sendmsg_afalg([b"x"], op=-1))
        yield once


@operation("recv", "recv_into", "recvfrom", "recvmsg", "send", "sendall")
def what_would_block():
    one, other = pair()
    with one, other:
        for s in (one, other):
            s.setblocking(False)
        while one.send(b"x" * 65536) == 65536:
            pass

        def once():
            fails(BlockingIOError, one.sendall, b"x" * (1 << 20))
            fails(BlockingIOError, one.send, b"x" * 65536)
            for call in (one.recv, one.recvfrom, one.recvmsg):
                fails(BlockingIOError, call, 64)
            fails(BlockingIOError, one.recv_into, bytearray(8))
        yield once


@operation("recv", "recv_into", "recvfrom", "recvmsg", "send", "sendall", waits=True)
def what_times_out():
    one, other = pair()
    with one, other:
        one.settimeout(1e-6)
        while True:
            try:
                one.sendall(b"x" * 65536)
            except TimeoutError:
                break
        view = bytearray(8)
        ways = [lambda: one.sendall(b"x" * (1 << 20)), lambda: one.send(b"x" * (1 << 20)), lambda: one.recv(64),
                lambda: one.recvfrom(64), lambda: one.recvmsg(64), lambda: one.recv_into(view)]
        # Each waits for a millisecond: one a round.
        yield lambda turn=itertools.cycle(ways): fails(TimeoutError, next(turn))


@operation("recv", "send", "sendall", "sendmsg", "recvmsg")
def what_is_closed():
    one, other = pair()
    other.close()
    with one:
        def once():
            one.recv(64)
            one.recvmsg(64)
            for call in (one.send, one.sendall):
                fails(BrokenPipeError, call, b"x")
            fails(BrokenPipeError, one.sendmsg, [b"x"])
            for call in (other.recv, other.recvmsg):
                fails(OSError, call, 64)
            fails(OSError, other.send, b"x")
        yield once
