# shellcheck shell=bash
# CPython as Debian has it, of two versions: each with its headers, its own tests and its debug build, run in place
# through the loader and the C library of the newest suite, which what a host's compiler links runs on too. And Hypothesis.

cpython_versions=(3.11 3.14)

cpython_suite() {
  case $1 in
  3.11) echo bookworm ;;
  3.14) echo forky ;;
  esac
}

# cpython_packages DIR VERSION: its packages, unpacked, and in DIR/runtime what every program needs.
cpython_packages() {
  local dir=$1 version=$2 apt=$1/apt
  debian_open "$apt" forky
  debian_unpack "$dir/runtime" 'gcc-.*|libc-gconv-.*' libc6 libgcc-s1 libstdc++6
  rm -rf "$apt"
  debian_open "$apt" "$(cpython_suite "$version")"
  debian_unpack "$dir" 'libc6.*|libc-.*|linux-libc-dev|gcc-.*|libgcc-s1|libx.*|x11.*|lib(tk|tcl).*|font.*|dpkg|tar|debconf' \
    "python$version" "python$version-dbg" "libpython$version-dev" "libpython$version-testsuite"
  rm -rf "$apt"
}

# arrange_cpython DIR VERSION: the interpreters change places with scripts that run them, in whose place they find their
# library by themselves, in isolated mode too.
arrange_cpython() {
  local usr=$1/usr name loader libraries
  if [[ ! -L $1/lib && -d $1/lib ]]; then cp -a "$1/lib/." "$usr/lib/"; fi
  loader=$(cd "$1" && find runtime -name 'ld-linux-*.so.*' -print -quit)
  libraries=$(cd "$1" && dirname usr/lib/*/libffi.so.8)
  mkdir -p "$usr/libexec"
  for name in "python$2" "python$2d"; do
    mv "$usr/bin/$name" "$usr/libexec/$name"
    printf '%s\n' '#!/bin/sh' "at=\${0%/*}/../.." "exec \"\$at/$loader\" --argv0 \"\$0\" --inhibit-cache \\" \
      "  --library-path \"\$at/${loader%/*}:\$at/$libraries\" \"\$at/usr/libexec/$name\" \"\$@\"" >"$usr/bin/$name"
    chmod +x "$usr/bin/$name"
    # Debian's own header looks for this one in a folder that only its compiler searches.
    ln -sf ../"${libraries##*/}/$name/pyconfig.h" "$usr/include/$name/pyconfig.h"
  done
  # They tell CMake where Debian would have installed all this.
  rm -f "$usr"/bin/*-config
  rm -rf "$usr"/lib/debug "$usr"/share "$usr"/lib/*/*.a "$usr/lib/python$2"/config-*/*.a
}

# These are what would be missing if a library were.
try_cpython() {
  local name
  for name in "python$2" "python$2d"; do
    "$1/usr/bin/$name" -c 'import ctypes, ssl, sys, _hashlib, test.test_socket; print(sys.version)'
  done
}

make_cpython() {
  step "CPython $2 (Debian $(cpython_suite "$2"), ${3:?} MB)" cpython_packages "$1" "$2"
  step "CPython $2: layout" arrange_cpython "$1" "$2"
  step "CPython $2: imports" try_cpython "$1" "$2"
}

make_cpython_3_11() { make_cpython "$1" 3.11 80; }
make_cpython_3_14() { make_cpython "$1" 3.14 130; }

make_hypothesis() {
  step "Hypothesis (PyPI, 1 MB)" pypi "$1" hypothesis
  step "Hypothesis: what it needs (PyPI)" pypi "$1" sortedcontainers
}

setup_python() {
  local version name
  # The tests ask for services and protocols by name, and make certificates.
  need python3=python3 pip3=python3-pip /etc/services=netbase openssl=openssl
  for version in "${cpython_versions[@]}"; do
    name=cpython-$version
    once "$name" 1200 "make_${name//[-.]/_}" "$version" cpython_suite cpython_packages arrange_cpython
  done
  once hypothesis 50 make_hypothesis "$(pin_of hypothesis)" "$(pin_of sortedcontainers)"
}

# cpython_path VERSION [d]: the interpreter, or its debug build.
cpython_path() { echo "${cache:?}/cpython-$1/usr/bin/python$1${2-}"; }
