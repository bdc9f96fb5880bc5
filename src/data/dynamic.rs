//! Slots of the objects of the dynamic state: continuations, parameters, winders.

#[cfg(doc)]
use cairn_gc::Kind;

/// Slots of a continuation ([`Kind::Continuation`]).
pub mod continuation {
    /// The captured stack: what it is, is the machine's business.
    pub const SEGMENT: usize = 0;
    /// The winders at the capture.
    pub const WINDERS: usize = 1;
    /// The handlers at the capture.
    pub const HANDLERS: usize = 2;
    /// The parameter bindings at the capture.
    pub const PARAMETERS: usize = 3;
    /// The continuation below the captured stack, or `#f`.
    pub const NEXT: usize = 4;
    /// How much of the captured stack it is: with [`SEGMENT`] this is its place.
    pub const LENGTH: usize = 5;
    /// The first slot that is the machine's own.
    pub const PRIVATE: usize = 6;
    /// The number of slots.
    pub const SLOTS: usize = 8;
}

/// Slots of a parameter object ([`Kind::Parameter`]).
pub mod parameter {
    /// The value outside of all bindings.
    pub const VALUE: usize = 0;
    /// The converter, a procedure, or `#f`.
    pub const CONVERTER: usize = 1;
    /// A table of what was found in long lists of bindings, or `#f`.
    pub const MEMO: usize = 2;
}

/// Slots of a winder, the vector `#(before after handlers parameters depth tag k)`.
pub mod winder {
    /// The handlers when it was made.
    pub const HANDLERS: usize = 2;
    /// The parameter bindings when it was made.
    pub const PARAMETERS: usize = 3;
    /// The number of winders around it.
    pub const DEPTH: usize = 4;
    /// The tag of a prompt.
    pub const TAG: usize = 5;
    /// The continuation of a prompt's thunk.
    pub const CONTINUATION: usize = 6;
    /// The number of slots.
    pub const SLOTS: usize = 7;
}
