//! Executes what native code leaves to Rust most often, without a step of the interpreter:
//! arithmetic on other numbers, stores that collectors must know of, open cells.
//!
//! What fails is left to a step, which says what is wrong. So nothing here changes anything
//! before it is sure to succeed.

use cairn_gc::{Kind, Mutation, Value};

use crate::compiler::bytecode::{Op, Word};
use crate::data::global;
use crate::vm::machine::Machine;
use crate::vm::run::{constant, entry_at};
use crate::vm::slow;

/// Executes the instruction at `at` of the frame at `base`. False when that is left to a
/// step: then nothing has happened.
///
/// # Safety
/// `at` is an instruction of the running procedure, whose register 0 is at `base`.
#[inline]
pub(super) unsafe fn execute<'gc>(
    m: &mut Machine<'gc>,
    mc: Mutation<'gc>,
    base: *mut Value<'gc>,
    at: *const u64,
) -> bool {
    // SAFETY: the caller's promise.
    let w = Word(unsafe { *at });
    // SAFETY: as above; operands are registers of the frame.
    let value = unsafe { result(m, mc, base, w, at) };
    match value {
        Some(value) => {
            // SAFETY: as above.
            unsafe { *base.add(w.a() as usize) = value };
            true
        }
        // SAFETY: as above.
        None => unsafe { store(m, mc, base, w) },
    }
}

/// The value of an instruction that writes register `a`.
///
/// # Safety
/// As for [`execute`].
unsafe fn result<'gc>(
    m: &mut Machine<'gc>,
    mc: Mutation<'gc>,
    base: *mut Value<'gc>,
    w: Word,
    at: *const u64,
) -> Option<Value<'gc>> {
    // SAFETY: the caller's promise.
    let register = |r: u16| unsafe { *base.add(r as usize) };
    let (b, c) = (|| register(w.b()), || register(w.c()));
    let number = || Value::fixnum(w.c() as i16 as i64);
    // SAFETY: as above: the constant exists.
    let flonum = || unsafe { constant(entry_at(base), w.c()) };
    match w.op() {
        Op::Add => slow::add(mc, b(), c()).ok(),
        Op::Sub => slow::sub(mc, b(), c()).ok(),
        Op::Mul => slow::mul(mc, b(), c()).ok(),
        Op::Div => slow::div(mc, b(), c()).ok(),
        Op::AddI => slow::add(mc, b(), number()).ok(),
        Op::RSubI => slow::sub(mc, number(), b()).ok(),
        Op::MulI => slow::mul(mc, b(), number()).ok(),
        Op::AddK => slow::add(mc, b(), flonum()).ok(),
        Op::SubK => slow::sub(mc, b(), flonum()).ok(),
        Op::RSubK => slow::sub(mc, flonum(), b()).ok(),
        Op::MulK => slow::mul(mc, b(), flonum()).ok(),
        Op::DivK => slow::div(mc, b(), flonum()).ok(),
        Op::Quotient => slow::quotient_any(mc, b(), c()).ok(),
        Op::Remainder => slow::remainder_any(mc, b(), c()).ok(),
        Op::Modulo => slow::modulo_any(mc, b(), c()).ok(),
        Op::QuotientI => slow::quotient_any(mc, b(), number()).ok(),
        Op::RemainderI => slow::remainder_any(mc, b(), number()).ok(),
        Op::ModuloI => slow::modulo_any(mc, b(), number()).ok(),
        Op::Sqrt => slow::sqrt(mc, b()).ok(),
        Op::StringRef => slow::string_char(b(), c()),
        Op::StringLength => Some(Value::fixnum(b().as_string()?.len() as i64)),
        Op::Cons => Some(mc.cons(b(), c())),
        Op::MakeBox => Some(mc.alloc(Kind::Box, &[b()])),
        // SAFETY: as above: a code constant, and `c` capture words after the instruction.
        Op::Closure => unsafe {
            let proto = constant(entry_at(base), w.b());
            Some(m.make_closure(mc, proto, at.add(1), w.c() as usize, base))
        },
        _ => None,
    }
}

/// Carries out a store.
///
/// # Safety
/// As for [`execute`].
unsafe fn store<'gc>(m: &mut Machine<'gc>, mc: Mutation<'gc>, base: *mut Value<'gc>, w: Word) -> bool {
    // SAFETY: the caller's promise.
    let register = |r: u16| unsafe { *base.add(r as usize) };
    let (a, b, c) = (|| register(w.a()), || register(w.b()), || register(w.c()));
    match w.op() {
        Op::SetCar => a().set_car(mc, b()),
        Op::SetCdr => a().set_cdr(mc, b()),
        Op::VectorSet | Op::VectorSetI => {
            let index = if w.op() == Op::VectorSet { b() } else { Value::fixnum(w.b() as i16 as i64) };
            a().has_kind(Kind::Vector) && index.as_index().is_some_and(|i| a().set_slot(mc, i, c()))
        }
        Op::SetBox => a().has_kind(Kind::Box) && a().set_slot(mc, 0, b()),
        Op::RecordSet => {
            slow::has_field(a(), b(), w.d()) && a().set_slot(mc, 1 + w.d() as usize, c())
        }
        Op::StringSet => matches!(slow::string_set(mc, a(), b(), c()), Ok(true)),
        // SAFETY: as above: the capture is a cell.
        Op::SetUpCell => unsafe {
            m.write_cell(mc, (*base.sub(1)).capture_unchecked(w.a() as usize), b());
            true
        },
        Op::SetVar if a().is_cell() => {
            // SAFETY: just checked.
            unsafe { m.write_cell(mc, a(), b()) };
            true
        }
        Op::SetGlobal | Op::DefGlobal => {
            // SAFETY: as above: the constant is a global cell.
            let cell = unsafe { constant(entry_at(base), w.a()) };
            let bound = w.op() == Op::DefGlobal || cell.slot(global::VALUE) != Some(Value::UNBOUND);
            bound && cell.set_slot(mc, global::VALUE, b())
        }
        // SAFETY: as above: the compiler made the closure with that capture.
        Op::Patch => unsafe {
            a().set_capture_unchecked(mc, w.c() as usize, b());
            true
        },
        Op::Close => {
            // SAFETY: a register of the frame.
            m.close_cells(mc, unsafe { base.add(w.a() as usize) } as usize);
            true
        }
        _ => false,
    }
}
