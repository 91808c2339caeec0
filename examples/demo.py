#!/usr/bin/env python3
"""The demo's table: every server target against every client target, for both pairs of example programs.

    demo.py [--check] --native BUILD_DIR [--wasi BUILD_DIR --wasmtime PATH] [--tunnel BUILD_DIR]

A cell is "ok" with the time that the client's message took to come back, or what went wrong.
"""
import argparse
import contextlib
import pathlib
import re
import subprocess
import sys
import threading

PAIRS = {
    "IPv4": ("echo_server", "echo_client", "127.0.0.1"),
    "dual stack": ("dual_stack_echo_server", "dual_stack_echo_client", "localhost"),
}
LIMIT = 20  # seconds for one cell: a program that hangs is a failed cell


def targets_of(arguments, gateways):
    """Each target's name, and how to run one of its example programs."""
    targets = {"native": lambda program: [str(pathlib.Path(arguments.native) / "examples" / program)]}
    if arguments.wasi:
        targets["wasi"] = lambda program: [
            arguments.wasmtime, "run", "-S", "inherit-network=y,allow-ip-name-lookup=y",
            str(wasm_file(arguments.wasi, program))]
    if arguments.tunnel:
        # Its programs have no network but what the gateway opens them.
        url = gateways.enter_context(gateway(arguments.tunnel))
        targets["tunnel"] = lambda program: [
            "env", f"SAMESOCK_GATEWAY={url}", str(pathlib.Path(arguments.tunnel) / "examples" / program)]
    return targets


@contextlib.contextmanager
def gateway(build):
    """The URL of a gateway that lets programs listen and connect on this machine alone."""
    rules = [word for address in ("127.0.0.0/8", "[::1]") for word in ("--allow", address, "--allow-listen", address)]
    process = start([str(pathlib.Path(build) / "native" / "gateway" / "samesock-gateway"), "--listen", "127.0.0.1:0", *rules])
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            found = re.search(r"listening on (ws://\S+)", line)
            if found:
                break
        else:
            raise SystemExit("the gateway did not start: " + "".join(said))
        threading.Thread(target=process.stdout.read, daemon=True).start()  # its log
        yield found[1]
    finally:
        process.terminate()
        process.wait()


def wasm_file(build, program):
    path = pathlib.Path(build) / "examples" / program
    return path if path.exists() else path.with_suffix(".wasm")


def start(command):
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def port_of(server):
    """The port that the server says it listens on, after its first line of output."""
    line = server.stdout.readline()
    found = re.match(r"Listening on \('.*', (\d+)", line)
    if not found:
        raise RuntimeError("server: " + (line + server.stdout.read()).strip())
    return found.group(1)


def round_trip(run_server, run_client, pair):
    """Milliseconds of the client's round trip. Raises RuntimeError with what went wrong."""
    server_program, client_program, host = PAIRS[pair]
    server = start(run_server(server_program) + ["", "0"])
    watchdog = threading.Timer(LIMIT, server.kill)
    watchdog.start()
    try:
        client = start(run_client(client_program) + [host, port_of(server)])
        said = client.communicate(timeout=LIMIT)[0].strip()
        found = re.fullmatch(r"Received b'Hello, world' after ([0-9.e+-]+) ms", said)
        if client.returncode != 0 or not found:
            raise RuntimeError("client: " + (said or f"exit status {client.returncode}"))
        server.communicate(timeout=LIMIT)
        if server.returncode != 0:
            raise RuntimeError(f"server: exit status {server.returncode}")
        return float(found.group(1))
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"no answer after {LIMIT} s") from None
    finally:
        watchdog.cancel()
        for process in (server, locals().get("client")):
            if process and process.poll() is None:
                process.kill()
            if process:
                process.wait()
                process.stdout.close()


def cell(targets, server, client, pair, failures):
    try:
        return f"ok {round_trip(targets[server], targets[client], pair):.2f} ms"
    except RuntimeError as problem:
        failures.append(f"{pair}, {server} server, {client} client: {problem}")
        return "FAILED"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit with an error if a cell fails")
    parser.add_argument("--native", required=True, metavar="BUILD_DIR")
    parser.add_argument("--wasi", metavar="BUILD_DIR")
    parser.add_argument("--wasmtime", default="wasmtime", metavar="PATH")
    parser.add_argument("--tunnel", metavar="BUILD_DIR")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as gateways:
        failures = run(targets_of(arguments, gateways))
    return 1 if failures and arguments.check else 0


def run(targets):
    """What has failed of the table that is printed."""
    failures = []
    width = 16
    for pair in PAIRS:
        print(f"\n{pair}: {PAIRS[pair][0]} and {PAIRS[pair][1]}")
        print("server \\ client".ljust(width) + "".join(name.ljust(width) for name in targets))
        for server in targets:
            print(server.ljust(width), end="", flush=True)
            for client in targets:
                print(cell(targets, server, client, pair, failures).ljust(width), end="", flush=True)
            print()
    print()
    for failure in failures:
        print("failed:", failure)
    if not failures:
        print("Every cell: the client's message went to the server and came back.")
    return failures


if __name__ == "__main__":
    sys.exit(main())
