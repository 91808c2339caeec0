"""What a call did, in a form that two modules have in common: its value or its exception, and its audit events."""
import _socket as ours
import sys

import modules

own = modules.load_own()
MODULES = {"own": own, "ours": ours}
events = []


def hear(event, arguments):
    if event.startswith("socket."):
        events.append((event, plain(arguments)))


sys.addaudithook(hear)


def plain(value):
    """Without what belongs to one module: sockets are sockets, whichever type they have."""
    if isinstance(value, (own.socket, ours.socket)):
        return "a socket"
    if isinstance(value, (tuple, list)):
        return type(value)(plain(each) for each in value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float, str, bytes, bytearray)):
        return type(value).__name__, repr(value)
    return type(value).__name__


def plain_exception(error):
    """Class and arguments. Texts that the socket module has not written are none of its documented ones: those of the
    argument parser and of the conversions of numbers."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ in ("socket", "_socket") else kind.__qualname__
    bases = [base.__name__ for base in kind.__mro__]
    if isinstance(error, UnicodeError):
        return name, bases, getattr(error, "reason", plain(error.args))
    if isinstance(error, TypeError) or (isinstance(error, OverflowError) and "must be" not in str(error)):
        return name, bases
    if isinstance(error, OSError):
        return name, bases, plain(error.args), error.errno, error.strerror, error.filename
    return name, bases, plain(error.args)


def outcome(call, *arguments, show=plain, **keywords):
    """The answer of a call, and what it told the audit hooks."""
    events.clear()
    try:
        value = "returned", show(call(*arguments, **keywords))
    except Exception as error:
        value = "raised", *plain_exception(error)
    return value, list(events)


def same(name, *arguments, show=plain, **keywords):
    """Calls the function of this name in both modules, and compares."""
    answers = {which: outcome(getattr(module, name), *arguments, show=show, **keywords) for which, module in MODULES.items()}
    compare(f"{name}{arguments!r}{keywords or ''}", answers)


def compare(call, answers):
    assert answers["own"] == answers["ours"], f"{call}\n  own:  {answers['own']}\n  ours: {answers['ours']}"
