//! Libraries that come with Cairn and are written in Scheme: SRFIs, and `(chibi test)`.
//!
//! Their texts are part of the program. A file of the same name that a program can see
//! goes before them, so that a program's own version wins.

use super::LibraryName;

/// A library's name and its text.
type Bundled = (&'static str, &'static str);

/// The table of `(srfi NUMBER)` and what comes after it.
macro_rules! bundled {
    (srfi: $($number:literal)*; $($name:literal: $file:literal;)*) => {
        /// The numbers of the SRFIs; each is also a feature, `srfi-NUMBER`.
        pub const SRFIS: &[&str] = &[$(concat!("srfi-", $number)),*];

        const BUNDLED: &[Bundled] = &[
            $((concat!("srfi ", $number), include_str!(concat!("bundled/srfi-", $number, ".sld"))),)*
            $(($name, include_str!(concat!("bundled/", $file))),)*
        ];
    };
}

bundled! {
    srfi: 0 1 2 6 8 9 11 16 23 26 27 28 30 31 34 38 39 45 46 62 64 69 78 87 95 98 111 139 145;
    "chibi test": "chibi-test.sld";
}

/// The names of these libraries.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUNDLED.iter().map(|(name, _)| *name)
}

/// The text of a library.
pub fn text(name: &LibraryName) -> Option<&'static str> {
    BUNDLED.iter().find(|(known, _)| LibraryName::parse(known) == *name).map(|(_, text)| *text)
}
