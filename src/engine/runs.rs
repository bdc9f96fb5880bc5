//! Runs in slices: a call that goes on later where it stopped, among others.
//!
//! Between slices a run is a continuation in the heap, so an engine may have any number of them,
//! and evaluate and call other things meanwhile. The cost of stopping and going on depends on
//! how much of the stack the slice has changed, not on the depth of the run.

use std::sync::Arc;
use std::task::Waker;
use std::time::{Duration, Instant};

use cairn_gc::Value;
use cairn_vm::Exit;

use super::calls::{convert_result, start_call};
use super::handles::{Func, Obj};
use super::values::{Arguments, FromValue, Mismatch, Scope};
use super::{Cause, Engine, Report, limits};

/// A call that has been started and is not over. One that is dropped runs no more.
#[derive(Debug)]
pub struct Run {
    /// Where it goes on; nothing when it is over.
    parked: Option<Obj>,
    /// Calls and loop rounds that are left to it; none for no limit.
    fuel: Option<u64>,
    /// Says that a run is not over.
    _open: Arc<()>,
}

/// The budget of a slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Budget {
    /// Calls and loop rounds. A builtin that needs more is not interrupted.
    pub fuel: Option<u64>,
    /// Time by the clock.
    pub timeout: Option<Duration>,
}

/// The result of a slice.
#[derive(Debug)]
#[non_exhaustive]
pub enum Slice<T> {
    /// The budget is spent; the run may go on.
    Running,
    /// The run waits for a future of the host, see [`Library::future`](super::Library::future). To
    /// poll it before the waker is called is allowed, and of no use.
    Waiting,
    /// The run is over, with this value.
    Done(T),
    /// The run is over: something was raised and not handled, or a limit was reached.
    Failed(Box<Report>),
}

impl Budget {
    /// A budget of `ticks` calls and loop rounds.
    pub fn fuel(ticks: u64) -> Budget {
        Budget { fuel: Some(ticks), timeout: None }
    }
}

impl Run {
    /// Whether the run is over.
    pub fn is_over(&self) -> bool {
        self.parked.is_none()
    }
}

impl Engine {
    /// Starts a call, to be run by [`Engine::poll`]. The engine's limit of fuel is one for all of its
    /// slices.
    ///
    /// # Errors
    /// When an argument does not convert; as for [`Engine::call`].
    pub fn start(&mut self, procedure: &Func, arguments: impl Arguments) -> Result<Run, Box<Report>> {
        self.contained(|engine| {
            engine.check_not_over()?;
            engine.begin_run();
            let others = engine.has_runs();
            let parked = engine.mutate(|mc, machine| {
                start_call(mc, machine, procedure, arguments, others)?;
                let parked = machine.park(mc)?;
                Scope::new(mc, &mut machine.world).root(parked)
            });
            let parked = parked.map_err(|mismatch| engine.refusal(mismatch))?;
            Ok(Run { parked: Some(parked), fuel: engine.limits.fuel, _open: Arc::clone(&engine.runs) })
        })
    }

    /// Goes on with a run, as far as the budget allows.
    pub fn poll<T: for<'gc> FromValue<'gc>>(&mut self, run: &mut Run, budget: Budget) -> Slice<T> {
        self.poll_with(run, budget, Waker::noop())
    }

    /// The same; futures of the host that the run waits for call the waker when they may be
    /// ready.
    pub fn poll_with<T: for<'gc> FromValue<'gc>>(&mut self, run: &mut Run, budget: Budget, waker: &Waker) -> Slice<T> {
        let Some(parked) = run.parked.take() else {
            let over = super::report::of_message("this run is over".to_string());
            return Slice::Failed(Box::new(over));
        };
        self.contained(|engine| engine.slice(run, parked, budget, waker)).unwrap_or_else(Slice::Failed)
    }

    fn slice<T: for<'gc> FromValue<'gc>>(
        &mut self,
        run: &mut Run,
        parked: Obj,
        budget: Budget,
        waker: &Waker,
    ) -> Result<Slice<T>, Box<Report>> {
        self.begin_run();
        let outside = self.heap.fuel();
        let given = run.fuel.into_iter().chain(budget.fuel).min();
        self.heap.set_fuel(given);
        let ends = budget.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        self.heap.set_deadline(ends.into_iter().chain(self.deadline).min());
        // A native that is stopped in the middle could not go on later.
        self.heap.set_patient(true);
        let unparked = self.mutate(|mc, machine| {
            let scope = &Scope::new(mc, &mut machine.world);
            let continuation = parked.value(scope)?;
            // The collector may free what the run drops in this slice.
            parked.replace(scope, Value::FALSE);
            machine.unpark(continuation);
            machine.world.wait.waker = Some(waker.clone());
            machine.world.wait.is_due = false;
            Ok(cairn_vm::run(mc, machine))
        });
        let first = unparked.map_err(|mismatch| {
            self.heap.set_patient(false);
            self.refusal(mismatch)
        })?;
        self.slicing = true;
        let exit = self.run_to_end(Some(first));
        self.slicing = false;
        self.heap.set_patient(false);
        let spent = given.zip(self.heap.fuel()).map_or(0, |(given, left)| given.saturating_sub(left));
        run.fuel = run.fuel.map(|fuel| fuel.saturating_sub(spent));
        // A slice spends its own fuel first; the engine keeps the rest of its own.
        self.heap.set_fuel(outside.filter(|_| self.limits.fuel.is_none()).map(|fuel| fuel.saturating_sub(spent)));
        match exit {
            Ok(Exit::Waiting) => return self.park(run, parked).map(|()| Slice::Waiting),
            Ok(Exit::Stopped(_)) if run.fuel != Some(0) && !self.is_past_deadline() => {
                return self.park(run, parked).map(|()| Slice::Running);
            }
            _ => self.mutate(|_, machine| machine.world.wait.waker = None),
        }
        let exit = match exit {
            Ok(Exit::Stopped(stop)) => Err(self.limit_report(limits::describe(stop)).because(Cause::Stopped(stop))),
            exit => exit,
        };
        let ended = self.finish(exit, |mc, world, value| convert_result(mc, world, value));
        self.only_value(ended).map(Slice::Done)
    }

    /// Whether some run has been started and is not over.
    pub(super) fn has_runs(&self) -> bool {
        Arc::strong_count(&self.runs) > 1
    }

    /// Whether the time at which all runs are to end has come.
    fn is_past_deadline(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Takes the run off the machine, which has stopped at a safepoint. The handle that it had keeps it again.
    fn park(&mut self, run: &mut Run, handle: Obj) -> Result<(), Box<Report>> {
        let parked = self.mutate(|mc, machine| {
            machine.world.wait.waker = None;
            if machine.world.ports.any_unwritten() {
                let _ = machine.world.ports.flush_all();
            }
            let parked = machine.park(mc)?;
            handle.replace(&Scope::new(mc, &mut machine.world), parked);
            Ok(())
        });
        parked.map_err(|mismatch: Mismatch| self.refusal(mismatch))?;
        run.parked = Some(handle);
        Ok(())
    }
}
