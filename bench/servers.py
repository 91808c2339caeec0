"""What stands between the load and the target in bench/run-gateway: ours, stock servers, nothing."""
import os
import pathlib
import re
import sys

sys.path.append(os.fspath(pathlib.Path(__file__).resolve().parents[1] / "tests" / "interop"))
import processes  # noqa: E402


class Way:
    """How the load goes: its name for tunnel_load, the servers' ports, and the processes to look at."""

    def __init__(self, name, way, ports, servers=(), lacks=()):
        self.name, self.way, self.ports, self.servers, self.lacks = name, way, str(ports), tuple(servers), set(lacks)

    def pids(self):
        """The servers and what they have started (websockify: a process for each connection)."""
        found = {server.process.pid for server in self.servers}
        parents = {}
        for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(status.parent.name)] = int(fields[1])
        while more := {child for child, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def processor(self):
        """Seconds of processor time of all of them so far, those included that have ended."""
        total = 0.0
        for pid in self.pids():
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ended = sum(map(int, fields[13:15]))
                running = sum(int((task / "schedstat").read_text().split()[0]) for task in pathlib.Path(f"/proc/{pid}/task").iterdir())
            except OSError:
                continue
            total += running / 1e9 + ended / os.sysconf("SC_CLK_TCK")
        return total

    def memory(self):
        """Bytes resident."""
        total = 0
        for pid in self.pids():
            try:
                total += int(re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) * 1024
            except (OSError, TypeError):
                continue
        return total


def wasmnet(program):
    import socket
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = processes.Server([program, "--host", "127.0.0.1", "--port", port, "--no-policy"], r"(?i)listening", port)
    processes.wait_for_port(server)
    return server


def start(arguments, ports):
    """Every way there is: nothing between first, then ours, then the others'."""
    ways = [Way("plain TCP", "tcp", 0)]
    gateway = processes.gateway(arguments.gateway, "--allow", "127.0.0.0/8")
    ways.append(Way("gateway, Wisp 1", "wisp", gateway.port, [gateway], {"download_stopped"}))
    ways.append(Way("gateway, extension", "extension", gateway.port, [gateway]))
    if arguments.peers:
        for name, server in (("wisp-js", processes.wisp_js(arguments.peers)), ("wisp-python", processes.wisp_python(arguments.peers))):
            ways.append(Way(name, "wisp", server.port, [server], {"download_stopped"}))
        to = dict(zip(("echo", "source", "sink", "stall"), ports.split(",")))
        servers = {target: processes.websockify(arguments.peers, target) for target in to.values()}
        ways.append(Way("websockify", "raw", ",".join(f"{target}:{server.port}" for target, server in servers.items()),
                        servers.values(), {"datagrams", "download_stopped"}))
    if arguments.wasmnet:
        server = wasmnet(arguments.wasmnet)
        ways.append(Way("wasmnet", "wasmnet", server.port, [server], {"download_stopped"}))
    return ways
