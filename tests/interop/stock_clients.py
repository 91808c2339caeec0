"""Cases of wisp-js's client, versions 1 and 2."""
import pathlib
import subprocess

import targets

PROGRAM = pathlib.Path(__file__).with_name("stock_client.mjs")
SECONDS = 60
MEBIBYTE = 1 << 20


class Client:
    def __init__(self, peers, node="node"):
        self.peers, self.node = peers, node

    def __call__(self, server, version, name, *words):
        done = subprocess.run([self.node, str(PROGRAM), str(self.peers), server.url, str(version), name, *map(str, words)],
                              capture_output=True, text=True, timeout=SECONDS)
        if done.returncode:
            raise AssertionError((done.stderr or done.stdout).strip() or f"exit status {done.returncode}")


def run(judge, name, server, client, is_ours=True):
    echo, source, udp = targets.Tcp(targets.echo), targets.Tcp(targets.source), targets.Udp()
    for version in (1, 2):
        def case(what, *words, version=version):
            judge.case(f"wisp-js v{version} to {name}: {what}", client, server, version, *words)
        case("TCP echo", "echo", echo.port, 12)
        case("8 MiB echoed, every byte", "echo", echo.port, 8 * MEBIBYTE)
        case("UDP keeps boundaries", "udp", udp.port)
        case("200 streams at a time", "parallel", echo.port, 200)
        case("as WispWebSocket", "polyfill", echo.port)
        if is_ours:
            case("the version that was asked for", "version")
            held, closed = targets.closed_port()
            case("download to the end of the target", "source", source.port, 5 * MEBIBYTE + 7)
            case("a page that pauses", "pause", source.port, 24 * MEBIBYTE, 300)
            case("refused", "reason", closed, 0x44)
            case("blocked", "reason", 80, 0x48, "10.0.0.1")
            case("unreachable", "reason", 80, 0x42, "127.255.255.255")
            case("invalid", "reason", 0, 0x41)
            held.close()
