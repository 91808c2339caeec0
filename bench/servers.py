"""What stands between the load and the target in bench/run-gateway: ours, stock servers, nothing."""
import os
import pathlib
import re
import socket
import sys

sys.path.append(os.fspath(pathlib.Path(__file__).resolve().parents[1] / "tests" / "interop"))
import processes  # noqa: E402


class Way:
    """How the load goes: its name for tunnel_load, the servers' ports, and the processes to look at. `make` starts the
    servers, and gives the ports and them."""

    def __init__(self, name, way, make, lacks=()):
        self.name, self.way, self.make, self.lacks = name, way, make, set(lacks)
        self.ports, self.servers = make()

    def renew(self):
        """Servers that nothing has happened to yet."""
        self.stop()
        self.ports, self.servers = self.make()

    def stop(self):
        for server in self.servers:
            server.stop()

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
        return sum(map(processor_of, self.pids()))

    def memory(self):
        """Bytes resident."""
        total = 0
        for pid in self.pids():
            try:
                total += int(re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) * 1024
            except (OSError, TypeError):
                continue
        return total


def processor_of(pid):
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ended = sum(map(int, fields[13:15]))
        running = sum(int((task / "schedstat").read_text().split()[0]) for task in pathlib.Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return 0.0
    return running / 1e9 + ended / os.sysconf("SC_CLK_TCK")


def wasmnet(program):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = processes.Server([program, "--host", "127.0.0.1", "--port", port, "--no-policy"], r"(?i)listening", port)
    processes.wait_for_port(server)
    return server


def alone(start, *arguments):
    """One server for all ports of the target."""
    def make():
        server = start(*arguments)
        return str(server.port), [server]
    return make


def one_for_each(peers, ports):
    def make():
        servers = {target: processes.websockify(peers, target) for target in ports.split(",")[:4]}
        return ",".join(f"{target}:{server.port}" for target, server in servers.items()), list(servers.values())
    return make


def start(arguments, ports):
    """Every way there is: nothing between first, then ours, then the others'."""
    gateway = alone(processes.gateway, arguments.gateway, "--allow", "127.0.0.0/8")
    ways = [Way("plain TCP", "tcp", lambda: ("0", [])),
            Way("gateway, Wisp 1", "wisp", gateway, {"download_stopped"}), Way("gateway, extension", "extension", gateway),
            Way("gateway, Wisp 1, our session", "session", gateway, {"download_stopped"})]
    if arguments.peers:
        ways += [Way("wisp-js", "wisp", alone(processes.wisp_js, arguments.peers), {"download_stopped"}),
                 Way("wisp-python", "wisp", alone(processes.wisp_python, arguments.peers), {"download_stopped"}),
                 Way("websockify", "raw", one_for_each(arguments.peers, ports), {"datagrams", "download_stopped"})]
    if arguments.wasmnet:
        ways.append(Way("wasmnet", "wasmnet", alone(wasmnet, arguments.wasmnet), {"download_stopped"}))
    return ways
