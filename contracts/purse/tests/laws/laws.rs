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
    CLOSING_DELAY, ENDOWMENT, Event, GENESIS, OPERATOR, OWNER, Snapshot, TAB_COST, WITHDRAW_FEE, Words, World, account,
    accounts, balance, contract_address, pairs, skipped,
};

const SEQUENCES: u32 = 48;
const STEPS: usize = 48;
const LAWS: [&str; 15] = [
    "conservation",
    "a_voucher_counts_once",
    "a_key_sells_no_more_than_its_time",
    "a_key_sells_no_more_than_a_day_at_once",
    "splitting_a_settlement_changes_no_total",
    "order_of_a_batch_changes_no_total",
    "settling_twice_is_a_no_op",
    "nothing_that_a_good_key_signed_is_void",
    "the_deposit_bounds_all",
    "the_allowance_bounds_extras",
    "a_dead_key_or_a_closed_purse_pays_nothing",
    "an_end_never_moves",
    "a_refusal_changes_nothing",
    "the_fee_is_that_of_the_opening",
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
            sum(purses.iter().flatten().map(|purse| purse.deposit + purse.reserved)),
            "deposits are those of the purses"
        );
        let owed = sum(earnings.iter().map(|one| one.owed)) + sum(earnings.iter().map(|one| one.pot));
        assert_eq!(U256::from(totals.earnings), owed, "earnings are those of the accounts");
        let open = purses.iter().flatten().filter(|purse| purse.open).count();
        assert_eq!(totals.open_purses as usize, open, "open purses are counted");
        let books = sum([totals.deposits, totals.earnings, totals.fees].into_iter());
        let beyond = U256::from(ENDOWMENT) + world.witness.transferred;
        let out = balances.iter().fold(U256::zero(), |sum, one| sum + one);
        assert!(held >= books, "deposits + earnings + fees are never more than the balance");
        assert_eq!(world.witness.paid_in + beyond, held + out, "paid in = held + paid out");
    });
}

/// What a tab says was paid, no more than somebody signed for it, and only grows.
#[test]
fn a_voucher_counts_once() {
    holds("a_voucher_counts_once", |world, _, answer| {
        let payments = &world.witness.payments;
        for payment in &payments[payments.len() - settled(&answer.events).count()..] {
            let Settled { viewer, creator, nonce, key, seconds, amount, extras, .. } = payment.event;
            let counted = U256::from(amount) + U256::from(extras);
            assert_eq!(payment.paid_so_far, counted, "a tab is what was paid: {payment:?}");
            assert!(amount >= payment.amount_before && extras >= payment.extras_before, "a tab went down");
            let of_tab = |words: &&Words| {
                (words.viewer, words.nonce, words.key, words.creator) == (viewer, nonce, key, creator)
            };
            let signed = || world.witness.signed.keys().filter(of_tab);
            assert!(signed().any(|words| words.amount >= amount), "nobody signed so high an amount");
            assert!(signed().any(|words| words.extras >= extras), "nobody signed so many extras");
            assert!(signed().any(|words| words.seconds >= seconds), "nobody signed so many seconds");
        }
    });
}

/// What a key sold by each moment, against what it might.
fn sold(world: &World) -> BTreeMap<(H160, u32, u32), Vec<(u64, U256)>> {
    let mut sold: BTreeMap<(H160, u32, u32), Vec<(u64, U256)>> = BTreeMap::new();
    for payment in &world.witness.payments {
        let Settled { viewer, nonce, key, amount, .. } = payment.event;
        sold.entry((viewer, nonce, key)).or_default().push((payment.at, (amount - payment.amount_before).into()));
    }
    sold
}

/// Over its life a key sells at most lanes times rate times the seconds in which it could sign.
#[test]
fn a_key_sells_no_more_than_its_time() {
    holds("a_key_sells_no_more_than_its_time", |world, _, _| {
        for ((viewer, nonce, key), sales) in sold(world) {
            let term = &world.witness.openings[&(viewer, nonce)].terms[key as usize];
            let sum = sales.iter().fold(U256::zero(), |sum, (_, amount)| sum + *amount);
            let worth = term.worth(world.now);
            assert!(sum <= worth, "{sum} sold, {worth} is what the time was worth");
        }
    });
}

/// Between any two moments a key sells at most a day's worth and what the time between them was worth.
#[test]
fn a_key_sells_no_more_than_a_day_at_once() {
    holds("a_key_sells_no_more_than_a_day_at_once", |world, _, answer| {
        if settled(&answer.events).next().is_none() {
            return;
        }
        for ((viewer, nonce, key), sales) in sold(world) {
            let term = &world.witness.openings[&(viewer, nonce)].terms[key as usize];
            let (mut sum, mut sales) = (U256::zero(), sales);
            sales.sort_by_key(|(at, _)| *at);
            for (at, amount) in sales.iter().rev() {
                sum += *amount;
                let between = term.worth(world.now).saturating_sub(term.worth(*at));
                assert!(sum <= term.worth_of_a_day() + between, "{sum} sold since {at}");
            }
        }
    });
}

/// A voucher of a key that still settles is counted whole, or there is nothing left of what it asks for: whatever else was signed or settled.
#[test]
fn nothing_that_a_good_key_signed_is_void() {
    holds("nothing_that_a_good_key_signed_is_void", |world, call, answer| {
        let (Call::Settle { batch, .. }, Ok(_)) = (call, &answer.result) else { return };
        if skipped(&answer.events).contains(&SkipReason::Empty) {
            return; // what it left is for the next batch
        }
        for voucher in batch {
            let Some(purse) = world.contract.purse(voucher.viewer).filter(|purse| purse.open) else { continue };
            let keys = std::iter::once(&purse.present).chain(&purse.retired);
            let Some(key) = keys.into_iter().find(|key| key.key == voucher.key) else { continue };
            let within = voucher.amount <= key.limits.max_rate.saturating_mul(voucher.seconds.into());
            let good = voucher.nonce == purse.nonce && voucher.signer == Some(key.session_key) && within;
            if !good || world.now > key.settles_until {
                continue;
            }
            let tab = world.contract.tab(voucher.viewer, voucher.key, voucher.creator);
            let (amount, extras) = tab.map_or((0, 0), |tab| (tab.amount, tab.extras));
            let nothing_left = purse.deposit == 0;
            assert!(amount >= voucher.amount || key.credit == 0 || nothing_left, "seconds are void: {voucher:?}");
            let allowance_left = key.limits.extras_allowance - key.extras;
            assert!(extras >= voucher.extras || allowance_left == 0 || nothing_left, "extras are void: {voucher:?}");
        }
    });
}

/// What is paid from an opening, with storage and what is paid back, is what was put in less what is left.
#[test]
fn the_deposit_bounds_all() {
    holds("the_deposit_bounds_all", |world, _, _| {
        let mut spent = world.witness.storage.clone();
        for ((viewer, nonce, ..), paid) in &world.witness.paid {
            *spent.entry((*viewer, *nonce)).or_default() += *paid;
        }
        for (opening, seen) in &world.witness.openings {
            let spent = spent.get(opening).copied().unwrap_or_default();
            assert!(spent + seen.back <= seen.put, "{spent} spent and {} paid back of {}", seen.back, seen.put);
            let purse = world.contract.purse(opening.0).expect("it was opened");
            let left = U256::from(purse.deposit) + U256::from(purse.reserved);
            let left = if seen.closed { U256::zero() } else { left };
            assert_eq!(spent + seen.back + left, seen.put, "what was put in is accounted for");
        }
    });
}

/// All extras of a key together stay within its allowance.
#[test]
fn the_allowance_bounds_extras() {
    holds("the_allowance_bounds_extras", |world, _, _| {
        let mut extras: BTreeMap<(H160, u32, u32), U256> = BTreeMap::new();
        for ((viewer, nonce, key, _), (_, _, tips)) in &world.witness.counted {
            *extras.entry((*viewer, *nonce, *key)).or_default() += U256::from(*tips);
        }
        for ((viewer, nonce, key), sum) in extras {
            let term = &world.witness.openings[&(viewer, nonce)].terms[key as usize];
            assert!(sum <= term.limits.extras_allowance.into(), "{sum} of extras");
        }
    });
}

/// What was settled was signed by the key that it names, of an opening that was open, while that key settled. What a window collected in time is
/// paid after its end.
#[test]
fn a_dead_key_or_a_closed_purse_pays_nothing() {
    holds("a_dead_key_or_a_closed_purse_pays_nothing", |world, call, answer| {
        for one in settled(&answer.events) {
            let Settled { viewer, creator, nonce, key, .. } = *one;
            let opening = &world.witness.openings[&(viewer, nonce)];
            let newest =
                world.witness.openings.range((viewer, 0)..=(viewer, u32::MAX)).next_back().expect("an opening").0.1;
            assert_eq!(nonce, newest, "an old opening pays nothing");
            assert!(!opening.closed, "a closed purse pays nothing");
            let term = &opening.terms[key as usize];
            let signed = world.witness.signed.iter().any(|(words, signers)| {
                (words.nonce, words.pair()) == (nonce, (viewer, key, creator)) && signers.contains(&term.key)
            });
            assert!(signed, "its key signed nothing for {one:?}");
            let in_time = world.now <= term.settles_until() || matches!(call, Call::PayAnnounced { .. });
            assert!(in_time, "a dead key settled {one:?}");
        }
    });
}

/// When a window ends, a purse may be closed or a key stops settling is said once and for all.
#[test]
fn an_end_never_moves() {
    lives("an_end_never_moves", |fee, actions, count| {
        let mut world = World::new(fee);
        for action in actions {
            let Some(call) = world.mean(action) else { continue };
            let before = world.snapshot();
            count.step(&world.make(&call));
            for (old, new) in before.purses.iter().zip(world.snapshot().purses) {
                let (Some(old), Some(new)) = (old, new) else { continue };
                if !old.open || !new.open || old.nonce != new.nonce {
                    continue;
                }
                let same = |old: Option<u64>, new: Option<u64>| old.is_none() || new.is_none() || old == new;
                assert!(same(old.window_ends_at, new.window_ends_at), "a window's end moved: {call:?}");
                assert!(same(old.closing_at, new.closing_at), "a closing moved: {call:?}");
                assert!(new.present.settles_until >= old.present.settles_until || new.present.key > old.present.key);
                for key in &old.retired {
                    let kept = new.retired.iter().find(|other| other.key == key.key);
                    assert!(kept.is_none_or(|kept| kept.settles_until == key.settles_until), "a key's end moved");
                }
            }
        }
    });
}

/// Whatever the owner sets later, a purse pays the fee of the moment in which it was opened, to the unit.
#[test]
fn the_fee_is_that_of_the_opening() {
    holds("the_fee_is_that_of_the_opening", |world, _, _| {
        let mut fees: BTreeMap<(H160, u32, u32, H160), (U256, U256)> = BTreeMap::new();
        for payment in &world.witness.payments {
            let Settled { viewer, nonce, key, creator, paid, fee, .. } = payment.event;
            let sum = fees.entry((viewer, nonce, key, creator)).or_default();
            *sum = (sum.0 + paid, sum.1 + fee);
        }
        for ((viewer, nonce, ..), (paid, fees)) in fees {
            let points = U256::from(world.witness.openings[&(viewer, nonce)].fee);
            assert_eq!(fees, paid * points / U256::from(10_000), "the fee of {paid}");
        }
    });
}

/// The same batch again pays nothing and changes nothing.
#[test]
fn settling_twice_is_a_no_op() {
    holds("settling_twice_is_a_no_op", |world, call, answer| {
        let (Call::Settle { batch, .. }, Ok(_)) = (call, &answer.result) else { return };
        if skipped(&answer.events).contains(&SkipReason::Empty) {
            return; // what it left is for the next batch
        }
        let before = world.snapshot();
        let operator = world.who(Who::Operator);
        let (result, events) = world.settle(operator, batch);
        assert_eq!(result.map(|settlement| settlement.paid), Ok(0), "nothing is paid twice");
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
                if let (true, Call::Settle { batch, .. } | Call::Announce { batch, .. }) = (turn, &mut call) {
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
            crate::model::Earnings { owed: earnings.owed.into(), pot: earnings.pot.into(), split, ..Default::default() }
                .division(creator);
        for (who, part) in parts.into_iter().chain([(creator, rest + U256::from(earnings.owed))]) {
            *wealth.entry(who).or_default() += part;
        }
    }
    (wealth, state.totals.deposits, state.totals.fees)
}

/// Settling in many small steps, with earnings divided in between, leaves everybody with the same money as settling at once: two lives, one in
/// which each voucher that pays is preceded by one for half of it. Ends where something is short: from there on it matters what came first.
#[test]
fn splitting_a_settlement_changes_no_total() {
    lives("splitting_a_settlement_changes_no_total", |fee, actions, count| {
        let mut whole = vec![];
        let mut world = World::new(fee);
        for action in actions {
            let Some(call) = world.mean(action) else { continue };
            let answer = world.make(&call);
            count.step(&answer);
            use SkipReason::{Empty, OverAllowance, OverTime};
            let lacks = |reason: &SkipReason| matches!(reason, Empty | OverAllowance | OverTime);
            let dry = settled(&answer.events).any(|one| !one.short.is_zero())
                || skipped(&answer.events).iter().any(lacks);
            if dry {
                break;
            }
            whole.push((answer, wealth(&world.snapshot())));
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
        let Signed { viewer, nonce, key, creator, seconds, amount, extras, signer, .. } = *voucher;
        // a half of what was not paid itself might be good
        let paid = settled(&whole.events).any(|one| {
            (one.viewer, one.nonce, one.key, one.creator) == (viewer, nonce, key, creator)
                && one.amount >= amount
                && one.extras >= extras
        });
        let tab = world.contract.tab(viewer, key, creator).map_or((0, 0), |tab| (tab.amount, tab.extras));
        let known = world.contract.purse(viewer).is_some_and(|purse| {
            let mut keys = std::iter::once(&purse.present).chain(&purse.retired);
            keys.any(|own| own.key == key && Some(own.session_key) == signer)
        });
        if let (true, true, Some(public)) = (paid, known, signer) {
            let words = Words {
                viewer,
                nonce,
                key,
                creator,
                seconds,
                amount: tab.0 + amount.saturating_sub(tab.0) / 2,
                extras: tab.1 + extras.saturating_sub(tab.1) / 2,
            };
            let half = world.sign(&public, words);
            count.step(&world.make(&Call::Settle { by, batch: vec![half] }));
            count.step(&world.make(&Call::Distribute { by, creator }));
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
        operator: (account(OPERATOR), world.keys.of(OPERATOR, 0)),
        next_operator: None,
        fee,
        next_fee: None,
        closing_delay: CLOSING_DELAY,
        tab_cost: TAB_COST.into(),
        withdraw_fee: WITHDRAW_FEE.into(),
        max_batch: terms.max_batch as usize,
        purses: BTreeMap::new(),
        tabs: BTreeMap::new(),
        claims: BTreeMap::new(),
        earnings: BTreeMap::new(),
        fees: U256::zero(),
        surplus: ENDOWMENT.into(),
        out: BTreeMap::new(),
    }
}

fn compare(world: &World, model: &Model) {
    let state = world.snapshot();
    for (viewer, purse) in accounts().zip(&state.purses) {
        compare_purse(purse.as_ref(), model, viewer);
        compare_lists(world, model, viewer);
    }
    for (pair, tab) in pairs().zip(&state.tabs) {
        let nonce = model.purses.get(&pair.0).map(|purse| purse.nonce);
        let expected = model.tabs.get(&pair).filter(|tab| Some(tab.nonce) == nonce);
        let seen = tab.as_ref().map(|tab| crate::model::Tab {
            nonce: tab.nonce,
            seconds: tab.seconds,
            amount: tab.amount,
            extras: tab.extras,
            fee_carry: tab.fee_carry.into(),
        });
        assert_eq!(seen.as_ref(), expected, "the tab of {pair:?}");
    }
    for (who, earnings) in accounts().zip(&state.earnings) {
        compare_earnings(earnings, model, who);
    }
    for (who, balance) in accounts().zip(&state.balances) {
        assert_eq!(*balance, model.out.get(&who).copied().unwrap_or_default(), "paid out");
    }
    let terms = &state.terms;
    let (operator, operator_key) = model.operator_in_office();
    assert_eq!(
        (terms.owner, terms.pending_owner, terms.operator, terms.operator_key, terms.fee),
        (model.owner, model.pending_owner, operator, operator_key, model.fee_in_force()),
        "terms"
    );
    assert_eq!(terms.next_fee, model.next_fee.filter(|(_, at)| model.now < *at), "the next fee");
    assert_eq!(terms.next_operator, model.next_operator.filter(|(_, _, at)| model.now < *at), "the next operator");
    assert_eq!(terms.closing_delay, model.closing_delay, "the delay");
    assert_eq!(U256::from(state.totals.deposits), model.deposits(), "deposits");
    assert_eq!(U256::from(state.totals.earnings), model.earned(), "earnings");
    assert_eq!(U256::from(state.totals.fees), model.fees, "fees");
}

fn compare_lists(world: &World, model: &Model, viewer: H160) {
    let tabs = world.contract.tabs(viewer, 0, u32::MAX);
    let listed: BTreeSet<_> = tabs.iter().map(|(key, creator, _)| (*key, *creator)).collect();
    let expected = model.purses.get(&viewer).map(|purse| purse.tabs.clone()).unwrap_or_default();
    assert_eq!(listed, expected, "the list of tabs");
    assert_eq!(tabs.len(), listed.len(), "each tab is listed once");
    assert_eq!(world.contract.tabs(viewer, 1, 1), tabs.get(1).copied().into_iter().collect::<Vec<_>>(), "a page");
    let claims = world.contract.claims(viewer, 0, u32::MAX);
    let seen: BTreeMap<_, _> = claims
        .iter()
        .map(|(key, creator, claim)| {
            let due = [claim.due_amount, claim.due_extras, claim.due_storage].map(U256::from);
            let said = (claim.seconds, claim.amount, claim.extras);
            ((viewer, *key, *creator), (claim.announcer, said, due))
        })
        .collect();
    let due = model.claims.iter().filter(|((of, ..), claim)| *of == viewer && claim.is_due());
    let expected: BTreeMap<_, _> = due
        .map(|(pair, claim)| {
            let due = [claim.due_amount, claim.due_extras, claim.due_storage];
            (*pair, (claim.announcer, (claim.seconds, claim.amount, claim.extras), due))
        })
        .collect();
    assert_eq!(seen, expected, "the claims");
}

fn compare_earnings(seen: &purse::Earnings, model: &Model, who: H160) {
    let expected = model.earnings.get(&who).cloned().unwrap_or_default();
    let plain = |shares: &[purse::Share]| -> Vec<(H160, u16)> {
        shares.iter().map(|share| (share.account, share.basis_points)).collect()
    };
    let (split, next) = expected.splits(model.now);
    assert_eq!(&plain(&seen.split), split, "the split in force");
    let seen_next = seen.next_split.as_ref().map(|(shares, at)| (plain(shares), *at));
    assert_eq!(seen_next.as_ref(), next, "the split that comes");
    let pots = expected.pot + expected.later;
    assert_eq!((U256::from(seen.owed), U256::from(seen.pot)), (expected.owed, pots), "earnings");
}

fn compare_purse(seen: Option<&purse::PurseInfo>, model: &Model, viewer: H160) {
    let (Some(seen), Some(expected)) = (seen, model.purses.get(&viewer)) else {
        assert!(seen.is_none() && !model.purses.contains_key(&viewer), "a purse is there or not: {seen:?}");
        return;
    };
    assert_eq!((seen.nonce, seen.open), (expected.nonce, expected.open), "nonce and open");
    let money = [seen.deposit, seen.reserved, seen.paid, seen.storage, seen.extras].map(U256::from);
    let kept = [expected.deposit, expected.reserved, expected.paid, expected.storage, expected.extras];
    assert_eq!(money, kept, "deposit, reserved, paid, storage, extras");
    assert_eq!(U256::from(seen.seconds), expected.seconds.min(u64::MAX.into()), "seconds");
    assert_eq!(seen.fee, expected.fee, "the fee");
    assert_eq!((seen.opened_at, seen.closing_at), (expected.opened_at, expected.closing_at), "times");
    assert_eq!(seen.window_ends_at, expected.window.as_ref().map(|window| window.ends_at), "the window");
    assert_eq!(seen.tabs as usize, expected.tabs.len(), "tabs");
    let due = model.claims.iter().filter(|((of, ..), claim)| *of == viewer && claim.is_due()).count();
    assert_eq!(seen.claims as usize, due, "claims");
    if !expected.open {
        assert!(seen.retired.is_empty(), "a closed purse has no retired keys");
        return;
    }
    compare_key(&seen.present, &expected.present, model);
    assert_eq!(seen.retired.len(), expected.retired.len(), "retired keys");
    let mut retired: Vec<_> = seen.retired.iter().collect();
    retired.sort_by_key(|key| key.key);
    for (seen, expected) in retired.into_iter().zip(&expected.retired) {
        compare_key(seen, expected, model);
    }
}

fn compare_key(seen: &purse::KeyInfo, expected: &crate::model::Key, model: &Model) {
    let limits = &seen.limits;
    let agreed = &expected.limits;
    assert_eq!(
        (seen.key, seen.session_key, limits.max_rate, limits.lanes, limits.extras_allowance, limits.expires_at),
        (
            expected.number,
            expected.public,
            agreed.max_rate,
            agreed.lanes,
            agreed.extras_allowance,
            agreed.expires_at
        ),
        "a key and its limits"
    );
    assert_eq!((seen.since, seen.retired_at), (expected.since, expected.retired_at), "a key's time");
    assert_eq!(seen.settles_until, expected.settles_until(model.closing_delay), "a key's end");
    assert_eq!(U256::from(seen.credit), expected.credit_now(model.now), "a key's credit");
    assert_eq!(U256::from(seen.extras), expected.extras, "a key's extras");
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
            assert_eq!(answer.in_any_order(), expected.in_any_order(), "{call:?}");
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
        [NoPurse, OldOpening, UnknownKey, Expired, BadSignature, OverRate, Stale, OverTime, OverAllowance, Empty]
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
        NotOperator,
        EmptyBatch,
        NothingNew,
        NoWindow,
        WindowOpen,
        TooLittle,
        BadSplit,
        NothingOwed,
        FeeTooHigh,
        NotPendingOwner,
    ];
    for error in wanted {
        assert!(refusals.contains_key(&format!("{error:?}")), "never reached: {error:?} of {refusals:?}");
    }
}
