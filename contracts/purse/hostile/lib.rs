//! A payee of the purse that misbehaves when it is paid, as told. Tests on a chain use it to show that it harms nobody but
//! itself. A contract becomes a creator like anybody else: vouchers name its address.

#![cfg_attr(not(feature = "std"), no_std, no_main)]

#[ink::contract]
mod hostile {
    use ink::H160;
    use ink::env::CallFlags;
    use ink::env::call::{ExecutionInput, Selector, build_call};

    /// What it does when money comes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[ink::scale_derive(Encode, Decode, TypeInfo)]
    #[cfg_attr(feature = "std", derive(ink::storage::traits::StorageLayout))]
    pub enum Mode {
        Accept,
        /// Withdraws once more from within the payment.
        Reenter,
        Revert,
    }

    #[ink(storage)]
    pub struct Hostile {
        purse: H160,
        mode: Mode,
        /// Payments that came.
        received: u32,
        /// Of these, how many times withdrawing from within worked.
        reentered: u32,
    }

    impl Hostile {
        #[ink(constructor)]
        pub fn new(purse: H160) -> Self {
            Self { purse, mode: Mode::Accept, received: 0, reentered: 0 }
        }

        #[ink(message)]
        pub fn set_mode(&mut self, mode: Mode) {
            self.mode = mode;
        }

        /// Withdraws what the purse owes to this contract; answers whether the purse agreed. Takes `&self`, so that what the
        /// payment within writes down is not overwritten at the end.
        #[ink(message)]
        pub fn withdraw(&self) -> bool {
            self.call_withdraw()
        }

        /// How many payments came, and how many times withdrawing from within one worked.
        #[ink(message)]
        pub fn counts(&self) -> (u32, u32) {
            (self.received, self.reentered)
        }

        /// A plain payment carries no call data; ink! then reads zeros.
        #[ink(message, payable, selector = 0x00000000)]
        pub fn receive(&mut self) {
            assert!(self.mode != Mode::Revert, "this payee wants no money");
            self.received = self.received.saturating_add(1);
            if self.mode == Mode::Reenter && self.call_withdraw() {
                self.reentered = self.reentered.saturating_add(1);
            }
        }

        fn call_withdraw(&self) -> bool {
            let input = ExecutionInput::new(Selector::new(ink::selector_bytes!("withdraw")));
            let answer = build_call::<ink::env::DefaultEnvironment>()
                .call(self.purse)
                // the purse is to be able to pay this contract while it waits for the answer
                .call_flags(CallFlags::ALLOW_REENTRY)
                .exec_input(input)
                .returns::<Result<u128, u8>>()
                .try_invoke();
            matches!(answer, Ok(Ok(Ok(_))))
        }
    }
}
