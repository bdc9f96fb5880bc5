//! Represents names of libraries: lists of identifiers and exact non-negative integers.

use std::fmt;

use cairn_gc::{Value, trace_nothing};

use crate::environment::identifier::symbol_of;

/// The name of a library (R7RS 5.6).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LibraryName {
    parts: Box<[Part]>,
    /// The confinement that it is loaded in: there the same name means another instance.
    confinement: ConfinementId,
}

/// The number of a confinement, whose libraries have fewer capabilities than the program; 0 is the program itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct ConfinementId(pub u32);

impl ConfinementId {
    /// The program itself.
    pub const NONE: ConfinementId = ConfinementId(0);
}

/// One part of a name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Part {
    /// An identifier.
    Symbol(Box<str>),
    /// An exact non-negative integer.
    Number(u64),
}

trace_nothing!(LibraryName, ConfinementId);

impl LibraryName {
    /// The name spelled by a list of symbols and integers; `None` for other data.
    pub fn from_parts(parts: &[Value<'_>]) -> Option<Self> {
        let parts: Option<Box<[Part]>> = parts.iter().map(|&part| Part::of(part)).collect();
        parts.filter(|parts| !parts.is_empty()).map(LibraryName::of_program)
    }

    /// Parses a name of symbols and numbers separated by spaces: `scheme base`, `srfi 1`.
    pub fn parse(text: &str) -> Self {
        let part = |word: &str| match word.parse() {
            Ok(number) => Part::Number(number),
            Err(_) => Part::Symbol(word.into()),
        };
        LibraryName::of_program(text.split(' ').map(part).collect())
    }

    /// Whether this is the name that `text` spells, see [`LibraryName::parse`].
    pub fn is(&self, text: &str) -> bool {
        let mut words = text.split(' ');
        let is_next = |part: &Part| {
            words.next().is_some_and(|word| match part {
                Part::Symbol(name) => **name == *word && word.parse::<u64>().is_err(),
                Part::Number(number) => word.parse() == Ok(*number),
            })
        };
        self.parts.iter().all(is_next) && words.next().is_none()
    }

    /// Its parts, of which there is at least one.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn of_program(parts: Box<[Part]>) -> Self {
        LibraryName { parts, confinement: ConfinementId::NONE }
    }

    /// The same name in a confinement.
    pub fn within(self, confinement: ConfinementId) -> Self {
        LibraryName { confinement, ..self }
    }

    /// The confinement that the library is loaded in.
    pub fn confinement(&self) -> ConfinementId {
        self.confinement
    }

    /// The path of the library's file: `foo/bar.sld`. `None` if a part would lead out of the
    /// directory.
    pub fn path(&self) -> Option<String> {
        let safe = |part: &Part| match part {
            Part::Symbol(name) => {
                !name.is_empty() && &**name != ".." && &**name != "." && !name.contains(['/', '\\', '\0'])
            }
            Part::Number(_) => true,
        };
        if !self.parts.iter().all(safe) {
            return None;
        }
        let parts: Vec<String> = self.parts.iter().map(Part::to_string).collect();
        Some(parts.join("/") + ".sld")
    }
}

impl Part {
    fn of(part: Value<'_>) -> Option<Part> {
        match part.as_index() {
            Some(number) => Some(Part::Number(number as u64)),
            None => Some(Part::Symbol(symbol_of(part).as_symbol()?.into())),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Symbol(name) => f.write_str(name),
            Part::Number(number) => write!(f, "{number}"),
        }
    }
}

impl fmt::Display for LibraryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.parts.iter().map(Part::to_string).collect();
        write!(f, "({})", parts.join(" "))
    }
}
