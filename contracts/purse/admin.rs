//! Administration: who owns the contract, who operates it, the fee, and what is fixed for ever.
//!
//! What always holds:
//! - The owner sets the fee (within a cap that is code) and names the operator; neither can touch deposits or earnings.
//! - A new fee and a new operator hold a closing delay after they were set, not before: nobody who has signed or earned
//!   under the old ones is surprised. A purse keeps the fee of the moment in which it was opened.
//! - Closing delay, tab cost and fee of withdrawing are set once and for all.
//! - Ownership changes hands only when the new owner takes it, so it cannot be lost to a mistyped address.

use crate::crypto::{self, PublicKey};
use crate::errors::{Error, Result};
use ink::H160;

/// The highest fee that can ever be set, in basis points.
pub const FEE_CAP: u16 = 1_000;

const SHORTEST_CLOSING_DELAY: u64 = 60;
const LONGEST_CLOSING_DELAY: u64 = 30 * 24 * 60 * 60;

/// Who settles, and whose word closes a purse at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Operator {
    pub account: H160,
    pub key: PublicKey,
}

/// What never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Fixed {
    /// In seconds.
    pub closing_delay: u64,
    /// What a new tab's cell costs the purse.
    pub tab_cost: u128,
    /// What the operator takes for withdrawing for somebody.
    pub withdraw_fee: u128,
}

/// A setting with the one that comes next, and from when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Changing<T> {
    held: T,
    next: Option<(T, u64)>,
}

/// Who may do what, and what the contract is set to.
#[derive(Debug, Clone)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Administration {
    pub owner: H160,
    pub pending_owner: Option<H160>,
    pub operator: Changing<Operator>,
    pub fee: Changing<u16>,
    pub fixed: Fixed,
}

impl<T: Copy> Changing<T> {
    const fn new(held: T) -> Self {
        Self { held, next: None }
    }

    /// The one that holds now.
    pub fn now(&self, now: u64) -> T {
        match self.next {
            Some((next, effective_at)) if now >= effective_at => next,
            _ => self.held,
        }
    }

    /// The one that does not hold yet.
    pub fn pending(&self, now: u64) -> Option<(T, u64)> {
        self.next.filter(|(_, effective_at)| now < *effective_at)
    }

    /// Replaces what was pending.
    fn change(&mut self, next: T, now: u64, effective_at: u64) {
        self.held = self.now(now);
        self.next = Some((next, effective_at));
    }
}

impl Administration {
    pub fn new(owner: H160, operator: Operator, fee: u16, fixed: Fixed) -> Result<Self> {
        if !(SHORTEST_CLOSING_DELAY..=LONGEST_CLOSING_DELAY).contains(&fixed.closing_delay) {
            return Err(Error::BadDelay);
        }
        check_fee(fee)?;
        check_key(&operator.key)?;
        Ok(Self { owner, pending_owner: None, operator: Changing::new(operator), fee: Changing::new(fee), fixed })
    }

    pub fn only_owner(&self, caller: H160) -> Result<()> {
        if caller == self.owner { Ok(()) } else { Err(Error::NotOwner) }
    }

    pub fn is_operator(&self, caller: H160, now: u64) -> bool {
        caller == self.operator.now(now).account
    }

    /// Answers from when it holds.
    pub fn set_fee(&mut self, caller: H160, fee: u16, now: u64) -> Result<u64> {
        self.only_owner(caller)?;
        check_fee(fee)?;
        let effective_at = now.saturating_add(self.fixed.closing_delay);
        self.fee.change(fee, now, effective_at);
        Ok(effective_at)
    }

    /// Answers from when it holds.
    pub fn set_operator(&mut self, caller: H160, operator: Operator, now: u64) -> Result<u64> {
        self.only_owner(caller)?;
        check_key(&operator.key)?;
        let effective_at = now.saturating_add(self.fixed.closing_delay);
        self.operator.change(operator, now, effective_at);
        Ok(effective_at)
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

/// What is not a point of the curve is no key: nothing could ever be signed by it.
pub fn check_key(key: &PublicKey) -> Result<()> {
    if crypto::is_point(key)? { Ok(()) } else { Err(Error::BadKey) }
}

fn check_fee(fee: u16) -> Result<()> {
    if fee > FEE_CAP { Err(Error::FeeTooHigh) } else { Ok(()) }
}
