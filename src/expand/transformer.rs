//! Macros: transformer specs, uses, and the driver's answers.
//!
//! A macro is an object of [`Kind::Macro`]: how it works, its program or
//! procedure, constants, home. A procedure is called by the driver; the answer
//! arrives through a [`Receiver`] that waits on top of the work stack.

use cairn_gc::{Kind, Mutation, Value, trace_variants};

use super::identifier::{Home, is_identifier, new_alias};
use super::resolve::Keyword;
use super::scope::Local;
use super::special::Special;
use super::task::Task;
use super::{Cx, Expander, Step, Syntax};
use crate::error::Result;
use crate::library::Binding;
use crate::source::Span;
use crate::world::World;

const FLAVOUR: usize = 0;
/// Slot: the compiled rules, or the procedure.
pub(super) const PROGRAM: usize = 1;
/// Slot: the vector of constants of the rules.
pub(super) const CONSTANTS: usize = 2;
const HOME: usize = 3;

/// How a macro works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flavour {
    /// `syntax-rules`
    Rules = 0,
    /// `er-macro-transformer`
    Renaming = 1,
}

/// A macro whose identifiers are at home there.
pub(super) fn new_macro<'gc>(
    mc: Mutation<'gc>,
    flavour: Flavour,
    program: Value<'gc>,
    constants: Value<'gc>,
    home: Home,
) -> Value<'gc> {
    let [scope, environment] = home.to_words();
    mc.alloc_tenured(Kind::Macro, &[Value::fixnum(flavour as i64), program, constants, scope, environment])
}

/// Where the identifiers of a macro are at home.
pub(super) fn macro_home(object: Value<'_>) -> Home {
    Home::from_slots(object, HOME)
}

/// What a use of a macro turned into.
pub(super) enum Expanded<'gc> {
    /// Its expansion.
    Form(Value<'gc>),
    /// A stop: the driver must call the transformer.
    Stopped(Step<'gc>),
}

/// What to do with the driver's answer.
pub enum Receiver<'gc> {
    /// It is an expression, to be expanded at this span, of this name.
    Expression(Span, Value<'gc>),
    /// It is the next form of the body or top level below.
    Form(Span),
    /// It is a transformer spec.
    Spec(Span),
    /// It is a transformer procedure, for the stack of keywords.
    Procedure(Span),
    /// Make a unit of the latest result and ask for its value; back to the draft
    /// set aside then.
    Evaluate(Span),
}

trace_variants!(Receiver<'gc> { Expression(span, name), Form(span), Spec(span), Procedure(span), Evaluate(span) });

impl<'gc> Cx<'_, 'gc> {
    /// Expands a use of a macro. When that must stop, `receiver` waits on top of
    /// the stack for the expansion.
    pub(super) fn expand_use(
        &mut self,
        object: Value<'gc>,
        form: Syntax<'gc>,
        receiver: Receiver<'gc>,
    ) -> Result<'gc, Expanded<'gc>> {
        self.count_idle(form)?;
        if object.slot(FLAVOUR) == Some(Value::fixnum(Flavour::Rules as i64)) {
            return Ok(Expanded::Form(self.expand_rules(object, form)?));
        }
        let procedure = object.slot(PROGRAM).unwrap_or(Value::NIL);
        self.ex.tasks.push(Task::Receive(receiver));
        Ok(Expanded::Stopped(Step::Transform { procedure, form: form.datum, macro_object: object }))
    }

    /// Takes the driver's answer, or starts to ask for one.
    pub(super) fn receive(&mut self, receiver: Receiver<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        let datum = self.ex.answer;
        match receiver {
            Receiver::Expression(span, name) => self.ex.tasks.push(Task::Expression(Syntax { datum, span }, name)),
            Receiver::Spec(span) => self.ex.tasks.push(Task::Transformer(Syntax { datum, span })),
            Receiver::Form(span) => match self.ex.tasks.last_mut() {
                Some(Task::Body(body)) => body.pending.push(Syntax { datum, span }),
                Some(Task::Toplevel(state)) => state.pending.push(Syntax { datum, span }),
                _ => {}
            },
            Receiver::Procedure(span) => {
                if !datum.is_closure() && !matches!(datum.kind(), Some(Kind::CaseLambda | Kind::Native)) {
                    return Err(self.error("er-macro-transformer: expected a procedure", span));
                }
                let object = new_macro(self.mc, Flavour::Renaming, datum, Value::NIL, self.home());
                self.ex.keywords.push(Binding::Macro(object));
            }
            Receiver::Evaluate(span) => {
                let node = self.ex.results.pop().into_iter().collect();
                let unit = self.finish_draft(node);
                self.ex.draft = self.ex.outer.pop().unwrap_or_default();
                self.ex.tasks.push(Task::Receive(Receiver::Procedure(span)));
                return Ok(Some(Step::Evaluate(unit)));
            }
        }
        Ok(None)
    }

    /// Evaluates a transformer spec: leaves a binding on the stack of keywords.
    pub(super) fn transformer(&mut self, spec: Syntax<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        if is_identifier(spec.datum) {
            let keyword = self.keyword_of(spec.datum).ok_or_else(|| self.not_transformer(spec))?;
            self.ex.keywords.push(binding_of(keyword));
            return Ok(None);
        }
        match spec.datum.car().and_then(|head| self.keyword_of(head)) {
            Some(Keyword::Special(Special::SyntaxRules)) => {
                let object = self.syntax_rules(spec, self.home())?;
                self.ex.keywords.push(Binding::Macro(object));
                Ok(None)
            }
            Some(Keyword::Special(Special::ErMacroTransformer)) => self.procedural(spec),
            Some(Keyword::Macro(object)) => match self.expand_use(object, spec, Receiver::Spec(spec.span))? {
                Expanded::Form(datum) => {
                    self.ex.tasks.push(Task::Transformer(Syntax { datum, span: spec.span }));
                    Ok(None)
                }
                Expanded::Stopped(step) => Ok(Some(step)),
            },
            _ => Err(self.not_transformer(spec)),
        }
    }

    fn not_transformer(&self, spec: Syntax<'gc>) -> crate::error::Throw<'gc> {
        self.error_about("not a syntax transformer", spec)
            .hint("expected (syntax-rules (literal ...) (pattern template) ...)")
    }

    /// A transformer that is the value of an expression. At top level, what comes
    /// before runs first, so that the transformer can use it.
    fn procedural(&mut self, spec: Syntax<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        let [expression] = self.exactly(spec, "(er-macro-transformer procedure)")?;
        let at_top = matches!(self.ex.tasks.as_slice(), [.., Task::Toplevel(_), Task::Keywords(_)]);
        if at_top && self.ex.results.len() > self.ex.context.base {
            self.ex.tasks.push(Task::Transformer(spec));
            let unit = self.finish_unit();
            return Ok(Some(Step::Run(unit)));
        }
        let draft = std::mem::take(&mut self.ex.draft);
        self.ex.outer.push(draft);
        self.schedule([Task::Expression(expression, Value::FALSE), Task::Receive(Receiver::Evaluate(spec.span))]);
        Ok(None)
    }

    /// Binds keywords to what is on top of the stack of keywords.
    pub(super) fn bind_keywords(&mut self, names: Vec<Syntax<'gc>>) -> Result<'gc, ()> {
        let at = self.ex.keywords.len().saturating_sub(names.len());
        let bindings = self.ex.keywords.split_off(at);
        for (name, binding) in names.into_iter().zip(bindings) {
            let local = match binding {
                _ if self.ex.scopes.depth() == 0 => {
                    self.define_keyword(name, binding)?;
                    continue;
                }
                Binding::Macro(object) => Local::Macro(object),
                Binding::Special(special) => Local::Special(special),
                Binding::Builtin(_) | Binding::Global(_) => continue,
            };
            self.check_new(name)?;
            self.ex.scopes.bind(name.datum, local);
        }
        Ok(())
    }
}

fn binding_of(keyword: Keyword<'_>) -> Binding<'_> {
    match keyword {
        Keyword::Special(special) => Binding::Special(special),
        Keyword::Macro(object) => Binding::Macro(object),
    }
}

/// The alias that `rename` of an explicit-renaming macro returns for a symbol.
/// The caller returns the same one for the same symbol of one expansion.
pub fn rename<'gc>(mc: Mutation<'gc>, macro_object: Value<'gc>, name: Value<'gc>) -> Value<'gc> {
    new_alias(mc, name, macro_home(macro_object))
}

impl<'gc> Expander<'gc> {
    /// Whether two identifiers mean the same where the macro that is being
    /// expanded was used: `compare` of an explicit-renaming macro.
    pub fn is_same_identifier(
        &mut self,
        mc: Mutation<'gc>,
        world: &mut World<'gc>,
        a: Value<'gc>,
        b: Value<'gc>,
    ) -> bool {
        let cx = Cx { mc, world, ex: self };
        if !is_identifier(a) || !is_identifier(b) {
            return a == b;
        }
        a == b || cx.resolve(a).is_same(cx.resolve(b))
    }
}
