#!/usr/bin/env bash
# For machines where rustup cannot fetch components: sets up a rustc that can build the runtime and the contract from Debian's
# packages (rustc with its sources), the linker that LLVM targets need, and a wasm32v1-none library built from those sources.
# Prints the variables that the builds want:  eval "$(sudo ./rust-toolchain.sh)"
set -euo pipefail
TOOLS=${TOOLS:-/opt/vilokanam-rust}

apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq rustc-web cargo-web rust-web-src protobuf-compiler clang libclang-dev >&2

mkdir -p "$TOOLS"
ln -sf "$(find "${RUSTUP_HOME:-$HOME/.rustup}"/toolchains/stable* -name rust-lld | head -1)" "$TOOLS/rust-lld"
export PATH=$TOOLS:/usr/bin:$PATH RUSTC=/usr/bin/rustc

lib=$(/usr/bin/rustc --print sysroot)/lib/rustlib/wasm32v1-none/lib
if ! ls "$lib"/libcore-*.rlib >/dev/null 2>&1; then
  crate=$(mktemp -d)
  trap 'rm -rf "$crate"' EXIT
  mkdir -p "$crate/src"
  echo '#![no_std]' >"$crate/src/lib.rs"
  printf '[package]\nname="sysroot"\nversion="1.0.0"\nedition="2021"\n[lib]\ncrate-type=["rlib"]\n[workspace]\n' >"$crate/Cargo.toml"
  # The bitcode is kept because the runtime links with LTO.
  (cd "$crate" && RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 /usr/bin/cargo build -q --release -Zbuild-std=core,alloc \
    -Zbuild-std-features=compiler-builtins-mem --target wasm32v1-none) >&2
  mkdir -p "$lib"
  cp "$crate"/target/wasm32v1-none/release/deps/lib{core,alloc,compiler_builtins}-*.rlib "$lib"/
fi

cat <<T
export PATH=$TOOLS:/usr/bin:\$PATH RUSTC=/usr/bin/rustc WASM_BUILD_STD=0   # for the runtime: build.sh
export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_JSON_TARGET_SPEC=true              # and for the contract: cargo contract build --release
T
