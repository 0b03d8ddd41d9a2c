//! The contract in ink's off-chain environment, with real signatures, and a witness who writes down what it was given and what it did. The laws
//! are judged by what the witness saw, never by what the model thinks.

use std::collections::BTreeMap;

use ink::abi::Ink;
use ink::env::{DefaultEnvironment, test};
use ink::scale::Decode;
use ink::{H160, U256};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use purse::{Error, Purse, SkipReason, events};

use crate::model::{Announced, Fate, Limits, Pair, PublicKey, Settled, Signed, Skipped};

pub const CLOSING_DELAY: u64 = 120;
pub const GENESIS: u64 = 1_700_000_000;
/// What the storage of a new tab costs, and a withdrawal by the operator.
pub const TAB_COST: u128 = 7;
pub const WITHDRAW_FEE: u128 = 3;
/// Sent by a plain transfer before anything else, so that the contract's account is alive.
pub const ENDOWMENT: u64 = 1_000_000;
/// The least that the environment lets an account be set to, beside nothing.
const LEAST_GIVEN: u64 = 42;
pub const KEYS_EACH: usize = 3;
pub const OWNER: usize = 0;
pub const OPERATOR: usize = 1;
pub const VIEWER: usize = 2;
pub const SECOND_VIEWER: usize = 3;
pub const CREATOR: usize = 4;
pub const SECOND_CREATOR: usize = 5;
pub const THIEF: usize = 7;
pub const ACTORS: usize = 8;

pub fn contract_address() -> H160 {
    H160::repeat_byte(0xcc)
}

pub fn account(actor: usize) -> H160 {
    H160::repeat_byte(0x10 + actor as u8)
}

pub fn accounts() -> impl Iterator<Item = H160> {
    (0..ACTORS).map(account)
}

/// As many keys of a purse as anybody looks at in these tests.
const KEYS_LOOKED_AT: u32 = 12;

/// Everybody who may have a purse, with their keys and everybody who may be paid from one.
pub fn pairs() -> impl Iterator<Item = Pair> {
    let of_viewer = |viewer| (0..KEYS_LOOKED_AT).flat_map(move |key| accounts().map(move |creator| (viewer, key, creator)));
    accounts().flat_map(of_viewer)
}

/// 64 bytes that are no point of the curve: a key with one bit turned over.
pub fn off_the_curve(key: &PublicKey) -> PublicKey {
    let mut off = *key;
    off[63] ^= 1;
    off
}

fn secret(actor: usize, index: usize) -> SigningKey {
    let mut seed = [0x42; 32];
    (seed[0], seed[1]) = (actor as u8, index as u8);
    SigningKey::from_slice(&seed).expect("a small number is a scalar")
}

pub fn public(key: &SigningKey) -> PublicKey {
    let point = key.verifying_key().to_encoded_point(false);
    point.as_bytes()[1..].try_into().expect("an uncompressed point is 65 bytes")
}

/// The key pool: a few session keys for everybody; the operator's release keys are among them.
pub struct Keys {
    secrets: Vec<(PublicKey, SigningKey)>,
}

impl Keys {
    pub fn new() -> Self {
        let all = (0..ACTORS).flat_map(|actor| (0..KEYS_EACH).map(move |index| secret(actor, index)));
        Self { secrets: all.map(|key| (public(&key), key)).collect() }
    }

    pub fn of(&self, actor: usize, index: usize) -> PublicKey {
        self.secrets[actor * KEYS_EACH + index % KEYS_EACH].0
    }

    pub fn sign(&self, key: &PublicKey, message: &[u8]) -> [u8; 64] {
        let (_, secret) = self.secrets.iter().find(|(public, _)| public == key).expect("a key of the pool");
        let signature: Signature = secret.sign(message);
        signature.to_bytes().into()
    }
}

/// The words of a voucher, before anybody signs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words {
    pub viewer: H160,
    pub nonce: u32,
    pub key: u32,
    pub creator: H160,
    pub seconds: u64,
    pub amount: u128,
    pub extras: u128,
}

impl Words {
    pub fn pair(&self) -> Pair {
        (self.viewer, self.key, self.creator)
    }
}

pub fn voucher_bytes(chain: U256, contract: H160, words: &Words) -> Vec<u8> {
    let mut bytes = b"vilokanam/v2".to_vec();
    bytes.extend(chain.to_big_endian());
    bytes.extend(contract.0);
    bytes.extend(words.viewer.0);
    bytes.extend(words.nonce.to_be_bytes());
    bytes.extend(words.key.to_be_bytes());
    bytes.extend(words.creator.0);
    bytes.extend(words.seconds.to_be_bytes());
    bytes.extend(words.amount.to_be_bytes());
    bytes.extend(words.extras.to_be_bytes());
    bytes
}

pub fn release_bytes(chain: U256, contract: H160, viewer: H160, nonce: u32, valid_until: u64) -> Vec<u8> {
    let mut bytes = b"vilokanam/release/v2".to_vec();
    bytes.extend(chain.to_big_endian());
    bytes.extend(contract.0);
    bytes.extend(viewer.0);
    bytes.extend(nonce.to_be_bytes());
    bytes.extend(valid_until.to_be_bytes());
    bytes
}

pub fn voucher(signed: &Signed) -> purse::Voucher {
    purse::Voucher {
        viewer: signed.viewer,
        purse_nonce: signed.nonce,
        key: signed.key,
        creator: signed.creator,
        seconds: signed.seconds,
        amount: signed.amount,
        extras: signed.extras,
        signature: signed.signature,
    }
}

pub fn vouchers(batch: &[Signed]) -> Vec<purse::Voucher> {
    batch.iter().map(voucher).collect()
}

pub fn limits(limits: &Limits) -> purse::Limits {
    purse::Limits {
        max_rate: limits.max_rate,
        lanes: limits.lanes,
        extras_allowance: limits.extras_allowance,
        expires_at: limits.expires_at,
    }
}

/// An event that the contract recorded: the fate of a voucher, or the name of anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Fate(Fate),
    Other(&'static str),
}

fn decode<T: Decode>(event: &test::EmittedEvent) -> T {
    let mut data = &event.data[..];
    let decoded = T::decode(&mut data).expect("an event decodes");
    assert!(data.is_empty(), "an event is decoded to its end");
    decoded
}

fn decode_event(event: &test::EmittedEvent) -> Event {
    macro_rules! named {
        ($($name:ident),*) => {
            $(if Some(event.topics[0]) == <events::$name as ink::env::Event<Ink>>::SIGNATURE_TOPIC {
                decode::<events::$name>(event);
                return Event::Other(stringify!($name));
            })*
        };
    }
    if Some(event.topics[0]) == <events::Settled as ink::env::Event<Ink>>::SIGNATURE_TOPIC {
        let events::Settled { viewer, creator, nonce, key, seconds, amount, extras, paid, fee, storage, short } =
            decode(event);
        let (paid, fee, storage, short) = (paid.into(), fee.into(), storage.into(), short.into());
        return Event::Fate(Fate::Settled(Settled {
            viewer,
            creator,
            nonce,
            key,
            seconds,
            amount,
            extras,
            paid,
            fee,
            storage,
            short,
        }));
    }
    if Some(event.topics[0]) == <events::Skipped as ink::env::Event<Ink>>::SIGNATURE_TOPIC {
        let events::Skipped { viewer, creator, nonce, key, seconds, reason } = decode(event);
        return Event::Fate(Fate::Skipped(Skipped { viewer, creator, nonce, key, seconds, reason }));
    }
    if Some(event.topics[0]) == <events::Announced as ink::env::Event<Ink>>::SIGNATURE_TOPIC {
        let events::Announced {
            viewer,
            creator,
            nonce,
            key,
            seconds,
            amount,
            extras,
            due,
            announcer,
            window_ends_at,
        } = decode(event);
        let due = due.into();
        return Event::Fate(Fate::Announced(Announced {
            viewer,
            creator,
            nonce,
            key,
            seconds,
            amount,
            extras,
            due,
            announcer,
            window_ends_at,
        }));
    }
    named!(
        Opened,
        ToppedUp,
        Rekeyed,
        ClosingRequested,
        ClosingCancelled,
        Closed,
        WindowEnded,
        SplitChanged,
        Distributed,
        Withdrawn,
        FeesWithdrawn,
        SurplusWithdrawn,
        FeeChanged,
        OperatorChanged,
        OwnershipOffered,
        OwnershipAccepted,
        TabsRemoved,
        ClaimsCleared
    );
    panic!("an event that the specification does not name: {:?}", event.topics);
}

/// All that can be read of the contract, with everybody's balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub purses: Vec<Option<purse::PurseInfo>>,
    pub tabs: Vec<Option<purse::Tab>>,
    pub claims: Vec<Vec<(u32, H160, purse::Claim)>>,
    pub earnings: Vec<purse::Earnings>,
    pub terms: purse::Terms,
    pub totals: purse::Totals,
    pub balances: Vec<U256>,
}

/// A key in the life of one opening of a purse, as the witness saw it agreed.
#[derive(Clone, Debug)]
pub struct Term {
    pub key: PublicKey,
    pub limits: Limits,
    pub from: u64,
    pub retired_at: Option<u64>,
}

impl Term {
    /// Lanes times rate times the seconds in which it could sign.
    pub fn worth(&self, now: u64) -> U256 {
        let end = now.min(self.limits.expires_at).min(self.retired_at.unwrap_or(u64::MAX));
        U256::from(end.saturating_sub(self.from)) * U256::from(self.limits.lanes) * U256::from(self.limits.max_rate)
    }

    /// A day's worth: as much as may be sold at once.
    pub fn worth_of_a_day(&self) -> U256 {
        U256::from(86_400) * U256::from(self.limits.lanes) * U256::from(self.limits.max_rate)
    }

    pub fn settles_until(&self) -> u64 {
        self.limits.expires_at.min(self.retired_at.unwrap_or(u64::MAX)) + CLOSING_DELAY
    }
}

/// One opening of a purse, as the witness saw it. The place of a term is the number of its key.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    pub put: U256,
    pub back: U256,
    pub closed: bool,
    pub fee: u16,
    pub terms: Vec<Term>,
}

/// A payment that the contract reported, and what was counted for the pair before it.
#[derive(Clone, Debug)]
pub struct Payment {
    pub event: Settled,
    pub at: u64,
    pub amount_before: u128,
    pub extras_before: u128,
    /// To this creator by this key of this opening, this payment included.
    pub paid_so_far: U256,
}

/// What the witness wrote down; the key of a purse's opening is its viewer and nonce.
#[derive(Default)]
pub struct Witness {
    pub openings: BTreeMap<(H160, u32), Opening>,
    pub signed: BTreeMap<Words, Vec<PublicKey>>,
    pub payments: Vec<Payment>,
    pub counted: BTreeMap<(H160, u32, u32, H160), (u64, u128, u128)>,
    pub paid: BTreeMap<(H160, u32, u32, H160), U256>,
    pub storage: BTreeMap<(H160, u32), U256>,
    pub paid_in: U256,
    /// By plain transfers.
    pub transferred: U256,
    /// When the budgets of a purse's claims were frozen last.
    pub frozen_at: BTreeMap<H160, u64>,
}

pub struct World {
    pub contract: Purse,
    pub keys: Keys,
    pub now: u64,
    pub chain: U256,
    pub witness: Witness,
    /// Pairs that were announced, the newest last.
    pub announced: Vec<Pair>,
    pub presented: Vec<Signed>,
    events_seen: usize,
}

impl World {
    /// A fresh chain with a fresh contract on it.
    pub fn new(fee: u16) -> Self {
        test::run_test::<DefaultEnvironment, _>(|_| Ok(())).expect("the environment resets");
        test::set_callee(contract_address());
        test::set_contract_balance(contract_address(), ENDOWMENT.into());
        for who in accounts() {
            test::set_contract_balance(who, U256::zero());
        }
        test::set_caller(account(OWNER));
        test::set_block_timestamp::<DefaultEnvironment>(GENESIS);
        let keys = Keys::new();
        let contract = constructed(keys.of(OPERATOR, 0), fee, CLOSING_DELAY).expect("good terms");
        let chain = contract.terms().chain_id;
        let (witness, announced, presented) = Default::default();
        Self { contract, keys, now: GENESIS, chain, witness, announced, presented, events_seen: 0 }
    }

    pub fn wait(&mut self, seconds: u64) {
        self.now += seconds;
        test::set_block_timestamp::<DefaultEnvironment>(self.now);
    }

    /// One call as the chain makes it: the value arrives first and goes back if the call is refused. A refusal must not have written anything:
    /// the chain would undo it, this environment does not, so a write before the refusal shows here.
    fn call<R>(
        &mut self,
        by: H160,
        value: U256,
        message: impl FnOnce(&mut Purse) -> Result<R, Error>,
    ) -> (Result<R, Error>, Vec<Event>) {
        let before = balance(contract_address());
        test::set_caller(by);
        set_contract_money(before + value);
        test::set_value_transferred(value);
        let result = message(&mut self.contract);
        test::set_value_transferred(U256::zero());
        if result.is_err() {
            set_contract_money(before);
        } else {
            self.witness.paid_in += value;
        }
        let recorded = test::recorded_events();
        let events: Vec<Event> = recorded[self.events_seen..].iter().map(decode_event).collect();
        self.events_seen = recorded.len();
        (result, events)
    }

    pub fn say<R>(
        &mut self,
        by: usize,
        message: impl FnOnce(&mut Purse) -> Result<R, Error>,
    ) -> (Result<R, Error>, Vec<Event>) {
        self.call(account(by), U256::zero(), message)
    }

    pub fn open(&mut self, by: usize, value: U256, key: PublicKey, agreed: Limits) -> (Result<u32, Error>, Vec<Event>) {
        let answer = self.call(account(by), value, |purse| purse.open(key, limits(&agreed)));
        if let Ok(nonce) = answer.0 {
            let term = Term { key, limits: agreed, from: self.now, retired_at: None };
            let fee = self.contract.terms().fee;
            let opening = Opening { put: value, fee, terms: vec![term], ..Opening::default() };
            self.witness.openings.insert((account(by), nonce), opening);
        }
        answer
    }

    pub fn top_up(&mut self, by: usize, value: U256) -> (Result<(), Error>, Vec<Event>) {
        let answer = self.call(account(by), value, |purse| purse.top_up());
        if answer.0.is_ok() {
            self.opening(by).put += value;
        }
        answer
    }

    pub fn rekey(&mut self, by: usize, key: PublicKey, agreed: Limits) -> (Result<u32, Error>, Vec<Event>) {
        let answer = self.call(account(by), U256::zero(), |purse| purse.rekey(key, limits(&agreed)));
        if answer.0.is_ok() {
            let now = self.now;
            let terms = &mut self.opening(by).terms;
            terms.last_mut().expect("a first key").retired_at = Some(now);
            terms.push(Term { key, limits: agreed, from: now, retired_at: None });
        }
        answer
    }

    pub fn close(
        &mut self,
        by: usize,
        message: impl FnOnce(&mut Purse) -> Result<u128, Error>,
    ) -> (Result<u128, Error>, Vec<Event>) {
        let answer = self.say(by, message);
        if let Ok(back) = answer.0 {
            let opening = self.opening(by);
            opening.back = back.into();
            opening.closed = true;
        }
        answer
    }

    pub fn close_now(&mut self, by: usize, valid_until: u64, signature: [u8; 64]) -> (Result<u128, Error>, Vec<Event>) {
        self.close(by, |purse| purse.close_now(valid_until, signature))
    }

    fn opening(&mut self, by: usize) -> &mut Opening {
        let viewer = account(by);
        self.witness.openings.range_mut((viewer, 0)..=(viewer, u32::MAX)).next_back().expect("an opening").1
    }

    pub fn settle(&mut self, by: usize, batch: &[Signed]) -> (Result<purse::Settlement, Error>, Vec<Event>) {
        let answer = self.say(by, |purse| purse.settle(vouchers(batch)));
        self.note_payments(&answer.1, self.now);
        answer
    }

    pub fn announce(&mut self, by: usize, batch: &[Signed]) -> (Result<u32, Error>, Vec<Event>) {
        let mut answer = self.say(by, |purse| purse.announce(vouchers(batch)));
        if answer.0.is_err() {
            answer.1.clear(); // why each was passed over is told before it is known that none is taken: the chain undoes that
        }
        for event in &answer.1 {
            if let Event::Fate(Fate::Announced(one)) = event {
                self.announced.push((one.viewer, one.key, one.creator));
            }
        }
        answer
    }

    pub fn pay_announced(
        &mut self,
        by: usize,
        viewer: usize,
        pairs: &[(u32, H160)],
    ) -> (Result<u128, Error>, Vec<Event>) {
        let answer = self.say(by, |purse| purse.pay_announced(account(viewer), pairs.to_vec()));
        if answer.1.contains(&Event::Other("WindowEnded")) {
            self.witness.frozen_at.insert(account(viewer), self.now);
        }
        let at = self.witness.frozen_at.get(&account(viewer)).copied().unwrap_or(self.now);
        self.note_payments(&answer.1, at);
        answer
    }

    /// `at` is when the money was taken from the credit of its key.
    fn note_payments(&mut self, events: &[Event], at: u64) {
        for event in events {
            if let Event::Fate(Fate::Settled(event)) = event {
                let pair = (event.viewer, event.nonce, event.key, event.creator);
                let counted = (event.seconds, event.amount, event.extras);
                let before = self.witness.counted.insert(pair, counted).unwrap_or_default();
                let paid_so_far = self.witness.paid.entry(pair).or_default();
                *paid_so_far += event.paid;
                *self.witness.storage.entry((event.viewer, event.nonce)).or_default() += event.storage;
                self.witness.payments.push(Payment {
                    event: *event,
                    at,
                    amount_before: before.1,
                    extras_before: before.2,
                    paid_so_far: *paid_so_far,
                });
            }
        }
    }

    /// Money that comes by a plain transfer.
    pub fn transfer(&mut self, value: u64) {
        let held = balance(contract_address());
        set_contract_money(held + U256::from(value));
        self.witness.transferred += U256::from(value);
    }

    /// Signs the words for this chain and contract; the witness remembers who signed what.
    pub fn sign(&mut self, key: &PublicKey, words: Words) -> Signed {
        let signature = self.keys.sign(key, &voucher_bytes(self.chain, contract_address(), &words));
        self.witness.signed.entry(words).or_default().push(*key);
        with_signature(words, signature, Some(*key))
    }

    pub fn release(&self, key: &PublicKey, viewer: usize, nonce: u32, valid_until: u64) -> [u8; 64] {
        self.keys.sign(key, &release_bytes(self.chain, contract_address(), account(viewer), nonce, valid_until))
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            purses: accounts().map(|who| self.contract.purse(who)).collect(),
            tabs: pairs().map(|(viewer, key, creator)| self.contract.tab(viewer, key, creator)).collect(),
            claims: accounts().map(|who| self.contract.claims(who, 0, u32::MAX)).collect(),
            earnings: accounts().map(|who| self.contract.earnings(who)).collect(),
            terms: self.contract.terms(),
            totals: self.contract.totals(),
            balances: accounts().map(balance).collect(),
        }
    }
}

pub fn with_signature(words: Words, signature: [u8; 64], signer: Option<PublicKey>) -> Signed {
    let Words { viewer, nonce, key, creator, seconds, amount, extras } = words;
    Signed { viewer, nonce, key, creator, seconds, amount, extras, signature, signer }
}

/// The environment gives no account less than it calls the minimum, though payments may leave less: the rest is sent away.
fn set_contract_money(value: U256) {
    let least = U256::from(LEAST_GIVEN);
    if value.is_zero() || value >= least {
        return test::set_contract_balance(contract_address(), value);
    }
    test::set_contract_balance(contract_address(), least);
    ink::env::transfer::<DefaultEnvironment>(H160([0xdd; 20]), least - value).expect("the environment pays");
}

pub fn balance(who: H160) -> U256 {
    test::get_contract_balance::<DefaultEnvironment>(who).expect("every account of these tests has a balance")
}

/// The reasons of a batch's skipped vouchers.
pub fn skipped(events: &[Event]) -> Vec<SkipReason> {
    let reasons = events.iter().filter_map(|event| match event {
        Event::Fate(Fate::Skipped(skipped)) => Some(skipped.reason),
        _ => None,
    });
    reasons.collect()
}

/// The contract as these tests deploy it.
pub fn constructed(operator_key: PublicKey, fee: u16, closing_delay: u64) -> Result<Purse, Error> {
    Purse::new(account(OPERATOR), operator_key, fee, closing_delay, TAB_COST, WITHDRAW_FEE)
}
