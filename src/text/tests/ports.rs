//! Tests that `read` takes one datum at a time, and not a character more.

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::port::ReadState;

use super::support::{with_heap, written};
use crate::reader::{CharSource, StrSource, read_datum};

/// A source with no more than the required methods.
struct Slow<'a>(std::iter::Peekable<std::str::Chars<'a>>);

impl<'gc> CharSource<'gc> for Slow<'_> {
    fn peek_char(&mut self) -> Result<'gc, Option<char>> {
        match self.0.peek() {
            Some('\u{FFFF}') => Err(Throw::new(ErrorKind::File, "broken", &[])),
            other => Ok(other.copied()),
        }
    }

    fn next_char(&mut self) -> Result<'gc, Option<char>> {
        let c = self.peek_char()?;
        self.0.next();
        Ok(c)
    }
}

/// Text; what `write` prints for its first datum; what is left unread.
const ROWS: &[(&str, &str, &str)] = &[
    ("(a b)c", "(a b)", "c"),
    ("abc def", "abc", " def"),
    ("abc(def", "abc", "(def"),
    ("\"abc\"def", "\"abc\"", "def"),
    ("|abc|def", "abc", "def"),
    ("12)", "12", ")"),
    ("#t)", "#t", ")"),
    ("#\\a b", "#\\a", " b"),
    ("'a;b", "(quote a)", ";b"),
    ("#(1)#(2)", "#(1)", "#(2)"),
    ("#u8(1) 2", "#u8(1)", " 2"),
    ("#0=(#0#)#1=2", "#0=(#0#)", "#1=2"),
    ("#;a b c", "b", " c"),
    ("  ; comment\n", "#<eof>", ""),
    ("#;a", "#<eof>", ""),
    ("", "#<eof>", ""),
];

#[test]
fn the_rest_stays_unread() {
    for &(text, datum, rest) in ROWS {
        with_heap(|mc| {
            let mut slow = Slow(text.chars().peekable());
            let mut fast = StrSource::new(text, 0);
            let first = read_datum(mc, &mut slow, &mut ReadState::default()).expect("a datum");
            let second = read_datum(mc, &mut fast, &mut ReadState::default()).expect("a datum");
            assert_eq!((written(mc, first), written(mc, second)), (datum.into(), datum.into()), "{text:?}");
            assert_eq!((slow.0.collect::<String>().as_str(), &text[fast.position()..]), (rest, rest), "{text:?}");
        });
    }
}

#[test]
fn case_folding_lasts() {
    with_heap(|mc| {
        let mut chars = StrSource::new("#!fold-case A B #!no-fold-case C", 0);
        let mut state = ReadState::default();
        let mut next = || written(mc, read_datum(mc, &mut chars, &mut state).expect("a datum"));
        assert_eq!([next(), next(), next()], ["a", "b", "C"]);
    });
}

#[test]
fn a_failing_source_fails_the_read() {
    for text in ["\u{FFFF}", "(a \u{FFFF}", "\"\u{FFFF}", "abc\u{FFFF}", "#|\u{FFFF}", "#\\\u{FFFF}", ";\u{FFFF}"] {
        with_heap(|mc| {
            let result = read_datum(mc, &mut Slow(text.chars().peekable()), &mut ReadState::default());
            let Err(Throw::Failure(failure)) = result else { panic!("{text:?} is read") };
            assert_eq!(failure.kind, ErrorKind::File, "{text:?}");
        });
    }
}

#[test]
fn strings_that_are_read_are_mutable() {
    with_heap(|mc| {
        let datum = read_datum(mc, &mut StrSource::new("\"a\"", 0), &mut ReadState::default()).expect("a datum");
        assert!(!datum.is_immutable());
    });
}
