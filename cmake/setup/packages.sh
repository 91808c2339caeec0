# shellcheck shell=bash
# What the distribution's package manager has to bring, and the compiler that the builds take.

# need PROBE=PACKAGE...: PROBE is a command or an absolute path; the packages whose probe is not there are installed.
need() {
  local item missing=()
  for item in "$@"; do
    if ! present "${item%=*}"; then missing+=("${item#*=}"); fi
  done
  if [[ ${#missing[@]} != 0 ]]; then install_packages "${missing[@]}"; fi
}

present() {
  if [[ $1 == /* ]]; then [[ -e $1 ]]; else command -v "$1" >/dev/null; fi
}

install_packages() {
  local as_root=() line="apt-get install $*"
  command -v apt-get >/dev/null || fail "missing, and this system has no apt: $* (names of Debian's packages)"
  if [[ $EUID != 0 ]]; then
    command -v sudo >/dev/null || fail "missing packages, and you are neither root nor is there sudo; have root run: $line"
    sudo -v || fail "missing packages, and sudo refused; have root run: $line"
    as_root=(sudo -n)
  fi
  mkdir -p "${cache:?}"
  ( # one at a time: apt-get does not wait for another one's lists
    flock 9
    step "packages: lists" "${as_root[@]}" apt-get update -qq
    step "packages: $*" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@"
  ) 9>"$cache/.packages.lock"
}

# A compiler is good enough when it has C++23's <expected>: clang before 19 on GCC 12's library has not.
has_expected() {
  printf '#include <expected>\nstd::expected<int, int> value = 1;\n' |
    "$1" -std=c++23 -fsyntax-only -x c++ - 2>/dev/null
}

good_compiler() {
  local candidate
  for candidate in g++ g++-{14,13,12} clang++ clang++-{21,20,19}; do
    if command -v "$candidate" >/dev/null && has_expected "$candidate"; then
      echo "$candidate"
      return
    fi
  done
}

# Sets CXX and CC: the user's own choice, else the first good compiler, else Debian's.
choose_compiler() {
  if [[ -n ${CXX-} ]]; then
    # shellcheck disable=SC2086 # CXX may hold flags
    has_expected $CXX || fail "CXX=$CXX has no C++23 <expected>: g++ 12 or clang++ 19 has"
    return
  fi
  CXX=$(good_compiler)
  if [[ -z $CXX ]]; then
    if command -v g++ >/dev/null; then
      printf '  %s has no C++23 <expected>; taking g++-13\n' "$(g++ --version | sed -n 1p)"
      install_packages g++-13
    else
      install_packages g++
    fi
    CXX=$(good_compiler)
    [[ -n $CXX ]] || fail "no compiler with C++23's <expected>: g++ 12 or clang++ 19 is needed, in CXX if it is elsewhere"
  fi
  CC=${CXX/clang++/clang}
  CC=${CC/g++/gcc}
  export CXX CC
}

cmake_is_new_enough() {
  printf '3.25\n%s\n' "$(cmake --version | sed -n '1s/[^0-9]*//p')" | sort --version-sort --check=quiet
}

setup_native() {
  need cmake=cmake ninja=ninja-build python3=python3 openssl=openssl /usr/include/openssl/ssl.h=libssl-dev
  if ! cmake_is_new_enough; then
    fail "CMake 3.25 or later is needed, this is $(cmake --version | sed -n 1p): python3 -m pip install cmake"
  fi
  choose_compiler
}

setup_fuzz() { need clang++-19=clang-19 /usr/lib/llvm-19/lib/clang/19/lib/linux=libclang-rt-19-dev; }

setup_lint() { need clang-format-19=clang-format-19 clang-tidy-19=clang-tidy-19 shellcheck=shellcheck; }

setup_bench() { need valgrind=valgrind strace=strace /usr/include/boost/asio.hpp=libboost-dev; }

setup_gateway() {
  need /usr/include/boost/beast.hpp=libboost-dev /usr/include/openssl/evp.h=libssl-dev \
    /usr/include/toml++/toml.h=libtomlplusplus-dev /usr/include/CLI/CLI.hpp=libcli11-dev \
    /usr/include/nlohmann/json.hpp=nlohmann-json3-dev
}
