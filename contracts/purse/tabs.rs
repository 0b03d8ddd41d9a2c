//! Tabs: what was settled of each key and creator.
//!
//! What always holds:
//! - Amount and extras of a tab only grow within an opening, and are exactly what was paid.
//! - What the fee does not divide is carried on in the tab, so that paying in many parts costs as much as paying at once.
//! - A tab is removed only when nothing can be settled on it any more.

use crate::earnings::WHOLE;
use crate::errors::{Error, Result};
use crate::events::Settled;
use crate::judging::Growth;
use crate::money::{Money, Pair, Tab};
use crate::purses::LoadedPurse;
use crate::purses::PurseRecord;
use ink::H160;
use ink::prelude::vec::Vec;

/// A tab in storage.
#[derive(Debug, Clone, Copy, Default)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct TabRecord {
    pub tab: Tab,
    /// Where it stands in the list of its opening.
    place: u32,
}

/// What a call has paid so far and still has to put into accounts.
#[derive(Default)]
pub struct Payments {
    pub paid: u128,
    /// To creators, without the fees.
    pub earned: Vec<(H160, u128)>,
    fees: u128,
    /// For the cells of new tabs: owed to whoever sent the transaction, as the chain charges them.
    storage: u128,
}

/// What is paid of one key and creator.
pub struct Payment {
    pub pair: Pair,
    /// The highest that was stated.
    pub seconds: u64,
    /// What was stated beyond the tab.
    pub growth: Growth,
    pub paid: Growth,
    pub storage: u128,
}

impl TabRecord {
    pub fn is_of(&self, nonce: u32) -> bool {
        self.tab.nonce == nonce
    }

    /// The platform's part of a payment. Written so that no product can overflow: paid = whole * 10000 + rest.
    fn fee_of(&mut self, paid: u128, basis_points: u16) -> u128 {
        if basis_points == 0 {
            return 0;
        }
        let (unit, points) = (u64::from(WHOLE), u64::from(basis_points));
        let (whole, rest) = divided_by(paid, u32::from(WHOLE));
        let parts = rest.saturating_mul(points).saturating_add(u64::from(self.tab.fee_carry));
        self.tab.fee_carry = u16::try_from(parts % unit).unwrap_or(0);
        whole.saturating_mul(u128::from(points)).saturating_add(u128::from(parts / unit))
    }
}

/// Quotient and rest of a division by something small: by hand, as the general one costs ten times the instructions.
fn divided_by(dividend: u128, divisor: u32) -> (u128, u64) {
    let (mut quotient, mut rest) = (0u128, 0u64);
    for place in [96, 64, 32, 0] {
        let limb = u64::try_from((dividend >> place) & u128::from(u32::MAX)).unwrap_or(0);
        let part = (rest << 32) | limb;
        quotient = (quotient << 32) | u128::from(part / u64::from(divisor.max(1)));
        rest = part % u64::from(divisor.max(1));
    }
    (quotient, rest)
}

impl Money {
    /// The tab as it stands in this opening, and whether its cell is new.
    pub fn tab_of(&self, purse: &PurseRecord, viewer: H160, (key, creator): Pair) -> (TabRecord, bool) {
        match self.tabs.get((viewer, key, creator)) {
            Some(tab) if tab.is_of(purse.nonce) => (tab, false),
            found => (TabRecord::default(), found.is_none()),
        }
    }

    /// Puts on the tab what was taken from the purse for it. The accounts are paid when the call has seen all.
    pub fn count(
        &mut self,
        purse: &mut LoadedPurse,
        mut tab: TabRecord,
        payment: &Payment,
        payments: &mut Payments,
    ) -> Settled {
        let (viewer, (key, creator)) = (purse.viewer, payment.pair);
        let record = &mut purse.record;
        if !tab.is_of(record.nonce) {
            tab = TabRecord { tab: Tab { nonce: record.nonce, ..Tab::default() }, place: record.tabs };
            self.tab_list.insert((viewer, record.tabs), &payment.pair);
            record.tabs = record.tabs.saturating_add(1);
        }
        let (paid, storage) = (payment.paid.sum(), payment.storage);
        let more_seconds = payment.seconds.saturating_sub(tab.tab.seconds);
        tab.tab.seconds = tab.tab.seconds.saturating_add(more_seconds);
        tab.tab.amount = tab.tab.amount.saturating_add(payment.paid.amount);
        tab.tab.extras = tab.tab.extras.saturating_add(payment.paid.extras);
        record.seconds = record.seconds.saturating_add(more_seconds);
        record.extras = record.extras.saturating_add(payment.paid.extras);
        record.paid = record.paid.saturating_add(paid);
        record.storage = record.storage.saturating_add(storage);

        let fee = tab.fee_of(paid, record.fee);
        self.tabs.insert((viewer, key, creator), &tab);
        payments.add(creator, paid, fee, storage);
        Settled {
            viewer,
            creator,
            nonce: record.nonce,
            key,
            seconds: tab.tab.seconds,
            amount: tab.tab.amount,
            extras: tab.tab.extras,
            paid,
            fee,
            storage,
            short: payment.growth.sum().saturating_sub(paid),
        }
    }

    /// Puts all that a call has paid into the accounts.
    pub fn hand_out(&mut self, payments: &Payments, caller: H160, now: u64) -> Result<()> {
        let mut earned = 0u128;
        for (creator, net) in &payments.earned {
            self.credit(*creator, *net, now)?;
            earned = earned.checked_add(*net).ok_or(Error::Arithmetic)?;
        }
        self.owe(caller, payments.storage)?;
        self.books.pay(earned.checked_add(payments.storage).ok_or(Error::Arithmetic)?, payments.fees)
    }

    /// Removes tabs of other openings, of a purse that is not open, and of dead keys; answers how many. What else is
    /// named is passed over: a claim that waits is paid against its tab, and without it would be paid again.
    pub fn remove_tabs(&mut self, viewer: H160, pairs: &[Pair], now: u64, closing_delay: u64) -> Result<u32> {
        let mut purse = self.whole_purse(viewer).ok_or(Error::NoPurse)?;
        let mut removed = 0u32;
        for (key, creator) in pairs {
            let cell = (viewer, *key, *creator);
            let Some(tab) = self.tabs.get(cell) else { continue };
            let record = &purse.record;
            let settles = record.open && tab.is_of(record.nonce) && purse.settles(*key, now, closing_delay);
            if settles || self.unpaid_claim(record, viewer, (*key, *creator)).is_some() {
                continue;
            }
            self.tabs.remove(cell);
            self.close_gap(&mut purse.record, viewer, &tab);
            removed = removed.saturating_add(1);
        }
        self.purses.insert(viewer, &purse.record);
        Ok(removed)
    }

    /// The last tab of the list takes the place of one that was removed.
    fn close_gap(&mut self, record: &mut PurseRecord, viewer: H160, removed: &TabRecord) {
        if !removed.is_of(record.nonce) {
            // the list is that of another opening by now, which may have fewer tabs
            if removed.place >= record.tabs {
                self.tab_list.remove((viewer, removed.place));
            }
            return;
        }
        record.tabs = record.tabs.saturating_sub(1);
        let last_place = record.tabs;
        let last = self.tab_list.get((viewer, last_place)).filter(|_| removed.place != last_place);
        if let Some((key, creator)) = last {
            self.tab_list.insert((viewer, removed.place), &(key, creator));
            if let Some(moved) = self.tabs.get((viewer, key, creator)) {
                self.tabs.insert((viewer, key, creator), &TabRecord { place: removed.place, ..moved });
            }
        }
        self.tab_list.remove((viewer, last_place));
    }
}

impl Payments {
    fn add(&mut self, creator: H160, paid: u128, fee: u128, storage: u128) {
        self.paid = self.paid.saturating_add(paid);
        self.fees = self.fees.saturating_add(fee);
        self.storage = self.storage.saturating_add(storage);
        let net = paid.saturating_sub(fee);
        match self.earned.iter_mut().find(|(known, _)| *known == creator) {
            Some((_, earned)) => *earned = earned.saturating_add(net),
            None => self.earned.push((creator, net)),
        }
    }
}
