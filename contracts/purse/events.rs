//! What the contract tells the world. An indexer can rebuild every purse, tab and creator's earnings from these alone.

use crate::crypto::PublicKey;
use crate::earnings::Share;
use crate::errors::SkipReason;
use crate::keys::Limits;
use ink::H160;
use ink::prelude::vec::Vec;

#[ink::event]
pub struct Opened {
    #[ink(topic)]
    pub viewer: H160,
    pub nonce: u32,
    pub key: u32,
    pub session_key: PublicKey,
    pub limits: Limits,
    pub deposit: u128,
    /// In basis points, for as long as the purse is open.
    pub fee: u16,
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
    /// The new key's number.
    pub key: u32,
    pub session_key: PublicKey,
    pub limits: Limits,
    /// Until when the replaced key settles what it signed.
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

/// A claim was made, or grew.
#[ink::event]
pub struct Announced {
    #[ink(topic)]
    pub viewer: H160,
    pub creator: H160,
    pub nonce: u32,
    pub key: u32,
    /// These three as the claim now stands.
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    /// What is to be paid, if the budgets reach.
    pub due: u128,
    pub announcer: H160,
    pub window_ends_at: u64,
}

/// The claims of a window are due: what is there for them was put aside.
#[ink::event]
pub struct WindowEnded {
    #[ink(topic)]
    pub viewer: H160,
    pub nonce: u32,
    pub reserved: u128,
}

#[ink::event]
pub struct Settled {
    #[ink(topic)]
    pub viewer: H160,
    pub creator: H160,
    pub nonce: u32,
    pub key: u32,
    /// These three as the tab now stands.
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    /// By this settling.
    pub paid: u128,
    /// The platform's part of `paid`.
    pub fee: u128,
    /// Taken from the deposit beside `paid`, for the cell of a new tab.
    pub storage: u128,
    /// What the voucher asked beyond `paid`.
    pub short: u128,
}

#[ink::event]
pub struct Skipped {
    #[ink(topic)]
    pub viewer: H160,
    pub creator: H160,
    pub nonce: u32,
    pub key: u32,
    pub seconds: u64,
    pub reason: SkipReason,
}

#[ink::event]
pub struct SplitChanged {
    #[ink(topic)]
    pub creator: H160,
    pub shares: Vec<Share>,
    pub effective_at: u64,
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
    /// Owed before; the account was paid this less the fee.
    pub amount: u128,
    /// The operator's, for sending the transaction.
    pub fee: u128,
}

#[ink::event]
pub struct FeesWithdrawn {
    #[ink(topic)]
    pub owner: H160,
    pub amount: u128,
}

#[ink::event]
pub struct SurplusWithdrawn {
    #[ink(topic)]
    pub owner: H160,
    pub amount: u128,
}

#[ink::event]
pub struct FeeChanged {
    #[ink(topic)]
    pub fee: u16,
    pub effective_at: u64,
}

#[ink::event]
pub struct OperatorChanged {
    #[ink(topic)]
    pub operator: H160,
    pub operator_key: PublicKey,
    pub effective_at: u64,
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

#[ink::event]
pub struct TabsRemoved {
    #[ink(topic)]
    pub viewer: H160,
    pub count: u32,
}

#[ink::event]
pub struct ClaimsCleared {
    #[ink(topic)]
    pub announcer: H160,
    pub count: u32,
}
