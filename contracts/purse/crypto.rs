//! What the chain computes for the contract: SHA-256, P-256 and the chain's id.
//!
//! ink! has no call for P-256, and its own SHA-256 does not tell when the chain refused. The difference matters: who
//! calls decides how much weight the call has, and "no weight left" must fail the whole call. Taken for "not signed" it
//! would let a stranger use up somebody's announced batch and have every voucher in it skipped.

use crate::errors::Result;
use ink::U256;

/// An uncompressed P-256 public key: x, then y.
pub type PublicKey = [u8; 64];
/// An ECDSA signature: r, then s.
pub type Signature = [u8; 64];

const P256_INPUT: usize = 160;

/// Whether the key signed what has this hash.
pub fn is_signed(key: &PublicKey, hash: &[u8; 32], signature: &Signature) -> Result<bool> {
    let mut input = [0; P256_INPUT];
    let parts = hash.iter().chain(signature).chain(key);
    input.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    chain::p256(&input)
}

pub fn sha256(bytes: &[u8]) -> Result<[u8; 32]> {
    chain::sha256(bytes)
}

pub fn chain_id() -> U256 {
    chain::chain_id()
}

#[cfg(target_arch = "riscv64")]
mod chain {
    use super::{P256_INPUT, Result, U256};
    use crate::errors::Error;
    use pallet_revive_uapi::{CallFlags, HostFn, HostFnImpl};

    const SHA256: u16 = 0x02;
    const P256: u16 = 0x100;

    pub fn sha256(bytes: &[u8]) -> Result<[u8; 32]> {
        precompile(SHA256, bytes)
    }

    /// The precompile answers 1, or nothing at all.
    pub fn p256(input: &[u8; P256_INPUT]) -> Result<bool> {
        precompile(P256, input).map(|word| word[31] == 1)
    }

    pub fn chain_id() -> U256 {
        let mut id = [0; 32];
        HostFnImpl::chain_id(&mut id);
        U256::from_little_endian(&id)
    }

    fn precompile(number: u16, input: &[u8]) -> Result<[u8; 32]> {
        let mut address = [0; 20];
        address[18..].copy_from_slice(&number.to_be_bytes());
        let mut word = [0; 32];
        let (all_weight, any_deposit, no_value) = (u64::MAX, [u8::MAX; 32], [0; 32]);
        HostFnImpl::call(
            CallFlags::empty(),
            &address,
            all_weight,
            all_weight,
            &any_deposit,
            &no_value,
            input,
            Some(&mut &mut word[..]),
        )
        .map_err(|_| Error::Arithmetic)?;
        Ok(word)
    }
}

/// The same off the chain, for tests.
#[cfg(not(target_arch = "riscv64"))]
mod chain {
    use super::{P256_INPUT, Result, U256};
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
}
