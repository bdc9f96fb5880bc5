//! Tests ordering across exactness, `eqv?` and hashing.

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;

use super::{check, num};
use crate::{Number, cmp, eqv, hash, num_eq};

/// Numbers in increasing order; those on one line are equal.
const LADDER: &[&[&str]] = &[
    &["-inf.0"],
    &["-1.7976931348623157e308"],
    &["-100000000000000000000000"],
    &["-9223372036854775809"],
    &["-9223372036854775808", "-9223372036854775808.0"],
    &["-9223372036854775807"],
    &["-3/2", "-1.5"],
    &["-1", "-1.0"],
    &["-5e-324"],
    &["0", "0.0", "-0.0", "0.0+0.0i"],
    &["5e-324"],
    &["1/10"],
    &["0.1"],
    &["1/3"],
    &["1", "1.0"],
    &["9007199254740992", "9007199254740992.0"],
    &["9007199254740993"],
    &["9007199254740994", "9007199254740994.0"],
    &["9223372036854775807"],
    &["9223372036854775808", "9223372036854775808.0"],
    &["18446744073709551615"],
    &["18446744073709551616", "18446744073709551616.0"],
    &["36893488147419103233/2"],
    &["1.7976931348623157e308"],
    &["#e1e309"],
    &["+inf.0"],
];

#[test]
fn every_pair_of_the_ladder() {
    for (i, row) in LADDER.iter().enumerate() {
        for (j, other) in LADDER.iter().enumerate() {
            for (a, b) in row.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
                check_pair(&num(a), &num(b), i.cmp(&j));
            }
        }
    }
}

fn check_pair(a: &Number, b: &Number, expected: Ordering) {
    assert_eq!(num_eq(a, b), expected == Ordering::Equal, "{a:?} = {b:?}");
    if a.is_real() && b.is_real() {
        assert_eq!(cmp(a, b), Ok(Some(expected)), "{a:?} <=> {b:?}");
    }
}

/// The example of 6.2.6: rounding one side would make `=` intransitive.
#[test]
fn equality_is_transitive() {
    check(&[
        ("(= (- (expt 2 1000) 1) (inexact (expt 2 1000)))", "#f"),
        ("(= (inexact (expt 2 1000)) (+ (expt 2 1000) 1))", "#f"),
        ("(= (inexact (expt 2 1000)) (expt 2 1000))", "#t"),
        ("(< (inexact (expt 2 1000)) (+ (expt 2 1000) 1))", "#t"),
        ("(= 1/3 (inexact 1/3))", "#f"),
        ("(= 1+2i 1.0+2.0i)", "#t"),
        ("(= 1+2i 1)", "#f"),
    ]);
}

#[test]
fn nan_is_unordered() {
    for other in ["0", "1/2", "1e300", "+inf.0", "+nan.0", "100000000000000000000000"] {
        let (nan, other) = (num("+nan.0"), num(other));
        assert_eq!(cmp(&nan, &other), Ok(None));
        assert_eq!(cmp(&other, &nan), Ok(None));
        assert!(!num_eq(&nan, &other));
    }
}

#[test]
fn predicates() {
    check(&[
        ("(zero? -0.0)", "#t"),
        ("(zero? 0.0+0.0i)", "#t"),
        ("(zero? +i)", "#f"),
        ("(zero? +nan.0)", "#f"),
        ("(positive? 0)", "#f"),
        ("(positive? 5e-324)", "#t"),
        ("(positive? 1/2)", "#t"),
        ("(positive? +nan.0)", "#f"),
        ("(negative? -0.0)", "#f"),
        ("(negative? -100000000000000000000)", "#t"),
        ("(odd? -1)", "#t"),
        ("(odd? 3.0)", "#t"),
        ("(odd? -100000000000000000001)", "#t"),
        ("(even? 1e300)", "#t"),
        ("(even? 0)", "#t"),
        ("(odd? 1.5)", "NotInteger(0)"),
        ("(odd? +inf.0)", "NotInteger(0)"),
        ("(even? 1/2)", "NotInteger(0)"),
        ("(positive? +i)", "NotReal(0)"),
        ("(< 1 +i)", "NotReal(1)"),
        ("(< +i 1)", "NotReal(0)"),
    ]);
}

#[test]
fn extremes() {
    check(&[
        ("(max 1 2 3)", "3"),
        ("(max 1 2.0)", "2.0"),
        ("(max 3 2.0)", "3.0"),
        ("(min 1 2.0)", "1.0"),
        ("(min 1/3 1/2)", "1/3"),
        ("(max 1 +nan.0)", "+nan.0"),
        ("(min +nan.0 -inf.0)", "+nan.0"),
        ("(max -inf.0 -100000000000000000000)", "-100000000000000000000.0"),
        ("(max 1 +i)", "NotReal(1)"),
    ]);
}

#[test]
fn eqv_means_equal_hashes() {
    let texts = ["0", "0.0", "-0.0", "1", "1.0", "1/2", "0.5", "+nan.0", "+inf.0", "1+i", "1.0+i"];
    let more = ["100000000000000000000", "1e20", "-100000000000000000000", "1.0-i", "+i"];
    let texts: Vec<_> = texts.iter().chain(&more).collect();
    for (i, a) in texts.iter().enumerate() {
        for (j, b) in texts.iter().enumerate() {
            assert_eq!(eqv(&num(a), &num(b)), i == j, "{a} {b}");
        }
        assert_eq!(hash_of(&num(a)), hash_of(&num(a)));
    }
    assert_eq!(hash_of(&Number::from(f64::NAN)), hash_of(&Number::from(-f64::NAN)));
    assert!(eqv(&Number::from(f64::NAN), &Number::from(-f64::NAN)));
}

fn hash_of(z: &Number) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(z, &mut hasher);
    hasher.finish()
}
