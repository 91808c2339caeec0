# shellcheck shell=bash
# Steps that show their time, and things that are made once and kept outside the checkout: made in a temporary folder
# under a lock, renamed when complete, named after the text of their recipe. Sourced by dev and by tests/targets.

# shellcheck disable=SC2034 # the parts that are sourced after this one use it
cache=${XDG_CACHE_HOME:-$HOME/.cache}/samesock
logs=$cache/logs

fail() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

# step WHAT COMMAND...: one line with the seconds it took. The command's output goes to a log, shown only when it fails.
# COMMAND may be a function only where errexit is in force: bash ignores it in what a condition calls.
step() {
  local what=$1 log code start=$SECONDS
  shift
  mkdir -p "$logs"
  log=$logs/$(tr -cs 'a-zA-Z0-9\n' - <<<"$what").log
  printf '  %-58s' "$what"
  # Not in the background, where an interrupt would not reach it; not in a condition, where errexit is ignored.
  set +e
  (
    set -e
    "$@"
  ) >"$log" 2>&1 </dev/null
  code=$?
  set -e
  if [[ $code == 0 ]]; then
    printf '%5d s\n' $((SECONDS - start))
  else
    printf ' failed\n'
    tail -n 25 "$log" >&2
    printf 'dev: %s failed: %s (whole log: %s)\n' "$what" "$(why "$log")" "$log" >&2
  fi
  return $code
}

why() {
  if (($(free_mib "$cache") < 64)) || grep -q 'No space left on device' "$1"; then
    printf 'the disk is full (%s, the build tree or %s)' "$cache" "${TMPDIR:-/tmp}"
  elif grep -qE 'Temporary failure (in name )?resol|Could not (connect|resolve)|Network is unreachable|EAI_AGAIN|ENOTFOUND|Max retries' "$1"; then
    printf 'no network, or a package registry cannot be reached'
  else
    printf 'see the lines above'
  fi
}

free_mib() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

need_space() {
  mkdir -p "$cache"
  local free
  free=$(free_mib "$cache")
  ((free >= $1)) || fail "$2 needs $1 MiB in $cache, and only $free MiB are free"
}

# once NAME MIB RECIPE [PART...]: makes $cache/NAME by calling the function RECIPE with an empty folder, unless a folder
# made by the same RECIPE and PARTs is there (a PART is a function or a pinned version). $cache/NAME is a link to the
# folder in force.
once() {
  local name=$1 mib=$2 recipe=$3 key made part
  shift 2
  key=$(for part in "$@"; do declare -f "$part" 2>/dev/null || echo "$part"; done | sha256sum | cut -c1-12)
  made=$name-$key
  mkdir -p "$cache"
  (
    if ! flock -n 9; then
      printf '  %-58s\n' "waiting for another run that makes $name"
      flock 9
    fi
    [[ ! -d $cache/$made ]] || exit 0
    need_space "$mib" "$name"
    part=$cache/.$name.part
    rm -rf --one-file-system "$part"
    mkdir "$part"
    trap 'rm -rf --one-file-system "$part"' EXIT
    "$recipe" "$part"
    mv -T "$part" "$cache/$made"
  ) 9>"$cache/.$name.lock"
  if [[ $(readlink "$cache/$name") != "$made" ]]; then
    ln -sfnT "$made" "$cache/.$name.link"
    mv -fT "$cache/.$name.link" "$cache/$name"
  fi
}
