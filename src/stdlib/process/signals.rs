//! Signals as events: a program waits for them like for anything else.

use std::io::Read;
use std::os::unix::net::UnixStream;

use cairn_data::error::{Result, Throw};
use cairn_gc::{Payload, Value};
use cairn_vm::ports;
use cairn_vm::system::wait::{self, Waited};
use cairn_vm::system::{Problem, System, expect};
use rustix::event::PollFlags;
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::SigId;
use signal_hook::low_level::{pipe, unregister};

use super::pipelines::end;
use crate::{Args, Builtin, Context, args, at_least, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("listen-for-signals", at_least(1), listen, flag::NONE, "(listen-for-signals signal ...) from now on these, such as int, term, hup or usr1, do nothing but come to the listener. Needs the capability run."),
    native("next-signal", between(1, 2), next, flag::NONE, "(next-signal listener [seconds]) the next signal, a symbol; #f when none comes in this time."),
    native("stop-listening", exactly(1), stop, flag::NONE, "(stop-listening listener) the listener gets no more signals."),
    native("send-signal", exactly(2), send, flag::NONE, "(send-signal id signal) sends a signal to the process of this number. Needs the capability run."),
    native("%signal-number", exactly(1), number, flag::INTERNAL, "(%signal-number signal) the number of a signal, a symbol or that number."),
];

/// The signals that programs name.
const NAMES: &[(&str, Signal)] = &[
    ("hup", Signal::HUP),
    ("int", Signal::INT),
    ("quit", Signal::QUIT),
    ("kill", Signal::KILL),
    ("usr1", Signal::USR1),
    ("usr2", Signal::USR2),
    ("pipe", Signal::PIPE),
    ("alrm", Signal::ALARM),
    ("term", Signal::TERM),
    ("chld", Signal::CHILD),
    ("cont", Signal::CONT),
    ("stop", Signal::STOP),
    ("tstp", Signal::TSTP),
    ("winch", Signal::WINCH),
];

/// Gets signals from pipes, one for each.
struct Listener {
    pipes: std::cell::RefCell<Vec<(Signal, UnixStream)>>,
    ids: std::cell::RefCell<Vec<SigId>>,
    system: System,
}

impl Payload for Listener {
    fn type_name(&self) -> &'static str {
        "signal-listener"
    }
}

impl Listener {
    fn stop(&self) {
        for id in self.ids.take() {
            unregister(id);
        }
        for (signal, _) in self.pipes.take() {
            self.system.leave_signal(signal.as_raw(), false);
        }
    }

    /// A signal that has come.
    fn take(&self) -> Option<Signal> {
        self.pipes.borrow_mut().iter_mut().find_map(|(signal, pipe)| {
            let came = pipe.read(&mut [0]).is_ok_and(|count| count > 0);
            came.then_some(*signal)
        })
    }

    fn is_ready(&self, time: std::time::Duration) -> bool {
        let pipes = self.pipes.borrow();
        let mut descriptors: Vec<_> =
            pipes.iter().map(|(_, pipe)| rustix::event::PollFd::new(pipe, PollFlags::IN)).collect();
        wait::poll(&mut descriptors, time)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop();
    }
}

fn signal_of<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Signal> {
    let named = value.as_symbol().and_then(|name| NAMES.iter().find(|(known, _)| *known == name));
    let numbered = || i32::try_from(value.as_index()?).ok().and_then(Signal::from_named_raw);
    let signal = named.map(|(_, signal)| *signal).or_else(numbered);
    signal.ok_or_else(|| Throw::wrong_type(who, "a signal, such as int or term", value))
}

/// A signal that can be listened for: some always do what they do.
fn audible<'gc>(value: Value<'gc>) -> Result<'gc, Signal> {
    let signal = signal_of("listen-for-signals", value)?;
    if signal_hook::consts::FORBIDDEN.contains(&signal.as_raw()) {
        return Err(Throw::out_of_range("listen-for-signals", "signal", value));
    }
    Ok(signal)
}

fn listen<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "listen-for-signals";
    let signals = args.iter().map(|&value| Ok((audible(value)?, value))).collect::<Result<'gc, Vec<_>>>()?;
    // The effect of a signal is a matter of the process, not of a single program in it.
    expect(WHO, args[0], ctx.world.system.check_run_all())?;
    let system = ctx.world.system.clone();
    let listener = Listener { pipes: Default::default(), ids: Default::default(), system };
    for (signal, value) in signals {
        listener.system.leave_signal(signal.as_raw(), true);
        let registered = UnixStream::pair().and_then(|(ours, theirs)| {
            ours.set_nonblocking(true)?;
            listener.pipes.borrow_mut().push((signal, ours));
            pipe::register(signal.as_raw(), theirs)
        });
        listener.ids.borrow_mut().push(expect(WHO, value, registered.map_err(Problem::from))?);
    }
    Ok(ctx.mc.payload(Box::new(listener)))
}

fn listener<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc Listener> {
    value.as_payload::<Listener>().ok_or_else(|| Throw::wrong_type(who, "a listener for signals", value))
}

fn next<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "next-signal";
    let listener = listener(WHO, args[0])?;
    let end = end(WHO, args::optional(args, 1).unwrap_or(Value::FALSE))?;
    ports::flush_all(ctx.world, WHO)?;
    let waited = wait::until(&ctx.mc.watch(), end, |time| listener.is_ready(time))?;
    let signal = if waited == Waited::Ready { listener.take() } else { None };
    let named = signal.and_then(|signal| NAMES.iter().find(|(_, known)| *known == signal));
    Ok(named.map_or(Value::FALSE, |(name, _)| ctx.mc.intern(name)))
}

fn stop<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    listener("stop-listening", args[0])?.stop();
    Ok(Value::UNSPECIFIED)
}

fn send<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "send-signal";
    let id = args::size(WHO, "process", args[0])?;
    let signal = signal_of(WHO, args[1])?;
    expect(WHO, args[0], ctx.world.system.check_run_all())?;
    let id = i32::try_from(id).ok().and_then(Pid::from_raw);
    let id = id.ok_or_else(|| Throw::out_of_range(WHO, "process", args[0]))?;
    expect(WHO, args[0], kill_process(id, signal).map_err(Problem::from)).map(|()| Value::UNSPECIFIED)
}

fn number<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(signal_of("process-kill", args[0])?.as_raw().into()))
}
