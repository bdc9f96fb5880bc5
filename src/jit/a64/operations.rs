//! The operations, and the registers that have their names.

use std::ops::Range;

use super::instructions::{
    Across, Address, Binary, Float, Instruction, Logic, Rest, Size, Sum, Unary, ZERO, bitmask, with_distance,
};
pub(crate) use crate::asm::*;
use crate::listing::{Note, note};

// The result of a function of Rust comes to another register than its first argument.
pub(crate) const RAX: Gp = Gp(5);
// These carry arguments to functions of Rust, in this order.
pub(crate) const RDI: Gp = Gp(0);
pub(crate) const RSI: Gp = Gp(1);
pub(crate) const RDX: Gp = Gp(2);
pub(crate) const RCX: Gp = Gp(3);
pub(crate) const R8: Gp = Gp(4);
// Rust gives these back.
pub(crate) const RBX: Gp = Gp(19);
pub(crate) const R13: Gp = Gp(20);
pub(crate) const R14: Gp = Gp(21);
pub(crate) const R15: Gp = Gp(22);
pub(crate) const R12: Gp = Gp(23);
pub(crate) const RBP: Gp = Gp(24);
pub(crate) const R9: Gp = Gp(25);
pub(crate) const R10: Gp = Gp(26);
pub(crate) const R11: Gp = Gp(27);
pub(crate) const RSP: Gp = Gp(31);

/// The registers for homes.
pub(crate) const HOMES: [Gp; 14] = [R12, RBP, R9, R10, R11, Gp(28), R8, RDI, RSI, Gp(6), Gp(7), Gp(8), Gp(9), Gp(10)];
/// The registers for doubles in loops; the others are scratch.
pub(crate) const DOUBLES: Range<u8> = 16..32;
/// Bytes that every jump reaches.
pub(crate) const REACH: usize = 1 << 20;

/// For operands that come from memory.
const OPERAND: Gp = Gp(16);
/// For addresses, and for constants once these are done with.
const ADDRESS: Gp = Gp(17);
/// Where calls leave their return address.
const LINK: Gp = Gp(30);

/// Registers that Rust does not give back, but for those of results.
const LOST: [Gp; 10] = [RCX, RDX, RSI, RDI, R8, Gp(6), Gp(7), Gp(8), Gp(9), Gp(10)];
/// Registers that a caller in Rust wants back, and those of doubles.
const SAVED: [Gp; 12] = [RBX, R13, R14, R15, R12, RBP, R9, R10, R11, Gp(28), Gp(29), LINK];
const SAVED_DOUBLES: Range<u8> = 8..16;
/// Bytes of the stack that they take.
const FRAME: i32 = 160;
/// Bytes that something pushed takes: the stack is always aligned.
const PUSHED: i32 = 16;

/// Flags of a comparison of doubles one of which is no number: zero and overflow, the latter for [`Cond::Parity`].
const NO_NUMBER: u8 = 0b0101;
/// The overflow flag.
const OVERFLOW: u8 = 0b0001;

/// Completes the jump at `place`. One that does not reach is left as it is: such code is not used.
pub(crate) fn patch(bytes: &mut [u8], place: usize, target: usize) {
    let at = place..place + 4;
    let word = u32::from_le_bytes(std::array::from_fn(|i| bytes[place + i]));
    if let Some(word) = with_distance(word, (target as i32 - place as i32) / 4) {
        bytes[at].copy_from_slice(&word.to_le_bytes());
    }
}

/// An operation that compares has no result.
fn result(op: Alu, to: Gp) -> Gp {
    if op == Alu::Cmp { ZERO } else { to }
}

impl Asm {
    fn emit(&mut self, instruction: Instruction) {
        note!(self, "{instruction}");
        self.bytes.extend_from_slice(&instruction.encode().to_le_bytes());
    }

    // --- addresses and constants ---------------------------------------------

    /// `to := from + number`, of less than 24 bits.
    fn add_number(&mut self, wide: bool, to: Gp, from: Gp, number: i32) {
        let (op, size) = (if number < 0 { Sum::Sub } else { Sum::Add }, number.unsigned_abs());
        debug_assert!(size < 1 << 24);
        let [low, high] = [size & 0xFFF, size >> 12].map(|number| number as u16);
        if high != 0 {
            self.emit(Instruction::SumNumber { wide, op, to, x: from, number: high, upper: true });
        }
        let x = if high == 0 { from } else { to };
        if low != 0 || (high == 0 && (from != to || !wide)) {
            self.emit(Instruction::SumNumber { wide, op, to, x, number: low, upper: false });
        }
    }

    fn access(&mut self, size: Size, load: bool, register: u8, Mem { base, index, disp }: Mem) {
        let (mut base, mut disp) = (base, disp);
        if let Some((index, shift)) = index {
            self.emit(Instruction::Sum { wide: true, op: Sum::Add, to: ADDRESS, x: base, y: index, shift });
            base = ADDRESS;
        }
        if !size.takes(disp) {
            self.add_number(true, ADDRESS, base, disp);
            (base, disp) = (ADDRESS, 0);
        }
        self.emit(Instruction::Memory { size, load, register, base, address: Address::Offset(disp) });
    }

    /// The register with an operand of `bytes`, which is loaded if it is in memory.
    fn operand(&mut self, from: Rm, bytes: u8) -> Gp {
        match from {
            Rm::R(register) => register,
            Rm::M(memory) => {
                self.access(Size::Bytes(bytes), true, OPERAND.0, memory);
                OPERAND
            }
        }
    }

    // --- moves --------------------------------------------------------------

    fn move_register(&mut self, wide: bool, to: Gp, from: Gp) {
        self.emit(Instruction::Logic { wide, op: Logic::Orr, to, x: ZERO, y: from });
    }

    /// `to := from`, 64 bits.
    pub(crate) fn mov(&mut self, to: Gp, from: impl Into<Rm>) {
        match from.into() {
            Rm::R(from) if from == to => {}
            Rm::R(from) => self.move_register(true, to, from),
            Rm::M(memory) => self.access(Size::Bytes(8), true, to.0, memory),
        }
    }

    /// `to := from`, 32 bits, the upper half becomes 0.
    pub(crate) fn mov32(&mut self, to: Gp, from: impl Into<Rm>) {
        match from.into() {
            Rm::R(from) => self.move_register(false, to, from),
            Rm::M(memory) => self.access(Size::Bytes(4), true, to.0, memory),
        }
    }

    /// `to := from`, 64 bits.
    pub(crate) fn store(&mut self, to: Mem, from: Gp) {
        self.access(Size::Bytes(8), false, from.0, to);
    }

    /// `to := from`, 32 bits.
    pub(crate) fn store32(&mut self, to: Mem, from: Gp) {
        self.access(Size::Bytes(4), false, from.0, to);
    }

    /// `to := from`, 8 bits.
    pub(crate) fn store8(&mut self, to: Mem, from: Gp) {
        self.access(Size::Bytes(1), false, from.0, to);
    }

    /// `to :=` a constant.
    pub(crate) fn load(&mut self, to: Gp, value: u64) {
        let part = |value: u64, place: u8| (value >> (16 * place)) as u16;
        let places = |value: u64| (0..4).filter(move |&place| part(value, place) != 0);
        let (rest, first) =
            if places(!value).count() < places(value).count() { (Rest::Ones, !value) } else { (Rest::Zeros, value) };
        if places(first).count() > 1
            && let Some(field) = bitmask(true, value)
        {
            return self.emit(Instruction::LogicNumber { wide: true, op: Logic::Orr, to, x: ZERO, field });
        }
        let begin = places(first).next().unwrap_or(0);
        self.emit(Instruction::MoveWide { rest, to, number: part(first, begin), place: begin });
        for place in places(first).skip(1) {
            self.emit(Instruction::MoveWide { rest: Rest::Kept, to, number: part(value, place), place });
        }
    }

    /// `to :=` a constant of 32 bits, its sign extended.
    pub(crate) fn store_constant(&mut self, to: Mem, value: i32) {
        if value == 0 {
            return self.store(to, ZERO);
        }
        self.load(OPERAND, value as i64 as u64);
        self.store(to, OPERAND);
    }

    /// `to := from`, 8 bits, the others become 0.
    pub(crate) fn load8(&mut self, to: Gp, from: Mem) {
        self.access(Size::Bytes(1), true, to.0, from);
    }

    /// `to :=` the address of a place.
    pub(crate) fn lea(&mut self, to: Gp, place: Mem) {
        self.address(true, to, place);
    }

    /// The same in 32 bits.
    pub(crate) fn lea32(&mut self, to: Gp, place: Mem) {
        self.address(false, to, place);
    }

    fn address(&mut self, wide: bool, to: Gp, Mem { base, index, disp }: Mem) {
        match index {
            None => self.add_number(wide, to, base, disp),
            Some((index, shift)) => {
                self.emit(Instruction::Sum { wide, op: Sum::Add, to, x: base, y: index, shift });
                self.add_number(wide, to, to, disp);
            }
        }
    }

    // --- integers -----------------------------------------------------------

    /// `to := to op from`, 64 bits.
    pub(crate) fn alu(&mut self, op: Alu, to: Gp, from: impl Into<Rm>) {
        self.operate(true, op, to, from.into());
    }

    /// `to := to op from`, 32 bits.
    pub(crate) fn alu32(&mut self, op: Alu, to: Gp, from: impl Into<Rm>) {
        self.operate(false, op, to, from.into());
    }

    fn operate(&mut self, wide: bool, op: Alu, to: Gp, from: Rm) {
        let y = self.operand(from, if wide { 8 } else { 4 });
        self.operate_on(wide, op, to, y);
    }

    fn operate_on(&mut self, wide: bool, op: Alu, x: Gp, y: Gp) {
        let (to, shift) = (result(op, x), 0);
        self.emit(match op {
            Alu::Add => Instruction::Sum { wide, op: Sum::Adds, to, x, y, shift },
            Alu::Sub | Alu::Cmp => Instruction::Sum { wide, op: Sum::Subs, to, x, y, shift },
            Alu::And => Instruction::Logic { wide, op: Logic::Ands, to, x, y },
            Alu::Or => Instruction::Logic { wide, op: Logic::Orr, to, x, y },
        });
    }

    /// `to := to op value`, 64 bits, the constant's sign extended.
    pub(crate) fn alu_constant(&mut self, op: Alu, to: impl Into<Rm>, value: i32) {
        self.operate_on_constant(true, op, to.into(), value);
    }

    /// `to := to op value`, 32 bits.
    pub(crate) fn alu_constant32(&mut self, op: Alu, to: impl Into<Rm>, value: i32) {
        self.operate_on_constant(false, op, to.into(), value);
    }

    fn operate_on_constant(&mut self, wide: bool, op: Alu, to: Rm, value: i32) {
        debug_assert_ne!(to, Rm::R(RSP), "the stack pointer has operations of its own");
        let x = self.operand(to, if wide { 8 } else { 4 });
        let (size, bits) = (value.unsigned_abs(), if wide { value as i64 as u64 } else { u64::from(value as u32) });
        let shifts = size >= 1 << 12;
        let instruction = match op {
            Alu::And | Alu::Or => {
                let op = if op == Alu::And { Logic::Ands } else { Logic::Orr };
                bitmask(wide, bits).map(|field| Instruction::LogicNumber { wide, op, to: x, x, field })
            }
            Alu::Add | Alu::Sub | Alu::Cmp => {
                let is_sum = (op == Alu::Add) == (value >= 0);
                let (op, to) = (if is_sum { Sum::Adds } else { Sum::Subs }, result(op, x));
                let number = (if shifts { size >> 12 } else { size }) as u16;
                let fits = size < 1 << 24 && (!shifts || size & 0xFFF == 0);
                fits.then_some(Instruction::SumNumber { wide, op, to, x, number, upper: shifts })
            }
        };
        match instruction {
            Some(instruction) => self.emit(instruction),
            None => {
                self.load(ADDRESS, bits);
                self.operate_on(wide, op, x, ADDRESS);
            }
        }
        if let Rm::M(place) = to
            && op != Alu::Cmp
        {
            self.access(Size::Bytes(if wide { 8 } else { 4 }), false, x.0, place);
        }
    }

    /// Compares a byte.
    pub(crate) fn cmp8(&mut self, x: impl Into<Rm>, value: u8) {
        let x = match x.into() {
            Rm::R(x) => {
                self.emit(Instruction::Field { wide: false, signed: false, to: OPERAND, x, first: 0, last: 7 });
                OPERAND
            }
            memory => self.operand(memory, 1),
        };
        self.alu_constant32(Alu::Cmp, x, value.into());
    }

    /// Compares 16 bits.
    pub(crate) fn cmp16(&mut self, x: Mem, value: u16) {
        let x = self.operand(x.into(), 2);
        self.alu_constant32(Alu::Cmp, x, value.into());
    }

    /// Tests bits of a byte.
    pub(crate) fn test8(&mut self, x: impl Into<Rm>, bits: u8) {
        let x = self.operand(x.into(), 1);
        match bitmask(false, bits.into()) {
            Some(field) => self.emit(Instruction::LogicNumber { wide: false, op: Logic::Ands, to: ZERO, x, field }),
            None => {
                self.load(ADDRESS, bits.into());
                self.emit(Instruction::Logic { wide: false, op: Logic::Ands, to: ZERO, x, y: ADDRESS });
            }
        }
    }

    /// Tests all bits of a register against another.
    pub(crate) fn test(&mut self, x: Gp, y: Gp) {
        self.emit(Instruction::Logic { wide: true, op: Logic::Ands, to: ZERO, x, y });
    }

    /// Whether one of the upper 32 bits of a register is set, as "not equal"; the register is lost.
    pub(crate) fn test_upper(&mut self, x: Gp) {
        let field = bitmask(true, !0 << 32).expect("ones in a row");
        self.emit(Instruction::LogicNumber { wide: true, op: Logic::Ands, to: ZERO, x, field });
    }

    /// Shifts or rotates, 64 bits; the flags say nothing.
    pub(crate) fn shift(&mut self, op: Shift, x: Gp, by: u8) {
        let field =
            |signed: bool, first: u8, last: u8| Instruction::Field { wide: true, signed, to: x, x, first, last };
        self.emit(match op {
            Shift::Rol => Instruction::Rotate { to: x, x, by: (64 - by) % 64 },
            Shift::Ror => Instruction::Rotate { to: x, x, by },
            Shift::Shl => field(false, (64 - by) % 64, 63 - by),
            Shift::Shr => field(false, by, 63),
            Shift::Sar => field(true, by, 63),
        });
    }

    /// `to := to * from`, 64 bits.
    pub(crate) fn multiply(&mut self, to: Gp, from: impl Into<Rm>) {
        let y = self.operand(from.into(), 8);
        self.emit(Instruction::Binary { wide: true, op: Binary::Smulh, to: ADDRESS, x: to, y });
        self.emit(Instruction::Binary { wide: true, op: Binary::Mul, to, x: to, y });
        // Unless the upper half repeats the sign of the lower one, the product overflows.
        self.emit(Instruction::CompareSign { x: ADDRESS, y: to });
        self.emit(Instruction::FlagsUnless { condition: Cond::Equal, flags: OVERFLOW });
    }

    /// `rax / by`: the quotient to rax, the remainder to rdx.
    pub(crate) fn divide(&mut self, by: Gp) {
        self.divide_as(true, Binary::Sdiv, by);
    }

    /// `eax / by` of numbers without sign, 32 bits: the quotient to eax, the remainder to edx.
    pub(crate) fn divide32(&mut self, by: Gp) {
        self.divide_as(false, Binary::Udiv, by);
    }

    fn divide_as(&mut self, wide: bool, op: Binary, by: Gp) {
        self.emit(Instruction::Binary { wide, op, to: OPERAND, x: RAX, y: by });
        self.emit(Instruction::MultiplySubtract { wide, to: RDX, x: OPERAND, y: by, from: RAX });
        self.move_register(wide, RAX, OPERAND);
    }

    /// Bit number `bit` (modulo 32) of a register, as "below".
    pub(crate) fn bit_test(&mut self, of: Gp, bit: Gp) {
        self.emit(Instruction::Binary { wide: false, op: Binary::Lsr, to: OPERAND, x: of, y: bit });
        // 0 is below the bit, as the highest of 32.
        self.emit(Instruction::Sum { wide: false, op: Sum::Subs, to: ZERO, x: ZERO, y: OPERAND, shift: 31 });
    }

    /// A register becomes 1 or 0.
    pub(crate) fn set(&mut self, condition: Cond, to: Gp) {
        self.emit(Instruction::Set { to, condition });
    }

    // --- doubles ------------------------------------------------------------

    /// The bits of a register to a double.
    pub(crate) fn move_to_double(&mut self, to: Xmm, from: Gp) {
        self.emit(Instruction::Across { op: Across::BitsToDouble, general: from, double: to.0 });
    }

    /// The bits of a double to a register.
    pub(crate) fn move_from_double(&mut self, to: Gp, from: Xmm) {
        self.emit(Instruction::Across { op: Across::BitsFromDouble, general: to, double: from.0 });
    }

    /// `to := from`
    pub(crate) fn move_double(&mut self, to: Xmm, from: Xmm) {
        if to != from {
            self.emit(Instruction::Unary { op: Unary::Fmov, to: to.0, x: from.0 });
        }
    }

    /// `to := 0`
    pub(crate) fn clear_double(&mut self, to: Xmm) {
        self.emit(Instruction::ClearDouble { to: to.0 });
    }

    /// `to :=` the double in memory.
    pub(crate) fn load_double(&mut self, to: Xmm, from: Mem) {
        self.access(Size::Double, true, to.0, from);
    }

    /// Stores a double.
    pub(crate) fn store_double(&mut self, to: Mem, from: Xmm) {
        self.access(Size::Double, false, from.0, to);
    }

    /// `to := to op from`
    pub(crate) fn sse(&mut self, op: Sse, to: Xmm, from: Xmm) {
        let op = match op {
            Sse::Add => Float::Fadd,
            Sse::Mul => Float::Fmul,
            Sse::Sub => Float::Fsub,
            Sse::Div => Float::Fdiv,
            Sse::Sqrt => return self.emit(Instruction::Unary { op: Unary::Fsqrt, to: to.0, x: from.0 }),
        };
        self.emit(Instruction::Float { op, to: to.0, x: to.0, y: from.0 });
    }

    /// Compares doubles, as unsigned integers are. One that is no number is "parity", "below" and "equal".
    pub(crate) fn compare_doubles(&mut self, Xmm(x): Xmm, Xmm(y): Xmm) {
        self.emit(Instruction::CompareDoubles { x, y });
        self.emit(Instruction::CompareDoublesIf { x, y, condition: Cond::NotParity, flags: NO_NUMBER });
    }

    /// `to := from`, an integer of 64 bits.
    pub(crate) fn integer_to_double(&mut self, to: Xmm, from: Gp) {
        self.emit(Instruction::Across { op: Across::IntegerToDouble, general: from, double: to.0 });
    }

    /// `to := from` without its fraction; the nearest integer of 64 bits if it does not fit.
    pub(crate) fn double_to_integer(&mut self, to: Gp, from: Xmm) {
        self.emit(Instruction::Across { op: Across::DoubleToInteger, general: to, double: from.0 });
    }

    /// `to := from` rounded to an integer: to the nearest, down, up, or towards 0.
    pub(crate) fn round(&mut self, to: Xmm, from: Xmm, way: u8) {
        let op = [Unary::Frintn, Unary::Frintm, Unary::Frintp, Unary::Frintz][usize::from(way)];
        self.emit(Instruction::Unary { op, to: to.0, x: from.0 });
    }

    // --- control ------------------------------------------------------------

    fn jump_to(&mut self, condition: Option<Cond>, to: Label) {
        let instruction = Instruction::Jump { condition };
        note!(self, to => "{instruction}");
        self.fixups.push((self.here() as u32, to));
        self.bytes.extend_from_slice(&instruction.encode().to_le_bytes());
    }

    /// Jumps to a label when the condition holds.
    pub(crate) fn jump_if(&mut self, condition: Cond, to: Label) {
        self.jump_to(Some(condition), to);
    }

    /// Jumps to a label.
    pub(crate) fn jump(&mut self, to: Label) {
        self.jump_to(None, to);
    }

    /// Jumps to the address in a register or in memory.
    pub(crate) fn jump_through(&mut self, to: impl Into<Rm>) {
        let to = self.operand(to.into(), 8);
        self.emit(Instruction::JumpThrough { to });
    }

    /// Calls the address in memory.
    pub(crate) fn call_through(&mut self, to: Mem) {
        let to = self.operand(to.into(), 8);
        self.emit(Instruction::CallThrough { to });
    }

    /// Returns from a call.
    pub(crate) fn ret(&mut self) {
        self.emit(Instruction::Return);
    }

    /// Pushes a register.
    pub(crate) fn push(&mut self, register: Gp) {
        let (size, address) = (Size::Bytes(8), Address::Before(-PUSHED));
        self.emit(Instruction::Memory { size, load: false, register: register.0, base: RSP, address });
    }

    /// Pops a register.
    pub(crate) fn pop(&mut self, register: Gp) {
        let (size, address) = (Size::Bytes(8), Address::After(PUSHED));
        self.emit(Instruction::Memory { size, load: true, register: register.0, base: RSP, address });
    }

    // --- calls of Rust, in stubs ---------------------------------------------

    fn move_saved(&mut self, load: bool) {
        let words = SAVED.into_iter().map(|register| (Size::Bytes(8), register.0));
        let doubles = SAVED_DOUBLES.map(|double| (Size::Double, double));
        for (i, (size, register)) in (0..).zip(words.chain(doubles)) {
            self.access(size, load, register, at(RSP, 8 * i));
        }
    }

    /// Saves what the caller in Rust wants back.
    pub(crate) fn enter_native(&mut self) {
        self.add_number(true, RSP, RSP, -FRAME);
        self.move_saved(false);
    }

    /// Returns to the caller in Rust.
    pub(crate) fn leave_native(&mut self) {
        self.move_saved(true);
        self.add_number(true, RSP, RSP, FRAME);
        self.ret();
    }

    /// Calls a function of Rust from a stub, which was called itself. Its result is in `rax`.
    pub(crate) fn call_rust(&mut self, function: Mem) {
        self.push(LINK);
        self.call_through(function);
        self.pop(LINK);
        self.mov(RAX, Gp(0));
    }

    /// The stub that runs will not return.
    pub(crate) fn drop_return(&mut self) {}

    /// Makes a stub that was jumped to look as if it had been called.
    pub(crate) fn pretend_call(&mut self) {}

    /// Saves what Rust does not give back, but for `rax` and doubles, in a stub that was called.
    pub(crate) fn save_lost(&mut self) {
        self.push(LINK);
        LOST.into_iter().for_each(|register| self.push(register));
    }

    /// Restores what [`Asm::save_lost`] has saved.
    pub(crate) fn restore_lost(&mut self) {
        LOST.into_iter().rev().for_each(|register| self.pop(register));
        self.pop(LINK);
    }

    /// Calls a function of Rust after [`Asm::save_lost`], and keeps all doubles. Its result is in `rax`.
    pub(crate) fn call_keeping_doubles(&mut self, function: Mem) {
        let lost = (0..SAVED_DOUBLES.start).chain(SAVED_DOUBLES.end..32);
        let places: Vec<_> = (0..).zip(lost).map(|(i, double)| (at(RSP, 8 * i), Xmm(double))).collect();
        let room = 8 * places.len() as i32;
        self.add_number(true, RSP, RSP, -room);
        places.iter().for_each(|&(place, double)| self.store_double(place, double));
        self.call_through(function);
        places.iter().for_each(|&(place, double)| self.load_double(double, place));
        self.add_number(true, RSP, RSP, room);
        self.mov(RAX, Gp(0));
    }
}
