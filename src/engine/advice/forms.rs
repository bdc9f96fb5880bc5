//! Explains forms whose shape is wrong because a parenthesis stands elsewhere than it seems.

use cairn_data::diagnostic::Code;
use cairn_vm::world::World;

use super::{source_of, text};
use crate::engine::mistake::Mistake;

/// Characters of a line that a suggestion writes out.
const LONGEST_LINE: usize = 60;

pub(super) fn complete(world: &World<'_>, mistake: &mut Mistake<'_>) {
    match mistake.details.code {
        Some(Code::EMPTY_BODY) => swallowed_body(world, mistake),
        Some(Code::KEYWORD) => keyword_elsewhere(world, mistake),
        Some(Code::LIBRARY_FILE) => name_without_parentheses(world, mistake),
        _ => {}
    }
}

/// A keyword that is no operator: `(a and b)`, or a line without its parentheses.
fn keyword_elsewhere(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some(source) = source_of(world, mistake.span) else { return };
    let text = &source.text;
    let place = mistake.span.start as usize..mistake.span.end as usize;
    let Some(keyword) = text.get(place.clone()).filter(|word| text::is_name(word)) else { return };
    if let Some(open) = text::enclosing(text, place.start).pop() {
        let parts = text::elements(text, open);
        if let [left, middle, right] = &parts[..]
            && *middle == place
            && matches!(keyword, "and" | "or")
        {
            let (left, right) = (&text[left.clone()], &text[right.clone()]);
            mistake.hint = Some(format!("operators come first: ({keyword} {left} {right})"));
        }
        return;
    }
    let line = text[place.start..].lines().next().unwrap_or_default().trim_end();
    if keyword == "import" {
        mistake.hint = Some(
            "a form begins with its parenthesis: (import (scheme base)), or no import at all to see all of Cairn"
                .to_string(),
        );
    } else if line.len() > keyword.len() && line.len() < LONGEST_LINE && !line.contains(';') {
        mistake.hint = Some(format!("a form begins with its parenthesis: ({line})"));
    }
}

/// `(import scheme base)` and `(import "scheme/base")`.
fn name_without_parentheses(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some(source) = source_of(world, mistake.span) else { return };
    let text = &source.text;
    let Some(open) = text::enclosing(text, mistake.span.start as usize).pop() else { return };
    let words: Vec<&str> = text::elements(text, open).into_iter().map(|part| &text[part]).collect();
    let [keyword @ "import", parts @ ..] = &words[..] else { return };
    if let [file] = parts
        && file.len() < LONGEST_LINE
        && let Some(path) = file.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
        && [".scm", ".ss", ".sld", ".sls", ".rkt"].iter().any(|ending| path.ends_with(ending))
    {
        let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        mistake.hint = Some(format!(
            "import names libraries: (load {file}) runs a file; the library ({name}) is a define-library in {name}.sld, and (import ({name})) imports it"
        ));
        return;
    }
    // `import a from "b"` and `from a import b`.
    let parts = match parts {
        [_, "from", module] | ["from", module, ..] => std::slice::from_ref(module),
        _ => parts,
    };
    let name = match parts {
        [one] => one.trim_matches(['"', '\'', '(', ')']).replace(['/', '.'], " "),
        several => several.join(" "),
    };
    if parts.iter().all(|part| text::is_name(part) || part.starts_with(['"', '\''])) && name.len() < LONGEST_LINE {
        mistake.hint = Some(format!("the name of a library is a list: ({keyword} ({name}))"));
    }
}

/// A `let` without a body, the last of whose bindings looks like a call: the list of bindings
/// was to end before it.
fn swallowed_body(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some(source) = source_of(world, mistake.span) else { return };
    let text = &source.text;
    let parts = text::elements(text, mistake.span.start as usize);
    let [keyword, list] = &parts[..] else { return };
    if !text[keyword.clone()].starts_with("let") {
        return;
    }
    let bindings = text::elements(text, list.start);
    let [.., before, last] = &bindings[..] else { return };
    if text::head(text, last.start).is_some_and(|head| world.session.libraries.environments.binds(head)) {
        mistake.label(super::within(mistake.span, last.clone()), "this is among the bindings");
        mistake.hint =
            Some(format!("is a ) missing after {}? The bindings end before the body", &text[before.clone()]));
    }
}
