// Host names with other characters than ASCII, as Python's "idna" codec encodes them (IDNA 2003, not 2008).
#pragma once

#include <samesock/result.hpp>

#include <string>
#include <string_view>

namespace samesock {

/// The ASCII form of a host name in UTF-8. A name that is ASCII already comes back as it is, once its labels have been
/// checked. misuse::label_empty, label_too_long (63 bytes at most), host_not_encodable; not_enough_memory.
[[nodiscard]] result<std::string> to_ascii(std::string_view utf8_host) noexcept;

} // namespace samesock
