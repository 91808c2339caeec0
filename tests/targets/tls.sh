# shellcheck shell=bash
# TLS where the targets native, tunnel and windows do not test it: on WASI, and through a gateway in Chromium, in Firefox and on
# Node.
results=$1
. tests/targets/parts/suite.sh

setup native gateway wasi-exceptions openssl-wasi openssl-browser browser chromium firefox
need openssl=openssl
. tests/targets/parts/browsers.sh

# cases_in WHERE PRESET: all of a browser build's cases.
cases_in() {
  local tree=build/$2
  ctest --preset "$2" --label-regex tls --show-only=json-v1 >"$results/$2.json"
  behind_gateway "$2" "$tree" "$2-$1" node tests/web/suites.mjs "$1" "$results/$2.json" "$tree"
}

# https_in WHERE PRESET: the example, through a gateway, against a server of this machine.
https_in() { behind_gateway "$2" "build/$2" "$2-$1-https" node tests/web/https.mjs "$1" "build/$2"; }

# build_with_tls PRESET: trees of the other targets that do without TLS if nobody has asked for it.
build_with_tls() {
  step "$1: configure with TLS" cmake --preset "$1" -DSAMESOCK_BUILD_TLS=ON && build "$1" samesock_tls_tests && build "$1" https_get
}

run_preset wasi-tls --label-regex 'tls|consumer'
tested wasi-tls-https node tests/web/https.mjs wasmtime build/wasi-tls
if build_with_tls wasi; then run_ctest wasi --label-regex tls; else broken "wasi: build"; fi
built_by build_with_tls
for where in node chromium firefox; do
  side_by_side cases_in "$where"
  side_by_side https_in "$where"
done
for preset in "${built[@]}"; do run_ctest "$preset" --tests-regex '^consumer\.find_package$'; done
