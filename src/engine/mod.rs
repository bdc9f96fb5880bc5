//! Embeds Scheme in a program: an [`Engine`] runs code and reports what came of it.
//!
//! An engine owns a heap, a machine and a world. It drives the machine's loop,
//! collects between its runs, and turns what ends a run into an [`Outcome`] or a
//! [`Report`]. Limits leave it usable.

mod advice;
mod builder;
mod calls;
mod check;
mod contain;
mod failure;
mod futures;
mod handles;
mod inspect;
mod library;
mod limits;
mod render;
mod profile;
mod program;
mod report;
mod results;
mod runs;
mod session;
mod stages;
mod steps;
#[cfg(any(test, fuzzing))]
pub mod tests;
mod userdata;
mod values;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use cairn_gc::pages::Slot;
use cairn_gc::{Heap, Kind, Mutation, Rootable, Stats, Stop, Value};

use crate::compiler::compile;
use crate::compiler::environment::files::read_source;
use crate::compiler::environment::{Loader, NoFiles, SystemFiles};
use crate::compiler::expand::Expander;
use crate::compiler::expand::libraries::program_environment;
use crate::compiler::passes;
use crate::data::bridge::HeapPulse;
use crate::data::error::{ErrorKind, Result, Throw};
use crate::data::port::{Allowance, Streams};
use crate::data::source::Span;
use crate::number::pulse;
use crate::stdlib;
use crate::text::printer::{self, Style};
use crate::vm::ports;
use crate::vm::system::host_files::{HostFiles, HostTexts};
use crate::vm::system::{System, paths, texts::GrantedFiles};
use crate::vm::world::World;
use crate::vm::{self, Exit, Machine};

use self::contain::Held;

pub use self::builder::{Builder, SetupError};
pub use self::failure::Cause;
pub use self::futures::{AsyncFn, Pending};
pub use self::handles::{Func, Obj, Rooted};
pub use self::inspect::{Stopped, Watching};
pub use self::library::{HostError, IntoAnswer, Library, Method, MethodMut, HostFn, Trouble};
pub use self::limits::Limits;
pub use self::runs::{Budget, Run, Slice};
pub use self::steps::{Outcome as CallOutcome, Resume, Step};
pub use self::userdata::{New, Userdata};
pub use self::values::{
    Arguments, Bytes, Data, Fields, FromValue, IntoValue, Mismatch, Pair, Ratio, Rest, Scope, Symbol, Takes, Vector,
};
#[cfg(feature = "serde")]
pub use self::values::Serde;
pub use crate::compiler::environment::Files;
pub use crate::compiler::primitives::{Arity, at_least, between, exactly};
pub use crate::data::diagnostic::Code;
pub use crate::vm::system::host_files::{FileSystem, Writing};
pub use crate::vm::system::{Capabilities, Capability, Grant};
pub use crate::vm::{Native, NativeStats, NativeSymbol};
pub use cairn_gc::StopHandle;
pub use program::{NotAProgram, Program};
pub use profile::{Measure, ProfileFrame, Sample, Timer};
pub use report::{Frame, Label, Position, Report};
pub use results::{Lines, TestResult};
pub use session::Entry;
pub use stages::Stage;

/// Bytes of heap of an engine, unless the host says otherwise: 4 GiB, or an eighth of what
/// addresses reach.
const LIMIT: usize = if usize::BITS > 32 { (4u64 << 30) as usize } else { usize::MAX / 8 };

/// How an engine is set up.
pub struct Config {
    /// The heap: nursery, limit, stress.
    pub heap: cairn_gc::Config,
    /// Words of the register stack before it counts as overflown.
    pub stack_words: usize,
    /// Directories in which libraries and included files are looked for, after the directory of
    /// the file that names them.
    pub library_path: Vec<String>,
    /// The directory in which relative paths of programs, texts and capabilities begin. Without it
    /// they begin in the current directory of the process, which all its threads share.
    pub directory: Option<PathBuf>,
    /// The value of `(command-line)`.
    pub command_line: Vec<String>,
    /// Which passes run.
    pub passes: passes::Options,
    /// Access to the texts of libraries, and of files that are included or loaded.
    pub files: Arc<dyn Files>,
    /// Files of the host that programs get in place of the system's and of `files`: texts and ports
    /// alike, as far as the capabilities to read and to write cover their paths.
    pub file_system: HostFiles,
    /// The parts of the system that programs may access.
    pub capabilities: Capabilities,
    /// Standard input, output and error.
    pub streams: Streams,
    /// The limits of each run.
    pub limits: Limits,
    /// When procedures become machine code.
    pub native: Native,
    /// The engine starts in a mebibyte of addresses, and takes more when a program needs it, so that
    /// a process may have very many. Without this it reserves the addresses for its stack at once.
    pub small: bool,
    /// A panic of the interpreter or the host ends the run with a report, and makes the
    /// engine unusable. Without this it unwinds through the engine, as builds for
    /// development have it unless told otherwise.
    pub contain_panics: bool,
}

impl Default for Config {
    fn default() -> Self {
        let heap = cairn_gc::Config { limit: LIMIT, ..cairn_gc::Config::default() };
        Config {
            heap,
            stack_words: (1 << 30) / 8,
            library_path: Vec::new(),
            directory: None,
            command_line: Vec::new(),
            passes: passes::Options::default(),
            files: Arc::new(SystemFiles),
            file_system: None,
            capabilities: Capabilities::ALL,
            streams: Streams::default(),
            limits: Limits::NONE,
            native: Native::from_environment(),
            small: false,
            contain_panics: !cfg!(debug_assertions),
        }
    }
}

impl Config {
    /// A configuration for programs that are not to be trusted: they see no files, those of
    /// libraries included, and no environment variables; they have `bytes` of heap, 64 MiB
    /// of stack, and for each run what [`Limits::SANDBOX`] allows.
    pub fn sandboxed(bytes: usize) -> Config {
        let mut config = Config {
            files: Arc::new(NoFiles),
            capabilities: Capabilities::NONE,
            stack_words: (64 << 20) / 8,
            limits: Limits::SANDBOX,
            ..Config::default()
        };
        config.heap.limit = bytes;
        config
    }

    /// The same without limits for each run.
    fn unlimited(mut self) -> Config {
        self.limits = Limits::NONE;
        self
    }
}

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

/// Memory conditions that may be raised while others are handled.
const MOST_GRACE: usize = 4;
/// Extra heap for each nested out-of-memory handler, as a fraction: limit / 8.
const GRACE_PART: usize = 8;
/// A full collection at the limit has to leave one part in this many of it.
const LEAST_GAIN: usize = 32;

impl Engine {
    /// A new engine.
    ///
    /// # Errors
    /// When there is no memory or address space for it.
    pub fn new(config: Config) -> std::result::Result<Engine, SetupError> {
        let contain_panics = config.contain_panics;
        let (native, small) = (config.native, config.small);
        let Config { heap, stack_words, library_path, command_line, passes, files, capabilities, streams, limits, .. } =
            config;
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
        pulse::during(&HeapPulse, || self.heap.mutate(f))
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
                let handle = crate::stdlib::eval::natives::start_expansion(world, expander);
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

    /// Runs the machine to the end of its program; its value, as `write` prints it.
    fn drive(&mut self) -> std::result::Result<Outcome, Box<Report>> {
        let ended = self.drive_to(|mc, world, value| {
            if world.session.interactive {
                world.last = value;
            }
            written(mc, value)
        })?;
        Ok(match ended {
            Ended::Value(text) => Outcome::Value(text),
            Ended::Exit(code) => Outcome::Exit(code),
        })
    }

    /// Runs the machine to the end of its program, and converts its value. Then
    /// the program's data are garbage, and the limit is again the one that was asked for.
    fn drive_to<T>(
        &mut self,
        convert: impl for<'gc> FnOnce(Mutation<'gc>, &mut World<'gc>, Value<'gc>) -> T,
    ) -> std::result::Result<Ended<T>, Box<Report>> {
        self.drive_from(None, convert)
    }

    /// The same for a machine that has run already, up to this exit.
    fn drive_from<T>(
        &mut self,
        first: Option<Exit>,
        convert: impl for<'gc> FnOnce(Mutation<'gc>, &mut World<'gc>, Value<'gc>) -> T,
    ) -> std::result::Result<Ended<T>, Box<Report>> {
        let exit = self.run_to_end(first);
        self.finish(exit, convert)
    }

    /// Ends a run that came to this exit: converts its value.
    fn finish<T>(
        &mut self,
        exit: std::result::Result<Exit, Box<Report>>,
        convert: impl for<'gc> FnOnce(Mutation<'gc>, &mut World<'gc>, Value<'gc>) -> T,
    ) -> std::result::Result<Ended<T>, Box<Report>> {
        let allowance = self.allowance.clone();
        let ended = self.mutate(|mc, machine| {
            let flushed = ports::flush_all(&machine.world, "the end of the program");
            machine.world.system.end_run();
            let is_failure = matches!(exit, Ok(Exit::Quit)) && machine.result.as_index() != Some(0);
            let exit = match (exit, flushed) {
                (Ok(_), _) if allowance.is_exceeded() => {
                    let report = report::of_throw(mc, &machine.world, &Stop::Output.into());
                    Err(report.because(Cause::Stopped(Stop::Output)))
                }
                // The output is lost, and the program would seem to have succeeded.
                (Ok(Exit::Done | Exit::Quit), Err(lost)) if !is_failure => {
                    Err(report::of_throw(mc, &machine.world, &lost))
                }
                (exit, _) => exit,
            };
            let ended = match exit {
                Err(report) => Err(report),
                Ok(Exit::Quit) => Ok(Ended::Exit(machine.result.as_index().unwrap_or(0) as u8)),
                Ok(Exit::Uncaught) => {
                    machine.keep_activations();
                    Err(report::of_uncaught(mc, machine).keep(mc, machine))
                }
                Ok(_) => Ok(Ended::Value(convert(mc, &mut machine.world, machine.result))),
            };
            machine.abandon();
            machine.world.wait.is_due = false;
            ended
        });
        self.end_grace();
        ended
    }

    /// Sets the limit to the one that was asked for.
    fn end_grace(&mut self) {
        if self.grace > 0 {
            self.grace = 0;
            self.heap.set_limit(self.limit);
        }
    }

    /// Runs the machine until its program ends: how it does.
    fn run_to_end(&mut self, mut first: Option<Exit>) -> std::result::Result<Exit, Box<Report>> {
        loop {
            let next = match first.take().unwrap_or_else(|| self.mutate(vm::run)) {
                Exit::Collect if self.collect() => match self.mutate(|_, machine| machine.world.wait.is_due) {
                    true => self.wait()?,
                    false => None,
                },
                Exit::Collect => self.raise(|mc, machine| machine.raise_limit(mc, "out of memory")),
                Exit::OutOfMemory(bytes) if self.make_room(bytes) => None,
                Exit::OutOfMemory(_) => self.raise(|mc, machine| machine.fail_retry(mc)),
                Exit::NoRoom => {
                    self.make_room_for_handlers();
                    self.raise(|mc, machine| {
                        mc.request_collection(true);
                        machine.raise_limit(mc, "out of memory")
                    })
                }
                Exit::Stopped(stop) => self.stop(stop)?,
                Exit::Waiting => self.wait()?,
                exit => return Ok(exit),
            };
            match next {
                None if self.grace <= MOST_GRACE => {}
                None => return Err(self.limit_report("out of memory while that was handled").because(Cause::Memory)),
                Some(exit) => return Ok(exit),
            }
        }
    }

    /// Collects at a safepoint. False when the limit is exceeded nevertheless: a
    /// condition is due, whose handlers have some more room.
    fn collect(&mut self) -> bool {
        let allocated = self.allocated_bytes();
        self.mutate(|mc, machine| {
            machine.sample_allocation(allocated);
            machine.world.handles.sweep(mc);
            machine.before_collection();
        });
        self.heap.safepoint();
        let is_full = self.heap.over_limit();
        if is_full {
            self.collect_all();
        }
        self.mutate(|_, machine| machine.after_collection());
        let fits = !(self.heap.over_limit() || is_full && self.has_gained_little());
        if !fits {
            self.add_grace();
        } else if self.grace > 0 && !is_tight(self.heap.bytes_at_limit(), self.limit) {
            self.end_grace();
        }
        fits
    }

    /// Collects if that is due, while nothing runs: arguments of the host take memory, and a procedure that
    /// calls none may return before it comes to a safepoint. If there is little memory left, whoever asks for it
    /// is told.
    pub(super) fn collect_if_due(&mut self) {
        let is_due = self.heap.wants_safepoint() || self.heap.is_filling();
        if is_due && self.mutate(|_, machine| machine.is_idle()) {
            self.mutate(|mc, machine| machine.world.handles.sweep(mc));
            self.heap.safepoint();
            if self.heap.over_limit() {
                self.collect_all();
            }
        }
    }

    /// Whether a full collection at the limit has left so little room that the next one would be
    /// due at once. Without a bound, a program that keeps a small part of what it allocates would
    /// spend minutes in ever more collections, each of which frees less than the one before.
    fn has_gained_little(&self) -> bool {
        let limit = self.heap.config().limit;
        self.heap.bytes_in_use() > limit - limit / LEAST_GAIN
    }

    /// Bytes that have been allocated since the start, as far as collections have counted them
    /// and the nursery is in use.
    fn allocated_bytes(&self) -> u64 {
        let stats = self.heap.stats();
        stats.young_bytes + stats.tenured_bytes
    }

    /// Collects all that can be. The session drops what it kept to be inspected: a program
    /// that needs the memory comes first.
    pub(super) fn collect_all(&mut self) {
        self.mutate(|mc, machine| {
            machine.world.inspection.forget();
            machine.world.handles.sweep(mc);
        });
        self.heap.collect_full();
    }

    /// Collects for a call that asks for `bytes` bytes. False if there is no
    /// room for them nevertheless.
    fn make_room(&mut self, bytes: usize) -> bool {
        if self.heap.fill_waits() && self.collect() && self.heap.has_room(bytes) {
            return true;
        }
        self.collect_all();
        // A native may ask for little at a time: when little is left, it is none.
        !self.make_room_for_handlers() && self.heap.has_room(bytes)
    }

    /// Handlers need some room too. Whether there was little.
    fn make_room_for_handlers(&mut self) -> bool {
        let tight = is_tight(self.heap.bytes_at_limit(), self.heap.config().limit);
        if tight {
            self.add_grace();
        }
        tight
    }

    /// Sets the heap's limit one step above what is in use, or above the limit that
    /// was asked for, if that is more: an object may have gone far beyond it.
    fn add_grace(&mut self) {
        self.grace += 1;
        let base = self.heap.bytes_at_limit().max(self.heap.config().limit);
        self.heap.set_limit(base.saturating_add(self.limit / GRACE_PART));
    }

    /// Has the machine raise a condition; what ends the run when it cannot.
    fn raise(&mut self, raise: impl for<'gc> FnOnce(Mutation<'gc>, &mut Machine<'gc>) -> Option<Exit>) -> Option<Exit> {
        self.mutate(raise)
    }

    fn limit_report(&mut self, message: &str) -> Box<Report> {
        self.mutate(|mc, machine| report::of_limit(mc, machine, message))
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

/// Bytes that the tables of an engine take at most before a program runs.
const TABLES: usize = 96 << 10;

/// Fails when there is no memory for the tables of an engine. The allocation itself would end
/// the process.
fn check_memory() -> std::result::Result<(), SetupError> {
    let mut tables = Vec::<u8>::new();
    tables.try_reserve_exact(TABLES).map_err(|_| SetupError)?;
    // The compiler would remove an allocation that nobody looks at.
    std::hint::black_box(&mut tables);
    Ok(())
}

/// The files that a program's texts come from: the system's only as far as it may read, and
/// below the directories of libraries.
fn program_files(files: Arc<dyn Files>, system: &System, library_path: &[String]) -> Arc<dyn Files> {
    if system.has_host_files() {
        return Arc::new(HostTexts::new(system.clone(), library_path));
    }
    if !files.are_of_the_system() || system.capabilities().read.is_all() {
        return files;
    }
    let libraries = library_path.iter().map(|directory| paths::canonical(directory.as_ref())).collect();
    Arc::new(GrantedFiles { system: system.clone(), libraries })
}

/// Whether this many bytes leave little of a limit.
fn is_tight(bytes: usize, limit: usize) -> bool {
    bytes > limit / 16 * 15
}

/// The value, or each of several on a line, as printed by `write`; nothing for
/// unspecified ones.
fn written<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Option<String> {
    if value.has_kind(Kind::Values) {
        let lines: Vec<_> = value.slot_slice().iter().filter_map(|&value| written(mc, value)).collect();
        return (!lines.is_empty()).then(|| lines.join("\n"));
    }
    if value == Value::UNSPECIFIED {
        return None;
    }
    Some(printer::to_string(mc, value, Style::Write).unwrap_or_else(|_| printer::summary(value, 1000)))
}
