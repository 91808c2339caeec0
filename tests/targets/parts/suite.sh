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
  local preset=$1 junit=$PWD/$results/$1.xml
  shift
  printf '  %-58s' "$preset: test"
  "${under[@]}" ctest --preset "$preset" --output-junit "$junit" --quiet "$@" >"$results/$preset.log" 2>&1 </dev/null || true
  if ! python3 tests/targets/table.py --line "$junit"; then broken "$preset: no test ran (see $results/$preset.log)"; fi
}

# check NAME COMMAND...: one case that is no CTest test.
check() {
  local name=$1 start=$SECONDS outcome=passed
  shift
  step "$name" "$@" || outcome=failed
  printf '%s\t%s\t%s\n' "$outcome" "$((SECONDS - start))" "$name" >>"$results/checks.tsv"
}
