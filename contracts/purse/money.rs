//! Storage, and what is read from outside. The rules over it are in modules of their own:
//!
//! - [`crate::keys`]: what a session key may sign, and its credit;
//! - [`crate::purses`]: deposits, from opening to closing;
//! - [`crate::judging`]: whether a voucher is good;
//! - [`crate::settling`], [`crate::tabs`]: vouchers into payments;
//! - [`crate::windows`]: collecting without the operator;
//! - [`crate::earnings`]: what accounts are owed;
//! - [`crate::sharing`], [`crate::books`]: sharing what is short, and the books over all.

use crate::books::{Books, Totals};
use crate::earnings::{Account, Splits};
use crate::keys::{Key, KeyInfo};
use crate::purses::{LoadedPurse, PurseRecord};
use crate::tabs::TabRecord;
use crate::windows::ClaimRecord;
use ink::H160;
use ink::prelude::vec::Vec;
use ink::storage::Mapping;

/// As many tabs or claims as one read gives.
pub const MAX_PAGE: u32 = 50;

/// A creator as one key of a purse knows them: each such pair has a tab.
pub type Pair = (u32, H160);

/// A purse as it is read from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub struct PurseInfo {
    pub nonce: u32,
    pub open: bool,
    pub present: KeyInfo,
    /// Those that settle, and dead ones that the next `rekey` drops.
    pub retired: Vec<KeyInfo>,
    /// What is free to pay.
    pub deposit: u128,
    /// Put aside for the claims of a window that has ended.
    pub reserved: u128,
    /// To creators, in this opening, the platform's part included.
    pub paid: u128,
    /// Taken for the cells of new tabs, in this opening.
    pub storage: u128,
    /// Over all tabs of this opening.
    pub seconds: u64,
    pub extras: u128,
    /// In basis points, fixed when it was opened.
    pub fee: u16,
    pub opened_at: u64,
    /// When `close` becomes possible.
    pub closing_at: Option<u64>,
    pub window_ends_at: Option<u64>,
    /// How many claims of the window are unpaid.
    pub claims: u32,
    /// How many tabs it has in this opening.
    pub tabs: u32,
}

/// What was settled of one key and creator in one opening of the purse: all of it was paid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Tab {
    pub nonce: u32,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    /// What the fee did not divide, in ten-thousandths of a unit.
    pub fee_carry: u16,
}

/// What was announced of one key and creator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Claim {
    /// Who paid for its cell, and may clear it.
    pub announcer: H160,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
    /// What of them is to be paid, if the budgets reach.
    pub due_amount: u128,
    pub due_extras: u128,
    /// For the cell of its tab, when that is new.
    pub due_storage: u128,
}

/// All money in the contract.
#[ink::storage_item]
#[derive(Debug, Default)]
pub struct Money {
    pub(crate) books: Books,
    pub(crate) purses: Mapping<H160, PurseRecord>,
    /// By viewer and number.
    pub(crate) retired: Mapping<(H160, u32), Key>,
    pub(crate) tabs: Mapping<(H160, u32, H160), TabRecord>,
    /// The tabs of a purse's opening, so that they can be listed; the next opening uses the cells again.
    pub(crate) tab_list: Mapping<(H160, u32), Pair>,
    pub(crate) claims: Mapping<(H160, u32, H160), ClaimRecord>,
    /// The unpaid claims of a purse's window.
    pub(crate) claim_list: Mapping<(H160, u32), Pair>,
    pub(crate) accounts: Mapping<H160, Account>,
    pub(crate) splits: Mapping<H160, Splits>,
}

/// Reads.
impl Money {
    pub fn purse_info(&self, viewer: H160, now: u64, closing_delay: u64) -> Option<PurseInfo> {
        let LoadedPurse { record, retired, .. } = self.whole_purse(viewer)?;
        Some(PurseInfo {
            nonce: record.nonce,
            open: record.open,
            present: record.key.info(now, closing_delay),
            retired: retired.into_iter().map(|key| key.info(now, closing_delay)).collect(),
            deposit: record.deposit,
            reserved: record.window.reserved.left,
            paid: record.paid,
            storage: record.storage,
            seconds: record.seconds,
            extras: record.extras,
            fee: record.fee,
            opened_at: record.opened_at,
            closing_at: record.closing_at,
            window_ends_at: record.window.ends_at,
            claims: record.window.claims,
            tabs: record.tabs,
        })
    }

    /// The tab of the present opening.
    pub fn tab(&self, viewer: H160, key: u32, creator: H160) -> Option<Tab> {
        let nonce = self.purses.get(viewer)?.nonce;
        self.tabs.get((viewer, key, creator)).map(|tab| tab.tab).filter(|tab| tab.nonce == nonce)
    }

    /// The tabs of the present opening.
    pub fn list_tabs(&self, viewer: H160, from: u32, count: u32) -> Vec<(u32, H160, Tab)> {
        let all = self.purses.get(viewer).map_or(0, |purse| purse.tabs);
        page(from, count, all)
            .filter_map(|place| {
                let (key, creator) = self.tab_list.get((viewer, place))?;
                Some((key, creator, self.tabs.get((viewer, key, creator))?.tab))
            })
            .collect()
    }

    /// The unpaid claims of the window.
    pub fn list_claims(&self, viewer: H160, from: u32, count: u32) -> Vec<(u32, H160, Claim)> {
        let all = self.purses.get(viewer).map_or(0, |purse| purse.window.claims);
        page(from, count, all)
            .filter_map(|place| {
                let (key, creator) = self.claim_list.get((viewer, place))?;
                Some((key, creator, self.claims.get((viewer, key, creator))?.claim))
            })
            .collect()
    }

    pub fn totals(&self, balance: u128) -> Totals {
        self.books.totals(balance)
    }
}

fn page(from: u32, count: u32, all: u32) -> core::ops::Range<u32> {
    from..from.saturating_add(count.min(MAX_PAGE)).min(all)
}
