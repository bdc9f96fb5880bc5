//! Describes syntax errors: every message of the reader, with its hint.

use cairn_data::diagnostic::Code;
use cairn_data::error::{ErrorKind, Throw};
use cairn_data::homogeneous::Element;
use cairn_data::source::Span;

/// The constructs delimited by parentheses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// `( ... )`
    List,
    /// `[ ... ]`, a list as well
    Brackets,
    /// `#( ... )`
    Vector,
    /// `#u8( ... )`
    Bytes,
    /// `#f64( ... )` and the like
    Numbers(Element),
}

impl Shape {
    /// The closing character.
    pub(super) fn closer(self) -> char {
        if self == Shape::Brackets { ']' } else { ')' }
    }

    fn name(self) -> &'static str {
        match self {
            Shape::List | Shape::Brackets => "list",
            Shape::Vector => "vector",
            Shape::Bytes => "bytevector",
            Shape::Numbers(_) => "vector of numbers",
        }
    }
}

/// A reason why a text is not a datum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Problem {
    /// The text ends within a list, vector or bytevector. The line, if any, where
    /// the indentation suggests the missing parenthesis.
    Unclosed(Shape, Option<usize>),
    /// The text ends within a string.
    UnclosedString,
    /// The text ends within a `|symbol|`.
    UnclosedSymbol,
    /// The text ends within a block comment.
    UnclosedComment,
    /// The text ends after a prefix that needs a datum.
    EndAfter(String),
    /// The text ends after `#\`.
    EndInCharacter,
    /// A superfluous `)` or `]`.
    UnexpectedClose(char),
    /// A `]` where `)` is required, or vice versa.
    WrongClose(char, char),
    /// A `)` after a prefix that needs a datum.
    CloseAfter(String),
    /// A dot where none is allowed.
    MisplacedDot,
    /// A dot followed by no datum or by more than one.
    DotWantsOne,
    /// `{ }`
    Reserved(char),
    /// A character that identifiers must not contain.
    IdentifierCharacter(char, String),
    /// `#\nonsense`
    CharacterName(String, Option<&'static str>),
    /// A number that is not a Unicode scalar value.
    NoScalar(String),
    /// A backslash followed by an unknown escape.
    UnknownEscape(char),
    /// A `\x` that is not followed by digits and a semicolon.
    HexEscape,
    /// `#` followed by unknown syntax.
    UnknownSyntax(String),
    /// `#!` followed by an unknown directive.
    UnknownDirective(String),
    /// A number prefix followed by something other than a number.
    BadNumber(String),
    /// `1/0`
    ZeroDenominator(String),
    /// An element of a bytevector that is not a byte.
    NoByte,
    /// An element of a vector of numbers that is not of their type.
    NoElement(Element),
    /// A reference to a label that has not been defined.
    UnknownLabel(String),
    /// A label that is defined twice in one datum.
    RepeatedLabel(String),
    /// `#0=#0#`
    SelfLabel(String),
    /// A label with too many digits.
    LargeLabel,
}

impl Problem {
    /// Whether more text may make it valid.
    pub(super) fn is_incomplete(&self) -> bool {
        use Problem::{EndAfter, EndInCharacter, Unclosed, UnclosedComment, UnclosedString, UnclosedSymbol};
        matches!(self, Unclosed(..) | UnclosedString | UnclosedSymbol | UnclosedComment | EndAfter(_) | EndInCharacter)
    }

    /// The message.
    fn message(&self) -> String {
        match self {
            Problem::Unclosed(shape, _) => {
                format!("unclosed {}: the text ends before its {}", shape.name(), shape.closer())
            }
            Problem::UnclosedString => "unclosed string: the text ends before its \"".into(),
            Problem::UnclosedSymbol => "unclosed symbol: the text ends before its |".into(),
            Problem::UnclosedComment => "unclosed comment: the text ends before its |#".into(),
            Problem::EndAfter(prefix) => format!("the text ends after {prefix}, which wants a datum"),
            Problem::EndInCharacter => "the text ends after #\\, which wants a character".into(),
            Problem::UnexpectedClose(c) => format!("unexpected {c}"),
            Problem::WrongClose(found, due) => format!("unexpected {found} where {due} is due"),
            Problem::CloseAfter(prefix) => format!("unexpected ) after {prefix}, which wants a datum"),
            Problem::MisplacedDot => "misplaced .".into(),
            Problem::DotWantsOne => "one datum must stand between . and )".into(),
            Problem::Reserved(c) => format!("the character {c} is reserved"),
            Problem::IdentifierCharacter(c, _) => format!("an identifier cannot contain {}", show(*c)),
            Problem::CharacterName(name, _) => format!("unknown character name #\\{name}"),
            Problem::NoScalar(digits) => format!("there is no character with the number #x{digits}"),
            Problem::UnknownEscape(c) => format!("unknown escape \\{c}"),
            Problem::HexEscape => "malformed \\x escape".into(),
            Problem::UnknownSyntax(text) => format!("unknown syntax {text}"),
            Problem::UnknownDirective(text) => format!("unknown directive {text}"),
            Problem::BadNumber(text) => format!("malformed number {text}"),
            Problem::ZeroDenominator(text) => format!("division by zero in {text}"),
            Problem::NoByte => "an element of a bytevector must be an exact integer from 0 to 255".into(),
            Problem::NoElement(element) => {
                format!("an element of this vector must be a number of type {}", element.tag())
            }
            Problem::UnknownLabel(n) => format!("no datum is labelled #{n}="),
            Problem::RepeatedLabel(n) => format!("the label #{n}= is used twice in one datum"),
            Problem::SelfLabel(n) => format!("the label #{n}= labels itself"),
            Problem::LargeLabel => "the number of a label is too large".into(),
        }
    }

    /// The number of the mistake.
    fn code(&self) -> Code {
        match self {
            Problem::Unclosed(..) => Code::UNCLOSED,
            Problem::UnexpectedClose(_) | Problem::WrongClose(..) | Problem::CloseAfter(_) => Code::UNEXPECTED_CLOSE,
            Problem::UnclosedString | Problem::UnclosedSymbol | Problem::UnclosedComment => Code::UNCLOSED_TEXT,
            Problem::UnknownEscape(_) | Problem::HexEscape => Code::ESCAPE,
            Problem::CharacterName(..) | Problem::NoScalar(_) | Problem::EndInCharacter => Code::CHARACTER,
            Problem::BadNumber(_) | Problem::ZeroDenominator(_) => Code::NUMBER,
            Problem::UnknownSyntax(_) | Problem::UnknownDirective(_) => Code::HASH_SYNTAX,
            Problem::MisplacedDot | Problem::DotWantsOne => Code::DOT,
            _ => Code::DATUM,
        }
    }

    /// A suggestion.
    fn hint(&self) -> Option<String> {
        match self {
            Problem::Unclosed(_, Some(line)) => {
                Some(format!("a form begins in the first column of line {line}: is a ) missing before it?"))
            }
            Problem::UnexpectedClose(_) => Some("nothing is open here: remove it, or add a ( before".into()),
            Problem::WrongClose(..) => Some("a list ends with ) when it begins with (, and with ] when with [".into()),
            Problem::MisplacedDot => Some("a dot stands before the last datum of a list: (a b . c)".into()),
            Problem::Reserved(_) => Some("there are no braces: forms follow one another, or stand in (begin ...); a table is (alist->hash-table '((a . 1)))".into()),
            Problem::IdentifierCharacter(_, name) => Some(format!("symbols of any name are written |{name}|")),
            Problem::CharacterName(_, Some(name)) => Some(format!("is #\\{name} meant?")),
            Problem::CharacterName(name, None) if name.chars().count() > 1 => {
                let first = name.chars().next().unwrap_or('a');
                Some(format!("a character is #\\{first} or has a name, such as #\\space or #\\newline; a string is \"{name}\""))
            }
            Problem::NoScalar(_) => Some("the largest number of a character is #x10FFFF".into()),
            Problem::CloseAfter(prefix) if prefix == "'" || prefix == "`" => Some(
                "a quote stands before a datum, 'x, and not after it; a string has double quotation marks: \"text\"".into(),
            ),
            Problem::CloseAfter(prefix) => Some(format!("write what {prefix} is for directly after it, or leave it out")),
            Problem::EndAfter(prefix) if prefix == "'" => Some(
                "a quote stands before a datum, 'x, and not after it; a string has double quotation marks: \"text\"".into(),
            ),
            Problem::UnclosedSymbol => Some("a | begins a symbol with any characters, which ends at the next |: |my name|".into()),
            Problem::UnclosedComment => Some("each #| needs a |# of its own, also within other comments".into()),
            Problem::BadNumber(_) => Some("numbers look like 12, -1.5, 2/3, 1e10, #xFF or #b101".into()),
            Problem::ZeroDenominator(_) => Some("a fraction with the denominator 0 is no number".into()),
            Problem::DotWantsOne => Some("a pair is written (a . b), a list (a b c); a parameter list with a rest (a b . rest)".into()),
            Problem::UnknownEscape(c @ ('d' | 'w' | 's' | '.' | '*' | '(' | ')')) => {
                Some(format!("a backslash itself is written \\\\: in a pattern write \\\\{c}"))
            }
            Problem::UnknownEscape(_) => Some("a backslash itself is written \\\\".into()),
            Problem::HexEscape => Some("it is written with hexadecimal digits and a semicolon: \\x41;".into()),
            Problem::UnknownSyntax(text) if text.starts_with("#<") => {
                Some("an object that is printed as #<...> cannot be read back".into())
            }
            Problem::UnknownSyntax(text) => Some(hash_hint(text)),
            Problem::UnknownDirective(_) => Some("the directives are #!fold-case and #!no-fold-case; a comment begins with ;".into()),
            Problem::UnknownLabel(n) => Some(format!("#{n}= must come before #{n}#, in the same datum")),
            _ => None,
        }
    }

    /// The failure to be raised.
    #[cold]
    pub(super) fn throw<'gc>(&self, span: Span) -> Throw<'gc> {
        let throw = Throw::new(ErrorKind::Read, self.message(), &[]).at(span).code(self.code());
        match self.hint() {
            Some(hint) => throw.hint(hint),
            None => throw,
        }
    }
}

/// Suggests a meaning for an unknown word that begins with `#`.
fn hash_hint(text: &str) -> String {
    const WORDS: [(&str, &str); 6] = [
        ("#true", "#t"),
        ("#false", "#f"),
        ("#null", "'()"),
        ("#nil", "'()"),
        ("#void", "(if #f #f)"),
        ("#none", "#f"),
    ];
    if text == "#lang" {
        return "#lang is Racket's: leave this line out, and name the libraries in (import ...)".to_string();
    }
    let lower = text.to_lowercase();
    let is_near = |(word, _): &&(&str, &str)| {
        lower.len() > 2 && (word.starts_with(&lower) || lower == *word || slip(word, &lower))
    };
    match WORDS.iter().find(is_near) {
        Some((word @ ("#true" | "#false"), short)) => format!("did you mean {word}, or {short} for short?"),
        Some((_, meant)) => format!("did you mean {meant}?"),
        None => "# begins #t and #f, characters #\\a, vectors #(1 2), bytevectors #u8(1 2), numbers #xFF and comments #| |#; \
                 a comment to the end of the line begins with ;".to_string(),
    }
}

/// Whether one letter of a word differs, is missing or is superfluous.
fn slip(word: &str, other: &str) -> bool {
    let common = word.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str, from: usize| text.get(from..).unwrap_or_default().to_string();
    common > 1
        && (rest(word, common + 1) == rest(other, common + 1)
            || rest(word, common + 1) == rest(other, common)
            || rest(word, common) == rest(other, common + 1))
}

/// A character as shown in a message.
fn show(c: char) -> String {
    if c.is_control() { format!("U+{:04X}", c as u32) } else { c.to_string() }
}
