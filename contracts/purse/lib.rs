//! The purse: a viewer deposits once, and what the viewer's session key signs second by second turns into earnings of
//! creators. The messages are here, each a few lines over the modules that hold the rules:
//!
//! - [`money`]: storage, and every rule about money;
//! - [`voucher`]: how vouchers and releases are written;
//! - [`admin`]: owner, operator and fee;
//! - [`crypto`]: what the chain computes.
//!
//! What always holds, whatever server, browser or key has gone bad, is stated in these modules. Two more things hold
//! over all of them: a message that answers an error changes nothing (the chain reverts it), and no money leaves
//! before the books say so, as a payee may be a contract that reverts or calls back.

#![cfg_attr(not(feature = "std"), no_std, no_main)]

pub mod admin;
pub mod crypto;
pub mod errors;
pub mod events;
pub mod money;
pub mod voucher;

#[cfg(test)]
mod unit_tests;

pub use crate::purse::{Purse, Terms};
pub use errors::{Error, Result, SkipReason};
pub use events::*;
pub use money::{Earnings, Limits, PurseInfo, RetiredKey, Share, Tab, Totals};
pub use voucher::{Place, Voucher};

#[ink::contract]
pub mod purse {
    use crate::admin::{Administration, FEE_CAP};
    use crate::crypto::{self, PublicKey, Signature};
    use crate::errors::{Error, Result};
    use crate::events::*;
    use crate::money::{self, Earnings, Limits, Money, Outcome, PurseInfo, Share, Tab, Totals};
    use crate::voucher::{self, Place, Voucher};
    use ink::codegen::{Env, StaticEnv};
    use ink::prelude::vec::Vec;
    use ink::scale::Encode;
    use ink::storage::Mapping;
    use ink::{H160, U256};

    /// The interface's version.
    const VERSION: u32 = 1;

    /// What the contract is set to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[ink::scale_derive(Encode, Decode, TypeInfo)]
    pub struct Terms {
        pub version: u32,
        pub chain_id: U256,
        pub owner: H160,
        pub pending_owner: Option<H160>,
        pub operator: H160,
        pub operator_key: PublicKey,
        /// In basis points, as is the cap.
        pub fee: u16,
        pub fee_cap: u16,
        pub closing_delay: u64,
        pub announce_delay: u64,
        pub max_batch: u32,
        pub max_page: u32,
        pub max_shares: u32,
        pub max_lanes: u16,
        pub max_retired_keys: u32,
    }

    /// When an announced batch may be settled: from `ready_at`, before `until`.
    #[derive(Debug, Clone, Copy)]
    #[ink::scale_derive(Encode, Decode, TypeInfo)]
    #[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
    struct Announcement {
        ready_at: u64,
        until: u64,
    }

    #[ink(storage)]
    pub struct Purse {
        admin: Administration,
        money: Money,
        /// By the hash of the batch.
        announced: Mapping<[u8; 32], Announcement>,
    }

    impl Purse {
        /// The caller becomes the owner. The delay is in seconds and can never be changed.
        #[ink(constructor)]
        pub fn new(operator: H160, operator_key: PublicKey, fee: u16, closing_delay: u64) -> Result<Self> {
            let owner = Self::env().caller();
            let admin = Administration::new(owner, operator, operator_key, fee, closing_delay)?;
            Ok(Self { admin, money: Money::default(), announced: Mapping::new() })
        }
    }

    /// Viewers.
    impl Purse {
        /// Opens the caller's purse with the money that is sent; answers which opening it is.
        #[ink(message, payable)]
        pub fn open(&mut self, session_key: PublicKey, limits: Limits) -> Result<u32> {
            let viewer = self.env().caller();
            let deposit = self.sent()?;
            let nonce = self.money.open(viewer, session_key, limits, deposit, self.now())?;
            self.env().emit_event(Opened { viewer, nonce, session_key, limits, deposit });
            Ok(nonce)
        }

        #[ink(message, payable)]
        pub fn top_up(&mut self) -> Result<()> {
            let viewer = self.env().caller();
            let added = self.sent()?;
            let (nonce, deposit) = self.money.top_up(viewer, added)?;
            self.env().emit_event(ToppedUp { viewer, nonce, added, deposit });
            Ok(())
        }

        /// Replaces the session key and its limits. The old key settles what it signed for the closing delay.
        #[ink(message)]
        pub fn rekey(&mut self, session_key: PublicKey, limits: Limits) -> Result<()> {
            let viewer = self.env().caller();
            let (now, delay) = (self.now(), self.admin.closing_delay);
            let (nonce, old_key_until) = self.money.rekey(viewer, session_key, limits, now, delay)?;
            self.env().emit_event(Rekeyed { viewer, nonce, session_key, limits, old_key_until });
            Ok(())
        }

        /// Starts the delay in which creators can still settle what they hold.
        #[ink(message)]
        pub fn request_close(&mut self) -> Result<()> {
            let viewer = self.env().caller();
            let (nonce, closes_at) = self.money.request_close(viewer, self.now(), self.admin.closing_delay)?;
            self.env().emit_event(ClosingRequested { viewer, nonce, closes_at });
            Ok(())
        }

        #[ink(message)]
        pub fn cancel_close(&mut self) -> Result<()> {
            let viewer = self.env().caller();
            let nonce = self.money.cancel_close(viewer)?;
            self.env().emit_event(ClosingCancelled { viewer, nonce });
            Ok(())
        }

        /// Pays the rest back: after the delay, or at once when no key is good any more.
        #[ink(message)]
        pub fn close(&mut self) -> Result<u128> {
            let viewer = self.env().caller();
            let purse = self.money.open_purse(viewer)?;
            purse.may_close(self.now())?;
            self.pay_back(viewer, purse, false)
        }

        /// Pays the rest back at once, with the operator's word that nothing is outstanding.
        #[ink(message)]
        pub fn close_now(&mut self, valid_until: u64, signature: Signature) -> Result<u128> {
            let viewer = self.env().caller();
            let purse = self.money.open_purse(viewer)?;
            if self.now() > valid_until {
                return Err(Error::ReleaseExpired);
            }
            let hash = self.place().release_hash(viewer, purse.nonce(), valid_until)?;
            if !crypto::is_signed(&self.admin.operator_key, &hash, &signature)? {
                return Err(Error::BadRelease);
            }
            self.pay_back(viewer, purse, true)
        }
    }

    /// Settling.
    impl Purse {
        /// Says in public which vouchers are to be settled without the operator. They are given whole, not as a hash,
        /// so that everybody sees whose purse is meant.
        #[ink(message)]
        pub fn announce(&mut self, vouchers: Vec<Voucher>) -> Result<()> {
            check_size(&vouchers)?;
            self.check_signed(&vouchers)?;
            let hash = batch_hash(&vouchers)?;
            let announcement = self.announcement_of(&hash);
            self.announced.insert(hash, &announcement);
            vouchers.iter().for_each(|voucher| self.tell_announced(voucher, announcement));
            Ok(())
        }

        /// Settles a batch: the operator at any time, anyone else when it was announced. A bad voucher is skipped with
        /// an event that says why. Answers what was paid in total.
        #[ink(message)]
        pub fn settle(&mut self, mut vouchers: Vec<Voucher>) -> Result<u128> {
            check_size(&vouchers)?;
            if self.env().caller() != self.admin.operator {
                self.use_announcement(&vouchers)?;
            }
            voucher::put_in_order(&mut vouchers);
            let mut total = 0u128;
            for of_one_viewer in vouchers.chunk_by(|a, b| a.viewer == b.viewer) {
                total = total.checked_add(self.settle_purse(of_one_viewer)?).ok_or(Error::Arithmetic)?;
            }
            Ok(total)
        }

        fn settle_purse(&mut self, vouchers: &[Voucher]) -> Result<u128> {
            let (place, now, fee) = (self.place(), self.now(), self.admin.fee);
            self.money.settle(vouchers, &place, now, fee, tell_outcome)
        }

        fn check_signed(&self, vouchers: &[Voucher]) -> Result<()> {
            let (place, now) = (self.place(), self.now());
            for of_one_viewer in vouchers.chunk_by(|a, b| a.viewer == b.viewer) {
                let purse = of_one_viewer.first().and_then(|voucher| self.money.open_purse(voucher.viewer).ok());
                let purse = purse.ok_or(Error::AnnouncedVoucherInvalid)?;
                for voucher in of_one_viewer {
                    if !purse.has_signed(voucher, &place, now)? {
                        return Err(Error::AnnouncedVoucherInvalid);
                    }
                }
            }
            Ok(())
        }

        /// Announcing again what is still announced makes it last longer and not start later: otherwise anyone could
        /// keep a creator from ever settling by announcing the same batch over and over.
        fn announcement_of(&self, hash: &[u8; 32]) -> Announcement {
            let now = self.now();
            let before = self.announced.get(hash).filter(|before| now < before.until);
            let ready_at = before.map_or(now.saturating_add(self.admin.announce_delay), |before| before.ready_at);
            Announcement { ready_at, until: now.saturating_add(self.admin.closing_delay) }
        }

        fn use_announcement(&mut self, vouchers: &Vec<Voucher>) -> Result<()> {
            let (hash, now) = (batch_hash(vouchers)?, self.now());
            let announcement = self.announced.get(hash).filter(|it| now < it.until).ok_or(Error::NotAnnounced)?;
            if now < announcement.ready_at {
                return Err(Error::TooEarly);
            }
            self.announced.remove(hash);
            Ok(())
        }

        fn tell_announced(&self, voucher: &Voucher, announcement: Announcement) {
            self.env().emit_event(Announced {
                viewer: voucher.viewer,
                creator: voucher.creator,
                nonce: voucher.purse_nonce,
                seconds: voucher.seconds,
                amount: voucher.amount,
                extras: voucher.extras,
                ready_at: announcement.ready_at,
                until: announcement.until,
            });
        }
    }

    /// Creators.
    impl Purse {
        /// Divides the caller's earnings from now on. An empty list ends it.
        #[ink(message)]
        pub fn set_split(&mut self, shares: Vec<Share>) -> Result<()> {
            let creator = self.env().caller();
            let distributed = self.money.set_split(creator, &shares)?;
            self.tell_distributed(creator, distributed);
            self.env().emit_event(SplitChanged { creator, shares });
            Ok(())
        }

        /// Divides a creator's pot among the shares. Anyone may, so that a co-host need not wait for the creator.
        #[ink(message)]
        pub fn distribute(&mut self, creator: H160) -> Result<()> {
            let distributed = self.money.distribute(creator)?;
            self.tell_distributed(creator, distributed);
            Ok(())
        }

        /// Pays the caller all that is owed.
        #[ink(message)]
        pub fn withdraw(&mut self) -> Result<u128> {
            let account = self.env().caller();
            let (distributed, amount) = self.money.withdraw(account)?;
            self.tell_distributed(account, distributed);
            self.env().emit_event(Withdrawn { account, amount });
            self.pay(account, amount)?;
            Ok(amount)
        }

        fn tell_distributed(&self, creator: H160, amount: u128) {
            if amount > 0 {
                self.env().emit_event(Distributed { creator, amount });
            }
        }
    }

    /// The owner.
    impl Purse {
        #[ink(message)]
        pub fn withdraw_fees(&mut self) -> Result<u128> {
            let owner = self.env().caller();
            self.admin.only_owner(owner)?;
            let amount = self.money.withdraw_fees()?;
            self.env().emit_event(FeesWithdrawn { owner, amount });
            self.pay(owner, amount)?;
            Ok(amount)
        }

        /// In basis points. Applies to what is settled from now on.
        #[ink(message)]
        pub fn set_fee(&mut self, fee: u16) -> Result<()> {
            self.admin.set_fee(self.env().caller(), fee)?;
            self.env().emit_event(FeeChanged { fee });
            Ok(())
        }

        #[ink(message)]
        pub fn set_operator(&mut self, operator: H160, operator_key: PublicKey) -> Result<()> {
            self.admin.set_operator(self.env().caller(), operator, operator_key)?;
            self.env().emit_event(OperatorChanged { operator, operator_key });
            Ok(())
        }

        /// Offers the ownership; it changes hands when it is accepted.
        #[ink(message)]
        pub fn transfer_ownership(&mut self, to: H160) -> Result<()> {
            self.admin.offer_ownership(self.env().caller(), to)?;
            self.env().emit_event(OwnershipOffered { to });
            Ok(())
        }

        #[ink(message)]
        pub fn accept_ownership(&mut self) -> Result<()> {
            let owner = self.env().caller();
            self.admin.accept_ownership(owner)?;
            self.env().emit_event(OwnershipAccepted { owner });
            Ok(())
        }
    }

    /// Reads.
    impl Purse {
        #[ink(message)]
        pub fn purse(&self, viewer: H160) -> Option<PurseInfo> {
            self.money.purse_info(viewer)
        }

        #[ink(message)]
        pub fn tab(&self, viewer: H160, creator: H160) -> Option<Tab> {
            self.money.tab(viewer, creator)
        }

        /// The tabs of the present opening, in the order in which they began.
        #[ink(message)]
        pub fn tabs(&self, viewer: H160, from: u32, count: u32) -> Vec<(H160, Tab)> {
            self.money.tabs(viewer, from, count)
        }

        #[ink(message)]
        pub fn earnings(&self, account: H160) -> Earnings {
            self.money.earnings(account)
        }

        #[ink(message)]
        pub fn terms(&self) -> Terms {
            Terms {
                version: VERSION,
                chain_id: crypto::chain_id(),
                owner: self.admin.owner,
                pending_owner: self.admin.pending_owner,
                operator: self.admin.operator,
                operator_key: self.admin.operator_key,
                fee: self.admin.fee,
                fee_cap: FEE_CAP,
                closing_delay: self.admin.closing_delay,
                announce_delay: self.admin.announce_delay,
                max_batch: voucher::MAX_BATCH,
                max_page: money::MAX_PAGE,
                max_shares: money::MAX_SHARES,
                max_lanes: money::MAX_LANES,
                max_retired_keys: money::MAX_RETIRED_KEYS,
            }
        }

        #[ink(message)]
        pub fn totals(&self) -> Totals {
            let balance = u128::try_from(self.env().balance()).unwrap_or(u128::MAX);
            self.money.totals(balance)
        }
    }

    /// What the messages share.
    impl Purse {
        fn now(&self) -> u64 {
            self.env().block_timestamp()
        }

        fn place(&self) -> Place {
            Place { chain_id: crypto::chain_id(), contract: self.env().address() }
        }

        fn sent(&self) -> Result<u128> {
            match u128::try_from(self.env().transferred_value()) {
                Ok(0) => Err(Error::NothingSent),
                Ok(amount) => Ok(amount),
                Err(_) => Err(Error::TooMuch),
            }
        }

        fn pay_back(&mut self, viewer: H160, purse: money::LoadedPurse, early: bool) -> Result<u128> {
            let (nonce, paid_back) = self.money.close(purse)?;
            self.env().emit_event(Closed { viewer, nonce, paid_back, early });
            self.pay(viewer, paid_back)?;
            Ok(paid_back)
        }

        /// Comes last in every message that pays. When the payee fails, all is reverted and it keeps its claim. It
        /// cannot call back into this contract: a transfer of ink! allows no re-entry, and the chain then refuses it.
        /// That matters, as the books are written back only when the message ends.
        fn pay(&self, to: H160, amount: u128) -> Result<()> {
            if amount == 0 {
                return Ok(());
            }
            self.env().transfer(to, U256::from(amount)).map_err(|_| Error::TransferFailed)
        }
    }

    fn tell_outcome(voucher: &Voucher, outcome: Outcome) {
        let (viewer, creator, nonce) = (voucher.viewer, voucher.creator, voucher.purse_nonce);
        let &Voucher { seconds, amount, extras, .. } = voucher;
        let env = <Purse as StaticEnv>::env();
        match outcome {
            Outcome::Settled { paid, fee, short } => {
                env.emit_event(Settled { viewer, creator, nonce, seconds, amount, extras, paid, fee, short });
            }
            Outcome::Skipped(reason) => env.emit_event(Skipped { viewer, creator, nonce, seconds, reason }),
        }
    }

    fn check_size(vouchers: &[Voucher]) -> Result<()> {
        match u32::try_from(vouchers.len()) {
            Ok(0) => Err(Error::EmptyBatch),
            Ok(1..=voucher::MAX_BATCH) => Ok(()),
            _ => Err(Error::BatchTooLarge),
        }
    }

    fn batch_hash(vouchers: &Vec<Voucher>) -> Result<[u8; 32]> {
        crypto::sha256(&vouchers.encode())
    }
}
