"""Sequences of calls on two connected sockets, stream and datagram, local and over loopback: both modules go the same way
through the same states."""
import _socket

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from differential.examples import examples
from differential.outcomes import plain
from differential.pairs import Both, name_of

ends = st.sampled_from([0, 1])
KINDS = ["local stream", "local datagram", "local sequence", "tcp", "tcp6", "udp"]


def connected(module, kind):
    if kind.startswith("local"):
        types = {"stream": _socket.SOCK_STREAM, "datagram": _socket.SOCK_DGRAM, "sequence": _socket.SOCK_SEQPACKET}
        return list(module.socketpair(_socket.AF_UNIX, types[kind.split()[1]]))
    if kind == "udp":
        both = [module.socket(_socket.AF_INET, _socket.SOCK_DGRAM) for _ in range(2)]
        for s in both:
            s.bind(("127.0.0.1", 0))
        for s, other in (both, both[::-1]):
            s.connect(other.getsockname())
        return both
    family, host = (_socket.AF_INET, "127.0.0.1") if kind == "tcp" else (_socket.AF_INET6, "::1")
    listener = module.socket(family)
    listener.bind((host, 0))
    listener.listen(1)
    client = module.socket(family)
    client.connect(listener.getsockname())
    descriptor, _ = listener._accept()
    listener.close()
    server = module.socket(family, _socket.SOCK_STREAM, 0, descriptor)
    for s in (client, server):
        s.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    return [client, server]


class Pair(RuleBasedStateMachine):
    """Two ends. Nothing blocks: each has a timeout of a millisecond, or none at all."""

    def __init__(self):
        super().__init__()
        self.both = None

    @initialize(kind=st.sampled_from(KINDS), timeouts=st.lists(st.sampled_from([0, 0.001]), min_size=2, max_size=2))
    def open(self, kind, timeouts):
        self.both = Both(lambda module: connected(module, kind))
        for end, timeout in enumerate(timeouts):
            self.do(end, f"settimeout({timeout})", lambda s: s.settimeout(timeout))

    def do(self, end, title, call, show=plain):
        self.both.do(f"end {end}: {title}", lambda ends: call(ends[end]), show=show)

    @rule(end=ends, content=st.binary(max_size=64), flags=st.sampled_from([0, 0, _socket.MSG_OOB, _socket.MSG_MORE, _socket.MSG_DONTWAIT]))
    def send(self, end, content, flags):
        self.do(end, f"send({content!r}, {flags})", lambda s: s.send(content, flags))

    @rule(end=ends, size=st.integers(0, 5000))
    def sendall(self, end, size):
        self.do(end, f"sendall of {size}", lambda s: s.sendall(b"a" * size))

    @rule(end=ends, parts=st.lists(st.binary(max_size=9), max_size=4))
    def sendmsg(self, end, parts):
        self.do(end, f"sendmsg({parts!r})", lambda s: s.sendmsg(parts))

    @rule(end=ends, size=st.integers(0, 6000), flags=st.sampled_from([0, 0, 0, _socket.MSG_PEEK, _socket.MSG_DONTWAIT]))
    def recv(self, end, size, flags):
        self.do(end, f"recv({size}, {flags})", lambda s: s.recv(size, flags))

    @rule(end=ends, size=st.integers(0, 10))
    def recv_urgent(self, end, size):
        """Without a timeout: with one, see MSG_OOB in the adaptations."""
        self.do(end, "settimeout(0)", lambda s: s.settimeout(0))
        self.do(end, f"recv({size}, MSG_OOB)", lambda s: s.recv(size, _socket.MSG_OOB))

    @rule(end=ends, size=st.integers(0, 100), wanted=st.integers(0, 100))
    def recv_into(self, end, size, wanted):
        def receive(s):
            view = bytearray(size)
            return s.recv_into(view, wanted), view
        self.do(end, f"recv_into({size}, {wanted})", receive)

    @rule(end=ends, size=st.integers(0, 100))
    def recvfrom(self, end, size):
        self.do(end, f"recvfrom({size})", lambda s: s.recvfrom(size), show=lambda got: plain((got[0], name_of(got[1]))))

    @rule(end=ends, size=st.integers(0, 100))
    def recvmsg(self, end, size):
        self.do(end, f"recvmsg({size})", lambda s: s.recvmsg(size), show=lambda got: plain((*got[:3], name_of(got[3]))))

    @rule(end=ends, how=st.sampled_from([_socket.SHUT_RD, _socket.SHUT_WR, _socket.SHUT_RDWR]))
    def shutdown(self, end, how):
        self.do(end, f"shutdown({how})", lambda s: s.shutdown(how))

    @rule(end=ends)
    def names(self, end):
        for name in ("getsockname", "getpeername"):
            self.do(end, name, lambda s: getattr(s, name)(), show=name_of)

    @rule(end=ends, timeout=st.sampled_from([0, 0.001, 0.002]))
    def settimeout(self, end, timeout):
        self.do(end, f"settimeout({timeout})", lambda s: (s.settimeout(timeout), s.gettimeout(), s.getblocking()))

    @rule(end=ends)
    def error(self, end):
        self.do(end, "SO_ERROR", lambda s: s.getsockopt(_socket.SOL_SOCKET, _socket.SO_ERROR))

    @rule(end=ends)
    def described(self, end):
        self.do(end, "attributes", lambda s: (s.family, s.type, s.proto, s.timeout, s.fileno() > 0))

    @rule(end=ends)
    def close(self, end):
        self.do(end, "close", lambda s: s.close())

    @rule(end=ends)
    def again(self, end):
        """Forgotten, and known again by its number."""
        def adopt(which):
            several = self.both[which]
            s = several[end]
            several[end] = type(s)(s.family, s.type, s.proto, s.detach())
            return several[end].type, several[end].gettimeout(), s.fileno()
        self.both.do(f"end {end}: detach", lambda several: adopt("own" if several is self.both["own"] else "ours"))

    def teardown(self):
        if self.both:
            for which in ("own", "ours"):
                for s in self.both[which]:
                    s.close()


def test_pairs():
    run_state_machine_as_test(Pair, settings=examples(150))


class Listening(RuleBasedStateMachine):
    """A listener and its clients."""

    def __init__(self):
        super().__init__()
        self.both = Both(lambda module: {"listener": module.socket(), "clients": [], "accepted": []})
        self.clients = 0

    def do(self, title, call, show=plain):
        self.both.do(title, call, show=show, audited=False)  # of ports that the system chose

    @initialize(backlog=st.integers(0, 3), timeout=st.sampled_from([0, 0.001]))
    def listen(self, backlog, timeout):
        def prepare(all_of):
            all_of["listener"].bind(("127.0.0.1", 0))
            all_of["listener"].listen(backlog)
            all_of["listener"].settimeout(timeout)
        self.do(f"listen({backlog})", prepare)

    @rule(how=st.sampled_from(["connect", "connect_ex"]), timeout=st.sampled_from([0.001, 0]))
    def connect(self, how, timeout):
        def once(all_of):
            client = type(all_of["listener"])()
            all_of["clients"].append(client)
            client.settimeout(timeout)
            return getattr(client, how)(all_of["listener"].getsockname())
        if self.clients < 2:  # what is over the backlog depends on time
            self.clients += 1
            self.do(how, once, show=lambda got: plain(got))

    @rule(how=st.sampled_from(["connect", "connect_ex"]))
    def connect_again(self, how):
        self.do(f"{how} again", lambda all_of: getattr(all_of["clients"][0], how)(all_of["listener"].getsockname()) if all_of["clients"] else None)

    @rule()
    def accept(self):
        def once(all_of):
            descriptor, address = all_of["listener"]._accept()
            all_of["accepted"].append(type(all_of["listener"])(fileno=descriptor))
            return descriptor > 0, name_of(address), all_of["accepted"][-1].gettimeout(), all_of["accepted"][-1].type
        self.do("accept", once)

    @rule()
    def talk(self):
        def once(all_of):
            if not all_of["accepted"]:
                return None
            all_of["accepted"][0].settimeout(0.01)
            return all_of["accepted"][0].send(b"hello"), [client.recv(9) for client in all_of["clients"][:1]]
        self.do("talk", once)

    def teardown(self):
        for which in ("own", "ours"):
            for s in (self.both[which]["listener"], *self.both[which]["clients"], *self.both[which]["accepted"]):
                s.close()


def test_listening():
    run_state_machine_as_test(Listening, settings=examples(150))
