//! Generates bytecode from the core language.
//!
//! The input is a [`Unit`] without `Letrec` nodes; the output is procedures without parameters that
//! run it, in order. The code is safe and never looks into a heap object other than constants.
//!
//! - `analysis`: captures and closed procedures;
//! - `function`: registers and places of one procedure;
//! - `expression`: values, effects, tail positions, scopes; `procedure`: closures; `loops`: loops;
//!   `call`: calls; `branch`: tests; `builtin`: calls of builtins;
//! - `inline`: which builtins are instructions.

mod analysis;
mod branch;
mod builtin;
mod call;
mod expression;
mod function;
mod inline;
mod loops;
mod procedure;

use std::collections::HashMap;
use std::sync::Arc;

use cairn_data::code::{CodeMeta, Places};
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::global;
use cairn_data::source::{Sites, Source, Sources, Span};
use cairn_gc::{Mutation, Value};
use cairn_middle::deep::{self, deep};
use cairn_middle::environment::cells::Cells;
use cairn_middle::ir::{Clause, Node, NodeId, Unit, VarId};
use cairn_middle::primitives::{BuiltinId, Primitive, Primitives};

use crate::bytecode::{Shape, Verifier, closed_procedure, disasm};
use analysis::{Analysis, FnId};
use function::{FunctionState, Place};

/// The name of what runs top-level forms.
const TOP_LEVEL: &str = "(top level)";
/// Top-level forms that go into one procedure.
const FORMS_PER_PROCEDURE: usize = 64;

/// Compiles a unit.
///
/// # Errors
/// A syntax failure if a procedure is larger than the machine allows, or
/// [`Throw::OutOfMemory`].
pub fn compile<'gc>(
    mc: Mutation<'gc>,
    cells: &mut Cells<'gc>,
    sources: &Sources,
    unit: &Unit<'gc>,
) -> Result<'gc, Vec<Value<'gc>>> {
    let analysis = analysis::analyse(unit);
    deep::check()?;
    let mut generator = Generator::new(mc, cells, sources, unit, analysis);
    let chunks: Vec<Vec<NodeId>> = match unit.node(unit.root) {
        Node::Seq(items) => items.chunks(FORMS_PER_PROCEDURE).map(<[NodeId]>::to_vec).collect(),
        _ => vec![vec![unit.root]],
    };
    let thunks = chunks.iter().map(|items| generator.root(items)).collect::<Result<'gc, Vec<_>>>()?;
    match generator.failure {
        Some(failure) => Err(failure),
        None => Ok(thunks),
    }
}

/// Compiles one procedure of a unit that captures nothing: a lambda expression.
///
/// # Errors
/// As for [`compile`].
pub fn procedure<'gc>(
    mc: Mutation<'gc>,
    cells: &mut Cells<'gc>,
    sources: &Sources,
    unit: &Unit<'gc>,
    lambda: NodeId,
) -> Result<'gc> {
    let analysis = analysis::analyse(unit);
    deep::check()?;
    let mut generator = Generator::new(mc, cells, sources, unit, analysis);
    let clauses = generator.clauses(lambda);
    let procedure = generator.closed_value(&clauses);
    match generator.failure {
        Some(failure) => Err(failure),
        None => procedure,
    }
}

/// State of one compilation.
struct Generator<'a, 'gc> {
    mc: Mutation<'gc>,
    cells: &'a mut Cells<'gc>,
    sources: &'a Sources,
    unit: &'a Unit<'gc>,
    analysis: Analysis,
    /// Hidden global cells of closed procedures.
    closed_cells: HashMap<VarId, Value<'gc>>,
    /// The unit's sites, for the code objects.
    sites: Arc<Sites>,
    verifier: Verifier,
    /// The first failure in an inner procedure.
    failure: Option<Throw<'gc>>,
}

/// Whether a call of the builtin with `count` operands is an instruction.
pub fn is_instruction(builtin: &Primitive, count: usize) -> bool {
    inline::inline(builtin, count).is_some()
}

/// The destination of an expression's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Target {
    /// A register: the first free one, or a lower one.
    Register(u16),
    /// The same for any number of values: as one object, unless there is exactly one.
    Values(u16),
    /// Nowhere.
    Effect,
    /// To the caller.
    Return,
}

impl<'a, 'gc> Generator<'a, 'gc> {
    fn new(
        mc: Mutation<'gc>,
        cells: &'a mut Cells<'gc>,
        sources: &'a Sources,
        unit: &'a Unit<'gc>,
        analysis: Analysis,
    ) -> Self {
        let sites = Arc::new(unit.sites.clone());
        Generator {
            mc,
            cells,
            sources,
            unit,
            analysis,
            closed_cells: HashMap::new(),
            sites,
            verifier: Verifier::default(),
            failure: None,
        }
    }
}

impl<'gc> Generator<'_, 'gc> {
    /// Generates a procedure without parameters that runs `items`. It keeps its frame during the
    /// last of them if the unit says so; `eval` must call in tail position (R7RS 3.5).
    fn root(&mut self, items: &[NodeId]) -> Result<'gc> {
        let mut f = FunctionState::new();
        let span = self.unit.span(items[items.len() - 1]);
        if self.unit.framed {
            let register = f.next;
            self.sequence(&mut f, items, Target::Values(register));
            f.take();
            self.deliver_values(&mut f, register, Target::Return, span);
        } else {
            self.sequence(&mut f, items, Target::Return);
        }
        let proto = self.finish(f, Shape::default(), Some(TOP_LEVEL), span)?;
        Ok(self.closed(proto))
    }

    /// Generates one clause of a lambda.
    fn clause(&mut self, clause: &Clause, name: Option<&str>, id: FnId, span: Span) -> Result<'gc> {
        let mut f = FunctionState::new();
        let function = &self.analysis.functions[id.0 as usize];
        if let Some(own) = function.own_name {
            f.places.insert(own, Place::Itself);
        }
        f.own_cell = function.own_cell.filter(|_| clause.rest.is_none()).map(|cell| (cell, clause.params.len()));
        for (i, &var) in function.captures.iter().enumerate() {
            let by_cell = self.unit.var(var).assigned;
            let place = if by_cell { Place::CapturedCell(i as u16) } else { Place::Captured(i as u16) };
            f.places.insert(var, place);
        }
        let params: Vec<VarId> = clause.params.iter().chain(&clause.rest).copied().collect();
        if params.len() > 4000 {
            return Err(Throw::syntax("a procedure may have at most 4000 parameters", span, &[]));
        }
        for &var in &params {
            let register = f.take();
            self.bind(&mut f, var, register);
        }
        self.expression(&mut f, clause.body, Target::Return);
        self.end_scope(&mut f, &params, 0);
        let captures = self.analysis.functions[id.0 as usize].captures.len();
        let (params, rest) = (clause.params.len(), clause.rest.is_some());
        self.finish(f, Shape { params, rest, captures, registers: 0 }, name, span)
    }

    /// Creates the code object of a finished procedure, whose shape lacks only its registers.
    fn finish(&mut self, mut f: FunctionState<'gc>, mut shape: Shape, name: Option<&str>, span: Span) -> Result<'gc> {
        // The code is incomplete if a limit was reached while generating it, or that of a procedure inside.
        deep::check()?;
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if f.too_large {
            return Err(Throw::new(
                ErrorKind::Syntax,
                "this procedure is too large: more than 65000 variables and temporaries, or 32000 constants",
                &[],
            )
            .at(span)
            .hint("split it into several procedures"));
        }
        if f.registers > 250 {
            f.emit_first(f.registers);
        }
        let spans = f.asm.take_spans();
        let meta = CodeMeta {
            name: name.map(Into::into),
            span,
            assigned: std::mem::take(&mut f.assigned),
            sources: self.sources_of(span, &spans),
            places: Places { spans, sites: self.sites.clone(), locals: std::mem::take(&mut f.locals) }.into(),
            ..CodeMeta::default()
        };
        shape.registers = f.registers as usize + 2;
        let primitives = self.cells.primitives();
        Ok(f.asm
            .finish(self.mc, &mut self.verifier, shape, meta, &|number, count| primitives.is_native(number, count))?)
    }

    /// The procedure of code that captures nothing.
    fn closed(&self, code: Value<'gc>) -> Value<'gc> {
        closed_procedure(self.mc, code).expect("a closed procedure captures nothing")
    }

    /// The texts that these positions are in.
    fn sources_of(&self, span: Span, spans: &[(u32, Span)]) -> Vec<Arc<Source>> {
        let mut numbers: Vec<u32> = Vec::new();
        let calls = self.sites.0.iter().map(|site| site.call);
        for place in std::iter::once(span).chain(spans.iter().map(|&(_, span)| span)).chain(calls) {
            if place.is_some() && !numbers.contains(&place.source) {
                numbers.push(place.source);
            }
        }
        numbers.into_iter().filter_map(|source| self.sources.get(Span { source, ..Span::NONE })).collect()
    }

    /// The code objects of a lambda's clauses.
    fn clauses(&mut self, lambda: NodeId) -> Vec<(FnId, Value<'gc>)> {
        let Node::Lambda(definition) = self.unit.node(lambda) else { return Vec::new() };
        let span = self.unit.span(lambda);
        let mut made = Vec::new();
        for (i, clause) in definition.clauses.iter().enumerate() {
            let id = self.analysis.of_clause[&(lambda, i)];
            deep(|| match self.clause(clause, definition.name.as_deref(), id, span) {
                Ok(proto) => made.push((id, proto)),
                Err(failure) => {
                    self.failure.get_or_insert(failure);
                }
            });
        }
        made
    }

    /// The hidden global cell of a closed procedure.
    fn closed_cell(&mut self, var: VarId) -> Value<'gc> {
        if let Some(&cell) = self.closed_cells.get(&var) {
            return cell;
        }
        let name = self.mc.intern(&self.unit.var(var).name);
        let cell = global::new(self.mc, name);
        cell.set_slot(self.mc, global::FLAGS, Value::fixnum(global::CONSTANT));
        self.closed_cells.insert(var, cell);
        cell
    }

    fn var_is_assigned(&self, var: VarId) -> bool {
        self.unit.var(var).assigned
    }

    /// Whether the variable may have an open cell.
    fn needs_cell(&self, var: VarId) -> bool {
        self.var_is_assigned(var) && self.analysis.captured[var.0 as usize]
    }
}

/// The listing of a code object and of those reachable through its constants.
pub fn listing(primitives: &Primitives, proto: Value<'_>) -> String {
    listing_with(primitives, proto, &|_| Vec::new())
}

/// The same, with lines about each code object below its instructions, whose indices come with them.
pub fn listing_with<'gc>(
    primitives: &Primitives,
    proto: Value<'gc>,
    below: &dyn Fn(Value<'gc>) -> Vec<(usize, String)>,
) -> String {
    let constant = |value: Value<'_>| cairn_text::printer::summary(value, 40);
    let builtin = |number: u16| primitives.row(BuiltinId(number)).name;
    disasm::list(proto, &disasm::Names { constant: &constant, builtin: &builtin, below })
}
