//! Assembles the stubs that carry out `call/cc`, calls of continuations, `apply` and `%apply-values`, without Rust where the
//! frames are plain and the arguments are few.
//!
//! A stub does just what `vm::continuation` does: the segment, the continuation object, the frames and the machine's
//! record of what is below the stack are the same. It leaves to Rust, before anything has changed: frames with
//! assigned variables or a return barrier, longer stretches of stack, winders to be called, and a full nursery.

use cairn_data::dynamic::continuation as slot;
use cairn_gc::{Header, Kind, ProtoInfo, TAG_OBJECT, TAG_PAIR, Value};

use super::Layout;
use super::arith::TAGS;
use super::branch::{HEADER, KIND, payload};
use super::control::{CLOSURE, INFO, NATIVE, RETURN};
use super::data::{CAR, CDR, LENGTH_SHIFT};
use super::machine::*;
use super::stubs::call_rust;
use super::{Helper, RETURN_MASK};

/// Where the stubs find the continuation that is under way: distances from the machine, in bytes, but for builtins.
#[derive(Clone, Debug, Default)]
pub struct Captures {
    /// Shared: the numbers of the builtins that capture, as fixnums.
    pub numbers: [i32; 2],
    /// Shared: the number of `apply`.
    pub apply: i32,
    /// The number of `%apply-values`.
    pub apply_values: i32,
    /// The dynamic state.
    pub winders: i32,
    /// See `winders`.
    pub handlers: i32,
    /// See `winders`.
    pub parameters: i32,
    /// The frames below the stack: the segment, and the continuation below that.
    pub segment: i32,
    /// See `segment`.
    pub next: i32,
    /// How much of the segment is below, and where register 0 of its topmost frame is, in words.
    pub length: i32,
    /// See `length`.
    pub base: i32,
    /// Where that frame goes on.
    pub pc: i32,
    /// The continuation object of all that.
    pub object: i32,
    /// The return word of the lowest frame.
    pub underflow: i32,
}

/// Arguments that are taken from a list or from several values without Rust, at most: so few count no work.
const MOST_APPLIED: i32 = 12;
/// Bytes of stack that are captured without Rust, at most.
const MOST_CAPTURED: i32 = 512;
/// Bytes of a frame's head, and of a continuation object.
const HEAD: i32 = 16;
const OBJECT: i32 = 8 * (1 + slot::SLOTS as i32);
/// From an info word to its highest byte.
const TOP_BYTE: i32 = 7;

const FALSE: i32 = Value::FALSE.bits() as i32;

/// The dynamic state: where the machine has it, and a continuation.
fn state(c: &Captures) -> [(i32, usize); 3] {
    [(c.winders, slot::WINDERS), (c.handlers, slot::HANDLERS), (c.parameters, slot::PARAMETERS)]
}

/// `[of a continuation] slot`
fn field(object: Gp, index: usize) -> Mem {
    at(object, payload(index as i32))
}

/// r12 := eight times operand `a` of the call before the return address in a register.
fn window_before(asm: &mut Asm, ret: Gp) {
    asm.mov32(R12, at(ret, -8));
    asm.shift(Shift::Shr, R12, 16);
    asm.shift(Shift::Shl, R12, 3);
}

/// Jumps if the frame whose closure stands there has assigned variables. Uses r12.
fn leave_unless_plain(asm: &mut Asm, closure: Mem, out: Label) {
    asm.mov(R12, closure);
    asm.mov(R12, at(R12, payload(0)));
    asm.test8(at(R12, INFO + TOP_BYTE), ProtoInfo::ASSIGNED);
    asm.jump_if(Cond::NotEqual, out);
}

/// rax, the address of a return word, goes down to the stack's start. Jumps away if a frame on the way is not plain. Uses
/// r12 and rdi.
fn walk_down(asm: &mut Asm, c: &Captures, out: Label) {
    let [again, done] = std::array::from_fn(|_| asm.label());
    asm.bind(again);
    asm.mov(RDI, at(RAX, 0));
    asm.alu_constant(Alu::Cmp, RDI, c.underflow);
    asm.jump_if(Cond::Equal, done);
    asm.test8(RDI, TAGS);
    asm.jump_if(Cond::NotEqual, out);
    window_before(asm, RDI);
    asm.alu(Alu::Sub, RAX, R12);
    asm.alu_constant(Alu::Sub, RAX, HEAD);
    leave_unless_plain(asm, at(RAX, HEAD + CLOSURE), out);
    asm.jump(again);
    asm.bind(done);
}

/// Jumps unless a register holds an object. Uses r12.
fn leave_unless_object(asm: &mut Asm, register: Gp, out: Label) {
    asm.lea32(R12, at(register, -(TAG_OBJECT as i32)));
    asm.test8(R12, TAGS);
    asm.jump_if(Cond::NotEqual, out);
}

/// r9 := the entry of the closure in r8. Jumps if that is none. Uses r12.
fn find_entry(asm: &mut Asm, out: Label) {
    leave_unless_object(asm, R8, out);
    asm.cmp8(at(R8, KIND), Kind::Closure as u8);
    asm.jump_if(Cond::NotEqual, out);
    asm.mov(R9, at(R8, payload(0)));
}

/// Makes the stub that carries out a call with two arguments of the object in `rcx`, if that is `apply` or `%apply-values`
/// of a closure with native code, which takes as many arguments as there are in the list, or values; the rest is as for
/// [`call_control`].
pub(super) fn call_apply(asm: &mut Asm, layout: &Layout) {
    let [values, count, counted, spread, enter, out] = std::array::from_fn(|_| asm.label());
    asm.cmp8(at(RCX, KIND), Kind::Native as u8);
    asm.jump_if(Cond::NotEqual, out);
    asm.mov(RAX, at(RCX, payload(0)));
    asm.mov(R8, at(RSI, HEAD));
    find_entry(asm, out);
    asm.mov(RDI, at(RSI, HEAD + 8));
    asm.alu(Alu::Cmp, RAX, at(R14, layout.captures.apply_values));
    asm.jump_if(Cond::Equal, values);
    asm.alu(Alu::Cmp, RAX, at(R14, layout.captures.apply));
    asm.jump_if(Cond::NotEqual, out);
    asm.mov(RAX, RDI);
    asm.load(R10, 0);
    asm.bind(count);
    leave_unless_pair(asm, RAX, counted);
    asm.mov(RAX, at(RAX, CDR));
    asm.alu_constant(Alu::Add, R10, 1);
    asm.alu_constant(Alu::Cmp, R10, MOST_APPLIED);
    asm.jump_if(Cond::NotAbove, count);
    asm.bind(out);
    asm.ret();
    asm.bind(counted);
    asm.alu_constant(Alu::Cmp, RAX, Value::NIL.bits() as i32);
    asm.jump_if(Cond::NotEqual, out);
    begin_frame(asm, out);
    asm.mov(R11, RBX);
    asm.bind(spread);
    leave_unless_pair(asm, RDI, enter);
    asm.mov(R12, at(RDI, CAR));
    asm.store(at(R11, 0), R12);
    asm.mov(RDI, at(RDI, CDR));
    asm.alu_constant(Alu::Add, R11, 8);
    asm.jump(spread);
    asm.bind(enter);
    asm.drop_return();
    asm.jump_through(at(R9, NATIVE));
    asm.bind(values);
    take_values(asm, enter, out);
}

/// Takes the several values in `rdi` as the arguments of a call that goes on at `enter`, as for [`call_apply`].
fn take_values(asm: &mut Asm, enter: Label, out: Label) {
    let again = asm.label();
    leave_unless_object(asm, RDI, out);
    asm.cmp8(at(RDI, KIND), Kind::Values as u8);
    asm.jump_if(Cond::NotEqual, out);
    asm.mov(R10, at(RDI, HEADER));
    asm.shift(Shift::Shr, R10, LENGTH_SHIFT);
    asm.alu_constant(Alu::Cmp, R10, MOST_APPLIED);
    asm.jump_if(Cond::Above, out);
    asm.mov(R11, R10);
    begin_frame(asm, out);
    asm.bind(again);
    asm.alu_constant(Alu::Sub, R11, 1);
    asm.jump_if(Cond::Sign, enter);
    asm.mov(R12, indexed(RDI, R11, 3, payload(0)));
    asm.store(indexed(RBX, R11, 3, 0), R12);
    asm.jump(again);
}

/// rbx := register 0 of the frame of the closure in `r8`, whose entry is in `r9`, with the return word at `rdx`. Jumps
/// unless it has native code and takes just as many arguments as `r10` says. Uses r10 and r12.
fn begin_frame(asm: &mut Asm, out: Label) {
    asm.alu_constant(Alu::Or, R10, ProtoInfo::NATIVE as i32);
    asm.mov32(R12, at(R9, INFO));
    asm.alu_constant32(Alu::And, R12, 0xFFFF);
    asm.alu(Alu::Cmp, R12, R10);
    asm.jump_if(Cond::NotEqual, out);
    asm.store(at(RDX, HEAD + CLOSURE), R8);
    asm.lea(RBX, at(RDX, HEAD));
}

/// Jumps unless a register holds a pair. Uses r12.
fn leave_unless_pair(asm: &mut Asm, register: Gp, out: Label) {
    asm.lea32(R12, at(register, -(TAG_PAIR as i32)));
    asm.test8(R12, TAGS);
    asm.jump_if(Cond::NotEqual, out);
}

/// Makes the stub that carries out a call with one argument of the object in `rcx`, if that is `call/cc` or a continuation:
/// `rsi` is the address of its window, `rdx` of the return word of the call. It comes back if it does not.
pub(super) fn call_control(asm: &mut Asm, layout: &Layout) {
    let c = &layout.captures;
    let [throws, captures, out] = std::array::from_fn(|_| asm.label());
    asm.cmp8(at(RCX, KIND), Kind::Continuation as u8);
    asm.jump_if(Cond::Equal, throws);
    asm.cmp8(at(RCX, KIND), Kind::Native as u8);
    asm.jump_if(Cond::NotEqual, out);
    asm.mov(RAX, at(RCX, payload(0)));
    for number in c.numbers {
        asm.alu(Alu::Cmp, RAX, at(R14, number));
        asm.jump_if(Cond::Equal, captures);
    }
    asm.bind(out);
    asm.ret();
    asm.bind(captures);
    capture(asm, layout, out);
    asm.bind(throws);
    throw(asm, layout, out);
}

/// Captures what is below the return word at `rdx`, and calls the argument.
fn capture(asm: &mut Asm, layout: &Layout, out: Label) {
    let c = &layout.captures;
    let [nothing, bottom, known, again] = std::array::from_fn(|_| asm.label());
    asm.mov(R8, at(RSI, HEAD));
    find_entry(asm, out);
    asm.cmp16(at(R9, INFO), 1 | ProtoInfo::NATIVE as u16);
    asm.jump_if(Cond::NotEqual, out);
    asm.mov(R11, at(R14, layout.machine));
    asm.mov(RAX, RDX);
    asm.alu_constant(Alu::Cmp, at(RDX, 0), c.underflow);
    asm.jump_if(Cond::Equal, nothing);
    walk_down(asm, c, out);
    asm.mov(RDI, RDX);
    asm.alu(Alu::Sub, RDI, RAX);
    asm.alu_constant(Alu::Cmp, RDI, MOST_CAPTURED);
    asm.jump_if(Cond::Above, out);
    // The continuation that the segment is on top of.
    asm.mov(RCX, at(R11, c.segment));
    asm.alu_constant(Alu::Cmp, RCX, FALSE);
    asm.jump_if(Cond::Equal, bottom);
    asm.mov(RCX, at(R11, c.object));
    asm.alu_constant(Alu::Cmp, RCX, FALSE);
    asm.jump_if(Cond::Equal, out);
    asm.bind(bottom);
    asm.mov(RBP, at(R15, layout.nursery_top));
    asm.lea(R12, indexed(RBP, RDI, 0, 8 + OBJECT));
    asm.alu(Alu::Cmp, R12, at(R15, layout.nursery_limit));
    asm.jump_if(Cond::Above, out);
    asm.store(at(R15, layout.nursery_top), R12);
    // The segment: its length in words goes into the header.
    asm.mov(R12, RDI);
    asm.shift(Shift::Shl, R12, LENGTH_SHIFT - 3);
    asm.load(R10, Header::new(Kind::Segment, 0).bits());
    asm.alu(Alu::Add, R12, R10);
    asm.store(at(RBP, 0), R12);
    asm.mov(R12, RDI);
    asm.bind(again);
    asm.mov(R10, indexed(RAX, R12, 0, -8));
    asm.store(indexed(RBP, R12, 0, 0), R10);
    asm.alu_constant(Alu::Sub, R12, 8);
    asm.jump_if(Cond::NotEqual, again);
    fill_continuation(asm, c);
    asm.jump(known);
    asm.bind(nothing);
    asm.mov(R12, at(R11, c.object));
    asm.alu_constant(Alu::Cmp, R12, FALSE);
    asm.jump_if(Cond::Equal, out);
    for (place, index) in state(c) {
        asm.mov(R10, at(R11, place));
        asm.alu(Alu::Cmp, R10, field(R12, index));
        asm.jump_if(Cond::NotEqual, out);
    }
    asm.bind(known);
    asm.store_constant(at(RAX, 0), c.underflow);
    asm.store(at(RAX, HEAD + CLOSURE), R8);
    asm.store(at(RAX, HEAD), R12);
    asm.lea(RBX, at(RAX, HEAD));
    asm.drop_return();
    asm.jump_through(at(R9, NATIVE));
}

/// Fills the continuation object after the segment at `rbp`, which has `rdi` bytes from `rax`; it comes to r12, and becomes
/// what is below the stack. `rcx` is the next one.
fn fill_continuation(asm: &mut Asm, c: &Captures) {
    asm.lea(R10, at(RBP, TAG_OBJECT as i32));
    asm.lea(RBP, indexed(RBP, RDI, 0, 8 + TAG_OBJECT as i32));
    asm.load(R12, Header::new(Kind::Continuation, slot::SLOTS).bits());
    asm.store(at(RBP, -(TAG_OBJECT as i32)), R12);
    for (place, index) in state(c) {
        asm.mov(R12, at(R11, place));
        asm.store(field(RBP, index), R12);
    }
    // A number of bytes is the fixnum of its words.
    asm.mov(RSI, at(RDX, 0));
    window_before(asm, RSI);
    asm.alu(Alu::Sub, RDX, R12);
    asm.alu(Alu::Sub, RDX, RAX);
    asm.store(field(RBP, slot::SEGMENT), R10);
    asm.store(at(R11, c.segment), R10);
    asm.store(field(RBP, slot::NEXT), RCX);
    asm.store(at(R11, c.next), RCX);
    asm.store(field(RBP, slot::PC), RSI);
    asm.store(at(R11, c.pc), RSI);
    for (value, index, place) in [(RDI, slot::LENGTH, c.length), (RDX, slot::BASE, c.base)] {
        asm.store(field(RBP, index), value);
        asm.shift(Shift::Shr, value, 3);
        asm.store(at(R11, place), value);
    }
    asm.store(at(R11, c.object), RBP);
    asm.mov(R12, RBP);
}

/// Goes on in the continuation in `rcx` with the argument, if a tick is left.
fn throw(asm: &mut Asm, layout: &Layout, out: Label) {
    let c = &layout.captures;
    let single = asm.label();
    asm.alu_constant32(Alu::Cmp, R13, 1);
    asm.jump_if(Cond::Less, out);
    asm.mov(R8, at(RSI, HEAD));
    leave_unless_object(asm, R8, single);
    asm.cmp8(at(R8, KIND), Kind::Values as u8);
    asm.jump_if(Cond::Equal, out);
    asm.bind(single);
    asm.mov(R11, at(R14, layout.machine));
    asm.mov(RAX, field(RCX, slot::WINDERS));
    asm.alu(Alu::Cmp, RAX, at(R11, c.winders));
    asm.jump_if(Cond::NotEqual, out);
    leave_unless_plain(asm, at(RBX, CLOSURE), out);
    asm.lea(RAX, at(RBX, RETURN));
    walk_down(asm, c, out);
    let below = [(RDI, slot::SEGMENT), (RDX, slot::NEXT), (R9, slot::LENGTH), (R10, slot::BASE), (RBP, slot::PC)];
    below.into_iter().for_each(|(to, index)| asm.mov(to, field(RCX, index)));
    take_frame(asm, layout, out, |asm| {
        asm.alu_constant32(Alu::Sub, R13, 1);
        for (place, index) in &state(c)[1..] {
            asm.mov(R12, field(RCX, *index));
            asm.store(at(R11, *place), R12);
        }
        asm.drop_return();
    });
}

/// Makes the place where native code goes to return `rax` to the return word in `rcx`, which the table of returns does not
/// have.
pub(super) fn returned(asm: &mut Asm, layout: &Layout, function: i32) {
    let (c, rust) = (&layout.captures, asm.label());
    asm.mov(R8, RAX);
    asm.alu_constant(Alu::Cmp, RCX, c.underflow);
    asm.jump_if(Cond::NotEqual, rust);
    asm.mov(R11, at(R14, layout.machine));
    let below = [(RDI, c.segment), (RDX, c.next), (R9, c.length), (R10, c.base), (RBP, c.pc)];
    below.into_iter().for_each(|(to, place)| asm.mov(to, at(R11, place)));
    asm.shift(Shift::Shl, R9, 3);
    asm.shift(Shift::Shl, R10, 3);
    asm.lea(RAX, at(RBX, RETURN));
    take_frame(asm, layout, rust, |_| ());
    asm.bind(rust);
    asm.mov(RSI, R8);
    asm.pretend_call();
    call_rust(asm, layout, function + 8 * Helper::Return as i32);
}

/// Takes the topmost frame of the segment in `rdi` to the stack's start in `rax`, and returns the value in `r8` to it: the
/// segment has `r9` bytes, the frame's register 0 is after `r10`, and it goes on at `rbp`; `rdx` is the continuation below
/// the segment. Jumps to `out` instead if Rust is to do that; else it does `enter` first.
fn take_frame(asm: &mut Asm, layout: &Layout, out: Label, enter: impl FnOnce(&mut Asm)) {
    let [plain, again] = std::array::from_fn(|_| asm.label());
    let c = &layout.captures;
    asm.alu_constant(Alu::Cmp, RDI, FALSE);
    asm.jump_if(Cond::Equal, out);
    find_return(asm, RBP);
    asm.alu(Alu::Cmp, RBP, indexed(R14, R12, 1, layout.returns));
    asm.jump_if(Cond::NotEqual, out);
    // An empty place of the table has the address of no instruction.
    asm.test(RBP, RBP);
    asm.jump_if(Cond::Equal, out);
    asm.lea(RSI, indexed(RDI, R10, 0, payload(0) - HEAD));
    asm.test8(at(RSI, 0), TAGS);
    asm.jump_if(Cond::Equal, plain);
    asm.alu_constant(Alu::Cmp, at(RSI, 0), c.underflow);
    asm.jump_if(Cond::NotEqual, out);
    asm.bind(plain);
    enter(asm);
    asm.mov(R12, R9);
    asm.alu(Alu::Sub, R12, R10);
    asm.alu_constant(Alu::Add, R12, HEAD);
    asm.bind(again);
    asm.mov(RCX, indexed(RSI, R12, 0, -8));
    asm.store(indexed(RAX, R12, 0, -8), RCX);
    asm.alu_constant(Alu::Sub, R12, 8);
    asm.jump_if(Cond::NotEqual, again);
    set_below(asm, c);
    asm.store_constant(at(RAX, 0), c.underflow);
    window_before(asm, RBP);
    asm.lea(RBX, indexed(RAX, R12, 0, 2 * HEAD));
    find_return(asm, RBP);
    asm.mov(RAX, R8);
    asm.jump_through(indexed(R14, R12, 1, layout.returns + 8));
}

/// r12 := what chooses the place of a return address in the table of returns.
fn find_return(asm: &mut Asm, ret: Gp) {
    asm.mov32(R12, ret);
    asm.alu_constant32(Alu::And, R12, RETURN_MASK as i32);
}

/// Makes what is below the frame at `rsi` what is below the stack; the other registers are as for [`take_frame`].
fn set_below(asm: &mut Asm, c: &Captures) {
    let [whole, none, done] = std::array::from_fn(|_| asm.label());
    asm.mov(RCX, at(RSI, 0));
    asm.alu_constant(Alu::Cmp, RCX, c.underflow);
    asm.jump_if(Cond::Equal, whole);
    // More frames of the same segment.
    asm.store(at(R11, c.segment), RDI);
    asm.store(at(R11, c.next), RDX);
    asm.store(at(R11, c.pc), RCX);
    asm.store_constant(at(R11, c.object), FALSE);
    asm.alu_constant(Alu::Sub, R10, HEAD);
    asm.mov(R9, R10);
    window_before(asm, RCX);
    asm.alu(Alu::Sub, R10, R12);
    for (value, place) in [(R9, c.length), (R10, c.base)] {
        asm.shift(Shift::Shr, value, 3);
        asm.store(at(R11, place), value);
    }
    asm.jump(done);
    asm.bind(whole);
    asm.store(at(R11, c.object), RDX);
    asm.alu_constant(Alu::Cmp, RDX, FALSE);
    asm.jump_if(Cond::Equal, none);
    for (index, place) in [(slot::SEGMENT, c.segment), (slot::NEXT, c.next), (slot::PC, c.pc)] {
        asm.mov(RCX, field(RDX, index));
        asm.store(at(R11, place), RCX);
    }
    for (index, place) in [(slot::LENGTH, c.length), (slot::BASE, c.base)] {
        asm.mov(RCX, field(RDX, index));
        asm.shift(Shift::Shr, RCX, 3);
        asm.store(at(R11, place), RCX);
    }
    asm.jump(done);
    asm.bind(none);
    asm.store(at(R11, c.segment), RDX);
    asm.store(at(R11, c.next), RDX);
    [c.pc, c.length, c.base].into_iter().for_each(|place| asm.store_constant(at(R11, place), 0));
    asm.bind(done);
}
