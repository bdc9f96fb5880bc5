//! Implements `syntax-case`, `syntax`, `quasisyntax` and `with-syntax` (R6RS 12): the patterns and
//! templates of `syntax-rules`, run by procedures.
//!
//! The syntax objects are data with identifiers in them, as forms always are. A pattern
//! variable is a local variable that only templates may mention; at ellipsis depth `n`
//! it holds vectors nested `n` deep. Each form becomes a call of a builtin with its
//! *program*: a vector of the compiled pattern or template, the constants, the home of
//! its identifiers (two words), and for templates the depth of what is in each slot.
//!
//! While a transformer runs, a *record* of the use stands among the dynamic bindings:
//! a vector of the expansion and the first alias that templates made in it. So the
//! templates of one use make the same alias of the same symbol.

use cairn_data::error::Result;
use cairn_data::lists;
use cairn_data::source::Span;
use cairn_gc::{Kind, Mutation, Payload, Value};
use cairn_middle::environment::identifier::{Home, new_alias};
use cairn_middle::environment::siblings::sibling;
use cairn_middle::ir::{Node, NodeId, VarId};

use super::compile::{Level, Part, Shape, Slots, compile_pattern, compile_template};
use super::instance::{Names, instantiate};
use super::matching::matches;
use super::{Bound, Pattern, Template};
use crate::scope::Local;
use crate::task::{Build, PatternBindings, Task};
use crate::{Cx, Syntax};

const SYNTAX_CASE: &str = "(syntax-case expression (literal ...) (pattern [fender] output) ...)";
const CLAUSE: &str = "a clause (pattern [fender] output)";
const WITH_SYNTAX: &str = "(with-syntax ((pattern expression) ...) body ...)";

/// Slots of a program: the compiled code, constants, and home.
const CODE: usize = 0;
const CONSTANTS: usize = 1;
const HOME: usize = 2;
/// Slot of the program of a template: the vector of depths.
const DEPTHS: usize = 4;
/// The depth of a list whose elements are spliced.
const SPLICED: i64 = -1;

/// Slot of the record of a use: the first alias, or `#f`.
const FIRST: usize = 1;

// --- the forms ------------------------------------------------------------

/// `(syntax template)`
pub(crate) fn syntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let [template] = ctx.exactly(form, "(syntax template)")?;
    ctx.schedule_template(template, form, Level::NONE)
}

/// `(quasisyntax template)`
pub(crate) fn quasisyntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let [template] = ctx.exactly(form, "(quasisyntax template)")?;
    ctx.schedule_template(template, form, Level::INNERMOST)
}

/// `(syntax-case expression (literal ...) clause ...)`
pub(crate) fn syntax_case<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 2, SYNTAX_CASE)?;
    let mut literals = Vec::new();
    for literal in ctx.list(parts[1], "a list of literals")? {
        literals.push(ctx.identifier(literal, "a literal")?);
    }
    let key = ctx.ex.draft.unit.add_var("form");
    let mut tasks = vec![Task::Expression(parts[0], Value::FALSE)];
    let mut builds = vec![Task::Build(Build::Bind(key), form.span)];
    for &clause in &parts[2..] {
        let items = ctx.items(clause, CLAUSE)?;
        if !matches!(items.len(), 2 | 3) {
            return Err(ctx.malformed(clause, CLAUSE));
        }
        let (program, variables) = ctx.pattern_program(items[0], literals.clone())?;
        let mut scopes = Vec::new();
        for (&part, name) in items[1..].iter().zip([Value::FALSE, name].iter().skip(3 - items.len())) {
            let bindings = ctx.pattern_bindings(&variables);
            scopes.push(bindings.iter().map(|&(_, (var, _))| var).collect());
            tasks.extend([Task::Patterns(bindings), Task::Expression(part, *name), Task::Leave]);
        }
        builds.push(Task::Build(Build::SyntaxClause(program, key, scopes), clause.span));
    }
    tasks.push(Task::Build(Build::NoClause(key), form.span));
    builds.reverse();
    ctx.schedule(builds);
    ctx.schedule(tasks);
    Ok(())
}

/// `(with-syntax ((pattern expression) ...) body ...)`
pub(crate) fn with_syntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 2, WITH_SYNTAX)?;
    let spans = &ctx.ex.context.spans;
    let body = spans.rest(spans.rest(form));
    let (mut patterns, mut tasks) = (Vec::new(), Vec::new());
    for binding in ctx.list(parts[0], WITH_SYNTAX)? {
        let [pattern, expression] = ctx.items(binding, "a binding (pattern expression)")?[..] else {
            return Err(ctx.malformed(form, WITH_SYNTAX));
        };
        patterns.push(pattern.datum);
        tasks.push(Task::Expression(expression, Value::FALSE));
    }
    tasks.push(Task::Build(Build::Primitive("list", patterns.len()), form.span));
    let pattern = Syntax { datum: ctx.mc.list(&patterns), span: parts[0].span };
    let (program, variables) = ctx.pattern_program(pattern, Vec::new())?;
    let bindings = ctx.pattern_bindings(&variables);
    let scope = bindings.iter().map(|&(_, (var, _))| var).collect();
    let key = ctx.ex.draft.unit.add_var("form");
    ctx.schedule([
        Task::Leave,
        Task::Build(Build::NoClause(key), form.span),
        Task::Build(Build::SyntaxClause(program, key, vec![scope]), form.span),
        Task::Build(Build::Bind(key), form.span),
    ]);
    ctx.schedule_body(body, name, form.span)?;
    ctx.ex.tasks.push(Task::Patterns(bindings));
    ctx.schedule(tasks);
    Ok(())
}

impl<'gc> Cx<'_, 'gc> {
    fn schedule_template(&mut self, template: Syntax<'gc>, form: Syntax<'gc>, level: Level) -> Result<'gc, ()> {
        self.check_ends(template)?;
        let mut shape = Shape::default();
        let (code, slots) = compile_template(self, &mut shape, template, Slots::Scope(Vec::new()), level)?;
        let Slots::Scope(parts) = slots else { return Ok(()) };
        let (mut depths, mut vars, mut tasks) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            let (depth, var) = match part {
                Part::Variable(var, depth) => (depth as i64, Some(var)),
                Part::Computed(_) => (0, None),
                Part::Spliced(_) => (SPLICED, None),
            };
            if let Part::Computed(expression) | Part::Spliced(expression) = part {
                tasks.push(Task::Expression(expression, Value::FALSE));
            }
            depths.push(Value::fixnum(depth));
            vars.push(var);
        }
        let depths = self.mc.alloc_copy(Kind::Vector, &depths)?;
        let program = self.program(Box::new(code), &shape.constants, depths)?;
        tasks.push(Task::Build(Build::Instance(program, vars), form.span));
        self.schedule(tasks);
        Ok(())
    }

    /// The program of a pattern, and its variables.
    fn pattern_program(
        &mut self,
        pattern: Syntax<'gc>,
        literals: Vec<Value<'gc>>,
    ) -> Result<'gc, (Value<'gc>, Vec<(Value<'gc>, u32)>)> {
        self.check_ends(pattern)?;
        let mut shape = Shape::default();
        shape.literals = literals;
        shape.is_case = true;
        let (code, variables) = compile_pattern(self, &mut shape, pattern)?;
        Ok((self.program(Box::new(code), &shape.constants, Value::NIL)?, variables))
    }

    fn program(&self, code: Box<dyn Payload>, constants: &[Value<'gc>], depths: Value<'gc>) -> Result<'gc> {
        let constants = self.mc.alloc_copy(Kind::Vector, constants)?;
        let [scope, environment] = self.template_home().to_words();
        Ok(self.mc.alloc_copy(Kind::Vector, &[self.mc.payload(code), constants, scope, environment, depths])?)
    }

    /// A home for the identifiers of templates: the place of the transformer.
    fn template_home(&self) -> Home {
        Home { scope: self.ex.draft.scope, environment: self.ex.context.environment }
    }

    /// Fresh variables for pattern variables.
    fn pattern_bindings(&mut self, variables: &[(Value<'gc>, u32)]) -> PatternBindings<'gc> {
        variables.iter().map(|&(identifier, depth)| (identifier, (self.var(identifier), depth))).collect()
    }

    /// Enters a scope that binds these pattern variables.
    pub(crate) fn enter_patterns(&mut self, bindings: PatternBindings<'gc>) {
        self.enter_scope();
        let level = self.ex.outer.len() as u32;
        for (identifier, (var, depth)) in bindings {
            self.ex.scopes.bind(identifier, Local::Pattern(var, level, depth));
        }
    }

    // --- nodes --------------------------------------------------------------

    /// Binds the variables to what a vector holds.
    fn bind_elements(&mut self, vector: VarId, vars: Vec<VarId>, body: NodeId, span: Span) -> NodeId {
        if vars.is_empty() {
            return body;
        }
        let values = vars.into_iter().enumerate().map(|(i, var)| (var, self.value_at(vector, i, span))).collect();
        self.node(Node::Let(values, body), span)
    }

    /// The node of a clause: what follows when it does not apply comes as `next`. The
    /// scopes are those of the fender, if there is one, and of the output.
    pub(crate) fn syntax_clause(
        &mut self,
        program: Value<'gc>,
        key: VarId,
        mut scopes: Vec<Vec<VarId>>,
        parts: (Option<NodeId>, NodeId, NodeId),
        span: Span,
    ) -> NodeId {
        let (fender, output, next) = parts;
        let operands = vec![self.quote(program, span), self.local(key, span)];
        let mut matched = self.primitive("%syntax-match", operands, span);
        if let Some(fender) = fender {
            let var = self.ex.draft.unit.add_var("match");
            let test = self.bind_elements(var, scopes.remove(0), fender, span);
            let (tested, value) = (self.local(var, span), self.local(var, span));
            let (no, never) = (self.quote(Value::FALSE, span), self.quote(Value::FALSE, span));
            let choice = self.node(Node::If(test, value, no), span);
            let choice = self.node(Node::If(tested, choice, never), span);
            matched = self.node(Node::Let(vec![(var, matched)], choice), span);
        }
        let var = self.ex.draft.unit.add_var("match");
        let output = self.bind_elements(var, scopes.pop().unwrap_or_default(), output, span);
        let tested = self.local(var, span);
        let choice = self.node(Node::If(tested, output, next), span);
        self.node(Node::Let(vec![(var, matched)], choice), span)
    }

    // --- running programs ---------------------------------------------------

    /// The vector of what the variables of a pattern stand for, or `#f`.
    ///
    /// # Errors
    /// When memory is short.
    pub fn match_syntax(&self, program: Value<'gc>, datum: Value<'gc>) -> Result<'gc> {
        let code = program.slot(CODE).unwrap_or(Value::NIL);
        let constants = program.slot(CONSTANTS).unwrap_or(Value::NIL).slot_slice();
        let home = Home::from_slots(program, HOME);
        let Some(pattern) = code.as_payload::<Pattern>() else { return Ok(Value::FALSE) };
        match matches(self, pattern, constants, home, datum)? {
            Some(bound) => sequence(self.mc, &bound),
            None => Ok(Value::FALSE),
        }
    }

    /// The instance of a template in a use of a macro, of which `record` is the record,
    /// if one is being expanded.
    ///
    /// # Errors
    /// Sequences of different lengths; what is spliced and no list; the memory limit.
    pub fn instantiate_syntax(
        &self,
        program: Value<'gc>,
        values: Value<'gc>,
        record: Option<Value<'gc>>,
    ) -> Result<'gc> {
        let code = program.slot(CODE).unwrap_or(Value::NIL);
        let constants = program.slot(CONSTANTS).unwrap_or(Value::NIL).slot_slice();
        let depths = program.slot(DEPTHS).unwrap_or(Value::NIL).slot_slice();
        let home = Home::from_slots(program, HOME);
        let Some(template) = code.as_payload::<Template>() else { return Ok(Value::NIL) };
        let slots = values.slot_slice().iter().zip(depths);
        let mc = self.mc;
        let bound = slots.map(|(&value, depth)| bound(mc, value, depth.as_fixnum().unwrap_or(0)));
        let bound = bound.collect::<Result<'gc, Vec<_>>>()?;
        let mut names = record.map_or(Names::Plain, Names::Use);
        Ok(instantiate(self, template, constants, home, &bound, &mut names, Span::NONE)?.0)
    }
}

/// The meaning of a template variable, from its value.
fn bound<'gc>(mc: Mutation<'gc>, value: Value<'gc>, depth: i64) -> Result<'gc, Bound<'gc>> {
    match depth {
        0 => Ok(Bound::One(value)),
        SPLICED => {
            lists::list_length(mc, "unsyntax-splicing", value)?;
            Ok(Bound::Many(lists::elements(value).map(Bound::One).collect()))
        }
        _ => {
            let elements = value.slot_slice().iter().map(|&element| bound(mc, element, depth - 1));
            Ok(Bound::Many(elements.collect::<Result<'gc, _>>()?))
        }
    }
}

/// The value that `bound` takes apart. As deep as ellipses are nested.
fn bound_value<'gc>(mc: Mutation<'gc>, bound: &Bound<'gc>) -> Result<'gc> {
    match bound {
        Bound::One(datum) => Ok(*datum),
        Bound::Many(elements) => sequence(mc, elements),
    }
}

fn sequence<'gc>(mc: Mutation<'gc>, elements: &[Bound<'gc>]) -> Result<'gc> {
    let values = elements.iter().map(|element| bound_value(mc, element)).collect::<Result<'gc, Vec<_>>>()?;
    Ok(mc.alloc_copy(Kind::Vector, &values)?)
}

/// The alias of an identifier in the use of a macro that this is the record of.
pub(super) fn alias_of_use<'gc>(mc: Mutation<'gc>, record: Value<'gc>, name: Value<'gc>, home: Home) -> Value<'gc> {
    match record.slot(FIRST) {
        Some(first) if first.is_true() => sibling(mc, first, name, home),
        _ => {
            let first = new_alias(mc, name, home);
            record.set_slot(mc, FIRST, first);
            first
        }
    }
}
