//! Rows of `prelude.scm`.

use crate::{Builtin, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("%uncaught-continuable", exactly(1), flag::INTERNAL, "(%uncaught-continuable obj) ends the program; a session may go on with a value for obj."),
    scheme("%traced", exactly(2), flag::INTERNAL, "(%traced name procedure) the procedure, telling of its calls."),
    scheme("%stopping", exactly(2), flag::INTERNAL, "(%stopping name procedure) the procedure, stopping before each of its calls."),
];
