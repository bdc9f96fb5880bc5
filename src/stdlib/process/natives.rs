//! Starts programs that go on by themselves, and asks and changes what a process has: its
//! number, user, environment.

use std::cell::RefCell;
use std::sync::Arc;

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::port::Content;
use cairn_data::scratch::Scratch;
use cairn_gc::{Kind, Payload, Value};
use cairn_vm::ports;
use cairn_vm::system::processes::{Process, Spec, code};
use cairn_vm::system::{Problem, expect, wait};
use rustix::process::Signal;

use super::pipelines::{Options, STARTING, end, input, output, variable_name, word, words};
use crate::{Args, Builtin, Context, args, exactly, flag, native, os};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%spawn", exactly(2), spawn, flag::INTERNAL, "(%spawn command options) starts a program; #(process input output error): our ends of its pipes are ports."),
    native("%process?", exactly(1), is_process, flag::INTERNAL | flag::BOOLEAN, "(%process? obj) whether obj is a process."),
    native("%process-id", exactly(1), id, flag::INTERNAL, "(%process-id process) its number."),
    native("%process-wait", exactly(2), wait_for, flag::INTERNAL, "(%process-wait process seconds) its status: the exit code, or minus the number of the signal that ended it; #f if it still runs after this many seconds."),
    native("%process-signal", exactly(2), signal, flag::INTERNAL, "(%process-signal process number) sends it a signal."),
    native("sleep", exactly(1), sleep, flag::NONE, "(sleep seconds) waits for this time."),
    native("process-id", exactly(0), own_id, flag::NONE, "(process-id) the number of this process."),
    native("set-environment-variable!", exactly(2), set_variable, flag::NONE, "(set-environment-variable! name value) sets it, or removes it when the value is #f, for this program and those it starts."),
    native("user-name", exactly(0), user_name, flag::NONE, "(user-name) the name of the user."),
    native("host-name", exactly(0), host_name, flag::NONE, "(host-name) the name of the machine."),
    native("%system-names", exactly(0), system_names, flag::INTERNAL, "(%system-names) the names of the operating system, its version and the processor."),
    native("%user-ids", exactly(0), user_ids, flag::INTERNAL, "(%user-ids) the numbers of the user, the group, and of both as they count for permissions."),
    native("home-directory", exactly(0), home_directory, flag::NONE, "(home-directory) the user's directory, or #f."),
];

/// A program that was started, as an object of Scheme.
struct Child(RefCell<Option<Arc<Process>>>);

impl Payload for Child {
    fn type_name(&self) -> &'static str {
        "child-process"
    }

    fn summary(&self) -> Option<String> {
        self.0.borrow().as_ref().map(|process| process.id.to_string())
    }
}

fn child<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Arc<Process>> {
    let process = value.as_payload::<Child>().and_then(|child| child.0.borrow().clone());
    process.ok_or_else(|| Throw::wrong_type(who, "a process", value))
}

fn spawn<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "spawn";
    let options = Options::from(ctx, WHO, args[1])?;
    let words = words(&mut Scratch::new(ctx.mc), ctx, WHO, args[0])?;
    ctx.mc.work(STARTING)?;
    ports::flush_all(ctx.world, WHO)?;
    let (input, to_it) = input(ctx, WHO, options.input)?;
    let (output, from_it) = output(ctx, WHO, options.output)?;
    let (error, errors) = self::output(ctx, WHO, options.error)?;
    let spec = Spec {
        words,
        environment: options.environment,
        directory: options.directory,
        input: input.into(),
        output: output.into(),
        error: error.into(),
        owned: false,
    };
    let process = expect(WHO, args[0].car().unwrap_or(args[0]), ctx.world.system.spawn(spec))?;
    let name = format!("process {}", process.id);
    let mut parts = vec![ctx.mc.payload(Box::new(Child(RefCell::new(Some(process)))))];
    let writing = to_it.map(|pipe| ports::writing(ctx, &name, Content::Both, pipe));
    let reading = [from_it, errors].map(|pipe| pipe.map(|pipe| ports::reading(ctx, &name, Content::Both, pipe)));
    for port in std::iter::once(writing).chain(reading) {
        parts.push(port.map_or(Value::FALSE, |port| ctx.mc.payload(Box::new(port))));
    }
    Ok(ctx.mc.alloc(Kind::Vector, &parts))
}

fn is_process<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].as_payload::<Child>().is_some()))
}

fn id<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(child("process-id", args[0])?.id.into()))
}

fn wait_for<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "process-wait";
    let process = child(WHO, args[0])?;
    let end = end(WHO, args[1])?;
    match expect(WHO, args[0], process.wait(&ctx.mc.watch(), end))? {
        Some(status) => Ok(Value::fixnum(code(status).into())),
        None => Ok(Value::FALSE),
    }
}

fn signal<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "process-kill";
    let process = child(WHO, args[0])?;
    let signal = args::size(WHO, "signal", args[1])?;
    let signal = i32::try_from(signal).ok().and_then(Signal::from_named_raw);
    let signal = signal.ok_or_else(|| Throw::out_of_range(WHO, "signal", args[1]))?;
    expect(WHO, args[0], process.signal(signal).map_err(Problem::from)).map(|()| Value::UNSPECIFIED)
}

fn sleep<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let time = super::pipelines::duration("sleep", args[0])?;
    // Somebody may wait for what this program has written.
    ports::flush_all(ctx.world, "sleep")?;
    wait::sleep(&ctx.mc.watch(), time)?;
    Ok(Value::UNSPECIFIED)
}

fn own_id<'gc>(_: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(Value::fixnum(std::process::id().into()))
}

fn set_variable<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "set-environment-variable!";
    let name = variable_name(WHO, args[0])?;
    let value = if args[1] == Value::FALSE { None } else { Some(word(WHO, args[1])?) };
    expect(WHO, args[0], ctx.world.system.set_variable(name, value)).map(|()| Value::UNSPECIFIED)
}

/// A variable of the environment, which also stands for the capability to know it.
fn known_by<'gc>(ctx: &Context<'_, 'gc>, who: &str, variable: &str) -> Result<'gc, Option<std::ffi::OsString>> {
    match ctx.world.system.variable(variable.as_ref()) {
        Ok(value) => Ok(value),
        Err(problem) => Err(problem.throw(who, ctx.mc.string(variable)?)),
    }
}

fn user_name<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let from_variable = known_by(ctx, "user-name", "USER")?;
    let name = passwd_entry(0).or(from_variable);
    name.map_or(Ok(Value::FALSE), |name| os::value(ctx.mc, &name))
}

fn home_directory<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let from_variable = known_by(ctx, "home-directory", "HOME")?;
    let path = from_variable.or_else(|| passwd_entry(5));
    path.map_or(Ok(Value::FALSE), |path| os::value(ctx.mc, &path))
}

/// A field of the user's entry in the system's list of users.
fn passwd_entry(field: usize) -> Option<std::ffi::OsString> {
    let user = rustix::process::geteuid().as_raw().to_string();
    let list = std::fs::read_to_string("/etc/passwd").ok()?;
    let entry =
        list.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|fields| fields.get(2) == Some(&&*user))?;
    entry.get(field).map(Into::into)
}

fn system_names<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let system = rustix::system::uname();
    let names = [system.sysname(), system.release(), system.machine()];
    let names = names.map(|name| ctx.mc.string(&name.to_string_lossy()));
    let [system, release, machine] = names;
    Ok(ctx.mc.list(&[system?, release?, machine?]))
}

fn user_ids<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    use rustix::process::{getegid, geteuid, getgid, getuid};
    let ids = [getuid().as_raw(), getgid().as_raw(), geteuid().as_raw(), getegid().as_raw()];
    Ok(ctx.mc.list(&ids.map(|id| Value::fixnum(id.into()))))
}

fn host_name<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    known_by(ctx, "host-name", "HOSTNAME")?;
    let system = rustix::system::uname();
    match system.nodename().to_str() {
        Ok(name) => Ok(ctx.mc.string(name)?),
        Err(_) => Err(Throw::new(ErrorKind::General, "host-name: the name is no UTF-8", &[])),
    }
}
