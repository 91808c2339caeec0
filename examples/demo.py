#!/usr/bin/env python3
"""The demo's table: every server target against every client target, for both pairs of example programs; and the page.

    demo.py [--check] [--tls] [--native BUILD_DIR] [--windows BUILD_DIR] [--wasi BUILD_DIR --wasmtime PATH]
            [--tunnel BUILD_DIR [--web BUILD_DIR]]

With --tls there is a table of the pair under TLS as well, whose certificate openssl makes meanwhile.

A cell is "ok" with the time that the client's message took to come back, or what went wrong. In the end the page of the
web build is open in headless Chromium, and its HTTP server may be asked; --check asks it once.
"""
import argparse
import contextlib
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import urllib.request

PAIRS = {
    "IPv4": ("echo_server", "echo_client", "127.0.0.1"),
    "dual stack": ("dual_stack_echo_server", "dual_stack_echo_client", "localhost"),
}
TLS = ("tls_echo_server", "tls_echo_client", "127.0.0.1")
HERE = pathlib.Path(__file__).resolve().parent
LIMIT = 20  # seconds for one cell: a program that hangs is a failed cell


def targets_of(arguments, gateways):
    """Each target's name, and how to run one of its example programs."""
    targets = {}
    if arguments.native:
        targets["native"] = lambda program: [str(pathlib.Path(arguments.native) / "examples" / program)]
    if arguments.windows:
        wine = ["sh", str(HERE.parent / "cmake" / "toolchains" / "windows-run")]
        subprocess.run([*wine, "--server", "-p60"], check=False)  # waits for the next program, and ends by itself
        targets["windows"] = lambda program: [*wine, str(pathlib.Path(arguments.windows) / "examples" / f"{program}.exe")]
    if arguments.wasi:
        targets["wasi"] = lambda program: [
            arguments.wasmtime, "run", "-S", "inherit-network=y,allow-ip-name-lookup=y",
            str(wasm_file(arguments.wasi, program))]
    if arguments.tunnel:
        # Its programs have no network but what the gateway opens them.
        url = arguments.gateway = gateways.enter_context(gateway(arguments.tunnel, arguments.web))
        through = ["env", f"SAMESOCK_GATEWAY={url}"]
        targets["tunnel"] = lambda program: through + [str(pathlib.Path(arguments.tunnel) / "examples" / program)]
    if arguments.web:
        targets["node"] = lambda program: through + [
            "sh", str(HERE.parent / "cmake" / "toolchains" / "browser-run"), "jspi",
            str(pathlib.Path(arguments.web) / "examples" / f"{program}.js")]
        port = gateways.enter_context(script("programs.mjs", "serve", page_of(url)))[0].removeprefix("port ")
        targets["browser"] = lambda program: ["node", str(HERE / "tab" / "programs.mjs"), "run", port, program]
    return targets


def page_of(gateway_url):
    return gateway_url.replace("ws:", "http:")


@contextlib.contextmanager
def script(name, *words):
    """A script of tab/ that runs meanwhile: its first line of output, and the process."""
    process = subprocess.Popen(["node", str(HERE / "tab" / name), *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline().strip()
        if not line:
            raise SystemExit(f"{name} did not start")
        yield line, process
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def gateway(build, web):
    """The URL of a gateway that lets programs listen and connect on this machine alone; it serves the page, too."""
    rules = [word for address in ("127.0.0.0/8", "[::1]") for word in ("--allow", address, "--allow-listen", address)]
    page = ["--static", str(pathlib.Path(web) / "package")] if web else []
    process = start([str(pathlib.Path(build) / "native" / "gateway" / "samesock-gateway"), "--listen", "127.0.0.1:0", *page, *rules])
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


def certificate():
    """What the server of the pair under TLS takes besides, and what its client does: texts, since a page has no files."""
    with tempfile.TemporaryDirectory() as name:
        key, own = pathlib.Path(name) / "key", pathlib.Path(name) / "own"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", "/CN=the demo's server", "-addext", "subjectAltName=IP:127.0.0.1", "-addext",
                        "keyUsage=critical,digitalSignature,keyCertSign", "-keyout", key, "-out", own], check=True, capture_output=True)
        return [own.read_text(), key.read_text()], [own.read_text()]


def round_trip(run_server, run_client, programs, words=((), ())):
    """Milliseconds of the client's round trip. Raises RuntimeError with what went wrong."""
    server_program, client_program, host = programs
    server = start([*run_server(server_program), "", "0", *words[0]])
    watchdog = threading.Timer(LIMIT, server.kill)
    watchdog.start()
    try:
        client = start([*run_client(client_program), host, port_of(server), *words[1]])
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


def cell(targets, server, client, pair, how, failures):
    try:
        return f"ok {round_trip(targets[server], targets[client], *how):.2f} ms"
    except RuntimeError as problem:
        failures.append(f"{pair}, {server} server, {client} client: {problem}")
        return "FAILED"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit with an error if a cell fails")
    parser.add_argument("--tls", action="store_true", help="the pair under TLS too; every build has to be one with TLS")
    parser.add_argument("--native", metavar="BUILD_DIR")
    parser.add_argument("--windows", metavar="BUILD_DIR", help="its programs run under Wine")
    parser.add_argument("--wasi", metavar="BUILD_DIR")
    parser.add_argument("--wasmtime", default="wasmtime", metavar="PATH")
    parser.add_argument("--tunnel", metavar="BUILD_DIR")
    parser.add_argument("--web", metavar="BUILD_DIR")
    arguments = parser.parse_args()
    if arguments.web and not arguments.tunnel:
        parser.error("--web needs the gateway of --tunnel")
    with contextlib.ExitStack() as running:
        targets = targets_of(arguments, running)
        if not targets:
            parser.error("no target to run: name a build")
        pairs = {pair: [programs] for pair, programs in PAIRS.items()}
        if arguments.tls:
            pairs["TLS"] = [TLS, certificate()]
        failures = run(targets, pairs)
        if arguments.web:
            show_page(page_of(arguments.gateway), arguments.check, failures)
    return 1 if failures and arguments.check else 0


def show_page(url, checks, failures):
    """The page's server, C++ in a tab, and each request that the page shows. With `checks`, one."""
    with script("page.mjs", url) as (command, process):
        print(f"\nAn HTTP server in C++ lives in a tab of headless Chromium now. Ask it from another terminal:\n\n    {command}\n")
        if checks:
            answer = urllib.request.urlopen(command.removeprefix("curl "), timeout=LIMIT).read().decode()
            shown = process.stdout.readline().strip()
            print(f"It answers: {answer.strip()}\nThe page shows: {shown}")
            if not answer.startswith("Hello!") or not shown.startswith("GET /"):
                failures.append("the page's HTTP server")
            return
        print(f"Or open {url} in a browser: that tab has servers of its own. Ctrl-C ends this.\n", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            for line in process.stdout:
                print("    " + line.strip(), flush=True)


def run(targets, pairs):
    """What has failed of the table that is printed."""
    failures = []
    width = 16
    for pair, how in pairs.items():
        print(f"\n{pair}: {how[0][0]} and {how[0][1]}")
        print("server \\ client".ljust(width) + "".join(name.ljust(width) for name in targets))
        for server in targets:
            print(server.ljust(width), end="", flush=True)
            for client in targets:
                print(cell(targets, server, client, pair, how, failures).ljust(width), end="", flush=True)
            print()
    print()
    for failure in failures:
        print("failed:", failure)
    if not failures:
        print("Every cell: the client's message went to the server and came back.")
    return failures


if __name__ == "__main__":
    sys.exit(main())
