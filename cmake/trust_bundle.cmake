# samesock_add_trust_bundle(TARGET FILE): a library that has the certificates of FILE as data, for programs on systems without a
# trust store: samesock::trust_bundle() of <samesock/trust_bundle.hpp>. FILE is PEM; whom it trusts is its maker's decision:
# Mozilla's list is ca-certificates.crt of Debian's package ca-certificates, or cacert.pem of curl's.
function(samesock_add_trust_bundle target file)
  get_filename_component(file "${file}" ABSOLUTE)
  if(NOT EXISTS "${file}")
    message(FATAL_ERROR "samesock_add_trust_bundle: there is no file ${file}")
  endif()
  file(READ "${file}" text)
  if(NOT text MATCHES "-----BEGIN CERTIFICATE-----")
    message(FATAL_ERROR "samesock_add_trust_bundle: ${file} has no certificate in PEM")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT [[// Made from @file@.
#include <samesock/trust_bundle.hpp>

namespace {
constexpr unsigned char bundle[] = {@bytes@};
}

samesock::const_buffer samesock::trust_bundle() noexcept { return {reinterpret_cast<const std::byte*>(bundle), sizeof bundle}; }
]] @ONLY)
  add_library(${target} STATIC "${source}")
  target_link_libraries(${target} PUBLIC samesock::samesock)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()
