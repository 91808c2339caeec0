# shellcheck shell=bash
# The browser builds: the suites on Node (the JSPI build on 24, the threads build on the machine's own), in Chromium and in
# Firefox, through a gateway of this machine. How a program ends, on Node.
results=$1
. tests/targets/parts/suite.sh

presets=(browser-jspi browser-threads)
setup native gateway browser chromium firefox
gateway=$PWD/build/gateway/native/gateway/samesock-gateway
build gateway samesock-gateway || broken "gateway: build"

# suites_in WHERE PRESET: all cases of contract and conformance, with one gateway and one peer, which also serves the pages.
suites_in() {
  local tree=build/$2 rules=() address
  for address in '127.0.0.0/8' '[::1]/128'; do rules+=(--allow "$address"); done
  for address in '0.0.0.0/0' '[::]/0'; do rules+=(--allow-listen "$address"); done
  ctest --preset "$2" --label-regex 'contract|conformance' --show-only=json-v1 >"$results/$2.json"
  tested "$2-$1" "$tree/tests/support/through_gateway/through_gateway" "$gateway" --listen 127.0.0.1:0 "${rules[@]}" \
    --static "$PWD/$tree" -- "$tree/tests/conformance/peer/peer" node tests/web/suites.mjs "$1" "$results/$2.json" "$tree"
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
for where in node chromium firefox; do side_by_side suites_in "$where"; done
for preset in "${built[@]}"; do run_ctest "$preset" --tests-regex '^(browser|consumer)\.'; done
tested page node tests/web/page.mjs build/browser-jspi "$gateway"
