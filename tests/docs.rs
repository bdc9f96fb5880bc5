//! Tests that the documents agree with the code: `docs/procedures.md` is generated from the tables
//! of builtins and libraries, every name that a library exports is bound, and every procedure of
//! the report accepts the report's arguments.
//!
//! `CAIRN_BLESS=1 cargo test --test docs` rewrites the document.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use cairn::backend::passes::PASSES;
use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Outcome};
use cairn::expand::special::{Role, role};
use cairn::middle::environment::special::Special;
use cairn::middle::environment::standard::{EXTENSIONS, LIBRARIES, exports};
use cairn::middle::environment::{Binding, LibraryName, standard::any_binding};
use cairn::middle::primitives::{Arity, Primitive, Primitives, at_least, between, flag};
use cairn::stdlib;
use cairn::stdlib::srfi::SRFIS;

/// The report's procedures by their least and greatest number of arguments, from
/// the templates of chapter 6, 4.2.5 and 4.2.6 (R7RS appendix A has the names).
const REPORT: &[(u8, Option<u8>, &str)] = &[
    (
        0,
        Some(0),
        "command-line current-error-port current-input-port current-jiffy current-output-port \
         current-second eof-object features get-environment-variables interaction-environment \
         jiffies-per-second open-output-bytevector open-output-string",
    ),
    (
        0,
        Some(1),
        "char-ready? emergency-exit exit flush-output-port newline peek-char peek-u8 read read-char \
         read-line read-u8 u8-ready?",
    ),
    (
        0,
        None,
        "* + append bytevector bytevector-append environment gcd lcm list string string-append values \
         vector vector-append",
    ),
    (
        1,
        Some(1),
        "abs acos angle asin binary-port? boolean? bytevector-length bytevector? caaaar caaadr caaar \
         caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr cadr \
         call-with-current-continuation call/cc car cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar \
         cddaar cddadr cddar cdddar cddddr cdddr cddr cdr ceiling char->integer char-alphabetic? \
         char-downcase char-foldcase char-lower-case? char-numeric? char-upcase char-upper-case? \
         char-whitespace? char? close-input-port close-output-port close-port complex? cos \
         delete-file denominator digit-value eof-object? error-object-irritants error-object-message \
         error-object? even? exact exact->inexact exact-integer-sqrt exact-integer? exact? exp \
         file-error? file-exists? finite? floor force get-environment-variable get-output-bytevector \
         get-output-string imag-part inexact inexact->exact inexact? infinite? input-port-open? \
         input-port? integer->char integer? length list->string list->vector list-copy list? \
         magnitude make-promise nan? negative? not null-environment null? number? numerator odd? \
         open-binary-input-file open-binary-output-file open-input-bytevector open-input-file \
         open-input-string open-output-file output-port-open? output-port? pair? port? positive? \
         procedure? promise? raise raise-continuable rational? read-error? real-part real? reverse \
         round scheme-report-environment sin sqrt square string->symbol string-downcase \
         string-foldcase string-length string-upcase string? symbol->string symbol? tan textual-port? \
         truncate vector-length vector? zero?",
    ),
    (
        1,
        Some(2),
        "atan display load log make-bytevector make-list make-parameter make-string make-vector \
         number->string read-bytevector read-string string->number write write-char write-shared \
         write-simple write-u8",
    ),
    (
        1,
        Some(3),
        "bytevector-copy string->list string->utf8 string->vector string-copy utf8->string \
         vector->list vector->string vector-copy",
    ),
    (1, Some(4), "read-bytevector! write-bytevector write-string"),
    (1, None, "- / error max min"),
    (
        2,
        Some(2),
        "assq assv bytevector-u8-ref call-with-input-file call-with-output-file call-with-port \
         call-with-values cons eq? equal? eqv? eval expt floor-quotient floor-remainder floor/ \
         list-ref list-tail make-polar make-rectangular memq memv modulo quotient rationalize \
         remainder set-car! set-cdr! string-ref truncate-quotient truncate-remainder truncate/ \
         vector-ref with-exception-handler with-input-from-file with-output-to-file",
    ),
    (2, Some(3), "assoc member"),
    (2, Some(4), "string-fill! vector-fill!"),
    (
        2,
        None,
        "< <= = > >= apply boolean=? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char<=? \
         char<? char=? char>=? char>? for-each map string-ci<=? string-ci<? string-ci=? string-ci>=? \
         string-ci>? string-for-each string-map string<=? string<? string=? string>=? string>? \
         symbol=? vector-for-each vector-map",
    ),
    (3, Some(3), "bytevector-u8-set! dynamic-wind list-set! string-set! substring vector-set!"),
    (3, Some(5), "bytevector-copy! string-copy! vector-copy!"),
];

/// Procedures that also accept other numbers of arguments, and why.
const WIDER: &[(&str, Arity, &str)] = &[
    ("eval", between(1, 2), "the interaction environment is the default"),
    ("substring", between(2, 3), "the end is the default, as for the other procedures with a range"),
    ("< <= = > >=", at_least(1), COMPARISON),
    ("boolean=? symbol=?", at_least(1), COMPARISON),
    ("char<=? char<? char=? char>=? char>?", at_least(1), COMPARISON),
    ("char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>?", at_least(1), COMPARISON),
    ("string<=? string<? string=? string>=? string>?", at_least(1), COMPARISON),
    ("string-ci<=? string-ci<? string-ci=? string-ci>=? string-ci>?", at_least(1), COMPARISON),
];

const COMPARISON: &str = "one argument is in any order; it is checked for its type";

fn arities() -> impl Iterator<Item = (&'static str, Arity)> {
    REPORT.iter().flat_map(|&(min, max, names)| names.split_whitespace().map(move |name| (name, Arity { min, max })))
}

/// The arity that Cairn intends where the report has this one.
fn intended(name: &str, report: Arity) -> Arity {
    let wider = WIDER.iter().find(|(names, ..)| names.split_whitespace().any(|wider| wider == name));
    wider.map_or(report, |&(_, arity, _)| arity)
}

fn primitives() -> &'static Primitives {
    &stdlib::builtins().primitives
}

fn row(name: &str) -> Option<&'static Primitive> {
    primitives().find(name).map(|id| primitives().row(id))
}

/// Each name that a standard library exports, with the exporting libraries. The library `(scheme
/// r5rs)` is omitted for names that another library has.
fn standard_names() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut names: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (library, exported) in LIBRARIES {
        for name in exported.split_whitespace() {
            names.entry(name).or_default().push(library);
        }
    }
    for libraries in names.values_mut().filter(|libraries| libraries.len() > 1) {
        libraries.retain(|&library| library != "scheme r5rs");
    }
    names
}

#[test]
fn exported_names_are_bound() {
    let unbound: Vec<_> =
        standard_names().into_keys().filter(|name| any_binding(primitives(), name).is_none()).collect();
    assert!(unbound.is_empty(), "exported, but neither special form nor builtin: {unbound:?}");
}

#[test]
fn builtins_are_procedures() {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    let public = primitives().common().map(|(_, row)| row).filter(|row| !row.has(flag::INTERNAL));
    let broken: Vec<_> = public
        .filter_map(|row| match engine.eval("docs", &format!("(procedure? {})", row.name)) {
            Ok(Outcome::Value(Some(value))) if value == "#t" => None,
            other => Some(format!("{}: {other:?}", row.name)),
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn arities_are_those_of_the_report() {
    let mut wrong = Vec::new();
    for (name, report) in arities() {
        match row(name) {
            Some(row) if row.arity == intended(name, report) => {}
            Some(row) => wrong.push(format!("{name} takes {}, not {}", words(row.arity), words(report))),
            None => wrong.push(format!("{name} is not there")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_each_procedure_once() {
    let mut known: Vec<_> = arities().map(|(name, _)| name).collect();
    known.sort_unstable();
    let exported: Vec<_> = standard_names().into_keys().filter(|name| Special::named(name).is_none()).collect();
    assert_eq!(known, exported);
}

#[test]
fn arguments_in_the_documentation_agree_with_the_arity() {
    let wrong: Vec<_> = primitives()
        .all()
        .map(|(_, row)| row)
        .filter(|row| !row.has(flag::INTERNAL) && !template_fits(row))
        .map(|row| format!("{} takes {}: {}", row.name, words(row.arity), row.doc))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_of_procedures_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/procedures.md");
    let wanted = document();
    if std::env::var_os("CAIRN_BLESS").is_some() {
        std::fs::write(&path, &wanted).expect("docs can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = wanted.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
    assert!(
        wanted == found,
        "docs/procedures.md is out of date: run CAIRN_BLESS=1 cargo test --test docs\n{difference:#?}"
    );
}

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a README")
}

#[test]
fn the_readme_has_the_embedding_example() {
    let example = include_str!("../examples/embed.rs");
    let (_, code) = example.split_once("\n\n").expect("a comment, then code");
    assert!(readme().contains(&format!("```rust\n{code}```")), "README.md and examples/embed.rs differ");
}

#[test]
fn the_programs_in_the_readme_run() {
    let readme = readme();
    let programs: Vec<_> = readme.split("```scheme\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!programs.is_empty());
    for program in programs {
        let streams = Streams { output: Box::new(std::io::sink()), ..Streams::default() };
        let mut engine = Engine::new(Config { streams, ..Config::default() }).expect("an engine");
        let outcome = engine.run_program("README.md", program);
        assert!(outcome.is_ok(), "{}", outcome.err().map(|report| report.render()).unwrap_or_default());
    }
}

/// The README states how many expectations the suite has. The number may lag a little, but it must
/// not exceed the real one.
#[test]
fn the_readme_counts_expectations() {
    let readme = readme();
    let marker = " expectations";
    let stated = readme.split(marker).next().and_then(|before| before.rsplit(' ').next()).unwrap_or_default();
    let stated: usize = stated.replace(',', "").parse().expect("a number before `expectations`");
    let counted: usize = ["conformance", "seed", "srfi"].iter().map(|folder| expectations(folder)).sum();
    assert!(stated <= counted && stated * 10 >= counted * 9, "the README says {stated}, the suite has {counted}");
}

#[test]
fn the_readme_lists_the_srfis() {
    let mut numbers: Vec<u32> =
        SRFIS.iter().map(|name| name.trim_start_matches("srfi-").parse().expect("a number")).collect();
    numbers.sort_unstable();
    let stated = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let readme = readme().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(readme.contains(&format!(": {stated};")), "README.md does not list {stated}");
}

/// Expectations in the transcripts of a folder.
fn expectations(folder: &str) -> usize {
    let count = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a readable test");
        text.lines().filter(|line| line.trim_start().starts_with(";=>")).count()
    };
    common::files(folder, "scm").iter().map(count).sum()
}

#[test]
fn the_passes_are_described() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).expect("the document");
    let missing: Vec<_> =
        PASSES.iter().map(|pass| pass.name).filter(|name| !text.contains(&format!("| `{name}` |"))).collect();
    assert!(missing.is_empty(), "not in ARCHITECTURE.md: {missing:?}");
}

#[test]
fn unsafe_code_is_in_the_machine_and_the_interface_for_c() {
    let outside = sources("").into_iter().filter(|(path, _)| !path.contains("/vm/") && !path.contains("/capi/"));
    let wrong: Vec<_> = outside
        .filter(|(_, text)| text.lines().any(|line| is_code(line) && line.contains("unsafe ")))
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_code(line: &str) -> bool {
    !line.trim_start().starts_with("//")
}

/// The Rust files below a folder of `src` that are not tests, and their texts.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut pending = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    let mut found = Vec::new();
    while let Some(path) = pending.pop() {
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a folder of sources");
            pending.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if name.ends_with(".rs") && !name.contains("test") {
            found.push((name, std::fs::read_to_string(&path).expect("a source")));
        }
    }
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

// --- the document -------------------------------------------------------------

const HEAD: &str = "\
# Procedures and syntax

Every name that Cairn's libraries export: first those of the sixteen libraries of
R7RS-small, appendix A, then Cairn's own. The column *arguments* counts them; a
template in *description* names them. A library `(scheme x)` is given as `x`; names
that `(scheme r5rs)` shares with another library are listed under the other.

This page is made from the tables in the code by `CAIRN_BLESS=1 cargo test --test docs`,
and a test compares it, the tables and the report.
";

fn document() -> String {
    let mut out = HEAD.to_string();
    out.push_str("\n## The libraries of the report\n\n");
    table(
        &mut out,
        standard_names().into_iter().map(|(name, libraries)| {
            (name, libraries.iter().map(|library| library.trim_start_matches("scheme ")).collect::<Vec<_>>().join(", "))
        }),
    );
    let mut own = exports(primitives(), &LibraryName::parse(EXTENSIONS)).expect("Cairn's own library");
    own.sort_unstable();
    let _ = write!(out, "\n## Beyond the report: `({EXTENSIONS})`\n\n");
    table(&mut out, own.into_iter().map(|name| (name, "cairn".to_string())));
    out
}

fn table(out: &mut String, names: impl Iterator<Item = (&'static str, String)>) {
    out.push_str("| name | library | arguments | description |\n|---|---|---|---|\n");
    for (name, library) in names {
        let (arguments, description) = match any_binding(primitives(), name) {
            Some(Binding::Special(special)) => ("syntax".to_string(), syntax(special).to_string()),
            _ => row(name).map_or_else(Default::default, |row| (words(row.arity), code_template(row.doc))),
        };
        let name = escaped(name);
        let _ = writeln!(out, "| `{name}` | {library} | {arguments} | {} |", escaped(&description));
    }
}

/// The description of a special form.
fn syntax(special: Special) -> &'static str {
    match role(special) {
        Role::Expression(_) => "expression",
        Role::Constant(_) => "constant",
        Role::Splice(_) | Role::Either(..) => "stands for other forms",
        Role::Definition(_) => "definition",
        Role::Declaration(_) => "at the top level only",
        Role::Transformer => "makes a macro's transformer",
        Role::Auxiliary => "has a meaning inside other forms",
    }
}

fn words(arity: Arity) -> String {
    match arity {
        Arity { min, max: Some(max) } if min == max => min.to_string(),
        Arity { min, max: Some(max) } => format!("{min} to {max}"),
        Arity { min, max: None } => format!("{min} or more"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Template and text of a line of documentation.
fn template(doc: &str) -> (&str, &str) {
    let mut depth = 0;
    for (i, c) in doc.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return doc.split_at(i + 1);
        }
    }
    (doc, "")
}

fn code_template(doc: &str) -> String {
    let (template, text) = template(doc);
    format!("`{template}` {}", text.trim())
}

/// Whether the number of arguments named by a template agrees with the arity. An optional argument
/// is in brackets; `x ...` is any number of them, from zero or from one on.
fn template_fits(row: &Primitive) -> bool {
    let (template, _) = template(row.doc);
    let inner = template.trim_start_matches('(').trim_end_matches(')');
    let mut parts = inner.split_whitespace();
    if parts.next() != Some(row.name) {
        return false;
    }
    let (mut required, mut most, mut depth) = (0, Some(0), 0);
    for part in parts {
        if part.starts_with("...") {
            most = None;
            continue;
        }
        depth += part.matches('[').count();
        required += u8::from(depth == 0);
        most = most.map(|most| most + 1);
        depth -= part.matches(']').count();
    }
    let least_fits = row.arity.min == required || (most.is_none() && row.arity.min + 1 == required);
    least_fits && row.arity.max == most
}

#[test]
fn the_listings_are_those_of_the_compiler() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).expect("the document");
    let (_, after) = text.split_once("`fib`, and a `do` loop over a vector:").expect("the section");
    let block = |fence: &str| after.split_once(fence).and_then(|(_, rest)| rest.split_once("```")).expect("a block").0;
    let file = std::env::temp_dir().join(format!("cairn-listing-{}.scm", std::process::id()));
    std::fs::write(&file, block("```scheme\n")).expect("the scratch file");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_cairn")).arg("disasm").arg(&file).output();
    std::fs::remove_file(&file).expect("the scratch file");
    let listing = String::from_utf8(output.expect("the command").stdout).expect("text");
    let wanted = block("```text\n");
    assert!(listing.contains(wanted), "the listing is now\n{listing}");
}
