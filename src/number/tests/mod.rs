//! Tests of the numeric tower. Most are tables of text, `(procedure argument ...)`
//! beside what it must print; [`eval`] runs them.

mod bits;
mod compare;
mod complex;
mod convert;
mod elementary;
mod eval;
mod expt;
mod integer;
mod parse;
mod print;
mod random;
mod report;

use super::{Number, to_string};
use eval::eval;

/// Checks every row: the value of the expression, printed, is the expected text.
fn check(table: &[(&str, &str)]) {
    for (expression, expected) in table {
        assert_eq!(eval(expression), *expected, "in {expression}");
    }
}

/// The number that a text stands for.
fn num(text: &str) -> Number {
    super::parse(text, 10).unwrap_or_else(|| panic!("not a number: {text}"))
}

/// A number as text, in radix 10.
fn text(z: &Number) -> String {
    to_string(z, 10)
}
