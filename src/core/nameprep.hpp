// Nameprep: how IDNA 2003 folds a label before it is encoded. Source: RFC 3491, RFC 3454.
#pragma once

#include <samesock/result.hpp>

#include <string>
#include <string_view>

namespace samesock {

/// The label mapped (tables B.1, B.2), normalized (NFKC) and checked; characters without a meaning in Unicode 3.2 are
/// allowed, as in a query. misuse::host_not_encodable.
[[nodiscard]] result<std::u32string> nameprep(std::u32string_view label);

} // namespace samesock
