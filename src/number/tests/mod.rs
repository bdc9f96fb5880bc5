//! Tests the numeric tower. Most tests are tables of text, `(procedure argument ...)` and the
//! expected output; [`eval`] runs them.

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

use super::Number;
use eval::eval;

/// Checks every row: the value of the expression, printed, is the expected text.
fn check(table: &[(&str, &str)]) {
    for (expression, expected) in table {
        assert_eq!(eval(expression), *expected, "in {expression}");
    }
}

/// The number denoted by a text.
fn num(text: &str) -> Number {
    parse(text, 10).unwrap_or_else(|| panic!("not a number: {text}"))
}

/// Parses without a pulse, so that nothing stops it.
fn parse(text: &str, radix: u32) -> Option<Number> {
    super::parse(text, radix).expect("no pulse")
}

/// The same for integers.
fn parse_integer(text: &str, radix: u32) -> Option<Number> {
    super::parse_integer(text, radix).expect("no pulse")
}

/// A number as text.
fn to_string(z: &Number, radix: u32) -> String {
    super::to_string(z, radix).expect("no pulse")
}

/// A number as text, in radix 10.
fn text(z: &Number) -> String {
    to_string(z, 10)
}
