//! Reaches the operating system for natives, as far as the program's capabilities go.
//!
//! Everything that opens, makes, changes or deletes a file goes through the methods of
//! [`System`] in `files`; everything that waits goes through `wait`. Nothing else in the
//! engine opens files, except the texts of libraries that a host supplies itself.
//!
//! The current directory and the environment are the engine's own: two engines in one
//! process do not see each other's changes, and the process's stay as they are.

pub mod capabilities;
pub mod environment;
pub mod files;
#[cfg(all(unix, feature = "system"))]
mod guard;
pub mod paths;
#[cfg(all(unix, feature = "system"))]
pub mod posix;
#[cfg(all(unix, feature = "system"))]
pub mod processes;
#[cfg(unix)]
mod resolve;
pub mod texts;
pub mod wait;

use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use cairn_gc::{Stop, Value, trace_nothing};

pub use capabilities::{Capabilities, Capability, Grant};

use crate::data::error::{ErrorKind, Result, Throw};
use crate::data::port;
use environment::Environment;

/// The part of the operating system that a program sees. Clones are the same one.
#[derive(Clone)]
pub struct System(Rc<State>);

struct State {
    capabilities: RefCell<Capabilities>,
    directory: RefCell<Option<PathBuf>>,
    environment: RefCell<Environment>,
    /// Permissions that new files do not get, besides those of the process's mask.
    mask: Cell<u32>,
    /// Paths that are deleted when the run ends.
    temporary: RefCell<Vec<PathBuf>>,
    /// Programs that are killed when the run ends.
    #[cfg(all(unix, feature = "system"))]
    processes: RefCell<Vec<std::rc::Weak<processes::Process>>>,
    /// Ends a run in order when a signal ends the process.
    #[cfg(all(unix, feature = "system"))]
    guard: RefCell<Option<guard::Guard>>,
}

trace_nothing!(System);

/// Why something of the system cannot be had.
#[derive(Debug)]
pub enum Problem {
    /// The program lacks the capability for it.
    Refused(Capability),
    /// The operating system says so.
    System(io::Error),
    /// Something stops the run while it waits.
    Stopped(Stop),
    /// The memory limit leaves no room for this many more bytes, and the work so far cannot
    /// be done again.
    Memory(usize),
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<port::Stopped>()) {
            Some(&port::Stopped(stop)) => Problem::Stopped(stop),
            None => Problem::System(error),
        }
    }
}

#[cfg(unix)]
impl From<rustix::io::Errno> for Problem {
    fn from(error: rustix::io::Errno) -> Self {
        Problem::System(error.into())
    }
}

impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        Problem::Stopped(stop)
    }
}

impl Problem {
    /// The failure of `who`, which wanted to use `subject`.
    #[cold]
    pub fn throw<'gc>(self, who: &str, subject: Value<'gc>) -> Throw<'gc> {
        match self {
            Problem::Refused(capability) => refusal(who, capability, subject),
            Problem::System(error) => Throw::new(ErrorKind::File, format!("{who}: {}:", reason(&error)), &[subject]),
            Problem::Stopped(stop) => Throw::Stopped(stop),
            Problem::Memory(_) => Throw::new(ErrorKind::Limit, format!("{who}: out of memory:"), &[subject]),
        }
    }
}

/// The failure of `who` for want of a capability that covers `subject`.
#[cold]
pub fn refusal<'gc>(who: &str, capability: Capability, subject: Value<'gc>) -> Throw<'gc> {
    let name = capability.name();
    let message = format!("{who}: the capability {name} (--allow-{name}) does not cover");
    Throw::new(ErrorKind::Capability, message, &[subject])
}

/// The operating system's reason, without the number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_string()
}

impl System {
    /// The system with these capabilities, whose paths and programs are looked up now.
    pub fn new(capabilities: &Capabilities) -> System {
        let resolved = match [Capabilities::ALL, Capabilities::NONE].contains(capabilities) {
            true => capabilities.clone(),
            false => capabilities.resolved(&std::env::current_dir().unwrap_or_default()),
        };
        System(Rc::new(State {
            capabilities: RefCell::new(resolved),
            directory: RefCell::default(),
            environment: RefCell::default(),
            mask: Cell::default(),
            temporary: RefCell::default(),
            #[cfg(all(unix, feature = "system"))]
            processes: RefCell::default(),
            #[cfg(all(unix, feature = "system"))]
            guard: RefCell::default(),
        }))
    }

    /// The parts of the system that the program may access now.
    pub fn capabilities(&self) -> Capabilities {
        self.0.capabilities.borrow().clone()
    }

    /// Gives up, for good, what `kept` does not cover of a capability.
    pub fn narrow(&self, capability: Capability, kept: &Grant) {
        let directory = self.current_directory();
        self.0.capabilities.borrow_mut().narrow(capability, kept, &directory);
    }

    /// Whether the program has all of a capability.
    fn has_all(&self, capability: Capability) -> bool {
        self.0.capabilities.borrow().of(capability).is_all()
    }

    /// The permissions that new files do not get, besides those of the process's mask.
    pub fn mask(&self) -> u32 {
        self.0.mask.get()
    }

    /// Sets these permissions, for this engine.
    pub fn set_mask(&self, mask: u32) {
        self.0.mask.set(mask & 0o777);
    }

    /// The directory that relative paths are below.
    pub fn current_directory(&self) -> PathBuf {
        self.0.directory.borrow().clone().unwrap_or_else(|| std::env::current_dir().unwrap_or_default())
    }

    /// The path as seen from the process's own current directory.
    fn located(&self, path: &Path) -> PathBuf {
        match &*self.0.directory.borrow() {
            Some(directory) => directory.join(path),
            None => path.to_path_buf(),
        }
    }

    /// Makes a directory, which the program must be able to read, the current one.
    ///
    /// # Errors
    /// When it is no directory, or is not covered.
    pub fn set_current_directory(&self, path: &Path) -> std::result::Result<(), Problem> {
        let path = self.real_path(path)?;
        if !self.status(&path, files::Links::Follow)?.is_directory() {
            return Err(io::Error::from(io::ErrorKind::NotADirectory).into());
        }
        *self.0.directory.borrow_mut() = Some(path);
        Ok(())
    }

    /// Has a path deleted, with all that is below it, when the run ends.
    ///
    /// # Errors
    /// When the program may not write it.
    #[cfg(unix)]
    pub fn clean_later(&self, path: &Path) -> std::result::Result<(), Problem> {
        // Where it is now, whatever becomes of the links that lead there.
        let path = self.writable_path(path)?;
        self.0.temporary.borrow_mut().push(path);
        self.arm();
        Ok(())
    }

    /// Deletes a path that was to be deleted later. It need not be there any more.
    #[cfg(unix)]
    pub fn clean(&self, path: &Path) {
        let Ok(path) = self.writable_path(path) else { return };
        let is_known = {
            let mut temporary = self.0.temporary.borrow_mut();
            let before = temporary.len();
            temporary.retain(|other| *other != path);
            temporary.len() < before
        };
        if is_known {
            let _ = self.delete_tree(&path, || Ok(()));
        }
    }

    /// Ends what the run has begun and nobody else ends: deletes its temporary files, kills the
    /// programs that it owns.
    pub fn end_run(&self) {
        #[cfg(all(unix, feature = "system"))]
        for process in self.0.processes.take().iter().filter_map(std::rc::Weak::upgrade) {
            let _ = process.kill();
        }
        for path in self.0.temporary.take() {
            let deleted = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            // Nobody is left to be told of a failure.
            let _ = deleted;
        }
        #[cfg(all(unix, feature = "system"))]
        if let Some(guard) = &*self.0.guard.borrow() {
            guard.end();
        }
    }

    /// From now on, a signal that ends the process first stops the run by setting `kill`, and
    /// has what the run owns released. For a process that is the engine's alone.
    #[cfg(all(unix, feature = "system"))]
    pub fn end_by_signals(&self, kill: std::sync::Arc<std::sync::atomic::AtomicBool>) {
        *self.0.guard.borrow_mut() = Some(guard::Guard::new(kill));
    }

    /// Notes that the run owns something.
    fn arm(&self) {
        #[cfg(all(unix, feature = "system"))]
        if let Some(guard) = &mut *self.0.guard.borrow_mut() {
            guard.arm();
        }
    }

    /// Leaves a signal to the program, or takes it back.
    #[cfg(all(unix, feature = "system"))]
    pub fn leave_signal(&self, signal: i32, is_left: bool) {
        if let Some(guard) = &mut *self.0.guard.borrow_mut() {
            guard.leave(signal, is_left);
        }
    }

    /// The value of an environment variable.
    ///
    /// # Errors
    /// When the program may not see it.
    pub fn variable(&self, name: &std::ffi::OsStr) -> std::result::Result<Option<OsString>, Problem> {
        self.check_variable(name)?;
        Ok(self.0.environment.borrow().get(name))
    }

    /// The environment variables that the program may see.
    pub fn variables(&self) -> Vec<(OsString, OsString)> {
        let capabilities = self.0.capabilities.borrow();
        let covered = |name: &OsString| capabilities.environment.covers_name(name);
        self.0.environment.borrow().all().into_iter().filter(|(name, _)| covered(name)).collect()
    }

    /// Sets an environment variable, or removes it, for this engine and the programs it starts.
    ///
    /// # Errors
    /// When the program may not.
    pub fn set_variable(&self, name: OsString, value: Option<OsString>) -> std::result::Result<(), Problem> {
        self.check_variable(&name)?;
        self.0.environment.borrow_mut().set(name, value);
        Ok(())
    }

    fn check_variable(&self, name: &std::ffi::OsStr) -> std::result::Result<(), Problem> {
        match self.0.capabilities.borrow().environment.covers_name(name) {
            true => Ok(()),
            false => Err(Problem::Refused(Capability::Environment)),
        }
    }
}

impl Default for System {
    fn default() -> Self {
        System::new(&Capabilities::ALL)
    }
}

/// The value, or the failure of `who` that wanted to use `subject`.
pub fn expect<'gc, T>(who: &str, subject: Value<'gc>, result: std::result::Result<T, Problem>) -> Result<'gc, T> {
    result.map_err(|problem| problem.throw(who, subject))
}
