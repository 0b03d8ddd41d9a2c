//! Attacks, one by one. Each asserts what did not happen as well: `refused` and `skips` compare all that can be read before and after.

use ink::{H160, U256};
use purse::{Error, Share, SkipReason};

use crate::actions::Flaw;
use crate::model::{Announced, Fate, Limits, PublicKey, Settled, Signed};
use crate::world::{
    CLOSING_DELAY, CREATOR, Event, OPERATOR, OWNER, SECOND_CREATOR, SECOND_VIEWER, TAB_COST, THIEF, VIEWER,
    WITHDRAW_FEE, Words, World, account, constructed, contract_address, off_the_curve, skipped, voucher_bytes,
    with_signature,
};

const DEPOSIT: u128 = 10_000;
const RATE: u128 = 10;
const ALLOWANCE: u128 = 500;
const LASTS: u64 = 10_000;
/// More than anything is worth, and within the rate for `u64::MAX` seconds.
const EVERYTHING: u128 = u64::MAX as u128 * RATE;
/// The order of P-256.
const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

fn agreed(world: &World) -> Limits {
    Limits { max_rate: RATE, lanes: 2, extras_allowance: ALLOWANCE, expires_at: world.now + LASTS }
}

/// A viewer with an open purse, a hundred seconds ago.
fn stage() -> World {
    let mut world = World::new(0);
    opened(&mut world, VIEWER);
    world.wait(100);
    world
}

fn opened(world: &mut World, viewer: usize) {
    let (key, limits) = (world.keys.of(viewer, 0), agreed(world));
    world.open(viewer, DEPOSIT.into(), key, limits).0.expect("a good purse");
}

fn words(world: &World, viewer: usize, creator: usize, seconds: u64, amount: u128, extras: u128) -> Words {
    let nonce = world.contract.purse(account(viewer)).map_or(1, |purse| purse.nonce);
    Words { viewer: account(viewer), nonce, key: 0, creator: account(creator), seconds, amount, extras }
}

/// A voucher of the viewer for the creator, signed with the key of the opening.
fn good(world: &mut World, creator: usize, seconds: u64, amount: u128, extras: u128) -> Signed {
    signed_by(world, 0, creator, seconds, amount, extras)
}

/// Signed with this key of the viewer, which is the one of the same number.
fn signed_by(world: &mut World, key: u32, creator: usize, seconds: u64, amount: u128, extras: u128) -> Signed {
    let words = Words { key, ..words(world, VIEWER, creator, seconds, amount, extras) };
    let public = world.keys.of(VIEWER, key as usize);
    world.sign(&public, words)
}

fn rekey(world: &mut World, key: u32, limits: Limits) {
    let public = world.keys.of(VIEWER, key as usize);
    assert_eq!(world.rekey(VIEWER, public, limits).0, Ok(key));
}

fn settle(world: &mut World, batch: &[Signed]) -> (u128, Vec<Event>) {
    let (result, events) = world.settle(OPERATOR, batch);
    (result.expect("the operator settles").paid, events)
}

/// Settles and expects this to be paid for one voucher.
fn pays(world: &mut World, voucher: &Signed, paid: u128) -> Settled {
    let (sum, events) = settle(world, std::slice::from_ref(voucher));
    assert_eq!(sum, paid, "{events:?}");
    match events[..] {
        [Event::Fate(Fate::Settled(settled))] => settled,
        _ => panic!("one voucher is settled: {events:?}"),
    }
}

/// Settles and expects nothing but this reason.
fn skips(world: &mut World, voucher: &Signed, reason: SkipReason) {
    let before = world.snapshot();
    let (sum, events) = settle(world, std::slice::from_ref(voucher));
    assert_eq!((sum, skipped(&events), events.len()), (0, vec![reason], 1));
    assert_eq!(world.snapshot(), before, "a skipped voucher changes nothing");
}

/// Does something and expects it to be refused.
fn refused<R: std::fmt::Debug + PartialEq>(
    world: &mut World,
    error: Error,
    attempt: impl FnOnce(&mut World) -> (Result<R, Error>, Vec<Event>),
) {
    let before = world.snapshot();
    let (result, events) = attempt(world);
    assert_eq!(result.map(|_| ()), Err(error));
    assert_eq!(events, vec![], "a refusal has no event");
    assert_eq!(world.snapshot(), before, "a refusal changes nothing");
}

fn owed(world: &World, actor: usize) -> u128 {
    let earnings = world.contract.earnings(account(actor));
    earnings.owed + earnings.pot
}

fn purse_of(world: &World, viewer: usize) -> purse::PurseInfo {
    world.contract.purse(account(viewer)).expect("a purse")
}

fn announced(events: &[Event]) -> Vec<Announced> {
    let all = events.iter().filter_map(|event| match event {
        Event::Fate(Fate::Announced(announced)) => Some(*announced),
        _ => None,
    });
    all.collect()
}

fn announces(world: &mut World, by: usize, batch: &[Signed]) -> Vec<Announced> {
    let (result, events) = world.announce(by, batch);
    let announced = announced(&events);
    assert_eq!(result, Ok(announced.len() as u32), "{events:?}");
    announced
}

/// Pays claims of the viewer's first key.
fn collects(world: &mut World, by: usize, creators: &[usize]) -> Result<u128, Error> {
    let pairs: Vec<(u32, H160)> = creators.iter().map(|creator| (0, account(*creator))).collect();
    world.pay_announced(by, VIEWER, &pairs).0
}

/// What is left of the deposit, storage not taken off.
fn deposit(world: &World) -> u128 {
    let purse = purse_of(world, VIEWER);
    purse.deposit + purse.storage
}

// Signatures

#[test]
fn a_forged_voucher_pays_nothing() {
    let mut world = stage();
    let key = world.keys.of(VIEWER, 0);
    let wanted = words(&world, VIEWER, THIEF, 10, 100, 0);
    for at in [0, 1, 31, 32, 33, 63] {
        let forged = world.flawed(Flaw::Forged(at), &key, wanted);
        skips(&mut world, &forged, SkipReason::BadSignature);
    }
    for signature in [[0; 64], [0xff; 64], [1; 64]] {
        skips(&mut world, &with_signature(wanted, signature, None), SkipReason::BadSignature);
    }
    assert_eq!(owed(&world, THIEF), 0);
}

#[test]
fn a_thiefs_key_signs_for_nobody_else() {
    let mut world = stage();
    opened(&mut world, THIEF);
    let key = world.keys.of(THIEF, 0);
    let wanted = words(&world, VIEWER, THIEF, 10, 100, 0);
    let voucher = world.sign(&key, wanted);
    skips(&mut world, &voucher, SkipReason::BadSignature);
}

#[test]
fn every_word_of_a_voucher_is_signed() {
    let mut world = stage();
    opened(&mut world, SECOND_VIEWER);
    let limits = agreed(&world);
    rekey(&mut world, 1, limits);
    let signed = good(&mut world, CREATOR, 10, 50, 5);
    let changes: [fn(&mut Signed); 6] = [
        |voucher| voucher.viewer = account(SECOND_VIEWER),
        |voucher| voucher.key = 1,
        |voucher| voucher.creator = account(THIEF),
        |voucher| voucher.seconds += 1,
        |voucher| voucher.amount += 1,
        |voucher| voucher.extras += 1,
    ];
    for change in changes {
        let mut changed = signed.clone();
        change(&mut changed);
        skips(&mut world, &changed, SkipReason::BadSignature);
    }
    pays(&mut world, &signed, 55);
}

#[test]
fn a_voucher_of_another_chain_or_contract_is_void() {
    let mut world = stage();
    let key = world.keys.of(VIEWER, 0);
    for flaw in [Flaw::OtherChain, Flaw::OtherContract] {
        let wanted = words(&world, VIEWER, CREATOR, 10, 100, 0);
        let foreign = world.flawed(flaw, &key, wanted);
        skips(&mut world, &foreign, SkipReason::BadSignature);
    }
}

#[test]
fn a_voucher_of_another_pair_is_void() {
    let mut world = stage();
    let key = world.keys.of(VIEWER, 0);
    for flaw in [Flaw::OtherCreator, Flaw::OtherViewer] {
        let wanted = words(&world, VIEWER, CREATOR, 10, 100, 0);
        let foreign = world.flawed(flaw, &key, wanted);
        skips(&mut world, &foreign, SkipReason::BadSignature);
    }
}

#[test]
fn a_voucher_of_another_opening_is_void() {
    let mut world = stage();
    let old = good(&mut world, CREATOR, 10, 100, 0);
    let words_of_the_next = Words { nonce: 2, ..words(&world, VIEWER, CREATOR, 5, 50, 0) };
    let key = world.keys.of(VIEWER, 0);
    let next = world.sign(&key, words_of_the_next);
    skips(&mut world, &next, SkipReason::OldOpening);
    pays(&mut world, &old, 100);
    world.say(VIEWER, |purse| purse.request_close()).0.expect("closing begins");
    world.wait(CLOSING_DELAY);
    world.close(VIEWER, |purse| purse.close()).0.expect("closed");
    skips(&mut world, &old, SkipReason::NoPurse);
    opened(&mut world, VIEWER);
    world.wait(100);
    let same_key_renewed = good(&mut world, CREATOR, 20, 200, 0);
    skips(&mut world, &old, SkipReason::OldOpening);
    assert_eq!(world.contract.tab(account(VIEWER), 0, account(CREATOR)), None, "a tab belongs to an opening");
    pays(&mut world, &same_key_renewed, 200);
}

#[test]
fn a_voucher_is_no_release_and_a_release_no_voucher() {
    let mut world = stage();
    let nonce = 1;
    let release = world.release(&world.keys.of(VIEWER, 0), VIEWER, nonce, world.now);
    let wanted = words(&world, VIEWER, CREATOR, 10, 100, 0);
    skips(&mut world, &with_signature(wanted, release, None), SkipReason::BadSignature);
    let operator = world.keys.of(OPERATOR, 0);
    let as_voucher = world.keys.sign(&operator, &voucher_bytes(world.chain, contract_address(), &wanted));
    let now = world.now;
    refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, now, as_voucher));
}

// Replays

#[test]
fn a_replayed_voucher_pays_nothing() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 10, 100, 5);
    let second = good(&mut world, CREATOR, 20, 180, 5);
    pays(&mut world, &first, 105);
    skips(&mut world, &first, SkipReason::Stale);
    pays(&mut world, &second, 80);
    skips(&mut world, &first, SkipReason::Stale);
    skips(&mut world, &second, SkipReason::Stale);
    let (sum, events) = settle(&mut world, &[second.clone(), first.clone(), second, first]);
    assert_eq!((sum, skipped(&events)), (0, vec![SkipReason::Stale; 4]));
    assert_eq!((owed(&world, CREATOR), deposit(&world)), (185, DEPOSIT - 185));
}

/// (r, n - s) is as good a signature as (r, s). It changes the bytes, not what was counted.
#[test]
fn the_mirrored_signature_pays_nothing_again() {
    let mut world = stage();
    let voucher = good(&mut world, CREATOR, 10, 100, 0);
    pays(&mut world, &voucher, 100);
    let order = U256::from_str_radix(ORDER, 16).expect("a number");
    let mirrored = order - U256::from_big_endian(&voucher.signature[32..]);
    let mut again = voucher.clone();
    again.signature[32..].copy_from_slice(&mirrored.to_big_endian());
    assert_ne!(again, voucher);
    skips(&mut world, &again, SkipReason::Stale);
}

/// A tab takes the highest of each part, whichever voucher says it: nothing is taken back, and nothing new is lost.
#[test]
fn a_lower_part_takes_nothing_back_and_hides_nothing() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 10, 100, 5);
    pays(&mut world, &first, 105);
    for (seconds, amount, extras, paid) in [(11, 101, 0, 1), (20, 0, 7, 2), (15, 150, 6, 49), (30, 149, 8, 1)] {
        let voucher = good(&mut world, CREATOR, seconds, amount, extras);
        pays(&mut world, &voucher, paid);
    }
    let tab = world.contract.tab(account(VIEWER), 0, account(CREATOR)).expect("a tab");
    assert_eq!((tab.seconds, tab.amount, tab.extras), (30, 150, 8));
}

/// The same pair, at nothing: it leaves no tab behind and changes none.
#[test]
fn a_voucher_of_nothing_is_stale_and_leaves_no_tab() {
    let mut world = stage();
    for seconds in [0, 1, 100, u64::MAX] {
        let nothing = good(&mut world, CREATOR, seconds, 0, 0);
        skips(&mut world, &nothing, SkipReason::Stale);
    }
    assert_eq!(world.contract.tab(account(VIEWER), 0, account(CREATOR)), None);
}

#[test]
fn one_batch_counts_a_doubled_voucher_once() {
    let mut world = stage();
    let voucher = good(&mut world, CREATOR, 10, 100, 0);
    let (sum, events) = settle(&mut world, &[voucher.clone(), voucher.clone(), voucher]);
    assert_eq!((sum, skipped(&events)), (100, vec![SkipReason::Stale; 2]));
}

// Keys

/// What was signed settles a closing delay longer than the key signs, to the second, and time counts no further than the expiry.
#[test]
fn an_expired_key_settles_what_it_signed_for_one_delay_and_sells_no_time_after_its_expiry() {
    let mut world = stage();
    let expires_at = purse_of(&world, VIEWER).present.limits.expires_at;
    let lifetime = u128::from(LASTS) * RATE * 2;
    world.top_up(VIEWER, lifetime.into()).0.expect("more than all its time is worth");
    let first = good(&mut world, CREATOR, 10, 100, 0);
    let beyond = good(&mut world, SECOND_CREATOR, u64::MAX, EVERYTHING, 0);
    world.wait(expires_at + CLOSING_DELAY - world.now);
    pays(&mut world, &first, 100);
    pays(&mut world, &beyond, lifetime - 100);
    refused(&mut world, Error::NotClosing, |world| world.close(VIEWER, |purse| purse.close()));
    let late = good(&mut world, CREATOR, 20, 200, 0);
    skips(&mut world, &late, SkipReason::OverTime);
    world.wait(1);
    skips(&mut world, &late, SkipReason::Expired);
    refused(&mut world, Error::NothingNew, |world| world.announce(CREATOR, &[late]));
    world.close(VIEWER, |purse| purse.close()).0.expect("nothing can be settled any more");
}

#[test]
fn a_replaced_key_settles_what_it_signed_and_only_until_its_delay_is_over() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 10, 100, 0);
    let second = good(&mut world, CREATOR, 20, 200, 0);
    let third = good(&mut world, CREATOR, 30, 300, 0);
    let limits = Limits { max_rate: 0, lanes: 1, extras_allowance: 0, ..agreed(&world) };
    rekey(&mut world, 1, limits);
    pays(&mut world, &first, 100);
    world.wait(CLOSING_DELAY);
    pays(&mut world, &second, 100);
    world.wait(1);
    skips(&mut world, &third, SkipReason::Expired);
    assert_eq!(owed(&world, CREATOR), 200);
}

/// The attack that voided an hour: a new key with lower limits and one voucher of it. Whatever the order, both keys count for themselves.
#[test]
fn a_new_keys_voucher_voids_nothing_that_the_old_one_signed() {
    for new_first in [true, false] {
        for (seconds, amount) in [(1, 0), (101, 101), (10, 10), (u64::MAX, 0)] {
            let mut world = stage();
            let owed_for = good(&mut world, CREATOR, 100, 1_000, 50);
            let limits = Limits { max_rate: 1, lanes: 1, extras_allowance: 0, ..agreed(&world) };
            rekey(&mut world, 1, limits);
            world.wait(10);
            let lower = signed_by(&mut world, 1, CREATOR, seconds, amount, 0);
            let batch = if new_first { [lower, owed_for] } else { [owed_for, lower] };
            let of_the_new = amount.min(10);
            if new_first {
                for voucher in &batch {
                    settle(&mut world, std::slice::from_ref(voucher));
                }
            } else {
                settle(&mut world, &batch);
            }
            assert_eq!(owed(&world, CREATOR), 1_050 + of_the_new, "{new_first} {seconds} {amount}");
        }
    }
}

#[test]
fn a_key_that_was_never_agreed_signs_nothing() {
    let mut world = stage();
    let unknown = signed_by(&mut world, 1, CREATOR, 10, 100, 0);
    skips(&mut world, &unknown, SkipReason::UnknownKey);
    let (foreign, wanted) = (world.keys.of(VIEWER, 1), words(&world, VIEWER, CREATOR, 10, 100, 0));
    let signed_by_another = world.sign(&foreign, wanted);
    skips(&mut world, &signed_by_another, SkipReason::BadSignature);
}

#[test]
fn keys_cannot_be_replaced_until_the_owed_one_is_forgotten() {
    let mut world = stage();
    let owed_for = good(&mut world, CREATOR, 10, 100, 0);
    let limits = agreed(&world);
    for index in [1, 2, 0, 1] {
        let key = world.keys.of(VIEWER, index);
        world.rekey(VIEWER, key, limits).0.expect("a few are allowed");
    }
    let key = world.keys.of(VIEWER, 2);
    refused(&mut world, Error::OutstandingKeys, |world| world.rekey(VIEWER, key, limits));
    pays(&mut world, &owed_for, 100);
    world.wait(CLOSING_DELAY);
    refused(&mut world, Error::OutstandingKeys, |world| world.rekey(VIEWER, key, limits));
    world.wait(1);
    assert_eq!(world.rekey(VIEWER, key, limits).0, Ok(5), "the old ones have lapsed");
    assert_eq!(purse_of(&world, VIEWER).retired.len(), 1);
}

/// A key that expires at once would make the purse closable at once; what was signed before still stands in the way.
#[test]
fn a_key_changed_to_expire_does_not_void_what_was_signed() {
    let mut world = stage();
    let owed_for = good(&mut world, CREATOR, 10, 100, 0);
    let limits = Limits { expires_at: world.now + 1, ..agreed(&world) };
    rekey(&mut world, 1, limits);
    world.wait(2);
    refused(&mut world, Error::NotClosing, |world| world.close(VIEWER, |purse| purse.close()));
    pays(&mut world, &owed_for, 100);
    world.wait(CLOSING_DELAY - 1);
    refused(&mut world, Error::NotClosing, |world| world.close(VIEWER, |purse| purse.close()));
    world.wait(1);
    let (back, _) = world.close(VIEWER, |purse| purse.close());
    assert_eq!(back, Ok(DEPOSIT - 100 - TAB_COST));
}

#[test]
fn a_key_off_the_curve_is_refused() {
    let mut world = World::new(0);
    let (good, limits) = (world.keys.of(VIEWER, 0), agreed(&world));
    let mut beyond = [0xff; 64];
    beyond[32..].copy_from_slice(&good[32..]);
    for key in [[0; 64], [0xff; 64], [1; 64], off_the_curve(&good), beyond] {
        refused(&mut world, Error::BadKey, |world| world.open(VIEWER, DEPOSIT.into(), key, limits));
        refused(&mut world, Error::BadKey, |world| {
            world.say(OWNER, |purse| purse.set_operator(account(OPERATOR), key))
        });
        assert_eq!(constructed(key, 0, CLOSING_DELAY).err(), Some(Error::BadKey));
    }
    opened(&mut world, VIEWER);
    refused(&mut world, Error::BadKey, |world| world.rekey(VIEWER, off_the_curve(&good), limits));
}

// Limits

#[test]
fn over_the_rate_pays_nothing() {
    let mut world = stage();
    let at_the_rate = good(&mut world, CREATOR, 10, 100, 0);
    for (seconds, amount) in [(10, 101), (0, 1), (11, 111), (10, u128::MAX)] {
        let over = good(&mut world, CREATOR, seconds, amount, 0);
        skips(&mut world, &over, SkipReason::OverRate);
    }
    pays(&mut world, &at_the_rate, 100);
}

/// Extras share one allowance over all creators, and whoever asks for more than is left gets their seconds all the same.
#[test]
fn extras_over_the_allowance_are_not_paid_and_void_no_seconds() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 0, 0, ALLOWANCE - 100);
    pays(&mut world, &first, ALLOWANCE - 100);
    let too_much = good(&mut world, SECOND_CREATOR, 10, 100, u128::MAX);
    assert_eq!(pays(&mut world, &too_much, 200).extras, 100);
    let one_more = good(&mut world, THIEF, 0, 0, 1);
    skips(&mut world, &one_more, SkipReason::OverAllowance);
    let more_seconds = good(&mut world, SECOND_CREATOR, 20, 200, u128::MAX);
    pays(&mut world, &more_seconds, 100);
}

#[test]
fn time_that_has_not_passed_cannot_be_sold() {
    let mut world = stage();
    let all = good(&mut world, CREATOR, 300, 3_000, 0);
    assert_eq!(pays(&mut world, &all, 2_000).short, 1_000.into(), "two lanes, a hundred seconds each, and no more");
    skips(&mut world, &all, SkipReason::OverTime);
    let other = good(&mut world, SECOND_CREATOR, 1, 10, 0);
    skips(&mut world, &other, SkipReason::OverTime);
    world.wait(1);
    pays(&mut world, &all, 20);
    world.wait(49);
    pays(&mut world, &all, 980);
    skips(&mut world, &all, SkipReason::Stale);
}

/// Seconds that cost nothing fill no lane: what counts is money.
#[test]
fn vouchers_of_nothing_use_up_no_time() {
    let mut world = stage();
    let fillers: Vec<Signed> = (0..8).map(|creator| good(&mut world, creator, u64::MAX, 0, 0)).collect();
    let owed_for = good(&mut world, CREATOR, 200, 2_000, 0);
    let batch = [fillers, vec![owed_for]].concat();
    assert_eq!(settle(&mut world, &batch).0, 2_000);
}

/// A copied key, a hostile page or a hostile server sells a day at most of the weeks in which nothing was watched.
#[test]
fn idle_time_is_sold_for_a_day_at_most() {
    let (day, week) = (86_400, 7 * 86_400);
    for (idle, sold) in [(day - 1, day - 1), (day, day), (day + 1, day), (week, day)] {
        let mut world = World::new(0);
        let (key, limits) = (world.keys.of(VIEWER, 0), Limits { expires_at: world.now + 2 * week, ..agreed(&world) });
        world.open(VIEWER, u128::MAX.into(), key, limits).0.expect("opened");
        world.wait(idle);
        let all = good(&mut world, THIEF, u64::MAX, EVERYTHING, 0);
        pays(&mut world, &all, u128::from(sold) * RATE * 2);
        skips(&mut world, &all, SkipReason::OverTime);
        world.wait(1);
        pays(&mut world, &all, RATE * 2);
    }
}

#[test]
fn a_new_key_sells_only_the_time_since_it_was_agreed() {
    let mut world = stage();
    let limits = Limits { lanes: 16, ..agreed(&world) };
    rekey(&mut world, 1, limits);
    let all = signed_by(&mut world, 1, CREATOR, 10_000, 9_000, 0);
    skips(&mut world, &all, SkipReason::OverTime);
    world.wait(1);
    pays(&mut world, &all, 160);
    let old = good(&mut world, CREATOR, 10_000, 5_000, 0);
    pays(&mut world, &old, 2_000);
}

#[test]
fn what_is_short_is_shared_by_all_whatever_their_addresses() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), agreed(&world));
    world.open(VIEWER, (300 + 3 * TAB_COST).into(), key, limits).0.expect("opened");
    world.wait(100);
    let batch: Vec<Signed> =
        [CREATOR, SECOND_CREATOR, THIEF].iter().map(|who| good(&mut world, *who, 60, 600, 0)).collect();
    assert_eq!(settle(&mut world, &batch).0, 300);
    assert_eq!([CREATOR, SECOND_CREATOR, THIEF].map(|who| owed(&world, who)), [100, 100, 100]);
    let more = good(&mut world, CREATOR, 61, 610, 0);
    skips(&mut world, &more, SkipReason::Empty);
    world.top_up(VIEWER, 150.into()).0.expect("topped up");
    assert_eq!(settle(&mut world, &batch).0, 150);
    assert_eq!([CREATOR, SECOND_CREATOR, THIEF].map(|who| owed(&world, who)), [150, 150, 150]);
}

#[test]
fn the_deposit_is_all_there_is_and_the_rest_is_paid_once() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), agreed(&world));
    world.open(VIEWER, (300 + TAB_COST).into(), key, limits).0.expect("opened");
    opened(&mut world, SECOND_VIEWER);
    world.wait(100);
    let voucher = good(&mut world, CREATOR, 100, 1_000, 0);
    assert_eq!(pays(&mut world, &voucher, 300).short, 700.into());
    skips(&mut world, &voucher, SkipReason::Empty);
    assert_eq!(purse_of(&world, SECOND_VIEWER).deposit, DEPOSIT, "nobody else pays for it");
    world.top_up(VIEWER, 500.into()).0.expect("topped up");
    assert_eq!(pays(&mut world, &voucher, 500).short, 200.into());
    world.top_up(VIEWER, 1_000.into()).0.expect("topped up");
    assert_eq!(pays(&mut world, &voucher, 200).short, 0.into());
    skips(&mut world, &voucher, SkipReason::Stale);
    assert_eq!((owed(&world, CREATOR), purse_of(&world, VIEWER).deposit), (1_000, 800));
}

/// Many tabs of one unit each: the viewer pays for their cells, the operator gets what the chain charges.
#[test]
fn the_storage_of_new_tabs_is_paid_by_the_viewer_and_once() {
    let mut world = stage();
    let creators = [CREATOR, SECOND_CREATOR, THIEF, OWNER];
    for round in 1..=2 {
        let batch: Vec<Signed> = creators.iter().map(|who| good(&mut world, *who, 1, round, 0)).collect();
        assert_eq!(settle(&mut world, &batch).0, 4);
        assert_eq!((purse_of(&world, VIEWER).storage, owed(&world, OPERATOR)), (4 * TAB_COST, 4 * TAB_COST));
    }
    world.say(VIEWER, |purse| purse.request_close()).0.expect("closing begins");
    world.wait(CLOSING_DELAY);
    let pairs: Vec<(u32, H160)> = creators.iter().map(|who| (0, account(*who))).collect();
    assert_eq!(world.say(VIEWER, |purse| purse.remove_tabs(pairs.clone())).0, Ok(0), "they are in use");
    world.close(VIEWER, |purse| purse.close()).0.expect("closed");
    refused(&mut world, Error::NoPurse, |world| world.say(THIEF, |purse| purse.remove_tabs(pairs.clone())));
    assert_eq!(world.say(VIEWER, |purse| purse.remove_tabs(vec![pairs[0]])).0, Ok(1));
    opened(&mut world, VIEWER);
    world.wait(100);
    let batch: Vec<Signed> = creators.iter().map(|who| good(&mut world, *who, 1, 1, 0)).collect();
    assert_eq!(settle(&mut world, &batch).0, 4);
    assert_eq!(purse_of(&world, VIEWER).storage, TAB_COST, "one cell is new, three are used again");
}

#[test]
fn bad_limits_are_refused() {
    let mut world = World::new(0);
    let good = agreed(&world);
    let key = world.keys.of(VIEWER, 0);
    let year = 366 * 86_400;
    let cases: [(Error, PublicKey, Limits); 6] = [
        (Error::BadKey, [0; 64], good),
        (Error::BadLimits, key, Limits { lanes: 0, ..good }),
        (Error::BadLimits, key, Limits { lanes: 17, ..good }),
        (Error::ExpiryInPast, key, Limits { expires_at: world.now, ..good }),
        (Error::BadLimits, key, Limits { expires_at: world.now + year + 1, ..good }),
        (Error::BadLimits, key, Limits { expires_at: u64::MAX, ..good }),
    ];
    for (error, key, limits) in &cases {
        refused(&mut world, *error, |world| world.open(VIEWER, DEPOSIT.into(), *key, *limits));
    }
    refused(&mut world, Error::NothingSent, |world| world.open(VIEWER, U256::zero(), key, good));
    world.open(VIEWER, 1.into(), key, Limits { expires_at: world.now + year, ..good }).0.expect("the edge is good");
    for (error, key, limits) in cases {
        refused(&mut world, error, |world| world.rekey(VIEWER, key, limits));
    }
    refused(&mut world, Error::AlreadyOpen, |world| world.open(VIEWER, DEPOSIT.into(), key, good));
    refused(&mut world, Error::NothingSent, |world| world.top_up(VIEWER, U256::zero()));
}

// Closing, to void what was signed

#[test]
fn a_closing_purse_still_pays_and_cannot_be_emptied_early() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 10, 100, 0);
    let second = good(&mut world, CREATOR, 20, 200, 0);
    refused(&mut world, Error::NotClosing, |world| world.close(VIEWER, |purse| purse.close()));
    world.say(VIEWER, |purse| purse.request_close()).0.expect("closing begins");
    refused(&mut world, Error::TooEarly, |world| world.close(VIEWER, |purse| purse.close()));
    let (key, limits) = (world.keys.of(VIEWER, 1), agreed(&world));
    refused(&mut world, Error::Closing, |world| world.rekey(VIEWER, key, limits));
    refused(&mut world, Error::Closing, |world| world.top_up(VIEWER, 1.into()));
    refused(&mut world, Error::Closing, |world| world.say(VIEWER, |purse| purse.request_close()));
    refused(&mut world, Error::AlreadyOpen, |world| world.open(VIEWER, DEPOSIT.into(), key, limits));
    pays(&mut world, &first, 100);
    world.wait(CLOSING_DELAY - 1);
    refused(&mut world, Error::TooEarly, |world| world.close(VIEWER, |purse| purse.close()));
    pays(&mut world, &second, 100);
    world.wait(1);
    assert_eq!(world.close(VIEWER, |purse| purse.close()).0, Ok(DEPOSIT - 200 - TAB_COST));
    refused(&mut world, Error::NoPurse, |world| world.close(VIEWER, |purse| purse.close()));
}

/// Asking to close, then thinking better of it, leaves no closing time behind that has long passed.
#[test]
fn a_cancelled_closing_does_not_count_towards_the_next() {
    let mut world = stage();
    world.say(VIEWER, |purse| purse.request_close()).0.expect("closing begins");
    world.wait(CLOSING_DELAY);
    world.say(VIEWER, |purse| purse.cancel_close()).0.expect("cancelled");
    refused(&mut world, Error::NotClosing, |world| world.close(VIEWER, |purse| purse.close()));
    refused(&mut world, Error::NotClosing, |world| world.say(VIEWER, |purse| purse.cancel_close()));
    world.say(VIEWER, |purse| purse.request_close()).0.expect("closing begins anew");
    refused(&mut world, Error::TooEarly, |world| world.close(VIEWER, |purse| purse.close()));
}

#[test]
fn nobody_else_closes_a_purse() {
    let mut world = stage();
    world.say(VIEWER, |purse| purse.request_close()).0.expect("closing begins");
    world.wait(CLOSING_DELAY);
    for who in [THIEF, OPERATOR, OWNER, CREATOR] {
        refused(&mut world, Error::NoPurse, |world| world.close(who, |purse| purse.close()));
        refused(&mut world, Error::NoPurse, |world| world.say(who, |purse| purse.cancel_close()));
    }
    let operator = world.keys.of(OPERATOR, 0);
    let release = world.release(&operator, VIEWER, 1, world.now);
    let now = world.now;
    refused(&mut world, Error::NoPurse, |world| world.close_now(THIEF, now, release));
}

#[test]
fn a_release_is_for_one_opening_of_one_purse_for_a_time_by_the_operators_key() {
    let mut world = stage();
    let operator = world.keys.of(OPERATOR, 0);
    let until = world.now + 10;
    let release = world.release(&operator, VIEWER, 1, until);
    opened(&mut world, SECOND_VIEWER);
    refused(&mut world, Error::BadRelease, |world| world.close_now(SECOND_VIEWER, until, release));
    refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, until + 1, release));
    refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, u64::MAX, release));
    for key in [world.keys.of(VIEWER, 0), world.keys.of(THIEF, 0), world.keys.of(OPERATOR, 1)] {
        let own = world.release(&key, VIEWER, 1, until);
        refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, until, own));
    }
    let of_the_next = world.release(&operator, VIEWER, 2, until);
    refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, until, of_the_next));
    world.wait(11);
    refused(&mut world, Error::ReleaseExpired, |world| world.close_now(VIEWER, until, release));
    let until = world.now;
    let release = world.release(&operator, VIEWER, 1, until);
    assert_eq!(world.close_now(VIEWER, until, release).0, Ok(DEPOSIT));
    refused(&mut world, Error::NoPurse, |world| world.close_now(VIEWER, until, release));
    opened(&mut world, VIEWER);
    refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, until, release));
}

/// A new operator takes office a closing delay later, to the second: until then the old one's word counts, and the new one's does not.
#[test]
fn a_new_operator_takes_office_after_a_delay() {
    let mut world = stage();
    let (old, new) = (world.keys.of(OPERATOR, 0), world.keys.of(THIEF, 0));
    let voucher = good(&mut world, CREATOR, 10, 100, 0);
    world.say(OWNER, |purse| purse.set_operator(account(THIEF), new)).0.expect("the owner may");
    world.wait(CLOSING_DELAY - 1);
    let until = world.now + 10;
    let (of_the_old, of_the_new) = (world.release(&old, VIEWER, 1, until), world.release(&new, VIEWER, 1, until));
    refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, until, of_the_new));
    refused(&mut world, Error::NotOperator, |world| world.settle(THIEF, std::slice::from_ref(&voucher)));
    pays(&mut world, &voucher, 100);
    world.wait(1);
    refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, until, of_the_old));
    let late = good(&mut world, CREATOR, 20, 200, 0);
    refused(&mut world, Error::NotOperator, |world| world.settle(OPERATOR, std::slice::from_ref(&late)));
    assert_eq!(world.settle(THIEF, &[late]).0.map(|settlement| settlement.paid), Ok(100));
    world.close_now(VIEWER, until, of_the_new).0.expect("the new one is in office");
}

// Settling without the operator

#[test]
fn a_stranger_settles_nothing_and_collects_only_after_the_window() {
    let mut world = stage();
    let batch = vec![good(&mut world, CREATOR, 10, 100, 0)];
    for who in [CREATOR, VIEWER, THIEF, OWNER] {
        refused(&mut world, Error::NotOperator, |world| world.settle(who, &batch));
    }
    refused(&mut world, Error::NoWindow, |world| world.pay_announced(CREATOR, VIEWER, &[(0, account(CREATOR))]));
    announces(&mut world, CREATOR, &batch);
    world.wait(CLOSING_DELAY - 1);
    refused(&mut world, Error::TooEarly, |world| world.pay_announced(CREATOR, VIEWER, &[(0, account(CREATOR))]));
    world.wait(1);
    assert_eq!(collects(&mut world, THIEF, &[CREATOR]), Ok(100), "anybody may, and it goes to the creator");
    assert_eq!((owed(&world, CREATOR), owed(&world, THIEF)), (100, TAB_COST));
    refused(&mut world, Error::NoWindow, |world| world.pay_announced(CREATOR, VIEWER, &[(0, account(CREATOR))]));
}

/// A loaded batch, armed before anything is owed, and armed anew: a window has one end, and what is announced later is collected with it.
#[test]
fn a_windows_end_never_moves() {
    let mut world = stage();
    let own = good(&mut world, THIEF, 1, 10, 0);
    let ends_at = announces(&mut world, THIEF, &[own])[0].window_ends_at;
    assert_eq!(ends_at, world.now + CLOSING_DELAY);
    for step in 1..=4 {
        world.wait(CLOSING_DELAY / 5);
        let more = good(&mut world, THIEF, 1 + step, u128::from(1 + step) * 10, 0);
        assert_eq!(announces(&mut world, THIEF, &[more])[0].window_ends_at, ends_at);
    }
    let _ = world.say(VIEWER, |purse| purse.request_close());
    assert_eq!(purse_of(&world, VIEWER).window_ends_at, Some(ends_at));
    world.say(VIEWER, |purse| purse.cancel_close()).0.expect("cancelled");
    let owed_for = good(&mut world, CREATOR, 10, 100, 0);
    announces(&mut world, CREATOR, &[owed_for]);
    world.wait(ends_at - world.now);
    assert_eq!(collects(&mut world, CREATOR, &[CREATOR, THIEF]), Ok(150));
    assert_eq!(owed(&world, CREATOR), 100 + 2 * TAB_COST);
}

/// What is settled already is public in the calldata of whoever settled it. Announcing it again opens nothing and shuts nobody out.
#[test]
fn vouchers_that_are_settled_already_open_no_window() {
    let mut world = stage();
    let settled = good(&mut world, CREATOR, 10, 100, 5);
    let older = good(&mut world, CREATOR, 9, 90, 5);
    pays(&mut world, &settled, 105);
    for who in [THIEF, CREATOR, OPERATOR] {
        refused(&mut world, Error::NothingNew, |world| world.announce(who, &[settled.clone(), older.clone()]));
    }
    assert_eq!(purse_of(&world, VIEWER).window_ends_at, None);
}

/// A lower statement beside a higher one, or one of nothing: the claim stays the highest.
#[test]
fn a_claim_is_never_lowered() {
    let mut world = stage();
    let high = good(&mut world, CREATOR, 100, 1_000, 50);
    announces(&mut world, CREATOR, &[high]);
    for (seconds, amount, extras) in [(100, 0, 0), (100, 999, 50), (u64::MAX, 1, 1)] {
        let low = good(&mut world, CREATOR, seconds, amount, extras);
        refused(&mut world, Error::NothingNew, |world| world.announce(VIEWER, &[low]));
    }
    world.wait(CLOSING_DELAY);
    assert_eq!(collects(&mut world, VIEWER, &[CREATOR]), Ok(1_050));
}

#[test]
fn what_is_announced_must_be_signed_for_an_open_purse() {
    let mut world = stage();
    let key = world.keys.of(VIEWER, 0);
    let wanted = words(&world, VIEWER, CREATOR, 10, 100, 0);
    let flaws = [
        Flaw::Forged(3),
        Flaw::OtherChain,
        Flaw::OtherContract,
        Flaw::OtherOpening(true),
        Flaw::OtherKey,
        Flaw::NoSuchKey,
        Flaw::OtherCreator,
        Flaw::Unsigned,
    ];
    for flaw in flaws {
        let bad = world.flawed(flaw, &key, wanted);
        refused(&mut world, Error::NothingNew, |world| world.announce(THIEF, &[bad]));
    }
    let no_purse = Words { viewer: account(THIEF), ..wanted };
    let stranger = world.keys.of(THIEF, 0);
    let no_purse = world.sign(&stranger, no_purse);
    refused(&mut world, Error::NothingNew, |world| world.announce(THIEF, &[no_purse]));
    refused(&mut world, Error::EmptyBatch, |world| world.announce(CREATOR, &[]));
    refused(&mut world, Error::EmptyBatch, |world| world.pay_announced(CREATOR, VIEWER, &[]));
}

/// The viewer signs everything away to their own second account to get it past the creator who is owed. While the operator is there it settles
/// what the creator is owed at once, and the second account gets what is left.
#[test]
fn a_viewer_cannot_pay_their_own_second_account_past_what_the_operator_settles() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), Limits { extras_allowance: u128::MAX, ..agreed(&world) });
    world.open(VIEWER, DEPOSIT.into(), key, limits).0.expect("opened");
    world.wait(120);
    let owed_for = good(&mut world, CREATOR, 120, 1_200, 0);
    let drain = good(&mut world, THIEF, u64::MAX, 2_400, u128::MAX);
    let told = announces(&mut world, THIEF, &[drain]);
    assert_eq!((told[0].viewer, told[0].announcer), (account(VIEWER), account(THIEF)), "whoever watches is told");
    world.wait(CLOSING_DELAY - 1);
    refused(&mut world, Error::TooEarly, |world| world.pay_announced(THIEF, VIEWER, &[(0, account(THIEF))]));
    pays(&mut world, &owed_for, 1_200);
    world.wait(1);
    assert_eq!(collects(&mut world, THIEF, &[THIEF]), Ok(DEPOSIT - 1_200 - 2 * TAB_COST));
    assert_eq!(owed(&world, CREATOR), 1_200);
}

/// Without the operator what is short is shared: neither who announced first nor whose address is lower gets more.
#[test]
fn without_the_operator_claims_share_what_is_there() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), agreed(&world));
    world.open(VIEWER, (900 + 3 * TAB_COST).into(), key, limits).0.expect("opened");
    world.wait(100);
    let drain: Vec<Signed> = [THIEF, SECOND_CREATOR].iter().map(|who| good(&mut world, *who, 100, 1_000, 0)).collect();
    announces(&mut world, VIEWER, &drain);
    world.wait(CLOSING_DELAY - 1);
    let owed_for = good(&mut world, CREATOR, 100, 1_000, 0);
    announces(&mut world, CREATOR, &[owed_for]);
    world.wait(1);
    assert_eq!(collects(&mut world, VIEWER, &[THIEF, SECOND_CREATOR]), Ok(600));
    refused(&mut world, Error::WindowOpen, |world| world.close(VIEWER, |purse| purse.close()));
    assert_eq!(collects(&mut world, OWNER, &[CREATOR]), Ok(300), "the last one's share is kept for it");
    assert_eq!([CREATOR, SECOND_CREATOR, THIEF].map(|who| owed(&world, who)), [300, 300, 300]);
}

/// A creator without the operator, and a viewer who asks to close: what is announced until the last second is paid before the purse closes.
#[test]
fn a_creator_without_the_operator_is_in_time_when_a_viewer_closes() {
    for notice in [0, 1, CLOSING_DELAY / 2, CLOSING_DELAY - 1] {
        let mut world = stage();
        let batch = vec![good(&mut world, CREATOR, 10, 100, 0)];
        world.say(VIEWER, |purse| purse.request_close()).0.expect("closing begins");
        let closes_at = world.now + CLOSING_DELAY;
        world.wait(notice);
        assert_eq!(announces(&mut world, CREATOR, &batch)[0].window_ends_at, closes_at);
        world.wait(closes_at - world.now);
        refused(&mut world, Error::WindowOpen, |world| world.close(VIEWER, |purse| purse.close()));
        assert_eq!(collects(&mut world, VIEWER, &[CREATOR]), Ok(100));
        assert_eq!(world.close(VIEWER, |purse| purse.close()).0, Ok(DEPOSIT - 100 - TAB_COST));
    }
}

/// Not even with the operator's signature, an old or a new operator's: a creator's standing announcement is paid first.
#[test]
fn a_purse_does_not_close_at_once_over_an_announcement() {
    let mut world = stage();
    let batch = vec![good(&mut world, CREATOR, 10, 100, 0)];
    announces(&mut world, CREATOR, &batch);
    let (operator, until) = (world.keys.of(OPERATOR, 0), world.now + 1_000);
    let release = world.release(&operator, VIEWER, 1, until);
    refused(&mut world, Error::WindowOpen, |world| world.close_now(VIEWER, until, release));
    world.wait(CLOSING_DELAY);
    refused(&mut world, Error::WindowOpen, |world| world.close_now(VIEWER, until, release));
    assert_eq!(collects(&mut world, CREATOR, &[CREATOR]), Ok(100));
    world.close_now(VIEWER, until, release).0.expect("nothing is outstanding now");
}

/// What the operator settles in a window is not paid a second time after it.
#[test]
fn the_operators_settling_and_a_claim_pay_once() {
    let mut world = stage();
    let (part, whole) = (good(&mut world, CREATOR, 50, 500, 0), good(&mut world, CREATOR, 100, 1_000, 0));
    announces(&mut world, CREATOR, std::slice::from_ref(&whole));
    pays(&mut world, &part, 500);
    world.wait(CLOSING_DELAY);
    assert_eq!(collects(&mut world, CREATOR, &[CREATOR]), Ok(500));
    skips(&mut world, &whole, SkipReason::Stale);

    let more = good(&mut world, CREATOR, 110, 1_100, 0);
    announces(&mut world, CREATOR, std::slice::from_ref(&more));
    pays(&mut world, &more, 100);
    assert_eq!(purse_of(&world, VIEWER).window_ends_at, None, "with nothing left to pay the window is gone");
    assert_eq!(owed(&world, CREATOR), 1_100);
}

#[test]
fn only_its_announcer_clears_a_paid_claim() {
    let mut world = stage();
    let batch = vec![good(&mut world, CREATOR, 10, 100, 0)];
    announces(&mut world, CREATOR, &batch);
    let claim = vec![(account(VIEWER), 0, account(CREATOR))];
    assert_eq!(world.say(CREATOR, |purse| purse.clear_claims(claim.clone())).0, Ok(0), "it is not paid yet");
    world.wait(CLOSING_DELAY);
    collects(&mut world, THIEF, &[CREATOR]).expect("collected");
    for who in [THIEF, VIEWER, OPERATOR] {
        assert_eq!(world.say(who, |purse| purse.clear_claims(claim.clone())).0, Ok(0));
    }
    assert_eq!(world.say(CREATOR, |purse| purse.clear_claims(claim.clone())).0, Ok(1));
    assert_eq!(world.say(CREATOR, |purse| purse.clear_claims(claim)).0, Ok(0));
}

#[test]
fn a_batch_is_neither_empty_nor_larger_than_the_limit() {
    let mut world = stage();
    let most = world.contract.terms().max_batch as usize;
    let voucher = good(&mut world, CREATOR, 10, 100, 0);
    refused(&mut world, Error::EmptyBatch, |world| world.settle(OPERATOR, &[]));
    refused(&mut world, Error::BatchTooLarge, |world| world.settle(OPERATOR, &vec![voucher.clone(); most + 1]));
    refused(&mut world, Error::BatchTooLarge, |world| world.announce(CREATOR, &vec![voucher.clone(); most + 1]));
    let (sum, events) = settle(&mut world, &vec![voucher; most]);
    assert_eq!((sum, events.len()), (100, most));
}

/// One bad voucher of each kind in a batch; the good one among them is paid all the same.
#[test]
fn bad_vouchers_do_not_hold_up_the_good_one() {
    let mut world = stage();
    let key = world.keys.of(VIEWER, 0);
    let wanted = words(&world, VIEWER, THIEF, 10, 100, 0);
    let forged = world.flawed(Flaw::Forged(9), &key, wanted);
    let elsewhere = world.flawed(Flaw::OtherOpening(true), &key, wanted);
    let too_fast = good(&mut world, THIEF, 1, u128::MAX, 0);
    let nothing = good(&mut world, THIEF, u64::MAX, 0, 0);
    let no_key = world.flawed(Flaw::NoSuchKey, &key, wanted);
    let fine = good(&mut world, CREATOR, 10, 100, 0);
    let (sum, events) = settle(&mut world, &[nothing, forged, fine, no_key, elsewhere, too_fast]);
    assert_eq!((sum, skipped(&events).len()), (100, 5));
    assert_eq!((owed(&world, CREATOR), owed(&world, THIEF)), (100, 0));
}

// The edges of the types

#[test]
fn the_largest_numbers_neither_overflow_nor_stop_a_batch() {
    let mut world = World::new(1_000);
    let limits = Limits { max_rate: u128::MAX, lanes: 16, extras_allowance: u128::MAX, ..agreed(&world) };
    let key = world.keys.of(VIEWER, 0);
    world.open(VIEWER, u128::MAX.into(), key, limits).0.expect("all the money there is");
    world.wait(100);
    let other = good(&mut world, SECOND_CREATOR, 1, 1, 1);
    let most = good(&mut world, CREATOR, 2, u128::MAX, u128::MAX);
    let (sum, _) = settle(&mut world, &[other.clone(), most]);
    assert!(sum >= 2, "the small one is paid whatever becomes of the large one");
    assert!(owed(&world, SECOND_CREATOR) > 0 || purse_of(&world, VIEWER).deposit == 0);
    let totals = world.contract.totals();
    assert_eq!(totals.deposits + totals.earnings + totals.fees, u128::MAX);
}

#[test]
fn more_money_than_can_be_counted_is_refused() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), agreed(&world));
    let beyond = U256::from(u128::MAX) + U256::one();
    refused(&mut world, Error::TooMuch, |world| world.open(VIEWER, beyond, key, limits));
    refused(&mut world, Error::TooMuch, |world| world.open(VIEWER, U256::MAX / 2, key, limits));
    world.open(VIEWER, (u128::MAX - 1).into(), key, limits).0.expect("opened");
    let before = world.snapshot();
    assert!(world.top_up(VIEWER, 2.into()).0.is_err());
    assert!(world.open(SECOND_VIEWER, 2.into(), key, limits).0.is_err());
    assert_eq!(world.snapshot(), before);
    world.top_up(VIEWER, 1.into()).0.expect("what fits is taken");
    refused(&mut world, Error::TooMuch, |world| world.top_up(VIEWER, beyond));
}

/// What was earned counts as well: else a later payment could not be booked, and would hold up the whole batch that it is in.
#[test]
fn money_that_could_not_be_booked_later_is_refused_at_once() {
    let mut world = World::new(0);
    let limits = Limits { max_rate: u128::MAX, ..agreed(&world) };
    let key = world.keys.of(VIEWER, 0);
    world.open(VIEWER, u128::MAX.into(), key, limits).0.expect("all the money there is");
    world.wait(100);
    let all = good(&mut world, CREATOR, 1, u128::MAX, 0);
    pays(&mut world, &all, u128::MAX - TAB_COST);
    refused(&mut world, Error::TooMuch, |world| world.top_up(VIEWER, 1.into()));
    refused(&mut world, Error::TooMuch, |world| world.open(SECOND_VIEWER, u128::MAX.into(), key, limits));
}

// Splits and withdrawals

fn split(world: &mut World, by: usize, shares: &[(usize, u16)]) -> (Result<(), Error>, Vec<Event>) {
    let shares: Vec<Share> =
        shares.iter().map(|(who, points)| Share { account: account(*who), basis_points: *points }).collect();
    world.say(by, |purse| purse.set_split(shares))
}

#[test]
fn a_bad_split_is_refused() {
    let mut world = stage();
    let bad: [&[(usize, u16)]; 7] = [
        &[(20, 1), (21, 1), (22, 1), (23, 1), (24, 1), (25, 1), (26, 1), (27, 1), (28, 1)],
        &[(20, 10_001)],
        &[(20, 5_001), (21, 5_000)],
        &[(20, u16::MAX), (21, 1)],
        &[(20, 10), (20, 10)],
        &[(CREATOR, 10)],
        &[(20, 0)],
    ];
    for shares in bad {
        refused(&mut world, Error::BadSplit, |world| split(world, CREATOR, shares));
    }
    split(&mut world, CREATOR, &[(20, 1), (21, 1), (22, 1), (23, 1), (24, 1), (25, 1), (26, 1), (27, 9_993)])
        .0
        .expect("eight, in whole");
}

/// A split is of one's own future earnings: it moves nothing that was earned before, and nothing of anybody else's.
#[test]
fn a_split_reaches_nothing_that_was_earned_before() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), Limits { max_rate: 1_000_000, ..agreed(&world) });
    world.open(VIEWER, 100_000_000.into(), key, limits).0.expect("opened");
    world.wait(100);
    let before = good(&mut world, CREATOR, 10, 30_007, 0);
    pays(&mut world, &before, 30_007);
    split(&mut world, CREATOR, &[(THIEF, 10_000)]).0.expect("their own affair");
    split(&mut world, THIEF, &[(CREATOR, 1)]).0.expect("their own affair");
    world.say(THIEF, |purse| purse.distribute(account(CREATOR))).0.expect("anybody may");
    assert_eq!(world.contract.earnings(account(CREATOR)).owed, 30_007);
    assert_eq!(owed(&world, THIEF), 0);
    let after = good(&mut world, CREATOR, 20, 50_009, 0);
    pays(&mut world, &after, 20_002);
    world.say(THIEF, |purse| purse.distribute(account(CREATOR))).0.expect("anybody may");
    assert_eq!(
        (world.contract.earnings(account(THIEF)).owed, world.contract.earnings(account(CREATOR)).pot),
        (20_000, 2)
    );
}

/// A co-host's part of seconds that are earned and not settled yet cannot be taken back: a split ends a closing delay after it was ended.
#[test]
fn an_emptied_split_still_divides_what_was_earned_under_it() {
    for (wait, to_the_cohost) in [(CLOSING_DELAY - 1, 500), (CLOSING_DELAY, 0)] {
        let mut world = World::new(0);
        let (key, limits) = (world.keys.of(VIEWER, 0), Limits { max_rate: 1_000_000, ..agreed(&world) });
        world.open(VIEWER, 100_000_000.into(), key, limits).0.expect("opened");
        world.wait(100);
        split(&mut world, CREATOR, &[(SECOND_CREATOR, 5_000)]).0.expect("the first one holds at once");
        let earned = good(&mut world, CREATOR, 10, 100_000, 0);
        split(&mut world, CREATOR, &[]).0.expect("ended, later");
        let (_, at) = world.contract.earnings(account(CREATOR)).next_split.expect("it is told");
        assert_eq!(at, world.now + CLOSING_DELAY);
        world.wait(wait);
        pays(&mut world, &earned, 100_000);
        world.say(OWNER, |purse| purse.distribute(account(CREATOR))).0.expect("anybody may");
        assert_eq!(world.contract.earnings(account(SECOND_CREATOR)).owed, to_the_cohost * 100, "after {wait}");
    }
}

#[test]
fn nothing_is_withdrawn_twice_or_by_somebody_else() {
    let mut world = stage();
    let voucher = good(&mut world, CREATOR, 10, 100, 0);
    pays(&mut world, &voucher, 100);
    for who in [THIEF, VIEWER, OWNER] {
        refused(&mut world, Error::NothingOwed, |world| world.say(who, |purse| purse.withdraw()));
        refused(&mut world, Error::NothingOwed, |world| world.say(who, |purse| purse.withdraw_for(account(THIEF))));
    }
    refused(&mut world, Error::NothingOwed, |world| world.say(OWNER, |purse| purse.withdraw_fees()));
    assert_eq!(world.say(CREATOR, |purse| purse.withdraw()).0, Ok(100));
    refused(&mut world, Error::NothingOwed, |world| world.say(CREATOR, |purse| purse.withdraw()));
}

#[test]
fn who_gave_all_shares_away_withdraws_nothing_and_moves_nothing() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), Limits { max_rate: 1_000_000, ..agreed(&world) });
    world.open(VIEWER, 100_000_000.into(), key, limits).0.expect("opened");
    world.wait(100);
    split(&mut world, CREATOR, &[(THIEF, 10_000)]).0.expect("their own affair");
    let voucher = good(&mut world, CREATOR, 10, 30_007, 0);
    pays(&mut world, &voucher, 30_007);
    refused(&mut world, Error::NothingOwed, |world| world.say(CREATOR, |purse| purse.withdraw()));
}

/// Anybody may send it; it goes to whom it is owed. Only the operator takes the fee, and of enough only.
#[test]
fn a_withdrawal_for_somebody_goes_to_them() {
    let mut world = stage();
    let little = WITHDRAW_FEE * 100 - 1;
    let voucher = good(&mut world, CREATOR, 100, little, 0);
    pays(&mut world, &voucher, little);
    let of = account(CREATOR);
    refused(&mut world, Error::TooLittle, |world| world.say(OPERATOR, |purse| purse.withdraw_for(of)));
    let enough = good(&mut world, CREATOR, 100, little + 1, 0);
    pays(&mut world, &enough, 1);
    let before = owed(&world, OPERATOR);
    assert_eq!(world.say(OPERATOR, |purse| purse.withdraw_for(of)).0, Ok(little + 1 - WITHDRAW_FEE));
    assert_eq!((owed(&world, CREATOR), owed(&world, OPERATOR)), (0, before + WITHDRAW_FEE));
    let more = good(&mut world, CREATOR, 100, little + 2, 0);
    pays(&mut world, &more, 1);
    assert_eq!(world.say(THIEF, |purse| purse.withdraw_for(of)).0, Ok(1), "without the operator it costs nothing");
    let balances = world.snapshot().balances;
    assert_eq!((balances[CREATOR], balances[THIEF]), ((little + 2 - WITHDRAW_FEE).into(), U256::zero()));
}

/// Money that came by mistake is the owner's to send back; what is in the books is not.
#[test]
fn plain_transfers_can_be_taken_out_and_nothing_else() {
    let mut world = stage();
    let surplus = world.say(OWNER, |purse| purse.withdraw_surplus()).0.expect("the endowment of these tests");
    assert_eq!(u64::try_from(surplus).expect("small"), crate::world::ENDOWMENT);
    refused(&mut world, Error::NothingOwed, |world| world.say(OWNER, |purse| purse.withdraw_surplus()));
    world.transfer(42);
    refused(&mut world, Error::NotOwner, |world| world.say(OPERATOR, |purse| purse.withdraw_surplus()));
    assert_eq!(world.say(OWNER, |purse| purse.withdraw_surplus()).0, Ok(42));
    assert_eq!(deposit(&world), DEPOSIT);
}

/// Settling by the unit and dividing after each does not get anybody around the fee or around a share.
#[test]
fn small_change_escapes_neither_fee_nor_split() {
    let money_after = |steps: u64| {
        let mut world = World::new(333);
        let (key, limits) = (world.keys.of(VIEWER, 0), Limits { max_rate: 1_000_003, ..agreed(&world) });
        world.open(VIEWER, 1_000_000_000.into(), key, limits).0.expect("opened");
        split(&mut world, CREATOR, &[(THIEF, 3_333), (SECOND_CREATOR, 1)]).0.expect("a split");
        world.wait(100);
        for step in 1..=steps {
            let seconds = 60 * step / steps;
            let voucher = good(&mut world, CREATOR, seconds, u128::from(seconds) * 1_000_003, 0);
            settle(&mut world, &[voucher]);
            world.say(THIEF, |purse| purse.distribute(account(CREATOR))).0.expect("anybody may");
        }
        let state = world.snapshot();
        (state.earnings, state.totals.deposits, state.totals.fees, state.tabs)
    };
    assert_eq!(money_after(60), money_after(1));
    assert_eq!(money_after(60).2, 60 * 1_000_003 * 333 / 10_000);
}

// Administration

#[test]
fn nobody_but_the_owner_administers() {
    let mut world = stage();
    for who in [THIEF, OPERATOR, CREATOR, VIEWER] {
        let key = world.keys.of(THIEF, 0);
        refused(&mut world, Error::NotOwner, |world| world.say(who, |purse| purse.set_fee(1)));
        refused(&mut world, Error::NotOwner, |world| world.say(who, |purse| purse.set_operator(account(who), key)));
        refused(&mut world, Error::NotOwner, |world| world.say(who, |purse| purse.transfer_ownership(account(who))));
        refused(&mut world, Error::NotOwner, |world| world.say(who, |purse| purse.withdraw_fees()));
        refused(&mut world, Error::NotPendingOwner, |world| world.say(who, |purse| purse.accept_ownership()));
    }
    world.say(OWNER, |purse| purse.transfer_ownership(account(CREATOR))).0.expect("offered");
    refused(&mut world, Error::NotPendingOwner, |world| world.say(THIEF, |purse| purse.accept_ownership()));
    refused(&mut world, Error::NotOwner, |world| world.say(CREATOR, |purse| purse.set_fee(1)));
    world.say(CREATOR, |purse| purse.accept_ownership()).0.expect("accepted");
    refused(&mut world, Error::NotOwner, |world| world.say(OWNER, |purse| purse.set_fee(1)));
    refused(&mut world, Error::NotPendingOwner, |world| world.say(CREATOR, |purse| purse.accept_ownership()));
}

#[test]
fn the_fee_is_capped_and_holds_for_purses_that_are_opened_after_its_delay() {
    let mut world = stage();
    for fee in [1_001, 10_000, u16::MAX] {
        refused(&mut world, Error::FeeTooHigh, |world| world.say(OWNER, |purse| purse.set_fee(fee)));
        let key = world.keys.of(OPERATOR, 0);
        assert_eq!(constructed(key, fee, CLOSING_DELAY).err(), Some(Error::FeeTooHigh));
    }
    let first = good(&mut world, CREATOR, 10, 100, 0);
    assert_eq!(pays(&mut world, &first, 100).fee, 0.into());
    world.say(OWNER, |purse| purse.set_fee(1_000)).0.expect("the cap itself");
    world.wait(CLOSING_DELAY - 1);
    opened(&mut world, SECOND_VIEWER);
    world.wait(1);
    opened(&mut world, CREATOR);
    let fees = [VIEWER, SECOND_VIEWER, CREATOR].map(|viewer| purse_of(&world, viewer).fee);
    assert_eq!(fees, [0, 0, 1_000]);
    let second = good(&mut world, CREATOR, 20, 200, 0);
    assert_eq!(pays(&mut world, &second, 100).fee, 0.into(), "what the viewer opened with stays");
}

#[test]
fn delays_have_bounds() {
    let world = World::new(0);
    let key = world.keys.of(OPERATOR, 0);
    for delay in [0, 59, 30 * 86_400 + 1, u64::MAX] {
        assert_eq!(constructed(key, 0, delay).err(), Some(Error::BadDelay));
    }
    for delay in [60, 30 * 86_400] {
        assert!(constructed(key, 0, delay).is_ok());
    }
}

/// Owner and operator in one hand, and that hand a thief's: without signatures there is still nothing to be had but fees.
#[test]
fn owner_and_operator_together_cannot_touch_deposits_or_earnings() {
    let mut world = stage();
    let voucher = good(&mut world, CREATOR, 10, 100, 0);
    world.say(OWNER, |purse| purse.set_fee(1_000)).0.expect("the owner may");
    pays(&mut world, &voucher, 100);
    let key = world.keys.of(THIEF, 0);
    world.say(OWNER, |purse| purse.set_operator(account(THIEF), key)).0.expect("the owner may");
    world.wait(CLOSING_DELAY);
    let wanted = words(&world, VIEWER, THIEF, 20, 200, 0);
    let forged = world.sign(&key, wanted);
    let (result, events) = world.settle(THIEF, &[forged, voucher]);
    assert_eq!((result.expect("in office").paid, skipped(&events).len()), (0, 2));
    refused(&mut world, Error::NothingOwed, |world| world.say(THIEF, |purse| purse.withdraw()));
    refused(&mut world, Error::NothingOwed, |world| world.say(OWNER, |purse| purse.withdraw_fees()));
    assert_eq!((deposit(&world), owed(&world, CREATOR)), (DEPOSIT - 100, 100));
}

#[test]
fn strangers_have_nothing() {
    let world = stage();
    let stranger = H160::repeat_byte(0x77);
    assert_eq!(world.contract.purse(stranger), None);
    assert_eq!(world.contract.tab(stranger, 0, account(CREATOR)), None);
    let earnings = world.contract.earnings(stranger);
    assert_eq!((earnings.owed, earnings.pot, earnings.split.len()), (0, 0, 0));
}
