//! Profiles programs: takes samples while they run, and gives them with their places.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cairn_data::code::PART;
use cairn_data::source::Span;
use cairn_gc::StopHandle;
use cairn_vm::profile::{Place, Profile};
use cairn_vm::world::World;

use super::Engine;
pub use cairn_vm::profile::Measure;

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

/// The name of the procedure that a `do` becomes.
const DO: &str = "do-loop";

/// Time between two ticks.
const TICK: Duration = Duration::from_millis(2);

/// Ends the timer when it is dropped.
pub struct Timer(Arc<AtomicBool>);

impl Drop for Timer {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Counts ticks as the process takes time of a processor: a machine that is busy with other programs makes no
/// difference, and a program that waits is not counted. It looks about once for each tick, and at least this often.
fn count_time(handle: &StopHandle, end: &AtomicBool) {
    const SELDOM: Duration = Duration::from_millis(20);
    let mut pause = TICK;
    let mut last = processor_time();
    while !end.load(Ordering::Relaxed) {
        std::thread::sleep(pause);
        let passed = processor_time().saturating_sub(last);
        let ticks = (passed.as_nanos() / TICK.as_nanos()) as u32;
        (0..ticks).for_each(|_| handle.tick());
        last += TICK * ticks;
        let scale = TICK.as_secs_f64() / passed.as_secs_f64().max(TICK.as_secs_f64() / 32.0);
        pause = pause.mul_f64(scale.clamp(0.5, 2.0)).clamp(TICK, SELDOM);
    }
}

/// The time of processors that the process has taken.
#[cfg(unix)]
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

/// The wall-clock time, where the system does not tell the processor's.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

impl Engine {
    /// Takes samples of what runs from now on, until the result is dropped.
    pub fn start_profile(&mut self, measure: Measure) -> Timer {
        self.mutate(|_, machine| machine.world.profile = Some(Profile::new(measure)));
        let ended = Arc::new(AtomicBool::new(false));
        let (handle, end) = (self.stop_handle(), Arc::clone(&ended));
        if measure == Measure::Time {
            std::thread::spawn(move || count_time(&handle, &end));
        }
        Timer(ended)
    }

    /// The samples so far, in an order that does not change.
    pub fn samples(&mut self) -> Vec<Sample> {
        self.mutate(|_, machine| {
            let world = &machine.world;
            let Some(profile) = &world.profile else { return Vec::new() };
            let unit = if profile.measure == Measure::Time { TICK.as_micros() as u64 } else { 1 };
            let stacks = profile.stacks();
            let mut samples: Vec<Sample> =
                stacks.map(|(stack, amount)| (frames(world, &stack), amount * unit)).collect();
            samples.sort();
            samples
        })
    }
}

/// The procedures of a stack, outermost first. A named `let` or a `do` is a part of the procedure around it, not one
/// of its own: most are called `loop`, and the optimiser makes loops of them.
fn frames(world: &World<'_>, stack: &[&Place]) -> Vec<ProfileFrame> {
    let mut frames: Vec<ProfileFrame> = Vec::new();
    // The names of the innermost loop and of its procedure.
    let mut inside: Option<(Arc<str>, String)> = None;
    let mut outer: Option<&Place> = None;
    for &place in stack.iter().rev() {
        let (name, span) = place;
        let source = world.session.sources.get(*span);
        let at = source.map(|source| (source.name.to_string(), source.position(span.start).line));
        let unnamed = || if at.is_some() { "(top level)" } else { "(cairn)" }.to_string();
        let mut shown = name.as_ref().map_or_else(unnamed, |name| name.to_string());
        // The expander has made a procedure of a part of a form, which belongs to the one around.
        if name.as_deref() == Some(PART)
            && let Some(around) = frames.pop()
        {
            shown = around.name;
        } else if let Some(name) = name
            && outer.is_some_and(|(_, around)| is_loop(world, *around, name))
            && let Some(around) = frames.pop()
        {
            inside = Some((Arc::clone(name), around.name));
        }
        match &inside {
            Some((own, procedure)) if Some(own) == name.as_ref() => shown.clone_from(procedure),
            _ => inside = None,
        }
        frames.push(ProfileFrame { name: shown, place: at });
        outer = Some(place);
    }
    frames
}

/// Whether the form at a place is the loop of this name.
fn is_loop(world: &World<'_>, span: Span, name: &str) -> bool {
    let Some(source) = world.session.sources.get(span) else { return false };
    let form = source.text.get(span.start as usize..).unwrap_or_default();
    let mut words = form.split(|c: char| c.is_whitespace() || c == '(' || c == ')').filter(|word| !word.is_empty());
    match words.next() {
        Some("let") => words.next() == Some(name),
        Some("do") => name == DO,
        _ => false,
    }
}
