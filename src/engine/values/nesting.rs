//! Bounds the depth and the size of data that convert part by part.
//!
//! Conversions of parts recurse on the native stack, and a script decides how deep its data are; data that share parts
//! come out as trees, which may be as large as any power of two. The length of a list is not nesting.

use super::{Mismatch, Scope};

/// Levels of parts in one another, at most.
const DEEPEST: usize = 200;
/// Parts of one datum, at most.
const MOST_PARTS: usize = 1 << 22;

/// The depth and the number of the parts that are being converted.
#[derive(Default)]
pub(super) struct Nesting {
    depth: usize,
    parts: usize,
}

impl Scope<'_, '_> {
    /// Converts something that may have parts, by a closure that converts them in this way in turn. A
    /// conversion that recurs into a script's data needs this, so that deep, shared or circular data end it with an error.
    ///
    /// # Errors
    /// When the data are too deep or too large: more than 200 levels, or four million parts.
    pub fn nested<T>(&mut self, convert: impl FnOnce(&mut Self) -> Result<T, Mismatch>) -> Result<T, Mismatch> {
        let Nesting { depth, parts } = &mut self.nesting;
        if *depth == 0 {
            *parts = 0;
        }
        if *depth == DEEPEST || *parts == MOST_PARTS {
            return Err(Mismatch::said("too deep or too large to pass between host and program"));
        }
        *depth += 1;
        *parts += 1;
        let result = convert(self);
        self.nesting.depth -= 1;
        result
    }
}
