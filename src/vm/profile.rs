//! Samples what runs: which procedures, at which lines, for how long, or how much they allocate.
//!
//! A timer counts ticks in the heap's stop handle, from another thread. The trap at a
//! safepoint takes those that have come, and notes the frames. Quanta are shorter meanwhile, and
//! a native that works long ends the present one, so that a tick waits for two thousand calls
//! at most. Time of a native counts for who called it.

use std::collections::HashMap;
use std::sync::Arc;

use cairn_gc::{Mutation, trace_nothing};

use super::machine::Machine;
use crate::data::source::Span;

/// Calls and loop rounds between two looks, while time is measured.
pub const QUANTUM: usize = 2048;
/// Frames that a sample notes, those that run innermost.
const FRAMES: usize = 128;
/// Different stacks that are noted; others count without their callers.
const STACKS: usize = 50_000;

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
    /// For each stack, innermost place first, how much was measured there.
    pub stacks: HashMap<Vec<Place>, u64>,
    /// Bytes that had been allocated at the last sample.
    allocated: u64,
}

trace_nothing!(Profile);

impl Profile {
    /// Without samples.
    pub fn new(measure: Measure) -> Profile {
        Profile { measure, stacks: HashMap::new(), allocated: 0 }
    }

    fn add(&mut self, mut stack: Vec<Place>, amount: u64) {
        if self.stacks.len() >= STACKS && !self.stacks.contains_key(&stack) {
            stack.truncate(1);
        }
        *self.stacks.entry(stack).or_default() += amount;
    }
}

impl<'gc> Machine<'gc> {
    /// At a safepoint, takes the ticks that have come. `entered` says that the innermost
    /// frame has only just been entered.
    pub(super) fn sample_time(&mut self, mc: Mutation<'gc>, entered: bool) {
        let (ticks, is_native) = mc.take_ticks();
        if ticks == 0 || self.world.profile.as_ref().is_none_or(|profile| profile.measure != Measure::Time) {
            return;
        }
        // A native that its caller had called before has taken the time.
        let skipped = usize::from(entered && is_native);
        self.record(skipped, ticks.into());
    }

    /// At the end of a quantum, its `steps` count for what runs.
    pub(super) fn sample_steps(&mut self, steps: u64) {
        if steps > 0 && self.world.profile.as_ref().is_some_and(|profile| profile.measure == Measure::Steps) {
            self.record(0, steps);
        }
    }

    /// Before a collection: what has been allocated counts for what runs.
    pub fn sample_allocation(&mut self, allocated: u64) {
        let Some(profile) = self.world.profile.as_mut().filter(|profile| profile.measure == Measure::Allocation)
        else {
            return;
        };
        let new = allocated.saturating_sub(profile.allocated);
        profile.allocated = allocated;
        if new > 0 {
            self.record(0, new);
        }
    }

    fn record(&mut self, skipped: usize, amount: u64) {
        // A frame that a tail call has removed no longer runs.
        let running = self.backtrace(FRAMES + skipped).into_iter().filter(|activation| !activation.removed);
        let mut stack: Vec<Place> = running.map(|activation| (activation.name, activation.span)).collect();
        stack.drain(..skipped.min(stack.len().saturating_sub(1)));
        if let Some(profile) = &mut self.world.profile {
            profile.add(stack, amount);
        }
    }
}
