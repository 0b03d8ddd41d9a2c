//! Each message and each refusal, in ink!'s off-chain environment with real signatures. What must hold over any
//! sequence of calls is tested in `tests/`.

use crate::admin::{Administration, FEE_CAP};
use crate::crypto::{self, PublicKey};
use crate::errors::{Error, Result, SkipReason};
use crate::events::{Announced, Closed, Distributed, Rekeyed, Settled, Skipped, Withdrawn};
use crate::money::{Limits, Share, Tab};
use crate::purse::Purse;
use crate::voucher::{MAX_BATCH, Place, Voucher, put_in_order};
use ink::env::{DefaultEnvironment, test};
use ink::scale::Decode;
use ink::{H160, U256};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};

const START: u64 = 1_000_000;
const DELAY: u64 = 120;
const FEE: u16 = 500;
const RATE: u128 = 1_000_000;
const DEPOSIT: u128 = 1_000_000_000;

const CONTRACT: H160 = H160::repeat_byte(0xcc);
const OWNER: H160 = H160::repeat_byte(1);
const OPERATOR: H160 = H160::repeat_byte(2);
const VIEWER: H160 = H160::repeat_byte(3);
const CREATOR: H160 = H160::repeat_byte(4);
const COHOST: H160 = H160::repeat_byte(5);
const STRANGER: H160 = H160::repeat_byte(6);

fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).expect("a scalar")
}

fn public(key: &SigningKey) -> PublicKey {
    key.verifying_key().to_encoded_point(false).as_bytes()[1..].try_into().expect("64 bytes")
}

fn signed(key: &SigningKey, bytes: &[u8]) -> [u8; 64] {
    let signature: Signature = key.sign(bytes);
    signature.to_bytes().into()
}

fn here() -> Place {
    Place { chain_id: crypto::chain_id(), contract: CONTRACT }
}

fn limits() -> Limits {
    Limits { max_rate: RATE, lanes: 2, extras_allowance: 1_000, expires_at: START + 10_000 }
}

/// What tests change of a voucher.
#[derive(Clone, Copy)]
struct Claim {
    seconds: u64,
    amount: u128,
    extras: u128,
    nonce: u32,
    creator: H160,
    key: u8,
}

const SESSION: u8 = 11;
const SECOND_SESSION: u8 = 12;
const OPERATOR_KEY: u8 = 13;

fn claim(seconds: u64) -> Claim {
    Claim { seconds, amount: u128::from(seconds) * RATE, extras: 0, nonce: 1, creator: CREATOR, key: SESSION }
}

impl Claim {
    fn voucher(self) -> Voucher {
        let Claim { seconds, amount, extras, nonce, creator, key: seed } = self;
        let mut voucher =
            Voucher { viewer: VIEWER, purse_nonce: nonce, creator, seconds, amount, extras, signature: [0; 64] };
        voucher.signature = signed(&key(seed), &here().voucher_bytes(&voucher));
        voucher
    }
}

/// A contract on a chain, with its callers.
struct Stage {
    purse: Purse,
}

impl Stage {
    fn new() -> Self {
        test::set_callee(CONTRACT);
        test::set_contract_balance(CONTRACT, U256::zero());
        at(START);
        call_as(OWNER);
        let purse = Purse::new(OPERATOR, public(&key(OPERATOR_KEY)), FEE, DELAY).expect("good terms");
        Self { purse }
    }

    fn with_purse() -> Self {
        let mut stage = Self::new();
        assert_eq!(stage.paying(VIEWER, DEPOSIT).open(public(&key(SESSION)), limits()), Ok(1));
        stage
    }

    fn by(&mut self, caller: H160) -> &mut Purse {
        call_as(caller);
        &mut self.purse
    }

    fn paying(&mut self, caller: H160, amount: u128) -> &mut Purse {
        call_as(caller);
        test::set_contract_balance(caller, U256::from(amount.max(1_000_000)));
        test::transfer_in(U256::from(amount));
        &mut self.purse
    }

    fn settle(&mut self, claims: &[Claim]) -> Result<u128> {
        let vouchers = claims.iter().map(|claim| claim.voucher()).collect();
        let paid = self.by(OPERATOR).settle(vouchers);
        self.is_balanced();
        paid
    }

    fn rekey(&mut self, seed: u8, limits: Limits) -> Result<()> {
        self.by(VIEWER).rekey(public(&key(seed)), limits)
    }

    fn tab(&self) -> Tab {
        self.purse.tab(VIEWER, CREATOR).expect("a tab")
    }

    fn deposit(&self) -> u128 {
        self.purse.purse(VIEWER).expect("a purse").deposit
    }

    fn is_balanced(&self) {
        let totals = self.purse.totals();
        assert_eq!(totals.deposits + totals.earnings + totals.fees, totals.balance);
    }
}

/// On a chain of its own: ink! keeps one a thread.
fn apart<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(run).join().expect("no panic"))
}

fn call_as(caller: H160) {
    test::set_caller(caller);
    test::set_value_transferred(U256::zero());
}

fn at(now: u64) {
    test::set_block_timestamp::<DefaultEnvironment>(now);
}

fn balance(account: H160) -> U256 {
    test::get_contract_balance::<DefaultEnvironment>(account).unwrap_or_default()
}

/// The newest event. Its data holds all of its fields, topics too.
fn last_event<E: Decode>() -> E {
    let event = test::recorded_events().pop().expect("an event");
    E::decode(&mut &event.data[..]).expect("this event")
}

fn skipped(stage: &mut Stage, claim: Claim) -> SkipReason {
    let before = (stage.purse.purse(VIEWER), stage.purse.tab(VIEWER, CREATOR));
    assert_eq!(stage.settle(&[claim]), Ok(0));
    assert_eq!((stage.purse.purse(VIEWER), stage.purse.tab(VIEWER, CREATOR)), before, "skipping changes nothing");
    last_event::<Skipped>().reason
}

mod opening {
    use super::*;

    fn open(stage: &mut Stage, limits: Limits) -> Result<u32> {
        stage.paying(VIEWER, DEPOSIT).open(public(&key(SESSION)), limits)
    }

    #[test]
    fn open_works() {
        let stage = Stage::with_purse();
        let purse = stage.purse.purse(VIEWER).expect("a purse");
        assert!(purse.open);
        assert_eq!((purse.nonce, purse.deposit, purse.opened_at, purse.tabs), (1, DEPOSIT, START, 0));
        assert_eq!((purse.session_key, purse.limits), (public(&key(SESSION)), limits()));
        assert_eq!(stage.purse.totals().open_purses, 1);
        stage.is_balanced();
    }

    #[test]
    fn open_fails_without_money() {
        let mut stage = Stage::new();
        assert_eq!(stage.by(VIEWER).open(public(&key(SESSION)), limits()), Err(Error::NothingSent));
        assert_eq!(stage.purse.purse(VIEWER), None);
    }

    #[test]
    fn open_fails_with_more_than_the_books_count() {
        let mut stage = Stage::with_purse();
        call_as(STRANGER);
        test::set_value_transferred(U256::from(u128::MAX) + 1);
        assert_eq!(stage.purse.open(public(&key(SESSION)), limits()), Err(Error::TooMuch));
        test::set_value_transferred(U256::from(u128::MAX));
        assert_eq!(stage.purse.open(public(&key(SESSION)), limits()), Err(Error::TooMuch));
    }

    #[test]
    fn money_that_was_earned_still_counts() {
        let mut stage = Stage::new();
        let all = u128::MAX - 1_000_000;
        let rich = Limits { extras_allowance: u128::MAX, ..limits() };
        assert_eq!(stage.paying(VIEWER, all).open(public(&key(SESSION)), rich), Ok(1));
        assert_eq!(stage.settle(&[Claim { extras: all, ..claim(0) }]), Ok(all));
        call_as(STRANGER);
        test::set_value_transferred(U256::from(1_000_001));
        assert_eq!(stage.purse.open(public(&key(SESSION)), limits()), Err(Error::TooMuch));
    }

    #[test]
    fn open_fails_twice() {
        let mut stage = Stage::with_purse();
        assert_eq!(open(&mut stage, limits()), Err(Error::AlreadyOpen));
    }

    #[test]
    fn open_fails_with_a_key_of_zeros() {
        assert_eq!(Stage::new().paying(VIEWER, 1).open([0; 64], limits()), Err(Error::BadKey));
    }

    #[test]
    fn open_fails_with_bad_limits() {
        let year = 366 * 24 * 60 * 60;
        let refused = [
            (Limits { lanes: 0, ..limits() }, Error::BadLimits),
            (Limits { lanes: 17, ..limits() }, Error::BadLimits),
            (Limits { expires_at: START, ..limits() }, Error::ExpiryInPast),
            (Limits { expires_at: START + year + 1, ..limits() }, Error::BadLimits),
            (Limits { expires_at: u64::MAX, ..limits() }, Error::BadLimits),
        ];
        for (limits, error) in refused {
            assert_eq!(open(&mut Stage::new(), limits), Err(error));
        }
        let edge = Limits { lanes: 16, expires_at: START + year, ..limits() };
        assert_eq!(open(&mut Stage::new(), edge), Ok(1));
    }

    #[test]
    fn top_up_works() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.paying(VIEWER, 5).top_up(), Ok(()));
        assert_eq!(stage.deposit(), DEPOSIT + 5);
        stage.is_balanced();
    }

    #[test]
    fn top_up_fails() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.by(VIEWER).top_up(), Err(Error::NothingSent));
        assert_eq!(stage.paying(STRANGER, 5).top_up(), Err(Error::NoPurse));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        assert_eq!(stage.paying(VIEWER, 5).top_up(), Err(Error::Closing));
    }
}

mod rekeying {
    use super::*;

    #[test]
    fn the_old_key_settles_until_its_delay_is_over() {
        let mut stage = Stage::with_purse();
        at(START + 100);
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(()));
        assert_eq!(last_event::<Rekeyed>().old_key_until, START + 100 + DELAY);
        at(START + 100 + DELAY - 1);
        assert_eq!(stage.settle(&[claim(10)]), Ok(10 * RATE));
        assert_eq!(stage.settle(&[Claim { key: SECOND_SESSION, ..claim(20) }]), Ok(10 * RATE));
        at(START + 100 + DELAY);
        assert_eq!(skipped(&mut stage, claim(30)), SkipReason::Expired);
    }

    #[test]
    fn old_and_new_vouchers_travel_together() {
        let mut stage = Stage::with_purse();
        at(START + 100);
        assert_eq!(stage.rekey(SECOND_SESSION, Limits { max_rate: 1, ..limits() }), Ok(()));
        let newer = Claim { key: SECOND_SESSION, amount: 50 * RATE + 10, ..claim(60) };
        assert_eq!(stage.settle(&[newer, claim(50)]), Ok(50 * RATE + 10));
    }

    #[test]
    fn lower_limits_for_the_same_key_void_nothing() {
        let mut stage = Stage::with_purse();
        at(START + 100);
        assert_eq!(stage.rekey(SESSION, Limits { max_rate: 0, extras_allowance: 0, ..limits() }), Ok(()));
        assert_eq!(stage.settle(&[Claim { extras: 7, ..claim(50) }]), Ok(50 * RATE + 7));
        at(START + 100 + DELAY);
        assert_eq!(skipped(&mut stage, Claim { extras: 7, ..claim(60) }), SkipReason::OverRate);
    }

    #[test]
    fn time_that_passed_with_the_old_lanes_stays_billable() {
        let mut stage = Stage::with_purse();
        at(START + 100);
        assert_eq!(stage.rekey(SECOND_SESSION, Limits { lanes: 1, ..limits() }), Ok(()));
        let purse = stage.purse.purse(VIEWER).expect("a purse");
        assert_eq!((purse.accrued, purse.accrued_since), (200, START + 100));
        at(START + 110);
        assert_eq!(skipped(&mut stage, claim(211)), SkipReason::OverTime);
        assert_eq!(stage.settle(&[claim(210)]), Ok(210 * RATE));
    }

    #[test]
    fn an_expired_key_is_not_retired() {
        let mut stage = Stage::with_purse();
        at(START + 10_001);
        let later = Limits { expires_at: START + 20_000, ..limits() };
        assert_eq!(stage.rekey(SECOND_SESSION, later), Ok(()));
        assert_eq!(stage.purse.purse(VIEWER).expect("a purse").retired, []);
        assert_eq!(stage.purse.purse(VIEWER).expect("a purse").accrued, 20_000);
        assert_eq!(skipped(&mut stage, claim(1)), SkipReason::BadSignature);
    }

    #[test]
    fn rekey_fails() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.by(STRANGER).rekey(public(&key(SESSION)), limits()), Err(Error::NoPurse));
        assert_eq!(stage.by(VIEWER).rekey([0; 64], limits()), Err(Error::BadKey));
        assert_eq!(stage.rekey(SESSION, Limits { lanes: 0, ..limits() }), Err(Error::BadLimits));
        assert_eq!(stage.rekey(SESSION, Limits { expires_at: 5, ..limits() }), Err(Error::ExpiryInPast));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        assert_eq!(stage.rekey(SESSION, limits()), Err(Error::Closing));
    }

    #[test]
    fn a_fifth_outstanding_key_is_refused_until_one_lapses() {
        let mut stage = Stage::with_purse();
        (20..24).for_each(|seed| assert_eq!(stage.rekey(seed, limits()), Ok(())));
        assert_eq!(stage.rekey(24, limits()), Err(Error::OutstandingKeys));
        assert_eq!(stage.purse.purse(VIEWER).expect("a purse").retired.len(), 4);
        at(START + DELAY);
        assert_eq!(stage.rekey(24, limits()), Ok(()));
        assert_eq!(stage.purse.purse(VIEWER).expect("a purse").retired.len(), 1);
    }
}

mod closing {
    use super::*;

    fn release(nonce: u32, valid_until: u64, seed: u8) -> [u8; 64] {
        signed(&key(seed), &here().release_bytes(VIEWER, nonce, valid_until))
    }

    #[test]
    fn close_pays_back_after_the_delay() {
        let mut stage = Stage::with_purse();
        let before = balance(VIEWER);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NotClosing));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        assert_eq!(stage.by(VIEWER).request_close(), Err(Error::Closing));
        at(START + DELAY - 1);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::TooEarly));
        assert_eq!(stage.settle(&[claim(10)]), Ok(10 * RATE), "while closing, what is owed still settles");
        at(START + DELAY);
        assert_eq!(stage.by(VIEWER).close(), Ok(DEPOSIT - 10 * RATE));
        assert_eq!(balance(VIEWER) - before, U256::from(DEPOSIT - 10 * RATE));
        stage.is_balanced();
        let closed: Closed = last_event();
        assert_eq!((closed.paid_back, closed.early), (DEPOSIT - 10 * RATE, false));
    }

    #[test]
    fn a_closed_purse_has_no_keys_and_settles_nothing() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(()));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        at(START + DELAY);
        assert_eq!(stage.by(VIEWER).close(), Ok(DEPOSIT));
        let purse = stage.purse.purse(VIEWER).expect("it is remembered");
        assert_eq!((purse.open, purse.nonce, purse.session_key), (false, 1, [0; 64]));
        assert_eq!(purse.retired, []);
        assert_eq!(skipped(&mut stage, claim(1)), SkipReason::NoPurse);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NoPurse));
        assert_eq!(stage.by(VIEWER).request_close(), Err(Error::NoPurse));
        assert_eq!(stage.purse.totals().open_purses, 0);
    }

    #[test]
    fn another_opening_starts_from_nothing() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(stage.settle(&[claim(40)]), Ok(40 * RATE));
        assert_eq!(
            stage.by(VIEWER).close_now(START + 50, release(1, START + 50, OPERATOR_KEY)),
            Ok(DEPOSIT - 40 * RATE)
        );
        assert_eq!(stage.tab().seconds, 40, "the last opening's tabs can still be read");
        assert_eq!(stage.paying(VIEWER, 77).open(public(&key(SESSION)), limits()), Ok(2));
        assert_eq!(stage.purse.tab(VIEWER, CREATOR), None);
        assert_eq!(stage.purse.tabs(VIEWER, 0, 50), []);
        assert_eq!(skipped(&mut stage, claim(41)), SkipReason::OldOpening);
        assert_eq!(skipped(&mut stage, Claim { nonce: 2, ..claim(1) }), SkipReason::OverTime);
        at(START + 60);
        assert_eq!(stage.settle(&[Claim { nonce: 2, ..claim(1) }]), Ok(77));
    }

    #[test]
    fn cancel_close_keeps_the_purse_open() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.by(VIEWER).cancel_close(), Err(Error::NotClosing));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        assert_eq!(stage.by(VIEWER).cancel_close(), Ok(()));
        at(START + DELAY);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NotClosing));
        assert_eq!(stage.by(STRANGER).cancel_close(), Err(Error::NoPurse));
    }

    #[test]
    fn close_needs_no_delay_when_no_key_is_good() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.rekey(SECOND_SESSION, Limits { expires_at: START + 10, ..limits() }), Ok(()));
        at(START + 11);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NotClosing), "the retired key is still good");
        at(START + DELAY);
        assert_eq!(stage.by(VIEWER).close(), Ok(DEPOSIT));
    }

    #[test]
    fn close_now_works_until_its_time_is_over() {
        let mut stage = Stage::with_purse();
        let until = START + 30;
        at(until);
        assert_eq!(stage.by(VIEWER).close_now(until, release(1, until, OPERATOR_KEY)), Ok(DEPOSIT));
        assert!(last_event::<Closed>().early);
    }

    #[test]
    fn close_now_fails() {
        let mut stage = Stage::with_purse();
        let until = START + 30;
        let good = release(1, until, OPERATOR_KEY);
        assert_eq!(stage.by(STRANGER).close_now(until, good), Err(Error::NoPurse));
        assert_eq!(stage.by(VIEWER).close_now(until + 1, good), Err(Error::BadRelease));
        assert_eq!(stage.by(VIEWER).close_now(until, release(2, until, OPERATOR_KEY)), Err(Error::BadRelease));
        assert_eq!(stage.by(VIEWER).close_now(until, release(1, until, SESSION)), Err(Error::BadRelease));
        at(until + 1);
        assert_eq!(stage.by(VIEWER).close_now(until, good), Err(Error::ReleaseExpired));
        assert_eq!(stage.deposit(), DEPOSIT);
    }
}

mod settling {
    use super::*;

    #[test]
    fn settle_pays_once_and_takes_the_fee() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        let first = Claim { extras: 100, ..claim(10) };
        assert_eq!(stage.settle(&[first]), Ok(10 * RATE + 100));
        let settled: Settled = last_event();
        let fee = (10 * RATE + 100) / 20;
        assert_eq!((settled.paid, settled.fee, settled.short), (10 * RATE + 100, fee, 0));
        assert_eq!(skipped(&mut stage, first), SkipReason::Stale);
        assert_eq!(stage.settle(&[Claim { extras: 100, ..claim(30) }]), Ok(20 * RATE));
        assert_eq!(stage.purse.earnings(CREATOR).pot + stage.purse.totals().fees, 30 * RATE + 100);
        assert_eq!(stage.tab().paid, 30 * RATE + 100);
        let purse = stage.purse.purse(VIEWER).expect("a purse");
        assert_eq!((purse.seconds, purse.extras, purse.paid, purse.tabs), (30, 100, 30 * RATE + 100, 1));
    }

    #[test]
    fn what_is_not_new_is_stale_and_what_shrinks_in_part_is_not_growing() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(stage.settle(&[Claim { extras: 5, ..claim(10) }]), Ok(10 * RATE + 5));
        assert_eq!(skipped(&mut stage, Claim { extras: 5, ..claim(9) }), SkipReason::Stale);
        assert_eq!(skipped(&mut stage, Claim { extras: 4, ..claim(11) }), SkipReason::NotGrowing);
        assert_eq!(skipped(&mut stage, Claim { extras: 6, ..claim(9) }), SkipReason::NotGrowing);
        assert_eq!(skipped(&mut stage, Claim { amount: 1, extras: 5, ..claim(11) }), SkipReason::NotGrowing);
        let nothing = Claim { amount: 0, creator: COHOST, ..claim(0) };
        assert_eq!(skipped(&mut stage, nothing), SkipReason::Stale);
    }

    #[test]
    fn the_rate_is_of_what_is_new() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(skipped(&mut stage, Claim { amount: 10 * RATE + 1, ..claim(10) }), SkipReason::OverRate);
        assert_eq!(stage.settle(&[Claim { amount: 0, ..claim(10) }]), Ok(0), "a free second counts");
        assert_eq!(skipped(&mut stage, Claim { amount: RATE + 1, ..claim(11) }), SkipReason::OverRate);
        assert_eq!(skipped(&mut stage, Claim { amount: u128::MAX, ..claim(u64::MAX) }), SkipReason::OverRate);
    }

    #[test]
    fn time_that_has_not_passed_is_not_sold() {
        let mut stage = Stage::with_purse();
        at(START + 10);
        assert_eq!(skipped(&mut stage, claim(21)), SkipReason::OverTime);
        assert_eq!(stage.settle(&[claim(15), Claim { creator: COHOST, ..claim(6) }]), Ok(15 * RATE));
        assert_eq!(stage.settle(&[Claim { creator: COHOST, ..claim(5) }]), Ok(5 * RATE));
        assert_eq!(skipped(&mut stage, Claim { amount: 0, ..claim(u64::MAX) }), SkipReason::NotGrowing);
        assert_eq!(skipped(&mut stage, Claim { amount: 15 * RATE, ..claim(u64::MAX) }), SkipReason::OverTime);
    }

    #[test]
    fn time_stops_when_the_key_expires() {
        let mut stage = Stage::with_purse();
        at(START + 10_000);
        assert_eq!(skipped(&mut stage, Claim { amount: 0, ..claim(20_001) }), SkipReason::OverTime);
        assert_eq!(stage.settle(&[Claim { amount: 1, ..claim(20_000) }]), Ok(1));
        at(START + 10_001);
        assert_eq!(skipped(&mut stage, Claim { amount: 2, ..claim(20_001) }), SkipReason::Expired);
    }

    #[test]
    fn extras_stay_within_the_allowance_over_all_creators() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.settle(&[Claim { extras: 600, ..claim(0) }]), Ok(600));
        let other = Claim { creator: COHOST, extras: 401, ..claim(0) };
        assert_eq!(skipped(&mut stage, other), SkipReason::OverAllowance);
        assert_eq!(skipped(&mut stage, Claim { extras: u128::MAX, ..other }), SkipReason::OverAllowance);
        assert_eq!(stage.settle(&[Claim { extras: 400, ..other }]), Ok(400));
    }

    #[test]
    fn signatures_of_others_and_for_other_places_do_not_count() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(skipped(&mut stage, Claim { key: SECOND_SESSION, ..claim(1) }), SkipReason::BadSignature);
        let good = claim(10).voucher();
        let forged = [
            Voucher { amount: good.amount - 1, ..good.clone() },
            Voucher { seconds: 11, ..good.clone() },
            Voucher { extras: 1, ..good.clone() },
            Voucher { creator: STRANGER, ..good.clone() },
            Voucher { signature: [0; 64], ..good.clone() },
            Voucher { signature: [0xff; 64], ..good.clone() },
        ];
        for voucher in forged {
            assert_eq!(stage.by(OPERATOR).settle(vec![voucher.clone()]), Ok(0));
            assert_eq!(last_event::<Skipped>().reason, SkipReason::BadSignature);
        }
        let elsewhere = [Place { contract: STRANGER, ..here() }, Place { chain_id: U256::one(), ..here() }];
        for place in elsewhere {
            let signature = signed(&key(SESSION), &place.voucher_bytes(&good));
            assert_eq!(stage.by(OPERATOR).settle(vec![Voucher { signature, ..good.clone() }]), Ok(0));
            assert_eq!(last_event::<Skipped>().reason, SkipReason::BadSignature);
        }
        let of_nobody = Voucher { viewer: STRANGER, ..good.clone() };
        assert_eq!(stage.by(OPERATOR).settle(vec![of_nobody]), Ok(0));
        assert_eq!(last_event::<Skipped>().reason, SkipReason::NoPurse);
    }

    #[test]
    fn what_is_short_is_paid_when_money_comes() {
        let mut stage = Stage::new();
        assert_eq!(stage.paying(VIEWER, 3 * RATE).open(public(&key(SESSION)), limits()), Ok(1));
        at(START + 50);
        assert_eq!(stage.settle(&[claim(10)]), Ok(3 * RATE));
        assert_eq!(last_event::<Settled>().short, 7 * RATE);
        assert_eq!(skipped(&mut stage, claim(10)), SkipReason::Stale);
        assert_eq!(skipped(&mut stage, claim(11)), SkipReason::Empty);
        assert_eq!(stage.paying(VIEWER, 5 * RATE).top_up(), Ok(()));
        assert_eq!(stage.settle(&[claim(10)]), Ok(5 * RATE));
        assert_eq!(stage.paying(VIEWER, 5 * RATE).top_up(), Ok(()));
        assert_eq!(stage.settle(&[claim(11)]), Ok(3 * RATE));
        assert_eq!((stage.tab().paid, stage.deposit()), (11 * RATE, 2 * RATE));
    }

    #[test]
    fn a_bad_voucher_does_not_stop_the_others() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        let bad = Claim { key: SECOND_SESSION, creator: STRANGER, ..claim(5) };
        assert_eq!(stage.settle(&[bad, claim(10), Claim { creator: COHOST, ..claim(7) }]), Ok(17 * RATE));
        assert_eq!(stage.purse.tabs(VIEWER, 0, 50).len(), 2);
        assert_eq!(stage.purse.tabs(VIEWER, 1, 1)[0].0, COHOST);
        assert_eq!(stage.purse.tabs(VIEWER, 2, u32::MAX), []);
        assert_eq!(stage.purse.tabs(VIEWER, u32::MAX, u32::MAX), []);
    }

    #[test]
    fn a_batch_has_one_to_a_hundred_vouchers() {
        let mut stage = Stage::with_purse();
        at(START + 1_000);
        assert_eq!(stage.settle(&[]), Err(Error::EmptyBatch));
        let claims: Vec<Claim> = (1..=u64::from(MAX_BATCH)).map(claim).collect();
        let too_many = [&claims[..], &[claim(101)]].concat();
        assert_eq!(stage.settle(&too_many), Err(Error::BatchTooLarge));
        assert_eq!(stage.settle(&claims), Ok(100 * RATE));
        assert_eq!(stage.by(STRANGER).announce(vec![]), Err(Error::EmptyBatch));
        let too_many = too_many.into_iter().map(Claim::voucher).collect();
        assert_eq!(stage.by(STRANGER).announce(too_many), Err(Error::BatchTooLarge));
    }

    #[test]
    fn splitting_a_settlement_changes_no_total() {
        let fees_in_steps_of = |step: u128| {
            let mut stage = Stage::with_purse();
            for extras in (1..=97).filter(|extras| extras % step == 0) {
                assert_eq!(stage.settle(&[Claim { extras, ..claim(0) }]), Ok(step));
            }
            stage.purse.totals().fees
        };
        assert_eq!([97, 1].map(|step| apart(move || fees_in_steps_of(step))), [4, 4]);
    }

    #[test]
    fn the_order_of_a_batch_is_always_the_same() {
        let sorted: Vec<Voucher> =
            [claim(1), claim(2), Claim { creator: COHOST, ..claim(0) }].map(Claim::voucher).into();
        let mut reversed: Vec<Voucher> = sorted.iter().rev().cloned().collect();
        put_in_order(&mut reversed);
        assert_eq!(reversed, sorted);
    }
}

mod announcing {
    use super::*;

    fn batch() -> Vec<Voucher> {
        vec![claim(10).voucher(), Claim { creator: COHOST, ..claim(5) }.voucher()]
    }

    #[test]
    fn anyone_settles_what_was_announced_in_its_time_and_once() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(stage.by(CREATOR).settle(batch()), Err(Error::NotAnnounced));
        assert_eq!(stage.by(CREATOR).announce(batch()), Ok(()));
        let announced: Announced = last_event();
        assert_eq!((announced.ready_at, announced.until), (START + 50 + DELAY / 2, START + 50 + DELAY));
        at(announced.ready_at - 1);
        assert_eq!(stage.by(CREATOR).settle(batch()), Err(Error::TooEarly));
        at(announced.ready_at);
        let other_order = batch().into_iter().rev().collect();
        assert_eq!(stage.by(CREATOR).settle(other_order), Err(Error::NotAnnounced));
        assert_eq!(stage.by(STRANGER).settle(batch()), Ok(15 * RATE));
        assert_eq!(stage.by(CREATOR).settle(batch()), Err(Error::NotAnnounced));
        stage.is_balanced();
    }

    #[test]
    fn an_announcement_lapses() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.by(CREATOR).announce(batch()), Ok(()));
        at(START + DELAY);
        assert_eq!(stage.by(CREATOR).settle(batch()), Err(Error::NotAnnounced));
        assert_eq!(stage.by(CREATOR).announce(batch()), Ok(()));
        assert_eq!(stage.by(CREATOR).settle(batch()), Err(Error::TooEarly));
    }

    #[test]
    fn announcing_again_lasts_longer_and_starts_no_later() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.by(CREATOR).announce(batch()), Ok(()));
        at(START + DELAY - 1);
        assert_eq!(stage.by(STRANGER).announce(batch()), Ok(()));
        let announced: Announced = last_event();
        assert_eq!((announced.ready_at, announced.until), (START + DELAY / 2, START + DELAY - 1 + DELAY));
        at(announced.until - 1);
        assert_eq!(stage.by(CREATOR).settle(batch()), Ok(15 * RATE));
    }

    #[test]
    fn announce_fails_for_what_no_good_key_signed() {
        let mut stage = Stage::with_purse();
        let forged = Voucher { amount: 1, ..claim(10).voucher() };
        let refused = [
            forged,
            Claim { nonce: 2, ..claim(1) }.voucher(),
            Claim { key: SECOND_SESSION, ..claim(1) }.voucher(),
            Voucher { viewer: STRANGER, ..claim(1).voucher() },
        ];
        for voucher in refused {
            let batch = vec![claim(10).voucher(), voucher];
            assert_eq!(stage.by(CREATOR).announce(batch), Err(Error::AnnouncedVoucherInvalid));
        }
        at(START + 10_001);
        assert_eq!(stage.by(CREATOR).announce(batch()), Err(Error::AnnouncedVoucherInvalid));
    }

    #[test]
    fn a_creator_without_the_operator_is_paid_before_the_viewer_can_close() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        at(START + 52);
        assert_eq!(stage.by(CREATOR).announce(batch()), Ok(()));
        at(START + 52 + DELAY / 2);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::TooEarly));
        assert_eq!(stage.by(CREATOR).settle(batch()), Ok(15 * RATE));
    }
}

mod earning {
    use super::*;

    fn earned(extras: u128) -> Stage {
        let mut stage = Stage::new();
        assert_eq!(stage.by(OWNER).set_fee(0), Ok(()));
        assert_eq!(stage.paying(VIEWER, DEPOSIT).open(public(&key(SESSION)), rich()), Ok(1));
        assert_eq!(stage.settle(&[Claim { extras, ..claim(0) }]), Ok(extras));
        stage
    }

    fn rich() -> Limits {
        Limits { extras_allowance: DEPOSIT, ..limits() }
    }

    fn share(account: H160, basis_points: u16) -> Share {
        Share { account, basis_points }
    }

    #[test]
    fn withdraw_pays_all_that_is_owed_once() {
        let mut stage = earned(12_345);
        let before = balance(CREATOR);
        assert_eq!(stage.by(CREATOR).withdraw(), Ok(12_345));
        assert_eq!(balance(CREATOR) - before, U256::from(12_345));
        assert_eq!(last_event::<Withdrawn>().amount, 12_345);
        assert_eq!(stage.by(CREATOR).withdraw(), Err(Error::NothingOwed));
        assert_eq!(stage.by(STRANGER).withdraw(), Err(Error::NothingOwed));
        stage.is_balanced();
    }

    #[test]
    fn a_split_divides_what_is_earned_from_then_on() {
        let mut stage = earned(1_000);
        assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 3_000), share(STRANGER, 1)]), Ok(()));
        assert_eq!(stage.purse.earnings(CREATOR).owed, 1_000);
        assert_eq!(stage.settle(&[Claim { extras: 21_005, ..claim(0) }]), Ok(20_005));
        assert_eq!(stage.purse.earnings(CREATOR).pot, 20_005);
        assert_eq!(stage.by(STRANGER).distribute(CREATOR), Ok(()));
        assert_eq!(last_event::<Distributed>().amount, 20_000);
        let owed = [COHOST, STRANGER, CREATOR].map(|account| stage.purse.earnings(account).owed);
        assert_eq!(owed, [6_000, 2, 1_000 + 13_998]);
        assert_eq!(stage.purse.earnings(CREATOR).pot, 5);
        assert_eq!(stage.by(COHOST).withdraw(), Ok(6_000));
        assert_eq!(stage.by(CREATOR).set_split(vec![]), Ok(()));
        assert_eq!(stage.by(CREATOR).withdraw(), Ok(1_000 + 13_998 + 5));
        stage.is_balanced();
    }

    #[test]
    fn when_a_pot_is_distributed_changes_no_total() {
        let owed_after = |times: u128| {
            let mut stage = earned(1);
            assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 3_333)]), Ok(()));
            for time in 1..=times {
                let extras = 1 + 700_021 * time / times;
                assert!(stage.settle(&[Claim { extras, ..claim(0) }]).is_ok());
                assert_eq!(stage.by(STRANGER).distribute(CREATOR), Ok(()));
            }
            [CREATOR, COHOST].map(|account| stage.purse.earnings(account).owed)
        };
        let [once, often] = [1, 7].map(|times| apart(move || owed_after(times)));
        assert_eq!(once, often);
    }

    #[test]
    fn set_split_fails() {
        let mut stage = Stage::new();
        let nine = (0..9).map(|index| share(H160::repeat_byte(0x40 + index), 1)).collect();
        let refused = [
            nine,
            vec![share(COHOST, 0)],
            vec![share(COHOST, 10_001)],
            vec![share(COHOST, 9_000), share(STRANGER, 1_001)],
            vec![share(COHOST, u16::MAX), share(STRANGER, u16::MAX)],
            vec![share(COHOST, 1), share(COHOST, 1)],
            vec![share(CREATOR, 1)],
        ];
        for shares in refused {
            assert_eq!(stage.by(CREATOR).set_split(shares), Err(Error::BadSplit));
        }
        let eight: Vec<Share> = (0..8).map(|index| share(H160::repeat_byte(0x40 + index), 1_250)).collect();
        assert_eq!(stage.by(CREATOR).set_split(eight.clone()), Ok(()));
        assert_eq!(stage.purse.earnings(CREATOR).split, eight);
    }

    #[test]
    fn all_may_be_given_away() {
        let mut stage = earned(1);
        assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 10_000)]), Ok(()));
        assert_eq!(stage.settle(&[Claim { extras: 50_001, ..claim(0) }]), Ok(50_000));
        assert_eq!(stage.by(CREATOR).withdraw(), Ok(1));
        assert_eq!(stage.by(COHOST).withdraw(), Ok(50_000));
        assert_eq!(stage.settle(&[Claim { extras: 70_001, ..claim(0) }]), Ok(20_000));
        assert_eq!(stage.by(CREATOR).withdraw(), Err(Error::NothingOwed));
        assert_eq!(stage.purse.earnings(CREATOR).pot, 20_000, "a refusal divides nothing");
    }

    #[test]
    fn fees_are_the_owners() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(stage.by(OWNER).withdraw_fees(), Err(Error::NothingOwed));
        assert_eq!(stage.settle(&[claim(10)]), Ok(10 * RATE));
        assert_eq!(stage.by(OPERATOR).withdraw_fees(), Err(Error::NotOwner));
        let before = balance(OWNER);
        assert_eq!(stage.by(OWNER).withdraw_fees(), Ok(RATE / 2));
        assert_eq!(balance(OWNER) - before, U256::from(RATE / 2));
        assert_eq!(stage.by(OWNER).withdraw_fees(), Err(Error::NothingOwed));
        stage.is_balanced();
    }

    #[test]
    fn a_fee_is_never_retroactive() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(stage.settle(&[claim(10)]), Ok(10 * RATE));
        assert_eq!(stage.by(OWNER).set_fee(1_000), Ok(()));
        assert_eq!(stage.purse.totals().fees, RATE / 2);
        assert_eq!(stage.settle(&[claim(20)]), Ok(10 * RATE));
        assert_eq!(stage.purse.totals().fees, RATE / 2 + RATE);
    }
}

mod administration {
    use super::*;

    #[test]
    fn terms_are_told() {
        let terms = Stage::new().purse.terms();
        assert_eq!((terms.version, terms.chain_id), (1, crypto::chain_id()));
        assert_eq!((terms.owner, terms.operator, terms.pending_owner), (OWNER, OPERATOR, None));
        assert_eq!((terms.fee, terms.fee_cap), (FEE, FEE_CAP));
        assert_eq!((terms.closing_delay, terms.announce_delay), (DELAY, DELAY / 2));
    }

    #[test]
    fn bad_terms_are_refused() {
        let with = |fee, delay, key| Administration::new(OWNER, OPERATOR, key, fee, delay).map(|_| ());
        assert_eq!(with(1_000, 60, [1; 64]), Ok(()));
        assert_eq!(with(0, 30 * 24 * 60 * 60, [1; 64]), Ok(()));
        assert_eq!(with(1_001, 60, [1; 64]), Err(Error::FeeTooHigh));
        assert_eq!(with(0, 59, [1; 64]), Err(Error::BadDelay));
        assert_eq!(with(0, 30 * 24 * 60 * 60 + 1, [1; 64]), Err(Error::BadDelay));
        assert_eq!(with(0, 60, [0; 64]), Err(Error::BadKey));
    }

    #[test]
    fn only_the_owner_administers() {
        let mut stage = Stage::new();
        for caller in [OPERATOR, VIEWER] {
            assert_eq!(stage.by(caller).set_fee(1), Err(Error::NotOwner));
            assert_eq!(stage.by(caller).set_operator(caller, [1; 64]), Err(Error::NotOwner));
            assert_eq!(stage.by(caller).transfer_ownership(caller), Err(Error::NotOwner));
            assert_eq!(stage.by(caller).accept_ownership(), Err(Error::NotPendingOwner));
        }
        assert_eq!(stage.by(OWNER).set_fee(FEE_CAP + 1), Err(Error::FeeTooHigh));
        assert_eq!(stage.by(OWNER).set_operator(STRANGER, [0; 64]), Err(Error::BadKey));
        assert_eq!(stage.purse.terms().fee, FEE);
    }

    #[test]
    fn ownership_changes_hands_when_it_is_taken() {
        let mut stage = Stage::new();
        assert_eq!(stage.by(OWNER).transfer_ownership(STRANGER), Ok(()));
        assert_eq!((stage.purse.terms().owner, stage.purse.terms().pending_owner), (OWNER, Some(STRANGER)));
        assert_eq!(stage.by(OWNER).accept_ownership(), Err(Error::NotPendingOwner));
        assert_eq!(stage.by(STRANGER).accept_ownership(), Ok(()));
        assert_eq!((stage.purse.terms().owner, stage.purse.terms().pending_owner), (STRANGER, None));
        assert_eq!(stage.by(OWNER).set_fee(1), Err(Error::NotOwner));
    }

    #[test]
    fn a_replaced_operator_settles_and_releases_no_more() {
        let mut stage = Stage::with_purse();
        at(START + 50);
        assert_eq!(stage.by(OWNER).set_operator(STRANGER, public(&key(30))), Ok(()));
        assert_eq!(stage.by(OPERATOR).settle(vec![claim(1).voucher()]), Err(Error::NotAnnounced));
        assert_eq!(stage.by(STRANGER).settle(vec![claim(1).voucher()]), Ok(RATE));
        let bytes = here().release_bytes(VIEWER, 1, START + 50);
        let old = signed(&key(OPERATOR_KEY), &bytes);
        assert_eq!(stage.by(VIEWER).close_now(START + 50, old), Err(Error::BadRelease));
        assert_eq!(stage.by(VIEWER).close_now(START + 50, signed(&key(30), &bytes)), Ok(DEPOSIT - RATE));
    }
}

/// The file that the TypeScript encoder is checked against too.
mod vectors {
    use super::*;
    use serde_json::Value;

    fn file() -> Value {
        serde_json::from_str(include_str!("vectors/voucher.json")).expect("JSON")
    }

    fn bytes(value: &Value) -> Vec<u8> {
        let digits = value.as_str().and_then(|text| text.strip_prefix("0x")).expect("0x and hex");
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hex")).collect()
    }

    fn address(value: &Value) -> H160 {
        H160::from_slice(&bytes(value))
    }

    fn number<T: core::str::FromStr>(value: &Value) -> T {
        value.as_str().and_then(|text| text.parse().ok()).expect("a decimal number")
    }

    fn place(vector: &Value) -> Place {
        let chain_id = U256::from_dec_str(vector["chainId"].as_str().expect("text")).expect("a decimal number");
        Place { chain_id, contract: address(&vector["contract"]) }
    }

    fn nonce(vector: &Value) -> u32 {
        vector["purseNonce"].as_u64().and_then(|nonce| nonce.try_into().ok()).expect("a nonce")
    }

    fn check(vector: &Value, written: &[u8], hash: [u8; 32]) {
        let name = &vector["name"];
        assert_eq!(written, bytes(&vector["bytes"]), "{name}");
        assert_eq!(hash[..], bytes(&vector["sha256"]), "{name}");
        let key: PublicKey = bytes(&file()["key"]["public"]).try_into().expect("64 bytes");
        let mut signature: [u8; 64] = bytes(&vector["signature"]).try_into().expect("64 bytes");
        assert_eq!(crypto::is_signed(&key, &hash, &signature), Ok(true), "{name}");
        signature[63] ^= 1;
        assert_eq!(crypto::is_signed(&key, &hash, &signature), Ok(false), "{name}");
    }

    #[test]
    fn vouchers_are_written_as_the_vectors_say() {
        for vector in file()["vouchers"].as_array().expect("a list") {
            let voucher = Voucher {
                viewer: address(&vector["viewer"]),
                purse_nonce: nonce(vector),
                creator: address(&vector["creator"]),
                seconds: number(&vector["seconds"]),
                amount: number(&vector["amount"]),
                extras: number(&vector["extras"]),
                signature: [0; 64],
            };
            let place = place(vector);
            assert_eq!(place.voucher_bytes(&voucher).len(), 148);
            check(vector, &place.voucher_bytes(&voucher), place.voucher_hash(&voucher).expect("a hash"));
        }
    }

    #[test]
    fn releases_are_written_as_the_vectors_say() {
        for vector in file()["releases"].as_array().expect("a list") {
            let (place, viewer, nonce) = (place(vector), address(&vector["viewer"]), nonce(vector));
            let until = number(&vector["validUntil"]);
            let hash = place.release_hash(viewer, nonce, until).expect("a hash");
            check(vector, &place.release_bytes(viewer, nonce, until), hash);
        }
    }
}
