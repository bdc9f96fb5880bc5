//! Defines the tasks of the expander: the entries of its work stack.
//!
//! Expansion is a postfix program. A form schedules the expansion of its parts,
//! each of which leaves one node on the stack of results, and then a [`Build`],
//! which takes those nodes off and leaves the node made of them. So code of any
//! depth needs no native stack, and the work can stop anywhere.

use cairn_data::source::Span;
use cairn_gc::{Value, trace_nothing, trace_variants};
use cairn_middle::environment::syntax::Syntax;
use cairn_middle::ir::{NodeId, VarId};

use super::body::Body;
use super::definition::Init;
use super::forms::quasi::Quasi;
use super::libraries::LibraryTask;
use super::toplevel::Toplevel;
use super::transformer::Receiver;

/// Identifiers, and the variables that they name in a scope.
pub type Variables<'gc> = Vec<(Value<'gc>, VarId)>;

/// Pattern variables: identifier, variable and ellipsis depth.
pub type PatternBindings<'gc> = Vec<(Value<'gc>, (VarId, u32))>;

/// One thing to do.
pub enum Task<'gc> {
    /// Expand an expression; the word is the name that the context suggests for
    /// a procedure, an identifier, or `#f`.
    Expression(Syntax<'gc>, Value<'gc>),
    /// Expand the initial value of the variable of this name.
    Init(Init<'gc>, Value<'gc>),
    /// Go on with a body: leaves the node of its value.
    Body(Box<Body<'gc>>),
    /// Go on with top-level forms.
    Toplevel(Box<Toplevel<'gc>>),
    /// Enter a scope that binds these variables.
    Enter(Variables<'gc>),
    /// Enter a scope that binds these pattern variables.
    Patterns(PatternBindings<'gc>),
    /// Leave the innermost scope.
    Leave,
    /// Make a node of the latest results.
    Build(Build<'gc>, Span),
    /// Work on a quasiquotation.
    Quasi(Quasi<'gc>),
    /// Expand the clauses of a `guard`; the variable is what raises the condition
    /// again when there is no `else`.
    Clauses(Vec<Syntax<'gc>>, Option<VarId>, Span),
    /// Evaluate a transformer spec: leaves a binding on the stack of keywords.
    Transformer(Syntax<'gc>),
    /// Bind these keywords in the innermost scope, or at top level, to what is on
    /// top of the stack of keywords.
    Keywords(Vec<Syntax<'gc>>),
    /// Let these syntax parameters stand for what is on top of the stack of keywords.
    Adjust(Vec<Value<'gc>>),
    /// Take back this many adjustments.
    Restore(usize),
    /// Have the forms so far run before the next one is expanded.
    Run,
    /// Take the driver's answer.
    Receive(Receiver<'gc>),
    /// Work on imports and libraries.
    Library(LibraryTask<'gc>),
}

trace_variants!(Task<'gc> {
    Expression(form, name),
    Init(init, name),
    Body(body),
    Toplevel(state),
    Enter(bindings),
    Patterns(bindings),
    Leave,
    Build(build, span),
    Quasi(quasi),
    Clauses(clauses, reraise, span),
    Transformer(spec),
    Keywords(names),
    Adjust(parameters),
    Restore(count),
    Run,
    Receive(receiver),
    Library(task),
});

/// Parameters of a procedure or of values to be received.
#[derive(Clone, Debug, Default)]
pub struct Formals {
    /// Required ones.
    pub params: Vec<VarId>,
    /// The one for all others.
    pub rest: Option<VarId>,
}

/// Where a variable lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place<'gc> {
    /// In the procedure.
    Local(VarId),
    /// In a global cell.
    Global(Value<'gc>),
    /// In code that runs already: the accessors, see [`super::scope::Local::Remote`].
    Remote(Value<'gc>),
    /// In the first of two global cells that has a value.
    Either(Value<'gc>, Value<'gc>),
}

trace_nothing!(Formals);
trace_variants!(Place<'gc> { Local(var), Global(cell), Remote(accessors), Either(own, outer) });

/// How a node is made of the results of its parts, which are listed in the order
/// in which they were expanded.
pub enum Build<'gc> {
    /// test, then, otherwise
    If,
    /// test, then; the otherwise has no useful value.
    When,
    /// test, otherwise
    Unless,
    /// operator, this many operands
    Call(usize),
    /// A call of the builtin of this name with this many operands.
    Primitive(&'static str, usize),
    /// this many expressions, at least one
    Seq(usize),
    /// this many expressions
    And(usize),
    /// this many expressions
    Or(usize),
    /// test, receiver, otherwise (`cond` with `=>`)
    Arrow,
    /// consequent, otherwise (`case`); compares the variable with the data.
    Case(VarId, Value<'gc>),
    /// receiver: calls it with the variable.
    CallWith(VarId),
    /// value: assigns it. The word is the identifier.
    Assign(Place<'gc>, Value<'gc>),
    /// value: defines the cell. The other word is the cell of the import that
    /// the definition shadows, or `#f`.
    Define(Value<'gc>, Value<'gc>),
    /// as many bodies as clauses
    Lambda(Value<'gc>, Vec<Formals>),
    /// expression: a procedure without parameters.
    Thunk,
    /// initial values, body
    Let(Vec<VarId>),
    /// The same, one variable after the other.
    LetStar(Vec<VarId>),
    /// initial values, body
    Letrec(Vec<VarId>),
    /// the same, for `letrec*`
    LetrecStar(Vec<VarId>),
    /// initial values, body: a named `let` of this variable and parameters.
    NamedLet(VarId, Vec<VarId>),
    /// initial values, test, result, command, this many steps
    Do(Box<DoLoop>),
    /// thunks for each of the formals, body
    LetValues(Vec<Formals>),
    /// the same, each expression in the scope of the formals before it
    LetStarValues(Vec<Formals>),
    /// expression: the vector of its values, as received by the formals.
    ValuesVector(Formals),
    /// initial values in order, then the value of the body
    Body(Vec<(VarId, Option<NodeId>)>, usize),
    /// expression: defines the cells from the vector of its values.
    DefineValues(Vec<Value<'gc>>),
    /// body thunk, handler body
    Guard(VarId, Option<VarId>),
    /// value, body: binds one variable.
    Bind(VarId),
    /// fender if there are two scopes, output, otherwise: a clause of `syntax-case` with
    /// the program of its pattern and the variable of the form.
    SyntaxClause(Value<'gc>, VarId, Vec<Vec<VarId>>),
    /// nothing: fails for the form in the variable.
    NoClause(VarId),
    /// as many expressions as slots have no variable: the instance of a template.
    Instance(Value<'gc>, Vec<Option<VarId>>),
    /// nothing: the empty list.
    Nil,
    /// nothing: calls the variable without arguments.
    CallLocal(VarId),
}

/// A `do` loop.
pub struct DoLoop {
    /// Its variables.
    pub vars: Vec<VarId>,
    /// Which of them have steps.
    pub stepped: Vec<bool>,
}

trace_nothing!(DoLoop);
trace_variants!(Build<'gc> {
    If,
    When,
    Unless,
    Call(count),
    Primitive(name, count),
    Seq(count),
    And(count),
    Or(count),
    Arrow,
    Case(key, data),
    CallWith(var),
    Assign(place, identifier),
    Define(cell, shadowed),
    Lambda(name, clauses),
    Thunk,
    Let(vars),
    LetStar(vars),
    Letrec(vars),
    LetrecStar(vars),
    NamedLet(name, params),
    Do(shape),
    LetValues(formals),
    LetStarValues(formals),
    ValuesVector(formals),
    Body(slots, count),
    DefineValues(cells),
    Guard(condition, reraise),
    Bind(var),
    SyntaxClause(program, key, scopes),
    NoClause(key),
    Instance(program, vars),
    Nil,
    CallLocal(var),
});
