//! Tests the syntax of R7RS 7.1.1: which texts are numbers, and which numbers.

use super::{num, parse, parse_integer, text};
use crate::{Number, Real};

/// Texts that are numbers, and how they print.
const NUMBERS: &[(&str, &str)] = &[
    ("0", "0"),
    ("-0", "0"),
    ("+5", "5"),
    ("007", "7"),
    ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("9223372036854775808", "9223372036854775808"),
    ("1/2", "1/2"),
    ("-6/4", "-3/2"),
    ("6/3", "2"),
    ("0/5", "0"),
    ("1e3", "1000.0"),
    ("1E3", "1000.0"),
    ("1e+3", "1000.0"),
    ("1e-3", "0.001"),
    (".5", "0.5"),
    ("-.5", "-0.5"),
    ("+.5e1", "5.0"),
    ("1.", "1.0"),
    ("1.e2", "100.0"),
    ("-0.0", "-0.0"),
    ("1e400", "+inf.0"),
    ("1e-400", "0.0"),
    ("1e99999999999999999999", "+inf.0"),
    ("1e-99999999999999999999", "0.0"),
    ("+inf.0", "+inf.0"),
    ("-INF.0", "-inf.0"),
    ("+nan.0", "+nan.0"),
    ("-NaN.0", "+nan.0"),
    // Prefixes.
    ("#xFF", "255"),
    ("#X-ff", "-255"),
    ("#b101", "5"),
    ("#o17", "15"),
    ("#d10", "10"),
    ("#x1/a", "1/10"),
    ("#e1.5", "3/2"),
    ("#E-.25", "-1/4"),
    ("#e1e3", "1000"),
    ("#e1.2e-3", "3/2500"),
    ("#e10", "10"),
    ("#i10", "10.0"),
    ("#i1/3", "0.3333333333333333"),
    ("#i1e400", "+inf.0"),
    ("#x#e10", "16"),
    ("#e#x10", "16"),
    ("#i#b101", "5.0"),
    ("#B#I101", "5.0"),
    ("#i+inf.0", "+inf.0"),
    ("#e0e99999999999999999999", "0"),
    // Rectangular.
    ("+i", "+i"),
    ("-i", "-i"),
    ("+I", "+i"),
    ("1+i", "1+i"),
    ("1-i", "1-i"),
    ("1+2i", "1+2i"),
    ("1-2.5i", "1.0-2.5i"),
    ("1/2+3/4i", "1/2+3/4i"),
    ("+2i", "+2i"),
    ("-2.0i", "-2.0i"),
    ("0.0+2.0i", "+2.0i"),
    ("-0.0+2.0i", "-0.0+2.0i"),
    ("1+0i", "1"),
    ("1.5+0i", "1.5"),
    ("1+0.0i", "1.0+0.0i"),
    ("1e2-.5e1i", "100.0-5.0i"),
    ("+inf.0i", "+inf.0i"),
    ("-nan.0i", "+nan.0i"),
    ("1+inf.0i", "1.0+inf.0i"),
    ("+inf.0-inf.0i", "+inf.0-inf.0i"),
    ("+inf.0+nan.0i", "+inf.0+nan.0i"),
    ("+nan.0+i", "+nan.0+1.0i"),
    ("-inf.0-2i", "-inf.0-2.0i"),
    ("#xa+bi", "10+11i"),
    ("#x-ff-i", "-255-i"),
    ("#i1+2i", "1.0+2.0i"),
    ("#e1.5+.5i", "3/2+1/2i"),
    ("#i+i", "+1.0i"),
    // Polar.
    ("2@0", "2"),
    ("0@5", "0"),
    ("1.5@0", "1.5"),
    ("#e1.5@0", "3/2"),
    ("1@+inf.0", "+nan.0+nan.0i"),
];

#[test]
fn numbers() {
    for (source, expected) in NUMBERS {
        assert_eq!(text(&num(source)), *expected, "from {source}");
    }
}

/// Identifiers, other syntax and errors.
const NOT_NUMBERS: &[&str] = &[
    "",
    "+",
    "-",
    ".",
    "...",
    "+.",
    "-.e1",
    "1+",
    "1-",
    "e1",
    "1e",
    "1e+",
    "1.2.3",
    "--1",
    "+-1",
    "1/",
    "/2",
    "1/2/3",
    "1/-2",
    "1.5/2",
    "1/2.0",
    "1/2e3",
    "i",
    "2i",
    "1i",
    "1+2",
    "1+2j",
    "1+i2",
    "+i+",
    "+ii",
    "1+2i3",
    "1+2i+3i",
    "@",
    "1@",
    "@1",
    "1@2@3",
    "1@2i",
    "1@2+3i",
    "1@i",
    "inf.0",
    "+inf",
    "+inf.",
    "+inf.00",
    "+nan.1",
    "+inf.0x",
    "#",
    "#x",
    "#e",
    "#xx1",
    "#e#i1",
    "#e#e1",
    "#x#b1",
    "#x#e#i1",
    "#q1",
    "#b2",
    "#o8",
    "#xg",
    "12a",
    "a",
    "1 ",
    " 1",
    "1_000",
    "#b1.1",
    "#x1.8",
    "#b1e1",
    "1/0",
    "#i1/0",
    "0/0",
    "#e+inf.0",
    "#e+nan.0",
    "#e1+inf.0i",
    "1e1.5",
    "１",
    "1é",
    "#é",
    "+é",
    "nan",
    "infinity",
    "+infinity",
    "0x10",
];

#[test]
fn not_numbers() {
    for source in NOT_NUMBERS {
        let number = parse(source, 10);
        assert!(number.is_none(), "{source} is {}", text(&number.unwrap()));
    }
}

#[test]
fn exact_exponents() {
    let huge = num("#e1e400");
    assert_eq!(text(&huge), format!("1{}", "0".repeat(400)));
    assert_eq!(text(&num("#e1e-3")), "1/1000");
    // A short text must not cost a gigabyte.
    assert!(parse("#e1e1000000000", 10).is_none());
    assert!(parse("#e1e-1000000000", 10).is_none());
    assert!(parse("#e1e99999999999999999999999999", 10).is_none());
}

#[test]
fn default_radix() {
    let value = |source, radix| parse(source, radix).map(|z| text(&z));
    assert_eq!(value("ff", 16).as_deref(), Some("255"));
    assert_eq!(value("#d10", 16).as_deref(), Some("10"));
    assert_eq!(value("1e2", 16).as_deref(), Some("482"));
    assert_eq!(value("zz", 36).as_deref(), Some("1295"));
    assert_eq!(value("102", 2), None);
    // Beyond the report, so that `string->number` undoes `number->string`.
    assert_eq!(value("0.1", 2).as_deref(), Some("0.5"));
    assert_eq!(value("#e0.1", 2).as_deref(), Some("1/2"));
    assert_eq!(value("1.e", 16).as_deref(), Some("1.875"));
    for radix in [0, 1, 37, u32::MAX] {
        assert!(parse("1", radix).is_none());
        assert!(parse_integer("1", radix).is_none());
    }
}

/// Above radix 18 `i` is a digit; a complex number then needs its real part.
#[test]
fn the_digit_i() {
    let value = |source| parse(source, 36).map(|z| text(&z));
    assert_eq!(value("i").as_deref(), Some("18"));
    assert_eq!(value("+i").as_deref(), Some("18"));
    assert_eq!(value("0+i").as_deref(), Some("+i"));
    assert_eq!(value("0+ii").as_deref(), Some("+18i"));
    assert_eq!(value("1+2"), None);
    assert_eq!(value("+inf.0").as_deref(), Some("+inf.0"));
    assert_eq!(value("1+inf.0i").as_deref(), Some("1.0+inf.0i"));
    assert_eq!(value("+inf.00").as_deref(), Some("24171.0"));
}

#[test]
fn decimals_are_rounded_correctly() {
    for (source, expected) in [
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("9007199254740993.0000001", 9_007_199_254_740_994.0),
        ("2.4703282292062327e-324", 0.0),
        ("2.4703282292062328e-324", 5e-324),
        ("1.7976931348623158e308", f64::MAX),
        ("1.7976931348623159e308", f64::INFINITY),
    ] {
        let decimal = num(&format!("#i{source}"));
        assert!(matches!(decimal, Number::Real(Real::Flo(x)) if x == expected), "{source}");
    }
}

#[test]
fn exact_integers() {
    let value = |source, radix| parse_integer(source, radix).map(|z| text(&z));
    assert_eq!(value("+123", 10).as_deref(), Some("123"));
    assert_eq!(value("-ff", 16).as_deref(), Some("-255"));
    for source in ["", "+", "-", "1.0", "1/2", "0x1", "+-1", "1e3", "#x1", "f"] {
        assert_eq!(value(source, 10), None, "{source}");
    }
}
