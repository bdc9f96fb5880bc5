//! Starts other programs, waits for them and ends them.
//!
//! A program that the run waits for is *owned*: it is killed when the wait, or the run, is
//! stopped, and when nobody refers to it any more. The others go on by themselves.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cairn_gc::Watch;
use rustix::event::PollFlags;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

use super::wait::{self, Waited};
use super::{Capability, Problem, System, held, paths};

/// A program to start.
pub struct Spec {
    /// Its name or path, and its arguments.
    pub words: Vec<OsString>,
    /// Changes of the environment.
    pub environment: Vec<(OsString, Option<OsString>)>,
    /// The directory to start it in, in place of the current one.
    pub directory: Option<PathBuf>,
    /// Standard input.
    pub input: Stdio,
    /// Standard output.
    pub output: Stdio,
    /// Standard error.
    pub error: Stdio,
    /// Whether it is killed when nobody waits for it any more.
    pub owned: bool,
}

/// A program that was started.
pub struct Process {
    child: Mutex<Child>,
    /// The number of the process.
    pub id: u32,
    /// Is ready for reading when the process has ended; not every system has it, and it is closed then.
    ended: Mutex<Option<OwnedFd>>,
    owned: bool,
}

/// How a program ended: its exit code, or minus the number of the signal that ended it.
pub fn code(status: ExitStatus) -> i32 {
    status.code().or(status.signal().map(|signal| -signal)).unwrap_or(-1)
}

/// Variables by which the loader puts other code into a program: who may set them may run
/// anything.
const LOADER: [&str; 2] = ["LD_", "DYLD_"];

impl System {
    /// Starts a program.
    ///
    /// # Errors
    /// When this program may not, or the system cannot.
    pub fn spawn(&self, spec: Spec) -> Result<Arc<Process>, Problem> {
        let name = spec.words.first().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut command = Command::new(self.program(name)?);
        command.arg0(name).args(&spec.words[1..]);
        command.stdin(spec.input).stdout(spec.output).stderr(spec.error);
        self.set_environment(&mut command, &spec.environment)?;
        match spec.directory {
            Some(directory) => {
                command.current_dir(self.real_path(&directory)?);
            }
            None => {
                if let Some(directory) = &*held(&self.0.directory) {
                    command.current_dir(directory);
                }
            }
        }
        let child = command.spawn()?;
        let id = child.id();
        let pid = Pid::from_raw(id as i32);
        let ended = Mutex::new(pid.and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok()));
        let process = Arc::new(Process { child: Mutex::new(child), id, ended, owned: spec.owned });
        if spec.owned {
            let mut processes = held(&self.of_program().processes);
            if processes.len() == processes.capacity() {
                processes.retain(|process| process.strong_count() > 0);
            }
            processes.push(Arc::downgrade(&process));
            self.arm();
        }
        Ok(process)
    }

    /// The file of a program that may be run.
    fn program(&self, name: &OsStr) -> Result<PathBuf, Problem> {
        let search = held(&self.0.environment).get("PATH".as_ref());
        let directory = self.current_directory();
        if self.has_all(Capability::Run) {
            let found = paths::executable(name, search.as_deref(), &directory);
            return found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound).into());
        }
        // The path that is checked has no links, and it is the one that is run.
        let found = paths::program(name, search.as_deref(), &directory);
        found
            .filter(|path| self.allows(|all| all.run.covers_name(path.as_os_str())))
            .ok_or(Problem::Refused(Capability::Run))
    }

    /// Whether this program may run any other.
    ///
    /// # Errors
    /// When it may not.
    pub fn check_run_all(&self) -> Result<(), Problem> {
        if self.has_all(Capability::Run) { Ok(()) } else { Err(Problem::Refused(Capability::Run)) }
    }

    fn set_environment(&self, command: &mut Command, changes: &[(OsString, Option<OsString>)]) -> Result<(), Problem> {
        for (name, _) in changes {
            self.check_variable(name)?;
        }
        command.env_clear();
        let mut variables = self.variables();
        variables.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        variables.extend(changes.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?))));
        if !self.has_all(Capability::Run) {
            variables.retain(|(name, _)| {
                !LOADER.iter().any(|prefix| name.as_encoded_bytes().starts_with(prefix.as_bytes()))
            });
        }
        command.envs(variables);
        Ok(())
    }
}

impl Process {
    /// How it ended, if it has.
    ///
    /// # Errors
    /// Errors of the system.
    pub fn status(&self) -> io::Result<Option<ExitStatus>> {
        let status = held(&self.child).try_wait()?;
        if status.is_some() {
            *held(&self.ended) = None;
        }
        Ok(status)
    }

    /// Waits until it has ended, or until `end`.
    ///
    /// # Errors
    /// The reason to stop the run: an owned process is killed then. Errors of the system.
    pub fn wait(&self, watch: &Watch, end: Option<Instant>) -> Result<Option<ExitStatus>, Problem> {
        if let Some(status) = self.status()? {
            return Ok(Some(status));
        }
        let waited = wait::until(watch, end, |time| self.has_ended(time));
        if waited.is_err() && self.owned {
            self.kill()?;
        }
        match waited? {
            Waited::Ready => Ok(self.status()?),
            Waited::TimedOut => Ok(None),
        }
    }

    /// Whether it ends within a time.
    fn has_ended(&self, time: Duration) -> bool {
        let ready = held(&self.ended).as_ref().map(|descriptor| wait::is_ready(descriptor, PollFlags::IN, time));
        ready.unwrap_or_else(|| {
            std::thread::sleep(time.min(Duration::from_millis(1)));
            self.status().is_ok_and(|status| status.is_some())
        })
    }

    /// Sends it a signal, unless it has ended.
    ///
    /// # Errors
    /// Errors of the system.
    pub fn signal(&self, signal: Signal) -> io::Result<()> {
        // Its number is its own until it has been waited for, and that happens here alone.
        match (self.status()?, Pid::from_raw(self.id as i32)) {
            (None, Some(pid)) => Ok(kill_process(pid, signal)?),
            _ => Ok(()),
        }
    }

    /// Ends it at once, and takes note of that: how it ended.
    ///
    /// # Errors
    /// Errors of the system.
    pub fn kill(&self) -> io::Result<ExitStatus> {
        let mut child = held(&self.child);
        // It may have ended by itself.
        let _ = child.kill();
        *held(&self.ended) = None;
        child.wait()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Whatever the system reports, nobody is left to be told. One that has ended by itself is
        // not left as a zombie.
        let _ = if self.owned { self.kill().map(Some) } else { self.status() };
    }
}

/// The data that flow into and out of pipes.
pub struct Flow<'a> {
    /// A pipe to write to, and what is left to be written.
    pub input: Option<(File, &'a [u8])>,
    /// Pipes to read from, and what has come.
    pub outputs: [(Option<File>, Vec<u8>); 2],
}

/// Bytes that are moved at a time.
const CHUNK: usize = 1 << 16;

impl Flow<'_> {
    fn is_over(&self) -> bool {
        self.input.is_none() && self.outputs.iter().all(|(pipe, _)| pipe.is_none())
    }

    /// Moves bytes until all is written and read. `count` is asked for each number of bytes
    /// that has come, with all there are.
    ///
    /// # Errors
    /// The reason to stop the run, errors of the system, the errors of `count`.
    pub fn run(
        &mut self,
        watch: &Watch,
        end: Option<Instant>,
        mut count: impl FnMut(usize, usize) -> Result<(), Problem>,
    ) -> Result<Waited, Problem> {
        while !self.is_over() {
            if wait::until(watch, end, |time| self.is_ready(time))? == Waited::TimedOut {
                return Ok(Waited::TimedOut);
            }
            self.write()?;
            let total = self.outputs.iter().map(|(_, bytes)| bytes.len()).sum();
            for (pipe, bytes) in &mut self.outputs {
                count(read(pipe, bytes)?, total)?;
            }
        }
        Ok(Waited::Ready)
    }

    fn is_ready(&self, time: Duration) -> bool {
        let input = self.input.iter().map(|(pipe, _)| (pipe, PollFlags::OUT));
        let outputs = self.outputs.iter().filter_map(|(pipe, _)| Some((pipe.as_ref()?, PollFlags::IN)));
        let mut descriptors: Vec<_> = input
            .chain(outputs)
            .map(|(pipe, events)| rustix::event::PollFd::from_borrowed_fd(pipe.as_fd(), events))
            .collect();
        wait::poll(&mut descriptors, time)
    }

    fn write(&mut self) -> io::Result<()> {
        use std::io::Write;
        let Some((pipe, left)) = &mut self.input else { return Ok(()) };
        match pipe.write(&left[..left.len().min(CHUNK)]) {
            Ok(written) => *left = &left[written..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            // The other side wants no more.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => *left = &[],
            Err(error) => return Err(error),
        }
        if left.is_empty() {
            self.input = None;
        }
        Ok(())
    }
}

/// Reads what a pipe has; it is closed at its end.
fn read(pipe: &mut Option<File>, bytes: &mut Vec<u8>) -> io::Result<usize> {
    use std::io::Read;
    let Some(file) = pipe else { return Ok(0) };
    let old = bytes.len();
    bytes.resize(old + CHUNK, 0);
    let result = file.read(&mut bytes[old..]);
    bytes.truncate(old + result.as_ref().copied().unwrap_or(0));
    match result {
        Ok(0) => *pipe = None,
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
        Err(error) => return Err(error),
    }
    Ok(bytes.len() - old)
}
