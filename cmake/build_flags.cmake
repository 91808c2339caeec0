# Flags for every target of a build of this project itself: sanitizers, and building without exceptions.
# For wasm the toolchain file carries the flags that the ABI needs.
if(SAMESOCK_SANITIZE)
  add_compile_options(-fsanitize=${SAMESOCK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
  if(SAMESOCK_SANITIZE MATCHES "undefined")
    # This check reads memory through a pipe, and calls it a fault that none can be opened: tests use descriptors up.
    add_compile_options(-fno-sanitize=vptr)
  endif()
  add_link_options(-fsanitize=${SAMESOCK_SANITIZE})
endif()
if(SAMESOCK_BUILD_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)   # the core too reports which of its branches an input took
endif()
if(NOT SAMESOCK_EXCEPTIONS AND NOT MSVC)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)
endif()
