# shellcheck shell=bash
# libunwind, libc++abi and libc++ with exceptions for WASI, from LLVM's source as Debian trixie has it: Debian's own
# C++ library for wasm is built without. They come to lie where a wasi-sdk 33 has them.

fetch_llvm_runtimes() {
  local apt=$1/apt
  debian_open "$apt" trixie
  debian_source "$apt" llvm-toolchain-22
  tar -xJf "$apt"/llvm-toolchain-22_*.orig.tar.xz -C "$1" --strip-components=1 --wildcards --exclude='*/test/*' \
    '*/runtimes' '*/libunwind' '*/libcxx' '*/libcxxabi' '*/libc' '*/cmake' '*/llvm/utils'
  rm -rf "$apt"
}

make_llvm_runtimes_source() { step "LLVM runtimes: source (Debian trixie, 190 MB)" fetch_llvm_runtimes "$1"; }

build_llvm_runtimes() {
  local made=$1 source=${cache:?}/llvm-runtimes-source sdk=$cache/wasi-sdk
  local flags='-fwasm-exceptions -mllvm -wasm-use-legacy-eh=false'
  cmake -G Ninja -S "$source/runtimes" -B "$made/build" -DCMAKE_BUILD_TYPE=MinSizeRel \
    -DCMAKE_TOOLCHAIN_FILE="${checkout:?}/cmake/toolchains/wasi.cmake" -DSAMESOCK_EXCEPTIONS=OFF -DWASI_SDK_PATH="$sdk" \
    -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY \
    -DUNIX:BOOL=ON -DLLVM_ENABLE_RUNTIMES='libunwind;libcxxabi;libcxx' -DCMAKE_INSTALL_PREFIX="$made" \
    -DLIBUNWIND_ENABLE_SHARED=OFF -DLIBUNWIND_HIDE_SYMBOLS=ON -DLIBUNWIND_ENABLE_THREADS=OFF \
    -DLIBUNWIND_USE_COMPILER_RT=ON -DLIBUNWIND_INCLUDE_TESTS=OFF \
    -DLIBCXXABI_ENABLE_SHARED=OFF -DLIBCXXABI_ENABLE_THREADS=OFF -DLIBCXXABI_ENABLE_EXCEPTIONS=ON \
    -DLIBCXXABI_USE_LLVM_UNWINDER=ON -DLIBCXXABI_SILENT_TERMINATE=ON -DLIBCXXABI_INCLUDE_TESTS=OFF \
    -DLIBCXXABI_USE_COMPILER_RT=ON \
    -DLIBCXX_ENABLE_SHARED=OFF -DLIBCXX_ENABLE_THREADS=OFF -DLIBCXX_HAS_PTHREAD_API=OFF \
    -DLIBCXX_ENABLE_EXCEPTIONS=ON -DLIBCXX_CXX_ABI=libcxxabi -DLIBCXX_HAS_MUSL_LIBC=ON \
    -DLIBCXX_ENABLE_FILESYSTEM=OFF -DLIBCXX_ENABLE_TIME_ZONE_DATABASE=OFF -DLIBCXX_ABI_VERSION=2 \
    -DLIBCXX_USE_COMPILER_RT=ON -DLIBCXX_INSTALL_MODULES=OFF \
    -DLIBCXX_INCLUDE_TESTS=OFF -DLIBCXX_INCLUDE_BENCHMARKS=OFF
  nice cmake --build "$made/build"
  cmake --install "$made/build"
  rm -rf "$made/build"
}

# The tag that every throw names; LLVM leaves it to the linker of shared libraries, and here there is none.
add_exception_tag() {
  local made=$1 sdk=${cache:?}/wasi-sdk
  printf '\t.globl __cpp_exception\n\t.tagtype __cpp_exception i32\n__cpp_exception:\n' >"$made/tag.s"
  "$sdk/bin/clang" --target="wasm32-wasip2" -mexception-handling -c "$made/tag.s" -o "$made/cpp_exception.o"
  "$sdk/bin/llvm-ar" rs "$made/lib/libunwind.a" "$made/cpp_exception.o"
  rm "$made"/tag.s "$made"/cpp_exception.o
}

make_wasi_exceptions() {
  step "C++ library with exceptions for WASI" build_llvm_runtimes "$1"
  step "C++ library with exceptions for WASI: exception tag" add_exception_tag "$1"
}

setup_wasi_exceptions() {
  setup_wasi
  # A wasi-sdk since 33 brings its own.
  if [[ -z ${WASI_SDK_PATH-} ]]; then
    once llvm-runtimes-source 600 make_llvm_runtimes_source fetch_llvm_runtimes
    once wasi-exceptions 600 make_wasi_exceptions build_llvm_runtimes add_exception_tag
  fi
}
