//! Handles safepoints and failures: fuel, interrupts, limits, collections; and how a
//! failed instruction calls the handler.

use cairn_backend::bytecode::forms::{Arrangement, FORMS, arrangement};
use cairn_backend::bytecode::{Op, Role, Word};
use cairn_compiler as compile;
use cairn_data::conditions;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Mutation, ProtoInfo, Stop, Value};
use cairn_middle::primitives::Meaning;

use super::frames::Frame;
use super::machine::{Exit, Machine, QUANTUM};
use super::native::Context;
use super::stack::{FRAME_HEAD, ORDINARY_FRAME, RETURN_FAILED};

/// Words that must be free for a handler to start.
const MARGIN: usize = ORDINARY_FRAME * 16;

impl<'gc> Machine<'gc> {
    /// Starts a quantum for the loop: calls and rounds until the next look.
    pub(super) fn refill(&mut self, mc: Mutation<'gc>) {
        mc.start_quantum(self.ticks_to_next_look());
    }

    fn ticks_to_next_look(&mut self) -> i32 {
        // A native that is tried again is followed by a look, which forgets it.
        if self.stress || !self.retry_at.is_null() {
            return 0;
        }
        let quantum = QUANTUM as usize;
        let room = self.limit_in_force().saturating_sub(self.depth()) / ORDINARY_FRAME;
        if room < quantum && self.stack.is_often_short() {
            self.stack.extend(self.depth(), quantum * ORDINARY_FRAME);
        }
        quantum.min(room) as i32
    }

    /// Words that calls may take now. A stack that has not all of its memory yet keeps some for
    /// handlers, since there may be no more.
    fn limit_in_force(&self) -> usize {
        let capacity = self.stack.capacity();
        if self.overflown { capacity - MARGIN } else { self.soft_limit.min(capacity - MARGIN * 4) }
    }

    /// Whether this depth is too much, also when the stack has been extended as far as it may be.
    fn is_overflow(&mut self, depth: usize) -> bool {
        if depth + MARGIN > self.limit_in_force()
            && self.stack.is_short()
            && (self.overflown || depth + MARGIN <= self.soft_limit)
        {
            self.stack.extend(depth, MARGIN * 5);
        }
        depth + MARGIN > self.limit_in_force()
    }

    /// The safepoint at the entry of a procedure whose tick was the quantum's last: a new
    /// quantum begins, unless the run ends.
    ///
    /// # Safety
    /// The running frame was just entered and its arguments fit.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn safepoint_at_entry(&mut self, mc: Mutation<'gc>) -> Option<Exit> {
        let steps = mc.settle_quantum();
        self.sample_steps(steps);
        // SAFETY: the caller's promise.
        let exit = unsafe { self.trap_at_entry(mc) };
        self.after_trap(mc, exit)
    }

    /// The same for a round of a loop; the stack is live up to `top`.
    #[cold]
    #[inline(never)]
    pub(super) fn safepoint_at_loop(&mut self, mc: Mutation<'gc>, top: *mut Value<'gc>) -> Option<Exit> {
        let steps = mc.settle_quantum();
        self.sample_steps(steps);
        let exit = self.trap(mc, top);
        self.after_trap(mc, exit)
    }

    fn after_trap(&mut self, mc: Mutation<'gc>, exit: Option<Exit>) -> Option<Exit> {
        if exit.is_none() {
            self.refill(mc);
            self.entered = false;
            return self.sample_ahead(mc);
        }
        exit
    }

    /// A trap at the entry of a procedure: its arguments are what is live.
    ///
    /// # Safety
    /// The running frame was just entered and its arguments fit.
    unsafe fn trap_at_entry(&mut self, mc: Mutation<'gc>) -> Option<Exit> {
        if !self.overflown && self.is_overflow(self.depth()) {
            // The call is what is wrong, not what it calls.
            self.leave_entered_frame();
            self.overflown = true;
            return self.fail(mc, stack_overflow(self.depth()));
        }
        // SAFETY: `pc` is the entry of the frame's closure.
        let top = unsafe {
            let info = ProtoInfo::from_bits(*self.pc.sub(1));
            self.base.add(info.params() + info.rest() as usize)
        };
        if self.world.profile.is_some() {
            self.sample_time(mc, true);
        }
        self.trap(mc, top)
    }

    /// Handles pending safepoint work: overflow, interrupt, fuel, collection. The stack is live
    /// up to `top`. If the program continues, the next safepoint is the return from the running
    /// frame at the latest.
    fn trap(&mut self, mc: Mutation<'gc>, top: *mut Value<'gc>) -> Option<Exit> {
        self.top = top;
        self.retry_at = std::ptr::null();
        if self.world.profile.is_some() {
            self.sample_time(mc, false);
        }
        self.sample(mc);
        let depth = self.depth();
        if self.overflown && depth < self.soft_limit / 2 {
            self.overflown = false;
        }
        if self.is_overflow(depth) {
            if self.overflown {
                self.result = self.limit_condition(mc, "stack overflow while an overflow was handled");
                return Some(Exit::Uncaught);
            }
            self.overflown = true;
            return self.fail(mc, stack_overflow(depth));
        }
        if let Some(stop) = mc.stop_requested() {
            return Some(Exit::Stopped(stop));
        }
        if !mc.spend_tick() {
            return Some(Exit::Stopped(Stop::Fuel));
        }
        if self.stress || mc.wants_collection() {
            return Some(Exit::Collect);
        }
        if self.world.wait.is_due {
            return Some(Exit::Waiting);
        }
        self.raise_barrier();
        None
    }

    /// Whether `words` more fit on the stack.
    ///
    /// # Errors
    /// A limit failure when they do not.
    pub(super) fn check_stack(&mut self, words: usize) -> Result<'gc, ()> {
        let depth = self.depth();
        let wanted = depth.saturating_add(words).saturating_add(MARGIN * 2);
        if wanted > self.stack.capacity() && self.stack.is_short() {
            self.stack.extend(depth, words.saturating_add(MARGIN * 2));
        }
        // The reserve above the limit is for the handlers of an overflow.
        let most = if self.overflown { usize::MAX } else { self.soft_limit + MARGIN * 2 };
        if wanted > most.min(self.stack.capacity()) { Err(stack_overflow(depth)) } else { Ok(()) }
    }

    /// The failure of a native: when memory was short, it is tried once more
    /// after a full collection. The stack is live up to `top`.
    #[cold]
    #[inline(never)]
    pub(super) fn fail_native(&mut self, mc: Mutation<'gc>, thrown: Throw<'gc>, top: *mut Value<'gc>) -> Option<Exit> {
        // SAFETY: the native's call instruction precedes `pc`.
        let call = unsafe { self.pc.sub(1) };
        if let Throw::OutOfMemory(bytes) = thrown
            && self.retry_at != call
        {
            self.retry_at = call;
            self.pc = call;
            self.top = top;
            return Some(Exit::OutOfMemory(bytes));
        }
        // SAFETY: as above; the arguments of an instruction that calls a native end at `top`.
        let args = unsafe {
            match Word(*call) {
                word if word.op() == Op::Native => {
                    let count = word.d() as usize;
                    std::slice::from_raw_parts(top.sub(count), count)
                }
                _ => &[],
            }
        };
        self.fail(mc, thrown.among(args))
    }

    /// Raises a memory condition at the call that asked to be tried again.
    pub fn fail_retry(&mut self, mc: Mutation<'gc>) -> Option<Exit> {
        if let Some((window, _)) = self.retry_window.take() {
            // SAFETY: the window is complete, and nothing has run since.
            return unsafe {
                self.leave_window(window);
                self.raise_limit(mc, "out of memory")
            };
        }
        debug_assert!(self.pc == self.retry_at && !self.pc.is_null());
        // SAFETY: the call instruction has one after it.
        self.pc = unsafe { self.pc.add(1) };
        self.retry_at = std::ptr::null();
        self.raise_limit(mc, "out of memory")
    }

    /// The failure of the instruction before `pc`: calls the handler. The frame
    /// will not run again.
    #[cold]
    #[inline(never)]
    pub(super) fn fail(&mut self, mc: Mutation<'gc>, thrown: Throw<'gc>) -> Option<Exit> {
        if let (Throw::Failure(_), Some(pc)) = (&thrown, self.in_order()) {
            self.pc = pc;
            return None;
        }
        self.keep_failed_frame();
        self.keep_failed_arguments();
        let (meaning, object) = match thrown {
            Throw::Raise(object) => (Meaning::Raise, object),
            // The engine makes room for the handler, and has the condition raised.
            Throw::OutOfMemory(_) => return Some(Exit::NoRoom),
            Throw::Stopped(stop) => return Some(Exit::Stopped(stop)),
            Throw::Failure(mut failure) => {
                let here = self.place_at(Frame { base: self.base, pc: self.pc, failed: false });
                self.attribute(&mut failure, here);
                let condition = conditions::from_failure(mc, &failure, here)
                    .unwrap_or_else(|_| self.limit_condition(mc, "out of memory"));
                (Meaning::RaiseCondition, condition)
            }
        };
        let handler = match compile::procedure_that_means(mc, &mut self.world, meaning) {
            Ok(handler) if handler.is_closure() => handler,
            _ => {
                self.result = object;
                return Some(Exit::Uncaught);
            }
        };
        self.close_cells(mc, self.base as usize);
        // SAFETY: the stack has room for an ordinary frame above `base`. The
        // program counter of the failed frame goes to the word before the window.
        unsafe {
            self.base.cast::<u64>().write(self.pc as u64);
            let window = self.base.add(1);
            window.cast::<u64>().write(RETURN_FAILED);
            *window.add(1) = handler;
            *window.add(FRAME_HEAD) = object;
            self.base = window.add(FRAME_HEAD);
            self.pc = handler.closure_entry_unchecked();
        }
        self.entered = true;
        None
    }

    /// Where to go on when the instruction before `pc` belongs to an operand that is evaluated
    /// before earlier ones, one of which may fail too.
    fn in_order(&self) -> Option<*const u64> {
        // SAFETY: the word before register 0 is the frame's closure.
        let proto = unsafe { (*self.base.sub(1)).closure_proto()? };
        let index = (self.pc as usize).wrapping_sub(proto.proto_entry() as usize) / 8;
        let target = super::frames::code_meta(proto)?.in_order(index.wrapping_sub(1))?;
        // SAFETY: the assembler has put an instruction of the code there.
        Some(unsafe { proto.proto_entry().add(target as usize) })
    }

    /// The failure of the primitive before `pc`: the builtin that the program wrote is
    /// called with the operands, fails too, and says what is wrong. The instruction's own
    /// error is in `thrown` when memory was short.
    ///
    /// # Safety
    /// The running frame is live, and its registers are as when the primitive began.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn fail_primitive(&mut self, mc: Mutation<'gc>, thrown: Option<Throw<'gc>>) -> Option<Exit> {
        if let Some(thrown @ Throw::OutOfMemory(_)) = thrown {
            return self.fail(mc, thrown);
        }
        // SAFETY: the caller's promise.
        let (name, operands) = unsafe { self.primitive_call() };
        let native = self.world.session.primitives.find(name).and_then(|id| self.entries[id.0 as usize].native);
        let said = native.map(|native| native(&mut Context { mc, world: &mut self.world }, &operands));
        debug_assert!(matches!(said, Some(Err(_))), "{name} fails as an instruction alone");
        let thrown = match said {
            Some(Err(said)) => said.among(&operands),
            _ => thrown.unwrap_or_else(|| Throw::new(ErrorKind::General, format!("{name}: failed"), &operands)),
        };
        self.fail(mc, thrown)
    }

    /// The call that the primitive before `pc` stands for.
    ///
    /// # Safety
    /// As for [`Machine::fail_primitive`].
    unsafe fn primitive_call(&self) -> (&'static str, Vec<Value<'gc>>) {
        // SAFETY: the caller's promise: `pc` is after an instruction of the frame's code,
        // whose operands the verifier has checked.
        unsafe {
            let word = Word(*self.pc.sub(1));
            let entry = (*self.base.sub(1)).closure_entry_unchecked();
            let [_, fields @ ..] = word.op().roles();
            let operand = |(role, field): (Role, u16)| match role {
                Role::R => Some(*self.base.add(field as usize)),
                Role::I | Role::Idx | Role::Div => Some(Value::fixnum(field as i16 as i64)),
                Role::K | Role::Flo => Some(super::words::constant(entry, field)),
                _ => None,
            };
            let mut operands: Vec<_> =
                fields.into_iter().zip([word.a(), word.b(), word.c()]).filter_map(operand).collect();
            let (name, form) = FORMS[word.d() as usize];
            match (arrangement(form, word.op()), &mut operands[..]) {
                (Arrangement::Exchanged, [x, y]) => std::mem::swap(x, y),
                (Arrangement::Alone, _) => operands.truncate(1),
                (Arrangement::Negated, [_, y]) => *y = Value::fixnum(-y.fixnum_unchecked()),
                _ => {}
            }
            (name, operands)
        }
    }

    /// A limit condition, made without fail.
    pub(super) fn limit_condition(&mut self, mc: Mutation<'gc>, message: &str) -> Value<'gc> {
        let message = mc.string(message).unwrap_or(Value::FALSE);
        let span = self.place_at(Frame { base: self.base, pc: self.pc, failed: false });
        conditions::make(mc, ErrorKind::Limit, message, Value::NIL, span, Value::FALSE)
    }

    /// Raises a limit condition where the machine stands, at a safepoint.
    pub fn raise_limit(&mut self, mc: Mutation<'gc>, message: &str) -> Option<Exit> {
        let condition = self.limit_condition(mc, message);
        self.fail(mc, Throw::Raise(condition))
    }
}

fn stack_overflow<'gc>(depth: usize) -> Throw<'gc> {
    let kib = depth / 128;
    let size = if kib < 1024 { format!("{kib} KiB") } else { format!("{} MiB", kib >> 10) };
    Throw::new(ErrorKind::Limit, format!("stack overflow: {size} of frames"), &[])
        .hint("is there a recursion without an end? A loop in tail position needs no stack")
}
