// Services by name and by port: the system's database, or the core's own table where the system has none.
#pragma once

#include <samesock/result.hpp>

#include <cstdint>
#include <string>
#include <system_error>

namespace samesock {

/// An empty protocol name stands for any. fault::service_not_found.
[[nodiscard]] result<std::uint16_t> look_up_service(const std::string& name, const std::string& proto) noexcept;
/// fault::port_not_found.
[[nodiscard]] result<std::string> look_up_service_name(std::uint16_t port, const std::string& proto) noexcept;
/// What the seam says where the system has no such database.
[[nodiscard]] bool is_no_database(std::error_code code) noexcept;

} // namespace samesock
