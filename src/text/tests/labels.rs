//! Tests datum labels: shared and circular data, read and written (R7RS 2.4, 6.13.3).

use super::support::{equal, read, show, with_heap, written};
use crate::printer::Style;

/// Text; what `write` and what `write-shared` print for the datum.
const ROWS: &[(&str, &str, &str)] = &[
    ("#0=(a b c . #0#)", "#0=(a b c . #0#)", "#0=(a b c . #0#)"),
    ("#7=(a #7# . #7#)", "#0=(a #0# . #0#)", "#0=(a #0# . #0#)"),
    ("(#0=(a) #0#)", "((a) (a))", "(#0=(a) #0#)"),
    ("(#0=#(a) . #0#)", "(#(a) . #(a))", "(#0=#(a) . #0#)"),
    ("(#0=\"a\" #0#)", "(\"a\" \"a\")", "(\"a\" \"a\")"),
    ("(#0=a #0# #1=1 #1#)", "(a a 1 1)", "(a a 1 1)"),
    ("#0=#(a #0# b)", "#0=#(a #0# b)", "#0=#(a #0# b)"),
    ("(x . #0=(a . #0#))", "(x . #0=(a . #0#))", "(x . #0=(a . #0#))"),
    ("(#0=(a . #0#) #1=(b . #1#))", "(#0=(a . #0#) #1=(b . #1#))", "(#0=(a . #0#) #1=(b . #1#))"),
    ("(#0=(a . #1=(b . #0#)) . #1#)", "(#0=(a b . #0#) b . #0#)", "(#0=(a . #1=(b . #0#)) . #1#)"),
    ("#0=(#1=(#0# #1#) #1#)", "#0=(#1=(#0# #1#) #1#)", "#0=(#1=(#0# #1#) #1#)"),
    ("#0=(#1=#0# #1#)", "#0=(#0# #0#)", "#0=(#0# #0#)"),
    ("#0='#0#", "#0=(quote #0#)", "#0=(quote #0#)"),
    ("#0=(a #;#0# b)", "(a b)", "(a b)"),
    ("#0=#1=(a #0# #1#)", "#0=(a #0# #0#)", "#0=(a #0# #0#)"),
    ("(#() #())", "(#() #())", "(#() #())"),
];

#[test]
fn shared_and_circular_data() {
    for &(text, plain, shared) in ROWS {
        with_heap(|mc| {
            let datum = read(mc, text);
            assert_eq!(written(mc, datum), plain, "{text:?}");
            assert_eq!(show(mc, datum, Style::Shared), shared, "{text:?}");
            assert_eq!(show(mc, datum, Style::Simple), plain, "{text:?}");
            assert!(equal(mc, datum, read(mc, plain)), "{text:?}");
            assert!(equal(mc, datum, read(mc, shared)), "{text:?}");
        });
    }
}

#[test]
fn a_reference_is_the_same_object() {
    with_heap(|mc| {
        let datum = read(mc, "#0=(x #1=\"a\" #1# . #0#)");
        let at = |n| (0..n).fold(datum, |list, _| list.cdr().expect("a pair"));
        assert_eq!(at(1).car(), at(2).car());
        assert_eq!(at(3), datum);
    });
}

#[test]
fn labels_end_with_their_outermost_datum() {
    with_heap(|mc| {
        let mut chars = crate::reader::StrSource::new("#;#0=a #0=(b) #0=(c #0#) #0#", 0);
        let mut state = Default::default();
        let mut next = || crate::reader::read_datum(mc, &mut chars, &mut state);
        assert_eq!(written(mc, next().expect("a datum")), "(b)");
        assert_eq!(written(mc, next().expect("a datum")), "#0=(c #0#)");
        assert!(next().is_err());
    });
}

/// A list too long for the walk without a table: it still gets no label.
#[test]
fn long_data_without_cycles_get_no_labels() {
    with_heap(|mc| {
        let text = format!("({}a)", "(x . y) ".repeat(5000));
        let datum = read(mc, &text);
        assert_eq!(written(mc, datum), text);
        let shared = mc.cons(datum, datum);
        assert!(!written(mc, shared).contains('#'));
        assert!(show(mc, shared, Style::Shared).starts_with("(#0=((x . y)"));
    });
}

#[test]
fn a_long_cycle_gets_one_label() {
    with_heap(|mc| {
        let text = format!("#0=({} . #0#)", "x".to_string() + &" y".repeat(10_000));
        assert_eq!(written(mc, read(mc, &text)), text);
    });
}
