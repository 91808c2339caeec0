"""Options: set and read back, by number and by bytes, those that have names and any number."""
import _socket
import struct

from hypothesis import given, strategies as st

from differential import values
from differential.examples import examples
from differential.pairs import sockets

LEVELS = {"SO_": _socket.SOL_SOCKET, "IP_": _socket.IPPROTO_IP, "IPV6_": _socket.IPPROTO_IPV6, "TCP_": _socket.IPPROTO_TCP, "UDP_": _socket.IPPROTO_UDP}
# What two sockets never have in common: numbers and times of the system's own, and what makes a descriptor.
UNSTEADY = [(_socket.SOL_SOCKET, number) for number in (49, 55, 56, 57, 71, 77)] + [(_socket.IPPROTO_TCP, number) for number in (11, 24, 26)]
named = [(level, getattr(_socket, name)) for name in dir(_socket) for prefix, level in LEVELS.items()
         if name.startswith(prefix) and isinstance(getattr(_socket, name), int)]
options = st.one_of(st.sampled_from(named), st.tuples(st.sampled_from(sorted(LEVELS.values())), st.integers(0, 90)),
                    st.tuples(values.numbers, values.numbers)).filter(lambda option: option not in UNSTEADY)
contents = st.one_of(
    st.integers(0, 3), st.integers(0, 300), values.numbers, st.binary(max_size=24), st.binary(max_size=24).map(bytearray),
    st.integers(-2**31, 2**31 - 1).map(lambda n: struct.pack("i", n)), st.tuples(st.integers(0, 1), st.integers(0, 9)).map(lambda pair: struct.pack("ii", *pair)),
    st.tuples(st.integers(0, 9), st.integers(0, 999999)).map(lambda pair: struct.pack("ll", *pair)))
sizes = st.one_of(st.sampled_from([0, 1, 2, 4, 8, 16, 64, 1024, 1025, -1]), values.numbers)
kinds = st.sampled_from([(_socket.AF_INET, _socket.SOCK_STREAM), (_socket.AF_INET, _socket.SOCK_DGRAM), (_socket.AF_INET6, _socket.SOCK_STREAM),
                         (_socket.AF_INET6, _socket.SOCK_DGRAM), (_socket.AF_UNIX, _socket.SOCK_STREAM)])


def read_back(both, level, number):
    both.call("getsockopt", level, number)
    for size in (1, 4, 16):
        both.call("getsockopt", level, number, size)


@examples(800)
@given(kinds, options, contents)
def test_what_is_set_is_read_back(kind, option, content):
    with sockets(*kind) as both:
        both.call("setsockopt", *option, content)
        read_back(both, *option)


@examples(300)
@given(kinds, options, st.one_of(st.none(), values.not_numbers), sizes)
def test_nothing_with_a_size(kind, option, nothing, size):
    if isinstance(size, int) and 16 < size < 2**32:
        size = 16  # CPython passes a null pointer of any size on
    with sockets(*kind) as both:
        both.call("setsockopt", *option, nothing, size)


@examples(400)
@given(kinds, options, sizes)
def test_sizes_that_are_read(kind, option, size):
    with sockets(*kind) as both:
        both.call("getsockopt", *option, size)
