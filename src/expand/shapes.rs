//! Says what is wrong with the shape of a form: which part is too much, too few or of the wrong
//! kind, and how the form looks when it is right.

use cairn_data::diagnostic::Code;
use cairn_data::error::Throw;
use cairn_gc::Value;
use cairn_middle::environment::Binding;
use cairn_middle::environment::identifier::{is_identifier, name_of, strip};
use cairn_middle::environment::special::Special;
use cairn_text::printer;

use super::{Cx, Syntax};
use crate::resolve::{Keyword, Meaning};

/// Characters of a form that a message shows.
const SHOWN: usize = 60;

/// Parts of forms whose usage has a line of its own.
const PARTS: [&str; 5] = ["clause", "binding", "rule", "field", "constructor"];

/// "1 part", "2 parts".
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

impl<'gc> Cx<'_, 'gc> {
    /// A form as a message shows it.
    pub(super) fn shown(&self, form: Syntax<'gc>) -> String {
        let datum = strip(self.mc, form.datum).unwrap_or(Value::FALSE);
        abbreviated(&printer::summary(datum, SHOWN))
    }

    /// The same for several, with blanks between them.
    pub(super) fn shown_all(&self, forms: &[Syntax<'gc>]) -> String {
        forms.iter().map(|&form| self.shown(form)).collect::<Vec<_>>().join(" ")
    }

    /// The error of a form that does not have the shape it should. A usage may begin with what
    /// the form is part of: `a clause (test expression ...)`.
    pub(super) fn malformed(&self, form: Syntax<'gc>, usage: &str) -> Throw<'gc> {
        let keyword = form.datum.car().filter(|&head| is_identifier(head)).map(name_of);
        let hint = format!("expected {usage}");
        if let Some(part) = PARTS.iter().find(|part| usage.starts_with(&format!("a {part} "))) {
            let code = if *part == "clause" { Code::CLAUSE } else { Code::FORM };
            return self.error(format!("malformed {part}"), form.span).code(code).hint(hint);
        }
        let error = self.error(format!("malformed {}", keyword.unwrap_or("form")), form.span).hint(hint);
        let parts = self.ex.context.spans.elements(form).map_or(0, |elements| elements.items.len());
        let found = match parts.saturating_sub(1) {
            0 => "this has no parts".to_string(),
            count => format!("this has {}", counted(count, "part")),
        };
        error.code(Code::FORM).primary(if keyword.is_some() { found } else { String::new() })
    }

    /// The error of an `if` with these parts, which are too many.
    pub(super) fn long_if(&self, form: Syntax<'gc>, parts: &[Syntax<'gc>], usage: &str) -> Throw<'gc> {
        let error = self.malformed(form, usage).primary("");
        let word = |at: usize| parts.get(at).filter(|part| is_identifier(part.datum)).map(|part| name_of(part.datum));
        let is_word = |at, words: &[&str]| word(at).is_some_and(|name| words.contains(&name));
        if let Some(at) = (1..parts.len()).find(|&at| is_word(at, &["then", "else", "elif", "elseif"])) {
            let plain: Vec<_> = parts.iter().copied().filter(|part| !self.is_word_of_if(*part)).collect();
            return error
                .label(parts[at].span, format!("if has no {}", name_of(parts[at].datum)))
                .hint(format!("write (if {})", self.shown_all(&plain[..plain.len().min(3)])));
        }
        error.label(parts[3].span, "one part too many from here on").hint(
            "expected (if test consequent [alternate]); several expressions go into (begin ...), several tests into (cond ...)",
        )
    }

    fn is_word_of_if(&self, part: Syntax<'gc>) -> bool {
        is_identifier(part.datum) && matches!(name_of(part.datum), "then" | "else" | "elif" | "elseif")
    }

    /// The error of a binding that is no `(name expression)`; `list` are the bindings it is of.
    pub(super) fn bad_binding(&self, binding: Syntax<'gc>, list: Syntax<'gc>, expected: &str) -> Throw<'gc> {
        let error = self.error_about("bad binding", binding).code(Code::BINDING);
        let bindings = self.ex.context.spans.elements(list).map(|elements| elements.items).unwrap_or_default();
        let parts = self.ex.context.spans.elements(binding).map(|elements| elements.items).unwrap_or_default();
        let most = if expected.contains("step") { 3 } else { 2 };
        let is_flat = (2..=most).contains(&bindings.len()) && is_identifier(bindings[0].datum);
        let is_expression = bindings.first().is_some_and(|head| {
            is_identifier(head.datum) && (self.is_procedure_name(head.datum) || self.keyword_of(head.datum).is_some())
        });
        if let Some(hint) = self.unparenthesised(&bindings, expected) {
            return error.primary("this is taken for a whole binding").hint(hint);
        }
        match parts[..] {
            [] if is_expression && most == 2 => error.primary("this begins an expression").hint(
                "a list of bindings comes before the body, ((name expression) ...); of a let with a name it may be empty, (let loop () ...)",
            ),
            [] if is_flat => {
                let pair = self.shown_all(&bindings);
                error.primary("this is taken for a whole binding").hint(format!(
                    "each binding has parentheses of its own, and so has their list: (({pair}))"
                ))
            }
            [] if is_identifier(binding.datum) => error
                .primary("this name has no value")
                .hint(format!("expected {expected}, such as ({} 0)", name_of(binding.datum))),
            [name] if is_identifier(name.datum) => error
                .primary("this binding has no value")
                .hint(format!("expected {expected}, such as ({} 0)", name_of(name.datum))),
            [name, _, ..] if bindings.len() > 1 && self.is_procedure_name(name.datum) => error
                .primary("this is among the bindings")
                .hint("is a ) missing after the last binding? The bindings end before the body"),
            [_, _, extra, ..] => error
                .label(extra.span, "more than one value")
                .hint(format!("expected {expected}; is a ) missing after the value?")),
            _ => error.hint(format!("expected {expected}")),
        }
    }

    /// Advice on bindings that have no parentheses of their own: `(x 1 y 2)`, or `((a b) (values 1 2))` where
    /// several values are bound.
    fn unparenthesised(&self, bindings: &[Syntax<'gc>], expected: &str) -> Option<String> {
        let is_name = |part: &Syntax<'gc>| is_identifier(part.datum);
        let pairs = bindings.chunks(2);
        if bindings.len() >= 4
            && bindings.len().is_multiple_of(2)
            && pairs.clone().all(|pair| is_name(&pair[0]) && !self.is_procedure_name(pair[0].datum))
        {
            let shown: Vec<String> = pairs.map(|pair| format!("({})", self.shown_all(pair))).collect();
            return Some(format!(
                "each binding has parentheses of its own, and so has their list: ({})",
                shown.join(" ")
            ));
        }
        let [formals, values] = bindings else { return None };
        let names = self.ex.context.spans.elements(*formals).ok()?.items;
        let is_values = expected.contains("(name ...)") && values.datum.is_pair() && names.iter().all(is_name);
        is_values.then(|| {
            format!("each binding has parentheses of its own, and so has their list: (({}))", self.shown_all(bindings))
        })
    }

    /// Whether an identifier means a procedure that Cairn comes with.
    pub(super) fn is_procedure_name(&self, datum: Value<'gc>) -> bool {
        is_identifier(datum)
            && matches!(self.resolve(datum), Meaning::Global(_, entry) if matches!(entry.binding, Binding::Builtin(_)))
    }

    /// Fails when a clause of `cond` is none.
    pub(super) fn check_clauses(&self, clauses: &[Syntax<'gc>], keyword: &str) -> Result<(), Throw<'gc>> {
        let is_clause = |clause: &&Syntax<'gc>| match clause.datum.car() {
            None => false,
            Some(head) if !is_identifier(head) => true,
            Some(head) => match self.keyword_of(head) {
                Some(Keyword::Special(special)) => special == Special::Else || is_constant(special),
                Some(Keyword::Macro(_)) | None => true,
            },
        };
        let Some(at) = clauses.iter().position(|clause| !is_clause(&clause)) else { return Ok(()) };
        let wrong = clauses[at];
        // The mistake is often one clause before: its test has no parentheses of its own.
        let before = clauses[..=at].iter().find(|clause| self.begins_with_procedure(**clause));
        let error = match before {
            Some(&clause) if clause.span != wrong.span => {
                let head = clause.datum.car().map_or("", name_of);
                let after = clauses.iter().skip_while(|other| other.span != clause.span).nth(1).copied();
                let body = self.shown(after.unwrap_or(wrong));
                self.error(format!("malformed clause of {keyword}"), clause.span)
                    .primary(format!("this clause begins with the name {head}"))
                    .hint(format!(
                        "a clause of {keyword} looks like ({} {body}): its test has parentheses of its own",
                        self.shown(clause)
                    ))
            }
            _ => {
                let error = self.error(format!("malformed clause of {keyword}"), wrong.span);
                let head = wrong.datum.car().filter(|&head| is_identifier(head)).map(name_of);
                match head {
                    Some(head) => error
                        .primary(format!("this is no clause: it begins with {head}"))
                        .hint(format!("a clause looks like (test expression ...); is a ( missing before the test, or a ) too many before {}?", self.shown(wrong))),
                    None => error.primary("this is not in parentheses").hint(format!(
                        "a clause looks like (test expression ...), and the last may be (else {})",
                        self.shown(wrong)
                    )),
                }
            }
        };
        Err(error.code(Code::CLAUSE))
    }

    fn begins_with_procedure(&self, clause: Syntax<'gc>) -> bool {
        clause.datum.car().is_some_and(|head| self.is_procedure_name(head))
            && clause.datum.cdr().is_some_and(Value::is_pair)
    }

    /// The error of a `define` with these parts after the target, which are too many.
    pub(super) fn long_define(&self, form: Syntax<'gc>, elements: &[Syntax<'gc>], usage: &str) -> Throw<'gc> {
        let error = self.malformed(form, usage).code(Code::DEFINITION).primary("");
        let name = name_of(elements[0].datum);
        let (first, rest) = (elements[1], &elements[2..]);
        let is_quoted = name_of(first.datum.car().unwrap_or(Value::NIL)) == "quote";
        if is_quoted {
            return error
                .label(first.span, "this is a whole datum")
                .hint("a variable has one value, and a string has double quotation marks: \"text\"");
        }
        let is_list = first.datum.is_pair() || first.datum.is_nil();
        let names = self.ex.context.spans.elements(first).map(|elements| elements.items).unwrap_or_default();
        let is_keyword = first.datum.car().is_some_and(|head| is_identifier(head) && self.keyword_of(head).is_some());
        let head_is_name = !is_keyword
            && names.iter().all(|name| is_identifier(name.datum))
            && first.datum.car().is_none_or(|head| is_identifier(head) && !self.is_procedure_name(head));
        if name == "=" || is_identifier(first.datum) && name_of(first.datum) == "=" {
            return error
                .label(first.span, "no = is written here")
                .hint(format!("write (define {name} {})", self.shown(rest[0])));
        }
        if is_list && head_is_name {
            let params = self.shown(first);
            let params = params.trim_start_matches('(').trim_end_matches(')');
            let blank = if params.is_empty() { "" } else { " " };
            return error
                .label(first.span, "the parameters stand after the name, in the same parentheses")
                .hint(format!("did you mean (define ({name}{blank}{params}) ...)?"));
        }
        if is_identifier(first.datum) {
            let params: Vec<_> = elements[1..elements.len() - 1].to_vec();
            return error
                .label(rest[0].span, "a variable has one value, and this is another")
                .hint(format!("for a procedure write (define ({name} {}) ...)", self.shown_all(&params)));
        }
        error
            .label(rest[0].span, "a variable has one value, and this is another")
            .hint(format!("expected (define {name} expression); several forms go into (begin ...), a procedure is (define ({name} parameter ...) ...)"))
    }

    /// The error of something where the name of a variable or the like should be.
    pub(super) fn no_identifier(&self, form: Syntax<'gc>, what: &str) -> Throw<'gc> {
        let error = self.error_about(format!("expected {what}, an identifier, but got"), form);
        let code = if what == "parameter" { Code::PARAMETERS } else { Code::FORM };
        let parts = self.ex.context.spans.elements(form).map(|elements| elements.items).unwrap_or_default();
        let quoted =
            parts.len() == 2 && self.is_special(parts[0].datum, Special::Quote) && is_identifier(parts[1].datum);
        error.code(code).hint(match form.datum {
            _ if quoted => format!("write the name without the quote: {}", name_of(parts[1].datum)),
            datum if datum.as_string().is_some() => {
                format!("a name has no quotation marks: {}", printer::summary(datum, SHOWN).trim_matches('"'))
            }
            _ if parts.len() == 2 && self.is_special(parts[0].datum, Special::Unquote) => {
                format!("names are separated by blanks, without commas: write {}", self.shown(parts[1]))
            }
            _ if what == "parameter" && parts.len() == 2 => {
                let (name, value) = (self.shown(parts[0]), self.shown(parts[1]));
                format!("parameters are names alone; for a default value write define* or lambda* with (#!optional ({name} {value}))")
            }
            datum if datum.is_fixnum() => "a name cannot be a number".to_string(),
            _ if parts.len() > 1 && what == "the name of a variable" => self.assigned_place(&parts),
            _ => "a name stands alone here, such as x or total-count".to_string(),
        })
    }

    /// Advice on `(set! (vector-ref v 0) x)`.
    fn assigned_place(&self, parts: &[Syntax<'gc>]) -> String {
        const MODIFIERS: &[(&str, &str)] = &[
            ("vector-ref", "vector-set!"),
            ("string-ref", "string-set!"),
            ("list-ref", "list-set!"),
            ("bytevector-u8-ref", "bytevector-u8-set!"),
            ("hash-table-ref", "hash-table-set!"),
            ("hash-table-ref/default", "hash-table-set!"),
            ("car", "set-car!"),
            ("cdr", "set-cdr!"),
        ];
        let name = if is_identifier(parts[0].datum) { name_of(parts[0].datum) } else { "" };
        let modifier = MODIFIERS.iter().find(|(reader, _)| *reader == name).map(|(_, modifier)| *modifier);
        let operands = &parts[1..parts.len().min(if name.starts_with("hash-table") { 3 } else { parts.len() })];
        match modifier {
            Some(modifier) => format!("set! changes a variable: write ({modifier} {} ...)", self.shown_all(operands)),
            None => "set! changes a variable; a field of a record is changed by its modifier, (field accessor set-field!) in its definition"
                .to_string(),
        }
    }

    /// The error of two things of one name.
    pub(super) fn duplicate(&self, what: &str, name: Syntax<'gc>, first: Option<Syntax<'gc>>) -> Throw<'gc> {
        let error = self.error(format!("duplicate {what} {}", name_of(name.datum)), name.span);
        let error = error.code(Code::DUPLICATE).primary("and again here").hint("give one of them another name");
        match first {
            Some(first) => error.label(first.span, "first here"),
            None => error,
        }
    }
}

/// Whether a special form is a value of its own, as `else` is a test.
fn is_constant(special: Special) -> bool {
    matches!(super::special::role(special), super::special::Role::Constant(_))
}

/// `(quote x)` as `'x`, as people write it.
pub(super) fn abbreviated(text: &str) -> String {
    let mut out = text.to_string();
    for (long, short) in [("(quote ", "'"), ("(quasiquote ", "`"), ("(unquote ", ",")] {
        while let Some(at) = out.find(long) {
            let mut depth = 0;
            let close = out[at..].char_indices().find(|&(_, c)| {
                depth += match c {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                depth == 0
            });
            let Some((length, _)) = close else { break };
            out.replace_range(at + length..at + length + 1, "");
            out.replace_range(at..at + long.len(), short);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::abbreviated;

    #[test]
    fn quotes_are_abbreviated() {
        assert_eq!(abbreviated("(f (quote (a (quote b))) (quote c))"), "(f '(a 'b) 'c)");
        assert_eq!(abbreviated("(quote ..."), "(quote ...");
    }
}
