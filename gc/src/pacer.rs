//! Decides when the tenured space is collected, and how much work each increment does.
//!
//! `gc-arena` paces itself by the number of objects, and does all the work that it considers due at
//! once. Here bytes decide, and each increment has a quota of units of work, of which `gc-arena`
//! sweeps with the remainder.
//!
//! A cycle starts when the space is [`START`] times as large as the live size that the last cycles
//! found, and should end before it has grown by [`CYCLE_GROWTH`] of that. The work done follows the
//! line between these two sizes, ahead by the size of the largest object allocated lately, because
//! another one may be next: so the peak is below two and a half times the live size, plus that
//! object, unless a million returns in a row defer collections ([`Pacer::overdue_at`] bounds that).
//! Whatever was added to the root since is live too (mostly a growing stack), and so is what it
//! holds: the space may grow by as many bytes more as the root did, and by the bytes promoted for
//! the root while it grew, up to [`MOST_HELD`] times as many. A small heap may grow by [`SLACK`] in
//! any case.
//!
//! Work beyond [`LONGEST_INCREMENT`] stays owed. While there is such a debt, increments follow each
//! other after [`INDEBTED_QUANTA`]; if the program allocates another large object before the debt is
//! paid, that object waits for the share of the previous ones, so large objects cannot outrun the
//! marker. While much is owed, and while much survives, the nursery is shortened, which makes both
//! kinds of pause shorter.
//!
//! A program that allocates nothing tenured also has a cycle now and then, because its earlier
//! garbage may fill the memory: the first after about as long as the cycle takes, then twice as
//! long after each cycle that found little.
//!
//! The nursery is stretched beyond its usual size while a few percent of it survive
//! ([`WORTH_STRETCHING`]).
//!
//! Work is counted, not timed: on a busy machine a clock would stop increments early, and the space
//! would grow.

use gc_arena::metrics::Pacing;

/// Size, relative to the live bytes, at which a cycle starts.
const START: f64 = 2.0;
/// Growth, relative to the live bytes, during which a cycle does all its work.
const CYCLE_GROWTH: f64 = 0.4;
/// Bytes that a heap may grow by before a cycle starts, as a multiple of the nursery; and those that
/// are still expected of a program that allocates little.
const SLACK: usize = 3;
const LEAST_SLACK: usize = 2;
/// How much of the previous live size is still expected after a cycle that found less: a program
/// may soon need again what it once needed, and its peak does not rise for it.
const LIVE_MEMORY: f64 = 0.75;
/// Units that the program takes while half of the memory that it needed once, and does not need
/// now, is given up.
const FADE: f64 = 2e7;
/// Bytes tolerated above several times the size at which a cycle starts.
const OVERDUE: usize = 64 << 20;
/// Bytes that a new byte of the root is assumed to keep alive, at most.
const MOST_HELD: usize = 8;
/// Least growth before the next cycle, relative to the present size.
const LEAST_GROWTH: f64 = 0.1;
/// Units of work of an increment, at most; and the number aimed at.
const LONGEST_INCREMENT: f64 = 120_000.0;
const USUAL_INCREMENT: f64 = 70_000.0;
/// Fraction of the work for large objects that is always done at once.
const LARGE_SHARE: f64 = 0.5;
/// Fraction of the room of a cycle that large objects take when the cycle is done at once.
const MUCH_OF_ROOM: f64 = 0.5;
/// Fraction of the owed work that an increment does at least, so no debt grows without end.
const LEAST_PART: f64 = 1.0 / 1024.0;
/// Least work of an increment, so that a cycle ends even without growth.
const SHORTEST_INCREMENT: f64 = 8000.0;
/// An increment also does at least this fraction of the units that the program took since the last
/// one, within the usual bounds, so that a cycle ends soon even if the space does not grow.
const RAN_PART: f64 = 0.5;
/// Smaller objects are not anticipated.
const SMALL_JUMP: usize = 256 << 10;
/// Fraction of the tenured bytes that an idle cycle must find dead to be worthwhile.
const WORTH_WHILE: f64 = 0.125;
/// An idle cycle starts after this many times its work at first, and after at least this many
/// units.
const IDLE_FACTOR: f64 = 1.0;
const SHORTEST_IDLE: f64 = 4e6;
/// A heap of fewer bytes has no idle cycles.
const LEAST_IDLE: usize = 16 << 20;
/// Idle cycles in a row that found little and double the time before the next, at most.
const MOST_DOUBLINGS: i32 = 12;
/// Approximate units that the program takes for a quantum of safepoints, and for a byte of the
/// nursery.
const QUANTUM_UNITS: f64 = 4000.0;
const YOUNG_BYTE_UNITS: f64 = 0.125;
/// Bytes that a minor collection should promote at most, which takes about a millisecond.
const PROMOTION_GOAL: f64 = 512.0 * 1024.0;
/// Bytes of a nursery of the usual size that must survive before it is stretched: if less does, there is
/// little to gain, and memory that is in a cache would not be used.
const WORTH_STRETCHING: f64 = 96.0 * 1024.0;
/// Fraction of the limit that the nursery takes when it is stretched, at most.
const STRETCHED_SHARE: usize = 16;
/// The nursery is shortened to one part in this many at most.
const SHORTEST_NURSERY: usize = 32;
/// Fraction expected to survive the first collection. All of it may, and the first is then the
/// longest of all pauses, so it happens before a nursery of the usual size is full.
const FIRST_SURVIVAL: f64 = 0.25;
/// How much of a survival rate is still expected after a collection that found a lower one: bursts
/// of survivors tend to repeat.
const MEMORY: f64 = 0.6;

/// Units of work: five to fifteen nanoseconds each, depending on the cache. Tracing takes one for
/// an object and one for each of its words.
pub(crate) const KEEP: f64 = 4.0;
const FREE: f64 = 10.0;

/// Quanta after which an idle heap is examined, at least.
const LEAST_IDLE_QUANTA: f64 = 64.0;
/// Quanta between increments while the program allocates nothing and a debt remains.
const INDEBTED_QUANTA: u32 = 4;

/// More units of work than any increment has.
pub(crate) const UNBOUNDED: f64 = 1e12;

/// The pacing of `gc-arena`, which only sweeps: never sleep, and count work in our units.
pub(crate) const PACING: Pacing = Pacing {
    sleep_factor: 0.0,
    min_sleep: 0,
    mark_factor: 0.0,
    trace_factor: 0.0,
    keep_factor: KEEP,
    drop_factor: 0.0,
    free_factor: FREE,
};

/// The pacing state of one heap. Sizes are bytes of the tenured space.
#[derive(Debug)]
pub(crate) struct Pacer {
    /// Approximate live size that cycles found, plus the root's; and what the last cycle alone found.
    live: usize,
    found: usize,
    /// Size of the root now, and at the end of the last cycle.
    root: usize,
    marked_root: usize,
    /// Bytes promoted for the root since that cycle, whenever it had grown.
    held: usize,
    /// Size at which the next cycle starts, unless the root grows.
    trigger: usize,
    /// Size at the end of the last cycle.
    left: usize,
    /// Least growth before a cycle starts.
    least_growth: usize,
    /// Largest object made in the last cycle, and since.
    jump: usize,
    largest: usize,
    /// Size at the last increment, without and with holes.
    seen: usize,
    footprint: usize,
    /// Size at which this cycle started, and growth since then, not counting what was freed.
    started_at: usize,
    grown: usize,
    /// Size at which no work of this cycle is due, growth from there until all is due, and the
    /// whole work.
    start_line: usize,
    room: f64,
    work: f64,
    /// Units that this cycle has done.
    done: f64,
    /// Units that the next increment does.
    due: f64,
    /// Bytes of large objects whose share of the work is still owed.
    late: usize,
    /// Approximate units that the program took since the last cycle, after some of which an idle
    /// cycle starts.
    idle: f64,
    /// Units that it took since the last increment.
    ran: f64,
    idle_cycle: bool,
    doublings: i32,
    /// Fraction of the nursery that is expected to survive.
    survival: f64,
    in_cycle: bool,
}

/// The heap's report to the pacer at a safepoint.
pub(crate) struct Growth {
    /// Tenured bytes now, and including holes and vacant memory.
    pub bytes: usize,
    pub footprint: usize,
    /// Bytes for which there is room.
    pub limit: usize,
    /// Bytes of large objects allocated since the last safepoint, and of the largest of them.
    pub large: usize,
    pub largest: usize,
}

impl Pacer {
    pub(crate) fn new(nursery_bytes: usize) -> Pacer {
        let least_growth = nursery_bytes.max(1 << 20);
        Pacer {
            live: 0,
            found: 0,
            root: 0,
            marked_root: 0,
            held: 0,
            trigger: least_growth * SLACK,
            left: 0,
            least_growth,
            jump: 0,
            largest: 0,
            seen: 0,
            footprint: 0,
            started_at: 0,
            grown: 0,
            start_line: 0,
            room: 1.0,
            work: 0.0,
            done: 0.0,
            due: 0.0,
            late: 0,
            idle: 0.0,
            ran: 0.0,
            idle_cycle: false,
            doublings: 0,
            survival: FIRST_SURVIVAL,
            in_cycle: false,
        }
    }

    /// Records that a minor collection found a root of `bytes` and promoted `promoted` bytes for
    /// it. If the root shrank, objects held by the removed part may be garbage.
    pub(crate) fn root_visited(&mut self, bytes: usize, promoted: usize) {
        if bytes > self.root {
            self.held += promoted;
        } else if bytes < self.root {
            self.held = (self.held as f64 * (bytes as f64 / self.root as f64)) as usize;
        }
        self.root = bytes;
    }

    /// Bytes of the space that are presumably alive because the root has grown.
    fn kept_by_new_root(&self) -> usize {
        let new = self.root.saturating_sub(self.marked_root);
        new + self.held.min(new * MOST_HELD)
    }

    /// Records that the program ran for `quanta` quanta of safepoints and used `young_bytes` bytes
    /// of the nursery.
    pub(crate) fn program_ran(&mut self, quanta: u32, young_bytes: usize) {
        let ran = f64::from(quanta) * QUANTUM_UNITS + young_bytes as f64 * YOUNG_BYTE_UNITS;
        self.idle += ran;
        self.ran += ran;
    }

    /// Whether work is due now. Starts a cycle, of `work` units, when it is time.
    pub(crate) fn is_due(&mut self, growth: &Growth, work: impl Fn() -> f64) -> bool {
        let Growth { bytes, footprint, limit, large, largest } = *growth;
        self.largest = self.largest.max(largest);
        self.footprint = footprint;
        if !self.in_cycle && !self.starts(bytes, limit, &work) {
            return false;
        }
        let grown = bytes.saturating_sub(self.seen);
        self.grown += grown;
        let share = self.share();
        let owed = if share >= 1.0 { f64::INFINITY } else { share * self.work - self.done };
        let most = LONGEST_INCREMENT.max(self.work * LEAST_PART).max(self.late_share(large, owed));
        self.due = owed.max(SHORTEST_INCREMENT).min(most).max((self.ran * RAN_PART).min(LONGEST_INCREMENT));
        if self.work <= LONGEST_INCREMENT || self.is_one_of_many(large) {
            self.due = UNBOUNDED;
        }
        true
    }

    /// Whether the `large` bytes just allocated take much of the room of this cycle, and the last cycle had an
    /// object as large: then each such object that is dead by the next one is worth all of the work. A
    /// table that grows is not meant, each of whose vectors is larger than the one before.
    fn is_one_of_many(&self, large: usize) -> bool {
        large >= SMALL_JUMP && self.jump >= large && large as f64 >= self.room * MUCH_OF_ROOM
    }

    /// Units that earlier large objects still owe, if `large` bytes of further ones have been
    /// allocated. The latter are late in turn if more is `owed` than an increment does.
    fn late_share(&mut self, large: usize, owed: f64) -> f64 {
        if large == 0 {
            return 0.0;
        }
        let share = self.work * self.late as f64 / self.room * LARGE_SHARE;
        self.late = if owed > LONGEST_INCREMENT { large } else { 0 };
        share
    }

    /// Fraction of the cycle's work that should be done by now.
    fn share(&self) -> f64 {
        (self.started_at + self.grown + self.jump()).saturating_sub(self.start_line) as f64 / self.room
    }

    /// Size of an object that may be allocated next.
    fn jump(&self) -> usize {
        let jump = self.jump.max(self.largest);
        if jump < SMALL_JUMP { 0 } else { jump }
    }

    fn starts(&mut self, bytes: usize, limit: usize, work: &impl Fn() -> f64) -> bool {
        let room = limit.saturating_sub(self.trigger) / 2;
        let trigger = self.trigger.saturating_add(self.kept_by_new_root().min(room));
        // With the next object the space may be too large; but something must have been allocated
        // since the last cycle to justify another.
        let next = bytes + self.jump().min(2 * bytes.saturating_sub(self.left));
        let grown = next >= trigger;
        self.idle_cycle =
            !grown && self.footprint >= LEAST_IDLE && self.idle >= SHORTEST_IDLE && self.idle >= self.idle_wait(work());
        if !grown && !self.idle_cycle {
            return false;
        }
        let growth = (self.live as f64 * CYCLE_GROWTH).max(self.least_growth as f64 / 2.0);
        self.room = growth.min(limit.saturating_sub(bytes) as f64 / 2.0).max(1.0);
        self.work = work();
        (self.seen, self.started_at, self.grown) = (bytes, bytes, 0);
        self.start_line = if grown { trigger } else { bytes + self.jump() };
        self.done = 0.0;
        self.in_cycle = true;
        true
    }

    fn idle_wait(&self, work: f64) -> f64 {
        (IDLE_FACTOR * work).max(SHORTEST_IDLE) * 2f64.powi(self.doublings)
    }

    /// Quanta of safepoints after which a program that allocates nothing should check whether an
    /// idle cycle must continue or start, or, if the heap `has_spare` memory, whether to give it up.
    pub(crate) fn idle_quanta(&self, work: f64, has_spare: bool) -> u32 {
        if has_spare && !self.in_cycle {
            return LEAST_IDLE_QUANTA as u32;
        }
        if !self.in_cycle && self.footprint < LEAST_IDLE {
            return u32::MAX;
        }
        if self.in_cycle && self.unpaid() > 0.0 {
            return INDEBTED_QUANTA;
        }
        let units = if self.in_cycle { 0.0 } else { self.idle_wait(work) - self.idle };
        (units / QUANTUM_UNITS).max(LEAST_IDLE_QUANTA) as u32
    }

    /// Records that an increment was done, after which the size is `bytes`.
    pub(crate) fn paid(&mut self, bytes: usize) {
        self.done += self.due;
        self.ran = 0.0;
        self.seen = bytes;
    }

    /// Makes `units` of work due, whatever else is.
    pub(crate) fn owe(&mut self, units: f64) {
        self.in_cycle = true;
        self.due = units.max(1.0);
    }

    /// Records that a cycle has ended with `bytes` left. They include objects promoted meanwhile,
    /// dead or not; the rest was alive when it was marked. The root, mostly a deep stack, is work
    /// for the next cycle too. After a full collection the previous live size does not count.
    pub(crate) fn cycle_ended(&mut self, bytes: usize, limit: usize, full: bool) {
        let grown = if self.in_cycle { self.grown } else { 0 };
        let found = bytes.saturating_sub(grown) + self.root;
        self.found = found;
        let freed = (self.started_at + grown).saturating_sub(bytes);
        let little = self.idle_cycle && (freed as f64) < self.started_at as f64 * WORTH_WHILE;
        self.doublings = if little { (self.doublings + 1).min(MOST_DOUBLINGS) } else { 0 };
        (self.marked_root, self.held) = (self.root, 0);
        self.live = if full { found } else { found.max((self.live as f64 * LIVE_MEMORY) as usize) };
        let least = ((bytes as f64 * LEAST_GROWTH) as usize).max(self.least_growth * SLACK);
        let growth = ((self.live as f64 * START) as usize).saturating_sub(bytes + self.root).max(least);
        let room = limit.saturating_sub(bytes) / 2;
        self.trigger = bytes.saturating_add(growth.min(room));
        (self.jump, self.largest) = (self.largest, 0);
        (self.left, self.seen, self.due, self.idle) = (bytes, bytes, 0.0, 0.0);
        self.late = 0;
        (self.in_cycle, self.idle_cycle) = (false, false);
    }

    /// Largest expected size of the space before the next cycle ends. The sizes of
    /// older cycles count less and less while the program runs.
    pub(crate) fn expected_peak(&self) -> usize {
        let high = self.trigger + (self.live as f64 * CYCLE_GROWTH) as usize;
        let low = self.least_expected_peak();
        let fading = 0.5f64.powf(self.idle / FADE);
        low.min(high) + (high.saturating_sub(low) as f64 * fading) as usize
    }

    /// The same if only what the last cycle found counts.
    pub(crate) fn least_expected_peak(&self) -> usize {
        (self.found as f64 * (START + CYCLE_GROWTH)) as usize + self.least_growth * LEAST_SLACK
    }

    /// Size at which the next cycle is long overdue, so that returns from a deep stack no longer
    /// defer it.
    pub(crate) fn overdue_at(&self) -> usize {
        self.trigger.saturating_mul(4).saturating_add(OVERDUE)
    }

    /// Units of work of the next increment.
    pub(crate) fn next_payment(&self) -> f64 {
        self.due
    }

    /// Records that `promoted` of `used` bytes of the nursery have survived.
    pub(crate) fn nursery_evacuated(&mut self, used: usize, promoted: usize) {
        let found = promoted as f64 / used.max(1) as f64;
        self.survival = found.max(self.survival * MEMORY);
    }

    /// Units of work by which this cycle lags.
    fn unpaid(&self) -> f64 {
        (self.share() * self.work - self.done).max(0.0)
    }

    /// Bytes to use next of a nursery of `capacity`, or of `stretched` if that pays and the `limit` on the heap
    /// permits it: objects then have more time to die, so less is copied.
    pub(crate) fn nursery_room(&self, capacity: usize, stretched: usize, limit: usize) -> usize {
        let mut goal = PROMOTION_GOAL;
        if self.in_cycle {
            let rate = self.work / self.room;
            goal = goal.min((USUAL_INCREMENT - self.unpaid()).max(0.0) / rate.max(1e-9));
        }
        let fitting = goal / self.survival.max(1e-9);
        let pays = self.survival * capacity as f64 >= WORTH_STRETCHING && stretched <= limit / STRETCHED_SHARE;
        let most = if pays { stretched } else { capacity };
        (fitting as usize).clamp(capacity / SHORTEST_NURSERY, most)
    }
}
