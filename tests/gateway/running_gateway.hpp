// A gateway on threads of this process, at a port of the system's choosing.
#pragma once

#include "configuration.hpp"
#include "lookups.hpp"
#include "metrics.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace samesock::testing {

struct rules {
    std::vector<std::string> allow{"127.0.0.0/8", "[::1]/128"};
    std::vector<std::string> allow_listen{"127.0.0.0/8", "[::1]/128"};
};

[[nodiscard]] gateway::configuration open_configuration(const rules& r = {});

class running_gateway {
public:
    /// Names are looked up by the system, or as the case says.
    explicit running_gateway(gateway::configuration c = open_configuration(), gateway::resolver names = {});
    running_gateway(const running_gateway&) = delete;
    running_gateway& operator=(const running_gateway&) = delete;
    ~running_gateway();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const gateway::metrics& figures() const;
    /// What it has logged.
    [[nodiscard]] std::string log() const;
    /// A reload: the workers hear of it before what is sent to them after this.
    void change(gateway::configuration c);
    void drain();
    /// Its server has come to its end by itself.
    void wait_for_end();

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace samesock::testing
