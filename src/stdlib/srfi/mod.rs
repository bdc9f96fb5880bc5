//! Bundles the libraries that are written in Scheme: SRFIs, R6RS's libraries, `(chibi test)`, a
//! pattern matcher, and code shared by several of them, in libraries `(cairn ...)`.
//!
//! Their texts are part of the binary. A library file of the same name that a program can find
//! takes precedence, so that a program's own version wins.

use std::borrow::Cow;

use cairn_middle::environment::{Bundle, LibraryName};
use cairn_middle::primitives::Group;

use crate::SUBJECTS;

/// A library's name and its text.
type Bundled = (&'static str, &'static str);

/// Builds the table of `(srfi NUMBER)`, or `(srfi NUMBER base)` if that is its main library,
/// and of the entries after it.
macro_rules! bundled {
    (srfi: $($number:literal $($part:ident)?)*; $($name:literal: $file:literal;)*) => {
        /// The numbers of the SRFIs; each is also a feature, `srfi-NUMBER`.
        pub const SRFIS: &[&str] = &[
            $(concat!("srfi-", $number),)*
            #[cfg(all(unix, feature = "system"))]
            "srfi-170",
        ];

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
    srfi: 0 1 2 4 5 6 8 9 11 13 14 16 17 19 23 25 26 27 28 30 31 34 35 37 38 39 41 42 43 45 46 48 51
        54 60 61 62 64 69 71 78 87 95 98 99 101 111 112 113 115 116 117 121 125 126 127 128 129 130 131
        132 133 134 135 139 141 143 144 145 146 151 152 154 158 160 base 162 166 171 173 175 178 180 189 193 195
        196 197 207 209 210 214 217 219 221 222 224 225 227 228 229 232 233 234 235 236 239 241 244 247 250 253
        259 260;
    "cairn bitvectors": "bitvectors.sld";
    "cairn bitvectors operations": "bitvectors-operations.sld";
    "cairn bytestrings": "bytestrings.sld";
    "cairn comparators": "comparators.sld";
    "cairn conditions": "conditions.sld";
    "cairn mappings": "mappings.sld";
    "cairn match": "match.sld";
    "cairn match compiler": "match-compiler.sld";
    "cairn r6rs-records": "r6rs-records.sld";
    "cairn relations": "relations.sld";
    "cairn restarts": "restarts.sld";
    "cairn show numbers": "show-numbers.sld";
    "cairn show state": "show-state.sld";
    "cairn special-functions": "special-functions.sld";
    "cairn tables": "tables.sld";
    "cairn trees": "trees.sld";
    "cairn unicode": "unicode.sld";
    "cairn unicode tables": "unicode-tables.sld";
    "cairn utf": "utf.sld";
    "chibi test": "chibi-test.sld";
    "rnrs": "rnrs/rnrs.sld";
    "rnrs arithmetic bitwise": "rnrs/arithmetic-bitwise.sld";
    "rnrs arithmetic fixnums": "rnrs/arithmetic-fixnums.sld";
    "rnrs arithmetic flonums": "rnrs/arithmetic-flonums.sld";
    "rnrs base": "rnrs/base.sld";
    "rnrs bytevectors": "rnrs/bytevectors.sld";
    "rnrs conditions": "rnrs/conditions.sld";
    "rnrs control": "rnrs/control.sld";
    "rnrs enums": "rnrs/enums.sld";
    "rnrs eval": "rnrs/eval.sld";
    "rnrs exceptions": "rnrs/exceptions.sld";
    "rnrs files": "rnrs/files.sld";
    "rnrs hashtables": "rnrs/hashtables.sld";
    "rnrs io ports": "rnrs/io-ports.sld";
    "rnrs io simple": "rnrs/io-simple.sld";
    "rnrs lists": "rnrs/lists.sld";
    "rnrs mutable-pairs": "rnrs/mutable-pairs.sld";
    "rnrs mutable-strings": "rnrs/mutable-strings.sld";
    "rnrs programs": "rnrs/programs.sld";
    "rnrs r5rs": "rnrs/r5rs.sld";
    "rnrs records inspection": "rnrs/records-inspection.sld";
    "rnrs records procedural": "rnrs/records-procedural.sld";
    "rnrs records syntactic": "rnrs/records-syntactic.sld";
    "rnrs sorting": "rnrs/sorting.sld";
    "rnrs syntax-case": "rnrs/syntax-case.sld";
    "rnrs unicode": "rnrs/unicode.sld";
    "scheme bytevector": "bytevector.sld";
    "scheme rlist": "scheme-rlist.sld";
    "srfi 13 ranges": "srfi-13-ranges.sld";
    "srfi 14 tables": "srfi-14-tables.sld";
    "srfi 115 matcher": "srfi-115-matcher.sld";
    "srfi 115 parser": "srfi-115-parser.sld";
    "srfi 115 pattern": "srfi-115-pattern.sld";
    "srfi 115 positions": "srfi-115-positions.sld";
    "srfi 115 sets": "srfi-115-sets.sld";
    "srfi 115 tables": "srfi-115-tables.sld";
    "srfi 146 hash": "srfi-146-hash.sld";
    "srfi 166 base": "srfi-166-base.sld";
    "srfi 166 color": "srfi-166-color.sld";
    "srfi 166 columnar": "srfi-166-columnar.sld";
    "srfi 166 pretty": "srfi-166-pretty.sld";
    "srfi 166 unicode": "srfi-166-unicode.sld";
    "srfi 171 meta": "srfi-171-meta.sld";
    "srfi 227 definition": "srfi-227-definition.sld";
    "srfi 241 match quasiquote": "srfi-241-quasiquote.sld";
}

/// The libraries of SRFI 160 for a single type of numbers each. They are generated from one
/// text, in which `@` stands for the name of the type.
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

/// The libraries of this folder, and those of subjects that have folders of their own.
fn bundled() -> impl Iterator<Item = Bundled> {
    BUNDLED.iter().copied().chain(SUBJECTS.iter().copied().flatten().copied())
}

/// The names of these libraries.
pub fn names() -> impl Iterator<Item = &'static str> {
    bundled().map(|(name, _)| name).chain(HOMOGENEOUS)
}

/// The names of the libraries whose text exports a name: only those for programs, the nearest
/// to R7RS first.
pub fn exporting(name: &str) -> Vec<&'static str> {
    let is_subject = |library: &str| SUBJECTS.iter().copied().flatten().any(|(name, _)| *name == library);
    let rank = |library: &str| match library.split(' ').next() {
        Some("cairn") => (library == "cairn match" || is_subject(library)).then_some(0),
        Some("rnrs") => (library != "rnrs").then_some(2),
        Some("srfi") => Some(1),
        _ => Some(0),
    };
    let ranked = bundled().filter_map(|(library, text)| Some((rank(library)?, library, text)));
    let mut found: Vec<_> = ranked.filter(|(_, _, text)| exports(text).any(|exported| exported == name)).collect();
    found.sort_by_key(|&(rank, ..)| rank);
    let primitives = &super::builtins().primitives;
    let is_exported = |library: &str, group: &Group| {
        library.split(' ').count() == 2 && primitives.of_group(group).any(|(_, row)| row.name == name)
    };
    let of_groups =
        primitives.groups().iter().filter(|group| is_exported(group.library, group)).map(|group| group.library);
    of_groups.chain(found.into_iter().map(|(_, library, _)| library)).collect()
}

/// The names in a library's export declarations.
fn exports(text: &'static str) -> impl Iterator<Item = &'static str> {
    let declarations = text.split("(export").skip(1).map(|rest| &rest[..rest.find("(import").unwrap_or(rest.len())]);
    let lines = declarations.flat_map(str::lines).map(|line| line.split(';').next().unwrap_or_default());
    let words = lines.flat_map(|line| line.split(|c: char| c.is_whitespace() || c == '(' || c == ')'));
    let mut inside = 0;
    // In `(rename internal exported)` the last word is the exported name.
    words.filter(|word| !word.is_empty()).filter(move |&word| {
        inside = if word == "rename" { 2 } else { i32::max(inside - 1, 0) };
        inside == 0
    })
}

/// The bundled libraries, for the compiler.
pub static BUNDLE: Bundle = Bundle { srfis: SRFIS, names: || names().collect(), text };

/// The text of the source of this name, `<(srfi 1)>`, if it is a library whose text is a part of the binary.
pub fn built_in_text(source: &str) -> Option<&'static str> {
    let name = source.strip_prefix("<(")?.strip_suffix(")>")?;
    bundled().find(|(known, _)| *known == name).map(|(_, text)| text)
}

/// The text of a library.
pub fn text(name: &LibraryName) -> Option<Cow<'static, str>> {
    let is_named = |known: &str| name.is(known);
    if let Some((_, text)) = bundled().find(|(known, _)| is_named(known)) {
        return Some(Cow::Borrowed(text));
    }
    let (_, tag) = HOMOGENEOUS.into_iter().find(|known| is_named(known))?.rsplit_once(' ')?;
    Some(Cow::Owned(HOMOGENEOUS_VECTORS.replace('@', tag)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cairn_middle::environment::standard;
    use cairn_middle::environment::synonyms::SYNONYMS;

    #[test]
    fn synonyms_mean_something_and_hide_nothing() {
        let known: Vec<_> = standard::names().chain(names()).map(LibraryName::parse).collect();
        for (synonym, meaning) in SYNONYMS {
            assert!(known.contains(&LibraryName::parse(meaning)), "{meaning}");
            assert!(!known.contains(&LibraryName::parse(synonym)), "{synonym}");
        }
    }
}
