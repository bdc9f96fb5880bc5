//! Profiles programs: takes samples while they run, and gives them with their places.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Engine;
use crate::vm::profile::Profile;
pub use crate::vm::profile::Measure;

/// A procedure in a sample.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ProfileFrame {
    /// Its name; the top level, and procedures without a name, have one in parentheses.
    pub name: String,
    /// The source and the line, if it has one.
    pub place: Option<(String, usize)>,
}

/// A stack of procedures, outermost first, and how much was measured while it was there:
/// microseconds, bytes, or steps.
pub type Sample = (Vec<ProfileFrame>, u64);

/// Time between two ticks.
const TICK: Duration = Duration::from_millis(1);

/// Ends the timer when it is dropped.
pub struct Timer(Arc<AtomicBool>);

impl Drop for Timer {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Engine {
    /// Takes samples of what runs from now on, until the result is dropped.
    pub fn start_profile(&mut self, measure: Measure) -> Timer {
        self.mutate(|_, machine| machine.world.profile = Some(Profile::new(measure)));
        let ended = Arc::new(AtomicBool::new(false));
        let (handle, end) = (self.stop_handle(), Arc::clone(&ended));
        if measure == Measure::Time {
            std::thread::spawn(move || {
                while !end.load(Ordering::Relaxed) {
                    std::thread::sleep(TICK);
                    handle.tick();
                }
            });
        }
        Timer(ended)
    }

    /// The samples so far, in an order that does not change.
    pub fn samples(&mut self) -> Vec<Sample> {
        self.mutate(|_, machine| {
            let world = &machine.world;
            let Some(profile) = &world.profile else { return Vec::new() };
            let unit = if profile.measure == Measure::Time { TICK.as_micros() as u64 } else { 1 };
            let frame = |(name, span): &crate::vm::profile::Place| {
                let source = world.session.sources.get(*span);
                let place = source.map(|source| (source.name.to_string(), source.position(span.start).line));
                let unnamed = || if place.is_some() { "(top level)" } else { "(cairn)" }.to_string();
                ProfileFrame { name: name.as_ref().map_or_else(unnamed, |name| name.to_string()), place }
            };
            let sample = |(stack, amount): (&Vec<_>, &u64)| (stack.iter().rev().map(frame).collect(), amount * unit);
            let mut samples: Vec<Sample> = profile.stacks.iter().map(sample).collect();
            samples.sort();
            samples
        })
    }
}
