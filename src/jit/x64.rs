//! Encodes x86-64 instructions: those that the templates use, with labels. It can list what it encodes.
//!
//! An own encoder of a few hundred lines, because the templates need some forty forms,
//! chosen when Cairn is built: an assembler crate is larger than all of them.

mod names;

pub(super) use super::asm::*;
use super::listing::{Note, note};
use std::ops::Range;

pub(super) const RAX: Gp = Gp(0);
pub(super) const RCX: Gp = Gp(1);
pub(super) const RDX: Gp = Gp(2);
pub(super) const RBX: Gp = Gp(3);
pub(super) const RSP: Gp = Gp(4);
pub(super) const RBP: Gp = Gp(5);
pub(super) const RSI: Gp = Gp(6);
pub(super) const RDI: Gp = Gp(7);
pub(super) const R8: Gp = Gp(8);
pub(super) const R9: Gp = Gp(9);
pub(super) const R10: Gp = Gp(10);
pub(super) const R11: Gp = Gp(11);
pub(super) const R12: Gp = Gp(12);
pub(super) const R13: Gp = Gp(13);
pub(super) const R14: Gp = Gp(14);
pub(super) const R15: Gp = Gp(15);

/// The registers for homes.
pub(super) const HOMES: [Gp; 8] = [R12, RBP, R8, R9, R10, R11, RDI, RSI];
/// The registers for doubles in loops; the others are scratch.
pub(super) const DOUBLES: Range<u8> = 2..12;
/// Bytes that a jump reaches.
pub(super) const REACH: usize = i32::MAX as usize;

/// Registers that Rust does not give back, but for `rax`.
const LOST: [Gp; 8] = [RCX, RDX, RSI, RDI, R8, R9, R10, R11];
/// Registers of doubles, none of which Rust gives back.
const ALL_DOUBLES: u8 = 16;
/// Registers that a caller in Rust wants back.
const SAVED: [Gp; 6] = [RBX, RBP, R12, R13, R14, R15];

/// Completes a jump, the 32 bits of whose distance are at `place`.
pub(super) fn patch(bytes: &mut [u8], place: usize, target: usize) {
    let distance = target as i32 - (place as i32 + 4);
    bytes[place..place + 4].copy_from_slice(&distance.to_le_bytes());
}

/// Bytes of an instruction's longest form, without a number.
const LONGEST: usize = 16;

/// An instruction under construction: it goes to the code as a whole.
#[derive(Default)]
struct Form {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Form {
    fn byte(&mut self, byte: u8) {
        self.bytes[self.length % LONGEST] = byte;
        self.length += 1;
    }

    /// The operands, one of which is a place in memory.
    fn memory(&mut self, reg: u8, Mem { base, index, disp }: Mem) {
        let short = i8::try_from(disp);
        let mode = match short {
            // The encodings of rbp and r13 without displacement mean something else.
            Ok(0) if base.0 & 7 != 5 => 0,
            Ok(_) => 0x40,
            Err(_) => 0x80,
        };
        if index.is_some() || base.0 & 7 == 4 {
            let (index, shift) = index.unwrap_or((RSP, 0));
            self.byte(mode | reg << 3 | 4);
            self.byte(shift << 6 | (index.0 & 7) << 3 | base.0 & 7);
        } else {
            self.byte(mode | reg << 3 | base.0 & 7);
        }
        match (mode, short) {
            (0x40, Ok(short)) => self.byte(short as u8),
            (0x80, _) => disp.to_le_bytes().into_iter().for_each(|byte| self.byte(byte)),
            _ => {}
        }
    }
}

impl Asm {
    fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    fn word32(&mut self, word: i32) {
        self.bytes.extend_from_slice(&word.to_le_bytes());
    }

    /// Prefix, opcode and operands. `width` is 1, 2, 4 or 8 bytes.
    fn encode(&mut self, width: u8, prefix: Option<u8>, opcode: &[u8], reg: u8, rm: Rm) {
        let mut form = Form::default();
        if width == 2 {
            form.byte(0x66);
        }
        prefix.into_iter().for_each(|prefix| form.byte(prefix));
        let (base, index) = match rm {
            Rm::R(register) => (register.0, 0),
            Rm::M(memory) => (memory.base.0, memory.index.map_or(0, |(index, _)| index.0)),
        };
        let wide = if width == 8 { 8 } else { 0 };
        let rex = wide | (reg >> 3) << 2 | (index >> 3) << 1 | base >> 3;
        // Byte registers from 4 on need a prefix, whatever it says.
        let byte_register = width == 1 && (reg >= 4 || matches!(rm, Rm::R(register) if register.0 >= 4));
        if rex != 0 || byte_register {
            form.byte(0x40 | rex);
        }
        opcode.iter().for_each(|&byte| form.byte(byte));
        match rm {
            Rm::R(register) => form.byte(0xC0 | (reg & 7) << 3 | register.0 & 7),
            Rm::M(memory) => form.memory(reg & 7, memory),
        }
        let end = self.here() + form.length;
        self.bytes.extend_from_slice(&form.bytes);
        self.bytes.truncate(end);
    }

    // --- moves --------------------------------------------------------------

    /// `to := from`, 64 bits.
    pub(super) fn mov(&mut self, to: Gp, from: impl Into<Rm>) {
        let from = from.into();
        if from != Rm::R(to) {
            note!(self, "mov {}, {}", to.name(8), from.name(8));
            self.encode(8, None, &[0x8B], to.0, from);
        }
    }

    /// `to := from`, 32 bits, the upper half becomes 0.
    pub(super) fn mov32(&mut self, to: Gp, from: impl Into<Rm>) {
        let from = from.into();
        note!(self, "mov {}, {}", to.name(4), from.name(4));
        self.encode(4, None, &[0x8B], to.0, from);
    }

    /// `to := from`, 64 bits.
    pub(super) fn store(&mut self, to: Mem, from: Gp) {
        note!(self, "mov {to}, {}", from.name(8));
        self.encode(8, None, &[0x89], from.0, to.into());
    }

    /// `to := from`, 32 bits.
    pub(super) fn store32(&mut self, to: Mem, from: Gp) {
        note!(self, "mov {to}, {}", from.name(4));
        self.encode(4, None, &[0x89], from.0, to.into());
    }

    /// `to := from`, 8 bits.
    pub(super) fn store8(&mut self, to: Mem, from: Gp) {
        note!(self, "mov {to}, {}", from.name(1));
        self.encode(1, None, &[0x88], from.0, to.into());
    }

    /// `to :=` a constant.
    pub(super) fn load(&mut self, to: Gp, value: u64) {
        note!(self, "mov {}, {value:#x}", to.name(8));
        if value == 0 {
            self.encode(4, None, &[0x33], to.0, to.into());
        } else if u32::try_from(value).is_ok() {
            self.bytes.extend((to.0 >= 8).then_some(0x41));
            self.byte(0xB8 | to.0 & 7);
            self.word32(value as i32);
        } else if let Ok(small) = i32::try_from(value as i64) {
            self.encode(8, None, &[0xC7], 0, to.into());
            self.word32(small);
        } else {
            self.byte(0x48 | to.0 >> 3);
            self.byte(0xB8 | to.0 & 7);
            self.bytes.extend_from_slice(&value.to_le_bytes());
        }
    }

    /// `to :=` a constant of 32 bits, its sign extended.
    pub(super) fn store_constant(&mut self, to: Mem, value: i32) {
        note!(self, "mov qword {to}, {value:#x}");
        self.encode(8, None, &[0xC7], 0, to.into());
        self.word32(value);
    }

    /// `to := from`, 8 bits, the others become 0.
    pub(super) fn load8(&mut self, to: Gp, from: Mem) {
        note!(self, "movzx {}, byte {from}", to.name(4));
        self.encode(4, None, &[0x0F, 0xB6], to.0, from.into());
    }

    /// `to :=` the address of a place.
    pub(super) fn lea(&mut self, to: Gp, place: Mem) {
        note!(self, "lea {}, {place}", to.name(8));
        self.encode(8, None, &[0x8D], to.0, place.into());
    }

    /// The same in 32 bits.
    pub(super) fn lea32(&mut self, to: Gp, place: Mem) {
        note!(self, "lea {}, {place}", to.name(4));
        self.encode(4, None, &[0x8D], to.0, place.into());
    }

    // --- integers -----------------------------------------------------------

    /// `to := to op from`, 64 bits.
    pub(super) fn alu(&mut self, op: Alu, to: Gp, from: impl Into<Rm>) {
        let from = from.into();
        note!(self, "{op} {}, {}", to.name(8), from.name(8));
        self.encode(8, None, &[(op as u8) << 3 | 3], to.0, from);
    }

    /// `to := to op from`, 32 bits.
    pub(super) fn alu32(&mut self, op: Alu, to: Gp, from: impl Into<Rm>) {
        let from = from.into();
        note!(self, "{op} {}, {}", to.name(4), from.name(4));
        self.encode(4, None, &[(op as u8) << 3 | 3], to.0, from);
    }

    /// `to := to op value`, 64 bits, the constant's sign extended.
    pub(super) fn alu_constant(&mut self, op: Alu, to: impl Into<Rm>, value: i32) {
        self.constant_operand(8, op, to.into(), value);
    }

    /// `to := to op value`, 32 bits.
    pub(super) fn alu_constant32(&mut self, op: Alu, to: impl Into<Rm>, value: i32) {
        self.constant_operand(4, op, to.into(), value);
    }

    fn constant_operand(&mut self, width: u8, op: Alu, to: Rm, value: i32) {
        note!(self, "{op} {}, {value:#x}", to.name(width));
        if let Ok(short) = i8::try_from(value) {
            self.encode(width, None, &[0x83], op as u8, to);
            self.byte(short as u8);
        } else {
            self.encode(width, None, &[0x81], op as u8, to);
            self.word32(value);
        }
    }

    /// Compares a byte.
    pub(super) fn cmp8(&mut self, x: impl Into<Rm>, value: u8) {
        let x = x.into();
        note!(self, "cmp {}, {value:#x}", x.name(1));
        self.encode(1, None, &[0x80], Alu::Cmp as u8, x);
        self.byte(value);
    }

    /// Compares 16 bits.
    pub(super) fn cmp16(&mut self, x: Mem, value: u16) {
        note!(self, "cmp word {x}, {value:#x}");
        self.encode(2, None, &[0x81], Alu::Cmp as u8, x.into());
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// Tests bits of a byte.
    pub(super) fn test8(&mut self, x: impl Into<Rm>, bits: u8) {
        let x = x.into();
        note!(self, "test {}, {bits:#x}", x.name(1));
        self.encode(1, None, &[0xF6], 0, x);
        self.byte(bits);
    }

    /// Tests all bits of a register against another.
    pub(super) fn test(&mut self, x: Gp, y: Gp) {
        note!(self, "test {}, {}", x.name(8), y.name(8));
        self.encode(8, None, &[0x85], y.0, x.into());
    }

    /// Shifts or rotates, 64 bits.
    pub(super) fn shift(&mut self, op: Shift, x: Gp, by: u8) {
        note!(self, "{op} {}, {by}", x.name(8));
        self.encode(8, None, &[0xC1], op as u8, x.into());
        self.byte(by);
    }

    /// `to := to * from`, 64 bits.
    pub(super) fn multiply(&mut self, to: Gp, from: impl Into<Rm>) {
        let from = from.into();
        note!(self, "imul {}, {}", to.name(8), from.name(8));
        self.encode(8, None, &[0x0F, 0xAF], to.0, from);
    }

    /// `rdx:rax / by`: the quotient to rax, the remainder to rdx; rax's sign is extended
    /// before.
    pub(super) fn divide(&mut self, by: Gp) {
        note!(self, "cqo; idiv {}", by.name(8));
        self.bytes.extend_from_slice(&[0x48, 0x99]);
        self.encode(8, None, &[0xF7], 7, by.into());
    }

    /// `eax / by` of numbers without sign, 32 bits: the quotient to eax, the remainder to edx.
    pub(super) fn divide32(&mut self, by: Gp) {
        note!(self, "xor edx, edx; div {}", by.name(4));
        self.encode(4, None, &[0x33], RDX.0, RDX.into());
        self.encode(4, None, &[0xF7], 6, by.into());
    }

    /// Bit number `bit` (modulo 32) of a register to the carry flag.
    pub(super) fn bit_test(&mut self, of: Gp, bit: Gp) {
        note!(self, "bt {}, {}", of.name(4), bit.name(4));
        self.encode(4, None, &[0x0F, 0xA3], bit.0, of.into());
    }

    /// The low byte of a register becomes 1 or 0.
    pub(super) fn set(&mut self, condition: Cond, to: Gp) {
        note!(self, "set{condition} {}", to.name(1));
        self.encode(1, None, &[0x0F, 0x90 | condition as u8], 0, to.into());
    }

    // --- doubles ------------------------------------------------------------

    /// The bits of a register to a double.
    pub(super) fn move_to_double(&mut self, to: Xmm, from: Gp) {
        note!(self, "movq xmm{}, {}", to.0, from.name(8));
        self.encode(8, Some(0x66), &[0x0F, 0x6E], to.0, from.into());
    }

    /// The bits of a double to a register.
    pub(super) fn move_from_double(&mut self, to: Gp, from: Xmm) {
        note!(self, "movq {}, xmm{}", to.name(8), from.0);
        self.encode(8, Some(0x66), &[0x0F, 0x7E], from.0, to.into());
    }

    /// `to := from`
    pub(super) fn move_double(&mut self, to: Xmm, from: Xmm) {
        if to != from {
            note!(self, "movapd xmm{}, xmm{}", to.0, from.0);
            self.encode(4, Some(0x66), &[0x0F, 0x28], to.0, Gp(from.0).into());
        }
    }

    /// `to := 0`
    pub(super) fn clear_double(&mut self, to: Xmm) {
        note!(self, "pxor xmm{}, xmm{}", to.0, to.0);
        self.encode(4, Some(0x66), &[0x0F, 0xEF], to.0, Gp(to.0).into());
    }

    /// `to :=` the double in memory.
    pub(super) fn load_double(&mut self, to: Xmm, from: Mem) {
        note!(self, "movsd xmm{}, {from}", to.0);
        self.encode(4, Some(0xF2), &[0x0F, 0x10], to.0, from.into());
    }

    /// Stores a double.
    pub(super) fn store_double(&mut self, to: Mem, from: Xmm) {
        note!(self, "movsd {to}, xmm{}", from.0);
        self.encode(4, Some(0xF2), &[0x0F, 0x11], from.0, to.into());
    }

    /// `to := to op from`
    pub(super) fn sse(&mut self, op: Sse, to: Xmm, from: Xmm) {
        note!(self, "{op}sd xmm{}, xmm{}", to.0, from.0);
        self.encode(4, Some(0xF2), &[0x0F, op as u8], to.0, Gp(from.0).into());
    }

    /// Compares doubles, as unsigned integers are.
    pub(super) fn compare_doubles(&mut self, x: Xmm, y: Xmm) {
        note!(self, "ucomisd xmm{}, xmm{}", x.0, y.0);
        self.encode(4, Some(0x66), &[0x0F, 0x2E], x.0, Gp(y.0).into());
    }

    /// `to := from`, an integer of 64 bits.
    pub(super) fn integer_to_double(&mut self, to: Xmm, from: Gp) {
        note!(self, "cvtsi2sd xmm{}, {}", to.0, from.name(8));
        self.encode(8, Some(0xF2), &[0x0F, 0x2A], to.0, from.into());
    }

    /// `to := from` without its fraction; the least integer if it does not fit.
    pub(super) fn double_to_integer(&mut self, to: Gp, from: Xmm) {
        note!(self, "cvttsd2si {}, xmm{}", to.name(8), from.0);
        self.encode(8, Some(0xF2), &[0x0F, 0x2C], to.0, Gp(from.0).into());
    }

    /// `to := from` rounded to an integer in one of the machine's four ways (SSE 4.1).
    pub(super) fn round(&mut self, to: Xmm, from: Xmm, way: u8) {
        note!(self, "roundsd xmm{}, xmm{}, {way}", to.0, from.0);
        self.encode(4, Some(0x66), &[0x0F, 0x3A, 0x0B], to.0, Gp(from.0).into());
        self.byte(way);
    }

    // --- control ------------------------------------------------------------

    /// Jumps to a label when the condition holds.
    pub(super) fn jump_if(&mut self, condition: Cond, to: Label) {
        note!(self, to => "j{condition}");
        self.bytes.extend_from_slice(&[0x0F, 0x80 | condition as u8]);
        self.fixups.push((self.here() as u32, to));
        self.word32(0);
    }

    /// Jumps to a label.
    pub(super) fn jump(&mut self, to: Label) {
        note!(self, to => "jmp");
        self.byte(0xE9);
        self.fixups.push((self.here() as u32, to));
        self.word32(0);
    }

    /// Jumps to the address in a register or in memory.
    pub(super) fn jump_through(&mut self, to: impl Into<Rm>) {
        let to = to.into();
        note!(self, "jmp {}", to.name(8));
        self.encode(4, None, &[0xFF], 4, to);
    }

    /// Calls the address in memory.
    pub(super) fn call_through(&mut self, to: Mem) {
        note!(self, "call {to}");
        self.encode(4, None, &[0xFF], 2, to.into());
    }

    /// Returns from a call.
    pub(super) fn ret(&mut self) {
        note!(self, "ret");
        self.byte(0xC3);
    }

    /// Pushes a register.
    pub(super) fn push(&mut self, register: Gp) {
        note!(self, "push {}", register.name(8));
        self.bytes.extend((register.0 >= 8).then_some(0x41));
        self.byte(0x50 | register.0 & 7);
    }

    /// Pops a register.
    pub(super) fn pop(&mut self, register: Gp) {
        note!(self, "pop {}", register.name(8));
        self.bytes.extend((register.0 >= 8).then_some(0x41));
        self.byte(0x58 | register.0 & 7);
    }

    /// Whether one of the upper 32 bits of a register is set, as "not equal"; the register is lost.
    pub(super) fn test_upper(&mut self, x: Gp) {
        self.shift(Shift::Shr, x, 32);
    }

    // --- calls of Rust, in stubs ---------------------------------------------

    /// Saves what the caller in Rust wants back.
    pub(super) fn enter_native(&mut self) {
        SAVED.into_iter().for_each(|register| self.push(register));
        // The stack is aligned for calls from here on.
        self.alu_constant(Alu::Sub, RSP, 8);
    }

    /// Returns to the caller in Rust.
    pub(super) fn leave_native(&mut self) {
        self.alu_constant(Alu::Add, RSP, 8);
        SAVED.into_iter().rev().for_each(|register| self.pop(register));
        self.ret();
    }

    /// Calls a function of Rust from a stub, which was called itself. Its result is in `rax`.
    pub(super) fn call_rust(&mut self, function: Mem) {
        self.alu_constant(Alu::Sub, RSP, 8);
        self.call_through(function);
        self.alu_constant(Alu::Add, RSP, 8);
    }

    /// The stub that runs will not return.
    pub(super) fn drop_return(&mut self) {
        self.alu_constant(Alu::Add, RSP, 8);
    }

    /// Makes a stub that was jumped to look as if it had been called.
    pub(super) fn pretend_call(&mut self) {
        self.alu_constant(Alu::Sub, RSP, 8);
    }

    /// Saves what Rust does not give back, but for `rax` and doubles, in a stub that was called.
    pub(super) fn save_lost(&mut self) {
        LOST.into_iter().for_each(|register| self.push(register));
    }

    /// Restores what [`Asm::save_lost`] has saved.
    pub(super) fn restore_lost(&mut self) {
        LOST.into_iter().rev().for_each(|register| self.pop(register));
    }

    /// Calls a function of Rust after [`Asm::save_lost`], and keeps all doubles. Its result is in `rax`.
    pub(super) fn call_keeping_doubles(&mut self, function: Mem) {
        // With the return address and the registers, the stack is aligned.
        let room = 8 + 8 * i32::from(ALL_DOUBLES);
        let double = |i: u8| (at(RSP, 8 * i32::from(i)), Xmm(i));
        self.alu_constant(Alu::Sub, RSP, room);
        (0..ALL_DOUBLES).map(double).for_each(|(place, register)| self.store_double(place, register));
        self.call_through(function);
        (0..ALL_DOUBLES).map(double).for_each(|(place, register)| self.load_double(register, place));
        self.alu_constant(Alu::Add, RSP, room);
    }
}
