// The table of methods, and what help() shows of them.
#include "methods.hpp"

namespace samesock::python::methods {

PyMethodDef table[] = {
    // -- connections
    {"_accept", accept, METH_NOARGS,
     "_accept() -> (integer, address info)\n\n"
     "Wait for a connection. The integer is the descriptor of its socket, which no\n"
     "object owns yet; the address is the other end's."},
    {"bind", bind, METH_O,
     "bind(address)\n\n"
     "Give the socket a local address: (host, port) for IP, a path for AF_UNIX, and\n"
     "for packet sockets (interface, protocol [, packet type [, hardware type\n"
     "[, hardware address]]])."},
#if PY_VERSION_HEX >= 0x030D0000
    {"close", close, METH_NOARGS,
     "close($self, /)\n--\n\n"
     "close()\n\n"
     "Close the socket, which is of no use afterwards. Once more does nothing."},
#else
    {"close", close, METH_NOARGS,
     "close()\n\n"
     "Close the socket, which is of no use afterwards. Once more does nothing."},
#endif
    {"connect", connect, METH_O,
     "connect(address)\n\n"
     "Connect to another socket; for IP, (host, port)."},
    {"connect_ex", connect_ex, METH_O,
     "connect_ex(address) -> errno\n\n"
     "As connect(), but the outcome is returned: 0, or why it failed. What is wrong\n"
     "with the address still raises."},
    {"detach", detach, METH_NOARGS,
     "detach()\n\n"
     "Give up the descriptor, which is returned and stays open. The object is closed."},
    {"fileno", fileno, METH_NOARGS,
     "fileno() -> integer\n\n"
     "The descriptor; -1 of a closed socket."},
    {"getpeername", getpeername, METH_NOARGS,
     "getpeername() -> address info\n\n"
     "The address of the other end; for IPv4, (host, port)."},
    {"getsockname", getsockname, METH_NOARGS,
     "getsockname() -> address info\n\n"
     "The address of this end; for IPv4, (host, port), and for IPv6\n"
     "(host, port, flowinfo, scope_id)."},
    {"listen", listen, METH_VARARGS,
     "listen([backlog])\n\n"
     "Let others connect. At most about backlog connections wait to be accepted; less\n"
     "than 0 is 0, and without it there is a moderate number."},
    {"shutdown", shutdown, METH_O,
     "shutdown(flag)\n\n"
     "End receiving (SHUT_RD), sending (SHUT_WR), or both (SHUT_RDWR)."},

    // -- data
    {"recv", table_entry(recv), METH_FASTCALL,
     "recv(buffersize[, flags]) -> data\n\n"
     "Wait for data, and return up to buffersize bytes of it. No bytes: the other end\n"
     "has closed, and everything was received."},
    {"recv_into", table_entry(recv_into), METH_FASTCALL | METH_KEYWORDS,
     "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read\n\n"
     "As recv(), into a buffer, and up to its size unless nbytes is given and not 0."},
    {"recvfrom", table_entry(recvfrom), METH_FASTCALL,
     "recvfrom(buffersize[, flags]) -> (data, address info)\n\n"
     "As recv(), and who sent it."},
    {"recvfrom_into", table_entry(recvfrom_into), METH_FASTCALL | METH_KEYWORDS,
     "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)\n\n"
     "As recv_into(), and who sent it."},
    {"send", table_entry(send), METH_FASTCALL,
     "send(data[, flags]) -> count\n\n"
     "Send data, or as much of it as there is room for: count bytes."},
    {"sendall", table_entry(sendall), METH_FASTCALL,
     "sendall(data[, flags])\n\n"
     "Send all of the data. After an error, nobody knows how much of it was sent."},
    {"sendto", table_entry(sendto), METH_FASTCALL,
     "sendto(data[, flags], address) -> count\n\n"
     "As send(), to an address; for IP, (host, port)."},
    {"recvmsg", recvmsg, METH_VARARGS,
     "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)\n\n"
     "As recvfrom(), with ancillary data: a list of (cmsg_level, cmsg_type,\n"
     "cmsg_data), for which there are ancbufsize bytes of room, as CMSG_SPACE() and\n"
     "CMSG_LEN() count. msg_flags says what became of the message (MSG_TRUNC,\n"
     "MSG_CTRUNC, ...). If there is an error after descriptors have arrived\n"
     "(SCM_RIGHTS), they are closed."},
    {"recvmsg_into", recvmsg_into, METH_VARARGS,
     "recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)\n\n"
     "As recvmsg(), into the buffers of an iterable, one after the other."},
    {"sendmsg", sendmsg, METH_VARARGS,
     "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count\n\n"
     "Send the bytes of all buffers of an iterable as one message, with ancillary\n"
     "data: an iterable of (cmsg_level, cmsg_type, cmsg_data). address may be None."},
    {"sendmsg_afalg", table_entry(sendmsg_afalg), METH_VARARGS | METH_KEYWORDS,
     "sendmsg_afalg([msg], *, op[, iv[, assoclen[, flags=MSG_MORE]]])\n\n"
     "Send buffers to an AF_ALG socket, with what to do (ALG_OP_*), the\n"
     "initialization vector, and how many bytes are associated data."},

    // -- modes and options
    {"setblocking", setblocking, METH_O,
     "setblocking(flag)\n\n"
     "True is settimeout(None), False is settimeout(0.0)."},
    {"getblocking", getblocking, METH_NOARGS,
     "getblocking()\n\n"
     "False if the timeout is 0, else True."},
    {"settimeout", settimeout, METH_O,
     "settimeout(timeout)\n\n"
     "How many seconds a call may wait: None for ever, 0 not at all."},
    {"gettimeout", gettimeout, METH_NOARGS,
     "gettimeout() -> timeout\n\n"
     "The seconds that a call may wait, or None."},
    {"setsockopt", setsockopt, METH_VARARGS,
     "setsockopt(level, option, value: int)\n"
     "setsockopt(level, option, value: buffer)\n"
     "setsockopt(level, option, None, optlen: int)\n\n"
     "Set an option to a number, to a structure, or to no value of a length."},
    {"getsockopt", getsockopt, METH_VARARGS,
     "getsockopt(level, option[, buffersize]) -> value\n\n"
     "The value of an option: a number, or with buffersize the bytes of a structure."},
    {nullptr, nullptr, 0, nullptr},
};

} // namespace samesock::python::methods
