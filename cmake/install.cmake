# `cmake --install`: headers, the library, the package that find_package(samesock) finds, and the toolchain files, which
# carry the flags that the ABI of a wasm target needs.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
get_target_property(links samesock INTERFACE_LINK_LIBRARIES)
if("${links}" MATCHES "Threads::Threads")
  set(samesock_needs_threads ON)
else()
  set(samesock_needs_threads OFF)
endif()
if("${links}" MATCHES "OpenSSL::SSL")
  set(samesock_needs_openssl ON)
else()
  set(samesock_needs_openssl OFF)
endif()
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/samesock)

install(TARGETS samesock EXPORT samesock-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/samesock DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(EXPORT samesock-targets NAMESPACE samesock:: DESTINATION ${package_dir})
if(SAMESOCK_BUILD_TLS)   # a component of its own: who does not ask for it needs no OpenSSL
  install(TARGETS samesock_tls EXPORT samesock-tls-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT samesock-tls-targets NAMESPACE samesock:: DESTINATION ${package_dir})
  install(FILES ${PROJECT_SOURCE_DIR}/cmake/trust_bundle.cmake DESTINATION ${package_dir})
endif()
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/samesock-config.cmake.in
  ${PROJECT_BINARY_DIR}/samesock-config.cmake INSTALL_DESTINATION ${package_dir})
# SameMinorVersion: before 1.0 a minor version may change the API.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/samesock-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/samesock-config.cmake ${PROJECT_BINARY_DIR}/samesock-config-version.cmake
  DESTINATION ${package_dir})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/cmake/toolchains DESTINATION ${package_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
