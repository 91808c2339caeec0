# shellcheck shell=bash
# The tunnel: the gateway's own tests, the library and its TLS on the tunnel through a gateway, plain and under sanitizers, and
# stock peers. Each tree builds the library, the gateway and both of their tests, which is nearly all of what this costs.
results=$1
. tests/targets/parts/suite.sh

setup native fuzz gateway peers # fuzz: the clang of the sanitizers
run_preset tunnel --label-regex 'contract|conformance|tls|gateway|tunnel'
if [[ -x build/tunnel/native/gateway/samesock-gateway ]]; then
  tested interop python3 tests/interop/run.py --peers "$(peers_path)" --build build/tunnel \
    --gateway build/tunnel/native/gateway/samesock-gateway
  check "gateway over TLS: clients of others, and ours" python3 tests/gateway/over_tls.py --peers "$(peers_path)" \
    --gateway build/tunnel/native/gateway/samesock-gateway --client build/tunnel/examples/echo_client
else
  broken "interop: no gateway was built"
fi
run_preset tunnel-asan --label-regex 'contract|conformance|gateway|tunnel'
# The addresses of newer kernels are more random than the ThreadSanitizer of older compilers can take.
if setarch --addr-no-randomize true 2>/dev/null; then under=(setarch --addr-no-randomize); fi
run_preset tunnel-tsan --label-regex 'contract|conformance|gateway|tunnel'
under=()
