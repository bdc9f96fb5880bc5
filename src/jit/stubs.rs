//! Assembles the stubs between Rust and native code, by which native code is entered and left and
//! calls helpers.

use cairn_gc::{Kind, ProtoInfo, TAG_OBJECT};

use super::arith::TAGS;
use super::branch::{HEADER, KIND, payload};
use super::captures;
use super::control::INFO;
use super::data::LENGTH_SHIFT;
use super::machine::*;
use super::{Helper, Layout};

/// The bits of an info word that say which arguments are taken as they are, and whether there is native code.
const ARITY: i32 = 0xFFFF;

/// The stubs' code, and where each begins.
pub struct Stubs {
    /// The code; it does not depend on where it lies.
    pub bytes: Vec<u8>,
    /// `extern "C" fn(shared, address)`: goes on at a native address.
    pub enter: usize,
    /// Where native code is left: a helper's answer.
    pub leave: usize,
    /// Entry of a procedure that is compiled when it is first called.
    pub first_call: usize,
    /// The stub of each helper.
    pub helpers: Vec<usize>,
    /// Finds the clause of the object in `rcx` that takes just the arguments that the info word in `rax` says and has
    /// native code, if it is the first to take them: it comes to `rcx`, and its entry to `rdx`, else 0. Keeps the other
    /// registers but `rax`.
    pub find_clause: usize,
    /// Carries out a call with one argument of the object in `rcx`, if that is `call/cc` or a continuation: `rsi` is the
    /// address of its window, `rdx` of its return word. It comes back if it does not.
    pub call_control: usize,
    /// The same for calls with two arguments, if the object is `apply` or `%apply-values`.
    pub call_apply: usize,
    /// Where native code goes to return `rax` to the return word in `rcx`, which the table of returns does not have.
    pub returned: usize,
}

/// Makes the stubs; the address of helper `i`'s function, and last of the one that compiles,
/// is the word `functions + 8 * i` bytes from the shared part.
pub fn stubs(layout: &Layout, functions: i32) -> Stubs {
    let mut asm = Asm::default();
    let enter = asm.here();
    asm.enter_native();
    asm.mov(R14, RDI);
    asm.mov(R15, at(R14, layout.state));
    asm.mov(RBX, at(R14, layout.base));
    asm.mov32(R13, at(R15, layout.ticks));
    asm.jump_through(RSI);
    let leave = asm.here();
    asm.leave_native();
    let mut helpers = Vec::new();
    for (number, helper) in Helper::ALL.into_iter().enumerate() {
        helpers.push(asm.here());
        let function = functions + 8 * number as i32;
        if helper.is_leaf() { call_leaf(&mut asm, layout, function) } else { call_rust(&mut asm, layout, function) }
    }
    let first_call = asm.here();
    // As if the code itself had called a helper.
    asm.pretend_call();
    call_rust(&mut asm, layout, functions + 8 * Helper::ALL.len() as i32);
    let clause = asm.here();
    find_clause(&mut asm);
    let control = asm.here();
    captures::call_control(&mut asm, layout);
    let apply = asm.here();
    captures::call_apply(&mut asm, layout);
    let returned = asm.here();
    captures::returned(&mut asm, layout, functions);
    let bytes = asm.finish();
    let (find_clause, call_control, call_apply) = (clause, control, apply);
    Stubs { bytes, enter, leave, first_call, helpers, find_clause, call_control, call_apply, returned }
}

/// See [`Stubs::find_clause`].
fn find_clause(asm: &mut Asm) {
    const LENT: [Gp; 4] = [RSI, RDI, R8, R9];
    let [again, found, none, out] = std::array::from_fn(|_| asm.label());
    LENT.into_iter().for_each(|register| asm.push(register));
    asm.cmp8(at(RCX, KIND), Kind::CaseLambda as u8);
    asm.jump_if(Cond::NotEqual, none);
    asm.mov(RSI, at(RCX, HEADER));
    asm.shift(Shift::Shr, RSI, LENGTH_SHIFT);
    asm.lea(RDI, at(RCX, payload(0)));
    asm.bind(again);
    asm.alu_constant(Alu::Sub, RSI, 1);
    asm.jump_if(Cond::Sign, none);
    asm.mov(RDX, at(RDI, 0));
    asm.lea32(R8, at(RDX, -(TAG_OBJECT as i32)));
    asm.test8(R8, TAGS);
    asm.jump_if(Cond::NotEqual, none);
    asm.cmp8(at(RDX, KIND), Kind::Closure as u8);
    asm.jump_if(Cond::NotEqual, none);
    asm.mov(R8, at(RDX, payload(0)));
    asm.mov32(R9, at(R8, INFO));
    asm.alu_constant32(Alu::And, R9, ARITY);
    asm.alu32(Alu::Cmp, R9, RAX);
    asm.jump_if(Cond::Equal, found);
    // A clause that takes further arguments may take these.
    asm.alu_constant32(Alu::And, R9, ProtoInfo::new(0, true, 0, 0).bits() as i32);
    asm.jump_if(Cond::NotEqual, none);
    asm.alu_constant(Alu::Add, RDI, 8);
    asm.jump(again);
    asm.bind(found);
    asm.mov(RCX, RDX);
    asm.mov(RDX, R8);
    asm.bind(out);
    LENT.into_iter().rev().for_each(|register| asm.pop(register));
    asm.ret();
    asm.bind(none);
    asm.load(RDX, 0);
    asm.jump(out);
}

/// Calls a helper's function. Its answer is 0, and the caller goes on, or where to go on
/// instead.
pub(super) fn call_rust(asm: &mut Asm, layout: &Layout, function: i32) {
    let elsewhere = asm.label();
    asm.store(at(R14, layout.base), RBX);
    asm.store32(at(R15, layout.ticks), R13);
    asm.mov(RDI, R14);
    asm.call_rust(at(R14, function));
    asm.mov32(R13, at(R15, layout.ticks));
    asm.test(RAX, RAX);
    asm.jump_if(Cond::NotEqual, elsewhere);
    asm.ret();
    asm.bind(elsewhere);
    asm.mov(RBX, at(R14, layout.base));
    asm.drop_return();
    asm.jump_through(RAX);
}

/// Calls a leaf's function, which may end the quantum.
fn call_leaf(asm: &mut Asm, layout: &Layout, function: i32) {
    asm.save_lost();
    asm.store32(at(R15, layout.ticks), R13);
    asm.mov(RDI, R14);
    asm.mov(RSI, RCX);
    asm.mov(RCX, RAX);
    asm.call_keeping_doubles(at(R14, function));
    asm.mov32(R13, at(R15, layout.ticks));
    asm.restore_lost();
    asm.ret();
}
