//! What the chain computes for the contract: SHA-256, P-256, its own id, and the weight that is left.
//!
//! ink! has no call for P-256, and its own SHA-256 does not tell when the chain refused. The difference matters: who
//! calls decides how much weight the call has, and "no weight left" must never be taken for "not signed".
//!
//! Every instruction of a contract has its price, and SHA-256 in the contract costs twenty times what the chain takes
//! for it; so does copying byte by byte.

use crate::errors::Result;
use ink::U256;

/// An uncompressed P-256 public key: x, then y.
pub type PublicKey = [u8; 64];
/// An ECDSA signature: r, then s.
pub type Signature = [u8; 64];

const P256_INPUT: usize = 160;

/// The order of the curve's group.
const ORDER: U256 = U256([0xf3b9_cac2_fc63_2551, 0xbce6_faad_a717_9e84, u64::MAX, 0xffff_ffff_0000_0000]);

/// What is left to a call: computing time, and size of the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    pub ref_time: u64,
    pub proof_size: u64,
}

impl Weight {
    pub const fn plus(self, other: Self) -> Self {
        Self {
            ref_time: self.ref_time.saturating_add(other.ref_time),
            proof_size: self.proof_size.saturating_add(other.proof_size),
        }
    }

    pub const fn times(self, count: u64) -> Self {
        Self { ref_time: self.ref_time.saturating_mul(count), proof_size: self.proof_size.saturating_mul(count) }
    }

    pub const fn covers(self, needed: Self) -> bool {
        self.ref_time >= needed.ref_time && self.proof_size >= needed.proof_size
    }
}

/// Whether the key signed what has this hash.
pub fn is_signed(key: &PublicKey, hash: &[u8; 32], signature: &Signature) -> Result<bool> {
    let mut input = [0; P256_INPUT];
    input[..32].copy_from_slice(hash);
    input[32..96].copy_from_slice(signature);
    input[96..].copy_from_slice(key);
    chain::p256(&input)
}

/// Whether the key is a point of the curve. One signature is good under every point, for the hash zero: r = s = the x
/// of the point itself. It is tried, so the chain's own check of the P-256 equation decides.
pub fn is_point(key: &PublicKey) -> Result<bool> {
    let x = U256::from_big_endian(&key[..32]);
    let r = if x >= ORDER { x.saturating_sub(ORDER) } else { x }.to_big_endian();
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&r);
    signature[32..].copy_from_slice(&r);
    is_signed(key, &[0; 32], &signature)
}

pub fn sha256(bytes: &[u8]) -> Result<[u8; 32]> {
    chain::sha256(bytes)
}

pub fn chain_id() -> U256 {
    chain::chain_id()
}

pub fn weight_left() -> Result<Weight> {
    chain::weight_left()
}

#[cfg(target_arch = "riscv64")]
mod chain {
    use super::{P256_INPUT, Result, U256, Weight};
    use crate::errors::Error;
    use pallet_revive_uapi::{CallFlags, HostFn, HostFnImpl};

    const SHA256: u16 = 0x02;
    const P256: u16 = 0x100;
    const SYSTEM: u16 = 0x900;
    /// The selector of `weightLeft()`.
    const WEIGHT_LEFT: [u8; 4] = [0x8d, 0x29, 0xdf, 0xfb];

    pub fn sha256(bytes: &[u8]) -> Result<[u8; 32]> {
        precompile(SHA256, bytes)
    }

    /// The precompile answers 1, or nothing at all.
    pub fn p256(input: &[u8; P256_INPUT]) -> Result<bool> {
        precompile::<32>(P256, input).map(|word| word[31] == 1)
    }

    pub fn chain_id() -> U256 {
        let mut id = [0; 32];
        HostFnImpl::chain_id(&mut id);
        U256::from_little_endian(&id)
    }

    /// Two words: computing time and proof, each in the last eight bytes.
    pub fn weight_left() -> Result<Weight> {
        let words: [u8; 64] = precompile(SYSTEM, &WEIGHT_LEFT)?;
        let number = |at: usize| words.get(at..).and_then(|rest| rest.first_chunk()).map(|it| u64::from_be_bytes(*it));
        Ok(Weight { ref_time: number(24).unwrap_or(0), proof_size: number(56).unwrap_or(0) })
    }

    fn precompile<const N: usize>(number: u16, input: &[u8]) -> Result<[u8; N]> {
        let mut address = [0; 20];
        address[18..].copy_from_slice(&number.to_be_bytes());
        let mut answer = [0; N];
        let (all_weight, any_deposit, no_value) = (u64::MAX, [u8::MAX; 32], [0; 32]);
        HostFnImpl::call(
            CallFlags::empty(),
            &address,
            all_weight,
            all_weight,
            &any_deposit,
            &no_value,
            input,
            Some(&mut &mut answer[..]),
        )
        .map_err(|_| Error::Arithmetic)?;
        Ok(answer)
    }
}

/// The same off the chain, for tests.
#[cfg(not(target_arch = "riscv64"))]
mod chain {
    use super::{P256_INPUT, Result, U256, Weight};
    use p256::EncodedPoint;
    use p256::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier};
    use sha2::{Digest, Sha256};

    /// That of the local chain.
    const CHAIN_ID: u64 = 420_420_420;

    pub fn sha256(bytes: &[u8]) -> Result<[u8; 32]> {
        Ok(Sha256::digest(bytes).into())
    }

    pub fn p256(input: &[u8; P256_INPUT]) -> Result<bool> {
        let (hash, rest) = input.split_at(32);
        let (signature, key) = rest.split_at(64);
        let key = VerifyingKey::from_encoded_point(&EncodedPoint::from_untagged_bytes(key.into()));
        let signature = Signature::from_slice(signature);
        Ok(matches!((key, signature), (Ok(key), Ok(signature)) if key.verify_prehash(hash, &signature).is_ok()))
    }

    pub fn chain_id() -> U256 {
        U256::from(CHAIN_ID)
    }

    /// Without end, unless a test says otherwise.
    pub fn weight_left() -> Result<Weight> {
        #[cfg(test)]
        if let Some(left) = super::scarce::take() {
            return Ok(left);
        }
        Ok(Weight { ref_time: u64::MAX, proof_size: u64::MAX })
    }
}

/// Weight that runs out, for tests: what is left at each asking.
#[cfg(test)]
pub mod scarce {
    use super::Weight;
    use std::cell::RefCell;

    std::thread_local! {
        static LEFT: RefCell<Vec<Weight>> = const { RefCell::new(Vec::new()) };
    }

    /// What the next askings are answered, in order; after them there is no end again.
    pub fn set(mut answers: Vec<Weight>) {
        answers.reverse();
        LEFT.with(|left| *left.borrow_mut() = answers);
    }

    pub(super) fn take() -> Option<Weight> {
        LEFT.with(|left| left.borrow_mut().pop())
    }
}
