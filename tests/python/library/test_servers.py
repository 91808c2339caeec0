"""http.client and http.server, socketserver of each kind, xmlrpc, selectors."""
import http.client
import http.server
import selectors
import socket
import socketserver
import tempfile
import unittest
import urllib.request
import xmlrpc.client
import xmlrpc.server

from library.serving import SECONDS, running


class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-From", "%s:%d" % self.client_address)
        self.end_headers()
        self.wfile.write(body[::-1])

    def do_GET(self):
        self.send_error(404)

    def log_message(self, *_):
        pass


class Http(unittest.TestCase):
    def test_two_requests_on_one_connection(self):
        with running(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)) as address:
            client = http.client.HTTPConnection(*address, timeout=SECONDS)
            for size in (10, 1 << 20):
                body = bytes(range(256)) * (size // 256 + 1)
                client.request("POST", "/", body)
                with client.getresponse() as response:
                    self.assertEqual(response.getheader("X-From"), "%s:%d" % client.sock.getsockname())
                    self.assertEqual((response.status, response.read()), (200, body[::-1]))
            client.request("GET", "/nothing")
            with client.getresponse() as response:
                self.assertEqual(response.status, 404)
            client.close()

    def test_urllib_fetches(self):
        with running(http.server.HTTPServer(("127.0.0.1", 0), Pages)) as address:
            with urllib.request.urlopen("http://%s:%d/" % address, b"straight", timeout=SECONDS) as response:
                self.assertEqual(response.read(), b"thgiarts")


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class UpperDatagram(socketserver.BaseRequestHandler):
    def handle(self):
        data, server = self.request
        server.sendto(data.upper(), self.client_address)


class Socketserver(unittest.TestCase):
    def lines(self, s, address):
        with s:
            s.settimeout(SECONDS)
            s.connect(address)
            with s.makefile("rwb") as file:
                for line in (b"one\n", b"two\n"):
                    file.write(line)
                    file.flush()
                    self.assertEqual(file.readline(), line.upper())

    def test_tcp(self):
        for kind in (socketserver.TCPServer, socketserver.ThreadingTCPServer):
            with self.subTest(kind.__name__), running(kind(("127.0.0.1", 0), Upper)) as address:
                self.lines(socket.socket(), address)

    def test_unix(self):
        with tempfile.TemporaryDirectory() as folder:
            with running(socketserver.ThreadingUnixStreamServer(folder + "/s", Upper)) as address:
                self.lines(socket.socket(socket.AF_UNIX), address)

    def test_udp(self):
        with running(socketserver.UDPServer(("127.0.0.1", 0), UpperDatagram)) as address:
            with socket.socket(type=socket.SOCK_DGRAM) as s:
                s.settimeout(SECONDS)
                s.sendto(b"datagram", address)
                self.assertEqual(s.recvfrom(64), (b"DATAGRAM", address))


class Xmlrpc(unittest.TestCase):
    def test_calls_and_faults(self):
        server = xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False, allow_none=True)
        server.register_function(divmod)
        with running(server) as address, xmlrpc.client.ServerProxy("http://%s:%d" % address) as proxy:
            self.assertEqual(proxy.divmod(17, 5), [3, 2])
            with self.assertRaisesRegex(xmlrpc.client.Fault, "ZeroDivisionError"):
                proxy.divmod(1, 0)


class Selectors(unittest.TestCase):
    KINDS = [getattr(selectors, name) for name in ("SelectSelector", "PollSelector", "EpollSelector") if hasattr(selectors, name)]

    def test_an_echo_server_in_one_thread(self):
        for kind in self.KINDS:
            with self.subTest(kind.__name__), kind() as selector, socket.create_server(("127.0.0.1", 0)) as listener:
                listener.setblocking(False)
                selector.register(listener, selectors.EVENT_READ)
                clients = [socket.create_connection(listener.getsockname(), SECONDS) for _ in range(20)]
                for number, client in enumerate(clients):
                    client.sendall(b"from %d" % number)
                self.echo(selector, listener, len(clients))
                for number, client in enumerate(clients):
                    self.assertEqual(client.recv(64), b"from %d" % number)
                    client.close()

    def echo(self, selector, listener, expected):
        served = 0
        while served < expected:
            ready = selector.select(SECONDS)
            self.assertTrue(ready)
            for key, _ in ready:
                if key.fileobj is listener:
                    connection, _ = listener.accept()
                    connection.setblocking(False)
                    selector.register(connection, selectors.EVENT_READ)
                else:
                    key.fileobj.sendall(key.fileobj.recv(64))
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
                    served += 1
