//! Names the slots of the objects of the dynamic state: continuations, parameters, winders.

#[cfg(doc)]
use cairn_gc::Kind;

/// Slots of a continuation ([`Kind::Continuation`]).
pub mod continuation {
    /// The captured stack, which only the machine interprets.
    pub const SEGMENT: usize = 0;
    /// The winders at the capture.
    pub const WINDERS: usize = 1;
    /// The handlers at the capture.
    pub const HANDLERS: usize = 2;
    /// The parameter bindings at the capture.
    pub const PARAMETERS: usize = 3;
    /// The continuation below the captured stack, or `#f`.
    pub const NEXT: usize = 4;
    /// The length of the captured stack; together with [`SEGMENT`] it determines the place.
    pub const LENGTH: usize = 5;
    /// Where register 0 of the topmost captured frame is.
    pub const BASE: usize = 6;
    /// The program counter of that frame.
    pub const PC: usize = 7;
    /// The number of slots.
    pub const SLOTS: usize = 8;
}

/// Slots of a parameter object ([`Kind::Parameter`]).
pub mod parameter {
    /// The value outside all bindings.
    pub const VALUE: usize = 0;
    /// The converter, a procedure, or `#f`.
    pub const CONVERTER: usize = 1;
    /// A table of bindings found in long lists, or `#f`.
    pub const MEMO: usize = 2;
}

/// Slots of a winder, the vector `#(before after handlers parameters depth tag k)`.
pub mod winder {
    /// The thunk called on entry, or `#f`.
    pub const BEFORE: usize = 0;
    /// The thunk called on exit, or `#f`.
    pub const AFTER: usize = 1;
    /// The handlers when it was created.
    pub const HANDLERS: usize = 2;
    /// The parameter bindings when it was created.
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

/// Slots of a guard among the handlers, the vector `#(k again?)`.
pub mod guard {
    /// The continuation of the guard.
    pub const CONTINUATION: usize = 0;
    /// Whether it may raise its object again.
    pub const AGAIN: usize = 1;
}
