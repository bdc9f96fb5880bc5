//! Explains variables that are not bound: what the name may have meant, where it comes from, and
//! which other names of the program nothing defines.

use cairn_data::diagnostic::Code;
use cairn_data::global;
use cairn_data::source::{Source, Span};
use cairn_gc::Value;
use cairn_middle::environment::{Binding, LibraryName, Origin, foreign, standard, suggest};
use cairn_vm::world::World;

use super::text::{self, Bound};
use super::{operator, records, slips, source_of, within};
use crate::engine::mistake::Mistake;

/// Other unbound names that a note lists, at most.
const MOST_OTHERS: usize = 5;

pub(super) fn complete(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some(name) = mistake.irritants.first().and_then(|name| name.as_symbol()) else { return };
    let name = name.to_string();
    if mistake.message.starts_with("variable used before") {
        mistake.details.code = Some(Code::UNINITIALISED);
        return used_too_early(world, mistake, &name);
    }
    let assigned = mistake.message.starts_with("set!");
    let Some(source) = &source_of(world, mistake.span) else { return };
    mistake.span = place_of(source, mistake.span, &name);
    if let Some(hint) = exported_by_a_program(source, mistake.span) {
        mistake.details.primary = Some("a program has no exports".to_string());
        mistake.hint = Some(hint);
        return;
    }
    if let Some(definition) = definition_below(source, mistake.span, &name) {
        mistake.details.primary = Some("used here, before its definition has run".to_string());
        mistake.label(within(mistake.span, definition), "the definition comes later");
        mistake.hint = Some(format!("move the definition of {name} before this use"));
        return;
    }
    mistake.details.primary = Some(if assigned { "nothing defines this name" } else { "not defined" }.to_string());
    if let Some(hint) =
        lost_parameter(source, mistake.span, &name).or_else(|| earlier_binding(source, mistake.span, &name))
    {
        mistake.hint = Some(hint);
    } else if let Some(data) = list_of_data(world, source, mistake.span, &name) {
        mistake.suggest(format!("for a list of symbols write '{data}; without the quote it is a call"));
    } else if assigned {
        mistake.hint = Some(assigned_hint(world, source, mistake.span, &name));
    } else if let Some(hint) = hint(world, source, mistake.span, &name) {
        mistake.suggest(hint);
    } else {
        let define = format!("define it before this use: (define {name} ...); a symbol is written '{name}");
        mistake.suggest(define);
    }
    if let Some(scope) = bound_elsewhere(source, mistake.span, &name) {
        let what = match scope.of {
            Some(procedure) => format!("there is a {name} in {procedure}, which cannot be seen from outside"),
            None => format!("there is a {name} here, which cannot be seen from outside of its {}", scope.form),
        };
        mistake.label(within(mistake.span, scope.at), what);
    }
    note_others(world, mistake, &name, 0..0);
}

/// The place is in an `export` that stands in no library.
fn exported_by_a_program(source: &Source, span: Span) -> Option<String> {
    let outermost = *text::enclosing(&source.text, span.start as usize).first()?;
    (text::head(&source.text, outermost) == Some("export")).then(|| {
        "exports are declared in a library: (define-library (name) (export ...) (import ...) (begin ...))".to_string()
    })
}

/// The place of a name in the form where it is unbound: the place may belong to a call whose
/// operator it is.
fn place_of(source: &Source, span: Span, name: &str) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let Some(form) = source.text.get(start..end) else { return span };
    if form == name {
        return span;
    }
    match text::occurrences(form, name).next() {
        Some(at) => within(span, start + at..start + at + name.len()),
        None => span,
    }
}

/// Advice on a variable of a body that is read before it has a value.
fn used_too_early(world: &World<'_>, mistake: &mut Mistake<'_>, name: &str) {
    let Some(source) = &source_of(world, mistake.span) else { return };
    mistake.span = place_of(source, mistake.span, name);
    mistake.details.primary = Some(format!("{name} has no value yet"));
    if let Some(definition) = definition_below(source, mistake.span, name) {
        mistake.label(within(mistake.span, definition), format!("{name} gets its value here, later"));
    }
    mistake.suggest(format!("move what defines {name} before its use; definitions are evaluated in order"));
}

/// Where a name is defined that is used before.
fn definition_below(source: &Source, span: Span, name: &str) -> Option<std::ops::Range<usize>> {
    text::occurrences(&source.text, name)
        .filter(|&at| at >= span.end as usize)
        .find(|&at| {
            let before = source.text[..at].trim_end();
            let before = before.strip_suffix('(').map_or(before, str::trim_end);
            before.ends_with("(define") && is_same_scope(source, span, at)
        })
        .map(|at| at..at + name.len())
}

/// Whether a definition is one of the forms around a place, or of the top level.
fn is_same_scope(source: &Source, span: Span, definition: usize) -> bool {
    let around = text::enclosing(&source.text, span.start as usize);
    let mut of_definition = text::enclosing(&source.text, definition);
    while let Some(open) = of_definition.pop() {
        if text::head(&source.text, open) == Some("define") {
            break;
        }
    }
    of_definition.last().is_none_or(|scope| around.contains(scope))
}

/// A form around the place, or at it, all of whose elements are names that nothing binds: it
/// is meant as data.
fn list_of_data(world: &World<'_>, source: &Source, span: Span, name: &str) -> Option<String> {
    let open = *text::enclosing(&source.text, span.start as usize).last()?;
    let parts = text::elements(&source.text, open);
    let unknown = |word: &str| text::is_name(word) && !is_bound(world, source, span, word);
    let data = parts.len() > 1 && parts.iter().all(|part| unknown(&source.text[part.clone()]));
    let close = parts.last()?.end;
    (data && operator::hint(name).is_none() && close < open + 60)
        .then(|| format!("{})", source.text[open..close].split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// The name stands directly in a `lambda` or `define` whose parameters lack their parentheses, or
/// that defines `'name`.
fn lost_parameter(source: &Source, span: Span, name: &str) -> Option<String> {
    let text = &source.text;
    let quoted = format!("(define '{name} ");
    if text.contains(&quoted) {
        return Some(format!(
            "(define '{name} ...) does not define {name}: write (define {name} ...), without the quote"
        ));
    }
    let open = text::enclosing(text, span.start as usize).into_iter().rev().find(|&open| {
        let parts = text::elements(text, open);
        parts.len() > 3
            && &text[parts[0].clone()] == "lambda"
            && text::is_name(&text[parts[1].clone()])
            && parts[2..parts.len() - 1].iter().any(|part| &text[part.clone()] == name)
    })?;
    let parts = text::elements(text, open);
    let names = parts[1..].iter().map(|part| &text[part.clone()]).take_while(|part| text::is_name(part));
    let names: Vec<&str> = names.collect();
    Some(format!(
        "lambda took {} as its whole parameter list; did you mean (lambda ({}) ...)?",
        names[0],
        names.join(" ")
    ))
}

/// A value of a `let` refers to a name that the same `let` binds.
fn earlier_binding(source: &Source, span: Span, name: &str) -> Option<String> {
    let text = &source.text;
    let place = span.start as usize;
    text::enclosing(text, place).into_iter().rev().find_map(|open| {
        if text::head(text, open) != Some("let") {
            return None;
        }
        let list = text::elements(text, open).get(1).cloned().filter(|list| list.contains(&place))?;
        let bindings = text::elements(text, list.start);
        let names = |binding: &std::ops::Range<usize>| text::elements(text, binding.start).first().cloned();
        let is_bound = bindings.iter().filter_map(names).any(|bound| &text[bound] == name);
        let own = bindings.iter().find(|binding| binding.contains(&place)).and_then(names);
        match own {
            Some(own) if is_bound && &text[own.clone()] == name => {
                Some(format!("a procedure that calls itself is bound with letrec: (letrec (({name} ...)) ...)"))
            }
            Some(own) if is_bound => Some(format!(
                "let evaluates all values before it binds a name: with let* the value of {} can refer to {name}",
                &text[own]
            )),
            _ => None,
        }
    })
}

/// Whether a name means something at a place.
pub(super) fn is_bound(world: &World<'_>, source: &Source, span: Span, name: &str) -> bool {
    let locals = text::bound_around(&source.text, span.start as usize);
    world.session.libraries.environments.binds(name) || locals.iter().any(|bound| bound.name == name)
}

fn assigned_hint(world: &World<'_>, source: &Source, span: Span, name: &str) -> String {
    match nearest(world, source, span, name) {
        Some(like) => format!("did you mean {like}? A new variable is made with (define {name} ...)"),
        None => format!("set! changes a variable that exists; (define {name} ...) makes one"),
    }
}

/// Where a variable that is unbound might come from, or what might be meant.
fn hint(world: &World<'_>, source: &Source, span: Span, name: &str) -> Option<String> {
    if let Some(hint) = missing_import(world, name) {
        return Some(hint);
    }
    let by_words = number_hint(name)
        .or_else(|| told_by_name(name))
        .or_else(|| infix_definition(source, span, name))
        .or_else(|| records::of_name(source, span.start as usize, name));
    let by_habit = || slips::hint(world, source, span, name);
    if let Some(hint) = by_words.or_else(by_habit).or_else(|| by_the_text(world, source, name)) {
        return Some(hint);
    }
    // The slip of a name of the program itself is likelier than a foreign name.
    let own = suggest::nearest(name, own_names(source, span));
    if let Some(like) = own {
        return Some(format!("did you mean {like}?"));
    }
    let foreign = || foreign::word_hint(name).map(str::to_string);
    let like = || Some(format!("did you mean {}?", nearest(world, source, span, name)?));
    operator::hint(name).or_else(foreign).or_else(like)
}

/// A definition as other languages write it: `(x = 5)`.
fn infix_definition(source: &Source, span: Span, name: &str) -> Option<String> {
    let text = &source.text;
    let open = *text::enclosing(text, span.start as usize).last()?;
    let parts = text::elements(text, open);
    let [first, sign, value] = &parts[..] else { return None };
    (&text[first.clone()] == name && matches!(&text[sign.clone()], "=" | ":="))
        .then(|| format!("a name is given a value with (define {name} {})", &text[value.clone()]))
}

/// The library of the report that exports a name.
pub(super) fn missing_import(world: &World<'_>, name: &str) -> Option<String> {
    let library = standard::names().find(|library| {
        standard::exports(world.session.primitives, &LibraryName::parse(library))
            .is_some_and(|names| names.contains(&name))
    })?;
    Some(format!("the library ({library}) exports it: add ({library}) to the import at the top"))
}

/// An argument that is told by its name, as in other languages.
fn told_by_name(name: &str) -> Option<String> {
    let parameter = name.strip_suffix(':').filter(|parameter| !parameter.is_empty())?;
    Some(format!(
        "arguments are told by their order: leave {name} out. A procedure made with define* and #:key takes #:{parameter}"
    ))
}

/// Looks for a name in the text, and in the other files of the program.
fn by_the_text(world: &World<'_>, source: &Source, name: &str) -> Option<String> {
    let is_assigned = source.text.contains(&format!("(set! {name} "));
    if is_assigned {
        return Some(format!(
            "nothing defines it before set! changes it: write (define {name} ...) before, at the top level"
        ));
    }
    let (place, library) = not_exported(world, source, name)?;
    Some(format!("{place} defines it, but the library {library} does not export it: add {name} to its export"))
}

/// Where a library of the program defines a name that it does not export.
fn not_exported(world: &World<'_>, source: &Source, name: &str) -> Option<(String, String)> {
    world.session.sources.all().into_iter().find_map(|other| {
        let is_library = other.name != source.name && !other.name.starts_with('<');
        let open = other.text.find("(define-library ").filter(|_| is_library)?;
        let library = text::elements(&other.text, open).get(1).cloned()?;
        let definition = text::occurrences(&other.text, name).find(|&at| {
            let before = other.text[..at].trim_end_matches(['(', ' ']);
            before.ends_with("(define") || before.ends_with("(define-syntax")
        })?;
        let line = other.position(definition as u32).line;
        Some((format!("{}:{line}", other.name), other.text[library].to_string()))
    })
}

/// Names that the text around a place binds.
fn own_names(source: &Source, span: Span) -> impl Iterator<Item = &str> {
    text::bound_around(&source.text, span.start as usize).into_iter().map(|bound| bound.name)
}

/// Suggests a bound name that differs from this one by little, or only in case and hyphens.
fn nearest(world: &World<'_>, source: &Source, span: Span, name: &str) -> Option<String> {
    let environments = &world.session.libraries.environments;
    let own = suggest::nearest(name, own_names(source, span));
    let spelt = [name.replace('_', "-"), hyphenated(name), name.to_lowercase()];
    let same = spelt.into_iter().find(|other| other != name && is_bound(world, source, span, other));
    let with_mark = ["?", "!", "*"].into_iter().map(|mark| format!("{name}{mark}"));
    let marked = || with_mark.into_iter().find(|other| name.len() > 2 && environments.binds(other));
    let meaningful = |like: &&str| first_letters_match(name, like);
    let like = || environments.nearest(name).filter(meaningful).map(str::to_string);
    own.map(str::to_string).or(same).or_else(like).or_else(marked)
}

/// Whether a suggestion is more than an accident: short names have many neighbours.
fn first_letters_match(name: &str, like: &str) -> bool {
    name.len() > 4 || name.chars().next() == like.chars().next() && !matches!(like, "let" | "letrec" | "do" | "and")
}

/// `stringLength` as `string-length`.
fn hyphenated(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// Suggests what to write for a name that looks like a number of another language.
fn number_hint(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    for (prefix, digits) in [("0x", "#x"), ("0b", "#b"), ("0o", "#o")] {
        if let Some(rest) = lower.strip_prefix(prefix).filter(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()))
        {
            return Some(format!("did you mean {digits}{}?", rest.to_uppercase()));
        }
    }
    let begins = lower.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit());
    let plain: String = name.chars().filter(|c| !matches!(c, '_')).collect();
    if begins && name.contains('_') && plain.parse::<f64>().is_ok() {
        return Some(format!("numbers have no underscores: write {plain}"));
    }
    let suffix = lower.trim_end_matches(['f', 'l', 'd', 'u', 'n', 'j']);
    if begins && suffix.len() < lower.len() && suffix.parse::<f64>().is_ok() {
        return Some(format!("numbers have no suffix: write {suffix}"));
    }
    begins
        .then(|| "this is no number, so it counts as a name; numbers look like 12, -1.5, 2/3, 1e10 or #xFF".to_string())
}

/// Where a name is bound that cannot be seen from a place.
fn bound_elsewhere<'a>(source: &'a Source, span: Span, name: &'a str) -> Option<Bound<'a>> {
    text::occurrences(&source.text, name)
        .filter(|&at| at < span.start as usize || at >= span.end as usize)
        .take(50)
        .find_map(|at| {
            text::bound_around(&source.text, at).into_iter().find(|bound| bound.name == name && bound.at.start == at)
        })
}

/// Names the other variables of the same text that nothing defines, but for those in a form that is explained
/// as a whole.
pub(super) fn note_others(world: &World<'_>, mistake: &mut Mistake<'_>, name: &str, form: std::ops::Range<usize>) {
    let Some(source) = &source_of(world, mistake.span) else { return };
    let mut others: Vec<(usize, &str)> = unbound_names(world)
        .filter(|&other| other != name)
        .filter_map(|other| Some((text::occurrences(&source.text, other).find(|at| !form.contains(at))?, other)))
        .collect();
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        return;
    }
    let more = if others.len() > MOST_OTHERS { ", ..." } else { "" };
    let shown = others
        .iter()
        .take(MOST_OTHERS)
        .map(|&(at, other)| format!("{other} (line {})", source.position(at as u32).line));
    let list = shown.collect::<Vec<_>>().join(", ");
    mistake.note(format!("other names of this file that nothing defines: {list}{more}"));
}

/// The names that code refers to and that have no definition.
fn unbound_names<'gc>(world: &World<'gc>) -> impl Iterator<Item = &'gc str> {
    let entries = world.session.libraries.environments.entries(world.interaction);
    entries.filter_map(|(key, entry)| match entry.binding {
        Binding::Global(cell) if entry.origin == Origin::Referenced => {
            (cell.slot(global::VALUE) == Some(Value::UNBOUND)).then(|| key.as_symbol())?
        }
        _ => None,
    })
}
