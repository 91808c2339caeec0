"""The exchanges over CPython's own socket module. Usage as exchange.hpp says."""
import socket
import sys
import time

SMALL, LARGE = 64, 1 << 20
host, port, what, count = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
s = socket.create_connection((host, port))
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def receive_exactly(view):
    while view:
        got = s.recv_into(view)
        if got == 0:
            sys.exit(1)
        view = view[got:]


s.sendall(b"%c%010d" % (ord(what[0]), count))
start = time.perf_counter_ns()
if what == "ping_pong":
    message, answer = b"x" * SMALL, memoryview(bytearray(SMALL))
    for _ in range(count):
        s.sendall(message)
        receive_exactly(answer)
elif what == "upload":
    block = b"x" * LARGE
    for _ in range(count):
        s.sendall(block)
    receive_exactly(memoryview(bytearray(1)))
else:
    block = memoryview(bytearray(LARGE))
    for _ in range(count):
        receive_exactly(block)
print(time.perf_counter_ns() - start)
