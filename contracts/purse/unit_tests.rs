//! Each message and each refusal, in ink!'s off-chain environment with real signatures; each deadline at its very
//! second, one before and one after; and the attacks that the rules are made against, by name. What must hold over any
//! sequence of calls is tested in `tests/`.

use crate::admin::{Administration, FEE_CAP, Fixed, Operator};
use crate::crypto::{self, PublicKey, Weight, scarce};
use crate::earnings::Share;
use crate::errors::{Error, Result, SkipReason};
use crate::events::*;
use crate::keys::{KeyInfo, Limits};
use crate::money::{Claim, PurseInfo, Tab};
use crate::purse::Purse;
use crate::settling::{ENDING, JUDGING, PAYING, SKIPPING};
use crate::voucher::{self, MAX_BATCH, Place, Voucher, in_order};
use ink::env::{DefaultEnvironment, test};
use ink::scale::{Decode, Encode};
use ink::{H160, U256};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};

const START: u64 = 1_000_000;
const DELAY: u64 = 120;
const EXPIRY: u64 = START + 10_000;
const DAY: u64 = 86_400;
const FEE: u16 = 500;
const RATE: u128 = 1_000_000;
const LANES: u16 = 2;
const ALLOWANCE: u128 = 1_000;
const DEPOSIT: u128 = 1_000 * RATE;

const CONTRACT: H160 = H160::repeat_byte(0xcc);
const OWNER: H160 = H160::repeat_byte(1);
const OPERATOR: H160 = H160::repeat_byte(2);
const VIEWER: H160 = H160::repeat_byte(3);
const CREATOR: H160 = H160::repeat_byte(4);
const COHOST: H160 = H160::repeat_byte(5);
const STRANGER: H160 = H160::repeat_byte(6);
const VICTIM: H160 = H160::repeat_byte(7);

const SESSION: u8 = 11;
const SECOND_SESSION: u8 = 12;
const OPERATOR_KEY: u8 = 13;

fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).expect("a scalar")
}

fn public(seed: u8) -> PublicKey {
    key(seed).verifying_key().to_encoded_point(false).as_bytes()[1..].try_into().expect("64 bytes")
}

fn signed(seed: u8, bytes: &[u8]) -> [u8; 64] {
    let signature: Signature = key(seed).sign(bytes);
    signature.to_bytes().into()
}

fn here() -> Place {
    Place { chain_id: crypto::chain_id(), contract: CONTRACT }
}

fn limits() -> Limits {
    Limits { max_rate: RATE, lanes: LANES, extras_allowance: ALLOWANCE, expires_at: EXPIRY }
}

/// What tests change of a voucher.
#[derive(Clone, Copy)]
struct Said {
    viewer: H160,
    nonce: u32,
    key: u32,
    creator: H160,
    seconds: u64,
    amount: u128,
    extras: u128,
    /// Whose secret signs.
    by: u8,
}

/// Seconds at the full rate, by the first key.
fn said(seconds: u64) -> Said {
    let amount = u128::from(seconds) * RATE;
    Said { viewer: VIEWER, nonce: 1, key: 0, creator: CREATOR, seconds, amount, extras: 0, by: SESSION }
}

/// Extras without any second.
fn tip(extras: u128) -> Said {
    Said { extras, ..said(0) }
}

/// By the key that came with the first `rekey`.
fn by_second_key(said: Said) -> Said {
    Said { key: 1, by: SECOND_SESSION, ..said }
}

fn to(creator: H160, said: Said) -> Said {
    Said { creator, ..said }
}

impl Said {
    fn voucher(self) -> Voucher {
        let Said { viewer, nonce: purse_nonce, key, creator, seconds, amount, extras, by } = self;
        let mut voucher = Voucher { viewer, purse_nonce, key, creator, seconds, amount, extras, signature: [0; 64] };
        voucher.signature = signed(by, &voucher::bytes(&here().voucher_prefix(), &voucher));
        voucher
    }
}

fn vouchers(said: &[Said]) -> Vec<Voucher> {
    said.iter().map(|said| said.voucher()).collect()
}

/// A contract on a chain, with its callers.
struct Stage {
    purse: Purse,
}

impl Stage {
    fn new() -> Self {
        Self::with_costs(0, 0)
    }

    fn with_costs(tab_cost: u128, withdraw_fee: u128) -> Self {
        test::set_callee(CONTRACT);
        test::set_contract_balance(CONTRACT, U256::zero());
        at(START);
        call_as(OWNER);
        let purse = Purse::new(OPERATOR, public(OPERATOR_KEY), FEE, DELAY, tab_cost, withdraw_fee).expect("good terms");
        Self { purse }
    }

    fn with_purse() -> Self {
        let mut stage = Self::new();
        assert_eq!(stage.open(limits()), Ok(1));
        stage
    }

    /// With a purse, some time after its opening.
    fn later(seconds: u64) -> Self {
        let stage = Self::with_purse();
        at(START + seconds);
        stage
    }

    fn open(&mut self, limits: Limits) -> Result<u32> {
        self.open_with(DEPOSIT, limits)
    }

    fn open_with(&mut self, deposit: u128, limits: Limits) -> Result<u32> {
        self.paying(VIEWER, deposit).open(public(SESSION), limits)
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

    /// What the operator's batch paid.
    fn settle(&mut self, said: &[Said]) -> Result<u128> {
        let settlement = self.by(OPERATOR).settle(vouchers(said));
        self.is_balanced();
        settlement.map(|settlement| settlement.paid)
    }

    /// Why each of the operator's batch was skipped, `None` for those that were not.
    fn outcomes(&mut self, said: &[Said]) -> Vec<Option<SkipReason>> {
        let settlement = self.by(OPERATOR).settle(vouchers(said)).expect("a batch");
        self.is_balanced();
        let reason = |place: u32| settlement.skipped.iter().find(|(skipped, _)| *skipped == place).map(|(_, why)| *why);
        (0..said.len()).map(|place| reason(u32::try_from(place).expect("a place"))).collect()
    }

    fn announce(&mut self, said: &[Said]) -> Result<u32> {
        self.by(CREATOR).announce(vouchers(said))
    }

    fn pay(&mut self, creators: &[H160]) -> Result<u128> {
        let pairs = creators.iter().map(|creator| (0, *creator)).collect();
        let paid = self.by(STRANGER).pay_announced(VIEWER, pairs);
        self.is_balanced();
        paid
    }

    fn rekey(&mut self, seed: u8, limits: Limits) -> Result<u32> {
        self.by(VIEWER).rekey(public(seed), limits)
    }

    fn info(&self) -> PurseInfo {
        self.purse.purse(VIEWER).expect("a purse")
    }

    fn tab(&self, creator: H160) -> Option<Tab> {
        self.purse.tab(VIEWER, 0, creator)
    }

    fn claim(&self, creator: H160) -> Option<Claim> {
        let claims = self.purse.claims(VIEWER, 0, 50);
        claims.into_iter().find(|(_, of, _)| *of == creator).map(|(_, _, claim)| claim)
    }

    /// With what is still in the creator's pot.
    fn earned(&self, account: H160) -> u128 {
        let earnings = self.purse.earnings(account);
        earnings.owed + earnings.pot
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

/// What the call paid the account.
fn gain(account: H160, call: impl FnOnce()) -> u128 {
    let before = balance(account);
    call();
    u128::try_from(balance(account) - before).expect("a gain")
}

fn events() -> usize {
    test::recorded_events().len()
}

/// The newest event. Its data holds all of its fields, topics too.
fn last_event<E: Decode>() -> E {
    let event = test::recorded_events().pop().expect("an event");
    E::decode(&mut &event.data[..]).expect("this event")
}

/// Why the operator's voucher was skipped; nothing else may have changed.
fn skipped(stage: &mut Stage, said: Said) -> SkipReason {
    let before = (stage.info(), stage.tab(said.creator), stage.purse.totals());
    assert_eq!(stage.settle(&[said]), Ok(0));
    assert_eq!((stage.info(), stage.tab(said.creator), stage.purse.totals()), before, "skipping changes nothing");
    last_event::<Skipped>().reason
}

fn release(nonce: u32, valid_until: u64, seed: u8) -> [u8; 64] {
    signed(seed, &here().release_bytes(VIEWER, nonce, valid_until))
}

mod opening {
    use super::*;

    #[test]
    fn open_works() {
        let stage = Stage::with_purse();
        let opened: Opened = last_event();
        assert_eq!((opened.viewer, opened.nonce, opened.key, opened.fee), (VIEWER, 1, 0, FEE));
        let purse = stage.info();
        assert!(purse.open);
        assert_eq!((purse.nonce, purse.deposit, purse.opened_at, purse.tabs), (1, DEPOSIT, START, 0));
        assert_eq!((purse.fee, purse.closing_at, purse.window_ends_at), (FEE, None, None));
        let present = KeyInfo {
            key: 0,
            session_key: public(SESSION),
            limits: limits(),
            since: START,
            retired_at: None,
            settles_until: EXPIRY + DELAY,
            credit: 0,
            extras: 0,
        };
        assert_eq!((purse.present, purse.retired), (present, vec![]));
        assert_eq!(stage.purse.totals().open_purses, 1);
        stage.is_balanced();
    }

    #[test]
    fn open_fails_without_money() {
        let mut stage = Stage::new();
        assert_eq!(stage.by(VIEWER).open(public(SESSION), limits()), Err(Error::NothingSent));
        assert_eq!(stage.purse.purse(VIEWER), None);
    }

    #[test]
    fn open_fails_with_more_than_the_books_count() {
        let mut stage = Stage::with_purse();
        call_as(STRANGER);
        test::set_value_transferred(U256::from(u128::MAX) + 1);
        assert_eq!(stage.purse.open(public(SESSION), limits()), Err(Error::TooMuch));
        test::set_value_transferred(U256::from(u128::MAX));
        assert_eq!(stage.purse.open(public(SESSION), limits()), Err(Error::TooMuch));
    }

    #[test]
    fn money_that_was_earned_still_counts() {
        let mut stage = Stage::new();
        let all = u128::MAX - 1_000_000;
        assert_eq!(stage.open_with(all, Limits { extras_allowance: u128::MAX, ..limits() }), Ok(1));
        assert_eq!(stage.settle(&[tip(all)]), Ok(all));
        call_as(STRANGER);
        test::set_value_transferred(U256::from(1_000_001));
        assert_eq!(stage.purse.open(public(SESSION), limits()), Err(Error::TooMuch));
    }

    #[test]
    fn open_fails_twice() {
        assert_eq!(Stage::with_purse().open(limits()), Err(Error::AlreadyOpen));
    }

    #[test]
    fn keys_that_are_no_points_of_the_curve_are_refused() {
        let mut off_curve = public(SESSION);
        off_curve[63] ^= 1;
        let mut x_alone = public(SESSION);
        x_alone[32..].fill(0);
        for key in [[0; 64], [1; 64], [0xff; 64], off_curve, x_alone] {
            apart(move || {
                assert_eq!(Stage::new().paying(VIEWER, 1).open(key, limits()), Err(Error::BadKey));
                assert_eq!(Stage::with_purse().by(VIEWER).rekey(key, limits()), Err(Error::BadKey));
                assert_eq!(Stage::new().by(OWNER).set_operator(OPERATOR, key), Err(Error::BadKey));
            });
        }
        for seed in 1..=40 {
            assert_eq!(crypto::is_point(&public(seed)), Ok(true));
        }
    }

    #[test]
    fn open_fails_with_bad_limits() {
        let year = 366 * DAY;
        let refused = [
            (Limits { lanes: 0, ..limits() }, Error::BadLimits),
            (Limits { lanes: 17, ..limits() }, Error::BadLimits),
            (Limits { expires_at: START, ..limits() }, Error::ExpiryInPast),
            (Limits { expires_at: START + year + 1, ..limits() }, Error::BadLimits),
            (Limits { expires_at: u64::MAX, ..limits() }, Error::BadLimits),
        ];
        for (limits, error) in refused {
            apart(move || {
                assert_eq!(Stage::new().open(limits), Err(error));
            });
        }
        for expires_at in [START + 1, START + year] {
            apart(move || {
                assert_eq!(Stage::new().open(Limits { lanes: 16, expires_at, ..limits() }), Ok(1));
            });
        }
    }

    #[test]
    fn top_up_works() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.paying(VIEWER, 5).top_up(), Ok(()));
        assert_eq!(stage.info().deposit, DEPOSIT + 5);
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

    #[test]
    fn a_purse_fits_into_a_cell_of_the_chain() {
        let mut stage = Stage::new();
        let widest = Limits { max_rate: u128::MAX, lanes: 16, extras_allowance: u128::MAX, expires_at: EXPIRY };
        assert_eq!(stage.open_with(u128::MAX / 2, widest), Ok(1));
        (20..24).for_each(|seed| assert!(stage.rekey(seed, widest).is_ok()));
        at(START + 1);
        assert_eq!(stage.announce(&[Said { key: 4, by: 23, ..said(1) }]), Ok(1));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        let record = stage.purse.stored(VIEWER);
        assert!(record.encode().len() <= 416, "{} bytes", record.encode().len());
    }
}

mod rekeying {
    use super::*;

    #[test]
    fn the_old_key_settles_until_its_delay_is_over() {
        let mut stage = Stage::later(100);
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        let rekeyed: Rekeyed = last_event();
        assert_eq!((rekeyed.key, rekeyed.old_key_until), (1, START + 100 + DELAY));
        for (now, seconds) in [(START + 100 + DELAY - 1, 10), (START + 100 + DELAY, 11)] {
            at(now);
            assert_eq!(stage.outcomes(&[said(seconds)]), [None]);
        }
        at(START + 100 + DELAY + 1);
        assert_eq!(skipped(&mut stage, said(12)), SkipReason::Expired);
        assert_eq!(stage.settle(&[by_second_key(said(20))]), Ok(20 * RATE), "it counts from zero");
    }

    #[test]
    fn a_retired_key_gains_no_credit() {
        let mut stage = Stage::later(10);
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        at(START + 100);
        let [retired] = &stage.info().retired[..] else { panic!("one retired key") };
        assert_eq!((retired.credit, retired.retired_at), (20 * RATE, Some(START + 10)));
        assert_eq!(stage.settle(&[said(30)]), Ok(20 * RATE));
        assert_eq!(stage.info().present.credit, 180 * RATE, "the new one's is its own");
    }

    #[test]
    fn a_key_that_expired_settles_no_longer_for_being_replaced() {
        let mut stage = Stage::with_purse();
        at(EXPIRY + 50);
        assert_eq!(stage.rekey(SECOND_SESSION, Limits { expires_at: EXPIRY + 20_000, ..limits() }), Ok(1));
        assert_eq!(last_event::<Rekeyed>().old_key_until, EXPIRY + DELAY);
        at(EXPIRY + DELAY);
        assert_eq!(stage.outcomes(&[said(1)]), [None]);
        at(EXPIRY + DELAY + 1);
        assert_eq!(stage.outcomes(&[said(2)]), [Some(SkipReason::Expired)]);
    }

    #[test]
    fn a_dead_key_is_dropped() {
        let mut stage = Stage::with_purse();
        at(EXPIRY + DELAY + 1);
        assert_eq!(stage.rekey(SECOND_SESSION, Limits { expires_at: EXPIRY + 20_000, ..limits() }), Ok(1));
        assert_eq!(stage.info().retired, []);
        assert_eq!(skipped(&mut stage, said(1)), SkipReason::UnknownKey);
        assert_eq!(skipped(&mut stage, Said { key: 2, ..said(1) }), SkipReason::UnknownKey);
    }

    #[test]
    fn rekey_fails() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.by(STRANGER).rekey(public(SESSION), limits()), Err(Error::NoPurse));
        assert_eq!(stage.rekey(SESSION, Limits { lanes: 0, ..limits() }), Err(Error::BadLimits));
        assert_eq!(stage.rekey(SESSION, Limits { expires_at: 5, ..limits() }), Err(Error::ExpiryInPast));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        assert_eq!(stage.rekey(SESSION, limits()), Err(Error::Closing));
    }

    #[test]
    fn a_fifth_outstanding_key_is_refused_until_one_is_dead() {
        let mut stage = Stage::with_purse();
        (20..24).for_each(|seed| assert!(stage.rekey(seed, limits()).is_ok()));
        for now in [START, START + DELAY] {
            at(now);
            assert_eq!(stage.rekey(24, limits()), Err(Error::OutstandingKeys));
            assert_eq!(stage.info().retired.len(), 4);
        }
        at(START + DELAY + 1);
        assert_eq!(stage.rekey(24, limits()), Ok(5));
        let numbers: Vec<u32> = stage.info().retired.iter().map(|key| key.key).collect();
        assert_eq!((numbers, stage.info().present.key), (vec![4], 5));
    }

    #[test]
    fn a_dead_key_is_kept_while_its_claims_are_unpaid() {
        let mut stage = Stage::later(10);
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        at(START + 10 + DELAY);
        assert_eq!(stage.announce(&[said(5)]), Ok(1));
        at(START + 10 + DELAY + 1);
        assert_eq!(stage.rekey(20, limits()), Ok(2));
        let numbers = |stage: &Stage| stage.info().retired.iter().map(|key| key.key).collect::<Vec<_>>();
        assert_eq!(numbers(&stage), [0, 1]);
        assert_eq!(stage.outcomes(&[said(5)]), [Some(SkipReason::Expired)]);
        at(START + 10 + 2 * DELAY);
        assert_eq!(stage.pay(&[CREATOR]), Ok(5 * RATE));
        assert_eq!(stage.rekey(21, limits()), Ok(3));
        assert_eq!(numbers(&stage), [1, 2]);
    }
}

mod closing {
    use super::*;

    #[test]
    fn close_pays_back_from_the_end_of_the_delay_on() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NotClosing));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        assert_eq!(last_event::<ClosingRequested>().closes_at, START + DELAY);
        assert_eq!(stage.by(VIEWER).request_close(), Err(Error::Closing), "an end never moves");
        at(START + DELAY - 1);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::TooEarly));
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE), "while closing, what is owed still settles");
        at(START + DELAY);
        let paid = gain(VIEWER, || assert_eq!(stage.by(VIEWER).close(), Ok(DEPOSIT - 10 * RATE)));
        assert_eq!(paid, DEPOSIT - 10 * RATE);
        stage.is_balanced();
        let closed: Closed = last_event();
        assert_eq!((closed.paid_back, closed.early), (DEPOSIT - 10 * RATE, false));
    }

    #[test]
    fn a_closed_purse_has_no_keys_and_settles_nothing() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        at(START + DELAY);
        assert_eq!(stage.by(VIEWER).close(), Ok(DEPOSIT));
        let purse = stage.info();
        assert_eq!((purse.open, purse.nonce, purse.deposit), (false, 1, 0));
        assert_eq!((purse.present.key, purse.present.session_key, purse.retired), (0, [0; 64], vec![]));
        assert_eq!(skipped(&mut stage, said(1)), SkipReason::NoPurse);
        assert_eq!(stage.announce(&[said(1)]), Err(Error::NothingNew));
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NoPurse));
        assert_eq!(stage.by(VIEWER).close_now(START + DELAY, [0; 64]), Err(Error::NoPurse));
        assert_eq!(stage.by(VIEWER).request_close(), Err(Error::NoPurse));
        assert_eq!(stage.purse.totals().open_purses, 0);
    }

    #[test]
    fn another_opening_starts_from_nothing() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.settle(&[said(40)]), Ok(40 * RATE));
        let word = release(1, START + 50, OPERATOR_KEY);
        assert_eq!(stage.by(VIEWER).close_now(START + 50, word), Ok(DEPOSIT - 40 * RATE));
        assert_eq!(stage.tab(CREATOR).map(|tab| tab.seconds), Some(40), "the last opening's tabs can still be read");
        assert_eq!(stage.open_with(77, limits()), Ok(2));
        assert_eq!((stage.tab(CREATOR), stage.info().tabs), (None, 0));
        assert_eq!(stage.purse.tabs(VIEWER, 0, 50), []);
        assert_eq!(skipped(&mut stage, said(41)), SkipReason::OldOpening);
        assert_eq!(skipped(&mut stage, Said { nonce: 2, ..said(1) }), SkipReason::OverTime);
        at(START + 51);
        assert_eq!(stage.settle(&[Said { nonce: 2, ..said(1) }]), Ok(77));
        assert_eq!((stage.info().tabs, stage.info().paid), (1, 77));
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
    fn close_needs_no_delay_when_no_key_settles() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.rekey(SECOND_SESSION, Limits { expires_at: START + 10, ..limits() }), Ok(1));
        at(START + 10 + DELAY);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NotClosing), "the present key still settles");
        at(START + 10 + DELAY + 1);
        assert_eq!(stage.by(VIEWER).close(), Ok(DEPOSIT));
    }

    #[test]
    fn close_now_works_until_its_time_is_over() {
        let until = START + 30;
        for (now, answer) in [(until - 1, Ok(DEPOSIT)), (until, Ok(DEPOSIT)), (until + 1, Err(Error::ReleaseExpired))] {
            apart(move || {
                let mut stage = Stage::with_purse();
                at(now);
                assert_eq!(stage.by(VIEWER).close_now(until, release(1, until, OPERATOR_KEY)), answer);
                assert_eq!(stage.info().open, answer.is_err());
            });
        }
    }

    #[test]
    fn close_now_says_that_it_was_early() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.by(VIEWER).close_now(START, release(1, START, OPERATOR_KEY)), Ok(DEPOSIT));
        assert!(last_event::<Closed>().early);
    }

    #[test]
    fn close_now_fails_without_the_operators_word() {
        let mut stage = Stage::with_purse();
        let until = START + 30;
        let good = release(1, until, OPERATOR_KEY);
        assert_eq!(stage.by(STRANGER).close_now(until, good), Err(Error::NoPurse));
        assert_eq!(stage.by(VIEWER).close_now(until + 1, good), Err(Error::BadRelease));
        assert_eq!(stage.by(VIEWER).close_now(until, release(2, until, OPERATOR_KEY)), Err(Error::BadRelease));
        assert_eq!(stage.by(VIEWER).close_now(until, release(1, until, SESSION)), Err(Error::BadRelease));
        assert_eq!(stage.info().deposit, DEPOSIT);
    }

    #[test]
    fn nothing_closes_while_claims_wait() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        let until = START + 10_000 + 2 * DELAY;
        let word = release(1, until, OPERATOR_KEY);
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        for now in [START + 50, START + 50 + DELAY, EXPIRY + DELAY + 1] {
            at(now);
            assert_eq!(stage.by(VIEWER).close(), Err(Error::WindowOpen));
            assert_eq!(stage.by(VIEWER).close_now(until, word), Err(Error::WindowOpen));
        }
        assert_eq!(stage.pay(&[CREATOR]), Ok(10 * RATE));
        assert_eq!(stage.by(VIEWER).close_now(until, word), Ok(DEPOSIT - 10 * RATE));
    }
}

mod judging {
    use super::*;

    #[test]
    fn settle_pays_once_and_takes_the_fee() {
        let mut stage = Stage::later(50);
        let first = Said { extras: 100, ..said(10) };
        assert_eq!(stage.settle(&[first]), Ok(10 * RATE + 100));
        let settled: Settled = last_event();
        let fee = (10 * RATE + 100) / 20;
        assert_eq!((settled.paid, settled.fee, settled.storage, settled.short), (10 * RATE + 100, fee, 0, 0));
        assert_eq!((settled.key, settled.seconds, settled.amount, settled.extras), (0, 10, 10 * RATE, 100));
        assert_eq!(skipped(&mut stage, first), SkipReason::Stale);
        assert_eq!(stage.settle(&[Said { extras: 100, ..said(30) }]), Ok(20 * RATE));
        assert_eq!(stage.earned(CREATOR) + stage.purse.totals().fees, 30 * RATE + 100);
        let purse = stage.info();
        assert_eq!((purse.seconds, purse.extras, purse.paid, purse.tabs), (30, 100, 30 * RATE + 100, 1));
        assert_eq!(purse.deposit, DEPOSIT - 30 * RATE - 100);
    }

    #[test]
    fn only_the_operator_settles() {
        let mut stage = Stage::later(50);
        for caller in [OWNER, VIEWER, CREATOR, STRANGER] {
            assert_eq!(stage.by(caller).settle(vouchers(&[said(1)])), Err(Error::NotOperator));
        }
        assert_eq!(stage.tab(CREATOR), None);
    }

    #[test]
    fn what_is_lower_is_late_and_what_is_higher_in_part_counts_in_part() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.settle(&[Said { extras: 5, ..said(10) }]), Ok(10 * RATE + 5));
        for late in [Said { extras: 5, ..said(9) }, Said { extras: 4, ..said(10) }, Said { amount: 1, ..said(11) }] {
            assert_eq!(skipped(&mut stage, late), SkipReason::Stale);
        }
        assert_eq!(stage.settle(&[Said { extras: 4, ..said(11) }]), Ok(RATE), "the extras stay at the higher five");
        assert_eq!(stage.settle(&[Said { extras: 7, ..said(1) }]), Ok(2), "the seconds stay at the higher eleven");
        let tab = stage.tab(CREATOR).expect("a tab");
        assert_eq!((tab.seconds, tab.amount, tab.extras), (11, 11 * RATE, 7));
        assert_eq!(skipped(&mut stage, to(COHOST, said(0))), SkipReason::Stale, "nothing was said");
    }

    #[test]
    fn the_amount_is_at_most_the_seconds_at_the_keys_rate() {
        let mut stage = Stage::later(50);
        assert_eq!(skipped(&mut stage, Said { amount: 10 * RATE + 1, ..said(10) }), SkipReason::OverRate);
        assert_eq!(skipped(&mut stage, Said { amount: u128::MAX, ..said(u64::MAX) }), SkipReason::OverRate);
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE));
    }

    #[test]
    fn credit_grows_by_lanes_times_rate_each_second() {
        let mut stage = Stage::with_purse();
        assert_eq!(skipped(&mut stage, said(1)), SkipReason::OverTime);
        at(START + 10);
        assert_eq!(stage.info().present.credit, 20 * RATE);
        assert_eq!(stage.settle(&[said(21)]), Ok(20 * RATE));
        assert_eq!(last_event::<Settled>().short, RATE, "what does not fit is not lost");
        assert_eq!(skipped(&mut stage, said(21)), SkipReason::OverTime);
        at(START + 11);
        assert_eq!(stage.settle(&[said(21)]), Ok(RATE));
        assert_eq!(stage.info().present.credit, RATE);
    }

    #[test]
    fn credit_stops_at_the_second_of_expiry() {
        for (now, credit) in [(EXPIRY - 1, 9_999), (EXPIRY, 10_000), (EXPIRY + 1, 10_000)] {
            apart(move || {
                let stage = Stage::with_purse();
                at(now);
                assert_eq!(stage.info().present.credit, credit * u128::from(LANES) * RATE);
            });
        }
    }

    #[test]
    fn credit_holds_a_day_and_not_a_second_more() {
        for (passed, held) in [(DAY - 1, DAY - 1), (DAY, DAY), (DAY + 1, DAY), (5 * DAY, DAY)] {
            apart(move || {
                let mut stage = Stage::new();
                assert_eq!(stage.open(Limits { expires_at: START + 10 * DAY, ..limits() }), Ok(1));
                at(START + passed);
                assert_eq!(stage.info().present.credit, u128::from(held) * u128::from(LANES) * RATE);
            });
        }
    }

    #[test]
    fn what_was_signed_settles_until_a_delay_after_expiry() {
        let mut stage = Stage::with_purse();
        for (now, seconds) in [(EXPIRY, 1), (EXPIRY + 1, 2), (EXPIRY + DELAY - 1, 3), (EXPIRY + DELAY, 4)] {
            at(now);
            assert_eq!(stage.outcomes(&[said(seconds)]), [None]);
        }
        at(EXPIRY + DELAY + 1);
        assert_eq!(skipped(&mut stage, said(5)), SkipReason::Expired);
    }

    #[test]
    fn extras_stay_within_the_allowance_over_all_creators() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.settle(&[tip(600)]), Ok(600));
        assert_eq!(stage.settle(&[to(COHOST, tip(401))]), Ok(400));
        assert_eq!(last_event::<Settled>().short, 1);
        assert_eq!(skipped(&mut stage, to(COHOST, tip(u128::MAX))), SkipReason::OverAllowance);
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        assert_eq!(stage.settle(&[by_second_key(tip(u128::MAX))]), Ok(ALLOWANCE), "each key has its own");
    }

    #[test]
    fn signatures_of_others_and_for_other_places_do_not_count() {
        let mut stage = Stage::later(50);
        assert_eq!(skipped(&mut stage, Said { by: SECOND_SESSION, ..said(1) }), SkipReason::BadSignature);
        let good = said(10).voucher();
        let forged = [
            Voucher { amount: good.amount - 1, ..good.clone() },
            Voucher { seconds: 11, ..good.clone() },
            Voucher { extras: 1, ..good.clone() },
            Voucher { creator: STRANGER, ..good.clone() },
            Voucher { signature: [0; 64], ..good.clone() },
            Voucher { signature: [0xff; 64], ..good.clone() },
        ];
        let elsewhere =
            [Place { contract: STRANGER, ..here() }, Place { chain_id: U256::one(), ..here() }].map(|place| Voucher {
                signature: signed(SESSION, &voucher::bytes(&place.voucher_prefix(), &good)),
                ..good.clone()
            });
        for voucher in forged.into_iter().chain(elsewhere) {
            let settlement = stage.by(OPERATOR).settle(vec![voucher]).expect("a batch");
            assert_eq!((settlement.paid, settlement.skipped), (0, vec![(0, SkipReason::BadSignature)]));
        }
        let of_nobody = Voucher { viewer: STRANGER, ..good };
        let settlement = stage.by(OPERATOR).settle(vec![of_nobody]).expect("a batch");
        assert_eq!(settlement.skipped, [(0, SkipReason::NoPurse)]);
    }

    #[test]
    fn a_voucher_of_one_key_is_no_other_keys_though_both_have_one_secret() {
        let mut stage = Stage::later(10);
        assert_eq!(stage.rekey(SESSION, limits()), Ok(1));
        let moved = Voucher { key: 1, ..said(5).voucher() };
        let settlement = stage.by(OPERATOR).settle(vec![moved]).expect("a batch");
        assert_eq!(settlement.skipped, [(0, SkipReason::BadSignature)]);
        assert_eq!(stage.settle(&[said(5)]), Ok(5 * RATE));
    }
}

mod batches {
    use super::*;

    #[test]
    fn a_bad_voucher_does_not_stop_the_others_and_is_named_by_its_place() {
        let mut stage = Stage::later(50);
        let bad = Said { by: SECOND_SESSION, ..to(STRANGER, said(5)) };
        let of_nobody = Said { viewer: STRANGER, ..said(3) };
        let batch = [to(COHOST, said(7)), bad, of_nobody, said(10)];
        let reasons = [None, Some(SkipReason::BadSignature), Some(SkipReason::NoPurse), None];
        assert_eq!(stage.outcomes(&batch), reasons);
        let pairs: Vec<(u32, H160)> = stage.purse.tabs(VIEWER, 0, 50).iter().map(|(key, to, _)| (*key, *to)).collect();
        assert_eq!(pairs, [(0, CREATOR), (0, COHOST)]);
        assert_eq!(stage.purse.tabs(VIEWER, 1, 1)[0].1, COHOST);
        assert_eq!(stage.purse.tabs(VIEWER, 2, u32::MAX), []);
        assert_eq!(stage.purse.tabs(VIEWER, u32::MAX, u32::MAX), []);
    }

    #[test]
    fn skipped_places_come_in_rising_order() {
        let mut stage = Stage::later(50);
        let bad = |viewer: u8| Said { viewer: H160::repeat_byte(viewer), ..said(1) };
        let settlement = stage.by(OPERATOR).settle(vouchers(&[bad(0x90), bad(0x50), bad(0x70)])).expect("a batch");
        assert_eq!(settlement.skipped, [0, 1, 2].map(|place| (place, SkipReason::NoPurse)));
    }

    #[test]
    fn a_batch_has_one_to_a_hundred_vouchers() {
        let mut stage = Stage::later(1_000);
        assert_eq!(stage.settle(&[]), Err(Error::EmptyBatch));
        let some: Vec<Said> = (1..=u64::from(MAX_BATCH)).map(said).collect();
        let too_many = [&some[..], &[said(101)]].concat();
        assert_eq!(stage.settle(&too_many), Err(Error::BatchTooLarge));
        assert_eq!(stage.announce(&[]), Err(Error::EmptyBatch));
        assert_eq!(stage.announce(&too_many), Err(Error::BatchTooLarge));
        assert_eq!(stage.settle(&some), Ok(100 * RATE));
        let pairs = vec![(0, CREATOR); 101];
        assert_eq!(stage.by(VIEWER).remove_tabs(vec![]), Err(Error::EmptyBatch));
        assert_eq!(stage.by(VIEWER).remove_tabs(pairs.clone()), Err(Error::BatchTooLarge));
        assert_eq!(stage.by(VIEWER).pay_announced(VIEWER, vec![]), Err(Error::EmptyBatch));
        assert_eq!(stage.by(VIEWER).pay_announced(VIEWER, pairs), Err(Error::BatchTooLarge));
        assert_eq!(stage.by(VIEWER).clear_claims(vec![]), Err(Error::EmptyBatch));
        let claims = vec![(VIEWER, 0, CREATOR); 101];
        assert_eq!(stage.by(VIEWER).clear_claims(claims), Err(Error::BatchTooLarge));
    }

    #[test]
    fn of_one_tab_the_highest_of_each_part_counts_once() {
        let mut stage = Stage::later(50);
        let (low, high, tipped) = (said(3), said(10), Said { extras: 9, ..said(5) });
        let late = Some(SkipReason::Stale);
        assert_eq!(stage.outcomes(&[high, low, tipped, high]), [late, late, late, None]);
        assert_eq!(stage.info().paid, 10 * RATE + 9);
        let tab = stage.tab(CREATOR).expect("a tab");
        assert_eq!((tab.seconds, tab.amount, tab.extras), (10, 10 * RATE, 9));
    }

    #[test]
    fn of_one_tab_the_most_seconds_count_whichever_voucher_says_them() {
        let mut stage = Stage::later(50);
        let slow = Said { amount: 5 * RATE, ..said(10) };
        assert_eq!(stage.outcomes(&[slow, said(6)]), [Some(SkipReason::Stale), None]);
        let tab = stage.tab(CREATOR).expect("a tab");
        assert_eq!((tab.seconds, tab.amount), (10, 6 * RATE));
    }

    #[test]
    fn splitting_a_settlement_changes_no_fee() {
        let fees_in_steps_of = |step: u128| {
            let mut stage = Stage::with_purse();
            for extras in (1..=97).filter(|extras| extras % step == 0) {
                assert_eq!(stage.settle(&[tip(extras)]), Ok(step));
            }
            stage.purse.totals().fees
        };
        assert_eq!([97, 1].map(|step| apart(move || fees_in_steps_of(step))), [4, 4]);
    }

    #[test]
    fn the_order_of_a_batch_is_always_the_same() {
        let sorted = vouchers(&[said(1), said(2), to(COHOST, said(0)), by_second_key(said(0))]);
        let reversed: Vec<Voucher> = sorted.iter().rev().cloned().collect();
        let places: Vec<u32> = in_order(&reversed).iter().map(|(place, _)| *place).collect();
        assert_eq!(places, [3, 2, 1, 0]);
    }

    #[test]
    fn what_is_short_is_shared_pro_rata_whatever_the_order() {
        for reversed in [false, true] {
            apart(move || {
                let mut stage = Stage::new();
                assert_eq!(stage.open_with(90 * RATE + 1, Limits { lanes: 16, ..limits() }), Ok(1));
                at(START + 50);
                let mut batch = vec![said(30), to(COHOST, said(45)), to(STRANGER, Said { extras: 7, ..said(60) })];
                if reversed {
                    batch.reverse();
                }
                assert_eq!(stage.settle(&batch), Ok(90 * RATE + 1));
                let paid = [CREATOR, COHOST, STRANGER].map(|to| stage.tab(to).map(|tab| tab.amount + tab.extras));
                assert_eq!(paid, [Some(19_999_999), Some(29_999_998), Some(40_000_004)]);
                assert_eq!(stage.info().deposit, 0);
                assert_eq!(skipped(&mut stage, said(30)), SkipReason::Empty);
            });
        }
    }

    #[test]
    fn what_is_short_is_paid_when_money_comes() {
        let mut stage = Stage::new();
        assert_eq!(stage.open_with(3 * RATE, limits()), Ok(1));
        at(START + 50);
        assert_eq!(stage.settle(&[said(10)]), Ok(3 * RATE));
        assert_eq!(last_event::<Settled>().short, 7 * RATE);
        assert_eq!(stage.info().present.credit, 97 * RATE, "only what is paid is taken from the credit");
        assert_eq!(stage.paying(VIEWER, 5 * RATE).top_up(), Ok(()));
        assert_eq!(stage.settle(&[said(10)]), Ok(5 * RATE));
        assert_eq!(stage.paying(VIEWER, 5 * RATE).top_up(), Ok(()));
        assert_eq!(stage.settle(&[said(11)]), Ok(3 * RATE));
        assert_eq!(stage.info().deposit, 2 * RATE);
    }

    #[test]
    fn of_a_share_the_seconds_are_paid_before_the_extras() {
        let mut stage = Stage::new();
        assert_eq!(stage.open_with(10 * RATE + 1, limits()), Ok(1));
        at(START + 50);
        assert_eq!(stage.settle(&[Said { extras: 500, ..said(10) }]), Ok(10 * RATE + 1));
        assert_eq!(stage.tab(CREATOR).map(|tab| (tab.amount, tab.extras)), Some((10 * RATE, 1)));
    }

    #[test]
    fn an_allowance_that_is_short_is_shared_by_the_vouchers_of_its_key() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.settle(&[tip(600), to(COHOST, tip(600))]), Ok(ALLOWANCE));
        let extras = [CREATOR, COHOST].map(|to| stage.tab(to).map(|tab| tab.extras));
        assert_eq!(extras, [Some(500), Some(500)]);
        assert_eq!(stage.info().present.extras, ALLOWANCE);
    }

    #[test]
    fn credit_that_is_short_is_shared_by_the_vouchers_of_its_key() {
        let mut stage = Stage::later(10);
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        at(START + 30);
        let batch = [said(20), to(COHOST, said(60)), by_second_key(said(30))];
        assert_eq!(stage.settle(&batch), Ok(50 * RATE));
        let amounts = [CREATOR, COHOST].map(|to| stage.tab(to).map(|tab| tab.amount));
        assert_eq!(amounts, [Some(10 * RATE), Some(10 * RATE)], "nobody asks for more than there is");
        assert_eq!(stage.purse.tab(VIEWER, 1, CREATOR).map(|tab| tab.amount), Some(30 * RATE));
    }
}

mod storage_of_tabs {
    use super::*;

    const COST: u128 = 5_000;

    fn stage(deposit: u128) -> Stage {
        let mut stage = Stage::with_costs(COST, 0);
        assert_eq!(stage.open_with(deposit, limits()), Ok(1));
        at(START + 50);
        stage
    }

    #[test]
    fn a_new_tab_is_paid_by_the_deposit_to_whoever_sent_the_transaction() {
        let mut stage = stage(DEPOSIT);
        assert_eq!(stage.settle(&[said(10), to(COHOST, said(1))]), Ok(11 * RATE));
        assert_eq!(stage.purse.earnings(OPERATOR).owed, 2 * COST);
        assert_eq!(stage.info().storage, 2 * COST);
        assert_eq!(stage.info().deposit, DEPOSIT - 11 * RATE - 2 * COST);
        assert_eq!(stage.settle(&[said(11)]), Ok(RATE));
        assert_eq!((last_event::<Settled>().storage, stage.info().storage), (0, 2 * COST));
        assert_eq!(stage.by(OPERATOR).withdraw(), Ok(2 * COST));
    }

    #[test]
    fn a_cell_that_is_used_again_costs_nothing() {
        let mut stage = stage(DEPOSIT);
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE));
        assert!(stage.by(VIEWER).close_now(START + 50, release(1, START + 50, OPERATOR_KEY)).is_ok());
        assert_eq!(stage.open(limits()), Ok(2));
        at(START + 60);
        assert_eq!(stage.settle(&[Said { nonce: 2, ..said(1) }]), Ok(RATE));
        assert_eq!((stage.info().storage, stage.purse.earnings(OPERATOR).owed), (0, COST));
    }

    #[test]
    fn a_deposit_that_holds_no_more_than_the_storage_pays_nothing() {
        for (deposit, paid) in [(COST - 1, 0), (COST, 0), (COST + 1, 1)] {
            apart(move || {
                let mut stage = stage(deposit);
                assert_eq!(stage.settle(&[said(10)]), Ok(paid));
                assert_eq!(stage.tab(CREATOR).is_some(), paid > 0);
                assert_eq!(stage.purse.earnings(OPERATOR).owed, if paid > 0 { COST } else { 0 });
                if paid == 0 {
                    assert_eq!(last_event::<Skipped>().reason, SkipReason::Empty);
                    assert_eq!(stage.info().deposit, deposit);
                }
            });
        }
    }

    #[test]
    fn tabs_of_closed_openings_and_dead_keys_are_removed() {
        let mut stage = stage(DEPOSIT);
        assert_eq!(stage.settle(&[said(10), to(COHOST, said(1)), to(STRANGER, said(2))]), Ok(13 * RATE));
        let pairs = vec![(0, CREATOR), (0, CREATOR), (7, CREATOR)];
        assert_eq!(stage.by(VIEWER).remove_tabs(pairs.clone()), Ok(0), "its key still settles");
        assert_eq!(stage.rekey(SECOND_SESSION, Limits { expires_at: EXPIRY + 20_000, ..limits() }), Ok(1));
        at(START + 50 + DELAY);
        assert_eq!(stage.by(VIEWER).remove_tabs(pairs.clone()), Ok(0));
        at(START + 50 + DELAY + 1);
        assert_eq!(stage.by(VIEWER).remove_tabs(pairs), Ok(1));
        let removed: TabsRemoved = last_event();
        assert_eq!((removed.viewer, removed.count), (VIEWER, 1));
        let left: Vec<H160> = stage.purse.tabs(VIEWER, 0, 50).into_iter().map(|(_, creator, _)| creator).collect();
        assert_eq!(left, [STRANGER, COHOST], "the last one closed the gap");
        assert_eq!(stage.by(VIEWER).remove_tabs(vec![(0, STRANGER), (0, COHOST)]), Ok(2));
        assert_eq!((stage.info().tabs, stage.purse.tabs(VIEWER, 0, 50)), (0, vec![]));
        assert_eq!(stage.by(STRANGER).remove_tabs(vec![(0, CREATOR)]), Err(Error::NoPurse));
    }

    #[test]
    fn a_closed_purse_gives_its_tabs_back_also_after_it_was_opened_again() {
        let mut stage = stage(DEPOSIT);
        assert_eq!(stage.settle(&[said(10), to(COHOST, said(1))]), Ok(11 * RATE));
        assert!(stage.by(VIEWER).close_now(START + 50, release(1, START + 50, OPERATOR_KEY)).is_ok());
        assert_eq!(stage.by(VIEWER).remove_tabs(vec![(0, COHOST)]), Ok(1));
        assert_eq!(stage.open(limits()), Ok(2));
        at(START + 60);
        assert_eq!(stage.settle(&[Said { nonce: 2, ..to(COHOST, said(1)) }]), Ok(RATE));
        assert_eq!(last_event::<Settled>().storage, COST, "its cell is new again");
        assert_eq!(stage.by(VIEWER).remove_tabs(vec![(0, CREATOR), (0, COHOST)]), Ok(1));
        assert_eq!(stage.tab(COHOST).map(|tab| tab.amount), Some(RATE));
        assert_eq!(stage.purse.tabs(VIEWER, 0, 50).len(), 1);
    }

    #[test]
    fn a_tab_with_an_unpaid_claim_stays_or_it_would_be_paid_again() {
        let mut stage = stage(DEPOSIT);
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE));
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        at(START + 50 + DELAY);
        assert_eq!(stage.announce(&[said(12)]), Ok(1));
        at(START + 50 + DELAY + 1);
        assert_eq!(stage.by(VIEWER).remove_tabs(vec![(0, CREATOR)]), Ok(0));
        at(START + 50 + 2 * DELAY);
        assert_eq!(stage.pay(&[CREATOR]), Ok(2 * RATE));
        assert_eq!(stage.by(VIEWER).remove_tabs(vec![(0, CREATOR)]), Ok(1));
    }

    #[test]
    fn a_claim_pays_the_storage_to_whoever_has_it_paid() {
        let mut stage = stage(DEPOSIT);
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        assert_eq!(stage.claim(CREATOR).map(|claim| claim.due_storage), Some(COST));
        at(START + 50 + DELAY);
        assert_eq!(stage.pay(&[CREATOR]), Ok(10 * RATE));
        assert_eq!((stage.purse.earnings(STRANGER).owed, stage.info().storage), (COST, COST));
        assert_eq!((stage.info().reserved, stage.info().deposit), (0, DEPOSIT - 10 * RATE - COST));
    }

    #[test]
    fn a_claim_whose_tab_the_operator_made_pays_no_storage() {
        for after_the_freezing in [false, true] {
            apart(move || {
                let mut stage = stage(DEPOSIT);
                assert_eq!(stage.announce(&[said(10), to(COHOST, said(1))]), Ok(2));
                if after_the_freezing {
                    at(START + 50 + DELAY);
                    assert_eq!(stage.pay(&[COHOST]), Ok(RATE));
                }
                assert_eq!(stage.settle(&[said(4)]), Ok(4 * RATE));
                at(START + 50 + DELAY);
                assert!(stage.pay(&[CREATOR, COHOST]).is_ok());
                assert_eq!(stage.tab(CREATOR).map(|tab| tab.amount), Some(10 * RATE));
                assert_eq!(stage.info().storage, 2 * COST);
                assert_eq!(stage.info().deposit, DEPOSIT - 11 * RATE - 2 * COST);
            });
        }
    }

    #[test]
    fn a_share_no_larger_than_the_storage_pays_a_claim_nothing() {
        for (deposit, paid) in [(COST, 0), (COST + 1, 1)] {
            apart(move || {
                let mut stage = stage(deposit);
                assert_eq!(stage.announce(&[said(10)]), Ok(1));
                at(START + 50 + DELAY);
                assert_eq!(stage.pay(&[CREATOR]), Ok(paid));
                assert_eq!((stage.info().window_ends_at, stage.info().reserved), (None, 0));
                assert_eq!(stage.info().deposit, if paid > 0 { 0 } else { deposit });
                if paid == 0 {
                    assert_eq!(last_event::<Skipped>().reason, SkipReason::Empty);
                }
            });
        }
    }
}

mod windows {
    use super::*;

    const OPENED: u64 = START + 50;
    const END: u64 = OPENED + DELAY;

    /// With credit for a hundred seconds.
    fn stage() -> Stage {
        Stage::later(50)
    }

    #[test]
    fn what_is_announced_is_paid_from_the_end_of_the_window_on_and_once() {
        let mut stage = stage();
        assert_eq!(stage.pay(&[CREATOR]), Err(Error::NoWindow));
        assert_eq!(stage.announce(&[said(10), to(COHOST, said(5))]), Ok(2));
        let announced: Announced = last_event();
        assert_eq!((announced.creator, announced.due, announced.announcer), (COHOST, 5 * RATE, CREATOR));
        assert_eq!((announced.window_ends_at, stage.info().window_ends_at), (END, Some(END)));
        assert_eq!((stage.info().claims, stage.info().reserved), (2, 0));
        at(END - 1);
        assert_eq!(stage.pay(&[CREATOR]), Err(Error::TooEarly));
        at(END);
        assert_eq!(stage.pay(&[CREATOR, STRANGER, CREATOR]), Ok(10 * RATE), "once, and what is unknown is ignored");
        assert_eq!((stage.info().claims, stage.info().reserved), (1, 5 * RATE));
        assert_eq!(stage.info().window_ends_at, Some(END), "it is open until the last claim is paid");
        at(END + 10 * DAY);
        assert_eq!(stage.pay(&[COHOST]), Ok(5 * RATE));
        assert_eq!((stage.info().claims, stage.info().reserved, stage.info().window_ends_at), (0, 0, None));
        assert_eq!(stage.info().deposit, DEPOSIT - 15 * RATE);
        assert_eq!(stage.pay(&[CREATOR]), Err(Error::NoWindow));
        assert_eq!(stage.by(STRANGER).pay_announced(STRANGER, vec![(0, CREATOR)]), Err(Error::NoPurse));
    }

    #[test]
    fn the_first_payment_tells_what_was_put_aside() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(10), to(COHOST, said(5))]), Ok(2));
        at(END);
        assert_eq!(stage.pay(&[STRANGER]), Ok(0));
        let ended: WindowEnded = last_event();
        assert_eq!((ended.viewer, ended.nonce, ended.reserved), (VIEWER, 1, 15 * RATE));
        assert_eq!(stage.info().deposit, DEPOSIT - 15 * RATE);
        let told = events();
        assert_eq!(stage.pay(&[STRANGER]), Ok(0));
        assert_eq!(events(), told, "once");
    }

    #[test]
    fn an_end_never_moves() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        at(END - 1);
        assert_eq!(stage.announce(&[said(20), to(COHOST, said(1))]), Ok(2));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        assert_eq!(stage.by(VIEWER).cancel_close(), Ok(()));
        assert_eq!(stage.info().window_ends_at, Some(END));
        at(END);
        assert_eq!(stage.announce(&[said(30)]), Err(Error::WindowEnded));
        assert_eq!(stage.pay(&[CREATOR, COHOST]), Ok(21 * RATE));
        assert_eq!(stage.announce(&[said(30)]), Ok(1), "another window");
        assert_eq!(stage.info().window_ends_at, Some(END + DELAY));
    }

    #[test]
    fn while_closing_a_window_ends_with_it() {
        let mut stage = stage();
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        at(END - 1);
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        assert_eq!(stage.info().window_ends_at, Some(END));
        at(END);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::WindowOpen));
        assert_eq!(stage.pay(&[CREATOR]), Ok(10 * RATE));
        assert_eq!(stage.announce(&[said(20)]), Err(Error::WindowEnded), "nothing is announced after the closing");
        assert_eq!(stage.by(VIEWER).close(), Ok(DEPOSIT - 10 * RATE));
    }

    #[test]
    fn a_window_ends_when_the_closing_does_though_it_is_cancelled_later() {
        let mut stage = stage();
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        at(END - 10);
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        assert_eq!(stage.by(VIEWER).cancel_close(), Ok(()));
        at(END);
        assert_eq!(stage.pay(&[CREATOR]), Ok(10 * RATE));
    }

    #[test]
    fn what_is_not_good_is_skipped_and_opens_no_window() {
        let mut stage = stage();
        let bad = [
            (Said { viewer: STRANGER, ..said(1) }, SkipReason::NoPurse),
            (Said { nonce: 2, ..said(1) }, SkipReason::OldOpening),
            (Said { key: 1, ..said(1) }, SkipReason::UnknownKey),
            (Said { by: SECOND_SESSION, ..said(1) }, SkipReason::BadSignature),
            (Said { amount: RATE + 1, ..said(1) }, SkipReason::OverRate),
            (said(0), SkipReason::Stale),
        ];
        for (said, reason) in bad {
            assert_eq!(stage.announce(&[said]), Err(Error::NothingNew));
            assert_eq!(last_event::<Skipped>().reason, reason);
        }
        let all: Vec<Said> = bad.iter().map(|(said, _)| *said).chain([to(COHOST, said(3))]).collect();
        assert_eq!(stage.announce(&all), Ok(1), "the others do not stop the good one");
        assert_eq!(stage.info().claims, 1);
    }

    #[test]
    fn what_credit_allowance_or_deposit_do_not_hold_is_skipped() {
        let mut stage = Stage::with_purse();
        assert_eq!(stage.announce(&[said(1)]), Err(Error::NothingNew));
        assert_eq!(last_event::<Skipped>().reason, SkipReason::OverTime);
        assert_eq!(stage.settle(&[tip(ALLOWANCE)]), Ok(ALLOWANCE));
        assert_eq!(stage.announce(&[tip(ALLOWANCE + 1)]), Err(Error::NothingNew));
        assert_eq!(last_event::<Skipped>().reason, SkipReason::OverAllowance);
        at(START + 600);
        assert_eq!(stage.settle(&[to(COHOST, said(1_000))]), Ok(DEPOSIT - ALLOWANCE));
        assert_eq!(stage.announce(&[said(1)]), Err(Error::NothingNew));
        assert_eq!(last_event::<Skipped>().reason, SkipReason::Empty);
        at(EXPIRY + DELAY + 1);
        assert_eq!(stage.announce(&[said(1)]), Err(Error::NothingNew));
        assert_eq!(last_event::<Skipped>().reason, SkipReason::Expired);
    }

    #[test]
    fn a_higher_voucher_replaces_a_lower_one() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        assert_eq!(stage.announce(&[said(10)]), Err(Error::NothingNew));
        assert_eq!(stage.announce(&[said(9)]), Err(Error::NothingNew));
        assert_eq!(last_event::<Skipped>().reason, SkipReason::Stale);
        assert_eq!(stage.by(STRANGER).announce(vouchers(&[Said { extras: 4, ..said(12) }])), Ok(1));
        let claim = stage.claim(CREATOR).expect("a claim");
        assert_eq!((claim.seconds, claim.amount, claim.extras), (12, 12 * RATE, 4));
        assert_eq!((claim.due_amount, claim.due_extras), (12 * RATE, 4));
        assert_eq!(claim.announcer, CREATOR, "who made the cell");
        assert_eq!(last_event::<Announced>().announcer, STRANGER);
        at(END);
        assert_eq!(stage.pay(&[CREATOR]), Ok(12 * RATE + 4));
    }

    #[test]
    fn the_same_voucher_is_good_again_when_more_credit_has_grown() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(130)]), Ok(1));
        assert_eq!(stage.claim(CREATOR).map(|claim| claim.due_amount), Some(100 * RATE));
        assert_eq!(stage.announce(&[said(130)]), Err(Error::NothingNew));
        at(OPENED + 1);
        assert_eq!(stage.announce(&[said(130)]), Ok(1));
        assert_eq!(stage.claim(CREATOR).map(|claim| claim.due_amount), Some(102 * RATE));
    }

    #[test]
    fn what_the_operator_settles_in_the_window_is_claimed_no_more() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(10), to(COHOST, Said { extras: 8, ..said(5) })]), Ok(2));
        assert_eq!(stage.settle(&[said(4), to(COHOST, tip(3))]), Ok(4 * RATE + 3));
        assert_eq!(stage.claim(CREATOR).map(|claim| claim.due_amount), Some(6 * RATE));
        assert_eq!(stage.claim(COHOST).map(|claim| claim.due_extras), Some(5));
        assert_eq!(stage.settle(&[said(10)]), Ok(6 * RATE));
        assert_eq!((stage.claim(CREATOR), stage.info().claims), (None, 1));
        at(END);
        assert_eq!(stage.pay(&[CREATOR, COHOST]), Ok(5 * RATE + 5));
        assert_eq!(stage.info().deposit, DEPOSIT - 15 * RATE - 8);
    }

    #[test]
    fn a_window_whose_claims_were_all_settled_is_gone() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(10), to(COHOST, said(5))]), Ok(2));
        assert_eq!(stage.settle(&[said(10), to(COHOST, said(7))]), Ok(17 * RATE));
        assert_eq!((stage.info().claims, stage.info().window_ends_at), (0, None));
        assert_eq!(stage.by(VIEWER).close_now(OPENED, release(1, OPENED, OPERATOR_KEY)), Ok(DEPOSIT - 17 * RATE));
    }

    #[test]
    fn what_the_operator_settles_after_the_freezing_is_not_paid_twice() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[Said { extras: 9, ..said(10) }, to(COHOST, said(5))]), Ok(2));
        at(END);
        assert_eq!(stage.pay(&[COHOST]), Ok(5 * RATE));
        let credit = stage.info().present.credit;
        assert_eq!(stage.settle(&[Said { extras: 9, ..said(7) }]), Ok(7 * RATE + 9));
        assert_eq!(stage.pay(&[CREATOR]), Ok(3 * RATE));
        assert_eq!(stage.info().deposit, DEPOSIT - 15 * RATE - 9);
        assert_eq!((stage.info().reserved, stage.info().extras), (0, 9));
        assert_eq!(
            (stage.info().present.credit, stage.info().present.extras),
            (credit, 9),
            "what was not used came back"
        );
    }

    #[test]
    fn a_claim_that_the_operator_settled_after_the_freezing_is_late() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(10), to(COHOST, said(5))]), Ok(2));
        at(END);
        assert_eq!(stage.pay(&[COHOST]), Ok(5 * RATE));
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE));
        assert_eq!(stage.pay(&[CREATOR]), Ok(0));
        let late: Skipped = last_event();
        assert_eq!((late.creator, late.seconds, late.reason), (CREATOR, 10, SkipReason::Stale));
        assert_eq!(stage.info().deposit, DEPOSIT - 15 * RATE);
    }

    #[test]
    fn claims_of_one_key_share_what_its_allowance_has_left() {
        let mut stage = stage();
        let all = Said { extras: ALLOWANCE, ..said(1) };
        assert_eq!(stage.announce(&[all, to(COHOST, all)]), Ok(2));
        at(END);
        assert_eq!(stage.pay(&[CREATOR, COHOST]), Ok(2 * RATE + ALLOWANCE));
        assert_eq!(stage.info().present.extras, ALLOWANCE);
        assert_eq!(stage.info().deposit, DEPOSIT - 2 * RATE - ALLOWANCE);
    }

    #[test]
    fn a_deposit_that_is_short_is_shared_by_the_claims_whoever_is_paid_first() {
        for order in [[CREATOR, COHOST, STRANGER], [STRANGER, COHOST, CREATOR]] {
            apart(move || {
                let mut stage = Stage::new();
                assert_eq!(stage.open_with(90 * RATE, Limits { lanes: 16, ..limits() }), Ok(1));
                at(START + 50);
                assert_eq!(stage.announce(&[said(30), to(COHOST, said(45)), to(STRANGER, said(60))]), Ok(3));
                at(END);
                let paid = order.map(|creator| stage.pay(&[creator]).expect("a payment"));
                assert_eq!(paid.iter().sum::<u128>(), 90 * RATE);
                let shares = [CREATOR, COHOST, STRANGER].map(|to| stage.tab(to).map(|tab| tab.amount));
                assert_eq!(shares, [Some(20 * RATE), Some(30 * RATE), Some(40 * RATE)]);
            });
        }
    }

    #[test]
    fn credit_that_is_short_is_shared_by_the_claims_of_its_key() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(60), to(COHOST, said(90))]), Ok(2));
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        at(END - 1);
        assert_eq!(stage.announce(&[by_second_key(said(7))]), Ok(1));
        at(END);
        assert_eq!(stage.pay(&[CREATOR, COHOST]), Ok(100 * RATE));
        let shares = [CREATOR, COHOST].map(|to| stage.tab(to).map(|tab| tab.amount));
        assert_eq!(shares, [Some(40 * RATE), Some(60 * RATE)]);
        assert_eq!(stage.by(STRANGER).pay_announced(VIEWER, vec![(1, CREATOR)]), Ok(7 * RATE));
        assert_eq!(stage.info().retired[0].credit, 0);
    }

    #[test]
    fn claims_are_paid_though_their_key_is_dead_by_then() {
        let mut stage = Stage::with_purse();
        at(EXPIRY + DELAY);
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        at(EXPIRY + 2 * DELAY);
        assert_eq!(stage.pay(&[CREATOR]), Ok(10 * RATE));
    }

    #[test]
    fn lists_close_their_gaps_and_keep_what_is_unpaid() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(1), to(COHOST, said(2)), to(STRANGER, said(3))]), Ok(3));
        let listed = |stage: &Stage| {
            let claims = stage.purse.claims(VIEWER, 0, 50);
            claims.into_iter().map(|(key, creator, claim)| (key, creator, claim.seconds)).collect::<Vec<_>>()
        };
        assert_eq!(listed(&stage), [(0, CREATOR, 1), (0, COHOST, 2), (0, STRANGER, 3)]);
        assert_eq!(stage.settle(&[said(1)]), Ok(RATE));
        assert_eq!(listed(&stage), [(0, STRANGER, 3), (0, COHOST, 2)]);
        at(END);
        assert_eq!(stage.pay(&[STRANGER]), Ok(3 * RATE));
        assert_eq!(listed(&stage), [(0, COHOST, 2)]);
        assert_eq!(stage.pay(&[COHOST]), Ok(2 * RATE));
        assert_eq!(listed(&stage), []);
        assert_eq!(stage.announce(&[to(VICTIM, said(4))]), Ok(1));
        assert_eq!(listed(&stage), [(0, VICTIM, 4)]);
    }

    #[test]
    fn a_paid_claim_is_cleared_by_whoever_made_its_cell() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(1), to(COHOST, said(2))]), Ok(2));
        let cells = vec![(VIEWER, 0, CREATOR), (VIEWER, 0, COHOST), (VIEWER, 0, STRANGER), (STRANGER, 0, CREATOR)];
        assert_eq!(stage.by(CREATOR).clear_claims(cells.clone()), Ok(0), "unpaid");
        at(END);
        assert_eq!(stage.pay(&[CREATOR]), Ok(RATE));
        assert_eq!(stage.by(STRANGER).clear_claims(cells.clone()), Ok(0), "not theirs");
        assert_eq!(stage.by(CREATOR).clear_claims(cells.clone()), Ok(1));
        assert_eq!(stage.claim(COHOST).map(|claim| claim.seconds), Some(2), "the unpaid one stays listed");
        assert_eq!(stage.pay(&[COHOST]), Ok(2 * RATE));
        assert_eq!(stage.by(CREATOR).clear_claims(cells.clone()), Ok(1));
        let cleared: ClaimsCleared = last_event();
        assert_eq!((cleared.announcer, cleared.count), (CREATOR, 1));
        assert_eq!(stage.by(CREATOR).clear_claims(cells), Ok(0), "once");
    }

    #[test]
    fn a_cell_that_is_used_again_stays_whose_it_was() {
        let mut stage = stage();
        assert_eq!(stage.announce(&[said(1)]), Ok(1));
        assert_eq!(stage.settle(&[said(1)]), Ok(RATE));
        assert_eq!(stage.by(STRANGER).announce(vouchers(&[said(2)])), Ok(1));
        assert_eq!(stage.settle(&[said(2)]), Ok(RATE));
        let cell = vec![(VIEWER, 0, CREATOR)];
        assert_eq!(stage.by(STRANGER).clear_claims(cell.clone()), Ok(0));
        assert_eq!(stage.by(CREATOR).clear_claims(cell), Ok(1));
    }
}

mod earning {
    use super::*;

    /// With tips that were settled, without a fee.
    fn earned(extras: u128) -> Stage {
        with_earned(Stage::new(), extras)
    }

    fn with_earned(mut stage: Stage, extras: u128) -> Stage {
        assert_eq!(stage.by(OWNER).set_fee(0), Ok(()));
        at(START + DELAY);
        assert_eq!(stage.open(Limits { extras_allowance: DEPOSIT, ..limits() }), Ok(1));
        assert_eq!(stage.settle(&[tip(extras)]), Ok(extras));
        stage
    }

    fn share(account: H160, basis_points: u16) -> Share {
        Share { account, basis_points }
    }

    fn owed(stage: &Stage) -> [u128; 3] {
        [CREATOR, COHOST, STRANGER].map(|account| stage.purse.earnings(account).owed)
    }

    #[test]
    fn withdraw_pays_all_that_is_owed_once() {
        let mut stage = earned(12_345);
        let paid = gain(CREATOR, || assert_eq!(stage.by(CREATOR).withdraw(), Ok(12_345)));
        assert_eq!(paid, 12_345);
        let withdrawn: Withdrawn = last_event();
        assert_eq!((withdrawn.account, withdrawn.amount, withdrawn.fee), (CREATOR, 12_345, 0));
        assert_eq!(stage.by(CREATOR).withdraw(), Err(Error::NothingOwed));
        assert_eq!(stage.by(STRANGER).withdraw(), Err(Error::NothingOwed));
        stage.is_balanced();
    }

    #[test]
    fn the_first_split_holds_at_once_for_what_is_earned_from_then_on() {
        let mut stage = earned(1_000);
        assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 3_000), share(STRANGER, 1)]), Ok(()));
        assert_eq!(last_event::<SplitChanged>().effective_at, START + DELAY);
        assert_eq!(owed(&stage), [1_000, 0, 0]);
        assert_eq!(stage.settle(&[tip(21_005)]), Ok(20_005));
        assert_eq!(stage.purse.earnings(CREATOR).pot, 20_005);
        assert_eq!(stage.by(STRANGER).distribute(CREATOR), Ok(()));
        assert_eq!(last_event::<Distributed>().amount, 20_000);
        assert_eq!(owed(&stage), [1_000 + 13_998, 6_000, 2]);
        assert_eq!(stage.purse.earnings(CREATOR).pot, 5);
        assert_eq!(stage.by(COHOST).withdraw(), Ok(6_000));
        stage.is_balanced();
    }

    #[test]
    fn an_empty_first_split_changes_nothing() {
        let mut stage = earned(1_000);
        assert_eq!(stage.by(CREATOR).set_split(vec![]), Ok(()));
        assert_eq!(last_event::<SplitChanged>().effective_at, START + DELAY);
        assert_eq!(stage.purse.earnings(CREATOR).next_split, None);
        assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 1)]), Ok(()));
        assert_eq!(stage.purse.earnings(CREATOR).split, [share(COHOST, 1)], "it is still the first");
    }

    #[test]
    fn a_changed_split_divides_what_is_settled_from_its_second_on() {
        let set_at = START + DELAY;
        for (settled_at, halves) in [(set_at + DELAY - 1, true), (set_at + DELAY, false), (set_at + DELAY + 1, false)] {
            apart(move || {
                let mut stage = earned(10_000);
                assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 5_000)]), Ok(()));
                assert_eq!(stage.by(CREATOR).set_split(vec![share(STRANGER, 10_000)]), Ok(()));
                assert_eq!(last_event::<SplitChanged>().effective_at, set_at + DELAY);
                let pending = Some((vec![share(STRANGER, 10_000)], set_at + DELAY));
                assert_eq!(stage.purse.earnings(CREATOR).next_split, pending);
                at(settled_at);
                assert_eq!(stage.settle(&[tip(30_000)]), Ok(20_000));
                at(set_at + 10 * DELAY);
                assert_eq!(stage.purse.earnings(CREATOR).pot, 20_000);
                assert_eq!(stage.purse.earnings(CREATOR).split, [share(STRANGER, 10_000)]);
                assert_eq!(stage.purse.earnings(CREATOR).next_split, None);
                assert_eq!(stage.by(COHOST).distribute(CREATOR), Ok(()));
                assert_eq!(owed(&stage), if halves { [20_000, 10_000, 0] } else { [10_000, 0, 20_000] });
            });
        }
    }

    #[test]
    fn a_split_changes_at_its_second_for_whoever_divides() {
        let changes_at = START + 2 * DELAY;
        for (now, holds, owed_then) in [
            (changes_at - 1, COHOST, [10_000, 20_000, 0]),
            (changes_at, STRANGER, [10_000, 0, 20_000]),
            (changes_at + 1, STRANGER, [10_000, 0, 20_000]),
        ] {
            apart(move || {
                let mut stage = earned(10_000);
                assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 10_000)]), Ok(()));
                assert_eq!(stage.by(CREATOR).set_split(vec![share(STRANGER, 10_000)]), Ok(()));
                at(now);
                assert_eq!(stage.purse.earnings(CREATOR).split, [share(holds, 10_000)]);
                assert_eq!(stage.by(STRANGER).distribute(CREATOR), Ok(()));
                assert_eq!(stage.settle(&[tip(30_000)]), Ok(20_000));
                assert_eq!(stage.by(CREATOR).set_split(vec![]), Ok(()));
                assert_eq!(stage.purse.earnings(CREATOR).split, [share(holds, 10_000)], "the new one waits");
                at(now + 2 * DELAY);
                assert_eq!(stage.by(STRANGER).distribute(CREATOR), Ok(()));
                assert_eq!(owed(&stage), owed_then);
            });
        }
    }

    #[test]
    fn a_second_change_replaces_the_pending_one_and_starts_anew() {
        let mut stage = earned(1);
        assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 5_000)]), Ok(()));
        assert_eq!(stage.by(CREATOR).set_split(vec![]), Ok(()));
        at(START + 2 * DELAY - 1);
        assert_eq!(stage.by(CREATOR).set_split(vec![share(STRANGER, 1)]), Ok(()));
        at(START + 2 * DELAY);
        assert_eq!(stage.purse.earnings(CREATOR).split, [share(COHOST, 5_000)]);
        at(START + 3 * DELAY - 1);
        assert_eq!(stage.purse.earnings(CREATOR).split, [share(STRANGER, 1)]);
    }

    #[test]
    fn when_a_pot_is_distributed_changes_no_total() {
        let owed_after = |times: u128| {
            let mut stage = earned(1);
            assert_eq!(stage.by(CREATOR).set_split(vec![share(COHOST, 3_333)]), Ok(()));
            for time in 1..=times {
                assert!(stage.settle(&[tip(1 + 700_021 * time / times)]).is_ok());
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
        assert_eq!(stage.settle(&[tip(50_001)]), Ok(50_000));
        assert_eq!(stage.by(CREATOR).withdraw(), Ok(1));
        assert_eq!(stage.by(COHOST).withdraw(), Ok(50_000));
        assert_eq!(stage.settle(&[tip(70_001)]), Ok(20_000));
        assert_eq!(stage.by(CREATOR).withdraw(), Err(Error::NothingOwed));
        assert_eq!(stage.by(STRANGER).withdraw_for(CREATOR), Err(Error::NothingOwed));
    }

    #[test]
    fn anybody_withdraws_for_an_account_to_the_account_itself() {
        let mut stage = with_earned(Stage::with_costs(0, 100), 12_345);
        let before = balance(STRANGER);
        let paid = gain(CREATOR, || assert_eq!(stage.by(STRANGER).withdraw_for(CREATOR), Ok(12_345)));
        assert_eq!((paid, balance(STRANGER)), (12_345, before));
        assert_eq!(last_event::<Withdrawn>().fee, 0);
        assert_eq!(stage.by(STRANGER).withdraw_for(CREATOR), Err(Error::NothingOwed));
    }

    #[test]
    fn the_operator_withdraws_for_a_fee_when_it_is_a_hundredth_at_most() {
        for (extras, answer) in [(9_999, Err(Error::TooLittle)), (10_000, Ok(9_900)), (10_001, Ok(9_901))] {
            apart(move || {
                let mut stage = with_earned(Stage::with_costs(0, 100), extras);
                let paid = gain(CREATOR, || assert_eq!(stage.by(OPERATOR).withdraw_for(CREATOR), answer));
                assert_eq!(paid, answer.unwrap_or(0));
                if answer.is_ok() {
                    let withdrawn: Withdrawn = last_event();
                    assert_eq!((withdrawn.amount, withdrawn.fee), (extras, 100));
                    assert_eq!(stage.purse.earnings(OPERATOR).owed, 100);
                    assert_eq!(stage.by(OPERATOR).withdraw_for(OPERATOR), Ok(100), "its own it withdraws for nothing");
                    stage.is_balanced();
                }
            });
        }
    }

    #[test]
    fn fees_are_the_owners() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.by(OWNER).withdraw_fees(), Err(Error::NothingOwed));
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE));
        assert_eq!(stage.by(OPERATOR).withdraw_fees(), Err(Error::NotOwner));
        let paid = gain(OWNER, || assert_eq!(stage.by(OWNER).withdraw_fees(), Ok(RATE / 2)));
        assert_eq!(paid, RATE / 2);
        assert_eq!(stage.by(OWNER).withdraw_fees(), Err(Error::NothingOwed));
        stage.is_balanced();
    }

    #[test]
    fn what_was_sent_beside_the_books_is_the_owners_and_nothing_else_is() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE));
        assert_eq!(stage.by(OWNER).withdraw_surplus(), Err(Error::NothingOwed));
        test::set_contract_balance(CONTRACT, balance(CONTRACT) + U256::from(77));
        assert_eq!(stage.by(OPERATOR).withdraw_surplus(), Err(Error::NotOwner));
        let paid = gain(OWNER, || assert_eq!(stage.by(OWNER).withdraw_surplus(), Ok(77)));
        assert_eq!((paid, last_event::<SurplusWithdrawn>().amount), (77, 77));
        assert_eq!(stage.by(OWNER).withdraw_surplus(), Err(Error::NothingOwed));
        stage.is_balanced();
    }
}

mod administration {
    use super::*;

    #[test]
    fn terms_are_told() {
        let terms = Stage::with_costs(3, 4).purse.terms();
        assert_eq!((terms.version, terms.chain_id), (2, crypto::chain_id()));
        assert_eq!((terms.owner, terms.operator, terms.pending_owner), (OWNER, OPERATOR, None));
        assert_eq!((terms.operator_key, terms.next_operator), (public(OPERATOR_KEY), None));
        assert_eq!((terms.fee, terms.next_fee, terms.fee_cap), (FEE, None, FEE_CAP));
        assert_eq!((terms.closing_delay, terms.tab_cost, terms.withdraw_fee), (DELAY, 3, 4));
        assert_eq!((terms.max_batch, terms.max_retired_keys, terms.accrual_cap), (100, 4, DAY));
    }

    #[test]
    fn bad_terms_are_refused() {
        let with = |fee, closing_delay, key| {
            let fixed = Fixed { closing_delay, tab_cost: 0, withdraw_fee: 0 };
            Administration::new(OWNER, Operator { account: OPERATOR, key }, fee, fixed).map(|_| ())
        };
        let good = public(OPERATOR_KEY);
        assert_eq!(with(1_000, 60, good), Ok(()));
        assert_eq!(with(0, 30 * DAY, good), Ok(()));
        assert_eq!(with(1_001, 60, good), Err(Error::FeeTooHigh));
        assert_eq!(with(0, 59, good), Err(Error::BadDelay));
        assert_eq!(with(0, 30 * DAY + 1, good), Err(Error::BadDelay));
        assert_eq!(with(0, 60, [0; 64]), Err(Error::BadKey));
    }

    #[test]
    fn only_the_owner_administers() {
        let mut stage = Stage::new();
        for caller in [OPERATOR, VIEWER] {
            assert_eq!(stage.by(caller).set_fee(1), Err(Error::NotOwner));
            assert_eq!(stage.by(caller).set_operator(caller, public(30)), Err(Error::NotOwner));
            assert_eq!(stage.by(caller).transfer_ownership(caller), Err(Error::NotOwner));
            assert_eq!(stage.by(caller).accept_ownership(), Err(Error::NotPendingOwner));
        }
        assert_eq!(stage.by(OWNER).set_fee(FEE_CAP + 1), Err(Error::FeeTooHigh));
        assert_eq!((stage.purse.terms().fee, stage.purse.terms().next_fee), (FEE, None));
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
    fn a_fee_holds_from_its_second_on_for_purses_that_are_opened_then() {
        for (now, fee) in [(START + DELAY - 1, FEE), (START + DELAY, 1_000), (START + DELAY + 1, 1_000)] {
            apart(move || {
                let mut stage = Stage::new();
                assert_eq!(stage.by(OWNER).set_fee(1_000), Ok(()));
                assert_eq!(last_event::<FeeChanged>().effective_at, START + DELAY);
                assert_eq!(stage.purse.terms().next_fee, Some((1_000, START + DELAY)));
                at(now);
                assert_eq!(stage.purse.terms().fee, fee);
                assert_eq!(stage.open(limits()), Ok(1));
                assert_eq!(stage.info().fee, fee);
            });
        }
    }

    #[test]
    fn a_second_fee_replaces_the_pending_one_and_starts_anew() {
        let mut stage = Stage::new();
        assert_eq!(stage.by(OWNER).set_fee(1_000), Ok(()));
        at(START + DELAY - 1);
        assert_eq!(stage.by(OWNER).set_fee(7), Ok(()));
        at(START + DELAY);
        assert_eq!((stage.purse.terms().fee, stage.purse.terms().next_fee), (FEE, Some((7, START + 2 * DELAY - 1))));
        at(START + 2 * DELAY - 1);
        assert_eq!(stage.by(OWNER).set_fee(8), Ok(()));
        assert_eq!(stage.purse.terms().fee, 7, "the one that was due holds");
    }

    #[test]
    fn a_new_operator_takes_office_at_its_second() {
        for (now, old_settles) in [(START + DELAY - 1, true), (START + DELAY, false), (START + DELAY + 1, false)] {
            apart(move || {
                let mut stage = Stage::with_purse();
                assert_eq!(stage.by(OWNER).set_operator(STRANGER, public(30)), Ok(()));
                assert_eq!(last_event::<OperatorChanged>().effective_at, START + DELAY);
                assert_eq!(stage.purse.terms().next_operator, Some((STRANGER, public(30), START + DELAY)));
                at(now);
                let (office, other) = if old_settles { (OPERATOR, STRANGER) } else { (STRANGER, OPERATOR) };
                assert_eq!(stage.by(other).settle(vouchers(&[said(1)])), Err(Error::NotOperator));
                assert!(stage.by(office).settle(vouchers(&[said(1)])).is_ok());
                let (key, other_key) = if old_settles { (OPERATOR_KEY, 30) } else { (30, OPERATOR_KEY) };
                assert_eq!(stage.by(VIEWER).close_now(now, release(1, now, other_key)), Err(Error::BadRelease));
                assert_eq!(stage.by(VIEWER).close_now(now, release(1, now, key)), Ok(DEPOSIT - RATE));
            });
        }
    }
}

/// The attacks that version 1 was open to, and those that were tried on this one.
mod attacks {
    use super::*;

    /// A1: one `rekey` and one voucher of the new key for nothing voided all that the old key had signed.
    #[test]
    fn a_rekey_with_lower_limits_and_a_newer_voucher_void_nothing() {
        let mut stage = Stage::later(100);
        let lower = Limits { max_rate: 0, lanes: 1, extras_allowance: 0, ..limits() };
        assert_eq!(stage.rekey(SECOND_SESSION, lower), Ok(1));
        let poison = by_second_key(Said { amount: 0, ..said(u64::MAX) });
        assert_eq!(stage.outcomes(&[poison]), [Some(SkipReason::Stale)]);
        assert_eq!(stage.outcomes(&[poison, Said { extras: 9, ..said(80) }]), [Some(SkipReason::Stale), None]);
        assert_eq!(stage.info().paid, 80 * RATE + 9);
    }

    /// A1: a key that was retired counts what it signed before, whatever the new key has counted in between.
    #[test]
    fn what_the_new_key_sells_takes_nothing_from_the_old_one() {
        let mut stage = Stage::later(100);
        assert_eq!(stage.rekey(SECOND_SESSION, limits()), Ok(1));
        at(START + 100 + DELAY);
        assert_eq!(stage.settle(&[by_second_key(Said { extras: ALLOWANCE, ..said(240) })]), Ok(240 * RATE + ALLOWANCE));
        assert_eq!(stage.settle(&[Said { extras: ALLOWANCE, ..said(200) }]), Ok(200 * RATE + ALLOWANCE));
    }

    /// A1: extras above the allowance made the seconds of the same voucher void.
    #[test]
    fn extras_that_nobody_may_sell_hinder_no_second() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.settle(&[Said { extras: u128::MAX, ..said(10) }]), Ok(10 * RATE + ALLOWANCE));
        assert_eq!(stage.settle(&[Said { extras: u128::MAX, ..said(11) }]), Ok(RATE));
    }

    /// A2: a viewer kept an announcement loaded, and fired it to drain the purse into a second account of their own.
    #[test]
    fn a_creator_who_announces_in_the_window_shares_what_a_hostile_viewer_drains() {
        let mut stage = Stage::new();
        let limitless = Limits { max_rate: u128::MAX, ..limits() };
        assert_eq!(stage.open(limitless), Ok(1));
        at(START + 500);
        let drain = to(STRANGER, Said { amount: u128::MAX, ..said(1) });
        assert_eq!(stage.by(VIEWER).announce(vouchers(&[drain])), Ok(1));
        assert_eq!(stage.by(VIEWER).request_close(), Ok(()));
        at(START + 500 + DELAY - 1);
        assert_eq!(stage.announce(&[said(500)]), Ok(1));
        at(START + 500 + DELAY);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::WindowOpen));
        assert_eq!(stage.pay(&[STRANGER]), Ok(DEPOSIT * 2 / 3), "the huge amount asks for no more than there was");
        assert_eq!(stage.pay(&[CREATOR]), Ok(DEPOSIT - DEPOSIT * 2 / 3));
    }

    /// A2: announcing again prolonged an announcement and never restarted it.
    #[test]
    fn nothing_is_renewed_by_announcing_again() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.by(VIEWER).announce(vouchers(&[to(STRANGER, said(1))])), Ok(1));
        at(START + 50 + DELAY - 1);
        assert_eq!(stage.by(VIEWER).announce(vouchers(&[to(STRANGER, said(1))])), Err(Error::NothingNew));
        at(START + 50 + DELAY);
        assert_eq!(stage.by(VIEWER).announce(vouchers(&[to(STRANGER, said(2))])), Err(Error::WindowEnded));
        assert_eq!(stage.announce(&[said(10)]), Err(Error::WindowEnded));
        assert_eq!(stage.pay(&[STRANGER]), Ok(RATE), "anybody frees the purse");
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        assert_eq!(stage.info().window_ends_at, Some(START + 50 + 2 * DELAY), "and the creator has the whole time");
    }

    /// A2: one purse whose window is over must not stop a creator from announcing what others owe.
    #[test]
    fn an_ended_window_hinders_no_other_purse() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.by(VIEWER).announce(vouchers(&[to(STRANGER, said(1))])), Ok(1));
        let other = Limits { expires_at: EXPIRY, ..limits() };
        assert_eq!(stage.paying(VICTIM, DEPOSIT).open(public(SECOND_SESSION), other), Ok(1));
        at(START + 50 + DELAY);
        let good = Said { viewer: VICTIM, by: SECOND_SESSION, ..said(10) };
        assert_eq!(stage.announce(&[said(10), good]), Ok(1));
        let claims = stage.purse.claims(VICTIM, 0, 50);
        assert_eq!(
            claims.iter().map(|(_, to, claim)| (*to, claim.due_amount)).collect::<Vec<_>>(),
            [(CREATOR, 10 * RATE)]
        );
        assert_eq!(stage.info().claims, 1);
    }

    /// A3: seconds that cost nothing filled the lanes, so that the seconds that were owed no longer fitted.
    #[test]
    fn seconds_that_cost_nothing_take_up_nothing() {
        let mut stage = Stage::later(50);
        let free = to(STRANGER, Said { amount: 0, extras: 1, ..said(u64::MAX) });
        assert_eq!(stage.settle(&[free]), Ok(1));
        assert_eq!(stage.info().seconds, u64::MAX);
        assert_eq!(stage.settle(&[said(100)]), Ok(100 * RATE));
    }

    /// A3: a copied key, a hostile page or a hostile server sold all the time in which nothing was watched.
    #[test]
    fn a_stolen_key_sells_a_day_at_most_however_long_it_lay() {
        let mut stage = Stage::new();
        let rich = Limits { expires_at: START + 300 * DAY, ..limits() };
        assert_eq!(stage.open_with(u128::MAX / 4, rich), Ok(1));
        at(START + 200 * DAY);
        let day = u128::from(LANES) * u128::from(DAY) * RATE;
        assert_eq!(stage.settle(&[said(u64::MAX / 2)]), Ok(day));
        assert_eq!(skipped(&mut stage, said(u64::MAX / 2)), SkipReason::OverTime);
        at(START + 200 * DAY + 1);
        assert_eq!(stage.settle(&[said(u64::MAX / 2)]), Ok(u128::from(LANES) * RATE));
    }

    /// A4: one block after the expiry what was owed was void, and the viewer closed at once.
    #[test]
    fn an_expiry_voids_nothing_and_closes_nothing_for_a_closing_delay() {
        let mut stage = Stage::with_purse();
        at(EXPIRY + 1);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NotClosing));
        at(EXPIRY + DELAY);
        assert_eq!(stage.by(VIEWER).close(), Err(Error::NotClosing));
        assert_eq!(stage.settle(&[said(20)]), Ok(20 * RATE));
        at(EXPIRY + DELAY + 1);
        assert_eq!(stage.by(VIEWER).close(), Ok(DEPOSIT - 20 * RATE));
    }

    /// A4: time after the expiry is no time in which the key sells.
    #[test]
    fn what_settles_after_the_expiry_was_earned_before_it() {
        let mut stage = Stage::new();
        assert_eq!(stage.open(Limits { expires_at: START + 10, ..limits() }), Ok(1));
        at(START + 10 + DELAY);
        assert_eq!(stage.settle(&[said(100)]), Ok(20 * RATE));
    }

    /// A5: a higher fee took from what had been earned before it.
    #[test]
    fn a_new_fee_takes_nothing_from_a_purse_that_is_open() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.by(OWNER).set_fee(1_000), Ok(()));
        at(START + 50 + 10 * DELAY);
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE));
        assert_eq!(stage.purse.totals().fees, 10 * RATE / 20);
    }

    /// A5: a creator emptied the split, and the seconds that a co-host had earned were the creator's alone.
    #[test]
    fn a_split_that_is_emptied_takes_nothing_that_was_earned_under_it() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.by(CREATOR).set_split(vec![Share { account: COHOST, basis_points: 5_000 }]), Ok(()));
        assert_eq!(stage.settle(&[said(20)]), Ok(20 * RATE));
        assert_eq!(stage.by(CREATOR).set_split(vec![]), Ok(()));
        assert_eq!(stage.settle(&[said(40)]), Ok(20 * RATE));
        at(START + 50 + DELAY);
        assert_eq!(stage.by(CREATOR).withdraw(), Ok(40 * RATE * 95 / 100 / 2));
        assert_eq!(stage.by(COHOST).withdraw(), Ok(40 * RATE * 95 / 100 / 2));
    }

    /// A5: a new operator's word closed a purse over a creator's announcement, and all went back to the viewer.
    #[test]
    fn a_new_operators_word_closes_no_purse_before_its_time_nor_over_a_window() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.by(OWNER).set_operator(STRANGER, public(30)), Ok(()));
        let word = |now| release(1, now, 30);
        assert_eq!(stage.by(VIEWER).close_now(START + 50, word(START + 50)), Err(Error::BadRelease));
        assert_eq!(stage.announce(&[said(10)]), Ok(1));
        at(START + 50 + DELAY);
        assert_eq!(stage.by(VIEWER).close_now(START + 50 + DELAY, word(START + 50 + DELAY)), Err(Error::WindowOpen));
        assert_eq!(stage.pay(&[CREATOR]), Ok(10 * RATE));
    }

    /// A6: three retired keys made one voucher cost five signature checks.
    #[test]
    fn a_voucher_is_checked_against_the_key_that_it_names_alone() {
        let mut stage = Stage::later(50);
        (20..24).for_each(|seed| assert!(stage.rekey(seed, limits()).is_ok()));
        for (number, by) in [(0, 20), (1, SESSION), (4, SESSION), (2, 22)] {
            let wrong = Said { key: number, by, ..said(1) };
            assert_eq!(stage.outcomes(&[wrong]), [Some(SkipReason::BadSignature)]);
        }
        assert_eq!(stage.settle(&[said(1)]), Ok(RATE));
    }

    /// A6: a `rekey` between trial and block made a voucher dearer, and the whole batch failed.
    #[test]
    fn a_batch_whose_weight_runs_out_settles_what_it_can_and_loses_nothing() {
        let needed = |to_pay, waiting| JUDGING.plus(PAYING.times(to_pay)).plus(SKIPPING.times(waiting)).plus(ENDING);
        let enough = needed(2, 2);
        for short in [Weight { ref_time: 1_000, ..enough }, Weight { proof_size: 1_000, ..enough }] {
            apart(move || {
                let mut stage = Stage::later(50);
                let batch = [said(10), to(COHOST, said(20)), to(STRANGER, said(30))];
                scarce::set(vec![needed(1, 3), short, needed(2, 1)]);
                assert_eq!(stage.outcomes(&batch), [None, Some(SkipReason::NoWeight), None]);
                assert_eq!(stage.tab(COHOST), None);
                assert_eq!(stage.settle(&batch), Ok(20 * RATE), "the next batch has it");
            });
        }
    }

    /// What the chain answers costs weight too.
    #[test]
    fn weight_that_suffices_for_the_whole_batch_is_asked_for_once() {
        let for_all = JUDGING.plus(PAYING).times(3).plus(ENDING);
        let Weight { ref_time, proof_size } = for_all;
        let nothing = Weight { ref_time: 0, proof_size: 0 };
        let batch = [said(10), to(COHOST, said(20)), to(STRANGER, said(30))];
        for (first, second) in [
            (for_all, None),
            (Weight { ref_time: ref_time - 1, proof_size }, Some(SkipReason::NoWeight)),
            (Weight { ref_time, proof_size: proof_size - 1 }, Some(SkipReason::NoWeight)),
        ] {
            apart(move || {
                let mut stage = Stage::later(50);
                scarce::set(vec![first, nothing]);
                assert_eq!(stage.outcomes(&batch), [None, second, None]);
            });
        }
    }

    /// A6: a voucher is settled when the weight suffices for it and for all that is to be done yet, to the last unit.
    #[test]
    fn weight_is_kept_for_all_that_the_call_still_has_to_do() {
        let batch = [said(1), to(COHOST, said(2)), to(STRANGER, said(3))];
        let needed = |to_pay, waiting| JUDGING.plus(PAYING.times(to_pay)).plus(SKIPPING.times(waiting)).plus(ENDING);
        let least = [needed(1, 3), needed(2, 2), needed(3, 1)];
        for place in 0..batch.len() {
            let Weight { ref_time, proof_size } = least[place];
            for short in
                [Weight { ref_time: ref_time - 1, proof_size }, Weight { ref_time, proof_size: proof_size - 1 }]
            {
                apart(move || {
                    let mut stage = Stage::later(50);
                    let mut left = least;
                    left[place] = short;
                    scarce::set(left[..=place].to_vec());
                    let outcomes = stage.outcomes(&batch);
                    let skipped: Vec<usize> = (0..batch.len()).filter(|at| outcomes[*at].is_some()).collect();
                    assert_eq!((skipped, outcomes[place]), (vec![place], Some(SkipReason::NoWeight)));
                });
            }
        }
        let mut stage = Stage::later(50);
        scarce::set(least.to_vec());
        assert_eq!(stage.outcomes(&batch), [None; 3]);
    }

    /// A6: what is skipped without a signature check needs no weight for one.
    #[test]
    fn a_voucher_that_is_void_by_itself_says_so_though_no_weight_is_left() {
        let mut stage = Stage::with_purse();
        scarce::set(vec![Weight { ref_time: 0, proof_size: 0 }; 3]);
        let batch = [Said { nonce: 9, ..said(1) }, Said { key: 9, ..said(1) }, Said { by: 40, ..said(1) }];
        let reasons = [SkipReason::OldOpening, SkipReason::UnknownKey, SkipReason::NoWeight].map(Some);
        assert_eq!(stage.outcomes(&batch), reasons);
        scarce::set(vec![]);
    }

    /// A7: when a deposit was short, the lower addresses were paid first.
    #[test]
    fn the_last_address_of_a_batch_is_paid_like_the_first() {
        let mut stage = Stage::new();
        assert_eq!(stage.open_with(10 * RATE, limits()), Ok(1));
        at(START + 50);
        let last = H160::repeat_byte(0xff);
        assert_eq!(stage.settle(&[to(H160::repeat_byte(0), said(10)), to(last, said(10))]), Ok(10 * RATE));
        assert_eq!(stage.tab(last).map(|tab| tab.amount), Some(5 * RATE));
    }

    /// A7: one amount that nobody could ever pay thinned out the shares of all others to nothing.
    #[test]
    fn nobody_asks_for_more_than_there_is() {
        let mut stage = Stage::new();
        assert_eq!(stage.open_with(10 * RATE, Limits { max_rate: u128::MAX, ..limits() }), Ok(1));
        at(START + 50);
        let huge = to(STRANGER, Said { amount: u128::MAX, ..said(1) });
        assert_eq!(stage.settle(&[huge, said(10)]), Ok(10 * RATE));
        assert_eq!(stage.tab(CREATOR).map(|tab| tab.amount), Some(5 * RATE));
    }

    /// D14: vouchers that are settled already lie in the chain's history, for anybody to announce.
    #[test]
    fn what_was_settled_before_opens_no_window() {
        let mut stage = Stage::later(50);
        assert_eq!(stage.settle(&[said(10)]), Ok(10 * RATE));
        for known in [said(10), said(9)] {
            assert_eq!(stage.by(STRANGER).announce(vouchers(&[known])), Err(Error::NothingNew));
        }
        assert_eq!((stage.info().window_ends_at, stage.info().claims), (None, 0));
        assert!(stage.by(VIEWER).close_now(START + 50, release(1, START + 50, OPERATOR_KEY)).is_ok());
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
                key: vector["key"].as_u64().and_then(|key| key.try_into().ok()).expect("a key's number"),
                creator: address(&vector["creator"]),
                seconds: number(&vector["seconds"]),
                amount: number(&vector["amount"]),
                extras: number(&vector["extras"]),
                signature: [0; 64],
            };
            let written = voucher::bytes(&place(vector).voucher_prefix(), &voucher);
            check(vector, &written, crypto::sha256(&written).expect("a hash"));
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
