# The warnings of our own code. Private to each target: no warning flag reaches a consumer.
function(samesock_warnings target)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /permissive- /wd5030) # 5030: attributes of other compilers
  else()
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                             -Wold-style-cast -Wcast-qual)
  endif()
  get_target_property(is_unity ${target} UNITY_BUILD)
  if(is_unity AND NOT MSVC)   # the files of one unit see the names of each other
    target_compile_options(${target} PRIVATE -Wno-shadow)
  endif()
  if(SAMESOCK_WERROR)
    set_target_properties(${target} PROPERTIES COMPILE_WARNING_AS_ERROR ON)
  endif()
endfunction()
