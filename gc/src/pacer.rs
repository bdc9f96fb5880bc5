//! When the tenured space is collected, and how much of it at a time.
//!
//! `gc-arena` paces itself by the number of objects, and does all the work that
//! it thinks is due at once. Here bytes decide, and time bounds each increment: a
//! marking has a quota of words to trace, a sweep one of blocks, and then `gc-arena`'s
//! debt is set to exactly the work that this module wants.
//!
//! A cycle starts when the space is [`START`] times as large as what the last ones
//! found alive, and is to end before it has grown by [`CYCLE_GROWTH`] of that: so the
//! peak is below twice the most that was alive plus the nursery, unless a million returns
//! in a row put collections off ([`Pacer::overdue_at`] bounds that). What came into the
//! root since is alive too, a stack that grows mostly, and so is what it holds: the space may
//! grow by as many bytes more as the root did, and by what was promoted for the root while it
//! grew, up to [`MOST_HELD`] times as many. The first cycle starts at [`FIRST`] nurseries.
//!
//! The work of an increment is in proportion to the bytes that the space grew by. What
//! exceeds [`LONGEST_INCREMENT`] stays owed; meanwhile, and while much survives, the
//! nursery is cut short, which makes both kinds of pause shorter.
//!
//! Work is counted, not timed: a busy machine would make a clock stop increments
//! early, and the space would grow.

use gc_arena::metrics::{Metrics, Pacing};

/// Size, relative to the live bytes, at which a cycle starts.
const START: f64 = 1.6;
/// Size, in nurseries, at which the first cycle starts: a program that builds so little has
/// none, and what is then found alive is found once less in a program that goes on.
const FIRST: usize = 2;
/// Growth, relative to the live bytes, during which a cycle does all its work.
const CYCLE_GROWTH: f64 = 0.3;
/// How much of what was alive is still expected after a cycle that found less: what a
/// program has needed it may soon need again, and its peak is no higher for it.
const LIVE_MEMORY: f64 = 0.75;
/// Bytes that are tolerated above several times the size at which a cycle starts.
const OVERDUE: usize = 64 << 20;
/// Bytes that a new byte of the root is taken to keep alive, at most.
const MOST_HELD: usize = 8;
/// Growth, relative to the present size, before the next cycle at least.
const LEAST_GROWTH: f64 = 0.1;
/// Work units of an increment, at most; and as many as are aimed at.
const LONGEST_INCREMENT: f64 = 120_000.0;
const USUAL_INCREMENT: f64 = 70_000.0;
/// Part of what is owed that an increment does at least: so no debt grows without
/// end, whatever the size of what is allocated.
const LEAST_PART: f64 = 1.0 / 256.0;
/// An increment does at least so much, so that a cycle ends without growth too.
const SHORTEST_INCREMENT: f64 = 8000.0;
/// With so few objects, small and large, a whole cycle is about as short as an increment.
pub(crate) const FEW_OBJECTS: usize = 1 << 15;
/// So few objects of its own `gc-arena` had better sweep at once, for it looks at its
/// debt after each of them, which takes longer than most do.
const FEW_TO_SWEEP: usize = 1 << 16;
/// Bytes that a minor collection promotes at most, by intention.
const PROMOTION_GOAL: f64 = 256.0 * 1024.0;
/// The nursery is cut short to this part of it at most.
const SHORTEST_NURSERY: usize = 32;
/// Part that is expected to survive the first collection. All of it may, and the first is
/// then the longest of all pauses, so it comes before a nursery of the usual size is full.
const FIRST_SURVIVAL: f64 = 0.25;
/// How much of a survival rate is still expected after a collection that found a
/// lower one: a burst of survivors is mostly not the last.
const MEMORY: f64 = 0.6;

/// Work units: five to fifteen nanoseconds each, as the cache has it. Tracing takes
/// one for an object and one for each of its words.
pub(crate) const KEEP: f64 = 1.0;
const FREE: f64 = 3.0;

/// What `gc-arena` is told, which paces sweeps alone: never sleep, and count work in
/// our units.
pub(crate) const PACING: Pacing = Pacing {
    sleep_factor: 0.0,
    min_sleep: 0,
    mark_factor: 0.0,
    trace_factor: 0.0,
    keep_factor: KEEP,
    drop_factor: 0.0,
    free_factor: FREE,
};

/// The state of the pacing of one heap. Sizes are bytes of the tenured space.
#[derive(Debug)]
pub(crate) struct Pacer {
    /// What cycles found alive, about, with what the root holds beside.
    live: usize,
    /// Size of the root now, and at the end of the last cycle.
    root: usize,
    marked_root: usize,
    /// What was promoted for the root, whenever it had grown, since that cycle.
    held: usize,
    /// Size at which the next cycle starts, unless the root grows.
    trigger: usize,
    /// Least growth before a cycle starts.
    least_growth: usize,
    /// Size at the last increment.
    seen: usize,
    /// Growth in this cycle so far, as if nothing had been freed.
    grown: usize,
    /// Work units for each byte of growth, in this cycle.
    rate: f64,
    /// Work units that are due and not yet done.
    owed: f64,
    /// Part of the nursery that is expected to survive.
    survival: f64,
    in_cycle: bool,
}

impl Pacer {
    pub fn new(nursery_bytes: usize) -> Pacer {
        let least_growth = nursery_bytes.max(1 << 20);
        Pacer {
            live: 0,
            root: 0,
            marked_root: 0,
            held: 0,
            trigger: least_growth * FIRST,
            least_growth,
            seen: 0,
            grown: 0,
            rate: 0.0,
            owed: 0.0,
            survival: FIRST_SURVIVAL,
            in_cycle: false,
        }
    }

    /// A minor collection found a root of `bytes`, and promoted `promoted` bytes for it. What
    /// a part of the root held that is gone may be garbage.
    pub fn root_visited(&mut self, bytes: usize, promoted: usize) {
        if bytes > self.root {
            self.held += promoted;
        } else if bytes < self.root {
            self.held = (self.held as f64 * (bytes as f64 / self.root as f64)) as usize;
        }
        self.root = bytes;
    }

    /// Bytes of the space that are alive, presumably, because the root has grown.
    fn kept_by_new_root(&self) -> usize {
        let new = self.root.saturating_sub(self.marked_root);
        new + self.held.min(new * MOST_HELD)
    }

    /// Whether there is work to do now that `bytes` are tenured, in a space with room for
    /// `limit`. Starts a cycle, of so much `work`, when it is time.
    pub fn is_due(&mut self, bytes: usize, limit: usize, work: impl FnOnce() -> f64) -> bool {
        if !self.in_cycle {
            let room = limit.saturating_sub(self.trigger) / 2;
            if bytes < self.trigger.saturating_add(self.kept_by_new_root().min(room)) {
                return false;
            }
            self.start_cycle(bytes, limit, work());
        }
        let grown = bytes.saturating_sub(self.seen);
        self.grown += grown;
        self.owed += (grown as f64 * self.rate).max(SHORTEST_INCREMENT);
        true
    }

    /// An increment has been done, after which the size is `bytes`.
    pub fn paid(&mut self, bytes: usize) {
        self.seen = bytes;
    }

    /// Makes `units` of work due, whatever else is.
    pub fn owe(&mut self, units: f64) {
        self.in_cycle = true;
        self.owed = units.max(1.0);
    }

    fn start_cycle(&mut self, bytes: usize, limit: usize, work: f64) {
        let room = limit.saturating_sub(bytes) as f64 / 2.0;
        let growth = (self.live as f64 * CYCLE_GROWTH).max(self.least_growth as f64 / 2.0);
        self.rate = work / growth.min(room).max(1.0);
        self.seen = bytes;
        self.grown = 0;
        self.owed = 0.0;
        self.in_cycle = true;
    }

    /// A cycle has ended, and left `bytes`. What was promoted meanwhile is in
    /// there, dead or not; the rest was alive when it was marked. The root, a deep stack
    /// mostly, is work for the next cycle too.
    pub fn cycle_ended(&mut self, bytes: usize, limit: usize) {
        let grown = if self.in_cycle { self.grown } else { 0 };
        let found = bytes.saturating_sub(grown) + self.root;
        (self.marked_root, self.held) = (self.root, 0);
        self.live = found.max((self.live as f64 * LIVE_MEMORY) as usize);
        let least = ((bytes as f64 * LEAST_GROWTH) as usize).max(self.least_growth);
        let growth = ((self.live as f64 * START) as usize).saturating_sub(bytes + self.root).max(least);
        let room = limit.saturating_sub(bytes) / 2;
        self.trigger = bytes.saturating_add(growth.min(room));
        self.owed = 0.0;
        self.in_cycle = false;
    }

    /// Size at which the next cycle should have started long ago: a return from a deep stack
    /// does not wait longer for it.
    pub fn overdue_at(&self) -> usize {
        self.trigger.saturating_mul(4).saturating_add(OVERDUE)
    }

    /// Units of work that an increment is to do of what is owed.
    pub fn next_payment(&mut self) -> f64 {
        let work = self.owed.min(LONGEST_INCREMENT.max(self.owed * LEAST_PART));
        self.owed -= work;
        work
    }

    /// Of `used` bytes of the nursery `promoted` have survived.
    pub fn nursery_evacuated(&mut self, used: usize, promoted: usize) {
        let found = promoted as f64 / used.max(1) as f64;
        self.survival = found.max(self.survival * MEMORY);
    }

    /// Bytes of a nursery of `capacity` to use next.
    pub fn nursery_room(&self, capacity: usize) -> usize {
        let mut goal = PROMOTION_GOAL;
        if self.in_cycle {
            goal = goal.min((USUAL_INCREMENT - self.owed).max(0.0) / self.rate.max(1e-9));
        }
        let fitting = goal / self.survival.max(1e-9);
        (fitting as usize).clamp(capacity / SHORTEST_NURSERY, capacity)
    }
}

/// Whether a whole sweep had better be done at once.
pub(crate) fn is_brief_sweep(metrics: &Metrics) -> bool {
    metrics.total_gc_count() <= FEW_TO_SWEEP
}

/// Makes `metrics.allocation_debt()` exactly `debt`. It shows no debt below
/// zero, hence the detour.
pub(crate) fn set_debt(metrics: &Metrics, debt: f64) {
    const AMPLE: f64 = 1e12;
    metrics.adjust_debt(AMPLE);
    metrics.adjust_debt(debt - metrics.allocation_debt());
}
