//! Walking frames: for backtraces, captures and the barrier.
//!
//! A frame is known by its register 0 and the place where it goes on.

use cairn_gc::Value;

use super::machine::{Barrier, Exit, Machine, Marked};
use super::stack::{FRAME_HEAD, RETURN_BARRIER, RETURN_FAILED, RETURN_UNDERFLOW};
use crate::bytecode::{CodeMeta, Liveness, Word};
use crate::source::Span;

/// Frames between the running one and the barrier after a minor collection.
const BARRIER_DISTANCE: usize = 32;

/// One activation.
#[derive(Clone, Copy)]
pub struct Frame<'gc> {
    /// Register 0.
    pub base: *mut Value<'gc>,
    /// Next instruction.
    pub pc: *const u64,
    /// The frame failed: its registers are gone, and it never runs again.
    pub failed: bool,
}

impl Frame<'_> {
    /// Where the frame goes on when a value is returned to it; null if never.
    pub(super) fn resume_pc(self) -> *const u64 {
        if self.failed { std::ptr::null() } else { self.pc }
    }
}

/// Operand `a` of the call instruction before `pc`.
///
/// # Safety
/// `pc` is a return address: a word behind a call instruction.
#[inline(always)]
pub(super) unsafe fn window_of(pc: *const u64) -> usize {
    // SAFETY: the caller's promise.
    Word(unsafe { *pc.sub(1) }).a() as usize
}

/// The frame that waits for the one at `base`, whose return word is `ret`; none
/// at the bottom of the stack or segment.
///
/// # Safety
/// `base` is register 0 of a live frame and `ret` its return word, not a barrier.
pub(super) unsafe fn caller<'gc>(base: *mut Value<'gc>, ret: u64) -> Option<Frame<'gc>> {
    // SAFETY: layout of frames, see `stack`.
    unsafe {
        match ret {
            RETURN_UNDERFLOW => None,
            RETURN_FAILED => {
                let base = base.sub(FRAME_HEAD + 1);
                Some(Frame { base, pc: (*base).bits() as *const u64, failed: true })
            }
            _ => {
                let pc = ret as *const u64;
                Some(Frame { base: base.sub(FRAME_HEAD + window_of(pc)), pc, failed: false })
            }
        }
    }
}

impl<'gc> Machine<'gc> {
    /// The return word of the frame at `base`, seen through the barrier.
    ///
    /// # Safety
    /// `base` is register 0 of a live frame.
    pub(super) unsafe fn return_word(&self, base: *mut Value<'gc>) -> u64 {
        // SAFETY: the caller's promise.
        let word = unsafe { (*base.sub(FRAME_HEAD)).bits() };
        match self.barrier {
            Some(barrier) if word == RETURN_BARRIER => barrier.original,
            _ => word,
        }
    }

    /// The frames on the stack, from the running one outwards.
    pub(super) fn frames(&self) -> impl Iterator<Item = Frame<'gc>> + '_ {
        let first = Some(Frame { base: self.base, pc: self.pc, failed: false });
        // SAFETY: `base` and its callers are live frames.
        std::iter::successors(first, |frame| unsafe { caller(frame.base, self.return_word(frame.base)) })
    }

    /// After a minor collection: everything below a frame some way down is old.
    pub fn set_barrier(&mut self) {
        let marked = self.marked;
        self.lift_barrier();
        let Some(frame) = self.frames().nth(BARRIER_DISTANCE) else { return };
        let slot: *mut u64 = return_slot(frame.base);
        self.marked = Marked { to: marked.to.min(slot), ..marked };
        // SAFETY: the return word of a live frame.
        unsafe {
            self.barrier = Some(Barrier { slot, original: *slot });
            *slot = RETURN_BARRIER;
        }
    }

    /// A frame has returned to the barrier: it goes further down. What has been shown to
    /// the marker below has not changed.
    pub(super) fn lower_barrier(&mut self, go_on: impl FnOnce(&mut Self) -> Option<Exit>) -> Option<Exit> {
        let marked = self.marked;
        self.lift_barrier();
        let exit = go_on(self);
        if exit.is_none() {
            self.marked = marked;
            self.set_barrier();
        }
        exit
    }

    /// Before a collection: clears the registers that frames do not need any more once
    /// their calls return, out to the barrier, below which that has been done. The
    /// running frame is one of them when a call has just returned to it.
    pub fn forget_dead(&mut self) {
        let barrier = self.barrier.map(|barrier| barrier.slot);
        let mut last: (*const u64, &[u16]) = (std::ptr::null(), &[]);
        for frame in self.frames() {
            if frame.pc != last.0 {
                last = (frame.pc, dead_in(frame));
            }
            for &register in last.1.iter().filter(|_| !frame.failed) {
                // SAFETY: a register of a live frame, below the window of its call.
                unsafe { *frame.base.add(register as usize) = Value::fixnum(0) };
            }
            if barrier == Some(return_slot(frame.base)) {
                return;
            }
        }
    }

    /// Puts the true return word back. From now on any frame may change unnoticed.
    pub(super) fn lift_barrier(&mut self) {
        self.marked = Marked::NONE;
        if let Some(barrier) = self.barrier.take() {
            // SAFETY: the barrier's frame is live: its return would have lifted it.
            unsafe { *barrier.slot = barrier.original };
        }
    }

    /// Position of the instruction before `pc` in the frame at `base`.
    pub(super) fn span_at(&self, frame: Frame<'gc>) -> Span {
        // SAFETY: the word before register 0 is the frame's closure.
        let closure = unsafe { *frame.base.sub(1) };
        let Some(proto) = closure.closure_proto().filter(|_| !frame.pc.is_null()) else { return Span::NONE };
        let index = (frame.pc as usize).wrapping_sub(proto.proto_entry() as usize) / 8;
        code_meta(proto).map_or(Span::NONE, |meta| meta.span_at(index.saturating_sub(1)))
    }

    /// Name of the procedure that runs in a frame.
    pub(super) fn name_of(&self, frame: Frame<'gc>) -> Option<std::rc::Rc<str>> {
        // SAFETY: as in `span_at`.
        let closure = unsafe { *frame.base.sub(1) };
        code_meta(closure.closure_proto()?)?.name.clone()
    }

    /// Names and positions of up to `limit` frames, innermost first, those of
    /// captured segments included.
    pub fn backtrace(&self, limit: usize) -> Vec<(Option<std::rc::Rc<str>>, Span)> {
        let mut trace: Vec<_> =
            self.frames().take(limit).map(|frame| (self.name_of(frame), self.span_at(frame))).collect();
        let mut below = self.below;
        while trace.len() < limit && below.segment != Value::FALSE {
            let start = below.segment.slot_slice().as_ptr().cast_mut();
            // SAFETY: a segment holds whole frames, the topmost at `base`.
            let base = unsafe { start.add(below.base) };
            let mut frame = Some(Frame { base, pc: below.pc, failed: false });
            while let Some(f) = frame.filter(|_| trace.len() < limit) {
                trace.push((self.name_of(f), self.span_at(f)));
                // SAFETY: as above; segments hold no barrier.
                frame = unsafe { caller(f.base, (*f.base.sub(FRAME_HEAD)).bits()) };
            }
            below = super::continuation::below_of(below.next);
        }
        trace
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
        Liveness::of(&code, meta, parts.info.registers())
    });
    liveness.dead_at(index)
}

/// What the compiler left about a code object.
pub(super) fn code_meta<'gc>(proto: Value<'gc>) -> Option<&'gc CodeMeta> {
    proto.proto_meta().as_payload()
}
