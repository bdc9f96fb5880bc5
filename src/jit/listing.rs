//! Lists machine code as text, while it is encoded.

use super::asm::Label;

/// An instruction of the machine as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Distance from the start of the code, in bytes.
    pub offset: u32,
    /// Index of the instruction of the bytecode that it belongs to.
    pub origin: usize,
    /// Its text, in the notation of the manuals of the machine's maker.
    pub text: String,
}

/// The same while the code is made.
pub(super) struct Note {
    pub(super) offset: u32,
    pub(super) origin: usize,
    pub(super) text: String,
    /// Where it jumps.
    pub(super) target: Option<Label>,
}

/// Notes the instruction that is about to be encoded, if there is a listing: `note!(asm, FORMAT ...)`, or
/// `note!(asm, label => FORMAT ...)` for a jump.
macro_rules! note {
    ($asm:expr, $label:ident => $($text:tt)*) => {
        note!(@ $asm, Some($label), $($text)*)
    };
    (@ $asm:expr, $target:expr, $($text:tt)*) => {
        let (offset, origin) = ($asm.here() as u32, $asm.origin);
        if let Some(notes) = &mut $asm.notes {
            notes.push(Note { offset, origin, text: format!($($text)*), target: $target });
        }
    };
    ($asm:expr, $($text:tt)*) => {
        note!(@ $asm, None, $($text)*)
    };
}
pub(super) use note;
