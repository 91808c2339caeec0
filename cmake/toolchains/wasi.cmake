# WASI 0.2 (wasm32-wasip2), as components that wasmtime or jco run. Stands alone, so that it can be installed.
# The SDK: $WASI_SDK_PATH (wasi-sdk 33 or later), else the one that `./dev setup wasi` keeps in the cache.
# SAMESOCK_EXCEPTIONS (ON by default) selects the C++ library with or without exceptions. It changes the ABI: every
# part of a program, samesock included, is built with the same value, so the flags stand here.

set(CMAKE_SYSTEM_NAME WASI)
set(CMAKE_SYSTEM_VERSION 1)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(WASI 1)
list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")   # Platform/WASI.cmake, which CMake lacks

set(SAMESOCK_EXCEPTIONS ON CACHE BOOL "C++ exceptions")
if(DEFINED ENV{XDG_CACHE_HOME})
  set(_samesock_cache "$ENV{XDG_CACHE_HOME}/samesock")
else()
  set(_samesock_cache "$ENV{HOME}/.cache/samesock")
endif()
if(DEFINED ENV{WASI_SDK_PATH})
  set(_sdk "$ENV{WASI_SDK_PATH}")
else()
  set(_sdk "${_samesock_cache}/wasi-sdk")
endif()
set(WASI_SDK_PATH "${_sdk}" CACHE PATH "Folder of a wasi-sdk")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SAMESOCK_EXCEPTIONS WASI_SDK_PATH)
if(NOT EXISTS "${WASI_SDK_PATH}/share/wasi-sysroot")
  message(FATAL_ERROR "No wasi-sdk in ${WASI_SDK_PATH}: set WASI_SDK_PATH, or run `./dev setup wasi`.")
endif()

set(_triple wasm32-wasip2)
set(CMAKE_SYSROOT "${WASI_SDK_PATH}/share/wasi-sysroot")
foreach(_language C CXX ASM)
  set(CMAKE_${_language}_COMPILER_TARGET ${_triple})
endforeach()
set(CMAKE_C_COMPILER "${WASI_SDK_PATH}/bin/clang")
set(CMAKE_CXX_COMPILER "${WASI_SDK_PATH}/bin/clang++")
set(CMAKE_ASM_COMPILER "${WASI_SDK_PATH}/bin/clang")
set(CMAKE_AR "${WASI_SDK_PATH}/bin/llvm-ar")
set(CMAKE_RANLIB "${WASI_SDK_PATH}/bin/llvm-ranlib")

# A local array of 70 kB traps with the linker's own default.
set(_link "-Wl,-z,stack-size=1048576")
if(SAMESOCK_EXCEPTIONS)
  if(NOT EXISTS "${CMAKE_SYSROOT}/lib/${_triple}/eh/libc++.a")
    message(FATAL_ERROR "The wasi-sdk in ${WASI_SDK_PATH} has no C++ library with exceptions: run "
      "`./dev setup wasi-exceptions`, or take wasi-sdk 33 or later, or configure with -DSAMESOCK_EXCEPTIONS=OFF.")
  endif()
  set(_eh "-fwasm-exceptions -mllvm -wasm-use-legacy-eh=false")
  set(CMAKE_C_FLAGS_INIT "${_eh}")
  set(CMAKE_CXX_FLAGS_INIT "${_eh} -nostdinc++ -isystem ${CMAKE_SYSROOT}/include/${_triple}/eh/c++/v1")
  set(CMAKE_ASM_FLAGS_INIT "-mexception-handling")
  string(APPEND _link " -Wno-unused-command-line-argument -fwasm-exceptions -L${CMAKE_SYSROOT}/lib/${_triple}/eh -lunwind")
else()
  set(CMAKE_CXX_FLAGS_INIT "-fno-exceptions")
endif()
set(CMAKE_EXE_LINKER_FLAGS_INIT "${_link}")

# OpenSSL, for TLS: OPENSSL_ROOT_DIR, else the one that `./dev setup openssl-wasi` keeps in the cache.
set(OPENSSL_ROOT_DIR "${_samesock_cache}/openssl-wasi" CACHE PATH "Folder of an OpenSSL for WASI")
list(APPEND CMAKE_FIND_ROOT_PATH "${OPENSSL_ROOT_DIR}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

if(CMAKE_HOST_UNIX AND NOT DEFINED CMAKE_CROSSCOMPILING_EMULATOR)
  set(CMAKE_CROSSCOMPILING_EMULATOR sh "${CMAKE_CURRENT_LIST_DIR}/wasi-run")
endif()
