//! The code verifier: operands in range, jumps to instructions, an end that does
//! not fall through. The assembler runs it in debug builds; the interpreter
//! loop relies on what it checks.

use super::ops::{Op, Role, Word, constant_index};

/// Checks the code of a procedure.
///
/// # Errors
/// What is wrong, and where.
pub fn check(code: &[Word], constants: usize, registers: usize) -> Result<(), String> {
    let mut at = 0;
    while at < code.len() {
        let word = code[at];
        let fields = [word.d() as usize, word.a() as usize, word.b() as usize, word.c() as usize];
        for (i, (&role, &field)) in word.op().roles().iter().zip(&fields).enumerate() {
            check_operand(code, at, role, field, constants, registers)
                .map_err(|e| format!("{} at {at}, operand {i}: {e}", word.op().name()))?;
        }
        at += 1 + if word.op() == Op::Closure { word.c() as usize } else { 0 };
    }
    match code.last().map(|w| w.op()) {
        Some(Op::Return | Op::ReturnValues | Op::TailCall | Op::TailCallGlobal | Op::Jump | Op::Loop | Op::Halt) => {
            Ok(())
        }
        other => Err(format!("the code ends in {other:?}")),
    }
}

fn check_operand(
    code: &[Word],
    at: usize,
    role: Role,
    field: usize,
    constants: usize,
    registers: usize,
) -> Result<(), String> {
    let word = code[at];
    let jump = |offset: i64| {
        let target = at as i64 + 1 + offset;
        if target < 0 || target >= code.len() as i64 { Err(format!("jump to {target}")) } else { Ok(()) }
    };
    let constant = |operand: i32| match constant_index(operand) {
        index if index < constants => Ok(()),
        index => Err(format!("constant {index} of {constants}")),
    };
    match role {
        Role::R | Role::W if field >= registers => Err(format!("register {field} of {registers}")),
        Role::Win if field + word.d() as usize > registers => Err(format!("window at {field} of {registers}")),
        Role::K => constant(field as u16 as i16 as i32),
        Role::K32 => constant(word.bc()),
        Role::J => jump(field as u16 as i16 as i64),
        Role::J32 => jump(word.bc() as i64),
        _ => Ok(()),
    }
}
