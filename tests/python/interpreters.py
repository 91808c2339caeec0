"""How a program of the tests is started in an interpreter, with our _socket or with its own, in a network of its own where
the machine lets us make one. Runs in any Python."""
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


class Interpreter:
    """A CPython, and the extension that takes the place of its _socket; "own" leaves that, to try the judges themselves."""

    def __init__(self, program, extension):
        self.program = os.fspath(program)
        self.extension = extension if extension == "own" else os.path.abspath(extension)
        self.more = {}  # for the environment of every program
        self.version = subprocess.run([self.program, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                                      capture_output=True, text=True, check=True).stdout.strip()

    def environment(self, ours, **more):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SAMESOCK_", "LC_", "LANG"))}
        kept |= {"PYTHONPATH": f"{HERE / 'site'}:{HERE}", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        if ours and self.extension != "own":
            kept["SAMESOCK_SOCKET"] = self.extension
        return kept | self.more | more

    def command(self, *arguments):
        return [*alone(), self.program, "-X", "faulthandler", *map(os.fspath, arguments)]


def alone():
    """What to put before a command so that it runs in a network namespace of its own; nothing where that is forbidden."""
    if not hasattr(alone, "prefix"):
        unshare = [shutil.which("unshare"), "-n"] + (["-r"] if os.geteuid() else [])
        prefix = [*unshare, sys.executable, "-I", os.fspath(HERE / "loopback_up.py")]
        may = unshare[0] and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
        alone.prefix = prefix if may else []
    return alone.prefix
