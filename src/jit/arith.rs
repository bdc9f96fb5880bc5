//! Templates of arithmetic: fixnums inline, flonums out of line, the rest steps.

use cairn_backend::bytecode::Word;
use cairn_gc::Value;

use super::doubles::unsigned;
use super::emitter::{Constant, Emitter};
use super::machine::*;
use super::types::Known;

/// Bit `t` (repeated in each byte) is set when tag `t` is a flonum's.
pub(super) const FLONUM_TAGS: u64 = 0x3232_3232;
/// A double is stored with its bits rotated by this number of places.
pub(super) const ROTATION: u8 = 4;
/// Bits of a fixnum's tag.
pub(super) const TAG_BITS: u8 = 3;
/// Mask of the tag.
pub(super) const TAGS: u8 = 7;

pub(super) const XMM0: Xmm = Xmm(0);
pub(super) const XMM1: Xmm = Xmm(1);

/// An operand of arithmetic.
#[derive(Clone, Copy)]
pub(super) enum Operand {
    Register(u16),
    Number(i16),
}

impl Operand {
    /// The word of a number.
    fn tagged(number: i16) -> i32 {
        (number as i32) << TAG_BITS
    }
}

/// Which part of a division.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Quotient,
    Remainder,
    Modulo,
}

impl<'a> Emitter<'a> {
    /// Loads an operand.
    fn fetch(&mut self, to: Gp, operand: Operand) {
        match operand {
            Operand::Register(register) => self.load(to, register),
            Operand::Number(number) => {
                if to == RAX {
                    self.clobber();
                }
                self.asm.load(to, Operand::tagged(number) as i64 as u64);
            }
        }
    }

    /// Whether an operand is known to be a fixnum.
    fn is_known_fixnum(&self, operand: Operand) -> bool {
        match operand {
            Operand::Register(register) => self.known(register).is_fixnum(),
            Operand::Number(_) => true,
        }
    }

    /// Loads two operands to rax and rcx, a number that comes second excepted, and jumps when they are not both
    /// fixnums; whether that may be.
    fn fetch_fixnums(&mut self, x: Operand, y: Operand, other: Label) -> bool {
        if let Operand::Register(_) = y {
            self.fetch(RCX, y);
        }
        self.fetch(RAX, x);
        self.check_fixnums(x, RAX, y, RCX, other)
    }

    /// Jumps when two operands, which are in registers of the machine, are not both fixnums; whether that may be.
    fn check_fixnums(&mut self, x: Operand, x_in: Gp, y: Operand, y_in: Gp, other: Label) -> bool {
        match (self.is_known_fixnum(x), self.is_known_fixnum(y)) {
            (true, true) => return false,
            (true, false) => self.asm.test8(y_in, TAGS),
            (false, true) => self.asm.test8(x_in, TAGS),
            (false, false) if x_in == y_in => self.asm.test8(x_in, TAGS),
            (false, false) => {
                self.asm.mov32(RDX, x_in);
                self.asm.alu32(Alu::Or, RDX, y_in);
                self.asm.test8(RDX, TAGS);
            }
        }
        self.asm.jump_if(Cond::NotEqual, other);
        true
    }

    /// Where an operand is: at home, or loaded to `scratch`.
    fn bring(&mut self, operand: Operand, scratch: Gp) -> Gp {
        if let Operand::Register(register) = operand
            && let Rm::R(home) = self.place(register)
        {
            return home;
        }
        self.fetch(scratch, operand);
        scratch
    }

    /// The same of two, which it checks to be fixnums; whether they may be others. A number that comes second is not
    /// loaded.
    fn bring_fixnums(&mut self, x: Operand, y: Operand, other: Label) -> (Gp, Gp, bool) {
        let y_in = if let Operand::Register(_) = y { self.bring(y, RCX) } else { RCX };
        let x_in = self.bring(x, RAX);
        let others = self.check_fixnums(x, x_in, y, y_in, other);
        (x_in, y_in, others)
    }

    /// Loads two registers to rax and rcx, and jumps when they are not both fixnums.
    pub(super) fn load_fixnums(&mut self, x: u16, y: u16, other: Label) {
        self.fetch_fixnums(Operand::Register(x), Operand::Register(y), other);
    }

    /// `R[a] := x op y`, a sum or difference.
    pub(super) fn add(&mut self, w: Word, x: Operand, y: Operand, op: Alu, double: Sse) {
        if self.arithmetic_on_doubles(w, x, y, double) {
            return;
        }
        // A sum in the place of its second operand is better off the other way round.
        let (x, y) = match (x, y) {
            (Operand::Register(_), Operand::Register(second)) if op == Alu::Add && second == w.a() => (y, x),
            _ => (x, y),
        };
        let other = self.asm.label();
        let (x_in, y_in, others) = self.bring_fixnums(x, y, other);
        let to = match self.place(w.a()) {
            Rm::R(home) if home != y_in || matches!(y, Operand::Number(_)) => home,
            _ => RAX,
        };
        if to == RAX {
            self.clobber();
        }
        self.asm.mov(to, x_in);
        match y {
            Operand::Number(number) => self.asm.alu_constant(op, to, Operand::tagged(number)),
            Operand::Register(_) => self.asm.alu(op, to, y_in),
        }
        if !self.gives_fixnum(w) {
            let overflow = if to == x_in { self.undone_sum(to, y, y_in, op) } else { self.step() };
            self.asm.jump_if(Cond::Overflow, overflow);
        }
        self.settle(w.a(), to);
        if others {
            self.flonums_later(w.a(), other, x, y, double);
        }
    }

    /// A label from where a step follows, when the sum in a register has taken the place of an operand.
    fn undone_sum(&mut self, sum: Gp, y: Operand, y_in: Gp, op: Alu) -> Label {
        if sum == RAX {
            return self.step();
        }
        let (label, step) = (self.asm.label(), self.step());
        let inverse = if op == Alu::Add { Alu::Sub } else { Alu::Add };
        self.later(move |e| {
            e.asm.bind(label);
            match y {
                Operand::Number(number) => e.asm.alu_constant(inverse, sum, Operand::tagged(number)),
                Operand::Register(_) => e.asm.alu(inverse, sum, y_in),
            }
            e.asm.jump(step);
        });
        label
    }

    /// `R[a] := x * y`
    pub(super) fn product(&mut self, w: Word, x: Operand, y: Operand) {
        if self.arithmetic_on_doubles(w, x, y, Sse::Mul) {
            return;
        }
        let other = self.asm.label();
        let others = self.fetch_fixnums(x, y, other);
        self.clobber();
        match y {
            Operand::Number(number) => self.asm.load(RCX, number as i64 as u64),
            Operand::Register(_) => self.asm.shift(Shift::Sar, RCX, TAG_BITS),
        }
        self.asm.multiply(RAX, RCX);
        let step = self.step();
        self.asm.jump_if(Cond::Overflow, step);
        self.set(w.a(), RAX);
        if others {
            self.flonums_later(w.a(), other, x, y, Sse::Mul);
        }
    }

    /// `R[a] := R[b] / R[c]`: of flonums alone.
    pub(super) fn division(&mut self, w: Word) {
        if self.arithmetic_on_doubles(w, Operand::Register(w.b()), Operand::Register(w.c()), Sse::Div) {
            return;
        }
        let step = self.step();
        self.load(RCX, w.c());
        self.load(RAX, w.b());
        self.flonum_operation(w.a(), step, step, Sse::Div);
    }

    /// Out of line: the operation on flonums.
    fn flonums_later(&mut self, a: u16, label: Label, x: Operand, y: Operand, double: Sse) {
        let step = self.step();
        let is_other = self.is_known_fixnum(x) || self.is_known_fixnum(y);
        self.later(move |e| {
            e.asm.bind(label);
            let (false, Operand::Register(x), Operand::Register(y)) = (is_other, x, y) else {
                return e.asm.jump(step);
            };
            let complex = e.asm.label();
            e.load(RCX, y);
            e.load(RAX, x);
            e.flonum_operation(a, if double == Sse::Div { step } else { complex }, step, double);
            e.come_back();
            if double != Sse::Div {
                e.asm.bind(complex);
                e.complex_operation(a, x, y, step, double);
                e.come_back();
            }
        });
    }

    /// `R[a] := rax op rcx`, of flonums; jumps when they are `other` things.
    fn flonum_operation(&mut self, a: u16, other: Label, step: Label, double: Sse) {
        self.clobber();
        self.asm.load(RDX, FLONUM_TAGS);
        self.unbox(XMM1, RCX, other);
        self.unbox(XMM0, RAX, other);
        self.asm.sse(double, XMM0, XMM1);
        self.box_to(a, step);
    }

    /// The double of a flonum; rdx has the tags of flonums.
    pub(super) fn unbox(&mut self, to: Xmm, from: Gp, step: Label) {
        self.asm.bit_test(RDX, from);
        self.asm.jump_if(Cond::NotBelow, step);
        self.asm.alu_constant(Alu::Sub, from, 1);
        self.asm.shift(Shift::Ror, from, ROTATION);
        self.asm.move_to_double(to, from);
    }

    /// `R[a] :=` the double in xmm0; rdx has the tags of flonums.
    pub(super) fn box_to(&mut self, a: u16, step: Label) {
        self.asm.move_from_double(RAX, XMM0);
        self.asm.shift(Shift::Rol, RAX, ROTATION);
        self.asm.alu_constant(Alu::Add, RAX, 1);
        self.asm.bit_test(RDX, RAX);
        self.asm.jump_if(Cond::NotBelow, step);
        self.set(a, RAX);
    }

    /// Arithmetic on `R[b]` and the constant `K[c]`, a flonum, which comes first when
    /// `exchanged`.
    pub(super) fn with_constant(&mut self, w: Word, double: Sse, exchanged: bool) {
        if self.constant_and_double(w, double, exchanged) {
            return;
        }
        let step = self.step();
        self.load(RAX, w.b());
        self.clobber();
        self.asm.load(RDX, FLONUM_TAGS);
        let (register, constant) = if exchanged { (XMM1, XMM0) } else { (XMM0, XMM1) };
        self.unbox(register, RAX, step);
        match self.constant(w.c() as i16 as i32) {
            Constant::Word(word) => {
                self.asm.load(RCX, word.wrapping_sub(1).rotate_right(ROTATION.into()));
                self.asm.move_to_double(constant, RCX);
                self.asm.sse(double, XMM0, XMM1);
                self.box_to(w.a(), step);
            }
            Constant::Code(_) | Constant::Moving => self.asm.jump(step),
        }
    }

    /// `R[a] := (sqrt R[b])`, of a flonum that is not negative.
    pub(super) fn square_root(&mut self, w: Word) {
        if self.root_of_double(w) {
            return;
        }
        let step = self.step();
        self.load(RAX, w.b());
        self.clobber();
        self.asm.load(RDX, FLONUM_TAGS);
        self.unbox(XMM0, RAX, step);
        self.asm.test(RAX, RAX);
        self.asm.jump_if(Cond::Sign, step);
        self.asm.sse(Sse::Sqrt, XMM0, XMM0);
        self.box_to(w.a(), step);
    }

    /// Division of fixnums by a positive one.
    pub(super) fn divide(&mut self, w: Word, y: Operand, part: Part) {
        if let Operand::Number(divisor) = y {
            if divisor <= 0 {
                return self.step_always();
            }
            if (divisor as u16).is_power_of_two() {
                return self.divide_by_power(w, divisor, part);
            }
        }
        let step = self.step();
        self.fetch_fixnums(Operand::Register(w.b()), y, step);
        self.clobber();
        match y {
            Operand::Number(number) => self.asm.load(RCX, Operand::tagged(number) as u64),
            Operand::Register(_) => {
                self.asm.test(RCX, RCX);
                self.asm.jump_if(Cond::NotGreater, step);
            }
        }
        self.divide_tagged();
        self.take_part(w.a(), part);
    }

    /// rax and rdx: quotient, and tagged remainder, of rax by rcx. Small ones divide faster.
    pub(super) fn divide_tagged(&mut self) {
        let (large, done) = (self.asm.label(), self.asm.label());
        self.asm.mov(RDX, RAX);
        self.asm.alu(Alu::Or, RDX, RCX);
        self.asm.test_upper(RDX);
        self.asm.jump_if(Cond::NotEqual, large);
        self.asm.divide32(RCX);
        self.asm.bind(done);
        self.later(move |e| {
            e.asm.bind(large);
            e.asm.divide(RCX);
            e.asm.jump(done);
        });
    }

    fn take_part(&mut self, a: u16, part: Part) {
        match part {
            Part::Quotient => {
                self.asm.shift(Shift::Shl, RAX, TAG_BITS);
                self.set(a, RAX);
            }
            Part::Remainder => self.set(a, RDX),
            Part::Modulo => {
                let positive = self.asm.label();
                self.asm.test(RDX, RDX);
                self.asm.jump_if(Cond::NotSign, positive);
                self.asm.alu(Alu::Add, RDX, RCX);
                self.asm.bind(positive);
                self.set(a, RDX);
            }
        }
    }

    /// Division by a power of two, without dividing.
    fn divide_by_power(&mut self, w: Word, divisor: i16, part: Part) {
        let mask = (divisor as i32 - 1) << TAG_BITS;
        self.load(RAX, w.b());
        if !self.known(w.b()).is_fixnum() {
            let step = self.step();
            self.asm.test8(RAX, TAGS);
            self.asm.jump_if(Cond::NotEqual, step);
        }
        self.clobber();
        if part == Part::Modulo {
            self.asm.alu_constant(Alu::And, RAX, mask);
            return self.set(w.a(), RAX);
        }
        // A negative number is rounded towards 0.
        self.asm.mov(RCX, RAX);
        self.asm.shift(Shift::Sar, RCX, 63);
        self.asm.alu_constant(Alu::And, RCX, mask);
        self.asm.alu(Alu::Add, RAX, RCX);
        if part == Part::Quotient {
            self.asm.shift(Shift::Sar, RAX, divisor.trailing_zeros() as u8);
            self.asm.alu_constant(Alu::And, RAX, !(TAGS as i32));
        } else {
            self.asm.alu_constant(Alu::And, RAX, mask);
            self.asm.alu(Alu::Sub, RAX, RCX);
        }
        self.set(w.a(), RAX);
    }

    /// Compares two numbers, and jumps when the condition holds.
    pub(super) fn compare(&mut self, x: u16, y: Operand, condition: Cond) {
        if self.compare_on_doubles(Operand::Register(x), y, condition) {
            return;
        }
        let other = self.asm.label();
        let others = self.compare_fixnums(x, y, other);
        let target = self.target();
        self.go_if(condition, target);
        if !others {
            return;
        }
        let step = self.step();
        let target = self.edge(target);
        self.later(move |e| {
            e.asm.bind(other);
            e.asm.load(RDX, FLONUM_TAGS);
            e.load(RAX, x);
            e.clobber();
            match y {
                Operand::Register(y) => {
                    e.load(RCX, y);
                    e.unbox(XMM1, RCX, step);
                }
                Operand::Number(number) => {
                    e.asm.load(RCX, f64::from(number).to_bits());
                    e.asm.move_to_double(XMM1, RCX);
                }
            }
            e.unbox(XMM0, RAX, step);
            e.asm.compare_doubles(XMM0, XMM1);
            e.asm.jump_if(unsigned(condition), target);
            e.come_back();
        });
    }

    /// Compares two fixnums; jumps when they are others, and whether they may be.
    fn compare_fixnums(&mut self, x: u16, y: Operand, other: Label) -> bool {
        let (x_in, y_in, others) = self.bring_fixnums(Operand::Register(x), y, other);
        match y {
            Operand::Number(number) => self.asm.alu_constant(Alu::Cmp, x_in, Operand::tagged(number)),
            Operand::Register(_) => self.asm.alu(Alu::Cmp, x_in, y_in),
        }
        others
    }

    /// Jumps when the lowest bit of a fixnum is `bit`.
    pub(super) fn parity(&mut self, w: Word, bit: bool) {
        self.load(RAX, w.a());
        if !self.known(w.a()).is_fixnum() {
            let step = self.step();
            self.asm.test8(RAX, TAGS);
            self.asm.jump_if(Cond::NotEqual, step);
        }
        self.asm.test8(RAX, 1 << TAG_BITS);
        let target = self.target();
        self.go_if(if bit { Cond::NotEqual } else { Cond::Equal }, target);
    }

    /// A round of a loop: jumps into it when both are fixnums, the test holds, and a tick is
    /// left.
    pub(super) fn fused_compare(&mut self, w: Word, y: Operand, condition: Cond) {
        if self.round_on_doubles(Operand::Register(w.a()), y, condition) {
            return;
        }
        let out = self.asm.label();
        self.compare_fixnums(w.a(), y, out);
        self.asm.jump_if(condition.not(), out);
        self.round(out);
    }

    /// Jumps into the loop when a tick is left; what leads here otherwise is `out`.
    pub(super) fn round(&mut self, out: Label) {
        let target = self.target();
        self.asm.alu_constant32(Alu::Sub, R13, 1);
        self.go_if(Cond::NotSign, target);
        self.asm.alu_constant32(Alu::Add, R13, 1);
        self.asm.bind(out);
    }

    /// `R[a] := R[b]`'s word shifted from a character to a fixnum.
    pub(super) fn char_to_integer(&mut self, w: Word) {
        self.load(RAX, w.b());
        if self.known(w.b()) != Known::Char {
            let step = self.step();
            self.asm.cmp8(RAX, CHARACTER);
            self.asm.jump_if(Cond::NotEqual, step);
        }
        self.clobber();
        self.asm.shift(Shift::Shr, RAX, 8 - TAG_BITS);
        self.set(w.a(), RAX);
    }

    /// `R[a] := (integer->char R[b])`, below the surrogates.
    pub(super) fn integer_to_char(&mut self, w: Word) {
        let step = self.step();
        self.load(RAX, w.b());
        self.asm.test8(RAX, TAGS);
        self.asm.jump_if(Cond::NotEqual, step);
        self.asm.alu_constant(Alu::Cmp, RAX, 0xD800 << TAG_BITS);
        self.asm.jump_if(Cond::NotBelow, step);
        self.clobber();
        self.asm.shift(Shift::Shl, RAX, 8 - TAG_BITS);
        self.asm.alu_constant(Alu::Or, RAX, CHARACTER as i32);
        self.set(w.a(), RAX);
    }
}

/// The low byte of characters.
pub(super) const CHARACTER: u8 = Value::char('\0').bits() as u8;
