//! The books over all money in the contract.
//!
//! What always holds: `deposits` is the sum of all deposits and of what is put aside for claims, `earnings` the sum of
//! all that is owed and of all pots; with `fees` they are never more than the contract's balance.

use crate::errors::{Error, Result};

/// The books. Without the balance they are what storage keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct Totals {
    /// What is put aside for claims included.
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
pub struct Books {
    deposits: u128,
    earnings: u128,
    fees: u128,
    open_purses: u32,
}

impl Books {
    /// All that is held together stays countable, so that no later payment can overflow and make a whole batch fail.
    pub fn take_in(&mut self, deposit: u128) -> Result<()> {
        self.held().and_then(|held| held.checked_add(deposit)).ok_or(Error::TooMuch)?;
        self.deposits = self.deposits.checked_add(deposit).ok_or(Error::TooMuch)?;
        Ok(())
    }

    pub fn give_back(&mut self, deposit: u128) -> Result<()> {
        self.deposits = self.deposits.checked_sub(deposit).ok_or(Error::Arithmetic)?;
        Ok(())
    }

    /// From deposits to earnings and fees.
    pub fn pay(&mut self, net: u128, fee: u128) -> Result<()> {
        self.give_back(net.checked_add(fee).ok_or(Error::Arithmetic)?)?;
        self.earnings = self.earnings.checked_add(net).ok_or(Error::Arithmetic)?;
        self.fees = self.fees.checked_add(fee).ok_or(Error::Arithmetic)?;
        Ok(())
    }

    pub fn pay_out(&mut self, earned: u128) -> Result<()> {
        self.earnings = self.earnings.checked_sub(earned).ok_or(Error::Arithmetic)?;
        Ok(())
    }

    /// What was paid out of earnings becomes earnings again.
    pub fn owe(&mut self, amount: u128) -> Result<()> {
        self.earnings = self.earnings.checked_add(amount).ok_or(Error::Arithmetic)?;
        Ok(())
    }

    pub fn take_fees(&mut self) -> Result<u128> {
        match core::mem::take(&mut self.fees) {
            0 => Err(Error::NothingOwed),
            fees => Ok(fees),
        }
    }

    /// What the contract has beyond the books.
    pub fn surplus(&self, balance: u128) -> Result<u128> {
        let surplus = balance.saturating_sub(self.held().ok_or(Error::Arithmetic)?);
        if surplus == 0 { Err(Error::NothingOwed) } else { Ok(surplus) }
    }

    pub fn opened(&mut self) {
        self.open_purses = self.open_purses.saturating_add(1);
    }

    pub fn closed(&mut self) {
        self.open_purses = self.open_purses.saturating_sub(1);
    }

    pub fn totals(&self, balance: u128) -> Totals {
        let Books { deposits, earnings, fees, open_purses } = *self;
        Totals { deposits, earnings, fees, balance, open_purses }
    }

    fn held(&self) -> Option<u128> {
        self.deposits.checked_add(self.earnings)?.checked_add(self.fees)
    }
}
