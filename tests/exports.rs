//! Tests that the bundled libraries are complete: each exports the names that its specification
//! lists, and each of these names occurs in an expectation.
//!
//! `exports/LIBRARY.txt` lists the names, taken from the index in the SRFI's own text; lines that
//! begin with `;` list extensions. The libraries of SRFI 160 for one type of numbers share a list,
//! in which `@` stands for the type.
//!
//! `docs/libraries.md` is generated from these lists and from the comments at the beginning of the
//! libraries: `CAIRN_BLESS=1 cargo test --test exports` rewrites it.

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use cairn::middle::environment::{LibraryName, standard, synonyms};
use cairn::stdlib::{self, srfi as bundled};

use common::files;

/// Libraries used by other libraries and described by no specification.
const PRIVATE: &[&str] = &["cairn ", "srfi 13 ranges", "srfi 14 tables", "srfi 115 "];

fn is_private(library: &str) -> bool {
    PRIVATE.iter().any(|prefix| library.starts_with(prefix))
}

/// The number type of a library of SRFI 160.
fn element_type(library: &str) -> Option<&str> {
    library.strip_prefix("srfi 160 ").filter(|&part| part != "base")
}

/// The file with the names of a library, and how to read a name in it.
fn list_of(library: &str) -> (String, impl Fn(&str) -> String) {
    let element = element_type(library);
    let shared = if element.is_some() { "srfi 160 @" } else { library };
    let file = format!("{}.txt", shared.replace(' ', "-"));
    (file, move |name: &str| name.replace('@', element.unwrap_or("@")))
}

/// The words of Scheme text: parentheses, and the text between them and spaces. Comments and string
/// contents are skipped.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let ends = c.is_whitespace() || "()[]'`,\";".contains(c);
        if ends && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        match c {
            '(' | ')' => words.push(c.into()),
            ';' => drop(chars.by_ref().find(|&c| c == '\n')),
            '"' => {
                while let Some(c) = chars.next().filter(|&c| c != '"') {
                    if c == '\\' {
                        chars.next();
                    }
                }
            }
            _ if !ends => word.push(c),
            _ => {}
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The names in the `export` declarations of a library's text.
fn exports_in(text: &str) -> BTreeSet<String> {
    let words = words(text);
    let mut names = BTreeSet::new();
    for (at, _) in words.windows(2).enumerate().filter(|(_, pair)| pair[0] == "(" && pair[1] == "export") {
        let mut depth = 1;
        let mut rest = &words[at + 2..];
        while depth > 0 {
            match rest[0].as_str() {
                "(" => {
                    // (rename internal external)
                    names.insert(rest[3].clone());
                    rest = &rest[5..];
                    continue;
                }
                ")" => depth -= 1,
                name => drop(names.insert(name.to_string())),
            }
            rest = &rest[1..];
        }
    }
    names
}

fn exports(library: &str) -> BTreeSet<String> {
    let name = LibraryName::parse(library);
    match standard::exports(&stdlib::builtins().primitives, &name) {
        Some(names) => names.into_iter().map(str::to_string).collect(),
        None => exports_in(&bundled::text(&name).expect("the text of a bundled library")),
    }
}

fn listed(library: &str) -> Result<BTreeSet<String>, String> {
    let (file, read) = list_of(library);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports").join(&file);
    let text = std::fs::read_to_string(path).map_err(|_| format!("tests/exports/{file} is missing"))?;
    let names = text.lines().filter(|line| !line.starts_with(';')).flat_map(str::split_whitespace);
    Ok(names.map(read).collect())
}

/// The libraries that a specification describes.
fn specified() -> impl Iterator<Item = &'static str> {
    bundled::names().chain(["srfi 124", "srfi 246"]).filter(|library| !is_private(library))
}

#[test]
fn libraries_export_what_their_specifications_list() {
    let mut problems = Vec::new();
    for library in specified() {
        let listed = match listed(library) {
            Ok(names) => names,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let exported = exports(library);
        for name in listed.difference(&exported) {
            problems.push(format!("({library}) does not export {name}"));
        }
        for name in exported.difference(&listed) {
            problems.push(format!("({library}) exports {name}, which its list lacks"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_exported_name_occurs_in_an_expectation() {
    let mut seen = BTreeSet::new();
    for path in ["srfi", "conformance", "prelude", "heap", "programs", "system"]
        .into_iter()
        .flat_map(|folder| files(folder, "scm"))
    {
        let text = std::fs::read_to_string(path).expect("a readable test");
        for word in words(&text) {
            // The name after a prefix of an import.
            seen.extend(word.split_once(':').map(|(_, name)| name.to_string()));
            seen.insert(word);
        }
    }
    // One type of numbers represents all of SRFI 160.
    let elements: Vec<&str> = bundled::names().filter_map(element_type).collect();
    let occurs =
        |name: &str| seen.contains(name) || elements.iter().any(|element| seen.contains(&name.replace('@', element)));
    let mut missing = BTreeSet::new();
    for library in specified() {
        let shared = if element_type(library).is_some() { "srfi 160 @" } else { library };
        missing.extend(listed(shared).unwrap_or_default().into_iter().filter(|name| !occurs(name)));
    }
    assert!(missing.is_empty(), "no expectation mentions {missing:?}");
}

#[test]
fn lists_belong_to_libraries() {
    let known: BTreeSet<String> = specified().map(|library| list_of(library).0).collect();
    for path in files("exports", "txt") {
        let file = path.file_name().and_then(|name| name.to_str()).expect("a name");
        assert!(known.contains(file), "tests/exports/{file} is the list of no library");
    }
}

// --- docs/libraries.md -------------------------------------------------------

const INTRODUCTION: &str = "\
# Bundled libraries

The libraries beyond R7RS-small, each with all the names that it exports. They follow the
final texts of the [SRFIs](https://srfi.schemers.org). A library `(scheme x)` is what
R7RS-large calls an SRFI. Libraries that only serve others are not listed.

This page is made from the libraries by `CAIRN_BLESS=1 cargo test --test exports`; a test
compares it, the exports of each library, and the names that its SRFI lists.
";

/// The first paragraph of the comment at the beginning of a library's text.
fn summary(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix(";;; "));
    let paragraph = lines.collect::<Vec<_>>().join(" ");
    match paragraph.split_once(": ") {
        Some((title, rest)) if title.starts_with("SRFI") || title.starts_with('(') => capitalised(rest),
        _ => paragraph,
    }
}

/// The text with its first letter capitalised, unless it begins with a Scheme name.
fn capitalised(text: &str) -> String {
    let word = text.split([' ', ',', '.']).next().unwrap_or_default();
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if word.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => text.to_string(),
    }
}

/// Sorts a number before the parts of an SRFI, so that the libraries are in order.
fn order(library: &str) -> (String, u32, String) {
    let mut words = library.split(' ');
    let kind = words.next().unwrap_or_default().to_string();
    let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    (kind, number, library.to_string())
}

fn document() -> String {
    let mut text = INTRODUCTION.to_string();
    let mut libraries: Vec<&str> = specified().filter(|&library| element_type(library).is_none()).collect();
    libraries.push("srfi 160 u8");
    libraries.sort_by_key(|library| order(library));
    for library in libraries {
        let is_shared = element_type(library).is_some();
        let (title, listed_as) = if is_shared { ("srfi 160 @", "srfi 160 @") } else { (library, library) };
        let _ = write!(text, "\n## `({title})`\n\n");
        let others = synonyms::of(library);
        if is_shared {
            text.push_str(
                "Also `(scheme vector @)`, where `@` is one of `u8 s8 u16 s16 u32 s32 u64 s64 f32 f64 c64 c128`. ",
            );
        } else if !others.is_empty() {
            let _ = write!(text, "Also `({})`. ", others.join(")`, `("));
        }
        let source = bundled::text(&LibraryName::parse(library));
        text.push_str(&source.map(|source| summary(&source)).unwrap_or_default());
        let names = listed(listed_as).unwrap_or_default();
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let _ = write!(text, "\n\n{}", names.join(" "));
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_list_of_libraries_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/libraries.md");
    let wanted = document();
    if std::env::var_os("CAIRN_BLESS").is_some() {
        std::fs::write(&path, &wanted).expect("docs can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(wanted == found, "docs/libraries.md is out of date: run CAIRN_BLESS=1 cargo test --test exports");
}
