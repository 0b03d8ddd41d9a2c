//! The purse: a viewer deposits once, and what the viewer's session key signs second by second turns into earnings of
//! creators. The messages are here, each a few lines over the modules that hold the rules:
//!
//! - [`money`]: storage, and which rule is in which module;
//! - [`voucher`]: how vouchers and releases are written;
//! - [`admin`]: owner, operator and fee;
//! - [`crypto`]: what the chain computes.
//!
//! What always holds, whatever server, browser or key has gone bad, is stated in these modules. Two more things hold
//! over all of them: a message that answers an error changes nothing (the chain reverts it), and no money leaves
//! before the books say so, as a payee may be a contract that reverts or calls back.

#![cfg_attr(not(feature = "std"), no_std, no_main)]

pub mod admin;
pub mod books;
pub mod crypto;
pub mod earnings;
pub mod errors;
pub mod events;
pub mod judging;
pub mod keys;
pub mod money;
pub mod purses;
pub mod settling;
pub mod sharing;
pub mod tabs;
pub mod voucher;
pub mod windows;

#[cfg(test)]
mod unit_tests;

// The stack of a call. The 8 KiB that the linker gives otherwise do not hold a purse with its keys.
#[cfg(target_arch = "riscv64")]
core::arch::global_asm!(
    ".pushsection .polkavm_min_stack_size,\"R\",@note",
    ".4byte {size}",
    ".popsection",
    size = const 64 * 1024,
);

pub use crate::purse::{Purse, Terms};
pub use books::Totals;
pub use earnings::{Earnings, Share};
pub use errors::{Error, Result, SkipReason};
pub use events::*;
pub use keys::{KeyInfo, Limits};
pub use money::{Claim, PurseInfo, Tab};
pub use settling::Settlement;
pub use voucher::{Place, Voucher};

#[ink::contract]
pub mod purse {
    use crate::admin::{Administration, FEE_CAP, Fixed, Operator};
    use crate::books::Totals;
    use crate::crypto::{self, PublicKey, Signature};
    use crate::earnings::{self, Earnings, Share, Withdrawal};
    use crate::errors::{Error, Result, SkipReason};
    use crate::events::*;
    use crate::judging::Call;
    use crate::keys::{self, Limits};
    use crate::money::{self, Claim, Money, PurseInfo, Tab};
    use crate::settling::{Batch, Outcome, Settlement};
    use crate::tabs::Payments;
    use crate::voucher::{self, Place, Voucher};
    use crate::windows::Paying;
    use ink::codegen::{Env, StaticEnv};
    use ink::prelude::vec::Vec;
    use ink::{H160, U256};

    /// The interface's version.
    const VERSION: u32 = 2;

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
        /// The operator and key that come next, and from when.
        pub next_operator: Option<(H160, PublicKey, u64)>,
        /// Of purses that are opened now. In basis points, as is the cap.
        pub fee: u16,
        /// The fee that comes next, and from when.
        pub next_fee: Option<(u16, u64)>,
        pub fee_cap: u16,
        pub closing_delay: u64,
        /// What a new tab's cell costs the purse.
        pub tab_cost: u128,
        /// What the operator takes for withdrawing for somebody.
        pub withdraw_fee: u128,
        pub max_batch: u32,
        pub max_page: u32,
        pub max_shares: u32,
        pub max_lanes: u16,
        pub max_retired_keys: u32,
        /// As many seconds as a key's credit holds at most.
        pub accrual_cap: u64,
    }

    #[ink(storage)]
    pub struct Purse {
        admin: Administration,
        money: Money,
    }

    impl Purse {
        /// The caller becomes the owner. Delay (in seconds), tab cost and fee of withdrawing can never be changed.
        #[ink(constructor)]
        pub fn new(
            operator: H160,
            operator_key: PublicKey,
            fee: u16,
            closing_delay: u64,
            tab_cost: u128,
            withdraw_fee: u128,
        ) -> Result<Self> {
            let owner = Self::env().caller();
            let operator = Operator { account: operator, key: operator_key };
            let fixed = Fixed { closing_delay, tab_cost, withdraw_fee };
            Ok(Self { admin: Administration::new(owner, operator, fee, fixed)?, money: Money::default() })
        }
    }

    /// Viewers.
    impl Purse {
        /// Opens the caller's purse with the money that is sent; answers which opening it is.
        #[ink(message, payable)]
        pub fn open(&mut self, session_key: PublicKey, limits: Limits) -> Result<u32> {
            let viewer = self.env().caller();
            let (deposit, now) = (self.sent()?, self.now());
            let fee = self.admin.fee.now(now);
            let nonce = self.money.open(viewer, session_key, limits, deposit, fee, now)?;
            self.env().emit_event(Opened { viewer, nonce, key: 0, session_key, limits, deposit, fee });
            Ok(nonce)
        }

        /// Adds the money that is sent.
        #[ink(message, payable)]
        pub fn top_up(&mut self) -> Result<()> {
            let viewer = self.env().caller();
            let added = self.sent()?;
            let (nonce, deposit) = self.money.top_up(viewer, added)?;
            self.env().emit_event(ToppedUp { viewer, nonce, added, deposit });
            Ok(())
        }

        /// Makes a new present key; answers its number. The old key settles what it signed for the closing delay.
        #[ink(message)]
        pub fn rekey(&mut self, session_key: PublicKey, limits: Limits) -> Result<u32> {
            let viewer = self.env().caller();
            let (now, delay) = (self.now(), self.closing_delay());
            let (nonce, key, old_key_until) = self.money.rekey(viewer, session_key, limits, now, delay)?;
            self.env().emit_event(Rekeyed { viewer, nonce, key, session_key, limits, old_key_until });
            Ok(key)
        }

        /// Starts the delay in which creators can still settle what they hold.
        #[ink(message)]
        pub fn request_close(&mut self) -> Result<()> {
            let viewer = self.env().caller();
            let (nonce, closes_at) = self.money.request_close(viewer, self.now(), self.closing_delay())?;
            self.env().emit_event(ClosingRequested { viewer, nonce, closes_at });
            Ok(())
        }

        /// Ends the closing delay. A window that is open stays.
        #[ink(message)]
        pub fn cancel_close(&mut self) -> Result<()> {
            let viewer = self.env().caller();
            let nonce = self.money.cancel_close(viewer)?;
            self.env().emit_event(ClosingCancelled { viewer, nonce });
            Ok(())
        }

        /// Pays the rest back: after the delay, or when no key settles any more.
        #[ink(message)]
        pub fn close(&mut self) -> Result<u128> {
            let viewer = self.env().caller();
            let purse = self.money.open_purse(viewer)?;
            purse.may_close(self.now(), self.closing_delay())?;
            self.pay_back(viewer, false)
        }

        /// Pays the rest back at once, with the operator's word that nothing is outstanding.
        #[ink(message)]
        pub fn close_now(&mut self, valid_until: u64, signature: Signature) -> Result<u128> {
            let (viewer, now) = (self.env().caller(), self.now());
            let purse = self.money.open_purse(viewer)?;
            purse.window.must_be_closed()?;
            if now > valid_until {
                return Err(Error::ReleaseExpired);
            }
            let hash = self.place().release_hash(viewer, purse.nonce, valid_until)?;
            if !crypto::is_signed(&self.admin.operator.now(now).key, &hash, &signature)? {
                return Err(Error::BadRelease);
            }
            self.pay_back(viewer, true)
        }

        /// Removes the cells of the caller's tabs of closed openings and dead keys, each named by key and creator;
        /// answers how many. The chain returns their storage deposit.
        #[ink(message)]
        pub fn remove_tabs(&mut self, pairs: Vec<(u32, H160)>) -> Result<u32> {
            check_size(pairs.len())?;
            let viewer = self.env().caller();
            let count = self.money.remove_tabs(viewer, &pairs, self.now(), self.closing_delay())?;
            if count > 0 {
                self.env().emit_event(TabsRemoved { viewer, count });
            }
            Ok(count)
        }
    }

    /// Settling.
    impl Purse {
        /// Settles a batch: the operator only. A bad voucher is skipped, the others go on.
        #[ink(message)]
        pub fn settle(&mut self, vouchers: Vec<Voucher>) -> Result<Settlement> {
            let (caller, call) = (self.env().caller(), self.call());
            if !self.admin.is_operator(caller, call.now) {
                return Err(Error::NotOperator);
            }
            check_size(vouchers.len())?;
            let mut skipped: Vec<(u32, SkipReason)> = Vec::new();
            let mut tell = |outcome: Outcome<'_>| match outcome {
                Outcome::Settled(settled) => env().emit_event(settled),
                Outcome::Skipped((place, voucher), reason) => {
                    let at = skipped.partition_point(|(before, _)| *before < place);
                    skipped.insert(at, (place, reason));
                    tell_skipped(voucher, reason);
                }
            };
            let waiting = u64::try_from(vouchers.len()).unwrap_or(u64::MAX);
            let mut batch = Batch { call, payments: Payments::default(), waiting, affords_all: false, tell: &mut tell };
            for of_one_viewer in voucher::in_order(&vouchers).chunk_by(|(_, a), (_, b)| a.viewer == b.viewer) {
                self.money.settle(of_one_viewer, &mut batch)?;
            }
            let payments = batch.payments;
            self.money.hand_out(&payments, caller, call.now)?;
            Ok(Settlement { paid: payments.paid, skipped })
        }

        /// Claims what the vouchers say beyond their tabs, to be paid at the end of the purses' windows; answers how
        /// many were taken. Anyone may.
        #[ink(message)]
        pub fn announce(&mut self, vouchers: Vec<Voucher>) -> Result<u32> {
            check_size(vouchers.len())?;
            let (caller, call) = (self.env().caller(), self.call());
            let (mut taken, mut ended) = (0u32, false);
            for of_one_viewer in voucher::in_order(&vouchers).chunk_by(|(_, a), (_, b)| a.viewer == b.viewer) {
                self.money.announce(of_one_viewer, &call, caller, |voucher, announced| match announced {
                    Ok(announced) => {
                        taken = taken.saturating_add(1);
                        env().emit_event(announced);
                    }
                    Err(reason) => {
                        ended |= reason == SkipReason::WindowEnded;
                        tell_skipped(voucher, reason);
                    }
                })?;
            }
            match taken {
                0 if ended => Err(Error::WindowEnded),
                0 => Err(Error::NothingNew),
                taken => Ok(taken),
            }
        }

        /// Pays claims of a window that has ended, each named by key and creator; answers what was paid. Anyone may.
        #[ink(message)]
        pub fn pay_announced(&mut self, viewer: H160, pairs: Vec<(u32, H160)>) -> Result<u128> {
            check_size(pairs.len())?;
            let (caller, call) = (self.env().caller(), self.call());
            let mut payments = Payments::default();
            self.money.pay_announced(viewer, &pairs, &call, &mut payments, |paying| tell_paying(viewer, paying))?;
            self.money.hand_out(&payments, caller, call.now)?;
            Ok(payments.paid)
        }

        /// Removes the cells of paid claims that the caller announced first, each named by viewer, key and creator;
        /// answers how many. The chain returns their storage deposit.
        #[ink(message)]
        pub fn clear_claims(&mut self, pairs: Vec<(H160, u32, H160)>) -> Result<u32> {
            check_size(pairs.len())?;
            let announcer = self.env().caller();
            let count = self.money.clear_claims(announcer, &pairs);
            if count > 0 {
                self.env().emit_event(ClaimsCleared { announcer, count });
            }
            Ok(count)
        }
    }

    /// Creators.
    impl Purse {
        /// Divides the caller's earnings. The first split holds at once, a change a closing delay later; an empty list
        /// ends it.
        #[ink(message)]
        pub fn set_split(&mut self, shares: Vec<Share>) -> Result<()> {
            let (creator, now) = (self.env().caller(), self.now());
            let later = now.saturating_add(self.closing_delay());
            let (distributed, effective_at) = self.money.set_split(creator, &shares, now, later)?;
            self.tell_distributed(creator, distributed);
            self.env().emit_event(SplitChanged { creator, shares, effective_at });
            Ok(())
        }

        /// Divides a creator's pot among the shares. Anyone may, so that a co-host need not wait for the creator.
        #[ink(message)]
        pub fn distribute(&mut self, creator: H160) -> Result<()> {
            let distributed = self.money.distribute(creator, self.now())?;
            self.tell_distributed(creator, distributed);
            Ok(())
        }

        /// Pays the caller all that is owed.
        #[ink(message)]
        pub fn withdraw(&mut self) -> Result<u128> {
            let account = self.env().caller();
            let withdrawal = self.money.withdraw(account, self.now())?;
            self.pay_earnings(account, &withdrawal)
        }

        /// Pays an account all that is owed to it, less a fee when the operator sends it; answers what was paid. Anyone
        /// may, so that an account that holds nothing for the chain's fee is paid.
        #[ink(message)]
        pub fn withdraw_for(&mut self, account: H160) -> Result<u128> {
            let (caller, now) = (self.env().caller(), self.now());
            let withdrawal = if self.admin.is_operator(caller, now) && account != caller {
                self.money.withdraw_for_a_fee(account, caller, self.admin.fixed.withdraw_fee, now)?
            } else {
                self.money.withdraw(account, now)?
            };
            self.pay_earnings(account, &withdrawal)
        }

        fn pay_earnings(&mut self, account: H160, withdrawal: &Withdrawal) -> Result<u128> {
            let &Withdrawal { distributed, amount, fee } = withdrawal;
            self.tell_distributed(account, distributed);
            self.env().emit_event(Withdrawn { account, amount, fee });
            let paid = amount.checked_sub(fee).ok_or(Error::Arithmetic)?;
            self.pay(account, paid)?;
            Ok(paid)
        }

        fn tell_distributed(&self, creator: H160, amount: u128) {
            if amount > 0 {
                self.env().emit_event(Distributed { creator, amount });
            }
        }
    }

    /// The owner.
    impl Purse {
        /// Pays the owner all fees.
        #[ink(message)]
        pub fn withdraw_fees(&mut self) -> Result<u128> {
            let owner = self.env().caller();
            self.admin.only_owner(owner)?;
            let amount = self.money.books.take_fees()?;
            self.env().emit_event(FeesWithdrawn { owner, amount });
            self.pay(owner, amount)?;
            Ok(amount)
        }

        /// Pays the owner what was sent to the contract beside the books.
        #[ink(message)]
        pub fn withdraw_surplus(&mut self) -> Result<u128> {
            let owner = self.env().caller();
            self.admin.only_owner(owner)?;
            let amount = self.money.books.surplus(self.balance())?;
            self.env().emit_event(SurplusWithdrawn { owner, amount });
            self.pay(owner, amount)?;
            Ok(amount)
        }

        /// In basis points. Applies to purses that are opened a closing delay from now, or later.
        #[ink(message)]
        pub fn set_fee(&mut self, fee: u16) -> Result<()> {
            let effective_at = self.admin.set_fee(self.env().caller(), fee, self.now())?;
            self.env().emit_event(FeeChanged { fee, effective_at });
            Ok(())
        }

        /// Takes office a closing delay from now.
        #[ink(message)]
        pub fn set_operator(&mut self, operator: H160, operator_key: PublicKey) -> Result<()> {
            let next = Operator { account: operator, key: operator_key };
            let effective_at = self.admin.set_operator(self.env().caller(), next, self.now())?;
            self.env().emit_event(OperatorChanged { operator, operator_key, effective_at });
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
            self.money.purse_info(viewer, self.now(), self.closing_delay())
        }

        /// Of the present opening.
        #[ink(message)]
        pub fn tab(&self, viewer: H160, key: u32, creator: H160) -> Option<Tab> {
            self.money.tab(viewer, key, creator)
        }

        /// The tabs of the present opening, with their key and creator.
        #[ink(message)]
        pub fn tabs(&self, viewer: H160, from: u32, count: u32) -> Vec<(u32, H160, Tab)> {
            self.money.list_tabs(viewer, from, count)
        }

        /// The unpaid claims of the window, with their key and creator.
        #[ink(message)]
        pub fn claims(&self, viewer: H160, from: u32, count: u32) -> Vec<(u32, H160, Claim)> {
            self.money.list_claims(viewer, from, count)
        }

        #[ink(message)]
        pub fn earnings(&self, account: H160) -> Earnings {
            self.money.earnings(account, self.now())
        }

        #[ink(message)]
        pub fn terms(&self) -> Terms {
            let (admin, now) = (&self.admin, self.now());
            let operator = admin.operator.now(now);
            Terms {
                version: VERSION,
                chain_id: crypto::chain_id(),
                owner: admin.owner,
                pending_owner: admin.pending_owner,
                operator: operator.account,
                operator_key: operator.key,
                next_operator: admin.operator.pending(now).map(|(next, at)| (next.account, next.key, at)),
                fee: admin.fee.now(now),
                next_fee: admin.fee.pending(now),
                fee_cap: FEE_CAP,
                closing_delay: admin.fixed.closing_delay,
                tab_cost: admin.fixed.tab_cost,
                withdraw_fee: admin.fixed.withdraw_fee,
                max_batch: voucher::MAX_BATCH,
                max_page: money::MAX_PAGE,
                max_shares: earnings::MAX_SHARES,
                max_lanes: keys::MAX_LANES,
                max_retired_keys: keys::MAX_RETIRED_KEYS,
                accrual_cap: keys::ACCRUAL_CAP,
            }
        }

        #[ink(message)]
        pub fn totals(&self) -> Totals {
            self.money.totals(self.balance())
        }
    }

    /// What the messages share.
    impl Purse {
        fn now(&self) -> u64 {
            self.env().block_timestamp()
        }

        fn closing_delay(&self) -> u64 {
            self.admin.fixed.closing_delay
        }

        fn place(&self) -> Place {
            Place { chain_id: crypto::chain_id(), contract: self.env().address() }
        }

        fn call(&self) -> Call {
            let Fixed { closing_delay, tab_cost, .. } = self.admin.fixed;
            Call { now: self.now(), prefix: self.place().voucher_prefix(), closing_delay, tab_cost }
        }

        fn balance(&self) -> u128 {
            u128::try_from(self.env().balance()).unwrap_or(u128::MAX)
        }

        fn sent(&self) -> Result<u128> {
            match u128::try_from(self.env().transferred_value()) {
                Ok(0) => Err(Error::NothingSent),
                Ok(amount) => Ok(amount),
                Err(_) => Err(Error::TooMuch),
            }
        }

        fn pay_back(&mut self, viewer: H160, early: bool) -> Result<u128> {
            let record = self.money.open_purse(viewer)?;
            let (nonce, paid_back) = self.money.close(viewer, record)?;
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

    /// For tests.
    #[cfg(test)]
    impl Purse {
        pub fn stored(&self, viewer: H160) -> crate::purses::PurseRecord {
            self.money.purses.get(viewer).expect("a purse")
        }
    }

    fn env() -> <Purse as StaticEnv>::EnvAccess {
        <Purse as StaticEnv>::env()
    }

    fn tell_skipped(voucher: &Voucher, reason: SkipReason) {
        let &Voucher { viewer, creator, purse_nonce: nonce, key, seconds, .. } = voucher;
        env().emit_event(Skipped { viewer, creator, nonce, key, seconds, reason });
    }

    fn tell_paying(viewer: H160, paying: Paying<'_>) {
        match paying {
            Paying::Ended { nonce, reserved } => env().emit_event(WindowEnded { viewer, nonce, reserved }),
            Paying::Settled(settled) => env().emit_event(settled),
            Paying::Skipped { pair: (key, creator), claim, nonce, reason } => {
                env().emit_event(Skipped { viewer, creator, nonce, key, seconds: claim.seconds, reason });
            }
        }
    }

    fn check_size(count: usize) -> Result<()> {
        match u32::try_from(count) {
            Ok(0) => Err(Error::EmptyBatch),
            Ok(1..=voucher::MAX_BATCH) => Ok(()),
            _ => Err(Error::BatchTooLarge),
        }
    }
}
