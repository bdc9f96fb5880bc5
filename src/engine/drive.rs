//! Drives the machine to the end of a program, and does between its runs what it asks for.

use cairn_gc::{Kind, Mutation, Stop, Value};
use cairn_text::printer::{self, Style};
use cairn_vm::ports;
use cairn_vm::world::World;
use cairn_vm::{self as vm, Exit, Machine};

use super::{Cause, Ended, Engine, Outcome, Report, report};

impl Engine {
    /// Runs the machine to the end of its program; its value, as `write` prints it.
    pub(super) fn drive(&mut self) -> std::result::Result<Outcome, Box<Report>> {
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
    pub(super) fn drive_to<T>(
        &mut self,
        convert: impl for<'gc> FnOnce(Mutation<'gc>, &mut World<'gc>, Value<'gc>) -> T,
    ) -> std::result::Result<Ended<T>, Box<Report>> {
        self.drive_from(None, convert)
    }

    /// The same for a machine that has run already, up to this exit.
    pub(super) fn drive_from<T>(
        &mut self,
        first: Option<Exit>,
        convert: impl for<'gc> FnOnce(Mutation<'gc>, &mut World<'gc>, Value<'gc>) -> T,
    ) -> std::result::Result<Ended<T>, Box<Report>> {
        let exit = self.run_to_end(first);
        self.finish(exit, convert)
    }

    /// Ends a run that came to this exit: converts its value.
    pub(super) fn finish<T>(
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

    /// Runs the machine until its program ends: how it does.
    pub(super) fn run_to_end(&mut self, mut first: Option<Exit>) -> std::result::Result<Exit, Box<Report>> {
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
                None if !self.is_beyond_grace() => {}
                None => return Err(self.limit_report("out of memory while that was handled").because(Cause::Memory)),
                Some(exit) => return Ok(exit),
            }
        }
    }

    /// Has the machine raise a condition; what ends the run when it cannot.
    pub(super) fn raise(
        &mut self,
        raise: impl for<'gc> FnOnce(Mutation<'gc>, &mut Machine<'gc>) -> Option<Exit>,
    ) -> Option<Exit> {
        self.mutate(raise)
    }

    pub(super) fn limit_report(&mut self, message: &str) -> Box<Report> {
        self.mutate(|mc, machine| report::of_limit(mc, machine, message))
    }
}

/// The value, or each of several on a line, as printed by `write`; nothing for
/// unspecified ones.
pub(super) fn written<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Option<String> {
    if value.has_kind(Kind::Values) {
        let lines: Vec<_> = value.slot_slice().iter().filter_map(|&value| written(mc, value)).collect();
        return (!lines.is_empty()).then(|| lines.join("\n"));
    }
    if value == Value::UNSPECIFIED {
        return None;
    }
    Some(printer::to_string(mc, value, Style::Write).unwrap_or_else(|_| printer::summary(value, 1000)))
}
