# Windows by mingw-w64 with POSIX threads; what it makes runs under Wine. Stands alone, so that it can be installed.
# Programs are linked statically: beside Windows they need nothing.

set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(_target x86_64-w64-mingw32)
find_program(CMAKE_C_COMPILER NAMES ${_target}-gcc-posix ${_target}-gcc REQUIRED)
find_program(CMAKE_CXX_COMPILER NAMES ${_target}-g++-posix ${_target}-g++ REQUIRED)
find_program(CMAKE_RC_COMPILER NAMES ${_target}-windres)
# In C++23 GCC 12 defines std::type_info::operator== in every object, and in its library as well.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -Wl,--allow-multiple-definition")

# A linker that is new enough, where `./dev setup windows` has put one into the cache: binutils before 2.41 takes half a
# minute of processor time for each look at a large object file.
if(DEFINED ENV{XDG_CACHE_HOME})
  set(_cache "$ENV{XDG_CACHE_HOME}/samesock")
else()
  set(_cache "$ENV{HOME}/.cache/samesock")
endif()
set(_tools "${_cache}/wine/bin")
if(EXISTS "${_tools}/compiler-wrapper")
  set(CMAKE_AR "${_tools}/ar" CACHE FILEPATH "")
  set(CMAKE_RANLIB "${_tools}/ranlib" CACHE FILEPATH "")
  string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -wrapper ${_tools}/compiler-wrapper")
endif()

# And libraries, where `./dev setup gateway-windows` has put some.
foreach(_made IN ITEMS openssl-windows windows-headers)
  if(EXISTS "${_cache}/${_made}/include")
    list(APPEND CMAKE_FIND_ROOT_PATH "${_cache}/${_made}")
  endif()
endforeach()
list(APPEND CMAKE_FIND_ROOT_PATH /usr/${_target})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

if(CMAKE_HOST_UNIX AND NOT DEFINED CMAKE_CROSSCOMPILING_EMULATOR)
  set(CMAKE_CROSSCOMPILING_EMULATOR sh "${CMAKE_CURRENT_LIST_DIR}/windows-run")
endif()
