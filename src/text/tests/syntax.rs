//! Tests texts against the written form of what they denote.

use super::support::{equal, read, show, with_heap, written};
use crate::printer::Style;

/// Text; what `write` prints for the datum.
const ROWS: &[(&str, &str)] = &[
    // Lists, vectors, abbreviations.
    ("()", "()"),
    ("( a  b\n\tc )", "(a b c)"),
    ("(a . b)", "(a . b)"),
    ("(a b . c)", "(a b . c)"),
    ("(a . (b . (c . ())))", "(a b c)"),
    ("(a .b)", "(a .b)"),
    ("(a . #(b))", "(a . #(b))"),
    ("#()", "#()"),
    ("#(a #(b) (c . d))", "#(a #(b) (c . d))"),
    ("#u8()", "#u8()"),
    ("#U8(0 #xFF 7)", "#u8(0 255 7)"),
    ("'a", "(quote a)"),
    ("''()", "(quote (quote ()))"),
    ("`(a ,b ,@c)", "(quasiquote (a (unquote b) (unquote-splicing c)))"),
    ("(a,b)", "(a (unquote b))"),
    ("(a'b)", "(a (quote b))"),
    ("' ; comment\n a", "(quote a)"),
    ("(quote a . b)", "(quote a . b)"),
    // Comments.
    ("; comment\n a ; comment", "a"),
    ("#| a #| b |# c |# d", "d"),
    ("#|#|# |# |# a", "a"),
    ("#||# a", "a"),
    ("#| ; |# a", "a"),
    ("#;a b", "b"),
    ("#; (a b) c", "c"),
    ("#;#;a b c", "c"),
    ("#;a #;b c", "c"),
    ("(a #;b . c)", "(a . c)"),
    ("(a . #;b c)", "(a . c)"),
    ("(a . b #;c)", "(a . b)"),
    ("(#;a)", "()"),
    ("#;'a b", "b"),
    ("'#;a b", "(quote b)"),
    ("#(1 #;2 3)", "#(1 3)"),
    ("#u8(1 #;a 3)", "#u8(1 3)"),
    ("#;#|a|#b c", "c"),
    // Booleans and other constants.
    ("(#t #f #true #false #T #F #TRUE #False)", "(#t #f #t #f #t #f #t #f)"),
    ("(#!eof #!default #!unspecified)", "(#<eof> #<default> #<unspecified>)"),
    // Identifiers.
    (
        "(... + - +soup+ <=? ->string a34kTMNs list->vector q V17a)",
        "(... + - +soup+ <=? ->string a34kTMNs list->vector q V17a)",
    ),
    (
        "(! $ % & * / : < = > ? @ ^ _ ~ .. .a +. -. +.a -- -a +@)",
        "(! $ % & * / : < = > ? @ ^ _ ~ .. .a +. -. +.a -- -a +@)",
    ),
    ("(1+ -1+ 1a 1.2.3 +5x - -i- +inf.0x a#b)", "(1+ -1+ 1a 1.2.3 +5x - -i- +inf.0x a#b)"),
    ("|two words|", "|two words|"),
    ("|two\\x20;words|", "|two words|"),
    ("|H\\x65;llo|", "Hello"),
    ("|\\x3BB;|", "λ"),
    ("|\\t\\n\\a\\\\\\||", "|\\t\\n\\a\\\\\\||"),
    ("||", "||"),
    ("|a|b", "a"),
    ("(a|b|c)", "(a b c)"),
    ("(|1| |.| |1/0| |+i| |-inf.0| |#a| |1+| |a b| |a(| |;|)", "(|1| |.| |1/0| |+i| |-inf.0| |#a| 1+ |a b| |a(| |;|)"),
    ("(|a'b| |a,b| |[| |a\\x0;| |a\\x85;|)", "(|a'b| |a,b| |[| |a\\x0;| |a\\x85;|)"),
    ("|a\"b|", "|a\"b|"),
    ("(λ Ünïcode 日本 a\u{301} 😀)", "(λ Ünïcode 日本 a\u{301} 😀)"),
    ("a\u{A0}b", "a"),
    // Case.
    ("(Abc ABC |Abc|)", "(Abc ABC Abc)"),
    ("(#!fold-case Abc ABC |Abc| #\\A #\\NEWLINE \"A\" #!no-fold-case Abc)", "(abc abc Abc #\\A #\\newline \"A\" Abc)"),
    ("#!fold-case (Straße ΣΊΣΥΦΟΣ)", "(strasse σίσυφοσ)"),
    // Numbers.
    (
        "(0 -0 +5 -17 007 123456789012345678 1152921504606846975 -1152921504606846976)",
        "(0 0 5 -17 7 123456789012345678 1152921504606846975 -1152921504606846976)",
    ),
    (
        "(1152921504606846976 -1152921504606846977 9223372036854775808)",
        "(1152921504606846976 -1152921504606846977 9223372036854775808)",
    ),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("-123456789012345678901234567890", "-123456789012345678901234567890"),
    ("(1/2 -6/4 4/2)", "(1/2 -3/2 2)"),
    ("(1.5 .5 -1. 1e3 1e400 -0.0 1e300)", "(1.5 0.5 -1.0 1000.0 +inf.0 -0.0 1e300)"),
    ("(+inf.0 -inf.0 +nan.0 +INF.0)", "(+inf.0 -inf.0 +nan.0 +inf.0)"),
    ("(#xFF #b101 #o17 #d10 #e1.5 #i1/2 #X1f #e#x10 #x#e10)", "(255 5 15 10 3/2 0.5 31 16 16)"),
    ("(+i -i 1+2i 1/2-3/4i 1.5+2i)", "(+i -i 1+2i 1/2-3/4i 1.5+2.0i)"),
    // Characters.
    ("(#\\a #\\A #\\( #\\) #\\; #\\\" #\\# #\\| #\\' #\\λ)", "(#\\a #\\A #\\( #\\) #\\; #\\\" #\\# #\\| #\\' #\\λ)"),
    ("(#\\x #\\X #\\x41 #\\X41 #\\x0041 #\\x3bb #\\1)", "(#\\x #\\X #\\A #\\A #\\A #\\λ #\\1)"),
    (
        "(#\\alarm #\\backspace #\\delete #\\escape #\\newline #\\null #\\return #\\space #\\tab)",
        "(#\\alarm #\\backspace #\\delete #\\escape #\\newline #\\null #\\return #\\space #\\tab)",
    ),
    (
        "(#\\x7 #\\x8 #\\x7f #\\x1b #\\xa #\\x0 #\\xd #\\x20 #\\x9 #\\x1 #\\xA0 #\\x85)",
        "(#\\alarm #\\backspace #\\delete #\\escape #\\newline #\\null #\\return #\\space #\\tab #\\x1 #\\xa0 #\\x85)",
    ),
    ("(#\\nul #\\linefeed #\\page #\\rubout)", "(#\\null #\\newline #\\xc #\\delete)"),
    ("#\\ ", "#\\space"),
    ("(#\\ )", "(#\\space)"),
    // Strings.
    ("\"\"", "\"\""),
    ("\"a\\\"b\\\\c\\|d\"", "\"a\\\"b\\\\c|d\""),
    ("\"\\a\\b\\t\\n\\r\\x41;\\x3bb;\\X41;\\x0;\"", "\"\\a\\b\\t\\n\\rAλA\\x0;\""),
    ("\"a\nb\tc\"", "\"a\\nb\\tc\""),
    ("\"a\r\nb\rc\"", "\"a\\nb\\nc\""),
    ("\"a\\\nb\"", "\"ab\""),
    ("\"a\\  \t\n \t b\"", "\"ab\""),
    ("\"a\\\r\n  b\"", "\"ab\""),
    ("\"a\\n\\\n   b\"", "\"a\\nb\""),
    ("\"é λ 😀\"", "\"é λ 😀\""),
    ("(\"a\"\"b\"c)", "(\"a\" \"b\" c)"),
];

#[test]
fn each_text_is_read_and_written() {
    for &(text, expected) in ROWS {
        with_heap(|mc| {
            let datum = read(mc, text);
            assert_eq!(written(mc, datum), expected, "{text:?}");
        });
    }
}

#[test]
fn what_is_written_reads_back() {
    for &(text, _) in ROWS.iter().filter(|(_, written)| !written.contains("#<")) {
        with_heap(|mc| {
            let datum = read(mc, text);
            for style in [Style::Write, Style::Shared, Style::Simple] {
                let again = read(mc, &show(mc, datum, style));
                assert!(equal(mc, datum, again), "{text:?} {style:?}");
            }
        });
    }
}

/// Text; what `display` prints for the datum.
const DISPLAYED: &[(&str, &str)] = &[
    ("\"a\\\"b\\n\"", "a\"b\n"),
    ("(\"a b\" #\\c |d e| (#(\"f\")))", "(a b c d e (#(f)))"),
    ("#\\space", " "),
    ("\"λ\\x0;é\"", "λ\0é"),
    ("(1 . 2.5)", "(1 . 2.5)"),
    ("||", ""),
];

#[test]
fn display_is_plain() {
    for &(text, expected) in DISPLAYED {
        with_heap(|mc| assert_eq!(show(mc, read(mc, text), Style::Display), expected, "{text:?}"));
    }
}
