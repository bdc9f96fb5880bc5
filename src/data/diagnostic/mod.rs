//! Describes what is wrong as data: a stable code, labels of places in the source, and notes,
//! apart from how they are shown.

mod codes;

use cairn_gc::Payload;

use crate::data::source::Span;

pub use codes::Code;

/// What a failure says besides its message, irritants, place and hint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The kind of mistake, when it is known better than by the family of the error.
    pub code: Option<Code>,
    /// What to write below the place of the error.
    pub primary: Option<String>,
    /// Other places that matter, each with a text.
    pub labels: Vec<(Span, String)>,
    /// Facts that help to understand.
    pub notes: Vec<String>,
    /// Which argument of the call was wrong, from 0.
    pub argument: Option<u8>,
}

impl Details {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Details::default()
    }
}

impl Payload for Details {
    fn owned_bytes(&self) -> usize {
        let texts = self.labels.iter().map(|(_, text)| text).chain(&self.notes).chain(&self.primary);
        texts.map(|text| text.len() + size_of::<(Span, String)>()).sum()
    }
}
