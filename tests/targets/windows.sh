# shellcheck shell=bash
# The Winsock backend: compiled by mingw-w64, and what it owes the core tried under Wine. The unit and conformance suites
# have not been brought there yet.
results=$1
. tests/targets/parts/suite.sh

setup native windows
# Without a server that waits for the next program, each would start Windows' services anew. It ends by itself.
cmake/toolchains/windows-run --server -p60
if build windows tests/contract/all; then run_ctest windows --label-regex contract; else broken "windows: build"; fi
