//! Explains calls that cannot be made: of what is no procedure, and with the wrong number of
//! arguments.

use cairn_data::diagnostic::Code;
use cairn_data::source::{Source, Span};
use cairn_gc::{Kind, Value};
use cairn_text::printer;
use cairn_vm::world::World;

use super::{records, source_of, text, within};
use crate::engine::mistake::Mistake;

/// Operators that people put between their operands.
const INFIX: &[&str] = &["+", "-", "*", "/", "=", "<", ">", "<=", ">=", "and", "or", "eq?", "equal?", "==", "!="];
/// Procedures that call another one with an element of each list.
const ONE_BY_ONE: &[&str] =
    &["map", "for-each", "filter", "vector-map", "vector-for-each", "filter-map", "append-map", "find", "any", "every"];
/// Procedures that call a given one, with what to write for it.
const CALLBACKS: &[(&str, &str)] = &[
    ("call/cc", "(lambda (k) ...)"),
    ("call-with-current-continuation", "(lambda (k) ...)"),
    ("call-with-escape-continuation", "(lambda (k) ...)"),
    ("call-with-output-string", "(lambda (port) ...)"),
    ("call-with-output-file", "(lambda (port) ...)"),
    ("call-with-input-file", "(lambda (port) ...)"),
    ("call-with-input-string", "(lambda (port) ...)"),
    ("call-with-port", "(lambda (port) ...)"),
    ("hash-table-walk", "(lambda (key value) ...)"),
    ("hash-table-for-each", "(lambda (key value) ...)"),
    ("hash-table-update!", "(lambda (value) ...)"),
    ("hash-table-update!/default", "(lambda (value) ...)"),
    ("sort", "(lambda (a b) ...)"),
    ("fold", "(lambda (x result) ...)"),
    ("fold-left", "(lambda (result x) ...)"),
    ("fold-right", "(lambda (x result) ...)"),
    ("reduce", "(lambda (x result) ...)"),
    ("dynamic-wind", "(lambda () ...)"),
];
/// Characters of a value that a label shows.
const SHOWN: usize = 40;

/// A call of something that is no procedure.
pub(super) fn not_a_procedure(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some(&value) = mistake.irritants.first() else { return };
    let Some(source) = &source_of(world, mistake.span) else { return };
    let Some(parts) = call_parts(source, mistake.span) else {
        return mistake.suggest("only procedures can be called; a procedure is expected in an argument here");
    };
    let words: Vec<&str> = parts.iter().map(|part| &source.text[part.clone()]).collect();
    let operator = words[0];
    let is_higher = text::is_name(operator) && is_procedure_of_cairn(world, source, mistake.span, operator);
    if is_higher {
        return argument_is_no_procedure(mistake, value, &parts, &words);
    }
    let shown = printer::summary(value, SHOWN);
    let what = kind_name(value);
    let place = within(mistake.span, parts[0].clone());
    mistake.label(
        place,
        match value {
            Value::UNSPECIFIED => "this gives no value".to_string(),
            _ if operator == shown => format!("this is {what}"),
            _ => format!("this is {what}: {shown}"),
        },
    );
    if let Some(hint) = called_outside(world, source, mistake.span, &words) {
        mistake.hint = Some(hint);
        return;
    }
    let hidden = text::bound_around(&source.text, mistake.span.start as usize);
    let hidden = hidden.into_iter().rev().find(|bound| bound.name == operator);
    if let Some(at) = words.get(1).filter(|word| INFIX.contains(*word)).and(words.get(2)) {
        let assigns = if words[1] == "=" && text::is_name(operator) {
            format!("; (set! {operator} {at}) changes a variable")
        } else {
            String::new()
        };
        mistake.hint =
            Some(format!("operators come first: ({} {operator} {at}){assigns}", words[1].replace("==", "=")));
    } else if let Some(bound) = hidden {
        let name = bound.name;
        let hides = world.session.primitives.find(name).is_some();
        let text =
            if hides { format!("this {name} hides the procedure {name}") } else { format!("{name} is bound here") };
        mistake.label(within(mistake.span, bound.at), text);
        mistake.suggest(match hides {
            true => format!("give the variable another name than {name}, and {name} is the procedure again"),
            false if words.len() == 1 => format!("write {name} without parentheses for its value"),
            false => element_of(value, &words)
                .unwrap_or_else(|| format!("only procedures can be called, and {name} holds {what}")),
        });
    } else if is_datum(operator) {
        let list = outermost_data(source, mistake.span).unwrap_or_else(|| words.join(" "));
        mistake.suggest(if list.starts_with('(') && list.len() < 60 {
            format!("for a list of data write '({list})")
        } else if list.len() < 60 {
            format!("for a list of data write '({list}), or (list {list})")
        } else {
            "for a list of data write '(...) or (list ...)".to_string()
        });
    } else if operator.starts_with('(') && words.len() == 1 {
        mistake.suggest(format!("parentheses call a procedure: write {operator} without the outer ones"));
    } else if operator.starts_with('(') {
        mistake.suggest("parentheses call a procedure; for several forms one after the other write (begin ...)");
    } else if words.len() == 1 {
        mistake.suggest(format!("write {operator} without parentheses for its value"));
    } else {
        mistake.suggest(
            element_of(value, &words)
                .unwrap_or_else(|| format!("only procedures can be called, and {operator} holds {what}")),
        );
    }
}

/// Longest index in a suggestion.
const LONGEST_INDEX: usize = 30;

/// `(v 0)`, as if the data `v` were a procedure of an index or key.
fn element_of(value: Value<'_>, words: &[&str]) -> Option<String> {
    let [data, index] = words else { return None };
    let reader = match value.kind() {
        Some(Kind::Vector) => "vector-ref",
        Some(Kind::HashTable) => "hash-table-ref/default",
        _ if value.as_string().is_some() => "string-ref",
        _ if value.is_pair() => "list-ref",
        _ => return None,
    };
    let default = if reader == "hash-table-ref/default" { " #f" } else { "" };
    (text::is_name(data) && index.len() < LONGEST_INDEX).then(|| {
        format!("{data} holds {}, whose parts are taken with ({reader} {data} {index}{default})", kind_name(value))
    })
}

/// The content of the outermost list whose first element is the list at a place, or whose first element
/// begins with it: `((1 2) (3 4))` is a list of data as a whole.
fn outermost_data(source: &Source, span: Span) -> Option<String> {
    let text = &*source.text;
    let mut start = span.start as usize;
    let mut outermost = None;
    for open in text::enclosing(text, start).into_iter().rev() {
        let parts = text::elements(text, open);
        if parts.first().is_none_or(|first| first.start != start) {
            break;
        }
        start = open;
        outermost = Some(parts.iter().map(|part| &text[part.clone()]).collect::<Vec<_>>().join(" "));
    }
    outermost
}

/// `f(x)`: the name of a procedure stands directly before the parenthesis.
fn called_outside(world: &World<'_>, source: &Source, span: Span, words: &[&str]) -> Option<String> {
    let before = &source.text[..span.start as usize];
    let start = before.rfind(|c: char| c.is_whitespace() || "()[]'`,\"".contains(c)).map_or(0, |at| at + 1);
    let name = &before[start..];
    let shown = words.join(" ");
    (text::is_name(name) && shown.len() < 60 && super::names::is_bound(world, source, span, name))
        .then(|| format!("the name of the procedure stands inside of the parentheses: ({name} {shown})"))
}

/// A builtin was to call one of its arguments.
fn argument_is_no_procedure(
    mistake: &mut Mistake<'_>,
    value: Value<'_>,
    parts: &[std::ops::Range<usize>],
    words: &[&str],
) {
    let shown = printer::summary(value, SHOWN);
    let what = kind_name(value);
    let found = words.iter().skip(1).position(|word| *word == shown || word.trim_start_matches('\'') == shown);
    match found {
        Some(at) => mistake.label(within(mistake.span, parts[at + 1].clone()), format!("this is {what}")),
        None => mistake.details.primary = Some(format!("calls one of its arguments, which is {what}: {shown}")),
    }
    mistake.suggest(match words[0] {
        "hash-table-ref" => "hash-table-ref calls its third argument for a key that is missing; \
                             (hash-table-ref/default table key default) takes a value"
            .to_string(),
        name @ ("with-output-to-string" | "call-with-values" | "dynamic-wind" | "make-thread") if words.len() > 1 => {
            let body = if words[1].len() < 40 { words[1] } else { "..." };
            format!("{name} needs a procedure without parameters: (lambda () {body})")
        }
        name => format!("{name} needs a procedure: write (lambda (x) ...), or the name of one"),
    });
}

/// The parts of the form at a place, if it is one.
fn call_parts(source: &Source, span: Span) -> Option<Vec<std::ops::Range<usize>>> {
    let start = span.start as usize;
    source
        .text
        .get(start..)?
        .starts_with(['(', '['])
        .then(|| text::elements(&source.text, start))
        .filter(|parts| !parts.is_empty())
}

/// Whether a name means a builtin at a place, and no variable of the program.
fn is_procedure_of_cairn(world: &World<'_>, source: &Source, span: Span, name: &str) -> bool {
    let own = text::bound_around(&source.text, span.start as usize);
    world.session.primitives.find(name).is_some() && own.iter().all(|bound| bound.name != name)
}

/// Whether a text is a number, a string, a character or a boolean.
pub(super) fn is_datum(word: &str) -> bool {
    !text::is_name(word) && !word.starts_with(['(', '\'', '`', ','])
}

/// Describes a value in words.
pub(super) fn kind_name(value: Value<'_>) -> &'static str {
    match value.kind() {
        _ if value == Value::UNSPECIFIED => "no value in particular",
        _ if value.is_nil() => "the empty list",
        _ if value.is_fixnum() => "a number",
        _ if value == Value::TRUE || value == Value::FALSE => "a boolean",
        _ if value.as_char().is_some() => "a character",
        _ if value.is_pair() => "a list",
        _ if value.as_symbol().is_some() => "a symbol",
        _ if value.as_string().is_some() => "a string",
        Some(Kind::Vector) => "a vector",
        Some(Kind::Closure | Kind::Native | Kind::CaseLambda | Kind::Continuation) => "a procedure",
        Some(Kind::Record) => "a record",
        Some(Kind::HashTable) => "a hash table",
        Some(Kind::Promise) => "a promise",
        Some(Kind::Condition) => "an error object",
        Some(Kind::Values) => "several values",
        _ if cairn_data::bridge::is_number(value) => "a number",
        _ => "an object of another kind",
    }
}

/// A call with the wrong number of arguments.
pub(super) fn wrong_count(world: &World<'_>, mistake: &mut Mistake<'_>) {
    if mistake.message.starts_with("expected one value") {
        mistake.details.code = Some(Code::VALUES);
        return several_values(world, mistake);
    }
    let Some(&callee) = mistake.irritants.first() else { return };
    if callee.has_kind(Kind::CaseLambda) {
        describe_clauses(mistake, callee);
    }
    let definition = mistake.details.labels.first().map(|&(span, _)| span);
    if let Some(span) = definition
        && let Some(source) = &source_of(world, span)
    {
        mistake.details.labels.clear();
        describe_own(mistake, source, span);
        if mistake.details.labels.is_empty() {
            records::constructor(world, mistake, &printer::summary(callee, 80));
        }
        return called_by(world, mistake, source, span);
    }
    records::constructor(world, mistake, &printer::summary(callee, 80));
    if let Some(row) = builtin(world, callee)
        && let Some(signature) = signature(row)
    {
        mistake.note(format!("it is called as {signature}"));
    }
    if let Some(source) = &source_of(world, mistake.span)
        && let Some(parts) = call_parts(source, mistake.span)
        && let Some(row) = builtin(world, callee)
        && row.name == &source.text[parts[0].clone()]
        && let Some(most) = row.arity.max
        && let Some(extra) = parts.get(1 + most as usize)
    {
        let text = if parts.len() == 2 + most as usize { "one argument too many" } else { "too many from here on" };
        let end = parts[parts.len() - 1].end;
        mistake.label(within(mistake.span, extra.start..end), text);
        let words: Vec<&str> = parts.iter().map(|part| &source.text[part.clone()]).collect();
        if let [name @ ("vector-ref" | "list-ref"), object, first, second] = words[..] {
            mistake.hint = Some(format!("an element of an element is ({name} ({name} {object} {first}) {second})"));
        } else if matches!(words[0], "display" | "write") {
            mistake.hint = Some(format!(
                "{} writes one object; (string-append a b) joins strings, and several calls write several objects",
                words[0]
            ));
        } else if let Some(call) = nested_call(world, source, mistake.span, &words, most as usize) {
            mistake.hint = Some(format!("a call inside of another has parentheses of its own: {call}"));
        }
    }
}

/// `(not null? x)` with the parentheses that make a call of its last words.
fn nested_call(world: &World<'_>, source: &Source, span: Span, words: &[&str], most: usize) -> Option<String> {
    let (outer, inner) = words.split_at_checked(most).filter(|(outer, _)| !outer.is_empty())?;
    let (name, operands) = inner.split_first().filter(|(_, operands)| !operands.is_empty())?;
    let call = format!("({} ({}))", outer.join(" "), inner.join(" "));
    (is_procedure_of_cairn(world, source, span, name) && !operands.is_empty() && call.len() < 60).then_some(call)
}

/// Says which numbers of arguments the clauses of a `case-lambda` take.
fn describe_clauses(mistake: &mut Mistake<'_>, callee: Value<'_>) {
    let clauses =
        callee.slot_slice().iter().filter_map(|clause| clause.closure_proto()).map(|code| code.proto_parts().info);
    let counts: Vec<_> = clauses.map(|info| (info.params(), info.rest())).collect();
    // From the least number with a rest parameter on any number will do; those directly below join it.
    let mut open = counts.iter().filter(|(_, rest)| *rest).map(|&(count, _)| count).min();
    while let Some(below) = open.and_then(|open| open.checked_sub(1)).filter(|&below| counts.contains(&(below, false)))
    {
        open = Some(below);
    }
    let single = counts.iter().map(|&(count, _)| count).filter(|&count| open.is_none_or(|open| count < open));
    let shown: Vec<String> =
        single.map(|count| count.to_string()).chain(open.map(|open| format!("{open} or more"))).collect();
    if let [others @ .., last] = &shown[..] {
        let list = if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) };
        let noun = if list == "1" { "argument" } else { "arguments" };
        mistake.suggest(format!("it takes {list} {noun}"));
    }
}

/// The row of a builtin procedure.
fn builtin(world: &World<'_>, callee: Value<'_>) -> Option<&'static cairn_middle::primitives::Primitive> {
    let name = printer::summary(callee, 80);
    let name = name.strip_prefix("#<procedure ")?.strip_suffix('>')?;
    named(world, name)
}

/// The row of the builtin with this name, also when it belongs to a library of its own.
pub(super) fn named(world: &World<'_>, name: &str) -> Option<&'static cairn_middle::primitives::Primitive> {
    let primitives = world.session.primitives;
    let mut of_groups = primitives.groups().iter().flat_map(|group| primitives.of_group(group)).map(|(_, row)| row);
    primitives.find(name).map(|id| primitives.row(id)).or_else(|| of_groups.find(|row| row.name == name))
}

/// How a builtin is called, from its line of documentation.
pub(super) fn signature(row: &cairn_middle::primitives::Primitive) -> Option<&'static str> {
    let doc = row.doc.strip_prefix('(')?;
    let mut depth = 1;
    let end = doc.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    })?;
    Some(&row.doc[..end + 2])
}

/// Several values where one was expected: those of a `(values ...)` that should be a procedure.
fn several_values(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some(source) = source_of(world, mistake.span) else { return };
    let Some(&open) = text::enclosing(&source.text, mistake.span.start as usize).last() else { return };
    let is_producer =
        text::elements(&source.text, open).get(1).is_some_and(|part| part.start == mistake.span.start as usize);
    if is_producer && text::head(&source.text, open) == Some("call-with-values") {
        let shown = source.text.get(mistake.span.start as usize..mistake.span.end as usize).unwrap_or("...");
        mistake.hint = Some(format!("call-with-values takes a procedure that gives the values: (lambda () {shown})"));
    }
}

/// Says who calls a procedure of the program with the wrong number of arguments, when that is a
/// builtin which was given the procedure.
fn called_by(world: &World<'_>, mistake: &mut Mistake<'_>, source: &Source, definition: Span) {
    let around = text::enclosing(&source.text, definition.start as usize);
    let outer = around.last().and_then(|&open| text::head(&source.text, open));
    let second = around.last().and_then(|&open| text::elements(&source.text, open).get(1).cloned());
    if outer == Some("with-exception-handler") && second.is_some_and(|part| part.start == definition.start as usize) {
        mistake.hint =
            Some("a handler is called with one argument, the object that was raised: (lambda (e) ...)".to_string());
        return;
    }
    let known = outer.and_then(|outer| CALLBACKS.iter().find(|(name, _)| *name == outer));
    if let Some((name, usage)) = known {
        let count = mistake.message.split_whitespace().find_map(|word| word.parse::<usize>().ok()).unwrap_or(0);
        let arguments = if count == 1 { "argument" } else { "arguments" };
        mistake.hint = Some(format!("{name} calls its procedure with {count} {arguments}: write {usage}"));
        return;
    }
    let Some(place) = source_of(world, mistake.span) else { return };
    let Some(operator) = call_parts(&place, mistake.span).map(|parts| place.text[parts[0].clone()].to_string()) else {
        return;
    };
    if is_procedure_of_cairn(world, &place, mistake.span, &operator) {
        let count: String = mistake.message.chars().filter(char::is_ascii_digit).collect();
        let arguments = if count == "1" { "argument" } else { "arguments" };
        mistake.note(format!("{operator} calls it with {count} {arguments}"));
        let takes_two = mistake.hint.as_deref() == Some("it takes 2 arguments");
        if count == "1" && takes_two && ONE_BY_ONE.contains(&&*operator) {
            mistake.hint = Some(format!(
                "it takes 2 arguments, but {operator} calls it with one element at a time: of pairs write (lambda (p) ... (car p) ... (cdr p) ...)"
            ));
        }
    }
}

/// Shows the parameters of a procedure of the program.
fn describe_own(mistake: &mut Mistake<'_>, source: &Source, span: Span) {
    let Some(parts) = call_parts(source, span) else { return };
    let words: Vec<&str> = parts.iter().map(|part| &source.text[part.clone()]).collect();
    let several = matches!(words[0], "let-values" | "let*-values" | "receive" | "define-values" | "call-with-values");
    if several {
        mistake.details.code = Some(Code::VALUES);
        let given = mistake.message.split_whitespace().find_map(|word| word.parse::<usize>().ok()).unwrap_or(0);
        let takes = mistake.hint.take().unwrap_or_default();
        let wanted = takes.replace("it takes ", "").replace("arguments", "names").replace("argument", "name");
        let values = if given == 1 { "1 value".to_string() } else { format!("{given} values") };
        mistake.message = format!("wrong number of values: {values} for {wanted}");
        mistake.irritants.clear();
        mistake.details.primary = Some(format!("this gives {values}"));
        if let Some(names) = parts.get(1) {
            let inner = text::elements(&source.text, names.start).first().cloned().unwrap_or(names.clone());
            let list = if words[0].ends_with("-values") && words[0] != "define-values" { inner } else { names.clone() };
            mistake.label(within(span, list), format!("here are {wanted}"));
        }
        return mistake
            .suggest("the expression must give exactly one value for each name; (a b . rest) takes any number more");
    }
    let list = match words[0] {
        "lambda" | "λ" | "define" | "define*" | "lambda*" => parts.get(1).cloned(),
        "let" => parts.get(2).cloned(),
        "case-lambda" => parts.first().cloned(),
        _ => None,
    };
    let list = list.unwrap_or(parts[0].clone());
    mistake.label(within(span, list), "its parameters are here");
}

/// Shows the test of a failed assertion and the values in it.
pub(super) fn failed_assertion(world: &World<'_>, mistake: &mut Mistake<'_>) {
    mistake.details.code = Some(Code::ASSERTION);
    let Some(source) = source_of(world, mistake.span) else { return };
    let Some(parts) = call_parts(&source, mistake.span) else { return };
    let Some(test) = parts.get(1).cloned() else { return };
    let expression = source.text[test.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    mistake.label(within(mistake.span, test.clone()), "this is #f");
    if !expression.starts_with('(') {
        return;
    }
    let operands = text::elements(&source.text, test.start);
    for (value, operand) in std::mem::take(&mut mistake.details.operands).iter().zip(operands.iter().skip(1)) {
        let word = &source.text[operand.clone()];
        if !is_datum(word) && word.trim_start_matches('\'') != value {
            mistake.note(format!("{} is {value}", word.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
}
