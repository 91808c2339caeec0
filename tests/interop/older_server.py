"""A Wisp server of the order that epoxy-server had: CONTINUE first, then INFO, and no subprotocol comes back. It is of version 1
to whoever takes the first packet for what it says. Real sockets behind it."""
import socket
import struct
import threading

import targets
import websocket
import wisp_client as wisp

CREDIT = 64


class OlderServer:
    def __init__(self, echo_protocol=False):
        self.echo_protocol = echo_protocol
        self.listener = targets.Tcp(self.serve)
        self.port = self.listener.port

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}/"

    def serve(self, connection):
        ws = websocket.WebSocket.accept(connection, self.echo_protocol)
        connection.settimeout(None)
        lock, streams = threading.Lock(), {}

        def send(message):
            with lock:
                ws.send(message)

        send(wisp.packet(wisp.CONTINUE, 0, struct.pack("<I", CREDIT)))
        send(wisp.info((wisp.UDP_EXTENSION, b"")))
        while (message := ws.receive()) is not None:
            kind, number = struct.unpack_from("<BI", message)
            if kind == wisp.CONNECT:
                self.open(streams, number, message[5:], send)
            elif kind == wisp.DATA and number in streams:
                streams[number].sendall(message[5:])
                send(wisp.packet(wisp.CONTINUE, number, struct.pack("<I", CREDIT)))
            elif kind == wisp.CLOSE and number in streams:
                streams.pop(number).close()

    def open(self, streams, number, payload, send):
        kind, port = struct.unpack_from("<BH", payload)
        try:
            streams[number] = target = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == wisp.UDP else socket.SOCK_STREAM)
            target.connect((payload[3:].decode(), port))
        except OSError:
            send(wisp.packet(wisp.CLOSE, number, b"\x44"))
            return
        threading.Thread(target=self.pump, args=(number, target, send), daemon=True).start()

    def pump(self, number, target, send):
        try:
            while data := target.recv(65536):
                send(wisp.packet(wisp.DATA, number, data))
            send(wisp.packet(wisp.CLOSE, number, b"\2"))
        except OSError:
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.listener.close()
