//! Finds the variables of a library that its macros may assign where they are used.
//!
//! An exported macro may expand to `(set! counter ...)` in another library or program,
//! long after the library was compiled. So a library's variable is constant only if no
//! template can assign it. Templates of `syntax-rules` are searched: an identifier that
//! stands in an expression, as in a call of a procedure, is only read there; one in a
//! `set!`, or among the operands of another macro, of a pattern variable or of a form
//! that this module does not know, may be assigned. Transformers that are procedures
//! can make any identifier.
//!
//! Linear in the size of the templates.

use std::collections::HashSet;

use cairn_data::lists::elements;
use cairn_gc::Value;
use cairn_middle::environment::Binding;
use cairn_middle::environment::identifier::is_identifier;
use cairn_middle::environment::special::Special;

use super::Cx;
use super::resolve::{Keyword, Meaning, mark_assigned};

/// Forms all of whose parts are expressions, or lists of a name and expressions.
const OF_EXPRESSIONS: &[Special] = &[
    Special::If,
    Special::Begin,
    Special::Lambda,
    Special::CaseLambda,
    Special::Let,
    Special::LetStar,
    Special::Letrec,
    Special::LetrecStar,
    Special::LetValues,
    Special::LetStarValues,
    Special::Receive,
    Special::Do,
    Special::Cond,
    Special::Case,
    Special::And,
    Special::Or,
    Special::When,
    Special::Unless,
    Special::Delay,
    Special::DelayForce,
    Special::ConsStream,
    Special::Parameterize,
    Special::Guard,
    Special::Define,
    Special::Else,
    Special::Arrow,
];

impl<'gc> Cx<'_, 'gc> {
    /// Marks the variables that macros of the present context may assign elsewhere.
    /// Returns whether these are all: not if some macro is a procedure.
    pub(super) fn mark_exposed(&mut self) -> bool {
        let specs = std::mem::take(&mut self.ex.context.macros);
        specs.into_iter().all(|spec| self.mark_exposed_by(spec))
    }

    fn mark_exposed_by(&self, spec: Value<'gc>) -> bool {
        let mut parts = elements(spec);
        match parts.next().and_then(|head| self.keyword_of(head)) {
            Some(Keyword::Special(Special::SyntaxRules)) => {}
            Some(Keyword::Special(Special::DefineSyntaxParameter)) => {
                return parts.nth(1).is_none_or(|spec| self.mark_exposed_by(spec));
            }
            // A keyword that stands for another one.
            None if is_identifier(spec) => return true,
            _ => return false,
        }
        for rule in parts {
            let Some((pattern, rest)) = rule.as_pair() else { continue };
            let mut variables = HashSet::new();
            each_identifier(pattern, |identifier| {
                variables.insert(identifier.bits());
            });
            self.search_template(rest.car().unwrap_or(Value::NIL), &variables);
        }
        true
    }

    fn search_template(&self, template: Value<'gc>, variables: &HashSet<u64>) {
        let mut pending = vec![template];
        while let Some(form) = pending.pop() {
            let Some((head, operands)) = form.as_pair() else { continue };
            let keyword = if is_identifier(head) { self.keyword_of(head) } else { None };
            match keyword {
                Some(Keyword::Special(Special::Quote)) => {}
                Some(Keyword::Special(special)) if OF_EXPRESSIONS.contains(&special) => {
                    pending.extend(elements(operands))
                }
                None if !variables.contains(&head.bits()) => pending.extend(elements(form)),
                _ => each_identifier(form, |identifier| self.mark_exposed_variable(identifier)),
            }
        }
    }

    fn mark_exposed_variable(&self, identifier: Value<'gc>) {
        if let Meaning::Global(_, entry) = self.resolve(identifier)
            && let Binding::Global(cell) = entry.binding
        {
            mark_assigned(self.mc, cell);
        }
    }
}

/// Calls `f` on each identifier in a datum.
fn each_identifier<'gc>(datum: Value<'gc>, mut f: impl FnMut(Value<'gc>)) {
    let mut pending = vec![datum];
    while let Some(datum) = pending.pop() {
        if is_identifier(datum) {
            f(datum);
        } else if let Some((head, tail)) = datum.as_pair() {
            pending.extend([tail, head]);
        } else if datum.has_kind(cairn_gc::Kind::Vector) {
            pending.extend(datum.slot_slice());
        }
    }
}
