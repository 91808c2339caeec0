# shellcheck shell=bash
# The Winsock backend: compiled by mingw-w64, and tried under Wine by the core's unit tests, the contract, every
# conformance case, the examples and the installed package; the gateway, by those of its tests that fork nothing. And the
# public headers, as this compiler and Windows' own headers see them.
results=$1
. tests/targets/parts/suite.sh

setup native gateway-windows
# Without a server that waits for the next program, each would start Windows' services anew. It ends by itself.
cmake/toolchains/windows-run --server -p60
if build windows; then
  cmake/toolchains/windows-run --server -p60
  # What is left out is the same everywhere.
  run_ctest windows --label-regex 'unit|contract|conformance|gateway|lint|consumer' \
    --exclude-regex 'lint\.(layers|generated|platforms|python)|consumer\.(fetch_content|add_subdirectory)'
  check "examples: servers and clients" python3 examples/demo.py --check --windows build/windows
else
  broken "windows: build"
fi
