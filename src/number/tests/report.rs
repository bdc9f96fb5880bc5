//! Tests every example of R7RS 6.2 and the numeric ones of 6.1, with the report's answers.

use super::{check, num, parse, text, to_string};

#[test]
fn types() {
    check(&[
        ("(complex? 3+4i)", "#t"),
        ("(complex? 3)", "#t"),
        ("(real? 3)", "#t"),
        ("(real? -2.5+0i)", "#t"),
        ("(real? -2.5+0.0i)", "#f"),
        ("(real? #e1e10)", "#t"),
        ("(real? +inf.0)", "#t"),
        ("(real? +nan.0)", "#t"),
        ("(rational? -inf.0)", "#f"),
        ("(rational? 3.5)", "#t"),
        ("(rational? 6/10)", "#t"),
        ("(rational? 6/3)", "#t"),
        ("(integer? 3+0i)", "#t"),
        ("(integer? 3.0)", "#t"),
        ("(integer? 8/4)", "#t"),
    ]);
}

#[test]
fn exactness() {
    check(&[
        ("(exact? 3.0)", "#f"),
        ("(exact? #e3.0)", "#t"),
        ("(inexact? 3.)", "#t"),
        ("(exact-integer? 32)", "#t"),
        ("(exact-integer? 32.0)", "#f"),
        ("(exact-integer? 32/5)", "#f"),
    ]);
}

#[test]
fn finite_infinite_nan() {
    check(&[
        ("(finite? 3)", "#t"),
        ("(finite? +inf.0)", "#f"),
        ("(finite? 3.0+inf.0i)", "#f"),
        ("(infinite? 3)", "#f"),
        ("(infinite? +inf.0)", "#t"),
        ("(infinite? +nan.0)", "#f"),
        ("(infinite? 3.0+inf.0i)", "#t"),
        ("(nan? +nan.0)", "#t"),
        ("(nan? 32)", "#f"),
        ("(nan? +nan.0+5.0i)", "#t"),
        ("(nan? 1+2i)", "#f"),
    ]);
}

#[test]
fn arithmetic() {
    check(&[
        ("(/ 3 4)", "3/4"),
        ("(max 3 4)", "4"),
        ("(max 3.9 4)", "4.0"),
        ("(+ 3 4)", "7"),
        ("(+ 3)", "3"),
        ("(+)", "0"),
        ("(* 4)", "4"),
        ("(*)", "1"),
        ("(- 3 4)", "-1"),
        ("(- 3 4 5)", "-6"),
        ("(- 3)", "-3"),
        ("(/ 3 4 5)", "3/20"),
        ("(/ 3)", "1/3"),
        ("(abs -7)", "7"),
        ("(square 42)", "1764"),
        ("(square 2.0)", "4.0"),
    ]);
}

#[test]
fn integer_division() {
    check(&[
        ("(floor/ 5 2)", "2 1"),
        ("(floor/ -5 2)", "-3 1"),
        ("(floor/ 5 -2)", "-3 -1"),
        ("(floor/ -5 -2)", "2 -1"),
        ("(truncate/ 5 2)", "2 1"),
        ("(truncate/ -5 2)", "-2 -1"),
        ("(truncate/ 5 -2)", "-2 1"),
        ("(truncate/ -5 -2)", "2 -1"),
        ("(truncate/ -5.0 -2)", "2.0 -1.0"),
        ("(gcd 32 -36)", "4"),
        ("(gcd)", "0"),
        ("(lcm 32 -36)", "288"),
        ("(lcm 32.0 -36)", "288.0"),
        ("(lcm)", "1"),
        ("(exact-integer-sqrt 4)", "2 0"),
        ("(exact-integer-sqrt 5)", "2 1"),
    ]);
}

#[test]
fn rounding() {
    check(&[
        ("(numerator (/ 6 4))", "3"),
        ("(denominator (/ 6 4))", "2"),
        ("(denominator 0)", "1"),
        ("(denominator (inexact (/ 6 4)))", "2.0"),
        ("(floor -4.3)", "-5.0"),
        ("(ceiling -4.3)", "-4.0"),
        ("(truncate -4.3)", "-4.0"),
        ("(round -4.3)", "-4.0"),
        ("(floor 3.5)", "3.0"),
        ("(ceiling 3.5)", "4.0"),
        ("(truncate 3.5)", "3.0"),
        ("(round 3.5)", "4.0"),
        ("(round 7/2)", "4"),
        ("(round 7)", "7"),
        ("(rationalize (exact .3) 1/10)", "1/3"),
        ("(rationalize .3 1/10)", "0.3333333333333333"),
    ]);
}

#[test]
fn roots_and_logarithms() {
    check(&[
        ("(sqrt 9)", "3"),
        ("(sqrt -1)", "+i"),
        ("(log 0.0)", "-inf.0"),
        ("(log -0.0)", "-inf.0+3.141592653589793i"),
        ("(imag-part (log -1.0-0.0i))", "-3.141592653589793"),
    ]);
}

#[test]
fn special_values() {
    check(&[
        ("(+ +inf.0 -inf.0)", "+nan.0"),
        ("(/ 1 0.0)", "+inf.0"),
        ("(/ 1 -0.0)", "-inf.0"),
        ("(/ 0 0.0)", "+nan.0"),
        ("(- 0.0)", "-0.0"),
        ("(- -0.0)", "0.0"),
        ("(+ -0.0 -0.0)", "-0.0"),
        ("(- -0.0 0.0)", "-0.0"),
        ("(= 0.0 -0.0)", "#t"),
        ("(= +nan.0 +nan.0)", "#f"),
        ("(< +nan.0 0)", "#f"),
        ("(>= +nan.0 +nan.0)", "#f"),
    ]);
}

#[test]
fn equivalence() {
    check(&[
        ("(eqv? 2 2)", "#t"),
        ("(eqv? 2 2.0)", "#f"),
        ("(eqv? 100000000 100000000)", "#t"),
        ("(eqv? 0.0 +nan.0)", "#f"),
        ("(eqv? 0.0 -0.0)", "#f"),
        ("(eqv? +nan.0 +nan.0)", "#t"),
    ]);
}

#[test]
fn strings() {
    assert_eq!(text(&num("100")), "100");
    assert_eq!(text(&parse("100", 16).expect("a number")), "256");
    assert_eq!(text(&num("1e2")), "100.0");
    assert_eq!(text(&parse("#o177", 16).expect("a number")), "127");
    assert_eq!(to_string(&num("255"), 16), "ff");
}

/// The table of `(atan y x)` in 6.2.6.
#[test]
fn quadrants() {
    check(&[
        ("(atan 0.0 1.0)", "0.0"),
        ("(atan -0.0 1.0)", "-0.0"),
        ("(atan 1.0 1.0)", "0.7853981633974483"),
        ("(atan 1.0 0.0)", "1.5707963267948966"),
        ("(atan 1.0 -1.0)", "2.356194490192345"),
        ("(atan 0.0 -1.0)", "3.141592653589793"),
        ("(atan -0.0 -1.0)", "-3.141592653589793"),
        ("(atan -1.0 -1.0)", "-2.356194490192345"),
        ("(atan -1.0 0.0)", "-1.5707963267948966"),
        ("(atan -1.0 1.0)", "-0.7853981633974483"),
        ("(atan 0 0)", "Undefined(0)"),
        ("(atan 0.0 0.0)", "0.0"),
        ("(atan -0.0 0.0)", "-0.0"),
        ("(atan 0.0 -0.0)", "3.141592653589793"),
        ("(atan -0.0 -0.0)", "-3.141592653589793"),
        ("(atan 0 1)", "0"),
        ("(atan 0 -1)", "3.141592653589793"),
        ("(atan 1 0)", "1.5707963267948966"),
    ]);
}
