//! Implements continuations by the incremental stack/heap strategy (Clinger, Hartheimer, Ost,
//! "Implementation Strategies for First-Class Continuations").
//!
//! A capture moves the live stack to a heap segment, once, and leaves the stack
//! empty; returning into the segment takes one frame back. A second capture
//! costs only what has come on the stack since. Segments are never changed, so
//! a continuation can be entered any number of times.
//!
//! Re-entry must share assigned variables, but not temporaries: at a
//! capture, open cells are closed and every assigned variable of the moved frames
//! goes to a cell, which its register then holds.

use cairn_data::dynamic::continuation::{BASE, HANDLERS, LENGTH, NEXT, PARAMETERS, PC, SEGMENT, SLOTS, WINDERS};
use cairn_data::error::Result;
use cairn_gc::{Kind, Mutation, ProtoInfo, Value};

use super::frames::{Frame, caller, code_meta, window_of};
use super::machine::{Below, Exit, Machine};
use super::stack::{FRAME_HEAD, RETURN_UNDERFLOW};
use crate::words::entry_at;
use crate::world::World;

/// Reads the stack position of a continuation object; `#f` gives none.
pub(super) fn below_of(continuation: Value<'_>) -> Below<'_> {
    let Some(slots) = slots_of(continuation) else { return Below::NONE };
    let index = |slot: usize| slots[slot].as_index().unwrap_or(0);
    Below {
        segment: slots[SEGMENT],
        next: slots[NEXT],
        length: index(LENGTH),
        base: index(BASE),
        pc: slots[PC].bits() as *const u64,
        object: continuation,
    }
}

/// The slots of a continuation object.
fn slots_of<'gc>(continuation: Value<'gc>) -> Option<&'gc [Value<'gc>; SLOTS]> {
    if !continuation.has_kind(Kind::Continuation) {
        return None;
    }
    continuation.slot_slice().try_into().ok()
}

impl<'gc> Machine<'gc> {
    fn make_continuation(&self, mc: Mutation<'gc>, below: Below<'gc>) -> Value<'gc> {
        let mut slots = [Value::FALSE; SLOTS];
        slots[SEGMENT] = below.segment;
        slots[WINDERS] = self.world.winders;
        slots[HANDLERS] = self.world.handlers;
        slots[PARAMETERS] = self.world.parameters;
        slots[NEXT] = below.next;
        slots[LENGTH] = Value::fixnum(below.length as i64);
        slots[BASE] = Value::fixnum(below.base as i64);
        // SAFETY: a code address is a multiple of 8 and reads as a fixnum.
        slots[PC] = unsafe { Value::from_raw(below.pc as u64) };
        mc.alloc(Kind::Continuation, &slots)
    }

    /// The continuation below the stack, with the present dynamic state: the one that was made of it before, if
    /// that has the same. Continuations never change, so nothing tells them apart.
    fn continuation_below(&mut self, mc: Mutation<'gc>) -> Value<'gc> {
        let World { winders, handlers, parameters, .. } = self.world;
        let fits = |slots: &[Value<'gc>; SLOTS]| {
            slots[WINDERS] == winders && slots[HANDLERS] == handlers && slots[PARAMETERS] == parameters
        };
        if !slots_of(self.below.object).is_some_and(fits) {
            self.below.object = self.make_continuation(mc, self.below);
        }
        self.below.object
    }

    /// The continuation that the next segment is on top of, whatever its dynamic state; `#f` at the bottom.
    fn next_below(&self, mc: Mutation<'gc>) -> Value<'gc> {
        match (self.below.segment, self.below.object) {
            (Value::FALSE, _) => Value::FALSE,
            (_, Value::FALSE) => self.make_continuation(mc, self.below),
            (_, known) => known,
        }
    }

    /// Captures the stack below `top`, whose topmost frame is `frame` (none: the
    /// stack holds nothing below `top`). Afterwards the stack is empty.
    ///
    /// # Safety
    /// `top` is the end of that frame's live registers.
    pub(super) unsafe fn capture(
        &mut self,
        mc: Mutation<'gc>,
        frame: Option<Frame<'gc>>,
        top: *mut Value<'gc>,
    ) -> Result<'gc> {
        let Some(frame) = frame else {
            return Ok(self.continuation_below(mc));
        };
        self.lift_barrier();
        self.move_assigned(mc, frame);
        let start: *mut Value<'gc> = self.stack.start();
        let length = self.stack.depth(top);
        // SAFETY: the words below `top` are live values.
        let words = unsafe { std::slice::from_raw_parts(start, length) };
        let segment = mc.alloc_copy(Kind::Segment, words)?;
        let next = self.next_below(mc);
        let pc = frame.resume_pc();
        self.below = Below { segment, next, length, base: self.stack.depth(frame.base), pc, object: Value::FALSE };
        Ok(self.continuation_below(mc))
    }

    /// Moves the assigned variables of `frame` and its callers to cells.
    fn move_assigned(&mut self, mc: Mutation<'gc>, frame: Frame<'gc>) {
        for (slot, cell) in std::mem::take(&mut self.open) {
            let slot = slot as *mut Value<'gc>;
            // SAFETY: open cells refer to slots of live frames.
            unsafe {
                cell.close_cell(mc, *slot);
                *slot = cell;
            }
        }
        let mut next = Some(frame);
        while let Some(frame) = next {
            // SAFETY: a live frame: its closure stands before register 0, and its program
            // counter after a call.
            unsafe {
                if !frame.failed
                    && (*frame.base.sub(1)).is_closure()
                    && ProtoInfo::from_bits(*entry_at(frame.base).sub(1)).has_assigned()
                    && let Some(proto) = (*frame.base.sub(1)).closure_proto()
                    && let Some(meta) = code_meta(proto)
                {
                    let index = (frame.pc as usize - proto.proto_entry() as usize) / 8 - 1;
                    // The registers below the window of the call have been written (rule 9 of the
                    // verifier); the meta data is not checked.
                    let window = window_of(frame.pc);
                    for register in meta.assigned_at(index).filter(|&register| (register as usize) < window) {
                        let slot = frame.base.add(register as usize);
                        if !(*slot).is_cell() {
                            *slot = mc.closed_cell(*slot);
                        }
                    }
                }
                next = caller(frame.base, (*frame.base.sub(FRAME_HEAD)).bits());
            }
        }
    }

    /// Takes a run that was stopped at a safepoint off the machine: a continuation that goes on
    /// where it stopped, by [`Machine::unpark`].
    ///
    /// # Errors
    /// Out of memory; the run is as it was.
    pub fn park(&mut self, mc: Mutation<'gc>) -> Result<'gc> {
        self.lift_barrier();
        // SAFETY: the running frame is live, and its return word is no barrier any more.
        let below = unsafe { caller(self.base, (*self.base.sub(FRAME_HEAD)).bits()) };
        self.close_cells(mc, 0);
        if let Some(frame) = below {
            self.move_assigned(mc, frame);
        }
        let length = self.stack.depth(self.top);
        // SAFETY: at a safepoint the words below `top` are live values.
        let words = unsafe { std::slice::from_raw_parts(self.stack.start(), length) };
        let segment = mc.alloc_copy(Kind::Segment, words)?;
        let next = self.next_below(mc);
        let base = self.stack.depth(self.base);
        let parked =
            self.make_continuation(mc, Below { segment, next, length, base, pc: self.pc, object: Value::FALSE });
        self.abandon();
        Ok(parked)
    }

    /// Puts a run back that [`Machine::park`] has taken off. It is to go on at once.
    pub fn unpark(&mut self, parked: Value<'gc>) {
        self.abandon();
        self.enter_state(parked);
        let length = self.below.length - (self.below.base - FRAME_HEAD);
        self.take_frame();
        let start: *mut Value<'gc> = self.stack.start();
        // SAFETY: `take_frame` has put `length` words at the start of the stack.
        self.top = unsafe { start.add(length) };
    }

    /// Makes the dynamic state of a continuation the current one, and it what is below.
    fn enter_state(&mut self, continuation: Value<'gc>) {
        if let Some(slots) = slots_of(continuation) {
            self.world.winders = slots[WINDERS];
            self.world.handlers = slots[HANDLERS];
            self.world.parameters = slots[PARAMETERS];
        }
        self.below = below_of(continuation);
    }

    /// Makes `value` what the captured call of `continuation` returns.
    pub(super) fn throw_to(&mut self, mc: Mutation<'gc>, continuation: Value<'gc>, value: Value<'gc>) -> Option<Exit> {
        self.close_cells(mc, 0);
        self.forget_barrier();
        self.enter_state(continuation);
        self.underflow(value)
    }

    /// Returns `value` into the continuation below the empty stack: takes one
    /// frame back, or ends the run.
    pub(super) fn underflow(&mut self, value: Value<'gc>) -> Option<Exit> {
        let start: *mut Value<'gc> = self.stack.start();
        let below = self.below;
        if below.segment == Value::FALSE {
            self.result = value;
            self.base = start;
            self.top = start;
            return Some(Exit::Done);
        }
        if below.pc.is_null() {
            // A failed frame: the prelude's raise does not return.
            self.result = value;
            return Some(Exit::Uncaught);
        }
        self.take_frame();
        // SAFETY: `pc` is the return address of a call, whose window is in the frame.
        unsafe { *self.base.add(window_of(below.pc)) = value };
        None
    }

    /// Takes the topmost frame of the segment below back to the empty stack.
    fn take_frame(&mut self) {
        let start: *mut Value<'gc> = self.stack.start();
        let below = self.below;
        let words = below.segment.slot_slice();
        let frame = &words[below.base - FRAME_HEAD..below.length];
        let ret = frame[0].bits();
        // SAFETY: the frame was on this stack before, so there is room for it at
        // the start; `pc` is a return address of its code.
        unsafe {
            std::ptr::copy_nonoverlapping(frame.as_ptr(), start, frame.len());
            start.cast::<u64>().write(RETURN_UNDERFLOW);
            self.base = start.add(FRAME_HEAD);
            self.pc = below.pc;
            self.below = match caller(words.as_ptr().add(below.base).cast_mut(), ret) {
                None => below_of(below.next),
                Some(next) => Below {
                    length: below.base - FRAME_HEAD,
                    base: (next.base as usize - words.as_ptr() as usize) / 8,
                    pc: next.resume_pc(),
                    object: Value::FALSE,
                    ..below
                },
            };
        }
    }
}
