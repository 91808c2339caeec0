# shellcheck shell=bash
# What needs no program to run: format, scripts, static analysis, and the lint tests of CTest (arrows, headers, macros).
results=$1
. tests/targets/parts/suite.sh

setup native lint
mapfile -t sources < <(tracked_sources)
mapfile -t scripts < <(git -c safe.directory='*' grep -lE '^#!.*\b(ba)?sh$|^# shellcheck shell=')

check "format: clang-format" clang-format-19 --dry-run -Werror "${sources[@]}"
check "scripts: shellcheck" shellcheck --external-sources "${scripts[@]}"
if step "native: configure" cmake --preset native; then
  run_ctest native --label-regex lint
  check "static analysis: clang-tidy" tests/targets/parts/tidy
else
  broken "native: configure"
fi
