//! Vouchers and releases: how they are written for signing, and in which order a batch is taken.
//!
//! What always holds:
//! - The bytes name the chain, the contract, the viewer, the purse's opening and (in a voucher) the creator, so a
//!   signature is good for exactly one place. Chain and contract are filled in by the contract itself.
//! - Every field has a fixed width, so no two vouchers have the same bytes; the two prefixes differ, so a voucher is
//!   never a release.
//! - A batch is taken in one order, whatever order it came in.

use crate::crypto::{self, Signature};
use crate::errors::Result;
use ink::prelude::vec::Vec;
use ink::{H160, U256};

/// As many vouchers as the call data of ink! holds: it reads at most 16 KiB, a voucher has 148 bytes.
pub const MAX_BATCH: u32 = 100;

const VOUCHER_PREFIX: &[u8] = b"vilokanam/v1";
const RELEASE_PREFIX: &[u8] = b"vilokanam/release/v1";

/// What a session key signed for one viewer and creator. Everything in it is cumulative since the purse was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct Voucher {
    pub viewer: H160,
    /// Which opening of the viewer's purse.
    pub purse_nonce: u32,
    pub creator: H160,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub signature: Signature,
}

/// Where signatures count: on this chain, for this contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub chain_id: U256,
    pub contract: H160,
}

impl Place {
    /// What the session key signs.
    pub fn voucher_bytes(&self, voucher: &Voucher) -> Vec<u8> {
        let mut bytes = self.prefixed(VOUCHER_PREFIX);
        bytes.extend_from_slice(voucher.viewer.as_bytes());
        bytes.extend_from_slice(&voucher.purse_nonce.to_be_bytes());
        bytes.extend_from_slice(voucher.creator.as_bytes());
        bytes.extend_from_slice(&voucher.seconds.to_be_bytes());
        bytes.extend_from_slice(&voucher.amount.to_be_bytes());
        bytes.extend_from_slice(&voucher.extras.to_be_bytes());
        bytes
    }

    /// What the operator's key signs when nothing of a purse is outstanding.
    pub fn release_bytes(&self, viewer: H160, purse_nonce: u32, valid_until: u64) -> Vec<u8> {
        let mut bytes = self.prefixed(RELEASE_PREFIX);
        bytes.extend_from_slice(viewer.as_bytes());
        bytes.extend_from_slice(&purse_nonce.to_be_bytes());
        bytes.extend_from_slice(&valid_until.to_be_bytes());
        bytes
    }

    /// The hash that a voucher's signature is on.
    pub fn voucher_hash(&self, voucher: &Voucher) -> Result<[u8; 32]> {
        crypto::sha256(&self.voucher_bytes(voucher))
    }

    /// The hash that a release's signature is on.
    pub fn release_hash(&self, viewer: H160, purse_nonce: u32, valid_until: u64) -> Result<[u8; 32]> {
        crypto::sha256(&self.release_bytes(viewer, purse_nonce, valid_until))
    }

    fn prefixed(&self, prefix: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(148);
        bytes.extend_from_slice(prefix);
        bytes.extend_from_slice(&self.chain_id.to_big_endian());
        bytes.extend_from_slice(self.contract.as_bytes());
        bytes
    }
}

/// Sorts a batch so that the order in which it came changes nothing: by viewer, so that each purse is read and written
/// once; within a pair the older voucher first, as it may be signed by an older key with other limits.
pub fn put_in_order(vouchers: &mut [Voucher]) {
    vouchers.sort_unstable_by_key(|v| (v.viewer, v.creator, v.seconds, v.amount, v.extras, v.purse_nonce, v.signature));
}
