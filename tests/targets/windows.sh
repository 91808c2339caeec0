# shellcheck shell=bash
# The Winsock backend: compiled by mingw-w64, and tried under Wine by the core's unit tests, the contract, every
# conformance case, the examples and the installed package; TLS by all of its tests; the gateway, by those that fork nothing.
# And the public headers, as this compiler and Windows' own headers see them.
results=$1
. tests/targets/parts/suite.sh

setup native gateway-windows
need pip3=python3-pip
node_command # the HTTPS server of a test
# Without a server that waits for the next program, each would start Windows' services anew. It ends by itself.
cmake/toolchains/windows-run --server -p60
if build windows; then
  cmake/toolchains/windows-run --server -p60
  # What is left out is the same everywhere.
  run_ctest windows --label-regex 'unit|contract|conformance|tls|gateway|lint|consumer' \
    --exclude-regex 'lint\.(layers|generated|platforms|python)|consumer\.(fetch_content|add_subdirectory)'
  tested windows-https node tests/web/https.mjs wine build/windows
  check "examples: servers and clients" python3 examples/demo.py --check --windows build/windows
else
  broken "windows: build"
fi
