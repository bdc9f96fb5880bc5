//! Texts that are no data: message, position, hint, and whether more text helps.

use cairn_data::error::{ErrorKind, Throw};

use super::support::with_heap;
use crate::reader::{ProgramReader, SpanMap};

/// Text; message; start and end of the position; whether it is incomplete.
type Row = (&'static str, &'static str, (u32, u32), bool);

const ROWS: &[Row] = &[
    ("(a (b c)", "unclosed list: the text ends before its )", (0, 1), true),
    ("(a #(b c", "unclosed vector: the text ends before its )", (3, 5), true),
    ("(a #u8(1 2", "unclosed bytevector: the text ends before its )", (3, 7), true),
    ("(a . ", "unclosed list: the text ends before its )", (0, 1), true),
    (")", "unexpected )", (0, 1), false),
    ("(a 'b ')", "unexpected ) after ', which wants a datum", (7, 8), false),
    ("(a #;)", "unexpected ) after #;, which wants a datum", (5, 6), false),
    ("(a #0=)", "unexpected ) after #0=, which wants a datum", (6, 7), false),
    ("'", "the text ends after ', which wants a datum", (0, 1), true),
    (" ,@", "the text ends after ,@, which wants a datum", (1, 3), true),
    ("#;", "the text ends after #;, which wants a datum", (0, 2), true),
    ("#12=", "the text ends after #12=, which wants a datum", (0, 4), true),
    ("#12", "the text ends after #12, which wants a datum", (0, 3), true),
    ("#", "the text ends after #, which wants a datum", (0, 1), true),
    ("#\\", "the text ends after #\\, which wants a character", (0, 2), true),
    ("  \"abc", "unclosed string: the text ends before its \"", (2, 3), true),
    ("\"abc\\", "unclosed string: the text ends before its \"", (0, 1), true),
    ("\"abc\\x41", "unclosed string: the text ends before its \"", (0, 1), true),
    ("\"abc\\  ", "unclosed string: the text ends before its \"", (0, 1), true),
    ("|abc", "unclosed symbol: the text ends before its |", (0, 1), true),
    ("#| a #| b |# c", "unclosed comment: the text ends before its |#", (0, 2), true),
    ("#|#", "unclosed comment: the text ends before its |#", (0, 2), true),
    (".", "misplaced .", (0, 1), false),
    ("(. a)", "misplaced .", (1, 2), false),
    ("(a . b . c)", "misplaced .", (7, 8), false),
    ("#(a . b)", "misplaced .", (4, 5), false),
    ("(a '. b)", "misplaced .", (4, 5), false),
    ("(a . )", "one datum must stand between . and )", (5, 6), false),
    ("(a . b cd)", "one datum must stand between . and )", (7, 9), false),
    ("(a [b)", "unexpected ) where ] is due", (5, 6), false),
    ("#(a]", "unexpected ] where ) is due", (3, 4), false),
    ("]", "unexpected ]", (0, 1), false),
    ("[a", "unclosed list: the text ends before its ]", (0, 1), true),
    ("}", "the character } is reserved", (0, 1), false),
    ("a\\b", "an identifier cannot contain \\", (0, 3), false),
    ("a\u{1}b", "an identifier cannot contain U+0001", (0, 3), false),
    ("#\\Space", "unknown character name #\\Space", (0, 7), false),
    ("#\\spac", "unknown character name #\\spac", (0, 6), false),
    ("#\\xD800", "there is no character with the number #xD800", (0, 7), false),
    ("#\\x110000", "there is no character with the number #x110000", (0, 9), false),
    ("\"a\\qb\"", "unknown escape \\q", (2, 4), false),
    ("\"a\\ b\"", "unknown escape \\ ", (2, 5), false),
    ("\"a\\N\"", "unknown escape \\N", (2, 4), false),
    ("\"\\x;\"", "malformed \\x escape", (1, 3), false),
    ("\"\\x41 \"", "malformed \\x escape", (1, 5), false),
    ("|\\xD800;|", "there is no character with the number #xD800", (1, 8), false),
    ("#foo", "unknown syntax #foo", (0, 4), false),
    ("#<procedure car>", "unknown syntax #<procedure", (0, 11), false),
    ("#[a]", "unknown syntax #[", (0, 1), false),
    ("#u8 (1)", "unknown syntax #u8", (0, 3), false),
    ("#1a", "unknown syntax #1", (0, 2), false),
    ("#!foo", "unknown directive #!foo", (0, 5), false),
    ("#xyz", "malformed number #xyz", (0, 4), false),
    ("#e+inf.0", "malformed number #e+inf.0", (0, 8), false),
    ("(/ 1/0 2)", "division by zero in 1/0", (3, 6), false),
    ("#u8(1 256)", "an element of a bytevector must be an exact integer from 0 to 255", (6, 9), false),
    ("#u8(1 -1)", "an element of a bytevector must be an exact integer from 0 to 255", (6, 8), false),
    ("#u8(a)", "an element of a bytevector must be an exact integer from 0 to 255", (4, 5), false),
    ("#u8(1.0)", "an element of a bytevector must be an exact integer from 0 to 255", (4, 7), false),
    ("(#0# #0=a)", "no datum is labelled #0=", (1, 4), false),
    ("#0=(a #0=b)", "the label #0= is used twice in one datum", (6, 9), false),
    ("#0=#0#", "the label #0= labels itself", (0, 6), false),
    ("#0=#1=#0#", "the label #0= labels itself", (0, 9), false),
    ("#99999999999999999999=a", "the number of a label is too large", (0, 22), false),
];

#[test]
fn each_malformed_text_is_refused_where_it_is_malformed() {
    for &(text, message, (start, end), incomplete) in ROWS {
        with_heap(|mc| {
            let mut reader = ProgramReader::new(text.into(), 7);
            let result = reader.all(mc, &mut SpanMap::new());
            let Err(Throw::Failure(failure)) = result else { panic!("{text:?} is read") };
            assert_eq!(failure.kind, ErrorKind::Read, "{text:?}");
            assert_eq!(failure.message, message, "{text:?}");
            assert_eq!((failure.span.source, failure.span.start, failure.span.end), (7, start, end), "{text:?}");
            assert_eq!(reader.is_incomplete(), incomplete, "{text:?}");
        });
    }
}

/// Text; hint.
const HINTS: &[(&str, &str)] = &[
    ("(a\n(b)\n (c)", "a form begins in the first column of line 2: is a ) missing before it?"),
    ("#\\NewLine", "is #\\newline meant?"),
    (
        "(a {b})",
        "there are no braces: forms follow one another, or stand in (begin ...); a table is (alist->hash-table '((a . 1)))",
    ),
    ("a\\b", "symbols of any name are written |a\\\\b|"),
    ("#<eof>", "an object that is printed as #<...> cannot be read back"),
    ("#5#", "#5= must come before #5#, in the same datum"),
];

#[test]
fn hints() {
    for &(text, hint) in HINTS {
        with_heap(|mc| {
            let result = ProgramReader::new(text.into(), 1).all(mc, &mut SpanMap::new());
            let Err(Throw::Failure(failure)) = result else { panic!("{text:?} is read") };
            assert_eq!(failure.hint.as_deref(), Some(hint), "{text:?}");
        });
    }
}

#[test]
fn reading_goes_on_after_a_failure() {
    with_heap(|mc| {
        let mut reader = ProgramReader::new(") 1 #foo 2".into(), 1);
        let mut spans = SpanMap::new();
        let mut step = || reader.next(mc, &mut spans).map(|datum| datum.map(|d| d.value.as_fixnum()));
        assert!(step().is_err());
        assert!(matches!(step(), Ok(Some(Some(1)))));
        assert!(step().is_err());
        assert!(matches!(step(), Ok(Some(Some(2)))));
        assert!(matches!(step(), Ok(None)));
    });
}
