//! Maps alternative names of bundled libraries: those that R7RS-large gives to SRFIs, and the names
//! of SRFI 97, `(srfi :N)` and `(srfi :N mnemonic)`.

use super::name::{LibraryName, Part};

/// Names of R7RS-large and of Chibi, and their equivalents here.
pub const SYNONYMS: &[(&str, &str)] = &[
    ("chibi match", "cairn match"),
    ("scheme bitwise", "srfi 151"),
    ("scheme box", "srfi 111"),
    ("scheme charset", "srfi 14"),
    ("scheme comparator", "srfi 128"),
    ("scheme division", "srfi 141"),
    ("scheme fixnum", "srfi 143"),
    ("scheme flonum", "srfi 144"),
    ("scheme generator", "srfi 158"),
    ("scheme hash-table", "srfi 125"),
    ("scheme ideque", "srfi 134"),
    ("scheme ilist", "srfi 116"),
    ("scheme list", "srfi 1"),
    ("scheme list-queue", "srfi 117"),
    ("scheme lseq", "srfi 127"),
    ("scheme mapping", "srfi 146"),
    ("scheme mapping hash", "srfi 146 hash"),
    ("scheme regex", "srfi 115"),
    ("scheme set", "srfi 113"),
    ("scheme show", "srfi 166"),
    ("scheme sort", "srfi 132"),
    ("scheme stream", "srfi 41"),
    ("scheme text", "srfi 135"),
    ("scheme vector", "srfi 133"),
    ("scheme vector base", "srfi 160 base"),
    ("scheme vector c128", "srfi 160 c128"),
    ("scheme vector c64", "srfi 160 c64"),
    ("scheme vector f32", "srfi 160 f32"),
    ("scheme vector f64", "srfi 160 f64"),
    ("scheme vector s16", "srfi 160 s16"),
    ("scheme vector s32", "srfi 160 s32"),
    ("scheme vector s64", "srfi 160 s64"),
    ("scheme vector s8", "srfi 160 s8"),
    ("scheme vector u16", "srfi 160 u16"),
    ("scheme vector u32", "srfi 160 u32"),
    ("scheme vector u64", "srfi 160 u64"),
    ("scheme vector u8", "srfi 160 u8"),
];

/// The library that a name is an alternative name of.
pub fn meaning(name: &LibraryName) -> Option<LibraryName> {
    let text = name.to_string();
    let text = text.trim_matches(['(', ')']);
    let listed = SYNONYMS.iter().find(|(synonym, _)| *synonym == text);
    listed.map(|(_, known)| LibraryName::parse(known)).or_else(|| numbered(name))
}

/// The other names that R7RS-large or Chibi gives to this library.
pub fn of(library: &str) -> Vec<&'static str> {
    SYNONYMS.iter().filter(|(_, known)| *known == library).map(|(synonym, _)| *synonym).collect()
}

/// The library named `(srfi :N)` or `(srfi :N mnemonic)` as in SRFI 97.
fn numbered(name: &LibraryName) -> Option<LibraryName> {
    let (Part::Symbol(srfi), Part::Symbol(number)) = (name.parts().first()?, name.parts().get(1)?) else {
        return None;
    };
    let number = number.strip_prefix(':')?.parse::<u64>().ok()?;
    match &name.parts()[2..] {
        _ if **srfi != *"srfi" => None,
        [] | [_] => Some(LibraryName::parse(&format!("srfi {number}"))),
        // The sub-libraries of a library have the mnemonic in their names.
        parts => Some(LibraryName::parse(&format!("srfi {number} {}", join(parts)))),
    }
}

fn join(parts: &[Part]) -> String {
    parts.iter().map(Part::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_srfi_97() {
        let meant = |text: &str| meaning(&LibraryName::parse(text));
        assert_eq!(meant("srfi :1"), Some(LibraryName::parse("srfi 1")));
        assert_eq!(meant("srfi :1 lists"), Some(LibraryName::parse("srfi 1")));
        assert_eq!(meant("srfi :241 match quasiquote"), Some(LibraryName::parse("srfi 241 match quasiquote")));
        assert_eq!(meant("srfi 1 lists"), None);
        assert_eq!(meant("scheme base"), None);
    }
}
