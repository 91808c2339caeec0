"""Look-ups: numeric hosts and this machine's own name. Nobody outside is asked: whatever is a name is asked with
AI_NUMERICHOST."""
import _socket
import functools
import operator

from hypothesis import given, strategies as st

from differential.examples import examples
from differential.outcomes import same
from differential import values

PORTS = [None, "", "0", "80", " 80", "80 ", "http", "domain", "none-such", "65536", "-1", "0x50", b"80", b"http", b"no\0", "no\0", "é", "\udc80", 1.5, ()]
ports = st.one_of(st.sampled_from(PORTS), st.integers(-5, 70000), values.integers)
AI = [_socket.AI_PASSIVE, _socket.AI_CANONNAME, _socket.AI_NUMERICSERV, _socket.AI_V4MAPPED, _socket.AI_ALL, _socket.AI_ADDRCONFIG]
NI = [_socket.NI_NOFQDN, _socket.NI_NAMEREQD, _socket.NI_DGRAM, _socket.NI_NUMERICSERV, _socket.NI_NUMERICHOST]
sometimes_wrong = st.one_of(*[st.just(0)] * 6, st.sampled_from([1 << 20, -1, 2**31, 2**40, None, "1"]))


def flags(names):
    return st.lists(st.sampled_from(names), max_size=3).map(lambda few: functools.reduce(operator.or_, few, 0))


families = st.sampled_from([0, 0, _socket.AF_INET, _socket.AF_INET6, _socket.AF_UNIX, 99])
types = st.sampled_from([0, _socket.SOCK_STREAM, _socket.SOCK_DGRAM, _socket.SOCK_RAW, 99])
protocols = st.sampled_from([0, 0, _socket.IPPROTO_TCP, _socket.IPPROTO_UDP, 99])


@examples(700)
@given(st.one_of(values.v4_text, values.v6_text, values.hosts, values.texts), ports, families, types, protocols, flags(AI), sometimes_wrong)
def test_numeric_hosts(host, port, family, kind, protocol, flag, wrong):
    flag = flag | _socket.AI_NUMERICHOST if not wrong else wrong if not isinstance(wrong, int) else wrong | _socket.AI_NUMERICHOST
    same("getaddrinfo", host, port, family, kind, protocol, flag)


@examples(200)
@given(st.sampled_from([None, "", "localhost", b"localhost", "127.0.0.1", "::1", "127.1", "ip6-localhost"]), ports, families, types, protocols, flags(AI))
def test_this_machine(host, port, family, kind, protocol, flag):
    same("getaddrinfo", host, port, family, kind, protocol, flag)


@examples(150)
@given(values.numbers, values.numbers, values.numbers, values.numbers)
def test_hints(family, kind, protocol, flag):
    if isinstance(flag, int):
        flag |= _socket.AI_NUMERICHOST
    same("getaddrinfo", "127.0.0.1", 80, family=family, type=kind, proto=protocol, flags=flag)


@examples(500)
@given(st.one_of(values.v4_text, values.v6_text, values.hosts), st.one_of(values.numbers, st.integers(0, 65535)),
       st.lists(values.numbers, max_size=3), flags(NI), sometimes_wrong)
def test_getnameinfo_of_numbers(host, port, more, flag, wrong):
    numeric = _socket.NI_NUMERICHOST
    same("getnameinfo", (host, port, *more), flag | numeric if not wrong else wrong | numeric if isinstance(wrong, int) else wrong)


@examples(100)
@given(st.sampled_from(["127.0.0.1", "::1", "localhost", "127.1"]), st.sampled_from([0, 7, 22, 53, 80, 65535]), flags(NI))
def test_getnameinfo_of_this_machine(host, port, flag):
    same("getnameinfo", (host, port), flag)


@examples(100)
@given(st.one_of(values.not_numbers, st.lists(st.integers(0, 9), max_size=5).map(tuple), st.sampled_from([["127.0.0.1", 80], "ab", ("127.0.0.1",)])), values.numbers)
def test_getnameinfo_of_no_address(address, flag):
    same("getnameinfo", address, flag)


NAMES = ["localhost", b"localhost", "127.0.0.1", "127.1", "0x7f.1", "", "<broadcast>", "255.255.255.255", "0.0.0.0", "::1", b"127.0.0.1", "1.2.3.4",
         "x" * 64, "a..b", "nul\0nul", "\udc80", b"\xff\0", None, 1, (), "fe80::1%lo"]


@examples(100)
@given(st.one_of(st.sampled_from(NAMES), values.usual_v4))
def test_gethostbyname(name):
    same("gethostbyname", name)


@examples(100)
@given(st.one_of(st.sampled_from(NAMES), values.usual_v4))
def test_gethostbyname_ex(name):
    if name != "<broadcast>":
        same("gethostbyname_ex", name)


@examples(50)
@given(st.sampled_from(["127.0.0.1", "::1", "localhost", "127.1", "", "x" * 64, "nul\0nul", None, 1, b"127.0.0.1", b"localhost"]))
def test_gethostbyaddr(name):
    same("gethostbyaddr", name)
