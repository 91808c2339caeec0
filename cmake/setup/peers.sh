# shellcheck shell=bash
# Stock peers of the tunnel, as their registries carry them: what the gateway is tested with and measured against.
#   wisp-js      client and server, Wisp 1 and 2 (npm)        wisp-python   server, Wisp 1 (PyPI)
#   websockify   one WebSocket for one connection (PyPI)      wasmnet       a protocol of its own (crates.io): some minutes of
#                                                             compiling, so measured only where it is installed already
# Not here: go-wisp, epoxy-server and WispServerCpp, which no registry carries as something that can be installed (the Go
# module proxy knows no version of go-wisp, epoxy-server and WispServerCpp are source alone).

make_peers() {
  cp "${checkout:?}"/cmake/setup/peers/package*.json "$1"
  step "wisp-js and libcurl.js (npm, 9 MB)" npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$1"
  local package
  # wisp-python asks for no version of websockets, and calls its old server, which 13 still brings.
  for package in wisp-python websockets asyncudp python-socks uvloop; do
    step "wisp-python: $package (PyPI)" pypi "$1/wisp-python" "$package"
  done
  # Without numpy it takes masks off byte by byte in Python.
  for package in websockify numpy; do step "websockify: $package (PyPI)" pypi "$1/websockify" "$package"; done
  step "peers: imports" try_peers "$1"
}

try_peers() {
  PYTHONPATH=$1/wisp-python python3 -c 'import wisp.server.http, uvloop'
  PYTHONPATH=$1/websockify python3 -c 'import websockify, numpy'
  (cd "$1" && node --input-type=module -e 'import "@mercuryworkshop/wisp-js/server"; import "ws"')
}

# peer_pins: a line for all that is pinned.
peer_pins() {
  local package
  sha256sum <"$checkout/cmake/setup/peers/package-lock.json"
  for package in wisp-python websockets asyncudp python-socks uvloop websockify numpy; do pin_of "$package"; done
}

setup_peers() {
  need python3=python3 pip3=python3-pip
  node_command
  once peers 300 make_peers "$(peer_pins)" try_peers "$(python3 -c 'import sys; print(sys.implementation.cache_tag)')"
}

peers_path() { echo "${cache:?}/peers"; }
