//! Runs pipelines of programs to their end: feeds the first, gathers what the last writes.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists::{self, ListBuilder};
use cairn_data::scratch::Scratch;
use cairn_gc::{Kind, Value};
use cairn_vm::ports;
use cairn_vm::system::files::Access;
use cairn_vm::system::processes::{Flow, Process, Spec, code};
use cairn_vm::system::wait::Waited;
use cairn_vm::system::{Problem, expect};

use crate::{Args, Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%run-pipeline", exactly(2), run_pipeline, flag::INTERNAL, "(%run-pipeline commands options) runs them; #(statuses output error timed-out?). The options are #(input output error timeout environment directory)."),
];

const WHO: &str = "run";

/// How to connect standard streams, where programs start and for how long they may run.
pub(super) struct Options<'gc> {
    pub input: Value<'gc>,
    pub output: Value<'gc>,
    pub error: Value<'gc>,
    pub end: Option<Instant>,
    pub environment: Vec<(OsString, Option<OsString>)>,
    pub directory: Option<PathBuf>,
}

impl<'gc> Options<'gc> {
    /// The options in a vector.
    pub(super) fn from(ctx: &Context<'_, 'gc>, who: &str, value: Value<'gc>) -> Result<'gc, Self> {
        let &[input, output, error, timeout, environment, directory] = args::vector(who, value)? else {
            return Err(Throw::wrong_type(who, "options", value));
        };
        let directory = if directory == Value::FALSE { None } else { Some(args::path(who, directory)?) };
        let environment = changes(ctx, who, environment)?;
        Ok(Options { input, output, error, end: end(who, timeout)?, environment, directory })
    }
}

/// When a time, in seconds from now, is over; `#f` is never.
pub(super) fn end<'gc>(who: &str, timeout: Value<'gc>) -> Result<'gc, Option<Instant>> {
    if timeout == Value::FALSE {
        return Ok(None);
    }
    let time = duration(who, timeout)?;
    Ok(Instant::now().checked_add(time))
}

/// A time that is not negative; one longer than anybody waits is that.
pub(super) fn duration<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Duration> {
    Ok(Duration::try_from_secs_f64(args::seconds(who, value)?.clamp(0.0, 1e9)).unwrap_or_default())
}

/// The changes of an environment: a list of pairs of strings, or of a string and `#f`.
fn changes<'gc>(ctx: &Context<'_, 'gc>, who: &str, list: Value<'gc>) -> Result<'gc, Vec<(OsString, Option<OsString>)>> {
    let wrong = |value| Throw::wrong_type(who, "an environment, a list of pairs of strings", value);
    if lists::proper_length(ctx.mc, list)?.is_none() {
        return Err(wrong(list));
    }
    let mut scratch = Scratch::new(ctx.mc);
    let change = |entry: Value<'gc>| {
        let (name, value) = entry.as_pair().ok_or_else(|| wrong(entry))?;
        let value = if value == Value::FALSE { None } else { Some(counted(&mut scratch, word(who, value)?)?) };
        Ok((counted(&mut scratch, variable_name(who, name)?)?, value))
    };
    lists::elements(list).map(change).collect()
}

/// The name of an environment variable.
pub(super) fn variable_name<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, OsString> {
    let name = word(who, value)?;
    let bytes = name.as_encoded_bytes();
    if bytes.is_empty() || bytes.contains(&b'=') {
        return Err(Throw::out_of_range(who, "name of a variable", value));
    }
    Ok(name)
}

/// A text that the system takes: one without a null character.
pub(super) fn word<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, OsString> {
    let word = args::os_text(who, "a string", value)?;
    if word.as_encoded_bytes().contains(&0) {
        return Err(Throw::new(ErrorKind::Range, format!("{who}: a null character in"), &[value]));
    }
    Ok(word)
}

/// Bytes of a word in memory besides its text.
const WORD_BYTES: usize = 2 * size_of::<OsString>();

/// Returns the word, if the memory limit leaves room for it next to the others.
fn counted<'gc>(scratch: &mut Scratch<'gc>, word: OsString) -> Result<'gc, OsString> {
    scratch.add(WORD_BYTES + word.len())?;
    Ok(word)
}

/// The words of a command, which are counted.
pub(super) fn words<'gc>(
    scratch: &mut Scratch<'gc>,
    ctx: &Context<'_, 'gc>,
    who: &str,
    list: Value<'gc>,
) -> Result<'gc, Vec<OsString>> {
    if lists::proper_length(ctx.mc, list)?.is_none_or(|length| length == 0) {
        return Err(Throw::wrong_type(who, "a command, a list of strings", list));
    }
    lists::elements(list).map(|value| counted(scratch, word(who, value)?)).collect()
}

/// Where a standard stream of a program leads.
pub(super) enum Target {
    /// Where this process writes.
    Inherit,
    /// Nowhere.
    Null,
    /// To an open file, or one end of a pipe.
    File(OwnedFd),
}

impl Target {
    /// The target, for one program more.
    fn shared(&self) -> io::Result<Target> {
        Ok(match self {
            Target::Inherit => Target::File(io::stdout().as_fd().try_clone_to_owned()?),
            Target::Null => Target::Null,
            Target::File(file) => Target::File(file.try_clone()?),
        })
    }
}

impl From<Target> for Stdio {
    fn from(target: Target) -> Stdio {
        match target {
            Target::Inherit => Stdio::inherit(),
            Target::Null => Stdio::null(),
            Target::File(file) => Stdio::from(file),
        }
    }
}

/// A pipe: the end to read from and the end to write to. No other program gets them.
pub(super) fn pipe<'gc>(who: &str, subject: Value<'gc>) -> Result<'gc, (OwnedFd, OwnedFd)> {
    expect(who, subject, rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC).map_err(Problem::from))
}

/// Our end of a pipe, which does not block: who uses it waits first.
pub(super) fn own_end(pipe: OwnedFd) -> File {
    let _ = rustix::io::ioctl_fionbio(&pipe, true);
    File::from(pipe)
}

/// The target that a symbol names: `inherit`, `null`, or `capture`, a pipe. `ends` puts our end of
/// it first, given the end to read from and the one to write to.
fn named<'gc>(
    who: &str,
    value: Value<'gc>,
    ends: impl Fn((OwnedFd, OwnedFd)) -> (OwnedFd, OwnedFd),
) -> Result<'gc, Option<(Target, Option<File>)>> {
    Ok(match value.as_symbol() {
        Some("inherit") => Some((Target::Inherit, None)),
        Some("null") => Some((Target::Null, None)),
        Some("capture") => {
            let (ours, theirs) = ends(pipe(who, value)?);
            Some((Target::File(theirs), Some(own_end(ours))))
        }
        _ => None,
    })
}

/// Where an output leads: `inherit`, `null`, or a pair of `file` or `append` and a path. With
/// `capture` it is a pipe, whose other end comes too.
pub(super) fn output<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    value: Value<'gc>,
) -> Result<'gc, (Target, Option<File>)> {
    if let Some(target) = named(who, value, |(ours, theirs)| (ours, theirs))? {
        return Ok(target);
    }
    let (how, path) = value.as_pair().ok_or_else(|| wrong_stream(who, value))?;
    let access = match how.as_symbol() {
        Some("file") => Access::Write,
        Some("append") => Access::Append,
        _ => return Err(wrong_stream(who, value)),
    };
    let name = args::path(who, path)?;
    let opened = ports::open_to_write(ctx, &name, access);
    Ok((Target::File(blocking(expect(who, path, opened)?)), None))
}

/// Where an input comes from: the same, but for `append`. With `capture` it is a pipe.
pub(super) fn input<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    value: Value<'gc>,
) -> Result<'gc, (Target, Option<File>)> {
    if let Some(target) = named(who, value, |(theirs, ours)| (ours, theirs))? {
        return Ok(target);
    }
    match value.as_pair() {
        Some((how, path)) if how.as_symbol() == Some("file") => {
            let name = args::path(who, path)?;
            let file = expect(who, path, ctx.world.system.open(&name, Access::Read))?;
            Ok((Target::File(blocking(file)), None))
        }
        _ => Err(wrong_stream(who, value)),
    }
}

/// A file for another program, which expects that reading and writing wait.
fn blocking(file: File) -> OwnedFd {
    let _ = rustix::io::ioctl_fionbio(&file, false);
    file.into()
}

fn wrong_stream<'gc>(who: &str, value: Value<'gc>) -> Throw<'gc> {
    Throw::wrong_type(who, "inherit, null, capture, (file . path) or (append . path)", value)
}

/// The input of the first program, if it is given as a text.
fn given<'gc>(ctx: &Context<'_, 'gc>, value: Value<'gc>) -> Result<'gc, Option<Vec<u8>>> {
    if value.has_kind(Kind::Bytes) {
        ctx.mc.check_room(value.bytes().len())?;
        return Ok(Some(value.bytes().to_vec()));
    }
    if !value.is_string() {
        return Ok(None);
    }
    Ok(Some(args::text(ctx.mc, WHO, value)?.into_bytes()))
}

fn run_pipeline<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let options = Options::from(ctx, WHO, args[1])?;
    if lists::proper_length(ctx.mc, args[0])?.is_none_or(|length| length == 0) {
        return Err(Throw::wrong_type(WHO, "a list of commands", args[0]));
    }
    let mut scratch = Scratch::new(ctx.mc);
    let commands = lists::elements(args[0]).map(|command| words(&mut scratch, ctx, WHO, command));
    let commands = commands.collect::<Result<'gc, Vec<_>>>()?;
    let given = given(ctx, options.input)?;
    // This program's output must come before the others'.
    ports::flush_all(ctx.world, WHO)?;
    let mut running = Running { processes: Vec::new(), input: None, output: None, error: None };
    start(ctx, commands, args[0], &options, given.is_some(), &mut running)?;
    let mut flow = Flow {
        input: running.input.take().zip(given.as_deref()).filter(|(_, text)| !text.is_empty()),
        outputs: [running.output.take(), running.error.take()].map(|pipe| (pipe, Vec::new())),
    };
    let watch = ctx.mc.watch();
    let flowed = flow.run(&watch, options.end, |bytes, total| {
        ctx.mc.check_room(2 * total + bytes).map_err(|_| Problem::Memory(total))?;
        Ok(ctx.mc.work(1 + bytes / 16)?)
    });
    let mut timed_out = expect(WHO, args[0], flowed)? == Waited::TimedOut;
    let mut codes = ListBuilder::new();
    for process in &running.processes {
        let end = if timed_out { Some(Instant::now()) } else { options.end };
        let status = expect(WHO, args[0], process.wait(&watch, end))?;
        timed_out |= status.is_none();
        let status = match status {
            Some(status) => status,
            None => expect(WHO, args[0], process.kill().map_err(Problem::from))?,
        };
        codes.push(ctx.mc, Value::fixnum(code(status).into()));
    }
    let [output, error] = flow.outputs.map(|(_, bytes)| ctx.mc.alloc_bytes_from(Kind::Bytes, &bytes));
    Ok(ctx.mc.alloc(Kind::Vector, &[codes.finish(ctx.mc, Value::NIL), output?, error?, Value::bool(timed_out)]))
}

/// The programs of a pipeline, and our ends of its pipes.
struct Running {
    processes: Vec<Arc<Process>>,
    input: Option<File>,
    output: Option<File>,
    error: Option<File>,
}

/// Starts the programs, each reading what the one before writes.
fn start<'gc>(
    ctx: &mut Context<'_, 'gc>,
    commands: Vec<Vec<OsString>>,
    subject: Value<'gc>,
    options: &Options<'gc>,
    is_fed: bool,
    running: &mut Running,
) -> Result<'gc, ()> {
    let last = commands.len() - 1;
    let is_merged = options.error.as_symbol() == Some("output");
    let error = if is_merged { Target::Null } else { keep(output(ctx, WHO, options.error)?, &mut running.error) };
    let mut next_input = match is_fed {
        true => {
            let (theirs, ours) = pipe(WHO, subject)?;
            running.input = Some(own_end(ours));
            Target::File(theirs)
        }
        false => keep(input(ctx, WHO, options.input)?, &mut running.input),
    };
    for (i, (words, command)) in commands.into_iter().zip(lists::elements(subject)).enumerate() {
        ctx.mc.work(STARTING)?;
        let (output, following) = if i < last {
            let (theirs, ours) = pipe(WHO, subject)?;
            (Target::File(ours), Target::File(theirs))
        } else {
            (keep(output(ctx, WHO, options.output)?, &mut running.output), Target::Null)
        };
        let shared = if is_merged {
            output.shared()
        } else if matches!(error, Target::Inherit) {
            Ok(Target::Inherit)
        } else {
            error.shared()
        };
        let spec = Spec {
            words,
            environment: options.environment.clone(),
            directory: options.directory.clone(),
            input: std::mem::replace(&mut next_input, following).into(),
            output: output.into(),
            error: expect(WHO, subject, shared.map_err(Problem::from))?.into(),
            owned: true,
        };
        let process = ctx.world.system.spawn(spec);
        running.processes.push(expect(WHO, command.car().unwrap_or(command), process)?);
    }
    Ok(())
}

/// Units of work of starting a program.
pub(super) const STARTING: usize = 1 << 10;

/// The target; our end of its pipe goes to `ours`.
fn keep((target, end): (Target, Option<File>), ours: &mut Option<File>) -> Target {
    *ours = end;
    target
}
