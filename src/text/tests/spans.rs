//! Positions of data in programs.

use cairn_data::source::Span;
use cairn_gc::Value;

use super::support::{with_heap, written};
use crate::reader::{Datum, ProgramReader, SpanMap};

fn text_of(text: &str, span: Span) -> &str {
    assert_eq!(span.source, 3);
    &text[span.start as usize..span.end as usize]
}

/// Forms and elements of all lists in `value`, in order of printing.
fn collect(value: Value<'_>, text: &str, spans: &SpanMap, out: &mut Vec<String>) {
    if !value.is_pair() {
        return;
    }
    out.push(text_of(text, spans.form(value)).to_owned());
    let mut list = value;
    while let Some((car, cdr)) = list.as_pair() {
        out.push(text_of(text, spans.element(list)).to_owned());
        collect(car, text, spans, out);
        list = cdr;
    }
}

/// Text; the stretch of each list and of each of its elements.
const ROWS: &[(&str, &[&str])] = &[
    (" (a  \"b\" )", &["(a  \"b\" )", "a", "\"b\""]),
    ("(a (b c))", &["(a (b c))", "a", "(b c)", "(b c)", "b", "c"]),
    ("(a . b)", &["(a . b)", "a"]),
    ("'(λ x)", &["'(λ x)", "'", "(λ x)", "(λ x)", "λ", "x"]),
    ("(a ,@b)", &["(a ,@b)", "a", ",@b", ",@b", ",@", "b"]),
    ("(#;x a #|y|# #(1))", &["(#;x a #|y|# #(1))", "a", "#(1)"]),
    ("(#0=a #0#)", &["(#0=a #0#)", "#0=a", "#0#"]),
    ("(a #0=(b) #1=#2='c)", &["(a #0=(b) #1=#2='c)", "a", "#0=(b)", "#0=(b)", "b", "#1=#2='c", "#1=#2='c", "'", "c"]),
];

#[test]
fn each_datum_knows_its_place() {
    for &(text, expected) in ROWS {
        with_heap(|mc| {
            let mut spans = SpanMap::new();
            let datum = ProgramReader::new(text.into(), 3).next(mc, &mut spans);
            let Ok(Some(Datum { value, span })) = datum else { panic!("{text:?}") };
            let mut found = Vec::new();
            collect(value, text, &spans, &mut found);
            assert_eq!(found, expected, "{text:?}");
            assert_eq!(text_of(text, span), text.trim(), "{text:?}");
        });
    }
}

#[test]
fn tails_of_lists_have_their_place() {
    with_heap(|mc| {
        let text = "(a b c)";
        let mut spans = SpanMap::new();
        let datum = ProgramReader::new(text.into(), 3).next(mc, &mut spans);
        let tail = datum.ok().flatten().and_then(|d| d.value.cdr()).expect("a list");
        assert_eq!(text_of(text, spans.form(tail)), "b c)");
        assert_eq!(spans.form(Value::NIL), Span::NONE);
    });
}

/// Text; what `write` prints for each of its data.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("#!/usr/bin/env cairn\n(a) b", &["(a)", "b"]),
    ("#! /usr/bin/cairn\n(a)", &["(a)"]),
    ("#!/usr/bin/cairn", &[]),
    ("\u{FEFF}(a)", &["(a)"]),
    ("\u{FEFF}#!/bin/cairn\n(a)", &["(a)"]),
    ("#!fold-case\nA #!no-fold-case B", &["a", "B"]),
    ("a #;b", &["a"]),
    ("", &[]),
];

#[test]
fn programs_are_read_to_their_end() {
    for &(text, expected) in PROGRAMS {
        with_heap(|mc| {
            let data = ProgramReader::new(text.into(), 1).all(mc, &mut SpanMap::new()).expect("data");
            let found: Vec<String> = data.iter().map(|datum| written(mc, datum.value)).collect();
            assert_eq!(found, expected, "{text:?}");
        });
    }
}

#[test]
fn string_literals_are_constants_and_pairs_do_not_move() {
    with_heap(|mc| {
        let datum = ProgramReader::new("(\"a\")".into(), 1).next(mc, &mut SpanMap::new());
        let pair = datum.ok().flatten().expect("a datum").value;
        assert!(pair.car().is_some_and(Value::is_immutable) && !mc.is_young(pair));
    });
}

#[test]
fn included_texts_may_be_folded() {
    with_heap(|mc| {
        let datum = ProgramReader::new("ABC".into(), 1).fold_case().next(mc, &mut SpanMap::new());
        assert_eq!(written(mc, datum.ok().flatten().expect("a datum").value), "abc");
    });
}
