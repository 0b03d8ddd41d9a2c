//! The rules of the purse once more, as plainly as they can be said: maps, numbers too wide to overflow, no storage layout, no signatures
//! (who signed what is known here, not computed). The property tests run it beside the contract and compare after every step.

use std::collections::{BTreeMap, BTreeSet};

use ink::{H160, U256};
use purse::{Error, SkipReason};

pub const BASIS: u32 = 10_000;
pub const FEE_CAP: u16 = 1_000;
pub const MAX_LANES: u16 = 16;
pub const MAX_SHARES: usize = 8;
pub const MAX_RETIRED: usize = 4;
pub const LONGEST: u64 = 366 * 86_400;

pub type PublicKey = [u8; 64];

/// What a session key may spend, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub max_rate: u128,
    pub lanes: u16,
    pub extras_allowance: u128,
    pub expires_at: u64,
}

/// A key of a purse; `until` is when a replaced one stops being good for settling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub public: PublicKey,
    pub limits: Limits,
    pub until: Option<u64>,
}

impl Key {
    fn alive(&self, now: u64) -> bool {
        now <= self.limits.expires_at && self.until.is_none_or(|until| now < until)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purse {
    pub nonce: u32,
    pub open: bool,
    pub key: Key,
    pub retired: Vec<Key>,
    pub deposit: U256,
    pub paid: U256,
    pub seconds: U256,
    pub extras: U256,
    pub opened_at: u64,
    pub closing_at: Option<u64>,
    pub accrued: U256,
    pub accrued_since: u64,
    /// In the order in which they were first paid or counted.
    pub creators: Vec<H160>,
}

impl Purse {
    /// The seconds that may have been billed by now, over all creators.
    fn allowed(&self, now: u64) -> U256 {
        let end = now.min(self.key.limits.expires_at);
        self.accrued + U256::from(self.key.limits.lanes) * U256::from(end.saturating_sub(self.accrued_since))
    }
}

/// What a creator has from one opening of a purse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    pub nonce: u32,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub paid: U256,
    pub fee_carry: u32,
}

impl Tab {
    /// What the newest voucher said, as far as money goes: no purse ever holds more.
    fn counted(&self) -> U256 {
        (U256::from(self.amount) + U256::from(self.extras)).min(U256::from(u128::MAX))
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earnings {
    pub owed: U256,
    pub pot: U256,
    pub split: Vec<(H160, u16)>,
}

impl Earnings {
    /// How the pot is divided now: who gets what, and what stays in it.
    pub fn division(&self, creator: H160) -> (Vec<(H160, U256)>, U256) {
        if self.split.is_empty() {
            return (vec![(creator, self.pot)], U256::zero());
        }
        let rest = self.pot % U256::from(BASIS);
        let unit = (self.pot - rest) / U256::from(BASIS);
        let shared: u32 = self.split.iter().map(|(_, points)| u32::from(*points)).sum();
        let mut parts: Vec<(H160, U256)> =
            self.split.iter().map(|(who, points)| (*who, unit * U256::from(*points))).collect();
        parts.push((creator, unit * U256::from(BASIS - shared)));
        (parts, rest)
    }
}

/// A voucher, and the truth about its signature: whose key signed exactly these words for this contract, if anybody's did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub viewer: H160,
    pub nonce: u32,
    pub creator: H160,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub signature: [u8; 64],
    pub signer: Option<PublicKey>,
}

impl Signed {
    /// The order in which a batch is settled, whatever order it came in.
    pub fn rank(&self) -> impl Ord + use<> {
        (self.viewer, self.creator, self.seconds, self.amount, self.extras, self.nonce, self.signature)
    }
}

/// A voucher that was counted, and what was paid for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    pub viewer: H160,
    pub creator: H160,
    pub nonce: u32,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub paid: U256,
    pub fee: U256,
    pub short: U256,
}

/// A voucher that was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub viewer: H160,
    pub creator: H160,
    pub nonce: u32,
    pub seconds: u64,
    pub reason: SkipReason,
}

/// What became of one voucher of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Settled(Settled),
    Skipped(Skipped),
}

/// A batch that may be settled without the operator, from `ready_at` and before `until`.
pub struct Announcement {
    pub batch: Vec<Signed>,
    pub ready_at: u64,
    pub until: u64,
}

pub struct Model {
    pub now: u64,
    pub owner: H160,
    pub pending_owner: Option<H160>,
    pub operator: H160,
    pub operator_key: PublicKey,
    pub fee: u16,
    pub closing_delay: u64,
    pub announce_delay: u64,
    pub max_batch: usize,
    pub purses: BTreeMap<H160, Purse>,
    pub tabs: BTreeMap<(H160, H160), Tab>,
    pub earnings: BTreeMap<H160, Earnings>,
    pub fees: U256,
    pub announced: Vec<Announcement>,
    /// What each account has been paid out.
    pub out: BTreeMap<H160, U256>,
}

fn fits(amount: U256) -> bool {
    amount <= U256::from(u128::MAX)
}

impl Model {
    fn open_purse(&mut self, viewer: H160) -> Result<&mut Purse, Error> {
        self.purses.get_mut(&viewer).filter(|purse| purse.open).ok_or(Error::NoPurse)
    }

    pub fn deposits(&self) -> U256 {
        self.purses.values().fold(U256::zero(), |sum, purse| sum + purse.deposit)
    }

    pub fn earned(&self) -> U256 {
        self.earnings.values().fold(U256::zero(), |sum, one| sum + one.owed + one.pot)
    }

    fn check_sent(&self, value: U256) -> Result<(), Error> {
        if value.is_zero() {
            return Err(Error::NothingSent);
        }
        if fits(value) { Ok(()) } else { Err(Error::TooMuch) }
    }

    /// All that is held for somebody has to fit the type that it is told in.
    fn may_hold(&self, value: U256) -> Result<(), Error> {
        let held = self.deposits() + self.earned() + self.fees;
        if fits(held + value) { Ok(()) } else { Err(Error::TooMuch) }
    }

    fn check_limits(&self, public: PublicKey, limits: &Limits) -> Result<(), Error> {
        if public == [0; 64] {
            return Err(Error::BadKey);
        }
        if limits.lanes == 0 || limits.lanes > MAX_LANES {
            return Err(Error::BadLimits);
        }
        if limits.expires_at <= self.now {
            return Err(Error::ExpiryInPast);
        }
        if limits.expires_at > self.now + LONGEST {
            return Err(Error::BadLimits);
        }
        Ok(())
    }

    pub fn open(&mut self, by: H160, value: U256, public: PublicKey, limits: Limits) -> Result<u32, Error> {
        self.check_sent(value)?;
        if self.open_purse(by).is_ok() {
            return Err(Error::AlreadyOpen);
        }
        self.check_limits(public, &limits)?;
        self.may_hold(value)?;
        let nonce = self.purses.get(&by).map_or(0, |purse| purse.nonce) + 1;
        let purse = Purse {
            nonce,
            open: true,
            key: Key { public, limits, until: None },
            retired: vec![],
            deposit: value,
            paid: U256::zero(),
            seconds: U256::zero(),
            extras: U256::zero(),
            opened_at: self.now,
            closing_at: None,
            accrued: U256::zero(),
            accrued_since: self.now,
            creators: vec![],
        };
        self.purses.insert(by, purse);
        Ok(nonce)
    }

    pub fn top_up(&mut self, by: H160, value: U256) -> Result<(), Error> {
        self.check_sent(value)?;
        if self.open_purse(by)?.closing_at.is_some() {
            return Err(Error::Closing);
        }
        self.may_hold(value)?;
        self.open_purse(by)?.deposit += value;
        Ok(())
    }

    pub fn rekey(&mut self, by: H160, public: PublicKey, limits: Limits) -> Result<(), Error> {
        let (now, until) = (self.now, self.now + self.closing_delay);
        if self.open_purse(by)?.closing_at.is_some() {
            return Err(Error::Closing);
        }
        self.check_limits(public, &limits)?;
        let purse = self.open_purse(by)?;
        let mut retired: Vec<Key> = purse.retired.iter().filter(|key| key.alive(now)).copied().collect();
        if purse.key.alive(now) {
            retired.push(Key { until: Some(until), ..purse.key });
        }
        if retired.len() > MAX_RETIRED {
            return Err(Error::OutstandingKeys);
        }
        purse.accrued = purse.allowed(now);
        purse.accrued_since = now;
        purse.retired = retired;
        purse.key = Key { public, limits, until: None };
        Ok(())
    }

    pub fn request_close(&mut self, by: H160) -> Result<(), Error> {
        let at = self.now + self.closing_delay;
        let purse = self.open_purse(by)?;
        if purse.closing_at.is_some() {
            return Err(Error::Closing);
        }
        purse.closing_at = Some(at);
        Ok(())
    }

    pub fn cancel_close(&mut self, by: H160) -> Result<(), Error> {
        let purse = self.open_purse(by)?;
        if purse.closing_at.take().is_none() {
            return Err(Error::NotClosing);
        }
        Ok(())
    }

    pub fn close(&mut self, by: H160) -> Result<U256, Error> {
        let now = self.now;
        let purse = self.open_purse(by)?;
        let nobody_can_bill = !purse.key.alive(now) && !purse.retired.iter().any(|key| key.alive(now));
        if !nobody_can_bill {
            let at = purse.closing_at.ok_or(Error::NotClosing)?;
            if now < at {
                return Err(Error::TooEarly);
            }
        }
        Ok(self.shut(by))
    }

    /// `release` says whether the operator's present key signed exactly this purse's release.
    pub fn close_now(&mut self, by: H160, valid_until: u64, release: bool) -> Result<U256, Error> {
        let now = self.now;
        self.open_purse(by)?;
        if now > valid_until {
            return Err(Error::ReleaseExpired);
        }
        if !release {
            return Err(Error::BadRelease);
        }
        Ok(self.shut(by))
    }

    fn shut(&mut self, viewer: H160) -> U256 {
        let purse = self.purses.get_mut(&viewer).expect("it was open");
        let back = purse.deposit;
        purse.open = false;
        purse.deposit = U256::zero();
        purse.closing_at = None;
        purse.retired.clear();
        self.pay(viewer, back);
        back
    }

    fn pay(&mut self, to: H160, amount: U256) {
        *self.out.entry(to).or_default() += amount;
    }

    fn tab(&self, voucher: &Signed) -> Tab {
        let fresh = Tab { nonce: voucher.nonce, ..Tab::default() };
        let kept = self.tabs.get(&(voucher.viewer, voucher.creator)).copied();
        kept.filter(|tab| tab.nonce == voucher.nonce).unwrap_or(fresh)
    }

    /// The keys that signed this voucher: the present one first, then the replaced ones. One key may have been agreed under several limits.
    fn signers(&self, voucher: &Signed) -> Result<Vec<Key>, SkipReason> {
        let purse = self.purses.get(&voucher.viewer).filter(|purse| purse.open).ok_or(SkipReason::NoPurse)?;
        if purse.nonce != voucher.nonce {
            return Err(SkipReason::OldOpening);
        }
        let keys = std::iter::once(&purse.key).chain(&purse.retired);
        Ok(keys.filter(|key| Some(key.public) == voucher.signer).copied().collect())
    }

    /// A voucher counts if one of the agreements with its key allows it; else the first one says why not.
    fn judge(&self, voucher: &Signed) -> Result<(), SkipReason> {
        let verdicts: Vec<_> = self.signers(voucher)?.iter().map(|key| self.judge_under(key, voucher)).collect();
        if verdicts.iter().any(Result::is_ok) {
            return Ok(());
        }
        verdicts.into_iter().next().unwrap_or(Err(SkipReason::BadSignature))
    }

    fn judge_under(&self, key: &Key, voucher: &Signed) -> Result<(), SkipReason> {
        if !key.alive(self.now) {
            return Err(SkipReason::Expired);
        }
        let purse = &self.purses[&voucher.viewer];
        let tab = self.tab(voucher);
        let same = (voucher.seconds, voucher.amount, voucher.extras) == (tab.seconds, tab.amount, tab.extras);
        if same && tab.counted() > tab.paid && !purse.deposit.is_zero() {
            return Ok(());
        }
        if voucher.seconds <= tab.seconds && voucher.amount <= tab.amount && voucher.extras <= tab.extras {
            return Err(SkipReason::Stale);
        }
        if voucher.seconds < tab.seconds || voucher.amount < tab.amount || voucher.extras < tab.extras {
            return Err(SkipReason::NotGrowing);
        }
        let new_seconds = U256::from(voucher.seconds - tab.seconds);
        let new_extras = voucher.extras - tab.extras;
        if U256::from(voucher.amount - tab.amount) > new_seconds * U256::from(key.limits.max_rate) {
            return Err(SkipReason::OverRate);
        }
        if purse.seconds + new_seconds > purse.allowed(self.now) {
            return Err(SkipReason::OverTime);
        }
        if new_extras > 0 && purse.extras + U256::from(new_extras) > U256::from(key.limits.extras_allowance) {
            return Err(SkipReason::OverAllowance);
        }
        if purse.deposit.is_zero() {
            return Err(SkipReason::Empty);
        }
        Ok(())
    }

    fn settle_one(&mut self, voucher: &Signed) -> Fate {
        let Signed { viewer, creator, nonce, seconds, amount, extras, .. } = *voucher;
        if let Err(reason) = self.judge(voucher) {
            return Fate::Skipped(Skipped { viewer, creator, nonce, seconds, reason });
        }
        let mut tab = self.tab(voucher);
        let purse = self.purses.get_mut(&viewer).expect("it was judged open");
        purse.seconds += U256::from(seconds - tab.seconds);
        purse.extras += U256::from(extras - tab.extras);
        if !purse.creators.contains(&creator) {
            purse.creators.push(creator);
        }
        tab = Tab { seconds, amount, extras, ..tab };
        let paid = (tab.counted() - tab.paid).min(purse.deposit);
        purse.deposit -= paid;
        purse.paid += paid;
        tab.paid += paid;
        let points = paid * U256::from(self.fee) + U256::from(tab.fee_carry);
        let fee = points / U256::from(BASIS);
        tab.fee_carry = (points % U256::from(BASIS)).as_u32();
        self.tabs.insert((viewer, creator), tab);
        self.fees += fee;
        self.earnings.entry(creator).or_default().pot += paid - fee;
        let short = tab.counted() - tab.paid;
        Fate::Settled(Settled { viewer, creator, nonce, seconds, amount, extras, paid, fee, short })
    }

    fn check_size(&self, batch: &[Signed]) -> Result<(), Error> {
        match batch.len() {
            0 => Err(Error::EmptyBatch),
            size if size > self.max_batch => Err(Error::BatchTooLarge),
            _ => Ok(()),
        }
    }

    pub fn settle(&mut self, by: H160, batch: &[Signed]) -> Result<Vec<Fate>, Error> {
        self.check_size(batch)?;
        if by != self.operator {
            let found = self.standing(batch).ok_or(Error::NotAnnounced)?;
            if self.now < self.announced[found].ready_at {
                return Err(Error::TooEarly);
            }
            self.announced.remove(found);
        }
        let mut sorted: Vec<&Signed> = batch.iter().collect();
        sorted.sort_by_key(|voucher| voucher.rank());
        Ok(sorted.into_iter().map(|voucher| self.settle_one(voucher)).collect())
    }

    pub fn announce(&mut self, batch: &[Signed]) -> Result<(), Error> {
        self.check_size(batch)?;
        let now = self.now;
        let signed = |voucher: &Signed| self.signers(voucher).is_ok_and(|keys| keys.iter().any(|key| key.alive(now)));
        if !batch.iter().all(signed) {
            return Err(Error::AnnouncedVoucherInvalid);
        }
        let until = now + self.closing_delay;
        match self.standing(batch) {
            Some(found) => self.announced[found].until = until,
            None => {
                self.announced.push(Announcement { batch: batch.to_vec(), ready_at: now + self.announce_delay, until })
            }
        }
        Ok(())
    }

    /// Where the announcement of exactly this batch is kept, if it still stands.
    fn standing(&self, batch: &[Signed]) -> Option<usize> {
        self.announced.iter().position(|one| one.batch == batch && self.now < one.until)
    }

    pub fn set_split(&mut self, by: H160, shares: &[(H160, u16)]) -> Result<(), Error> {
        let accounts: BTreeSet<H160> = shares.iter().map(|(account, _)| *account).collect();
        let sum: u32 = shares.iter().map(|(_, points)| u32::from(*points)).sum();
        let bad = shares.len() > MAX_SHARES
            || accounts.len() < shares.len()
            || accounts.contains(&by)
            || shares.iter().any(|(_, points)| *points == 0)
            || sum > BASIS;
        if bad {
            return Err(Error::BadSplit);
        }
        self.distribute(by);
        self.earnings.entry(by).or_default().split = shares.to_vec();
        Ok(())
    }

    pub fn distribute(&mut self, creator: H160) {
        let earnings = self.earnings.entry(creator).or_default();
        let (parts, rest) = earnings.division(creator);
        earnings.pot = rest;
        for (account, part) in parts {
            self.earnings.entry(account).or_default().owed += part;
        }
    }

    pub fn withdraw(&mut self, by: H160) -> Result<U256, Error> {
        let own = self.earnings.entry(by).or_default();
        let (parts, _) = own.division(by);
        let of_the_pot = parts.last().map_or(U256::zero(), |(_, part)| *part);
        if (own.owed + of_the_pot).is_zero() {
            return Err(Error::NothingOwed);
        }
        self.distribute(by);
        let owed = std::mem::take(&mut self.earnings.entry(by).or_default().owed);
        self.pay(by, owed);
        Ok(owed)
    }

    pub fn withdraw_fees(&mut self, by: H160) -> Result<U256, Error> {
        self.only_owner(by)?;
        if self.fees.is_zero() {
            return Err(Error::NothingOwed);
        }
        let fees = std::mem::take(&mut self.fees);
        self.pay(by, fees);
        Ok(fees)
    }

    fn only_owner(&self, by: H160) -> Result<(), Error> {
        if by == self.owner { Ok(()) } else { Err(Error::NotOwner) }
    }

    pub fn set_fee(&mut self, by: H160, fee: u16) -> Result<(), Error> {
        self.only_owner(by)?;
        if fee > FEE_CAP {
            return Err(Error::FeeTooHigh);
        }
        self.fee = fee;
        Ok(())
    }

    pub fn set_operator(&mut self, by: H160, operator: H160, key: PublicKey) -> Result<(), Error> {
        self.only_owner(by)?;
        if key == [0; 64] {
            return Err(Error::BadKey);
        }
        self.operator = operator;
        self.operator_key = key;
        Ok(())
    }

    pub fn transfer_ownership(&mut self, by: H160, to: H160) -> Result<(), Error> {
        self.only_owner(by)?;
        self.pending_owner = Some(to);
        Ok(())
    }

    pub fn accept_ownership(&mut self, by: H160) -> Result<(), Error> {
        if self.pending_owner != Some(by) {
            return Err(Error::NotPendingOwner);
        }
        self.owner = by;
        self.pending_owner = None;
        Ok(())
    }
}
