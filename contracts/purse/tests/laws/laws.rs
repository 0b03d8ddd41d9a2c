//! One test for each law. All of them live through random sequences of all messages and look after every step; each is broken by a mutation in
//! `mutations.mjs`. The laws are judged by what went in and what the contract reported, so none of them leans on the model but the last.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::sync::Mutex;

use ink::{H160, U256};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use purse::{Error, SkipReason};

use crate::actions::{Action, Answer, Call, Who, a_life};
use crate::model::{Fate, Model, Settled, Signed};
use crate::world::{
    CLOSING_DELAY, ENDOWMENT, Event, GENESIS, OPERATOR, OWNER, Snapshot, Words, World, account, accounts, balance,
    contract_address, pairs, skipped,
};

const SEQUENCES: u32 = 48;
const STEPS: usize = 48;
const LAWS: [&str; 11] = [
    "conservation",
    "a_voucher_counts_once",
    "no_unpassed_time_is_billed",
    "splitting_a_settlement_changes_no_total",
    "order_of_a_batch_changes_no_total",
    "settling_twice_is_a_no_op",
    "the_deposit_bounds_all",
    "rate_and_allowance_bound_what_is_new",
    "an_expired_replaced_or_closed_key_signs_nothing",
    "a_refusal_changes_nothing",
    "the_contract_agrees_with_the_model",
];

/// What all laws of this run have lived through.
struct Tally {
    laws: BTreeSet<&'static str>,
    sequences: u64,
    steps: u64,
    settled: u64,
    skipped: u64,
    refused: u64,
}

static TALLY: Mutex<Tally> =
    Mutex::new(Tally { laws: BTreeSet::new(), sequences: 0, steps: 0, settled: 0, skipped: 0, refused: 0 });

/// What one law has lived through.
#[derive(Default)]
struct Count {
    sequences: u64,
    steps: u64,
    settled: u64,
    skipped: u64,
    refused: u64,
}

impl Count {
    fn step(&mut self, answer: &Answer) {
        let skips = skipped(&answer.events).len();
        self.steps += 1;
        self.settled += settled(&answer.events).count() as u64;
        self.skipped += skips as u64;
        self.refused += u64::from(answer.result.is_err());
    }

    /// Past the test harness, which keeps what passing tests print: the figures are to be seen on every run.
    fn report(&self, law: &'static str) {
        let mut all = TALLY.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        all.laws.insert(law);
        all.sequences += self.sequences;
        all.steps += self.steps;
        all.settled += self.settled;
        all.skipped += self.skipped;
        all.refused += self.refused;
        let mut out = std::io::stderr();
        let _ = writeln!(out, "{law}: {} sequences, {} steps", self.sequences, self.steps);
        if all.laws.len() == LAWS.len() {
            let Tally { sequences, steps, settled, skipped, refused, .. } = &*all;
            let _ = writeln!(
                out,
                "{} laws: {sequences} sequences, {steps} steps; {settled} vouchers settled, {skipped} skipped, {refused} calls refused",
                LAWS.len()
            );
        }
    }
}

fn settled(events: &[Event]) -> impl Iterator<Item = &Settled> {
    events.iter().filter_map(|event| match event {
        Event::Fate(Fate::Settled(settled)) => Some(settled),
        _ => None,
    })
}

fn config() -> Config {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { SEQUENCES };
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Lives through many sequences; `live` gets each one and says how many steps it made.
fn lives(law: &'static str, live: impl Fn(u16, &[Action], &mut Count)) {
    assert!(LAWS.contains(&law));
    let count = std::cell::RefCell::new(Count::default());
    let outcome = TestRunner::new(config()).run(&a_life(STEPS), |(fee, actions)| {
        count.borrow_mut().sequences += 1;
        live(fee, &actions, &mut count.borrow_mut());
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{law} does not hold: {failure}");
    }
    count.borrow().report(law);
}

/// A law that is looked at after every step.
fn holds(law: &'static str, look: impl Fn(&mut World, &Call, &Answer)) {
    lives(law, |fee, actions, count| {
        let mut world = World::new(fee);
        for action in actions {
            let Some(call) = world.mean(action) else { continue };
            let answer = world.make(&call);
            count.step(&answer);
            look(&mut world, &call, &answer);
        }
    });
}

fn sum(parts: impl Iterator<Item = u128>) -> U256 {
    parts.fold(U256::zero(), |sum, part| sum + U256::from(part))
}

/// Deposits, earnings and fees are what the contract's account holds, and that is what was paid in less what was paid out.
#[test]
fn conservation() {
    holds("conservation", |world, _, _| {
        let Snapshot { purses, earnings, totals, balances, .. } = world.snapshot();
        let held = balance(contract_address());
        assert_eq!(U256::from(totals.balance), held, "the balance is told truly");
        assert_eq!(
            U256::from(totals.deposits),
            sum(purses.iter().flatten().map(|purse| purse.deposit)),
            "deposits are those of the purses"
        );
        let owed = sum(earnings.iter().map(|one| one.owed)) + sum(earnings.iter().map(|one| one.pot));
        assert_eq!(U256::from(totals.earnings), owed, "earnings are those of the accounts");
        let open = purses.iter().flatten().filter(|purse| purse.open).count();
        assert_eq!(totals.open_purses as usize, open, "open purses are counted");
        let books = sum([totals.deposits, totals.earnings, totals.fees].into_iter());
        assert_eq!(held, books + U256::from(ENDOWMENT), "deposits + earnings + fees = balance");
        let out = balances.iter().fold(U256::zero(), |sum, one| sum + one);
        assert_eq!(world.witness.paid_in, books + out, "paid in = held + paid out");
    });
}

/// What was paid for a pair never exceeds the newest voucher counted; what is counted was signed as it stands and only grows.
#[test]
fn a_voucher_counts_once() {
    holds("a_voucher_counts_once", |world, _, answer| {
        let payments = &world.witness.payments;
        for payment in &payments[payments.len() - settled(&answer.events).count()..] {
            let Settled { viewer, creator, nonce, seconds, amount, extras, short, .. } = payment.event;
            let words = Words { viewer, nonce, creator, seconds, amount, extras };
            assert!(world.witness.signed.contains_key(&words), "nobody signed {words:?}");
            let counted = (U256::from(amount) + U256::from(extras)).min(u128::MAX.into());
            assert_eq!(
                payment.paid_so_far + short,
                counted,
                "paid and still short make what was signed, not more: {payment:?}"
            );
            assert!(seconds >= payment.seconds_before, "seconds went down");
            assert!(amount >= payment.amount_before, "the amount went down");
            assert!(extras >= payment.extras_before, "extras went down");
        }
    });
}

/// Seconds billed over all creators never exceed lanes times the seconds that passed.
#[test]
fn no_unpassed_time_is_billed() {
    holds("no_unpassed_time_is_billed", |world, _, _| {
        let mut billed: BTreeMap<(H160, u32), U256> = BTreeMap::new();
        for ((viewer, nonce, _), (seconds, _, _)) in &world.witness.counted {
            *billed.entry((*viewer, *nonce)).or_default() += U256::from(*seconds);
        }
        for (opening, seconds) in billed {
            let passed = world.witness.openings[&opening].passed(world.now);
            assert!(seconds <= passed, "{seconds} seconds billed, {passed} passed");
            let purse = world.contract.purse(opening.0).expect("it was opened");
            assert!(
                !purse.open || purse.nonce != opening.1 || U256::from(purse.seconds) == seconds,
                "seconds are counted truly"
            );
        }
    });
}

/// What is paid from an opening, with what is paid back, is what was put in less what is left.
#[test]
fn the_deposit_bounds_all() {
    holds("the_deposit_bounds_all", |world, _, _| {
        let mut spent: BTreeMap<(H160, u32), U256> = BTreeMap::new();
        for ((viewer, nonce, _), paid) in &world.witness.paid {
            *spent.entry((*viewer, *nonce)).or_default() += *paid;
        }
        for (opening, seen) in &world.witness.openings {
            let spent = spent.get(opening).copied().unwrap_or_default();
            assert!(spent + seen.back <= seen.put, "{spent} spent and {} paid back of {}", seen.back, seen.put);
            let purse = world.contract.purse(opening.0).expect("it was opened");
            let left = if seen.closed { U256::zero() } else { purse.deposit.into() };
            assert_eq!(spent + seen.back + left, seen.put, "what was put in is accounted for");
        }
    });
}

/// What a payment added was within the rate and the allowance of a key that signed it and was good.
#[test]
fn rate_and_allowance_bound_what_is_new() {
    holds("rate_and_allowance_bound_what_is_new", |world, _, answer| {
        let payments = &world.witness.payments;
        let new = payments.len() - settled(&answer.events).count();
        let mut extras: BTreeMap<(H160, u32), U256> = BTreeMap::new();
        for (index, payment) in payments.iter().enumerate() {
            let Settled { viewer, creator, nonce, seconds, amount, extras: tips, .. } = payment.event;
            let total = extras.entry((viewer, nonce)).or_default();
            let tipped = U256::from(tips.saturating_sub(payment.extras_before));
            *total += tipped;
            if index < new {
                continue;
            }
            let words = Words { viewer, nonce, creator, seconds, amount, extras: tips };
            let signers = world.witness.signed.get(&words).cloned().unwrap_or_default();
            let added = U256::from(amount.saturating_sub(payment.amount_before));
            let time = U256::from(seconds.saturating_sub(payment.seconds_before));
            let lawful = world.witness.openings[&(viewer, nonce)].good(world.now).any(|key| {
                let in_time = added <= time * U256::from(key.limits.max_rate);
                let allowed = tipped.is_zero() || *total <= U256::from(key.limits.extras_allowance);
                signers.contains(&key.public) && in_time && allowed
            });
            assert!(lawful, "beyond the limits of its key: {payment:?}");
        }
    });
}

/// What was paid was signed by a key that was good at that moment, of an opening that was open.
#[test]
fn an_expired_replaced_or_closed_key_signs_nothing() {
    holds("an_expired_replaced_or_closed_key_signs_nothing", |world, _, answer| {
        for one in settled(&answer.events) {
            let Settled { viewer, creator, nonce, seconds, amount, extras, .. } = *one;
            let signers = world.witness.signed.get(&Words { viewer, nonce, creator, seconds, amount, extras });
            let opening = &world.witness.openings[&(viewer, nonce)];
            let newest =
                world.witness.openings.range((viewer, 0)..=(viewer, u32::MAX)).next_back().expect("an opening").0.1;
            assert_eq!(nonce, newest, "an old opening pays nothing");
            assert!(!opening.closed, "a closed purse pays nothing");
            let good = opening.good(world.now).any(|key| signers.is_some_and(|signers| signers.contains(&key.public)));
            assert!(good, "no good key signed {one:?}");
        }
    });
}

/// The same batch again pays nothing and changes nothing.
#[test]
fn settling_twice_is_a_no_op() {
    holds("settling_twice_is_a_no_op", |world, call, answer| {
        let (Call::Settle { batch, .. }, Ok(_)) = (call, &answer.result) else { return };
        let before = world.snapshot();
        let operator = world.who(Who::Operator);
        let (result, events) = world.settle(operator, batch);
        assert_eq!(result, Ok(0), "nothing is paid twice");
        assert_eq!(settled(&events).count(), 0, "nothing is counted twice");
        assert_eq!(world.snapshot(), before, "nothing is changed");
    });
}

/// Any order of a batch leaves exactly the same state: two lives, one with every batch turned about.
#[test]
fn order_of_a_batch_changes_no_total() {
    lives("order_of_a_batch_changes_no_total", |fee, actions, count| {
        let live = |turn: bool, count: &mut Count| {
            let mut world = World::new(fee);
            let mut states = vec![];
            for (step, action) in actions.iter().enumerate() {
                let Some(mut call) = world.mean(action) else { continue };
                if let (true, Call::Settle { by, batch }) = (turn, &mut call)
                    && *by == world.who(Who::Operator)
                {
                    batch.reverse();
                    let half = step % batch.len().max(1);
                    batch.rotate_left(half);
                }
                count.step(&world.make(&call));
                states.push(world.snapshot());
            }
            states
        };
        assert_eq!(live(false, count), live(true, count), "the order of a batch shows");
    });
}

/// Everybody's money, however it is divided into pots, debts and payments so far.
fn wealth(state: &Snapshot) -> (BTreeMap<H160, U256>, u128, u128) {
    let mut wealth: BTreeMap<H160, U256> = accounts().zip(state.balances.iter().copied()).collect();
    for (creator, earnings) in accounts().zip(&state.earnings) {
        let split = earnings.split.iter().map(|share| (share.account, share.basis_points)).collect();
        let (parts, rest) =
            crate::model::Earnings { owed: earnings.owed.into(), pot: earnings.pot.into(), split }.division(creator);
        for (who, part) in parts.into_iter().chain([(creator, rest + U256::from(earnings.owed))]) {
            *wealth.entry(who).or_default() += part;
        }
    }
    (wealth, state.totals.deposits, state.totals.fees)
}

/// Settling in many small steps, with earnings divided in between, leaves everybody with the same money as settling at once: two lives, one in
/// which each voucher that pays is preceded by one for half of it. Ends where a deposit runs dry: from there on it matters what came first.
#[test]
fn splitting_a_settlement_changes_no_total() {
    lives("splitting_a_settlement_changes_no_total", |fee, actions, count| {
        let mut whole = vec![];
        let mut world = World::new(fee);
        for action in actions {
            let Some(call) = world.mean(action) else { continue };
            let answer = world.make(&call);
            count.step(&answer);
            let dry = settled(&answer.events).any(|one| !one.short.is_zero())
                || skipped(&answer.events).contains(&SkipReason::Empty);
            whole.push((answer, wealth(&world.snapshot())));
            if dry {
                break;
            }
        }
        let mut world = World::new(fee);
        let mut pieces = whole.into_iter();
        for action in actions {
            let Some(call) = world.mean(action) else { continue };
            let Some((answer, expected)) = pieces.next() else { break };
            match &call {
                Call::Settle { by, batch } if *by == world.who(Who::Operator) && answer.result.is_ok() => {
                    settle_in_pieces(&mut world, *by, batch, &answer, count);
                }
                _ => count.step(&world.make(&call)),
            }
            assert_eq!(wealth(&world.snapshot()), expected, "settling in pieces shows");
        }
    });
}

fn settle_in_pieces(world: &mut World, by: usize, batch: &[Signed], whole: &Answer, count: &mut Count) {
    let mut sorted: Vec<&Signed> = batch.iter().collect();
    sorted.sort_by_key(|voucher| voucher.rank());
    for voucher in sorted {
        let Signed { viewer, nonce, creator, seconds, amount, extras, signer, .. } = *voucher;
        let paid = settled(&whole.events).any(|one| {
            (one.viewer, one.nonce, one.creator, one.seconds, one.amount, one.extras)
                == (viewer, nonce, creator, seconds, amount, extras)
        });
        if let (true, Some(key)) = (paid, signer) {
            let tab =
                world.contract.tab(viewer, creator).map_or((0, 0, 0), |tab| (tab.seconds, tab.amount, tab.extras));
            // The same voucher twice in a batch: the second has nothing new to halve.
            if seconds >= tab.0 && amount >= tab.1 && extras >= tab.2 {
                let new = seconds - tab.0;
                let part = U256::from(amount - tab.1) * U256::from(new / 2) / U256::from(new.max(1));
                let words = Words {
                    viewer,
                    nonce,
                    creator,
                    seconds: tab.0 + new / 2,
                    amount: tab.1 + part.as_u128(),
                    extras: tab.2 + (extras - tab.2) / 2,
                };
                let half = world.sign(&key, words);
                count.step(&world.make(&Call::Settle { by, batch: vec![half] }));
                count.step(&world.make(&Call::Distribute { by, creator }));
            }
        }
        count.step(&world.make(&Call::Settle { by, batch: vec![voucher.clone()] }));
    }
}

/// A refused message leaves everything as it was and no event. The chain would undo it anyway; the contract does not rely on it.
#[test]
fn a_refusal_changes_nothing() {
    lives("a_refusal_changes_nothing", |fee, actions, count| {
        let mut world = World::new(fee);
        for action in actions {
            let Some(call) = world.mean(action) else { continue };
            let before = world.snapshot();
            let answer = world.make(&call);
            count.step(&answer);
            if answer.result.is_err() {
                assert_eq!(answer.events, vec![], "a refusal has no event");
                assert_eq!(world.snapshot(), before, "a refusal changes nothing");
            }
        }
    });
}

pub fn model_of(world: &World, fee: u16) -> Model {
    let terms = world.contract.terms();
    Model {
        now: GENESIS,
        owner: account(OWNER),
        pending_owner: None,
        operator: account(OPERATOR),
        operator_key: world.keys.of(OPERATOR, 0),
        fee,
        closing_delay: CLOSING_DELAY,
        announce_delay: CLOSING_DELAY / 2,
        max_batch: terms.max_batch as usize,
        purses: BTreeMap::new(),
        tabs: BTreeMap::new(),
        earnings: BTreeMap::new(),
        fees: U256::zero(),
        announced: vec![],
        out: BTreeMap::new(),
    }
}

fn compare(world: &World, model: &Model) {
    let state = world.snapshot();
    for (viewer, purse) in accounts().zip(&state.purses) {
        compare_purse(purse.as_ref(), model.purses.get(&viewer));
    }
    for viewer in accounts() {
        let creators = model.purses.get(&viewer).map(|purse| purse.creators.clone()).unwrap_or_default();
        let listed = world.contract.tabs(viewer, 0, u32::MAX);
        assert_eq!(listed.iter().map(|(creator, _)| *creator).collect::<Vec<_>>(), creators, "the list of tabs");
        assert_eq!(
            world.contract.tabs(viewer, 1, 1),
            listed.get(1).copied().into_iter().collect::<Vec<_>>(),
            "a page of it"
        );
    }
    for ((viewer, creator), tab) in pairs().zip(&state.tabs) {
        let nonce = model.purses.get(&viewer).map(|purse| purse.nonce);
        let expected = model.tabs.get(&(viewer, creator)).filter(|tab| Some(tab.nonce) == nonce);
        let seen = tab.as_ref().map(|tab| {
            let (seconds, amount, extras) = (tab.seconds, tab.amount, tab.extras);
            crate::model::Tab {
                nonce: tab.nonce,
                seconds,
                amount,
                extras,
                paid: tab.paid.into(),
                fee_carry: tab.fee_carry.into(),
            }
        });
        assert_eq!(seen.as_ref(), expected, "the tab");
    }
    for (who, earnings) in accounts().zip(&state.earnings) {
        let expected = model.earnings.get(&who).cloned().unwrap_or_default();
        let split: Vec<_> = earnings.split.iter().map(|share| (share.account, share.basis_points)).collect();
        assert_eq!(
            (U256::from(earnings.owed), U256::from(earnings.pot), split),
            (expected.owed, expected.pot, expected.split),
            "earnings"
        );
    }
    for (who, balance) in accounts().zip(&state.balances) {
        assert_eq!(*balance, model.out.get(&who).copied().unwrap_or_default(), "paid out");
    }
    let terms = &state.terms;
    assert_eq!(
        (terms.owner, terms.pending_owner, terms.operator, terms.operator_key, terms.fee),
        (model.owner, model.pending_owner, model.operator, model.operator_key, model.fee),
        "terms"
    );
    assert_eq!((terms.closing_delay, terms.announce_delay), (model.closing_delay, model.announce_delay), "delays");
    assert_eq!(U256::from(state.totals.deposits), model.deposits(), "deposits");
    assert_eq!(U256::from(state.totals.earnings), model.earned(), "earnings");
    assert_eq!(U256::from(state.totals.fees), model.fees, "fees");
}

fn compare_purse(seen: Option<&purse::PurseInfo>, expected: Option<&crate::model::Purse>) {
    let (Some(seen), Some(expected)) = (seen, expected) else {
        assert!(seen.is_none() && expected.is_none(), "a purse is there or not: {seen:?} {expected:?}");
        return;
    };
    assert_eq!((seen.nonce, seen.open), (expected.nonce, expected.open), "nonce and open");
    assert_eq!(U256::from(seen.deposit), expected.deposit, "what is left");
    assert_eq!(U256::from(seen.paid), expected.paid, "what was paid");
    assert_eq!(U256::from(seen.seconds), expected.seconds, "seconds billed");
    assert_eq!(U256::from(seen.extras), expected.extras, "extras counted");
    assert_eq!((seen.opened_at, seen.closing_at), (expected.opened_at, expected.closing_at), "times");
    assert_eq!(seen.tabs as usize, expected.creators.len(), "tabs");
    if !expected.open {
        assert!(seen.session_key == [0; 64] && seen.retired.is_empty(), "a closed purse has no keys");
        return;
    }
    assert_eq!(
        (U256::from(seen.accrued), seen.accrued_since),
        (expected.accrued, expected.accrued_since),
        "time accrued"
    );
    let key = |limits: &purse::Limits| (limits.max_rate, limits.lanes, limits.extras_allowance, limits.expires_at);
    let said =
        |limits: &crate::model::Limits| (limits.max_rate, limits.lanes, limits.extras_allowance, limits.expires_at);
    assert_eq!((seen.session_key, key(&seen.limits)), (expected.key.public, said(&expected.key.limits)), "the key");
    let retired: Vec<_> = seen.retired.iter().map(|one| (one.session_key, key(&one.limits), Some(one.until))).collect();
    let kept: Vec<_> = expected.retired.iter().map(|one| (one.public, said(&one.limits), one.until)).collect();
    assert_eq!(retired, kept, "retired keys");
}

/// Every answer, every event and all that can be read are what the plain model says.
#[test]
fn the_contract_agrees_with_the_model() {
    lives("the_contract_agrees_with_the_model", |fee, actions, count| {
        let mut world = World::new(fee);
        let mut model = model_of(&world, fee);
        for action in actions {
            let Some(call) = world.mean(action) else { continue };
            let answer = world.make(&call);
            let expected = model.make(&call);
            count.step(&answer);
            assert_eq!(answer, expected, "{call:?}");
            compare(&world, &model);
        }
    });
}

/// The generator is worth something: from a fixed seed it reaches every reason to skip a voucher and nearly every refusal.
#[test]
fn the_sequences_reach_every_outcome() {
    let config = Config { cases: 160, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let seen = std::cell::RefCell::new((BTreeMap::<String, u32>::new(), BTreeMap::<String, u32>::new()));
    let lived = TestRunner::new_with_rng(config, rng).run(&a_life(STEPS), |(fee, actions)| {
        let mut world = World::new(fee);
        let mut seen = seen.borrow_mut();
        for action in &actions {
            let Some(call) = world.mean(action) else { continue };
            let answer = world.make(&call);
            for reason in skipped(&answer.events) {
                *seen.0.entry(format!("{reason:?}")).or_default() += 1;
            }
            if let Err(error) = answer.result {
                *seen.1.entry(format!("{error:?}")).or_default() += 1;
            }
        }
        Ok(())
    });
    assert!(lived.is_ok(), "{lived:?}");
    let (skips, refusals) = seen.into_inner();
    println!("{skips:?}\n{refusals:?}");
    use Error::*;
    let wanted_skips = {
        use SkipReason::*;
        [NoPurse, OldOpening, BadSignature, Expired, Stale, NotGrowing, OverRate, OverTime, OverAllowance, Empty]
    };
    for reason in wanted_skips {
        assert!(skips.contains_key(&format!("{reason:?}")), "never reached: {reason:?} of {skips:?}");
    }
    let wanted = [
        NotOwner,
        NothingSent,
        TooMuch,
        AlreadyOpen,
        NoPurse,
        BadKey,
        BadLimits,
        ExpiryInPast,
        Closing,
        NotClosing,
        TooEarly,
        BadRelease,
        ReleaseExpired,
        EmptyBatch,
        NotAnnounced,
        AnnouncedVoucherInvalid,
        BadSplit,
        NothingOwed,
        FeeTooHigh,
        NotPendingOwner,
    ];
    for error in wanted {
        assert!(refusals.contains_key(&format!("{error:?}")), "never reached: {error:?} of {refusals:?}");
    }
}
