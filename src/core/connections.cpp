// create_connection and create_server. The model is Lib/socket.py of CPython.
#include "core/internet.hpp"
#include "core/oserror.hpp"
#include "core/quoted.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <samesock/error_code.hpp>
#include <samesock/functions.hpp>
#include <samesock/names.hpp>

#include <cerrno>
#include <string>
#include <utility>

namespace samesock {
namespace {

using platform::guard_allocation;

/// What getaddrinfo answers; a numeric address needs not ask.
result<std::vector<address_info>> candidates(const address& to) {
    if (to.has_name() && to.flowinfo() == 0 && to.scope_id() == 0) {
        const bool is_encoded = to.kind() == address::form::encoded_name;
        const host_name host = is_encoded ? host_name(encoded_host{to.text()}) : host_name(to.text());
        return try_getaddrinfo(host, to.port(), 0, sock_stream);
    }
    if (to.kind() != address::form::numeric || !is_internet(to.family())) return failure(misuse::address_form);
    if (to.port() < 0) return failure(gai_error::service);
    std::vector<address_info> one;
    one.push_back({to.family(), sock_stream, ipproto_tcp, {}, address(to.numeric())});
    return one;
}

/// `operation`: the one that failed.
result<socket> connect_to(const address_info& candidate, const connection_arguments& arguments,
                          const char*& operation) noexcept {
    operation = "socket";
    auto s = socket::try_open(candidate.family, candidate.type, candidate.proto);
    if (!s) return s;
    if (arguments.timeout) {
        operation = "settimeout";
        if (auto set = s->try_settimeout(*arguments.timeout); !set) return failure(set.error());
    }
    if (!arguments.source_address.empty()) {
        operation = "bind";
        if (auto bound = s->try_bind(arguments.source_address); !bound) return failure(bound.error());
    }
    operation = "connect";
    if (auto connected = s->try_connect(candidate.sockaddr); !connected) return failure(connected.error());
    return s;
}

result<socket> connect_any(const address& to, const connection_arguments& arguments,
                           std::vector<std::error_code>* errors, const char*& operation) noexcept {
    operation = "getaddrinfo";
    return guard_allocation([&]() -> result<socket> {
        const auto found = candidates(to);
        if (!found) return failure(found.error());
        std::error_code last = fault::no_address;
        for (const address_info& candidate : *found) {
            auto s = connect_to(candidate, arguments, operation);
            if (s || !is_oserror(s.error())) return s;
            last = s.error();
            if (errors != nullptr) errors->push_back(last);
        }
        return failure(last);
    });
}

/// What create_server tried last.
enum class server_step { prepare, set_reuse_port, set_ipv6_only, bind, listen };

const char* operation_of(server_step step) noexcept {
    switch (step) {
    case server_step::prepare: break;
    case server_step::set_reuse_port:
    case server_step::set_ipv6_only: return "setsockopt";
    case server_step::bind: return "bind";
    case server_step::listen: return "listen";
    }
    return "create_server";
}

status reuse_port(socket& s) noexcept {
    const auto set = s.try_setsockopt(sol_socket, so_reuseport, 1);
    const bool is_missing = !set && (set.error() == errno_code(EOPNOTSUPP) || set.error() == errno_code(ENOPROTOOPT));
    return is_missing ? failure(misuse::reuse_port) : set;
}

result<socket> open_server(const address& where, const server_arguments& arguments, server_step& step) noexcept {
    step = server_step::prepare;
    if (arguments.dualstack_ipv6) {
        if (!has_dualstack_ipv6()) return failure(fault::no_dual_stack);
        if (arguments.family != af_inet6) return failure(misuse::dual_stack_family);
    }
    auto s = socket::try_open(arguments.family, sock_stream);
    if (!s) return s;
    // Where this fails, bind() will say so if it matters.
    if (!platform::reuse_address_is_unsafe()) (void)s->try_setsockopt(sol_socket, so_reuseaddr, 1);
    if (arguments.reuse_port) {
        step = server_step::set_reuse_port;
        if (auto set = reuse_port(*s); !set) return failure(set.error());
    }
    if (arguments.family == af_inet6) {
        // Either way: systems differ in what they begin with.
        step = server_step::set_ipv6_only;
        const int only = arguments.dualstack_ipv6 ? 0 : 1;
        if (auto set = s->try_setsockopt(ipproto_ipv6, ipv6_v6only, only); !set) return failure(set.error());
    }
    step = server_step::bind;
    if (auto bound = s->try_bind(where); !bound) return failure(bound.error());
    step = server_step::listen;
    if (auto listening = arguments.backlog ? s->try_listen(*arguments.backlog) : s->try_listen(); !listening)
        return failure(listening.error());
    return s;
}

/// The tuple as a program writes it: without flow information and scope where it has none.
std::string tuple_of(const address& where) {
    if (where.family() == af_unix) return quoted_text(where.path());
    std::string text = "(" + quoted_text(where.host()) + ", " + std::to_string(where.port());
    if (where.flowinfo() != 0 || where.scope_id() != 0)
        text += ", " + std::to_string(where.flowinfo()) + ", " + std::to_string(where.scope_id());
    return text + ")";
}

} // namespace

result<socket> try_create_connection(const address& to, const connection_arguments& arguments) noexcept {
    const char* operation = nullptr;
    return connect_any(to, arguments, nullptr, operation);
}

result<socket> try_create_connection(const address& to, const connection_arguments& arguments,
                                     std::vector<std::error_code>& errors) noexcept {
    const char* operation = nullptr;
    return connect_any(to, arguments, &errors, operation);
}

socket create_connection(const address& to, const connection_arguments& arguments) {
    std::vector<std::error_code> errors;
    const char* operation = nullptr;
    auto s = connect_any(to, arguments, &errors, operation);
    if (s) return *std::move(s);
    if (arguments.all_errors && !errors.empty() && is_oserror(s.error())) raise(std::move(errors), "create_connection");
    raise(s.error(), operation);
}

result<socket> try_create_server(const address& where, const server_arguments& arguments) noexcept {
    server_step step{};
    return open_server(where, arguments, step);
}

socket create_server(const address& where, const server_arguments& arguments) {
    server_step step{};
    auto s = open_server(where, arguments, step);
    if (s) return *std::move(s);
    if (step != server_step::bind || !is_oserror(s.error())) raise(s.error(), operation_of(step));
    raise(s.error(), "bind", "(while attempting to bind on address " + tuple_of(where) + ")");
}

bool has_dualstack_ipv6() noexcept {
    auto s = socket::try_open(af_inet6, sock_stream);
    return s && s->try_setsockopt(ipproto_ipv6, ipv6_v6only, 0);
}

} // namespace samesock
