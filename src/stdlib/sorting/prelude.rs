//! Rows of `prelude.scm`.

use crate::{Builtin, between, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("sort", exactly(2), flag::NONE, "(sort sequence less?) a sorted copy of a list or vector; stable."),
    scheme("sort!", exactly(2), flag::NONE, "(sort! sequence less?) sorts a vector in place, or returns a sorted list."),
    scheme("list-sort", exactly(2), flag::NONE, "(list-sort less? list) a sorted copy; stable (SRFI 132)."),
    scheme("vector-sort", between(2, 4), flag::NONE, "(vector-sort less? vector [start [end]]) a sorted copy; stable (SRFI 132)."),
    scheme("vector-sort!", between(2, 4), flag::NONE, "(vector-sort! less? vector [start [end]]) sorts in place; stable (SRFI 132)."),
    scheme("%sort", exactly(3), flag::INTERNAL, "(%sort who sequence less?) a sorted copy."),
    scheme("%sort!", exactly(3), flag::INTERNAL, "(%sort! who sequence less?) sorts a vector in place."),
    scheme("%sort-list", exactly(2), flag::INTERNAL, "(%sort-list less? list) a sorted copy of a proper list."),
    scheme("%sort-run", exactly(5), flag::INTERNAL, "(%sort-run less? list n up down) the first n elements, sorted or in reverse."),
    scheme("%merge", exactly(5), flag::INTERNAL, "(%merge less? left right up down) two runs as one of the opposite order."),
    scheme("merge", exactly(3), flag::NONE, "(merge less? left right) two sorted lists as one; stable."),
    scheme("list-sorted?", exactly(2), flag::NONE, "(list-sorted? less? list) whether no element is less than the one before."),
];
