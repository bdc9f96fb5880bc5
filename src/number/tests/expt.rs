//! Tests `expt` and `sqrt`.

use super::{check, num};
use crate::{NumError, arithmetic_shift_within, expt_within, mul_within};

#[test]
fn exact_powers() {
    check(&[
        ("(expt 0 0)", "1"),
        ("(expt 0.0 0)", "1"),
        ("(expt +nan.0 0)", "1"),
        ("(expt 1+i 0)", "1"),
        ("(expt 0 5)", "0"),
        ("(expt 0 1/2)", "0"),
        ("(expt 0 -1)", "DivisionByZero"),
        ("(expt 0 +i)", "Undefined(0)"),
        ("(expt 0 1+i)", "0"),
        ("(expt 2 10)", "1024"),
        ("(expt -2 3)", "-8"),
        ("(expt -2 63)", "-9223372036854775808"),
        ("(expt 2 63)", "9223372036854775808"),
        ("(expt 2 -2)", "1/4"),
        ("(expt -2 -3)", "-1/8"),
        ("(expt 2/3 3)", "8/27"),
        ("(expt -2/3 -3)", "-27/8"),
        ("(expt 10 21)", "1000000000000000000000"),
        ("(expt -100000000000000000000 3)", "-1000000000000000000000000000000000000000000000000000000000000"),
        ("(expt 12 20)", "3833759992447475122176"),
        ("(expt 1 100000000000000000000)", "1"),
        ("(expt -1 100000000000000000001)", "-1"),
        ("(expt -1 -100000000000000000000)", "1"),
        ("(expt +i 2)", "-1"),
        ("(expt 1+i -2)", "-1/2i"),
        ("(expt 1+i 10)", "+32i"),
    ]);
}

#[test]
fn exact_roots() {
    check(&[
        ("(expt 4 1/2)", "2"),
        ("(expt -4 1/2)", "+2i"),
        ("(expt 4/9 3/2)", "8/27"),
        ("(expt 4 -1/2)", "1/2"),
        ("(expt 8 1/3)", "2"),
        ("(expt 27/8 2/3)", "9/4"),
        ("(expt 16 1/4)", "2"),
        ("(expt (expt 10 300) 1/100)", "1000"),
        ("(expt 1 1/100000000000000000000)", "1"),
        ("(sqrt 16)", "4"),
        ("(sqrt 1/4)", "1/2"),
        ("(sqrt -4)", "+2i"),
        ("(sqrt -9/4)", "+3/2i"),
        ("(sqrt (expt 10 100))", "100000000000000000000000000000000000000000000000000"),
        ("(sqrt -3+4i)", "1+2i"),
        ("(sqrt -3-4i)", "1-2i"),
        ("(sqrt +2i)", "1+i"),
        ("(sqrt 0)", "0"),
    ]);
}

#[test]
fn inexact_roots() {
    check(&[
        ("(sqrt 2)", "1.4142135623730951"),
        ("(sqrt 4.0)", "2.0"),
        ("(sqrt -0.0)", "-0.0"),
        ("(sqrt -4.0)", "+2.0i"),
        ("(sqrt -2)", "+1.4142135623730951i"),
        ("(sqrt +inf.0)", "+inf.0"),
        ("(sqrt -inf.0)", "+inf.0i"),
        ("(sqrt +nan.0)", "+nan.0"),
        ("(sqrt 1/2)", "0.7071067811865476"),
        // Roots of numbers that no double can hold.
        ("(sqrt (* 2 (expt 10 400)))", "1.414213562373095e200"),
        ("(sqrt (/ 2 (expt 10 400)))", "1.414213562373095e-200"),
        ("(sqrt (+ (expt 10 800) 1))", "+inf.0"),
        ("(sqrt -1.0-0.0i)", "-1.0i"),
        ("(sqrt -1.0+0.0i)", "+1.0i"),
    ]);
}

#[test]
fn inexact_powers() {
    check(&[
        ("(expt 2.0 3)", "8.0"),
        ("(expt 2 3.0)", "8.0"),
        ("(expt -2 3.0)", "-8.0"),
        ("(expt 2 0.5)", "1.4142135623730951"),
        ("(expt 2 1/2)", "1.4142135623730951"),
        ("(expt 0 1.0)", "0.0"),
        ("(expt 0 0.0)", "1.0"),
        ("(expt 0.0 2.0)", "0.0"),
        ("(expt 0.0 -1)", "+inf.0"),
        ("(expt -0.0 -1)", "-inf.0"),
        ("(expt 0 -1.0)", "DivisionByZero"),
        ("(expt 0.0 +i)", "Undefined(0)"),
        ("(expt 0.0 1+i)", "0.0"),
        ("(expt -1.0 100000000000000000001)", "-1.0"),
        ("(expt -1.0 100000000000000000000)", "1.0"),
        ("(expt 2.0 100000000000000000000)", "+inf.0"),
        ("(expt -2.0 100000000000000000001)", "-inf.0"),
        ("(expt +inf.0 -1)", "0.0"),
        // Bases that no double can hold.
        ("(expt (expt 10 400) 0.0)", "1.0"),
        ("(infinite? (expt (expt 10 400) 0.5))", "#f"),
        ("(< 9.9999e199 (expt (expt 10 400) 0.5))", "#t"),
        ("(< 0.99999e-200 (expt (/ (expt 10 400)) 0.5))", "#t"),
    ]);
}

/// Results that cannot fit are refused at once, not computed until memory runs out.
#[test]
fn too_large() {
    check(&[
        ("(expt 7 (expt 10 30))", "TooLarge"),
        ("(expt 7 -100000000000000000000)", "TooLarge"),
        ("(expt 7 9223372036854775807)", "TooLarge"),
        ("(expt 2/3 9223372036854775807)", "TooLarge"),
        ("(expt 7 -9223372036854775808)", "TooLarge"),
        ("(expt 2 1000000000000)", "TooLarge"),
        ("(expt 1+i 1000000000000000)", "TooLarge"),
        ("(expt 3/5+4/5i 1000000000000000)", "TooLarge"),
        ("(expt -i 1000000000000000)", "1"),
    ]);
    let big = num("#e1e100");
    assert_eq!(mul_within(&big, &big, 600).err(), Some(NumError::TooLarge));
    assert!(mul_within(&big, &big, 700).is_ok());
    assert_eq!(expt_within(&big, &num("10"), 3000).err(), Some(NumError::TooLarge));
    assert!(expt_within(&big, &num("10"), 4000).is_ok());
    let shift = arithmetic_shift_within(&num("1"), &num("1000"), 1000);
    assert_eq!(shift.err(), Some(NumError::TooLarge));
}
