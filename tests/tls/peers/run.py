#!/usr/bin/env python3
"""TLS against peers of others: openssl s_server and s_client, and Python's ssl, in both directions.

    run.py ENDPOINT HTTPS_GET

Keys and certificates are made by openssl in a folder that goes with the run.
"""
import contextlib
import http.server
import pathlib
import re
import select
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

ENDPOINT, HTTPS_GET = sys.argv[1:3]
PATIENCE = 30


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, timeout=PATIENCE)


def make_certificates(folder):
    (folder / "extensions").write_text(
        "subjectAltName=DNS:localhost\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", folder / "ca.key", "-out", folder / "ca.pem", "-days", 2, "-subj", "/CN=test CA",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", "-new", *key, "-keyout", folder / "key.pem", "-out", folder / "request.pem", "-subj", "/CN=localhost")
    openssl("x509", "-req", "-in", folder / "request.pem", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-days", 2,
            "-CAcreateserial", "-extfile", folder / "extensions", "-out", folder / "cert.pem")


class Process:
    """A program whose output is read to its end, or line by line."""

    def __init__(self, *words, stdin=subprocess.DEVNULL):
        self.process = subprocess.Popen([str(word) for word in words], stdin=stdin, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()

    def line_with(self, pattern):
        while line := self.process.stdout.readline().decode(errors="replace"):
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(f"it ended without {pattern}")

    def rest(self):
        output, _ = self.process.communicate(timeout=PATIENCE)
        return output.decode(errors="replace")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


class Peers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        make_certificates(cls.folder)

    def file(self, name):
        return str(self.folder / name)

    # -- our client -----------------------------------------------------------------------------------------------------

    def client(self, port, *words):
        with Process(ENDPOINT, "client", port, "localhost", self.file("ca.pem"), *words) as one:
            return one.rest()

    @contextlib.contextmanager
    def s_server(self, *words):
        port = free_port()
        with Process("openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", self.file("cert.pem"), "-key",
                     self.file("key.pem"), *words, stdin=subprocess.PIPE) as server:
            server.line_with("(ACCEPT)")
            yield port, server

    def test_s_server_echoes_reversed_lines(self):
        for version in ("1.2", "1.3"):
            with self.subTest(version), self.s_server("-rev", "-alpn", "rev") as (port, _):
                said = self.client(port, f"version={version}", "alpn=rev", "say=Hello", "read=6", "close=notify")
                self.assertIn(f"version TLSv{version}\nalpn rev\nreused 0\n", said)
                self.assertIn("read 6 b'olleH\\n'", said)

    def test_a_session_of_s_server_is_resumed(self):
        for version in ("1.2", "1.3"):
            with self.subTest(version), self.s_server("-www") as (port, _):
                said = self.client(port, f"version={version}", "connections=2", "say=GET / HTTP/1.0\n", "read=eof")
                self.assertEqual(re.findall(r"reused (\d)", said), ["0", "1"], said)
                self.assertEqual(said.count("done"), 2, said)

    def test_a_renegotiation_that_s_server_asks_for_is_refused(self):
        with self.s_server("-tls1_2") as (port, server):
            with Process(ENDPOINT, "client", port, "localhost", self.file("ca.pem"), "say=Hello", "read=12") as client:
                client.line_with("(reused)")
                server.line_with("(Hello)")
                server.process.stdin.write(b"r\nstill here\n\n")
                server.process.stdin.flush()
                said = client.rest()
        self.assertTrue("still here" in said or "error recv" in said, said)  # s_server may end the connection itself
        self.assertNotIn("timed out", said)

    def test_an_s_server_of_an_old_version_is_refused(self):
        with self.s_server("-tls1_1", "-cipher", "ALL@SECLEVEL=0") as (port, _):
            self.assertIn("TLSV1_ALERT_PROTOCOL_VERSION", self.client(port))

    def test_https_get_of_pythons_server(self):
        (self.folder / "page.txt").write_text("x" * 100_000 + "the end")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file("cert.pem"), self.file("key.pem"))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), QuietHandler) as server:
            server.directory = self.folder
            server.socket = context.wrap_socket(server.socket, server_side=True)
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                port = server.server_address[1]
                got = subprocess.run([HTTPS_GET, "localhost", str(port), "/page.txt", self.file("ca.pem")],
                                     capture_output=True, text=True, timeout=PATIENCE, check=False)
                self.assertEqual(got.returncode, 0, got.stderr)
                self.assertTrue(got.stdout.endswith("x" * 100_000 + "the end"))
                other = subprocess.run([HTTPS_GET, "127.0.0.1", str(port), "/page.txt", self.file("ca.pem")],
                                       capture_output=True, text=True, timeout=PATIENCE, check=False)
                self.assertEqual(other.returncode, 1)
                self.assertIn("IP address mismatch", other.stderr)
            finally:
                server.shutdown()
                thread.join()

    @contextlib.contextmanager
    def python_server(self, serve, **settings):
        """`serve` has the wrapped connection on a thread of its own."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file("cert.pem"), self.file("key.pem"))
        for name, setting in settings.items():
            setattr(context, name, setting)
        failed = []

        def accept():
            try:
                connection, _ = listener.accept()
                connection.settimeout(PATIENCE)
                with context.wrap_socket(connection, server_side=True) as wrapped:
                    serve(wrapped)
            except OSError as error:
                failed.append(error)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(PATIENCE)
            thread = threading.Thread(target=accept)
            thread.start()
            yield listener.getsockname()[1], failed
            thread.join()

    def test_python_and_our_client_unwrap(self):
        def serve(wrapped):
            wrapped.sendall(b"Hello")
            wrapped.unwrap().close()

        with self.python_server(serve) as (port, failed):
            said = self.client(port, "read=eof", "close=unwrap")
        self.assertIn("read 5 b'Hello'", said)
        self.assertIn("done", said)
        self.assertEqual(failed, [])

    def test_python_that_leaves_without_a_close_notify(self):
        def serve(wrapped):
            wrapped.sendall(b"Hello")

        for ragged, end in (("1", "done"), ("0", "EOF occurred in violation of protocol")):
            with self.subTest(ragged), self.python_server(serve) as (port, _):
                self.assertIn(end, self.client(port, "read=eof", f"ragged={ragged}"))

    # -- our server -----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def server(self, *words):
        with Process(ENDPOINT, "server", self.file("cert.pem"), self.file("key.pem"), *words) as one:
            yield int(one.line_with(r"port (\d+)")), one

    def s_client(self, port, *words, say=b"", wait=False):
        with Process("openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-CAfile", self.file("ca.pem"), "-verify_return_error",
                     "-verify_hostname", "localhost", "-servername", "localhost", *words, stdin=subprocess.PIPE) as one:
            one.process.stdin.write(say)
            one.process.stdin.flush()
            if wait:
                one.line_with(wait)
            return one.rest()

    def test_s_client_talks_to_our_server(self):
        for version in ("1.2", "1.3"):
            with self.subTest(version), self.server("alpn=greeting", "say=Hello", "read=eof", "close=notify") as (port, server):
                flag = "-tls" + version.replace(".", "_")
                said = self.s_client(port, flag, "-alpn", "greeting", "-quiet", "-no_ign_eof", say=b"from s_client\n", wait="(Hello)")
                found = server.rest()
                self.assertIn(f"version TLSv{version}\nalpn greeting\n", found)
                self.assertIn("read 14 b'from s_client\\n'", found)
                self.assertNotIn("error", said)

    def test_a_renegotiation_that_s_client_asks_for_is_refused(self):
        with self.server("version=1.2", "read=eof") as (port, server):
            self.s_client(port, say=b"R\n", wait="(no renegotiation)")  # its input stays open until then
            self.assertIn("HANDSHAKE_FAILURE", server.rest())  # s_client's alert: it wants no other connection

    def test_our_server_resumes_sessions_of_s_client(self):
        kept = self.file("session.pem")
        for version in ("1.2", "1.3"):
            with self.subTest(version), self.server("connections=2", "say=Hello", "close=notify") as (port, _):
                flags = ["-tls" + version.replace(".", "_"), "-ign_eof"]
                self.assertIn(f"New, TLSv{version}", self.s_client(port, *flags, "-sess_out", kept))
                self.assertIn(f"Reused, TLSv{version}", self.s_client(port, *flags, "-sess_in", kept))

    def test_an_old_s_client_and_one_without_a_common_cipher_are_refused(self):
        with self.server() as (port, server):
            self.s_client(port, "-tls1_1", "-cipher", "ALL@SECLEVEL=0")
            self.assertIn("UNSUPPORTED_PROTOCOL", server.rest())
        with self.server("version=1.2", "ciphers=ECDHE-ECDSA-AES256-GCM-SHA384") as (port, server):
            self.s_client(port, "-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305")
            self.assertIn("NO_SHARED_CIPHER", server.rest())

    def python_client(self, port):
        context = ssl.create_default_context(cafile=self.file("ca.pem"))
        return context.wrap_socket(socket.create_connection(("127.0.0.1", port), PATIENCE), server_hostname="localhost")

    def test_python_sends_megabytes_both_ways(self):
        data = bytes(range(256)) * 8192
        with self.server(f"read={len(data)}", "echo=1", "close=unwrap") as (port, server), self.python_client(port) as client:
            got = both_ways(client, data)
            client.settimeout(PATIENCE)
            self.assertEqual(got, data)
            client.unwrap().close()
            self.assertIn("done", server.rest())

    def test_python_that_leaves_our_server_without_a_close_notify(self):
        with self.server("read=eof", "ragged=0") as (port, server):
            with self.python_client(port) as client:
                client.sendall(b"cut")
                client.shutdown(socket.SHUT_WR)  # of the socket; closed at once, it would be a reset
                self.assertIn("EOF occurred in violation of protocol", server.rest())

    def test_a_client_that_stalls_does_not_hold_our_server_for_ever(self):
        # The endpoint's patience is 20 s; what is asserted here is that it speaks no plaintext and no nonsense meanwhile.
        with self.server() as (port, server), socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
            client.sendall(b"\x16\x03\x01")
            client.settimeout(0.3)
            with self.assertRaises(TimeoutError):
                client.recv(1)
            client.close()
            self.assertIn("EOF occurred in violation of protocol", server.rest())


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the server's folder, and ends each connection as TLS wants it."""

    def __init__(self, request, address, server):
        super().__init__(request, address, server, directory=server.directory)

    def log_message(self, *_):
        pass

    def finish(self):
        super().finish()
        with contextlib.suppress(OSError):
            self.connection.unwrap()


def both_ways(connection, data):
    """Sends the data and receives as much, in one thread: two of them on one object are more than Python's ssl can take."""
    connection.setblocking(False)
    rest, got = memoryview(data), bytearray()
    while len(got) < len(data):
        stands = True
        with contextlib.suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
            if rest:
                rest = rest[connection.send(rest):]
                stands = False
        with contextlib.suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
            part = connection.recv(65536)
            if not part:
                break
            got += part
            stands = False
        if stands and not select.select([connection], [], [], PATIENCE)[0]:
            break
    return bytes(got)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
