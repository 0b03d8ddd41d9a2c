//! Attacks, one by one. Each asserts what did not happen as well: `refused` and `skips` compare all that can be read before and after.

use ink::{H160, U256};
use purse::{Error, Purse, Share, SkipReason};

use crate::actions::Flaw;
use crate::model::{Fate, Limits, PublicKey, Settled, Signed};
use crate::world::{
    CLOSING_DELAY, CREATOR, Event, OPERATOR, OWNER, SECOND_CREATOR, SECOND_VIEWER, THIEF, VIEWER, Words, World,
    account, contract_address, skipped, voucher_bytes, with_signature,
};

const DEPOSIT: u128 = 10_000;
const RATE: u128 = 10;
const ALLOWANCE: u128 = 500;
const ANNOUNCE_DELAY: u64 = CLOSING_DELAY / 2;
/// The order of P-256.
const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

fn agreed(world: &World) -> Limits {
    Limits { max_rate: RATE, lanes: 2, extras_allowance: ALLOWANCE, expires_at: world.now + 10_000 }
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
    Words { viewer: account(viewer), nonce, creator: account(creator), seconds, amount, extras }
}

/// A voucher of the viewer for the creator, signed with the viewer's first key.
fn good(world: &mut World, creator: usize, seconds: u64, amount: u128, extras: u128) -> Signed {
    signed_by(world, 0, creator, seconds, amount, extras)
}

fn signed_by(world: &mut World, key: usize, creator: usize, seconds: u64, amount: u128, extras: u128) -> Signed {
    let (key, words) = (world.keys.of(VIEWER, key), words(world, VIEWER, creator, seconds, amount, extras));
    world.sign(&key, words)
}

fn settle(world: &mut World, batch: &[Signed]) -> (u128, Vec<Event>) {
    let (result, events) = world.settle(OPERATOR, batch);
    (result.expect("the operator settles"), events)
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

fn deposit(world: &World) -> u128 {
    world.contract.purse(account(VIEWER)).expect("a purse").deposit
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
    let signed = good(&mut world, CREATOR, 10, 50, 5);
    let changes: [fn(&mut Signed); 5] = [
        |voucher| voucher.viewer = account(SECOND_VIEWER),
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
    assert_eq!(world.contract.tab(account(VIEWER), account(CREATOR)), None, "a tab belongs to an opening");
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

#[test]
fn a_voucher_that_takes_something_back_is_skipped() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 10, 100, 5);
    pays(&mut world, &first, 105);
    for (seconds, amount, extras) in [(9, 101, 5), (20, 99, 5), (20, 200, 4), (9, 100, 6)] {
        let voucher = good(&mut world, CREATOR, seconds, amount, extras);
        skips(&mut world, &voucher, SkipReason::NotGrowing);
    }
}

#[test]
fn one_batch_counts_a_doubled_voucher_once() {
    let mut world = stage();
    let voucher = good(&mut world, CREATOR, 10, 100, 0);
    let (sum, events) = settle(&mut world, &[voucher.clone(), voucher.clone(), voucher]);
    assert_eq!((sum, skipped(&events)), (100, vec![SkipReason::Stale; 2]));
}

// Keys

#[test]
fn an_expired_key_signs_nothing() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 10, 100, 0);
    let second = good(&mut world, CREATOR, 20, 200, 0);
    let expires_at = world.contract.purse(account(VIEWER)).expect("a purse").limits.expires_at;
    world.wait(expires_at - world.now);
    pays(&mut world, &first, 100);
    world.wait(1);
    skips(&mut world, &second, SkipReason::Expired);
    refused(&mut world, Error::AnnouncedVoucherInvalid, |world| world.announce(CREATOR, &[second]));
}

#[test]
fn a_replaced_key_settles_what_it_signed_and_only_until_its_delay_is_over() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 10, 100, 0);
    let second = good(&mut world, CREATOR, 20, 200, 0);
    let third = good(&mut world, CREATOR, 30, 300, 0);
    let (key, limits) =
        (world.keys.of(VIEWER, 1), Limits { max_rate: 0, lanes: 1, extras_allowance: 0, ..agreed(&world) });
    world.rekey(VIEWER, key, limits).0.expect("rekeyed");
    pays(&mut world, &first, 100);
    world.wait(CLOSING_DELAY - 1);
    pays(&mut world, &second, 100);
    world.wait(1);
    skips(&mut world, &third, SkipReason::Expired);
    assert_eq!(owed(&world, CREATOR), 200);
}

#[test]
fn a_key_that_was_never_agreed_signs_nothing() {
    let mut world = stage();
    let voucher = signed_by(&mut world, 1, CREATOR, 10, 100, 0);
    skips(&mut world, &voucher, SkipReason::BadSignature);
}

#[test]
fn keys_cannot_be_replaced_until_the_owed_one_is_forgotten() {
    let mut world = stage();
    let owed_for = good(&mut world, CREATOR, 10, 100, 0);
    for index in [1, 2, 0, 1] {
        let (key, limits) = (world.keys.of(VIEWER, index), agreed(&world));
        world.rekey(VIEWER, key, limits).0.expect("a few are allowed");
    }
    let (key, limits) = (world.keys.of(VIEWER, 2), agreed(&world));
    refused(&mut world, Error::OutstandingKeys, |world| world.rekey(VIEWER, key, limits));
    pays(&mut world, &owed_for, 100);
    world.wait(CLOSING_DELAY);
    world.rekey(VIEWER, key, limits).0.expect("the old ones have lapsed");
    assert_eq!(world.contract.purse(account(VIEWER)).expect("a purse").retired.len(), 1);
}

/// A key that expires at once would make the purse closable at once; the key it replaced still stands in the way.
#[test]
fn a_key_changed_to_expire_does_not_void_what_was_signed() {
    let mut world = stage();
    let owed_for = good(&mut world, CREATOR, 10, 100, 0);
    let (key, limits) = (world.keys.of(VIEWER, 1), Limits { expires_at: world.now + 1, ..agreed(&world) });
    world.rekey(VIEWER, key, limits).0.expect("rekeyed");
    world.wait(2);
    refused(&mut world, Error::NotClosing, |world| world.close(VIEWER, |purse| purse.close()));
    pays(&mut world, &owed_for, 100);
    world.wait(CLOSING_DELAY - 3);
    refused(&mut world, Error::NotClosing, |world| world.close(VIEWER, |purse| purse.close()));
    world.wait(1);
    let (back, _) = world.close(VIEWER, |purse| purse.close());
    assert_eq!(back, Ok(DEPOSIT - 100));
}

// Limits

#[test]
fn over_the_rate_pays_nothing() {
    let mut world = stage();
    let at_the_rate = good(&mut world, CREATOR, 10, 100, 0);
    let over = good(&mut world, CREATOR, 10, 101, 0);
    skips(&mut world, &over, SkipReason::OverRate);
    pays(&mut world, &at_the_rate, 100);
    for (seconds, amount) in [(10, 101), (11, 111), (12, 121), (10, u128::MAX)] {
        let voucher = good(&mut world, CREATOR, seconds, amount, 0);
        skips(&mut world, &voucher, SkipReason::OverRate);
    }
}

/// Extras are no way around the rate, and seconds none around the allowance.
#[test]
fn over_the_allowance_pays_nothing_even_over_many_creators() {
    let mut world = stage();
    let over = good(&mut world, CREATOR, 10, 0, ALLOWANCE + 1);
    skips(&mut world, &over, SkipReason::OverAllowance);
    let first = good(&mut world, CREATOR, 10, 0, ALLOWANCE - 100);
    pays(&mut world, &first, ALLOWANCE - 100);
    let too_much = good(&mut world, SECOND_CREATOR, 10, 0, 101);
    skips(&mut world, &too_much, SkipReason::OverAllowance);
    let rest = good(&mut world, SECOND_CREATOR, 10, 0, 100);
    pays(&mut world, &rest, 100);
    let one_more = good(&mut world, THIEF, 0, 0, 1);
    skips(&mut world, &one_more, SkipReason::OverAllowance);
    let seconds_only = good(&mut world, CREATOR, 20, 10, ALLOWANCE - 100);
    pays(&mut world, &seconds_only, 10);
}

#[test]
fn time_that_has_not_passed_cannot_be_sold() {
    let mut world = stage();
    let over = good(&mut world, CREATOR, 201, 0, 0);
    skips(&mut world, &over, SkipReason::OverTime);
    let first = good(&mut world, CREATOR, 100, 1_000, 0);
    let second = good(&mut world, SECOND_CREATOR, 100, 1_000, 0);
    let third = good(&mut world, THIEF, 1, 10, 0);
    let (sum, events) = settle(&mut world, &[third.clone(), second, first]);
    assert_eq!(
        (sum, skipped(&events)),
        (2_000, vec![SkipReason::OverTime]),
        "two lanes, a hundred seconds each, and no more"
    );
    skips(&mut world, &third, SkipReason::OverTime);
    world.wait(1);
    pays(&mut world, &third, 10);
}

#[test]
fn more_lanes_count_from_when_they_were_agreed() {
    let mut world = stage();
    let (key, limits) = (world.keys.of(VIEWER, 1), Limits { lanes: 16, ..agreed(&world) });
    world.rekey(VIEWER, key, limits).0.expect("rekeyed");
    let over = signed_by(&mut world, 1, CREATOR, 201, 0, 0);
    skips(&mut world, &over, SkipReason::OverTime);
    world.wait(1);
    let still_over = signed_by(&mut world, 1, CREATOR, 217, 0, 0);
    skips(&mut world, &still_over, SkipReason::OverTime);
    let all = signed_by(&mut world, 1, CREATOR, 216, 0, 0);
    pays(&mut world, &all, 0);
}

#[test]
fn time_after_the_expiry_is_not_billed() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), Limits { expires_at: world.now + 50, ..agreed(&world) });
    world.open(VIEWER, DEPOSIT.into(), key, limits).0.expect("opened");
    world.wait(80);
    let (key, limits) = (world.keys.of(VIEWER, 1), agreed(&world));
    world.rekey(VIEWER, key, limits).0.expect("rekeyed");
    let over = signed_by(&mut world, 1, CREATOR, 101, 0, 0);
    skips(&mut world, &over, SkipReason::OverTime);
    let all = signed_by(&mut world, 1, CREATOR, 100, 1_000, 0);
    pays(&mut world, &all, 1_000);
}

#[test]
fn the_deposit_is_all_there_is_and_the_rest_is_paid_once() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), agreed(&world));
    world.open(VIEWER, 300.into(), key, limits).0.expect("opened");
    opened(&mut world, SECOND_VIEWER);
    world.wait(100);
    let voucher = good(&mut world, CREATOR, 100, 1_000, 0);
    assert_eq!(pays(&mut world, &voucher, 300).short, 700.into());
    assert_eq!(deposit(&world), 0);
    skips(&mut world, &voucher, SkipReason::Stale);
    let other = good(&mut world, SECOND_CREATOR, 10, 100, 0);
    skips(&mut world, &other, SkipReason::Empty);
    assert_eq!(
        world.contract.purse(account(SECOND_VIEWER)).expect("a purse").deposit,
        DEPOSIT,
        "nobody else pays for it"
    );
    world.top_up(VIEWER, 500.into()).0.expect("topped up");
    assert_eq!(pays(&mut world, &voucher, 500).short, 200.into());
    world.top_up(VIEWER, 1_000.into()).0.expect("topped up");
    assert_eq!(pays(&mut world, &voucher, 200).short, 0.into());
    skips(&mut world, &voucher, SkipReason::Stale);
    assert_eq!((owed(&world, CREATOR), deposit(&world)), (1_000, 800));
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
    assert_eq!(world.close(VIEWER, |purse| purse.close()).0, Ok(DEPOSIT - 200));
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

#[test]
fn a_release_of_a_replaced_operator_key_is_void() {
    let mut world = stage();
    let (old, new) = (world.keys.of(OPERATOR, 0), world.keys.of(OPERATOR, 1));
    let until = world.now + 10;
    let release = world.release(&old, VIEWER, 1, until);
    world.say(OWNER, |purse| purse.set_operator(account(OPERATOR), new)).0.expect("the owner may");
    refused(&mut world, Error::BadRelease, |world| world.close_now(VIEWER, until, release));
}

// Settling without the operator

#[test]
fn a_stranger_settles_only_what_was_announced_in_its_time() {
    let mut world = stage();
    let first = good(&mut world, CREATOR, 10, 100, 0);
    let second = good(&mut world, CREATOR, 20, 200, 0);
    let batch = vec![first.clone(), second.clone()];
    refused(&mut world, Error::NotAnnounced, |world| world.settle(CREATOR, &batch));
    world.announce(CREATOR, &batch).0.expect("good vouchers");
    refused(&mut world, Error::TooEarly, |world| world.settle(CREATOR, &batch));
    world.wait(ANNOUNCE_DELAY - 1);
    refused(&mut world, Error::TooEarly, |world| world.settle(CREATOR, &batch));
    world.wait(1);
    refused(&mut world, Error::NotAnnounced, |world| world.settle(CREATOR, std::slice::from_ref(&first)));
    refused(&mut world, Error::NotAnnounced, |world| world.settle(CREATOR, &[second, first]));
    assert_eq!(world.settle(CREATOR, &batch).0, Ok(200));
    refused(&mut world, Error::NotAnnounced, |world| world.settle(CREATOR, &batch));
}

#[test]
fn an_announcement_lapses_when_its_window_has_passed() {
    let mut world = stage();
    let batch = vec![good(&mut world, CREATOR, 10, 100, 0)];
    world.announce(CREATOR, &batch).0.expect("good vouchers");
    world.wait(CLOSING_DELAY);
    refused(&mut world, Error::NotAnnounced, |world| world.settle(CREATOR, &batch));
    world.announce(CREATOR, &batch).0.expect("again");
    refused(&mut world, Error::TooEarly, |world| world.settle(CREATOR, &batch));
    world.wait(CLOSING_DELAY - 1);
    assert_eq!(world.settle(CREATOR, &batch).0, Ok(100));
}

/// Whoever has the vouchers can announce them as well, the viewer for one. That must not set the creator's clock back.
#[test]
fn announcing_again_does_not_restart_the_delay() {
    let mut world = stage();
    let batch = vec![good(&mut world, CREATOR, 10, 100, 0)];
    world.announce(CREATOR, &batch).0.expect("good vouchers");
    world.wait(ANNOUNCE_DELAY - 1);
    let _ = world.announce(VIEWER, &batch);
    world.wait(1);
    assert_eq!(world.settle(CREATOR, &batch).0, Ok(100));
}

#[test]
fn what_is_announced_must_be_signed_for_an_open_purse() {
    let mut world = stage();
    let key = world.keys.of(VIEWER, 0);
    let wanted = words(&world, VIEWER, CREATOR, 10, 100, 0);
    let fine = good(&mut world, CREATOR, 10, 100, 0);
    let flaws = [
        Flaw::Forged(3),
        Flaw::OtherChain,
        Flaw::OtherContract,
        Flaw::OtherOpening(true),
        Flaw::OtherCreator,
        Flaw::Unsigned,
    ];
    for flaw in flaws {
        let bad = world.flawed(flaw, &key, wanted);
        refused(&mut world, Error::AnnouncedVoucherInvalid, |world| world.announce(CREATOR, &[fine.clone(), bad]));
    }
    let stranger = world.keys.of(THIEF, 0);
    let no_purse = Words { viewer: account(THIEF), ..wanted };
    let no_purse = world.sign(&stranger, no_purse);
    refused(&mut world, Error::AnnouncedVoucherInvalid, |world| world.announce(THIEF, &[no_purse]));
    refused(&mut world, Error::EmptyBatch, |world| world.announce(CREATOR, &[]));
}

/// The viewer signs everything away to their own second account to get it past the creator who is owed. Nobody but the operator can settle at
/// once; within the delay the operator settles what the creator is owed, and the second account gets what is left.
#[test]
fn a_viewer_cannot_pay_their_own_second_account_past_what_is_owed() {
    let mut world = World::new(0);
    let (key, limits) = (world.keys.of(VIEWER, 0), Limits { extras_allowance: u128::MAX, ..agreed(&world) });
    world.open(VIEWER, DEPOSIT.into(), key, limits).0.expect("opened");
    let early = vec![good(&mut world, THIEF, 0, 0, DEPOSIT)];
    world.announce(THIEF, &early).0.expect("announced long before anything is owed");
    world.wait(CLOSING_DELAY);
    let owed_for = good(&mut world, CREATOR, 120, 1_200, 0);
    refused(&mut world, Error::NotAnnounced, |world| world.settle(THIEF, &early));
    refused(&mut world, Error::NotAnnounced, |world| world.settle(VIEWER, &early));
    let drain = vec![good(&mut world, THIEF, 0, 0, u128::MAX)];
    refused(&mut world, Error::NotAnnounced, |world| world.settle(THIEF, &drain));
    let (_, events) = world.announce(THIEF, &drain);
    assert_eq!(events, vec![Event::Other("Announced")], "whoever watches is told whose purse it is");
    world.wait(ANNOUNCE_DELAY - 1);
    refused(&mut world, Error::TooEarly, |world| world.settle(THIEF, &drain));
    pays(&mut world, &owed_for, 1_200);
    world.wait(1);
    assert_eq!(world.settle(THIEF, &drain).0, Ok(DEPOSIT - 1_200));
    assert_eq!((owed(&world, CREATOR), owed(&world, THIEF)), (1_200, DEPOSIT - 1_200));
}

/// A creator without the operator, and a viewer who asks to close at once: the creator's window opens before the purse does.
#[test]
fn a_creator_without_the_operator_is_in_time_when_a_viewer_closes() {
    let mut world = stage();
    let batch = vec![good(&mut world, CREATOR, 10, 100, 0)];
    world.say(VIEWER, |purse| purse.request_close()).0.expect("closing begins");
    world.wait(ANNOUNCE_DELAY - 1);
    world.announce(CREATOR, &batch).0.expect("seen in time");
    world.wait(ANNOUNCE_DELAY);
    assert_eq!(world.settle(CREATOR, &batch).0, Ok(100));
    world.wait(1);
    assert_eq!(world.close(VIEWER, |purse| purse.close()).0, Ok(DEPOSIT - 100));
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
    let too_long = good(&mut world, THIEF, u64::MAX, 0, 0);
    let too_generous = good(&mut world, THIEF, 2, 0, u128::MAX);
    let fine = good(&mut world, CREATOR, 10, 100, 0);
    let (sum, events) = settle(&mut world, &[too_long, forged, fine, too_generous, elsewhere, too_fast]);
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
    assert!(owed(&world, SECOND_CREATOR) > 0 || deposit(&world) == 0);
    let totals = world.contract.totals();
    assert_eq!(totals.deposits + totals.earnings + totals.fees, u128::MAX);
    let too_long = good(&mut world, THIEF, u64::MAX, 0, 0);
    skips(&mut world, &too_long, SkipReason::OverTime);
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
    pays(&mut world, &all, u128::MAX);
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

#[test]
fn nothing_is_withdrawn_twice_or_by_somebody_else() {
    let mut world = stage();
    let voucher = good(&mut world, CREATOR, 10, 100, 0);
    pays(&mut world, &voucher, 100);
    for who in [THIEF, VIEWER, OPERATOR, OWNER] {
        refused(&mut world, Error::NothingOwed, |world| world.say(who, |purse| purse.withdraw()));
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
fn the_fee_is_capped_and_never_retroactive() {
    let mut world = stage();
    for fee in [1_001, 10_000, u16::MAX] {
        refused(&mut world, Error::FeeTooHigh, |world| world.say(OWNER, |purse| purse.set_fee(fee)));
        let key = world.keys.of(OPERATOR, 0);
        assert_eq!(Purse::new(account(OPERATOR), key, fee, CLOSING_DELAY).err(), Some(Error::FeeTooHigh));
    }
    let first = good(&mut world, CREATOR, 10, 100, 0);
    assert_eq!(pays(&mut world, &first, 100).fee, 0.into());
    let second = good(&mut world, CREATOR, 20, 200, 0);
    world.say(OWNER, |purse| purse.set_fee(1_000)).0.expect("the cap itself");
    assert_eq!(pays(&mut world, &second, 100).fee, 10.into());
    assert_eq!((owed(&world, CREATOR), world.contract.totals().fees), (190, 10));
}

#[test]
fn delays_have_bounds() {
    let world = World::new(0);
    let key = world.keys.of(OPERATOR, 0);
    for delay in [0, 59, 30 * 86_400 + 1, u64::MAX] {
        assert_eq!(Purse::new(account(OPERATOR), key, 0, delay).err(), Some(Error::BadDelay));
    }
    for delay in [60, 30 * 86_400] {
        assert!(Purse::new(account(OPERATOR), key, 0, delay).is_ok());
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
    let wanted = words(&world, VIEWER, THIEF, 20, 200, 0);
    let forged = world.sign(&key, wanted);
    let (sum, events) = world.settle(THIEF, &[forged, voucher]);
    assert_eq!((sum, skipped(&events).len()), (Ok(0), 2));
    refused(&mut world, Error::NothingOwed, |world| world.say(THIEF, |purse| purse.withdraw()));
    assert_eq!(world.say(OWNER, |purse| purse.withdraw_fees()).0, Ok(10));
    assert_eq!((deposit(&world), owed(&world, CREATOR)), (DEPOSIT - 100, 90));
}

#[test]
fn strangers_have_nothing() {
    let world = stage();
    let stranger = H160::repeat_byte(0x77);
    assert_eq!(world.contract.purse(stranger), None);
    assert_eq!(world.contract.tab(stranger, account(CREATOR)), None);
    let earnings = world.contract.earnings(stranger);
    assert_eq!((earnings.owed, earnings.pot, earnings.split.len()), (0, 0, 0));
}
