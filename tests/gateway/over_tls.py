#!/usr/bin/env python3
"""The gateway with a certificate of its own, for clients of others: Python's ssl, openssl s_client, wisp-js on Node where
--peers names it; and for our own library on the tunnel, where --client names a program. Certificates are made by openssl,
and replaced while streams are open.

Needs openssl, and no more of Python than its library. What is missing is skipped with code 4.
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request

from behind_proxies import Client, TOKEN, WebSocket, echo_server, expect

STOCK_CLIENT = pathlib.Path(__file__).resolve().parents[1] / "interop" / "stock_client.mjs"
PATIENCE = 60


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_authority(folder):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
            "/CN=an authority", "-keyout", folder / "ca-key.pem", "-out", folder / "ca.pem")


def issue(folder, name, what="subjectAltName=DNS:localhost,IP:127.0.0.1"):
    """NAME.pem and NAME-key.pem."""
    (folder / "extensions").write_text(what + "\n")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}", "-keyout",
            folder / f"{name}-key.pem", "-out", folder / "request.pem")
    openssl("x509", "-req", "-in", folder / "request.pem", "-CA", folder / "ca.pem", "-CAkey", folder / "ca-key.pem",
            "-CAcreateserial", "-days", "2", "-extfile", folder / "extensions", "-out", folder / f"{name}.pem")
    (folder / f"{name}-key.pem").chmod(0o600)


class Gateway:
    def __init__(self, program, folder, *options):
        self.log = folder / f"log-{'-'.join(str(one).strip('-') for one in options[::2])}"
        (folder / "tokens").write_text(f"alice {TOKEN}\n")
        (folder / "tokens").chmod(0o600)
        (folder / "page").mkdir(exist_ok=True)
        (folder / "page" / "index.html").write_text("over TLS" * 10_000)
        command = [program, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--allow", "127.0.0.1", "--static",
                   folder / "page", "--tls-certificate-file", folder / "gateway.pem",
                   "--tls-key-file", folder / "gateway-key.pem", *options]
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=log, text=True)
        self.port = self.admin = None
        for line in self.process.stdout:
            if match := re.search(r"admin on http://127.0.0.1:(\d+)", line):
                self.admin = int(match[1])
            if match := re.search(r"listening on wss://127.0.0.1:(\d+)", line):
                self.port = int(match[1])
                break
        if not self.port:
            raise RuntimeError("the gateway does not say where it listens: " + self.log.read_text())

    def logged(self, event, count=1):
        """Waits for so many lines of it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
            found = [line for line in map(json.loads, lines) if line["event"] == event]
            if len(found) >= count:
                return found
            time.sleep(0.02)
        raise RuntimeError(f"{event} is not logged: {self.log.read_text()}")

    def metric(self, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics", timeout=PATIENCE) as answer:
            return int(re.search(rf"^samesock_gateway_{name} (\d+)$", answer.read().decode(), re.MULTILINE)[1])

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=PATIENCE)


def trusting(folder, certificate=None):
    context = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    if certificate:
        context.load_cert_chain(folder / f"{certificate}.pem", folder / f"{certificate}-key.pem")
    return context


def serial_shown(context, port):
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as secure:
            return secure.getpeercert()["serialNumber"]


def check_clients(gateway, folder, echo):
    context = trusting(folder)
    host = f"localhost:{gateway.port}"
    client = Client(gateway.port, echo, 20, host=host, context=context)
    client.exchange(b"x" * 30_000)
    expect(True, f"Python's ssl ({client.ws.socket.version()}): a WebSocket with 20 streams carries every byte")
    with urllib.request.urlopen(f"https://{host}/", context=context, timeout=PATIENCE) as answer:
        expect(answer.read() == b"over TLS" * 10_000, "Python's urllib: a file comes over https")
    page = f"Origin: https://{host}"
    token = [f"Authorization: Bearer {TOKEN}"]
    expect(WebSocket(gateway.port, [*token, page], host, context=context).status == 101, "the gateway's own page comes in")
    expect(WebSocket(gateway.port, [*token, page.replace("https", "http")], host, context=context).status == 403,
           "a page that came without TLS is another's")
    for version in ("-tls1_2", "-tls1_3"):
        request = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{gateway.port}", "-CAfile", str(folder / "ca.pem"),
                               "-verify_return_error", "-verify_hostname", "localhost", "-quiet", "-ign_eof", version],
                              input=request, capture_output=True, text=True, timeout=PATIENCE, check=False)
        expect(done.returncode == 0 and "200 OK" in done.stdout and done.stdout.endswith("over TLS"),
               f"openssl s_client {version}: it comes, and ends with a close_notify")
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=PATIENCE) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        expect(b"400 Bad Request" in plain.recv(65536), "plain HTTP is told that TLS is spoken")
    return client


def check_own_client(program, folder, echo, client):
    """Our library, built on the tunnel."""
    issue(folder, "gateway")
    other = folder / "other"
    other.mkdir()
    make_authority(other)
    gateway = Gateway(program, folder)

    def outcome(host, authority):
        environment = os.environ | {"SAMESOCK_GATEWAY": f"wss://{host}:{gateway.port}/"}
        environment.pop("SAMESOCK_GATEWAY_CA", None)
        if authority:
            environment["SAMESOCK_GATEWAY_CA"] = str(authority)
        done = subprocess.run([client, "127.0.0.1", str(echo)], capture_output=True, text=True, timeout=PATIENCE, check=False,
                              env=environment)
        return done.returncode, done.stdout + done.stderr

    try:
        for host in ("localhost", "127.0.0.1"):
            status, said = outcome(host, folder / "ca.pem")
            expect(status == 0 and "Hello, world" in said, f"a program on the tunnel, by wss://{host}: {said.strip()}")
        status, said = outcome("localhost", other / "ca.pem")
        expect(status != 0 and "not trusted" in said, f"and not where the authority is another: {said.strip()}")
        status, said = outcome("localhost", None)
        expect(status != 0 and "SAMESOCK_GATEWAY_CA" in said, f"nor the system's: {said.strip()}")
        status, said = outcome("localhost", folder / "gateway-key.pem")
        expect(status != 0 and "holds no certificates" in said, f"nor with a file that holds none: {said.strip()}")
        issue(folder, "gateway", "subjectAltName=DNS:elsewhere.example")
        gateway.process.send_signal(signal.SIGHUP)
        gateway.logged("reload")
        for host in ("localhost", "127.0.0.1"):
            status, said = outcome(host, folder / "ca.pem")
            expect(status != 0 and "not trusted" in said, f"nor where the certificate is for another host: {said.strip()}")
    finally:
        gateway.stop()


def check_stock(program, folder, echo, peers):
    issue(folder, "gateway")
    gateway = Gateway(program, folder)
    try:
        for version, case in ((1, ("echo", 8 << 20)), (2, ("echo", 8 << 20)), (2, ("parallel", 200))):
            done = subprocess.run(["node", str(STOCK_CLIENT), str(peers), f"wss://localhost:{gateway.port}/", str(version),
                                   case[0], str(echo), str(case[1])], capture_output=True, text=True, timeout=PATIENCE,
                                  check=False, env=os.environ | {"NODE_EXTRA_CA_CERTS": str(folder / "ca.pem")})
            expect(done.returncode == 0, f"wisp-js, version {version}: {case[0]} {done.stderr.strip()}")
    finally:
        gateway.stop()


def check_reload(gateway, folder, client):
    context = trusting(folder)
    before = serial_shown(context, gateway.port)
    issue(folder, "gateway")
    gateway.process.send_signal(signal.SIGHUP)
    gateway.logged("reload")
    after = serial_shown(context, gateway.port)
    expect(after != before, "after SIGHUP newcomers see the new certificate")
    (folder / "gateway-key.pem").write_text("no key\n")
    gateway.process.send_signal(signal.SIGHUP)
    wrong = gateway.logged("reload-failed", 2)
    expect("gateway-key.pem" in wrong[0]["text"], "a key that is none is told in the log: " + wrong[0]["text"])
    expect(serial_shown(context, gateway.port) == after, "and the old ones stay")
    client.exchange(b"after")
    expect(gateway.metric("streams") == 20, "who was there goes on")
    expect("PRIVATE KEY" not in gateway.log.read_text(), "no key is in the log")
    client.ws.socket.close()


def check_mutual(program, folder):
    issue(folder, "gateway")
    issue(folder, "client", "extendedKeyUsage=clientAuth")
    gateway = Gateway(program, folder, "--token-file", folder / "tokens", "--tls-client-ca-file", folder / "ca.pem")
    token, host = [f"Authorization: Bearer {TOKEN}"], f"localhost:{gateway.port}"
    try:
        expect(WebSocket(gateway.port, token, host, context=trusting(folder, "client")).status == 101,
               "mutual TLS: who has a certificate comes in")
        refused = False
        with contextlib.suppress(ssl.SSLError, OSError):
            WebSocket(gateway.port, token, host, context=trusting(folder))
        refused = gateway.logged("tls-failed")
        expect(refused, "mutual TLS: who has none is turned away: " + refused[0]["text"])
    finally:
        gateway.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gateway", required=True, help="the program samesock-gateway")
    parser.add_argument("--client", help="the example echo_client, built on the tunnel")
    parser.add_argument("--peers", type=pathlib.Path, help="what ./dev setup peers made")
    arguments = parser.parse_args()
    if not shutil.which("openssl"):
        print("there is no openssl: apt-get install openssl")
        return 4
    echo = echo_server()
    with tempfile.TemporaryDirectory(prefix="gateway-") as name:
        folder = pathlib.Path(name)
        make_authority(folder)
        issue(folder, "gateway")
        gateway = Gateway(arguments.gateway, folder, "--token-file", folder / "tokens")
        try:
            client = check_clients(gateway, folder, echo)
            check_reload(gateway, folder, client)
        finally:
            status = gateway.stop()
        expect(status == 0, "it ends on SIGTERM")
        check_mutual(arguments.gateway, folder)
        if arguments.client:
            check_own_client(arguments.gateway, folder, echo, arguments.client)
        if arguments.peers:
            check_stock(arguments.gateway, folder, echo, arguments.peers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
