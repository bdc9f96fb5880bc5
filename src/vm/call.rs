//! Performs slow-path calls: natives, other callees than closures, arity dispatch; and returns to
//! special return words. Control primitives are in [`super::control`].
//!
//! All work on a *window*: `[return word][callee][argument ...]`.

use cairn_backend::bytecode::{CaptureKind, Word};
use cairn_data::bindings::current_value;
use cairn_data::error::{Result, Throw};
use cairn_data::lists;
use cairn_gc::{Kind, Mutation, ProtoInfo, TAG_MASK, Value};
use cairn_middle::primitives::Control;

use super::control::Next;
use super::frames::{caller, window_of};
use super::machine::{Exit, Machine};
use super::native::{Context, Entry, NativeFn};
use super::slow::{not_applicable, takes, wrong_count};
use super::stack::{FRAME_HEAD, RETURN_BARRIER, RETURN_FAILED, RETURN_UNDERFLOW};
use super::values::values_of;

impl<'gc> Machine<'gc> {
    /// Calls `window[1]`, no closure, with `count` arguments. The call returns to `pc`, or in tail position
    /// to where the frame itself does, whose window it takes.
    ///
    /// # Safety
    /// The window lies in the running frame and holds callee and arguments.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn call_other<const IS_TAIL: bool>(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        count: usize,
    ) -> Option<Exit> {
        // SAFETY: the caller's promise.
        let callee = unsafe { *window.add(1) };
        // SAFETY: as above; the frame's head lies before register 0.
        let own = unsafe { self.base.sub(FRAME_HEAD) };
        // SAFETY: as above.
        let ret = if IS_TAIL { unsafe { (*own).bits() } } else { self.pc as u64 };
        // SAFETY: as above.
        if let Some(result) = unsafe { self.try_native(mc, callee, window, count, ret) } {
            return match result {
                // SAFETY: as above.
                Ok(value) if IS_TAIL => unsafe { self.deliver(mc, own, value) },
                Ok(value) => {
                    // SAFETY: as above.
                    unsafe { *window = value };
                    None
                }
                Err(exit) => exit,
            };
        }
        if !self.is_applicable(callee) {
            let thrown = self.not_applicable_here(callee);
            return self.fail(mc, thrown);
        }
        // SAFETY: as above; the program counter reads as a fixnum, and the ranges may overlap.
        unsafe {
            let target = if IS_TAIL { own } else { window };
            if IS_TAIL {
                std::ptr::copy(window.add(1), target.add(1), count + 1);
            } else {
                target.cast::<u64>().write(ret);
            }
            self.call_window(mc, target, count, false)
        }
    }

    /// Calls `callee` with the arguments of a window if it is a native procedure:
    /// its value, or how the run goes on after it failed. The call returns to `ret`.
    ///
    /// # Safety
    /// As for [`Machine::call_other`]; `ret` is a return word.
    #[inline(always)]
    unsafe fn try_native(
        &mut self,
        mc: Mutation<'gc>,
        callee: Value<'gc>,
        window: *mut Value<'gc>,
        count: usize,
        ret: u64,
    ) -> Option<std::result::Result<Value<'gc>, Option<Exit>>> {
        self.native_entry(callee)?.native?;
        // SAFETY: the caller's promise.
        let result =
            unsafe { self.call_native(mc, callee, window, count).and_then(|value| self.checked_values(ret, value)) };
        // SAFETY: as above.
        Some(result.map_err(|thrown| unsafe { self.fail_call(mc, thrown, window, count) }))
    }

    /// The failure of a native that was called with a window, before its return word was
    /// written.
    ///
    /// # Safety
    /// As for [`Machine::call_other`].
    pub(super) unsafe fn fail_call(
        &mut self,
        mc: Mutation<'gc>,
        thrown: Throw<'gc>,
        window: *mut Value<'gc>,
        count: usize,
    ) -> Option<Exit> {
        // SAFETY: the caller's promise. The word in the place of the return word may be
        // stale, while a collection that makes room scans the window.
        let top = unsafe {
            *window = Value::fixnum(0);
            window.add(FRAME_HEAD + count)
        };
        self.fail_native(mc, thrown, top)
    }

    /// The value of the parameter in a window, if it is one and is called without arguments.
    ///
    /// # Safety
    /// As for [`Machine::call_other`].
    #[inline]
    pub(super) unsafe fn parameter_value(
        &self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        count: usize,
    ) -> Option<Value<'gc>> {
        // SAFETY: the caller's promise.
        let callee = unsafe { *window.add(1) };
        (count == 0 && callee.has_kind(Kind::Parameter)).then(|| current_value(mc, self.world.parameters, callee))
    }

    /// The function of a callee, if it is a native that takes this number of arguments.
    #[inline]
    pub(super) fn builtin_for(&self, callee: Value<'gc>, count: usize) -> Option<NativeFn> {
        let entry = self.native_entry(callee)?;
        entry.native.filter(|_| takes_count(entry, count))
    }

    /// The operation of the machine that a callee is, if it is one and takes this number of arguments.
    pub(super) fn control_for(&self, callee: Value<'gc>, count: usize) -> Option<Control> {
        let entry = self.native_entry(callee)?;
        entry.control.filter(|_| takes_count(entry, count))
    }

    /// The closure that a call of `%apply-values` in a window calls, and the number of its arguments, which then
    /// stand in the window; nothing if it calls something else.
    ///
    /// # Safety
    /// As for [`Machine::call_other`].
    pub(super) unsafe fn take_values(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        count: usize,
    ) -> Option<(Value<'gc>, usize)> {
        // SAFETY: the caller's promise: as many arguments follow the head.
        unsafe {
            let control = self.native_entry(*window.add(1))?.control?;
            let consumer = *window.add(FRAME_HEAD);
            if control != Control::ApplyValues || count != 2 || !consumer.is_closure() {
                return None;
            }
            Some((consumer, self.spread_values(mc, window).ok()?))
        }
    }

    /// Puts the values that the consumer in a window of `%apply-values` takes into the place of the
    /// arguments; their number.
    ///
    /// # Errors
    /// When the stack has no room for them, or the heap none for a list of them.
    ///
    /// # Safety
    /// The window holds callee and two arguments.
    pub(super) unsafe fn spread_values(&mut self, mc: Mutation<'gc>, window: *mut Value<'gc>) -> Result<'gc, usize> {
        // SAFETY: the caller's promise; values of an object are not on the stack, which has room for them.
        unsafe {
            let args = window.add(FRAME_HEAD);
            let (consumer, produced) = (*args, *args.add(1));
            let one = [produced];
            let items = if produced.has_kind(Kind::Values) { produced.slot_slice() } else { &one[..] };
            self.check_stack(items.len())?;
            lists::room_for_pairs(mc, items.len())?;
            *window.add(1) = consumer;
            std::ptr::copy_nonoverlapping(items.as_ptr(), args, items.len());
            Ok(items.len())
        }
    }

    /// The closure that a call of a window's callee enters, if it is one or has a clause for
    /// this number of arguments.
    ///
    /// # Safety
    /// As for [`Machine::call_other`].
    pub(super) unsafe fn closure_of(&self, window: *mut Value<'gc>, count: usize) -> Option<Value<'gc>> {
        // SAFETY: the caller's promise.
        let callee = unsafe { *window.add(1) };
        match callee.kind()? {
            Kind::Closure => Some(callee),
            Kind::CaseLambda => choose_clause(callee, count),
            _ => None,
        }
    }

    /// Enters a closure with the arguments of a window, whose return word is not written: that is `pc`, or in
    /// tail position the frame's own.
    ///
    /// # Safety
    /// As for [`Machine::call_other`]; `callee` is a closure.
    pub(super) unsafe fn enter_window(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        callee: Value<'gc>,
        count: usize,
        is_tail: bool,
    ) -> Option<Exit> {
        // SAFETY: the caller's promise; the program counter reads as a fixnum, and the ranges may overlap.
        unsafe {
            *window.add(1) = callee;
            let mut target = window;
            if is_tail {
                target = self.base.sub(FRAME_HEAD);
                std::ptr::copy(window.add(1), target.add(1), count + 1);
            } else {
                window.cast::<u64>().write(self.pc as u64);
            }
            self.enter(mc, target, callee, count)
        }
    }

    /// The failure of the call instruction before `pc`, whose callee is no
    /// procedure: it may be the content of an unbound global.
    fn not_applicable_here(&self, callee: Value<'gc>) -> Throw<'gc> {
        if callee != Value::UNBOUND {
            return not_applicable(callee);
        }
        // SAFETY: rule 4 of the verifier: calls through a global name its cell.
        unsafe {
            let call = Word(*self.pc.sub(1));
            let entry = (*self.base.sub(1)).closure_entry_unchecked();
            super::slow::unbound(super::words::constant(entry, call.b()))
        }
    }

    /// Calls native `callee` with the window's arguments.
    ///
    /// # Safety
    /// As for [`Machine::call_other`].
    unsafe fn call_native(
        &mut self,
        mc: Mutation<'gc>,
        callee: Value<'gc>,
        window: *mut Value<'gc>,
        count: usize,
    ) -> Result<'gc> {
        let Some(entry) = self.native_entry(callee) else { return Err(not_applicable(callee)) };
        check_arity(entry, callee, count)?;
        let Some(native) = entry.native else { return Err(not_applicable(callee)) };
        // SAFETY: the arguments are initialised words of the stack, which the
        // native cannot reach otherwise.
        let args = unsafe { std::slice::from_raw_parts(window.add(FRAME_HEAD), count) };
        native(&mut Context { mc, world: &mut self.world }, args).map_err(|thrown| thrown.among(args))
    }

    fn is_applicable(&self, callee: Value<'gc>) -> bool {
        matches!(
            callee.kind(),
            Some(
                Kind::Closure | Kind::Native | Kind::CaseLambda | Kind::Continuation | Kind::Parameter | Kind::Guardian
            )
        )
    }

    /// Calls what a complete window holds, whatever it is. When memory is short
    /// and this is not done `again`, it will be, after a full collection.
    ///
    /// # Safety
    /// The window holds return word, callee and `count` arguments.
    pub(super) unsafe fn call_window(
        &mut self,
        mc: Mutation<'gc>,
        mut window: *mut Value<'gc>,
        mut count: usize,
        again: bool,
    ) -> Option<Exit> {
        loop {
            // SAFETY: the caller's promise, kept up by each step.
            let callee = unsafe { *window.add(1) };
            let next = match callee.kind() {
                // SAFETY: as above.
                Some(Kind::Closure) => return unsafe { self.enter(mc, window, callee, count) },
                // SAFETY: as above.
                Some(Kind::Native) => unsafe { self.native_window(mc, callee, &mut window, count) },
                Some(Kind::CaseLambda) => match choose_clause(callee, count) {
                    Some(clause) => {
                        // SAFETY: as above.
                        unsafe { *window.add(1) = clause };
                        Ok(Next::Call(count))
                    }
                    None => Err(wrong_count(callee, count)),
                },
                Some(Kind::Continuation) => {
                    // SAFETY: as above.
                    let args = unsafe { std::slice::from_raw_parts(window.add(FRAME_HEAD), count) };
                    // SAFETY: as above.
                    values_of(mc, args).and_then(|value| unsafe { self.enter_continuation(mc, window, callee, value) })
                }
                Some(Kind::Parameter) if count == 0 => {
                    let value = current_value(mc, self.world.parameters, callee);
                    // SAFETY: as above.
                    Ok(Next::Done(unsafe { self.deliver(mc, window, value) }))
                }
                Some(Kind::Guardian) if count <= 2 => {
                    // SAFETY: as above.
                    let args = unsafe { std::slice::from_raw_parts(window.add(FRAME_HEAD), count) };
                    cairn_data::guardian::call_guardian(mc, callee, args)
                        // SAFETY: as above.
                        .map(|value| Next::Done(unsafe { self.deliver(mc, window, value) }))
                }
                // SAFETY: as above.
                Some(Kind::Parameter) if count == 1 => unsafe { self.assign_parameter(mc, window, callee) },
                Some(Kind::Parameter) => Err(wrong_count(callee, count).hint(takes(0, Some(1)))),
                Some(Kind::Guardian) => Err(wrong_count(callee, count)),
                _ => Err(not_applicable(callee)),
            };
            match next {
                Ok(Next::Call(n)) => count = n,
                Ok(Next::Done(exit)) => return exit,
                // SAFETY: as above.
                Err(thrown) if again => return unsafe { self.fail_window(mc, window, thrown) },
                // SAFETY: as above.
                Err(thrown) => return unsafe { self.window_failed(mc, window, count, thrown) },
            }
        }
    }

    /// The call of a complete window has failed for the first time.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    pub(super) unsafe fn window_failed(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        count: usize,
        thrown: Throw<'gc>,
    ) -> Option<Exit> {
        // SAFETY: the caller's promise.
        unsafe {
            match thrown {
                Throw::OutOfMemory(bytes) => self.retry_window(window, count, bytes),
                thrown => self.fail_window(mc, window, thrown),
            }
        }
    }

    /// Leaves the loop for a collection, after which the window is called again.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    unsafe fn retry_window(&mut self, window: *mut Value<'gc>, count: usize, bytes: usize) -> Option<Exit> {
        self.retry_window = Some((window, count));
        // SAFETY: the caller's promise.
        self.top = unsafe { window.add(FRAME_HEAD + count) };
        Some(Exit::OutOfMemory(bytes))
    }

    /// Calls the window again for whose call memory was short, if there is one.
    #[inline]
    pub(super) fn call_again(&mut self, mc: Mutation<'gc>) -> Option<Exit> {
        let (window, count) = self.retry_window.take()?;
        // SAFETY: the window was complete, and nothing has run since.
        unsafe { self.call_window(mc, window, count, true) }
    }

    /// A failure of a call whose window is complete: it is the caller's.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    unsafe fn fail_window(&mut self, mc: Mutation<'gc>, window: *mut Value<'gc>, thrown: Throw<'gc>) -> Option<Exit> {
        // SAFETY: the caller's promise.
        unsafe { self.leave_window(window) };
        self.fail(mc, thrown)
    }

    /// Makes the caller of a complete window the running frame.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    pub(super) unsafe fn leave_window(&mut self, window: *mut Value<'gc>) {
        // SAFETY: the caller's promise: the window has its return word.
        unsafe {
            self.uncover(window);
            self.base = window.add(FRAME_HEAD);
            if let Some(frame) = caller(self.base, (*window).bits()) {
                self.base = frame.base;
                self.pc = frame.pc;
            }
        }
    }

    /// Enters a closure with a complete window.
    ///
    /// # Safety
    /// As for [`Machine::call_window`]; `callee` is a closure.
    unsafe fn enter(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        callee: Value<'gc>,
        count: usize,
    ) -> Option<Exit> {
        // SAFETY: the caller's promise.
        let info = unsafe {
            self.base = window.add(FRAME_HEAD);
            self.pc = callee.closure_entry_unchecked();
            ProtoInfo::from_bits(*self.pc.sub(1))
        };
        self.entered = true;
        let fits = count < 0x1000 && info.arity_bits() & !ProtoInfo::NATIVE == count as u64;
        if !fits && let Err(thrown) = self.adjust_arguments(mc, info, count) {
            return self.fail(mc, thrown);
        }
        None
    }

    /// Carries out a native of a complete window.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    unsafe fn native_window(
        &mut self,
        mc: Mutation<'gc>,
        callee: Value<'gc>,
        window: &mut *mut Value<'gc>,
        count: usize,
    ) -> Result<'gc, Next> {
        let Some(entry) = self.native_entry(callee) else { return Err(not_applicable(callee)) };
        let Some(control) = entry.control else {
            // SAFETY: the caller's promise.
            return unsafe {
                let value = self.call_native(mc, callee, *window, count)?;
                let value = self.checked_values((**window).bits(), value)?;
                Ok(Next::Done(self.deliver(mc, *window, value)))
            };
        };
        check_arity(entry, callee, count)?;
        // SAFETY: as above.
        unsafe { self.control(mc, control, window, count) }
    }

    /// Makes the arguments of the frame just entered fit its parameters.
    #[cold]
    #[inline(never)]
    pub(super) fn adjust_arguments(&mut self, mc: Mutation<'gc>, info: ProtoInfo, count: usize) -> Result<'gc, ()> {
        let params = info.params();
        if count == params && !info.rest() {
            return Ok(());
        }
        if count < params || (count > params && !info.rest()) {
            // SAFETY: the frame's closure stands before register 0.
            let callee = unsafe { *self.base.sub(1) };
            self.leave_entered_frame();
            let most = if info.rest() { None } else { Some(params) };
            return Err(wrong_count(callee, count).hint(takes(params, most)));
        }
        // SAFETY: the frame holds `count` arguments, and room for one more.
        unsafe {
            let extra = std::slice::from_raw_parts(self.base.add(params), count - params);
            *self.base.add(params) = mc.list(extra);
        }
        Ok(())
    }

    /// A frame whose call was wrong is the caller's failure, where there is one.
    pub(super) fn leave_entered_frame(&mut self) {
        // SAFETY: the running frame is live.
        unsafe {
            self.uncover(self.base.sub(FRAME_HEAD));
            let ret = (*self.base.sub(FRAME_HEAD)).bits();
            if ret & TAG_MASK == 0
                && let Some(frame) = caller(self.base, ret)
            {
                self.base = frame.base;
                self.pc = frame.pc;
            }
        }
    }

    /// Makes `value` the result of the call whose window this is.
    ///
    /// # Safety
    /// The window has its return word.
    pub(super) unsafe fn deliver(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        value: Value<'gc>,
    ) -> Option<Exit> {
        // SAFETY: the caller's promise; an ordinary return word is a return address.
        unsafe {
            let ret = (*window).bits();
            if ret & TAG_MASK == 0 {
                self.pc = ret as *const u64;
                self.base = window.sub(window_of(self.pc));
                *window = value;
                return None;
            }
            self.base = window.add(FRAME_HEAD);
            self.return_special(mc, ret, value)
        }
    }

    /// A return from the running frame into a special place. The barrier is a safepoint.
    #[cold]
    #[inline(never)]
    pub(super) fn return_special(&mut self, mc: Mutation<'gc>, ret: u64, value: Value<'gc>) -> Option<Exit> {
        match ret {
            RETURN_UNDERFLOW => self.underflow(value),
            RETURN_BARRIER => {
                let due = self.stress || self.is_collection_due(mc);
                self.lower_barrier();
                // SAFETY: the running frame's window starts with its return word.
                let (window, exit) = unsafe {
                    let window = self.base.sub(FRAME_HEAD);
                    (window, self.deliver(mc, window, value))
                };
                exit.or_else(|| if due { self.collect_after(window) } else { None })
            }
            // The prelude's raise does not return: nothing is left to do.
            _ => {
                debug_assert_eq!(ret, RETURN_FAILED);
                self.result = value;
                Some(Exit::Uncaught)
            }
        }
    }

    /// Makes a closure of `proto` whose captures are described from `at` on.
    ///
    /// # Safety
    /// `count` capture words follow, checked by the verifier; `base` is the
    /// running frame's.
    #[inline]
    pub(super) unsafe fn make_closure(
        &mut self,
        mc: Mutation<'gc>,
        proto: Value<'gc>,
        at: *const u64,
        count: usize,
        base: *mut Value<'gc>,
    ) -> Value<'gc> {
        // SAFETY: the caller's promise.
        let capture = |m: &mut Self, i: usize| unsafe {
            let w = Word(*at.add(i));
            let slot = base.add(w.a() as usize);
            match w.capture_kind() {
                Some(CaptureKind::Register) => *slot,
                Some(CaptureKind::Captured) => (*base.sub(1)).capture_unchecked(w.a() as usize),
                Some(CaptureKind::OpenCell) => m.cell_for(mc, slot),
                Some(CaptureKind::Patch) => Value::UNSPECIFIED,
                _ => *base.sub(1),
            }
        };
        if count <= 8 {
            let mut captured = [Value::FALSE; 8];
            for (i, slot) in captured.iter_mut().take(count).enumerate() {
                *slot = capture(self, i);
            }
            return mc.closure(proto, &captured[..count]);
        }
        let captured: Vec<_> = (0..count).map(|i| capture(self, i)).collect();
        mc.closure(proto, &captured)
    }
}

fn choose_clause<'gc>(callee: Value<'gc>, count: usize) -> Option<Value<'gc>> {
    callee.slot_slice().iter().copied().filter(|clause| clause.is_closure()).find(|clause| {
        // SAFETY: the clause is a closure.
        let info = unsafe { ProtoInfo::from_bits(*clause.closure_entry_unchecked().sub(1)) };
        count == info.params() || (count > info.params() && info.rest())
    })
}

/// Whether a builtin takes this many arguments.
#[inline]
fn takes_count(entry: Entry, count: usize) -> bool {
    count >= entry.min as usize && (entry.max == 255 || count <= entry.max as usize)
}

fn check_arity<'gc>(entry: Entry, callee: Value<'gc>, count: usize) -> Result<'gc, ()> {
    if takes_count(entry, count) {
        return Ok(());
    }
    let most = Some(entry.max.into()).filter(|&max| max != 255);
    Err(wrong_count(callee, count).hint(takes(entry.min.into(), most)))
}
