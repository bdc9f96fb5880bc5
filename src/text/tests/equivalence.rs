//! Tests `eqv`, `equal` and their hashes.

use cairn_data::equal::eqv;
use cairn_data::hash::{Extent, equal_hash, eqv_hash};
use cairn_gc::{Kind, Value};

use super::support::{equal, read, with_heap};

/// Two texts; whether their data are `eqv`; whether they are `equal`.
const ROWS: &[(&str, &str, bool, bool)] = &[
    ("a", "a", true, true),
    ("a", "b", false, false),
    ("()", "()", true, true),
    ("()", "#f", false, false),
    ("#\\a", "#\\a", true, true),
    ("2", "2", true, true),
    ("2", "2.0", false, false),
    ("0.0", "-0.0", false, false),
    ("1e300", "1e300", true, true),
    ("+nan.0", "+nan.0", true, true),
    ("+inf.0", "-inf.0", false, false),
    ("100000000000000000000", "100000000000000000000", true, true),
    ("100000000000000000000", "-100000000000000000000", false, false),
    ("100000000000000000000", "1e20", false, false),
    ("1/2", "2/4", true, true),
    ("1/2", "1/3", false, false),
    ("1/100000000000000000000", "1/100000000000000000000", true, true),
    ("1/2", "0.5", false, false),
    ("1+2i", "1+2i", true, true),
    ("1/2+3i", "1/2+3i", true, true),
    ("1+2i", "1.0+2.0i", false, false),
    ("1e300+1e-300i", "1e300+1e-300i", true, true),
    ("\"abc\"", "\"abc\"", false, true),
    ("\"abc\"", "\"abd\"", false, false),
    ("\"λ\"", "\"λ\"", false, true),
    ("\"\"", "()", false, false),
    ("(a b)", "(a b)", false, true),
    ("(a b)", "(a c)", false, false),
    ("(a b)", "(a b c)", false, false),
    ("(a . b)", "(a b)", false, false),
    ("#(1 (2 #(3)))", "#(1 (2 #(3)))", false, true),
    ("#(1 2)", "#(1 2 3)", false, false),
    ("#(1 2)", "(1 2)", false, false),
    ("#u8(1 2)", "#u8(1 2)", false, true),
    ("#u8(1 2)", "#u8(1 3)", false, false),
    ("#u8(1 2)", "#(1 2)", false, false),
    ("#0=(a . #0#)", "#0=(a a . #0#)", false, true),
    ("#0=(a . #0#)", "#0=(a b . #0#)", false, false),
    ("#0=(a #0# . #0#)", "#1=(a (a #1# . #1#) . #1#)", false, true),
    ("#0=#(a #0#)", "#0=#(a #(a #0#))", false, true),
    ("#0=#(a #0#)", "#0=#(a #(b #0#))", false, false),
];

#[test]
fn equivalence_is_as_the_report_says() {
    for &(a, b, same, alike) in ROWS {
        with_heap(|mc| {
            let (x, y) = (read(mc, a), read(mc, b));
            assert_eq!((eqv(x, y), eqv(y, x)), (same, same), "eqv {a} {b}");
            assert_eq!((equal(mc, x, y), equal(mc, y, x)), (alike, alike), "equal {a} {b}");
            assert!(eqv(x, x) && equal(mc, x, x) && equal(mc, y, y), "{a}");
            assert!(!same || eqv_hash(mc, x) == eqv_hash(mc, y), "{a} {b}");
            assert_eq!(equal_hash(mc, Extent::FIRST, x) == equal_hash(mc, Extent::FIRST, y), alike, "{a} {b}");
        });
    }
}

#[test]
fn how_a_string_is_stored_does_not_matter() {
    with_heap(|mc| {
        let narrow = mc.string("abcdefghij").expect("room");
        let wide = mc.string("λbcdefghij").expect("room");
        assert_eq!(wide.string_set(mc, 0, 'a'), Ok(true));
        assert!(equal(mc, narrow, wide) && equal(mc, wide, narrow));
        assert_eq!(equal_hash(mc, Extent::FIRST, narrow), equal_hash(mc, Extent::FIRST, wide));
    });
}

/// `(x . x)` a hundred times over: as a tree it has 2^100 leaves.
#[test]
fn shared_structure_is_compared_once() {
    with_heap(|mc| {
        let build = || (0..100).fold(mc.list(&[Value::TRUE]), |x, _| mc.cons(x, x));
        let (a, b) = (build(), build());
        assert!(equal(mc, a, b));
        assert_eq!(equal_hash(mc, Extent::FIRST, a), equal_hash(mc, Extent::FIRST, b));
        let c = (0..100).fold(mc.list(&[Value::FALSE]), |x, _| mc.cons(x, x));
        assert!(!equal(mc, a, c));
    });
}

#[test]
fn a_difference_behind_many_equal_parts_is_found() {
    with_heap(|mc| {
        let list = |last: &str| read(mc, &format!("({} {last})", "(a #(b))".repeat(30_000)));
        assert!(equal(mc, list("x"), list("x")));
        assert!(!equal(mc, list("x"), list("y")));
        assert!(!equal(mc, list("(x)"), list("(x y)")));
    });
}

#[test]
fn identity_hashes_tell_whether_they_last() {
    with_heap(|mc| {
        let young = mc.cons(Value::NIL, Value::NIL);
        let old = mc.cons_tenured(Value::NIL, Value::NIL);
        assert!(eqv_hash(mc, young).moves && !eqv_hash(mc, old).moves);
        assert!(!equal_hash(mc, Extent::FIRST, young).moves && !eqv_hash(mc, mc.intern("a")).moves);
        let record = mc.alloc(Kind::Box, &[Value::NIL]);
        assert!(equal_hash(mc, Extent::FIRST, record).moves && equal_hash(mc, Extent::FIRST, mc.list(&[record])).moves);
    });
}
