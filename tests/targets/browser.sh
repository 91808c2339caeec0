# shellcheck shell=bash
# The browser builds: the suites on Node (the JSPI build on 24, the threads build on the machine's own), in Chromium and in
# Firefox, through a gateway of this machine; bad input and faults; libcurl.js in Chromium.
results=$1
. tests/targets/parts/suite.sh

presets=(browser-jspi browser-threads)
setup native gateway browser chromium firefox peers
need openssl=openssl
gateway=$PWD/build/tunnel/native/gateway/samesock-gateway
build tunnel samesock-gateway || broken "gateway: build"

# behind_gateway PRESET FOLDER COMMAND...: with SAMESOCK_GATEWAY, a gateway that also serves the pages in FOLDER.
behind_gateway() {
  local through=build/$1/tests/support/through_gateway/through_gateway folder=$PWD/$2 rules=() address
  shift 2
  for address in '127.0.0.0/8' '[::1]/128'; do rules+=(--allow "$address"); done
  for address in '0.0.0.0/0' '[::]/0'; do rules+=(--allow-listen "$address"); done
  tested "$1" "$through" "$gateway" --listen 127.0.0.1:0 "${rules[@]}" --static "$folder" -- "${@:2}"
}

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

# side_by_side FUNCTION WHERE: for every preset that was built at the same time, since tests mostly wait.
side_by_side() {
  local preset
  for preset in "${built[@]}"; do "$1" "$2" "$preset" >"$results/$preset.said" & done
  wait
  for preset in "${built[@]}"; do cat "$results/$preset.said"; done
}

built=()
for preset in "${presets[@]}"; do
  if build "$preset"; then built+=("$preset"); else broken "$preset: build"; fi
done
for where in node chromium firefox; do
  side_by_side suites_in "$where"
  side_by_side faults_in "$where"
done
if ((${#built[@]})); then libcurl_js "${built[0]}"; fi
for preset in "${built[@]}"; do run_ctest "$preset" --tests-regex '^(browser|consumer)\.'; done
tested page node tests/web/page.mjs build/browser-jspi build/browser-threads "$gateway"
