//! Runs recursion over nested code in heap memory, within the limits of time and memory.
//!
//! The passes and the code generator are recursive; their stack grows in segments allocated from
//! the heap. They have no failures of their own. So when a limit is reached, [`deep`] does nothing
//! any more, which ends the phase quickly, and [`check`] reports the failure. The output of an
//! interrupted phase must not be used.

use std::cell::Cell;
use std::thread::LocalKey;

use cairn_data::bridge;
use cairn_data::error::Result;
use cairn_number::{NumError, pulse};

/// Bytes of a segment.
const SEGMENT: usize = 1 << 20;
/// Calls within one another that every native stack has room for.
const SHALLOW: usize = 8;
/// Calls between two reports of work.
const STRETCH: u32 = 64;
/// Units of work per call.
const UNITS: usize = 8;

thread_local! {
    static CALLS: Cell<u32> = const { Cell::new(0) };
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static SEGMENTS: Cell<usize> = const { Cell::new(0) };
    static FAILURE: Cell<Option<NumError>> = const { Cell::new(None) };
}

/// Begins to count steps anew, so that the work of a run does not depend on what ran on the thread before.
pub fn start_counting() {
    CALLS.set(0);
}

/// Counts a step of a phase; returns whether the phase should continue.
pub fn goes_on() -> bool {
    let calls = CALLS.get() + 1;
    CALLS.set(calls % STRETCH);
    if calls == STRETCH {
        fail_if(pulse::work(UNITS * STRETCH as usize));
    }
    FAILURE.get().is_none()
}

/// Runs `f` with enough native stack, unless a limit has been reached.
pub fn deep(f: impl FnOnce()) {
    if !goes_on() {
        return;
    }
    let depth = DEPTH.get();
    let _depth = Held::set(&DEPTH, depth + 1);
    match depth < SHALLOW || native::has_room(depth) {
        true => f(),
        false => grow(f),
    }
}

/// A counter that has its old value again when this is dropped, also by a panic.
struct Held {
    counter: &'static LocalKey<Cell<usize>>,
    old: usize,
}

impl Held {
    fn set(counter: &'static LocalKey<Cell<usize>>, new: usize) -> Held {
        Held { counter, old: counter.replace(new) }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.counter.set(self.old);
    }
}

/// Runs `f` on another segment of native stack.
fn grow(f: impl FnOnce()) {
    let segments = SEGMENTS.get();
    // The first one is the thread's, which keeps it.
    if segments > 0 {
        fail_if(pulse::room(segments * SEGMENT));
    }
    if FAILURE.get().is_none() {
        let _segments = Held::set(&SEGMENTS, segments + 1);
        native::grow(f);
    }
}

/// An address in the native stack as it is now.
fn stack_address() -> usize {
    let here = 0u8;
    (&raw const here).addr()
}

/// Native stacks that grow in segments.
#[cfg(all(unix, any(target_arch = "x86_64", target_arch = "aarch64")))]
mod native {
    use std::cell::Cell;

    use corosensei::stack::{DefaultStack, Stack};

    use super::{Held, SEGMENT, fail_if, stack_address};
    use cairn_number::NumError;

    /// Bytes that a call may take before the next one asks for room.
    const RED_ZONE: usize = 64 << 10;

    thread_local! {
        /// The lowest address of the segment in use; 0 for none.
        static LIMIT: Cell<usize> = const { Cell::new(0) };
        /// A segment that was used, for the next use: most code needs one, and to map it anew each time is dear.
        static SPARE: Cell<Option<DefaultStack>> = const { Cell::new(None) };
    }

    /// Whether the stack has room for another call. It has none when it is not the segment that was allocated last: the
    /// thread's own stack, whose end is dear to learn, or another one to which the host has switched.
    pub(super) fn has_room(_depth: usize) -> bool {
        let limit = LIMIT.get();
        limit != 0 && (limit + RED_ZONE..limit + SEGMENT).contains(&stack_address())
    }

    /// Runs `f` on another segment.
    pub(super) fn grow(f: impl FnOnce()) {
        let spare = SPARE.try_with(Cell::take).ok().flatten();
        let Ok(mut stack) = spare.map_or_else(|| DefaultStack::new(SEGMENT), Ok) else {
            return fail_if(Err(NumError::NoRoom(SEGMENT)));
        };
        // Below it is a page that cannot be accessed.
        let limit = Held::set(&LIMIT, stack.base().get() - SEGMENT);
        corosensei::on_stack(&mut stack, f);
        drop(limit);
        // Nothing is kept while the thread ends.
        let _ = SPARE.try_with(|spare| spare.set(Some(stack)));
    }
}

/// Where stacks cannot be switched, code that is nested too deeply does not compile. The stack of a
/// thread is taken to have room for [`ROOM`](native::ROOM).
#[cfg(not(all(unix, any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod native {
    use std::cell::Cell;

    use super::{SHALLOW, fail_if, stack_address};
    use cairn_number::NumError;

    /// Bytes of native stack that nested calls may take.
    pub(super) const ROOM: usize = if cfg!(target_family = "wasm") { 256 << 10 } else { 1 << 20 };

    thread_local! {
        static START: Cell<usize> = const { Cell::new(0) };
    }

    /// Whether the stack has room for another call.
    pub(super) fn has_room(depth: usize) -> bool {
        let here = stack_address();
        if depth == SHALLOW {
            START.set(here);
        }
        here.abs_diff(START.get()) < ROOM
    }

    /// There are no segments.
    pub(super) fn grow(_f: impl FnOnce()) {
        fail_if(Err(NumError::NoRoom(ROOM)));
    }
}

/// Records the first failure.
fn fail_if(result: std::result::Result<(), NumError>) {
    if let Err(error) = result {
        FAILURE.set(FAILURE.get().or(Some(error)));
    }
}

/// Fails if a limit was reached since the last call, that is, if [`deep`] has skipped something.
///
/// # Errors
/// The reason to stop the run, or out of memory.
pub fn check<'gc>() -> Result<'gc, ()> {
    match FAILURE.take() {
        None => Ok(()),
        Some(error) => Err(bridge::failed("compile", error, &[])),
    }
}

/// Reports work of the compiler, and checks that there is room for its data.
///
/// # Errors
/// The reason to stop the run, or out of memory.
pub fn report<'gc>(units: usize, bytes: usize) -> Result<'gc, ()> {
    pulse::work(units).and_then(|()| pulse::room(bytes)).map_err(|error| bridge::failed("compile", error, &[]))
}

#[cfg(all(test, unix, any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    /// Nests calls with frames of a kilobyte; `last` runs in the innermost one.
    fn nest(left: usize, last: &mut dyn FnMut()) {
        let frame = std::hint::black_box([left as u8; 1024]);
        match left {
            0 => last(),
            _ => deep(|| nest(left - 1, last)),
        }
        std::hint::black_box(frame);
    }

    /// On a thread with a small stack, and again in the segment that it kept.
    #[test]
    fn depth_is_bounded_by_memory_alone() {
        let nested = || {
            let mut reached = 0;
            (0..2).for_each(|_| nest(20_000, &mut || reached += 1));
            (reached, FAILURE.take().is_none(), DEPTH.get(), SEGMENTS.get())
        };
        let small = std::thread::Builder::new().stack_size(256 << 10).spawn(nested);
        assert_eq!(small.expect("a thread").join().expect("no panic"), (2, true, 0, 0));
    }

    /// A panic of the host's code leaves the counters as they were.
    #[test]
    fn panics_pass_through_segments() {
        let panics = || catch_unwind(AssertUnwindSafe(|| nest(2_000, &mut || panic!("host")))).is_err();
        assert!(panics() && panics());
        assert_eq!((DEPTH.get(), SEGMENTS.get()), (0, 0));
    }
}
