//! What the contract tells the world. An indexer can rebuild every purse, tab and creator's earnings from these alone.

use crate::crypto::PublicKey;
use crate::errors::SkipReason;
use crate::money::{Limits, Share};
use ink::H160;
use ink::prelude::vec::Vec;

#[ink::event]
pub struct Opened {
    #[ink(topic)]
    pub viewer: H160,
    pub nonce: u32,
    pub session_key: PublicKey,
    pub limits: Limits,
    pub deposit: u128,
}

#[ink::event]
pub struct ToppedUp {
    #[ink(topic)]
    pub viewer: H160,
    pub nonce: u32,
    pub added: u128,
    /// What is in the purse now.
    pub deposit: u128,
}

#[ink::event]
pub struct Rekeyed {
    #[ink(topic)]
    pub viewer: H160,
    pub nonce: u32,
    pub session_key: PublicKey,
    pub limits: Limits,
    /// Until when the replaced key settles what it signed; now, when it had expired.
    pub old_key_until: u64,
}

#[ink::event]
pub struct ClosingRequested {
    #[ink(topic)]
    pub viewer: H160,
    pub nonce: u32,
    pub closes_at: u64,
}

#[ink::event]
pub struct ClosingCancelled {
    #[ink(topic)]
    pub viewer: H160,
    pub nonce: u32,
}

#[ink::event]
pub struct Closed {
    #[ink(topic)]
    pub viewer: H160,
    pub nonce: u32,
    pub paid_back: u128,
    /// With the operator's word instead of the delay.
    pub early: bool,
}

/// Somebody means to settle this voucher without the operator.
#[ink::event]
pub struct Announced {
    #[ink(topic)]
    pub viewer: H160,
    #[ink(topic)]
    pub creator: H160,
    pub nonce: u32,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub ready_at: u64,
    pub until: u64,
}

#[ink::event]
pub struct Settled {
    #[ink(topic)]
    pub viewer: H160,
    #[ink(topic)]
    pub creator: H160,
    pub nonce: u32,
    /// These three as they are counted now, since the purse was opened.
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    /// By this settling.
    pub paid: u128,
    /// The platform's part of `paid`.
    pub fee: u128,
    /// Counted and still not paid, as the deposit did not reach.
    pub short: u128,
}

#[ink::event]
pub struct Skipped {
    #[ink(topic)]
    pub viewer: H160,
    #[ink(topic)]
    pub creator: H160,
    pub nonce: u32,
    pub seconds: u64,
    pub reason: SkipReason,
}

#[ink::event]
pub struct SplitChanged {
    #[ink(topic)]
    pub creator: H160,
    pub shares: Vec<Share>,
}

#[ink::event]
pub struct Distributed {
    #[ink(topic)]
    pub creator: H160,
    pub amount: u128,
}

#[ink::event]
pub struct Withdrawn {
    #[ink(topic)]
    pub account: H160,
    pub amount: u128,
}

#[ink::event]
pub struct FeesWithdrawn {
    #[ink(topic)]
    pub owner: H160,
    pub amount: u128,
}

#[ink::event]
pub struct FeeChanged {
    pub fee: u16,
}

#[ink::event]
pub struct OperatorChanged {
    #[ink(topic)]
    pub operator: H160,
    pub operator_key: PublicKey,
}

#[ink::event]
pub struct OwnershipOffered {
    #[ink(topic)]
    pub to: H160,
}

#[ink::event]
pub struct OwnershipAccepted {
    #[ink(topic)]
    pub owner: H160,
}
