//! Libraries that come with Cairn and are written in Scheme: SRFIs, `(chibi test)`, and what
//! several of them have in common, in libraries `(cairn ...)`.
//!
//! Their texts are part of the program. A file of the same name that a program can see
//! goes before them, so that a program's own version wins.

use std::borrow::Cow;

use crate::compiler::environment::{Bundle, LibraryName};

/// A library's name and its text.
type Bundled = (&'static str, &'static str);

/// The table of `(srfi NUMBER)`, or `(srfi NUMBER base)` where that is what there is, and of
/// what comes after it.
macro_rules! bundled {
    (srfi: $($number:literal $($part:ident)?)*; $($name:literal: $file:literal;)*) => {
        /// The numbers of the SRFIs; each is also a feature, `srfi-NUMBER`.
        pub const SRFIS: &[&str] = &[$(concat!("srfi-", $number)),*];

        const BUNDLED: &[Bundled] = &[
            $((
                concat!("srfi ", $number $(, " ", stringify!($part))?),
                include_str!(concat!("srfi-", $number, ".sld")),
            ),)*
            $(($name, include_str!(concat!("", $file))),)*
        ];
    };
}

bundled! {
    srfi: 0 1 2 4 5 6 8 9 11 13 14 16 17 19 23 25 26 27 28 30 31 34 38 39 41 42 43 45 46 48 51
        54 60 61 62 64 69 71 78 87 95 98 99 101 111 113 115 116 117 121 125 126 127 128 130 131
        132 133 134 139 141 143 144 145 146 151 152 158 160 base 162 171 173 175 180 189 195 197 210
        214 217 219 227 232 235;
    "cairn comparators": "comparators.sld";
    "cairn mappings": "mappings.sld";
    "cairn relations": "relations.sld";
    "cairn restarts": "restarts.sld";
    "cairn special-functions": "special-functions.sld";
    "cairn tables": "tables.sld";
    "cairn trees": "trees.sld";
    "chibi test": "chibi-test.sld";
    "scheme rlist": "scheme-rlist.sld";
    "srfi 13 ranges": "srfi-13-ranges.sld";
    "srfi 14 tables": "srfi-14-tables.sld";
    "srfi 115 positions": "srfi-115-positions.sld";
    "srfi 115 sets": "srfi-115-sets.sld";
    "srfi 115 tables": "srfi-115-tables.sld";
    "srfi 146 hash": "srfi-146-hash.sld";
    "srfi 171 meta": "srfi-171-meta.sld";
    "srfi 227 definition": "srfi-227-definition.sld";
}

/// The libraries of SRFI 160 for one type of numbers each. They are made from one text, in
/// which `@` stands for the name of the type.
const HOMOGENEOUS: [&str; 12] = [
    "srfi 160 u8",
    "srfi 160 s8",
    "srfi 160 u16",
    "srfi 160 s16",
    "srfi 160 u32",
    "srfi 160 s32",
    "srfi 160 u64",
    "srfi 160 s64",
    "srfi 160 f32",
    "srfi 160 f64",
    "srfi 160 c64",
    "srfi 160 c128",
];
const HOMOGENEOUS_VECTORS: &str = include_str!("srfi-160-vectors.sld");

/// The names of these libraries.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUNDLED.iter().map(|(name, _)| *name).chain(HOMOGENEOUS)
}

/// The bundled libraries, for the compiler.
pub static BUNDLE: Bundle = Bundle { srfis: SRFIS, names: || names().collect(), text };

/// The text of a library.
pub fn text(name: &LibraryName) -> Option<Cow<'static, str>> {
    let is_named = |known: &str| LibraryName::parse(known) == *name;
    if let Some((_, text)) = BUNDLED.iter().find(|(known, _)| is_named(known)) {
        return Some(Cow::Borrowed(text));
    }
    let (_, tag) = HOMOGENEOUS.into_iter().find(|known| is_named(known))?.rsplit_once(' ')?;
    Some(Cow::Owned(HOMOGENEOUS_VECTORS.replace('@', tag)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiler::environment::standard;
    use crate::compiler::environment::synonyms::R7RS_LARGE;

    #[test]
    fn synonyms_mean_something_and_hide_nothing() {
        let known: Vec<_> = standard::names().chain(names()).map(LibraryName::parse).collect();
        for (synonym, meaning) in R7RS_LARGE {
            assert!(known.contains(&LibraryName::parse(meaning)), "{meaning}");
            assert!(!known.contains(&LibraryName::parse(synonym)), "{synonym}");
        }
    }
}
