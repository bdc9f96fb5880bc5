//! Implements the return barrier: limits stack scanning to frames pushed since the last collection.
//!
//! A collection replaces the return word of a deep frame by [`RETURN_BARRIER`]. A return to that
//! frame, or a failure that leaves it, moves the barrier down to the next stop. Control cannot get
//! below the barrier in another way, so the frames below the mark `old` have not changed since
//! the last minor collection. The return to the barrier is also a safepoint, because a million
//! returns may have no other.
//!
//! Invariants: the stops and the barrier are return words of live frames, in ascending
//! order; `old` is not above the lowest barrier or stop that was there at the last
//! collection and that control has not returned to, and `marked.to` not above `old`.
//! Below `old` only remembered words are young.

use cairn_backend::bytecode::{self, Word};
use cairn_gc::{Mutation, Value};

use super::frames::{Frame, code_meta};
use super::machine::Machine;
use super::stack::{FRAME_HEAD, RETURN_BARRIER};

/// Frames between the running one and the barrier after a minor collection, at least.
const BARRIER_DISTANCE: usize = 32;
/// Frames between two stops.
const STOP_DISTANCE: usize = 64;
/// Words below the barrier that are fetched when it is lowered.
const FETCHED: usize = 512;
/// Words of a cache line.
const LINE: usize = 8;

/// A return word replaced by [`RETURN_BARRIER`].
#[derive(Clone, Copy)]
pub(super) struct Barrier {
    /// Address of the return word.
    pub slot: *mut u64,
    /// The word that it stands for.
    pub original: u64,
}

/// How far up the stack has been shown to the marker, and has not changed since.
#[derive(Clone, Copy)]
pub(super) struct Marked {
    /// Number of the marking; 0 for none.
    pub marking: u64,
    /// After the last word that was traced.
    pub to: *mut u64,
}

impl Marked {
    /// Nothing has been shown.
    pub(super) const NONE: Marked = Marked { marking: 0, to: std::ptr::null_mut() };
}

impl<'gc> Machine<'gc> {
    /// Before a collection: clears the registers that frames do not need any more once
    /// their calls return, down to what is old, where that has been done, and finds stops
    /// there for the barrier. The running frame is one of those frames when a call has
    /// just returned to it.
    pub fn before_collection(&mut self) {
        self.restore_return_word();
        let old = self.old;
        let mut stops = std::mem::take(&mut self.stops);
        stops.truncate(stops.partition_point(|&stop| stop < old));
        let kept = stops.len();
        let mut last: (*const u64, &[u16]) = (std::ptr::null(), &[]);
        let mut before_stop = BARRIER_DISTANCE;
        for frame in self.frames() {
            if frame.pc != last.0 {
                last = (frame.pc, dead_in(frame));
            }
            for &register in last.1.iter().filter(|_| !frame.failed) {
                // SAFETY: a register of a live frame, below the window of its call.
                unsafe { *frame.base.add(register as usize) = Value::fixnum(0) };
            }
            let slot = return_slot(frame.base);
            if before_stop == 0 || (slot <= old && old > self.stack.start().cast()) {
                stops.push(slot);
                before_stop = STOP_DISTANCE;
            }
            if slot <= old {
                break;
            }
            before_stop -= 1;
        }
        stops[kept..].reverse();
        debug_assert!(stops.is_sorted());
        self.stops = stops;
    }

    /// After a collection: everything below the topmost stop is old.
    pub fn after_collection(&mut self) {
        self.old = self.stops.last().copied().unwrap_or(self.stack.start().cast());
        self.set_barrier();
    }

    /// Makes the return from the running frame one that is noticed, as no collection has
    /// set the barrier near it.
    pub(super) fn raise_barrier(&mut self) {
        let slot = return_slot(self.base);
        if self.barrier.is_none_or(|barrier| barrier.slot < slot) {
            self.stops.extend(self.barrier.map(|barrier| barrier.slot));
            self.restore_return_word();
            self.stops.push(slot);
            self.set_barrier();
        }
    }

    /// Whether a return to the barrier is the moment for a collection. Above what is old
    /// there may be millions of frames to look at, and soon none: it waits if it can.
    pub(super) fn is_collection_due(&self, mc: Mutation<'gc>) -> bool {
        let cheap = self.barrier.is_some_and(|barrier| barrier.slot <= self.old);
        if cheap { mc.wants_collection() } else { mc.collection_is_overdue() }
    }

    /// Puts the barrier to the topmost stop.
    fn set_barrier(&mut self) {
        let slot = self.stops.pop();
        self.old = self.old.min(slot.unwrap_or(self.stack.start().cast()));
        self.marked.to = self.marked.to.min(self.old);
        // SAFETY: the return word of a live frame.
        self.barrier = slot.map(|slot| unsafe { Barrier { slot, original: slot.replace(RETURN_BARRIER) } });
    }

    /// The barrier's frame is about to return or to be left: the barrier goes further down.
    pub(super) fn lower_barrier(&mut self) {
        self.restore_return_word();
        self.set_barrier();
        self.fetch_waiting();
    }

    /// Has the frames below the barrier fetched into the cache: in a deep stack each of
    /// the returns to come would wait for them.
    fn fetch_waiting(&self) {
        let Some(barrier) = self.barrier else { return };
        let words = self.stack.depth(barrier.slot.cast()).min(FETCHED);
        // SAFETY: the words below a return word are live values.
        let waiting = unsafe { std::slice::from_raw_parts(barrier.slot.sub(words), words) };
        std::hint::black_box(waiting.iter().rev().step_by(LINE).fold(0, |all, word| all ^ word));
    }

    /// The frame whose return word is at `window` is about to be left.
    pub(super) fn uncover(&mut self, window: *mut Value<'gc>) {
        if self.barrier.is_some_and(|barrier| barrier.slot == window.cast()) {
            self.lower_barrier();
        }
    }

    /// Puts the true return word back. From now on any frame may change unnoticed.
    pub(super) fn lift_barrier(&mut self) {
        self.restore_return_word();
        self.forget_barrier();
    }

    /// Forgets the barrier of frames that will not run again, and what is known of them.
    pub(super) fn forget_barrier(&mut self) {
        self.barrier = None;
        self.stops.clear();
        self.old = self.stack.start().cast();
        self.marked = Marked::NONE;
    }

    fn restore_return_word(&mut self) {
        if let Some(barrier) = self.barrier.take() {
            // SAFETY: the barrier's frame is live: its return would have lowered it.
            unsafe { *barrier.slot = barrier.original };
        }
    }
}

/// Address of the return word of the frame at `base`.
fn return_slot(base: *mut Value<'_>) -> *mut u64 {
    base.wrapping_sub(FRAME_HEAD).cast()
}

/// The registers that a frame does not need any more when a call returns to it.
fn dead_in<'gc>(frame: Frame<'gc>) -> &'gc [u16] {
    // SAFETY: the word before register 0 is the frame's closure.
    let closure = unsafe { *frame.base.sub(1) };
    let Some(proto) = closure.closure_proto() else { return &[] };
    let Some(meta) = code_meta(proto) else { return &[] };
    let index = (frame.pc as usize).wrapping_sub(proto.proto_entry() as usize) / 8;
    let liveness = meta.liveness.get_or_init(|| {
        let parts = proto.proto_parts();
        let code: Vec<Word> = parts.code.iter().map(|&word| Word(word)).collect();
        bytecode::liveness(&code, meta, parts.info.registers())
    });
    liveness.dead_at(index)
}
