//! Passes several values as one object, of a kind of its own, from the code that produces them to
//! the code that receives them.
//!
//! They come from `values`, the natives whose rows say so, continuations, and packed
//! values. Each looks, before it returns such an object, at the call that waits: its
//! instruction says whether several values may come. If not, that is an error. So no such
//! object is ever the value of an expression.

use cairn_backend::bytecode::Word;
use cairn_data::error::{Result, Throw};
use cairn_gc::{Kind, Mutation, TAG_MASK, Value};

use super::continuation::below_of;
use super::machine::{Below, Exit, Machine};
use super::stack::{FRAME_HEAD, RETURN_BARRIER, RETURN_UNDERFLOW};

/// Several values as one: the value itself when it is just one.
pub(super) fn values_of<'gc>(mc: Mutation<'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    match args {
        [one] => Ok(*one),
        many if many.len() <= 100 => Ok(mc.alloc(Kind::Values, many)),
        many => Ok(mc.alloc_copy(Kind::Values, many)?),
    }
}

/// Whether the call before this return address takes several values.
///
/// # Safety
/// As for [`window_of`](super::frames::window_of).
#[inline(always)]
pub(super) unsafe fn call_takes_values(pc: *const u64) -> bool {
    // SAFETY: the caller's promise.
    Word(unsafe { *pc.sub(1) }).c() != 0
}

/// Whether what waits there takes several values; the end of a run does.
fn below_takes_values(below: Below<'_>) -> bool {
    // SAFETY: the program counter of a captured frame is a return address, or null.
    below.segment == Value::FALSE || below.pc.is_null() || unsafe { call_takes_values(below.pc) }
}

/// Fails when `value` is several values and the continuation takes one.
pub(super) fn check_continuation<'gc>(continuation: Value<'gc>, value: Value<'gc>) -> Result<'gc, ()> {
    if value.has_kind(Kind::Values) && !below_takes_values(below_of(continuation)) {
        return Err(Throw::not_single(value.slot_slice()));
    }
    Ok(())
}

impl<'gc> Machine<'gc> {
    /// `value`, unless it is several values and what waits with this return word takes one.
    ///
    /// # Safety
    /// `ret` is the return word of a window on the stack.
    #[inline]
    pub(super) unsafe fn checked_values(&self, ret: u64, value: Value<'gc>) -> Result<'gc> {
        // SAFETY: the caller's promise.
        if value.has_kind(Kind::Values) && !unsafe { self.takes_values(ret) } {
            return Err(Throw::not_single(value.slot_slice()));
        }
        Ok(value)
    }

    /// Whether what waits with this return word takes several values.
    ///
    /// # Safety
    /// As for [`Machine::checked_values`].
    unsafe fn takes_values(&self, ret: u64) -> bool {
        let ret = match self.barrier {
            Some(barrier) if ret == RETURN_BARRIER => barrier.original,
            _ => ret,
        };
        match ret {
            // SAFETY: an ordinary return word is a return address.
            _ if ret & TAG_MASK == 0 => unsafe { call_takes_values(ret as *const u64) },
            RETURN_UNDERFLOW => below_takes_values(self.below),
            // A failed frame, which never goes on.
            _ => true,
        }
    }

    /// Returns what may be several values from the running frame.
    ///
    /// # Safety
    /// The running frame is live, and `pc` and `base` are saved.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn return_values(&mut self, mc: Mutation<'gc>, value: Value<'gc>) -> Option<Exit> {
        // SAFETY: the caller's promise: a frame's head lies before register 0.
        unsafe {
            let window = self.base.sub(FRAME_HEAD);
            match self.checked_values((*window).bits(), value) {
                Ok(value) => self.deliver(mc, window, value),
                Err(thrown) => self.fail(mc, thrown),
            }
        }
    }
}
