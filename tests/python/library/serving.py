"""A server of a test in a thread, on a port of its own, that answers one connection after another."""
import contextlib
import socket
import threading

SECONDS = 20  # for anything that waits


@contextlib.contextmanager
def serving(answer):
    """Calls answer(connection) for each connection; gives the address. An exception of the server's is the test's."""
    failures = []

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(SECONDS)
                try:
                    answer(connection)
                except Exception as failure:
                    failures.append(failure)

    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield address
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(SECONDS)
        listener.close()
    if thread.is_alive() or failures:
        raise failures[0] if failures else TimeoutError("the server of the test goes on")


@contextlib.contextmanager
def running(server):
    """A socketserver.BaseServer in a thread; gives its address."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address
        finally:
            server.shutdown()
            thread.join(SECONDS)
