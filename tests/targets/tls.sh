# shellcheck shell=bash
# TLS where the target native does not test it: on WASI, with an OpenSSL from source.
results=$1
. tests/targets/parts/suite.sh

setup native openssl-wasi
run_preset wasi-tls --label-regex tls
