//! Expands top-level forms, one after the other (R7RS 5.1): definitions take effect at
//! once, so that later forms see macros and imports.
//!
//! The nodes of the forms gather on the stack of results, above the context's
//! base, until a unit is made of them.

use cairn_data::error::Result;
use cairn_data::global;
use cairn_data::source::Span;
use cairn_gc::{Value, trace_fields};
use cairn_middle::environment::Binding;
use cairn_middle::environment::identifier::{is_identifier, name_of, symbol_of};
use cairn_middle::environment::special::Special;
use cairn_middle::ir::Node;

use super::definition::Definition;
use super::libraries::LibraryTask;
use super::resolve::{Keyword, Meaning};
use super::task::{Build, Place, Task};
use super::transformer::{Expanded, Receiver};
use super::{Cx, Step, Syntax};
use crate::special::{Role, role};

/// Top-level forms that are still to be expanded.
pub struct Toplevel<'gc> {
    /// The forms, the next one last.
    pub pending: Vec<Syntax<'gc>>,
    /// How many of them are as they were at first, and not spliced in.
    untouched: usize,
}

trace_fields!(Toplevel<'gc> { pending, untouched });

impl<'gc> Toplevel<'gc> {
    /// These forms.
    pub fn new(mut forms: Vec<Syntax<'gc>>) -> Self {
        forms.reverse();
        Toplevel { untouched: forms.len(), pending: forms }
    }

    /// Drops what is left of the form that was begun.
    pub(super) fn drop_begun(&mut self) {
        self.pending.truncate(self.untouched);
    }
}

/// The next step through the top-level forms.
enum Next<'gc> {
    /// Nothing.
    End,
    /// The limits are to be checked.
    Check,
    /// A macro use stopped at a transformer that must run.
    Stopped(Step<'gc>),
    /// A form that is no macro use.
    Form(Option<Keyword<'gc>>, Syntax<'gc>),
}

/// `(import set ...)`
pub(super) fn import<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, ()> {
    let mut sets = ctx.operands(form, 0, "(import import-set ...)")?;
    if ctx.ex.frame.is_true() {
        return Err(ctx.error("import: not in an environment made by the-environment", form.span));
    }
    sets.reverse();
    ctx.ex.tasks.push(Task::Library(LibraryTask::Import(sets)));
    Ok(())
}

/// `(define-library name declaration ...)`
pub(super) fn define_library<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, ()> {
    ctx.declare_library(form)
}

impl<'gc> Cx<'_, 'gc> {
    /// Goes on with top-level forms, up to one that needs other work first. The forms after one
    /// that is wrong stay at the bottom of the tasks.
    pub(super) fn toplevel(&mut self, mut state: Box<Toplevel<'gc>>) -> Result<'gc, Option<Step<'gc>>> {
        match self.next_form(&mut state) {
            Ok(Next::End) => Ok(None),
            Ok(Next::Form(keyword, form)) => {
                let loads = !state.pending.is_empty() && self.is_load(form);
                self.ex.tasks.push(Task::Toplevel(state));
                if loads {
                    self.ex.tasks.push(Task::Run);
                }
                self.toplevel_form(keyword, form)?;
                Ok(None)
            }
            Ok(Next::Check) => {
                self.ex.tasks.push(Task::Toplevel(state));
                Ok(None)
            }
            Ok(Next::Stopped(step)) => {
                self.put_below(Task::Toplevel(state));
                Ok(Some(step))
            }
            Err(thrown) => {
                self.ex.tasks.push(Task::Toplevel(state));
                Err(thrown)
            }
        }
    }

    /// Expands the macro uses and splices in front of the next form.
    fn next_form(&mut self, state: &mut Toplevel<'gc>) -> Result<'gc, Next<'gc>> {
        while let Some(form) = state.pending.pop() {
            if self.is_check_due() {
                state.pending.push(form);
                return Ok(Next::Check);
            }
            if state.pending.len() < state.untouched {
                state.untouched = state.pending.len();
                self.check_code(form)?;
                self.ex.context.form = form.datum;
                self.ex.draft.alias_uses.0.clear();
                self.ex.meter.chain.clear();
                self.ex.trail.clear();
                self.ex.context.span = form.span.or(self.ex.context.span);
            }
            self.ex.meter.waiting = state.pending.len();
            match self.toplevel_keyword(form) {
                Some(Keyword::Macro(object)) => match self.expand_use(object, form, Receiver::Form(form.span))? {
                    Expanded::Form(datum) => state.pending.push(Syntax { datum, span: form.span }),
                    Expanded::Stopped(step) => return Ok(Next::Stopped(step)),
                },
                Some(Keyword::Special(special)) if matches!(role(special), Role::Splice(_) | Role::Either(..)) => {
                    self.count_idle(form)?;
                    if let Role::Splice(splice) | Role::Either(_, splice) = role(special) {
                        state.pending.extend(splice(self, form)?.into_iter().rev());
                    }
                }
                keyword => return Ok(Next::Form(keyword, form)),
            }
        }
        Ok(Next::End)
    }

    /// The keyword at the head of a form. `import` and `define-library` need not
    /// be imported themselves.
    fn toplevel_keyword(&self, form: Syntax<'gc>) -> Option<Keyword<'gc>> {
        let head = form.datum.car().filter(|&head| is_identifier(head))?;
        let meaning = self.resolve(head);
        if let Meaning::Unbound(_) = meaning {
            return match name_of(head) {
                "import" => Some(Keyword::Special(Special::Import)),
                "define-library" => Some(Keyword::Special(Special::DefineLibrary)),
                _ => None,
            };
        }
        meaning.keyword().map(|keyword| self.adjusted(keyword))
    }

    /// Whether a form of a program is a call of `load`: the forms after it may be uses of macros that the file defines.
    fn is_load(&self, form: Syntax<'gc>) -> bool {
        let Some(head) = form.datum.car().filter(|&head| is_identifier(head)) else { return false };
        let Some(load) = self.session.primitives.find("load") else { return false };
        self.ex.context.library.is_none()
            && matches!(self.resolve(head), Meaning::Global(_, entry) if self.origin_of(entry) == Binding::Builtin(load))
    }

    fn toplevel_form(&mut self, keyword: Option<Keyword<'gc>>, form: Syntax<'gc>) -> Result<'gc, ()> {
        match keyword {
            Some(Keyword::Special(special)) => match role(special) {
                Role::Definition(define) => {
                    let definition = define(self, form)?;
                    self.define_global(definition, form.span)
                }
                Role::Declaration(declare) => declare(self, form),
                _ => {
                    self.ex.tasks.push(Task::Expression(form, Value::FALSE));
                    Ok(())
                }
            },
            _ => {
                self.ex.tasks.push(Task::Expression(form, Value::FALSE));
                Ok(())
            }
        }
    }

    fn define_global(&mut self, definition: Definition<'gc>, span: Span) -> Result<'gc, ()> {
        match definition {
            Definition::Variable(name, init) => {
                let (cell, shadowed) = self.defined(name)?;
                self.schedule([
                    Task::Init(init, self.shown_name(name).datum),
                    Task::Build(Build::Define(cell, shadowed), span),
                ]);
            }
            Definition::Values(formals, expression) => {
                let (names, shape) = self.value_formals(formals)?;
                let mut cells = Vec::with_capacity(names.len());
                for name in names {
                    cells.push(self.define_at_once(name)?);
                }
                self.schedule([
                    Task::Expression(expression, Value::FALSE),
                    Task::Build(Build::ValuesVector(shape), span),
                    Task::Build(Build::DefineValues(cells), span),
                ]);
            }
            Definition::Record(record) => {
                // The procedures refer to the type by a cell of its own: the name
                // may come to mean another type.
                let hidden = global::new(self.mc, symbol_of(record.name.datum));
                let node = self.record_type(&record)?;
                self.result(Node::Define(hidden, node), span);
                let cell = self.define_at_once(record.name)?;
                let node = self.node(Node::Global(hidden), span);
                self.result(Node::Define(cell, node), span);
                for (name, kind) in &record.procedures {
                    let own = self.define_at_once(*name)?;
                    let node =
                        self.record_procedure(kind, self.shown_name(*name), &record.fields, Place::Global(hidden));
                    self.result(Node::Define(own, node), span);
                }
            }
            Definition::Keyword(name, spec) => {
                self.ex.context.macros.push(spec.datum);
                self.schedule([Task::Transformer(spec), Task::Keywords(vec![name])]);
            }
        }
        Ok(())
    }

    /// The name of what is defined in messages: in a library that comes with Cairn the name that programs know.
    fn shown_name(&self, name: Syntax<'gc>) -> Syntax<'gc> {
        let mut renamed = self.ex.context.renamed.iter();
        let external = renamed.find(|&&(internal, _)| internal == name.datum).map(|&(_, external)| external);
        Syntax { datum: external.unwrap_or(name.datum), span: name.span }
    }

    /// The cell of a definition whose value does not depend on what it shadows.
    fn define_at_once(&mut self, name: Syntax<'gc>) -> Result<'gc, Value<'gc>> {
        Ok(self.defined(name)?.0)
    }
}
