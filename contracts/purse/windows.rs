//! Collecting without the operator: vouchers are announced in the open, and paid when the purse's window has ended.
//!
//! What always holds:
//! - A window's end is set by its first announcement and never moves; it is never later than the purse's closing.
//! - Nothing but a voucher that says more than its tab and its claim opens a window or grows one.
//! - What is claimed is shared pro rata, whoever announced first and whoever asks to be paid first: what there is for
//!   the claims of a window is put aside once, when the first is paid, and costs the same for one and for a thousand.
//! - What the operator settles is not paid again.
//! - The cells of claims are whose announcer made them: only they clear them, and get the chain's deposit back.

use crate::errors::{Error, Result, SkipReason};
use crate::events::{Announced, Settled};
use crate::judging::{Call, Growth, Judged};
use crate::money::{Claim, Money, Pair};
use crate::purses::{LoadedPurse, PurseRecord};
use crate::settling::Placed;
use crate::sharing::Budget;
use crate::tabs::{Payment, Payments};
use crate::voucher::Voucher;
use ink::H160;

/// A purse's window in storage, within the purse.
#[derive(Debug, Clone, Copy, Default)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Window {
    /// None without a window.
    pub ends_at: Option<u64>,
    /// Whether what there is for the claims has been put aside.
    frozen: bool,
    /// How many windows the purse has had: claims of earlier ones lie in cells with another number.
    number: u32,
    /// How many claims are unpaid.
    pub claims: u32,
    /// How many cells the list of claims has.
    listed: u32,
    /// For the cells of new tabs, over all unpaid claims.
    due_storage: u128,
    /// What was put aside.
    pub reserved: Budget,
}

/// A claim in storage.
#[derive(Debug, Clone, Copy, Default)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct ClaimRecord {
    pub claim: Claim,
    window: u32,
    paid: bool,
    /// Where it stands in the list.
    place: u32,
}

/// What was put aside for a claim, and what became of it.
struct Share {
    counts: Growth,
    money: u128,
    paid: Growth,
    storage: u128,
}

impl Window {
    /// From the first announcement until the last claim is paid.
    pub fn must_be_closed(&self) -> Result<()> {
        if self.ends_at.is_some() { Err(Error::WindowOpen) } else { Ok(()) }
    }

    /// Whether what is settled still lowers the claims.
    pub fn is_collecting(&self) -> bool {
        self.ends_at.is_some() && !self.frozen
    }

    fn open(&mut self, ends_at: u64) {
        if self.ends_at.is_none() {
            self.ends_at = Some(ends_at);
            self.number = self.number.saturating_add(1);
        }
    }
}

impl ClaimRecord {
    fn is_unpaid_in(&self, window: &Window) -> bool {
        window.ends_at.is_some() && self.window == window.number && !self.paid
    }
}

impl PurseRecord {
    /// When its window ends; when it would end, if it were opened now.
    fn window_end(&self, call: &Call) -> u64 {
        let opened_now = self.closing_at.unwrap_or(call.now.saturating_add(call.closing_delay));
        self.window.ends_at.unwrap_or(opened_now)
    }
}

/// Announcing.
impl Money {
    /// Claims what one viewer's vouchers, which are in order, say beyond tabs and claims.
    pub fn announce(
        &mut self,
        vouchers: &[Placed<'_>],
        call: &Call,
        announcer: H160,
        mut tell: impl FnMut(&Voucher, Judged<Announced>),
    ) -> Result<()> {
        let Some((_, first)) = vouchers.first() else { return Ok(()) };
        let viewer = first.viewer;
        let mut purse = match self.purse_to_judge(viewer, call.now) {
            Ok(purse) if call.now < purse.record.window_end(call) => purse,
            found => {
                let reason = found.map_or(SkipReason::NoPurse, |_| SkipReason::WindowEnded);
                vouchers.iter().for_each(|(_, voucher)| tell(voucher, Err(reason)));
                return Ok(());
            }
        };
        for (_, voucher) in vouchers {
            let announced = self.announce_one(&mut purse, voucher, call, announcer)?;
            tell(voucher, announced);
        }
        self.store(&purse);
        Ok(())
    }

    fn announce_one(
        &mut self,
        purse: &mut LoadedPurse,
        voucher: &Voucher,
        call: &Call,
        announcer: H160,
    ) -> Result<Judged<Announced>> {
        let slot = match purse.judge_unsigned(self, voucher, call) {
            Ok(slot) => slot,
            Err(reason) => return Ok(Err(reason)),
        };
        if let Err(reason) = purse.judge_signed(slot, voucher, call)? {
            return Ok(Err(reason));
        }
        Ok(self.claim(purse, slot, voucher, call, announcer))
    }

    fn claim(
        &mut self,
        purse: &mut LoadedPurse,
        slot: Option<usize>,
        voucher: &Voucher,
        call: &Call,
        announcer: H160,
    ) -> Judged<Announced> {
        let (viewer, pair) = (purse.viewer, (voucher.key, voucher.creator));
        let (tab, tab_is_new) = self.tab_of(&purse.record, viewer, pair);
        let growth = Growth::since(voucher.amount, voucher.extras, &tab);
        let counts = growth.within(purse.key(slot));
        growth.check(counts)?;
        let due = counts.at_most(purse.record.deposit);
        if due.is_none() {
            return Err(SkipReason::Empty);
        }
        let found = self.claims.get(cell(viewer, pair));
        let before = found.filter(|found| found.is_unpaid_in(&purse.record.window));
        let known = before.map(|before| before.claim).unwrap_or_default();
        if due.amount <= known.due_amount && due.extras <= known.due_extras {
            return Err(SkipReason::Stale);
        }
        let ends_at = purse.record.window_end(call);
        purse.record.window.open(ends_at);
        let claim = Claim {
            // whoever paid for the cell may clear it
            announcer: found.map_or(announcer, |found| found.claim.announcer),
            seconds: known.seconds.max(voucher.seconds),
            amount: known.amount.max(voucher.amount),
            extras: known.extras.max(voucher.extras),
            due_amount: known.due_amount.max(due.amount),
            due_extras: known.due_extras.max(due.extras),
            due_storage: if tab_is_new { call.tab_cost } else { 0 },
        };
        purse.change_dues(slot, &known, &claim);
        let place = before.map_or_else(|| self.list_claim(&mut purse.record.window, viewer, pair), |it| it.place);
        let window = purse.record.window.number;
        self.claims.insert(cell(viewer, pair), &ClaimRecord { claim, window, paid: false, place });
        Ok(Announced {
            viewer,
            creator: voucher.creator,
            nonce: voucher.purse_nonce,
            key: voucher.key,
            seconds: claim.seconds,
            amount: claim.amount,
            extras: claim.extras,
            due: claim.due_amount.saturating_add(claim.due_extras),
            announcer,
            window_ends_at: ends_at,
        })
    }

    /// Takes what was settled off the claim. One of which nothing is due any more counts as paid.
    pub fn lower_claim(&mut self, purse: &mut LoadedPurse, slot: Option<usize>, settled: &Settled) {
        let (viewer, pair) = (purse.viewer, (settled.key, settled.creator));
        let Some(mut record) = self.unpaid_claim(&purse.record, viewer, pair) else { return };
        let before = record.claim;
        let open_amount = before.amount.saturating_sub(settled.amount);
        let open_extras = before.extras.saturating_sub(settled.extras);
        record.claim.due_amount = before.due_amount.min(open_amount);
        record.claim.due_extras = before.due_extras.min(open_extras);
        record.claim.due_storage = 0;
        purse.change_dues(slot, &before, &record.claim);
        if record.claim.due_amount == 0 && record.claim.due_extras == 0 {
            self.end_claim(purse, pair, record);
        } else {
            self.claims.insert(cell(viewer, pair), &record);
        }
    }

    /// The claim of the open window that is not paid yet.
    pub fn unpaid_claim(&self, purse: &PurseRecord, viewer: H160, pair: Pair) -> Option<ClaimRecord> {
        purse.window.ends_at?;
        self.claims.get(cell(viewer, pair)).filter(|found| found.is_unpaid_in(&purse.window))
    }

    fn list_claim(&mut self, window: &mut Window, viewer: H160, pair: Pair) -> u32 {
        let place = window.claims;
        self.claim_list.insert((viewer, place), &pair);
        window.claims = place.saturating_add(1);
        window.listed = window.listed.max(window.claims);
        place
    }
}

/// Paying.
impl Money {
    /// Pays claims of a window that has ended. The first call puts aside what there is for all of them.
    pub fn pay_announced(
        &mut self,
        viewer: H160,
        pairs: &[Pair],
        call: &Call,
        payments: &mut Payments,
        mut tell: impl FnMut(Paying<'_>),
    ) -> Result<()> {
        let mut purse = self.whole_open_purse(viewer)?;
        purse.accrue(call.now);
        let ends_at = purse.record.window.ends_at.ok_or(Error::NoWindow)?;
        if call.now < ends_at {
            return Err(Error::TooEarly);
        }
        if !purse.record.window.frozen {
            purse.freeze();
            tell(Paying::Ended { nonce: purse.record.nonce, reserved: purse.record.window.reserved.left });
        }
        for (key, creator) in pairs {
            let pair = (*key, *creator);
            let Some(record) = self.unpaid_claim(&purse.record, viewer, pair) else { continue };
            match self.pay_claim(&mut purse, pair, record, call, payments) {
                Ok(settled) => tell(Paying::Settled(settled)),
                Err(reason) => tell(Paying::Skipped { pair, claim: &record.claim, nonce: purse.record.nonce, reason }),
            }
        }
        self.store(&purse);
        Ok(())
    }

    fn pay_claim(
        &mut self,
        purse: &mut LoadedPurse,
        pair: Pair,
        record: ClaimRecord,
        call: &Call,
        payments: &mut Payments,
    ) -> Judged<Settled> {
        let claim = record.claim;
        let (tab, tab_is_new) = self.tab_of(&purse.record, purse.viewer, pair);
        let growth = Growth::since(claim.amount, claim.extras, &tab);
        let share = purse.take_share(pair.0, &claim, growth, if tab_is_new { call.tab_cost } else { 0 });
        purse.give_rest_back(pair.0, &share);
        self.end_claim(purse, pair, record);
        if share.paid.is_none() {
            return Err(if growth.is_none() { SkipReason::Stale } else { SkipReason::Empty });
        }
        let payment = Payment { pair, seconds: claim.seconds, growth, paid: share.paid, storage: share.storage };
        Ok(self.count(purse, tab, &payment, payments))
    }

    /// The claim counts as paid. With the last one the window is gone.
    fn end_claim(&mut self, purse: &mut LoadedPurse, pair: Pair, record: ClaimRecord) {
        let viewer = purse.viewer;
        self.claims.insert(cell(viewer, pair), &ClaimRecord { paid: true, ..record });
        let window = &mut purse.record.window;
        window.claims = window.claims.saturating_sub(1);
        let last_place = window.claims;
        // the last one takes its place in the list; the cell stays for a later claim
        let last = self.claim_list.get((viewer, last_place)).filter(|_| record.place != last_place);
        if let Some(last) = last {
            self.claim_list.insert((viewer, record.place), &last);
            if let Some(moved) = self.claims.get(cell(viewer, last)) {
                self.claims.insert(cell(viewer, last), &ClaimRecord { place: record.place, ..moved });
            }
        }
        if window.claims == 0 {
            window.ends_at = None;
            window.frozen = false;
        }
    }

    /// Removes cells of paid claims that the announcer made; answers how many.
    pub fn clear_claims(&mut self, announcer: H160, claims: &[(H160, u32, H160)]) -> u32 {
        let mut cleared = 0u32;
        for (viewer, key, creator) in claims {
            let (viewer, pair) = (*viewer, (*key, *creator));
            let found = self.claims.get(cell(viewer, pair)).filter(|it| it.paid && it.claim.announcer == announcer);
            let Some(mut purse) = found.and_then(|_| self.purses.get(viewer)) else { continue };
            self.claims.remove(cell(viewer, pair));
            if purse.window.listed > purse.window.claims {
                purse.window.listed = purse.window.listed.saturating_sub(1);
                self.claim_list.remove((viewer, purse.window.listed));
                self.purses.insert(viewer, &purse);
            }
            cleared = cleared.saturating_add(1);
        }
        cleared
    }
}

/// What is told of paying.
pub enum Paying<'a> {
    Ended { nonce: u32, reserved: u128 },
    Settled(Settled),
    Skipped { pair: Pair, claim: &'a Claim, nonce: u32, reason: SkipReason },
}

impl LoadedPurse {
    fn accrue(&mut self, now: u64) {
        self.retired.iter_mut().chain([&mut self.record.key]).for_each(|key| key.accrue(now));
    }

    /// Keeps the sums of what is due.
    fn change_dues(&mut self, slot: Option<usize>, before: &Claim, after: &Claim) {
        let key = self.key_mut(slot);
        replace(&mut key.claimed_amounts.parts, before.due_amount, after.due_amount);
        replace(&mut key.claimed_extras.parts, before.due_extras, after.due_extras);
        replace(&mut self.record.window.due_storage, before.due_storage, after.due_storage);
    }

    /// Puts aside what there is for the claims: per key from its credit and its allowance, then from the deposit.
    fn freeze(&mut self) {
        let mut asked = core::mem::take(&mut self.record.window.due_storage);
        for key in self.retired.iter_mut().chain([&mut self.record.key]) {
            key.claimed_amounts = Budget::new(key.credit, key.claimed_amounts.parts);
            key.claimed_extras = Budget::new(key.extras_left(), key.claimed_extras.parts);
            let (amounts, extras) = (key.claimed_amounts.left, key.claimed_extras.left);
            key.sell(amounts, extras);
            asked = asked.saturating_add(amounts).saturating_add(extras);
        }
        let reserved = Budget::new(self.record.deposit, asked);
        self.record.deposit = self.record.deposit.saturating_sub(reserved.left);
        self.record.window.reserved = reserved;
        self.record.window.frozen = true;
    }

    /// Takes a claim's share of what was put aside, and says what of it is paid: storage, amount, extras.
    fn take_share(&mut self, number: u32, claim: &Claim, growth: Growth, storage: u128) -> Share {
        let slot = self.retired.iter().position(|key| key.number == number);
        let key = self.key_mut(slot);
        let counts = Growth {
            amount: key.claimed_amounts.give(claim.due_amount),
            extras: key.claimed_extras.give(claim.due_extras),
        };
        let money = self.record.window.reserved.give(counts.sum().saturating_add(claim.due_storage));
        let for_both = money.saturating_sub(storage);
        let amount = for_both.min(counts.amount).min(growth.amount);
        let extras = for_both.saturating_sub(amount).min(counts.extras).min(growth.extras);
        let paid = Growth { amount, extras };
        Share { counts, money, paid, storage: if paid.is_none() { 0 } else { storage } }
    }

    /// What is not paid of a share goes back to deposit, credit and allowance.
    fn give_rest_back(&mut self, number: u32, share: &Share) {
        let taken = share.paid.sum().saturating_add(share.storage);
        self.record.deposit = self.record.deposit.saturating_add(share.money.saturating_sub(taken));
        let slot = self.retired.iter().position(|key| key.number == number);
        let amount = share.counts.amount.saturating_sub(share.paid.amount);
        let extras = share.counts.extras.saturating_sub(share.paid.extras);
        self.key_mut(slot).take_back(amount, extras);
    }
}

fn cell(viewer: H160, (key, creator): Pair) -> (H160, u32, H160) {
    (viewer, key, creator)
}

fn replace(sum: &mut u128, before: u128, after: u128) {
    *sum = sum.saturating_sub(before).saturating_add(after);
}
