//! Saves compiled procedures as bytes, and makes procedures of such bytes again.
//!
//! Saved code names builtins and symbols instead of addresses and numbers, so it can be loaded
//! in any process, and next to builtins that did not exist when it was saved. Each procedure
//! is an *item*, loaded on its own: a list of steps, most of which make one object out of those
//! made before, the last one being the procedure. All items share one table of names.
//!
//! ```text
//! fingerprint, number of items, number of names        three words of 64 bits
//! where each item begins, where each name begins        32 bits each
//! items; names, each after its length
//! ```
//!
//! An image is of use only for the instruction set that it was made for: see [`fingerprint`].

mod bytes;
mod format;
mod load;
mod save;
mod unused;

pub use bytes::{Cursor, Damaged, put_bytes, put_number};
pub use format::fingerprint;
pub use load::{Failure, Image, SharedImage};
pub use save::{Saver, Unsaveable};
