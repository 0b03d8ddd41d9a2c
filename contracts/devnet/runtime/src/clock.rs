//! The chain's clock is the wall clock's, under polkadot-omni-node too, which in its development mode knows no wall.
//!
//! After each block the node runs the offchain worker, and that can read the wall clock. When a block's time was off, it
//! tells when the block was seen, by a transaction that only the node itself can send; the times of later blocks are
//! reckoned from there, at the pace at which blocks come. Chopsticks runs no offchain workers, makes its own inherents
//! from the wall clock, and needs none of this.

/// What polkadot-omni-node says the time is: its own start, rounded down to a slot of the relay chain and put back by two
/// hours, and a slot more for each block since genesis.
const RELAY_SLOT_MILLIS: u64 = 6000;
const PUT_BACK_MILLIS: u64 = 2 * 60 * 60 * 1000;
/// A block's time is let be when it is off by no more.
const TOLERANCE_MILLIS: u64 = 300;
/// How far blocks are apart until two of them were seen.
const FIRST_PACE_MILLIS: u64 = 2000;
/// When blocks failed to come for longer, the node was stopped, and they come at the pace of before.
const STOPPED_MILLIS: u64 = 30_000;

pub use pallet::*;

#[frame_support::pallet(dev_mode)]
pub mod pallet {
    use super::*;
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;
    use sp_runtime::traits::UniqueSaturatedInto;

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: frame_system::Config + pallet_timestamp::Config<Moment = u64> {}

    /// The number of a block, when it was seen, and how far blocks are apart.
    #[pallet::storage]
    pub type Seen<T> = StorageValue<_, (u64, u64, u64)>;

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Tells when a block was seen.
        pub fn tell(origin: OriginFor<T>, block: u64, at: u64) -> DispatchResult {
            ensure_none(origin)?;
            let pace = match Seen::<T>::get() {
                Some((before, then, pace)) if block > before => {
                    let blocks = block - before;
                    let took = at.saturating_sub(then);
                    let stopped = took > blocks.saturating_mul(pace).saturating_add(STOPPED_MILLIS);
                    if stopped { pace } else { took / blocks }
                }
                Some((_, _, pace)) => pace,
                None => FIRST_PACE_MILLIS,
            };
            Seen::<T>::put((block, at, pace));
            Ok(())
        }
    }

    #[pallet::validate_unsigned]
    impl<T: Config> ValidateUnsigned for Pallet<T> {
        type Call = Call<T>;

        /// Only the node's own offchain worker tells the time.
        fn validate_unsigned(source: TransactionSource, call: &Call<T>) -> TransactionValidity {
            match (source, call) {
                (TransactionSource::Local | TransactionSource::InBlock, Call::tell { block, .. }) => {
                    ValidTransaction::with_tag_prefix("clock")
                        .priority(TransactionPriority::MAX)
                        .and_provides(block)
                        .longevity(5)
                        .build()
                }
                _ => InvalidTransaction::Call.into(),
            }
        }
    }

    impl<T: Config> Pallet<T> {
        fn number() -> u64 {
            frame_system::Pallet::<T>::block_number().unique_saturated_into()
        }

        /// The time of the block that is being made, from what the node says it is.
        pub fn time(told: u64) -> u64 {
            let number = Self::number();
            let started = told.saturating_sub(RELAY_SLOT_MILLIS * number).saturating_add(PUT_BACK_MILLIS);
            let reckoned = Seen::<T>::get().map_or(0, |(block, at, pace)| at + pace * number.saturating_sub(block));
            let after_parent = pallet_timestamp::Pallet::<T>::get() + 1;
            started.max(reckoned).max(after_parent)
        }

        /// What is to be told of the newest block, which was seen just now: nothing when its time was right, or when a
        /// correction is on its way.
        pub fn correction(at: u64) -> Option<Call<T>> {
            let block = Self::number();
            let corrects = Seen::<T>::get().is_some_and(|(corrected, ..)| corrected + 1 >= block);
            let off = at.abs_diff(pallet_timestamp::Pallet::<T>::get());
            (off > TOLERANCE_MILLIS && !corrects).then_some(Call::tell { block, at })
        }
    }
}
