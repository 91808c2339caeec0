# shellcheck shell=bash
# For each of Python's rules: a change that breaks it must turn its tests red.
results=$1
. tests/targets/parts/suite.sh

setup native
step "mutants: build, break, test" python3 tests/mutants/run.py --build build/mutants --junit "$results/mutants.xml" ||
  [[ -s $results/mutants.xml ]] || broken "mutants: the run"
python3 tests/targets/table.py --line "$results/mutants.xml" || true
