//! Samples what runs: which procedures, at which lines, for how long, or how much they allocate.
//!
//! A timer counts ticks in the heap's stop handle, from another thread. The trap at a safepoint
//! takes those that have come. A native that works long ends the present quantum, so a tick waits for
//! a quantum of calls at most.
//!
//! Safepoints are calls and loop rounds, so a sample that is taken there never sees a procedure
//! that was inlined and does neither, nor the lines between. Therefore the interpreter executes
//! instructions one by one from the safepoint on, also in procedures that have machine code: a
//! random number of them, and then a few more, of which one is chosen with a probability in
//! proportion to its time, or to what it allocates. The sample counts for that one.
//! Time of a native that noticed the tick counts for who called it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use cairn_data::source::Span;
use cairn_gc::{Mutation, Value, trace_nothing};

use super::frames::{Frame, code_meta, outwards};
use super::machine::{Exit, Machine};
use super::random::Random;
use super::run::interpret;

/// Frames that a sample notes, those that run innermost.
const FRAMES: usize = 128;
/// Different stacks that are noted; others count without their callers.
const STACKS: usize = 50_000;
/// Instructions between a safepoint and those of which one is chosen: less than this.
const SKIPPED: u64 = 64;
/// Instructions of which one is chosen.
const WEIGHED: usize = 64;
/// Frames that are looked at when an instruction is chosen; those below are as they were at the safepoint.
const NEAR: usize = 8;
/// While steps are counted, a sample stands for at most this part of all so far, so that long programs have no more
/// samples than they need.
const PART: u64 = 2000;

/// A procedure and where it is.
pub type Place = (Option<Arc<str>>, Span);

/// The quantity that is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Ticks of the timer.
    Time,
    /// Bytes.
    Allocation,
    /// Calls and loop rounds, whose number does not depend on the machine.
    Steps,
}

/// The samples so far.
pub struct Profile {
    /// The quantity.
    pub measure: Measure,
    /// The places in stacks, by their numbers.
    places: Vec<Place>,
    /// The numbers of the places that stand at an instruction, innermost first: by the address of the code's metadata,
    /// the instruction, and its place in the text, since another code may have the address later.
    known: HashMap<(usize, usize, Span), Box<[u32]>>,
    /// For each stack, innermost place first, how much was measured there.
    stacks: HashMap<Vec<u32>, u64>,
    /// Bytes that had been allocated at the last sample.
    allocated: u64,
    /// The amount that was measured and counts for no instruction yet, and the amount that does.
    due: u64,
    counted: u64,
    /// Whether the last safepoint has executed instructions.
    has_executed: bool,
    /// Chooses instructions; the same ones in each run.
    random: Random,
}

trace_nothing!(Profile);

impl Profile {
    /// Without samples.
    pub fn new(measure: Measure) -> Profile {
        Profile {
            measure,
            places: Vec::new(),
            known: HashMap::new(),
            stacks: HashMap::new(),
            allocated: 0,
            due: 0,
            counted: 0,
            has_executed: false,
            random: Random::seeded(0),
        }
    }

    /// The stacks, innermost place first, and how much was measured there.
    pub fn stacks(&self) -> impl Iterator<Item = (Vec<&Place>, u64)> {
        let place = |&number: &u32| &self.places[number as usize];
        self.stacks.iter().map(move |(stack, &amount)| (stack.iter().map(place).collect(), amount))
    }

    fn add(&mut self, running: &Running<'_>, amount: u64) {
        let mut stack = Vec::with_capacity(running.len());
        for frame in running {
            let Some(meta) = code_meta(frame.code) else { continue };
            let index = (frame.pc as usize).wrapping_sub(frame.code.proto_entry() as usize) / 8;
            let span = if frame.pc.is_null() { Span::NONE } else { meta.span_at(index.saturating_sub(1)) };
            let key = (std::ptr::from_ref(meta).addr(), index, span);
            if !self.known.contains_key(&key) {
                let numbers = self.numbers(outwards(meta, span));
                self.known.insert(key, numbers);
            }
            stack.extend(&self.known[&key]);
        }
        if self.stacks.len() >= STACKS && !self.stacks.contains_key(&stack) {
            stack.truncate(1);
        }
        *self.stacks.entry(stack).or_default() += amount;
        self.counted += amount;
    }

    /// New numbers for places.
    fn numbers(&mut self, places: impl Iterator<Item = Place>) -> Box<[u32]> {
        let first = self.places.len();
        self.places.extend(places.map(|(name, span)| (name, Span { site: 0, ..span })));
        (first as u32..self.places.len() as u32).collect()
    }

    /// Takes the amount that is to be counted now, if it is enough for a sample.
    fn take_due(&mut self) -> Option<u64> {
        let enough = if self.measure == Measure::Steps { self.counted / PART } else { 0 };
        (self.due > enough).then(|| std::mem::take(&mut self.due))
    }

    fn random_below(&mut self, bound: u64) -> u64 {
        self.random.bits() % bound
    }
}

/// A frame that runs, until the next collection.
#[derive(Clone, Copy)]
struct Activity<'gc> {
    code: Value<'gc>,
    /// After the instruction that it executes.
    pc: *const u64,
    /// Where its registers are; 0 in a captured segment.
    base: usize,
}

/// The running frames, innermost first.
type Running<'gc> = Vec<Activity<'gc>>;

impl<'gc> Machine<'gc> {
    /// At a safepoint, takes the ticks that have come. `entered` says that the innermost
    /// frame has only just been entered.
    pub(super) fn sample_time(&mut self, mc: Mutation<'gc>, entered: bool) {
        let (ticks, is_native) = mc.take_ticks();
        let Some(profile) = self.world.profile.as_mut().filter(|_| ticks > 0) else { return };
        if profile.measure != Measure::Time {
            return;
        }
        if !is_native {
            profile.due += u64::from(ticks);
            return;
        }
        // A native that was called before the innermost frame was entered has taken the time.
        let mut running = self.running(self.pc, FRAMES);
        running.drain(..usize::from(entered).min(running.len().saturating_sub(1)));
        self.count_for(&running, ticks.into());
    }

    /// At the end of a quantum, its `steps` count for what runs.
    pub(super) fn sample_steps(&mut self, steps: u64) {
        if let Some(profile) = self.world.profile.as_mut().filter(|profile| profile.measure == Measure::Steps) {
            profile.due += steps;
        }
    }

    /// Before a collection: what has been allocated counts for what runs.
    pub fn sample_allocation(&mut self, allocated: u64) {
        if let Some(profile) = self.world.profile.as_mut().filter(|profile| profile.measure == Measure::Allocation) {
            profile.due += allocated.saturating_sub(profile.allocated);
            profile.allocated = allocated;
        }
    }

    /// Whether the safepoint after which the program goes on has executed no instructions.
    pub(super) fn stayed_at_safepoint(&self) -> bool {
        self.world.profile.as_ref().is_none_or(|profile| !profile.has_executed)
    }

    /// After a safepoint at which the program goes on: when something has been measured, executes
    /// some instructions, and has it count for one of them.
    pub(super) fn sample_ahead(&mut self, mc: Mutation<'gc>) -> Option<Exit> {
        let profile = self.world.profile.as_mut()?;
        let due = profile.take_due();
        profile.has_executed = due.is_some();
        let due = due?;
        let skipped = profile.random_below(SKIPPED);
        let mut exit = (0..skipped).find_map(|_| interpret::<true>(mc, self));
        let below = self.running(self.next_pc(), FRAMES);
        let (mut chosen, mut total, mut began) = (Vec::new(), 0, Instant::now());
        for _ in 0..WEIGHED {
            if exit.is_some() {
                break;
            }
            exit = self.weigh(mc, &mut total, &mut began, &mut chosen);
        }
        let lowest = chosen.last().map_or(usize::MAX, |frame: &Activity<'gc>| frame.base);
        chosen.extend(below.into_iter().filter(|frame| frame.base < lowest));
        self.count_for(&chosen, due);
        exit
    }

    /// Executes an instruction that begins at `began`, whose cost is added to the `total` of those before: it becomes
    /// the one that is `chosen` with a probability of its share.
    fn weigh(
        &mut self,
        mc: Mutation<'gc>,
        total: &mut u64,
        began: &mut Instant,
        chosen: &mut Running<'gc>,
    ) -> Option<Exit> {
        let measure = self.world.profile.as_ref()?.measure;
        let (in_use, base, next) = (mc.bytes_in_use(), self.base, self.next_pc());
        // SAFETY: the word before register 0 is the frame's closure.
        let closure = unsafe { *base.sub(1) };
        let exit = interpret::<true>(mc, self);
        let cost = match measure {
            Measure::Time => {
                let before = std::mem::replace(began, Instant::now());
                began.duration_since(before).as_nanos() as u64
            }
            Measure::Allocation => mc.bytes_in_use().saturating_sub(in_use) as u64,
            Measure::Steps => 1,
        };
        *total += cost;
        if exit.is_none() && cost > 0 && self.world.profile.as_mut()?.random_below(*total) < cost {
            // SAFETY: as above.
            let stays = self.base == base && unsafe { *base.sub(1) } == closure;
            *chosen = self.running(if stays { next } else { self.next_pc() }, NEAR);
            chosen.retain(|frame| frame.base > 0);
            // The instruction of a call is the caller's.
            let entered = usize::from(self.base > base);
            chosen.drain(..entered.min(chosen.len().saturating_sub(1)));
        }
        exit
    }

    /// After the instruction that is about to be executed.
    fn next_pc(&self) -> *const u64 {
        self.pc.wrapping_add(1)
    }

    /// Up to `limit` running frames; the innermost goes on at `pc`.
    fn running(&self, pc: *const u64, limit: usize) -> Running<'gc> {
        let own = self.stack.start().addr()..self.base.addr() + 1;
        let mut running = Vec::with_capacity(limit);
        self.visit_frames(limit, |frame: Frame<'gc>| {
            let base = Some(frame.base.addr()).filter(|base| own.contains(base)).unwrap_or(0);
            let pc = if running.is_empty() { pc } else { frame.pc };
            running.extend(frame.code().map(|code| Activity { code, pc, base }));
        });
        running
    }

    fn count_for(&mut self, running: &Running<'gc>, amount: u64) {
        if let Some(profile) = &mut self.world.profile {
            profile.add(running, amount);
        }
    }
}
