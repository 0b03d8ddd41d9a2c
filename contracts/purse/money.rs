//! Storage and money: purses, tabs, earnings, and the books over all of them.
//!
//! What always holds:
//! 1. A voucher counts once: seconds, amount and extras of a tab only grow within an opening of the purse.
//! 2. What a voucher adds to the amount is at most the seconds it adds times the rate of the key that signed it; all
//!    extras together stay within that key's allowance.
//! 3. The seconds billed over all creators are at most the lanes times the seconds that have passed: time that has not
//!    passed cannot be sold.
//! 4. Nobody is paid more than the deposit holds. What is short stays on the tab and is paid when money comes.
//! 5. Only a key that is good now settles; a replaced one is good until its delay is over, so that changing the key
//!    does not void what is owed.
//! 6. Money is conserved: `books.deposits` is the sum of all deposits, `books.earnings` of all that is owed and of all
//!    pots, and with the fees they are never more than the contract's balance.
//!
//! Fees and splits are exact: what does not divide is carried on (`Tab::fee_carry`, the pot), so that settling or
//! distributing more often moves no unit from one to another.

use crate::admin::check_key;
use crate::crypto::{self, PublicKey};
use crate::errors::{Error, Result, SkipReason};
use crate::voucher::{Place, Voucher};
use ink::H160;
use ink::prelude::vec::Vec;
use ink::storage::Mapping;

pub const MAX_LANES: u16 = 16;
pub const MAX_RETIRED_KEYS: u32 = 4;
pub const MAX_SHARES: u32 = 8;
/// As many tabs as one read gives.
pub const MAX_PAGE: u32 = 50;
/// A whole, in basis points.
pub const WHOLE: u16 = 10_000;

const LONGEST_LIFE: u64 = 366 * 24 * 60 * 60;

/// What a session key may sign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Limits {
    /// Per second.
    pub max_rate: u128,
    /// How many streams may be paid at the same time.
    pub lanes: u16,
    /// In total, over the purse's life.
    pub extras_allowance: u128,
    pub expires_at: u64,
}

impl Limits {
    fn check(&self, now: u64) -> Result<()> {
        if self.lanes == 0 || self.lanes > MAX_LANES {
            return Err(Error::BadLimits);
        }
        if self.expires_at <= now {
            return Err(Error::ExpiryInPast);
        }
        if self.expires_at > now.saturating_add(LONGEST_LIFE) {
            return Err(Error::BadLimits);
        }
        Ok(())
    }
}

/// A part of a creator's earnings that goes to somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Share {
    pub account: H160,
    pub basis_points: u16,
}

/// A replaced session key: good for settling what it signed while now < `until` and its limits have not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct RetiredKey {
    pub session_key: PublicKey,
    pub limits: Limits,
    pub until: u64,
}

/// A purse as it is read from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct PurseInfo {
    pub nonce: u32,
    pub open: bool,
    pub session_key: PublicKey,
    pub limits: Limits,
    /// What is left.
    pub deposit: u128,
    /// In this opening.
    pub paid: u128,
    /// Billed, over all creators.
    pub seconds: u64,
    /// Counted, over all creators.
    pub extras: u128,
    pub opened_at: u64,
    /// When `close` becomes possible.
    pub closing_at: Option<u64>,
    pub retired: Vec<RetiredKey>,
    /// How many creators have a tab in this opening.
    pub tabs: u32,
    /// Seconds that could be billed at `accrued_since`; since then the lanes add to them.
    pub accrued: u64,
    pub accrued_since: u64,
}

/// What was settled between a viewer and a creator in one opening of the purse.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Tab {
    pub nonce: u32,
    /// These three as the newest settled voucher said.
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    /// Of amount and extras.
    pub paid: u128,
    /// What the fee did not divide, in ten-thousandths of a unit.
    pub fee_carry: u16,
}

/// What the contract owes an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct Earnings {
    /// What `withdraw` pays.
    pub owed: u128,
    /// Not divided among the shares yet.
    pub pot: u128,
    pub split: Vec<Share>,
}

/// The books. Without the balance they are what storage keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct Totals {
    pub deposits: u128,
    /// Owed, and in pots.
    pub earnings: u128,
    pub fees: u128,
    pub balance: u128,
    pub open_purses: u32,
}

#[derive(Debug, Clone, Copy, Default)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
struct Books {
    deposits: u128,
    earnings: u128,
    fees: u128,
    open_purses: u32,
}

/// A purse in storage. Its retired keys lie beside it: with them it would be larger than the 416 bytes of a cell.
#[derive(Debug, Clone)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
struct PurseRecord {
    nonce: u32,
    open: bool,
    session_key: PublicKey,
    limits: Limits,
    deposit: u128,
    paid: u128,
    seconds: u64,
    extras: u128,
    opened_at: u64,
    closing_at: Option<u64>,
    retired: u32,
    tabs: u32,
    accrued: u64,
    accrued_since: u64,
}

#[derive(Debug, Clone, Copy, Default)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
struct Account {
    owed: u128,
    pot: u128,
}

/// A purse in memory with its retired keys: read once and written once for all vouchers of a viewer in a batch.
pub struct LoadedPurse {
    viewer: H160,
    record: PurseRecord,
    retired: Vec<RetiredKey>,
}

/// A key that may have signed a voucher.
struct Signer<'a> {
    key: &'a PublicKey,
    limits: &'a Limits,
    until: u64,
}

/// What a voucher adds to its tab.
#[derive(Clone, Copy)]
struct Growth {
    seconds: u64,
    amount: u128,
    extras: u128,
}

/// What settling a voucher did.
pub enum Outcome {
    Settled { paid: u128, fee: u128, short: u128 },
    Skipped(SkipReason),
}

/// How a pot divides.
struct Division {
    /// The creator's account afterwards.
    own: Account,
    /// What goes to others.
    parts: Vec<(H160, u128)>,
    divided: u128,
}

/// All money in the contract.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Money {
    books: Books,
    purses: Mapping<H160, PurseRecord>,
    retired: Mapping<(H160, u32), RetiredKey>,
    tabs: Mapping<(H160, H160), Tab>,
    /// The creators of a purse's tabs, so that they can be listed. Like the tabs they are reused by the next opening.
    creators: Mapping<(H160, u32), H160>,
    accounts: Mapping<H160, Account>,
    splits: Mapping<H160, Vec<Share>>,
}

/// Deposits.
impl Money {
    pub fn open(&mut self, viewer: H160, key: PublicKey, limits: Limits, deposit: u128, now: u64) -> Result<u32> {
        let before = self.purses.get(viewer);
        if before.as_ref().is_some_and(|purse| purse.open) {
            return Err(Error::AlreadyOpen);
        }
        check_key(&key)?;
        limits.check(now)?;
        let openings = before.map_or(0, |purse| purse.nonce);
        let nonce = openings.checked_add(1).ok_or(Error::Arithmetic)?;
        self.books.take_in(deposit)?;
        self.books.open_purses = self.books.open_purses.saturating_add(1);
        self.purses.insert(viewer, &PurseRecord::new(nonce, key, limits, deposit, now));
        Ok(nonce)
    }

    /// Answers the opening and what is in the purse now.
    pub fn top_up(&mut self, viewer: H160, added: u128) -> Result<(u32, u128)> {
        let mut purse = self.open_purse(viewer)?;
        purse.not_closing()?;
        self.books.take_in(added)?;
        purse.record.deposit = purse.record.deposit.checked_add(added).ok_or(Error::TooMuch)?;
        self.store(&purse);
        Ok((purse.record.nonce, purse.record.deposit))
    }

    /// Answers the opening and until when the old key settles.
    pub fn rekey(&mut self, viewer: H160, key: PublicKey, limits: Limits, now: u64, delay: u64) -> Result<(u32, u64)> {
        let mut purse = self.open_purse(viewer)?;
        purse.not_closing()?;
        check_key(&key)?;
        limits.check(now)?;
        let old_key_until = purse.replace_key(key, limits, now, delay)?;
        self.store_retired(&purse);
        self.store(&purse);
        Ok((purse.record.nonce, old_key_until))
    }

    /// Answers the opening and when `close` becomes possible.
    pub fn request_close(&mut self, viewer: H160, now: u64, delay: u64) -> Result<(u32, u64)> {
        let mut purse = self.open_purse(viewer)?;
        purse.not_closing()?;
        let closes_at = now.saturating_add(delay);
        purse.record.closing_at = Some(closes_at);
        self.store(&purse);
        Ok((purse.record.nonce, closes_at))
    }

    pub fn cancel_close(&mut self, viewer: H160) -> Result<u32> {
        let mut purse = self.open_purse(viewer)?;
        purse.record.closing_at.take().ok_or(Error::NotClosing)?;
        self.store(&purse);
        Ok(purse.record.nonce)
    }

    /// Empties the purse and forgets its keys; answers the opening and what is to be paid back.
    pub fn close(&mut self, purse: LoadedPurse) -> Result<(u32, u128)> {
        let LoadedPurse { viewer, record, .. } = purse;
        self.books.give_back(record.deposit)?;
        self.books.open_purses = self.books.open_purses.saturating_sub(1);
        (0..record.retired).for_each(|slot| self.retired.remove((viewer, slot)));
        self.purses.insert(viewer, &record.closed());
        Ok((record.nonce, record.deposit))
    }

    pub fn open_purse(&self, viewer: H160) -> Result<LoadedPurse> {
        self.purse(viewer).filter(|purse| purse.record.open).ok_or(Error::NoPurse)
    }

    fn purse(&self, viewer: H160) -> Option<LoadedPurse> {
        let record = self.purses.get(viewer)?;
        let retired = (0..record.retired).filter_map(|slot| self.retired.get((viewer, slot))).collect();
        Some(LoadedPurse { viewer, record, retired })
    }

    fn store(&mut self, purse: &LoadedPurse) {
        self.purses.insert(purse.viewer, &purse.record);
    }

    fn store_retired(&mut self, purse: &LoadedPurse) {
        for (slot, key) in (0..).zip(&purse.retired) {
            self.retired.insert((purse.viewer, slot), key);
        }
    }
}

/// Settling.
impl Money {
    /// Settles vouchers of one viewer in the given order and tells of each what came of it; answers what was paid.
    pub fn settle(
        &mut self,
        vouchers: &[Voucher],
        place: &Place,
        now: u64,
        fee: u16,
        mut tell: impl FnMut(&Voucher, Outcome),
    ) -> Result<u128> {
        let Some(first) = vouchers.first() else { return Ok(0) };
        let Ok(mut purse) = self.open_purse(first.viewer) else {
            vouchers.iter().for_each(|voucher| tell(voucher, Outcome::Skipped(SkipReason::NoPurse)));
            return Ok(0);
        };
        let paid_before = purse.record.paid;
        for voucher in vouchers {
            let outcome = self.settle_one(&mut purse, voucher, place, now, fee)?;
            tell(voucher, outcome);
        }
        self.store(&purse);
        Ok(purse.record.paid.saturating_sub(paid_before))
    }

    fn settle_one(
        &mut self,
        purse: &mut LoadedPurse,
        voucher: &Voucher,
        place: &Place,
        now: u64,
        fee: u16,
    ) -> Result<Outcome> {
        let pair = (voucher.viewer, voucher.creator);
        let known = self.tabs.get(pair).filter(|tab| tab.nonce == purse.record.nonce);
        let mut tab = known.unwrap_or_else(|| Tab::new(purse.record.nonce));
        let growth = match purse.judge(&tab, voucher, place, now)? {
            Ok(growth) => growth,
            Err(reason) => return Ok(Outcome::Skipped(reason)),
        };
        if known.is_none() {
            self.creators.insert((voucher.viewer, purse.record.tabs), &voucher.creator);
            purse.record.tabs = purse.record.tabs.saturating_add(1);
        }
        let paid = purse.count(&mut tab, growth);
        let fee = tab.fee_of(paid, fee);
        self.tabs.insert(pair, &tab);
        self.earn(voucher.creator, paid, fee)?;
        Ok(Outcome::Settled { paid, fee, short: tab.unpaid() })
    }

    /// What is settled goes to the creator's pot: whose it is in the end, the split says.
    fn earn(&mut self, creator: H160, paid: u128, fee: u128) -> Result<()> {
        if paid == 0 {
            return Ok(());
        }
        let net = paid.checked_sub(fee).ok_or(Error::Arithmetic)?;
        self.books.pay(paid, net, fee)?;
        let mut account = self.account(creator);
        account.pot = account.pot.checked_add(net).ok_or(Error::Arithmetic)?;
        self.accounts.insert(creator, &account);
        Ok(())
    }
}

/// Earnings.
impl Money {
    /// An empty list removes the split. What was earned before is divided by the old one.
    pub fn set_split(&mut self, creator: H160, shares: &Vec<Share>) -> Result<u128> {
        check_split(creator, shares)?;
        let distributed = self.distribute(creator)?;
        if shares.is_empty() {
            self.splits.remove(creator);
        } else {
            self.splits.insert(creator, shares);
        }
        Ok(distributed)
    }

    /// Divides the creator's pot among the shares; answers what was divided.
    pub fn distribute(&mut self, creator: H160) -> Result<u128> {
        let division = self.division(creator)?;
        if division.divided > 0 {
            self.carry_out(creator, &division)?;
        }
        Ok(division.divided)
    }

    /// Divides the account's own pot and takes all that is owed to it off the books; answers what was divided and what
    /// is to be paid.
    pub fn withdraw(&mut self, account: H160) -> Result<(u128, u128)> {
        let mut division = self.division(account)?;
        let amount = core::mem::take(&mut division.own.owed);
        if amount == 0 {
            return Err(Error::NothingOwed);
        }
        self.books.earnings = self.books.earnings.checked_sub(amount).ok_or(Error::Arithmetic)?;
        self.carry_out(account, &division)?;
        Ok((division.divided, amount))
    }

    /// Takes all fees off the books.
    pub fn withdraw_fees(&mut self) -> Result<u128> {
        match core::mem::take(&mut self.books.fees) {
            0 => Err(Error::NothingOwed),
            fees => Ok(fees),
        }
    }

    /// How the creator's pot divides: each share gets its part, the creator the rest. With a split only whole
    /// ten-thousands are divided, so that every part is exact; what remains stays in the pot.
    fn division(&self, creator: H160) -> Result<Division> {
        let mut own = self.account(creator);
        let split = self.split(creator);
        let per_point = own.pot / u128::from(WHOLE);
        let divided = if split.is_empty() { own.pot } else { per_point.saturating_mul(u128::from(WHOLE)) };
        let part = |share: &Share| (share.account, per_point.saturating_mul(u128::from(share.basis_points)));
        let parts: Vec<(H160, u128)> = split.iter().map(part).collect();
        let given = parts.iter().fold(0u128, |sum, (_, amount)| sum.saturating_add(*amount));
        let rest = divided.checked_sub(given).ok_or(Error::Arithmetic)?;
        own.owed = own.owed.checked_add(rest).ok_or(Error::Arithmetic)?;
        own.pot = own.pot.checked_sub(divided).ok_or(Error::Arithmetic)?;
        Ok(Division { own, parts, divided })
    }

    fn carry_out(&mut self, creator: H160, division: &Division) -> Result<()> {
        self.accounts.insert(creator, &division.own);
        division.parts.iter().try_for_each(|(account, amount)| self.owe(*account, *amount))
    }

    fn owe(&mut self, account: H160, amount: u128) -> Result<()> {
        let mut own = self.account(account);
        own.owed = own.owed.checked_add(amount).ok_or(Error::Arithmetic)?;
        self.accounts.insert(account, &own);
        Ok(())
    }

    fn account(&self, account: H160) -> Account {
        self.accounts.get(account).unwrap_or_default()
    }

    fn split(&self, creator: H160) -> Vec<Share> {
        self.splits.get(creator).unwrap_or_default()
    }
}

/// Reads.
impl Money {
    pub fn purse_info(&self, viewer: H160) -> Option<PurseInfo> {
        let LoadedPurse { record, retired, .. } = self.purse(viewer)?;
        Some(PurseInfo {
            nonce: record.nonce,
            open: record.open,
            session_key: record.session_key,
            limits: record.limits,
            deposit: record.deposit,
            paid: record.paid,
            seconds: record.seconds,
            extras: record.extras,
            opened_at: record.opened_at,
            closing_at: record.closing_at,
            retired,
            tabs: record.tabs,
            accrued: record.accrued,
            accrued_since: record.accrued_since,
        })
    }

    /// The tab of the present opening.
    pub fn tab(&self, viewer: H160, creator: H160) -> Option<Tab> {
        let nonce = self.purses.get(viewer)?.nonce;
        self.tabs.get((viewer, creator)).filter(|tab| tab.nonce == nonce)
    }

    pub fn tabs(&self, viewer: H160, from: u32, count: u32) -> Vec<(H160, Tab)> {
        let all = self.purses.get(viewer).map_or(0, |purse| purse.tabs);
        let end = from.saturating_add(count.min(MAX_PAGE)).min(all);
        (from..end)
            .filter_map(|place| {
                let creator = self.creators.get((viewer, place))?;
                Some((creator, self.tabs.get((viewer, creator))?))
            })
            .collect()
    }

    pub fn earnings(&self, account: H160) -> Earnings {
        let Account { owed, pot } = self.account(account);
        Earnings { owed, pot, split: self.split(account) }
    }

    pub fn totals(&self, balance: u128) -> Totals {
        let Books { deposits, earnings, fees, open_purses } = self.books;
        Totals { deposits, earnings, fees, balance, open_purses }
    }
}

impl Books {
    /// All that is held together stays countable, so that no later payment can overflow and make a whole batch fail.
    fn take_in(&mut self, deposit: u128) -> Result<()> {
        let held = self.deposits.checked_add(self.earnings).and_then(|sum| sum.checked_add(self.fees));
        held.and_then(|sum| sum.checked_add(deposit)).ok_or(Error::TooMuch)?;
        self.deposits = self.deposits.checked_add(deposit).ok_or(Error::TooMuch)?;
        Ok(())
    }

    fn give_back(&mut self, deposit: u128) -> Result<()> {
        self.deposits = self.deposits.checked_sub(deposit).ok_or(Error::Arithmetic)?;
        Ok(())
    }

    fn pay(&mut self, paid: u128, net: u128, fee: u128) -> Result<()> {
        self.give_back(paid)?;
        self.earnings = self.earnings.checked_add(net).ok_or(Error::Arithmetic)?;
        self.fees = self.fees.checked_add(fee).ok_or(Error::Arithmetic)?;
        Ok(())
    }
}

impl PurseRecord {
    fn new(nonce: u32, session_key: PublicKey, limits: Limits, deposit: u128, now: u64) -> Self {
        Self {
            nonce,
            open: true,
            session_key,
            limits,
            deposit,
            paid: 0,
            seconds: 0,
            extras: 0,
            opened_at: now,
            closing_at: None,
            retired: 0,
            tabs: 0,
            accrued: 0,
            accrued_since: now,
        }
    }

    /// What stays of a purse: its nonce, so that no voucher is good again, and what it came to.
    fn closed(&self) -> Self {
        Self {
            open: false,
            session_key: [0; 64],
            limits: Limits::default(),
            deposit: 0,
            closing_at: None,
            retired: 0,
            ..self.clone()
        }
    }

    /// How many seconds may have been billed by now.
    fn allowed_seconds(&self, now: u64) -> u64 {
        let passed = now.min(self.limits.expires_at).saturating_sub(self.accrued_since);
        self.accrued.saturating_add(passed.saturating_mul(u64::from(self.limits.lanes)))
    }
}

impl LoadedPurse {
    pub fn nonce(&self) -> u32 {
        self.record.nonce
    }

    /// Whether the purse may be closed without the operator's word.
    pub fn may_close(&self, now: u64) -> Result<()> {
        // Without a good key nothing can be settled any more, so there is nobody to wait for.
        if self.signers().all(|signer| !signer.is_good(now)) {
            return Ok(());
        }
        match self.record.closing_at {
            None => Err(Error::NotClosing),
            Some(at) if now < at => Err(Error::TooEarly),
            Some(_) => Ok(()),
        }
    }

    /// Whether a key that is good now signed the voucher, for this opening.
    pub fn has_signed(&self, voucher: &Voucher, place: &Place, now: u64) -> Result<bool> {
        if voucher.purse_nonce != self.record.nonce {
            return Ok(false);
        }
        let hash = place.voucher_hash(voucher)?;
        for signer in self.signers().filter(|signer| signer.is_good(now)) {
            if crypto::is_signed(signer.key, &hash, &voucher.signature)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn not_closing(&self) -> Result<()> {
        if self.record.closing_at.is_some() { Err(Error::Closing) } else { Ok(()) }
    }

    /// The present key, then the retired ones.
    fn signers(&self) -> impl Iterator<Item = Signer<'_>> {
        let present = Signer { key: &self.record.session_key, limits: &self.record.limits, until: u64::MAX };
        let retired = self.retired.iter();
        core::iter::once(present).chain(retired.map(|old| Signer {
            key: &old.session_key,
            limits: &old.limits,
            until: old.until,
        }))
    }

    fn replace_key(&mut self, session_key: PublicKey, limits: Limits, now: u64, delay: u64) -> Result<u64> {
        self.retired.retain(|old| Signer { key: &old.session_key, limits: &old.limits, until: old.until }.is_good(now));
        let record = &mut self.record;
        let expired = now > record.limits.expires_at;
        let until = if expired { now } else { now.saturating_add(delay) };
        if !expired {
            self.retired.push(RetiredKey { session_key: record.session_key, limits: record.limits, until });
        }
        let retired = u32::try_from(self.retired.len()).unwrap_or(u32::MAX);
        if retired > MAX_RETIRED_KEYS {
            return Err(Error::OutstandingKeys);
        }
        // What the old lanes have let pass until now stays billable.
        record.accrued = record.allowed_seconds(now);
        record.accrued_since = now;
        record.session_key = session_key;
        record.limits = limits;
        record.retired = retired;
        Ok(until)
    }

    /// Whether the voucher counts, and what it adds. One key may have signed under several limits, as a viewer may
    /// change the limits and keep the key: the voucher counts if it keeps within any of them that are still good.
    fn judge(
        &self,
        tab: &Tab,
        voucher: &Voucher,
        place: &Place,
        now: u64,
    ) -> Result<core::result::Result<Growth, SkipReason>> {
        if voucher.purse_nonce != self.record.nonce {
            return Ok(Err(SkipReason::OldOpening));
        }
        let hash = place.voucher_hash(voucher)?;
        let mut reason = None;
        for signer in self.signers() {
            if !crypto::is_signed(signer.key, &hash, &voucher.signature)? {
                continue;
            }
            match self.judge_signed(tab, voucher, &signer, now) {
                Ok(growth) => return Ok(Ok(growth)),
                Err(why) => _ = reason.get_or_insert(why),
            }
        }
        Ok(Err(reason.unwrap_or(SkipReason::BadSignature)))
    }

    fn judge_signed(
        &self,
        tab: &Tab,
        voucher: &Voucher,
        signer: &Signer<'_>,
        now: u64,
    ) -> core::result::Result<Growth, SkipReason> {
        if !signer.is_good(now) {
            return Err(SkipReason::Expired);
        }
        let growth = tab.growth_to(voucher)?;
        if growth.is_none() {
            let rest_is_due = tab.unpaid() > 0 && self.record.deposit > 0;
            return if rest_is_due { Ok(growth) } else { Err(SkipReason::Stale) };
        }
        self.keeps_limits(growth, signer.limits, now)?;
        if self.record.deposit == 0 { Err(SkipReason::Empty) } else { Ok(growth) }
    }

    fn keeps_limits(&self, growth: Growth, limits: &Limits, now: u64) -> core::result::Result<(), SkipReason> {
        if growth.amount > u128::from(growth.seconds).saturating_mul(limits.max_rate) {
            return Err(SkipReason::OverRate);
        }
        let seconds = self.record.seconds.checked_add(growth.seconds);
        if seconds.is_none_or(|seconds| seconds > self.record.allowed_seconds(now)) {
            return Err(SkipReason::OverTime);
        }
        let extras = self.record.extras.checked_add(growth.extras);
        if growth.extras > 0 && extras.is_none_or(|extras| extras > limits.extras_allowance) {
            return Err(SkipReason::OverAllowance);
        }
        Ok(())
    }

    /// Counts what is new and pays what the deposit holds of all that is unpaid; answers what was paid.
    fn count(&mut self, tab: &mut Tab, growth: Growth) -> u128 {
        let purse = &mut self.record;
        purse.seconds = purse.seconds.saturating_add(growth.seconds);
        purse.extras = purse.extras.saturating_add(growth.extras);
        tab.seconds = tab.seconds.saturating_add(growth.seconds);
        tab.amount = tab.amount.saturating_add(growth.amount);
        tab.extras = tab.extras.saturating_add(growth.extras);

        let paid = tab.unpaid().min(purse.deposit);
        purse.deposit = purse.deposit.saturating_sub(paid);
        purse.paid = purse.paid.saturating_add(paid);
        tab.paid = tab.paid.saturating_add(paid);
        paid
    }
}

impl Signer<'_> {
    fn is_good(&self, now: u64) -> bool {
        now < self.until && now <= self.limits.expires_at
    }
}

impl Tab {
    fn new(nonce: u32) -> Self {
        Self { nonce, ..Self::default() }
    }

    fn unpaid(&self) -> u128 {
        self.amount.saturating_add(self.extras).saturating_sub(self.paid)
    }

    /// What the voucher adds. One that is older in every part is only late (Stale); one that grew in a part while
    /// another went down was never signed by an honest viewer (NotGrowing).
    fn growth_to(&self, voucher: &Voucher) -> core::result::Result<Growth, SkipReason> {
        let seconds = voucher.seconds.checked_sub(self.seconds);
        let amount = voucher.amount.checked_sub(self.amount);
        let extras = voucher.extras.checked_sub(self.extras);
        if let (Some(seconds), Some(amount), Some(extras)) = (seconds, amount, extras) {
            return Ok(Growth { seconds, amount, extras });
        }
        let grew = voucher.seconds > self.seconds || voucher.amount > self.amount || voucher.extras > self.extras;
        Err(if grew { SkipReason::NotGrowing } else { SkipReason::Stale })
    }

    /// The platform's part of a payment. What does not divide is carried to the next, so that paying in many parts
    /// costs as much as paying at once. Written so that no product can overflow: paid = whole * 10000 + rest.
    fn fee_of(&mut self, paid: u128, basis_points: u16) -> u128 {
        let (unit, points) = (u128::from(WHOLE), u128::from(basis_points));
        let (whole, rest) = (paid / unit, paid % unit);
        let parts = rest.saturating_mul(points).saturating_add(u128::from(self.fee_carry));
        self.fee_carry = u16::try_from(parts % unit).unwrap_or(0);
        whole.saturating_mul(points).saturating_add(parts / unit)
    }
}

impl Growth {
    fn is_none(&self) -> bool {
        self.seconds == 0 && self.amount == 0 && self.extras == 0
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
