# shellcheck shell=bash
# The WASI backend: with exceptions and without on wasmtime, and the build without on Node as far as jco goes.
results=$1
. tests/targets/parts/suite.sh

setup native wasi-exceptions node
run_preset wasi --label-exclude lint
# How a project takes the library in has been seen with the build before, and without exceptions natively.
run_preset wasi-noexcept --label-exclude lint --exclude-regex 'consumer.(fetch_content|add_subdirectory)'
# What needs no network is the same machine code's business; starting Node takes half a second each time. The soak cases
# take minutes there: each socket costs jco a message to a worker.
run_ctest wasi-node --label-exclude 'lint|consumer|unit|soak'
