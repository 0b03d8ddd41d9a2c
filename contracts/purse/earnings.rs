//! Earnings: what accounts are owed, and how creators divide what they earn.
//!
//! What always holds:
//! - What is earned is divided by the split that holds at that moment; a change takes from nobody what was earned
//!   before it, and takes effect a closing delay after it was set.
//! - Splits are exact: only whole ten-thousands of a pot are divided and the rest stays in it, so that dividing more
//!   often moves no unit from one to another.
//! - Crediting a creator costs one cell, whatever split is pending: what comes after a change waits in a pot of its
//!   own until somebody divides the old one.

use crate::errors::{Error, Result};
use crate::money::Money;
use ink::H160;
use ink::prelude::vec::Vec;

pub const MAX_SHARES: u32 = 8;
/// A whole, in basis points.
pub const WHOLE: u16 = 10_000;
/// The operator withdraws for somebody at least so many times the fee.
const LEAST_FEES: u128 = 100;

/// A part of a creator's earnings that goes to somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Share {
    pub account: H160,
    pub basis_points: u16,
}

/// What the contract owes an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct Earnings {
    /// What `withdraw` pays, beside the account's own part of the pot.
    pub owed: u128,
    /// Not divided among the shares yet.
    pub pot: u128,
    pub split: Vec<Share>,
    /// What the split will be, and from when.
    pub next_split: Option<(Vec<Share>, u64)>,
}

/// An account's money in storage.
#[derive(Debug, Clone, Copy, Default)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Account {
    owed: u128,
    /// To be divided by the split in `Splits::held`.
    pot: u128,
    /// When the next split holds; the same is in `Splits`, and here so that crediting need not read that.
    changes_at: Option<u64>,
    /// What was earned from then on.
    next_pot: u128,
}

/// A creator's splits in storage.
#[derive(Debug, Clone, Default)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Splits {
    held: Vec<Share>,
    next: Option<(Vec<Share>, u64)>,
}

/// A creator's account with what goes to others, in memory.
#[derive(Default)]
struct Dividing {
    account: Account,
    splits: Splits,
    splits_changed: bool,
    /// What goes to others.
    parts: Vec<(H160, u128)>,
    divided: u128,
}

/// What a withdrawal comes to.
pub struct Withdrawal {
    /// Of the account's pot.
    pub distributed: u128,
    /// Taken off what is owed.
    pub amount: u128,
    /// Of that, what goes to the operator.
    pub fee: u128,
}

impl Money {
    /// The first split holds at once, a change from `effective_at` on; answers what was divided, and from when it holds.
    pub fn set_split(&mut self, creator: H160, shares: &[Share], now: u64, effective_at: u64) -> Result<(u128, u64)> {
        check_split(creator, shares)?;
        let mut dividing = self.divided(creator, now)?;
        let first = dividing.splits.held.is_empty() && dividing.splits.next.is_none();
        let holds_from = if first { now } else { effective_at };
        if first {
            dividing.splits.held = shares.to_vec();
        } else {
            dividing.splits.next = Some((shares.to_vec(), effective_at));
            dividing.account.changes_at = Some(effective_at);
        }
        dividing.splits_changed = true;
        self.carry_out(creator, &dividing)?;
        Ok((dividing.divided, holds_from))
    }

    /// Divides the creator's pot among the shares; answers what was divided.
    pub fn distribute(&mut self, creator: H160, now: u64) -> Result<u128> {
        let dividing = self.divided(creator, now)?;
        self.carry_out(creator, &dividing)?;
        Ok(dividing.divided)
    }

    /// Divides the account's own pot and takes all that is owed to it off the books.
    pub fn withdraw(&mut self, account: H160, now: u64) -> Result<Withdrawal> {
        self.take_owed(account, 1, now)
    }

    /// The same for an account that cannot pay for the transaction: the fee becomes owed to the operator.
    pub fn withdraw_for_a_fee(&mut self, account: H160, operator: H160, fee: u128, now: u64) -> Result<Withdrawal> {
        let withdrawal = self.take_owed(account, fee.saturating_mul(LEAST_FEES), now)?;
        self.books.owe(fee)?;
        self.owe(operator, fee)?;
        Ok(Withdrawal { fee, ..withdrawal })
    }

    fn take_owed(&mut self, account: H160, least: u128, now: u64) -> Result<Withdrawal> {
        let mut dividing = self.divided(account, now)?;
        let amount = core::mem::take(&mut dividing.account.owed);
        if amount == 0 {
            return Err(Error::NothingOwed);
        }
        if amount < least {
            return Err(Error::TooLittle);
        }
        self.books.pay_out(amount)?;
        self.carry_out(account, &dividing)?;
        Ok(Withdrawal { distributed: dividing.divided, amount, fee: 0 })
    }

    /// What was settled goes to the creator's pot: whose it is in the end, the split says.
    pub fn credit(&mut self, creator: H160, net: u128, now: u64) -> Result<()> {
        let mut account = self.account(creator);
        let changed = account.changes_at.is_some_and(|at| now >= at);
        let pot = if changed { &mut account.next_pot } else { &mut account.pot };
        *pot = pot.checked_add(net).ok_or(Error::Arithmetic)?;
        self.accounts.insert(creator, &account);
        Ok(())
    }

    pub fn owe(&mut self, account: H160, amount: u128) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let mut own = self.account(account);
        own.owed = own.owed.checked_add(amount).ok_or(Error::Arithmetic)?;
        self.accounts.insert(account, &own);
        Ok(())
    }

    /// A split that is due is told as the one in force, though the pots are divided only by whoever asks for it.
    pub fn earnings(&self, account: H160, now: u64) -> Earnings {
        let Account { owed, pot, next_pot, .. } = self.account(account);
        let Splits { held, next } = self.splits.get(account).unwrap_or_default();
        let (split, next_split) = match next {
            Some((shares, at)) if now >= at => (shares, None),
            next => (held, next),
        };
        Earnings { owed, pot: pot.saturating_add(next_pot), split, next_split }
    }

    fn divided(&self, creator: H160, now: u64) -> Result<Dividing> {
        let splits = self.splits.get(creator).unwrap_or_default();
        let mut dividing = Dividing { account: self.account(creator), splits, ..Dividing::default() };
        dividing.change_split(now)?;
        dividing.divide()?;
        Ok(dividing)
    }

    fn carry_out(&mut self, creator: H160, dividing: &Dividing) -> Result<()> {
        self.accounts.insert(creator, &dividing.account);
        if dividing.splits_changed {
            self.splits.insert(creator, &dividing.splits);
        }
        dividing.parts.iter().try_for_each(|(account, amount)| self.owe(*account, *amount))
    }

    fn account(&self, account: H160) -> Account {
        self.accounts.get(account).unwrap_or_default()
    }
}

impl Dividing {
    /// A change that is due: the pot is divided by the old split first.
    fn change_split(&mut self, now: u64) -> Result<()> {
        if !self.splits.next.as_ref().is_some_and(|(_, at)| now >= *at) {
            return Ok(());
        }
        self.divide()?;
        self.splits.held = self.splits.next.take().map(|(shares, _)| shares).unwrap_or_default();
        self.splits_changed = true;
        self.account.changes_at = None;
        let earned_since = core::mem::take(&mut self.account.next_pot);
        self.account.pot = self.account.pot.checked_add(earned_since).ok_or(Error::Arithmetic)?;
        Ok(())
    }

    /// Each share gets its part of the pot, the creator the rest. With a split only whole ten-thousands are divided, so
    /// that every part is exact.
    fn divide(&mut self) -> Result<()> {
        let Account { pot, owed, .. } = self.account;
        let per_point = pot / u128::from(WHOLE);
        let whole = if self.splits.held.is_empty() { pot } else { per_point.saturating_mul(u128::from(WHOLE)) };
        let mut rest = whole;
        for share in &self.splits.held {
            let part = per_point.saturating_mul(u128::from(share.basis_points));
            rest = rest.checked_sub(part).ok_or(Error::Arithmetic)?;
            self.parts.push((share.account, part));
        }
        self.account.owed = owed.checked_add(rest).ok_or(Error::Arithmetic)?;
        self.account.pot = pot.checked_sub(whole).ok_or(Error::Arithmetic)?;
        self.divided = self.divided.saturating_add(whole);
        Ok(())
    }
}

fn check_split(creator: H160, shares: &[Share]) -> Result<()> {
    let mut points = 0u16;
    for (place, share) in shares.iter().enumerate() {
        let twice = shares.iter().take(place).any(|other| other.account == share.account);
        if share.basis_points == 0 || share.account == creator || twice {
            return Err(Error::BadSplit);
        }
        points = points.checked_add(share.basis_points).ok_or(Error::BadSplit)?;
    }
    let too_many = u32::try_from(shares.len()).is_ok_and(|count| count <= MAX_SHARES);
    if !too_many || points > WHOLE { Err(Error::BadSplit) } else { Ok(()) }
}
