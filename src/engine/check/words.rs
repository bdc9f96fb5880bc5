//! Finds names in the text that are defined twice, hide others, or are not used.

use std::collections::HashMap;
use std::ops::Range;

use super::{Finding, habits};
use crate::compiler::environment::{LibraryName, standard};
use crate::data::source::Span;
use crate::engine::advice::text::{self, Piece};
use crate::vm::world::World;

pub(super) fn findings(world: &World<'_>, span: Span) -> Vec<Finding> {
    let Some(source) = world.session.sources.get(span) else { return Vec::new() };
    let place = |range: Range<usize>| Span { start: range.start as u32, end: range.end as u32, ..span };
    let mut found = Vec::new();
    let mut defined: HashMap<&str, Range<usize>> = HashMap::new();
    let libraries = visible_libraries(&source.text);
    let (mut depth, mut skip) = (0, 0);
    for piece in text::pieces(&source.text) {
        match text::piece(&source.text, piece.start) {
            Piece::Open => {
                let head = text::head(&source.text, piece.start);
                if depth == 0 && head == Some("define") {
                    definition(world, &source.text, piece.start, &libraries, &mut defined, &mut found, &place);
                }
                if depth == 0 && head == Some("import") {
                    found.extend(unused_imports(world, &source.text, piece.start, &place));
                }
                if piece.start >= skip {
                    found.extend(habits::findings(&source.text, piece.start, &place));
                }
                if piece.start >= skip && is_data_or_template(&source.text, piece.start, head) {
                    skip = text::elements(&source.text, piece.start).last().map_or(skip, |part| part.end);
                }
                let unused = if piece.start < skip { Vec::new() } else { unused_variables(&source.text, piece.start) };
                found.extend(unused.into_iter().map(|name| {
                    let message = format!("{} is not used", &source.text[name.clone()]);
                    Finding::warning("unused-variable", place(name), message)
                        .hint("leave it out, or begin its name with _ when it must be there")
                }));
                depth += 1;
            }
            Piece::Close => depth -= 1,
            Piece::Word => {}
        }
    }
    found
}

/// Whether a form is no code of the program: quoted data, or a macro, whose templates bind
/// variables for what its users write.
fn is_data_or_template(source: &str, open: usize, head: Option<&str>) -> bool {
    const MACROS: [&str; 6] =
        ["quote", "define-syntax", "let-syntax", "letrec-syntax", "define-macro", "define-syntax-parameter"];
    source[..open].ends_with(['\'', '`']) || head.is_some_and(|head| MACROS.contains(&head))
}

/// The libraries of the report whose names a program sees: those that it imports, or all.
fn visible_libraries(source: &str) -> Vec<String> {
    let imports: Vec<usize> = source
        .match_indices("(import")
        .map(|(open, _)| open)
        .filter(|&open| open == 0 || source[..open].ends_with('\n'))
        .collect();
    if imports.is_empty() {
        return standard::names().filter(|name| name.starts_with("scheme ")).map(str::to_string).collect();
    }
    let sets = imports.into_iter().flat_map(|open| text::elements(source, open).into_iter().skip(1));
    sets.map(|set| source[set].trim_matches(['(', ')']).to_string()).collect()
}

/// A definition at the top level: whether it is the second of its name, or hides a builtin.
fn definition<'a>(
    world: &World<'_>,
    source: &'a str,
    open: usize,
    libraries: &[String],
    defined: &mut HashMap<&'a str, Range<usize>>,
    found: &mut Vec<Finding>,
    place: &impl Fn(Range<usize>) -> Span,
) {
    let Some(target) = text::elements(source, open).get(1).cloned() else { return };
    let is_procedure = source[target.clone()].starts_with('(');
    let name = if is_procedure { text::elements(source, target.start).first().cloned() } else { Some(target) };
    let Some(range) = name.filter(|range| text::is_name(&source[range.clone()])) else { return };
    let name = &source[range.clone()];
    if let Some(first) = defined.get(name) {
        let mut finding =
            Finding::warning("duplicate-definition", place(range.clone()), format!("{name} is defined again"));
        finding.related = Some((place(first.clone()), "first here".to_string()));
        found.push(finding);
    } else if libraries.iter().any(|library| exports(world, library, name)) {
        let message = format!("this definition hides the {name} of Cairn");
        found.push(Finding::warning("hides", place(range.clone()), message).hint("give it another name, if that is not meant"));
    }
    defined.entry(name).or_insert(range);
}

fn exports(world: &World<'_>, library: &str, name: &str) -> bool {
    let names = standard::exports(world.session.primitives, &LibraryName::parse(library));
    names.is_some_and(|names| names.contains(&name))
}

/// Whether the procedure whose head begins here is used as a value, and not only called: then those
/// who call it decide how many parameters there are.
fn is_value(source: &str, head: usize) -> bool {
    let Some(name) = text::elements(source, head).first().cloned() else { return false };
    let mut uses = text::occurrences(source, &source[name.clone()]).filter(|&at| at != name.start);
    uses.any(|at| !source[..at].ends_with(['(', '[']))
}

/// The parameters and variables of a form that its text does not mention again. The parameters
/// of a `lambda` are not looked at: who calls it decides how many there are.
fn unused_variables(source: &str, open: usize) -> Vec<Range<usize>> {
    let parts = text::elements(source, open);
    let head = parts.first().map_or("", |part| &source[part.clone()]);
    let Some(end) = parts.last().map(|part| part.end) else { return Vec::new() };
    let mut names = Vec::new();
    match (head, parts.get(1)) {
        ("define", Some(list))
            if source[list.clone()].starts_with('(') && parts.len() > 2 && !is_value(source, list.start) =>
        {
            names = text::elements(source, list.start).into_iter().skip(1).collect();
        }
        ("let" | "let*" | "letrec" | "letrec*", Some(list)) if source[list.clone()].starts_with("((") && parts.len() > 2 => {
            let bindings = text::elements(source, list.start).into_iter();
            names = bindings.filter_map(|binding| text::elements(source, binding.start).first().cloned()).collect();
        }
        _ => {}
    }
    names.retain(|range| {
        let name = &source[range.clone()];
        text::is_name(name)
            && name != "."
            && name != "..."
            && !name.starts_with('_')
            && text::occurrences(&source[open..end], name).count() == 1
    });
    names
}

/// The import sets none of whose names the text mentions.
fn unused_imports(world: &World<'_>, source: &str, open: usize, place: &impl Fn(Range<usize>) -> Span) -> Vec<Finding> {
    let mut found = Vec::new();
    let end = text::elements(source, open).last().map_or(open, |part| part.end);
    for set in text::elements(source, open).into_iter().skip(1) {
        let name = &source[set.clone()];
        let Some(library) = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) else { continue };
        if library.contains('(') {
            continue;
        }
        let Some(exports) = standard::exports(world.session.primitives, &LibraryName::parse(library)) else { continue };
        let is_used = |export: &&str| text::occurrences(&source[end..], export).next().is_some();
        if !exports.iter().any(is_used) {
            let message = format!("nothing of the library {name} is used");
            found.push(Finding::warning("unused-import", place(set), message).hint("leave it out of the import"));
        }
    }
    found
}
