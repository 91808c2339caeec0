# shellcheck shell=bash
# The Windows target on a machine that is none: mingw-w64 of the distribution compiles, and Wine of Debian trixie, run in
# place through its own loader, runs what it makes. A Wine of the user's own, as WINE says, wins.

# Debian's Wine depends on whatever a window could show or play: this is what a program without one needs. And the linker:
# binutils before 2.41 takes minutes for what mingw's compiler makes of templates.
wine_packages() {
  local apt=$1/apt
  debian_open "$apt" trixie
  debian_unpack_alone "$1" libwine wine64 libc6 libgcc-s1 libunwind8 liblzma5 libz-mingw-w64 \
    binutils-mingw-w64-x86-64 zlib1g libzstd1
  rm -rf "$apt"
}

# wine_runner DIR PROGRAM NAME: DIR/NAME becomes a script that runs PROGRAM by the loader beside it: Wine looks for its
# other programs and its tables from where that loader is.
wine_runner() {
  mv "$1/$2" "$1/$3.elf"
  cat >"$1/$3" <<'SCRIPT'
#!/bin/sh
here=${0%/*}
export WINEDLLPATH="$here/../x86_64-linux-gnu/wine"
exec "$here/ld.so" --argv0 "$0" --inhibit-cache --library-path "$here/../x86_64-linux-gnu" "$0.elf" "$@"
SCRIPT
  chmod +x "$1/$3"
}

# binutils_runner DIR TOOL PROGRAM: DIR/bin/TOOL.
binutils_runner() {
  cat >"$1/bin/$2" <<'SCRIPT'
#!/bin/sh
usr=${0%/*}/../usr
libraries=$usr/lib/x86_64-linux-gnu
exec "$libraries/ld-linux-x86-64.so.2" --argv0 "$0" --inhibit-cache --library-path "$libraries" \
  "$usr/bin/PROGRAM" "$@"
SCRIPT
  sed -i "s/PROGRAM/x86_64-w64-mingw32-$3/" "$1/bin/$2"
  chmod +x "$1/bin/$2"
}

# Debian's compiler knows its linker by an absolute path: it is given this for its option -wrapper.
compiler_wrapper() {
  cat >"$1/bin/compiler-wrapper" <<'SCRIPT'
#!/bin/sh
# A command of the compiler's; for its linker stands the one beside this.
case $1 in
*/collect2)
  shift
  exec "${0%/*}/ld" "$@"
  ;;
esac
exec "$@"
SCRIPT
  chmod +x "$1/bin/compiler-wrapper"
}

arrange_wine() {
  local usr=$1/usr programs=$1/usr/lib/wine windows=$1/usr/lib/x86_64-linux-gnu/wine/x86_64-windows
  cp "$usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" "$programs/ld.so"
  wine_runner "$programs" wine64 wine64
  wine_runner "$programs" wineserver64 wineserver
  ln -s . "$usr/share/wine/wine" # the server's idea of where its tables are
  # Debian's own program copies it into each prefix; marked as a part of Wine, it is found without.
  cp "$usr/x86_64-w64-mingw32/lib/zlib1.dll" "$windows/"
  printf 'Wine builtin DLL\0' | dd of="$windows/zlib1.dll" bs=1 seek=64 conv=notrunc status=none
  local tool
  mkdir "$1/bin"
  for tool in ar ranlib strip; do binutils_runner "$1" "$tool" "$tool"; done
  binutils_runner "$1" ld ld.bfd
  compiler_wrapper "$1"
  # Two thirds of each is for debuggers, and every prefix holds a copy.
  "$1/bin/strip" --strip-debug "$windows"/*.{dll,exe,drv,sys}
  rm -rf "$usr"/*-mingw32*/lib/*.dll "$usr/share/doc" "$usr/share/man"
}

make_wine() {
  step "Wine and a linker (Debian trixie, 125 MB)" wine_packages "$1"
  step "Wine: layout" arrange_wine "$1"
}

# What stands for the C: drive, and the registry. It may lie anywhere.
fill_wine_prefix() {
  local wine
  wine=$(wine_path)
  export WINEPREFIX=$1 WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml=
  unset DISPLAY WAYLAND_DISPLAY
  "$wine" wineboot --init
  "${wine%/*}/wineserver" -w
}

make_wine_prefix() { step "Wine: a prefix" fill_wine_prefix "$1"; }

# The gateway's libraries that are headers alone, away from those of this machine's C library.
link_headers() {
  local library
  mkdir "$1/include"
  for library in boost toml++ CLI nlohmann; do ln -s "/usr/include/$library" "$1/include/"; done
}

wine_path() { echo "${WINE:-${cache:?}/wine/usr/lib/wine/wine64}"; }

setup_windows() {
  need cmake=cmake ninja=ninja-build python3=python3 x86_64-w64-mingw32-g++-posix=g++-mingw-w64-x86-64-posix
  [[ $(uname -m) == x86_64 ]] || fail "Debian's Wine and linker, which are run in place, are for x86-64"
  once wine 1500 make_wine wine_packages arrange_wine wine_runner binutils_runner compiler_wrapper
  once wine-prefix 500 make_wine_prefix fill_wine_prefix "$(readlink "$cache/wine" || true)" "${WINE-}"
}

setup_gateway_windows() {
  setup_windows
  setup_gateway
  setup_openssl_windows
  once windows-headers 1 link_headers
}
