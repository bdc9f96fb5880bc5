//! Finds names in the text that are defined twice, hide others, or are not used.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use cairn_data::source::Span;
use cairn_middle::environment::{LibraryName, standard};
use cairn_vm::world::World;

use super::outline::Outline;
use super::{Finding, habits};
use crate::engine::advice::text::{self, Piece};

pub(super) fn findings(world: &World<'_>, span: Span) -> Vec<Finding> {
    let Some(source) = world.session.sources.get(span) else { return Vec::new() };
    let place = |range: Range<usize>| Span { start: range.start as u32, end: range.end as u32, ..span };
    let outline = &Outline::new(&source.text);
    let mut found = Vec::new();
    let mut definitions = Definitions { visible: visible_names(world, outline), first: HashMap::new() };
    let (mut depth, mut skip) = (0, 0);
    for piece in text::pieces(&source.text) {
        match text::piece(&source.text, piece.start) {
            Piece::Open => {
                let head = text::head(&source.text, piece.start);
                if depth == 0 && head == Some("define") {
                    found.extend(definitions.add(outline, piece.start, &place));
                }
                if depth == 0 && head == Some("import") {
                    found.extend(unused_imports(world, outline, piece.start, &place));
                }
                depth += 1;
                if piece.start < skip {
                    continue;
                }
                found.extend(habits::findings(outline, piece.start, &place));
                if is_data_or_template(&source.text, piece.start, head) {
                    skip = outline.elements(piece.start).last().map_or(skip, |part| part.end);
                } else {
                    found.extend(unused_variables(outline, piece.start, &place));
                }
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

/// The names of the report's libraries that a program sees: of those that it imports, or of all.
fn visible_names(world: &World<'_>, outline: &Outline<'_>) -> HashSet<&'static str> {
    let source = outline.text;
    let imports: Vec<usize> = source
        .match_indices("(import")
        .map(|(open, _)| open)
        .filter(|&open| open == 0 || source[..open].ends_with('\n'))
        .collect();
    let sets = imports.iter().flat_map(|&open| outline.elements(open).iter().skip(1));
    let mut libraries: Vec<&str> = sets.map(|set| source[set.clone()].trim_matches(['(', ')'])).collect();
    if imports.is_empty() {
        libraries = standard::names().filter(|name| name.starts_with("scheme ")).collect();
    }
    let exports = |library: &str| standard::exports(world.session.primitives, &LibraryName::parse(library));
    libraries.into_iter().filter_map(exports).flatten().collect()
}

/// The definitions at the top level so far.
struct Definitions<'s> {
    /// Names that a definition would hide.
    visible: HashSet<&'static str>,
    /// Where each name was defined first.
    first: HashMap<&'s str, Range<usize>>,
}

impl<'s> Definitions<'s> {
    /// Adds one: whether it is the second of its name, or hides a builtin.
    fn add(&mut self, outline: &Outline<'s>, open: usize, place: &impl Fn(Range<usize>) -> Span) -> Option<Finding> {
        let target = outline.elements(open).get(1)?;
        let is_procedure = outline.text[target.clone()].starts_with('(');
        let range = if is_procedure { outline.elements(target.start).first()? } else { target };
        let name = &outline.text[range.clone()];
        if !text::is_name(name) {
            return None;
        }
        if let Some(first) = self.first.get(name) {
            let mut finding =
                Finding::warning("duplicate-definition", place(range.clone()), format!("{name} is defined again"));
            finding.related = Some((place(first.clone()), "first here".to_string()));
            return Some(finding);
        }
        self.first.insert(name, range.clone());
        self.visible.contains(name).then(|| {
            let message = format!("this definition hides the {name} of Cairn");
            Finding::warning("hides", place(range.clone()), message).hint("give it another name, if that is not meant")
        })
    }
}

/// The parameters and variables of a form that its text does not mention again. The parameters
/// of a `lambda` are not looked at, and those of a procedure that is used as a value: who calls it decides how
/// many there are.
fn unused_variables(outline: &Outline<'_>, open: usize, place: &impl Fn(Range<usize>) -> Span) -> Vec<Finding> {
    let source = outline.text;
    let [head, list, .., last] = outline.elements(open) else { return Vec::new() };
    let names: Vec<Range<usize>> = match &source[head.clone()] {
        "define" if source[list.clone()].starts_with('(') => match outline.elements(list.start) {
            [name, parameters @ ..] if !outline.is_operand(&source[name.clone()]) => parameters.to_vec(),
            _ => Vec::new(),
        },
        "let" | "let*" | "letrec" | "letrec*" if source[list.clone()].starts_with("((") => {
            let bindings = outline.elements(list.start).iter();
            bindings.filter_map(|binding| outline.elements(binding.start).first().cloned()).collect()
        }
        _ => Vec::new(),
    };
    let is_unused = |range: &Range<usize>| {
        let name = &source[range.clone()];
        let is_variable = text::is_name(name) && name != "." && name != "..." && !name.starts_with('_');
        is_variable && outline.count(name, open..last.end) == 1
    };
    let finding = |name: Range<usize>| {
        let message = format!("{} is not used", &source[name.clone()]);
        Finding::warning("unused-variable", place(name), message)
            .hint("leave it out, or begin its name with _ when it must be there")
    };
    names.into_iter().filter(is_unused).map(finding).collect()
}

/// The import sets none of whose names the text mentions.
fn unused_imports(
    world: &World<'_>,
    outline: &Outline<'_>,
    open: usize,
    place: &impl Fn(Range<usize>) -> Span,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let sets = outline.elements(open);
    let end = sets.last().map_or(open, |part| part.end);
    for set in sets.iter().skip(1) {
        let name = &outline.text[set.clone()];
        let Some(library) = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) else { continue };
        if library.contains('(') {
            continue;
        }
        let Some(exports) = standard::exports(world.session.primitives, &LibraryName::parse(library)) else { continue };
        if !exports.iter().any(|export| outline.count(export, end..outline.text.len()) > 0) {
            let message = format!("nothing of the library {name} is used");
            found.push(
                Finding::warning("unused-import", place(set.clone()), message).hint("leave it out of the import"),
            );
        }
    }
    found
}
