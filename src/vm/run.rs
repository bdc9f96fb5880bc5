//! Interprets bytecode.
//!
//! `pc` and `base` live in locals; the machine's copies are written back before
//! anything that may look at them. Each arm does the fast case in
//! place and leaves the rest to a cold function.
//!
//! The `unsafe` blocks here rely on the following, by these letters:
//!
//! - V1 to V12: all code has passed the verifier, whose rules have these numbers
//!   ([`cairn_backend::bytecode::verify`]).
//! - F: `base` is register 0 of a live frame: `base[-1]` is a closure whose code
//!   `pc` points into, `base[-2]` a return word.
//! - R: The stack has room for [`ORDINARY_FRAME`](super::stack::ORDINARY_FRAME)
//!   words for each tick left of the quantum, and larger frames ask first.
//! - S: Nothing is moved or freed while the loop runs: it is left for collections.
//!
//! Safepoints are calls and loop rounds. There the live words of the stack are
//! known exactly: everything below the callee's arguments, or below operand `a`
//! of `Loop`.

#![allow(unused_unsafe, reason = "the macros below stand inside and outside of unsafe blocks; each says what it needs")]

use cairn_backend::bytecode::{Op, Word};
use cairn_data::error::Throw;
use cairn_data::global;
use cairn_gc::{Kind, Mutation, ProtoInfo, TAG_MASK, TAG_OBJECT, Value};

use super::machine::{Exit, Machine};
use super::native::Context;
use super::stack::FRAME_HEAD;
use super::words::{both_fixnums, both_flonums, constant, entry_at, move_arguments, raw};
use super::{frames, slow, values};

/// Runs from where the machine stands until something ends or interrupts it.
pub fn run<'gc>(mc: Mutation<'gc>, m: &mut Machine<'gc>) -> Exit {
    if let Some(exit) = m.call_again(mc) {
        return exit;
    }
    m.entered = false;
    m.begin_native(mc);
    m.refill(mc);
    if let Some(exit) = m.sample_ahead(mc) {
        return exit;
    }
    match interpret::<false>(mc, m) {
        Some(exit) => exit,
        None => unreachable!("only a step ends without an exit"),
    }
}

/// Runs from where the machine stands, in either tier: until something ends or interrupts
/// the run, or for one instruction of the interpreter when this is a `STEP`. After a step
/// a safepoint may be due, see [`Machine::entered`].
#[inline(never)]
pub(super) fn interpret<'gc, const STEP: bool>(mc: Mutation<'gc>, m: &mut Machine<'gc>) -> Option<Exit> {
    let mut stepped = false;
    let mut pc;
    let mut base;
    let mut entry;

    macro_rules! save {
        () => {
            m.pc = pc;
            m.base = base;
        };
    }
    macro_rules! load {
        () => {
            pc = m.pc;
            base = m.base;
            // SAFETY: F: the frame is live.
            entry = unsafe { entry_at(base) };
        };
    }
    macro_rules! safepoint_at_entry {
        () => {
            if mc.tick() {
                save!();
                // SAFETY: F: the frame's arguments are its live registers.
                match unsafe { m.safepoint_at_entry(mc) } {
                    None => break,
                    exit => return exit,
                }
            }
        };
    }
    // Leaves the loop, or goes on where the machine now stands.
    macro_rules! resume {
        ($exit:expr) => {{
            if let exit @ Some(_) = $exit {
                mc.settle_quantum();
                return exit;
            }
            break;
        }};
    }
    macro_rules! reg {
        ($i:expr) => {
            // SAFETY: V3: the register is inside the frame; V9: it has been written.
            *unsafe { &mut *base.add($i as usize) }
        };
    }
    // The value of a fallible step, or the failure's handler.
    macro_rules! check {
        ($result:expr) => {
            match $result {
                Ok(value) => value,
                Err(thrown) => {
                    save!();
                    resume!(m.fail(mc, thrown));
                }
            }
        };
    }
    // The failure of a primitive: the builtin that the program wrote says what is wrong.
    macro_rules! failed {
        () => {{
            save!();
            // SAFETY: F, V2, V9; the primitive has changed no register.
            resume!(unsafe { m.fail_primitive(mc, None) });
        }};
    }
    // The value of a fallible step of a primitive.
    macro_rules! primitive {
        ($result:expr) => {
            match $result {
                Ok(value) => value,
                Err(thrown) => {
                    save!();
                    // SAFETY: F, V2, V9; the primitive has changed no register.
                    resume!(unsafe { m.fail_primitive(mc, Some(thrown)) });
                }
            }
        };
    }
    macro_rules! jump {
        ($offset:expr) => {
            // SAFETY: V2: the jump lands on an instruction.
            pc = unsafe { pc.offset($offset as isize) }
        };
    }
    macro_rules! jump_if {
        ($w:expr, $test:expr) => {
            if $test {
                jump!($w.c() as i16);
            }
        };
    }
    macro_rules! jump_far_if {
        ($w:expr, $test:expr) => {
            if $test {
                jump!($w.bc());
            }
        };
    }
    macro_rules! arith {
        ($w:expr, $x:expr, $y:expr, $fix:ident, $flo:tt, $slow:path) => {{
            let (x, y) = ($x, $y);
            if both_fixnums(x, y)
                && let Some(sum) = (x.bits() as i64).$fix(y.bits() as i64)
            {
                reg!($w.a()) = raw(sum as u64);
            } else if both_flonums(x, y) {
                reg!($w.a()) = mc.flonum(x.flonum_unchecked() $flo y.flonum_unchecked());
            } else {
                reg!($w.a()) = primitive!($slow(mc, x, y));
            }
        }};
    }
    // Arithmetic on `$z`, one of `$x` and `$y`, and a constant flonum, the other.
    macro_rules! flonum_arith {
        ($w:expr, $z:ident, |$k:ident| $x:ident $flo:tt $y:ident, $slow:path) => {{
            // SAFETY: V4: a self-tagged flonum.
            let $k: Value<'gc> = unsafe { constant(entry, $w.c()) };
            debug_assert!($k.is_immediate_flonum());
            let $z = reg!($w.b());
            reg!($w.a()) = if $z.is_immediate_flonum() {
                mc.flonum($x.flonum_unchecked() $flo $y.flonum_unchecked())
            } else {
                primitive!($slow(mc, $x, $y))
            };
        }};
    }
    macro_rules! multiply {
        ($w:expr, $y:expr) => {{
            let (x, y) = (reg!($w.b()), $y);
            if both_fixnums(x, y)
                && let Some(product) = x.fixnum_unchecked().checked_mul(y.bits() as i64)
            {
                reg!($w.a()) = raw(product as u64);
            } else if both_flonums(x, y) {
                reg!($w.a()) = mc.flonum(x.flonum_unchecked() * y.flonum_unchecked());
            } else {
                reg!($w.a()) = primitive!(slow::mul(mc, x, y));
            }
        }};
    }
    // Goes on in the loop when the test holds, else to the `Loop` that follows.
    macro_rules! fused_round {
        ($test:expr, $offset:expr) => {
            if $test && mc.try_tick() {
                jump!($offset);
            }
        };
    }
    macro_rules! fused_compare {
        ($w:expr, $y:expr, $op:tt) => {{
            let (x, y) = (reg!($w.a()), $y);
            fused_round!(both_fixnums(x, y) && (x.bits() as i64) $op (y.bits() as i64), $w.c() as i16);
        }};
    }
    macro_rules! parity {
        ($w:expr, $bit:literal, $sense:literal) => {{
            let x = reg!($w.a());
            let holds = match x.as_fixnum() {
                Some(n) => n & 1 == $bit,
                None => primitive!(slow::parity(x)) == $bit,
            };
            jump_far_if!($w, holds == $sense);
        }};
    }
    macro_rules! compare {
        ($w:expr, $y:expr, $op:tt, $negate:expr, $slow:path) => {{
            let x = reg!($w.a());
            let y = $y;
            let holds = if both_fixnums(x, y) {
                (x.bits() as i64) $op (y.bits() as i64)
            } else if both_flonums(x, y) {
                x.flonum_unchecked() $op y.flonum_unchecked()
            } else {
                primitive!($slow(x, y))
            };
            jump_if!($w, holds != $negate);
        }};
    }
    // Division of fixnums by a divisor that is neither 0 nor -1.
    macro_rules! divide {
        ($w:expr, $y:expr, $div:ident, $slow:path) => {{
            let x = reg!($w.b());
            let y = $y;
            if both_fixnums(x, y) && y.bits() as i64 > 0 {
                reg!($w.a()) = Value::fixnum(slow::$div(x.fixnum_unchecked(), y.fixnum_unchecked()));
            } else {
                reg!($w.a()) = primitive!($slow(mc, x, y));
            }
        }};
    }
    macro_rules! field {
        ($w:expr, $($get:ident)*) => {{
            match Some(reg!($w.b()))$(.and_then(Value::$get))* {
                Some(value) => reg!($w.a()) = value,
                None => failed!(),
            }
        }};
    }
    // Enters the closure `$callee` whose arguments start at `$args`.
    macro_rules! enter {
        ($callee:expr, $args:expr, $count:expr, $known:expr) => {{
            let callee = $callee;
            base = $args;
            // SAFETY: `callee` is a closure; its info word precedes its entry.
            unsafe {
                entry = callee.closure_entry_unchecked();
                pc = entry;
                let info = ProtoInfo::from_bits(*entry.sub(1));
                // The bits differ too when there is native code.
                let differs = if $known { info.is_native() } else { info.arity_bits() != $count as u64 };
                if differs {
                    save!();
                    if !$known && let Err(thrown) = m.adjust_arguments(mc, info, $count as usize) {
                        resume!(m.fail(mc, thrown));
                    }
                    if info.is_native() {
                        m.entered = true;
                        break;
                    }
                }
            }
            safepoint_at_entry!();
        }};
    }
    macro_rules! call {
        ($w:expr, $callee:expr, $known:expr) => {{
            let callee = $callee;
            // SAFETY: V3, V9: the window's head is followed by the arguments.
            let window = unsafe { base.add($w.a() as usize) };
            if $known || callee.is_closure() {
                // SAFETY: as above; the program counter reads as a fixnum.
                unsafe {
                    window.cast::<u64>().write(pc as u64);
                    window.add(1).write(callee);
                    enter!(callee, window.add(FRAME_HEAD), $w.d(), $known);
                }
            } else {
                save!();
                // SAFETY: the window holds the arguments.
                let exit = unsafe {
                    window.add(1).write(callee);
                    m.call_other::<false>(mc, window, $w.d() as usize)
                };
                resume!(exit);
            }
        }};
    }
    // Continues after the call at the return address `$ret`, with its value.
    macro_rules! return_to {
        ($ret:expr, $value:expr) => {
            pc = $ret as *const u64;
            // SAFETY: an ordinary return word is a return address, and
            // the caller's frame lies below by its window.
            unsafe {
                let window = base.sub(FRAME_HEAD);
                base = window.sub(frames::window_of(pc));
                *window = $value;
                entry = entry_at(base);
                if ProtoInfo::from_bits(*entry.sub(1)).is_native() {
                    save!();
                    break;
                }
            }
        };
    }
    macro_rules! tail_call {
        ($w:expr, $callee:expr) => {{
            let callee = $callee;
            // SAFETY: V3, V9: the arguments move down to the frame's start.
            unsafe {
                let window = base.add($w.a() as usize);
                if callee.is_closure() {
                    base.sub(1).write(callee);
                    move_arguments(window.add(FRAME_HEAD), base, $w.d() as usize);
                    enter!(callee, base, $w.d(), false);
                } else {
                    save!();
                    window.add(1).write(callee);
                    let exit = m.call_other::<true>(mc, window, $w.d() as usize);
                    resume!(exit);
                }
            }
        }};
    }

    // From here on after whatever has changed the machine's copies.
    loop {
        if STEP && stepped {
            return None;
        }
        if !STEP
            && m.is_native_here()
            && let exit @ Some(_) = m.run_native(mc)
        {
            return exit;
        }
        load!();
        if std::mem::take(&mut m.entered) && mc.tick() {
            // SAFETY: F: the frame's arguments are its live registers.
            match unsafe { m.safepoint_at_entry(mc) } {
                None => continue,
                exit => return exit,
            }
        }
        loop {
            if STEP {
                if stepped {
                    save!();
                    return None;
                }
                stepped = true;
            }
            // SAFETY: F, V2: `pc` points to an instruction.
            let w = unsafe {
                let w = Word(*pc);
                pc = pc.add(1);
                w
            };
            // SAFETY: V1: the byte is an operation.
            let op = unsafe { std::mem::transmute::<u8, Op>(w.0 as u8) };
            match op {
                Op::Move => reg!(w.a()) = reg!(w.b()),
                // SAFETY: V4: the operand names a constant.
                Op::LoadK => reg!(w.a()) = unsafe { *entry.offset(w.bc() as isize).cast() },
                Op::LoadI => reg!(w.a()) = Value::fixnum(w.bc() as i64),
                // SAFETY: V7: an immediate.
                Op::LoadImm => reg!(w.a()) = unsafe { Value::from_raw(w.bc() as u32 as u64) },
                Op::Clear => {
                    reg!(w.a()) = Value::fixnum(0);
                    reg!(w.a() + 1) = Value::fixnum(0);
                }
                // SAFETY: F: the frame is live.
                Op::Closed => reg!(w.a()) = unsafe { *base.sub(1) },

                // SAFETY: F; V5: the capture exists.
                Op::GetUp => reg!(w.a()) = unsafe { (*base.sub(1)).capture_unchecked(w.b() as usize) },
                Op::GetUpCell => {
                    // SAFETY: as above; V6: the capture is a cell.
                    let value = unsafe { Machine::read_cell((*base.sub(1)).capture_unchecked(w.b() as usize)) };
                    reg!(w.a()) = value;
                }
                // SAFETY: as above.
                Op::SetUpCell => unsafe {
                    m.write_cell(mc, (*base.sub(1)).capture_unchecked(w.a() as usize), reg!(w.b()));
                },
                Op::GetVar => {
                    let value = reg!(w.b());
                    // SAFETY: just checked.
                    reg!(w.a()) = if value.is_cell() { unsafe { Machine::read_cell(value) } } else { value };
                }
                Op::SetVar => {
                    let target = reg!(w.a());
                    if target.is_cell() {
                        // SAFETY: just checked.
                        unsafe { m.write_cell(mc, target, reg!(w.b())) };
                    } else {
                        reg!(w.a()) = reg!(w.b());
                    }
                }
                Op::CheckInit => {
                    if reg!(w.a()) == Value::UNINITIALISED {
                        // SAFETY: V4: the operand names a constant.
                        let name = unsafe { constant(entry, w.b()) };
                        check!(Err(slow::uninitialised(name)));
                    }
                }
                // SAFETY: V3: the register is inside the frame.
                Op::Close => m.close_cells(mc, unsafe { base.add(w.a() as usize) } as usize),
                Op::GetGlobal => {
                    // SAFETY: V4: a global cell.
                    let value = unsafe { constant(entry, w.b()).slot_unchecked(global::VALUE) };
                    if value == Value::UNBOUND {
                        // SAFETY: as above.
                        check!(Err(slow::unbound(unsafe { constant(entry, w.b()) })));
                    }
                    reg!(w.a()) = value;
                }
                Op::SetGlobal => {
                    // SAFETY: as above.
                    let cell: Value<'gc> = unsafe { constant(entry, w.a()) };
                    // SAFETY: as above.
                    if unsafe { cell.slot_unchecked(global::VALUE) } == Value::UNBOUND {
                        check!(Err(slow::unbound_assignment(cell)));
                    }
                    // SAFETY: as above.
                    unsafe { cell.set_slot_unchecked(mc, global::VALUE, reg!(w.b())) };
                }
                // SAFETY: as above.
                Op::DefGlobal => unsafe {
                    constant(entry, w.a()).set_slot_unchecked(mc, global::VALUE, reg!(w.b()));
                },
                Op::Closure => {
                    // SAFETY: V1, V4, V5: a code constant and `c` capture words follow.
                    unsafe {
                        let proto = constant(entry, w.b());
                        let closure = m.make_closure(mc, proto, pc, w.c() as usize, base);
                        pc = pc.add(w.c() as usize);
                        reg!(w.a()) = closure;
                    }
                }
                Op::Capture => unreachable!("operands of Closure"),
                Op::Patch => check!(slow::patch(mc, reg!(w.a()), w.c() as usize, reg!(w.b()))),

                Op::Jump => jump!(w.bc()),
                Op::Loop => {
                    jump!(w.bc());
                    if mc.tick() {
                        save!();
                        // SAFETY: V9: registers below `a` are live.
                        match m.safepoint_at_loop(mc, unsafe { base.add(w.a() as usize) }) {
                            None => break,
                            exit => return exit,
                        }
                    }
                }
                Op::JFalse => jump_far_if!(w, !reg!(w.a()).is_true()),
                Op::JTrue => jump_far_if!(w, reg!(w.a()).is_true()),
                Op::Call => call!(w, reg!(w.a() + 1), false),
                Op::CallGlobal => {
                    // SAFETY: V4: a global cell.
                    let callee = unsafe { constant(entry, w.b()).slot_unchecked(global::VALUE) };
                    call!(w, callee, false)
                }
                // SAFETY: F: the frame is live.
                Op::CallSelf => call!(w, unsafe { *base.sub(1) }, true),
                Op::TailCall => tail_call!(w, reg!(w.a() + 1)),
                Op::TailCallGlobal => {
                    // SAFETY: as in CallGlobal.
                    let callee = unsafe { constant(entry, w.b()).slot_unchecked(global::VALUE) };
                    tail_call!(w, callee)
                }
                Op::Native => {
                    let native = m.entries[w.b() as usize].native;
                    // SAFETY: V3, V9: `d` arguments from `R[a]`.
                    let args = unsafe { std::slice::from_raw_parts(base.add(w.a() as usize), w.d() as usize) };
                    let Some(native) = native else { unreachable!("V8: this row is a native") };
                    match native(&mut Context { mc, world: &mut m.world }, args) {
                        Ok(value) => reg!(w.a()) = value,
                        Err(thrown) => {
                            save!();
                            // SAFETY: the arguments are the last live registers.
                            let top = unsafe { base.add(w.a() as usize + w.d() as usize) };
                            resume!(m.fail_native(mc, thrown, top));
                        }
                    }
                }
                Op::Return => {
                    let value = reg!(w.a());
                    // SAFETY: F: the frame is live.
                    let ret = unsafe { (*base.sub(FRAME_HEAD)).bits() };
                    if ret & TAG_MASK == 0 {
                        return_to!(ret, value);
                    } else {
                        save!();
                        resume!(m.return_special(mc, ret, value));
                    }
                }
                Op::ReturnValues => {
                    let value = reg!(w.a());
                    // SAFETY: F: the frame is live.
                    let ret = unsafe { (*base.sub(FRAME_HEAD)).bits() };
                    // SAFETY: an ordinary return word is a return address.
                    let fits = ret & TAG_MASK == 0
                        && (!value.has_kind(Kind::Values) || unsafe { values::call_takes_values(ret as *const u64) });
                    if fits {
                        return_to!(ret, value);
                    } else {
                        save!();
                        // SAFETY: F, V2: the frame goes on at an instruction.
                        resume!(unsafe { m.return_values(mc, value) });
                    }
                }
                Op::Single => {
                    let value = reg!(w.a());
                    if value.has_kind(Kind::Values) {
                        check!(Err(Throw::not_single(value.slot_slice())));
                    }
                }
                Op::LargeFrame => {
                    save!();
                    check!(m.check_stack(w.a() as usize));
                }
                Op::Halt => {
                    m.result = reg!(w.a());
                    mc.settle_quantum();
                    save!();
                    m.top = base;
                    return Some(Exit::Done);
                }

                Op::Add => arith!(w, reg!(w.b()), reg!(w.c()), checked_add, +, slow::add),
                Op::Sub => arith!(w, reg!(w.b()), reg!(w.c()), checked_sub, -, slow::sub),
                Op::AddI => arith!(w, reg!(w.b()), Value::fixnum(w.c() as i16 as i64), checked_add, +, slow::add),
                Op::RSubI => arith!(w, Value::fixnum(w.c() as i16 as i64), reg!(w.b()), checked_sub, -, slow::sub),
                Op::AddK => flonum_arith!(w, x, |k| x + k, slow::add),
                Op::SubK => flonum_arith!(w, x, |k| x - k, slow::sub),
                Op::RSubK => flonum_arith!(w, x, |k| k - x, slow::sub),
                Op::MulK => flonum_arith!(w, x, |k| x * k, slow::mul),
                Op::DivK => flonum_arith!(w, x, |k| x / k, slow::div),
                Op::Mul => multiply!(w, reg!(w.c())),
                Op::MulI => multiply!(w, Value::fixnum(w.c() as i16 as i64)),
                Op::Div => {
                    let (x, y) = (reg!(w.b()), reg!(w.c()));
                    reg!(w.a()) = if both_flonums(x, y) {
                        mc.flonum(x.flonum_unchecked() / y.flonum_unchecked())
                    } else {
                        primitive!(slow::div(mc, x, y))
                    };
                }
                Op::Quotient => divide!(w, reg!(w.c()), quotient, slow::quotient_any),
                Op::Remainder => divide!(w, reg!(w.c()), remainder, slow::remainder_any),
                Op::Modulo => divide!(w, reg!(w.c()), modulo, slow::modulo_any),
                Op::QuotientI => divide!(w, Value::fixnum(w.c() as i16 as i64), quotient, slow::quotient_any),
                Op::RemainderI => divide!(w, Value::fixnum(w.c() as i16 as i64), remainder, slow::remainder_any),
                Op::ModuloI => divide!(w, Value::fixnum(w.c() as i16 as i64), modulo, slow::modulo_any),

                Op::JLess => compare!(w, reg!(w.b()), <, false, slow::less),
                Op::JNotLess => compare!(w, reg!(w.b()), <, true, slow::less),
                Op::JLessEq => compare!(w, reg!(w.b()), <=, false, slow::less_eq),
                Op::JNotLessEq => compare!(w, reg!(w.b()), <=, true, slow::less_eq),
                Op::JNumEq => compare!(w, reg!(w.b()), ==, false, slow::num_eq),
                Op::JNotNumEq => compare!(w, reg!(w.b()), ==, true, slow::num_eq),
                Op::JLessI => compare!(w, Value::fixnum(w.b() as i16 as i64), <, false, slow::less),
                Op::JNotLessI => compare!(w, Value::fixnum(w.b() as i16 as i64), <, true, slow::less),
                Op::JLessEqI => compare!(w, Value::fixnum(w.b() as i16 as i64), <=, false, slow::less_eq),
                Op::JNotLessEqI => compare!(w, Value::fixnum(w.b() as i16 as i64), <=, true, slow::less_eq),
                Op::JGreaterI => compare!(w, Value::fixnum(w.b() as i16 as i64), >, false, slow::greater),
                Op::JNotGreaterI => compare!(w, Value::fixnum(w.b() as i16 as i64), >, true, slow::greater),
                Op::JGreaterEqI => compare!(w, Value::fixnum(w.b() as i16 as i64), >=, false, slow::greater_eq),
                Op::JNotGreaterEqI => compare!(w, Value::fixnum(w.b() as i16 as i64), >=, true, slow::greater_eq),
                Op::JNumEqI => compare!(w, Value::fixnum(w.b() as i16 as i64), ==, false, slow::num_eq),
                Op::JNotNumEqI => compare!(w, Value::fixnum(w.b() as i16 as i64), ==, true, slow::num_eq),
                Op::JEven => parity!(w, 0, true),
                Op::JNotEven => parity!(w, 0, false),
                Op::JOdd => parity!(w, 1, true),
                Op::JNotOdd => parity!(w, 1, false),
                Op::JEq => jump_if!(w, reg!(w.a()) == reg!(w.b())),
                Op::JNotEq => jump_if!(w, reg!(w.a()) != reg!(w.b())),
                // SAFETY: V4: the operand names a constant.
                Op::JEqK => jump_if!(w, reg!(w.a()) == unsafe { constant(entry, w.b()) }),
                // SAFETY: V4: the operand names a constant.
                Op::JNotEqK => jump_if!(w, reg!(w.a()) != unsafe { constant(entry, w.b()) }),
                Op::JEqv => jump_if!(w, slow::eqv(reg!(w.a()), reg!(w.b()))),
                Op::JNotEqv => jump_if!(w, !slow::eqv(reg!(w.a()), reg!(w.b()))),
                Op::JUnchanged => {
                    // SAFETY: as in CallGlobal.
                    let builtin = unsafe { constant(entry, w.a()).slot_unchecked(global::BUILTIN) };
                    jump_far_if!(w, builtin.is_true())
                }
                Op::JChanged => {
                    // SAFETY: as in CallGlobal.
                    let builtin = unsafe { constant(entry, w.a()).slot_unchecked(global::BUILTIN) };
                    jump_far_if!(w, !builtin.is_true())
                }
                Op::JNull => jump_far_if!(w, reg!(w.a()).is_nil()),
                Op::JNotNull => jump_far_if!(w, !reg!(w.a()).is_nil()),
                Op::JPair => jump_far_if!(w, reg!(w.a()).is_pair()),
                Op::JNotPair => jump_far_if!(w, !reg!(w.a()).is_pair()),
                Op::JFixnum => jump_far_if!(w, reg!(w.a()).is_fixnum()),
                Op::JNotFixnum => jump_far_if!(w, !reg!(w.a()).is_fixnum()),
                Op::JChar => jump_far_if!(w, reg!(w.a()).is_char()),
                Op::JNotChar => jump_far_if!(w, !reg!(w.a()).is_char()),
                Op::JKind => jump_far_if!(w, slow::has_kind_number(reg!(w.a()), w.d())),
                Op::JNotKind => jump_far_if!(w, !slow::has_kind_number(reg!(w.a()), w.d())),
                Op::JEof => jump_far_if!(w, reg!(w.a()) == Value::EOF),
                Op::JNotEof => jump_far_if!(w, reg!(w.a()) != Value::EOF),
                Op::JCharEq | Op::JNotCharEq => {
                    let (x, y) = (reg!(w.a()), reg!(w.b()));
                    if !(x.is_char() && y.is_char()) {
                        failed!();
                    }
                    jump_if!(w, (x == y) == (op == Op::JCharEq));
                }
                Op::JCharLess | Op::JNotCharLess => {
                    let (x, y) = (reg!(w.a()), reg!(w.b()));
                    if !(x.is_char() && y.is_char()) {
                        failed!();
                    }
                    jump_if!(w, (x.bits() < y.bits()) == (op == Op::JCharLess));
                }
                Op::JRecord => jump_if!(w, slow::is_record(reg!(w.a()), reg!(w.b()))),
                Op::JNotRecord => jump_if!(w, !slow::is_record(reg!(w.a()), reg!(w.b()))),

                Op::LoopLess => fused_compare!(w, reg!(w.b()), <),
                Op::LoopLessEq => fused_compare!(w, reg!(w.b()), <=),
                Op::LoopNumEq => fused_compare!(w, reg!(w.b()), ==),
                Op::LoopNotNumEq => fused_compare!(w, reg!(w.b()), !=),
                Op::LoopLessI => fused_compare!(w, Value::fixnum(w.b() as i16 as i64), <),
                Op::LoopLessEqI => fused_compare!(w, Value::fixnum(w.b() as i16 as i64), <=),
                Op::LoopGreaterI => fused_compare!(w, Value::fixnum(w.b() as i16 as i64), >),
                Op::LoopGreaterEqI => fused_compare!(w, Value::fixnum(w.b() as i16 as i64), >=),
                Op::LoopNumEqI => fused_compare!(w, Value::fixnum(w.b() as i16 as i64), ==),
                Op::LoopNotNumEqI => fused_compare!(w, Value::fixnum(w.b() as i16 as i64), !=),
                Op::LoopNotNull => fused_round!(!reg!(w.a()).is_nil(), w.bc()),
                Op::LoopPair => fused_round!(reg!(w.a()).is_pair(), w.bc()),

                Op::Cons => {
                    let (car, cdr) = (reg!(w.b()), reg!(w.c()));
                    reg!(w.a()) = mc.cons(car, cdr);
                }
                Op::Car => field!(w, car),
                Op::Cdr => field!(w, cdr),
                Op::Cadr => field!(w, cdr car),
                Op::Cddr => field!(w, cdr cdr),
                Op::Caar => field!(w, car car),
                Op::Cdar => field!(w, car cdr),
                Op::SetCar => {
                    if !reg!(w.a()).set_car(mc, reg!(w.b())) {
                        failed!();
                    }
                }
                Op::SetCdr => {
                    if !reg!(w.a()).set_cdr(mc, reg!(w.b())) {
                        failed!();
                    }
                }
                Op::VectorRef | Op::VectorRefI => {
                    let vector = reg!(w.b());
                    let index = if op == Op::VectorRef { reg!(w.c()) } else { Value::fixnum(w.c() as i16 as i64) };
                    match index.as_index() {
                        Some(i) if vector.has_kind(Kind::Vector) && i < vector.object_length() => {
                            // SAFETY: a vector with more than `i` elements.
                            reg!(w.a()) = unsafe { vector.slot_unchecked(i) };
                        }
                        _ => failed!(),
                    }
                }
                Op::VectorSet | Op::VectorSetI => {
                    let vector = reg!(w.a());
                    let index = if op == Op::VectorSet { reg!(w.b()) } else { Value::fixnum(w.b() as i16 as i64) };
                    match index.as_index() {
                        // SAFETY: a vector with more than `i` elements.
                        Some(i) if vector.has_kind(Kind::Vector) && i < vector.object_length() => unsafe {
                            vector.set_slot_unchecked(mc, i, reg!(w.c()));
                        },
                        _ => failed!(),
                    }
                }
                Op::VectorLength => {
                    let vector = reg!(w.b());
                    if !vector.has_kind(Kind::Vector) {
                        failed!();
                    }
                    reg!(w.a()) = Value::fixnum(vector.object_length() as i64);
                }
                Op::StringRef => {
                    let (string, index) = (reg!(w.b()), reg!(w.c()));
                    let c = slow::string_char(string, index);
                    match c {
                        Some(c) => reg!(w.a()) = c,
                        None => failed!(),
                    }
                }
                Op::StringSet => {
                    if !primitive!(slow::string_set(mc, reg!(w.a()), reg!(w.b()), reg!(w.c()))) {
                        failed!();
                    }
                }
                Op::StringLength => match reg!(w.b()).as_string() {
                    Some(chars) => reg!(w.a()) = Value::fixnum(chars.len() as i64),
                    None => failed!(),
                },
                Op::ByteRef => {
                    let (bytes, index) = (reg!(w.b()), reg!(w.c()));
                    match index.as_index() {
                        Some(i) if bytes.has_kind(Kind::Bytes) && i < bytes.object_length() => {
                            // SAFETY: a bytevector with more than `i` bytes.
                            reg!(w.a()) = Value::fixnum(unsafe { bytes.byte_unchecked(i) } as i64);
                        }
                        _ => failed!(),
                    }
                }
                Op::ByteSet => {
                    if !slow::byte_set(reg!(w.a()), reg!(w.b()), reg!(w.c())) {
                        failed!();
                    }
                }
                Op::ByteLength => {
                    let bytes = reg!(w.b());
                    if !bytes.has_kind(Kind::Bytes) {
                        failed!();
                    }
                    reg!(w.a()) = Value::fixnum(bytes.object_length() as i64);
                }
                Op::CharToInteger => match reg!(w.b()).as_char() {
                    Some(c) => reg!(w.a()) = Value::fixnum(c as i64),
                    None => failed!(),
                },
                Op::IntegerToChar => {
                    let n = reg!(w.b());
                    match n.as_index().and_then(|n| u32::try_from(n).ok()).and_then(char::from_u32) {
                        Some(c) => reg!(w.a()) = Value::char(c),
                        None => failed!(),
                    }
                }
                Op::Not => reg!(w.a()) = Value::bool(!reg!(w.b()).is_true()),
                Op::MakeBox => {
                    reg!(w.a()) = mc.alloc(Kind::Box, &[reg!(w.b())]);
                }
                Op::Unbox => {
                    let cell = reg!(w.b());
                    if !cell.has_kind(Kind::Box) {
                        failed!();
                    }
                    // SAFETY: a box has one slot.
                    reg!(w.a()) = unsafe { cell.slot_unchecked(0) };
                }
                Op::SetBox => {
                    let cell = reg!(w.a());
                    if !cell.has_kind(Kind::Box) {
                        failed!();
                    }
                    // SAFETY: a box has one slot.
                    unsafe { cell.set_slot_unchecked(mc, 0, reg!(w.b())) };
                }
                Op::RecordRef => {
                    let (record, rtd) = (reg!(w.b()), reg!(w.c()));
                    // SAFETY: V1: the accessor's name follows as a Capture word.
                    let name = unsafe { Word(*pc) };
                    if !slow::has_field(record, rtd, w.d()) {
                        // SAFETY: V4: the operand names a constant.
                        let who = unsafe { constant(entry, name.a()) };
                        check!(Err(slow::no_record(who, record, rtd)));
                    }
                    // SAFETY: the record has the field.
                    unsafe {
                        reg!(w.a()) = record.slot_unchecked(1 + w.d() as usize);
                        pc = pc.add(1);
                    }
                }
                Op::RecordSet => {
                    let (record, rtd) = (reg!(w.a()), reg!(w.b()));
                    // SAFETY: V1: the modifier's name follows as a Capture word.
                    let name = unsafe { Word(*pc) };
                    if !slow::has_field(record, rtd, w.d()) {
                        // SAFETY: V4: the operand names a constant.
                        let who = unsafe { constant(entry, name.a()) };
                        check!(Err(slow::no_record(who, record, rtd)));
                    }
                    // SAFETY: the record has the field.
                    unsafe {
                        record.set_slot_unchecked(mc, 1 + w.d() as usize, reg!(w.c()));
                        pc = pc.add(1);
                    }
                }
                Op::MakeObject => {
                    // SAFETY: V3, V9, V11: `c` words from `R[b]`, of a kind of values.
                    let words = unsafe { std::slice::from_raw_parts(base.add(w.b() as usize), w.c() as usize) };
                    reg!(w.a()) = check!(slow::make_object(mc, w.d(), words));
                }
                Op::Sqrt => {
                    let x = reg!(w.b());
                    if x.is_immediate_flonum() && x.flonum_unchecked() >= 0.0 {
                        reg!(w.a()) = mc.flonum(x.flonum_unchecked().sqrt());
                    } else {
                        reg!(w.a()) = primitive!(slow::sqrt(mc, x));
                    }
                }
            }
        }
    }
}

const _: () = assert!(TAG_OBJECT == 6 && size_of::<Word>() == 8);
