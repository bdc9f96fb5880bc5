//! Tests conversion between exact and inexact numbers.

use dashu_int::IBig;

use super::{check, num};
use crate::{Number, Ratio, Real};

#[test]
fn exact() {
    check(&[
        ("(exact 1.0)", "1"),
        ("(exact -0.0)", "0"),
        ("(exact 0.5)", "1/2"),
        ("(exact -2.75)", "-11/4"),
        ("(exact 0.1)", "3602879701896397/36028797018963968"),
        ("(exact 1e18)", "1000000000000000000"),
        ("(exact 1e19)", "10000000000000000000"),
        ("(exact 9223372036854775808.0)", "9223372036854775808"),
        ("(exact -9223372036854775808.0)", "-9223372036854775808"),
        ("(exact 1.5+2.0i)", "3/2+2i"),
        ("(exact 1.5+0.0i)", "3/2"),
        ("(exact 7/2)", "7/2"),
        ("(* (exact 5e-324) (expt 2 1074))", "1"),
        ("(= (exact 1.7976931348623157e308) (* (- (expt 2 53) 1) (expt 2 971)))", "#t"),
        ("(exact +inf.0)", "NoExact(0)"),
        ("(exact +nan.0)", "NoExact(0)"),
        ("(exact 1.0-inf.0i)", "NoExact(0)"),
    ]);
}

#[test]
fn inexact() {
    check(&[
        ("(inexact 1/3)", "0.3333333333333333"),
        ("(inexact 3+4i)", "3.0+4.0i"),
        ("(inexact (expt 10 400))", "+inf.0"),
        ("(inexact (- (expt 10 400)))", "-inf.0"),
        ("(inexact (/ (expt 10 400)))", "0.0"),
        ("(inexact (/ (expt 10 400) (- (expt 10 399) 1)))", "10.0"),
        // Halfway cases: to even.
        ("(inexact 9007199254740993)", "9007199254740992.0"),
        ("(inexact 9007199254740995)", "9007199254740996.0"),
        ("(inexact (+ (expt 2 200) (expt 2 147)))", "1.6069380442589903e60"),
        ("(= (inexact (+ (expt 2 200) (expt 2 147) 1)) (+ (expt 2 200) (expt 2 148)))", "#t"),
        // The edge of overflow: half a unit above the greatest double.
        ("(inexact (- (expt 2 1024) (expt 2 970)))", "+inf.0"),
        ("(inexact (- (expt 2 1024) (expt 2 970) 1))", "1.7976931348623157e308"),
        // The edge of underflow: half the least subnormal.
        ("(inexact (/ (expt 2 1074)))", "5e-324"),
        ("(inexact (/ (expt 2 1075)))", "0.0"),
        ("(inexact (/ (+ (expt 2 100) 1) (expt 2 1175)))", "5e-324"),
        ("(inexact (/ 3 (expt 2 1075)))", "1e-323"),
        ("(inexact (/ -1 (expt 2 1075)))", "-0.0"),
    ]);
}

/// Constructors keep each number in its one representation.
#[test]
fn invariants() {
    let two_63 = IBig::from(1u128 << 63);
    assert!(matches!(Real::from(two_63.clone()), Real::Big(_)));
    assert!(matches!(Real::from(-two_63), Real::Fix(i64::MIN)));
    assert!(matches!(Real::from(Ratio::from(IBig::from(7))), Real::Fix(7)));
    let mixed = Number::rectangular(Real::Fix(0), Real::Flo(2.0));
    assert!(matches!(mixed, Number::Complex(z) if matches!(*z, (Real::Flo(_), Real::Flo(_)))));
    let real = Number::rectangular(Real::Flo(1.5), Real::Fix(0));
    assert!(matches!(real, Number::Real(Real::Flo(_))));
}

/// Negating or reducing a big integer may yield a fixnum.
#[test]
fn back_to_fixnums() {
    check(&[("(- 9223372036854775808)", "-9223372036854775808")]);
    let back = crate::neg(&num("9223372036854775808"));
    assert!(matches!(back, Number::Real(Real::Fix(i64::MIN))));
    let back = crate::sub(&num("9223372036854775808"), &num("1"));
    assert!(matches!(back, Ok(Number::Real(Real::Fix(i64::MAX)))));
}
