//! Represents diagnostics as data: a stable code, labels of places in the source, and notes,
//! separate from their rendering.

mod codes;

use cairn_gc::Payload;

use crate::source::Span;

pub use codes::Code;

/// The details of a failure, besides its message, irritants, position and hint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The kind of mistake, if it is known more precisely than the family of the error.
    pub code: Option<Code>,
    /// The text below the position of the error.
    pub primary: Option<String>,
    /// Other places that matter, each with a text.
    pub labels: Vec<(Span, String)>,
    /// Facts that help to understand.
    pub notes: Vec<String>,
    /// The values of the operands of a failed assertion, as text.
    pub operands: Vec<String>,
    /// Which argument of the call was wrong, from 0.
    pub argument: Option<u8>,
}

impl Details {
    /// Whether there are no details.
    pub fn is_empty(&self) -> bool {
        *self == Details::default()
    }
}

impl Payload for Details {
    fn owned_bytes(&self) -> usize {
        let texts =
            self.labels.iter().map(|(_, text)| text).chain(&self.notes).chain(&self.operands).chain(&self.primary);
        texts.map(|text| text.len() + size_of::<(Span, String)>()).sum()
    }
}
