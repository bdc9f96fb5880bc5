//! Expands `(the-environment)`, which makes the scopes of a place in code a first-class
//! environment, and code that `eval` gets with one.
//!
//! The form records the scopes in force: their numbers, and what each identifier means
//! there. A local variable becomes a pair of procedures, one that returns its value and
//! one that assigns it; so code without the form pays nothing. `eval` enters the same
//! scopes under the same numbers, in which aliases and local macros mean what they
//! meant at the place, and above them the environment's own scope for what `eval`
//! defines.
//!
//! A recorded scope is a vector: its number, then identifiers, each with its meaning.
//! A meaning is the index of a variable, a negative number for a special form, `#f` for
//! a variable without a value, or the object of a macro, cell or variable. The own
//! scope of an environment stands for itself, so that later definitions are seen.
//!
//! A name that is bound nowhere when code refers to it may come to be defined in the
//! environment or around it: the code looks into two cells.

use cairn_data::error::Result;
use cairn_data::global;
use cairn_data::lists::elements;
use cairn_data::source::Span;
use cairn_gc::{Kind, Mutation, Value};
use cairn_middle::environment::global::local;
use cairn_middle::environment::identifier::ScopeId;
use cairn_middle::environment::identifier::symbol_of;
use cairn_middle::environment::special::Special;
use cairn_middle::environment::{Binding, environment_object};
use cairn_middle::ir::{Node, NodeId, VarId};

use super::resolve::mark_assigned;
use super::scope::Local;
use super::{Cx, Expander, Syntax};

/// `(the-environment)`
pub fn the_environment<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let [] = ctx.exactly(form, "(the-environment)")?;
    let span = form.span;
    let node = if ctx.ex.scopes.depth() > ctx.ex.top {
        ctx.local_environment(span)?
    } else if ctx.ex.frame.is_true() {
        ctx.quote(ctx.ex.frame, span)
    } else {
        let object = environment_object(ctx.mc, ctx.ex.context.environment);
        let operands = vec![ctx.quote(object, span), ctx.quote(Value::NIL, span), ctx.quote(Value::NIL, span)];
        ctx.primitive("%environment-here", operands, span)
    };
    ctx.ex.results.push(node);
    Ok(())
}

impl<'gc> Cx<'_, 'gc> {
    /// The node that makes the environment of the scopes in force.
    fn local_environment(&mut self, span: Span) -> Result<'gc, NodeId> {
        let mut variables = Vec::new();
        let mut scopes = Vec::new();
        for (id, frame, bindings) in self.ex.scopes.all() {
            if frame.is_true() {
                scopes.push(frame);
                continue;
            }
            let mut record = vec![Value::fixnum(id.0 as i64)];
            for (identifier, local) in bindings {
                record.extend([identifier, self.recorded(local, &mut variables)]);
            }
            scopes.push(self.mc.alloc_copy(Kind::Vector, &record)?);
        }
        let accessors = self.accessors(variables, span);
        let object = environment_object(self.mc, self.ex.context.environment);
        let scopes = self.mc.list(&scopes);
        let operands = vec![self.quote(object, span), self.quote(scopes, span), accessors];
        Ok(self.primitive("%environment-here", operands, span))
    }

    fn recorded(&self, local: Local<'gc>, variables: &mut Vec<VarId>) -> Value<'gc> {
        match local {
            Local::Variable(var, level) if level == self.ex.outer.len() as u32 => {
                variables.push(var);
                Value::fixnum(variables.len() as i64 - 1)
            }
            Local::Variable(..) | Local::Pattern(..) => Value::FALSE,
            Local::Special(special) => special_number(special),
            Local::Macro(object) | Local::Cell(object) | Local::Remote(object) => object,
        }
    }

    /// The list of the pairs of procedures that read and assign the variables.
    fn accessors(&mut self, variables: Vec<VarId>, span: Span) -> NodeId {
        let nil = self.quote(Value::NIL, span);
        variables.into_iter().rev().fold(nil, |rest, var| {
            let value = self.local(var, span);
            let getter = self.named_procedure("variable", Vec::new(), value, span);
            let parameter = self.ex.draft.unit.add_var("value");
            let value = self.local(parameter, span);
            self.ex.draft.unit.var_mut(var).assigned = true;
            let assignment = self.node(Node::Set(var, value), span);
            let setter = self.named_procedure("variable", vec![parameter], assignment, span);
            let pair = self.primitive("cons", vec![getter, setter], span);
            self.primitive("cons", vec![pair, rest], span)
        })
    }

    // --- definitions ------------------------------------------------------

    /// The cell of a variable that is defined in the environment.
    pub(super) fn define_in_frame(&mut self, identifier: Value<'gc>) -> Value<'gc> {
        let cell = self.frame_cell(identifier);
        self.ex.scopes.bind(identifier, Local::Cell(cell));
        cell
    }

    /// The cell that a variable of the environment has, or would have.
    pub(super) fn frame_cell(&mut self, identifier: Value<'gc>) -> Value<'gc> {
        let known = self.frame_entry(identifier).and_then(Value::cdr);
        if let Some(cell) = known.filter(|meaning| meaning.has_kind(Kind::Global)) {
            return cell;
        }
        let cell = global::new(self.mc, symbol_of(identifier));
        mark_assigned(self.mc, cell);
        self.set_frame_entry(identifier, cell);
        cell
    }

    /// Gives a keyword a meaning in the environment.
    pub(super) fn define_keyword_in_frame(&mut self, identifier: Value<'gc>, binding: Binding<'gc>) {
        let (local, meaning) = match binding {
            Binding::Macro(object) => (Local::Macro(object), object),
            Binding::Special(special) => (Local::Special(special), special_number(special)),
            Binding::Builtin(_) | Binding::Global(_) => return,
        };
        self.set_frame_entry(identifier, meaning);
        self.ex.scopes.bind(identifier, local);
    }

    /// The pair of the identifier and its meaning.
    fn frame_entry(&self, identifier: Value<'gc>) -> Option<Value<'gc>> {
        let definitions = self.ex.frame.slot(local::DEFINITIONS)?;
        elements(definitions).find(|entry| entry.car() == Some(identifier))
    }

    fn set_frame_entry(&mut self, identifier: Value<'gc>, meaning: Value<'gc>) {
        if let Some(entry) = self.frame_entry(identifier) {
            entry.set_cdr(self.mc, meaning);
            return;
        }
        let definitions = self.ex.frame.slot(local::DEFINITIONS).unwrap_or(Value::NIL);
        let entry = self.mc.cons(identifier, meaning);
        self.ex.frame.set_slot(self.mc, local::DEFINITIONS, self.mc.cons(entry, definitions));
    }
}

/// The environment of recorded scopes and the list of the accessors of their variables;
/// `around` is the global one, and `id` the number of a scope for definitions.
///
/// # Errors
/// When memory is short.
pub fn local_environment<'gc>(
    mc: Mutation<'gc>,
    around: Value<'gc>,
    id: ScopeId,
    scopes: Value<'gc>,
    variables: Value<'gc>,
) -> Result<'gc> {
    let variables: Vec<_> = elements(variables).collect();
    let mut slots = [Value::NIL; local::SLOTS];
    slots[local::ID] = around.slot(local::ID).unwrap_or(Value::NIL);
    slots[local::SCOPES] = scopes;
    slots[local::VARIABLES] = mc.alloc_copy(Kind::Vector, &variables)?;
    slots[local::SCOPE] = Value::fixnum(id.0 as i64);
    Ok(mc.alloc(Kind::Environment, &slots))
}

impl<'gc> Expander<'gc> {
    /// The same, at the place of an environment that `the-environment` made.
    #[must_use]
    pub fn inside(mut self, environment: Value<'gc>) -> Self {
        let Some(scopes) = environment.slot(local::SCOPES) else { return self };
        let variables = environment.slot(local::VARIABLES).unwrap_or(Value::NIL);
        for scope in elements(scopes) {
            if scope.has_kind(Kind::Environment) {
                self.enter_definitions(scope);
                continue;
            }
            let Some((&id, bindings)) = scope.slot_slice().split_first() else { continue };
            self.scopes.enter(scope_number(id));
            for binding in bindings.chunks_exact(2) {
                let meaning = match binding[1].as_index() {
                    Some(index) => Local::Remote(variables.slot(index).unwrap_or(Value::FALSE)),
                    None => entered(binding[1]),
                };
                self.scopes.bind(binding[0], meaning);
            }
        }
        self.enter_definitions(environment);
        self.frame = environment;
        self.draft.scope = self.scopes.current();
        self.top = self.scopes.depth();
        self
    }

    /// Enters the scope of what was defined in an environment.
    fn enter_definitions(&mut self, environment: Value<'gc>) {
        let id = environment.slot(local::SCOPE).unwrap_or(Value::NIL);
        self.scopes.enter_frame(scope_number(id), environment);
        for entry in elements(environment.slot(local::DEFINITIONS).unwrap_or(Value::NIL)) {
            let Some((identifier, meaning)) = entry.as_pair() else { continue };
            // A cell without a value was referred to, and is not defined yet.
            if meaning.slot(global::VALUE) != Some(Value::UNBOUND) || !meaning.has_kind(Kind::Global) {
                self.scopes.bind(identifier, entered(meaning));
            }
        }
    }
}

/// The meaning that an object, a number of a special form or `#f` stands for.
fn entered(meaning: Value<'_>) -> Local<'_> {
    match meaning.kind() {
        Some(Kind::Global) => Local::Cell(meaning),
        Some(Kind::Macro) => Local::Macro(meaning),
        _ => special_of(meaning).map_or(Local::Remote(meaning), Local::Special),
    }
}

/// The number that stands for a special form in objects.
pub(super) fn special_number<'gc>(special: Special) -> Value<'gc> {
    Value::fixnum(-1 - special as i64)
}

/// The special form of a number.
pub(super) fn special_of(number: Value<'_>) -> Option<Special> {
    Special::ALL.get((-1 - number.as_fixnum()?) as usize).copied()
}

fn scope_number(word: Value<'_>) -> ScopeId {
    ScopeId(word.as_index().unwrap_or(0) as u64)
}
