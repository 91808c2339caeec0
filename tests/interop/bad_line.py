"""A TCP line between a client and a server that delays, splits, cuts, falls silent, or changes a byte."""
import random
import socket
import struct
import threading
import time

RESET = struct.pack("ii", 1, 0)


class Fault:
    """What happens to the bytes of one direction. send() forwards them, or raises ConnectionError to cut the line."""

    def send(self, to, data):
        to.sendall(data)


class Split(Fault):
    """Pieces of a few bytes at first, which falls into every header, then of any size."""

    def __init__(self, seed):
        self.random, self.small = random.Random(seed), 4000

    def send(self, to, data):
        at = 0
        while at < len(data):
            size = self.random.randint(1, 9 if self.small > 0 else 3000)
            to.sendall(data[at:at + size])
            at += size
            self.small -= size


class Delay(Fault):
    def __init__(self, seed):
        self.random = random.Random(seed)

    def send(self, to, data):
        time.sleep(self.random.random() * 0.01)
        to.sendall(data)


class Cut(Fault):
    """The line is gone after so many bytes."""

    def __init__(self, after):
        self.left = after

    def send(self, to, data):
        to.sendall(data[:self.left])
        self.left -= len(data)
        if self.left <= 0:
            raise ConnectionError("cut")


class Silence(Cut):
    """After so many bytes nothing arrives any more, and nobody is told."""

    def send(self, to, data):
        if self.left > 0:
            to.sendall(data[:self.left])
        self.left -= len(data)


class Corrupt(Fault):
    """One bit of the byte at this place is another."""

    def __init__(self, at, bit=0):
        self.at, self.bit = at, bit

    def send(self, to, data):
        if 0 <= self.at < len(data):
            data = bytearray(data)
            data[self.at] ^= 1 << self.bit
        self.at -= len(data)
        to.sendall(data)


class Line:
    """Listens, and connects each client to the server through a pair of faults that `make` gives: to the server, from it."""

    def __init__(self, server_port, make):
        self.server_port, self.make = server_port, make
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        self.open, self.threads = [], []
        self.count = 0  # of the clients that came
        self.accepting = threading.Thread(target=self.accept, daemon=True)
        self.accepting.start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.server_port))
            self.open += [client, server]
            self.count += 1
            to_server, to_client = self.make()
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for source, sink, fault in ((client, server, to_server), (server, client, to_client)):
                thread = threading.Thread(target=self.forward, args=(source, sink, fault), daemon=True)
                thread.start()
                self.threads.append(thread)

    def forward(self, source, sink, fault):
        try:
            while data := source.recv(65536):
                fault.send(sink, data)
            sink.shutdown(socket.SHUT_WR)
        except (OSError, ConnectionError):
            self.cut(source, sink)

    def cut(self, *both):
        """Both ends see it at once. The numbers stay taken until the line is closed, which resets what is left."""
        for one in both:
            try:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        # A thread that sleeps in accept() is woken by this, and not by close().
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.accepting.join()
        self.cut(*self.open)
        for thread in self.threads:
            thread.join()
        for one in self.open:
            one.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
