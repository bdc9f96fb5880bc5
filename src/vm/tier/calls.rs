//! Calls of what native code does not enter itself: builtins, `apply`, `call/cc`, continuations, parameters, closures
//! with rest arguments.
//!
//! A call of a builtin or parameter ends here. A callee that calls a closure in its place goes straight to the closure's
//! native code, if that takes just these arguments; else the machine enters it, as for the interpreter.

use cairn_data::error::Result;
use cairn_gc::{Kind, Mutation, ProtoInfo, Value};
use cairn_middle::primitives::Control;

use super::helpers::{Answer, GO_ON, Outcome, settled, with_machine};
use super::shared::Shared;
use crate::control::Next;
use crate::machine::Machine;
use crate::native::{Context, NativeFn};
use crate::stack::FRAME_HEAD;
use crate::words::entry_at;

/// A call by native code.
struct Call<'gc> {
    /// Callee and arguments.
    window: *mut Value<'gc>,
    count: usize,
    /// The instruction after the call.
    after: *const u64,
    is_tail: bool,
}

/// # Safety
/// As for [`with_machine`]; the instruction with this index of the running procedure calls
/// what the window holds with `count` arguments; `is_tail` says whether in tail position.
pub(super) unsafe extern "C" fn call_value(
    shared: *mut Shared,
    window: u64,
    count: u64,
    index: u64,
    is_tail: u64,
) -> Answer {
    // SAFETY: the caller's promise.
    unsafe {
        with_machine(shared, |m, mc| {
            let after = entry_at(m.base).add(index as usize + 1);
            let call = Call { window: window as *mut Value<'_>, count: count as usize, after, is_tail: is_tail != 0 };
            let callee = *call.window.add(1);
            if let Some(native) = m.builtin_for(callee, call.count) {
                return call.builtin(m, mc, native);
            }
            match callee.kind() {
                Some(Kind::Native) => call.control_builtin(m, mc),
                Some(Kind::Closure | Kind::CaseLambda) => match m.closure_of(call.window, call.count) {
                    Some(closure) => call.closure(m, mc, closure, call.count),
                    None => call.other(m, mc),
                },
                Some(Kind::Parameter) => match m.parameter_value(mc, call.window, call.count) {
                    Some(value) => call.value(value),
                    None => call.other(m, mc),
                },
                Some(Kind::Continuation) if call.count == 1 => call.continuation(m, mc),
                _ => call.other(m, mc),
            }
        })
    }
}

/// The address of a closure's native code, if it has some and takes just this number of arguments.
///
/// # Safety
/// `callee` is a closure.
#[inline]
unsafe fn native_code(callee: Value<'_>, count: usize) -> Option<Answer> {
    // SAFETY: the info word and the native word stand before the entry of code.
    unsafe {
        let entry = callee.closure_entry_unchecked();
        let info = ProtoInfo::from_bits(*entry.sub(1));
        (info.arity_bits() == count as u64 | ProtoInfo::NATIVE).then(|| *entry.sub(2) as Answer)
    }
}

/// Each method needs what [`call_value`] does: the window holds callee and arguments, in the running frame.
impl<'gc> Call<'gc> {
    /// The call ends with a value.
    unsafe fn value(&self, value: Value<'gc>) -> Outcome {
        // SAFETY: a word of the running frame.
        unsafe { *self.window = value };
        Ok(GO_ON)
    }

    /// Has the machine carry the call out.
    #[cold]
    unsafe fn other(&self, m: &mut Machine<'gc>, mc: Mutation<'gc>) -> Outcome {
        let (base, &Call { window, count, after, is_tail }) = (m.base, self);
        m.pc = after;
        // SAFETY: as it says above.
        let exit = unsafe {
            if is_tail { m.call_other::<true>(mc, window, count) } else { m.call_other::<false>(mc, window, count) }
        };
        match settled(mc, exit) {
            None if m.base == base && m.pc == after => Ok(GO_ON),
            exit => Err(exit),
        }
    }

    unsafe fn closure(&self, m: &mut Machine<'gc>, mc: Mutation<'gc>, callee: Value<'gc>, count: usize) -> Outcome {
        m.pc = self.after;
        // SAFETY: as it says above.
        Err(settled(mc, unsafe { m.enter_window(mc, self.window, callee, count, self.is_tail) }))
    }

    /// Goes on in a continuation, if that takes no winder to be called and a tick is left.
    unsafe fn continuation(&self, m: &mut Machine<'gc>, mc: Mutation<'gc>) -> Outcome {
        // SAFETY: as it says above: there is one argument.
        let (continuation, value) = unsafe { (*self.window.add(1), *self.window.add(FRAME_HEAD)) };
        if value.has_kind(Kind::Values) || !m.has_winders_of(continuation) || !mc.try_tick() {
            // SAFETY: as it says above.
            return unsafe { self.other(m, mc) };
        }
        Err(settled(mc, m.throw_to(mc, continuation, value)))
    }

    #[inline(always)]
    unsafe fn builtin(&self, m: &mut Machine<'gc>, mc: Mutation<'gc>, native: NativeFn) -> Outcome {
        // SAFETY: as it says above.
        unsafe {
            let args = std::slice::from_raw_parts(self.window.add(FRAME_HEAD), self.count);
            match native(&mut Context { mc, world: &mut m.world }, args) {
                Ok(value) if !value.has_kind(Kind::Values) => self.value(value),
                called => self.settle_builtin(m, mc, called),
            }
        }
    }

    /// Calls a builtin that is no function of its arguments.
    #[inline(never)]
    unsafe fn control_builtin(&self, m: &mut Machine<'gc>, mc: Mutation<'gc>) -> Outcome {
        let &Call { window, count, .. } = self;
        // SAFETY: as it says above.
        unsafe {
            match m.control_for(*window.add(1), count) {
                Some(Control::ApplyValues) => match m.take_values(mc, window, count) {
                    Some((consumer, count)) => self.closure(m, mc, consumer, count),
                    None => self.other(m, mc),
                },
                Some(control @ (Control::Apply | Control::CallCc)) => self.control(m, mc, control),
                _ => self.other(m, mc),
            }
        }
    }

    /// Goes on after a builtin that has failed, or has returned several values.
    #[cold]
    #[inline(never)]
    unsafe fn settle_builtin(&self, m: &mut Machine<'gc>, mc: Mutation<'gc>, called: Result<'gc>) -> Outcome {
        let &Call { window, count, after, is_tail } = self;
        m.pc = after;
        // SAFETY: as it says above.
        unsafe {
            let own = m.base.sub(FRAME_HEAD);
            let ret = if is_tail { (*own).bits() } else { after as u64 };
            let args = std::slice::from_raw_parts(window.add(FRAME_HEAD), count);
            let called = called.map_err(|thrown| thrown.among(args));
            let exit = match called.and_then(|value| m.checked_values(ret, value)) {
                Ok(value) if is_tail => m.deliver(mc, own, value),
                Ok(value) => return self.value(value),
                Err(thrown) => m.fail_call(mc, thrown, window, count),
            };
            Err(settled(mc, exit))
        }
    }

    /// Completes the window, in tail position in the place of the running frame, for an operation that calls on; and
    /// calls what that leads to.
    unsafe fn control(&self, m: &mut Machine<'gc>, mc: Mutation<'gc>, control: Control) -> Outcome {
        let &Call { mut window, count, after, is_tail } = self;
        m.pc = after;
        // SAFETY: as it says above; the program counter reads as a fixnum, and the ranges may overlap.
        unsafe {
            if is_tail {
                window = m.base.sub(FRAME_HEAD);
                std::ptr::copy(self.window.add(1), window.add(1), count + 1);
            } else {
                window.cast::<u64>().write(after as u64);
            }
            match m.control(mc, control, &mut window, count) {
                Ok(Next::Call(count)) => self.call_on(m, mc, window, count, control == Control::Apply),
                Ok(Next::Done(exit)) => Err(settled(mc, exit)),
                Err(thrown) => Err(settled(mc, m.window_failed(mc, window, count, thrown))),
            }
        }
    }

    /// Calls what a complete window holds now. `is_here` says whether the running frame still is on the stack: a
    /// capture has moved it away.
    unsafe fn call_on(
        &self,
        m: &mut Machine<'gc>,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        count: usize,
        is_here: bool,
    ) -> Outcome {
        // SAFETY: `control` has put callee and arguments there.
        unsafe {
            let callee = *window.add(1);
            if callee.is_closure()
                && let Some(address) = native_code(callee, count)
            {
                m.base = window.add(FRAME_HEAD);
                return Ok(address);
            }
            let Some(native) = m.builtin_for(callee, count) else {
                return Err(settled(mc, m.call_window(mc, window, count, false)));
            };
            let args = std::slice::from_raw_parts(window.add(FRAME_HEAD), count);
            let called = match native(&mut Context { mc, world: &mut m.world }, args) {
                Ok(value) if is_here && !value.has_kind(Kind::Values) => return self.value(value),
                Ok(value) => m.checked_values((*window).bits(), value),
                Err(thrown) => Err(thrown.among(args)),
            };
            Err(settled(
                mc,
                match called {
                    Ok(value) => m.deliver(mc, window, value),
                    Err(thrown) => m.window_failed(mc, window, count, thrown),
                },
            ))
        }
    }
}
