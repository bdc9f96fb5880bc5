//! Expands macros: evaluates transformer specs, applies transformers, and takes the driver's answers.
//!
//! A macro is an object of [`Kind::Macro`]: how it works, its program or
//! procedure, constants, home. A procedure is called by the driver; the answer
//! arrives through a [`Receiver`] that waits on top of the work stack.

use cairn_data::diagnostic::Code;
use cairn_data::error::Result;
use cairn_data::source::Span;
use cairn_gc::{Kind, Mutation, Value, trace_nothing, trace_variants};
use cairn_middle::environment::identifier::{Home, is_identifier, name_of, new_alias};
use cairn_middle::environment::special::Special;
use cairn_middle::environment::{Binding, ConfinementId};
use cairn_middle::session::Session;

use super::definition::DEFINE_PARAMETER;
use super::environment::{special_number, special_of};
use super::resolve::{Keyword, Meaning};
use super::scope::Local;
use super::task::Task;
use super::{Cx, Draft, Expander, Step, Syntax};
use crate::special::{Role, role};

const FLAVOUR: usize = 0;
/// Slot: the compiled rules, or the procedure.
pub(super) const PROGRAM: usize = 1;
/// Slot: the vector of constants of the rules.
pub(super) const CONSTANTS: usize = 2;
const HOME: usize = 3;

/// How a macro works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavour {
    /// `syntax-rules`
    Rules = 0,
    /// `er-macro-transformer`
    Renaming = 1,
    /// `define-macro`
    Plain = 2,
    /// A procedure that takes a form to a form, as those of `syntax-case` do.
    Syntax = 3,
    /// `ir-macro-transformer`
    Implicit = 4,
    /// `sc-macro-transformer`
    Closing = 5,
    /// `rsc-macro-transformer`
    ReverseClosing = 6,
    /// `define-syntax-parameter`: a keyword that stands for another one, its program
    /// when nothing has adjusted it.
    Parameter = 7,
    /// The same as `Syntax`, for assignments of the keyword too
    /// (`make-variable-transformer`).
    Variable = 8,
}

trace_nothing!(Flavour);

impl Flavour {
    /// The flavour that a form of this head makes, unless it is no expression.
    fn procedural(special: Special) -> Option<Flavour> {
        match special {
            Special::ErMacroTransformer => Some(Flavour::Renaming),
            Special::IrMacroTransformer => Some(Flavour::Implicit),
            Special::ScMacroTransformer => Some(Flavour::Closing),
            Special::RscMacroTransformer => Some(Flavour::ReverseClosing),
            Special::DefineMacro => Some(Flavour::Plain),
            _ if matches!(role(special), Role::Expression(_) | Role::Splice(_)) => Some(Flavour::Syntax),
            _ => None,
        }
    }
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

pub(super) fn flavour_of(object: Value<'_>) -> Flavour {
    const ALL: [Flavour; 9] = [
        Flavour::Rules,
        Flavour::Renaming,
        Flavour::Plain,
        Flavour::Syntax,
        Flavour::Implicit,
        Flavour::Closing,
        Flavour::ReverseClosing,
        Flavour::Parameter,
        Flavour::Variable,
    ];
    let number = object.slot(FLAVOUR).and_then(Value::as_index).unwrap_or(0);
    ALL[number]
}

/// Where the identifiers of a macro are at home.
pub(super) fn macro_home(object: Value<'_>) -> Home {
    Home::from_slots(object, HOME)
}

/// The expansion of a macro use.
pub(super) enum Expanded<'gc> {
    /// Its expansion.
    Form(Value<'gc>),
    /// A stop: the driver must call the transformer.
    Stopped(Step<'gc>),
}

/// How to use the driver's answer.
pub enum Receiver<'gc> {
    /// It is an expression, to be expanded at this span, of this name.
    Expression(Span, Value<'gc>),
    /// It is the next form of the body or top level below.
    Form(Span),
    /// It is a transformer spec.
    Spec(Span),
    /// It is a transformer procedure, of this spec, for the stack of keywords.
    Procedure(Flavour, Syntax<'gc>),
    /// Make a syntax parameter of the latest keyword.
    Parameter,
    /// Make a unit of the latest result and ask for its value; back to the draft
    /// set aside then.
    Evaluate(Flavour, Syntax<'gc>),
}

trace_variants!(Receiver<'gc> {
    Expression(span, name),
    Form(span),
    Spec(span),
    Procedure(flavour, spec),
    Parameter,
    Evaluate(flavour, spec),
});

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
        self.count_use(form)?;
        let flavour = flavour_of(object);
        if flavour == Flavour::Rules {
            return Ok(Expanded::Form(self.expand_rules(object, form)?));
        }
        if flavour == Flavour::Plain {
            self.items(form, "a list of operands")?;
        }
        let procedure = object.slot(PROGRAM).unwrap_or(Value::NIL);
        self.ex.tasks.push(Task::Receive(receiver));
        Ok(Expanded::Stopped(Step::Transform { flavour, procedure, form: form.datum, macro_object: object }))
    }

    /// Takes the driver's answer, or starts to ask for one.
    pub(super) fn receive(&mut self, receiver: Receiver<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        let datum = self.ex.answer;
        if let Receiver::Expression(span, _) | Receiver::Spec(span) | Receiver::Form(span) = receiver {
            self.check_code(Syntax { datum, span })?;
        }
        match receiver {
            Receiver::Expression(span, name) => self.ex.tasks.push(Task::Expression(Syntax { datum, span }, name)),
            Receiver::Spec(span) => self.ex.tasks.push(Task::Transformer(Syntax { datum, span })),
            Receiver::Form(span) => match self.ex.tasks.last_mut() {
                Some(Task::Body(body)) => body.pending.push(Syntax { datum, span }),
                Some(Task::Toplevel(state)) => state.pending.push(Syntax { datum, span }),
                _ => {}
            },
            Receiver::Procedure(flavour, spec) => {
                let is_variable = datum.has_kind(Kind::Macro) && flavour_of(datum) == Flavour::Variable;
                let (flavour, datum) = match datum.slot(PROGRAM) {
                    Some(procedure) if is_variable && flavour == Flavour::Syntax => (Flavour::Variable, procedure),
                    _ => (flavour, datum),
                };
                if !datum.is_closure() && !matches!(datum.kind(), Some(Kind::CaseLambda | Kind::Native)) {
                    if flavour == Flavour::Syntax {
                        return Err(self.not_transformer(spec));
                    }
                    let head = spec.datum.car().map_or("transformer", name_of);
                    return Err(self.error(format!("{head}: expected a procedure"), spec.span));
                }
                let object = new_macro(self.mc, flavour, datum, Value::NIL, self.home());
                self.ex.keywords.push(Binding::Macro(object));
            }
            Receiver::Parameter => {
                let default = match self.ex.keywords.pop() {
                    Some(Binding::Macro(object)) => object,
                    Some(Binding::Special(special)) => special_number(special),
                    _ => Value::FALSE,
                };
                let object = new_macro(self.mc, Flavour::Parameter, default, Value::NIL, self.home());
                self.ex.keywords.push(Binding::Macro(object));
            }
            Receiver::Evaluate(flavour, spec) => {
                let node = self.ex.results.pop().into_iter().collect();
                let unit = self.finish_draft(node);
                self.ex.draft = self.ex.outer.pop().unwrap_or_default();
                self.ex.tasks.push(Task::Receive(Receiver::Procedure(flavour, spec)));
                return Ok(Some(Step::Evaluate(unit)));
            }
        }
        Ok(None)
    }

    /// Evaluates a transformer spec: leaves a binding on the stack of keywords.
    pub(super) fn transformer(&mut self, spec: Syntax<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        if is_identifier(spec.datum) {
            let Some(keyword) = self.keyword_of(spec.datum) else {
                return match self.resolve(spec.datum) {
                    Meaning::Unbound(_) => Err(self.not_transformer(spec)),
                    _ => self.procedural(Flavour::Syntax, spec),
                };
            };
            self.ex.keywords.push(binding_of(keyword));
            return Ok(None);
        }
        match spec.datum.car().and_then(|head| self.keyword_of(head)) {
            Some(Keyword::Special(Special::SyntaxRules)) => {
                let object = self.syntax_rules(spec, self.home())?;
                self.ex.keywords.push(Binding::Macro(object));
                Ok(None)
            }
            Some(Keyword::Special(Special::DefineSyntaxParameter)) => {
                let [_, default] = self.exactly(spec, DEFINE_PARAMETER)?;
                self.schedule([Task::Transformer(default), Task::Receive(Receiver::Parameter)]);
                Ok(None)
            }
            Some(Keyword::Special(special)) => match Flavour::procedural(special) {
                Some(flavour) => self.procedural(flavour, spec),
                None => Err(self.not_transformer(spec)),
            },
            Some(Keyword::Macro(object)) => match self.expand_use(object, spec, Receiver::Spec(spec.span))? {
                Expanded::Form(datum) => {
                    self.ex.tasks.push(Task::Transformer(Syntax { datum, span: spec.span }));
                    Ok(None)
                }
                Expanded::Stopped(step) => Ok(Some(step)),
            },
            None if spec.datum.is_pair() => self.procedural(Flavour::Syntax, spec),
            None => Err(self.not_transformer(spec)),
        }
    }

    fn not_transformer(&self, spec: Syntax<'gc>) -> cairn_data::error::Throw<'gc> {
        self.error_about("not a syntax transformer", spec)
            .code(Code::MACRO)
            .hint("expected (syntax-rules (literal ...) (pattern template) ...) or a procedure")
    }

    /// A transformer that is the value of an expression. At top level, what comes
    /// before runs first, so that the transformer can use it.
    fn procedural(&mut self, flavour: Flavour, spec: Syntax<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        // It could make identifiers that mean every builtin.
        if self.confinement() != ConfinementId::NONE && !self.ex.context.bundled {
            let error = self.error("a confined library cannot define a macro by a procedure", spec.span);
            return Err(error.hint("write it with syntax-rules, or import the library without (confined ...)"));
        }
        let (name, expression) = match flavour {
            Flavour::Plain => {
                let [name, procedure] = self.exactly(spec, "(define-macro name procedure)")?;
                (name.datum, procedure)
            }
            Flavour::Syntax => (Value::FALSE, spec),
            _ => {
                let [procedure] = self.exactly(spec, "a procedure")?;
                (Value::FALSE, procedure)
            }
        };
        let at_top = matches!(
            self.ex.tasks.as_slice(),
            [.., Task::Toplevel(_), Task::Keywords(_)]
                | [.., Task::Toplevel(_), Task::Keywords(_), Task::Receive(Receiver::Parameter)]
        );
        if at_top && self.ex.results.len() > self.ex.context.base {
            self.ex.tasks.push(Task::Transformer(spec));
            let unit = self.finish_unit();
            return Ok(Some(Step::Run(unit)));
        }
        let inner = Draft { scope: self.ex.scopes.current(), ..Draft::default() };
        let draft = std::mem::replace(&mut self.ex.draft, inner);
        self.ex.outer.push(draft);
        self.schedule([Task::Expression(expression, name), Task::Receive(Receiver::Evaluate(flavour, spec))]);
        Ok(None)
    }

    // --- syntax parameters ------------------------------------------------

    /// The current meaning of a keyword that is a syntax parameter.
    pub(super) fn adjusted(&self, keyword: Keyword<'gc>) -> Keyword<'gc> {
        let Keyword::Macro(object) = keyword else { return keyword };
        if flavour_of(object) != Flavour::Parameter {
            return keyword;
        }
        let adjusted = self.ex.adjusted.iter().rev().find(|(parameter, _)| *parameter == object);
        match adjusted.map(|&(_, binding)| binding) {
            Some(Binding::Macro(object)) => Keyword::Macro(object),
            Some(Binding::Special(special)) => Keyword::Special(special),
            _ => {
                let default = object.slot(PROGRAM).unwrap_or(Value::NIL);
                special_of(default).map_or(Keyword::Macro(default), Keyword::Special)
            }
        }
    }

    /// The syntax parameter that an identifier means.
    pub(super) fn syntax_parameter(&self, name: Syntax<'gc>) -> Result<'gc> {
        let keyword = self.resolve(self.identifier(name, "a keyword")?).keyword();
        match keyword {
            Some(Keyword::Macro(object)) if flavour_of(object) == Flavour::Parameter => Ok(object),
            _ => Err(self.error(format!("{} is not a syntax parameter", name_of(name.datum)), name.span)),
        }
    }

    /// Makes syntax parameters stand for what is on top of the stack of keywords.
    pub(super) fn adjust(&mut self, parameters: Vec<Value<'gc>>) {
        let at = self.ex.keywords.len().saturating_sub(parameters.len());
        let bindings = self.ex.keywords.split_off(at);
        self.ex.adjusted.extend(parameters.into_iter().zip(bindings));
    }

    /// Binds keywords to what is on top of the stack of keywords.
    pub(super) fn bind_keywords(&mut self, names: Vec<Syntax<'gc>>) -> Result<'gc, ()> {
        let at = self.ex.keywords.len().saturating_sub(names.len());
        let bindings = self.ex.keywords.split_off(at);
        for (name, binding) in names.into_iter().zip(bindings) {
            let local = match binding {
                _ if self.ex.scopes.depth() == self.ex.top => {
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

/// The result of `make-variable-transformer` for a procedure, which `define-syntax` accepts.
pub fn variable_transformer<'gc>(mc: Mutation<'gc>, procedure: Value<'gc>) -> Value<'gc> {
    new_macro(mc, Flavour::Variable, procedure, Value::NIL, Home::BUILTINS)
}

/// The alias that `rename` of an explicit-renaming macro returns for a symbol.
/// The caller returns the same one for the same symbol of one expansion.
pub fn rename<'gc>(mc: Mutation<'gc>, macro_object: Value<'gc>, name: Value<'gc>) -> Value<'gc> {
    new_alias(mc, name, macro_home(macro_object))
}

impl<'gc> Cx<'_, 'gc> {
    /// A fresh alias that means what the identifier means here.
    pub fn alias_here(&self, identifier: Value<'gc>) -> Value<'gc> {
        new_alias(self.mc, identifier, self.home())
    }
}

impl<'gc> Expander<'gc> {
    /// Where the use of a macro stands for which a transformer runs.
    pub fn use_span(&self) -> Span {
        match self.tasks.last() {
            Some(Task::Receive(Receiver::Expression(span, _) | Receiver::Form(span) | Receiver::Spec(span))) => *span,
            _ => Span::NONE,
        }
    }

    /// Whether two identifiers mean the same where the macro that is being
    /// expanded was used: `compare` of an explicit-renaming macro.
    pub fn is_same_identifier(
        &mut self,
        mc: Mutation<'gc>,
        session: &mut Session<'gc>,
        a: Value<'gc>,
        b: Value<'gc>,
    ) -> bool {
        let ctx = Cx { mc, session, ex: self };
        if !is_identifier(a) || !is_identifier(b) {
            return a == b;
        }
        a == b || ctx.is_same(ctx.resolve(a), ctx.resolve(b))
    }
}
