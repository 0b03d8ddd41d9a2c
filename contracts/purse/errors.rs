//! Why a message is refused, and why a voucher is passed over. The order of the variants is part of the interface.

/// A refused message changes nothing: the whole call is reverted, money that was sent with it included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub enum Error {
    NotOwner,
    NothingSent,
    /// More money than the books can count.
    TooMuch,
    AlreadyOpen,
    NoPurse,
    /// A key of nothing but zeros.
    BadKey,
    BadLimits,
    ExpiryInPast,
    /// The purse is being closed.
    Closing,
    NotClosing,
    TooEarly,
    /// Not signed by the operator, or for another purse.
    BadRelease,
    ReleaseExpired,
    /// Too many retired keys are still in their delay.
    OutstandingKeys,
    EmptyBatch,
    BatchTooLarge,
    NotAnnounced,
    AnnouncedVoucherInvalid,
    BadSplit,
    NothingOwed,
    TransferFailed,
    FeeTooHigh,
    BadDelay,
    NotPendingOwner,
    /// A sum that does not fit, or a computation for which the chain had no weight left.
    Arithmetic,
}

pub type Result<T> = core::result::Result<T, Error>;

/// A skipped voucher changes nothing; the others of its batch go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub enum SkipReason {
    NoPurse,
    /// Signed for another opening of the purse.
    OldOpening,
    BadSignature,
    /// The key that signed it is no longer good.
    Expired,
    /// Nothing in it is new.
    Stale,
    /// A part grew while another went down.
    NotGrowing,
    OverRate,
    /// More seconds than have passed. Blocks lag the clock, so it may settle in a later batch.
    OverTime,
    OverAllowance,
    /// Nothing is left to pay with.
    Empty,
}
