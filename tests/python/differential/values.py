"""Arguments: numbers, hosts, addresses of every form, among them many that are nearly right."""
import fractions
import decimal

from hypothesis import strategies as st


class Index:
    """A number by __index__ alone."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value

    def __repr__(self):
        return f"Index({self.value})"


EDGES = [0, 1, -1, 2, 127, 128, 255, 256, 65535, 65536, 0xfffff, 1 << 20, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**32 - 1, 2**32,
         2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64, 2**80]
integers = st.one_of(st.sampled_from(EDGES), st.integers(-70000, 70000), st.integers(-2**66, 2**66))
not_numbers = st.sampled_from([None, "1", b"1", 1.0, 1.5, [], (), {}, Index(1), Index(2**40), object, True, float("nan")])
numbers = st.one_of(integers, integers, integers, not_numbers)

digits = st.one_of(st.integers(0, 300).map(str), st.integers(0, 2**33).map(str), st.integers(0, 2**33).map(hex),
                   st.integers(0, 2**33).map(lambda n: f"0{n:o}"), st.sampled_from(["", "0", "00", "0x", "08", "0xg", "-1", "+1", " 1", "1 "]))
dotted = st.lists(digits, min_size=1, max_size=5).map(".".join)
usual_v4 = st.tuples(*[st.integers(0, 255)] * 4).map(lambda parts: ".".join(map(str, parts)))
junk = st.sampled_from(["", " ", " junk", "\t", "\n", "\0", "x", ".", "%lo", "%1", "/8", "é"])
v4_text = st.one_of(usual_v4, dotted, st.tuples(dotted, junk).map("".join), st.tuples(junk, usual_v4).map("".join))

group = st.one_of(st.integers(0, 0xffff).map("{:x}".format), st.sampled_from(["", "0", "0000", "FFFF", "00000", "g", "1.2.3.4", ":"]))
grouped = st.lists(group, min_size=1, max_size=9).map(":".join)
usual_v6 = st.sampled_from(["::", "::1", "fe80::1", "::ffff:127.0.0.1", "::127.0.0.1", "1:2:3:4:5:6:7:8", "2001:db8::", "1::8", "ff02::1"])
scope = st.sampled_from(["", "", "", "%lo", "%1", "%0", "%none", "%", "%99999999999", "%-1"])
v6_text = st.one_of(usual_v6, grouped, st.tuples(st.one_of(usual_v6, grouped), scope).map("".join), st.tuples(usual_v6, junk).map("".join))

LOOPBACK_V4 = ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "127.0.0.2", "localhost", "", "0.0.0.0", "0"]
LOOPBACK_V6 = ["::1", "::", "::ffff:127.0.0.1", "::1%lo", "::%1", "localhost", "", "ip6-localhost"]
# Names that nobody is asked about: no host, too long, or not text at all.
NO_HOSTS = ["<broadcast>", "255.255.255.255", "x" * 64, "a..b", ".", "nul\0nul", "\udc80", "é" * 70, "1.2.3.4.5", "127.0.0.1 junk", "::g",
            "[::1]", "127.0.0.1:80", "::1%none"]
NOT_HOSTS = [None, 1, 1.5, (), b"", b"127.0.0.1", b"::1", b"nul\0nul", b"\xff", b"localhost", bytearray(b"127.0.0.1"), memoryview(b"127.0.0.1"),
             ["127.0.0.1"], True]
hosts = st.one_of(st.sampled_from(LOOPBACK_V4), st.sampled_from(LOOPBACK_V6), st.sampled_from(NO_HOSTS), st.sampled_from(NOT_HOSTS))
texts = st.one_of(st.text(max_size=12), st.binary(max_size=12), st.none(), st.integers(-5, 5))

timeouts = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), integers, st.floats(-2, 2), st.floats(),
    st.sampled_from([0.0, -0.0, 1e-12, 1e-10, 5e-10, 1e-9, 1.5e-9, -1e-12, 9223372036.0, 9223372036.854775, 9223372037.0, 1e10, 1e300,
                     0.1, 0.5, 1e-3, float("inf"), float("-inf"), float("nan")]),
    st.sampled_from(["1", b"1", [], Index(1), fractions.Fraction(1, 3), decimal.Decimal("0.25"), 1j]))
