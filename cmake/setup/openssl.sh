# shellcheck shell=bash
# OpenSSL for targets without a package of it, from source: static libraries and headers, as CMake's
# find_package(OpenSSL) finds them. For this machine's own programs the distribution's OpenSSL does.

openssl_version=3.5.7
openssl_sha256=a8c0d28a529ca480f9f36cf5792e2cd21984552a3c8e4aa11a24aa31aeac98e8

# Without what none of our targets has, and what nothing here uses; and without a configuration of whoever can write to
# the folder that the library was built for.
openssl_without=(no-shared no-module no-dso no-engine no-legacy no-quic no-autoload-config no-asm no-tests no-apps no-docs)

# What no wasm has, and what takes room there that a program has to load: algorithms and formats that no cipher suite of
# TLS 1.2 and 1.3 among Python's takes, nor a certificate for it.
openssl_without_in_wasm=(no-async no-thread-pool no-sock no-ui-console no-secure-memory no-posix-io no-afalgeng no-ktls no-egd
  no-aria no-bf no-blake2 no-camellia no-cast no-idea no-md4 no-mdc2 no-ocb no-rc2 no-rc4 no-rmd160 no-seed no-siphash
  no-siv no-sm2 no-sm3 no-sm4 no-whirlpool no-gost no-dsa no-ec2m no-ml-dsa no-slh-dsa no-cms no-cmp no-ct no-ts no-srp
  no-srtp no-dtls no-http no-ocsp no-rfc3779 no-comp no-nextprotoneg no-ssl-trace no-multiblock)

# The same file at Debian and at OpenSSL; Debian drops a version some time after the next one.
fetch_openssl() {
  local file=$1/openssl.tar.gz url
  for url in "${debian_mirror:?}/pool/main/o/openssl/openssl_$openssl_version.orig.tar.gz" \
    "https://github.com/openssl/openssl/releases/download/openssl-$openssl_version/openssl-$openssl_version.tar.gz"; do
    if /usr/lib/apt/apt-helper download-file "$url" "$file" "SHA256:$openssl_sha256"; then break; fi
  done
  [[ -e $file ]] || fail "OpenSSL $openssl_version cannot be downloaded: the lines above say why"
  tar -xzf "$file" -C "$1" --strip-components=1
  rm "$file"
}

make_openssl_source() { step "OpenSSL: source (53 MB)" fetch_openssl "$1"; }

# build_openssl DIR ARGUMENT...: DIR/include and DIR/lib, by OpenSSL's Configure with these arguments: the name of the
# target, what compiles for it, and whatever else it needs.
build_openssl() {
  local made=$1 installed=$1/installed
  shift
  mkdir "$made/build" "$made/lib"
  # The prefix, which becomes a part of the library, is not the path of somebody's cache.
  (cd "$made/build" && "${cache:?}/openssl-source/Configure" "$@" "${openssl_without[@]}" --prefix=/openssl --libdir=lib)
  nice make -C "$made/build" -j"$(nproc)" build_libs
  make -C "$made/build" install_dev DESTDIR="$installed"
  mv "$installed/openssl/include" "$made/"
  mv "$installed"/openssl/lib/*.a "$made/lib/"
  rm -rf "$made/build" "$installed"
}

build_openssl_windows() {
  build_openssl "$1" mingw64 --cross-compile-prefix=x86_64-w64-mingw32- CC=gcc-posix
}

# For both kinds of WASI build: C has no exceptions.
build_openssl_wasi() {
  local sdk=${WASI_SDK_PATH:-${cache:?}/wasi-sdk}
  # A copy: make would configure anew whenever a checkout gives the file a new time.
  cp "${checkout:?}/cmake/setup/openssl_wasm.conf" "$1/target.conf"
  build_openssl "$1" wasm32-wasip2 --config="$1/target.conf" \
    CC="$sdk/bin/clang --target=wasm32-wasip2" AR="$sdk/bin/llvm-ar" RANLIB="$sdk/bin/llvm-ranlib" \
    no-threads "${openssl_without_in_wasm[@]}"
}

# For both ways to block.
build_openssl_browser() {
  local tools=${EMSDK:-${cache:?}/emsdk}/upstream/emscripten
  cp "${checkout:?}/cmake/setup/openssl_wasm.conf" "$1/target.conf"
  build_openssl "$1" wasm32-emscripten --config="$1/target.conf" CC="$tools/emcc" AR="$tools/emar" RANLIB="$tools/emranlib" \
    "${openssl_without_in_wasm[@]}"
}

make_openssl_wasi() { step "OpenSSL for WASI" build_openssl_wasi "$1"; }

make_openssl_browser() { step "OpenSSL for browsers" build_openssl_browser "$1"; }

make_openssl_windows() { step "OpenSSL for Windows" build_openssl_windows "$1"; }

setup_openssl_source() {
  need perl=perl make=make
  once openssl-source 300 make_openssl_source fetch_openssl "$openssl_version"
}

setup_openssl_windows() {
  setup_openssl_source
  need x86_64-w64-mingw32-g++-posix=g++-mingw-w64-x86-64-posix
  once openssl-windows 300 make_openssl_windows build_openssl_windows build_openssl "${openssl_without[*]}" \
    "$openssl_version"
}

# once_openssl_in_wasm NAME: openssl-wasi or openssl-browser.
once_openssl_in_wasm() {
  setup_openssl_source
  once "$1" 300 "make_${1//-/_}" "build_${1//-/_}" build_openssl "${openssl_without[*]}" "${openssl_without_in_wasm[*]}" \
    "$openssl_version" "$(cat "${checkout:?}/cmake/setup/openssl_wasm.conf")"
}

setup_openssl_wasi() {
  setup_wasi
  once_openssl_in_wasm openssl-wasi
}

setup_openssl_browser() {
  setup_emscripten
  once_openssl_in_wasm openssl-browser
}
