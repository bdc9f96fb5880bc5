//! Finds the procedures that tail calls have removed from the stack, for backtraces.
//!
//! A frame that waits in a call of `f` and has a frame of `g` above it shows that `f` has made
//! a tail call, whose callee was `g` or has made another one. Which call that was follows from
//! the code of `f`, when only one of its tail calls leads to `g`. So running code records
//! nothing: only who asks for a backtrace pays.
//!
//! The search reads the code as it is now: it does not notice a variable that held another
//! procedure in the meantime.

use cairn_gc::{Kind, ProtoInfo, Value};

use super::frames::{Frame, code_meta};
use crate::compiler::bytecode::ops::constant_index;
use crate::compiler::bytecode::{Op, Role, Word};
use crate::data::global;

/// Tail calls in a row that are looked for, at most.
const DEEPEST: usize = 4;
/// Ways through the code that are followed, at most.
const MOST_WAYS: usize = 400;
/// Instructions of a procedure that is looked through, at most.
const LARGEST: usize = 20_000;

/// A procedure: its code, and the closure when it is known.
#[derive(Clone, Copy)]
struct Procedure<'gc> {
    code: Value<'gc>,
    closure: Option<Value<'gc>>,
}

/// The callee of a call.
enum Callee<'gc> {
    Procedure(Procedure<'gc>),
    /// No procedure that has code.
    Other,
    Unknown,
}

/// A tail call: the code that makes it, and the index of its instruction.
pub(super) type TailCall<'gc> = (Value<'gc>, usize);

/// The tail calls that were made since `frame` called, innermost first. Above it is a frame of
/// the code `inner`; none when what was called last has failed before it had one.
pub(super) fn removed<'gc>(frame: Frame<'gc>, inner: Option<Value<'gc>>) -> Vec<TailCall<'gc>> {
    let Some(called) = called_by(frame) else { return Vec::new() };
    if inner == Some(called.code) {
        return Vec::new();
    }
    let mut found = ways(called, inner).unwrap_or_default();
    found.reverse();
    found
}

/// The procedure with code that the call calls in which a frame waits.
fn called_by(frame: Frame<'_>) -> Option<Procedure<'_>> {
    // SAFETY: the word before register 0 is the frame's closure.
    let closure = unsafe { *frame.base.sub(1) };
    let code = closure.closure_proto().filter(|_| !frame.pc.is_null())?;
    let at = ((frame.pc as usize).wrapping_sub(code.proto_entry() as usize) / 8).checked_sub(1)?;
    let parts = code.proto_parts();
    let word = Word(*parts.code.get(at)?);
    if !matches!(word.op(), Op::Call | Op::CallGlobal | Op::CallSelf) {
        return None;
    }
    match callee(Procedure { code, closure: Some(closure) }, parts.code, &parts.constants, at) {
        Callee::Procedure(procedure) if accepts(procedure.code, word.d() as usize) => Some(procedure),
        _ => None,
    }
}

fn accepts(code: Value<'_>, count: usize) -> bool {
    let info: ProtoInfo = code.proto_parts().info;
    count == info.params() || count > info.params() && info.rest()
}

/// The callee of the call at an index.
fn callee<'gc>(own: Procedure<'gc>, code: &[u64], constants: &[Value<'gc>], at: usize) -> Callee<'gc> {
    let word = Word(code[at]);
    match word.op() {
        Op::CallSelf => Callee::Procedure(own),
        Op::CallGlobal | Op::TailCallGlobal => global_value(constants, word.b()),
        _ => register_value(own, code, constants, at, word.a() + 1),
    }
}

fn known(value: Value<'_>) -> Callee<'_> {
    match value.closure_proto() {
        Some(code) => Callee::Procedure(Procedure { code, closure: Some(value) }),
        None if value.has_kind(Kind::CaseLambda) || value.is_cell() => Callee::Unknown,
        None => Callee::Other,
    }
}

fn constant<'gc>(constants: &[Value<'gc>], operand: i64) -> Option<Value<'gc>> {
    constants.get(constant_index(operand as i32)).copied()
}

fn global_value<'gc>(constants: &[Value<'gc>], operand: u16) -> Callee<'gc> {
    let cell = constant(constants, operand as i16 as i64);
    cell.and_then(|cell| cell.slot(global::VALUE)).map_or(Callee::Unknown, known)
}

/// Finds the value that was last put into a register before an index.
fn register_value<'gc>(
    own: Procedure<'gc>,
    code: &[u64],
    constants: &[Value<'gc>],
    at: usize,
    register: u16,
) -> Callee<'gc> {
    let writes = |word: &Word| matches!(word.op().roles()[1], Role::W | Role::Win) && word.a() == register;
    let Some(before) = (0..at).rev().find(|&i| writes(&Word(code[i]))) else { return Callee::Unknown };
    let word = Word(code[before]);
    match word.op() {
        Op::Closed => Callee::Procedure(own),
        Op::Move => register_value(own, code, constants, before, word.b()),
        Op::GetGlobal => global_value(constants, word.b()),
        Op::LoadK => constant(constants, word.bc() as i64).map_or(Callee::Unknown, known),
        Op::Closure => match constant(constants, word.b() as i16 as i64) {
            Some(code) if code.has_kind(Kind::Proto) => Callee::Procedure(Procedure { code, closure: None }),
            _ => Callee::Unknown,
        },
        Op::GetUp => match own.closure {
            // SAFETY: the closure has the captures that its code names; just counted.
            Some(closure) if (word.b() as usize) < closure.closure_captures() => unsafe {
                known(closure.capture_unchecked(word.b() as usize))
            },
            _ => Callee::Unknown,
        },
        _ => Callee::Unknown,
    }
}

/// The way of tail calls from a procedure to the code `inner`, or to a call that cannot have
/// made a frame; as far as there is only one.
fn ways<'gc>(from: Procedure<'gc>, inner: Option<Value<'gc>>) -> Option<Vec<TailCall<'gc>>> {
    let mut level: Vec<(Procedure<'gc>, Vec<TailCall<'gc>>)> = vec![(from, Vec::new())];
    let mut seen = vec![from.code];
    let mut followed = 0;
    for _ in 0..DEEPEST {
        let (mut arrived, mut maybe, mut next) = (Vec::new(), Vec::new(), Vec::new());
        for (procedure, way) in level {
            for (at, callee) in tail_calls(procedure) {
                followed += 1;
                if followed > MOST_WAYS {
                    return None;
                }
                let mut way = way.clone();
                way.push((procedure.code, at));
                match (callee, inner) {
                    (Callee::Procedure(callee), Some(inner)) if callee.code == inner => arrived.push(way),
                    (Callee::Procedure(callee), _) if seen.contains(&callee.code) => {}
                    (Callee::Procedure(callee), None) if !accepts(callee.code, count_at(procedure, at)) => {
                        arrived.push(way)
                    }
                    (Callee::Procedure(callee), _) => {
                        seen.push(callee.code);
                        next.push((callee, way));
                    }
                    (Callee::Other, None) => arrived.push(way),
                    (Callee::Other, Some(_)) => {}
                    (Callee::Unknown, _) => maybe.push(way),
                }
            }
        }
        for found in [arrived, maybe] {
            match found.len() {
                0 => {}
                _ => return Some(common(found)),
            }
        }
        level = next;
    }
    None
}

/// The common beginning of all of these ways.
fn common<'gc>(ways: Vec<Vec<TailCall<'gc>>>) -> Vec<TailCall<'gc>> {
    let mut ways = ways.into_iter();
    let mut common = ways.next().unwrap_or_default();
    for way in ways {
        let same = common.iter().zip(&way).take_while(|(a, b)| a == b).count();
        common.truncate(same);
    }
    common
}

fn count_at(procedure: Procedure<'_>, at: usize) -> usize {
    Word(procedure.code.proto_parts().code[at]).d() as usize
}

/// The tail calls of a procedure, with what they call.
fn tail_calls<'gc>(procedure: Procedure<'gc>) -> Vec<(usize, Callee<'gc>)> {
    let parts = procedure.code.proto_parts();
    if parts.code.len() > LARGEST || code_meta(procedure.code).is_none() {
        return Vec::new();
    }
    let is_tail_call = |word: Word| matches!(word.op(), Op::TailCall | Op::TailCallGlobal);
    let calls = (0..parts.code.len()).filter(|&at| is_tail_call(Word(parts.code[at])));
    calls.map(|at| (at, callee(procedure, parts.code, &parts.constants, at))).collect()
}
