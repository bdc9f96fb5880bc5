//! Numbers the kinds of mistakes: the number stays what it is, so that it can be looked up.

use std::fmt;

use crate::error::ErrorKind;

/// The number of a kind of mistake, shown as `E042`; `cairn explain E042` says more.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Code(u16);

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal,)*) => {
        impl Code {
            $($(#[doc = $doc])+ pub const $name: Code = Code($number);)*

            /// Every code there is, ascending.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];
        }
    };
}

codes! {
    /// A list, vector or bytevector whose end is missing.
    UNCLOSED = 1,
    /// A closing bracket too many, or one of the wrong kind.
    UNEXPECTED_CLOSE = 2,
    /// A string, symbol or comment whose end is missing.
    UNCLOSED_TEXT = 3,
    /// An escape in a string that means nothing.
    ESCAPE = 4,
    /// The name of a character that does not exist.
    CHARACTER = 5,
    /// Something that begins like a number and is none.
    NUMBER = 6,
    /// `#` and something that means nothing.
    HASH_SYNTAX = 7,
    /// A dot in the wrong place.
    DOT = 8,
    /// Other text that is no datum.
    DATUM = 9,
    /// A special form with the wrong parts.
    FORM = 10,
    /// A binding that is no `(name expression)`.
    BINDING = 11,
    /// A body without an expression.
    EMPTY_BODY = 12,
    /// A clause of the wrong shape.
    CLAUSE = 13,
    /// An `else` that is not the last clause, or is empty.
    ELSE = 14,
    /// A parameter list of the wrong shape.
    PARAMETERS = 15,
    /// A definition of the wrong shape, or where none may be.
    DEFINITION = 16,
    /// Two definitions or parameters of one name.
    DUPLICATE = 17,
    /// `()` or an improper list where an expression is expected.
    NO_EXPRESSION = 18,
    /// A keyword where none is allowed.
    KEYWORD = 19,
    /// A use of a macro that none of its rules matches.
    NO_RULE = 20,
    /// A macro whose definition is wrong.
    MACRO = 21,
    /// A macro that expands without an end.
    ENDLESS_MACRO = 22,
    /// An error raised by a macro's `syntax-error`.
    SYNTAX_ERROR = 23,
    /// An import cannot be assigned.
    ASSIGNED_IMPORT = 24,
    /// Other code that is not a program.
    SYNTAX = 29,
    /// A library that cannot be found.
    UNKNOWN_LIBRARY = 30,
    /// A name that a library does not export.
    NOT_EXPORTED = 31,
    /// Libraries that import each other.
    CIRCULAR_IMPORT = 32,
    /// The file of a library does not define it.
    LIBRARY_FILE = 33,
    /// Two imports that give one name different meanings.
    IMPORT_CONFLICT = 34,
    /// An export without a definition.
    EXPORT = 35,
    /// A variable that nothing defines.
    UNBOUND = 40,
    /// A variable that is used before its definition has run.
    UNINITIALISED = 41,
    /// A call of something that is no procedure.
    NOT_PROCEDURE = 42,
    /// The wrong number of arguments.
    ARITY = 43,
    /// The wrong number of values.
    VALUES = 44,
    /// An argument of the wrong type.
    TYPE = 45,
    /// An index or another argument out of range.
    RANGE = 46,
    /// A division by zero.
    DIVISION_BY_ZERO = 47,
    /// A constant that was to be changed.
    CONSTANT = 48,
    /// A key that a table does not have.
    MISSING_KEY = 49,
    /// A file that cannot be used.
    FILE = 50,
    /// A port that is closed.
    CLOSED_PORT = 51,
    /// An assertion that does not hold.
    ASSERTION = 52,
    /// An error that the program raised with `error`.
    ERROR = 53,
    /// An object that the program raised and nothing handled.
    UNCAUGHT = 54,
    /// A handler that returned where it must not.
    HANDLER_RETURNED = 55,
    /// A use of the system that was not granted.
    CAPABILITY = 56,
    /// The stack has reached its limit.
    STACK = 60,
    /// Memory has reached its limit.
    MEMORY = 61,
    /// Time, fuel or output has reached its limit.
    LIMIT = 62,
    /// A mistake in Cairn or in code of the host, which has panicked.
    INTERNAL = 70,
}

impl Code {
    /// The code that a text like `E042` names; case does not matter, nor do leading zeros.
    pub fn parse(text: &str) -> Option<Code> {
        let number = text.trim().trim_start_matches(['E', 'e']).parse::<u16>().ok()?;
        Code::ALL.iter().copied().find(|code| code.0 == number)
    }

    /// The code of errors of this family about which nothing more is known.
    pub fn of_kind(kind: ErrorKind) -> Code {
        match kind {
            ErrorKind::General => Code::ERROR,
            ErrorKind::Type => Code::TYPE,
            ErrorKind::Range => Code::RANGE,
            ErrorKind::Arity => Code::ARITY,
            ErrorKind::Unbound => Code::UNBOUND,
            ErrorKind::NotProcedure => Code::NOT_PROCEDURE,
            ErrorKind::DivisionByZero => Code::DIVISION_BY_ZERO,
            ErrorKind::Immutable => Code::CONSTANT,
            ErrorKind::File => Code::FILE,
            ErrorKind::Capability => Code::CAPABILITY,
            ErrorKind::Read => Code::DATUM,
            ErrorKind::Syntax => Code::SYNTAX,
            ErrorKind::Limit => Code::LIMIT,
            ErrorKind::Internal => Code::INTERNAL,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E{:03}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written() {
        for &code in Code::ALL {
            assert_eq!(Code::parse(&code.to_string()), Some(code));
        }
        assert_eq!(Code::parse("e42"), Some(Code::NOT_PROCEDURE));
        assert_eq!(Code::parse("E999"), None);
        assert!(Code::ALL.is_sorted());
    }
}
