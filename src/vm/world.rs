//! Everything that running code shares beside the heap and the stack.

use std::rc::Rc;

use cairn_gc::{Kind, Mutation, Value, trace_fields, trace_nothing};

use crate::compiler::environment::{EnvId, Environments, Libraries};
use crate::compiler::expand::Expander;
use crate::compiler::ir::{BuiltinId, Unit, global};
use crate::compiler::passes;
use crate::data::error::Result;
use crate::data::port::Ports;
use crate::data::source::Sources;
use crate::stdlib::system::Random;
use crate::stdlib::{self, Arity, Code, Context, Control};
use crate::vm::permissions::Permissions;

/// The state that natives, the expander and the machine share. Part of the root.
pub struct World<'gc> {
    /// Source texts.
    pub sources: Sources,
    /// The global cells of the builtins.
    pub cells: Cells<'gc>,
    /// The current ports, and the open ones.
    pub ports: Ports<'gc>,
    /// Libraries and environments.
    pub libraries: Libraries<'gc>,
    /// Expansions under way, see [`crate::stdlib::eval::natives`].
    pub expansions: Vec<Option<Box<Expander<'gc>>>>,
    /// The environment in which `eval` works when it is given none.
    pub interaction: EnvId,
    /// Which passes run.
    pub options: passes::Options,
    /// What sees each unit after each pass.
    pub observer: Option<Observer>,
    /// Forms that an interactive session still has to evaluate.
    pub pending: Value<'gc>,
    /// In an interactive session, the value of the form that was evaluated last.
    pub last: Value<'gc>,
    /// Texts of units that were to be shown, see [`crate::compiler::expand::Purpose`].
    pub shown: String,
    /// Whether definitions come one by one, so that a later one may change what
    /// earlier code refers to.
    pub interactive: bool,
    /// The program has been expanded to its end, and runs.
    pub started: bool,
    /// What `(command-line)` returns.
    pub command_line: Vec<String>,
    /// What the program may ask of the system.
    pub permissions: Permissions,
    /// The procedures of the host, by number.
    pub host: Vec<HostProcedure>,
    /// Exception handlers in force, innermost first: a list of procedures.
    pub handlers: Value<'gc>,
    /// `dynamic-wind` extents in force, innermost first: a list of vectors
    /// `#(before after handlers parameters depth tag k)`, see the prelude's `control.scm`.
    pub winders: Value<'gc>,
    /// Parameter bindings in force, innermost first: a list of pairs
    /// (parameter . value).
    pub parameters: Value<'gc>,
    /// Where `random` gets its numbers from.
    pub random: Random,
}

impl<'gc> World<'gc> {
    /// A world in which nothing has happened.
    pub fn new() -> Self {
        World {
            sources: Sources::default(),
            cells: Cells::new(),
            ports: Ports::new(),
            libraries: Libraries::new(),
            expansions: Vec::new(),
            interaction: Environments::SCRIPT,
            options: passes::Options::default(),
            observer: None,
            pending: Value::NIL,
            last: Value::UNSPECIFIED,
            shown: String::new(),
            interactive: false,
            started: false,
            command_line: Vec::new(),
            permissions: Permissions::ALL,
            host: Vec::new(),
            handlers: Value::NIL,
            winders: Value::NIL,
            parameters: Value::NIL,
            random: Random::new(),
        }
    }
}

impl World<'_> {
    /// Forgets handlers, winders and parameter bindings: a new program starts.
    pub fn reset_dynamic_state(&mut self) {
        self.handlers = Value::NIL;
        self.winders = Value::NIL;
        self.parameters = Value::NIL;
        self.expansions.clear();
        self.started = false;
    }
}

impl Default for World<'_> {
    fn default() -> Self {
        World::new()
    }
}

/// A procedure of the host. Programs have it as a native whose third slot is its number.
pub struct HostProcedure {
    /// The numbers of arguments that it takes.
    pub arity: Arity,
    /// What it does.
    pub code: Rc<HostCode>,
}

/// The function of a [`HostProcedure`].
pub type HostCode = dyn for<'a, 'gc> Fn(&mut Context<'a, 'gc>, &[Value<'gc>]) -> Result<'gc>;

/// Sees a unit after the pass of that name.
pub struct Observer(pub Box<ObserverFn>);

/// The function of an [`Observer`].
pub type ObserverFn = dyn for<'gc> FnMut(&str, &Unit<'gc>);

trace_nothing!(Sources, Observer, Permissions, Random, HostProcedure, passes::Options);
trace_fields!(World<'gc> {
    sources, cells, ports, libraries, expansions, interaction, options, observer, pending,
    last, shown, interactive, started,
    command_line, permissions, host, handlers, winders, parameters, random,
});

/// The global cells of builtins, each made when it is first referred to.
pub struct Cells<'gc> {
    cells: Vec<Option<Value<'gc>>>,
    /// Builtins written in Scheme that have been referred to and are not yet
    /// defined: the driver compiles them before the code that needs them runs.
    pub wanted: Vec<BuiltinId>,
}

trace_nothing!(BuiltinId);
trace_fields!(Cells<'gc> { cells, wanted });

impl<'gc> Cells<'gc> {
    /// No cells yet.
    pub fn new() -> Self {
        Cells { cells: vec![None; stdlib::all().count()], wanted: Vec::new() }
    }

    /// The cell of a builtin. Tenured, so that code may hold it.
    pub fn get(&mut self, mc: Mutation<'gc>, id: BuiltinId) -> Value<'gc> {
        if let Some(cell) = self.cells[id.0 as usize] {
            return cell;
        }
        let row = stdlib::row(id);
        let name = mc.intern(row.name);
        let number = Value::fixnum(id.0 as i64);
        let value = match row.code {
            Code::Scheme => {
                self.wanted.push(id);
                Value::UNBOUND
            }
            Code::Control(control) if stdlib::find_control(control) != Some(id) => self.alias(mc, control),
            Code::Native(_) | Code::Control(_) => mc.alloc_tenured(Kind::Native, &[number, name]),
        };
        let mut slots = [Value::fixnum(0); global::SLOTS];
        slots[global::VALUE] = value;
        slots[global::NAME] = name;
        slots[global::BUILTIN] = number;
        let cell = mc.alloc_tenured(Kind::Global, &slots);
        self.cells[id.0 as usize] = Some(cell);
        cell
    }

    /// Whether any code refers to the builtin of this name.
    pub fn is_made(&self, name: &str) -> bool {
        stdlib::find(name).is_some_and(|id| self.cells[id.0 as usize].is_some())
    }

    /// The procedure of the first row with this code: `call/cc` is the same
    /// object as `call-with-current-continuation`.
    fn alias(&mut self, mc: Mutation<'gc>, control: Control) -> Value<'gc> {
        let first = stdlib::find_control(control).map(|id| self.get(mc, id));
        first.and_then(|cell| cell.slot(global::VALUE)).unwrap_or(Value::UNBOUND)
    }

    /// The cell of the builtin of this name.
    ///
    /// # Panics
    /// When there is no such builtin: names come from Cairn's own code.
    pub fn named(&mut self, mc: Mutation<'gc>, name: &str) -> Value<'gc> {
        let id = stdlib::find(name).unwrap_or_else(|| panic!("no builtin is named {name}"));
        self.get(mc, id)
    }
}

impl Default for Cells<'_> {
    fn default() -> Self {
        Cells::new()
    }
}

/// A fresh global cell of a program, unbound.
pub fn new_global<'gc>(mc: Mutation<'gc>, name: Value<'gc>) -> Value<'gc> {
    let mut slots = [Value::fixnum(0); global::SLOTS];
    slots[global::VALUE] = Value::UNBOUND;
    slots[global::NAME] = name;
    slots[global::BUILTIN] = Value::FALSE;
    mc.alloc_tenured(Kind::Global, &slots)
}
