# shellcheck shell=bash
# How a test target runs what the browser builds have: behind a gateway that serves their pages too, and in the trees of all
# ways to block side by side. Sourced after suite.sh.
: "${results:?the folder of the results}"

gateway=$PWD/build/tunnel/native/gateway/samesock-gateway
build tunnel samesock-gateway || broken "gateway: build"
built=() # the presets that are there

# built_by COMMAND: both presets, each by COMMAND PRESET.
built_by() {
  local preset
  for preset in browser-jspi browser-threads; do
    if "$1" "$preset"; then built+=("$preset"); else broken "$preset: build"; fi
  done
}

# behind_gateway PRESET FOLDER NAME COMMAND...: with SAMESOCK_GATEWAY, a gateway that also serves the pages in FOLDER.
behind_gateway() {
  local through=build/$1/tests/support/through_gateway/through_gateway folder=$PWD/$2 rules=() address
  shift 2
  for address in '127.0.0.0/8' '[::1]/128'; do rules+=(--allow "$address"); done
  for address in '0.0.0.0/0' '[::]/0'; do rules+=(--allow-listen "$address"); done
  tested "$1" "$through" "$gateway" --listen 127.0.0.1:0 "${rules[@]}" --static "$folder" -- "${@:2}"
}

# side_by_side FUNCTION WHERE: for every preset that was built at the same time, since tests mostly wait.
side_by_side() {
  local preset
  for preset in "${built[@]}"; do "$1" "$2" "$preset" >"$results/$preset.said" & done
  wait
  for preset in "${built[@]}"; do cat "$results/$preset.said"; done
}
