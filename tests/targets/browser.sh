# shellcheck shell=bash
# The browser builds: the suites on Node (the JSPI build on 24, the threads build on the machine's own), in Chromium and in
# Firefox, through a gateway of this machine; bad input and faults; libcurl.js in Chromium.
results=$1
. tests/targets/parts/suite.sh

setup native gateway browser chromium firefox peers
need openssl=openssl
. tests/targets/parts/browsers.sh

# suites_in WHERE PRESET: all cases of contract and conformance, with one gateway and one peer, which also serves the pages.
suites_in() {
  local tree=build/$2
  ctest --preset "$2" --label-regex 'contract|conformance' --show-only=json-v1 >"$results/$2.json"
  behind_gateway "$2" "$tree" "$2-$1" "$tree/tests/conformance/peer/peer" node tests/web/suites.mjs "$1" "$results/$2.json" "$tree"
}

# faults_in WHERE PRESET: bad input and faults.
faults_in() {
  local tree=build/$2
  behind_gateway "$2" "$tree" "$2-$1-faults" "$tree/tests/conformance/peer/peer" node tests/web/faults.mjs "$1" "$tree" "$gateway" \
    "$(peers_path)"
}

# A stock client, which brings its own TLS.
libcurl_js() {
  local pages=build/libcurl
  mkdir -p $pages/node_modules/libcurl.js
  cp tests/web/libcurl.html $pages/
  cp -rT "$(peers_path)/node_modules/libcurl.js" $pages/node_modules/libcurl.js
  behind_gateway "$1" $pages libcurl.js node tests/web/libcurl.mjs
}

built_by build
for where in node chromium firefox; do
  side_by_side suites_in "$where"
  side_by_side faults_in "$where"
done
if ((${#built[@]})); then libcurl_js "${built[0]}"; fi
for preset in "${built[@]}"; do run_ctest "$preset" --tests-regex '^(browser|consumer)\.'; done
tested page node tests/web/page.mjs build/browser-jspi build/browser-threads "$gateway"
