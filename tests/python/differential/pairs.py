"""The same thing twice: a socket of each module, made the same way, that get the same calls."""
import contextlib
import os
import re
import shutil
import tempfile

from differential.outcomes import MODULES, compare, outcome, plain


class Both:
    """A value for each module."""

    def __init__(self, make):
        self.each = {which: make(module) for which, module in MODULES.items()}

    def __getitem__(self, which):
        return self.each[which]

    def do(self, title, call, show=plain, audited=True):
        """Calls `call` with the value of each module, and compares."""
        answers = {which: outcome(call, value, show=lambda got, which=which: show(here(which, got))) for which, value in self.each.items()}
        compare(title, answers if audited else {which: (answer, []) for which, (answer, _) in answers.items()})

    def call(self, name, *arguments, show=plain):
        """Calls the method of this name."""
        def once(which, value):
            return outcome(getattr(value, name), *there(which, arguments), show=lambda got: show(here(which, got)))
        answers = {which: once(which, value) for which, value in self.each.items()}
        answers = {which: ((answer[0], *here(which, answer[1:])) if answer[0] == "raised" else answer, here(which, told))
                   for which, (answer, told) in answers.items()}
        compare(f"{name}{arguments!r}", answers)


FOLDER = tempfile.mkdtemp(prefix="samesock-d-")
MARKS = {"own": "own-", "ours": "ours"}
IN_FOLDER = {which: f"{FOLDER}/{mark}" for which, mark in MARKS.items()}


def there(which, value):
    """What an argument is for one module: an address in the folder, or among the abstract names, of its own."""
    if isinstance(value, tuple):
        return tuple(there(which, each) for each in value)
    if isinstance(value, str):
        return value.replace("FOLDER", IN_FOLDER[which]).replace("MARK", MARKS[which])
    if isinstance(value, bytes):
        return value.replace(b"FOLDER", IN_FOLDER[which].encode()).replace(b"MARK", MARKS[which].encode())
    return value


def here(which, value):
    """The way back."""
    if isinstance(value, (tuple, list)):
        return type(value)(here(which, each) for each in value)
    if isinstance(value, str):
        return value.replace(IN_FOLDER[which], "FOLDER").replace(MARKS[which], "MARK")
    if isinstance(value, bytes):
        return value.replace(IN_FOLDER[which].encode(), b"FOLDER").replace(MARKS[which].encode(), b"MARK")
    return value


def empty_folder():
    """Whatever earlier binds have left."""
    for path in IN_FOLDER.values():
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)


empty_folder()


@contextlib.contextmanager
def sockets(*arguments):
    """A socket of each module; nothing where CPython cannot make it here either."""
    made = []

    def make(module):
        made.append(module.socket(*arguments))
        return made[-1]
    both = None
    with contextlib.suppress(OSError):
        both = Both(make)
    try:
        yield both
    finally:
        for each in made:
            with contextlib.suppress(OSError):
                each.close()


def name_of(address):
    """An address without what the system chose: port, abstract name, netlink's number."""
    if isinstance(address, bytes) and re.fullmatch(rb"\0[0-9a-f]{5}", address):
        return "a name of the system's"
    if isinstance(address, tuple) and len(address) in (2, 4) and isinstance(address[1], int) and isinstance(address[0], str):
        return plain((address[0], address[1] > 0, *address[2:]))
    if isinstance(address, tuple) and len(address) == 2:
        return plain((address[0] != 0, address[1]))
    return plain(address)
