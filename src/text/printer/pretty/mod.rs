//! Pretty-prints data on several lines.
//!
//! Data that fit on a line are printed on one. The elements of a longer list are printed below
//! each other, or fill lines if none of them has parts; a form of code has its body
//! below its first operands, as programs are usually laid out. Hash tables are shown with
//! their entries. [`Limits`] bounds the output; `...` marks omissions.
//!
//! A walk with an explicit stack produces a stream of texts, groups and possible line breaks;
//! then, as in "Pretty Printing" (Oppen, 1980), one pass over the stream decides
//! which breaks to take. Both take time in proportion to the output.

mod layout;
mod walk;

use cairn_data::error::Result;
use cairn_gc::{Mutation, Value};
use layout::Stream;

/// Bounds on the printed part of a value.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Elements of a list, vector or table.
    pub elements: usize,
    /// Levels of data within data.
    pub depth: usize,
    /// Characters of a string, elements of a vector of numbers.
    pub atom: usize,
    /// Data in total.
    pub total: usize,
}

impl Limits {
    /// No bounds.
    pub const NONE: Limits = Limits { elements: usize::MAX, depth: usize::MAX, atom: usize::MAX, total: usize::MAX };
    /// Bounds for an overview.
    pub const GLANCE: Limits = Limits { elements: 100, depth: 20, atom: 2000, total: 1000 };
}

/// How to print.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Columns of a line.
    pub width: usize,
    /// The column in which all lines begin.
    pub column: usize,
    /// Bounds on the output.
    pub limits: Limits,
    /// Whether lists that look like code are laid out as such.
    pub code: bool,
    /// Describes an object without parts, if it should be printed differently from `write`.
    pub describe: &'a dyn Fn(Value<'_>) -> Option<String>,
}

/// Prints a value, without a final line break.
///
/// # Errors
/// The limits of memory and time.
pub fn pretty<'gc>(mc: Mutation<'gc>, value: Value<'gc>, options: Options<'_>) -> Result<'gc, String> {
    let mut stream = Stream::default();
    walk::walk(mc, value, options, &mut stream)?;
    Ok(stream.laid_out(options.width, options.column))
}
