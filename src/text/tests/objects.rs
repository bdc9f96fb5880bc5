//! Tests how objects without a datum syntax are printed, and summaries.

use cairn_data::conditions;
use cairn_data::error::ErrorKind;
use cairn_data::source::Span;
use cairn_gc::{Kind, Mutation, Value};

use super::support::{read, show, with_heap, written};
use crate::printer::{Style, summary};

type Make = for<'gc> fn(Mutation<'gc>) -> Value<'gc>;

fn point<'gc>(mc: Mutation<'gc>) -> Value<'gc> {
    let rtd = mc.alloc(Kind::RecordType, &[mc.intern("<point>"), read(mc, "#(x y)"), Value::FALSE, Value::FALSE]);
    mc.alloc(Kind::Record, &[rtd, Value::fixnum(1), read(mc, "(\"a\")")])
}

fn failure<'gc>(mc: Mutation<'gc>, kind: ErrorKind, message: &str, irritants: &str) -> Value<'gc> {
    let message = read(mc, message);
    conditions::make(mc, kind, message, read(mc, irritants), Span::NONE, Value::FALSE)
}

fn circular_record<'gc>(mc: Mutation<'gc>) -> Value<'gc> {
    let record = point(mc);
    record.set_slot(mc, 1, mc.list(&[record]));
    record
}

/// Object; what `write` prints.
const ROWS: &[(Make, &str)] = &[
    (point, "#<point x: 1 y: (\"a\")>"),
    (|mc| point(mc).slot(0).unwrap_or(Value::NIL), "#<record-type <point>>"),
    (circular_record, "#0=#<point x: (#0#) y: (\"a\")>"),
    (
        |mc| failure(mc, ErrorKind::Type, "\"car: expected pair, got\"", "(5 \"x\")"),
        "#<condition type-error: \"car: expected pair, got\" 5 \"x\">",
    ),
    (|mc| failure(mc, ErrorKind::General, "\"\"", "()"), "#<condition error: \"\">"),
    (|mc| failure(mc, ErrorKind::General, "odd", "#0=(a . #0#)"), "#<condition error . #0=(a . #0#)>"),
    (|mc| mc.alloc(Kind::Native, &[Value::fixnum(0), mc.intern("car")]), "#<procedure car>"),
    (|mc| mc.alloc(Kind::Continuation, &[]), "#<continuation>"),
    (|mc| mc.alloc(Kind::Parameter, &[Value::NIL, Value::FALSE]), "#<parameter>"),
    (|mc| mc.alloc(Kind::Promise, &[Value::NIL]), "#<promise>"),
    (|mc| mc.alloc(Kind::Environment, &[]), "#<environment>"),
    (|mc| mc.alloc(Kind::HashTable, &[]), "#<hash-table>"),
    (|mc| mc.alloc(Kind::Box, &[mc.intern("a")]), "#<box a>"),
    (|mc| mc.alloc(Kind::Values, &[Value::TRUE, Value::FALSE]), "#<values #t #f>"),
    (|mc| mc.alloc(Kind::Values, &[]), "#<values>"),
    (|mc| mc.weak_pair(Value::NIL, Value::NIL), "#<weak-pair>"),
    (|mc| mc.alloc(Kind::Identifier, &[mc.alloc(Kind::Identifier, &[mc.intern("tmp")])]), "tmp"),
    (|mc| mc.uninterned_symbol("g1"), "g1"),
    (|_| Value::UNSPECIFIED, "#<unspecified>"),
];

#[test]
fn objects_are_named() {
    for &(make, expected) in ROWS {
        with_heap(|mc| {
            assert_eq!(written(mc, make(mc)), expected);
            let list = mc.list(&[make(mc), Value::NIL]);
            assert_eq!(written(mc, list), format!("({expected} ())"));
        });
    }
}

#[test]
fn fields_are_displayed_in_the_same_way() {
    with_heap(|mc| assert_eq!(show(mc, point(mc), Style::Display), "#<point x: 1 y: (a)>"));
}

/// Text; length; summary.
const SUMMARIES: &[(&str, usize, &str)] = &[
    ("(a b c)", 20, "(a b c)"),
    ("(a b c)", 7, "(a b c)"),
    ("(a b c)", 6, "(a ..."),
    ("\"a long string, too long\"", 10, "\"a long..."),
    ("(λλλλ λλλλ)", 8, "(λλλλ..."),
    ("(λλλλ λλλλ)", 11, "(λλλλ λλλλ)"),
    ("#0=(a . #0#)", 20, "#0=(a . #0#)"),
    ("#u8(1 2 3 4 5 6 7 8 9)", 10, "#u8(1 2..."),
];

#[test]
fn summaries_are_short() {
    for &(text, length, expected) in SUMMARIES {
        with_heap(|mc| assert_eq!(summary(read(mc, text), length), expected, "{text:?}"));
    }
}

#[test]
fn summaries_of_large_data_are_cheap() {
    with_heap(|mc| {
        let number = read(mc, &"9".repeat(100_000));
        assert!(summary(number, 60).starts_with("#<integer of "));
        let cyclic = read(mc, &format!("#0=({} . #0#)", "x ".repeat(100_000)));
        assert!(summary(cyclic, 40).ends_with("..."));
    });
}

/// As a tree it has 2^60 leaves: the memory limit ends the printing.
#[test]
fn the_memory_limit_ends_printing() {
    use cairn_gc::{Config, Heap, Rootable};
    let config = Config { limit: 8 << 20, ..Config::default() };
    let mut heap = Heap::<Rootable![Vec<Value<'_>>]>::new(config, |_| Vec::new());
    heap.mutate(|mc, _| {
        let tree = (0..60).fold(Value::NIL, |x, _| mc.cons(x, x));
        let result = crate::printer::to_string(mc, tree, Style::Write);
        assert!(matches!(result, Err(cairn_data::error::Throw::OutOfMemory(_))));
    });
}
