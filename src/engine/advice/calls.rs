//! Explains calls that cannot be made: of what is no procedure, and with the wrong number of
//! arguments.

use cairn_gc::{Kind, Value};

use super::{Mistake, records, source_of, text, within};
use crate::data::diagnostic::Code;
use crate::data::source::{Source, Span};
use crate::text::printer;
use crate::vm::world::World;

/// Operators that people put between their operands.
const INFIX: &[&str] = &["+", "-", "*", "/", "=", "<", ">", "<=", ">=", "and", "or", "eq?", "equal?", "==", "!="];
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
    mistake.label(place, match value {
        Value::UNSPECIFIED => "this gives no value".to_string(),
        _ if operator == shown => format!("this is {what}"),
        _ => format!("this is {what}: {shown}"),
    });
    let hidden = text::bound_around(&source.text, mistake.span.start as usize);
    let hidden = hidden.into_iter().rev().find(|bound| bound.name == operator);
    if let Some(at) = words.get(1).filter(|word| INFIX.contains(*word)).and(words.get(2)) {
        mistake.hint = Some(format!("operators come first: ({} {operator} {at})", words[1].replace("==", "=")));
    } else if let Some(bound) = hidden {
        let name = bound.name;
        let hides = world.session.primitives.find(name).is_some();
        let text = if hides { format!("this {name} hides the procedure {name}") } else { format!("{name} is bound here") };
        mistake.label(within(mistake.span, bound.at), text);
        mistake.suggest(match hides {
            true => format!("give the variable another name than {name}, and {name} is the procedure again"),
            false if words.len() == 1 => format!("write {name} without parentheses for its value"),
            false => format!("only procedures can be called, and {name} holds {what}"),
        });
    } else if is_datum(operator) {
        let list = words.join(" ");
        mistake.suggest(if list.len() < 60 {
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
        mistake.suggest(format!("only procedures can be called, and {operator} holds {what}"));
    }
}

/// A builtin was to call one of its arguments.
fn argument_is_no_procedure(mistake: &mut Mistake<'_>, value: Value<'_>, parts: &[std::ops::Range<usize>], words: &[&str]) {
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
        name => format!("{name} needs a procedure: write (lambda (x) ...), or the name of one"),
    });
}

/// The parts of the form at a place, if it is one.
fn call_parts(source: &Source, span: Span) -> Option<Vec<std::ops::Range<usize>>> {
    let start = span.start as usize;
    source.text.get(start..)?.starts_with(['(', '[']).then(|| text::elements(&source.text, start))
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
        _ if crate::data::bridge::is_number(value) => "a number",
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
    }
}

/// The row of a builtin procedure.
fn builtin(world: &World<'_>, callee: Value<'_>) -> Option<&'static crate::compiler::primitives::Primitive> {
    let name = printer::summary(callee, 80);
    let name = name.strip_prefix("#<procedure ")?.strip_suffix('>')?;
    Some(world.session.primitives.row(world.session.primitives.find(name)?))
}

/// How a builtin is called, from its line of documentation.
pub(super) fn signature(row: &crate::compiler::primitives::Primitive) -> Option<&'static str> {
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
    let is_producer = text::elements(&source.text, open).get(1).is_some_and(|part| part.start == mistake.span.start as usize);
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
        mistake.hint = Some("a handler is called with one argument, the object that was raised: (lambda (e) ...)".to_string());
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
        return mistake.suggest("the expression must give exactly one value for each name; (a b . rest) takes any number more");
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
