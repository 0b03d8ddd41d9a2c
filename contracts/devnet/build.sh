#!/usr/bin/env bash
# Builds the local chain's runtime and, from it, contracts/artifacts/devnet.chain-spec.json. 25 minutes from nothing, 3 when the
# dependencies are there. Needs any stable Rust with the wasm32v1-none target (or what rust-toolchain.sh sets up) and node_modules.
set -euo pipefail
cd "$(dirname "$0")/runtime"

# No path of the building machine may end up in the binary.
WASM_BUILD_RUSTFLAGS="--remap-path-prefix=$(echo "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*)=cargo"
WASM_BUILD_RUSTFLAGS+=" --remap-path-prefix=$PWD=runtime"
WASM_BUILD_RUSTFLAGS+=" --remap-path-prefix=$(rustc --print sysroot)/lib/rustlib/src/rust=rust"
export WASM_BUILD_RUSTFLAGS

# The runtime's own lock file, wherever cargo builds: without it newer crates are taken that do not fit together.
export WASM_BUILD_WORKSPACE_HINT=$PWD

cargo build --release --locked
node ../genesis.mjs "${CARGO_TARGET_DIR:-target}"/release/wbuild/devnet-runtime/devnet_runtime.compact.compressed.wasm
