"""Bad lines between a raw Wisp client and the gateway: every byte arrives as it was sent, or the connection ends, and
whatever happens to one client is no other's business."""
import concurrent.futures
import threading

import bad_line
import raw_wisp
import targets
import wisp_client as wisp
from judge import equal, same

KIBIBYTE = 1024
PATIENCE = 3  # seconds after which a client gives a line up that has swallowed what it waits for


def none():
    return bad_line.Fault()


def echo_through(server, line, version, size):
    with wisp.Client(line.port, version, authority=f"127.0.0.1:{server.port}") as client:
        stream = client.open(targets.Tcp(targets.echo).port)
        sent = targets.pattern(size)
        client.send(stream, sent)
        same(client.receive(stream, size), sent)


def whole(server, version, make, size=512 * KIBIBYTE):
    with bad_line.Line(server.port, make) as line:
        echo_through(server, line, version, size)


def attempt(server, line, version, echo_port, sent):
    """What came back of an echo, as far as the line allowed."""
    got = bytearray()

    def run():
        try:
            with wisp.Client(line.port, version, authority=f"127.0.0.1:{server.port}") as client:
                clients.append(client)
                stream = client.open(echo_port)
                try:
                    client.send(stream, sent, chunk=1000)
                    client.receive(stream, len(sent) + 1)
                except OSError:  # of which ConnectionError and TimeoutError are kinds
                    pass
                got.extend(client.streams[stream].received)
        except Exception:  # noqa: B902: an answer that was changed may look like anything
            pass

    clients = []
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    if client := first_of(clients, thread):
        with client.changed:
            client.changed.wait_for(lambda: client.ended or any(len(one.received) >= len(sent) for one in client.streams.values()), PATIENCE)
        client.ws.cut()
    line.close()  # a handshake that never ends, too
    thread.join(wisp.SECONDS)
    assert not thread.is_alive(), "the client hangs though its connection was cut"
    return bytes(got)


def first_of(clients, thread):
    """The client, once it is there; None where its handshake came to nothing."""
    for _ in range(PATIENCE * 100):
        if clients or not thread.is_alive():
            break
        thread.join(0.01)
    return clients[0] if clients else None


def at_many_places(server, version, fault, compares=True):
    """Afterwards the gateway has as many descriptors as before, and serves."""
    echo, before = targets.Tcp(targets.echo), server.descriptors()
    sent = targets.pattern(6000)

    def one(place, is_upstream):
        bad = fault(place)
        line = bad_line.Line(server.port, lambda: (bad, none()) if is_upstream else (none(), bad))
        got = attempt(server, line, version, echo.port, sent)
        if compares:
            same(got, sent[:len(got)], f"what came back before a fault at {place}")

    places = [*range(0, 260, 13), *range(300, 6000, 611)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        for done in [pool.submit(one, place, is_upstream) for place in places for is_upstream in (True, False)]:
            done.result()
    raw_wisp.until_no_more(server.descriptors, before, "descriptors of the gateway")
    raw_wisp.echo_tcp(server, version)
    assert server.is_alive(), server.output()


def cut(server, version):
    at_many_places(server, version, bad_line.Cut)


def silence(server, version):
    at_many_places(server, version, bad_line.Silence)


def corrupt(server, version):
    """Neither TCP nor Wisp sees it: a changed byte of an id sends data astray. But nothing else comes of it."""
    at_many_places(server, version, lambda place: bad_line.Corrupt(place, place % 8), compares=False)


def slow_handshakes(server):
    """Fifty clients that stop in the middle of their first line keep nobody out."""
    silent = [bad_line.socket.create_connection(("127.0.0.1", server.port)) for _ in range(50)]
    try:
        for one in silent:
            one.sendall(b"GET / HT")
        raw_wisp.echo_tcp(server, 2)
    finally:
        for one in silent:
            one.close()


def displaced(server, version):
    """Two lines, of which one is cut: the other's streams go on."""
    with wisp.Client(server.port, version) as healthy:
        stream = healthy.open(targets.Tcp(targets.echo).port)
        whole(server, version, lambda: (bad_line.Split(1), bad_line.Split(2)), 20 * KIBIBYTE)
        line = bad_line.Line(server.port, lambda: (bad_line.Cut(900), none()))
        attempt(server, line, version, targets.Tcp(targets.echo).port, targets.pattern(6000))
        healthy.send(stream, b"unhurt")
        same(healthy.receive(stream, 6), b"unhurt")
        equal(healthy.ended, False, "the end of the healthy connection")


def run(judge, server):
    for version in (1, 2):
        for name, make in {
            "splits": lambda: (bad_line.Split(3), bad_line.Split(4)),
            "delays": lambda: (bad_line.Delay(5), bad_line.Delay(6)),
        }.items():
            judge.case(f"a line that {name}, v{version}: 512 KiB echoed, every byte", whole, server, version, make)
        for name, case in {"is cut": cut, "falls silent": silence, "changes a byte": corrupt}.items():
            judge.case(f"a line that {name}, v{version}: at 60 places", case, server, version)
        judge.case(f"a line that is cut, v{version}: hurts nobody else", displaced, server, version)
    judge.case("fifty clients that never finish their handshake", slow_handshakes, server)
