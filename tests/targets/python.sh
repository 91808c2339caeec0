# shellcheck shell=bash
# CPython judges the core: its own tests and its standard library on the extension _socket, both modules side by side,
# leaks and AddressSanitizer. What each part does is in docs/python.md.
results=$1
. tests/targets/parts/suite.sh

judge=tests/python
setup native python
versions=("${cpython_versions[@]:?}")
export SAMESOCK_PYTHON_HYPOTHESIS=${cache:?}/hypothesis

# side_by_side PART SCRIPT...: scripts in every version of the interpreter, all at the same time.
side_by_side() {
  local part=$1 version words=()
  shift
  for version in "${versions[@]}"; do
    words+=(--with "$(cpython_path "$version")" "$(extension_path "$version")")
  done
  for script in "$@"; do words+=(--run "$script"); done
  tested "$part" python3 "$judge/side_by_side.py" "${words[@]}"
}

# summary PART: what a part says of itself.
summary() { sed -n 's/^summary: /    /p' "$results/$1.log"; }

built=1
for version in "${versions[@]}"; do
  build_extension "$version" "$(cpython_path "$version")" || { broken "$version: build" && built=; }
done
newest=${versions[-1]}
build_extension "${newest}d" "$(cpython_path "$newest" d)" || { broken "${newest}d: build" && built=; }
build_extension "$newest-asan" "$(cpython_path "$newest")" -DSAMESOCK_SANITIZE=address,undefined || { broken "asan: build" && built=; }

if [[ -n $built ]]; then
  for version in "${versions[@]}"; do
    tested "$version-suite" python3 "$judge/suite.py" --with "$(cpython_path "$version")" "$(extension_path "$version")"
    summary "$version-suite"
    tested "$version-extension" ctest --test-dir "build/python-$version" --quiet --output-junit
  done
  side_by_side names names.py
  side_by_side library run_library.py
  side_by_side differential run_differential.py
  tested leaks python3 "$judge/side_by_side.py" --with "$(cpython_path "$newest" d)" "$(extension_path "${newest}d")" \
    --run 'count_leaks.py busy' --run 'count_leaks.py waiting'
  tested asan python3 "$judge/sanitized.py" --with "$(cpython_path "$newest")" "$(extension_path "$newest-asan")"
  summary asan
fi
