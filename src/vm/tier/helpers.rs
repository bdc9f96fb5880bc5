//! Functions called by native code: steps of the interpreter, traps, returns, builtins.
//!
//! A helper answers 0 when native code goes on where it is, and otherwise with the native
//! address to go on at. When the interpreter is to go on, or the run ends, that is the
//! address where native code is left.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use cairn_backend::bytecode::{Role, Word, length_of};
use cairn_data::error::Throw;
use cairn_gc::{Mutation, Value};

use super::calls::call_value;
use super::quick;
use super::shared::{FUNCTIONS, Shared};
use crate::machine::{Exit, Machine};
use crate::native::{Context, NativeFn};
use crate::run::interpret;
use crate::stack::FRAME_HEAD;
use crate::words::entry_at;

/// A helper's answer.
pub(super) type Answer = *const u8;
/// The answer of a helper after which native code goes on where it is.
pub(super) const GO_ON: Answer = std::ptr::null();
/// Where native code goes on; or else the machine stands where the run goes on, or ends.
pub(super) type Outcome = std::result::Result<Answer, Option<Exit>>;
/// Instructions that the interpreter executes after one that native code cannot, until one
/// comes where native code can go on.
const MOST_STEPS: usize = 64;

/// The functions of the helpers by number, and the one that compiles.
pub(super) fn functions() -> [u64; FUNCTIONS] {
    [
        step as *const () as u64,
        trap_at_entry as *const () as u64,
        trap_at_loop as *const () as u64,
        give_back as *const () as u64,
        call_native as *const () as u64,
        call_value as *const () as u64,
        cons as *const () as u64,
        remember as *const () as u64,
        box_double as *const () as u64,
        first_call as *const () as u64,
    ]
}

/// The machine that runs.
///
/// # Safety
/// As for [`with_machine`]: `run_native` has put the machine there, and does not use it until native code
/// is left.
unsafe fn machine_of<'gc>(shared: *mut Shared) -> *mut Machine<'gc> {
    // SAFETY: the caller's promise.
    unsafe { (*shared).machine.cast() }
}

/// The mutation under way.
///
/// # Safety
/// As for [`with_machine`]: `run_native` has put it there.
unsafe fn mutation_of<'gc>(shared: *mut Shared) -> Mutation<'gc> {
    // SAFETY: the caller's promise: it is of this lifetime.
    unsafe { std::mem::transmute::<Mutation<'static>, Mutation<'gc>>((*shared).mutation.assume_init()) }
}

/// Runs a helper with the machine. A panic is carried around native code, which cannot be
/// unwound.
///
/// # Safety
/// `shared` is the shared part of a machine in `run_native`, called by native code; `'gc` is the lifetime of
/// its heap.
pub(super) unsafe fn with_machine<'gc>(
    shared: *mut Shared,
    help: impl FnOnce(&mut Machine<'gc>, Mutation<'gc>) -> Outcome,
) -> Answer {
    // SAFETY: the caller's promise.
    let (machine, mc) = unsafe { (&mut *machine_of::<'gc>(shared), mutation_of::<'gc>(shared)) };
    // SAFETY: as above.
    machine.base = unsafe { (*shared).base.cast() };
    let answer = catch_unwind(AssertUnwindSafe(|| match help(machine, mc) {
        Ok(answer) => answer,
        Err(None) => machine.find_native(mc),
        Err(exit) => {
            // SAFETY: as above.
            unsafe {
                (*shared).exit = exit;
                (*shared).leave
            }
        }
    }));
    // SAFETY: as above.
    unsafe {
        (*shared).base = (*machine_of(shared)).base.cast();
        answer.unwrap_or_else(|panic| {
            (*shared).panic = Some(panic);
            (*shared).leave
        })
    }
}

impl<'gc> Machine<'gc> {
    /// Where native code goes on from where the machine stands, perhaps after some steps.
    fn find_native(&mut self, mc: Mutation<'gc>) -> Answer {
        if !self.is_native_here() {
            self.count_call(mc);
        }
        for _ in 0..MOST_STEPS {
            if self.is_native_here()
                && let Some(address) = self.native_address(mc)
            {
                return address;
            }
            if self.entered || !self.is_native_here() {
                break;
            }
            if let Some(exit) = interpret::<true>(mc, self) {
                // SAFETY: native code has called, so there is a shared part.
                unsafe { (*self.tier.shared()).exit = Some(exit) };
                break;
            }
        }
        self.tier.leave()
    }
}

/// # Safety
/// As for [`with_machine`]; `index` is of an instruction of the running procedure.
unsafe extern "C" fn step(shared: *mut Shared, index: u64) -> Answer {
    // SAFETY: the caller's promise.
    unsafe {
        with_machine(shared, |m, mc| {
            let (base, at) = (m.base, entry_at(m.base).add(index as usize));
            m.tier.count_step(Word(*at).op());
            match quick::execute(m, mc, base, at) {
                Ok(true) => return Ok(GO_ON),
                Ok(false) => m.pc = at,
                Err(thrown) => {
                    m.pc = at.add(1);
                    let is_primitive = Word(*at).op().roles()[0] == Role::P;
                    let exit = if is_primitive { m.fail_primitive(mc, Some(thrown)) } else { m.fail(mc, thrown) };
                    return Err(settled(mc, exit));
                }
            }
            match interpret::<true>(mc, m) {
                None if m.base == base && !m.entered && m.pc == at.add(length_of(Word(*at))) => Ok(GO_ON),
                exit => Err(exit),
            }
        })
    }
}

/// # Safety
/// As for [`with_machine`]; a procedure was just entered, and its arguments fit.
unsafe extern "C" fn trap_at_entry(shared: *mut Shared) -> Answer {
    // SAFETY: the caller's promise.
    unsafe {
        with_machine(shared, |m, mc| {
            let (base, entry) = (m.base, entry_at(m.base));
            m.pc = entry;
            match m.safepoint_at_entry(mc) {
                None if m.base == base && m.pc == entry && m.stayed_at_safepoint() => Ok(GO_ON),
                exit => Err(exit),
            }
        })
    }
}

/// # Safety
/// As for [`with_machine`]; a `Loop` jumps to the instruction `target`, and registers below
/// `live` are live.
unsafe extern "C" fn trap_at_loop(shared: *mut Shared, target: u64, live: u64) -> Answer {
    // SAFETY: the caller's promise.
    unsafe {
        with_machine(shared, |m, mc| {
            let (base, target) = (m.base, entry_at(m.base).add(target as usize));
            m.pc = target;
            match m.safepoint_at_loop(mc, base.add(live as usize)) {
                None if m.base == base && m.pc == target && m.stayed_at_safepoint() => Ok(GO_ON),
                exit => Err(exit),
            }
        })
    }
}

/// # Safety
/// As for [`with_machine`]; `value` is returned from the running frame.
unsafe extern "C" fn give_back(shared: *mut Shared, value: u64) -> Answer {
    // SAFETY: the caller's promise.
    unsafe {
        with_machine(shared, |m, mc| {
            m.pc = entry_at(m.base);
            let window = m.base.sub(FRAME_HEAD);
            let exit = m.deliver(mc, window, Value::from_raw(value));
            Err(settled(mc, exit))
        })
    }
}

/// # Safety
/// As for [`with_machine`]; `native` is the function of the `Native` instruction with this
/// index of the running procedure, and its arguments are the `count` registers at `first`.
unsafe extern "C" fn call_native(shared: *mut Shared, first: u64, native: u64, count: u64, index: u64) -> Answer {
    // SAFETY: the caller's promise. A native reaches the world, and nothing else of the machine.
    unsafe {
        let first = first as *mut Value<'_>;
        let args = std::slice::from_raw_parts(first, count as usize);
        let native = std::mem::transmute::<*const u8, NativeFn>(native as *const u8);
        let world = &mut (*machine_of(shared)).world;
        // The result is taken apart where it lies: a copy would wait for what the native has just stored.
        let called =
            catch_unwind(AssertUnwindSafe(|| match native(&mut Context { mc: mutation_of(shared), world }, args) {
                Ok(value) => {
                    *first = value;
                    GO_ON
                }
                Err(thrown) => native_failed(shared, thrown, index, first.add(count as usize)),
            }));
        called.unwrap_or_else(|panic| with_machine(shared, |_, _| resume_unwind(panic)))
    }
}

/// The failure of a native whose arguments end at `top`.
///
/// # Safety
/// As for [`call_native`].
#[cold]
unsafe fn native_failed<'gc>(shared: *mut Shared, thrown: Throw<'gc>, index: u64, top: *mut Value<'gc>) -> Answer {
    // SAFETY: the caller's promise.
    unsafe {
        with_machine(shared, |m, mc| {
            m.pc = entry_at(m.base).add(index as usize + 1);
            Err(settled(mc, m.fail_native(mc, thrown, top)))
        })
    }
}

/// A leaf, see [`Helper::is_leaf`](cairn_jit::Helper::is_leaf).
///
/// # Safety
/// As for [`with_machine`]; the arguments are values.
unsafe extern "C" fn cons(shared: *mut Shared, car: u64, cdr: u64) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { mutation_of(shared).cons(Value::from_raw(car), Value::from_raw(cdr)).bits() }
}

/// A leaf: `slot`, of an old object, has no young content, and `value`, which is young, is about to be stored there.
///
/// # Safety
/// As for [`with_machine`], and as it says.
unsafe extern "C" fn remember(shared: *mut Shared, _: u64, slot: u64, value: u64) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { mutation_of(shared).remember_slot(slot as *mut u64) };
    value
}

/// A leaf: the flonum of the double with these bits.
///
/// # Safety
/// As for [`with_machine`].
unsafe extern "C" fn box_double(shared: *mut Shared, _: u64, _: u64, bits: u64) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { mutation_of(shared).flonum(f64::from_bits(bits)).bits() }
}

/// An exit, before which the ticks of the quantum are taken from the fuel.
pub(super) fn settled(mc: Mutation<'_>, exit: Option<Exit>) -> Option<Exit> {
    if exit.is_some() {
        mc.settle_quantum();
    }
    exit
}

/// # Safety
/// As for [`with_machine`]; a procedure was just entered, and its arguments fit.
unsafe extern "C" fn first_call(shared: *mut Shared) -> Answer {
    // SAFETY: the caller's promise.
    unsafe {
        with_machine(shared, |m, _| {
            m.pc = entry_at(m.base);
            m.entered = true;
            Err(None)
        })
    }
}
