//! Tests data a million deep, and long, on a stack of 256 KiB.

use cairn_data::hash::{Extent, equal_hash};
use cairn_gc::Mutation;

use super::support::{equal, on_small_stack, read, show, with_heap};
use crate::printer::{Style, summary};
use crate::reader::{ProgramReader, SpanMap};

/// A tenth of a million would overflow the stack of a recursive walk as surely;
/// without optimisation a million take minutes.
const DEPTH: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };

/// The text that opens and closes one level, around the innermost text.
const NESTINGS: &[(&str, &str, &str)] = &[
    ("(", "", ")"),
    ("#(", "", ")"),
    ("(a . ", "b", ")"),
    ("(a ", "()", " b)"),
    ("'", "a", ""),
    ("`,@", "a", ""),
    ("#(a (", "1", ") b)"),
];

fn round_trip(mc: Mutation<'_>, text: &str) {
    let (a, b) = (read(mc, text), read(mc, text));
    assert!(equal(mc, a, b));
    assert_eq!(equal_hash(mc, Extent::FIRST, a), equal_hash(mc, Extent::FIRST, b));
    for style in [Style::Write, Style::Shared, Style::Display] {
        let printed = show(mc, a, style);
        assert!(printed.len() >= DEPTH);
    }
    let again = read(mc, &show(mc, a, Style::Write));
    assert!(equal(mc, a, again));
    assert!(summary(a, 60).ends_with("..."));
}

#[test]
fn deep_data() {
    for &(open, middle, close) in NESTINGS {
        on_small_stack(move || {
            let text = open.repeat(DEPTH) + middle + &close.repeat(DEPTH);
            with_heap(|mc| round_trip(mc, &text));
        });
    }
}

#[test]
fn deep_programs_comments_and_labels() {
    let texts = [
        "(".repeat(DEPTH) + &")".repeat(DEPTH),
        "#;".repeat(DEPTH) + &"a ".repeat(DEPTH) + "b",
        "#|".repeat(DEPTH) + &"|#".repeat(DEPTH) + "b",
        "(#;".repeat(DEPTH) + "a" + &")".repeat(DEPTH),
        (0..DEPTH).map(|i| format!("#{i}=(")).collect::<String>() + "#0#" + &")".repeat(DEPTH),
    ];
    for text in texts {
        on_small_stack(move || {
            with_heap(|mc| {
                let data = ProgramReader::new(text.into(), 1).all(mc, &mut SpanMap::new());
                assert_eq!(data.expect("data").len(), 1);
            });
        });
    }
}

#[test]
fn unclosed_depths_are_refused() {
    for text in ["(", "#(", "'", "#;", "#|", "#u8("] {
        on_small_stack(move || {
            with_heap(|mc| {
                let mut reader = ProgramReader::new(text.repeat(DEPTH).into(), 1);
                assert!(reader.next(mc, &mut SpanMap::new()).is_err());
            });
        });
    }
}

#[test]
fn long_lists() {
    on_small_stack(|| {
        with_heap(|mc| {
            let text = format!("({})", "x ".repeat(DEPTH));
            round_trip(mc, &text);
            round_trip(mc, &format!("#({})", "x ".repeat(DEPTH)));
        });
    });
}
