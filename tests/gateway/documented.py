#!/usr/bin/env python3
"""Every option of the command line and every key of the file stands in docs/gateway.md, and
no other does. The gateway itself is asked which there are: it tells when it is given one that there is not."""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def keys_of(program, folder, section):
    file = folder / "asks.toml"
    file.write_text((f"[{section}]\n" if section else "") + "which-are-there = 1\n")
    outcome = subprocess.run([program, "--config", str(file), "--check"], capture_output=True, text=True, check=False)
    listed = re.search(r"there are: (.*)", outcome.stderr)[1].split(", ")
    keys = {f"{section}.{key}" if section else key for key in listed if not key.startswith("[")}
    for inner in (key[1:-1] for key in listed if key.startswith("[")):
        keys |= keys_of(program, folder, inner)
    return keys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gateway", required=True, help="the program samesock-gateway")
    program = parser.parse_args().gateway
    page = (ROOT / "docs" / "gateway.md").read_text()
    table = page.split("| key | default | |")[1].split("\n\n")[0]
    told = set(re.findall(r"`([a-z.-]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line)))
    with tempfile.TemporaryDirectory(prefix="gateway-") as folder:
        there = keys_of(program, pathlib.Path(folder), "")
    # -h is --help.
    usage = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    there |= set(re.findall(r"^ +(?:-h,)?(--[a-z-]+)", usage, re.MULTILINE))
    options = page.split("On the command line:")[1].split("\n\n")[0]
    told |= set(re.findall(r"`(--[a-z-]+)`", options))
    wrong = [f"docs/gateway.md does not tell of {name}" for name in sorted(there - told)]
    wrong += [f"docs/gateway.md tells of {name}, which is not there" for name in sorted(told - there)]
    print("\n".join(wrong) or f"{len(there)} options and keys are documented")
    return 1 if wrong or len(there) < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
