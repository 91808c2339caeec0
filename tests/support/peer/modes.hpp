// What the native peer does with one connection, a function each; the caller closes it afterwards. A wait ends after
// `patience`, and the mode with it. Plain POSIX sockets and nothing of samesock.
#pragma once

namespace peer {

constexpr int patience = 10; // seconds

/// Bounds every wait of this socket.
void be_patient(int fd);

void echo(int fd);         ///< all that comes, back
void discard(int fd);      ///< 8 bytes of token, then anything; what came is told by `control`
void slow(int fd);         ///< likewise, but reads so slowly that the sender's queues are full
void delay(int fd);        ///< a line "MILLISECONDS TEXT": TEXT after that time; then the next line
void reset(int fd);        ///< a line "N": N bytes of the pattern, if N > 0 a byte is awaited; then a reset
void half_close(int fd);   ///< reads to the end, and only then answers "after the end: SIZE"
void source(int fd);       ///< a line "N": N bytes of the pattern, and the end
void control(int fd);      ///< a line with a token: the line "SIZE HASH HOW", HOW is eof, reset or silence
void connect_back(int fd); ///< a line "HOST PORT COUNT TEXT": see the function; the line "CONNECTED SAME FIRST-REPLY"

} // namespace peer
