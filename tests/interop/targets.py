"""Real targets on the loopback interface: what a gateway connects to."""
import socket
import threading

PATTERN = bytes((i * 131 + (i >> 8) * 7 + (i >> 16)) & 255 for i in range(1 << 18)) * 4 + b"end"


def pattern(size, start=0):
    """Bytes that differ wherever they are displaced."""
    start %= len(PATTERN)
    return (PATTERN[start:] + PATTERN * (size // len(PATTERN) + 1))[:size]


class Tcp:
    """Serves each connection on a thread of its own with `serve(connection)`."""

    def __init__(self, serve, host="127.0.0.1", backlog=256):
        self.serve = serve
        self.listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.listener.bind((host, 0))
        self.listener.listen(backlog)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.run, args=(connection,), daemon=True).start()

    def run(self, connection):
        with connection:
            try:
                self.serve(connection)
            except OSError:
                pass


def echo(connection):
    while data := connection.recv(65536):
        connection.sendall(data)


def source(connection):
    """So many bytes of the pattern as its first eight say, and then the end."""
    wanted = int.from_bytes(connection.recv(8, socket.MSG_WAITALL), "little")
    for at in range(0, wanted, 1 << 20):
        connection.sendall(pattern(min(1 << 20, wanted - at), at))


def resets(connection):
    """Ends with a RST once it has been sent something."""
    connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


class Sink(Tcp):
    """Keeps what it is sent; waits in `go` before it reads."""

    def __init__(self, reads_at_once=True):
        self.received, self.ended, self.go = bytearray(), threading.Event(), threading.Event()
        if reads_at_once:
            self.go.set()
        super().__init__(self.keep)

    def keep(self, connection):
        self.go.wait()
        while data := connection.recv(65536):
            self.received += data
        self.ended.set()


class Udp:
    """Sends every datagram back."""

    def __init__(self, host="127.0.0.1"):
        self.socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            data, sender = self.socket.recvfrom(65536)
            self.socket.sendto(data, sender)


class Full:
    """A listener whose queue is full: the kernel drops every further SYN, so that connecting to it takes until somebody
    loses patience."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.queued = []
        for _ in range(8):
            one = socket.socket()
            one.settimeout(0.2)
            try:
                one.connect(("127.0.0.1", self.port))
            except TimeoutError:
                one.close()
                return
            self.queued.append(one)
        raise RuntimeError("the queue of the listener does not fill up")


def closed_port():
    """A port where nobody listens. It stays bound, so that nobody else gets it."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    return held, held.getsockname()[1]
