//! Templates of arithmetic on flonums that are in registers of doubles, and the ways between these and words.
//!
//! Only guarded versions of loops have such registers. A double there may be any, also one that is too large or too
//! small to be a self-tagged flonum, or no number: it gets a box where a word is needed.

use cairn_backend::bytecode::{Flow, Op, Word, reads_of};

use super::Helper;
use super::arith::{FLONUM_TAGS, Operand, ROTATION, TAG_BITS, TAGS, XMM0, XMM1};
use super::branch::payload;
use super::builtins::Builtin;
use super::emitter::{Constant, Emitter};
use super::homes::Version;
use super::hopes::{compares_registers, compares_with_number};
use super::machine::*;
use super::types::Known;

/// The bit of a reference's tag that self-tagged flonums lack.
const REFERENCE: u8 = 2;

/// The bits of the double that is in a self-tagged flonum, if the word is one.
pub(super) fn untagged(word: u64) -> Option<u64> {
    let is_flonum = FLONUM_TAGS >> (word & 31) & 1 != 0;
    is_flonum.then(|| word.wrapping_sub(1).rotate_right(ROTATION.into()))
}

/// Whether an operation on numbers takes doubles as they are.
fn takes_doubles(op: Op) -> bool {
    use Op::*;
    compares_registers(op)
        || compares_with_number(op)
        || matches!(op, Move | Add | Sub | Mul | Div | AddI | RSubI | MulI | AddK | SubK | RSubK | MulK | DivK | Sqrt)
}

impl<'a> Emitter<'a> {
    /// The register of doubles that a register is in, before the present instruction.
    pub(super) fn double_of(&self, register: u16) -> Option<Xmm> {
        let is_double = self.version == Version::Guarded && self.known(register) == Known::Double;
        if is_double { self.regions.double(self.at, register) } else { None }
    }

    /// The register of doubles for the result of the instruction, if it goes to one.
    fn double_for(&self, w: Word) -> Option<Xmm> {
        let is_double = self.version == Version::Guarded && self.outcome(w).known == Known::Double;
        if is_double { self.regions.double(self.at, w.a()) } else { None }
    }

    // --- words --------------------------------------------------------------

    /// Puts words into the places of registers that the instruction reads, but cannot take as doubles.
    pub(super) fn give_words(&mut self, w: Word) {
        if self.version == Version::General {
            return;
        }
        let reads: Vec<u16> = reads_of(self.source.code, self.at).into_iter().map(|register| register as u16).collect();
        for register in reads {
            if let Some(double) = self.double_of(register)
                && !self.takes_double(w, register)
            {
                self.give_word(register, double);
                self.forget_double(register);
            }
        }
    }

    fn takes_double(&self, w: Word, register: u16) -> bool {
        match w.op() {
            Op::VectorSet => register == w.c() && register != w.a() && register != w.b(),
            Op::VectorSetI => register == w.c() && register != w.a(),
            Op::Native => {
                let builtin = self.source.natives.template(w.b(), w.d());
                matches!(builtin, Some(Builtin::Inexact | Builtin::Round(_)))
            }
            op => takes_doubles(op),
        }
    }

    fn give_word(&mut self, register: u16, double: Xmm) {
        self.clobber();
        self.box_double(RAX, double);
        self.set(register, RAX);
    }

    /// `to :=` the word of a double. Keeps the other registers.
    pub(super) fn box_double(&mut self, to: Gp, double: Xmm) {
        let (large, done) = (self.asm.label(), self.asm.label());
        self.asm.move_from_double(to, double);
        self.asm.shift(Shift::Rol, to, ROTATION);
        self.asm.alu_constant(Alu::Add, to, 1);
        // Of the tags without this bit, only that of fixnums is no flonum's.
        self.asm.test8(to, REFERENCE);
        self.asm.jump_if(Cond::NotEqual, large);
        self.asm.test8(to, TAGS);
        self.asm.jump_if(Cond::Equal, large);
        self.asm.bind(done);
        self.later(move |e| {
            e.asm.bind(large);
            if to == RAX {
                e.asm.move_from_double(RAX, double);
                e.call(Helper::Box);
            } else {
                e.asm.push(RAX);
                e.asm.push(RAX);
                e.asm.move_from_double(RAX, double);
                e.call(Helper::Box);
                e.asm.mov(to, RAX);
                e.asm.pop(RAX);
                e.asm.pop(RAX);
            }
            e.asm.jump(done);
        });
    }

    /// The double in the word rax, which is a flonum's.
    fn load_double(&mut self, to: Xmm) {
        let (boxed, done) = (self.asm.label(), self.asm.label());
        self.asm.test8(RAX, REFERENCE);
        self.asm.jump_if(Cond::NotEqual, boxed);
        self.untag(to, RAX);
        self.asm.bind(done);
        self.later(move |e| {
            e.asm.bind(boxed);
            e.asm.load_double(to, at(RAX, payload(0)));
            e.asm.jump(done);
        });
    }

    /// The double of a self-tagged flonum, whose register is lost.
    fn untag(&mut self, to: Xmm, from: Gp) {
        self.asm.alu_constant(Alu::Sub, from, 1);
        self.asm.shift(Shift::Ror, from, ROTATION);
        self.asm.move_to_double(to, from);
    }

    /// Stores what the region has written to registers of doubles.
    pub(super) fn store_doubles(&mut self, region: usize) {
        for (register, double, is_written) in self.regions.doubles(region).to_vec() {
            if is_written && self.double_of(register).is_some() {
                self.clobber();
                self.box_double(RAX, double);
                let slot = self.slot(register);
                self.asm.store(slot, RAX);
            }
        }
    }

    /// Loads what is in registers of doubles from the slots.
    pub(super) fn load_doubles(&mut self, region: usize) {
        for (register, double, _) in self.regions.doubles(region).to_vec() {
            if self.double_of(register).is_some() {
                let slot = self.slot(register);
                self.clobber();
                self.asm.mov(RAX, slot);
                self.load_double(double);
            }
        }
    }

    /// Whether a jump from the present instruction to another of the region has to change where doubles are.
    pub(super) fn changes_doubles(&self, target: usize) -> bool {
        self.version == Version::Guarded && !self.changed_doubles(target).is_empty()
    }

    /// Gives registers that are doubles now, and not at the target, their words. Those that nothing reads from there on
    /// become 0, as collections may see them.
    pub(super) fn change_doubles(&mut self, target: usize) {
        if self.version == Version::General {
            return;
        }
        for (register, double) in self.changed_doubles(target) {
            if self.is_live(target, register) {
                self.give_word(register, double);
            } else {
                self.set_constant(register, 0);
            }
        }
    }

    fn changed_doubles(&self, target: usize) -> Vec<(u16, Xmm)> {
        let there = self.known_at(target);
        let is_double = |register: u16| there.get(usize::from(register)) == Some(&Known::Double);
        let below = self.live_below();
        let doubles = (0..below).filter_map(|register| Some((register, self.double_of(register)?)));
        doubles.filter(|&(register, _)| !is_double(register)).collect()
    }

    /// Registers from this one on are lost when the present instruction jumps.
    fn live_below(&self) -> u16 {
        let code = self.source.code;
        let w = code[self.at];
        let back = match w.op().flow() {
            Flow::Back => Some(w),
            Flow::Round => code[self.at + 1..].iter().copied().find(|next| next.op().flow() != Flow::Round),
            _ => None,
        };
        back.filter(|back| back.op() == Op::Loop).map_or(self.register_count() as u16, |back| back.a())
    }

    // --- arithmetic ---------------------------------------------------------

    /// The double that an operand is, in its own register or in `scratch`. Uses rax and rdx. Jumps when it is neither a
    /// fixnum nor self-tagged; a fixnum that is not known to be one jumps too.
    fn double_operand(&mut self, operand: Operand, scratch: Xmm, other: Label) -> Xmm {
        let register = match operand {
            Operand::Register(register) => register,
            Operand::Number(number) => {
                self.load_number(scratch, f64::from(number).to_bits());
                return scratch;
            }
        };
        if let Some(double) = self.double_of(register) {
            return double;
        }
        self.load(RAX, register);
        self.clobber();
        match self.known(register) {
            Known::Fixnum | Known::Index => {
                self.asm.shift(Shift::Sar, RAX, TAG_BITS);
                self.asm.clear_double(scratch);
                self.asm.integer_to_double(scratch, RAX);
            }
            Known::Flonum => self.untag(scratch, RAX),
            _ => {
                self.asm.load(RDX, FLONUM_TAGS);
                self.unbox(scratch, RAX, other);
            }
        }
        scratch
    }

    /// Loads a constant double, whose bits these are.
    fn load_number(&mut self, to: Xmm, bits: u64) {
        if bits == 0 {
            return self.asm.clear_double(to);
        }
        self.clobber();
        self.asm.load(RAX, bits);
        self.asm.move_to_double(to, RAX);
    }

    /// `R[a] := x op y`, when one of them is known to be a flonum or the result is taken for one; whether that is so.
    pub(super) fn arithmetic_on_doubles(&mut self, w: Word, x: Operand, y: Operand, op: Sse) -> bool {
        let is_flonum = |operand: Operand| match operand {
            Operand::Register(register) => self.known(register).is_flonum(),
            Operand::Number(_) => false,
        };
        let is_meant = is_flonum(x) || is_flonum(y) || self.outcome(w).known.is_flonum();
        if self.version == Version::General || !is_meant {
            return false;
        }
        let step = self.step();
        if op == Sse::Div
            && let Operand::Register(divisor) = y
            && self.known(divisor).is_fixnum()
        {
            let place = self.place(divisor);
            self.asm.alu_constant(Alu::Cmp, place, 0);
            self.asm.jump_if(Cond::Equal, step);
        }
        let y = self.double_operand(y, XMM1, step);
        let x = self.double_operand(x, XMM0, step);
        self.operate(w, x, y, op, step);
        true
    }

    /// The result of an operation on doubles; those in scratch registers are lost.
    fn operate(&mut self, w: Word, x: Xmm, y: Xmm, op: Sse, step: Label) {
        let to = self.double_for(w).unwrap_or(XMM0);
        if to == y && to != x {
            if matches!(op, Sse::Add | Sse::Mul) {
                self.asm.sse(op, to, x);
            } else {
                self.asm.move_double(XMM0, x);
                self.asm.sse(op, XMM0, y);
                self.asm.move_double(to, XMM0);
            }
        } else {
            self.asm.move_double(to, x);
            self.asm.sse(op, to, y);
        }
        self.keep_double(w, to, step);
    }

    /// Gives `R[a]` a double, unless it is in its own register already: as a word, for which it must be small enough if
    /// that is taken for granted.
    fn keep_double(&mut self, w: Word, double: Xmm, step: Label) {
        if self.double_for(w).is_some() {
            return self.forget_word(w.a());
        }
        self.clobber();
        if self.outcome(w).leaves {
            self.asm.move_double(XMM0, double);
            self.asm.load(RDX, FLONUM_TAGS);
            self.box_to(w.a(), step);
        } else {
            self.give_word(w.a(), double);
        }
    }

    /// Arithmetic on `R[b]` and the constant `K[c]`, a flonum, which comes first when `exchanged`; whether it is done on
    /// doubles.
    pub(super) fn constant_and_double(&mut self, w: Word, op: Sse, exchanged: bool) -> bool {
        let constant = self.constant(w.c() as i16 as i32);
        let (Version::Guarded, Constant::Word(word)) = (self.version, constant) else { return false };
        let Some(bits) = untagged(word) else { return false };
        let step = self.step();
        let x = self.double_operand(Operand::Register(w.b()), XMM0, step);
        self.load_number(XMM1, bits);
        if !exchanged {
            self.operate(w, x, XMM1, op, step);
        } else if matches!(op, Sse::Add | Sse::Mul) {
            self.operate(w, XMM1, x, op, step);
        } else {
            // The constant's register takes the result.
            self.asm.sse(op, XMM1, x);
            self.copy_double(w, XMM1, step);
        }
        true
    }

    /// `R[a] :=` a double.
    fn copy_double(&mut self, w: Word, from: Xmm, step: Label) {
        let to = self.double_for(w).unwrap_or(from);
        self.asm.move_double(to, from);
        self.keep_double(w, to, step);
    }

    /// `R[a] := R[b]`, a double; whether it is one.
    pub(super) fn move_of_double(&mut self, w: Word) -> bool {
        let Some(from) = self.double_of(w.b()) else { return false };
        match self.double_for(w) {
            Some(to) => {
                self.asm.move_double(to, from);
                self.forget_word(w.a());
            }
            None => self.give_word(w.a(), from),
        }
        true
    }

    /// `R[a] :=` a constant double; whether it goes to a register of doubles.
    pub(super) fn load_of_double(&mut self, w: Word) -> bool {
        let Some(to) = self.double_for(w) else { return false };
        let Constant::Word(word) = self.constant(w.bc()) else { return false };
        let Some(bits) = untagged(word) else { return false };
        self.load_number(to, bits);
        self.forget_word(w.a());
        true
    }

    /// `R[a] := (sqrt R[b])`; whether it is done on doubles.
    pub(super) fn root_of_double(&mut self, w: Word) -> bool {
        if self.version == Version::General || self.known(w.b()).is_fixnum() {
            return false;
        }
        let step = self.step();
        let x = self.double_operand(Operand::Register(w.b()), XMM0, step);
        self.asm.clear_double(XMM1);
        self.asm.compare_doubles(x, XMM1);
        // Of what is below 0, or no number.
        self.asm.jump_if(Cond::Below, step);
        let to = self.double_for(w).unwrap_or(XMM0);
        self.asm.sse(Sse::Sqrt, to, x);
        self.keep_double(w, to, step);
        true
    }

    /// `R[a] := (inexact R[a])`; whether it goes to a register of doubles.
    pub(super) fn inexact_double(&mut self, w: Word, other: Label) -> bool {
        let Some(to) = self.double_for(w) else { return false };
        let a = w.a();
        match (self.double_of(a), self.known(a)) {
            (Some(_), _) => {}
            (None, Known::Fixnum | Known::Index | Known::Flonum) => {
                let from = self.double_operand(Operand::Register(a), to, other);
                debug_assert_eq!(from, to);
            }
            (None, _) => {
                let (fixnum, done) = (self.asm.label(), self.asm.label());
                self.load(RAX, a);
                self.clobber();
                self.asm.test8(RAX, TAGS);
                self.asm.jump_if(Cond::Equal, fixnum);
                self.asm.load(RDX, FLONUM_TAGS);
                self.unbox(to, RAX, other);
                self.asm.bind(done);
                self.later(move |e| {
                    e.asm.bind(fixnum);
                    e.asm.shift(Shift::Sar, RAX, TAG_BITS);
                    e.asm.clear_double(to);
                    e.asm.integer_to_double(to, RAX);
                    e.asm.jump(done);
                });
            }
        }
        self.forget_word(a);
        true
    }

    /// `R[a] :=` the double `R[a]` rounded; whether it goes to a register of doubles.
    pub(super) fn round_in_place(&mut self, w: Word, way: u8, other: Label) -> bool {
        let Some(to) = self.double_for(w) else { return false };
        let from = self.double_operand(Operand::Register(w.a()), XMM0, other);
        self.asm.round(to, from, way);
        self.forget_word(w.a());
        true
    }

    // --- comparisons --------------------------------------------------------

    /// Compares two numbers, one of which is known to be a flonum, and jumps when the condition holds; whether one is.
    /// The interpreter takes operands that are no numbers.
    pub(super) fn compare_on_doubles(&mut self, x: Operand, y: Operand, condition: Cond) -> bool {
        let Some(step) = self.prepare_comparison(x, y, None) else { return false };
        self.asm.jump_if(Cond::Parity, step);
        let target = self.target();
        self.go_if(unsigned(condition), target);
        true
    }

    /// The same at the end of a round, which jumps into the loop when a tick is left.
    pub(super) fn round_on_doubles(&mut self, x: Operand, y: Operand, condition: Cond) -> bool {
        let out = self.asm.label();
        if self.prepare_comparison(x, y, Some(out)).is_none() {
            return false;
        }
        self.asm.jump_if(Cond::Parity, out);
        self.asm.jump_if(unsigned(condition).not(), out);
        self.round(out);
        true
    }

    /// Compares; where what is no flonum leads.
    fn prepare_comparison(&mut self, x: Operand, y: Operand, other: Option<Label>) -> Option<Label> {
        let is_flonum = |operand: Operand| match operand {
            Operand::Register(register) => self.known(register).is_flonum(),
            Operand::Number(_) => false,
        };
        if self.version == Version::General || !(is_flonum(x) || is_flonum(y)) {
            return None;
        }
        let other = other.unwrap_or_else(|| self.step());
        let y = self.double_operand(y, XMM1, other);
        let x = self.double_operand(x, XMM0, other);
        self.asm.compare_doubles(x, y);
        Some(other)
    }
}

/// The condition after a comparison of doubles.
pub(super) fn unsigned(condition: Cond) -> Cond {
    match condition {
        Cond::Less => Cond::Below,
        Cond::NotLess => Cond::NotBelow,
        Cond::Greater => Cond::Above,
        Cond::NotGreater => Cond::NotAbove,
        other => other,
    }
}
