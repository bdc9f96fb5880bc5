//! Expands bodies, definitions and expressions, to `letrec*` (R7RS 5.3.2).
//!
//! A body is worked on in two rounds, both in a scope of its own. The first looks
//! at each form just far enough to tell definitions, splices macros and `begin`,
//! and binds the names; the second expands initial values and expressions, which
//! by then see every definition. Expressions may stand between definitions; they
//! become initial values of variables that nobody sees.

use cairn_data::diagnostic::Code;
use cairn_data::error::Result;
use cairn_data::source::Span;
use cairn_gc::{Value, trace_fields, trace_variants};
use cairn_middle::environment::identifier::{is_identifier, name_of};
use cairn_middle::environment::special::Special;
use cairn_middle::ir::{NodeId, VarId};

use super::definition::{Definition, Init, RecordType};
use super::resolve::Keyword;
use super::scope::Local;
use super::task::{Build, Formals, Place, Task};
use super::transformer::{Expanded, Receiver};
use super::{Cx, Step, Syntax};
use crate::special::{Role, role};

/// A body in its first round.
pub struct Body<'gc> {
    /// Forms to look at, the next one last.
    pub pending: Vec<Syntax<'gc>>,
    items: Vec<Item<'gc>>,
    /// Number of items up to the last definition.
    defined: usize,
    /// The name for a procedure that the body returns, or `#f`.
    name: Value<'gc>,
    span: Span,
}

trace_fields!(Body<'gc> { pending, items, defined, name, span });

/// The results of the first pass.
enum Item<'gc> {
    /// A variable: the identifier and its initial value.
    Variable(VarId, Value<'gc>, Init<'gc>),
    /// A variable whose initial value is made already.
    Node(VarId, NodeId),
    /// A variable for the vector of the values of an expression.
    Values(VarId, Syntax<'gc>, Formals),
    /// An expression.
    Expression(Syntax<'gc>),
}

trace_variants!(Item<'gc> {
    Variable(var, name, init),
    Node(var, node),
    Values(var, form, formals),
    Expression(form),
});

impl<'gc> Cx<'_, 'gc> {
    /// Work that expands a body in a scope of its own: leaves one node.
    pub(super) fn schedule_body(&mut self, forms: Syntax<'gc>, name: Value<'gc>, span: Span) -> Result<'gc, ()> {
        let mut pending = self.list(forms, "a list of expressions")?;
        if pending.is_empty() {
            return Err(self
                .error("body without an expression", span)
                .code(Code::EMPTY_BODY)
                .hint("add an expression at the end of this form: its value becomes the value of the whole form"));
        }
        pending.reverse();
        let body = Body { pending, items: Vec::new(), defined: 0, name, span };
        self.schedule([Task::Enter(Vec::new()), Task::Body(Box::new(body)), Task::Leave]);
        Ok(())
    }

    /// Goes on with the first round, up to its end or a stop.
    pub(super) fn body(&mut self, mut body: Box<Body<'gc>>) -> Result<'gc, Option<Step<'gc>>> {
        while let Some(form) = body.pending.pop() {
            if self.is_check_due() {
                body.pending.push(form);
                self.ex.tasks.push(Task::Body(body));
                return Ok(None);
            }
            let head = self.ex.context.spans.head(form);
            self.ex.meter.waiting = body.pending.len();
            match head.and_then(|head| self.keyword_of(head.datum)) {
                Some(Keyword::Macro(object)) => match self.expand_use(object, form, Receiver::Form(form.span))? {
                    Expanded::Form(datum) => body.pending.push(Syntax { datum, span: form.span }),
                    Expanded::Stopped(step) => {
                        self.put_below(Task::Body(body));
                        return Ok(Some(step));
                    }
                },
                Some(Keyword::Special(special)) => {
                    if let Some(tasks) = self.body_form(&mut body, special, form)? {
                        self.ex.tasks.push(Task::Body(body));
                        self.schedule(tasks);
                        return Ok(None);
                    }
                }
                None => body.items.push(Item::Expression(form)),
            }
        }
        self.finish_body(*body)?;
        Ok(None)
    }

    /// Puts a task below the one on top, which receives an answer for it.
    pub(super) fn put_below(&mut self, task: Task<'gc>) {
        let receiver = self.ex.tasks.pop();
        self.ex.tasks.push(task);
        self.ex.tasks.extend(receiver);
    }

    /// Takes in a form with a keyword at its head. Returns the work that must be done before the
    /// next form.
    fn body_form(
        &mut self,
        body: &mut Body<'gc>,
        special: Special,
        form: Syntax<'gc>,
    ) -> Result<'gc, Option<[Task<'gc>; 2]>> {
        match role(special) {
            Role::Splice(splice) | Role::Either(_, splice) => {
                self.count_idle(form)?;
                let forms = splice(self, form)?;
                body.pending.extend(forms.into_iter().rev());
            }
            Role::Definition(define) => {
                let definition = define(self, form)?;
                if let Definition::Keyword(keyword, spec) = definition {
                    return Ok(Some([Task::Transformer(spec), Task::Keywords(vec![keyword])]));
                }
                self.define_local(body, definition, form.span)?;
                body.defined = body.items.len();
            }
            _ => body.items.push(Item::Expression(form)),
        }
        Ok(None)
    }

    fn define_local(&mut self, body: &mut Body<'gc>, definition: Definition<'gc>, span: Span) -> Result<'gc, ()> {
        match definition {
            Definition::Variable(name, init) => {
                let var = self.bind_local(name)?;
                body.items.push(Item::Variable(var, name.datum, init));
            }
            Definition::Values(formals, expression) => self.define_local_values(body, formals, expression, span)?,
            Definition::Record(record) => self.define_local_record(body, &record)?,
            Definition::Keyword(..) => {}
        }
        Ok(())
    }

    /// Binds a variable in the scope of the body.
    fn bind_local(&mut self, name: Syntax<'gc>) -> Result<'gc, VarId> {
        let var = self.var(name.datum);
        let level = self.ex.outer.len() as u32;
        self.check_new(name)?;
        self.ex.scopes.bind(name.datum, Local::Variable(var, level));
        Ok(var)
    }

    /// Fails when the innermost scope has bound the identifier already.
    pub(super) fn check_new(&self, name: Syntax<'gc>) -> Result<'gc, ()> {
        if self.ex.scopes.binds(name.datum) {
            return Err(self
                .error(format!("duplicate definition of {}", name_of(name.datum)), name.span)
                .code(Code::DUPLICATE)
                .hint("give one of them another name; (set! name value) changes a variable that exists"));
        }
        Ok(())
    }

    fn define_local_values(
        &mut self,
        body: &mut Body<'gc>,
        formals: Syntax<'gc>,
        expression: Syntax<'gc>,
        span: Span,
    ) -> Result<'gc, ()> {
        let (names, shape) = self.value_formals(formals)?;
        let vector = self.ex.draft.unit.add_var("values");
        body.items.push(Item::Values(vector, expression, shape));
        for (index, name) in names.into_iter().enumerate() {
            let var = self.bind_local(name)?;
            let node = self.value_at(vector, index, span);
            body.items.push(Item::Node(var, node));
        }
        Ok(())
    }

    /// The names in the formals of `define-values`, and fresh parameters that
    /// receive the values.
    pub(super) fn value_formals(&mut self, formals: Syntax<'gc>) -> Result<'gc, (Vec<Syntax<'gc>>, Formals)> {
        let (mut names, rest) = self.formal_names(formals)?;
        let params = self.variables(&names, "variable")?.into_iter().map(|(_, var)| var).collect();
        let rest_var = rest.map(|rest| self.var(rest.datum));
        names.extend(rest);
        Ok((names, Formals { params, rest: rest_var }))
    }

    /// Required names and the one for the rest, in a list of formals.
    pub(super) fn formal_names(&self, formals: Syntax<'gc>) -> Result<'gc, (Vec<Syntax<'gc>>, Option<Syntax<'gc>>)> {
        let elements = self.ex.context.spans.elements(formals)?;
        let tail = Syntax { datum: elements.tail, span: formals.span };
        if tail.datum.is_nil() {
            return Ok((elements.items, None));
        }
        if !is_identifier(tail.datum) {
            return Err(self
                .error_about("bad parameter list", tail)
                .code(Code::PARAMETERS)
                .hint("parameters are (a b), (a b . rest), or one name for all arguments"));
        }
        Ok((elements.items, Some(tail)))
    }

    fn define_local_record(&mut self, body: &mut Body<'gc>, record: &RecordType<'gc>) -> Result<'gc, ()> {
        let rtd = self.bind_local(record.name)?;
        let node = self.record_type(record)?;
        body.items.push(Item::Node(rtd, node));
        for (name, kind) in &record.procedures {
            let var = self.bind_local(*name)?;
            let node = self.record_procedure(kind, *name, &record.fields, Place::Local(rtd));
            body.items.push(Item::Node(var, node));
        }
        Ok(())
    }

    // --- second round -----------------------------------------------------

    fn finish_body(&mut self, body: Body<'gc>) -> Result<'gc, ()> {
        if body.defined == body.items.len() {
            let error = self.error("body without an expression at its end", body.span);
            return Err(error
                .code(Code::EMPTY_BODY)
                .hint("a body returns the value of its last expression: add one after the definitions"));
        }
        let mut items = body.items;
        let expressions = items.split_off(body.defined);
        let mut slots = Vec::with_capacity(items.len());
        let mut inits = Vec::new();
        for item in items {
            let (var, value) = self.split_item(item);
            match value {
                Slot::Made(node) => slots.push((var, Some(node))),
                Slot::Later(name, init) => {
                    slots.push((var, None));
                    inits.push((name, init));
                }
            }
        }
        let forms: Vec<_> = expressions.into_iter().filter_map(expression_of).collect();
        if !slots.is_empty() {
            self.ex.tasks.push(Task::Build(Build::Body(slots, inits.len()), body.span));
        }
        let tasks = self.sequence(&forms, body.name, body.span);
        self.schedule(tasks);
        for (name, init) in inits.into_iter().rev() {
            self.schedule_second(name, init, body.span);
        }
        Ok(())
    }

    /// The variable of an item, and its value.
    fn split_item(&mut self, item: Item<'gc>) -> (VarId, Slot<'gc>) {
        match item {
            Item::Variable(var, name, init) => (var, Slot::Later(name, Second::Init(init))),
            Item::Node(var, node) => (var, Slot::Made(node)),
            Item::Values(var, form, formals) => (var, Slot::Later(Value::FALSE, Second::Values(form, formals))),
            Item::Expression(form) => {
                let var = self.ex.draft.unit.add_var("_");
                (var, Slot::Later(Value::FALSE, Second::Init(Init::Expression(form))))
            }
        }
    }

    fn schedule_second(&mut self, name: Value<'gc>, init: Second<'gc>, span: Span) {
        match init {
            Second::Init(init) => self.ex.tasks.push(Task::Init(init, name)),
            Second::Values(form, formals) => {
                self.schedule([Task::Expression(form, Value::FALSE), Task::Build(Build::ValuesVector(formals), span)])
            }
        }
    }
}

/// The value of a body's variable.
enum Slot<'gc> {
    /// Its node is made.
    Made(NodeId),
    /// To be expanded, under a name when it is a procedure.
    Later(Value<'gc>, Second<'gc>),
}

/// Work of the second round.
enum Second<'gc> {
    Init(Init<'gc>),
    Values(Syntax<'gc>, Formals),
}

fn expression_of<'gc>(item: Item<'gc>) -> Option<Syntax<'gc>> {
    match item {
        Item::Expression(form) => Some(form),
        _ => None,
    }
}
