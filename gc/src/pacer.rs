//! When the tenured space is collected, and how much of it at a time.
//!
//! `gc-arena` paces itself by the number of objects, and does all the work that
//! it thinks is due at once. Here bytes decide, and time bounds each increment:
//! its own pacing is set to "always awake", and before each step its debt is set
//! to exactly the work that this module wants.
//!
//! A cycle starts once the space has grown by [`GROWTH`] of what the last one
//! left, and is to end before it has grown by [`CYCLE_GROWTH`] more: so the peak
//! is below twice the live data plus the nursery. The work of an increment is in
//! proportion to the bytes that the space grew by. What an increment cannot do
//! within [`LONGEST_INCREMENT`] stays owed; meanwhile, and while much survives,
//! the nursery is cut short, which brings the next safepoint nearer.

use std::time::{Duration, Instant};

use gc_arena::metrics::{Metrics, Pacing};

/// Growth, relative to the live bytes, at which a cycle starts.
const GROWTH: f64 = 0.4;
/// Growth, relative to the live bytes, during which a cycle does all its work.
const CYCLE_GROWTH: f64 = 0.3;
/// An increment stops after this time.
const LONGEST_INCREMENT: Duration = Duration::from_micros(2000);
/// Work units between two looks at the clock: about 50 microseconds.
const SLICE: f64 = 4000.0;
/// Bytes that a minor collection should promote at most, by intention.
const PROMOTION_GOAL: usize = 1 << 20;

/// Work units: about ten nanoseconds each, by measurement.
const MARK: f64 = 0.3;
const TRACE: f64 = 1.2;
const KEEP: f64 = 0.6;
const FREE: f64 = 1.5;

/// All the work for one object that lives: marking, tracing, keeping.
const WORK_PER_OBJECT: f64 = MARK + TRACE + KEEP;

/// What `gc-arena` is told: never sleep, count work in our units.
pub(crate) const PACING: Pacing = Pacing {
    sleep_factor: 0.0,
    min_sleep: 0,
    mark_factor: MARK,
    trace_factor: TRACE,
    keep_factor: KEEP,
    drop_factor: 0.0,
    free_factor: FREE,
};

/// The state of the pacing of one heap.
#[derive(Debug)]
pub(crate) struct Pacer {
    /// Tenured bytes at which the next cycle starts.
    trigger: usize,
    /// Least growth before a cycle starts, in bytes.
    least_growth: usize,
    /// Tenured bytes at the last increment.
    seen: usize,
    /// Work units for each byte of growth, in this cycle.
    rate: f64,
    /// Work units that are due and not yet done.
    owed: f64,
    in_cycle: bool,
}

impl Pacer {
    pub fn new(nursery_bytes: usize) -> Pacer {
        let least_growth = nursery_bytes.max(1 << 20);
        Pacer {
            trigger: least_growth,
            least_growth,
            seen: 0,
            rate: 0.0,
            owed: 0.0,
            in_cycle: false,
        }
    }

    /// Whether there is work to do now that `bytes` are tenured, in a space with
    /// room for `limit`. Starts a cycle when it is time.
    pub fn is_due(&mut self, bytes: usize, limit: usize, metrics: &Metrics) -> bool {
        if !self.in_cycle {
            if bytes < self.trigger {
                return false;
            }
            self.start_cycle(bytes, limit, metrics);
        }
        // Even without growth a cycle goes on, a slice at a time.
        self.owed += (bytes.saturating_sub(self.seen) as f64 * self.rate).max(SLICE);
        self.seen = bytes;
        true
    }

    /// Makes `units` of work due, whatever else is.
    pub fn owe(&mut self, units: f64) {
        self.in_cycle = true;
        self.owed = units.max(1.0);
    }

    fn start_cycle(&mut self, bytes: usize, limit: usize, metrics: &Metrics) {
        let room = limit.saturating_sub(bytes) as f64 / 2.0;
        let growth = (bytes as f64 * (CYCLE_GROWTH / (1.0 + GROWTH)))
            .max(self.least_growth as f64 / 2.0)
            .min(room.max(1.0));
        self.in_cycle = true;
        self.seen = bytes;
        self.owed = 0.0;
        self.rate = metrics.total_gc_count() as f64 * WORK_PER_OBJECT / growth;
    }

    /// A cycle has ended, and left `bytes`.
    pub fn cycle_ended(&mut self, bytes: usize, limit: usize) {
        let growth = ((bytes as f64 * GROWTH) as usize).max(self.least_growth);
        let room = limit.saturating_sub(bytes) / 2;
        self.trigger = bytes.saturating_add(growth.min(room));
        self.seen = bytes;
        self.owed = 0.0;
        self.in_cycle = false;
    }

    /// Gives `gc-arena` the next slice of what is owed as its debt; false when
    /// there is none, or the increment that began at `start` has lasted long.
    pub fn next_slice(&mut self, start: Instant, metrics: &Metrics) -> bool {
        if self.owed <= 0.0 || start.elapsed() >= LONGEST_INCREMENT {
            return false;
        }
        let slice = self.owed.min(SLICE);
        self.owed -= slice;
        set_debt(metrics, slice);
        true
    }

    /// Bytes of the nursery to use next, when of `used` bytes `promoted`
    /// survived.
    pub fn nursery_room(&self, used: usize, promoted: usize, capacity: usize) -> usize {
        if promoted <= PROMOTION_GOAL / 2 && self.owed <= 0.0 {
            return capacity;
        }
        let fitting = used as f64 * (PROMOTION_GOAL as f64 / promoted.max(1) as f64);
        (fitting as usize).max(capacity / 8).min(capacity)
    }
}

/// Makes `metrics.allocation_debt()` exactly `debt`. It shows no debt below
/// zero, hence the detour.
fn set_debt(metrics: &Metrics, debt: f64) {
    const AMPLE: f64 = 1e12;
    metrics.adjust_debt(AMPLE);
    metrics.adjust_debt(debt - metrics.allocation_debt());
}
