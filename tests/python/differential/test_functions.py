"""The module's functions."""
import _socket

from hypothesis import given, strategies as st

from differential.examples import examples
from differential.outcomes import own, ours, outcome, compare, same
from differential import values

FAMILIES = [_socket.AF_INET, _socket.AF_INET6, _socket.AF_UNIX, _socket.AF_UNSPEC, 99, -1, 2**31, 2**40, "2", None]
# No open descriptor, by its lower 32 bits either, which are all that CPython looks at.
NO_DESCRIPTORS = [-1, -2, 1 << 30, 2**31, 2**32 - 1, 2**40 + 2**30, 2**70]
buffers = st.one_of(st.binary(max_size=20), st.binary(min_size=4, max_size=4), st.binary(min_size=16, max_size=16),
                    st.binary(max_size=20).map(bytearray), st.binary(max_size=20).map(memoryview), values.not_numbers)


@examples(500)
@given(st.sampled_from(["htonl", "htons", "ntohl", "ntohs"]), values.numbers)
def test_byte_order(name, number):
    same(name, number)


@examples(600)
@given(st.one_of(values.v4_text, values.v6_text, values.texts))
def test_inet_aton(text):
    same("inet_aton", text)


@examples(300)
@given(buffers)
def test_inet_ntoa(packed):
    same("inet_ntoa", packed)


@examples(700)
@given(st.sampled_from(FAMILIES), st.one_of(values.v4_text, values.v6_text, values.v6_text, values.texts))
def test_inet_pton(family, text):
    same("inet_pton", family, text)


@examples(500)
@given(st.sampled_from(FAMILIES), buffers)
def test_inet_ntop(family, packed):
    same("inet_ntop", family, packed)


@examples(300)
@given(st.sampled_from(["CMSG_LEN", "CMSG_SPACE"]), values.numbers)
def test_ancillary_sizes(name, number):
    same(name, number)


@examples(200)
@given(st.sampled_from(["http", "https", "ftp", "domain", "ssh", "echo", "none-such", "", "HTTP", "http\0", "é", b"http", 80, None]),
       st.lists(st.sampled_from(["tcp", "udp", "sctp", "", "TCP", "tcp\0", "é", None, 6]), max_size=2))
def test_services_by_name(name, protocol):
    same("getservbyname", name, *protocol)


@examples(200)
@given(st.one_of(st.sampled_from([7, 22, 53, 80, 443]), values.numbers), st.lists(st.sampled_from(["tcp", "udp", "none", None, 6]), max_size=2))
def test_services_by_port(port, protocol):
    same("getservbyport", port, *protocol)


@examples(150)
@given(st.one_of(st.sampled_from(["tcp", "udp", "icmp", "ipv6-icmp", "ip", "TCP", "none-such", "tcp\0", b"tcp"]), values.texts))
def test_protocols(name):
    same("getprotobyname", name)


@examples(200)
@given(st.sampled_from(["if_nametoindex", "if_indextoname"]), st.one_of(st.sampled_from(["lo", b"lo", "lo\0", "none", "x" * 40, 1, 2]), values.numbers, values.texts))
def test_interfaces(name, which):
    same(name, which)


@examples(20)
@given(st.sampled_from(["if_nameindex", "gethostname", "getdefaulttimeout"]), st.lists(st.integers(0, 3), max_size=1))
def test_what_takes_no_argument(name, arguments):
    same(name, *arguments)


@examples(50)
@given(st.one_of(values.not_numbers, st.sampled_from(["x" * 65, "x" * 300, "a\0b", "\udc80", b"x" * 65])))
def test_host_names_that_cannot_be_set(name):
    # Nothing that is a name: this machine's stays.
    if not isinstance(name, (str, bytes)) or len(name) > 64 or "\0" in str(name):
        same("sethostname", name)


@examples(300)
@given(values.timeouts)
def test_default_timeouts(timeout):
    def call(module):
        def once():
            try:
                module.setdefaulttimeout(timeout)
                with_default = module.socket()
                try:
                    return module.getdefaulttimeout(), with_default.gettimeout(), with_default.getblocking(), with_default.timeout
                finally:
                    with_default.close()
            finally:
                module.setdefaulttimeout(None)
        return outcome(once)
    compare(f"setdefaulttimeout({timeout!r})", {"own": call(own), "ours": call(ours)})


@examples(100)
@given(st.sampled_from(["close", "dup"]), st.one_of(st.sampled_from(NO_DESCRIPTORS), values.not_numbers))
def test_descriptors_that_are_none(name, descriptor):
    if descriptor in NO_DESCRIPTORS or not isinstance(descriptor, (int, values.Index)):
        same(name, descriptor)


@examples(100)
@given(st.sampled_from([_socket.AF_INET, _socket.AF_INET6, _socket.AF_UNSPEC, 99, -1, 2**40, "1"]),
       st.one_of(st.sampled_from([_socket.SOCK_STREAM, _socket.SOCK_DGRAM]), values.numbers), st.one_of(st.just(0), values.numbers))
def test_pairs_that_cannot_be(family, kind, protocol):
    # Streams of Internet sockets are in the adaptations.
    if not (family in (_socket.AF_INET, _socket.AF_INET6) and kind == _socket.SOCK_STREAM and protocol == 0):
        same("socketpair", family, kind, protocol)
