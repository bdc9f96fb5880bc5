//! Bounds what runs may spend, and stops them.
//!
//! An interrupt is a condition, which the program may handle. A kill, the deadline, the end
//! of the fuel and of the output end the run: no more of the program runs, neither handlers
//! nor the afters of `dynamic-wind`. The engine is usable after each of them.

use std::time::{Duration, Instant};

use cairn_gc::{Stop, StopHandle};
use cairn_middle::deep;
use cairn_vm::Exit;

use super::{Cause, Engine, Report};

/// The limits of each run: each call of [`Engine::run_program`], [`Engine::eval`],
/// [`Engine::call`] and the like. Memory and stack are limits of the engine, see
/// [`Config`](super::Config).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Limits {
    /// Calls and loop rounds. The work of builtins counts too: 16 elements, or some
    /// hundred bytes, are as much as a call.
    pub fuel: Option<u64>,
    /// Time by the clock, including reading and expanding.
    pub timeout: Option<Duration>,
    /// Bytes written to standard output and standard error together.
    pub output: Option<u64>,
}

impl Limits {
    /// No limits.
    pub const NONE: Limits = Limits { fuel: None, timeout: None, output: None };

    /// Limits for untrusted scripts: 2,000,000,000 calls and loop rounds, 10 seconds, 16 MiB
    /// of output.
    pub const SANDBOX: Limits =
        Limits { fuel: Some(2_000_000_000), timeout: Some(Duration::from_secs(10)), output: Some(16 << 20) };
}

impl Engine {
    /// A handle by which other threads and signal handlers interrupt or kill what runs.
    pub fn stop_handle(&self) -> StopHandle {
        self.heap.stop_handle()
    }

    /// Has a signal that ends the process stop the run first, delete its temporary files and
    /// kill the programs that it waits for. For a process that is the engine's alone.
    #[cfg(all(unix, feature = "system"))]
    pub fn end_by_signals(&mut self) {
        let kill = self.stop_handle().kill_flag();
        self.mutate(|_, machine| machine.world.system.end_by_signals(kill));
    }

    /// Sets what each of the following runs may spend.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
        self.heap.set_fuel(None);
    }

    /// Sets how many calls and loop rounds all following runs together may take, instead of
    /// a limit for each; none for no limit.
    pub fn set_fuel(&mut self, fuel: Option<u64>) {
        self.limits.fuel = None;
        self.heap.set_fuel(fuel);
    }

    /// How many calls and loop rounds are left of those that [`Engine::set_fuel`] allowed, or of
    /// the last run's own; none without a limit.
    pub fn fuel(&self) -> Option<u64> {
        self.heap.fuel()
    }

    /// Sets a time at which runs end, whatever their own time limit; none for none.
    pub fn set_deadline(&mut self, deadline: Option<Instant>) {
        self.deadline = deadline;
    }

    /// Gives a run what it may spend.
    pub(super) fn begin_run(&mut self) {
        self.collect_if_due();
        deep::start_counting();
        let Limits { fuel, timeout, output } = self.limits;
        if fuel.is_some() {
            self.heap.set_fuel(fuel);
        }
        let own = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        self.heap.set_deadline(own.into_iter().chain(self.deadline).min());
        self.allowance.set(output);
    }

    /// Acts on what stops a run: an interrupt is raised, the rest ends it.
    pub(super) fn stop(&mut self, stop: Stop) -> Result<Option<Exit>, Box<Report>> {
        self.heap.acknowledge(stop);
        match stop {
            Stop::Fuel | Stop::Deadline if self.slicing => Ok(Some(Exit::Stopped(stop))),
            Stop::Interrupt => Ok(self.raise(|mc, machine| machine.raise_limit(mc, describe(stop)))),
            _ => Err(self.limit_report(describe(stop)).because(Cause::Stopped(stop))),
        }
    }
}

/// The reason to stop a run, in words.
pub(super) fn describe(stop: Stop) -> &'static str {
    match stop {
        Stop::Interrupt => "interrupted",
        Stop::Kill => "killed",
        Stop::Deadline => "time limit reached",
        Stop::Fuel => "out of fuel",
        Stop::Output => "output limit reached",
    }
}
