"""The socket type: making, timeouts, addresses of every form."""
import _socket
import os

from hypothesis import given, strategies as st

from differential import values
from differential.examples import examples
from differential.outcomes import MODULES, compare, outcome, plain
from differential.pairs import IN_FOLDER, empty_folder, here, name_of, sockets, there

CONSTANTS = {name: getattr(_socket, name) for name in dir(_socket) if name.startswith(("AF_", "SOCK_")) and name != "SOCK_CLOEXEC"}
families = st.one_of(st.sampled_from([value for name, value in CONSTANTS.items() if name.startswith("AF_")]), values.numbers)
types = st.one_of(st.sampled_from([value for name, value in CONSTANTS.items() if name.startswith("SOCK_")]),
                  st.sampled_from([_socket.SOCK_STREAM | _socket.SOCK_NONBLOCK, _socket.SOCK_DGRAM | _socket.SOCK_CLOEXEC]), values.numbers)


def described(s):
    with_number = repr(s)
    text = with_number.replace(f"fd={s.fileno()}", "fd=N")
    answer = text.partition("object,")[2], s.family, s.type, s.proto, s.timeout, s.gettimeout(), s.getblocking()
    s.close()
    return plain((*answer, s.fileno(), repr(s).partition("object,")[2]))


@examples(300)
@given(families, types, st.one_of(st.sampled_from([0, 0, 6, 17]), values.numbers), st.lists(st.sampled_from([None, -1, -2, 1 << 30, 2**40, "1", 1.0]), max_size=1))
def test_making(family, kind, protocol, descriptor):
    arguments = family, kind, protocol, *descriptor
    compare(f"socket{arguments!r}", {which: outcome(module.socket, *arguments, show=described) for which, module in MODULES.items()})


@examples(300)
@given(st.lists(st.one_of(st.tuples(st.just("settimeout"), values.timeouts), st.tuples(st.just("setblocking"), values.not_numbers),
                          st.tuples(st.just("setblocking"), st.booleans())), max_size=4), st.booleans())
def test_timeouts(calls, closed):
    with sockets() as both:
        if closed:
            both.call("close")
        for name, argument in calls:
            both.call(name, argument)
            both.do("timeouts", lambda s: (s.gettimeout(), s.getblocking(), s.timeout, s.type))


def mostly(good, *others):
    return st.one_of(good, good, good, *others)


ports = mostly(st.just(0), st.sampled_from([1, 65535, 65536, -1, 70000, 2**40]), values.numbers)
flow = mostly(st.just(0), st.sampled_from([1, 0xfffff, 0x100000, -1, 2**32]), values.not_numbers)
scope = mostly(st.just(0), st.sampled_from([1, 99, -1, 2**32 - 1, 2**32]), values.not_numbers)
v4 = st.tuples(mostly(st.sampled_from(values.LOOPBACK_V4), values.hosts), ports)
v6 = st.one_of(st.tuples(values.hosts, ports), st.tuples(values.hosts, ports, flow), st.tuples(st.sampled_from(values.LOOPBACK_V6), ports, flow, scope),
               st.tuples(values.hosts, ports, flow, scope))
unix = st.one_of(
    st.sampled_from(["", b"", "FOLDER/name", b"FOLDER/name", "FOLDER/é", "FOLDER/nul\0", "FOLDER/none/name", "FOLDER/" + "x" * 200, "\0" + "x" * 102 + "MARK",
                     "\0" + "x" * 103 + "MARK", "\0" + "x" * 104 + "MARK", b"\0MARK", "FOLDER/\udc80", "FOLDER/\ud800", bytearray(b"FOLDER")]), st.none(), st.integers(0, 3), v4)
netlink = st.tuples(values.numbers, values.numbers)
packet = st.one_of(st.tuples(st.sampled_from(["lo", "none", "x" * 40, b"lo", 1]), values.numbers),
                   st.tuples(st.just("lo"), values.numbers, values.numbers, values.numbers, st.sampled_from([b"", b"123456", b"12345678", b"123456789", "text"])))
other = st.one_of(values.not_numbers, st.lists(values.numbers, max_size=5).map(tuple), v4, unix, st.just(("127.0.0.1", 0, 0, 0, 0)))

KINDS = [((_socket.AF_INET, _socket.SOCK_STREAM), v4), ((_socket.AF_INET, _socket.SOCK_DGRAM), v4), ((_socket.AF_INET6, _socket.SOCK_STREAM), v6),
         ((_socket.AF_INET6, _socket.SOCK_DGRAM), v6), ((_socket.AF_UNIX, _socket.SOCK_STREAM), unix), ((_socket.AF_UNIX, _socket.SOCK_DGRAM), unix),
         ((_socket.AF_NETLINK, _socket.SOCK_RAW), netlink), ((_socket.AF_PACKET, _socket.SOCK_DGRAM), packet)]
KINDS += [((getattr(_socket, name), kind), other) for name, kind in (
    ("AF_VSOCK", _socket.SOCK_STREAM), ("AF_ALG", _socket.SOCK_SEQPACKET), ("AF_CAN", _socket.SOCK_RAW), ("AF_QIPCRTR", _socket.SOCK_DGRAM),
    ("AF_TIPC", _socket.SOCK_RDM), ("AF_BLUETOOTH", _socket.SOCK_SEQPACKET), ("AF_RDS", _socket.SOCK_SEQPACKET)) if hasattr(_socket, name)]
kinds_and_addresses = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind[0]), mostly(kind[1], other)))


@examples(400)
@given(kinds_and_addresses)
def test_bind(kind_and_address):
    kind, address = kind_and_address
    # One after the other: ports and paths are free again when the first has closed.
    compare(f"bind({address!r}) of {kind}", {which: outcome(bound, module, kind, address) for which, module in MODULES.items()})


def bound(module, kind, address):
    """The name that a new socket gets."""
    if kind[0] == _socket.AF_UNIX:
        empty_folder()
        os.chdir(IN_FOLDER["own"])  # where paths that are relative are
    try:
        s = module.socket(*kind)
    except OSError:
        return "no such sockets here"
    try:
        s.bind(there("own", address))
        return name_of(here("own", s.getsockname()))
    finally:
        s.close()


@examples(400)
@given(kinds_and_addresses, st.sampled_from(["connect", "connect_ex"]), st.sampled_from([0, 0.001, None]))
def test_connect(kind_and_address, name, timeout):
    kind, address = kind_and_address
    # Of what answers slowly or not at all nothing is to be learned.
    if kind[0] in (getattr(_socket, "AF_VSOCK", -1), getattr(_socket, "AF_TIPC", -1)):
        timeout = 0
    with sockets(*kind) as both:
        if both:
            both.call("settimeout", timeout)
            both.call(name, address)
            both.call("getpeername")


@examples(400)
@given(kinds_and_addresses, st.sampled_from(["sendto", "sendto with flags", "sendmsg"]), values.numbers)
def test_sending_to(kind_and_address, how, flags):
    kind, address = kind_and_address
    with sockets(*kind) as both:
        if both:
            both.call("settimeout", 0.001)
            if how == "sendto":
                both.call("sendto", b"datagram", address)
            elif how == "sendmsg":
                both.call("sendmsg", [b"datagram"], [], 0, address)
            else:
                both.call("sendto", b"datagram", flags if isinstance(flags, int) and abs(flags) > 2**31 else 0, address)


@examples(100)
@given(values.numbers, st.sampled_from([(_socket.AF_INET, _socket.SOCK_STREAM), (_socket.AF_INET, _socket.SOCK_DGRAM), (_socket.AF_UNIX, _socket.SOCK_STREAM)]))
def test_listen_and_shutdown(number, kind):
    with sockets(*kind) as both:
        both.call("listen", number)
        both.call("shutdown", number)


METHODS = ["accept", "_accept", "bind", "close", "connect", "detach", "fileno", "getpeername", "getsockname", "getsockopt", "listen", "recv", "recv_into",
           "recvfrom", "recvmsg", "send", "sendall", "sendto", "sendmsg", "setblocking", "setsockopt", "settimeout", "shutdown", "gettimeout", "getblocking"]


@examples(200)
@given(st.sampled_from(METHODS), st.lists(st.one_of(values.not_numbers, st.integers(0, 3)), max_size=4))
def test_arguments_on_a_closed_socket(name, arguments):
    with sockets() as both:
        both.call("close")
        both.do(f"{name}{arguments!r}", lambda s: getattr(s, name)(*arguments))


@examples(200)
@given(st.sampled_from([name for name in METHODS if name not in ("detach", "fileno")]), st.lists(st.one_of(values.not_numbers, st.integers(0, 3)), max_size=4))
def test_arguments_on_an_open_socket(name, arguments):
    with sockets(_socket.AF_UNIX, _socket.SOCK_DGRAM) as both:
        both.call("setblocking", False)
        both.do(f"{name}{arguments!r}", lambda s: getattr(s, name)(*arguments))
