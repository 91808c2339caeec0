#!/usr/bin/env python3
"""The tunnel and its stock peers: clients of others at our gateway, our backend at servers of others, and bad lines
between client and gateway.

    run.py --peers FOLDER [--gateway PROGRAM] [--build FOLDER] [--only TEXT] JUNIT

FOLDER is what ./dev setup peers made. Without a gateway the scripts are tried on the stock servers, which is how to tell a fault
of theirs from one of ours. The build is one of the preset `tunnel`.
"""
import argparse
import pathlib
import sys

import backend
import faults
import judge
import older_server
import processes
import raw_wisp
import stock_clients

RULES = ("--allow", "127.0.0.0/8")


def stock_servers(peers):
    return {"wisp-js": lambda: processes.wisp_js(peers), "wisp-python": lambda: processes.wisp_python(peers)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", required=True, type=pathlib.Path)
    parser.add_argument("--gateway", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("--only", default="", help="the cases whose name has this in it")
    parser.add_argument("junit")
    arguments = parser.parse_args()
    judged = judge.Judge("interop", arguments.only)
    client = stock_clients.Client(arguments.peers)
    if arguments.gateway:
        with processes.gateway(arguments.gateway, *RULES) as server:
            raw_wisp.run(judged, "our gateway", server)
            stock_clients.run(judged, "our gateway", server, client)
            faults.run(judged, server)
            if arguments.build:
                backend.on_bad_lines(judged, server, arguments.build)
            judged.case("our gateway outlives all of it, and ends on SIGTERM", ends_well, server)
    for name, start in stock_servers(arguments.peers).items():
        with start() as server:
            if not arguments.gateway:
                versions = (1, 2) if name == "wisp-js" else (1,)
                raw_wisp.run(judged, name, server, versions, is_ours=False)
                stock_clients.run(judged, name, server, client, is_ours=False)
            if arguments.build:
                backend.behind_stock_server(judged, name, server, arguments.build)
    if arguments.build:
        with older_server.OlderServer() as server:
            backend.behind_stock_server(judged, "a server with CONTINUE before INFO", server, arguments.build)
    return judged.cases.write(arguments.junit)


def ends_well(server):
    assert server.is_alive(), server.output()
    status = server.stop()
    assert status == 0, f"exit status {status}\n{server.output()}"


if __name__ == "__main__":
    sys.exit(main())
