//! Runs recursion over nested code in heap memory, within the limits of time and memory.
//!
//! The passes and the code generator are recursive; their stack grows in segments allocated from
//! the heap. They have no failures of their own. So when a limit is reached, [`deep`] does nothing
//! any more, which ends the phase quickly, and [`check`] reports the failure. The output of an
//! interrupted phase must not be used.

use std::cell::Cell;

use crate::data::bridge;
use crate::data::error::Result;
use crate::number::{NumError, pulse};

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
    let depth = DEPTH.replace(DEPTH.get() + 1);
    // To learn where the stack ends is dear, the first time on a thread.
    match depth < SHALLOW || native::has_room(depth) {
        true => f(),
        false => grow(f),
    }
    DEPTH.set(depth);
}

/// Native stacks that grow in segments.
#[cfg(all(unix, target_arch = "x86_64"))]
mod native {
    /// Bytes of native stack below which a new segment is allocated.
    const RED_ZONE: usize = 64 << 10;

    /// Whether the stack has room for another call.
    pub(super) fn has_room(_depth: usize) -> bool {
        stacker::remaining_stack().is_some_and(|left| left >= RED_ZONE)
    }

    /// Runs `f` on another segment.
    pub(super) fn grow(f: impl FnOnce()) {
        stacker::grow(super::SEGMENT, f);
    }
}

/// Where segments would need an assembler for the target, code that is nested too deeply does not
/// compile. The stack of a thread is taken to have room for [`ROOM`](native::ROOM).
#[cfg(not(all(unix, target_arch = "x86_64")))]
mod native {
    use std::cell::Cell;

    use crate::number::NumError;

    /// Bytes of native stack that nested calls may take.
    pub(super) const ROOM: usize = if cfg!(target_family = "wasm") { 256 << 10 } else { 1 << 20 };

    thread_local! {
        static START: Cell<usize> = const { Cell::new(0) };
    }

    /// Whether the stack has room for another call.
    pub(super) fn has_room(depth: usize) -> bool {
        let here = 0u8;
        let here = (&raw const here).addr();
        if depth == super::SHALLOW {
            START.set(here);
        }
        here.abs_diff(START.get()) < ROOM
    }

    /// There are no segments.
    pub(super) fn grow(_f: impl FnOnce()) {
        super::fail_if(Err(NumError::NoRoom(ROOM)));
    }
}

/// Runs `f` on another segment of native stack.
fn grow(f: impl FnOnce()) {
    let segments = SEGMENTS.get() + 1;
    fail_if(pulse::room(segments * SEGMENT));
    if FAILURE.get().is_none() {
        SEGMENTS.set(segments);
        native::grow(f);
        SEGMENTS.set(segments - 1);
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
        Some(error) => {
            SEGMENTS.set(0);
            Err(bridge::failed("compile", error, &[]))
        }
    }
}

/// Reports work of the compiler, and checks that there is room for its data.
///
/// # Errors
/// The reason to stop the run, or out of memory.
pub fn report<'gc>(units: usize, bytes: usize) -> Result<'gc, ()> {
    pulse::work(units).and_then(|()| pulse::room(bytes)).map_err(|error| bridge::failed("compile", error, &[]))
}
