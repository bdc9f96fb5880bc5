//! Assembles the stubs between Rust and native code, by which native code is entered and left and
//! calls helpers.

use super::x64::*;
use super::{Helper, Layout};

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
}

/// Registers that Rust does not give back, but for `rax`.
const LOST: [Gp; 8] = [RCX, RDX, RSI, RDI, R8, R9, R10, R11];
/// Registers of doubles, none of which Rust gives back.
const DOUBLES: u8 = 16;
/// Registers that a caller in Rust wants back.
const SAVED: [Gp; 6] = [RBX, RBP, R12, R13, R14, R15];

/// Makes the stubs; the address of helper `i`'s function, and last of the one that compiles,
/// is the word `functions + 8 * i` bytes from the shared part.
pub fn stubs(layout: &Layout, functions: i32) -> Stubs {
    let mut asm = Asm::default();
    let enter = asm.here();
    SAVED.into_iter().for_each(|register| asm.push(register));
    // The stack is aligned for calls from here on.
    asm.alu_constant(Alu::Sub, RSP, 8);
    asm.mov(R14, RDI);
    asm.mov(R15, at(R14, layout.state));
    asm.mov(RBX, at(R14, layout.base));
    asm.mov32(R13, at(R15, layout.ticks));
    asm.jump_through(RSI);
    let leave = asm.here();
    asm.alu_constant(Alu::Add, RSP, 8);
    SAVED.into_iter().rev().for_each(|register| asm.pop(register));
    asm.ret();
    let mut helpers = Vec::new();
    for (number, helper) in Helper::ALL.into_iter().enumerate() {
        helpers.push(asm.here());
        let function = functions + 8 * number as i32;
        if helper.is_leaf() { call_leaf(&mut asm, layout, function) } else { call_rust(&mut asm, layout, function) }
    }
    let first_call = asm.here();
    // As if the code itself had called a helper.
    asm.alu_constant(Alu::Sub, RSP, 8);
    call_rust(&mut asm, layout, functions + 8 * Helper::ALL.len() as i32);
    Stubs { bytes: asm.finish(), enter, leave, first_call, helpers }
}

/// Calls a helper's function. Its answer is 0, and the caller goes on, or where to go on
/// instead.
fn call_rust(asm: &mut Asm, layout: &Layout, function: i32) {
    let elsewhere = asm.label();
    asm.store(at(R14, layout.base), RBX);
    asm.store32(at(R15, layout.ticks), R13);
    asm.mov(RDI, R14);
    asm.alu_constant(Alu::Sub, RSP, 8);
    asm.call_through(at(R14, function));
    asm.alu_constant(Alu::Add, RSP, 8);
    asm.mov32(R13, at(R15, layout.ticks));
    asm.test(RAX, RAX);
    asm.jump_if(Cond::NotEqual, elsewhere);
    asm.ret();
    asm.bind(elsewhere);
    asm.mov(RBX, at(R14, layout.base));
    asm.alu_constant(Alu::Add, RSP, 8);
    asm.jump_through(RAX);
}

/// Calls a leaf's function, which may end the quantum.
fn call_leaf(asm: &mut Asm, layout: &Layout, function: i32) {
    LOST.into_iter().for_each(|register| asm.push(register));
    asm.store32(at(R15, layout.ticks), R13);
    asm.mov(RDI, R14);
    asm.mov(RSI, RCX);
    asm.mov(RCX, RAX);
    // With the return address and the registers, the stack is aligned.
    let room = 8 + 8 * i32::from(DOUBLES);
    let double = |i: u8| (at(RSP, 8 * i32::from(i)), Xmm(i));
    asm.alu_constant(Alu::Sub, RSP, room);
    (0..DOUBLES).map(double).for_each(|(place, register)| asm.store_double(place, register));
    asm.call_through(at(R14, function));
    (0..DOUBLES).map(double).for_each(|(place, register)| asm.load_double(register, place));
    asm.alu_constant(Alu::Add, RSP, room);
    asm.mov32(R13, at(R15, layout.ticks));
    LOST.into_iter().rev().for_each(|register| asm.pop(register));
    asm.ret();
}
