//! Embeds Scheme in a program: an [`Engine`] runs code and reports what came of it.
//!
//! An engine owns a heap, a machine and a world. It drives the machine's loop,
//! collects between its runs, and turns what ends a run into an [`Outcome`] or a
//! [`Report`]. Limits leave it usable.

#[cfg(feature = "diagnostics")]
mod advice;
mod builder;
mod calls;
#[cfg(feature = "tools")]
mod check;
mod config;
mod contain;
mod drive;
#[cfg(feature = "diagnostics")]
mod excerpts;
mod failure;
mod futures;
mod handles;
#[cfg(feature = "tools")]
mod inspect;
mod library;
mod limits;
mod memory;
mod mistake;
#[cfg(feature = "tools")]
mod profile;
mod program;
mod render;
mod report;
#[cfg(feature = "tools")]
mod results;
mod runs;
mod session;
#[cfg(feature = "tools")]
mod stages;
mod steps;
#[cfg(any(test, fuzzing))]
pub mod tests;
mod userdata;
mod values;

use std::sync::Arc;
use std::time::Instant;

use cairn_compiler as compile;
use cairn_data::bridge::HeapPulse;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::port::Allowance;
use cairn_data::source::Span;
use cairn_expand::Expander;
use cairn_expand::libraries::program_environment;
use cairn_gc::pages::Slot;
use cairn_gc::{Heap, Mutation, Rootable, Stats, Value};
use cairn_middle::environment::Loader;
use cairn_middle::environment::files::read_source;
use cairn_number::pulse;
use cairn_stdlib as stdlib;
use cairn_vm::ports;
use cairn_vm::system::System;
use cairn_vm::world::World;
use cairn_vm::{self as vm, Machine};

use self::config::program_files;
use self::contain::Held;
use self::memory::check_memory;

pub use self::builder::{Builder, SetupError};
pub use self::config::Config;
pub use self::failure::Cause;
pub use self::futures::{AsyncFn, Pending};
pub use self::handles::{Func, Obj, Rooted};
#[cfg(feature = "tools")]
pub use self::inspect::{Stopped, Watching};
pub use self::library::{HostError, HostFn, IntoAnswer, Library, Method, MethodMut, Trouble};
pub use self::limits::Limits;
pub use self::runs::{Budget, Run, Slice};
pub use self::steps::{Outcome as CallOutcome, Resume, Step};
pub use self::userdata::{New, Userdata};
#[cfg(feature = "serde")]
pub use self::values::Serde;
pub use self::values::{
    Arguments, Bytes, Data, Fields, FromValue, IntoValue, Mismatch, Pair, Ratio, Rest, Scope, Symbol, Takes, Vector,
};
pub use cairn_data::diagnostic::Code;
pub use cairn_gc::StopHandle;
pub use cairn_middle::environment::Files;
pub use cairn_middle::primitives::{Arity, at_least, between, exactly};
pub use cairn_vm::system::host_files::{FileSystem, Writing};
pub use cairn_vm::system::{Capabilities, Capability, Grant};
pub use cairn_vm::{Native, NativeStats, NativeSymbol};
#[cfg(feature = "tools")]
pub use profile::{Measure, ProfileFrame, Sample, Timer};
pub use program::{NotAProgram, Program};
pub use report::{Frame, Label, Position, Report};
#[cfg(feature = "tools")]
pub use results::{Lines, TestResult};
pub use session::Entry;
#[cfg(feature = "tools")]
pub use stages::Stage;

/// How a run ended well.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// With a value, as `write` prints it; nothing for an unspecified one.
    Value(Option<String>),
    /// By `exit`, with this code.
    Exit(u8),
}

/// How the machine came to the end of a program.
enum Ended<T> {
    Value(T),
    Exit(u8),
}

type MachineHeap = Heap<Rootable![Machine<'_>]>;

/// A Scheme engine.
pub struct Engine {
    heap: Held<MachineHeap>,
    /// The limit that was asked for. The heap's own is above it while conditions
    /// about it are handled.
    limit: usize,
    /// How often the heap's limit was put up since it was that.
    grace: usize,
    /// Whether `#!fold-case` is in force in a session.
    fold_case: bool,
    /// Texts that were entered in a session.
    entries: u64,
    /// The limits of each run.
    limits: Limits,
    /// When all runs are to end.
    deadline: Option<Instant>,
    /// The number of bytes that a run may still write.
    allowance: Allowance,
    /// The final program has been started.
    is_over: bool,
    /// Something has been expanded.
    has_run: bool,
    /// A slice of a run is under way: the end of its fuel or time does not end the run.
    slicing: bool,
    /// Rooted with each run that is not over.
    runs: Arc<()>,
    contain_panics: bool,
    /// The error of every use after a panic.
    broken: Option<Box<Report>>,
}

/// Hosts move engines, and what belongs to them, between threads.
const _: () = {
    const fn moves<T: Send>() {}
    moves::<(Engine, Library, Run, Func, Obj, Report, Config, Pending)>();
    const fn is_shared<T: Send + Sync>() {}
    is_shared::<(Program, StopHandle, Func, Obj)>();
};

impl Engine {
    /// A new engine.
    ///
    /// # Errors
    /// When there is no memory or address space for it.
    pub fn new(config: Config) -> std::result::Result<Engine, SetupError> {
        let contain_panics = config.contain_panics;
        let (native, small) = (config.native, config.small);
        let Config {
            heap, stack_words, library_path, command_line, passes, files, capabilities, streams, limits, ..
        } = config;
        let (file_system, directory) = (config.file_system, config.directory);
        let allowance = Allowance::default();
        let stress = heap.stress != cairn_gc::Stress::Off;
        check_memory()?;
        let slot = small.then(Slot::new).flatten();
        let stack = slot.as_ref().and_then(|slot| vm::Stack::in_slot(stack_words, slot));
        let stack = stack.or_else(|| vm::Stack::new(stack_words)).ok_or(SetupError)?;
        let heap = Heap::try_new_in(slot.as_ref(), heap, |mc| {
            let mut world = stdlib::new_world();
            let begin = directory.clone().unwrap_or_default();
            world.system = System::new(&capabilities, file_system, directory);
            let files = program_files(files, &world.system, &library_path);
            world.session.libraries.loader = Loader { files, search_path: library_path, directory: begin };
            ports::install(mc, &mut world, streams, &allowance);
            world.command_line = command_line;
            world.session.options = passes;
            let mut machine = Machine::new(world, stack);
            machine.stress = stress;
            machine.set_native(mc, native);
            machine
        })
        .ok_or(SetupError)?;
        let limit = heap.config().limit;
        Ok(Engine {
            limit,
            heap: Held::new(heap),
            grace: 0,
            fold_case: false,
            entries: 0,
            limits,
            deadline: None,
            allowance,
            is_over: false,
            has_run: false,
            slicing: false,
            runs: Arc::default(),
            contain_panics,
            broken: None,
        })
    }

    /// Runs a program: a file's text, all of which is expanded before any of it
    /// runs, except where running is needed to go on. Its environment is the
    /// interaction environment from then on: what is evaluated later may change the
    /// program's variables.
    ///
    /// # Errors
    /// A report of what was raised and not handled.
    pub fn run_program(&mut self, name: &str, text: &str) -> std::result::Result<Outcome, Box<Report>> {
        self.contained(|engine| {
            engine.start_program(name, text, false)?;
            engine.drive()
        })
    }

    /// Runs a program after which nothing is evaluated: every later use of the engine
    /// for that fails. So the compiler knows all code that can change the program's
    /// variables, and calls of its procedures are faster.
    ///
    /// # Errors
    /// As for [`Engine::run_program`].
    pub fn run_final_program(&mut self, name: &str, text: &str) -> std::result::Result<Outcome, Box<Report>> {
        self.contained(|engine| {
            engine.start_program(name, text, true)?;
            engine.is_over = true;
            engine.drive()
        })
    }

    fn start_program(&mut self, name: &str, text: &str, is_final: bool) -> std::result::Result<(), Box<Report>> {
        self.start_expansion(|mc, world| {
            let source = world.session.sources.add_main(name, text, 1);
            let text = read_source(mc, &world.session.sources, source, false)?;
            let environment = program_environment(&mut world.session, &text.forms);
            world.interaction = environment;
            world.final_code = 0;
            let start = if is_final { Expander::closed_program } else { Expander::whole_program };
            Ok(start(environment, text, Span { source, start: 0, end: 0, site: 0 }))
        })
    }

    /// Evaluates the forms of a text one after the other in the interaction
    /// environment, and returns the value of the last.
    ///
    /// # Errors
    /// As for [`Engine::run_program`].
    pub fn eval(&mut self, name: &str, text: &str) -> std::result::Result<Outcome, Box<Report>> {
        self.contained(|engine| {
            engine.start_eval(name, text)?;
            engine.drive()
        })
    }

    fn start_eval(&mut self, name: &str, text: &str) -> std::result::Result<(), Box<Report>> {
        self.start_expansion(|mc, world| {
            let source = world.session.sources.add_main(name, text, 1);
            let text = read_source(mc, &world.session.sources, source, false)?;
            let environment = world.interaction;
            Ok(Expander::entry(environment, text, Span { source, start: 0, end: 0, site: 0 }))
        })
    }

    /// Access to the heap and the machine, for work that is part of a run.
    pub(crate) fn mutate<T>(&mut self, f: impl for<'gc> FnOnce(Mutation<'gc>, &mut Machine<'gc>) -> T) -> T {
        let (mut work, mut result) = (Some(f), None);
        self.mutate_dyn(&mut |mc, machine| result = work.take().map(|f| f(mc, machine)));
        result.expect("the work is done once")
    }

    /// The same for all kinds of work. A host compiles a copy of [`Engine::mutate`] for each of them.
    fn mutate_dyn(&mut self, f: &mut dyn for<'gc> FnMut(Mutation<'gc>, &mut Machine<'gc>)) {
        pulse::during(&HeapPulse, || self.heap.mutate(f));
    }

    /// Puts an expansion on the machine; when memory is short, once more after a
    /// full collection.
    fn start_expansion(
        &mut self,
        make: impl for<'gc> Fn(Mutation<'gc>, &mut World<'gc>) -> Result<'gc, Expander<'gc>>,
    ) -> std::result::Result<(), Box<Report>> {
        self.check_not_over()?;
        self.has_run = true;
        self.begin_run();
        let others = self.has_runs();
        self.mutate(|_, machine| machine.world.reset_dynamic_state(others));
        match self.try_start(&make) {
            Err(report) if report.kind == Some(ErrorKind::Limit) => {
                self.collect_all();
                self.try_start(&make)
            }
            result => result,
        }
    }

    /// Fails when the final program has been started.
    pub(super) fn check_not_over(&mut self) -> std::result::Result<(), Box<Report>> {
        if !self.is_over {
            return Ok(());
        }
        let message = "this engine has run its final program and evaluates nothing more";
        self.heap.mutate(|mc, machine| {
            let thrown = Throw::new(ErrorKind::General, message, &[]);
            Err(report::of_throw(mc, &machine.world, &thrown))
        })
    }

    fn try_start(
        &mut self,
        make: &impl for<'gc> Fn(Mutation<'gc>, &mut World<'gc>) -> Result<'gc, Expander<'gc>>,
    ) -> std::result::Result<(), Box<Report>> {
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let mut work = || {
                let expander = make(mc, world)?;
                let handle = cairn_stdlib::eval::natives::start_expansion(world, expander);
                let expand = compile::prelude_procedure(mc, world, "%expand")?;
                Ok((expand, handle))
            };
            match work() {
                Ok((expand, handle)) => {
                    machine.start(expand, &[handle, Value::FALSE]);
                    Ok(())
                }
                Err(thrown) => Err(report::of_throw(mc, &machine.world, &thrown)),
            }
        })
    }

    /// The exit code of the program that has run to its end: not 0 when a test of SRFI 64,
    /// SRFI 78 or `(chibi test)` has failed.
    pub fn final_code(&mut self) -> u8 {
        self.contained_or(1, |engine| engine.heap.mutate(|_, machine| machine.world.final_code))
    }

    /// Figures of the heap.
    pub fn heap_stats(&self) -> Stats {
        self.heap.stats()
    }

    /// Figures of the native tier.
    pub fn native_stats(&mut self) -> NativeStats {
        self.heap.mutate(|_, machine| machine.native_stats())
    }

    /// The machine code that there is now, for profilers.
    pub fn native_symbols(&mut self) -> Vec<NativeSymbol> {
        self.heap.mutate(|_, machine| machine.native_symbols())
    }

    /// Bytes in use on the heap.
    pub fn bytes_in_use(&self) -> usize {
        self.heap.bytes_in_use()
    }
}
