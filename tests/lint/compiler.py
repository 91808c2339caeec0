"""The compiler under test, as the lint scripts call it. Nothing is linked; one temporary file is written."""
import pathlib
import re
import shlex
import subprocess
import tempfile

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wold-style-cast", "-Wcast-qual", "-Werror"]


class Compiler:
    """A GCC or clang command line that can find our headers."""

    def __init__(self, command, flags="", include=()):
        self.command = shlex.split(command) if isinstance(command, str) else list(command)
        self.flags = shlex.split(flags)
        self.include = [f"-I{directory}" for directory in include]

    def run(self, text, options):
        with tempfile.TemporaryDirectory() as directory:
            unit = pathlib.Path(directory, "unit.cpp")
            unit.write_text(text, encoding="utf-8")
            command = self.command + ["-std=c++23"] + self.flags + self.include + list(options) + [str(unit)]
            return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)

    def errors(self, text, options=()):
        """What the compiler says of a translation unit; empty where it compiles."""
        result = self.run(text, [*options, "-fsyntax-only"])
        return "" if result.returncode == 0 else result.stderr or f"exit status {result.returncode}"

    def preprocessed(self, text, options=()):
        result = self.run(text, [*options, "-E", "-P"])
        if result.returncode != 0:
            raise SystemExit(f"preprocessing failed:\n{result.stderr}")
        return result.stdout

    def macros(self, text, options=()):
        """Every macro that is defined at the end of a translation unit: name to definition."""
        result = self.run(text, [*options, "-E", "-dM"])
        if result.returncode != 0:
            raise SystemExit(f"preprocessing failed:\n{result.stderr}")
        found = {}
        for line in result.stdout.splitlines():
            match = re.match(r"#define (\w+)(.*)", line)
            if match:
                found[match[1]] = match[2].strip()
        return found

    def without_exceptions(self):
        """The same compiler with exceptions off, whatever kind of them its flags ask for."""
        other = Compiler(self.command)
        other.flags = [flag for flag in self.flags if "exceptions" not in flag] + ["-fno-exceptions"]
        other.include = self.include
        return other


def add_arguments(parser, root):
    parser.add_argument("--compiler", default=None, help="the C++ compiler (default: $CXX, else g++)")
    parser.add_argument("--flags", default="", help="further flags of the build, in one argument")
    parser.add_argument("--include", type=pathlib.Path, default=root / "src", help="the folder that holds samesock/")


def public_headers(include):
    """The public headers but the shield, which is no header of its own."""
    return sorted(path for path in (include / "samesock").glob("*.hpp")
                  if path.name not in ("names_begin.hpp", "names_end.hpp"))


def code_of(text):
    """C++ without comments and literals."""
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
    return re.sub(pattern, lambda match: " " + "\n" * match[0].count("\n"), text, flags=re.DOTALL)
