// What a process has of its system: limits, signals, standard error.
#pragma once

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

/// First of all: a peer that has gone is no reason to end, and a stream costs a descriptor, of which the system's
/// default for one process is soon used up.
void prepare_process();

/// Those of main(), in UTF-8.
[[nodiscard]] std::vector<std::string> arguments_of(int count, char** arguments);

/// With one call, as a rule. Lines that nobody takes are lost, and stop nobody. Standard error is 2.
void write_all(int descriptor, std::string_view bytes) noexcept;

/// What the system asks of a server: to end, and to read its configuration again. Called on the context's thread, as
/// often as it is asked.
class signals {
public:
    signals(boost::asio::io_context& on, std::function<void()> end, std::function<void()> reload);
    signals(const signals&) = delete;
    signals& operator=(const signals&) = delete;
    ~signals();

private:
    struct watch;
    std::unique_ptr<watch> watch_;
};

} // namespace samesock::gateway
