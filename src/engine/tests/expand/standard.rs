//! Tests the tables of standard libraries, against the report and the builtins.

use cairn_middle::environment::{LibraryName, standard};
use cairn_middle::primitives::Primitives;
use cairn_stdlib as stdlib;

fn primitives() -> &'static Primitives {
    &stdlib::builtins().primitives
}

#[test]
fn every_standard_name_exists() {
    let names = standard::LIBRARIES.iter().flat_map(|(_, names)| names.split_whitespace());
    let missing: Vec<&str> = names.filter(|name| standard::any_binding(primitives(), name).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Exports of each library in appendix A; (scheme base) has `_` as well, which 4.3.2
/// binds.
#[test]
fn libraries_have_as_many_names_as_the_report() {
    let counts = [
        ("scheme base", 238),
        ("scheme case-lambda", 1),
        ("scheme char", 22),
        ("scheme complex", 6),
        ("scheme cxr", 24),
        ("scheme eval", 2),
        ("scheme file", 10),
        ("scheme inexact", 12),
        ("scheme lazy", 5),
        ("scheme load", 1),
        ("scheme process-context", 5),
        ("scheme read", 1),
        ("scheme repl", 1),
        ("scheme time", 3),
        ("scheme write", 4),
    ];
    for (library, count) in counts {
        let names = standard::exports(primitives(), &LibraryName::parse(library)).unwrap_or_default();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!((names.len(), unique.len()), (count, count), "{library}");
    }
}

#[test]
fn extensions_leave_out_standard_and_internal_names() {
    let names = standard::exports(primitives(), &LibraryName::parse(standard::EXTENSIONS)).unwrap_or_default();
    assert!(names.contains(&"receive") && !names.contains(&"car"));
    assert!(names.iter().all(|name| !name.starts_with('%')), "{names:?}");
}
