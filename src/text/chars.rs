//! Classifies characters for reader and printer: classes, character names, escapes, case folding
//! (R7RS 2.1, 6.6, 6.7, 7.1.1).

use std::borrow::Cow;

use super::casing;

/// Names of characters. The printer uses the first name of each character; those after the first
/// [`STANDARD_NAMES`] are extensions.
const CHARACTER_NAMES: &[(&str, char)] = &[
    ("alarm", '\u{7}'),
    ("backspace", '\u{8}'),
    ("delete", '\u{7f}'),
    ("escape", '\u{1b}'),
    ("newline", '\n'),
    ("null", '\0'),
    ("return", '\r'),
    ("space", ' '),
    ("tab", '\t'),
    ("altmode", '\u{1b}'),
    ("esc", '\u{1b}'),
    ("linefeed", '\n'),
    ("nul", '\0'),
    ("page", '\u{c}'),
    ("rubout", '\u{7f}'),
    ("vtab", '\u{b}'),
];

/// How many of [`CHARACTER_NAMES`] are in the report.
const STANDARD_NAMES: usize = 9;

/// Mnemonic escapes of strings and `|symbols|`: the letter after the backslash.
const MNEMONIC_ESCAPES: &[(char, char)] =
    &[('a', '\u{7}'), ('b', '\u{8}'), ('t', '\t'), ('n', '\n'), ('r', '\r'), ('"', '"'), ('\\', '\\'), ('|', '|')];

/// Escapes of R6RS that the printer does not use.
const OTHER_ESCAPES: &[(char, char)] = &[('f', '\u{c}'), ('v', '\u{b}')];

/// The character with this name.
pub(super) fn character_named(name: &str) -> Option<char> {
    CHARACTER_NAMES.iter().find(|(n, _)| *n == name).map(|&(_, c)| c)
}

/// The name that the printer uses for a character.
pub(super) fn character_name(c: char) -> Option<&'static str> {
    CHARACTER_NAMES[..STANDARD_NAMES].iter().find(|&&(_, named)| named == c).map(|&(name, _)| name)
}

/// The character denoted by a mnemonic escape.
pub(super) fn unescape(letter: char) -> Option<char> {
    MNEMONIC_ESCAPES.iter().chain(OTHER_ESCAPES).find(|&&(l, _)| l == letter).map(|&(_, c)| c)
}

/// The letter of the mnemonic escape for a character.
pub(super) fn escape(c: char) -> Option<char> {
    MNEMONIC_ESCAPES.iter().find(|&&(_, escaped)| escaped == c).map(|&(l, _)| l)
}

const WHITESPACE: u8 = 1;
const DELIMITER: u8 = 2;
/// May occur in an identifier anywhere but at the beginning.
const SUBSEQUENT: u8 = 4;

/// Classes of the ASCII characters.
const CLASSES: [u8; 128] = {
    let mut classes = [0; 128];
    let mut i = 0;
    while i < 128 {
        classes[i] = class_of(i as u8);
        i += 1;
    }
    classes
};

const fn class_of(byte: u8) -> u8 {
    match byte {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => WHITESPACE | DELIMITER,
        b'(' | b')' | b'"' | b';' | b'|' => DELIMITER,
        // Extension: these end a token, so that `(,a,b)` has two elements.
        b'\'' | b'`' | b',' => DELIMITER,
        // Reserved by the report; here too they end a token, and are rejected.
        b'[' | b']' | b'{' | b'}' => DELIMITER,
        b'\\' | 0..=0x1F | 0x7F => 0,
        _ => SUBSEQUENT,
    }
}

#[inline(always)]
fn has_class(c: char, class: u8) -> bool {
    CLASSES.get(c as usize).is_some_and(|found| found & class != 0)
}

/// Whether the character separates tokens and is nothing else.
#[inline]
pub(super) fn is_whitespace(c: char) -> bool {
    has_class(c, WHITESPACE) || (!c.is_ascii() && c.is_whitespace())
}

/// Whether the character ends an identifier, number, character or boolean.
#[inline]
pub(super) fn is_delimiter(c: char) -> bool {
    has_class(c, DELIMITER) || (!c.is_ascii() && c.is_whitespace())
}

/// The number of leading bytes that are ASCII whitespace.
#[inline]
pub(super) fn leading_space(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| has_class(byte as char, WHITESPACE)).count()
}

/// The number of leading bytes before a delimiter.
#[inline]
pub(super) fn leading_word(text: &str) -> usize {
    let bytes = text.as_bytes();
    let plain = |&&byte: &&u8| byte < 0x80 && CLASSES[byte as usize] & DELIMITER == 0;
    let length = bytes.iter().take_while(plain).count();
    match bytes.get(length) {
        Some(0x80..) => text.find(is_delimiter).unwrap_or(text.len()),
        _ => length,
    }
}

/// Whether all characters may occur in an identifier without vertical lines.
#[inline]
pub(super) fn are_identifier_parts(text: &str) -> bool {
    text.bytes().all(|byte| has_class(byte as char, SUBSEQUENT)) || text.chars().all(is_identifier_part)
}

/// Whether the character may occur somewhere in an identifier without vertical lines. Outside
/// ASCII, every character may that is neither a space nor a control character.
#[inline]
pub(super) fn is_identifier_part(c: char) -> bool {
    has_class(c, SUBSEQUENT) || (!c.is_ascii() && !c.is_whitespace() && !c.is_control())
}

/// The text with its case folded (R7RS 6.7, `string-foldcase`).
pub(super) fn fold_case(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Owned(text.chars().flat_map(casing::fold).collect())
}

/// Whether a character is visible when printed by itself: controls, spaces, characters without
/// width or meaning and combining marks are not.
pub(super) fn is_visible(c: char) -> bool {
    c.is_ascii_graphic() || (!c.is_ascii() && c.escape_debug().len() == 1)
}

/// Whether a character is visible after a visible one, which a mark may modify.
pub(super) fn is_visible_after(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let mut text = [b'a', 0, 0, 0, 0];
    let length = 1 + c.encode_utf8(&mut text[1..]).len();
    let text = std::str::from_utf8(&text[..length]);
    text.is_ok_and(|text| text.escape_debug().count() == 2)
}
