//! Says why a value did not convert.

use std::fmt;

use cairn_data::error::{ErrorKind, Throw};
use cairn_gc::{OutOfMemory, Stop, Value};
use cairn_text::printer;

use super::{SHOWN, Scope};

/// A value is not what the host expected: what was expected, what came, and in which part of
/// what. Also the reason why something of the host has become no value.
#[derive(Clone, Debug)]
pub struct Mismatch(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    reason: Reason,
    /// The parts that the value was in, innermost first: an argument, an element, a field.
    within: Vec<String>,
}

#[derive(Clone, Debug)]
enum Reason {
    /// The value is another one.
    Expected { what: String, got: String },
    /// In other words.
    Said(String),
    /// There is no room for this number of bytes.
    Memory(usize),
    /// Something stops the run.
    Stopped(Stop),
}

impl Mismatch {
    /// This was expected, and that came.
    pub fn expected(what: impl Into<String>, got: impl Into<String>) -> Mismatch {
        Mismatch::of(Reason::Expected { what: what.into(), got: got.into() })
    }

    /// A reason in words.
    pub fn said(message: impl Into<String>) -> Mismatch {
        Mismatch::of(Reason::Said(message.into()))
    }

    fn of(reason: Reason) -> Mismatch {
        Mismatch(Box::new(Parts { reason, within: Vec::new() }))
    }

    /// The same in a part of something: `element 3`, say.
    #[must_use]
    pub fn within(mut self, part: impl Into<String>) -> Mismatch {
        self.0.within.push(part.into());
        self
    }

    /// The request to stop the run, if that is the reason.
    pub(in crate::engine) fn stop(&self) -> Option<Stop> {
        match self.0.reason {
            Reason::Stopped(stop) => Some(stop),
            _ => None,
        }
    }

    /// The failure of `who`, for the program.
    pub(in crate::engine) fn throw<'gc>(self, who: Option<&str>) -> Throw<'gc> {
        match self.0.reason {
            Reason::Memory(bytes) => Throw::OutOfMemory(bytes),
            Reason::Stopped(stop) => Throw::Stopped(stop),
            _ => {
                let who = who.map_or(String::new(), |who| format!("{who}: "));
                Throw::new(ErrorKind::Type, format!("{who}{self}"), &[])
            }
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.within.iter().rev() {
            write!(f, "{part}: ")?;
        }
        match &self.0.reason {
            Reason::Expected { what, got } => write!(f, "expected {what}, got {got}"),
            Reason::Said(message) => f.write_str(message),
            Reason::Memory(_) => f.write_str("out of memory"),
            Reason::Stopped(stop) => write!(f, "{}", crate::engine::limits::describe(*stop)),
        }
    }
}

impl std::error::Error for Mismatch {}

impl From<OutOfMemory> for Mismatch {
    fn from(OutOfMemory(bytes): OutOfMemory) -> Self {
        Mismatch::of(Reason::Memory(bytes))
    }
}

impl From<Throw<'_>> for Mismatch {
    fn from(thrown: Throw<'_>) -> Self {
        match thrown {
            Throw::OutOfMemory(bytes) => Mismatch::of(Reason::Memory(bytes)),
            Throw::Stopped(stop) => Mismatch::of(Reason::Stopped(stop)),
            Throw::Failure(failure) => {
                let irritants = failure.irritants.iter().map(|&irritant| printer::summary(irritant, SHOWN));
                let words: Vec<String> = std::iter::once(failure.message.clone()).chain(irritants).collect();
                Mismatch::said(words.join(" "))
            }
            Throw::Raise(_) => Mismatch::said("an object was raised"),
        }
    }
}

impl<'gc> Scope<'_, 'gc> {
    /// This was expected, and `got` came.
    pub fn mismatch(&self, expected: &str, got: Value<'gc>) -> Mismatch {
        Mismatch::expected(expected, self.summary(got))
    }
}
