#!/usr/bin/env python3
"""What CPython's own tests do not ask of a _socket: signals inside signals, threads that close, threads that are still in a
call when the interpreter ends, and objects that are initialized twice. True of CPython's own module as well, where nothing
else is said. Runs in the interpreter that is tested, with sitecustomize.py of site/ in force."""
import contextlib
import errno
import gc
import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest
import warnings
from test import support

import _socket
import modules


class Raised(Exception):
    """By a signal's handler."""


def raises(*_):
    raise Raised


@contextlib.contextmanager
def alarm(seconds, handler):
    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Pair(unittest.TestCase):
    def setUp(self):
        self.one, self.other = self.pair()

    def pair(self):
        pair = socket.socketpair()
        for end in pair:
            self.addCleanup(end.close)
        return pair


class Signals(Pair):
    def waits(self):
        """Calls that wait for ever, or until a time that this test does not reach."""
        one = self.one
        much = b"x" * (1 << 24)
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        for timeout in None, support.SHORT_TIMEOUT:
            one.settimeout(timeout)
            listener.settimeout(timeout)
            yield f"recv, {timeout}", lambda: one.recv(1)
            yield f"recv_into, {timeout}", lambda: one.recv_into(bytearray(1))
            yield f"recvfrom, {timeout}", lambda: one.recvfrom(1)
            yield f"recvfrom_into, {timeout}", lambda: one.recvfrom_into(bytearray(1))
            yield f"recvmsg, {timeout}", lambda: one.recvmsg(1)
            yield f"recvmsg_into, {timeout}", lambda: one.recvmsg_into([bytearray(1)])
            yield f"accept, {timeout}", listener.accept
            yield f"sendall, {timeout}", lambda: one.sendall(much)
            yield f"send, {timeout}", lambda: [one.send(much) for _ in range(2)]
            yield f"sendmsg, {timeout}", lambda: [one.sendmsg([much]) for _ in range(2)]

    def test_a_handler_that_raises_ends_each_call(self):
        for name, call in self.waits():
            with self.subTest(name), alarm(0.05, raises), self.assertRaises(Raised):
                call()

    def test_a_call_inside_a_handler_is_interrupted_too(self):
        inner, _ = self.pair()

        def waits_itself(*_):
            with alarm(0.05, raises):
                inner.recv(1)

        for timeout in None, support.SHORT_TIMEOUT:
            self.one.settimeout(timeout)
            inner.settimeout(timeout)
            with self.subTest(timeout=timeout), alarm(0.05, waits_itself), self.assertRaises(Raised):
                self.one.recv(1)

    def test_a_call_goes_on_after_a_handler_that_used_sockets(self):
        inner, far = self.pair()

        def answers(*_):
            far.sendall(b"inside")
            self.assertEqual(inner.recv(10), b"inside")
            self.other.sendall(b"outside")

        with alarm(0.05, answers):
            self.assertEqual(self.one.recv(10), b"outside")

    def test_a_handler_that_closes_the_socket(self):
        with alarm(0.05, lambda *_: self.one.close()), self.assertRaises(OSError) as caught:
            self.one.recv(1)
        self.assertEqual(caught.exception.errno, errno.EBADF)

    def test_signals_do_not_prolong_a_timeout(self):
        self.one.settimeout(0.3)
        begun = time.monotonic()
        with alarm(0.02, lambda *_: signal.setitimer(signal.ITIMER_REAL, 0.02)), self.assertRaises(TimeoutError):
            self.one.recv(1)
        self.assertLess(time.monotonic() - begun, support.SHORT_TIMEOUT)


class Threads(Pair):
    def test_closing_ends_the_calls_of_other_threads(self):
        """CPython's own module waits on what is not there any more, or on somebody else's descriptor."""
        self.one.settimeout(support.LONG_TIMEOUT)
        outcomes = []

        def receives():
            try:
                outcomes.append(self.one.recv(1))
            except OSError as error:
                outcomes.append(error.errno)

        threads = [threading.Thread(target=receives) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        self.one.close()
        for thread in threads:
            thread.join(support.SHORT_TIMEOUT)
        self.assertEqual(outcomes, [errno.EBADF] * 3)

    def test_threads_that_are_in_a_call_when_the_interpreter_ends(self):
        program = textwrap.dedent("""
            import os, socket, sys, threading, time
            quiet = [socket.socketpair() for _ in range(4)]
            busy = [socket.socketpair() for _ in range(2)]
            def forever(call, argument):
                while True:
                    call(argument)
            for one, _ in quiet:
                threading.Thread(target=forever, args=(one.recv, 9), daemon=True).start()
            for one, other in busy:
                threading.Thread(target=forever, args=(one.sendall, bytes(300000)), daemon=True).start()
                threading.Thread(target=forever, args=(other.recv, 100000), daemon=True).start()
            if os.fork() == 0:  # wakes the quiet ones while their interpreter is at its end
                until = time.monotonic() + 0.5
                while time.monotonic() < until:
                    for _, other in quiet:
                        other.send(b"x", socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
                    time.sleep(0.001)
                os._exit(0)
            class Slow:
                def __del__(self):
                    until = time.monotonic() + 0.1
                    while time.monotonic() < until:
                        pass
            sys.slow = Slow()
            time.sleep(0.05)
        """)
        for _ in range(3):
            with tempfile.TemporaryFile() as output:
                done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], stdout=output, stderr=output,
                                      timeout=support.LONG_TIMEOUT, check=False)
                output.seek(0)
                self.assertEqual((done.returncode, output.read()), (0, b""))


class Objects(Pair):
    def test_a_second_init_forgets_the_first_descriptor(self):
        s = _socket.socket()
        first = s.fileno()
        s.__init__(_socket.AF_UNIX, _socket.SOCK_DGRAM)
        self.assertNotEqual(s.fileno(), first)
        self.assertEqual((s.family, s.type), (_socket.AF_UNIX, _socket.SOCK_DGRAM))
        _socket.close(first)  # it is still open
        s.close()

    def test_a_second_init_on_the_own_descriptor(self):
        s = _socket.socket()
        s.__init__(fileno=s.fileno())
        s.settimeout(1)
        self.assertEqual(s.getsockname(), ("0.0.0.0", 0))
        s.close()

    def test_a_second_init_under_a_call(self):
        one, other = _socket.socketpair()
        one.settimeout(0.2)
        outcomes = []

        def receives():
            try:
                outcomes.append(one.recv(1))
            except OSError as error:
                outcomes.append(type(error))

        thread = threading.Thread(target=receives)
        thread.start()
        time.sleep(0.05)
        first = one.fileno()
        one.__init__()
        gc.collect()
        thread.join(support.SHORT_TIMEOUT)
        self.assertEqual(len(outcomes), 1)
        _socket.close(first)
        one.close()
        other.close()

    def test_a_failed_init_leaves_a_closed_socket(self):
        s = _socket.socket.__new__(_socket.socket)
        with self.assertRaises(OSError):
            s.__init__(12345)
        self.assertEqual(s.fileno(), -1)
        with self.assertRaises(OSError) as caught:
            s.recv(1)
        self.assertEqual(caught.exception.errno, errno.EBADF)

    def test_an_unclosed_socket_warns_closes_and_keeps_the_exception(self):
        descriptors = []

        def drop():
            s = socket.socket()
            descriptors.append(s.fileno())
            raise Raised

        with warnings.catch_warnings(record=True) as caught, self.assertRaises(Raised):
            warnings.simplefilter("always")
            drop()
        support.gc_collect()
        self.assertTrue(any(issubclass(one.category, ResourceWarning) and "unclosed <socket.socket" in str(one.message)
                            for one in caught), [str(one.message) for one in caught])
        with self.assertRaises(OSError):
            os.fstat(descriptors[0])

    def test_a_warning_that_is_an_error_is_unraisable(self):
        with support.catch_unraisable_exception() as unraisable, warnings.catch_warnings():
            warnings.simplefilter("error")
            s = _socket.socket()
            number = s.fileno()
            del s
            support.gc_collect()
            self.assertIs(unraisable.unraisable.exc_type, ResourceWarning)
        with self.assertRaises(OSError):
            os.fstat(number)


def setUpModule():
    assert not modules.whose(), modules.whose()


if __name__ == "__main__":
    unittest.main()
