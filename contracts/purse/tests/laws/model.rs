//! The rules of the purse once more (docs/money.md), as plainly as they can be said: maps, numbers too wide to overflow, no storage layout, no
//! signatures (who signed what is known here, not computed), sums added up anew each time. The property tests run it beside the contract and
//! compare after every step.

use std::collections::{BTreeMap, BTreeSet};

use ink::{H160, U256};
use purse::{Error, SkipReason};

pub const BASIS: u32 = 10_000;
pub const FEE_CAP: u16 = 1_000;
pub const MAX_LANES: u16 = 16;
pub const MAX_SHARES: usize = 8;
pub const MAX_RETIRED: usize = 4;
pub const LONGEST: u64 = 366 * 86_400;
pub const DAY: u64 = 86_400;
pub const FEE_MULTIPLE: u32 = 100;

pub type PublicKey = [u8; 64];
/// A key of a viewer's purse with somebody who is paid by it.
pub type Pair = (H160, u32, H160);

/// What a session key may spend, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub max_rate: u128,
    pub lanes: u16,
    pub extras_allowance: u128,
    pub expires_at: u64,
}

fn most() -> U256 {
    U256::from(u128::MAX)
}

fn fits(amount: U256) -> bool {
    amount <= most()
}

/// One key of a purse: an account of money by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub number: u32,
    pub public: PublicKey,
    pub limits: Limits,
    pub since: u64,
    pub retired_at: Option<u64>,
    pub credit: U256,
    pub credit_at: u64,
    pub extras: U256,
}

impl Key {
    fn new(number: u32, public: PublicKey, limits: Limits, now: u64) -> Self {
        let (credit, extras) = (U256::zero(), U256::zero());
        Self { number, public, limits, since: now, retired_at: None, credit, credit_at: now, extras }
    }

    fn signs_until(&self) -> u64 {
        self.retired_at.unwrap_or(u64::MAX).min(self.limits.expires_at)
    }

    pub fn settles_until(&self, delay: u64) -> u64 {
        self.signs_until() + delay
    }

    /// What the key may sell in so many seconds.
    fn worth(&self, seconds: u64) -> U256 {
        let worth = U256::from(self.limits.lanes)
            .checked_mul(self.limits.max_rate.into())
            .and_then(|rate| rate.checked_mul(seconds.into()));
        worth.unwrap_or(most()).min(most())
    }

    pub fn credit_now(&self, now: u64) -> U256 {
        let seconds = now.min(self.signs_until()).saturating_sub(self.credit_at);
        (self.credit + self.worth(seconds)).min(self.worth(DAY))
    }

    fn change_credit(&mut self, now: u64, taken: U256, returned: U256) {
        self.credit = (self.credit_now(now) - taken + returned).min(self.worth(DAY));
        self.credit_at = now.min(self.signs_until()).max(self.credit_at);
    }

    fn allowance_left(&self) -> U256 {
        U256::from(self.limits.extras_allowance).saturating_sub(self.extras)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purse {
    pub nonce: u32,
    pub open: bool,
    pub present: Key,
    pub retired: Vec<Key>,
    pub deposit: U256,
    pub reserved: U256,
    pub paid: U256,
    pub storage: U256,
    pub seconds: U256,
    pub extras: U256,
    pub fee: u16,
    pub opened_at: u64,
    pub closing_at: Option<u64>,
    pub window: Option<Window>,
    /// Keys and creators of this opening's tabs.
    pub tabs: BTreeSet<(u32, H160)>,
}

/// The time in which anybody adds what a purse owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub ends_at: u64,
    pub frozen: Option<Frozen>,
}

/// What there is for the claims that are not paid yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// By key: for amounts and for extras.
    budgets: BTreeMap<u32, (U256, U256)>,
    /// Of the deposit, and what is asked of it.
    reserved: U256,
    asked: U256,
}

impl Purse {
    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.present).chain(&self.retired)
    }

    fn key(&self, number: u32) -> Option<&Key> {
        self.keys().find(|key| key.number == number)
    }

    fn key_mut(&mut self, number: u32) -> &mut Key {
        let all = std::iter::once(&mut self.present).chain(&mut self.retired);
        all.into_iter().find(|key| key.number == number).expect("a key of the purse")
    }
}

/// What was paid to a creator by one key of one opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    pub nonce: u32,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub fee_carry: u32,
}

/// What somebody brought for a creator while a window was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub announcer: H160,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub due_amount: U256,
    pub due_extras: U256,
    pub due_storage: U256,
}

impl Claim {
    pub fn is_due(&self) -> bool {
        !(self.due_amount + self.due_extras).is_zero()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earnings {
    pub owed: U256,
    pub pot: U256,
    /// What was earned since a split is due that nobody has put in force yet.
    pub later: U256,
    pub split: Vec<(H160, u16)>,
    pub next: Option<(Vec<(H160, u16)>, u64)>,
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

    /// The split as it is in force at this time, and the one that comes.
    pub fn splits(&self, now: u64) -> (&Vec<(H160, u16)>, Option<&(Vec<(H160, u16)>, u64)>) {
        match &self.next {
            Some((next, at)) if now >= *at => (next, None),
            next => (&self.split, next.as_ref()),
        }
    }
}

/// A voucher, and the truth about its signature: whose key signed exactly these words for this contract, if anybody's did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub viewer: H160,
    pub nonce: u32,
    pub key: u32,
    pub creator: H160,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub signature: [u8; 64],
    pub signer: Option<PublicKey>,
}

impl Signed {
    /// The order in which a batch is taken, whatever order it came in.
    pub fn rank(&self) -> impl Ord + use<> {
        (self.viewer, self.key, self.creator, self.amount, self.extras, self.seconds, self.nonce, self.signature)
    }

    fn pair(&self) -> Pair {
        (self.viewer, self.key, self.creator)
    }
}

/// A voucher or claim that was counted, and what was paid for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    pub viewer: H160,
    pub creator: H160,
    pub nonce: u32,
    pub key: u32,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub paid: U256,
    pub fee: U256,
    pub storage: U256,
    pub short: U256,
}

/// A voucher that was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub viewer: H160,
    pub creator: H160,
    pub nonce: u32,
    pub key: u32,
    pub seconds: u64,
    pub reason: SkipReason,
}

/// A claim as it stands after a voucher was added to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announced {
    pub viewer: H160,
    pub creator: H160,
    pub nonce: u32,
    pub key: u32,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    pub due: U256,
    pub announcer: H160,
    pub window_ends_at: u64,
}

/// What became of one voucher of a batch, or of one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Settled(Settled),
    Skipped(Skipped),
    Announced(Announced),
}

pub struct Model {
    pub now: u64,
    pub owner: H160,
    pub pending_owner: Option<H160>,
    pub operator: (H160, PublicKey),
    pub next_operator: Option<(H160, PublicKey, u64)>,
    pub fee: u16,
    pub next_fee: Option<(u16, u64)>,
    pub closing_delay: u64,
    pub tab_cost: U256,
    pub withdraw_fee: U256,
    pub max_batch: usize,
    pub purses: BTreeMap<H160, Purse>,
    /// Cells: those of older openings stay until they are removed or used again.
    pub tabs: BTreeMap<Pair, Tab>,
    pub claims: BTreeMap<Pair, Claim>,
    pub earnings: BTreeMap<H160, Earnings>,
    pub fees: U256,
    /// What came by plain transfers.
    pub surplus: U256,
    /// What each account has been paid out.
    pub out: BTreeMap<H160, U256>,
}

/// The next one's share of what is left: floor(budget * part / parts_left), in two steps, as the product may be wider than 256 bits.
fn apportion(budget: U256, part: U256, parts_left: U256) -> U256 {
    if part.is_zero() || budget >= parts_left {
        return part;
    }
    let half = U256::from(u64::MAX) + U256::one();
    let (high, low) = (budget / half, budget % half);
    let (whole, rest) = (high * part / parts_left, high * part % parts_left);
    whole * half + (rest * half + low * part) / parts_left
}

/// Shares a budget among parts, one after the other. What is asked for in all counts up to 2^128 - 1.
fn shares(budget: U256, parts: &[U256]) -> Vec<U256> {
    let mut left = parts.iter().fold(U256::zero(), |sum, part| sum + *part).min(most());
    let mut budget = budget.min(left);
    let mut shares = vec![];
    for part in parts {
        let share = apportion(budget, *part, left).min(budget);
        budget -= share;
        left = left.saturating_sub(*part);
        shares.push(share);
    }
    shares
}

impl Model {
    fn open_purse(&mut self, viewer: H160) -> Result<&mut Purse, Error> {
        self.purses.get_mut(&viewer).filter(|purse| purse.open).ok_or(Error::NoPurse)
    }

    /// With what is reserved for claims.
    pub fn deposits(&self) -> U256 {
        self.purses.values().fold(U256::zero(), |sum, purse| sum + purse.deposit + purse.reserved)
    }

    pub fn earned(&self) -> U256 {
        self.earnings.values().fold(U256::zero(), |sum, one| sum + one.owed + one.pot + one.later)
    }

    pub fn operator_in_office(&self) -> (H160, PublicKey) {
        match self.next_operator {
            Some((operator, key, at)) if self.now >= at => (operator, key),
            _ => self.operator,
        }
    }

    pub fn fee_in_force(&self) -> u16 {
        match self.next_fee {
            Some((fee, at)) if self.now >= at => fee,
            _ => self.fee,
        }
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
        if limits.lanes == 0 || limits.lanes > MAX_LANES {
            return Err(Error::BadLimits);
        }
        if limits.expires_at <= self.now {
            return Err(Error::ExpiryInPast);
        }
        if limits.expires_at > self.now + LONGEST {
            return Err(Error::BadLimits);
        }
        check_key(&public)
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
            present: Key::new(0, public, limits, self.now),
            retired: vec![],
            deposit: value,
            reserved: U256::zero(),
            paid: U256::zero(),
            storage: U256::zero(),
            seconds: U256::zero(),
            extras: U256::zero(),
            fee: self.fee_in_force(),
            opened_at: self.now,
            closing_at: None,
            window: None,
            tabs: BTreeSet::new(),
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

    pub fn rekey(&mut self, by: H160, public: PublicKey, limits: Limits) -> Result<u32, Error> {
        let (now, delay) = (self.now, self.closing_delay);
        if self.open_purse(by)?.closing_at.is_some() {
            return Err(Error::Closing);
        }
        self.check_limits(public, &limits)?;
        let claimed: BTreeSet<u32> = self.due_claims(by).map(|(_, key, _)| key).collect();
        let purse = self.open_purse(by)?;
        let number = purse.present.number + 1;
        let mut old = purse.keys().cloned().collect::<Vec<_>>();
        old[0].retired_at = Some(now);
        old.retain(|key| now <= key.settles_until(delay) || claimed.contains(&key.number));
        if old.len() > MAX_RETIRED {
            return Err(Error::OutstandingKeys);
        }
        old.sort_by_key(|key| key.number);
        purse.retired = old;
        purse.present = Key::new(number, public, limits, now);
        Ok(number)
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
        let (now, delay) = (self.now, self.closing_delay);
        let purse = self.open_purse(by)?;
        if purse.window.is_some() {
            return Err(Error::WindowOpen);
        }
        if purse.keys().any(|key| now <= key.settles_until(delay)) {
            let at = purse.closing_at.ok_or(Error::NotClosing)?;
            if now < at {
                return Err(Error::TooEarly);
            }
        }
        Ok(self.shut(by))
    }

    /// `signer` is who signed exactly this purse's release, if anybody's key did.
    pub fn close_now(&mut self, by: H160, valid_until: u64, signer: Option<PublicKey>) -> Result<U256, Error> {
        let (now, (_, key)) = (self.now, self.operator_in_office());
        if self.open_purse(by)?.window.is_some() {
            return Err(Error::WindowOpen);
        }
        if now > valid_until {
            return Err(Error::ReleaseExpired);
        }
        if signer != Some(key) {
            return Err(Error::BadRelease);
        }
        Ok(self.shut(by))
    }

    fn shut(&mut self, viewer: H160) -> U256 {
        let purse = self.purses.get_mut(&viewer).expect("it was open");
        let back = std::mem::take(&mut purse.deposit);
        purse.open = false;
        purse.closing_at = None;
        purse.retired.clear();
        self.pay(viewer, back);
        back
    }

    fn pay(&mut self, to: H160, amount: U256) {
        *self.out.entry(to).or_default() += amount;
    }

    fn tab(&self, (viewer, key, creator): Pair) -> Tab {
        let nonce = self.purses[&viewer].nonce;
        let kept = self.tabs.get(&(viewer, key, creator)).copied().filter(|tab| tab.nonce == nonce);
        kept.unwrap_or(Tab { nonce, ..Tab::default() })
    }

    fn due_claims(&self, viewer: H160) -> impl Iterator<Item = Pair> {
        let all = self.claims.iter().filter(move |((of, ..), claim)| *of == viewer && claim.is_due());
        all.map(|(pair, _)| *pair)
    }

    /// What a voucher is by itself, before it is asked what is new in it.
    fn judge_alone(&self, voucher: &Signed) -> Result<(), SkipReason> {
        let purse = self.purses.get(&voucher.viewer).filter(|purse| purse.open).ok_or(SkipReason::NoPurse)?;
        if purse.nonce != voucher.nonce {
            return Err(SkipReason::OldOpening);
        }
        let key = purse.key(voucher.key).ok_or(SkipReason::UnknownKey)?;
        if self.now > key.settles_until(self.closing_delay) {
            return Err(SkipReason::Expired);
        }
        if voucher.signer != Some(key.public) {
            return Err(SkipReason::BadSignature);
        }
        if U256::from(voucher.amount) > U256::from(voucher.seconds) * U256::from(key.limits.max_rate) {
            return Err(SkipReason::OverRate);
        }
        Ok(())
    }

    /// Settles the vouchers of one purse; `vouchers` are in order.
    fn settle_purse(&mut self, by: H160, vouchers: &[&Signed]) -> Vec<Fate> {
        let mut fates: Vec<Option<Fate>> = vec![];
        // what the good vouchers of a pair say together, and which of them speaks for it
        let mut said: BTreeMap<Pair, (u64, u128, u128, usize)> = BTreeMap::new();
        for (place, voucher) in vouchers.iter().enumerate() {
            let fate = match self.judge_alone(voucher) {
                Err(reason) => Some(skip(voucher, reason)),
                Ok(()) => {
                    let best = said.entry(voucher.pair()).or_insert((0, 0, 0, place));
                    best.0 = best.0.max(voucher.seconds);
                    best.1 = best.1.max(voucher.amount);
                    best.2 = best.2.max(voucher.extras);
                    best.3 = place;
                    Some(skip(voucher, SkipReason::Stale))
                }
            };
            fates.push(fate);
        }
        let asked: Vec<Asked> = said.into_iter().filter_map(|(pair, said)| self.asked(pair, said)).collect();
        for (place, fate) in self.pay_asked(by, asked, vouchers) {
            fates[place] = Some(fate);
        }
        fates.into_iter().map(|fate| fate.expect("every voucher has a fate")).collect()
    }

    fn asked(&self, pair: Pair, (seconds, amount, extras, place): (u64, u128, u128, usize)) -> Option<Asked> {
        let (tab, key) = (self.tab(pair), self.purses[&pair.0].key(pair.1).expect("it was judged"));
        let new_amount = U256::from(amount.saturating_sub(tab.amount));
        let new_extras = U256::from(extras.saturating_sub(tab.extras));
        let fresh = !self.tabs.contains_key(&pair);
        (!(new_amount + new_extras).is_zero()).then(|| Asked {
            pair,
            place,
            seconds,
            new_amount,
            new_extras,
            amount: new_amount.min(key.credit_now(self.now)),
            extras: new_extras.min(key.allowance_left()),
            storage: if fresh { self.tab_cost } else { U256::zero() },
            fresh,
        })
    }

    fn pay_asked(&mut self, by: H160, mut asked: Vec<Asked>, vouchers: &[&Signed]) -> Vec<(usize, Fate)> {
        let (now, mut fates) = (self.now, vec![]);
        let Some(viewer) = asked.first().map(|one| one.pair.0) else { return fates };
        let numbers: BTreeSet<u32> = asked.iter().map(|one| one.pair.1).collect();
        for number in numbers {
            let key = self.purses[&viewer].key(number).expect("it was judged");
            let (credit, allowance) = (key.credit_now(now), key.allowance_left());
            let mut of_key: Vec<&mut Asked> = asked.iter_mut().filter(|one| one.pair.1 == number).collect();
            let amounts: Vec<U256> = of_key.iter().map(|one| one.amount).collect();
            let extras: Vec<U256> = of_key.iter().map(|one| one.extras).collect();
            let parts = shares(credit, &amounts).into_iter().zip(shares(allowance, &extras));
            for (one, (amount, extra)) in of_key.iter_mut().zip(parts) {
                (one.amount, one.extras) = (amount, extra);
            }
        }
        asked.retain(|one| {
            let none = (one.amount + one.extras).is_zero();
            let reason = if one.new_amount.is_zero() { SkipReason::OverAllowance } else { SkipReason::OverTime };
            if none {
                fates.push((one.place, skip(vouchers[one.place], reason)));
            }
            !none
        });
        let there = self.purses[&viewer].deposit;
        let asks: Vec<U256> = asked.iter().map(|one| (one.amount + one.extras).min(there) + one.storage).collect();
        let parts = shares(there, &asks);
        for (one, share) in asked.iter().zip(parts) {
            let fate = if share <= one.storage {
                skip(vouchers[one.place], SkipReason::Empty)
            } else {
                let amount = (share - one.storage).min(one.amount);
                let extras = share - one.storage - amount;
                self.purses.get_mut(&viewer).expect("a purse").deposit -= share;
                self.purses.get_mut(&viewer).expect("a purse").key_mut(one.pair.1).change_credit(
                    now,
                    amount,
                    U256::zero(),
                );
                self.purses.get_mut(&viewer).expect("a purse").key_mut(one.pair.1).extras += extras;
                self.book(by, one, amount, extras)
            };
            fates.push((one.place, fate));
        }
        fates
    }

    /// Writes down what was paid: the deposit, credit and allowance have given it already.
    fn book(&mut self, by: H160, one: &Asked, amount: U256, extras: U256) -> Fate {
        let (viewer, number, creator) = one.pair;
        let mut tab = self.tab(one.pair);
        let paid = amount + extras;
        let purse = self.purses.get_mut(&viewer).expect("a purse");
        purse.seconds += U256::from(one.seconds.saturating_sub(tab.seconds));
        purse.extras += extras;
        purse.paid += paid;
        purse.storage += one.storage;
        purse.tabs.insert((number, creator));
        tab.seconds = tab.seconds.max(one.seconds);
        tab.amount += amount.as_u128();
        tab.extras += extras.as_u128();
        let points = paid * U256::from(purse.fee) + U256::from(tab.fee_carry);
        let fee = points / U256::from(BASIS);
        tab.fee_carry = (points % U256::from(BASIS)).as_u32();
        self.tabs.insert(one.pair, tab);
        self.lower_claim(one.pair, &tab);
        self.earnings.entry(by).or_default().owed += one.storage;
        self.fees += fee;
        let now = self.now;
        let earnings = self.earnings.entry(creator).or_default();
        let due = earnings.next.as_ref().is_some_and(|(_, at)| now >= *at);
        *(if due { &mut earnings.later } else { &mut earnings.pot }) += paid - fee;
        let short = (one.new_amount + one.new_extras).min(most()) - paid;
        let Tab { nonce, seconds, amount, extras, .. } = tab;
        let storage = one.storage;
        Fate::Settled(Settled { viewer, creator, nonce, key: number, seconds, amount, extras, paid, fee, storage, short })
    }

    /// What is settled in a window is not due any more; with the last claim the window is gone. After the freezing the shares stand.
    fn lower_claim(&mut self, pair: Pair, tab: &Tab) {
        let purse = &self.purses[&pair.0];
        if purse.window.as_ref().is_none_or(|window| window.frozen.is_some()) {
            return;
        }
        let Some(claim) = self.claims.get_mut(&pair).filter(|claim| claim.is_due()) else { return };
        claim.due_amount = claim.due_amount.min(claim.amount.saturating_sub(tab.amount).into());
        claim.due_extras = claim.due_extras.min(claim.extras.saturating_sub(tab.extras).into());
        claim.due_storage = U256::zero();
        self.end_window(pair.0);
    }

    fn end_window(&mut self, viewer: H160) {
        if self.due_claims(viewer).next().is_some() {
            return;
        }
        let purse = self.purses.get_mut(&viewer).expect("a purse");
        purse.window = None;
        purse.deposit += std::mem::take(&mut purse.reserved);
    }

    fn check_size(&self, size: usize) -> Result<(), Error> {
        match size {
            0 => Err(Error::EmptyBatch),
            size if size > self.max_batch => Err(Error::BatchTooLarge),
            _ => Ok(()),
        }
    }

    pub fn settle(&mut self, by: H160, batch: &[Signed]) -> Result<Vec<Fate>, Error> {
        if by != self.operator_in_office().0 {
            return Err(Error::NotOperator);
        }
        self.check_size(batch.len())?;
        let mut sorted: Vec<&Signed> = batch.iter().collect();
        sorted.sort_by_key(|voucher| voucher.rank());
        let purses = sorted.chunk_by(|a, b| a.viewer == b.viewer);
        Ok(purses.flat_map(|vouchers| self.settle_purse(by, vouchers)).collect::<Vec<_>>())
    }

    pub fn announce(&mut self, by: H160, batch: &[Signed]) -> Result<Vec<Fate>, Error> {
        self.check_size(batch.len())?;
        let mut sorted: Vec<&Signed> = batch.iter().collect();
        sorted.sort_by_key(|voucher| voucher.rank());
        let fates: Vec<Fate> = sorted.iter().map(|voucher| self.claim(by, voucher)).collect();
        let ended = |fate: &Fate| matches!(fate, Fate::Skipped(Skipped { reason: SkipReason::WindowEnded, .. }));
        if fates.iter().any(|fate| matches!(fate, Fate::Announced(_))) {
            return Ok(fates);
        }
        Err(if fates.iter().any(ended) { Error::WindowEnded } else { Error::NothingNew })
    }

    fn claim(&mut self, by: H160, voucher: &Signed) -> Fate {
        if self.purses.get(&voucher.viewer).is_some_and(|purse| purse.open && self.has_ended(purse)) {
            return skip(voucher, SkipReason::WindowEnded);
        }
        if let Err(reason) = self.judge_alone(voucher) {
            return skip(voucher, reason);
        }
        let (pair, tab) = (voucher.pair(), self.tab(voucher.pair()));
        let key = self.purses[&pair.0].key(pair.1).expect("it was judged");
        let new_amount = U256::from(voucher.amount.saturating_sub(tab.amount));
        let new_extras = U256::from(voucher.extras.saturating_sub(tab.extras));
        let (amount, extras) = (new_amount.min(key.credit_now(self.now)), new_extras.min(key.allowance_left()));
        let kept = self.claims.get(&pair).copied();
        let due = kept.filter(Claim::is_due);
        let (due_amount, due_extras) = due.map_or_else(Default::default, |claim| (claim.due_amount, claim.due_extras));
        if (new_amount + new_extras).is_zero() {
            return skip(voucher, SkipReason::Stale);
        }
        if (amount + extras).is_zero() {
            let reason = if new_amount.is_zero() { SkipReason::OverAllowance } else { SkipReason::OverTime };
            return skip(voucher, reason);
        }
        let there = self.purses[&pair.0].deposit;
        let (amount, extras) = (amount.min(there), extras.min(there));
        if there.is_zero() {
            return skip(voucher, SkipReason::Empty);
        }
        if amount <= due_amount && extras <= due_extras {
            return skip(voucher, SkipReason::Stale);
        }
        let claim = Claim {
            announcer: kept.map_or(by, |claim| claim.announcer),
            seconds: due.map_or(0, |claim| claim.seconds).max(voucher.seconds),
            amount: due.map_or(0, |claim| claim.amount).max(voucher.amount),
            extras: due.map_or(0, |claim| claim.extras).max(voucher.extras),
            due_amount: due_amount.max(amount),
            due_extras: due_extras.max(extras),
            due_storage: if self.tabs.contains_key(&pair) { U256::zero() } else { self.tab_cost },
        };
        self.claims.insert(pair, claim);
        let ends_at = self.now + self.closing_delay;
        let purse = self.purses.get_mut(&pair.0).expect("it was judged");
        let ends_at = purse.closing_at.unwrap_or(ends_at);
        let window = purse.window.get_or_insert(Window { ends_at, frozen: None });
        let Claim { seconds, amount, extras, due_amount, due_extras, .. } = claim;
        Fate::Announced(Announced {
            viewer: pair.0,
            creator: pair.2,
            nonce: voucher.nonce,
            key: pair.1,
            seconds,
            amount,
            extras,
            due: due_amount + due_extras,
            announcer: by,
            window_ends_at: window.ends_at,
        })
    }

    /// Nobody announces any more: the window's end has passed, or the closing delay without a window.
    fn has_ended(&self, purse: &Purse) -> bool {
        let ends_at = purse.window.as_ref().map(|window| window.ends_at).or(purse.closing_at);
        ends_at.is_some_and(|at| self.now >= at)
    }

    /// Answers what came of the claims, and what was reserved if this call froze the budgets.
    pub fn pay_announced(
        &mut self,
        by: H160,
        viewer: H160,
        pairs: &[(u32, H160)],
    ) -> Result<(Option<U256>, Vec<Fate>), Error> {
        self.check_size(pairs.len())?;
        let (now, purse) = (self.now, self.open_purse(viewer)?);
        let window = purse.window.as_ref().ok_or(Error::NoWindow)?;
        if now < window.ends_at {
            return Err(Error::TooEarly);
        }
        let reserved = window.frozen.is_none().then(|| self.freeze(viewer));
        let mut fates = vec![];
        for (key, creator) in pairs {
            let pair = (viewer, *key, *creator);
            if self.claims.get(&pair).is_some_and(Claim::is_due) {
                fates.push(self.pay_claim(by, pair));
                self.end_window(viewer);
            }
        }
        Ok((reserved, fates))
    }

    fn freeze(&mut self, viewer: H160) -> U256 {
        let now = self.now;
        let due: Vec<(Pair, Claim)> = self.due_claims(viewer).map(|pair| (pair, self.claims[&pair])).collect();
        let purse = self.purses.get_mut(&viewer).expect("a purse");
        let mut budgets = BTreeMap::new();
        let mut asked = due.iter().fold(U256::zero(), |sum, (_, claim)| sum + claim.due_storage);
        for number in due.iter().map(|((_, key, _), _)| *key).collect::<BTreeSet<_>>() {
            let of_key = due.iter().filter(|((_, key, _), _)| *key == number);
            let (amounts, extras) = of_key.fold((U256::zero(), U256::zero()), |(amounts, extras), (_, claim)| {
                (amounts + claim.due_amount, extras + claim.due_extras)
            });
            let key = purse.key_mut(number);
            let (amounts, extras) = (amounts.min(key.credit_now(now)), extras.min(key.allowance_left()));
            key.change_credit(now, amounts, U256::zero());
            key.extras += extras;
            asked += amounts + extras;
            budgets.insert(number, (amounts, extras));
        }
        let reserved = asked.min(purse.deposit);
        purse.deposit -= reserved;
        purse.reserved = reserved;
        purse.window.as_mut().expect("a window").frozen = Some(Frozen { budgets, reserved, asked });
        reserved
    }

    fn pay_claim(&mut self, by: H160, pair: Pair) -> Fate {
        let (now, (viewer, number, creator)) = (self.now, pair);
        let claim = self.claims[&pair];
        let left = self.due_claims(viewer).filter(|(_, key, _)| *key == number).map(|pair| self.claims[&pair]);
        let (amounts, extras) = left.fold((U256::zero(), U256::zero()), |(amounts, extras), claim| {
            (amounts + claim.due_amount, extras + claim.due_extras)
        });
        let (tab, fresh) = (self.tab(pair), !self.tabs.contains_key(&pair));
        let purse = self.purses.get_mut(&viewer).expect("a purse");
        let frozen = purse.window.as_mut().and_then(|window| window.frozen.as_mut()).expect("it was frozen");
        let budget = frozen.budgets.get_mut(&number).expect("a budget of the key");
        let amount = apportion(budget.0, claim.due_amount, amounts);
        let extra = apportion(budget.1, claim.due_extras, extras);
        *budget = (budget.0 - amount, budget.1 - extra);
        let ask = amount + extra + claim.due_storage;
        let share = apportion(frozen.reserved, ask, frozen.asked);
        frozen.reserved -= share;
        frozen.asked -= ask;
        purse.reserved -= share;

        let storage = if fresh { self.tab_cost } else { U256::zero() };
        let rest = share.saturating_sub(storage);
        let paid_amount = rest.min(amount).min(claim.amount.saturating_sub(tab.amount).into());
        let paid_extras = (rest - paid_amount).min(extra).min(claim.extras.saturating_sub(tab.extras).into());
        let paid = paid_amount + paid_extras;
        let storage = if paid.is_zero() { U256::zero() } else { storage };
        purse.deposit += share - storage - paid;
        let key = purse.key_mut(number);
        key.change_credit(now, U256::zero(), amount - paid_amount);
        key.extras -= extra - paid_extras;
        let nonce = purse.nonce;
        let kept = self.claims.get_mut(&pair).expect("a claim");
        (kept.due_amount, kept.due_extras, kept.due_storage) = Default::default();
        let new_amount = U256::from(claim.amount.saturating_sub(tab.amount));
        let new_extras = U256::from(claim.extras.saturating_sub(tab.extras));
        if paid.is_zero() {
            let covered = (new_amount + new_extras).is_zero();
            let reason = if covered { SkipReason::Stale } else { SkipReason::Empty };
            return Fate::Skipped(Skipped { viewer, creator, nonce, key: number, seconds: claim.seconds, reason });
        }
        let one = Asked {
            pair,
            place: 0,
            seconds: claim.seconds,
            new_amount,
            new_extras,
            amount,
            extras: extra,
            storage,
            fresh,
        };
        self.book(by, &one, paid_amount, paid_extras)
    }

    pub fn clear_claims(&mut self, by: H160, pairs: &[Pair]) -> Result<u32, Error> {
        self.check_size(pairs.len())?;
        let before = self.claims.len();
        for pair in pairs {
            if self.claims.get(pair).is_some_and(|claim| !claim.is_due() && claim.announcer == by) {
                self.claims.remove(pair);
            }
        }
        Ok((before - self.claims.len()) as u32)
    }

    pub fn remove_tabs(&mut self, by: H160, pairs: &[(u32, H160)]) -> Result<u32, Error> {
        self.check_size(pairs.len())?;
        let (now, delay) = (self.now, self.closing_delay);
        if !self.purses.contains_key(&by) {
            return Err(Error::NoPurse);
        }
        let before = self.tabs.len();
        for (number, creator) in pairs {
            let pair = (by, *number, *creator);
            let Some(tab) = self.tabs.get(&pair) else { continue };
            let purse = self.purses.get_mut(&by).expect("who has a tab had a purse");
            let of_this_opening = tab.nonce == purse.nonce;
            let settles = |key: &Key| now <= key.settles_until(delay);
            let in_use = purse.open && of_this_opening && purse.key(*number).is_some_and(settles);
            if in_use || self.claims.get(&pair).is_some_and(Claim::is_due) {
                continue;
            }
            self.tabs.remove(&pair);
            if of_this_opening {
                purse.tabs.remove(&(*number, *creator));
            }
        }
        Ok((before - self.tabs.len()) as u32)
    }

    /// A split that is due takes the place of the one before, which divides what was earned until now.
    fn change_split(&mut self, creator: H160) {
        let now = self.now;
        let due = |earnings: &Earnings| earnings.next.as_ref().is_some_and(|(_, at)| now >= *at);
        if !self.earnings.get(&creator).is_some_and(due) {
            return;
        }
        self.divide(creator);
        let earnings = self.earnings.entry(creator).or_default();
        earnings.split = earnings.next.take().map(|(next, _)| next).unwrap_or_default();
        earnings.pot += std::mem::take(&mut earnings.later);
    }

    /// Answers from when the split holds.
    pub fn set_split(&mut self, by: H160, shares: &[(H160, u16)]) -> Result<u64, Error> {
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
        self.change_split(by);
        self.divide(by);
        let later = self.now + self.closing_delay;
        let earnings = self.earnings.entry(by).or_default();
        if earnings.split.is_empty() && earnings.next.is_none() {
            earnings.split = shares.to_vec();
            return Ok(self.now);
        }
        earnings.next = Some((shares.to_vec(), later));
        Ok(later)
    }

    /// Divides the creator's pot by the split that is kept.
    fn divide(&mut self, creator: H160) {
        let earnings = self.earnings.entry(creator).or_default();
        let (parts, rest) = earnings.division(creator);
        earnings.pot = rest;
        for (account, part) in parts {
            self.earnings.entry(account).or_default().owed += part;
        }
    }

    pub fn distribute(&mut self, creator: H160) {
        self.change_split(creator);
        self.divide(creator);
    }

    pub fn withdraw(&mut self, by: H160) -> Result<U256, Error> {
        self.withdraw_to(by, U256::zero())
    }

    pub fn withdraw_for(&mut self, by: H160, account: H160) -> Result<U256, Error> {
        let charged = by == self.operator_in_office().0 && by != account;
        self.withdraw_to(account, if charged { self.withdraw_fee } else { U256::zero() })
    }

    fn withdraw_to(&mut self, account: H160, fee: U256) -> Result<U256, Error> {
        let owed = self.withdrawable(account);
        if owed.is_zero() {
            return Err(Error::NothingOwed);
        }
        if owed < fee * U256::from(FEE_MULTIPLE) {
            return Err(Error::TooLittle);
        }
        self.distribute(account);
        self.earnings.entry(account).or_default().owed = U256::zero();
        let operator = self.operator_in_office().0;
        self.earnings.entry(operator).or_default().owed += fee;
        self.pay(account, owed - fee);
        Ok(owed - fee)
    }

    /// What would be owed to the account once its own pot is divided.
    fn withdrawable(&self, account: H160) -> U256 {
        let mut own = self.earnings.get(&account).cloned().unwrap_or_default();
        let mut owed = own.owed;
        loop {
            let (parts, rest) = own.division(account);
            owed += parts.iter().filter(|(who, _)| *who == account).fold(U256::zero(), |sum, (_, part)| sum + *part);
            own.pot = rest;
            match own.next.take() {
                Some((next, at)) if self.now >= at => {
                    own.split = next;
                    own.pot += std::mem::take(&mut own.later);
                }
                _ => return owed,
            }
        }
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

    pub fn withdraw_surplus(&mut self, by: H160) -> Result<U256, Error> {
        self.only_owner(by)?;
        if self.surplus.is_zero() {
            return Err(Error::NothingOwed);
        }
        let surplus = std::mem::take(&mut self.surplus);
        self.pay(by, surplus);
        Ok(surplus)
    }

    fn only_owner(&self, by: H160) -> Result<(), Error> {
        if by == self.owner { Ok(()) } else { Err(Error::NotOwner) }
    }

    pub fn set_fee(&mut self, by: H160, fee: u16) -> Result<(), Error> {
        self.only_owner(by)?;
        if fee > FEE_CAP {
            return Err(Error::FeeTooHigh);
        }
        self.fee = self.fee_in_force();
        self.next_fee = Some((fee, self.now + self.closing_delay));
        Ok(())
    }

    pub fn set_operator(&mut self, by: H160, operator: H160, key: PublicKey) -> Result<(), Error> {
        self.only_owner(by)?;
        check_key(&key)?;
        self.operator = self.operator_in_office();
        self.next_operator = Some((operator, key, self.now + self.closing_delay));
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

/// What the vouchers of one pair ask for together.
struct Asked {
    pair: Pair,
    /// Which voucher speaks for them.
    place: usize,
    seconds: u64,
    new_amount: U256,
    new_extras: U256,
    amount: U256,
    extras: U256,
    storage: U256,
    fresh: bool,
}

fn check_key(key: &PublicKey) -> Result<(), Error> {
    let on_the_curve = p256::EncodedPoint::from_untagged_bytes(key.into());
    let known = p256::PublicKey::from_sec1_bytes(on_the_curve.as_bytes());
    if known.is_ok() { Ok(()) } else { Err(Error::BadKey) }
}

fn skip(voucher: &Signed, reason: SkipReason) -> Fate {
    let Signed { viewer, nonce, key, creator, seconds, .. } = *voucher;
    Fate::Skipped(Skipped { viewer, creator, nonce, key, seconds, reason })
}
