"""Programs under test and their stock peers, as processes: started on a port of their own, read, ended."""
import collections
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 20  # to start, and to end


class Server:
    """A process that says on which port it listens, in words of which `ready` has the port as its group."""

    def __init__(self, command, ready, port=None, **how):
        self.lines, self.port, self.started = collections.deque(maxlen=200), port, threading.Event()
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True, **how)
        self.reader = threading.Thread(target=self.read, args=(re.compile(ready),), daemon=True)
        self.reader.start()
        if not self.started.wait(SECONDS) or self.port is None:
            self.stop()
            raise RuntimeError(f"{command[0]} did not start: {self.output()}")

    def read(self, ready):
        for line in self.process.stdout:
            self.lines.append(line)
            found = ready.search(line)
            if found and not self.started.is_set():
                if found.groups():
                    self.port = int(found[1])
                self.started.set()
        self.started.set()

    def output(self):
        return "".join(list(self.lines)[-40:])

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}/"

    def is_alive(self):
        return self.process.poll() is None

    def memory(self):
        """Bytes that are resident."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        """The exit status. SIGKILL where SIGTERM does not end it: that is a status of -9 then."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                pass
        try:  # what it started is in its group
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.reader.join(SECONDS)
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def gateway(program, *options):
    return Server([program, "--listen", "127.0.0.1:0", *options], r"listening on ws://127\.0\.0\.1:(\d+)/")


def wisp_js(peers, node="node"):
    return Server([node, HERE / "wisp_js_server.mjs", peers], r"listening on (\d+)")


def wisp_python(peers):
    # Its port is shared with this socket, which holds it: the number is nobody else's.
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind(("127.0.0.1", 0))
    port = held.getsockname()[1]
    server = Server([sys.executable, "-u", "-m", "wisp.server", "--port", port, "--threads", 1, "--allow-loopback", "--allow-private",
                     "--log-level", "info"], r"running using 1 threads", port,
                    cwd="/", env={**os.environ, "PYTHONPATH": str(pathlib.Path(peers) / "wisp-python")})
    server.held = held
    wait_for_port(server)
    return server


def websockify(peers, target):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server([sys.executable, "-u", "-m", "websockify", f"127.0.0.1:{port}", f"127.0.0.1:{target}"], r"proxying from", port,
                    cwd="/", env={**os.environ, "PYTHONPATH": str(pathlib.Path(peers) / "websockify")})
    wait_for_port(server)
    return server


def wait_for_port(server):
    """Some say that they listen before they do."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", server.port)).close()
            return
        except ConnectionRefusedError:
            if not server.is_alive() or time.monotonic() > until:
                server.stop()
                raise RuntimeError(f"nothing listens on {server.port}: {server.output()}") from None
            time.sleep(0.02)
