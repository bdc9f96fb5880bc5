//! Executes what native code leaves to Rust most often, without a step of the interpreter:
//! arithmetic on other numbers, stores that collectors must know of, open cells.
//!
//! Nothing is tried twice, because what a failing operation has done until then counts as work: its error is
//! the instruction's.

use cairn_backend::bytecode::{Op, Word};
use cairn_data::error::Result;
use cairn_data::global;
use cairn_gc::{Kind, Mutation, Value};

use crate::machine::Machine;
use crate::slow;
use crate::words::{constant, entry_at};

/// Executes the instruction at `at` of the frame at `base`. False when that is left to a
/// step: then nothing has happened.
///
/// # Errors
/// The error of a primitive, which has changed no register.
///
/// # Safety
/// `at` is an instruction of the running procedure, whose register 0 is at `base`.
#[inline]
pub(super) unsafe fn execute<'gc>(
    m: &mut Machine<'gc>,
    mc: Mutation<'gc>,
    base: *mut Value<'gc>,
    at: *const u64,
) -> Result<'gc, bool> {
    // SAFETY: the caller's promise.
    let w = Word(unsafe { *at });
    // SAFETY: as above; operands are registers of the frame.
    match unsafe { result(m, mc, base, w, at) } {
        Some(value) => {
            // SAFETY: as above.
            unsafe { *base.add(w.a() as usize) = value? };
            Ok(true)
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
) -> Option<Result<'gc>> {
    // SAFETY: the caller's promise.
    let register = |r: u16| unsafe { *base.add(r as usize) };
    let (b, c) = (|| register(w.b()), || register(w.c()));
    let number = || Value::fixnum(w.c() as i16 as i64);
    // SAFETY: as above: the constant exists.
    let flonum = || unsafe { constant(entry_at(base), w.c()) };
    match w.op() {
        Op::Add => Some(slow::add(mc, b(), c())),
        Op::Sub => Some(slow::sub(mc, b(), c())),
        Op::Mul => Some(slow::mul(mc, b(), c())),
        Op::Div => Some(slow::div(mc, b(), c())),
        Op::AddI => Some(slow::add(mc, b(), number())),
        Op::RSubI => Some(slow::sub(mc, number(), b())),
        Op::MulI => Some(slow::mul(mc, b(), number())),
        Op::AddK => Some(slow::add(mc, b(), flonum())),
        Op::SubK => Some(slow::sub(mc, b(), flonum())),
        Op::RSubK => Some(slow::sub(mc, flonum(), b())),
        Op::MulK => Some(slow::mul(mc, b(), flonum())),
        Op::DivK => Some(slow::div(mc, b(), flonum())),
        Op::Quotient => Some(slow::quotient_any(mc, b(), c())),
        Op::Remainder => Some(slow::remainder_any(mc, b(), c())),
        Op::Modulo => Some(slow::modulo_any(mc, b(), c())),
        Op::QuotientI => Some(slow::quotient_any(mc, b(), number())),
        Op::RemainderI => Some(slow::remainder_any(mc, b(), number())),
        Op::ModuloI => Some(slow::modulo_any(mc, b(), number())),
        Op::Sqrt => Some(slow::sqrt(mc, b())),
        Op::StringRef => slow::string_char(b(), c()).map(Ok),
        Op::StringLength => Some(Ok(Value::fixnum(b().as_string()?.len() as i64))),
        Op::MakeBox => Some(Ok(mc.alloc(Kind::Box, &[b()]))),
        // SAFETY: as above: a code constant, and `c` capture words after the instruction.
        Op::Closure => unsafe {
            let proto = constant(entry_at(base), w.b());
            Some(Ok(m.make_closure(mc, proto, at.add(1), w.c() as usize, base)))
        },
        _ => None,
    }
}

/// Carries out a store.
///
/// # Safety
/// As for [`execute`].
unsafe fn store<'gc>(m: &mut Machine<'gc>, mc: Mutation<'gc>, base: *mut Value<'gc>, w: Word) -> Result<'gc, bool> {
    // SAFETY: the caller's promise.
    let register = |r: u16| unsafe { *base.add(r as usize) };
    let (a, b, c) = (|| register(w.a()), || register(w.b()), || register(w.c()));
    Ok(match w.op() {
        Op::SetCar => a().set_car(mc, b()),
        Op::SetCdr => a().set_cdr(mc, b()),
        Op::VectorSet | Op::VectorSetI => {
            let index = if w.op() == Op::VectorSet { b() } else { Value::fixnum(w.b() as i16 as i64) };
            a().has_kind(Kind::Vector) && index.as_index().is_some_and(|i| a().set_slot(mc, i, c()))
        }
        Op::SetBox => a().has_kind(Kind::Box) && a().set_slot(mc, 0, b()),
        Op::RecordSet => slow::has_field(a(), b(), w.d()) && a().set_slot(mc, 1 + w.d() as usize, c()),
        Op::StringSet => slow::string_set(mc, a(), b(), c())?,
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
        Op::Patch => {
            slow::patch(mc, a(), w.c() as usize, b())?;
            true
        }
        Op::Close => {
            // SAFETY: a register of the frame.
            m.close_cells(mc, unsafe { base.add(w.a() as usize) } as usize);
            true
        }
        _ => false,
    })
}
