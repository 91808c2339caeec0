# samesock_discover_cases(target [ENVIRONMENT NAME=VALUE...] [LABELS label...] [WRAPPER command...]
#                         [PROPERTIES name value...])
# One CTest test per TEST_CASE of a program that links the target catch2: TARGET.CASE, run in a process of its own
# (a build without exceptions ends the process at the first failed REQUIRE), through the emulator where there is one.
# Tags become labels, so that `ctest -L semantics-7` runs what is tagged [semantics-7]. SKIP is CTest's skip.
# WRAPPER comes before the emulator and the program on the command line.
# This file is also the script that asks the freshly linked program for its cases.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(_samesock_catch_cases_file "${CMAKE_CURRENT_LIST_FILE}")

  function(samesock_discover_cases target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "ENVIRONMENT;LABELS;WRAPPER;PROPERTIES")
    set(list "${CMAKE_CURRENT_BINARY_DIR}/${target}.cases.cmake")
    get_target_property(emulator ${target} CROSSCOMPILING_EMULATOR)
    if(NOT emulator)
      set(emulator "")
    endif()
    add_custom_command(TARGET ${target} POST_BUILD
      COMMAND ${CMAKE_COMMAND} -D "target=${target}" -D "program=$<TARGET_FILE:${target}>" -D "list=${list}"
        -D "emulator=${emulator}" -D "environment=${arg_ENVIRONMENT}" -D "labels=${arg_LABELS}"
        -D "wrapper=${arg_WRAPPER}" -D "properties=${arg_PROPERTIES}" -D "system=${CMAKE_SYSTEM_NAME}"
        -P "${_samesock_catch_cases_file}"
      BYPRODUCTS "${list}" VERBATIM)
    file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/${target}.include.cmake"
      "if(EXISTS [==[${list}]==])\n  include([==[${list}]==])\n"
      "else()\n  add_test([==[${target}.NOT_BUILT]==] [==[${target}.NOT_BUILT]==])\nendif()\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${CMAKE_CURRENT_BINARY_DIR}/${target}.include.cmake")
  endfunction()
  return()
endif()

# --- the script ---
cmake_policy(VERSION 3.24)

execute_process(COMMAND ${emulator} "${program}" --list-tests --reporter xml
  OUTPUT_VARIABLE listing RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  file(REMOVE "${list}")
  message(FATAL_ERROR "${target} could not list its cases (${result}):\n${listing}")
endif()

# Characters that split a list, or keep one from being split, stand aside while the listing is one.
string(ASCII 1 open)
string(ASCII 2 close)
string(ASCII 3 semicolon)
string(REPLACE "[" "${open}" listing "${listing}")
string(REPLACE "]" "${close}" listing "${listing}")
string(REPLACE ";" "${semicolon}" listing "${listing}")
string(REGEX MATCHALL "<(Name|Tags)>[^\n]*</(Name|Tags)>" fields "${listing}")

# Bracket arguments keep every character but the one this line could not write: a name may not hold "]==]".
function(bracketed out)
  list(TRANSFORM ARGN REPLACE "(.+)" " [==[\\1]==]")
  list(JOIN ARGN "" text)
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

bracketed(command ${wrapper} ${emulator} "${program}")
set(how "SKIP_RETURN_CODE 4")
if(system STREQUAL "WASI")
  set(how "SKIP_REGULAR_EXPRESSION \"catch2 returned 4\\n\"")   # a program there returns 0 or 1
endif()
if(environment)
  string(APPEND how " ENVIRONMENT [==[${environment}]==]")
endif()
bracketed(more ${properties})

set(script "")
set(name "")
foreach(field IN LISTS fields ITEMS "<Name></Name>")
  string(REGEX REPLACE "^<(Name|Tags)>(.*)</(Name|Tags)>$" "\\2" text "${field}")
  if(field MATCHES "^<Tags>")
    string(REGEX MATCHALL "${open}[^${close}]*${close}" tags "${text}")
    list(TRANSFORM tags REPLACE "${open}|${close}" "")
    continue()
  endif()
  # A new name ends the case before it; hidden cases are run by hand only.
  if(NOT name STREQUAL "" AND NOT "." IN_LIST tags AND NOT "!benchmark" IN_LIST tags)
    string(REGEX REPLACE "([][,*\\\"])" "\\\\\\1" spec "${name}")
    string(APPEND script "add_test([==[${target}.${name}]==]${command} [==[${spec}]==])\n"
      "set_tests_properties([==[${target}.${name}]==] PROPERTIES ${how} LABELS [==[${labels};${tags}]==]${more})\n")
  endif()
  set(tags "")
  string(REPLACE "${open}" "[" name "${text}")
  string(REPLACE "${close}" "]" name "${name}")
  string(REPLACE "${semicolon}" ";" name "${name}")
  foreach(pair "lt <" "gt >" "quot \"" "amp &")
    string(REGEX MATCH "^([a-z]+) (.)$" ignored "${pair}")
    string(REPLACE "&${CMAKE_MATCH_1};" "${CMAKE_MATCH_2}" name "${name}")
  endforeach()
endforeach()
if(script STREQUAL "")
  file(REMOVE "${list}")
  message(FATAL_ERROR "${target} has no test case")
endif()
file(WRITE "${list}" "${script}")
