//! Expands variables, constants and calls, and dispatches on all other forms.

use cairn_data::diagnostic::Code;
use cairn_data::error::{Result, Throw};
use cairn_gc::{Kind, Value};
use cairn_middle::environment::identifier::{is_identifier, strip};
use cairn_middle::environment::special::Special;
use cairn_middle::ir::Node;

use super::resolve::Keyword;
use super::task::{Build, Task, Variables};
use super::transformer::{Expanded, Flavour, Receiver, flavour_of};
use super::{Cx, Step, Syntax};
use crate::special::{Role, role};

impl<'gc> Cx<'_, 'gc> {
    /// Expands an expression; `name` is for a procedure that it may make.
    pub(super) fn expression(&mut self, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        if is_identifier(form.datum) {
            if let Some(object) = self.identifier_macro(form.datum) {
                return self.macro_use(object, form, name);
            }
            let node = self.reference(form)?;
            self.ex.results.push(node);
            return Ok(None);
        }
        let Some(head) = self.ex.context.spans.head(form) else {
            self.constant(form)?;
            return Ok(None);
        };
        match self.keyword_of(head.datum) {
            Some(Keyword::Special(special)) => {
                if special == Special::Set
                    && let Some(object) = self.assigned_macro(form)
                {
                    return self.macro_use(object, form, name);
                }
                self.special(special, form, name)?;
            }
            Some(Keyword::Macro(object)) => return self.macro_use(object, form, name),
            None => self.call(form)?,
        }
        Ok(None)
    }

    fn macro_use(&mut self, object: Value<'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        match self.expand_use(object, form, Receiver::Expression(form.span, name))? {
            Expanded::Form(datum) => {
                self.ex.tasks.push(Task::Expression(Syntax { datum, span: form.span }, name));
                Ok(None)
            }
            Expanded::Stopped(step) => Ok(Some(step)),
        }
    }

    /// The macro that an identifier means, when it may stand alone (R6RS 12.3).
    fn identifier_macro(&self, identifier: Value<'gc>) -> Option<Value<'gc>> {
        match self.keyword_of(identifier) {
            Some(Keyword::Macro(object)) => {
                matches!(flavour_of(object), Flavour::Syntax | Flavour::Variable).then_some(object)
            }
            _ => None,
        }
    }

    /// The macro whose keyword a `set!` assigns, when it may be assigned.
    fn assigned_macro(&self, form: Syntax<'gc>) -> Option<Value<'gc>> {
        let object = self.identifier_macro(form.datum.cdr()?.car()?)?;
        (flavour_of(object) == Flavour::Variable).then_some(object)
    }

    fn constant(&mut self, form: Syntax<'gc>) -> Result<'gc, ()> {
        if form.datum.is_nil() {
            return Err(self
                .error("() is not an expression", form.span)
                .code(Code::NO_EXPRESSION)
                .hint("write '() for the empty list; a call has a procedure in its parentheses: (f)"));
        }
        let value = if form.datum.has_kind(Kind::Vector) { strip(self.mc, form.datum)? } else { form.datum };
        self.result(Node::Quote(value), form.span);
        Ok(())
    }

    fn call(&mut self, form: Syntax<'gc>) -> Result<'gc, ()> {
        let elements = self.ex.context.spans.elements(form)?;
        if !elements.tail.is_nil() {
            return Err(self
                .error("improper list in a procedure call", form.span)
                .code(Code::NO_EXPRESSION)
                .primary("there is a dot in this call")
                .hint("a pair is made with (cons a b), and data have a quote before their outermost parenthesis: '((a . 1) (b . 2)); (apply f list) passes a list of arguments"));
        }
        let operands = elements.items.len() - 1;
        self.ex.tasks.push(Task::Build(Build::Call(operands), form.span));
        self.schedule(elements.items.into_iter().map(|item| Task::Expression(item, Value::FALSE)));
        Ok(())
    }

    fn special(&mut self, special: Special, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
        match role(special) {
            Role::Expression(expand) | Role::Either(expand, _) => expand(self, form, name),
            Role::Splice(splice) => {
                let forms = splice(self, form)?;
                if forms.is_empty() {
                    return Err(self
                        .error(format!("{}: no expression", special.name()), form.span)
                        .code(Code::EMPTY_BODY)
                        .hint(
                            "a form that stands for a value has an expression in it; for no value write (if #f #f)",
                        ));
                }
                let tasks = self.sequence(&forms, name, form.span);
                self.schedule(tasks);
                Ok(())
            }
            Role::Definition(_) => Err(self
                .error(format!("{} is not allowed where an expression is expected", special.name()), form.span)
                .code(Code::DEFINITION)
                .hint(
                    "definitions go to the top level or to the head of a body, as of lambda or let; \
                     a local variable is made with (let ((name value)) ...), and (set! name value) changes one",
                )),
            Role::Declaration(_) => Err(self
                .error(format!("{} is allowed at top level only", special.name()), form.span)
                .code(Code::KEYWORD)
                .hint(format!("move the ({} ...) out of all other forms", special.name()))),
            Role::Transformer => Err(self
                .error(format!("{} is allowed only where a keyword is defined", special.name()), form.span)
                .code(Code::KEYWORD)
                .hint(format!("write (define-syntax name ({} ...))", special.name()))),
            Role::Constant(_) => Err(self
                .error(format!("{} is not a procedure", special.name()), form.span)
                .code(Code::NOT_PROCEDURE)
                .hint(format!("write {} without parentheses", special.name()))),
            Role::Auxiliary => Err(self.out_of_place(special, form)),
        }
    }

    /// The error of a keyword that belongs into other forms.
    fn out_of_place(&self, special: Special, form: Syntax<'gc>) -> Throw<'gc> {
        let hint = match special {
            Special::Unquote | Special::UnquoteSplicing => {
                "a comma means something within a quasiquotation only, as in `(1 ,x); \
                 the parts of a form are separated by blanks"
            }
            Special::Else => {
                "else begins the last clause of cond, case or guard; \
                 the parts of an if are told by their order: (if test consequent alternate)"
            }
            Special::Arrow => "=> stands in a clause of cond, case or guard: (test => procedure)",
            Special::Ellipsis | Special::Underscore => "this stands in patterns and templates of syntax-rules only",
            _ => "this stands in #`(...) only",
        };
        self.error(format!("{} is out of place", special.name()), form.span).code(Code::KEYWORD).hint(hint)
    }

    // --- parts of forms ---------------------------------------------------

    /// The elements of a form after its keyword.
    ///
    /// # Errors
    /// When they are fewer than `least`; `usage` says what they should be.
    pub(super) fn operands(&self, form: Syntax<'gc>, least: usize, usage: &str) -> Result<'gc, Vec<Syntax<'gc>>> {
        let mut items = self.items(form, usage)?;
        items.remove(0);
        if items.len() < least {
            return Err(self.malformed(form, usage));
        }
        Ok(items)
    }

    /// The same for forms with a fixed number of elements.
    pub(super) fn exactly<const N: usize>(&self, form: Syntax<'gc>, usage: &str) -> Result<'gc, [Syntax<'gc>; N]> {
        let operands = self.operands(form, N, usage)?;
        operands.try_into().map_err(|_| self.malformed(form, usage))
    }

    /// The elements of a list, not empty.
    pub(super) fn items(&self, list: Syntax<'gc>, usage: &str) -> Result<'gc, Vec<Syntax<'gc>>> {
        let elements = self.ex.context.spans.elements(list)?;
        if !elements.tail.is_nil() || elements.items.is_empty() {
            return Err(self.malformed(list, usage));
        }
        Ok(elements.items)
    }

    /// The elements of a list that may be empty.
    pub(super) fn list(&self, list: Syntax<'gc>, usage: &str) -> Result<'gc, Vec<Syntax<'gc>>> {
        if list.datum.is_nil() { Ok(Vec::new()) } else { self.items(list, usage) }
    }

    /// An identifier.
    pub(super) fn identifier(&self, form: Syntax<'gc>, what: &str) -> Result<'gc, Value<'gc>> {
        if is_identifier(form.datum) {
            return Ok(form.datum);
        }
        Err(self.no_identifier(form, what))
    }

    /// Variables for identifiers, all different, in a scope to come.
    pub(super) fn variables(&mut self, names: &[Syntax<'gc>], what: &str) -> Result<'gc, Variables<'gc>> {
        let mut seen = std::collections::HashSet::new();
        let mut bindings = Vec::with_capacity(names.len());
        for &name in names {
            let identifier = self.identifier(name, what)?;
            let again = if names.len() < 8 {
                bindings.iter().any(|&(other, _)| other == identifier)
            } else {
                !seen.insert(identifier.bits())
            };
            if again {
                let first = names.iter().find(|other| other.datum == identifier).copied();
                return Err(self.duplicate(what, name, first));
            }
            bindings.push((identifier, self.var(identifier)));
        }
        Ok(bindings)
    }

    /// Enters a scope that binds these variables.
    pub(super) fn enter(&mut self, bindings: Variables<'gc>) {
        self.enter_scope();
        let level = self.ex.outer.len() as u32;
        for (identifier, var) in bindings {
            self.ex.scopes.bind(identifier, super::scope::Local::Variable(var, level));
        }
    }

    /// Enters an empty scope.
    pub(super) fn enter_scope(&mut self) {
        let scope = self.session.libraries.new_scope();
        self.ex.scopes.enter(scope);
    }
}
