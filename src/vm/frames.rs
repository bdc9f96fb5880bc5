//! Walks frames, for backtraces, captures and collections.
//!
//! A frame is known by its register 0 and the place where it goes on.

use std::sync::Arc;

use cairn_backend::bytecode::Word;
use cairn_data::code::CodeMeta;
use cairn_data::conditions;
use cairn_data::error::ErrorKind;
use cairn_data::source::Span;
use cairn_gc::{TAG_MASK, Value};

use super::machine::Machine;
use super::stack::{FRAME_HEAD, RETURN_BARRIER, RETURN_FAILED, RETURN_UNDERFLOW};
use super::tails;

/// One activation.
#[derive(Clone, Copy)]
pub(super) struct Frame<'gc> {
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

impl<'gc> Frame<'gc> {
    /// The code that runs in the frame; nothing for the window of a builtin that has failed.
    pub(super) fn code(self) -> Option<Value<'gc>> {
        // SAFETY: the word before register 0 is what was called.
        unsafe { (*self.base.sub(1)).closure_proto() }
    }
}

/// Operand `a` of the call instruction before `pc`.
///
/// # Safety
/// `pc` is a return address: a word after a call instruction.
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

/// The frames on a stack, outwards.
pub(super) struct Frames<'m, 'gc> {
    machine: &'m Machine<'gc>,
    next: Option<Frame<'gc>>,
    /// The last return address, and the words between a frame that returns there and its
    /// caller. Remembered so that the walk down a recursion waits for no memory.
    last: (u64, usize),
}

impl<'gc> Iterator for Frames<'_, 'gc> {
    type Item = Frame<'gc>;

    #[inline]
    fn next(&mut self) -> Option<Frame<'gc>> {
        let frame = self.next?;
        // SAFETY: a live frame of the machine's stack.
        let ret = unsafe { self.machine.return_word(frame.base) };
        if ret == self.last.0 && ret & TAG_MASK == 0 {
            let base = frame.base.wrapping_sub(self.last.1);
            self.next = Some(Frame { base, pc: ret as *const u64, failed: false });
        } else {
            // SAFETY: as above, and its return word.
            self.next = unsafe { caller(frame.base, ret) };
            if let Some(next) = self.next {
                self.last = (ret, (frame.base.addr() - next.base.addr()) / 8);
            }
        }
        Some(frame)
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
    pub(super) fn frames(&self) -> Frames<'_, 'gc> {
        let first = Frame { base: self.base, pc: self.pc, failed: false };
        Frames { machine: self, next: Some(first), last: (RETURN_UNDERFLOW, 0) }
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
    pub(super) fn name_of(&self, frame: Frame<'gc>) -> Option<Arc<str>> {
        // SAFETY: as in `span_at`.
        let closure = unsafe { *frame.base.sub(1) };
        code_meta(closure.closure_proto()?)?.name.clone()
    }

    /// The same, in the text of a program: of code that has no text of its own, the call in
    /// whose place it stands.
    pub(super) fn place_at(&self, frame: Frame<'gc>) -> Span {
        let span = self.span_at(frame);
        // SAFETY: as in `span_at`.
        let closure = unsafe { *frame.base.sub(1) };
        match closure.closure_proto().and_then(code_meta) {
            Some(meta) => outwards(meta, span)
                .map(|(_, span)| span)
                .find(|span| span.is_some())
                .map_or(Span::NONE, |span| Span { site: 0, ..span }),
            None => span,
        }
    }

    /// The procedures that run in up to `limit` frames, innermost first, those of captured
    /// segments included, with those that inlining and tail calls have removed.
    pub fn backtrace(&self, limit: usize) -> Vec<Activation<'gc>> {
        let at_limit = conditions::kind(self.result) == Some(ErrorKind::Limit);
        let mut trace = Trace { at_limit, ..Trace::default() };
        self.visit_frames(limit, |frame| trace.add(self, frame));
        trace.found
    }

    /// Visits up to `limit` frames, innermost first, those of captured segments included.
    pub(super) fn visit_frames(&self, limit: usize, mut visit: impl FnMut(Frame<'gc>)) {
        let mut left = limit;
        for frame in self.frames().take(limit) {
            visit(frame);
            left -= 1;
        }
        let mut below = self.below;
        while left > 0 && below.segment != Value::FALSE {
            let start = below.segment.slot_slice().as_ptr().cast_mut();
            // SAFETY: a segment holds whole frames, the topmost at `base`.
            let base = unsafe { start.add(below.base) };
            let mut frame = Some(Frame { base, pc: below.pc, failed: false });
            while let Some(f) = frame.filter(|_| left > 0) {
                visit(f);
                left -= 1;
                // SAFETY: as above; segments hold no barrier.
                frame = unsafe { caller(f.base, (*f.base.sub(FRAME_HEAD)).bits()) };
            }
            below = super::continuation::below_of(below.next);
        }
    }
}

/// A backtrace under construction.
#[derive(Default)]
struct Trace<'gc> {
    found: Vec<Activation<'gc>>,
    frames: usize,
    /// The code of the frame before, and the call from which it was reached.
    inner: Option<Value<'gc>>,
    /// A limit was reached, so that the last call may have entered nothing.
    at_limit: bool,
    /// The last call that tail calls were looked for after, and the code above it: the frames
    /// of a recursion are alike.
    last: Option<(*const u64, Option<Value<'gc>>)>,
}

impl<'gc> Trace<'gc> {
    /// Adds the procedures that run in a frame: those that it has called and that tail calls
    /// removed, those that were inlined at this place, and its own.
    fn add(&mut self, machine: &Machine<'gc>, frame: Frame<'gc>) {
        // SAFETY: the word before register 0 is the frame's closure.
        let closure = unsafe { *frame.base.sub(1) };
        let Some((code, meta)) = closure.closure_proto().and_then(|code| Some((code, code_meta(code)?))) else {
            // The window of a builtin that has failed: nothing with code was called there.
            self.inner = None;
            self.frames += 1;
            return;
        };
        let inner = self.inner.filter(|_| !frame.failed);
        // The running frame waits for nothing: what it has called has returned. One that failed
        // has called what failed, unless there was no room for that.
        let waits = if frame.failed { !self.at_limit } else { self.frames > 0 };
        if waits && self.last != Some((frame.pc, inner)) {
            self.last = Some((frame.pc, inner));
            for (code, at) in tails::removed(machine, frame, inner) {
                let Some(meta) = code_meta(code) else { continue };
                self.add_place(meta, meta.span_at(at), true, true);
            }
        }
        let index = (frame.pc as usize).wrapping_sub(code.proto_entry() as usize) / 8;
        let span = if frame.pc.is_null() { Span::NONE } else { meta.span_at(index.saturating_sub(1)) };
        self.add_place(meta, span, false, inner.is_some());
        if let Some(own) = self.found.last_mut() {
            own.frame = Some(frame);
        }
        self.inner = Some(code);
        self.frames += 1;
    }

    /// Adds the procedures of a place; `calls` says whether it is a call that another frame
    /// belongs to.
    fn add_place(&mut self, meta: &CodeMeta, span: Span, removed: bool, mut calls: bool) {
        for (name, span) in outwards(meta, span) {
            let is_tail = calls && span.is_tail();
            self.found.push(Activation { name, span: Span { site: 0, ..span }, is_tail, removed, frame: None });
            calls = true;
        }
    }
}

/// A procedure that runs, or that has made a tail call which runs.
#[derive(Clone)]
pub struct Activation<'gc> {
    /// Its name, if it has one.
    pub name: Option<Arc<str>>,
    /// Where it is.
    pub span: Span,
    /// It is at a tail call.
    pub is_tail: bool,
    /// Its frame was removed by that.
    pub removed: bool,
    /// Its frame, when it has one of its own.
    pub(super) frame: Option<Frame<'gc>>,
}

impl PartialEq for Activation<'_> {
    /// Whether both are the same procedure at the same place.
    fn eq(&self, other: &Self) -> bool {
        let parts = |activation: &Self| (activation.span, activation.is_tail, activation.removed);
        self.name == other.name && parts(self) == parts(other)
    }
}

/// The procedures that stand at a place of compiled code, innermost first: name and place.
pub(super) fn outwards(meta: &CodeMeta, span: Span) -> impl Iterator<Item = (Option<Arc<str>>, Span)> + '_ {
    let mut next = Some(span);
    std::iter::from_fn(move || {
        let span = next?;
        let site = meta.places.get().sites.of(span);
        next = site.map(|site| site.call);
        let name = site.map_or(&meta.name, |site| &site.name);
        Some((name.clone(), span))
    })
}

/// The compiler's metadata of a code object.
pub(super) fn code_meta<'gc>(proto: Value<'gc>) -> Option<&'gc CodeMeta> {
    proto.proto_meta().as_payload()
}
