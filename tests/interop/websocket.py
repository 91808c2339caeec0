"""WebSocket frames over a plain socket, either end, with nothing but the standard library: so that a test decides what
goes out byte by byte, which no library lets it."""
import base64
import hashlib
import os
import socket
import struct

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
SECONDS = 20  # for one call: what takes longer hangs


class Refused(Exception):
    """The upgrade was answered with another status than 101."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status = status


def masked(data, key):
    """The same call puts a mask on and takes it off."""
    size = len(data)
    mask = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "little") ^ int.from_bytes(mask, "little")).to_bytes(size, "little")


def frame(payload, opcode=BINARY, mask=True, final=True):
    size = len(payload)
    head = bytes([opcode | (0x80 if final else 0)])
    bit = 0x80 if mask else 0
    if size < 126:
        head += bytes([size | bit])
    elif size < 65536:
        head += struct.pack(">BH", 126 | bit, size)
    else:
        head += struct.pack(">BQ", 127 | bit, size)
    if not mask:
        return head + payload
    key = os.urandom(4)
    return head + key + masked(payload, key)


class WebSocket:
    """One end of an open WebSocket. receive() gives a message, or None at its end; `closed_with` is why then."""

    def __init__(self, connected, is_client, headers, left=b""):
        self.socket, self.is_client, self.headers, self.left = connected, is_client, headers, bytearray(left)
        self.closed_with = None
        connected.settimeout(SECONDS)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @classmethod
    def connect(cls, port, path="/", protocols=(), headers=(), host="127.0.0.1", authority=None,
                receive_buffer=None):
        connected = socket.socket()
        connected.settimeout(SECONDS)
        if receive_buffer:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connected.connect((host, port))
        key = base64.b64encode(os.urandom(16))
        lines = [f"GET {path} HTTP/1.1", f"Host: {authority or f'{host}:{port}'}", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key.decode()}", *headers]
        if protocols:
            lines.append("Sec-WebSocket-Protocol: " + ", ".join(protocols))
        connected.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        status, answered, left = read_head(connected)
        code = int(status.split()[1])
        if code != 101:
            connected.settimeout(1)
            connected.close()
            raise Refused(code, left.decode(errors="replace"))
        wanted = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
        if answered.get("sec-websocket-accept") != wanted:
            raise Refused(code, "Sec-WebSocket-Accept is wrong")
        return cls(connected, True, answered, left)

    @classmethod
    def accept(cls, connected, echo_protocol=True):
        """The server's end of a connection that was just accepted."""
        connected.settimeout(SECONDS)
        _, asked, left = read_head(connected)
        key = asked["sec-websocket-key"].encode()
        lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Accept: " + base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()]
        offered = asked.get("sec-websocket-protocol", "")
        if offered and echo_protocol:
            lines.append("Sec-WebSocket-Protocol: " + offered.split(",")[0].strip())
        connected.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return cls(connected, False, asked, left)

    def send(self, payload, opcode=BINARY, final=True):
        self.socket.sendall(frame(payload, opcode, self.is_client, final))

    def receive(self):
        message = b""
        while True:
            head = self.take(2)
            if head is None:
                return None
            opcode, size, is_masked = head[0] & 15, head[1] & 127, head[1] & 128
            if size == 126:
                size = struct.unpack(">H", self.must_take(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.must_take(8))[0]
            key = self.must_take(4) if is_masked else None
            payload = self.must_take(size)
            if key:
                payload = masked(payload, key)
            if opcode == PING:
                self.send(payload, PONG)
            elif opcode == CLOSE:
                code = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
                self.closed_with = (code, payload[2:].decode(errors="replace"))
                return None
            elif opcode != PONG:
                message += payload
                if head[0] & 0x80:
                    return message

    def answer_pings(self):
        """Those that have come, while nobody waits for a message."""
        self.socket.setblocking(False)
        try:
            self.left += self.socket.recv(4096)
        except BlockingIOError:
            pass
        self.socket.settimeout(SECONDS)
        while len(self.left) >= 2 and self.left[0] & 15 == PING and len(self.left) >= 2 + self.left[1]:
            size = self.left[1]
            self.send(bytes(self.left[2:2 + size]), PONG)
            del self.left[:2 + size]

    def take(self, size):
        """So many bytes; None where the connection has ended before the first of them."""
        while len(self.left) < size:
            try:
                got = self.socket.recv(262144)
            except ConnectionResetError:
                got = b""
            if not got:
                self.closed_with = self.closed_with or (1006, "the connection was cut")
                return None
            self.left += got
        taken = bytes(self.left[:size])
        del self.left[:size]
        return taken

    def must_take(self, size):
        taken = self.take(size)
        if taken is None:
            raise ConnectionError("the connection was cut in the middle of a frame")
        return taken

    def close(self):
        try:
            self.send(struct.pack(">H", 1000), CLOSE)
        except OSError:
            pass
        self.socket.close()

    def cut(self):
        """Without a word. A thread that reads wakes up; the number stays taken until it has."""
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def read_head(connected):
    """The first line, the headers by lower-case name, and what came behind them."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = connected.recv(4096)
        if not more:
            raise ConnectionError("no answer to the upgrade: " + got.decode(errors="replace"))
        got += more
    head, left = got.split(b"\r\n\r\n", 1)
    lines = head.decode("latin-1").split("\r\n")
    return lines[0], {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:] if ":" in line)}, left
