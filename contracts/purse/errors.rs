//! Why a message is refused, and why a voucher is passed over. The order of the variants is part of the interface.

/// A refused message changes nothing: the whole call is reverted, money that was sent with it included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
pub enum Error {
    NotOwner,
    NotOperator,
    NothingSent,
    /// More money than the books can count.
    TooMuch,
    AlreadyOpen,
    NoPurse,
    /// Not a point of the curve.
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
    /// Too many retired keys still settle.
    OutstandingKeys,
    EmptyBatch,
    BatchTooLarge,
    /// None of the announced vouchers is good and new.
    NothingNew,
    NoWindow,
    /// Claims are waiting to be paid.
    WindowOpen,
    /// Claims are due: they are paid before others can be announced.
    WindowEnded,
    BadSplit,
    NothingOwed,
    /// Too little to take the fee of withdrawing from.
    TooLittle,
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
    /// The purse has no such key, or has dropped it.
    UnknownKey,
    /// The key no longer settles.
    Expired,
    BadSignature,
    OverRate,
    /// Nothing in it is new.
    Stale,
    /// The key's credit holds nothing more. It grows with time, so the voucher may count later.
    OverTime,
    OverAllowance,
    /// Nothing is left to pay with.
    Empty,
    /// The weight that the call was given does not suffice for this voucher.
    NoWeight,
    /// It cannot be announced: the claims of the purse's window have to be paid first.
    WindowEnded,
}
