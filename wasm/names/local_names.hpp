// The part of getaddrinfo(3) that asks nobody: numeric hosts, no host at all, ports, and one entry for each kind of
// socket. For backends whose system has a look-up of names and nothing around it. No state.
#pragma once

#include "platform/platform.hpp"

#include <optional>
#include <string>
#include <vector>

namespace samesock::platform {

using address_list = std::vector<endpoint>;

/// The order of glibc: badflags, family, socktype, service. Success: the query makes sense.
[[nodiscard]] status check_query(const resolve_query& q);
/// The addresses, where no name is to be looked up; nullopt: one is.
[[nodiscard]] result<std::optional<address_list>> addresses_without_lookup(const resolve_query& q);
/// A name's addresses, of the family that was asked for.
[[nodiscard]] result<address_list> of_family(address_list found, const resolve_query& q);
/// The list that getaddrinfo returns. check_query() has succeeded.
[[nodiscard]] std::vector<resolved> answers_of(const resolve_query& q, const address_list& where);
/// The numeric half of getnameinfo(3).
[[nodiscard]] result<named> reverse_numerically(const endpoint& e);

} // namespace samesock::platform
