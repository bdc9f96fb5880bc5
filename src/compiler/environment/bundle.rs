//! Libraries that come with Cairn as Scheme texts, as the compiler sees them.
//!
//! The texts themselves are part of the standard library; whoever makes a session hands
//! them in.

use std::borrow::Cow;

use super::LibraryName;

/// The bundled libraries.
pub struct Bundle {
    /// The features that name SRFIs: `srfi-NUMBER`.
    pub srfis: &'static [&'static str],
    /// The names of the libraries.
    pub names: fn() -> Vec<&'static str>,
    /// The text of a library.
    pub text: fn(&LibraryName) -> Option<Cow<'static, str>>,
}

impl Bundle {
    /// Whether there is a library of this name.
    pub fn has(&self, name: &LibraryName) -> bool {
        (self.names)().into_iter().any(|known| LibraryName::parse(known) == *name)
    }

    /// The text of a library.
    pub fn text(&self, name: &LibraryName) -> Option<Cow<'static, str>> {
        (self.text)(name)
    }
}
