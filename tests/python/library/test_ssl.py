"""ssl: a handshake, data both ways and an orderly end, blocking and with asyncio, against a certificate made for the run."""
import asyncio
import contextlib
import os
import socket
import ssl
import subprocess
import tempfile
import unittest

from library.serving import SECONDS, serving


def make_certificate(path):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", path, "-out", path + ".crt"],
                   check=True, capture_output=True)
    with open(path, "ab") as both, open(path + ".crt", "rb") as certificate:
        both.write(certificate.read())


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        path = os.path.join(folder, "server.pem")
        make_certificate(path)
        cls.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cls.server.load_cert_chain(path)
        cls.client = ssl.create_default_context(cafile=path + ".crt")

    def answer(self, connection):
        with self.server.wrap_socket(connection, server_side=True) as secured:
            while data := secured.recv(65536):
                secured.sendall(data[::-1])
            secured.unwrap().close()

    def answer_until_cut(self, connection):
        """For clients that end without a word."""
        with contextlib.suppress(ssl.SSLError, ConnectionError):
            self.answer(connection)

    def test_a_megabyte_comes_back(self):
        sent = os.urandom(1 << 20)
        with serving(self.answer) as address, socket.create_connection(address, SECONDS) as plain:
            with self.client.wrap_socket(plain, server_hostname="localhost") as s:
                self.assertEqual(s.version(), "TLSv1.3")
                for start in range(0, len(sent), 16384):
                    block, back = sent[start:start + 16384], b""
                    s.sendall(block)
                    while len(back) < len(block):
                        back += s.recv(65536)
                    self.assertEqual(back, block[::-1])
                s.unwrap().close()

    def test_a_name_that_is_not_in_the_certificate_is_refused(self):
        with serving(self.answer_until_cut) as address, socket.create_connection(address, SECONDS) as plain:
            with self.assertRaises(ssl.SSLCertVerificationError):
                self.client.wrap_socket(plain, server_hostname="elsewhere.example")

    def test_reading_times_out(self):
        with serving(self.answer_until_cut) as address, socket.create_connection(address, SECONDS) as plain:
            with self.client.wrap_socket(plain, server_hostname="localhost") as s:
                s.settimeout(0.05)
                with self.assertRaisesRegex(TimeoutError, "timed out"):
                    s.recv(1)

    def test_non_blocking_wants_to_read(self):
        with serving(self.answer_until_cut) as address, socket.create_connection(address, SECONDS) as plain:
            with self.client.wrap_socket(plain, server_hostname="localhost") as s:
                s.setblocking(False)
                with self.assertRaises(ssl.SSLWantReadError):
                    s.recv(1)

    def test_asyncio_speaks_it(self):
        async def exchange(address):
            reader, writer = await asyncio.open_connection(*address, ssl=self.client, server_hostname="localhost")
            writer.write(b"over asyncio")
            answer = await asyncio.wait_for(reader.readexactly(12), SECONDS)
            writer.close()
            await writer.wait_closed()
            return answer
        with serving(self.answer_until_cut) as address:
            self.assertEqual(asyncio.run(exchange(address)), b"oicnysa revo")
