#include "metrics.hpp"

#include <array>
#include <string_view>

namespace samesock::gateway {

namespace {

struct figure {
    std::string_view name;
    std::string_view help;
    bool is_gauge;
    counter metrics::* value;
};

constexpr std::array figures{
    figure{"connections", "WebSockets now.", true, &metrics::connections},
    figure{"connections_total", "WebSockets that began.", false, &metrics::connections_total},
    figure{"handshakes_failed_total", "WebSockets that came to no session.", false, &metrics::handshakes_failed},
    figure{"tls_failed_total", "Connections to a port of TLS that came to none.", false, &metrics::tls_failed},
    figure{"requests_refused_total", "Requests refused by Host, Origin or path.", false, &metrics::requests_refused},
    figure{"logins_refused_total", "Missing or wrong credentials.", false, &metrics::logins_refused},
    figure{"over_limit_total", "Connections, streams and listeners beyond a limit.", false, &metrics::over_limit},
    figure{"denied_total", "Destinations and local addresses that no rule opens.", false, &metrics::denied},
    figure{"malformed_total", "Sessions ended by a malformed packet.", false, &metrics::malformed},
    figure{"sessions_resumed_total", "Sessions that went on over another WebSocket.", false,
           &metrics::sessions_resumed},
    figure{"streams", "Sockets now, streams and datagrams.", true, &metrics::streams},
    figure{"streams_total", "Sockets that were opened.", false, &metrics::streams_total},
    figure{"connects_failed_total", "Connects that failed.", false, &metrics::connects_failed},
    figure{"listeners", "Listening sockets now.", true, &metrics::listeners},
    figure{"accepted_total", "Connections handed to listening clients.", false, &metrics::accepted_total},
    figure{"bytes_from_clients_total", "Payload received from clients.", false, &metrics::bytes_from_clients},
    figure{"bytes_to_clients_total", "Payload sent to clients.", false, &metrics::bytes_to_clients},
    figure{"datagrams_dropped_total", "Datagrams that had no room or nowhere to go.", false,
           &metrics::datagrams_dropped},
    figure{"lookups_total", "Names and addresses looked up.", false, &metrics::lookups_total},
    figure{"accept_errors_total", "Failures to accept a connection, as for want of descriptors.", false,
           &metrics::accept_errors},
    figure{"reloads_total", "Configurations that were reloaded.", false, &metrics::reloads_total},
    figure{"reloads_failed_total", "Configurations with a mistake, which were not taken.", false,
           &metrics::reloads_failed},
};
static_assert(sizeof(metrics) == figures.size() * sizeof(counter), "a figure has no line");

std::string lines_of(const figure& f, std::uint64_t value) {
    const std::string name = "samesock_gateway_" + std::string(f.name);
    return "# HELP " + name + " " + std::string(f.help) + "\n# TYPE " + name +
           (f.is_gauge ? " gauge\n" : " counter\n") + name + " " + std::to_string(value) + "\n";
}

} // namespace

std::string prometheus_text(const metrics& m) {
    std::string text;
    for (const figure& f : figures) text += lines_of(f, (m.*f.value).value());
    return text;
}

} // namespace samesock::gateway
