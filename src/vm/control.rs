//! Performs the control primitives: `apply`, `call/cc`, continuations, parameters, procedures of the
//! host.
//!
//! All work on a *window*, as [`super::call`] does.

use cairn_compiler as compile;
use cairn_data::error::{Result, Throw};
use cairn_data::lists;
use cairn_gc::{Kind, Mutation, Value};
use cairn_middle::primitives::{Arity, Control};

use super::frames::caller;
use super::machine::{Exit, Machine};
use super::native::Context;
use super::slow::{not_applicable, takes, wrong_count};
use super::stack::{FRAME_HEAD, RETURN_UNDERFLOW};
use super::values::check_continuation;
use crate::world::Answer;

/// Slot of a native that has the number of a procedure of the host.
const HOST_NUMBER: usize = 2;

/// The next step after a control operation.
pub(super) enum Next {
    /// Call the procedure in the window, with this many arguments.
    Call(usize),
    /// The call is over.
    Done(Option<Exit>),
}

impl<'gc> Machine<'gc> {
    /// Carries out a control operation.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    pub(super) unsafe fn control(
        &mut self,
        mc: Mutation<'gc>,
        control: Control,
        window: &mut *mut Value<'gc>,
        count: usize,
    ) -> Result<'gc, Next> {
        // SAFETY: the caller's promise: `count` arguments follow the head.
        let args = unsafe { std::slice::from_raw_parts(window.add(FRAME_HEAD), count) };
        match control {
            Control::Apply => {
                let tail = args[count - 1];
                // SAFETY: as above.
                unsafe { self.spread(mc, *window, count, tail) }
            }
            // SAFETY: as above.
            Control::ApplyValues => unsafe { self.spread_values(mc, *window).map(Next::Call) },
            // SAFETY: as above.
            Control::CallCc => unsafe { self.call_cc(mc, window) },
            Control::Throw if args[0].has_kind(Kind::Continuation) => {
                Ok(Next::Done(self.throw_to(mc, args[0], args[1])))
            }
            Control::Throw => Err(Throw::wrong_type("%throw", "a continuation", args[0])),
            Control::Exit => {
                self.result = args[0];
                self.top = self.stack.start();
                Ok(Next::Done(Some(Exit::Quit)))
            }
            Control::Uncaught => {
                self.result = args[0];
                self.top = self.stack.start();
                Ok(Next::Done(Some(Exit::Uncaught)))
            }
            Control::Host => {
                // SAFETY: as above.
                let callee = unsafe { *window.add(1) };
                match self.call_host(mc, callee, args)? {
                    // SAFETY: as above.
                    Answer::Value(value) => unsafe {
                        let value = self.checked_values((**window).bits(), value)?;
                        Ok(Next::Done(self.deliver(mc, *window, value)))
                    },
                    // SAFETY: as above.
                    Answer::Call(callee, arguments) => unsafe { self.call_for_host(*window, callee, arguments) },
                }
            }
            Control::Collect => {
                mc.request_collection(true);
                // SAFETY: as above.
                let exit = unsafe { self.deliver(mc, *window, Value::UNSPECIFIED) };
                Ok(Next::Done(exit.or_else(|| self.collect_after(*window))))
            }
        }
    }

    fn call_host(&mut self, mc: Mutation<'gc>, callee: Value<'gc>, args: &[Value<'gc>]) -> Result<'gc, Answer<'gc>> {
        let number = callee.slot(HOST_NUMBER).and_then(Value::as_index);
        let Some(procedure) = number.and_then(|number| self.world.host.get_mut(number)) else {
            return Err(not_applicable(callee));
        };
        let Arity { min, max } = procedure.arity;
        if !procedure.arity.accepts(args.len()) {
            return Err(wrong_count(callee, args.len()).hint(takes(min.into(), max.map(usize::from))));
        }
        // It is here unless it has panicked, since it cannot be called while it runs.
        let Some(code) = procedure.code.take() else { return Err(not_applicable(callee)) };
        let answer = code(&mut Context { mc, world: &mut self.world }, args);
        if let Some(procedure) = number.and_then(|number| self.world.host.get_mut(number)) {
            procedure.code = Some(code);
        }
        answer
    }

    /// Puts the call that a procedure of the host has answered into the window of its own.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    unsafe fn call_for_host(
        &mut self,
        window: *mut Value<'gc>,
        callee: Value<'gc>,
        mut arguments: Vec<Value<'gc>>,
    ) -> Result<'gc, Next> {
        let count = arguments.len();
        self.check_stack(count)?;
        // SAFETY: `check_stack` has found room for the arguments after the window.
        unsafe {
            *window.add(1) = callee;
            std::ptr::copy_nonoverlapping(arguments.as_ptr(), window.add(FRAME_HEAD), count);
        }
        arguments.clear();
        self.world.suspending.arguments = arguments;
        Ok(Next::Call(count))
    }

    /// Leaves the loop for a collection right after a value was delivered.
    pub(super) fn collect_after(&mut self, window: *mut Value<'gc>) -> Option<Exit> {
        // The value is the topmost live word, unless it went to another frame.
        let delivered = window as usize >= self.base as usize;
        // SAFETY: one word after a register of the running frame.
        self.top = unsafe { if delivered { window.add(1) } else { self.base } };
        delivered.then_some(Exit::Collect)
    }

    /// `apply`: callee and arguments move down by one, the last one is spread.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    unsafe fn spread(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        count: usize,
        tail: Value<'gc>,
    ) -> Result<'gc, Next> {
        let length = lists::proper_length(mc, tail)?
            .ok_or_else(|| Throw::wrong_type("apply", "a list as last argument", tail))?;
        self.check_stack(length)?;
        // The callee may make a list of them.
        lists::room_for_pairs(mc, length)?;
        // SAFETY: the caller's promise, and the stack was checked. With one
        // argument that argument is the callee, and there is nothing to spread.
        unsafe {
            if count == 1 {
                *window.add(1) = tail;
                return Ok(Next::Call(0));
            }
            std::ptr::copy(window.add(FRAME_HEAD), window.add(1), count - 1);
            let mut target = window.add(count);
            let mut rest = tail;
            while let Some((item, next)) = rest.as_pair() {
                *target = item;
                target = target.add(1);
                rest = next;
            }
        }
        Ok(Next::Call(count - 2 + length))
    }

    /// `call/cc`: captures what lies below the window.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    unsafe fn call_cc(&mut self, mc: Mutation<'gc>, window: &mut *mut Value<'gc>) -> Result<'gc, Next> {
        self.lift_barrier();
        // SAFETY: the window's return word was written, and it is no barrier.
        unsafe {
            let callee = *window.add(FRAME_HEAD);
            let frame = caller(window.add(FRAME_HEAD), (**window).bits());
            let continuation = self.capture(mc, frame, *window)?;
            *window = self.stack.start();
            window.cast::<u64>().write(RETURN_UNDERFLOW);
            *window.add(1) = callee;
            *window.add(FRAME_HEAD) = continuation;
            self.base = window.add(FRAME_HEAD);
        }
        Ok(Next::Call(1))
    }

    /// Whether the present winders are those of a continuation.
    pub(super) fn has_winders_of(&self, continuation: Value<'gc>) -> bool {
        continuation.slot(cairn_data::dynamic::continuation::WINDERS) == Some(self.world.winders)
    }

    /// A call of a continuation: at once when the winders are the same and a tick is left, else
    /// through the prelude, which runs befores and afters. Its entry is a safepoint, without which
    /// a loop of such calls would never end. Where only the tick is missing, the entry is the one tick that
    /// the call counts anyway: when a quantum ends depends on collections, and what a program spends must not.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    pub(super) unsafe fn enter_continuation(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        continuation: Value<'gc>,
        value: Value<'gc>,
    ) -> Result<'gc, Next> {
        check_continuation(continuation, value)?;
        let is_here = self.has_winders_of(continuation);
        if is_here && mc.try_tick() {
            return Ok(Next::Done(self.throw_to(mc, continuation, value)));
        }
        let through = if is_here { "%continue-here" } else { "%continue" };
        // SAFETY: the caller's promise.
        unsafe { self.call_prelude(mc, window, through, [continuation, value]) }
    }

    /// A call of a parameter with a new value (SRFI 39): the prelude applies the
    /// converter.
    ///
    /// # Safety
    /// As for [`Machine::call_window`]; there is one argument.
    pub(super) unsafe fn assign_parameter(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        parameter: Value<'gc>,
    ) -> Result<'gc, Next> {
        // SAFETY: the caller's promise.
        unsafe {
            let value = *window.add(FRAME_HEAD);
            self.call_prelude(mc, window, "%assign-parameter", [parameter, value])
        }
    }

    /// Makes a window call a procedure of the prelude instead.
    ///
    /// # Safety
    /// As for [`Machine::call_window`].
    unsafe fn call_prelude(
        &mut self,
        mc: Mutation<'gc>,
        window: *mut Value<'gc>,
        name: &str,
        arguments: [Value<'gc>; 2],
    ) -> Result<'gc, Next> {
        let procedure = compile::prelude_procedure(mc, &mut self.world, name)?;
        self.check_stack(arguments.len())?;
        // SAFETY: the stack has room for the arguments.
        unsafe {
            *window.add(1) = procedure;
            window.add(FRAME_HEAD).cast::<[Value<'gc>; 2]>().write(arguments);
        }
        Ok(Next::Call(arguments.len()))
    }
}
