//! Counts the time that a run spends, and reports requests to stop it.
//!
//! Time is counted in *ticks*. A program counts one tick at each of its safepoints; a native counts
//! units of work, [`WORK_PER_TICK`] of which are one tick. Ticks are taken from the fuel. A *look*
//! checks everything that may stop a run: the host's [`StopHandle`], the deadline, the fuel.
//! Programs look when their quantum ends, natives after each [`WORK_PER_LOOK`] units.
//!
//! The quantum is part of the heap, so that a request for a collection can end it: a program that
//! counts its safepoints need not check at each one whether a collection is wanted.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::current;

/// Units of a native's work that cost as much fuel as a call. A unit is the work on an element, on
/// a few bytes, or on a product of two limbs.
pub const WORK_PER_TICK: usize = 16;

/// Units of work between two looks of a native, which take less than a millisecond.
pub const WORK_PER_LOOK: usize = 1 << 14;

/// The reasons for which a run is stopped before its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The host interrupts: a condition is raised, which the program may handle.
    Interrupt,
    /// The host ends the run.
    Kill,
    /// The deadline has passed.
    Deadline,
    /// The fuel is used up.
    Fuel,
    /// The run has written as much as it may.
    Output,
}

impl Stop {
    /// All reasons.
    pub const ALL: [Stop; 5] = [Stop::Interrupt, Stop::Kill, Stop::Deadline, Stop::Fuel, Stop::Output];
}

/// Access to the time and memory limits of the heap that this thread works in, for computations
/// that do not know it. Outside of [`Heap::mutate`](crate::Heap::mutate) nothing is limited.
#[derive(Clone, Copy, Debug)]
pub struct Gauge;

impl Gauge {
    /// Like [`Mutation::work`](crate::Mutation::work).
    ///
    /// # Errors
    /// The reason to stop the run.
    pub fn work(self, units: usize) -> Result<(), Stop> {
        current::with(|state| state.meter.work(units)).unwrap_or(Ok(()))
    }

    /// Whether the memory limit leaves room for `bytes` more.
    pub fn has_room(self, bytes: usize) -> bool {
        current::with(|state| state.has_room(bytes)).unwrap_or(true)
    }
}

/// Stops runs from another thread or a signal handler. Clones stop the same engine.
///
/// A request acts on the current run. If there is none, it acts on the next one, unless
/// [`StopHandle::clear`] is called first.
#[derive(Clone, Debug, Default)]
pub struct StopHandle {
    interrupt: Arc<AtomicBool>,
    kill: Arc<AtomicBool>,
    ticks: Arc<AtomicU32>,
}

impl StopHandle {
    /// Raises a condition at the program's next safepoint. The program may handle it and continue.
    pub fn interrupt(&self) {
        self.interrupt.store(true, Ordering::Relaxed);
    }

    /// Ends the run. No further code of the program runs, neither handlers nor the after thunks of
    /// `dynamic-wind`.
    pub fn kill(&self) {
        self.kill.store(true, Ordering::Relaxed);
    }

    /// Withdraws requests that have not been acted on.
    pub fn clear(&self) {
        self.interrupt.store(false, Ordering::Relaxed);
        self.kill.store(false, Ordering::Relaxed);
    }

    /// Counts a tick of a timer that measures where a program spends its time.
    pub fn tick(&self) {
        self.ticks.fetch_add(1, Ordering::Relaxed);
    }

    /// The ticks since they were last taken.
    pub fn take_ticks(&self) -> u32 {
        if self.has_ticks() { self.ticks.swap(0, Ordering::Relaxed) } else { 0 }
    }

    fn has_ticks(&self) -> bool {
        self.ticks.load(Ordering::Relaxed) > 0
    }

    /// The flag that [`StopHandle::interrupt`] sets, for signal handlers.
    pub fn interrupt_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.interrupt)
    }

    /// The flag that [`StopHandle::kill`] sets, for signal handlers.
    pub fn kill_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.kill)
    }

    /// The request that has not been acted on, if any. A kill takes precedence.
    pub fn requested(&self) -> Option<Stop> {
        if self.kill.load(Ordering::Relaxed) {
            Some(Stop::Kill)
        } else if self.interrupt.load(Ordering::Relaxed) {
            Some(Stop::Interrupt)
        } else {
            None
        }
    }

    /// Clears one request, because it is being acted on.
    pub fn acknowledge(&self, stop: Stop) {
        match stop {
            Stop::Kill => self.kill.store(false, Ordering::Relaxed),
            Stop::Interrupt => self.interrupt.store(false, Ordering::Relaxed),
            Stop::Deadline | Stop::Fuel | Stop::Output => {}
        }
    }
}

/// The conditions that stop a run. Shared with code that waits for the system, and with
/// computations that do not know the heap.
///
/// Only the thread that runs the program counts, so plain loads and stores do; they are atomic
/// because the engine may move to another thread, and what waits with it.
#[derive(Debug)]
pub struct Watch {
    handle: StopHandle,
    deadline: Mutex<Option<Instant>>,
    /// Whether there is one, so that runs without a deadline take no lock.
    has_deadline: AtomicBool,
    /// Ticks that may still run, including those of the quantum; [`ENDLESS`] if there is no limit.
    fuel: AtomicU64,
    /// Units of work since the last look.
    work: AtomicUsize,
    /// Whether natives go on when the fuel is used up, up to the next safepoint.
    patient: AtomicBool,
}

/// More fuel than can be used.
const ENDLESS: u64 = u64::MAX;

impl Default for Watch {
    fn default() -> Self {
        Watch {
            handle: StopHandle::default(),
            deadline: Mutex::default(),
            has_deadline: AtomicBool::default(),
            fuel: AtomicU64::new(ENDLESS),
            work: AtomicUsize::default(),
            patient: AtomicBool::default(),
        }
    }
}

impl Watch {
    /// Says whether natives go on when the fuel is used up, up to the next safepoint.
    pub fn set_patient(&self, patient: bool) {
        self.patient.store(patient, Ordering::Relaxed);
    }

    /// Ticks that may still run; none for no limit.
    fn fuel(&self) -> Option<u64> {
        Some(self.fuel.load(Ordering::Relaxed)).filter(|&fuel| fuel != ENDLESS)
    }

    fn set_fuel(&self, fuel: Option<u64>) {
        self.fuel.store(fuel.unwrap_or(ENDLESS), Ordering::Relaxed);
    }

    /// Counts units of work; how many there are since the last look.
    #[inline]
    fn add_work(&self, units: usize) -> usize {
        let work = self.work.load(Ordering::Relaxed).saturating_add(units);
        self.work.store(work, Ordering::Relaxed);
        work
    }

    /// The reason to stop the run now, other than a lack of fuel.
    pub fn look(&self) -> Option<Stop> {
        let requested = self.handle.requested();
        if requested == Some(Stop::Kill) {
            return requested;
        }
        if self.deadline().is_some_and(|deadline| Instant::now() >= deadline) {
            return Some(Stop::Deadline);
        }
        requested
    }

    /// Counts units of work; see [`Mutation::work`](crate::Mutation::work).
    ///
    /// # Errors
    /// The reason to stop the run.
    #[inline]
    pub fn work(&self, units: usize) -> Result<(), Stop> {
        if self.add_work(units) < WORK_PER_LOOK { Ok(()) } else { self.settle_work() }
    }

    #[cold]
    #[inline(never)]
    fn settle_work(&self) -> Result<(), Stop> {
        if !self.pay() && !self.patient.load(Ordering::Relaxed) {
            return Err(Stop::Fuel);
        }
        self.look().map_or(Ok(()), Err)
    }

    /// Takes the work so far from the fuel. Returns false, leaving no fuel, if less is left.
    fn pay(&self) -> bool {
        let work = self.work.load(Ordering::Relaxed);
        self.work.store(work % WORK_PER_TICK, Ordering::Relaxed);
        self.spend((work / WORK_PER_TICK) as u64)
    }

    /// Takes ticks from the fuel. Returns false, leaving no fuel, if fewer are left.
    fn spend(&self, ticks: u64) -> bool {
        let Some(fuel) = self.fuel() else { return true };
        self.set_fuel(Some(fuel.saturating_sub(ticks)));
        ticks <= fuel
    }

    /// The handle of the host.
    pub fn handle(&self) -> &StopHandle {
        &self.handle
    }

    /// Sets the time at which the run stops; `None` removes the limit.
    pub fn set_deadline(&self, deadline: Option<Instant>) {
        if deadline.is_some() || self.has_deadline.load(Ordering::Relaxed) {
            *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = deadline;
            self.has_deadline.store(deadline.is_some(), Ordering::Relaxed);
        }
    }

    fn deadline(&self) -> Option<Instant> {
        if !self.has_deadline.load(Ordering::Relaxed) {
            return None;
        }
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The counters of a heap.
#[derive(Default)]
pub(crate) struct Meter {
    /// Ticks left of the quantum; below 0 after its end.
    left: Cell<i32>,
    /// Ticks that were left when the quantum was ended early.
    cut: Cell<i32>,
    /// Ticks of the quantum that have not been taken from the fuel.
    length: Cell<i32>,
    /// Quanta started since `take_started`, and the number after which the heap wants a safepoint
    /// even if the program allocates nothing.
    started: Cell<u32>,
    wake_after: Cell<u32>,
    pub watch: Arc<Watch>,
    /// A tick came while a native worked.
    native_ticks: Cell<bool>,
}

impl Meter {
    /// The ticks of a timer since they were last taken, and whether one came while a native
    /// worked.
    pub(crate) fn take_ticks(&self) -> (u32, bool) {
        (self.watch.handle.take_ticks(), self.native_ticks.take())
    }

    /// Starts a quantum of at most `ticks`, limited by the fuel. Returns whether the heap has been
    /// idle for long.
    pub(crate) fn start(&self, ticks: i32) -> bool {
        self.settle();
        let fuel = i32::try_from(self.watch.fuel().unwrap_or(u64::MAX)).unwrap_or(i32::MAX);
        let ticks = ticks.min(fuel);
        self.length.set(ticks);
        self.left.set(ticks);
        self.cut.set(0);
        self.started.set(self.started.get() + 1);
        self.started.get() > self.wake_after.get()
    }

    /// Quanta started since the last call.
    pub(crate) fn take_started(&self) -> u32 {
        self.started.take()
    }

    /// Sets the number of quanta after which the heap counts as idle for long.
    pub(crate) fn wake_after(&self, quanta: u32) {
        self.wake_after.set(quanta);
    }

    /// Ends the quantum: the next tick is its last.
    pub(crate) fn end(&self) {
        self.cut.set(self.unspent());
        self.left.set(0);
    }

    /// Where the ticks that are left lie.
    pub(crate) fn ticks(&self) -> *const u8 {
        self.left.as_ptr().cast_const().cast()
    }

    fn unspent(&self) -> i32 {
        self.cut.get() + self.left.get().max(0)
    }

    #[inline(always)]
    pub(crate) fn tick(&self) -> bool {
        let left = self.left.get() - 1;
        self.left.set(left);
        left < 0
    }

    #[inline(always)]
    pub(crate) fn try_tick(&self) -> bool {
        let left = self.left.get();
        if left > 0 {
            self.left.set(left - 1);
        }
        left > 0
    }

    /// Takes the ticks used so far from the fuel, and ends the quantum. Returns their number.
    pub(crate) fn settle(&self) -> u64 {
        let used = self.settle_in_quantum();
        self.length.set(0);
        self.left.set(0);
        self.cut.set(0);
        used
    }

    /// Takes the ticks used so far from the fuel, and returns their number; the quantum goes on.
    pub(crate) fn settle_in_quantum(&self) -> u64 {
        let unspent = self.unspent();
        let used = (self.length.get() - unspent).max(0) as u64;
        self.watch.spend(used);
        self.length.set(unspent);
        used
    }

    /// Ends the quantum if it exceeds the fuel.
    pub(crate) fn rein_in(&self) {
        if self.watch.fuel().is_some_and(|fuel| fuel < self.unspent() as u64) {
            self.end();
        }
    }

    /// Takes a tick that is outside any quantum from the fuel. Returns false if there is none.
    pub(crate) fn spend_tick(&self) -> bool {
        self.settle_in_quantum();
        let covered = self.watch.spend(1);
        self.rein_in();
        covered
    }

    /// Counts units of a native's work.
    #[inline]
    pub(crate) fn work(&self, units: usize) -> Result<(), Stop> {
        if self.watch.add_work(units) < WORK_PER_LOOK { Ok(()) } else { self.settle_work() }
    }

    #[cold]
    #[inline(never)]
    fn settle_work(&self) -> Result<(), Stop> {
        self.settle_in_quantum();
        let result = self.watch.settle_work();
        self.rein_in();
        if self.watch.handle.has_ticks() {
            self.native_ticks.set(true);
            self.end();
        }
        result
    }

    /// The requests and limits to look for.
    pub(crate) fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Ticks that may still run; none for no limit.
    pub(crate) fn fuel(&self) -> Option<u64> {
        self.settle();
        self.watch.pay();
        self.watch.fuel()
    }

    pub(crate) fn set_fuel(&self, fuel: Option<u64>) {
        self.settle();
        self.watch.set_fuel(fuel);
        self.watch.work.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantum_never_exceeds_the_fuel() {
        let meter = Meter::default();
        meter.set_fuel(Some(10));
        meter.start(4096);
        let ticks = std::iter::repeat_with(|| meter.tick()).take_while(|&over| !over).count();
        meter.settle();
        assert_eq!((ticks, meter.watch.fuel()), (10, Some(0)));
    }

    #[test]
    fn what_is_cut_from_a_quantum_is_not_charged() {
        let meter = Meter::default();
        meter.set_fuel(Some(100));
        meter.start(50);
        assert!(!meter.tick());
        meter.end();
        assert!(meter.tick());
        meter.settle();
        assert_eq!(meter.watch.fuel(), Some(99));
    }

    #[test]
    fn work_ends_a_quantum_that_the_fuel_does_not_cover() {
        let meter = Meter::default();
        meter.set_fuel(Some(5000));
        meter.start(4096);
        for _ in 0..96 {
            assert!(!meter.tick());
        }
        assert_eq!(meter.work(4900 * WORK_PER_TICK), Ok(()));
        assert!(meter.tick(), "4 ticks are left, 4,000 were in the quantum");
        meter.settle();
        assert_eq!(meter.watch.fuel(), Some(4));
        assert_eq!(meter.work(1024 * WORK_PER_TICK), Err(Stop::Fuel));
        assert_eq!(meter.watch.fuel(), Some(0));
    }

    #[test]
    fn a_kill_comes_before_an_interrupt_and_lasts_until_it_is_acted_on() {
        let meter = Meter::default();
        meter.watch.handle().interrupt();
        assert_eq!(meter.watch.look(), Some(Stop::Interrupt));
        meter.watch.handle().kill();
        assert_eq!(meter.work(WORK_PER_LOOK), Err(Stop::Kill));
        meter.watch.handle().acknowledge(Stop::Kill);
        assert_eq!(meter.watch.look(), Some(Stop::Interrupt));
        meter.watch.handle().clear();
        assert_eq!(meter.watch.look(), None);
        meter.watch.set_deadline(Some(Instant::now()));
        assert_eq!(meter.watch.look(), Some(Stop::Deadline));
    }
}
