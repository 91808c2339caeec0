# shellcheck shell=bash
# Packages of any Debian suite without touching the machine: an apt of our own (its lists, its key), packages unpacked
# into a folder. Needs apt and dpkg, no root and no mount. Works the same on Ubuntu and on older Debian.

debian_mirror=${SAMESOCK_DEBIAN_MIRROR:-http://deb.debian.org/debian}
# It signs every suite since bookworm, beside what else does.
debian_key=$(dirname "${BASH_SOURCE[0]}")/debian-archive-trixie-automatic.asc
debian_key_sha256=52ff657bac62ccb5531efb04d3261728dc9135f05a6fc012d3e314aa6657b2ae

# debian_open DIR SUITE: an empty apt state in DIR, its lists fetched; every later apt call of this shell uses it.
debian_open() {
  local apt=$1 suite=$2 settings
  command -v apt-get dpkg-deb >/dev/null || fail "this system has no apt (for WASI: set WASI_SDK_PATH to a wasi-sdk, 33 or later)"
  sha256sum --quiet -c - <<<"$debian_key_sha256  $debian_key" || fail "$debian_key is not the key it should be"
  mkdir -p "$apt"/{etc,lists/partial,archives/partial}
  : >"$apt/status"
  cp "$debian_key" "$apt/debian.asc"
  printf '%s [signed-by=%s] %s %s main\n' deb "$apt/debian.asc" "$debian_mirror" "$suite" \
    deb-src "$apt/debian.asc" "$debian_mirror" "$suite" >"$apt/sources.list"
  # The machine's own proxies and certificates stay in force.
  settings=$(apt-config dump | grep -E '^Acquire::(http|https|ForceIPv|Retries|Check)' || true)
  cat >"$apt/apt.conf" <<CONF
$settings
Dir::State "$apt";
Dir::State::status "$apt/status";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt";
Dir::Cache::archives "$apt/archives";
Dir::Etc "$apt/etc";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "$apt/etc";
Dir::Etc::parts "$apt/etc";
Dir::Etc::preferencesparts "$apt/etc";
APT::Architecture "$(dpkg --print-architecture)";
APT::Architectures { "$(dpkg --print-architecture)"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false"; // a mirror that lags has signed lists all the same
CONF
  export APT_CONFIG=$apt/apt.conf
  apt-get update -qq --error-on=any
}

# debian_unpack DIR SKIP PACKAGE...: these packages and what they depend on, but for those whose name matches SKIP.
debian_unpack() {
  local dir=$1 skip=$2 archives deb
  shift 2
  archives=$(dirname "$APT_CONFIG")/archives
  apt-get install -qq -y --no-install-recommends --download-only "$@"
  for deb in "$archives"/*.deb; do
    [[ ${deb##*/} =~ ^($skip)_ ]] || dpkg-deb -x "$deb" "$dir"
  done
}

# debian_unpack_alone DIR PACKAGE...: these packages, without what they depend on.
debian_unpack_alone() {
  local dir=$1 archives deb
  shift
  archives=$(dirname "$APT_CONFIG")/archives
  (cd "$archives" && apt-get download -qq "$@")
  for deb in "$archives"/*.deb; do dpkg-deb -x "$deb" "$dir"; done
}

# debian_source DIR PACKAGE: the upstream archive of a source package, checked against apt's signed list.
debian_source() {
  local dir=$1 uri name size sum
  read -r uri name size sum < <(apt-get source -qq --print-uris "$2" | grep -F .orig.tar.)
  [[ -n ${size-} ]] || fail "no source package $2"
  # apt-get source would also want the .dsc, which some mirrors leave out.
  /usr/lib/apt/apt-helper download-file "${uri//\'/}" "$dir/$name" "$sum"
}
