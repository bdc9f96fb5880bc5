//! Rows of `lists.scm`.

use crate::stdlib::{Builtin, at_least, between, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("map", at_least(2), flag::NONE, "(map f list ...) the results of f for the elements, in order."),
    scheme("for-each", at_least(2), flag::NONE, "(for-each f list ...) calls f for the elements, in order."),
    scheme("append-map", at_least(2), flag::NONE, "(append-map f list ...) the lists that f returns, appended."),
    scheme("%append-reversed", exactly(1), flag::INTERNAL, "(%append-reversed lists) the lists, last first, appended."),
    scheme("filter-map", at_least(2), flag::NONE, "(filter-map f list ...) the true results of f."),
    scheme("filter", exactly(2), flag::NONE, "(filter pred list) the elements that satisfy pred."),
    scheme("remove", exactly(2), flag::NONE, "(remove pred list) the elements that do not satisfy pred."),
    scheme("partition", exactly(2), flag::NONE, "(partition pred list) two values: the elements that satisfy pred, and the others."),
    scheme("fold", at_least(3), flag::NONE, "(fold f seed list ...) (f element acc) from the left."),
    scheme("fold-left", at_least(3), flag::NONE, "(fold-left f seed list ...) (f acc element) from the left."),
    scheme("fold-right", at_least(3), flag::NONE, "(fold-right f seed list ...) (f element acc) from the right."),
    scheme("reduce", exactly(3), flag::NONE, "(reduce f identity list) folds with the first element as seed."),
    scheme("reduce-right", exactly(3), flag::NONE, "(reduce-right f identity list) folds from the right with the last element as seed."),
    scheme("delete", between(2, 3), flag::NONE, "(delete x list [same?]) the elements that are not x."),
    scheme("delete-duplicates", between(1, 2), flag::NONE, "(delete-duplicates list [same?]) the first of each kind of elements."),
    scheme("%check-list", exactly(2), flag::INTERNAL, "(%check-list who x) fails when x is no list that ends."),
    scheme("find", exactly(2), flag::NONE, "(find pred list) the first element that satisfies pred, or #f."),
    scheme("find-tail", exactly(2), flag::NONE, "(find-tail pred list) the rest from the first element that satisfies pred, or #f."),
    scheme("any", at_least(2), flag::NONE, "(any pred list ...) the first true result of pred, or #f."),
    scheme("every", at_least(2), flag::NONE, "(every pred list ...) the last result of pred if all are true, or #f."),
    scheme("list-index", at_least(2), flag::NONE, "(list-index pred list ...) the index of the first element that satisfies pred, or #f."),
    scheme("count", at_least(2), flag::NONE, "(count pred list ...) how many elements satisfy pred."),
    scheme("take-while", exactly(2), flag::NONE, "(take-while pred list) the elements before the first that does not satisfy pred."),
    scheme("drop-while", exactly(2), flag::NONE, "(drop-while pred list) the rest from the first element that does not satisfy pred."),
    scheme("span", exactly(2), flag::NONE, "(span pred list) two values: take-while and drop-while."),
    scheme("break", exactly(2), flag::NONE, "(break pred list) span with the opposite of pred."),
    scheme("pair-for-each", exactly(2), flag::NONE, "(pair-for-each f list) calls f for each pair of the list."),
    scheme("unfold", between(4, 5), flag::NONE, "(unfold stop? mapper successor seed [tail]) a list built from seeds."),
    scheme("unfold-right", between(4, 5), flag::NONE, "(unfold-right stop? mapper successor seed [tail]) a list built from its end."),
    scheme("list-tabulate", exactly(2), flag::NONE, "(list-tabulate n f) the list of (f i) for i below n."),
    scheme("assoc", between(2, 3), flag::NONE, "(assoc key alist [same?]) the first pair with this car, or #f."),
    scheme("member", between(2, 3), flag::NONE, "(member x list [same?]) the rest from the first x, or #f."),
    scheme("lset-adjoin", at_least(2), flag::NONE, "(lset-adjoin same? set x ...) the set with more elements."),
    scheme("lset-union", at_least(1), flag::NONE, "(lset-union same? set ...) the elements of any of the sets."),
    scheme("lset-intersection", at_least(2), flag::NONE, "(lset-intersection same? set other ...) the elements that are in all others."),
    scheme("lset-difference", at_least(2), flag::NONE, "(lset-difference same? set other ...) the elements that are in none of the others."),
];
