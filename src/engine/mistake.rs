//! Represents a failure while its report is being made.

use cairn_data::diagnostic::Details;
use cairn_data::error::ErrorKind;
use cairn_data::source::Span;
use cairn_gc::Value;

/// A failure, or the parts of a condition.
pub(super) struct Mistake<'gc> {
    /// Family.
    pub kind: ErrorKind,
    /// In words, without the irritants.
    pub message: String,
    /// The objects concerned.
    pub irritants: Vec<Value<'gc>>,
    /// Where.
    pub span: Span,
    /// A suggestion.
    pub hint: Option<String>,
    /// Further notes.
    pub details: Details,
}
