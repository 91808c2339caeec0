"""Messages with ancillary data over a local pair: any buffers, any ancillary items, descriptors among them."""
import _socket
import array
import os
import struct

from hypothesis import given, strategies as st

from differential import values
from differential.examples import examples
from differential.outcomes import plain
from differential.pairs import Both

NULL = os.open(os.devnull, os.O_RDWR)
descriptors = st.lists(st.sampled_from([NULL, 0, 1, 2, -1]), max_size=5).map(lambda numbers: array.array("i", numbers))
credentials = st.just(struct.pack("iII", os.getpid(), os.geteuid(), os.getegid()))
items = st.one_of(
    st.tuples(st.just(_socket.SOL_SOCKET), st.just(_socket.SCM_RIGHTS), descriptors),
    st.tuples(st.just(_socket.SOL_SOCKET), st.just(_socket.SCM_CREDENTIALS), st.one_of(credentials, st.binary(max_size=13))),
    st.tuples(st.sampled_from([_socket.SOL_SOCKET, _socket.IPPROTO_IP, 0, 99]), st.integers(0, 9), st.binary(max_size=20)),
    st.tuples(values.numbers, values.numbers, st.one_of(st.binary(max_size=5), values.not_numbers)),
    st.lists(values.not_numbers, max_size=4).map(tuple), values.not_numbers)
ancillary = st.one_of(st.just([]), st.lists(items, max_size=3), values.not_numbers)
buffers = st.one_of(st.lists(st.binary(max_size=9), max_size=4), st.lists(st.binary(max_size=9).map(bytearray), max_size=3).map(tuple),
                    st.lists(st.one_of(st.binary(max_size=3), values.not_numbers), max_size=3), values.not_numbers)
sizes = st.one_of(st.integers(0, 40), st.sampled_from([0, -1, 1024, 2**31, 2**40]), values.not_numbers)
room = st.one_of(st.just(0), st.integers(0, 60), st.sampled_from([-1, 2**31, 2**40]), values.not_numbers)
flags = st.sampled_from([0, 0, _socket.MSG_DONTWAIT, _socket.MSG_PEEK, _socket.MSG_TRUNC, _socket.MSG_CMSG_CLOEXEC, _socket.MSG_OOB, 1 << 30, -1, 2**31, None])
kinds = st.sampled_from([_socket.SOCK_STREAM, _socket.SOCK_DGRAM, _socket.SOCK_SEQPACKET])


def without_descriptors(answer):
    """Closes the descriptors that came, and shows how many they were."""
    def item(level, kind, data):
        if (level, kind) != (_socket.SOL_SOCKET, _socket.SCM_RIGHTS):
            return level, kind, data
        whole = array.array("i", data[:len(data) - len(data) % 4])
        for descriptor in whole:
            os.close(descriptor)
        return level, kind, len(data)
    content, ancillary_data, *rest = answer
    return plain((content, [item(*each) for each in ancillary_data], *rest))


def pair(kind):
    both = Both(lambda module: module.socketpair(_socket.AF_UNIX, kind))
    for which in ("own", "ours"):
        for s in both[which]:
            s.setblocking(False)
    return both


def close(both):
    for which in ("own", "ours"):
        for s in both[which]:
            s.close()


@examples(600)
@given(kinds, buffers, ancillary, flags, sizes, room, flags, st.booleans())
def test_sendmsg_and_recvmsg(kind, content, extra, flag, size, space, other_flag, wants_credentials):
    both = pair(kind)
    try:
        if wants_credentials:
            both.do("SO_PASSCRED", lambda ends: ends[1].setsockopt(_socket.SOL_SOCKET, _socket.SO_PASSCRED, 1))
        both.do(f"sendmsg({content!r}, {extra!r}, {flag!r})", lambda ends: ends[0].sendmsg(content, extra, flag))
        for _ in range(2):
            both.do(f"recvmsg({size!r}, {space!r}, {other_flag!r})", lambda ends: ends[1].recvmsg(size, space, other_flag), show=without_descriptors)
    finally:
        close(both)


@examples(500)
@given(kinds, st.lists(st.binary(max_size=30), max_size=3), st.lists(st.integers(0, 20), max_size=4), st.one_of(st.none(), values.not_numbers), room, flags)
def test_recvmsg_into(kind, content, lengths, wrong, space, flag):
    both = pair(kind)
    try:
        both.do(f"sendmsg({content!r})", lambda ends: ends[0].sendmsg(content))

        def receive(ends):
            into = [bytearray(length) for length in lengths] + ([] if wrong is None else [wrong])
            return (into, [], *ends[1].recvmsg_into(into, space, flag))
        both.do(f"recvmsg_into({lengths}, {wrong!r}, {space!r}, {flag!r})", receive)
    finally:
        close(both)


@examples(600)
@given(kinds, st.binary(max_size=40), st.sampled_from(["recv", "recv_into", "recvfrom", "recvfrom_into"]), sizes, flags, st.integers(0, 30), st.booleans())
def test_recv(kind, content, name, size, flag, length, constant):
    both = pair(kind)
    try:
        both.do(f"send({content!r})", lambda ends: ends[0].send(content))

        def receive(ends):
            if not name.endswith("_into"):
                return getattr(ends[1], name)(size, flag)
            into = bytes(length) if constant else bytearray(length)
            return into, getattr(ends[1], name)(into, size, flag), into
        both.do(f"{name}({size!r}, {flag!r}) of {length}", receive)
    finally:
        close(both)


@examples(500)
@given(kinds, st.sampled_from(["send", "sendall", "sendto"]), st.one_of(st.binary(max_size=40), st.binary(max_size=9).map(bytearray), st.binary(max_size=9).map(memoryview), values.not_numbers), flags)
def test_send(kind, name, content, flag):
    both = pair(kind)
    try:
        both.do(f"{name}({content!r}, {flag!r})", lambda ends: getattr(ends[0], name)(content, flag))
        both.do("recv(100)", lambda ends: ends[1].recv(100))
    finally:
        close(both)


@examples(100)
@given(st.one_of(values.not_numbers, ancillary), st.one_of(values.not_numbers, values.numbers), values.numbers)
def test_messages_to_an_algorithm(content, operation, length):
    both = pair(_socket.SOCK_STREAM)
    try:
        both.do(f"sendmsg_afalg({content!r}, op={operation!r})", lambda ends: ends[0].sendmsg_afalg(content, op=operation, assoclen=length))
    finally:
        close(both)
