//! Expands datums to the core language.
//!
//! In: program text as data, an environment. Out: [`Unit`]s, to be run in order.
//! It resolves every identifier, expands macros hygienically, rewrites derived
//! forms, and puts programs together from libraries. It decides nothing about
//! optimisation.
//!
//! The [`Expander`] is a machine with an explicit stack of [`task::Task`]s. It
//! stops when something must run: a library's body, a transformer. Its driver
//! runs that and resumes it with the value, so procedural transformers run on
//! the engine's one machine, and the native stack is used by neither.
//!
//! Hygiene is by renaming, see [`cairn_middle::environment::identifier`]; local bindings are in [`scope`],
//! global ones in [`cairn_middle::environment::global`]; special forms are a table,
//! see [`special`].
//!
//! Invariants:
//! - What the machine holds while it is stopped is traced. Identifiers, macros
//!   and cells are tenured, so that tables may use their words as keys.
//! - Time is linear in the size of the input and of what macros produce.
//!   Measured (release, loaded two-core machine): 6.3 million lines a minute of
//!   plain code, 1.1 million where each second line is a macro use.
//! - Code that contains itself is found out by a check that runs each time the
//!   work done has doubled.

#![forbid(unsafe_code)]

pub mod body;
mod build;
mod chain;
pub mod definition;
pub mod environment;
mod exposed;
mod expression;
pub mod forms;
mod further;
pub mod libraries;
mod machine;
mod resolve;
mod rules;
pub mod scope;
mod shapes;
pub mod special;
pub mod task;
mod toplevel;
mod trail;
mod transformer;
pub mod unparse;

use cairn_data::source::Span;
use cairn_gc::{Charge, Mutation, Value, WordMap, trace_fields, trace_nothing};

pub use cairn_middle::environment::identifier::ScopeId;
pub use cairn_middle::environment::syntax::{SpanTables, Syntax};
pub use libraries::program_environment;
pub use machine::expand_toplevel;
pub use transformer::{Flavour, rename, variable_transformer};

use cairn_middle::environment::{Binding, EnvId, LibraryName};
use cairn_middle::ir::{NodeId, Unit};
use cairn_middle::session::Session;
use forms::quasi::Part;
use scope::Scopes;
use task::Task;

/// The driver's next action. After all but the last, [`Expander::resume`]
/// and [`Expander::step`] again.
pub enum Step<'gc> {
    /// Run the unit; the answer does not matter.
    Run(Unit<'gc>),
    /// Run the unit; its value is the answer.
    Evaluate(Unit<'gc>),
    /// Have [`Libraries`](cairn_middle::environment::Libraries) load this standard library for a confinement, with
    /// procedures of that; the import is at this place, and the answer does not matter.
    Confine(LibraryName, Span),
    /// Call a transformer as its flavour wants; an explicit-renaming one with the form
    /// and procedures that do what [`rename`] and [`Expander::is_same_identifier`] do.
    /// Its value is the answer.
    Transform {
        /// How the transformer works.
        flavour: Flavour,
        /// The transformer.
        procedure: Value<'gc>,
        /// The use of the macro.
        form: Value<'gc>,
        /// The macro, for [`rename`].
        macro_object: Value<'gc>,
    },
    /// Collect what the expansion has dropped; the answer does not matter.
    Pause,
    /// The last unit; its value is the value of the whole.
    Done(Unit<'gc>),
}

/// The purpose of the last unit of an expansion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To be run.
    Run,
    /// To be compiled and kept, with the units before it.
    Keep,
    /// To be shown at a stage.
    Show(Stage),
}

/// A stage of the compiler, at which it can show a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The core language, as the expander leaves it.
    Expanded,
    /// The core language after the pass of this name; after `globals`, with the facts that it
    /// found. A pass that does not run shows nothing.
    After(&'static str),
    /// The listing of the bytecode.
    Bytecode,
}

/// An expansion under way.
pub struct Expander<'gc> {
    tasks: Vec<Task<'gc>>,
    /// Nodes that wait for the node around them.
    results: Vec<NodeId>,
    /// Meanings of keywords that wait to be bound.
    keywords: Vec<Binding<'gc>>,
    /// Syntax parameters, each with what it stands for, innermost last.
    adjusted: Vec<(Value<'gc>, Binding<'gc>)>,
    /// Parts of quasiquotations.
    parts: Vec<Part<'gc>>,
    scopes: Scopes<'gc>,
    /// The environment made by `the-environment` in which `eval` works, or `#f`.
    frame: Value<'gc>,
    /// Number of the scopes that its code is in.
    top: u32,
    draft: Draft<'gc>,
    /// Units set aside while a transformer or a library is worked on.
    outer: Vec<Draft<'gc>>,
    context: Context<'gc>,
    /// Contexts set aside while a library is worked on.
    contexts: Vec<Context<'gc>>,
    /// The driver's answer.
    answer: Value<'gc>,
    meter: Meter,
    /// The latest uses of macros.
    trail: trail::Trail,
    /// Code that comes later may define or assign what this code imports.
    changeable: bool,
    /// A whole program is expanded: its environment becomes one of scripts.
    opens: bool,
    /// A whole program is expanded, and it is the last: nothing else will change its variables.
    closed: bool,
    /// The last unit keeps its frame, see [`Unit::framed`].
    framed: bool,
    /// The purpose of the last unit.
    pub purpose: Purpose,
    /// The memory that it takes.
    charge: Charge,
}

trace_fields!(Expander<'gc> {
    tasks, results, keywords, adjusted, parts, scopes, frame, top, draft, outer, context, contexts, answer, meter, changeable, opens, closed,
    framed, purpose, charge, trail,
});

/// A unit that is being made.
#[derive(Default)]
struct Draft<'gc> {
    unit: Unit<'gc>,
    /// Nodes that refer to imports which a definition may come to shadow.
    uses: Uses,
    /// The identifiers of these imports.
    used: Vec<Value<'gc>>,
    /// Nodes of this top-level form that refer to globals by an alias, which a
    /// later definition may come to bind.
    alias_uses: Uses,
    /// Cells to be set at the start of the unit, and the cells of the imports
    /// that they shadow.
    shadowed: Vec<(Value<'gc>, Value<'gc>)>,
    /// The scope in which the unit begins: the transformer's, if the unit is one.
    scope: ScopeId,
}

/// References to globals, by the word of the identifier.
#[derive(Default)]
struct Uses(WordMap<Vec<NodeId>>);

impl Uses {
    /// Bytes that they take, roughly.
    fn bytes(&self) -> usize {
        // The nodes of an identifier are in a vector of their own.
        self.0.capacity() * size_of::<(u64, Vec<NodeId>)>() + self.0.len() * 2 * size_of::<Vec<NodeId>>()
    }
}

trace_nothing!(Uses);
trace_fields!(Draft<'gc> { unit, uses, used, alias_uses, shadowed, scope });

/// The settings of a program or a library.
struct Context<'gc> {
    environment: EnvId,
    spans: SpanTables,
    /// The top-level form that is being expanded.
    form: Value<'gc>,
    /// Its span.
    span: Span,
    /// Number of results below those of this context.
    base: usize,
    /// The library, when this is one.
    library: Option<LibraryName>,
    /// Its text comes with Cairn.
    bundled: bool,
    /// Sources that were included, each with the source that did.
    included: Vec<(u32, u32)>,
    /// The names by which it exports what it defines under other ones, when it comes with Cairn.
    renamed: Vec<(Value<'gc>, Value<'gc>)>,
    /// Import sets that have been bound.
    imports: Vec<Syntax<'gc>>,
    /// Specs of the macros that it defines.
    macros: Vec<Value<'gc>>,
    /// A unit of its forms has been made already, before a library was loaded.
    begun: bool,
}

trace_fields!(Context<'gc> { environment, spans, form, span, base, library, bundled, included, renamed, imports, macros, begun });

/// How much work was done, and when to look whether it makes sense.
struct Meter {
    /// Tasks and macro uses so far, and pairs that macros made.
    work: u64,
    /// The amount at which to check the memory limit.
    check: u64,
    /// The amount at which to check that the code does not contain itself.
    alarm: u64,
    /// Macro uses since a node was last made.
    idle: u64,
    /// Macro uses in the expansions of each other.
    chain: chain::Chain,
    /// Forms that wait in the body or top level that is being worked on.
    waiting: usize,
    /// The limits are being checked, and no task is half done.
    between_tasks: bool,
}

trace_nothing!(Meter, Purpose);

/// One stretch of expansion: the machine with the heap and the session.
pub struct Cx<'a, 'gc> {
    /// The heap.
    pub mc: Mutation<'gc>,
    /// The state shared by the engine.
    pub session: &'a mut Session<'gc>,
    /// The machine.
    ex: &'a mut Expander<'gc>,
}
