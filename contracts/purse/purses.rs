//! Deposits, from opening to closing.
//!
//! What always holds:
//! - A purse is closed at the end of its closing delay, when none of its keys settles any more, or at the operator's
//!   word; never while claims wait to be paid. None of these ends moves once it is set.
//! - A purse keeps the fee of the moment in which it was opened.
//! - A retired key is kept while it settles, and while claims of an open window are its own.

use crate::admin::check_key;
use crate::crypto::PublicKey;
use crate::errors::{Error, Result};
use crate::keys::{Key, Limits, MAX_RETIRED_KEYS};
use crate::money::Money;
use crate::windows::Window;
use ink::H160;
use ink::prelude::vec::Vec;

/// A purse in storage. Its retired keys lie beside it: with them it would be larger than the 416 bytes of a cell.
#[derive(Debug, Clone)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct PurseRecord {
    pub nonce: u32,
    pub open: bool,
    pub fee: u16,
    pub key: Key,
    /// The numbers of its retired keys.
    pub retired: Vec<u32>,
    pub deposit: u128,
    pub paid: u128,
    pub storage: u128,
    pub seconds: u64,
    pub extras: u128,
    pub opened_at: u64,
    pub closing_at: Option<u64>,
    /// How many tabs it has in this opening.
    pub tabs: u32,
    pub window: Window,
}

/// A purse in memory: read once and written once for all vouchers of a viewer in a batch.
pub struct LoadedPurse {
    pub viewer: H160,
    pub record: PurseRecord,
    /// Those that were asked for, or all.
    pub retired: Vec<Key>,
}

/// Deposits.
impl Money {
    /// Answers the opening.
    pub fn open(
        &mut self,
        viewer: H160,
        key: PublicKey,
        limits: Limits,
        deposit: u128,
        fee: u16,
        now: u64,
    ) -> Result<u32> {
        let before = self.purses.get(viewer);
        if before.as_ref().is_some_and(|purse| purse.open) {
            return Err(Error::AlreadyOpen);
        }
        limits.check(now)?;
        check_key(&key)?;
        let openings = before.as_ref().map_or(0, |purse| purse.nonce);
        let nonce = openings.checked_add(1).ok_or(Error::Arithmetic)?;
        self.books.take_in(deposit)?;
        self.books.opened();
        let record = PurseRecord {
            nonce,
            open: true,
            fee,
            key: Key::new(0, key, limits, now),
            retired: Vec::new(),
            deposit,
            paid: 0,
            storage: 0,
            seconds: 0,
            extras: 0,
            opened_at: now,
            closing_at: None,
            tabs: 0,
            window: before.map(|purse| purse.window).unwrap_or_default(),
        };
        self.purses.insert(viewer, &record);
        Ok(nonce)
    }

    /// Answers the opening and what is in the purse now.
    pub fn top_up(&mut self, viewer: H160, added: u128) -> Result<(u32, u128)> {
        let mut record = self.open_purse(viewer)?;
        record.not_closing()?;
        self.books.take_in(added)?;
        record.deposit = record.deposit.checked_add(added).ok_or(Error::TooMuch)?;
        self.purses.insert(viewer, &record);
        Ok((record.nonce, record.deposit))
    }

    /// Answers the opening, the new key's number and until when the old key settles.
    pub fn rekey(
        &mut self,
        viewer: H160,
        key: PublicKey,
        limits: Limits,
        now: u64,
        closing_delay: u64,
    ) -> Result<(u32, u32, u64)> {
        let mut purse = self.whole_open_purse(viewer)?;
        purse.record.not_closing()?;
        limits.check(now)?;
        check_key(&key)?;
        let before = core::mem::take(&mut purse.record.retired);
        let old_key_until = purse.replace_key(key, limits, now, closing_delay)?;
        let record = &purse.record;
        let dropped = before.iter().filter(|number| !record.retired.contains(number));
        dropped.for_each(|number| self.retired.remove((viewer, *number)));
        if let Some(old) = purse.retired.last() {
            self.retired.insert((viewer, old.number), old);
        }
        self.purses.insert(viewer, record);
        Ok((record.nonce, record.key.number, old_key_until))
    }

    /// Answers the opening and when `close` becomes possible.
    pub fn request_close(&mut self, viewer: H160, now: u64, closing_delay: u64) -> Result<(u32, u64)> {
        let mut record = self.open_purse(viewer)?;
        record.not_closing()?;
        let closes_at = now.saturating_add(closing_delay);
        record.closing_at = Some(closes_at);
        self.purses.insert(viewer, &record);
        Ok((record.nonce, closes_at))
    }

    pub fn cancel_close(&mut self, viewer: H160) -> Result<u32> {
        let mut record = self.open_purse(viewer)?;
        record.closing_at.take().ok_or(Error::NotClosing)?;
        self.purses.insert(viewer, &record);
        Ok(record.nonce)
    }

    /// Empties the purse and forgets its keys; answers the opening and what is to be paid back.
    pub fn close(&mut self, viewer: H160, record: PurseRecord) -> Result<(u32, u128)> {
        self.books.give_back(record.deposit)?;
        self.books.closed();
        record.retired.iter().for_each(|number| self.retired.remove((viewer, *number)));
        let (nonce, paid_back) = (record.nonce, record.deposit);
        self.purses.insert(viewer, &record.closed());
        Ok((nonce, paid_back))
    }

    pub fn open_purse(&self, viewer: H160) -> Result<PurseRecord> {
        // written out, as each step of a chain of closures would copy the whole purse
        match self.purses.get(viewer) {
            Some(purse) if purse.open => Ok(purse),
            _ => Err(Error::NoPurse),
        }
    }

    /// With all its retired keys.
    pub fn whole_open_purse(&self, viewer: H160) -> Result<LoadedPurse> {
        self.whole_purse(viewer).filter(|purse| purse.record.open).ok_or(Error::NoPurse)
    }

    /// With all its retired keys.
    pub fn whole_purse(&self, viewer: H160) -> Option<LoadedPurse> {
        let record = self.purses.get(viewer)?;
        let retired = record.retired.iter().filter_map(|number| self.retired.get((viewer, *number))).collect();
        Some(LoadedPurse { viewer, record, retired })
    }
}

impl PurseRecord {
    fn not_closing(&self) -> Result<()> {
        if self.closing_at.is_some() { Err(Error::Closing) } else { Ok(()) }
    }

    /// Whether the purse may be closed without the operator's word.
    pub fn may_close(&self, now: u64, closing_delay: u64) -> Result<()> {
        self.window.must_be_closed()?;
        // Without a key that settles nothing can be owed any more, so there is nobody to wait for. Replaced keys are dead
        // before the present one: it was not expired when it replaced them.
        if !self.key.settles(now, closing_delay) {
            return Ok(());
        }
        match self.closing_at {
            None => Err(Error::NotClosing),
            Some(at) if now < at => Err(Error::TooEarly),
            Some(_) => Ok(()),
        }
    }

    /// What stays of a purse: its nonce, so that no voucher is good again, what it came to, and where its cells lie.
    fn closed(self) -> Self {
        Self { open: false, key: Key::forgotten(), retired: Vec::new(), deposit: 0, closing_at: None, ..self }
    }
}

impl LoadedPurse {
    /// Whether the purse has this key and it settles.
    pub fn settles(&self, number: u32, now: u64, closing_delay: u64) -> bool {
        let mut keys = core::iter::once(&self.record.key).chain(&self.retired);
        keys.any(|key| key.number == number && key.settles(now, closing_delay))
    }

    /// Answers until when the old key settles.
    fn replace_key(&mut self, key: PublicKey, limits: Limits, now: u64, closing_delay: u64) -> Result<u64> {
        let number = self.record.key.number.checked_add(1).ok_or(Error::Arithmetic)?;
        let mut old = core::mem::replace(&mut self.record.key, Key::new(number, key, limits, now));
        old.retire(now);
        let old_key_until = old.settles_until(closing_delay);
        self.retired.push(old);
        self.retired.retain(|key| key.settles(now, closing_delay) || key.has_claims());
        if u32::try_from(self.retired.len()).is_ok_and(|count| count > MAX_RETIRED_KEYS) {
            return Err(Error::OutstandingKeys);
        }
        self.record.retired = self.retired.iter().map(|key| key.number).collect();
        Ok(old_key_until)
    }
}
