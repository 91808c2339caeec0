"""Cases of our backend: programs on the tunnel behind stock servers, and behind bad lines to our gateway."""
import concurrent.futures
import os
import subprocess

import bad_line
import targets

SECONDS = 60


def run_program(url, *command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=SECONDS,
                          env={**os.environ, "SAMESOCK_GATEWAY": url})
    return done.returncode, (done.stdout + done.stderr).strip()


def check(url, build, name, port):
    status, said = run_program(url, build / "tests" / "interop" / "on_stock_server", name, port)
    assert status == 0, said or f"exit status {status}"


def behind_stock_server(judge, name, server, build):
    echo, udp = targets.Tcp(targets.echo), targets.Udp()
    held, closed = targets.closed_port()
    for what, word, port in (
        ("connect() does not pretend", "truth", echo.port), ("4 MiB echoed, every byte", "echo", echo.port),
        ("4 MiB echoed by name", "name", echo.port), ("datagrams", "datagrams", udp.port),
        ("a refused connection is told by the first call", "refused", closed), ("no listening", "listen", 0),
    ):
        judge.case(f"our backend behind {name}: {what}", check, server.url, build, word, port)
    held.close()


# -- the extension on bad lines, with an example as the client

def client(url, build, port):
    """The echo client: whether twelve bytes came back, whichever, and what it says."""
    status, said = run_program(url, build / "examples" / "echo_client", "127.0.0.1", port)
    return status == 0 and said.startswith("Received b'"), said


def through(server, build, faults):
    line = bad_line.Line(server.port, lambda: faults)
    with line:
        return client(f"ws://127.0.0.1:{line.port}/", build, targets.Tcp(targets.echo).port)


def slow_but_whole(server, build, make):
    _, said = through(server, build, make())
    assert said.startswith("Received b'Hello, world' after "), said


def bulk(server, build, make):
    """4 MiB there and back, every byte compared; a line that is cut has another one after it, on which the session goes on."""
    line = bad_line.Line(server.port, make)
    with line:
        check(f"ws://127.0.0.1:{line.port}/", build, "echo", targets.Tcp(targets.echo).port)
    return line.count


def cut_again_and_again(server, build):
    lines = bulk(server, build, lambda: (bad_line.Cut(500_000), bad_line.Cut(700_000)))
    assert lines > 4, f"{lines} lines: none was cut"


def ends_with_a_reason(server, build, fault):
    """Well, or with an error that says what is wrong: never without a word, and never for ever. A byte that changed is seen
    by nobody where it is one of the data. All at once: a session that has begun waits half a minute for its resumption,
    which such a line never lets through."""
    def judged(place, make):
        ended_well, said = through(server, build, make(fault(place)))
        assert ended_well or "rror" in said or "Errno" in said, f"fault at {place}: {said!r}"

    with concurrent.futures.ThreadPoolExecutor(16) as lines:
        both = (lambda f: (f, bad_line.Fault()), lambda f: (bad_line.Fault(), f))
        judging = [lines.submit(judged, place, make) for place in (0, 40, 150, 230, 300, 350, 400, 500) for make in both]
        for one in judging:
            one.result()


def nobody_listens(build):
    """A gateway that is not there: connect fails and says so."""
    held, port = targets.closed_port()
    with held:
        ended_well, said = client(f"ws://127.0.0.1:{port}/", build, 1)
    assert not ended_well and ("refused" in said.lower() or "unreachable" in said.lower()), said


def on_bad_lines(judge, server, build):
    judge.case("our backend on a line that splits", slow_but_whole, server, build, lambda: (bad_line.Split(1), bad_line.Split(2)))
    judge.case("our backend on a line that delays", slow_but_whole, server, build, lambda: (bad_line.Delay(1), bad_line.Delay(2)))
    judge.case("our backend's bulk on a line that splits", bulk, server, build, lambda: (bad_line.Split(3), bad_line.Split(4)))
    judge.case("our backend's bulk on a line that delays", bulk, server, build, lambda: (bad_line.Delay(3), bad_line.Delay(4)))
    judge.case("our backend's bulk on a line that is cut again and again", cut_again_and_again, server, build)
    judge.case("our backend on a line that is cut", ends_with_a_reason, server, build, bad_line.Cut)
    judge.case("our backend on a line that changes a byte", ends_with_a_reason, server, build, bad_line.Corrupt)
    judge.case("our backend without a gateway", nobody_listens, build)
