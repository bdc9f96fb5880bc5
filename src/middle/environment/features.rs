//! Lists the feature identifiers, which `cond-expand` tests and `(features)` returns (R7RS 4.2.1,
//! appendix B).

/// The features of this build, besides the SRFIs.
pub const FEATURES: &[&str] = &[
    "r7rs",
    "exact-closed",
    "exact-complex",
    "ieee-float",
    "full-unicode",
    "ratios",
    "cairn",
    concat!("cairn-", env!("CARGO_PKG_VERSION")),
    std::env::consts::ARCH,
    std::env::consts::OS,
    std::env::consts::FAMILY,
    BYTE_ORDER,
    // Options that SRFI 115 leaves to the implementation.
    "regexp-non-greedy",
    "regexp-look-around",
    "regexp-unicode",
];

const BYTE_ORDER: &str = if cfg!(target_endian = "little") { "little-endian" } else { "big-endian" };

/// Alternative names that R7RS lists for the same features.
const SYNONYMS: &[(&str, &str)] =
    &[("posix", "unix"), ("gnu-linux", "linux"), ("darwin", "macos"), ("x86-64", "x86_64")];

/// Whether a build with these SRFIs has a feature.
pub fn has(name: &str, srfis: &[&str]) -> bool {
    let name = SYNONYMS.iter().find(|(synonym, _)| *synonym == name).map_or(name, |(_, known)| known);
    FEATURES.contains(&name) || srfis.contains(&name)
}

/// Every feature under each of its names.
pub fn all(srfis: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    let synonyms = SYNONYMS.iter().filter(|(_, known)| FEATURES.contains(known)).map(|(synonym, _)| *synonym);
    FEATURES.iter().chain(srfis).copied().chain(synonyms)
}
