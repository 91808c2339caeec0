# shellcheck shell=bash
# How a test target runs its parts: a preset's CTest, or a single check. Each leaves its results in the folder that the
# target was called with; a part that cannot be built is written there too, so that it counts as failed.
set -euo pipefail
: "${results:?the folder of the results}"
. cmake/setup/setup.sh

broken() { echo "$*" >>"$results/broken"; }

# run_preset PRESET [CTEST ARGUMENT...]: configures, builds and tests it.
run_preset() {
  if build "$1"; then
    run_ctest "$@"
  else
    broken "$1: build"
  fi
}

# run_ctest PRESET [CTEST ARGUMENT...]: its tests, of what is built.
run_ctest() {
  local preset=$1
  shift
  tested "$preset" "${under[@]}" ctest --preset "$preset" --quiet "$@" --output-junit
}

# tested PART COMMAND...: a command that takes the path of the JUnit file that it shall write as its last argument.
tested() {
  local part=$1 junit=$PWD/$results/$1.xml
  shift
  printf '  %-58s' "$part: test"
  "$@" "$junit" >"$results/$part.log" 2>&1 </dev/null || true
  if ! python3 tests/targets/table.py --line "$junit"; then broken "$part: no test ran (see $results/$part.log)"; fi
}

# check NAME COMMAND...: one case that is no CTest test.
check() {
  local name=$1 start=$SECONDS outcome=passed
  shift
  step "$name" "$@" || outcome=failed
  printf '%s\t%s\t%s\n' "$outcome" "$((SECONDS - start))" "$name" >>"$results/checks.tsv"
}
