//! Sharing what is short.
//!
//! What always holds: the shares of all parts of a budget add up to the budget, or to the parts when it suffices; each
//! is at most one unit away from its fair part, and the order decides about that unit alone.

use ink::U256;

/// Money that is shared out among parts, one after the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[ink::scale_derive(Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
pub struct Budget {
    pub left: u128,
    /// The sum of the parts that have not had their share yet.
    pub parts: u128,
}

impl Budget {
    /// What is there for the parts, and never more than they ask.
    pub fn new(there: u128, parts: u128) -> Self {
        Self { left: there.min(parts), parts }
    }

    /// Gives the next part its share.
    pub fn give(&mut self, part: u128) -> u128 {
        // most budgets suffice, and a product of 256 bits costs thousands of instructions
        let share = if self.left >= self.parts { part.min(self.left) } else { self.fair_share(part) };
        self.left = self.left.saturating_sub(share);
        self.parts = self.parts.saturating_sub(part);
        share
    }

    fn fair_share(&self, part: u128) -> u128 {
        let fair = U256::from(self.left).saturating_mul(U256::from(part)).checked_div(U256::from(self.parts));
        fair.and_then(|fair| u128::try_from(fair).ok()).unwrap_or(0).min(self.left)
    }
}
