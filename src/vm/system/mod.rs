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
pub mod host_files;
pub mod paths;
#[cfg(all(unix, feature = "system"))]
pub mod posix;
#[cfg(all(unix, feature = "system"))]
pub mod processes;
#[cfg(unix)]
mod resolve;
pub mod texts;
pub mod wait;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cairn_gc::{Stop, Value, trace_nothing};

pub use capabilities::{Capabilities, Capability, Grant};

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::port;
use environment::Environment;

/// The part of the operating system that a program sees. Clones are the same one.
#[derive(Clone)]
pub struct System(Arc<State>);

struct State {
    /// The program's system, when this is a confinement's.
    outer: Option<System>,
    files: host_files::HostFiles,
    capabilities: Mutex<Capabilities>,
    directory: Mutex<Option<PathBuf>>,
    environment: Mutex<Environment>,
    /// Permissions that new files do not get, besides those of the process's mask.
    mask: AtomicU32,
    /// Paths that are deleted when the run ends.
    temporary: Mutex<Vec<PathBuf>>,
    /// Programs that are killed when the run ends.
    #[cfg(all(unix, feature = "system"))]
    processes: Mutex<Vec<std::sync::Weak<processes::Process>>>,
    /// Ends a run in order when a signal ends the process.
    #[cfg(all(unix, feature = "system"))]
    guard: Mutex<Option<guard::Guard>>,
}

trace_nothing!(System);

/// The content of a part of the state. One thread at a time uses it, so that there is nobody to wait for.
fn held<T>(part: &Mutex<T>) -> MutexGuard<'_, T> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

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
    ///
    /// With files of the host, these are what paths are of. Relative paths begin in `directory`, or in the current
    /// directory of the process.
    pub fn new(capabilities: &Capabilities, files: host_files::HostFiles, directory: Option<PathBuf>) -> System {
        let here = || std::env::current_dir().unwrap_or_default();
        let directory = directory.map(|directory| here().join(directory));
        let resolved = match [Capabilities::ALL, Capabilities::NONE].contains(capabilities) {
            true => capabilities.clone(),
            false if files.is_some() => capabilities.resolved(None),
            false => capabilities.resolved(Some(&directory.clone().unwrap_or_else(here))),
        };
        System(Arc::new(State {
            outer: None,
            files,
            capabilities: Mutex::new(resolved),
            directory: Mutex::new(directory),
            environment: Mutex::default(),
            mask: AtomicU32::default(),
            temporary: Mutex::default(),
            #[cfg(all(unix, feature = "system"))]
            processes: Mutex::default(),
            #[cfg(all(unix, feature = "system"))]
            guard: Mutex::default(),
        }))
    }

    /// The same system for code that keeps fewer capabilities: of each what its grant covers. The current directory and
    /// the environment are its own from now on; what the program gives up later it loses as well.
    pub fn confined(&self, kept: &[(Capability, Grant)]) -> System {
        let of_files = !self.has_host_files();
        let system = System(Arc::new(State {
            outer: Some(self.clone()),
            files: self.0.files.clone(),
            capabilities: Mutex::new(self.capabilities()),
            directory: Mutex::new(of_files.then(|| self.current_directory())),
            environment: Mutex::new(held(&self.0.environment).clone()),
            mask: AtomicU32::new(self.mask()),
            temporary: Mutex::default(),
            #[cfg(all(unix, feature = "system"))]
            processes: Mutex::default(),
            #[cfg(all(unix, feature = "system"))]
            guard: Mutex::default(),
        }));
        for (capability, grant) in kept {
            system.narrow(*capability, grant);
        }
        system
    }

    /// The system of the program, which owns what is to be released at the end of the run.
    fn of_program(&self) -> &State {
        let mut system = self;
        while let Some(outer) = &system.0.outer {
            system = outer;
        }
        &system.0
    }

    /// The parts of the system that the program may access now.
    pub fn capabilities(&self) -> Capabilities {
        let mut own = held(&self.0.capabilities).clone();
        if let Some(outer) = &self.0.outer {
            let all = outer.capabilities();
            let directory = (!self.has_host_files()).then_some(Path::new("/"));
            Capability::ALL.into_iter().for_each(|capability| own.narrow(capability, all.of(capability), directory));
        }
        own
    }

    /// Whether this and the systems around it allow something.
    fn allows(&self, test: impl Fn(&Capabilities) -> bool) -> bool {
        let mut system = Some(self);
        while let Some(System(state)) = system {
            if !test(&held(&state.capabilities)) {
                return false;
            }
            system = state.outer.as_ref();
        }
        true
    }

    /// Gives up, for good, what `kept` does not cover of a capability.
    pub fn narrow(&self, capability: Capability, kept: &Grant) {
        let directory = (!self.has_host_files()).then(|| self.current_directory());
        held(&self.0.capabilities).narrow(capability, kept, directory.as_deref());
    }

    /// Whether the program has all of a capability.
    fn has_all(&self, capability: Capability) -> bool {
        self.allows(|all| all.of(capability).is_all())
    }

    /// Whether the program has a capability for this path, which has no links in it.
    fn covers(&self, capability: Capability, path: &Path) -> bool {
        self.allows(|all| all.of(capability).covers_path(path))
    }

    /// The permissions that new files do not get, besides those of the process's mask.
    pub fn mask(&self) -> u32 {
        self.0.mask.load(Ordering::Relaxed)
    }

    /// Sets these permissions, for this engine.
    pub fn set_mask(&self, mask: u32) {
        self.0.mask.store(mask & 0o777, Ordering::Relaxed);
    }

    /// The directory that relative paths are below.
    pub fn current_directory(&self) -> PathBuf {
        if self.has_host_files() {
            return PathBuf::from("/");
        }
        held(&self.0.directory).clone().unwrap_or_else(|| std::env::current_dir().unwrap_or_default())
    }

    /// The path as seen from the process's own current directory.
    pub fn located(&self, path: &Path) -> PathBuf {
        match &*held(&self.0.directory) {
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
        *held(&self.0.directory) = Some(path);
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
        held(&self.of_program().temporary).push(path);
        self.arm();
        Ok(())
    }

    /// Deletes a path that was to be deleted later. It need not be there any more.
    #[cfg(unix)]
    pub fn clean(&self, path: &Path) {
        let Ok(path) = self.writable_path(path) else { return };
        let is_known = {
            let mut temporary = held(&self.of_program().temporary);
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
        for process in
            std::mem::take(&mut *held(&self.of_program().processes)).iter().filter_map(std::sync::Weak::upgrade)
        {
            let _ = process.kill();
        }
        let temporary = std::mem::take(&mut *held(&self.of_program().temporary));
        for path in temporary {
            let deleted = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            // Nobody is left to be told of a failure.
            let _ = deleted;
        }
        #[cfg(all(unix, feature = "system"))]
        if let Some(guard) = &*held(&self.of_program().guard) {
            guard.end();
        }
    }

    /// From now on, a signal that ends the process first stops the run by setting `kill`, and
    /// has what the run owns released. For a process that is the engine's alone.
    #[cfg(all(unix, feature = "system"))]
    pub fn end_by_signals(&self, kill: std::sync::Arc<std::sync::atomic::AtomicBool>) {
        *held(&self.of_program().guard) = Some(guard::Guard::new(kill));
    }

    /// Notes that the run owns something.
    fn arm(&self) {
        #[cfg(all(unix, feature = "system"))]
        if let Some(guard) = &mut *held(&self.of_program().guard) {
            guard.arm();
        }
    }

    /// Leaves a signal to the program, or takes it back.
    #[cfg(all(unix, feature = "system"))]
    pub fn leave_signal(&self, signal: i32, is_left: bool) {
        if let Some(guard) = &mut *held(&self.of_program().guard) {
            guard.leave(signal, is_left);
        }
    }

    /// The value of an environment variable.
    ///
    /// # Errors
    /// When the program may not see it.
    pub fn variable(&self, name: &std::ffi::OsStr) -> std::result::Result<Option<OsString>, Problem> {
        self.check_variable(name)?;
        Ok(held(&self.0.environment).get(name))
    }

    /// The environment variables that the program may see.
    pub fn variables(&self) -> Vec<(OsString, OsString)> {
        let covered = |name: &OsString| self.allows(|all| all.environment.covers_name(name));
        held(&self.0.environment).all().into_iter().filter(|(name, _)| covered(name)).collect()
    }

    /// Sets an environment variable, or removes it, for this engine and the programs it starts.
    ///
    /// # Errors
    /// When the program may not.
    pub fn set_variable(&self, name: OsString, value: Option<OsString>) -> std::result::Result<(), Problem> {
        self.check_variable(&name)?;
        held(&self.0.environment).set(name, value);
        Ok(())
    }

    fn check_variable(&self, name: &std::ffi::OsStr) -> std::result::Result<(), Problem> {
        match self.allows(|all| all.environment.covers_name(name)) {
            true => Ok(()),
            false => Err(Problem::Refused(Capability::Environment)),
        }
    }
}

impl Default for System {
    fn default() -> Self {
        System::new(&Capabilities::ALL, None, None)
    }
}

/// The value, or the failure of `who` that wanted to use `subject`.
pub fn expect<'gc, T>(who: &str, subject: Value<'gc>, result: std::result::Result<T, Problem>) -> Result<'gc, T> {
    result.map_err(|problem| problem.throw(who, subject))
}
