"""Rounds of every operation of _socket, for counting what is left behind. Each round ends with what it began with."""
import contextlib

ROUNDS = []


class Operation:
    """A round, and what of _socket it calls."""

    def __init__(self, function, names, waits):
        self.title, self.names, self.waits = function.__name__.replace("_", " "), names, waits
        self.ready = contextlib.contextmanager(function)


def operation(*names, waits=False):
    """A generator: sets up, yields one round as a callable, tears down. `waits`: the most of a round is waiting."""
    def register(function):
        ROUNDS.append(Operation(function, names, waits))
        return function
    return register


def fails(error, call, *arguments):
    """Calls, and swallows the exception that has to come."""
    try:
        call(*arguments)
    except error:
        return
    raise AssertionError(f"{call} did not fail")
