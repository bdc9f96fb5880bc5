//! Keeps the machine's state: stack, open cells, the continuation below the stack,
//! limits. It is the root of the heap.

use cairn_gc::{Kind, ProtoInfo, Stop, Trace, Tracer, Value};

use super::barrier::{Barrier, Marked};
use super::native::Entry;
use super::stack::{FRAME_HEAD, ORDINARY_FRAME, RETURN_UNDERFLOW, Stack};
use super::tier::Tier;
use crate::world::World;

/// Calls and loop rounds between two looks at interrupts and limits.
pub const QUANTUM: i32 = 4096;

/// Why [`run`](super::run::run) came back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// A collection is due; run again afterwards.
    Collect,
    /// A call found no room for this many bytes; collect fully and run again.
    OutOfMemory(usize),
    /// Memory is short where nothing can be collected or done again; a condition
    /// is to be raised.
    NoRoom,
    /// The program has ended; its value is in `result`.
    Done,
    /// `(%exit code)`; the code is in `result`.
    Quit,
    /// No handler was left for the object in `result`.
    Uncaught,
    /// Something stops the run where it is; may be run again.
    Stopped(Stop),
    /// The run waits for a future of the host; to be run again when that may be ready.
    Waiting,
}

/// The part of the continuation that is not on the stack: a captured segment,
/// from which frames are taken back one at a time.
#[derive(Clone, Copy)]
pub struct Below<'gc> {
    /// The segment, or `#f` when nothing is below.
    pub segment: Value<'gc>,
    /// The continuation below the segment, or `#f`.
    pub next: Value<'gc>,
    /// Words of the segment that are still below.
    pub length: usize,
    /// Where register 0 of the topmost of its frames is.
    pub base: usize,
    /// Where that frame goes on.
    pub pc: *const u64,
    /// A continuation that is just this, or `#f` when none is known.
    pub object: Value<'gc>,
}

impl<'gc> Below<'gc> {
    /// Nothing.
    pub const NONE: Below<'gc> = Below {
        segment: Value::FALSE,
        next: Value::FALSE,
        length: 0,
        base: 0,
        pc: std::ptr::null(),
        object: Value::FALSE,
    };
}

/// The machine.
pub struct Machine<'gc> {
    /// The state shared by running code.
    pub world: World<'gc>,
    pub(super) stack: Stack,
    /// Next instruction.
    pub(super) pc: *const u64,
    /// Register 0 of the running frame.
    pub(super) base: *mut Value<'gc>,
    /// After the last live word of the stack, while not running.
    pub(super) top: *mut Value<'gc>,
    /// Open cells by the address of their stack slot, ascending.
    pub(super) open: Vec<(usize, Value<'gc>)>,
    pub(super) below: Below<'gc>,
    pub(super) barrier: Option<Barrier>,
    /// Return words of frames below the barrier, ascending, where it goes when it is
    /// lowered.
    pub(super) stops: Vec<*mut u64>,
    /// Where the words begin that may have changed since the last minor collection.
    pub(super) old: *mut u64,
    pub(super) marked: Marked,
    pub(super) entries: &'static [Entry],
    /// Trap at each safepoint.
    pub stress: bool,
    /// Depth in words at which the stack counts as overflown.
    pub(super) soft_limit: usize,
    /// The stack overflowed, and has not yet come down again.
    pub(super) overflown: bool,
    /// The call of a native that is tried again after a collection.
    pub(super) retry_at: *const u64,
    /// The complete window that is called again after a collection.
    pub(super) retry_window: Option<(*mut Value<'gc>, usize)>,
    /// A slow path has just entered a procedure: a safepoint is due.
    pub(super) entered: bool,
    /// Procedures as machine code.
    pub(super) tier: Tier<'gc>,
    /// The result of an exit.
    pub result: Value<'gc>,
    /// Storage for the arguments of a call by the host, while one is prepared.
    pub arguments: Vec<Value<'gc>>,
}

impl<'gc> Machine<'gc> {
    /// A machine with this stack.
    pub fn new(world: World<'gc>, stack: Stack) -> Self {
        let entries = world.builtins.entries;
        let soft_limit = stack.limit();
        let base = stack.start();
        Machine {
            world,
            pc: std::ptr::null(),
            base,
            top: base,
            stack,
            open: Vec::new(),
            below: Below::NONE,
            barrier: None,
            stops: Vec::new(),
            old: base.cast(),
            marked: Marked::NONE,
            entries,
            stress: false,
            soft_limit,
            overflown: false,
            retry_at: std::ptr::null(),
            retry_window: None,
            entered: false,
            tier: Tier::new(),
            result: Value::UNSPECIFIED,
            arguments: Vec::new(),
        }
    }

    /// Prepares a call of a closure that takes exactly this number of arguments, so that its frame
    /// can begin at once. Returns false, and does nothing, for any other procedure.
    #[inline]
    pub fn start_exact(&mut self, procedure: Value<'gc>, args: &[Value<'gc>]) -> bool {
        if !procedure.is_closure() || args.len() >= ORDINARY_FRAME {
            return false;
        }
        // SAFETY: a closure has its code's entry, after the word of its facts.
        let info = unsafe { ProtoInfo::from_bits(*procedure.closure_entry_unchecked().sub(1)) };
        let fits = info.arity_bits() == args.len() as u64;
        if fits {
            self.start(procedure, args);
        }
        fits
    }

    /// Prepares a call of `closure`, whose arity is right, on an empty stack.
    pub fn start(&mut self, closure: Value<'gc>, args: &[Value<'gc>]) {
        assert!(closure.is_closure());
        self.abandon();
        let start: *mut Value<'gc> = self.stack.start();
        // SAFETY: the stack has more than two words; the closure was checked.
        unsafe {
            start.cast::<u64>().write(RETURN_UNDERFLOW);
            start.add(1).write(closure);
            self.base = start.add(FRAME_HEAD);
            self.pc = closure.closure_entry_unchecked();
            std::ptr::copy_nonoverlapping(args.as_ptr(), self.base, args.len());
            self.top = self.base.add(args.len());
        }
    }

    /// Whether there are no frames.
    pub fn is_idle(&self) -> bool {
        self.top == self.stack.start()
    }

    /// Lets go of all that belongs to a run that is over.
    pub fn abandon(&mut self) {
        self.forget_stack();
        self.below = Below::NONE;
        self.base = self.stack.start();
        self.top = self.base;
        self.overflown = false;
        self.retry_at = std::ptr::null();
        self.retry_window = None;
        self.result = Value::UNSPECIFIED;
    }

    /// Forgets frames, open cells and the barrier; for use when control leaves
    /// the present stack for good.
    pub(super) fn forget_stack(&mut self) {
        self.open.clear();
        self.forget_barrier();
    }

    /// Traces the stack. A minor collection scans only the frames above the return barrier;
    /// marking goes on from where it stopped, bottom first, within its budget.
    fn trace_stack(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        let start: *mut u64 = self.stack.start().cast();
        let mut from = if tracer.is_minor() { self.old } else { start };
        let mut to: *mut u64 = self.top.cast();
        tracer.left_out((from as usize - start as usize) / 8);
        if let Some(marking) = tracer.marking() {
            if self.marked.marking == marking {
                from = self.marked.to;
            }
            debug_assert!(start <= from && from <= self.old);
            let old = (self.old as usize - from as usize) / 8;
            let shown = old.min(tracer.budget());
            self.marked = Marked { marking, to: from.wrapping_add(shown) };
            if shown < old {
                to = self.marked.to;
                tracer.postpone();
            }
        }
        let length = (to as usize - from as usize) / 8;
        // SAFETY: the words from `from` to `to` are initialised values (the compiler
        // clears holes), and nobody else refers to them now.
        tracer.visit_slice(unsafe { std::slice::from_raw_parts_mut(from.cast(), length) });
    }

    /// The builtin number of a native procedure.
    #[inline]
    pub(super) fn native_entry(&self, callee: Value<'gc>) -> Option<Entry> {
        if !callee.has_kind(Kind::Native) {
            return None;
        }
        self.entries.get(callee.slot(0)?.as_index()?).copied()
    }

    /// Depth of the stack in words.
    pub fn depth(&self) -> usize {
        self.stack.depth(self.base)
    }
}

// SAFETY: every value that the machine will look at again is visited: the world,
// the live stack (but for what need not be visited, see `trace_stack`), open cells, the continuation below, the result.
unsafe impl<'gc> Trace<'gc> for Machine<'gc> {
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        self.world.trace(tracer);
        self.trace_stack(tracer);
        for (_, cell) in &mut self.open {
            tracer.visit(cell);
        }
        tracer.visit(&mut self.below.segment);
        tracer.visit(&mut self.below.next);
        tracer.visit(&mut self.below.object);
        tracer.visit(&mut self.result);
        self.tier.trace(tracer);
    }
}
