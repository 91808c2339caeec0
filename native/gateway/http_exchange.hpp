// Plain HTTP/1.1 on one connection, until it is closed: requests without a body, each answered by a function. Upgrades
// are for who looked at the first request; a later one is refused here.
#pragma once

#include "client_stream.hpp"
#include "http_answer.hpp"

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

#include <chrono>
#include <functional>
#include <optional>

namespace samesock::gateway {

using upgrade_free_request = boost::beast::http::request<boost::beast::http::empty_body>;

struct http_exchange {
    std::function<http_answer(const plain_request&)> answer; ///< called on the connection's executor
    std::chrono::seconds patience{10};                       ///< for a request, and for an answer to be taken
};

/// Goes on by itself. `first`: a request that was read already, `buffer` what came after it. Returns what closes it, if
/// it is still there.
std::function<void()> serve_http(client_stream stream, boost::beast::flat_buffer buffer,
                                 std::optional<upgrade_free_request> first, http_exchange with);

} // namespace samesock::gateway
