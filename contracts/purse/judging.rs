//! Whether a voucher is good, by itself.
//!
//! What always holds: a voucher names its key, so judging it costs one signature check; and only its own key's limits
//! and time decide about it.

use crate::crypto;
use crate::errors::{Result, SkipReason};
use crate::keys::Key;
use crate::money::Money;
use crate::purses::LoadedPurse;
use crate::tabs::TabRecord;
use crate::voucher::{self, Prefix, Voucher};
use ink::H160;
use ink::prelude::vec::Vec;

/// What one call asks the chain for once, and what is fixed.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    pub now: u64,
    /// How every voucher's bytes begin.
    pub prefix: Prefix,
    pub closing_delay: u64,
    pub tab_cost: u128,
}

/// What is said of one key and creator beyond their tab.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Growth {
    pub amount: u128,
    pub extras: u128,
}

pub type Judged<T> = core::result::Result<T, SkipReason>;

impl Growth {
    pub fn since(amount: u128, extras: u128, tab: &TabRecord) -> Self {
        Self { amount: amount.saturating_sub(tab.tab.amount), extras: extras.saturating_sub(tab.tab.extras) }
    }

    /// How much of it the key can have sold, by itself.
    pub fn within(self, key: &Key) -> Self {
        Self { amount: self.amount.min(key.credit), extras: self.extras.min(key.extras_left()) }
    }

    /// Nobody asks more than there is: what one states beyond it would only thin out the shares of the others.
    pub fn at_most(self, there: u128) -> Self {
        Self { amount: self.amount.min(there), extras: self.extras.min(there) }
    }

    pub fn sum(self) -> u128 {
        self.amount.saturating_add(self.extras)
    }

    pub fn is_none(self) -> bool {
        self.amount == 0 && self.extras == 0
    }

    /// Says why nothing of it counts, when nothing does.
    pub fn check(self, counts: Self) -> Judged<()> {
        match counts.is_none() {
            false => Ok(()),
            true if self.is_none() => Err(SkipReason::Stale),
            true if self.amount > 0 => Err(SkipReason::OverTime),
            true => Err(SkipReason::OverAllowance),
        }
    }
}

impl LoadedPurse {
    /// The key with this number, with its credit of now; `None` is the present one, else its place among the loaded
    /// retired ones.
    fn find_key(&mut self, money: &Money, number: u32, now: u64) -> Judged<Option<usize>> {
        if number == self.record.key.number {
            return Ok(None);
        }
        if let Some(slot) = self.retired.iter().position(|key| key.number == number) {
            return Ok(Some(slot));
        }
        if !self.record.retired.contains(&number) {
            return Err(SkipReason::UnknownKey);
        }
        let mut key = money.retired.get((self.viewer, number)).ok_or(SkipReason::UnknownKey)?;
        key.accrue(now);
        self.retired.push(key);
        Ok(self.retired.len().checked_sub(1))
    }

    pub fn key(&self, slot: Option<usize>) -> &Key {
        slot.and_then(|slot| self.retired.get(slot)).unwrap_or(&self.record.key)
    }

    pub fn key_mut(&mut self, slot: Option<usize>) -> &mut Key {
        match slot.and_then(|slot| self.retired.get_mut(slot)) {
            Some(key) => key,
            None => &mut self.record.key,
        }
    }

    /// What can be said of the voucher without its signature; answers its key.
    pub fn judge_unsigned(&mut self, money: &Money, voucher: &Voucher, call: &Call) -> Judged<Option<usize>> {
        if voucher.purse_nonce != self.record.nonce {
            return Err(SkipReason::OldOpening);
        }
        let slot = self.find_key(money, voucher.key, call.now)?;
        if !self.key(slot).settles(call.now, call.closing_delay) {
            return Err(SkipReason::Expired);
        }
        Ok(slot)
    }

    /// Whether its key signed it, within its rate.
    pub fn judge_signed(&self, slot: Option<usize>, voucher: &Voucher, call: &Call) -> Result<Judged<()>> {
        let key = self.key(slot);
        let hash = crypto::sha256(&voucher::bytes(&call.prefix, voucher))?;
        if !crypto::is_signed(&key.session_key, &hash, &voucher.signature)? {
            return Ok(Err(SkipReason::BadSignature));
        }
        if voucher.amount > u128::from(voucher.seconds).saturating_mul(key.limits.max_rate) {
            return Ok(Err(SkipReason::OverRate));
        }
        Ok(Ok(()))
    }
}

impl Money {
    /// The open purse with none of its retired keys, and the credit of now.
    pub fn purse_to_judge(&self, viewer: H160, now: u64) -> Result<LoadedPurse> {
        let mut record = self.open_purse(viewer)?;
        record.key.accrue(now);
        Ok(LoadedPurse { viewer, record, retired: Vec::new() })
    }

    /// Writes the purse, and those of its retired keys that were loaded.
    pub fn store(&mut self, purse: &LoadedPurse) {
        for key in &purse.retired {
            self.retired.insert((purse.viewer, key.number), key);
        }
        self.purses.insert(purse.viewer, &purse.record);
    }
}
