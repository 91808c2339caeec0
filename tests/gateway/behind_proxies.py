#!/usr/bin/env python3
"""Runs examples/gateway as they stand, on other ports: nginx and HAProxy with TLS in front of one gateway each, WebSockets
with streams through them that are idle for --seconds, and then carry data. Fails if one did not stay, if the gateway did
not learn the client's address, or if it took an address or a Host that it should not.

Needs nginx, haproxy and openssl, and no more of Python than its library. What is missing is skipped with code 4.
"""
import argparse
import base64
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "gateway"
CLIENT = "127.0.0.9"  # which no proxy has
TOKEN = "0123456789abcdef0123456789abcdef"


class WebSocket:
    """As much of RFC 6455 as a client of stock Wisp needs."""

    def __init__(self, port, headers=(), host="gate.example.org", proxied=True, context=None):
        plain = socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(CLIENT, 0))
        self.socket = plain
        if context:
            self.socket = context.wrap_socket(plain, server_hostname=host.partition(":")[0])
        elif proxied:
            unverified = ssl.create_default_context()
            unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
            self.socket = unverified.wrap_socket(plain, server_hostname="gate.example.org")
        lines = ["GET /wisp/ HTTP/1.1", f"Host: {host}", "Connection: Upgrade", "Upgrade: websocket",
                 "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode(), *headers]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.bytes = b""
        while b"\r\n\r\n" not in self.bytes:
            self._more()
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        self.status = int(head.split()[1])

    def _more(self):
        got = self.socket.recv(65536)
        if not got:
            raise ConnectionError("the WebSocket was closed")
        self.bytes += got

    def _take(self, size):
        while len(self.bytes) < size:
            self._more()
        taken, self.bytes = self.bytes[:size], self.bytes[size:]
        return taken

    def send(self, payload, opcode=2):
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size)
        # A mask of zeros is one, too.
        self.socket.sendall(bytes([0x80 | opcode]) + length + b"\0\0\0\0" + payload)

    def receive(self):
        while True:
            first, size = self._take(2)
            if size == 126:
                (size,) = struct.unpack(">H", self._take(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self._take(8))
            payload = self._take(size)
            opcode = first & 15
            if opcode == 9:
                self.send(payload, 10)
            elif opcode == 8:
                raise ConnectionError(f"closed: {payload!r}")
            elif opcode == 2:
                return payload


class Client:
    """One WebSocket with `count` streams to an echo server, of Wisp version 1."""

    def __init__(self, port, echo, count, **how):
        self.ws = WebSocket(port, [f"Authorization: Bearer {TOKEN}", "X-Forwarded-For: 198.51.100.66"], **how)
        if self.ws.status != 101:
            raise ConnectionError(f"the upgrade was answered {self.ws.status}")
        self.count = count
        self.broken = None
        kind, stream = struct.unpack("<BI", self.ws.receive()[:5])
        assert (kind, stream) == (3, 0), "CONTINUE(0) comes first"
        for stream in range(1, count + 1):
            self.ws.send(struct.pack("<BIBH", 1, stream, 1, echo) + b"127.0.0.1")
        self.exchange(b"before")

    def rest(self, seconds):
        """Answers pings, as every WebSocket's client does, and expects nothing else."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.ws.socket.settimeout(1)
            try:
                self.broken = f"unasked: {self.ws.receive()!r}"
            except TimeoutError:
                continue
            except OSError as error:
                self.broken = str(error)
            return
        self.ws.socket.settimeout(30)

    def exchange(self, text):
        wanted = {}
        for stream in range(1, self.count + 1):
            wanted[stream] = text + str(stream).encode()
            self.ws.send(struct.pack("<BI", 2, stream) + wanted[stream])
        while wanted:
            packet = self.ws.receive()
            kind, stream = struct.unpack("<BI", packet[:5])
            if kind == 4:
                raise ConnectionError(f"stream {stream} was closed with {packet[5]:#x}")
            if kind == 2:
                assert wanted[stream].startswith(packet[5:]), "an echo is what was sent"
                wanted[stream] = wanted[stream][len(packet) - 5:]
                if not wanted[stream]:
                    del wanted[stream]


def echo_server():
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection):
        with connection:
            while data := connection.recv(65536):
                connection.sendall(data)

    def accept():
        while True:
            with contextlib.suppress(OSError):
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def until_open(port, process):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} has ended with {process.returncode}")
        with contextlib.suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=5).close()
        time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} does not listen")


def replaced(text, pairs):
    for old, new in pairs:
        if old not in text:
            raise RuntimeError(f"the example has no {old!r} any more")
        text = text.replace(old, new)
    return text


class Gateway:
    def __init__(self, program, folder, header, processes):
        folder.mkdir()
        (folder / "tokens").write_text(f"alice {TOKEN}\n")
        (folder / "tokens").chmod(0o600)
        text = replaced((EXAMPLES / "gateway.toml").read_text(), [('"x-forwarded-for"', f'"{header}"')])
        (folder / "gateway.toml").write_text(text)
        command = [program, "--config", str(folder / "gateway.toml")]
        subprocess.run([*command, "--check"], check=True)
        self.log = folder / "log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([*command, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--allow",
                                             "127.0.0.1"], stdout=subprocess.PIPE, stderr=log, text=True)
        processes.append(self.process)
        self.port = self.admin = None
        for line in self.process.stdout:
            print(f"  gateway ({header}): {line}", end="")
            if match := re.search(r"admin on http://127.0.0.1:(\d+)", line):
                self.admin = int(match[1])
            if match := re.search(r"listening on ws://127.0.0.1:(\d+)", line):
                self.port = int(match[1])
                break
        if not self.port or not self.admin:
            raise RuntimeError("the gateway does not say where it listens: " + self.log.read_text())

    def metric(self, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics", timeout=10) as answer:
            return int(re.search(rf"^samesock_gateway_{name} (\d+)$", answer.read().decode(), re.MULTILINE)[1])

    def records(self):
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [record for record in map(json.loads, lines) if record["event"] == "connection"]


def start_nginx(folder, gateway, processes):
    port = free_port()
    text = replaced((EXAMPLES / "nginx.conf").read_text(), [
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"), ("127.0.0.1:6001", f"127.0.0.1:{gateway.port}"),
        ("/etc/ssl/gate.example.org.pem", f"{folder}/cert.pem"), ("/etc/ssl/gate.example.org.key", f"{folder}/key.pem"),
        ("http {", "http {" + "".join(f"\n  {name}_temp_path {folder}/{name};" for name in
                                     ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")))])
    (folder / "nginx.conf").write_text(text)
    command = ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf"), "-g",
               f"daemon off; pid {folder}/nginx.pid;"]
    processes.append(subprocess.Popen(command))
    until_open(port, processes[-1])
    return port


def start_haproxy(folder, gateway, processes):
    port = free_port()
    text = replaced((EXAMPLES / "haproxy.cfg").read_text(), [
        ("maxconn 20000", "maxconn 1000"), (":443 ssl", f"127.0.0.1:{port} ssl"), ("127.0.0.1:6001", f"127.0.0.1:{gateway.port}"),
        ("port 9090", f"port {gateway.admin}"), ("/etc/ssl/gate.example.org.both.pem", f"{folder}/both.pem")])
    (folder / "haproxy.cfg").write_text(text)
    processes.append(subprocess.Popen(["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]))
    until_open(port, processes[-1])
    return port


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=gate.example.org", "-keyout", folder / "key.pem", "-out",
                    folder / "cert.pem"], check=True, stderr=subprocess.DEVNULL)
    (folder / "both.pem").write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())


def expect(holds, what):
    print(f"  {'yes' if holds else 'NO '}  {what}")
    if not holds:
        raise RuntimeError("does not hold: " + what)


def run(arguments, folder, processes):
    certificate(folder)
    echo = echo_server()
    behind_nginx = Gateway(arguments.gateway, folder / "x", "x-forwarded-for", processes)
    behind_haproxy = Gateway(arguments.gateway, folder / "p", "proxy-v2", processes)
    proxies = {"nginx": (start_nginx(folder, behind_nginx, processes), behind_nginx),
               "HAProxy": (start_haproxy(folder, behind_haproxy, processes), behind_haproxy)}
    clients = {}
    for name, (port, _) in proxies.items():
        token = [f"Authorization: Bearer {TOKEN}"]
        expect(WebSocket(port, token).status == 101, f"{name}: an upgrade with the token is taken")
        page = "Origin: https://gate.example.org"
        expect(WebSocket(port, [*token, page]).status == 101, f"{name}: and of the gateway's own page")
        expect(WebSocket(port, [*token, "Origin: https://evil.example"]).status == 403, f"{name}: another's is not")
        expect(WebSocket(port, [*token, "Origin: null"]).status == 403, f"{name}: nor is null")
        expect(WebSocket(port, token, host="rebind.example").status in (400, 421), f"{name}: nor is another Host")
        clients[name] = [Client(port, echo, arguments.streams) for _ in range(arguments.connections)]
    print(f"  {arguments.connections} WebSockets with {arguments.streams} streams each, idle for {arguments.seconds} s")
    idle = [threading.Thread(target=client.rest, args=(arguments.seconds,)) for one in clients.values() for client in one]
    for thread in idle:
        thread.start()
    for thread in idle:
        thread.join()
    for name, (_, gateway) in proxies.items():
        for client in clients[name]:
            expect(client.broken is None, f"{name}: nothing came meanwhile ({client.broken})")
            client.exchange(b"after")
        all_streams = arguments.connections * arguments.streams
        expect(gateway.metric("streams") == all_streams, f"{name}: all {all_streams} streams carry data after that")
        expect(gateway.metric("logins_refused_total") == 0, f"{name}: and nobody was refused")
        for client in clients[name]:
            client.ws.socket.close()
    check_records(proxies)


def check_records(proxies):
    for name, (_, gateway) in proxies.items():
        deadline = time.monotonic() + 30
        while gateway.metric("connections") and time.monotonic() < deadline:
            time.sleep(0.05)
        served = [record for record in gateway.records() if record.get("streams")]
        expect(served and all(record["client"] == CLIENT for record in served),
               f"{name}: the client is known by its own address, not by what it claimed")
        expect(all(record["principal"] == "alice" for record in served), f"{name}: and by its token's name")
        expect(TOKEN not in gateway.log.read_text(), f"{name}: and no token is in the log")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gateway", required=True, help="the program samesock-gateway")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--connections", type=int, default=3)
    parser.add_argument("--streams", type=int, default=20)
    arguments = parser.parse_args()
    for program in ("nginx", "haproxy", "openssl"):
        if not shutil.which(program):
            print(f"there is no {program}: apt-get install {program}")
            return 4
    processes = []
    with tempfile.TemporaryDirectory(prefix="gateway-") as folder:
        try:
            run(arguments, pathlib.Path(folder), processes)
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait(timeout=60)
    return 0


if __name__ == "__main__":
    sys.exit(main())
