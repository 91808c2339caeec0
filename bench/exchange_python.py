"""What run-python measures, over a loopback TCP pair of whichever _socket is in force. Prints nanoseconds, but for `calls`.

    exchange_python.py ping_pong|bulk blocking|timeout COUNT
    exchange_python.py calls blocking|timeout SEND RECV RECV_INTO SENDALL    so many calls of each, for counting
"""
import os
import socket
import sys
import time

SMALL, LARGE = 64, 1 << 20
TIMEOUT = {"blocking": None, "timeout": 30.0}


def connected(mode):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    for s in (client, server):
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        s.settimeout(TIMEOUT[mode])
    return client, server


def ping_pong(client, server, count):
    """Both ends in one thread: four calls of the module a round, and no switch to another process."""
    message, answer = b"x" * SMALL, bytearray(SMALL)
    start = time.perf_counter_ns()
    for _ in range(count):
        client.sendall(message)
        server.recv(SMALL)
        server.send(message)
        client.recv_into(answer)
    return time.perf_counter_ns() - start


def bulk(client, server, count):
    """A second process, which sends; it is told that all has come."""
    if os.fork() == 0:
        server.close()
        block = b"x" * LARGE
        for _ in range(count):
            client.sendall(block)
        client.recv(1)
        os._exit(0)
    client.close()
    view = memoryview(bytearray(LARGE))
    start = time.perf_counter_ns()
    for _ in range(count):
        rest = view
        while rest:
            rest = rest[server.recv_into(rest):]
    passed = time.perf_counter_ns() - start
    server.sendall(b".")
    os.wait()
    return passed


def calls(client, server, send, recv, recv_into, sendall):
    view = bytearray(1)
    for _ in range(send):
        client.send(b"x")
    for _ in range(sendall):
        client.sendall(b"x")
    server.sendall(b"x" * (recv + recv_into))
    for _ in range(recv):
        client.recv(1)
    for _ in range(recv_into):
        client.recv_into(view)


what, mode, *counts = sys.argv[1:]
passed = globals()[what](*connected(mode), *map(int, counts))
if passed is not None:
    print(passed)
