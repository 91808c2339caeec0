# shellcheck shell=bash
# CPython judges the core: its own tests and its standard library on the extension _socket, both modules side by side,
# leaks and AddressSanitizer. What each part does is in docs/python.md.
results=$1
. tests/targets/parts/suite.sh

judge=tests/python
setup native python
versions=("${cpython_versions[@]:?}")
export SAMESOCK_PYTHON_HYPOTHESIS=${cache:?}/hypothesis

# side_by_side PART SUFFIX SCRIPT...: scripts of the interpreters whose names end in SUFFIX, all at the same time.
side_by_side() {
  local part=$1 suffix=$2 version words=()
  shift 2
  for version in "${versions[@]}"; do
    words+=(--with "$(cpython_path "$version" "$suffix")" "$(extension_path "$version$suffix")")
  done
  for script in "$@"; do words+=(--run "$script"); done
  tested "$part" python3 "$judge/side_by_side.py" "${words[@]}"
}

# summary PART: what a part says of itself.
summary() { sed -n 's/^summary: /    /p' "$results/$1.log"; }

built=1
for version in "${versions[@]}"; do
  for kind in '' d; do
    build_extension "$version$kind" "$(cpython_path "$version" "$kind")" || { broken "$version$kind: build" && built=; }
  done
done
newest=${versions[-1]}
build_extension "$newest-asan" "$(cpython_path "$newest")" -DSAMESOCK_SANITIZE=address,undefined || { broken "asan: build" && built=; }

if [[ -n $built ]]; then
  for version in "${versions[@]}"; do
    tested "$version-suite" python3 "$judge/suite.py" --with "$(cpython_path "$version")" "$(extension_path "$version")"
    summary "$version-suite"
    tested "$version-extension" ctest --test-dir "build/python-$version" --quiet --output-junit
  done
  side_by_side names '' names.py
  side_by_side library '' run_library.py
  side_by_side differential '' run_differential.py
  side_by_side leaks d 'count_leaks.py busy' 'count_leaks.py waiting'
  tested asan python3 "$judge/sanitized.py" --with "$(cpython_path "$newest")" "$(extension_path "$newest-asan")"
  summary asan
fi
