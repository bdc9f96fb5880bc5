//! Finds the procedures that tail calls have removed from the stack, for backtraces.
//!
//! A frame that waits in a call of `f` and has a frame of `g` above it shows that `f` has made
//! a tail call, whose callee was `g` or has made another one. Which call that was follows from
//! the code of `f`, when only one of its tail calls leads to `g`. So running code records
//! nothing: only who asks for a backtrace pays.
//!
//! The search reads the code as it is now: it does not notice a variable that held another
//! procedure in the meantime.
//! It also looks at the parameters of the frame that waits.

use std::sync::Arc;

use cairn_backend::bytecode::ops::constant_index;
use cairn_backend::bytecode::{Op, Role, Word};
use cairn_data::global;
use cairn_data::source::Span;
use cairn_gc::{Kind, ProtoInfo, Value};

use super::frames::{Frame, code_meta};
use super::machine::Machine;

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
    /// Of a closure that is gone, the captured values that its maker still has.
    captured: [Option<Value<'gc>>; FEW_CAPTURES],
}

/// Captured values that are looked at, of a closure that is gone.
const FEW_CAPTURES: usize = 4;

impl<'gc> Procedure<'gc> {
    fn new(code: Value<'gc>, closure: Option<Value<'gc>>) -> Self {
        Procedure { code, closure, captured: [None; FEW_CAPTURES] }
    }

    /// A captured value.
    fn capture(self, index: usize) -> Option<Value<'gc>> {
        match self.closure {
            // SAFETY: the closure has more captures than `index`; just counted.
            Some(closure) if index < closure.closure_captures() => unsafe { Some(closure.capture_unchecked(index)) },
            Some(_) => None,
            None => self.captured.get(index).copied().flatten(),
        }
    }
}

/// The callee of a call.
enum Callee<'gc> {
    Procedure(Procedure<'gc>),
    /// A builtin that calls procedures itself, such as `apply` and `call/cc`.
    Caller,
    /// Anything else without code.
    Other,
    Unknown,
}

/// A tail call: the code that makes it, and the index of its instruction.
pub(super) type TailCall<'gc> = (Value<'gc>, usize);

/// The tail calls that were made since `frame` called, innermost first. Above it is a frame of
/// the code `inner`; none when what was called last has failed before it had one.
pub(super) fn removed<'gc>(machine: &Machine<'gc>, frame: Frame<'gc>, inner: Option<Value<'gc>>) -> Vec<TailCall<'gc>> {
    let Some(called) = called_by(machine, frame) else { return Vec::new() };
    if inner == Some(called.code) {
        return Vec::new();
    }
    let mut found = ways(machine, called, inner).unwrap_or_default();
    found.reverse();
    found
}

/// Name and place of the code that the call calls in which a frame waits, when that can be told.
pub(super) fn called_code<'gc>(machine: &Machine<'gc>, frame: Frame<'gc>) -> Option<(Option<Arc<str>>, Span)> {
    let called = called_by(machine, frame).map(|called| called.code).or_else(|| first_clause(frame));
    let meta = code_meta(called?)?;
    Some((meta.name.clone(), meta.span))
}

/// The code of the first clause, if a frame waits in a call of a global procedure with several.
fn first_clause(frame: Frame<'_>) -> Option<Value<'_>> {
    let parts = frame.code()?.proto_parts();
    let at = ((frame.pc as usize).wrapping_sub(frame.code()?.proto_entry() as usize) / 8).checked_sub(1)?;
    let word = Word(*parts.code.get(at)?);
    let called = global_value(&parts.constants, word.b()).filter(|_| word.op() == Op::CallGlobal)?;
    called.slot_slice().iter().find_map(|clause| clause.closure_proto()).filter(|_| called.has_kind(Kind::CaseLambda))
}

/// Whether the instruction before a frame's next one does what its own code names: it is no call of a procedure that
/// came from elsewhere.
pub(super) fn calls_own(frame: Frame<'_>) -> bool {
    let Some(code) = frame.code().filter(|_| !frame.pc.is_null()) else { return false };
    let at = ((frame.pc as usize).wrapping_sub(code.proto_entry() as usize) / 8).wrapping_sub(1);
    let parts = code.proto_parts();
    let Some(&word) = parts.code.get(at) else { return false };
    if !matches!(Word(word).op(), Op::Call | Op::TailCall) {
        return true;
    }
    let own = Procedure::new(code, None);
    !matches!(register_value(own, parts.code, &parts.constants, at, Word(word).a() + 1), Held::Since(_) | Held::Unknown)
}

/// The procedure with code that the call calls in which a frame waits.
fn called_by<'gc>(machine: &Machine<'gc>, frame: Frame<'gc>) -> Option<Procedure<'gc>> {
    // SAFETY: the word before register 0 is the frame's closure.
    let closure = unsafe { *frame.base.sub(1) };
    let code = closure.closure_proto().filter(|_| !frame.pc.is_null())?;
    let at = ((frame.pc as usize).wrapping_sub(code.proto_entry() as usize) / 8).checked_sub(1)?;
    let parts = code.proto_parts();
    let word = Word(*parts.code.get(at)?);
    if !matches!(word.op(), Op::Call | Op::CallGlobal | Op::CallSelf) {
        return None;
    }
    let own = Procedure::new(code, Some(closure));
    let callee = match passed(own, at).filter(|_| !frame.failed) {
        // SAFETY: a parameter's register was written when the frame was entered; collections keep
        // what it holds, or put 0 there.
        Some(register) => known(machine, unsafe { *frame.base.add(register) }),
        None => callee(machine, own, at),
    };
    match callee {
        Callee::Procedure(procedure) if accepts(procedure.code, word.d() as usize) => Some(procedure),
        Callee::Caller if word.d() > 0 && !frame.failed => passed_on(frame, own, at),
        _ => None,
    }
}

/// The procedure that a frame has made and passed as the first argument of the call at an index,
/// to a builtin which calls it.
fn passed_on<'gc>(frame: Frame<'gc>, own: Procedure<'gc>, at: usize) -> Option<Procedure<'gc>> {
    let parts = own.code.proto_parts();
    let register = Word(parts.code[at]).a() + 2;
    let writes = |&i: &usize| {
        let word = Word(parts.code[i]);
        matches!(word.op().roles()[1], Role::W | Role::Win) && word.a() == register
    };
    let before = (0..at).rev().find(writes)?;
    let word = Word(parts.code[before]);
    let code = Some(word)
        .filter(|word| word.op() == Op::Closure)
        .and_then(|word| constant(&parts.constants, word.b() as i16 as i64));
    let mut made = Procedure::new(code.filter(|code| code.has_kind(Kind::Proto))?, None);
    for (captured, &word) in made.captured.iter_mut().zip(parts.code.iter().skip(before + 1).take(word.c() as usize)) {
        let (source, kind) = (Word(word).a(), Word(word).d());
        let is_parameter = (source as usize) < parts.info.params()
            && matches!(register_value(own, parts.code, &parts.constants, before, source), Held::Since(_));
        *captured = match kind {
            // SAFETY: a parameter's register, as in `called_by`.
            0 if is_parameter => Some(unsafe { *frame.base.add(source as usize) }),
            1 => own.capture(source as usize),
            _ => None,
        };
    }
    Some(made)
}

/// The register of the parameter that the call at an index calls, if it calls one.
fn passed(own: Procedure<'_>, at: usize) -> Option<usize> {
    let parts = own.code.proto_parts();
    let word = Word(parts.code[at]);
    match word.op() {
        Op::Call => match register_value(own, parts.code, &parts.constants, at, word.a() + 1) {
            Held::Since(register) => Some(register as usize).filter(|&register| register < parts.info.params()),
            _ => None,
        },
        _ => None,
    }
}

fn accepts(code: Value<'_>, count: usize) -> bool {
    let info: ProtoInfo = code.proto_parts().info;
    count == info.params() || count > info.params() && info.rest()
}

/// The callee of the call at an index.
fn callee<'gc>(machine: &Machine<'gc>, own: Procedure<'gc>, at: usize) -> Callee<'gc> {
    let parts = own.code.proto_parts();
    let word = Word(parts.code[at]);
    let value = match word.op() {
        Op::CallSelf => return Callee::Procedure(own),
        Op::CallGlobal | Op::TailCallGlobal => global_value(&parts.constants, word.b()),
        _ => match register_value(own, parts.code, &parts.constants, at, word.a() + 1) {
            Held::Value(value) => Some(value),
            Held::Code(code) => return Callee::Procedure(Procedure::new(code, None)),
            Held::Own => return Callee::Procedure(own),
            Held::Since(_) | Held::Unknown => None,
        },
    };
    value.map_or(Callee::Unknown, |value| known(machine, value))
}

fn known<'gc>(machine: &Machine<'gc>, value: Value<'gc>) -> Callee<'gc> {
    match value.closure_proto() {
        Some(code) => Callee::Procedure(Procedure::new(code, Some(value))),
        None if value.has_kind(Kind::CaseLambda) || value.is_cell() => Callee::Unknown,
        None if value.has_kind(Kind::Parameter) => Callee::Caller,
        None if machine.native_entry(value).is_some_and(|entry| entry.control.is_some()) => Callee::Caller,
        None => Callee::Other,
    }
}

fn constant<'gc>(constants: &[Value<'gc>], operand: i64) -> Option<Value<'gc>> {
    constants.get(constant_index(operand as i32)).copied()
}

fn global_value<'gc>(constants: &[Value<'gc>], operand: u16) -> Option<Value<'gc>> {
    constant(constants, operand as i16 as i64)?.slot(global::VALUE)
}

/// Knowledge of a register's content.
enum Held<'gc> {
    Value(Value<'gc>),
    /// A closure of this code.
    Code(Value<'gc>),
    /// The procedure itself.
    Own,
    /// The content of this register at the entry of the procedure.
    Since(u16),
    Unknown,
}

/// Finds the value that was last put into a register before an index.
fn register_value<'gc>(
    own: Procedure<'gc>,
    code: &[u64],
    constants: &[Value<'gc>],
    at: usize,
    register: u16,
) -> Held<'gc> {
    let writes = |word: &Word| matches!(word.op().roles()[1], Role::W | Role::Win) && word.a() == register;
    let Some(before) = (0..at).rev().find(|&i| writes(&Word(code[i]))) else { return Held::Since(register) };
    let word = Word(code[before]);
    let value = match word.op() {
        Op::Closed => return Held::Own,
        Op::Move => return register_value(own, code, constants, before, word.b()),
        Op::GetGlobal => global_value(constants, word.b()),
        Op::LoadK => constant(constants, word.bc() as i64),
        Op::Closure => match constant(constants, word.b() as i16 as i64) {
            Some(code) if code.has_kind(Kind::Proto) => return Held::Code(code),
            _ => None,
        },
        Op::GetUp => own.capture(word.b() as usize),
        _ => None,
    };
    value.map_or(Held::Unknown, Held::Value)
}

/// The way of tail calls from a procedure to the code `inner`, or to a call that cannot have
/// made a frame; as far as there is only one. A way that is certain comes before one through a
/// callee that is not known.
fn ways<'gc>(machine: &Machine<'gc>, from: Procedure<'gc>, inner: Option<Value<'gc>>) -> Option<Vec<TailCall<'gc>>> {
    let mut level: Vec<(Procedure<'gc>, Vec<TailCall<'gc>>)> = vec![(from, Vec::new())];
    let mut seen = vec![from.code];
    let (mut followed, mut maybe) = (0, Vec::new());
    for _ in 0..DEEPEST {
        let (mut arrived, mut next) = (Vec::new(), Vec::new());
        for (procedure, way) in level {
            for (at, callee) in tail_calls(machine, procedure) {
                followed += 1;
                if followed > MOST_WAYS {
                    return None;
                }
                let mut way = way.clone();
                way.push((procedure.code, at));
                match (callee, inner) {
                    (Callee::Procedure(callee), Some(inner)) if callee.code == inner => arrived.push(way),
                    (Callee::Procedure(callee), None) if !accepts(callee.code, count_at(procedure, at)) => {
                        arrived.push(way)
                    }
                    (Callee::Procedure(callee), _) if seen.contains(&callee.code) => {}
                    (Callee::Procedure(callee), _) => {
                        seen.push(callee.code);
                        next.push((callee, way));
                    }
                    (Callee::Other | Callee::Caller, None) => arrived.push(way),
                    (Callee::Other, Some(_)) => {}
                    (Callee::Caller | Callee::Unknown, _) => maybe.push(way),
                }
            }
        }
        if !arrived.is_empty() {
            return Some(common(arrived));
        }
        level = next;
    }
    Some(common(maybe))
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
fn tail_calls<'gc>(machine: &Machine<'gc>, procedure: Procedure<'gc>) -> Vec<(usize, Callee<'gc>)> {
    let parts = procedure.code.proto_parts();
    if parts.code.len() > LARGEST || code_meta(procedure.code).is_none() {
        return Vec::new();
    }
    let is_tail_call = |word: Word| matches!(word.op(), Op::TailCall | Op::TailCallGlobal);
    let calls = (0..parts.code.len()).filter(|&at| is_tail_call(Word(parts.code[at])));
    calls.map(|at| (at, callee(machine, procedure, at))).collect()
}
