//! Laws of the purse contract under random lives of it, and attacks on it. Signatures are real; the chain is ink's off-chain environment.
//!
//! `cargo test --test laws` prints how many sequences and steps were run. `PROPTEST_CASES=2000` runs more of them for each law.

mod actions;
mod attacks;
mod laws;
mod model;
mod world;
