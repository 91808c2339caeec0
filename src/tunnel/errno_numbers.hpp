// errno on the wire is Linux's, in a program it is the build's own <cerrno>: wasm's numbers, for one, differ.
#pragma once

namespace samesock::tunnel {

/// Linux's number of this build's errno `number`. One that the table lacks is EIO's; 0 stays 0.
[[nodiscard]] int to_linux_errno(int number) noexcept;
/// This build's errno of Linux's `number`. One that the table or this build lacks is EIO; 0 stays 0.
[[nodiscard]] int from_linux_errno(int number) noexcept;

} // namespace samesock::tunnel
