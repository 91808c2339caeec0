# shellcheck shell=bash
# The native backend: for development, as consumers get it, under sanitizers, without exceptions, and the fuzzers.
results=$1
. tests/targets/parts/suite.sh

setup native fuzz gateway # which is fuzzed as well
run_preset native --label-exclude 'lint|consumer'
run_preset release-tests --label-exclude lint
run_preset asan --label-exclude 'lint|consumer'
# The addresses of newer kernels are more random than the ThreadSanitizer of older compilers can take.
if setarch --addr-no-randomize true 2>/dev/null; then under=(setarch --addr-no-randomize); fi
run_preset tsan --label-exclude 'lint|consumer'
under=()
run_preset noexcept --label-exclude lint
if build fuzz tests/fuzz/all; then run_ctest fuzz --label-regex fuzz; else broken "fuzz: build"; fi
