"""TLS beside plain sockets where the library runs: natively, under wasmtime, and in Chromium through a gateway. The other end,
tls_target, is native. One program, tls_load, measures both; a ratio of 0.8 means: TLS is 0.8 times as fast as no TLS."""
import gzip
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import ratios

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(os.fspath(ROOT / "tests" / "interop"))
import processes  # noqa: E402

PATIENCE = 120


def figures(text):
    lines = [line for line in text.splitlines() if line.startswith("{")]
    if not lines:
        sys.exit(f"tls_load: {text}")
    return json.loads(lines[-1])


class Machine:
    """A program of this machine, or of what runs on it."""

    def __init__(self, name, command):
        self.name, self.command = name, command

    def run(self, words):
        done = subprocess.run([str(word) for word in (*self.command, *words)], capture_output=True, text=True, check=False,
                              timeout=PATIENCE)
        return figures(done.stdout + done.stderr)

    def close(self):
        pass


class Chromium:
    """A page for each measurement, through a gateway that serves it as well."""

    def __init__(self, tree, gateway):
        self.name, self.pages = "chromium", pathlib.Path(tempfile.mkdtemp(prefix="run-tls-"))
        for file in (ROOT / "bench/browser/page.html", ROOT / "web/loader.js", ROOT / "web/worker.js"):
            shutil.copy(file, self.pages)
        (self.pages / "jspi").mkdir()
        for kind in ("js", "wasm"):
            shutil.copy(tree / f"bench/tls/tls_load.{kind}", self.pages / "jspi")
        self.gateway = processes.gateway(gateway, "--allow", "127.0.0.0/8", "--static", self.pages)
        self.driver = subprocess.Popen(["node", ROOT / "bench/browser/driver.mjs", f"http://127.0.0.1:{self.gateway.port}/page.html"],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.driver.stdout.readline()  # its version

    def run(self, words):
        order = {"way": "jspi", "name": "tls_load", "words": [str(word) for word in words], "gateway": self.gateway.url}
        self.driver.stdin.write(json.dumps(order) + "\n")
        self.driver.stdin.flush()
        return figures("\n".join(json.loads(self.driver.stdout.readline())["lines"]))

    def close(self):
        self.driver.stdin.close()
        self.driver.wait(PATIENCE)
        self.gateway.stop()
        shutil.rmtree(self.pages)


def measure(place, ports, trusted, rounds, megabytes):
    found = {"plain": [], "tls": []}
    for number in range(rounds):
        for way in ("plain", "tls") if number % 2 else ("tls", "plain"):
            found[way].append(place.run([way, ports[way == "tls"], trusted, megabytes]))
    row = {way: ratios.summary([tls[way] / plain[way] for tls, plain in zip(found["tls"], found["plain"])])
           for way in ("download", "upload")}
    for way in ("download", "upload"):
        row[f"{way}, MB/s"] = {kind: statistics.median(one[way] for one in of) / 1e6 for kind, of in found.items()}
    for name in ("handshake", "first_handshake"):
        row[f"{name}, ms"] = statistics.median(one[name] for one in found["tls"]) * 1000
    print(f"{place.name:12}" + "".join(
        f"{ratios.text(row[way])} ({row[way + ', MB/s']['tls']:.0f} of {row[way + ', MB/s']['plain']:.0f} MB/s)   "
        for way in ("download", "upload")) + f"{row['handshake, ms']:.1f} ms, the first {row['first_handshake, ms']:.1f}", flush=True)
    return row


def sizes(trees):
    """kB of https_get under gzip -9, whole and by file."""
    table = {}
    for name, files in trees.items():
        table[name] = {file.suffix[1:]: len(gzip.compress(file.read_bytes(), 9)) / 1000 for file in files}
        print(f"https_get, {name}: " + ", ".join(f"{kind} {size:.1f} kB" for kind, size in table[name].items()) + " under gzip -9")
    return table


def compare(arguments, folder):
    """Every place that the arguments name."""
    target = subprocess.Popen([arguments.native / "bench/tls/tls_target", folder / "cert.pem", folder / "key.pem"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ports = target.stdout.readline().strip().split(",")
    trusted = (folder / "ca.pem").read_text()
    places = [Machine("native", [arguments.native / "bench/tls/tls_load"])]
    files = {}
    if arguments.wasi:
        places.append(Machine("wasmtime", ["sh", ROOT / "cmake/toolchains/wasi-run", arguments.wasi / "bench/tls/tls_load.wasm"]))
        files["WASI"] = [arguments.wasi / "examples/https_get.wasm"]
    if arguments.browser:
        places.append(Chromium(arguments.browser, arguments.gateway))
        files["browser"] = [arguments.browser / f"examples/https_get.{kind}" for kind in ("wasm", "js")]
    print(f"\nTLS to no TLS, {arguments.rounds} alternating rounds\n{'':12}{'download':52}{'upload':52}handshake")
    results = {}
    try:
        for place in places:
            results[place.name] = measure(place, ports, trusted, arguments.rounds, arguments.load_megabytes)
    finally:
        for place in places:
            place.close()
        target.stdin.close()
        target.wait(PATIENCE)
    return {"places": results, "sizes_kb": sizes(files)}
