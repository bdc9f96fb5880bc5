//! Holds the state that running code shares, apart from the heap and the stack.

use std::task::Waker;

use cairn_compiler::Host;
use cairn_data::error::{Failure, Result};
use cairn_data::port::Ports;
use cairn_expand::Expander;
use cairn_gc::{Kind, Mutation, Value, trace_fields, trace_nothing};
use cairn_middle::environment::{Bundle, EnvId, Environments};
use cairn_middle::primitives::{Arity, BuiltinId, Control};
use cairn_middle::session::Session;

use super::handles::Handles;
use super::identities::Identities;
use super::inspect::Inspection;
use super::native::{Builtins, Context};
use super::profile::Profile;
use super::random::Random;
use super::system::System;

/// The state that natives, the expander and the machine share. Part of the root.
pub struct World<'gc> {
    /// The builtins.
    pub builtins: &'static Builtins,
    /// The compiler's state between units.
    pub session: Session<'gc>,
    /// The current ports, and the open ones.
    pub ports: Ports<'gc>,
    /// Expansions under way, by the number that programs have for each.
    pub expansions: Vec<Option<Box<Expander<'gc>>>>,
    /// The environment in which `eval` works when it is given none.
    pub interaction: EnvId,
    /// Forms that an interactive session still has to evaluate.
    pub pending: Value<'gc>,
    /// In an interactive session, the value of the form that was evaluated last.
    pub last: Value<'gc>,
    /// Texts of units that were to be shown, see [`cairn_expand::Purpose`].
    pub shown: String,
    /// Procedures of units of a program that is compiled, not run.
    pub kept: Vec<Value<'gc>>,
    /// The program has been expanded to its end, and runs.
    pub started: bool,
    /// The syntax errors of a program after the first one.
    pub further_mistakes: Vec<Failure<'gc>>,
    /// The value of `(command-line)`.
    pub command_line: Vec<String>,
    /// The operating system, as far as the program may reach it.
    pub system: System,
    /// The procedures of the host, by number.
    pub host: Vec<HostProcedure>,
    /// The system as confined code sees it, by the numbers of the confinements.
    pub confined: Vec<Option<System>>,
    /// Suspends procedures of the host, and resumes them.
    pub suspending: Suspending<'gc>,
    /// The futures of the host that the run waits for.
    pub wait: Wait,
    /// Values that the host keeps.
    pub handles: Handles<'gc>,
    /// Exception handlers in force, innermost first: a list of procedures.
    pub handlers: Value<'gc>,
    /// `dynamic-wind` extents in force, innermost first: a list of vectors
    /// `#(before after handlers parameters depth tag k)`, see [`cairn_data::dynamic::winder`].
    pub winders: Value<'gc>,
    /// Parameter bindings in force, innermost first: a list of pairs
    /// (parameter . value).
    pub parameters: Value<'gc>,
    /// Numbers of objects that are hashed by identity.
    pub identities: Identities<'gc>,
    /// Where `random` gets its numbers from.
    pub random: Random,
    /// The exit code of a program that runs to its end.
    pub final_code: u8,
    /// The tests that the program has run, when somebody wants to know.
    pub test_results: Option<Vec<TestResult>>,
    /// Samples of what runs, when a profile is wanted.
    pub profile: Option<Profile>,
    /// The state that a session inspects after an error.
    pub inspection: Inspection<'gc>,
}

impl World<'_> {
    /// A world in which nothing has happened, with these builtins and bundled libraries.
    pub fn new(builtins: &'static Builtins, bundle: &'static Bundle) -> Self {
        World {
            builtins,
            session: Session::new(&builtins.primitives, bundle),
            ports: Ports::new(),
            expansions: Vec::new(),
            interaction: Environments::SCRIPT,
            pending: Value::NIL,
            last: Value::UNSPECIFIED,
            shown: String::new(),
            kept: Vec::new(),
            started: false,
            further_mistakes: Vec::new(),
            command_line: Vec::new(),
            system: System::default(),
            host: Vec::new(),
            confined: Vec::new(),
            suspending: Suspending::default(),
            wait: Wait::default(),
            handles: Handles::new(),
            handlers: Value::NIL,
            winders: Value::NIL,
            parameters: Value::NIL,
            identities: Identities::default(),
            random: Random::new(),
            final_code: 0,
            test_results: None,
            profile: None,
            inspection: Inspection::default(),
        }
    }

    /// Forgets handlers, winders and parameter bindings: a new program starts.
    /// Expansions stay when other runs, which are not over, may need them.
    pub fn reset_dynamic_state(&mut self, others: bool) {
        self.handlers = Value::NIL;
        self.winders = Value::NIL;
        self.parameters = Value::NIL;
        if !others {
            self.expansions.clear();
        }
        self.started = false;
        self.further_mistakes.clear();
        self.inspection.begin_run();
    }
}

/// A test of SRFI 64, SRFI 78 or `(chibi test)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TestResult {
    /// `pass`, `fail`, `xpass`, `xfail` or `skip`.
    pub kind: String,
    /// Its name, or the expression; shortened.
    pub name: String,
    /// The error; empty if there is none.
    pub detail: String,
}

/// How the run waits for futures of the host.
#[derive(Default)]
pub struct Wait {
    /// In a slice, who is told that a future may be ready.
    pub waker: Option<Waker>,
    /// One is not ready: the run waits, from the next safepoint on.
    pub is_due: bool,
}

/// Keeps what every callback of the host needs, so that one in a loop allocates little.
pub struct Suspending<'gc> {
    /// The host's procedure that resumes others; false until it is needed.
    pub resumer: Value<'gc>,
    /// The procedures that make a call and then resume, for each sort of call; false until they are needed.
    pub drivers: [Value<'gc>; 2],
    /// Suspended procedures that have gone on, for later calls.
    pub spent: Vec<Value<'gc>>,
    /// Storage for the arguments of an [`Answer::Call`].
    pub arguments: Vec<Value<'gc>>,
}

impl Default for Suspending<'_> {
    fn default() -> Self {
        Suspending { resumer: Value::FALSE, drivers: [Value::FALSE; 2], spent: Vec::new(), arguments: Vec::new() }
    }
}

trace_fields!(Suspending<'gc> { resumer, drivers, spent, arguments });

/// A procedure of the host. Programs have it as a native whose third slot is its number.
pub struct HostProcedure {
    /// The numbers of arguments that it takes.
    pub arity: Arity,
    /// Its effect; taken out while it runs.
    pub code: Option<Box<HostCode>>,
}

/// The function of a [`HostProcedure`].
pub type HostCode = dyn for<'a, 'gc> Fn(&mut Context<'a, 'gc>, &[Value<'gc>]) -> Result<'gc, Answer<'gc>> + Send;

/// How a procedure of the host goes on.
pub enum Answer<'gc> {
    /// It returns a value.
    Value(Value<'gc>),
    /// It calls a procedure with arguments, in its own place.
    Call(Value<'gc>, Vec<Value<'gc>>),
}

trace_nothing!(&'static Builtins, Random, HostProcedure, TestResult, Wait);
trace_fields!(World<'gc> {
    builtins, session, ports, expansions, interaction, pending, last, shown, kept, started,
    further_mistakes, command_line, system, host, confined, suspending, wait, handles, handlers, winders, parameters, identities,
    random, final_code,
    test_results, profile, inspection,
});

impl<'gc> World<'gc> {
    /// A procedure that runs code of the host.
    pub fn host_procedure(&mut self, mc: Mutation<'gc>, name: &str, arity: Arity, code: Box<HostCode>) -> Value<'gc> {
        let builtin = self.session.primitives.control(Control::Host).0;
        let slots = [Value::fixnum(builtin.into()), mc.intern(name), Value::fixnum(self.host.len() as i64)];
        self.host.push(HostProcedure { arity, code: Some(code) });
        mc.alloc_tenured(Kind::Native, &slots)
    }
}

impl<'gc> Host<'gc> for World<'gc> {
    fn session(&mut self) -> &mut Session<'gc> {
        &mut self.session
    }

    fn compute(&mut self, mc: Mutation<'gc>, builtin: BuiltinId, arguments: &[Value<'gc>]) -> Option<Value<'gc>> {
        let native = self.builtins.entries[builtin.0 as usize].native?;
        native(&mut Context { mc, world: self }, arguments).ok()
    }
}
