//! Tests how numbers are printed.

use super::{num, parse, text, to_string};
use crate::Number;

#[test]
fn decimal_floats() {
    for (x, expected) in [
        (1.0, "1.0"),
        (0.5, "0.5"),
        (-0.0, "-0.0"),
        (100.0, "100.0"),
        (12.25, "12.25"),
        (0.1, "0.1"),
        (1.0 / 3.0, "0.3333333333333333"),
        (0.000_001, "0.000001"),
        (0.000_001_5, "0.0000015"),
        (1e-7, "1e-7"),
        (1.5e-7, "1.5e-7"),
        (1.2345e-10, "1.2345e-10"),
        (123_456_789_012_345_680_000.0, "123456789012345680000.0"),
        (999_999_999_999_999_900_000.0, "999999999999999900000.0"),
        (1e21, "1e21"),
        (-1.5e22, "-1.5e22"),
        (1e100, "1e100"),
        (5e-324, "5e-324"),
        (f64::MAX, "1.7976931348623157e308"),
        (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
        (f64::INFINITY, "+inf.0"),
        (f64::NEG_INFINITY, "-inf.0"),
        (-f64::NAN, "+nan.0"),
    ] {
        assert_eq!(text(&Number::from(x)), expected);
    }
}

#[test]
fn other_radixes() {
    for (source, radix, expected) in [
        ("255", 16, "ff"),
        ("-255", 2, "-11111111"),
        ("-9223372036854775808", 16, "-8000000000000000"),
        ("18446744073709551616", 16, "10000000000000000"),
        ("-1/10", 2, "-1/1010"),
        ("0", 2, "0"),
        ("0.5", 2, "0.1"),
        ("-0.0", 2, "-0.0"),
        ("10.0", 2, "1010.0"),
        ("255.9375", 16, "ff.f"),
        ("1e22", 16, "21e19e0c9bab2400000.0"),
        ("3.5", 36, "3.i"),
        ("1.5+2i", 2, "1.1+10.0i"),
        ("+i", 36, "0+i"),
        ("+inf.0", 36, "+inf.0"),
        ("-nan.0", 36, "+nan.0"),
    ] {
        let written = to_string(&num(source), radix);
        assert_eq!(written, expected, "{source} in radix {radix}");
        let back = parse(&written, radix).expect("what was written");
        assert_eq!(text(&back), text(&num(source)));
    }
}

/// In radix 36 this integer spells minus infinity.
#[test]
fn digits_that_spell_infinity() {
    let x = Number::from(-24171.0);
    let written = to_string(&x, 36);
    assert_eq!(written, "-inf.00");
    assert_eq!(text(&parse(&written, 36).expect("a number")), "-24171.0");
}

#[test]
fn hundred_thousand_digits() {
    let digits = "1234567890".repeat(10_000);
    assert_eq!(text(&num(&digits)), digits);
}
