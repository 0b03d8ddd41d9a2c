//! Vouchers and releases: how they are written for signing, and in which order a batch is taken.
//!
//! What always holds:
//! - The bytes name the chain, the contract, the viewer, the purse's opening and (in a voucher) the key and the
//!   creator, so a signature is good for exactly one place. Chain and contract are filled in by the contract itself.
//! - Every field has a fixed width, so no two vouchers have the same bytes; the two prefixes differ, so a voucher is
//!   never a release.
//! - A batch is taken in one order, whatever order it came in.

use crate::crypto::{self, Signature};
use crate::errors::Result;
use core::cmp::Ordering;
use ink::prelude::vec::Vec;
use ink::{H160, U256};

/// As many vouchers as the call data of ink! holds: it reads at most 16 KiB, a voucher has 152 bytes.
pub const MAX_BATCH: u32 = 100;

const VOUCHER_PREFIX: &[u8; 12] = b"vilokanam/v2";
const RELEASE_PREFIX: &[u8; 20] = b"vilokanam/release/v2";
/// Of a release's bytes.
const RELEASE: usize = 104;

/// How every voucher's bytes begin on one chain and for one contract.
pub type Prefix = [u8; 64];

/// What a session key signed for one viewer and creator. Amounts and seconds are cumulative for the key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct Voucher {
    pub viewer: H160,
    /// Which opening of the viewer's purse.
    pub purse_nonce: u32,
    /// Which of that opening's keys signed.
    pub key: u32,
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
    pub fn voucher_prefix(&self) -> Prefix {
        let mut prefix = [0; 64];
        prefix[..12].copy_from_slice(VOUCHER_PREFIX);
        prefix[12..44].copy_from_slice(&self.chain_id.to_big_endian());
        prefix[44..].copy_from_slice(self.contract.as_bytes());
        prefix
    }

    /// What the operator's key signs when nothing of a purse is outstanding.
    pub fn release_bytes(&self, viewer: H160, purse_nonce: u32, valid_until: u64) -> [u8; RELEASE] {
        let mut bytes = [0; RELEASE];
        bytes[..20].copy_from_slice(RELEASE_PREFIX);
        bytes[20..52].copy_from_slice(&self.chain_id.to_big_endian());
        bytes[52..72].copy_from_slice(self.contract.as_bytes());
        bytes[72..92].copy_from_slice(viewer.as_bytes());
        bytes[92..96].copy_from_slice(&purse_nonce.to_be_bytes());
        bytes[96..].copy_from_slice(&valid_until.to_be_bytes());
        bytes
    }

    /// The hash that a release's signature is on.
    pub fn release_hash(&self, viewer: H160, purse_nonce: u32, valid_until: u64) -> Result<[u8; 32]> {
        crypto::sha256(&self.release_bytes(viewer, purse_nonce, valid_until))
    }
}

/// What the session key signs.
pub fn bytes(prefix: &Prefix, voucher: &Voucher) -> [u8; 152] {
    let mut bytes = [0; 152];
    bytes[..64].copy_from_slice(prefix);
    bytes[64..84].copy_from_slice(voucher.viewer.as_bytes());
    bytes[84..88].copy_from_slice(&voucher.purse_nonce.to_be_bytes());
    bytes[88..92].copy_from_slice(&voucher.key.to_be_bytes());
    bytes[92..112].copy_from_slice(voucher.creator.as_bytes());
    bytes[112..120].copy_from_slice(&voucher.seconds.to_be_bytes());
    bytes[120..136].copy_from_slice(&voucher.amount.to_be_bytes());
    bytes[136..].copy_from_slice(&voucher.extras.to_be_bytes());
    bytes
}

/// A batch in the order in which it is taken, whatever order it came in, each voucher with its place in what was sent:
/// by viewer, so that each purse is read and written once; within a purse by key and creator, then the highest last.
pub fn in_order(vouchers: &[Voucher]) -> Vec<(u32, &Voucher)> {
    let mut ordered: Vec<(u32, &Voucher)> = Vec::with_capacity(vouchers.len());
    for (place, voucher) in (0..).zip(vouchers) {
        // a batch that comes in order costs one comparison a voucher
        let is_last = ordered.last().is_none_or(|(_, last)| compare(last, voucher).is_le());
        let at = if is_last {
            ordered.len()
        } else {
            ordered.partition_point(|(_, before)| compare(before, voucher).is_le())
        };
        ordered.insert(at, (place, voucher));
    }
    ordered
}

fn compare(a: &Voucher, b: &Voucher) -> Ordering {
    let pair = a.viewer.cmp(&b.viewer).then(a.key.cmp(&b.key)).then_with(|| a.creator.cmp(&b.creator));
    pair.then_with(|| {
        let rank = |it: &Voucher| (it.amount, it.extras, it.seconds, it.purse_nonce, it.signature);
        rank(a).cmp(&rank(b))
    })
}
