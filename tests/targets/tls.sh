# shellcheck shell=bash
# TLS where the target native does not test it: on WASI and under Wine, and through a gateway natively, in Chromium, in Firefox and
# on Node.
results=$1
. tests/targets/parts/suite.sh

setup native gateway-windows wasi-exceptions openssl-wasi openssl-browser browser chromium firefox
need openssl=openssl
. tests/targets/parts/browsers.sh

# cases_in WHERE PRESET: all of a browser build's cases.
cases_in() {
  local tree=build/$2
  ctest --preset "$2" --label-regex tls --show-only=json-v1 >"$results/$2.json"
  behind_gateway "$2" "$tree" "$2-$1" node tests/web/suites.mjs "$1" "$results/$2.json" "$tree"
}

# https_here WHERE PRESET: the example, against a server of this machine.
https_here() { tested "$2-https" node tests/web/https.mjs "$1" "build/$2"; }

# https_in WHERE PRESET: likewise through a gateway.
https_in() { behind_gateway "$2" "build/$2" "$2-$1-https" node tests/web/https.mjs "$1" "build/$2"; }

# build_with_tls PRESET: the trees of the other targets, which do without TLS if nobody has asked for it.
build_with_tls() {
  step "$1: configure with TLS" cmake --preset "$1" -DSAMESOCK_BUILD_TLS=ON && build "$1" samesock_tls_tests && build "$1" https_get
}

run_preset wasi-tls --label-regex 'tls|consumer'
https_here wasmtime wasi-tls
if build_with_tls wasi; then run_ctest wasi --label-regex tls; else broken "wasi: build"; fi
if build_with_tls windows; then
  cmake/toolchains/windows-run --server -p60 # it waits for the next program
  run_ctest windows --label-regex tls
  https_here wine windows
else
  broken "windows: build"
fi
if build_with_tls tunnel; then run_ctest tunnel --label-regex tls; else broken "tunnel: build"; fi
built_by build_with_tls
for where in node chromium firefox; do
  side_by_side cases_in "$where"
  side_by_side https_in "$where"
done
for preset in "${built[@]}"; do run_ctest "$preset" --tests-regex '^consumer\.find_package$'; done
