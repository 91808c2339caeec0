// What whoever runs the program may do from outside: look at its sockets, end its network before it is killed, and read
// an exception that nobody caught.
#pragma once

namespace samesock::platform {

/// Module.samesock_network = {figures(), leave(done), what(exception)}, on the main thread.
void offer_inspection() noexcept;

} // namespace samesock::platform
