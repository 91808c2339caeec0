# What the gateway is made of beside its input and output of streams: rules, checks, credentials, limits, log, metrics,
# plain HTTP, configuration. A library, so that the tests and the fuzzers link it without the server.
set(gateway_missing "")
set(gateway_headers "")
function(samesock_gateway_needs file package)
  find_path(samesock_gateway_has_${package} ${file} NO_CACHE)
  if(NOT samesock_gateway_has_${package})
    set(gateway_missing "${gateway_missing}  <${file}>: apt-get install ${package}\n" PARENT_SCOPE)
  endif()
  set(gateway_headers "${gateway_headers};${samesock_gateway_has_${package}}" PARENT_SCOPE)
endfunction()
samesock_gateway_needs(boost/beast.hpp libboost-dev)
samesock_gateway_needs(openssl/ssl.h libssl-dev)
samesock_gateway_needs(toml++/toml.h libtomlplusplus-dev)
samesock_gateway_needs(CLI/CLI.hpp libcli11-dev)
samesock_gateway_needs(nlohmann/json.hpp nlohmann-json3-dev)
if(gateway_missing)
  message(FATAL_ERROR "The gateway (SAMESOCK_BUILD_GATEWAY) needs headers that are not here (the packages are Debian's):\n"
    "${gateway_missing}")
endif()
find_package(OpenSSL 3.0 REQUIRED)
find_package(Threads REQUIRED)

add_library(samesock_gateway_rules STATIC
  admin.cpp asio_endpoint.cpp client_address.cpp command_line.cpp configuration.cpp credentials.cpp host_name.cpp http_exchange.cpp
  ip_address.cpp limits.cpp lingering_close.cpp log.cpp metrics.cpp own_addresses.cpp
  pending_connections.cpp plain_answer.cpp policy.cpp proxy_protocol.cpp request_check.cpp rule.cpp
  secret_file.cpp special_addresses.cpp static_files.cpp text_file.cpp tls_context.cpp toml_file.cpp
  ${gateway_room}/interfaces.cpp ${gateway_room}/private_file.cpp ${gateway_room}/process.cpp
  ${gateway_room}/random_bytes.cpp ${gateway_room}/served_directory.cpp ${gateway_room_alone})
target_compile_features(samesock_gateway_rules PUBLIC cxx_std_23)
target_include_directories(samesock_gateway_rules PUBLIC
  ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${gateway_room} ${PROJECT_SOURCE_DIR}/src)
target_include_directories(samesock_gateway_rules SYSTEM PUBLIC ${gateway_headers})
target_link_libraries(samesock_gateway_rules PUBLIC samesock::samesock OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
set_target_properties(samesock_gateway_rules PROPERTIES CXX_EXTENSIONS OFF)
samesock_warnings(samesock_gateway_rules)
# The systems' headers are full of macros.
foreach(file IN ITEMS interfaces private_file process random_bytes served_directory)
  set_source_files_properties(${gateway_room}/${file}.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endforeach()
if(gateway_room_alone)
  set_source_files_properties(${gateway_room_alone} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endif()
if(WIN32)
  # The seam, and what the backend knows of Windows' text. The same Windows as the library's.
  target_include_directories(samesock_gateway_rules PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_definitions(samesock_gateway_rules PUBLIC _WIN32_WINNT=0x0A00 WIN32_LEAN_AND_MEAN NOMINMAX)
  target_link_libraries(samesock_gateway_rules PUBLIC ws2_32 mswsock iphlpapi bcrypt advapi32 crypt32)
endif()
# Its order of includes is its own.
set_source_files_properties(asio_endpoint.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set_source_files_properties(command_line.cpp PROPERTIES
  COMPILE_DEFINITIONS "SAMESOCK_GATEWAY_VERSION=\"${PROJECT_VERSION}\"")
