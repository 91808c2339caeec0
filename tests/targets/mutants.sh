# shellcheck shell=bash
# Each rule of Python's semantics broken once: its test has to fail then.
results=$1
. tests/targets/parts/suite.sh

setup native
tested mutants python3 tests/mutants/run.py --build "$PWD/build/mutants" --jobs 2 --junit
