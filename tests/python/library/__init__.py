"""The standard library on our _socket: for each module a real exchange over loopback, in the interpreter that is tested."""
