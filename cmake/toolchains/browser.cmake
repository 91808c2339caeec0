# Emscripten, for browsers and Node. Stands alone, so that it can be installed.
# The SDK: $EMSDK, else the one that `./dev setup emscripten` keeps in the cache.
# SAMESOCK_BROWSER says how a program blocks: "jspi" (the engine suspends it: Chromium, Firefox, Node 24), or "threads" (it
# has a thread of its own: pages that are cross-origin isolated, any Node). SAMESOCK_EXCEPTIONS (ON by default): C++
# exceptions. Both change the ABI: every part of a program is built with the same values, so the flags stand here.

set(SAMESOCK_BROWSER jspi CACHE STRING "jspi or threads")
set(SAMESOCK_EXCEPTIONS ON CACHE BOOL "C++ exceptions")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SAMESOCK_BROWSER SAMESOCK_EXCEPTIONS)
if(NOT SAMESOCK_BROWSER MATCHES "^(jspi|threads)$")
  message(FATAL_ERROR "SAMESOCK_BROWSER is 'jspi' or 'threads', not '${SAMESOCK_BROWSER}'")
endif()

if(DEFINED ENV{XDG_CACHE_HOME})
  set(_samesock_cache "$ENV{XDG_CACHE_HOME}/samesock")
else()
  set(_samesock_cache "$ENV{HOME}/.cache/samesock")
endif()
if(DEFINED ENV{EMSDK})
  set(_emsdk "$ENV{EMSDK}")
else()
  set(_emsdk "${_samesock_cache}/emsdk")
endif()
if(NOT EXISTS "${_emsdk}/upstream/emscripten/em++")
  message(FATAL_ERROR "No emsdk in ${_emsdk}: set EMSDK, or run `./dev setup emscripten`.")
endif()

if(SAMESOCK_EXCEPTIONS)
  set(_flags "-fwasm-exceptions")
else()
  set(_flags "-fno-exceptions")
endif()
if(SAMESOCK_BROWSER STREQUAL "threads")
  string(APPEND _flags " -pthread")
endif()
set(CMAKE_C_FLAGS_INIT "${_flags}")
set(CMAKE_CXX_FLAGS_INIT "${_flags}")

# OpenSSL, for TLS: OPENSSL_ROOT_DIR, else the one that `./dev setup openssl-browser` keeps in the cache.
set(OPENSSL_ROOT_DIR "${_samesock_cache}/openssl-browser" CACHE PATH "Folder of an OpenSSL for Emscripten")
list(APPEND CMAKE_FIND_ROOT_PATH "${OPENSSL_ROOT_DIR}")

# Node 24 has JSPI behind an option; the machine's own may be older.
if(NOT DEFINED CMAKE_CROSSCOMPILING_EMULATOR)
  set(CMAKE_CROSSCOMPILING_EMULATOR sh "${CMAKE_CURRENT_LIST_DIR}/browser-run" ${SAMESOCK_BROWSER})
endif()
include("${_emsdk}/upstream/emscripten/cmake/Modules/Platform/Emscripten.cmake")
