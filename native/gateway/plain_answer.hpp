// What a request without an upgrade is answered where clients connect: a file, or a sentence.
#pragma once

#include "http_answer.hpp"
#include "request_check.hpp"
#include "static_files.hpp"

#include <samesock/endpoint.hpp>

namespace samesock::gateway {

/// `files` may be null. `local`: the address that the connection came in at.
[[nodiscard]] http_answer answer_plainly(const request_rules& rules, const static_files* files,
                                         const plain_request& request, const endpoint& local);

} // namespace samesock::gateway
