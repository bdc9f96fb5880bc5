//! Knows what each exported name of each library is: a signature, a line about it, an example.
//!
//! Builtins have their line in the tables of the code, special forms in `forms.txt` here. What
//! is defined in a bundled library has the comment before its definition; its signature is the
//! definition's. The examples are tests: `examples.txt` is made from the suites, by a test that
//! runs each example on its own.

use std::collections::{BTreeMap, HashMap};

use cairn::middle::environment::special::Special;
use cairn::middle::environment::{LibraryName, standard};
use cairn::middle::primitives::{Primitives, flag};
use cairn::stdlib::{self, srfi};

use super::source::{self, Definition};

/// Libraries that only serve other libraries.
const PRIVATE: &[&str] = &["cairn ", "srfi 13 ranges", "srfi 14 tables", "srfi 115 "];
/// Those of them that programs use, too.
const PUBLIC: &[&str] = &[
    "cairn archive",
    "cairn base",
    "cairn capabilities",
    "cairn cli",
    "cairn csv",
    "cairn digest",
    "cairn encoding",
    "cairn fs",
    "cairn gc",
    "cairn ini",
    "cairn json",
    "cairn match",
    "cairn pack",
    "cairn process",
    "cairn random",
    "cairn regex",
    "cairn time",
    "cairn toml",
    "cairn yaml",
];

/// Libraries that the examples of a library import besides it.
const COMPANIONS: &[(&str, &[&str])] = &[
    ("srfi 113", &["srfi 128"]),
    ("srfi 115", &["srfi 14"]),
    ("srfi 125", &["srfi 128"]),
    ("srfi 146", &["srfi 128"]),
    ("srfi 146 hash", &["srfi 128"]),
    ("srfi 162", &["srfi 128"]),
    ("srfi 209", &["srfi 128"]),
    ("srfi 224", &["srfi 128"]),
];

static FORMS: &str = include_str!("forms.txt");
static EXAMPLES: &str = include_str!("examples.txt");

/// The entry of a name in a library.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    /// The name.
    pub name: String,
    /// The libraries that export it with this meaning, the one to look at first in front.
    pub libraries: Vec<String>,
    /// How it is used.
    pub signature: String,
    /// The description; may be empty when the signature says enough.
    pub text: String,
    /// An expression and its value.
    pub example: Option<(String, String)>,
}

/// A library.
pub(crate) struct Library {
    /// Its name, without parentheses.
    pub name: String,
    /// The purpose of the library.
    pub summary: String,
    /// Its names.
    pub entries: Vec<Entry>,
}

/// The names of the libraries for programs: those of the report first.
pub(crate) fn library_names() -> Vec<&'static str> {
    let is_public = |name: &&str| PUBLIC.contains(name) || !PRIVATE.iter().any(|prefix| name.starts_with(prefix));
    let groups = standard::group_names(&stdlib::builtins().primitives);
    let mut names: Vec<_> = standard::names().chain(groups).chain(srfi::names()).filter(is_public).collect();
    names.sort_by_key(|name| order(name));
    names.dedup();
    names
}

/// The libraries that the examples of a library import besides it.
pub(crate) fn companions(library: &str) -> &'static [&'static str] {
    COMPANIONS.iter().find(|(name, _)| *name == library).map_or(&[], |(_, others)| others)
}

/// Sorts the libraries of the report before those of Cairn, and SRFIs by their numbers.
fn order(name: &str) -> (usize, usize, String) {
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let rank = ["scheme", "cairn", "srfi", "chibi", "rnrs"].iter().position(|known| *known == first).unwrap_or(9);
    let number = rest.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    (rank, number, name.to_string())
}

/// Everything.
pub(crate) struct Reference {
    primitives: &'static Primitives,
    forms: HashMap<&'static str, [&'static str; 4]>,
    examples: HashMap<(&'static str, &'static str), (&'static str, &'static str)>,
    /// The definitions in the bundled libraries, by library and name.
    definitions: HashMap<(String, String), Definition>,
    /// The imports of each bundled library.
    imports: HashMap<&'static str, Vec<String>>,
}

impl Reference {
    /// Reads the texts.
    pub(crate) fn new() -> Reference {
        let (mut definitions, mut imports) = (HashMap::new(), HashMap::new());
        for library in srfi::names() {
            let text = srfi::text(&LibraryName::parse(library)).unwrap_or_default();
            imports.insert(library, source::imports(&text));
            for definition in source::definitions(&text) {
                definitions.entry((library.to_string(), definition.name.clone())).or_insert(definition);
            }
        }
        let primitives = &stdlib::builtins().primitives;
        Reference { primitives, forms: forms(), examples: examples(), definitions, imports }
    }

    /// The library of this name.
    pub(crate) fn library(&self, name: &str) -> Option<Library> {
        let parsed = LibraryName::parse(name);
        if let Some(exported) = standard::exports(self.primitives, &parsed) {
            let public = exported.into_iter().filter(|name| !name.starts_with('%'));
            let mut entries: Vec<_> = public.map(|exported| self.entry(name, exported, exported, "")).collect();
            entries.sort_by(|a, b| a.name.cmp(&b.name));
            return Some(Library { name: name.to_string(), summary: summary_of_standard(name).to_string(), entries });
        }
        let text = srfi::text(&parsed)?;
        let mut summary = source::summary(&text);
        for other in companions(name) {
            summary.push_str(&format!(" The examples import ({other}), too."));
        }
        let mut entries: Vec<_> = source::exports(&text)
            .into_iter()
            .map(|(internal, exported)| self.entry(name, &exported, &internal, &text))
            .collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        entries.dedup_by(|a, b| a.name == b.name);
        Some(Library { name: name.to_string(), summary, entries })
    }

    /// The entry of a name that a library exports; `text` is the library's.
    fn entry(&self, library: &str, name: &str, internal: &str, text: &str) -> Entry {
        let own = self.of_definition(library, internal, name, text);
        let form = self.forms.get(internal).filter(|_| own.is_none() && Special::named(internal).is_some());
        let (signature, line) = own
            .or_else(|| form.map(|[signature, line, ..]| (signature.to_string(), line.to_string())))
            .or_else(|| self.of_builtin(library, internal, name, text))
            .unwrap_or_else(|| (name.to_string(), String::new()));
        let example = form.map(|form| (form[2], form[3])).filter(|&(example, _)| example != "-");
        let example = self.examples.get(&(library, name)).copied().or(example);
        let example = example.map(|(expression, value)| (expression.to_string(), value.to_string()));
        Entry { name: name.to_string(), libraries: vec![library.to_string()], signature, text: line, example }
    }

    /// The line of a builtin: of the library itself, of one that it imports, or of the standard ones.
    fn of_builtin(&self, library: &str, internal: &str, name: &str, text: &str) -> Option<(String, String)> {
        let mut libraries = self.libraries_from(library, text).into_iter();
        let own = libraries.find_map(|library| self.primitives.find_unique(&format!("{library} {internal}")));
        let row = self.primitives.row(own.or_else(|| self.primitives.find(internal))?);
        let (template, line) = split_template(row.doc);
        let hidden = row.has(flag::INTERNAL) || internal != name;
        let template = if hidden { template.replacen(internal, name, 1) } else { template.to_string() };
        Some((template, line.trim().to_string()))
    }

    /// The comment at the definition, in the library itself or in one that it imports.
    fn of_definition(&self, library: &str, internal: &str, name: &str, text: &str) -> Option<(String, String)> {
        let mut libraries = self.libraries_from(library, text).into_iter();
        let definition = libraries.find_map(|library| self.definitions.get(&(library, internal.to_string())))?;
        let Definition { formals, comment, is_syntax, .. } = definition;
        let line = if *is_syntax && comment.is_empty() { "syntax.".to_string() } else { comment.clone() };
        let signature = match formals.as_slice() {
            [] => name.to_string(),
            clauses => clauses.iter().map(|formals| call(name, formals)).collect::<Vec<_>>().join("\n"),
        };
        Some((signature, line))
    }

    /// A library with this text, and those that it imports, directly or not, the nearest first.
    fn libraries_from(&self, library: &str, text: &str) -> Vec<String> {
        let mut libraries = vec![library.to_string()];
        let mut at = 0;
        while let Some(library) = libraries.get(at) {
            let imports = if at == 0 {
                source::imports(text)
            } else {
                self.imports.get(library.as_str()).cloned().unwrap_or_default()
            };
            let new: Vec<_> = imports.into_iter().filter(|import| !libraries.contains(import)).collect();
            libraries.extend(new);
            at += 1;
        }
        libraries
    }

    /// The entries of a name, each meaning once.
    pub(crate) fn find(&self, name: &str) -> Vec<Entry> {
        let mut found: Vec<Entry> = Vec::new();
        for library in library_names().into_iter().filter_map(|name| self.library(name)) {
            let Some(entry) = library.entries.into_iter().find(|entry| entry.name == name) else { continue };
            let same = |known: &&mut Entry| known.signature == entry.signature && known.text == entry.text;
            match found.iter_mut().find(same) {
                Some(known) => {
                    known.libraries.extend(entry.libraries);
                    known.example = known.example.take().or(entry.example);
                }
                None => found.push(entry),
            }
        }
        found
    }

    /// The names that contain a text, each with the libraries that export it.
    pub(crate) fn apropos(&self, text: &str) -> BTreeMap<String, Vec<&'static str>> {
        let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for library in library_names() {
            for name in self.names_in(library).into_iter().filter(|name| name.contains(text)) {
                found.entry(name).or_default().push(library);
            }
        }
        found
    }

    /// The names that a library exports.
    fn names_in(&self, library: &str) -> Vec<String> {
        let name = LibraryName::parse(library);
        match standard::exports(self.primitives, &name) {
            Some(names) => names.into_iter().filter(|name| !name.starts_with('%')).map(str::to_string).collect(),
            None => {
                let text = srfi::text(&name).unwrap_or_default();
                source::exports(&text).into_iter().map(|(_, exported)| exported).collect()
            }
        }
    }
}

fn call(name: &str, formals: &str) -> String {
    if formals.is_empty() { format!("({name})") } else { format!("({name} {formals})") }
}

/// The template and the text of a builtin's line.
fn split_template(doc: &str) -> (&str, &str) {
    let mut depth = 0;
    let end = doc.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    doc.split_at(end.map_or(doc.len(), |end| end + 1))
}

/// The special forms of `forms.txt` by their names.
fn forms() -> HashMap<&'static str, [&'static str; 4]> {
    let mut found = HashMap::new();
    for block in FORMS.split("\n\n").map(str::trim) {
        let lines: Vec<&str> = block.lines().filter(|line| !line.starts_with("# ")).collect();
        if let [signature, text, example, value] = lines[..] {
            let name = signature.trim_start_matches('(').split([' ', ')']).next().unwrap_or_default();
            found.insert(if name.is_empty() { signature } else { name }, [signature, text, example, value]);
        }
    }
    found
}

/// The examples of `examples.txt`, by library and name: lines of four parts.
fn examples() -> HashMap<(&'static str, &'static str), (&'static str, &'static str)> {
    let parts = |line: &'static str| match line.split('\t').collect::<Vec<_>>()[..] {
        [library, name, expression, value] => Some(((library, name), (expression, value))),
        _ => None,
    };
    EXAMPLES.lines().filter_map(parts).collect()
}

/// The purposes of the report's libraries and of Cairn's own.
fn summary_of_standard(name: &str) -> &'static str {
    const SUMMARIES: &[(&str, &str)] = &[
        ("scheme base", "The core of R7RS: syntax, numbers, lists, strings, vectors, control, ports."),
        ("scheme case-lambda", "Procedures that choose a clause by the number of arguments."),
        ("scheme char", "Characters and strings by the rules of Unicode."),
        ("scheme complex", "Complex numbers."),
        ("scheme cxr", "Compositions of car and cdr of three and four steps."),
        ("scheme eval", "Evaluation of data as programs."),
        ("scheme file", "Files."),
        ("scheme inexact", "Functions of inexact numbers."),
        ("scheme lazy", "Promises."),
        ("scheme load", "Programs from files."),
        ("scheme process-context", "Command line, environment, exit."),
        ("scheme r5rs", "The names of R5RS."),
        ("scheme read", "Reading of data."),
        ("scheme repl", "The environment of a session."),
        ("scheme time", "Time."),
        ("scheme write", "Writing of data."),
        ("scheme small", "All of R7RS-small."),
        ("scheme ephemeron", "Ephemerons: references that keep a value only while its key is alive."),
        ("srfi 124", "Ephemerons: references that keep a value only while its key is alive."),
        ("srfi 246", "Guardians: they return objects that nothing else refers to."),
        ("cairn base", "What Cairn has beyond the report; scripts without imports see it."),
        ("cairn capabilities", "What the program may reach, and giving that up."),
        ("cairn digest", "MD5, SHA-1, SHA-2, BLAKE3, HMAC."),
        ("cairn encoding", "Base64, hexadecimal digits, URLs."),
        ("cairn pack", "Numbers in bytes."),
        ("cairn random", "Random bytes, UUIDs."),
        ("cairn time", "Dates, time zones, durations."),
        ("cairn gc", "The collector, and weak references."),
    ];
    SUMMARIES.iter().find(|(known, _)| *known == name).map_or("", |(_, summary)| summary)
}
