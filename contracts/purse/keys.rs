//! Session keys: what each may sign, and the credit from which it sells.
//!
//! What always holds:
//! - A key is an account of its own: its limits, credit and extras are touched by nothing that another key signs.
//! - Over any time a key sells at most its lanes times its rate times the seconds in which it was the purse's present
//!   key and not expired, and never more than a day's worth at once.
//! - A key settles until its signing time is over and one closing delay more; both ends are fixed when it is made or
//!   replaced, and never move.

use crate::crypto::PublicKey;
use crate::errors::{Error, Result};
use crate::sharing::Budget;

pub const MAX_LANES: u16 = 16;
/// How many replaced keys may still settle.
pub const MAX_RETIRED_KEYS: u32 = 4;
/// As many seconds as a key's credit holds at most, so that neither a copied key nor a hostile page sells idle weeks.
pub const ACCRUAL_CAP: u64 = 24 * 60 * 60;

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
    /// In total, by this key.
    pub extras_allowance: u128,
    pub expires_at: u64,
}

/// A key as it is read from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct KeyInfo {
    /// Its number in this opening of the purse.
    pub key: u32,
    pub session_key: PublicKey,
    pub limits: Limits,
    /// When it became the present key.
    pub since: u64,
    pub retired_at: Option<u64>,
    pub settles_until: u64,
    /// What it may sell as of now.
    pub credit: u128,
    /// Counted so far.
    pub extras: u128,
}

/// A key in storage: the present one within its purse, a retired one in a cell of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Key {
    pub number: u32,
    pub session_key: PublicKey,
    pub limits: Limits,
    since: u64,
    retired_at: Option<u64>,
    /// As of `credit_at`.
    pub credit: u128,
    credit_at: u64,
    pub extras: u128,
    /// For the claims of the open window: what is due of amounts, and of extras. Once the window has ended, what was
    /// put aside for them besides.
    pub claimed_amounts: Budget,
    pub claimed_extras: Budget,
}

impl Limits {
    pub fn check(&self, now: u64) -> Result<()> {
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

    /// What may be sold in so many seconds.
    fn worth_of(&self, seconds: u64) -> u128 {
        // lanes times seconds always fits into 128 bits, so that one product is checked and not two
        let lane_seconds = u128::from(self.lanes).saturating_mul(u128::from(seconds));
        self.max_rate.saturating_mul(lane_seconds)
    }
}

impl Key {
    pub fn new(number: u32, session_key: PublicKey, limits: Limits, now: u64) -> Self {
        Self {
            number,
            session_key,
            limits,
            since: now,
            retired_at: None,
            credit: 0,
            credit_at: now,
            extras: 0,
            claimed_amounts: Budget::default(),
            claimed_extras: Budget::default(),
        }
    }

    /// What stays of the present key of a closed purse.
    pub fn forgotten() -> Self {
        Self::new(0, [0; 64], Limits::default(), 0)
    }

    /// From now on it signs nothing new.
    pub fn retire(&mut self, now: u64) {
        self.retired_at = Some(now);
    }

    /// The last second in which it may sign.
    fn signs_until(&self) -> u64 {
        self.retired_at.map_or(self.limits.expires_at, |at| at.min(self.limits.expires_at))
    }

    /// The last second in which what it signed is settled.
    pub fn settles_until(&self, closing_delay: u64) -> u64 {
        self.signs_until().saturating_add(closing_delay)
    }

    pub fn settles(&self, now: u64, closing_delay: u64) -> bool {
        now <= self.settles_until(closing_delay)
    }

    /// Adds to the credit what time has added to it: whoever reads the credit does this first.
    pub fn accrue(&mut self, now: u64) {
        let grown = self.limits.worth_of(now.min(self.signs_until()).saturating_sub(self.credit_at));
        self.credit = self.credit.saturating_add(grown).min(self.limits.worth_of(ACCRUAL_CAP));
        self.credit_at = now;
    }

    /// What is left of the allowance.
    pub fn extras_left(&self) -> u128 {
        self.limits.extras_allowance.saturating_sub(self.extras)
    }

    /// Takes what was sold from the credit and from the allowance.
    pub fn sell(&mut self, amount: u128, extras: u128) {
        self.credit = self.credit.saturating_sub(amount);
        self.extras = self.extras.saturating_add(extras);
    }

    /// What was taken and not paid comes back.
    pub fn take_back(&mut self, amount: u128, extras: u128) {
        self.credit = self.credit.saturating_add(amount).min(self.limits.worth_of(ACCRUAL_CAP));
        self.extras = self.extras.saturating_sub(extras);
    }

    /// Whether claims of it wait to be paid.
    pub fn has_claims(&self) -> bool {
        self.claimed_amounts.parts > 0 || self.claimed_extras.parts > 0
    }

    pub fn info(mut self, now: u64, closing_delay: u64) -> KeyInfo {
        self.accrue(now);
        KeyInfo {
            key: self.number,
            session_key: self.session_key,
            limits: self.limits,
            since: self.since,
            retired_at: self.retired_at,
            settles_until: self.settles_until(closing_delay),
            credit: self.credit,
            extras: self.extras,
        }
    }
}
