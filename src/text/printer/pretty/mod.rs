//! Prints data on several lines, for people.
//!
//! What fits on a line stands on one. A list of data that does not has its elements below
//! each other, or fills lines with them when none has parts; a form of code has its body
//! below its first operands, as programs are usually laid out. Hash tables are shown with
//! their entries. What is printed is bounded by [`Limits`], and says so by `...`.
//!
//! A walk with a stack of its own makes a stream of texts, groups and possible ends of
//! lines; then, as in "Pretty Printing" (Oppen, 1980), one pass over the stream decides
//! which of these are taken. Both take time in proportion to what is printed.

mod layout;
mod walk;

use cairn_gc::{Mutation, Value};

use crate::data::error::Result;
use layout::Stream;

/// How much of a value is printed.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Elements of a list, vector or table.
    pub elements: usize,
    /// Levels of data within data.
    pub depth: usize,
    /// Characters of a string, elements of a vector of numbers.
    pub atom: usize,
    /// Data in all.
    pub total: usize,
}

impl Limits {
    /// All.
    pub const NONE: Limits =
        Limits { elements: usize::MAX, depth: usize::MAX, atom: usize::MAX, total: usize::MAX };
    /// What is seen at a glance.
    pub const GLANCE: Limits = Limits { elements: 100, depth: 20, atom: 2000, total: 1000 };
}

/// How to print.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Columns of a line.
    pub width: usize,
    /// The column in which the first line begins, as all others do.
    pub column: usize,
    /// How much is printed.
    pub limits: Limits,
    /// Whether lists that look like code are laid out as such.
    pub code: bool,
    /// What is printed of an object that has no parts, when it is not what `write` prints.
    pub describe: &'a dyn Fn(Value<'_>) -> Option<String>,
}

/// Prints a value; there is no end of a line after it.
///
/// # Errors
/// The limits of memory and time.
pub fn pretty<'gc>(mc: Mutation<'gc>, value: Value<'gc>, options: Options<'_>) -> Result<'gc, String> {
    let mut stream = Stream::default();
    walk::walk(mc, value, options, &mut stream)?;
    Ok(stream.laid_out(options.width, options.column))
}
