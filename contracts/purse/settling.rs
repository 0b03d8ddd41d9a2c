//! Settling: the operator's batches.
//!
//! What always holds:
//! - What is counted is paid at the same moment, so nobody is paid more than the deposit holds. What does not fit
//!   (credit, allowance, deposit) is not lost: the same voucher counts for the rest later.
//! - What is short is shared pro rata by all vouchers of the purse that are in the batch.
//! - Whatever one viewer does, the vouchers of all others in the batch settle: a voucher is skipped before the weight
//!   that the call has left could run out, and what it may cost has a bound.

use crate::crypto::{self, Weight};
use crate::errors::{Result, SkipReason};
use crate::events::Settled;
use crate::judging::{Call, Growth, Judged};
use crate::money::Money;
use crate::purses::LoadedPurse;
use crate::sharing::Budget;
use crate::tabs::{Payment, Payments, TabRecord};
use crate::voucher::Voucher;
use ink::prelude::vec::Vec;

/// The most that judging one voucher takes.
pub const JUDGING: Weight = Weight { ref_time: 2_600_000_000, proof_size: 10_000 };
/// The most that paying one takes, with a new tab, the claim that it lowers, and its creator's account.
pub const PAYING: Weight = Weight { ref_time: 1_600_000_000, proof_size: 20_000 };
/// The most that passing one over takes.
pub const SKIPPING: Weight = Weight { ref_time: 60_000_000, proof_size: 100 };
/// The most that the end of a call takes.
pub const ENDING: Weight = Weight { ref_time: 1_000_000_000, proof_size: 30_000 };

/// A voucher with its place in the batch.
pub type Placed<'a> = (u32, &'a Voucher);

/// What a batch came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct Settlement {
    pub paid: u128,
    /// By the place in the batch as it was sent, in rising order.
    pub skipped: Vec<(u32, SkipReason)>,
}

/// What came of a voucher.
pub enum Outcome<'a> {
    Settled(Settled),
    Skipped(Placed<'a>, SkipReason),
}

/// A batch on its way.
pub struct Batch<'a, Tell: FnMut(Outcome<'_>)> {
    pub call: Call,
    pub payments: Payments,
    /// How many vouchers have not been looked at.
    pub waiting: u64,
    /// Whether the weight that is left is known to suffice for all of these.
    pub affords_all: bool,
    pub tell: &'a mut Tell,
}

/// The good vouchers of one key and creator, taken as one: the highest of each part. It goes by the last of them.
struct Statement<'a> {
    voucher: Placed<'a>,
    key: Option<usize>,
    seconds: u64,
    amount: u128,
    extras: u128,
    tab: TabRecord,
    /// Beyond the tab.
    growth: Growth,
    /// What of it counts.
    counts: Growth,
    /// For the cell of a new tab.
    storage: u128,
}

impl Money {
    /// Settles vouchers of one viewer, which are in order.
    pub fn settle<'v, Tell: FnMut(Outcome<'_>)>(
        &mut self,
        vouchers: &[Placed<'v>],
        batch: &mut Batch<'_, Tell>,
    ) -> Result<()> {
        let Some((_, first)) = vouchers.first() else { return Ok(()) };
        let Ok(mut purse) = self.purse_to_judge(first.viewer, batch.call.now) else {
            vouchers.iter().for_each(|voucher| batch.pass_over(*voucher, SkipReason::NoPurse));
            return Ok(());
        };
        let mut statements = self.statements(&mut purse, vouchers, batch)?;
        self.read_tabs(&purse, &mut statements, batch);
        share_keys(&purse, &mut statements, batch);
        if !statements.is_empty() {
            self.pay_statements(&mut purse, &statements, batch);
            self.store(&purse);
        }
        Ok(())
    }

    /// The good ones.
    fn statements<'v, Tell: FnMut(Outcome<'_>)>(
        &mut self,
        purse: &mut LoadedPurse,
        vouchers: &[Placed<'v>],
        batch: &mut Batch<'_, Tell>,
    ) -> Result<Vec<Statement<'v>>> {
        let mut statements: Vec<Statement<'v>> = Vec::with_capacity(vouchers.len());
        for placed in vouchers {
            let key = match self.judge(purse, placed.1, statements.len(), batch)? {
                Ok(key) => key,
                Err(reason) => {
                    batch.pass_over(*placed, reason);
                    continue;
                }
            };
            batch.waiting = batch.waiting.saturating_sub(1);
            let statement = Statement::new(*placed, key);
            match statements.last_mut().filter(|last| last.is_of_same_tab(placed.1)) {
                Some(last) => batch.tell_skipped(last.merge(statement), SkipReason::Stale),
                None => statements.push(statement),
            }
        }
        Ok(statements)
    }

    fn judge<Tell: FnMut(Outcome<'_>)>(
        &self,
        purse: &mut LoadedPurse,
        voucher: &Voucher,
        good: usize,
        batch: &mut Batch<'_, Tell>,
    ) -> Result<Judged<Option<usize>>> {
        let key = match purse.judge_unsigned(self, voucher, &batch.call) {
            Ok(key) => key,
            Err(reason) => return Ok(Err(reason)),
        };
        if !batch.can_afford_one_more(good)? {
            return Ok(Err(SkipReason::NoWeight));
        }
        Ok(purse.judge_signed(key, voucher, &batch.call)?.map(|()| key))
    }

    fn read_tabs<Tell: FnMut(Outcome<'_>)>(
        &self,
        purse: &LoadedPurse,
        statements: &mut Vec<Statement<'_>>,
        batch: &mut Batch<'_, Tell>,
    ) {
        let tab_cost = batch.call.tab_cost;
        statements.retain_mut(|statement| {
            let (_, voucher) = statement.voucher;
            let (tab, is_new) = self.tab_of(&purse.record, purse.viewer, (voucher.key, voucher.creator));
            statement.tab = tab;
            statement.storage = if is_new { tab_cost } else { 0 };
            statement.growth = Growth::since(statement.amount, statement.extras, &tab);
            statement.counts = statement.growth.within(purse.key(statement.key));
            if statement.growth.is_none() {
                batch.tell_skipped(statement.voucher, SkipReason::Stale);
            }
            !statement.growth.is_none()
        });
    }

    fn pay_statements<Tell: FnMut(Outcome<'_>)>(
        &mut self,
        purse: &mut LoadedPurse,
        statements: &[Statement<'_>],
        batch: &mut Batch<'_, Tell>,
    ) {
        let there = purse.record.deposit;
        let asks = |it: &Statement<'_>| it.counts.sum().min(there).saturating_add(it.storage);
        let mut budget = Budget::new(there, statements.iter().map(asks).fold(0, u128::saturating_add));
        for statement in statements {
            let share = budget.give(asks(statement));
            if share <= statement.storage {
                batch.tell_skipped(statement.voucher, SkipReason::Empty);
                continue;
            }
            let payment = statement.payment(share);
            let taken = payment.paid.sum().saturating_add(payment.storage);
            purse.record.deposit = purse.record.deposit.saturating_sub(taken);
            purse.key_mut(statement.key).sell(payment.paid.amount, payment.paid.extras);
            let settled = self.count(purse, statement.tab, &payment, &mut batch.payments);
            if purse.record.window.is_collecting() {
                self.lower_claim(purse, statement.key, &settled);
            }
            (batch.tell)(Outcome::Settled(settled));
        }
    }
}

/// The statements of one key share its credit and its allowance.
fn share_keys<Tell: FnMut(Outcome<'_>)>(
    purse: &LoadedPurse,
    statements: &mut Vec<Statement<'_>>,
    batch: &mut Batch<'_, Tell>,
) {
    for of_one_key in statements.chunk_by_mut(|a, b| a.key == b.key) {
        let Some(key) = of_one_key.first().map(|first| purse.key(first.key)) else { continue };
        let sum = |part: fn(&Growth) -> u128| of_one_key.iter().map(|it| part(&it.counts)).fold(0, u128::saturating_add);
        let mut amounts = Budget::new(key.credit, sum(|it| it.amount));
        let mut extras = Budget::new(key.extras_left(), sum(|it| it.extras));
        for statement in of_one_key {
            statement.counts.amount = amounts.give(statement.counts.amount);
            statement.counts.extras = extras.give(statement.counts.extras);
        }
    }
    statements.retain(|statement| match statement.growth.check(statement.counts) {
        Ok(()) => true,
        Err(reason) => {
            batch.tell_skipped(statement.voucher, reason);
            false
        }
    });
}

impl<Tell: FnMut(Outcome<'_>)> Batch<'_, Tell> {
    fn pass_over(&mut self, voucher: Placed<'_>, reason: SkipReason) {
        self.waiting = self.waiting.saturating_sub(1);
        self.tell_skipped(voucher, reason);
    }

    fn tell_skipped(&mut self, voucher: Placed<'_>, reason: SkipReason) {
        (self.tell)(Outcome::Skipped(voucher, reason));
    }

    /// Whether the weight that is left suffices to judge and pay one more voucher and to bring the call to its end. In an
    /// ordinary call it suffices for the whole batch, and is asked for once.
    fn can_afford_one_more(&mut self, good: usize) -> Result<bool> {
        if self.affords_all {
            return Ok(true);
        }
        let to_pay = u64::try_from(good.saturating_add(self.payments.earned.len())).unwrap_or(u64::MAX);
        let left = crypto::weight_left()?;
        let for_all = JUDGING.plus(PAYING).times(self.waiting).plus(PAYING.times(to_pay)).plus(ENDING);
        self.affords_all = left.covers(for_all);
        let paying = PAYING.times(to_pay.saturating_add(1));
        let needed = JUDGING.plus(paying).plus(SKIPPING.times(self.waiting)).plus(ENDING);
        Ok(left.covers(needed))
    }
}

impl<'a> Statement<'a> {
    fn new(placed: Placed<'a>, key: Option<usize>) -> Self {
        let (_, &Voucher { seconds, amount, extras, .. }) = placed;
        let (tab, none) = (TabRecord::default(), Growth::default());
        Self { voucher: placed, key, seconds, amount, extras, tab, growth: none, counts: none, storage: 0 }
    }

    fn is_of_same_tab(&self, voucher: &Voucher) -> bool {
        let (_, own) = self.voucher;
        own.key == voucher.key && own.creator == voucher.creator
    }

    /// Takes in a later one; answers the voucher by which it went so far.
    fn merge(&mut self, later: Self) -> Placed<'a> {
        self.seconds = self.seconds.max(later.seconds);
        self.amount = self.amount.max(later.amount);
        self.extras = self.extras.max(later.extras);
        core::mem::replace(&mut self.voucher, later.voucher)
    }

    /// What is paid of a share of the deposit: the storage, then the amount, then the extras.
    fn payment(&self, share: u128) -> Payment {
        let (_, voucher) = self.voucher;
        let for_both = share.saturating_sub(self.storage);
        let amount = self.counts.amount.min(for_both);
        let extras = self.counts.extras.min(for_both.saturating_sub(amount));
        Payment {
            pair: (voucher.key, voucher.creator),
            seconds: self.seconds,
            growth: self.growth,
            paid: Growth { amount, extras },
            storage: self.storage,
        }
    }
}
