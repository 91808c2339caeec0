# shellcheck shell=bash
# Every part of the set-up, for ./dev and tests/targets: source this, then call setup with the names of what is needed.

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
for part in cache packages debian registries peers wasi wasi_exceptions cpython emscripten windows openssl; do
  # shellcheck source=/dev/null
  . "$checkout/cmake/setup/$part.sh"
done

setup_names=(native fuzz lint bench gateway wasi wasi-exceptions node python peers emscripten browser chromium firefox
  windows openssl-windows openssl-wasi openssl-browser gateway-windows)

setup() {
  local name
  for name in "$@"; do
    [[ " ${setup_names[*]} " == *" $name "* ]] || fail "no set-up is called $name; there are: ${setup_names[*]}"
    "setup_${name//-/_}"
  done
}

under=() # a command to run builds and tests under

# build PRESET [CMAKE TARGET]
build() {
  if [[ ! -e build/$1/build.ninja || CMakePresets.json -nt build/$1/build.ninja ]]; then
    step "$1: configure" cmake --preset "$1"
  fi
  step "$1: build" "${under[@]}" cmake --build "build/$1" --target "${2:-all}"
}

# build_extension NAME INTERPRETER [CMAKE ARGUMENT...]: _socket for an interpreter, in build/python-NAME.
build_extension() {
  local name=$1 program=$2 tree=build/python-$1
  shift 2
  step "_socket for $name: configure" cmake --preset python -B "$tree" -DPython_EXECUTABLE="$program" "$@"
  step "_socket for $name: build" "${under[@]}" cmake --build "$tree"
}

# extension_path NAME: what it built.
extension_path() { echo build/python-"$1"/native/python/modules/_socket*.so; }

# tracked_sources: the C++ files that are ours, in any checkout that we may read.
tracked_sources() { git -c safe.directory='*' ls-files -- '*.hpp' '*.cpp' | grep -v /catch_amalgamated; }
