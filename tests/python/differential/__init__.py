"""The same random calls of our _socket and of CPython's own, whose answers have to be the same. In the interpreter that is
tested, both modules side by side; Hypothesis makes the calls, and the shortest one that shows a difference."""
