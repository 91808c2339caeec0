"""Cases of raw Wisp packets against a server: what every stock server does, and what ours promises beyond it."""
import concurrent.futures
import os
import socket
import struct
import time

import targets
import websocket
import wisp_client as wisp
from judge import equal, same

MEBIBYTE = 1 << 20


def echo_tcp(server, version):
    with wisp.Client(server.port, version) as client:
        equal(client.version, version, "version")
        stream = client.open(targets.Tcp(targets.echo).port)
        client.send(stream, b"Hello, world")
        same(client.receive(stream, 12), b"Hello, world")


def echo_bulk(server, version):
    echo = targets.Tcp(targets.echo)
    with wisp.Client(server.port, version) as client:
        stream = client.open(echo.port)
        sent = targets.pattern(12 * MEBIBYTE)
        client.send(stream, sent)
        same(client.receive(stream, len(sent)), sent)


def odd_sizes(server, version):
    """Around the lengths of a WebSocket frame."""
    sizes = (1, 2, 119, 120, 121, 125, 126, 127, 65530, 65531, 65535, 65536, 65537, 100_000)
    with wisp.Client(server.port, version) as client:
        stream = client.open(targets.Tcp(targets.echo).port)
        for size in sizes:
            sent = targets.pattern(size, size)
            client.send(stream, sent, chunk=size)
            same(client.receive(stream, size), sent)


def download_to_the_end(server, version):
    with wisp.Client(server.port, version) as client:
        stream = client.open(targets.Tcp(targets.source).port)
        client.send(stream, (9 * MEBIBYTE + 13).to_bytes(8, "little"))
        equal(client.reason(stream), 2, "reason of CLOSE")
        same(bytes(client.streams[stream].received), targets.pattern(9 * MEBIBYTE + 13))


def upload_before_close(server, version):
    """What was sent before CLOSE 0x02 arrives, all of it."""
    sink = targets.Sink()
    with wisp.Client(server.port, version) as client:
        stream = client.open(sink.port)
        sent = targets.pattern(3 * MEBIBYTE + 1)
        client.send(stream, sent)
        client.close_stream(stream)
        assert sink.ended.wait(websocket.SECONDS), "the target never saw the end"
        same(bytes(sink.received), sent)


def udp(server, version):
    with wisp.Client(server.port, version) as client:
        stream = client.open(targets.Udp().port, kind=wisp.UDP)
        for size in (1, 100, 1472, 9000, 60000):
            sent = targets.pattern(size)
            client.send_datagram(stream, sent)
            state = client.streams[stream]
            client.wait("a datagram", lambda: state.datagrams)
            same(state.datagrams.pop(), sent, f"datagram of {size}")


def empty_datagram(server, version):
    with wisp.Client(server.port, version) as client:
        stream = client.open(targets.Udp().port, kind=wisp.UDP)
        client.send_datagram(stream, b"")
        client.wait("a datagram", lambda: client.streams[stream].datagrams)
        same(client.streams[stream].datagrams[0], b"")


def parallel(server, version, count=200):
    echo = targets.Tcp(targets.echo)
    with wisp.Client(server.port, version) as client:
        streams = {client.open(echo.port): targets.pattern(40_000, i * 977) for i in range(count)}
        for stream, sent in streams.items():
            client.send(stream, sent, chunk=8000)
        for stream, sent in streams.items():
            same(client.receive(stream, len(sent)), sent, f"stream {stream}")


def many_connections(server, version, count=40):
    echo = targets.Tcp(targets.echo)

    def one(i):
        with wisp.Client(server.port, version) as client:
            stream = client.open(echo.port)
            sent = targets.pattern(70_000, i * 1009)
            client.send(stream, sent)
            same(client.receive(stream, len(sent)), sent)

    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(one, i) for i in range(count)]:
            done.result()


def open_and_close(server, version, count=500):
    """Ids may come again once they are closed."""
    echo = targets.Tcp(targets.echo)
    with wisp.Client(server.port, version) as client:
        for i in range(count):
            client.next_id = 1 + i % 3
            stream = client.open(echo.port)
            client.send(stream, b"%d" % i)
            same(client.receive(stream, len(b"%d" % i)), b"%d" % i)
            client.close_stream(stream)
            time.sleep(0)


# -- what only our gateway is asked for

def reason_of(server, version, port, host="127.0.0.1", kind=wisp.TCP):
    with wisp.Client(server.port, version) as client:
        return client.reason(client.open(port, host, kind))


def refused(server, version):
    held, port = targets.closed_port()
    with held:
        equal(reason_of(server, version, port), 0x44, "reason of a refused connection")


def blocked(server, version):
    for host in ("10.0.0.1", "192.168.1.1", "0.0.0.1", "::1", "::ffff:10.0.0.1", "169.254.169.254"):
        equal(reason_of(server, version, 80, host), 0x48, f"reason of {host}, which no rule allows")
        equal(reason_of(server, version, 80, host, wisp.UDP), 0x48, f"reason of {host} by UDP")


def unreachable(server, version):
    """The broadcast address of the loopback network: the kernel knows no way for TCP, and nothing leaves the machine."""
    equal(reason_of(server, version, 80, "127.255.255.255"), 0x42, "reason of an unreachable address")


def invalid(server, version):
    equal(reason_of(server, version, 0), 0x41, "reason of port 0")
    equal(reason_of(server, version, 80, ""), 0x41, "reason of an empty host")
    equal(reason_of(server, version, 80, kind=7), 0x41, "reason of an unknown type")


def target_resets(server, version):
    with wisp.Client(server.port, version) as client:
        stream = client.open(targets.Tcp(targets.resets).port)
        client.send(stream, b"x")
        equal(client.reason(stream), 0x03, "reason of a reset")


def confirmation(server):
    """Where both named 0x05, CONTINUE tells that the stream is connected, before anything was sent."""
    with wisp.Client(server.port, 2, extensions=((wisp.CONFIRMATION, b""),)) as client:
        assert wisp.CONFIRMATION in client.server, "the gateway does not name 0x05"
        stream = client.open(targets.Tcp(targets.echo).port)
        client.wait("CONTINUE", lambda: client.streams[stream].confirmed)
        held, port = targets.closed_port()
        with held:
            other = client.open(port)
            equal(client.reason(other), 0x44, "reason")
            assert not client.streams[other].confirmed, "a refused stream was confirmed"


def first_subprotocol(server):
    for offered in (("wisp-v2",), ("wisp-v2", "other"), ("other", "wisp-v2")):
        with wisp.Client(server.port, 2, protocols=offered) as client:
            equal(client.ws.headers.get("sec-websocket-protocol"), offered[0], "the subprotocol that came back")


def older_order(server):
    """A client of the order that CONTINUE comes first: it is of version 1, and its INFO is ignored."""
    with wisp.Client(server.port, 1, stray_info=True) as client:
        stream = client.open(targets.Tcp(targets.echo).port)
        client.send(stream, b"after INFO")
        same(client.receive(stream, 10), b"after INFO")


def later_version(server):
    ws = websocket.WebSocket.connect(server.port, protocols=("wisp-v2",))
    equal(ws.receive()[0], wisp.INFO, "first packet")
    ws.send(wisp.info(major=3))
    equal(ws.receive()[:5], wisp.packet(wisp.CONTINUE, 0), "the answer to version 3")
    ws.close()


def no_deflate(server):
    """Chromium and npm's ws always offer it."""
    ws = websocket.WebSocket.connect(server.port, headers=("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",))
    equal(ws.headers.get("sec-websocket-extensions"), None, "the extensions that came back")
    ws.close()


def fragments(server):
    """A message in several WebSocket frames, with a ping between them, is one packet."""
    with wisp.Client(server.port, 1) as client:
        stream = client.open(targets.Tcp(targets.echo).port)
        sent = targets.pattern(3000)
        message = wisp.packet(wisp.DATA, stream, sent)
        client.ws.send(message[:3], final=False)
        client.ws.send(b"are you there", websocket.PING)
        client.ws.send(message[3:1000], opcode=0, final=False)
        client.ws.send(message[1000:], opcode=0)
        same(client.receive(stream, len(sent)), sent)


def malformed(server, version, message, opcode=websocket.BINARY):
    """The connection ends with CLOSE(0) 0x41 and a WebSocket close that says why; the next client is served."""
    with wisp.Client(server.port, version) as client:
        client.open(targets.Tcp(targets.echo).port)
        client.ws.send(message, opcode)
        said, closed = client.end()
        equal(said, 0x41, "reason of CLOSE(0)")
        assert closed[0] not in (1000, 1005, 1006) and closed[1], f"the WebSocket was closed with {closed}"
    echo_tcp(server, version)


MALFORMED = {
    "an empty message": (b"",),
    "four bytes": (b"\2\1\0\0",),
    "an unknown type": (wisp.packet(0x77, 1),),
    "a CONNECT without its port": (wisp.packet(wisp.CONNECT, 9, b"\1"),),
    "a CLOSE without its reason": (wisp.packet(wisp.CLOSE, 1),),
    "a client's CONTINUE of three bytes": (wisp.packet(wisp.CONTINUE, 1, b"\0\0\0"),),
    "an id in use": (wisp.connect(1, 80),),
    "the id 0 opened": (wisp.connect(0, 80),),
    "a packet of the extension that was not agreed": (wisp.packet(0x10, 3, b"\2\0\1"),),
    "a text message": (b"hello", websocket.TEXT),
}


def strays(server, version):
    """DATA and CLOSE for ids that are not open cross in flight: nothing comes of them."""
    with wisp.Client(server.port, version) as client:
        for kind in (wisp.DATA, wisp.CLOSE, wisp.CLOSE):
            client.ws.send(wisp.packet(kind, 4711, b"\2"))
        stream = client.open(targets.Tcp(targets.echo).port)
        client.send(stream, b"still there")
        same(client.receive(stream, 11), b"still there")


def target_that_does_not_read(server, version):
    """Its stream gets no more credit; the others go on; what it was sent arrives when it reads."""
    stuck, echo = targets.Sink(reads_at_once=False), targets.Tcp(targets.echo)
    with wisp.Client(server.port, version) as client:
        stream = client.open(stuck.port)
        sent, state = bytearray(), client.streams[stream]
        while True:
            with client.changed:
                if not client.changed.wait_for(lambda: state.credit > 0, 0.5):
                    break
            piece = targets.pattern(16384, len(sent))
            client.send(stream, piece)
            sent += piece
            assert len(sent) < 64 * MEBIBYTE, "64 MiB were taken for a target that reads nothing"
        other = client.open(echo.port)
        for _ in range(50):
            client.send(other, targets.pattern(30_000))
            same(client.receive(other, 30_000), targets.pattern(30_000))
        stuck.go.set()
        client.send(stream, b"the last")
        client.close_stream(stream)
        assert stuck.ended.wait(websocket.SECONDS), "the target never saw the end"
        same(bytes(stuck.received), bytes(sent) + b"the last")


def client_that_does_not_read(server, version):
    """The gateway keeps a bounded amount for it, goes on to serve others, and loses nothing."""
    source = targets.Tcp(targets.source)
    size = 96 * MEBIBYTE
    with wisp.Client(server.port, version, receive_buffer=65536) as client:
        before = server.memory()
        stream = client.open(source.port)
        client.reading.clear()
        client.send(stream, size.to_bytes(8, "little"))
        grown = settled(server.memory) - before
        echo_tcp(server, version)
        client.reading.set()
        client.reason(stream)
        same(bytes(client.streams[stream].received), targets.pattern(size))
    assert grown < 16 * MEBIBYTE, f"the gateway grew by {grown >> 10} KiB for a client that does not read"


def settled(measure):
    """The value of something once it has stopped changing."""
    last = measure()
    for _ in range(100):
        time.sleep(0.1)
        now = measure()
        if now == last:
            break
        last = now
    return now


def silent_target(server, version):
    """A connect that nobody answers hurts nobody else, and CLOSE takes it back. How long it may take is the gateway's."""
    full, before = targets.Full(), server.descriptors()
    with wisp.Client(server.port, version) as client:
        stream = client.open(full.port)
        other = client.open(targets.Tcp(targets.echo).port)
        client.send(other, b"meanwhile")
        same(client.receive(other, 9), b"meanwhile")
        assert client.streams[stream].reason is None, "the connection ended at once"
        client.close_stream(stream)
        client.send(other, b"afterwards")
        same(client.receive(other, 10), b"afterwards")
    until_no_more(server.descriptors, before, "descriptors")


def until_no_more(measure, wanted, what):
    """Fewer is well: what was before this case may still have been on its way out."""
    until = time.monotonic() + websocket.SECONDS
    while (now := measure()) > wanted:
        if time.monotonic() > until:
            raise AssertionError(f"{what}: {now}, and {wanted} before")
        time.sleep(0.05)


def vanishing_clients(server, version):
    """What a client leaves behind when its connection is cut is given up."""
    echo, before = targets.Tcp(targets.echo), server.descriptors()
    for _ in range(20):
        with wisp.Client(server.port, version) as client:
            for _ in range(20):
                stream = client.open(echo.port)
                client.send(stream, b"x")
            client.receive(stream, 1)
    until_no_more(server.descriptors, before, "descriptors")


def many_at_once(server):
    """1,000 WebSockets at a time."""
    echo = targets.Tcp(targets.echo, backlog=1024)
    sockets = []
    try:
        for i in range(1000):
            ws = websocket.WebSocket.connect(server.port)
            sockets.append(ws)
            equal(ws.receive()[0], wisp.CONTINUE, "first packet")
            if i % 50 == 0:  # on a slow machine the first ones are asked whether they are still there
                for one in sockets:
                    one.answer_pings()
        for i in range(0, 1000, 50):
            sockets[i].send(wisp.connect(1, echo.port))
            sockets[i].send(wisp.packet(wisp.DATA, 1, struct.pack("<I", i)))
        for i in range(0, 1000, 50):
            message = sockets[i].receive()
            while message[0] != wisp.DATA:
                message = sockets[i].receive()
            equal(message[5:], struct.pack("<I", i), "echo")
    finally:
        for ws in sockets:
            ws.socket.close()


def random_messages(server, version, rounds=150):
    """Whatever comes, the gateway goes on."""
    for _ in range(rounds):
        try:
            with wisp.Client(server.port, version) as client:
                for _ in range(20):
                    client.ws.send(os.urandom(1 + os.urandom(1)[0] % 40))
                client.ws.socket.shutdown(socket.SHUT_WR)
                client.end()
        except (OSError, ConnectionError):
            pass
    assert server.is_alive(), server.output()
    echo_tcp(server, version)


EVERY_SERVER = {
    "TCP echo": echo_tcp, "12 MiB echoed, every byte": echo_bulk, "sizes around a frame's lengths": odd_sizes,
    "200 streams at a time": parallel, "40 WebSockets at a time": many_connections, "UDP keeps boundaries": udp,
}
OURS = {
    "download to the end of the target": download_to_the_end, "data before CLOSE 0x02 arrives": upload_before_close,
    "a datagram of no bytes": empty_datagram, "500 streams on three ids": open_and_close,
    "refused": refused, "blocked": blocked, "unreachable": unreachable, "invalid": invalid, "reset by the target": target_resets,
    "strays are dropped": strays, "a target that does not read": target_that_does_not_read,
    "a client that does not read": client_that_does_not_read, "a target that never answers": silent_target,
    "clients that vanish leave nothing": vanishing_clients, "random messages": random_messages,
}
ONCE = {
    "confirmation": confirmation, "the first subprotocol comes back": first_subprotocol, "CONTINUE first, then INFO": older_order,
    "version 3 is answered with 2": later_version, "permessage-deflate is declined": no_deflate, "a message in fragments": fragments,
    "1,000 WebSockets": many_at_once,
}


def run(judge, name, server, versions=(1, 2), is_ours=True):
    for version in versions:
        for what, case in EVERY_SERVER.items():
            judge.case(f"raw Wisp v{version} to {name}: {what}", case, server, version)
    if not is_ours:
        return
    for version in versions:
        for what, case in OURS.items():
            judge.case(f"raw Wisp v{version} to {name}: {what}", case, server, version)
    for what, case in ONCE.items():
        judge.case(f"raw Wisp to {name}: {what}", case, server)
    for what, arguments in MALFORMED.items():
        judge.case(f"raw Wisp to {name}: malformed: {what}", malformed, server, 2, *arguments)
