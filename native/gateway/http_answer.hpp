// A plain HTTP request and what it is answered, without the bytes in between (http_exchange.hpp).
#pragma once

#include "open_file.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace samesock::gateway {

struct plain_request {
    std::string_view method;
    std::string_view target;
    std::string_view host;          ///< empty: none, or more than one
    std::string_view if_none_match; ///< empty: none
};

struct http_answer {
    unsigned status = 200;
    std::vector<std::pair<std::string, std::string>> headers; ///< beside Content-Length
    std::string text;
    open_file file; ///< in place of the text, from its beginning
    std::uint64_t file_size = 0;
};

[[nodiscard]] inline http_answer text_answer(unsigned status, std::string text) {
    http_answer a;
    a.status = status;
    a.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    a.headers.emplace_back("X-Content-Type-Options", "nosniff");
    a.text = std::move(text);
    return a;
}

} // namespace samesock::gateway
