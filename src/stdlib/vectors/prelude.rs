//! Rows of `prelude.scm`.

use crate::{Builtin, at_least, between, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("vector-map", at_least(2), flag::NONE, "(vector-map f vector ...) the results of f for the elements."),
    scheme("vector-for-each", at_least(2), flag::NONE, "(vector-for-each f vector ...) calls f for the elements, in order."),
    scheme("vector-map!", exactly(2), flag::NONE, "(vector-map! f vector) replaces each element by the result of f."),
    scheme("vector-fold", at_least(3), flag::NONE, "(vector-fold f seed vector ...) (f acc element) from the left."),
    scheme("vector-fold-right", exactly(3), flag::NONE, "(vector-fold-right f seed vector) (f acc element) from the right."),
    scheme("vector-index", at_least(2), flag::NONE, "(vector-index pred vector ...) the index of the first element that satisfies pred, or #f."),
    scheme("vector-count", exactly(2), flag::NONE, "(vector-count pred vector) how many elements satisfy pred."),
    scheme("vector-any", exactly(2), flag::NONE, "(vector-any pred vector) the first true result of pred, or #f."),
    scheme("vector-every", exactly(2), flag::NONE, "(vector-every pred vector) the last result of pred if all are true, or #f."),
    scheme("vector-tabulate", exactly(2), flag::NONE, "(vector-tabulate f n) the vector of (f i) for i below n."),
    scheme("make-initialized-vector", exactly(2), flag::NONE, "(make-initialized-vector n f) the vector of (f i) for i below n."),
    scheme("vector-binary-search", exactly(3), flag::NONE, "(vector-binary-search vector key compare) the index of an element for which (compare element key) is 0, or #f."),
    scheme("string-map", at_least(2), flag::NONE, "(string-map f string ...) the string of the characters that f returns."),
    scheme("string-for-each", at_least(2), flag::NONE, "(string-for-each f string ...) calls f for the characters, in order."),
    scheme("string-tabulate", exactly(2), flag::NONE, "(string-tabulate f n) the string of (f i) for i below n."),
    scheme("string-count", between(2, 4), flag::NONE, "(string-count string pred [start [end]]) how many characters satisfy pred, or are it."),
    scheme("string-index", between(2, 4), flag::NONE, "(string-index string pred [start [end]]) the index of the first character that satisfies pred, or is it, or #f."),
    scheme("string-index-right", between(2, 4), flag::NONE, "(string-index-right string pred [start [end]]) the index of the last such character, or #f."),
    scheme("%char-test", exactly(2), flag::INTERNAL, "(%char-test who x) a predicate, from one or from a character."),
    scheme("string-any", exactly(2), flag::NONE, "(string-any pred string) the first true result of pred, or #f."),
    scheme("string-every", exactly(2), flag::NONE, "(string-every pred string) the last result of pred if all are true, or #f."),
    scheme("string-fold", exactly(3), flag::NONE, "(string-fold f seed string) (f character acc) from the left."),
    scheme("string-filter", exactly(2), flag::NONE, "(string-filter pred string) the characters that satisfy pred."),
    scheme("%check-vector", exactly(2), flag::INTERNAL, "(%check-vector who x) fails when x is not a vector."),
    scheme("%check-string", exactly(2), flag::INTERNAL, "(%check-string who x) fails when x is not a string."),
];
