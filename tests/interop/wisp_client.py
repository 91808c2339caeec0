"""A Wisp client of raw packets, versions 1 and 2, that keeps to the credit it is given."""
import struct
import threading

import websocket

CONNECT, DATA, CONTINUE, CLOSE, INFO = range(1, 6)
TCP, UDP = 1, 2
UDP_EXTENSION, CONFIRMATION = 1, 5
PROTOCOL = "wisp-v2"
SECONDS = websocket.SECONDS


def packet(kind, stream, payload=b""):
    return struct.pack("<BI", kind, stream) + payload


def connect(stream, port, host="127.0.0.1", kind=TCP):
    return packet(CONNECT, stream, struct.pack("<BH", kind, port) + host.encode())


def info(*extensions, major=2, minor=0):
    return packet(INFO, 0, bytes([major, minor]) + b"".join(struct.pack("<BI", name, len(data)) + data for name, data in extensions))


def read_info(payload):
    """The extensions by their ids."""
    found, at = {}, 2
    while at < len(payload):
        name, size = struct.unpack_from("<BI", payload, at)
        found[name] = payload[at + 5:at + 5 + size]
        at += 5 + size
    return found


class Stream:
    def __init__(self, credit):
        self.credit, self.received, self.datagrams = credit, bytearray(), []
        self.confirmed, self.reason = False, None


class Client:
    """Reads on a thread of its own, so that it may be blocked in sending while the other end sends."""

    def __init__(self, port, version=2, extensions=((UDP_EXTENSION, b""),), stray_info=False, **how):
        protocols = how.pop("protocols", (PROTOCOL,) if version == 2 else ())
        self.ws = websocket.WebSocket.connect(port, protocols=protocols, **how)
        self.streams, self.next_id, self.session_close = {}, 1, None
        self.changed, self.reading, self.server = threading.Condition(), threading.Event(), {}
        self.reading.set()
        self.ended, self.failure = False, None
        try:
            self.shake(extensions, stray_info)
        except BaseException:
            self.ws.socket.close()
            raise
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def shake(self, extensions, stray_info):
        first = self.take_packet()
        if first[0] == INFO:
            self.version, self.server = 2, read_info(first[2])
            self.ws.send(info(*extensions))
            first = self.take_packet()
        else:
            self.version = 1
        if first[0] == CLOSE:
            raise ConnectionError(f"CLOSE({first[2][0]:#x}) in the handshake")
        if first[:2] != (CONTINUE, 0):
            raise ConnectionError(f"{first} in the handshake")
        self.credit = struct.unpack("<I", first[2])[0]
        if stray_info:
            self.ws.send(info())

    def take_packet(self):
        message = self.ws.receive()
        if message is None:
            raise ConnectionError(f"closed in the handshake: {self.ws.closed_with}")
        kind, stream = struct.unpack_from("<BI", message)
        return kind, stream, message[5:]

    def read(self):
        try:
            while (message := self.ws.receive()) is not None:
                kind, stream = struct.unpack_from("<BI", message)
                self.take(kind, stream, message[5:])
                self.reading.wait()
        except (OSError, struct.error) as problem:
            self.failure = problem
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def take(self, kind, number, payload):
        with self.changed:
            stream = self.streams.get(number)
            if number == 0 and kind == CLOSE:
                self.session_close = payload[0]
            elif stream and kind == DATA:
                stream.received += payload
                stream.datagrams.append(payload)
            elif stream and kind == CONTINUE:
                stream.credit, stream.confirmed = struct.unpack("<I", payload)[0], True
            elif stream and kind == CLOSE:
                stream.reason = payload[0]
            self.changed.notify_all()

    def wait(self, what, condition):
        """Until the condition holds; an error where the connection ends before, or nothing happens."""
        with self.changed:
            if not self.changed.wait_for(lambda: condition() or self.ended, SECONDS):
                raise TimeoutError(f"{what}: nothing came in {SECONDS} s")
            if not condition():
                raise ConnectionError(f"{what}: the connection ended first: {self.failure or self.ws.closed_with}, CLOSE(0) {self.session_close}")

    def open(self, port, host="127.0.0.1", kind=TCP):
        number, self.next_id = self.next_id, self.next_id + 1
        with self.changed:
            self.streams[number] = Stream(self.credit)
        self.ws.send(connect(number, port, host, kind))
        return number

    def send(self, number, data, chunk=16384):
        stream = self.streams[number]
        for at in range(0, len(data), chunk):
            self.wait("credit", lambda: stream.credit > 0 or stream.reason is not None)
            if stream.reason is not None:
                raise ConnectionError(f"CLOSE({stream.reason:#x}) while sending")
            with self.changed:
                stream.credit -= 1
            self.ws.send(packet(DATA, number, data[at:at + chunk]))

    def send_datagram(self, number, data):
        self.ws.send(packet(DATA, number, data))

    def receive(self, number, size):
        stream = self.streams[number]
        self.wait(f"{size} bytes", lambda: len(stream.received) >= size or stream.reason is not None)
        with self.changed:
            if len(stream.received) < size:
                raise ConnectionError(f"CLOSE({stream.reason:#x}) after {len(stream.received)} of {size} bytes")
            taken = bytes(stream.received[:size])
            del stream.received[:size]
        return taken

    def reason(self, number):
        stream = self.streams[number]
        self.wait("CLOSE", lambda: stream.reason is not None)
        return stream.reason

    def close_stream(self, number, reason=2):
        with self.changed:
            del self.streams[number]
        self.ws.send(packet(CLOSE, number, bytes([reason])))

    def end(self):
        """Waits for the other end to close, and says how it did."""
        self.wait("the end of the connection", lambda: self.ended)
        return self.session_close, self.ws.closed_with

    def close(self):
        self.ws.cut()
        self.reading.set()
        self.thread.join(SECONDS)
        self.ws.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
