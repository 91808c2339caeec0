// Certificates to trust that are a part of the program, for systems that have no trust store: a page, a component. The
// build puts them there: samesock_add_trust_bundle(TARGET FILE) makes the library that defines this.
#pragma once

#include <samesock/buffer.hpp>

#include <samesock/names_begin.hpp>

namespace samesock {

/// The text of the file, PEM: create_default_context(ssl_purpose::SERVER_AUTH, {.cadata = trust_bundle()}).
[[nodiscard]] const_buffer trust_bundle() noexcept;

} // namespace samesock

#include <samesock/names_end.hpp>
