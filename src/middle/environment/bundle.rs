//! Gives the compiler access to the bundled libraries, which are Scheme texts.
//!
//! The texts are part of the standard library; the creator of a session passes them in.

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
    /// Whether there is a library with this name.
    pub fn has(&self, name: &LibraryName) -> bool {
        (self.names)().into_iter().any(|known| name.is(known))
    }

    /// The text of a library.
    pub fn text(&self, name: &LibraryName) -> Option<Cow<'static, str>> {
        (self.text)(name)
    }
}
