//! What people do to the contract, at random. An action says what somebody means ("the rest of what may be billed, and one second more"); what
//! that is in numbers is worked out when it is done, so that a sequence stays meaningful while it is being shrunk.

use ink::{H160, U256};
use proptest::collection::vec;
use proptest::prelude::*;

use purse::{Error, Share};

use crate::model::{Fate, LONGEST, Limits, Model, Pair, PublicKey, Signed};
use crate::world::{
    CREATOR, Event, KEYS_EACH, OPERATOR, OWNER, SECOND_CREATOR, SECOND_VIEWER, THIEF, VIEWER, Words, World, account,
    contract_address, off_the_curve, release_bytes, voucher_bytes, with_signature,
};

/// Who does it: one of the actors, or whoever has the office at that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Owner,
    Operator,
    Actor(usize),
}

/// A key that somebody names: one of their own, nothing but zeros, or no point of the curve.
#[derive(Clone, Copy, Debug)]
pub enum NewKey {
    Own(usize),
    Zeros,
    OffTheCurve(usize),
}

/// Limits with an expiry that counts from now.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub max_rate: u128,
    pub lanes: u16,
    pub extras_allowance: u128,
    pub lasts: u64,
}

/// How many seconds a voucher says, against those that its amount needs.
#[derive(Clone, Copy, Debug)]
pub enum Seconds {
    Enough,
    More(u8),
    OneTooFew,
    OneBack,
    None,
    AllThereAre,
}

/// What a voucher says beyond its tab, against the credit of its key.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    Few(u8),
    PartOfTheCredit(u8),
    TheCredit,
    OneMore,
    TwiceTheCredit,
    None,
    OneBack,
    AllThereIs,
}

#[derive(Clone, Copy, Debug)]
pub enum Extras {
    None,
    Few(u16),
    TheRoom,
    OneTooMuch,
    OneBack,
    AllThereAre,
}

#[derive(Clone, Copy, Debug)]
pub enum SigningKey {
    Current,
    Retired(usize),
    OfTheViewer(usize),
    OfTheThief,
}

/// What is wrong with a voucher's signature or place.
#[derive(Clone, Copy, Debug)]
pub enum Flaw {
    None,
    Forged(u8),
    OtherChain,
    OtherContract,
    OtherOpening(bool),
    /// Signed for another key of the purse than the one that it names.
    OtherKey,
    /// Names a key that the purse never had.
    NoSuchKey,
    OtherCreator,
    OtherViewer,
    Altered,
    Unsigned,
}

#[derive(Clone, Copy, Debug)]
pub struct Draft {
    pub viewer: usize,
    pub creator: usize,
    pub seconds: Seconds,
    pub amount: Amount,
    pub extras: Extras,
    pub key: SigningKey,
    pub flaw: Flaw,
}

/// A voucher of a batch: a new one, or one that was presented before.
#[derive(Clone, Copy, Debug)]
pub enum Pick {
    New(Draft),
    Again(usize),
}

#[derive(Clone, Copy, Debug)]
pub enum ReleaseFlaw {
    None,
    OtherChain,
    OtherContract,
    OtherOpening,
    OtherViewer,
    OtherTime,
    OtherKey,
}

#[derive(Clone, Debug)]
pub enum Action {
    Wait(u64),
    Transfer(u64),
    Open { by: usize, value: U256, key: NewKey, wish: Wish },
    TopUp { by: usize, value: U256 },
    Rekey { by: usize, key: NewKey, wish: Wish },
    RequestClose { by: usize },
    CancelClose { by: usize },
    Close { by: usize },
    CloseNow { by: usize, lasts: i8, flaw: ReleaseFlaw },
    Settle { by: Who, batch: Vec<Pick> },
    Announce { by: Who, batch: Vec<Pick> },
    /// Pays the newest claims that were announced, so many of them, and one pair more that may be anything.
    PayAnnounced { by: Who, count: usize, more: Option<(u32, usize)> },
    ClearClaims { by: usize, count: usize },
    RemoveTabs { by: usize, pairs: Vec<(u32, usize)> },
    SetSplit { by: usize, shares: Vec<(usize, u16)> },
    Distribute { by: usize, creator: usize },
    Withdraw { by: usize },
    WithdrawFor { by: Who, account: usize },
    WithdrawFees { by: Who },
    WithdrawSurplus { by: Who },
    SetFee { by: Who, fee: u16 },
    SetOperator { by: Who, operator: usize, key: NewKey },
    TransferOwnership { by: Who, to: usize },
    AcceptOwnership { by: Who },
}

fn a_viewer() -> impl Strategy<Value = usize> {
    prop_oneof![6 => Just(VIEWER), 3 => Just(SECOND_VIEWER), 1 => Just(CREATOR), 1 => Just(THIEF)]
}

fn a_creator() -> impl Strategy<Value = usize> {
    prop_oneof![5 => Just(CREATOR), 4 => Just(SECOND_CREATOR), 1 => Just(THIEF), 1 => Just(VIEWER), 1 => Just(SECOND_VIEWER)]
}

fn anybody() -> impl Strategy<Value = usize> {
    0..crate::world::ACTORS
}

fn mostly(who: Who) -> impl Strategy<Value = Who> {
    prop_oneof![6 => Just(who), 1 => anybody().prop_map(Who::Actor)]
}

fn money() -> impl Strategy<Value = U256> {
    let amounts = prop_oneof![
        3 => 1u128..2_000,
        3 => 10_000u128..10_000_000,
        3 => Just(1_000_000_000_000_000_007u128),
        1 => Just(u128::MAX / 3),
        1 => Just(u128::MAX),
        1 => Just(0),
    ];
    prop_oneof![40 => amounts.prop_map(U256::from), 1 => Just(U256::from(u128::MAX) + U256::one())]
}

fn a_good_wish() -> impl Strategy<Value = Wish> {
    let rate = prop_oneof![4 => 1u128..50, 2 => Just(1_000_000_000_000_003u128), 1 => Just(0), 1 => Just(u128::MAX)];
    let allowance = prop_oneof![3 => 0u128..5_000, 1 => Just(0), 1 => Just(u128::MAX)];
    let lasts = prop_oneof![2 => 1u64..200, 4 => 200u64..100_000, 1 => Just(LONGEST)];
    (rate, prop_oneof![6 => 1u16..4, 1 => Just(16u16)], allowance, lasts)
        .prop_map(|(max_rate, lanes, extras_allowance, lasts)| Wish { max_rate, lanes, extras_allowance, lasts })
}

fn a_wish() -> impl Strategy<Value = Wish> {
    let bad = (a_good_wish(), 0..4u8).prop_map(|(wish, flaw)| match flaw {
        0 => Wish { lanes: 0, ..wish },
        1 => Wish { lanes: 17, ..wish },
        2 => Wish { lasts: 0, ..wish },
        _ => Wish { lasts: LONGEST + 1, ..wish },
    });
    prop_oneof![12 => a_good_wish(), 1 => bad]
}

fn a_key() -> impl Strategy<Value = NewKey> {
    let own = (0..KEYS_EACH).prop_map(NewKey::Own);
    prop_oneof![30 => own, 1 => Just(NewKey::Zeros), 1 => (0..KEYS_EACH).prop_map(NewKey::OffTheCurve)]
}

fn a_draft() -> impl Strategy<Value = Draft> {
    let seconds = prop_oneof![
        10 => Just(Seconds::Enough),
        4 => any::<u8>().prop_map(Seconds::More),
        1 => Just(Seconds::OneTooFew),
        1 => Just(Seconds::OneBack),
        1 => Just(Seconds::None),
        1 => Just(Seconds::AllThereAre),
    ];
    let amount = prop_oneof![
        4 => any::<u8>().prop_map(Amount::Few),
        6 => any::<u8>().prop_map(Amount::PartOfTheCredit),
        2 => Just(Amount::TheCredit),
        2 => Just(Amount::OneMore),
        2 => Just(Amount::TwiceTheCredit),
        2 => Just(Amount::None),
        1 => Just(Amount::OneBack),
        1 => Just(Amount::AllThereIs),
    ];
    let extras = prop_oneof![
        8 => Just(Extras::None),
        4 => (1u16..500).prop_map(Extras::Few),
        1 => Just(Extras::TheRoom),
        1 => Just(Extras::OneTooMuch),
        1 => Just(Extras::OneBack),
        1 => Just(Extras::AllThereAre),
    ];
    let key = prop_oneof![
        14 => Just(SigningKey::Current),
        4 => (0..4usize).prop_map(SigningKey::Retired),
        1 => (0..KEYS_EACH).prop_map(SigningKey::OfTheViewer),
        1 => Just(SigningKey::OfTheThief),
    ];
    let flaw = prop_oneof![
        30 => Just(Flaw::None),
        1 => (0u8..64).prop_map(Flaw::Forged),
        1 => Just(Flaw::OtherChain),
        1 => Just(Flaw::OtherContract),
        1 => any::<bool>().prop_map(Flaw::OtherOpening),
        1 => Just(Flaw::OtherKey),
        1 => Just(Flaw::NoSuchKey),
        1 => Just(Flaw::OtherCreator),
        1 => Just(Flaw::OtherViewer),
        1 => Just(Flaw::Altered),
        1 => Just(Flaw::Unsigned),
    ];
    (a_viewer(), a_creator(), seconds, amount, extras, key, flaw).prop_map(
        |(viewer, creator, seconds, amount, extras, key, flaw)| Draft {
            viewer,
            creator,
            seconds,
            amount,
            extras,
            key,
            flaw,
        },
    )
}

/// A voucher that a well-behaved client would have signed.
fn an_honest_draft() -> impl Strategy<Value = Draft> {
    let seconds = prop_oneof![4 => Just(Seconds::Enough), 1 => (1u8..10).prop_map(Seconds::More)];
    let amount = prop_oneof![1 => any::<u8>().prop_map(Amount::Few), 4 => any::<u8>().prop_map(Amount::PartOfTheCredit)];
    let extras = prop_oneof![3 => Just(Extras::None), 1 => (1u16..100).prop_map(Extras::Few)];
    let key = prop_oneof![5 => Just(SigningKey::Current), 1 => (0..4usize).prop_map(SigningKey::Retired)];
    (a_viewer(), a_creator(), seconds, amount, extras, key).prop_map(
        |(viewer, creator, seconds, amount, extras, key)| Draft {
            viewer,
            creator,
            seconds,
            amount,
            extras,
            key,
            flaw: Flaw::None,
        },
    )
}

fn a_batch() -> impl Strategy<Value = Vec<Pick>> {
    let pick = prop_oneof![
        4 => an_honest_draft().prop_map(Pick::New),
        4 => a_draft().prop_map(Pick::New),
        1 => any::<usize>().prop_map(Pick::Again),
    ];
    prop_oneof![30 => vec(pick, 1..6), 1 => Just(vec![])]
}

fn an_honest_batch() -> impl Strategy<Value = Vec<Pick>> {
    prop_oneof![6 => vec(an_honest_draft().prop_map(Pick::New), 1..4), 1 => a_batch()]
}

fn some_shares() -> impl Strategy<Value = Vec<(usize, u16)>> {
    let good = vec((anybody(), 1u16..3_000), 0..4);
    let whole = anybody().prop_map(|who| vec![(who, 10_000)]);
    let wild = vec((anybody(), 0u16..=10_001), 0..10);
    prop_oneof![6 => good, 1 => whole, 1 => wild]
}

fn an_action() -> impl Strategy<Value = Action> {
    let fee = prop_oneof![6 => 0u16..=1_000, 1 => Just(1_001), 1 => Just(u16::MAX)];
    let release_flaw = prop_oneof![
        6 => Just(ReleaseFlaw::None),
        1 => Just(ReleaseFlaw::OtherChain),
        1 => Just(ReleaseFlaw::OtherContract),
        1 => Just(ReleaseFlaw::OtherOpening),
        1 => Just(ReleaseFlaw::OtherViewer),
        1 => Just(ReleaseFlaw::OtherTime),
        1 => Just(ReleaseFlaw::OtherKey),
    ];
    let wait = prop_oneof![4 => 1u64..30, 3 => 30u64..130, 1 => Just(60u64), 1 => Just(120u64), 1 => Just(121u64), 1 => 130u64..5_000, 1 => 80_000u64..90_000];
    prop_oneof![
        16 => wait.prop_map(Action::Wait),
        6 => (a_viewer(), money(), a_key(), a_wish()).prop_map(|(by, value, key, wish)| Action::Open { by, value, key, wish }),
        4 => (a_viewer(), money()).prop_map(|(by, value)| Action::TopUp { by, value }),
        6 => (a_viewer(), a_key(), a_wish()).prop_map(|(by, key, wish)| Action::Rekey { by, key, wish }),
        2 => a_viewer().prop_map(|by| Action::RequestClose { by }),
        1 => a_viewer().prop_map(|by| Action::CancelClose { by }),
        3 => a_viewer().prop_map(|by| Action::Close { by }),
        2 => (a_viewer(), -3i8..100, release_flaw).prop_map(|(by, lasts, flaw)| Action::CloseNow { by, lasts, flaw }),
        30 => (mostly(Who::Operator), a_batch()).prop_map(|(by, batch)| Action::Settle { by, batch }),
        5 => (mostly(Who::Actor(CREATOR)), an_honest_batch()).prop_map(|(by, batch)| Action::Announce { by, batch }),
        9 => (mostly(Who::Actor(CREATOR)), 0..4usize, proptest::option::of((0u32..3, a_creator())))
            .prop_map(|(by, count, more)| Action::PayAnnounced { by, count, more }),
        2 => (anybody(), 0..5usize).prop_map(|(by, count)| Action::ClearClaims { by, count }),
        2 => (a_viewer(), vec((0u32..3, a_creator()), 0..4)).prop_map(|(by, pairs)| Action::RemoveTabs { by, pairs }),
        5 => (a_creator(), some_shares()).prop_map(|(by, shares)| Action::SetSplit { by, shares }),
        3 => (anybody(), a_creator()).prop_map(|(by, creator)| Action::Distribute { by, creator }),
        4 => anybody().prop_map(|by| Action::Withdraw { by }),
        4 => (mostly(Who::Operator), anybody()).prop_map(|(by, account)| Action::WithdrawFor { by, account }),
        1 => mostly(Who::Owner).prop_map(|by| Action::WithdrawSurplus { by }),
        1 => (1u64..50).prop_map(Action::Transfer),
        2 => mostly(Who::Owner).prop_map(|by| Action::WithdrawFees { by }),
        2 => (mostly(Who::Owner), fee).prop_map(|(by, fee)| Action::SetFee { by, fee }),
        1 => (mostly(Who::Owner), prop_oneof![3 => Just(OPERATOR), 1 => Just(SECOND_CREATOR)], a_key())
            .prop_map(|(by, operator, key)| Action::SetOperator { by, operator, key }),
        1 => (mostly(Who::Owner), prop_oneof![Just(OWNER), Just(THIEF)]).prop_map(|(by, to)| Action::TransferOwnership { by, to }),
        1 => mostly(Who::Actor(THIEF)).prop_map(|by| Action::AcceptOwnership { by }),
    ]
}

/// A life of the contract: two purses are opened, then anything happens. In some lives the first purse was used, closed and opened before; in
/// some its key was replaced about a closing delay ago, or a creator shares with others. Chance alone comes there too rarely.
pub fn a_life(steps: usize) -> impl Strategy<Value = (u16, Vec<Action>)> {
    let opened = |by| {
        let value = prop_oneof![1 => 1u128..5_000, 3 => Just(1_000_000_000_000_000_007u128)];
        (value, a_good_wish()).prop_map(move |(value, wish)| Action::Open {
            by,
            value: value.into(),
            key: NewKey::Own(0),
            wish,
        })
    };
    let used_before = (opened(VIEWER), vec(an_honest_draft().prop_map(Pick::New), 1..4)).prop_map(|(open, batch)| {
        let settled = Action::Settle { by: Who::Operator, batch };
        let released = Action::CloseNow { by: VIEWER, lasts: 9, flaw: ReleaseFlaw::None };
        vec![open, Action::Wait(20), settled, released]
    });
    let before = prop_oneof![2 => Just(vec![]), 1 => used_before];
    let late =
        an_honest_draft().prop_map(|draft| Pick::New(Draft { viewer: VIEWER, key: SigningKey::Retired(0), ..draft }));
    let replaced = (a_good_wish(), 110u64..130, vec(late, 1..4)).prop_map(|(wish, wait, batch)| {
        let rekey = Action::Rekey { by: VIEWER, key: NewKey::Own(1), wish };
        vec![rekey, Action::Wait(wait), Action::Settle { by: Who::Operator, batch }]
    });
    let several = vec((a_creator(), any::<u8>()), 2..5).prop_map(|claims| {
        let draft = |(creator, part)| Draft {
            viewer: VIEWER,
            creator,
            seconds: Seconds::Enough,
            amount: Amount::PartOfTheCredit(part),
            extras: Extras::None,
            key: SigningKey::Current,
            flaw: Flaw::None,
        };
        claims.into_iter().map(|claim| Pick::New(draft(claim))).collect::<Vec<_>>()
    });
    let window = (several, 110u64..130, 1..4usize).prop_map(|(batch, wait, count)| {
        let announce = Action::Announce { by: Who::Actor(CREATOR), batch };
        vec![announce, Action::Wait(wait), Action::PayAnnounced { by: Who::Actor(THIEF), count, more: None }]
    });
    let then = prop_oneof![2 => Just(vec![]), 1 => replaced, 2 => window];
    let shared = (1u16..5_000, 1u16..5_000).prop_map(|(first, second)| {
        let shares = vec![(SECOND_CREATOR, first), (THIEF, second)];
        vec![Action::SetSplit { by: CREATOR, shares }]
    });
    let shared = prop_oneof![1 => Just(vec![]), 1 => shared];
    let fee = prop_oneof![Just(0u16), 1u16..=1_000];
    (fee, shared, before, opened(VIEWER), opened(SECOND_VIEWER), then, vec(an_action(), 1..steps)).prop_map(
        |(fee, mut actions, before, first, second, then, rest)| {
            actions.extend(before);
            actions.extend([first, second, Action::Wait(50)]);
            actions.extend(then);
            actions.extend(rest);
            (fee, actions)
        },
    )
}

/// One call with everything worked out: what both the contract and the model are told.
#[derive(Clone, Debug)]
pub enum Call {
    Wait(u64),
    Transfer(u64),
    Open { by: usize, value: U256, key: PublicKey, limits: Limits },
    TopUp { by: usize, value: U256 },
    Rekey { by: usize, key: PublicKey, limits: Limits },
    RequestClose { by: usize },
    CancelClose { by: usize },
    Close { by: usize },
    CloseNow { by: usize, valid_until: u64, signature: [u8; 64], signer: Option<PublicKey> },
    Settle { by: usize, batch: Vec<Signed> },
    Announce { by: usize, batch: Vec<Signed> },
    PayAnnounced { by: usize, viewer: usize, pairs: Vec<(u32, H160)> },
    ClearClaims { by: usize, pairs: Vec<Pair> },
    RemoveTabs { by: usize, pairs: Vec<(u32, H160)> },
    SetSplit { by: usize, shares: Vec<(H160, u16)> },
    Distribute { by: usize, creator: H160 },
    Withdraw { by: usize },
    WithdrawFor { by: usize, account: H160 },
    WithdrawFees { by: usize },
    WithdrawSurplus { by: usize },
    SetFee { by: usize, fee: u16 },
    SetOperator { by: usize, operator: H160, key: PublicKey },
    TransferOwnership { by: usize, to: H160 },
    AcceptOwnership { by: usize },
}

/// What a call answered (nothing is zero) and the events that it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub result: Result<U256, Error>,
    pub events: Vec<Event>,
}

impl Answer {
    /// In which order a batch tells of its vouchers is nobody's business.
    pub fn in_any_order(mut self) -> Self {
        self.events.sort_by_cached_key(|event| format!("{event:?}"));
        self
    }
}

fn answer<T: Into<U256>>((result, events): (Result<T, Error>, Vec<Event>)) -> Answer {
    Answer { result: result.map(Into::into), events }
}

fn silent((result, events): (Result<(), Error>, Vec<Event>)) -> Answer {
    Answer { result: result.map(|()| U256::zero()), events }
}

impl World {
    /// What an action means at this moment; nothing, if there is nothing to do it with.
    pub fn mean(&mut self, action: &Action) -> Option<Call> {
        Some(match action {
            Action::Wait(seconds) => Call::Wait(*seconds),
            Action::Transfer(value) => Call::Transfer(*value),
            Action::Open { by, value, key, wish } => {
                Call::Open { by: *by, value: *value, key: self.key(*by, *key), limits: self.agreed(wish) }
            }
            Action::TopUp { by, value } => Call::TopUp { by: *by, value: *value },
            Action::Rekey { by, key, wish } => {
                Call::Rekey { by: *by, key: self.key(*by, *key), limits: self.agreed(wish) }
            }
            Action::RequestClose { by } => Call::RequestClose { by: *by },
            Action::CancelClose { by } => Call::CancelClose { by: *by },
            Action::Close { by } => Call::Close { by: *by },
            Action::CloseNow { by, lasts, flaw } => self.release_of(*by, *lasts, *flaw),
            Action::Settle { by, batch } => Call::Settle { by: self.who(*by), batch: self.batch(batch) },
            Action::Announce { by, batch } => Call::Announce { by: self.who(*by), batch: self.batch(batch) },
            Action::PayAnnounced { by, count, more } => {
                let viewer = self.announced.last().map_or(account(VIEWER), |pair| pair.0);
                let newest = self.announced.iter().rev().filter(|pair| pair.0 == viewer).take(*count);
                let mut pairs: Vec<(u32, H160)> = newest.map(|(_, key, creator)| (*key, *creator)).collect();
                pairs.extend(more.map(|(key, creator)| (key, account(creator))));
                let viewer = (0..crate::world::ACTORS).find(|actor| account(*actor) == viewer)?;
                Call::PayAnnounced { by: self.who(*by), viewer, pairs }
            }
            Action::ClearClaims { by, count } => {
                Call::ClearClaims { by: *by, pairs: self.announced.iter().rev().take(*count).copied().collect() }
            }
            Action::RemoveTabs { by, pairs } => {
                let pairs = pairs.iter().map(|(key, creator)| (*key, account(*creator))).collect();
                Call::RemoveTabs { by: *by, pairs }
            }
            Action::SetSplit { by, shares } => {
                let shares = shares.iter().map(|(who, points)| (account(*who), *points)).collect();
                Call::SetSplit { by: *by, shares }
            }
            Action::Distribute { by, creator } => Call::Distribute { by: *by, creator: account(*creator) },
            Action::Withdraw { by } => Call::Withdraw { by: *by },
            Action::WithdrawFor { by, account: of } => Call::WithdrawFor { by: self.who(*by), account: account(*of) },
            Action::WithdrawSurplus { by } => Call::WithdrawSurplus { by: self.who(*by) },
            Action::WithdrawFees { by } => Call::WithdrawFees { by: self.who(*by) },
            Action::SetFee { by, fee } => Call::SetFee { by: self.who(*by), fee: *fee },
            Action::SetOperator { by, operator, key } => {
                Call::SetOperator { by: self.who(*by), operator: account(*operator), key: self.key(OPERATOR, *key) }
            }
            Action::TransferOwnership { by, to } => Call::TransferOwnership { by: self.who(*by), to: account(*to) },
            Action::AcceptOwnership { by } => Call::AcceptOwnership { by: self.who(*by) },
        })
    }

    /// Makes the call on the contract.
    pub fn make(&mut self, call: &Call) -> Answer {
        match call.clone() {
            Call::Wait(seconds) => {
                self.wait(seconds);
                Answer { result: Ok(U256::zero()), events: vec![] }
            }
            Call::Transfer(value) => {
                self.transfer(value);
                Answer { result: Ok(U256::zero()), events: vec![] }
            }
            Call::Open { by, value, key, limits } => answer(self.open(by, value, key, limits)),
            Call::TopUp { by, value } => silent(self.top_up(by, value)),
            Call::Rekey { by, key, limits } => answer(self.rekey(by, key, limits)),
            Call::RequestClose { by } => silent(self.say(by, |purse| purse.request_close())),
            Call::CancelClose { by } => silent(self.say(by, |purse| purse.cancel_close())),
            Call::Close { by } => answer(self.close(by, |purse| purse.close())),
            Call::CloseNow { by, valid_until, signature, .. } => answer(self.close_now(by, valid_until, signature)),
            Call::Settle { by, batch } => {
                let (result, events) = self.settle(by, &batch);
                answer((result.map(|settlement| settlement.paid), events))
            }
            Call::Announce { by, batch } => answer(self.announce(by, &batch)),
            Call::PayAnnounced { by, viewer, pairs } => answer(self.pay_announced(by, viewer, &pairs)),
            Call::ClearClaims { by, pairs } => answer(self.say(by, |purse| purse.clear_claims(pairs))),
            Call::RemoveTabs { by, pairs } => answer(self.say(by, |purse| purse.remove_tabs(pairs))),
            Call::SetSplit { by, shares } => {
                let shares =
                    shares.into_iter().map(|(account, basis_points)| Share { account, basis_points }).collect();
                silent(self.say(by, |purse| purse.set_split(shares)))
            }
            Call::Distribute { by, creator } => silent(self.say(by, |purse| purse.distribute(creator))),
            Call::Withdraw { by } => answer(self.say(by, |purse| purse.withdraw())),
            Call::WithdrawFor { by, account } => answer(self.say(by, |purse| purse.withdraw_for(account))),
            Call::WithdrawSurplus { by } => answer(self.say(by, |purse| purse.withdraw_surplus())),
            Call::WithdrawFees { by } => answer(self.say(by, |purse| purse.withdraw_fees())),
            Call::SetFee { by, fee } => silent(self.say(by, |purse| purse.set_fee(fee))),
            Call::SetOperator { by, operator, key } => silent(self.say(by, |purse| purse.set_operator(operator, key))),
            Call::TransferOwnership { by, to } => silent(self.say(by, |purse| purse.transfer_ownership(to))),
            Call::AcceptOwnership { by } => silent(self.say(by, |purse| purse.accept_ownership())),
        }
    }

    fn release_of(&self, by: usize, lasts: i8, flaw: ReleaseFlaw) -> Call {
        let valid_until = self.now.saturating_add_signed(lasts.into());
        let nonce = self.contract.purse(account(by)).map_or(1, |purse| purse.nonce);
        let (mut chain, mut contract, mut viewer, mut opening, mut time) =
            (self.chain, contract_address(), account(by), nonce, valid_until);
        let mut key = self.contract.terms().operator_key;
        match flaw {
            ReleaseFlaw::None => {}
            ReleaseFlaw::OtherChain => chain += U256::one(),
            ReleaseFlaw::OtherContract => contract = H160::repeat_byte(0xcd),
            ReleaseFlaw::OtherOpening => opening += 1,
            ReleaseFlaw::OtherViewer => viewer = account(OWNER),
            ReleaseFlaw::OtherTime => time -= 1,
            ReleaseFlaw::OtherKey => key = self.keys.of(by, 0),
        }
        let signature = self.keys.sign(&key, &release_bytes(chain, contract, viewer, opening, time));
        let signed_as_it_stands = matches!(flaw, ReleaseFlaw::None | ReleaseFlaw::OtherKey);
        Call::CloseNow { by, valid_until, signature, signer: signed_as_it_stands.then_some(key) }
    }
}

impl Model {
    /// The same call in the model: what it should answer, and which events it should leave.
    pub fn make(&mut self, call: &Call) -> Answer {
        let named = |names: &[&'static str]| names.iter().map(|name| Event::Other(*name)).collect::<Vec<_>>();
        let said = |result: Result<(), Error>, name: &'static str| {
            let events = if result.is_ok() { named(&[name]) } else { vec![] };
            Answer { result: result.map(|()| U256::zero()), events }
        };
        let paid = |result: Result<U256, Error>, name: &'static str| Answer {
            result,
            events: if result.is_ok() { named(&[name]) } else { vec![] },
        };
        match call.clone() {
            Call::Wait(seconds) => {
                self.now += seconds;
                Answer { result: Ok(U256::zero()), events: vec![] }
            }
            Call::Transfer(value) => {
                self.surplus += U256::from(value);
                Answer { result: Ok(U256::zero()), events: vec![] }
            }
            Call::Open { by, value, key, limits } => {
                paid(self.open(account(by), value, key, limits).map(U256::from), "Opened")
            }
            Call::TopUp { by, value } => said(self.top_up(account(by), value), "ToppedUp"),
            Call::Rekey { by, key, limits } => {
                paid(self.rekey(account(by), key, limits).map(U256::from), "Rekeyed")
            }
            Call::RequestClose { by } => said(self.request_close(account(by)), "ClosingRequested"),
            Call::CancelClose { by } => said(self.cancel_close(account(by)), "ClosingCancelled"),
            Call::Close { by } => paid(self.close(account(by)), "Closed"),
            Call::CloseNow { by, valid_until, signer, .. } => {
                paid(self.close_now(account(by), valid_until, signer), "Closed")
            }
            Call::Settle { by, batch } => match self.settle(account(by), &batch) {
                Ok(fates) => {
                    let result = Ok(paid_for(&fates));
                    Answer { result, events: fates.into_iter().map(Event::Fate).collect() }
                }
                Err(error) => Answer { result: Err(error), events: vec![] },
            },
            Call::Announce { by, batch } => match self.announce(account(by), &batch) {
                Ok(fates) => {
                    let taken = fates.iter().filter(|fate| matches!(fate, Fate::Announced(_))).count();
                    Answer { result: Ok(taken.into()), events: fates.into_iter().map(Event::Fate).collect() }
                }
                Err(error) => Answer { result: Err(error), events: vec![] },
            },
            Call::PayAnnounced { by, viewer, pairs } => match self.pay_announced(account(by), account(viewer), &pairs) {
                Ok((reserved, fates)) => {
                    let ended = reserved.map(|_| Event::Other("WindowEnded")).into_iter();
                    let result = Ok(paid_for(&fates));
                    Answer { result, events: ended.chain(fates.into_iter().map(Event::Fate)).collect() }
                }
                Err(error) => Answer { result: Err(error), events: vec![] },
            },
            Call::ClearClaims { by, pairs } => counted(self.clear_claims(account(by), &pairs), "ClaimsCleared"),
            Call::RemoveTabs { by, pairs } => counted(self.remove_tabs(account(by), &pairs), "TabsRemoved"),
            Call::SetSplit { by, shares } => {
                let divided = self.would_distribute(account(by));
                let result = self.set_split(account(by), &shares).map(|_| ());
                let answer = said(result, "SplitChanged");
                Answer { events: before(divided && answer.result.is_ok(), answer.events), ..answer }
            }
            Call::Distribute { by: _, creator } => {
                let divided = self.would_distribute(creator);
                self.distribute(creator);
                Answer { result: Ok(U256::zero()), events: before(divided, vec![]) }
            }
            Call::Withdraw { by } => {
                let divided = self.would_distribute(account(by));
                let answer = paid(self.withdraw(account(by)), "Withdrawn");
                Answer { events: before(divided && answer.result.is_ok(), answer.events), ..answer }
            }
            Call::WithdrawFor { by, account: of } => {
                let divided = self.would_distribute(of);
                let answer = paid(self.withdraw_for(account(by), of), "Withdrawn");
                Answer { events: before(divided && answer.result.is_ok(), answer.events), ..answer }
            }
            Call::WithdrawSurplus { by } => paid(self.withdraw_surplus(account(by)), "SurplusWithdrawn"),
            Call::WithdrawFees { by } => paid(self.withdraw_fees(account(by)), "FeesWithdrawn"),
            Call::SetFee { by, fee } => said(self.set_fee(account(by), fee), "FeeChanged"),
            Call::SetOperator { by, operator, key } => {
                said(self.set_operator(account(by), operator, key), "OperatorChanged")
            }
            Call::TransferOwnership { by, to } => said(self.transfer_ownership(account(by), to), "OwnershipOffered"),
            Call::AcceptOwnership { by } => said(self.accept_ownership(account(by)), "OwnershipAccepted"),
        }
    }

    /// Whether dividing the creator's pot would move anything.
    fn would_distribute(&self, creator: H160) -> bool {
        let mut earnings = self.earnings.get(&creator).cloned().unwrap_or_default();
        let moves = |earnings: &crate::model::Earnings| earnings.division(creator).0.iter().any(|(_, part)| !part.is_zero());
        let by_the_old = moves(&earnings);
        earnings.pot = earnings.division(creator).1;
        if earnings.next.as_ref().is_some_and(|(_, at)| self.now >= *at) {
            earnings.pot += earnings.later;
        }
        earnings.split = earnings.splits(self.now).0.clone();
        by_the_old || moves(&earnings)
    }
}

fn paid_for(fates: &[Fate]) -> U256 {
    fates.iter().fold(U256::zero(), |sum, fate| match fate {
        Fate::Settled(settled) => sum + settled.paid,
        Fate::Skipped(_) | Fate::Announced(_) => sum,
    })
}

/// An event tells of what was counted, when that is anything.
fn counted(result: Result<u32, Error>, name: &'static str) -> Answer {
    let events = if result.is_ok_and(|count| count > 0) { vec![Event::Other(name)] } else { vec![] };
    Answer { result: result.map(U256::from), events }
}

fn before(distributed: bool, events: Vec<Event>) -> Vec<Event> {
    if distributed { [vec![Event::Other("Distributed")], events].concat() } else { events }
}

impl World {
    pub fn who(&self, who: Who) -> usize {
        let terms = self.contract.terms();
        let holder = match who {
            Who::Actor(actor) => return actor,
            Who::Owner => terms.owner,
            Who::Operator => terms.operator,
        };
        (0..crate::world::ACTORS).find(|actor| account(*actor) == holder).expect("offices are held by actors")
    }

    pub fn key(&self, actor: usize, key: NewKey) -> PublicKey {
        match key {
            NewKey::Own(index) => self.keys.of(actor, index),
            NewKey::Zeros => [0; 64],
            NewKey::OffTheCurve(index) => off_the_curve(&self.keys.of(actor, index)),
        }
    }

    pub fn agreed(&self, wish: &Wish) -> Limits {
        let Wish { max_rate, lanes, extras_allowance, lasts } = *wish;
        Limits { max_rate, lanes, extras_allowance, expires_at: self.now + lasts }
    }

    /// The vouchers of a batch. Each goes on from what is counted, or from the one before it in the same batch.
    pub fn batch(&mut self, picks: &[Pick]) -> Vec<Signed> {
        let mut drafted: Vec<Words> = vec![];
        let mut batch = vec![];
        for pick in picks {
            let signed = match pick {
                Pick::Again(_) if self.presented.is_empty() => continue,
                Pick::Again(index) => self.presented[index % self.presented.len()].clone(),
                Pick::New(draft) => self.draft(draft, &mut drafted),
            };
            self.presented.push(signed.clone());
            batch.push(signed);
        }
        batch
    }

    fn draft(&mut self, draft: &Draft, drafted: &mut Vec<Words>) -> Signed {
        let (viewer, creator) = (account(draft.viewer), account(draft.creator));
        let nonce = self.contract.purse(viewer).map_or(1, |purse| purse.nonce);
        let Signing { number, public, limits, credit, extras_left } = self.signing(draft);
        let tab = self.contract.tab(viewer, number, creator);
        let counted = tab.map_or((0, 0, 0), |tab| (tab.seconds, tab.amount, tab.extras));
        let before = drafted.iter().rev().find(|words| words.pair() == (viewer, number, creator));
        let before = before.map_or(counted, |words| (words.seconds, words.amount, words.extras));
        let amount = match draft.amount {
            Amount::Few(few) => before.1.saturating_add(few.into()),
            Amount::PartOfTheCredit(part) => before.1.saturating_add(credit / 256 * u128::from(part)),
            Amount::TheCredit => before.1.saturating_add(credit),
            Amount::OneMore => before.1.saturating_add(credit).saturating_add(1),
            Amount::TwiceTheCredit => before.1.saturating_add(credit).saturating_add(credit),
            Amount::None => before.1,
            Amount::OneBack => before.1.saturating_sub(1),
            Amount::AllThereIs => u128::MAX,
        };
        let needed = amount.checked_div(limits.max_rate).map_or(0, |whole| {
            let part = u128::from(amount % limits.max_rate > 0);
            u64::try_from(whole.saturating_add(part)).unwrap_or(u64::MAX)
        });
        let seconds = match draft.seconds {
            Seconds::Enough => needed.max(before.0),
            Seconds::More(more) => needed.max(before.0).saturating_add(more.into()),
            Seconds::OneTooFew => needed.saturating_sub(1),
            Seconds::OneBack => before.0.saturating_sub(1),
            Seconds::None => before.0,
            Seconds::AllThereAre => u64::MAX,
        };
        let extras = match draft.extras {
            Extras::None => before.2,
            Extras::Few(few) => before.2.saturating_add(few.into()),
            Extras::TheRoom => before.2.saturating_add(extras_left),
            Extras::OneTooMuch => before.2.saturating_add(extras_left).saturating_add(1),
            Extras::OneBack => before.2.saturating_sub(1),
            Extras::AllThereAre => u128::MAX,
        };
        let words = Words { viewer, nonce, key: number, creator, seconds, amount, extras };
        drafted.push(words);
        self.flawed(draft.flaw, &public, words)
    }

    /// Signs the words, or does wrong what the flaw says. The truth about the signer goes along.
    pub fn flawed(&mut self, flaw: Flaw, key: &PublicKey, words: Words) -> Signed {
        let here = contract_address();
        let forged = |chain: U256, contract: H160, signed: Words| {
            let signature = self.keys.sign(key, &voucher_bytes(chain, contract, &signed));
            with_signature(words, signature, None)
        };
        match flaw {
            Flaw::None => self.sign(key, words),
            Flaw::Forged(at) => {
                let mut voucher = forged(self.chain, here, words);
                voucher.signature[usize::from(at)] ^= 1;
                voucher
            }
            Flaw::OtherChain => forged(self.chain + U256::one(), here, words),
            Flaw::OtherContract => forged(self.chain, H160::repeat_byte(0xcd), words),
            Flaw::OtherOpening(later) => {
                let nonce = if later { words.nonce + 1 } else { words.nonce - 1 };
                self.sign(key, Words { nonce, ..words })
            }
            Flaw::OtherKey => forged(self.chain, here, Words { key: words.key + 1, ..words }),
            Flaw::NoSuchKey => self.sign(key, Words { key: words.key + 40, ..words }),
            Flaw::OtherCreator => forged(self.chain, here, Words { creator: account(OWNER), ..words }),
            Flaw::OtherViewer => forged(self.chain, here, Words { viewer: account(OWNER), ..words }),
            Flaw::Altered => forged(self.chain, here, Words { seconds: words.seconds ^ 1, ..words }),
            Flaw::Unsigned => with_signature(words, [0; 64], None),
        }
    }

    fn signing(&self, draft: &Draft) -> Signing {
        let Some(purse) = self.contract.purse(account(draft.viewer)).filter(|purse| purse.open) else {
            let limits = Limits { max_rate: 7, lanes: 1, extras_allowance: 100, expires_at: self.now };
            return Signing { number: 0, public: self.keys.of(draft.viewer, 0), limits, credit: 50, extras_left: 100 };
        };
        let with = |info: &purse::KeyInfo, public: PublicKey| Signing {
            number: info.key,
            public,
            limits: Limits {
                max_rate: info.limits.max_rate,
                lanes: info.limits.lanes,
                extras_allowance: info.limits.extras_allowance,
                expires_at: info.limits.expires_at,
            },
            credit: info.credit,
            extras_left: info.limits.extras_allowance.saturating_sub(info.extras),
        };
        match draft.key {
            SigningKey::Retired(index) if !purse.retired.is_empty() => {
                let retired = &purse.retired[index % purse.retired.len()];
                with(retired, retired.session_key)
            }
            SigningKey::OfTheViewer(index) => with(&purse.present, self.keys.of(draft.viewer, index)),
            SigningKey::OfTheThief => with(&purse.present, self.keys.of(THIEF, 0)),
            _ => with(&purse.present, purse.present.session_key),
        }
    }
}

/// The key that a voucher is signed with, and what it may still sell.
struct Signing {
    number: u32,
    public: PublicKey,
    limits: Limits,
    credit: u128,
    extras_left: u128,
}
