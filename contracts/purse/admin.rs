//! Administration: who owns the contract, who operates it, and the fee.
//!
//! What always holds:
//! - The owner sets the fee (within a cap that is code) and names the operator; neither can touch deposits or earnings.
//! - The fee never exceeds the cap. It applies when a voucher is paid, never to what was paid before.
//! - The delays are set once and for all: nobody can shorten the time in which a creator may still settle.
//! - Ownership changes hands only when the new owner takes it, so it cannot be lost to a mistyped address.

use crate::crypto::PublicKey;
use crate::errors::{Error, Result};
use ink::H160;

/// The highest fee that can ever be set, in basis points.
pub const FEE_CAP: u16 = 1_000;

const SHORTEST_CLOSING_DELAY: u64 = 60;
const LONGEST_CLOSING_DELAY: u64 = 30 * 24 * 60 * 60;

/// Who may do what, and what the contract is set to.
#[derive(Debug, Clone)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Administration {
    pub owner: H160,
    pub pending_owner: Option<H160>,
    pub operator: H160,
    pub operator_key: PublicKey,
    pub fee: u16,
    pub closing_delay: u64,
    pub announce_delay: u64,
}

impl Administration {
    pub fn new(owner: H160, operator: H160, operator_key: PublicKey, fee: u16, closing_delay: u64) -> Result<Self> {
        if !(SHORTEST_CLOSING_DELAY..=LONGEST_CLOSING_DELAY).contains(&closing_delay) {
            return Err(Error::BadDelay);
        }
        check_fee(fee)?;
        check_key(&operator_key)?;
        Ok(Self {
            owner,
            pending_owner: None,
            operator,
            operator_key,
            fee,
            closing_delay,
            // Half, so that a creator who announces when a viewer asks to close can settle before the purse is empty.
            announce_delay: closing_delay / 2,
        })
    }

    pub fn only_owner(&self, caller: H160) -> Result<()> {
        if caller == self.owner { Ok(()) } else { Err(Error::NotOwner) }
    }

    pub fn set_fee(&mut self, caller: H160, fee: u16) -> Result<()> {
        self.only_owner(caller)?;
        check_fee(fee)?;
        self.fee = fee;
        Ok(())
    }

    pub fn set_operator(&mut self, caller: H160, operator: H160, operator_key: PublicKey) -> Result<()> {
        self.only_owner(caller)?;
        check_key(&operator_key)?;
        self.operator = operator;
        self.operator_key = operator_key;
        Ok(())
    }

    pub fn offer_ownership(&mut self, caller: H160, to: H160) -> Result<()> {
        self.only_owner(caller)?;
        self.pending_owner = Some(to);
        Ok(())
    }

    pub fn accept_ownership(&mut self, caller: H160) -> Result<()> {
        if self.pending_owner != Some(caller) {
            return Err(Error::NotPendingOwner);
        }
        self.owner = caller;
        self.pending_owner = None;
        Ok(())
    }
}

/// Zeros are not a key: nothing could ever be signed by it.
pub fn check_key(key: &PublicKey) -> Result<()> {
    if key.iter().all(|byte| *byte == 0) { Err(Error::BadKey) } else { Ok(()) }
}

fn check_fee(fee: u16) -> Result<()> {
    if fee > FEE_CAP { Err(Error::FeeTooHigh) } else { Ok(()) }
}
