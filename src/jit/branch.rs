//! Templates of tests that jump: identity, types, records.

use cairn_backend::bytecode::Word;
use cairn_data::{global, records};
use cairn_gc::{Kind, TAG_OBJECT, TAG_PAIR, Value};

use super::arith::{CHARACTER, FLONUM_TAGS, TAGS};
use super::emitter::{Constant, Emitter};
use super::machine::*;
use super::types::Known;

/// From an object's word to its header.
pub(super) const HEADER: i32 = -(TAG_OBJECT as i32);
/// From an object's word to the byte of its header that is the kind.
pub(super) const KIND: i32 = HEADER + 1;

/// From an object's word to its payload word `i`.
pub(super) const fn payload(i: i32) -> i32 {
    HEADER + 8 * (1 + i)
}

impl<'a> Emitter<'a> {
    /// Jumps when a register is just this word, or is not.
    pub(super) fn is_word(&mut self, register: u16, word: Value<'_>, sense: bool) {
        self.compare_word(register, word);
        let target = self.target();
        self.go_if(equal(sense), target);
    }

    /// Compares a register with a word of 32 bits.
    pub(super) fn compare_word(&mut self, register: u16, word: Value<'_>) {
        let place = self.place(register);
        self.asm.alu_constant(Alu::Cmp, place, word.bits() as i32);
    }

    /// Jumps when two registers are the same word, or are not.
    pub(super) fn same(&mut self, w: Word, sense: bool) {
        self.load(RAX, w.a());
        let other = self.place(w.b());
        self.asm.alu(Alu::Cmp, RAX, other);
        let target = self.target();
        self.go_if(equal(sense), target);
    }

    /// Jumps when a register is just a constant, or is not.
    pub(super) fn same_as_constant(&mut self, w: Word, sense: bool) {
        match self.constant(w.b() as i16 as i32) {
            Constant::Word(word) if i32::try_from(word as i64).is_ok() => {
                let place = self.place(w.a());
                self.asm.alu_constant(Alu::Cmp, place, word as i32);
            }
            _ => {
                self.load_constant(RCX, w.b() as i16 as i32);
                let place = self.place(w.a());
                self.asm.alu(Alu::Cmp, RCX, place);
            }
        }
        let target = self.target();
        self.go_if(equal(sense), target);
    }

    /// Jumps when two registers are `eqv?`, or are not: numbers on the heap are left to the
    /// interpreter.
    pub(super) fn equivalent(&mut self, w: Word, sense: bool) {
        let (target, differ, step) = (self.target(), self.asm.label(), self.step());
        let same = if sense { self.edge(target) } else { self.asm.label() };
        self.load(RCX, w.b());
        self.load(RAX, w.a());
        self.asm.alu(Alu::Cmp, RAX, RCX);
        self.asm.jump_if(Cond::Equal, same);
        self.jump_unless_object(RAX, differ);
        self.jump_unless_object(RCX, differ);
        for kind in [Kind::Flonum, Kind::Bignum, Kind::Ratio, Kind::Complex] {
            self.asm.cmp8(at(RAX, KIND), kind as u8);
            self.asm.jump_if(Cond::Equal, step);
        }
        self.asm.bind(differ);
        if !sense {
            let target = self.edge(target);
            self.asm.jump(target);
            self.asm.bind(same);
        }
    }

    /// Jumps unless a register is an object with a header. Uses rdx.
    pub(super) fn jump_unless_object(&mut self, register: Gp, to: Label) {
        self.jump_unless_tag(register, TAG_OBJECT, to);
    }

    /// Jumps unless the tag of a register is this one. Uses rdx.
    pub(super) fn jump_unless_tag(&mut self, register: Gp, tag: u64, to: Label) {
        self.asm.lea32(RDX, at(register, -(tag as i32)));
        self.asm.test8(RDX, TAGS);
        self.asm.jump_if(Cond::NotEqual, to);
    }

    /// Jumps unless this is true of a Cairn register, which is in its slot. Uses rcx and rdx.
    pub(super) fn check_guard(&mut self, register: u16, known: Known, to: Label) {
        let place = self.slot(register);
        match known {
            Known::Nothing | Known::Immediate | Known::Index | Known::Flonum => self.asm.jump(to),
            Known::Double => {
                self.asm.mov(RCX, place);
                self.asm.load(RDX, FLONUM_TAGS);
                self.asm.bit_test(RDX, RCX);
                self.asm.jump_if(Cond::NotBelow, to);
            }
            Known::Fixnum => {
                self.asm.test8(place, TAGS);
                self.asm.jump_if(Cond::NotEqual, to);
            }
            Known::Char => {
                self.asm.cmp8(place, CHARACTER);
                self.asm.jump_if(Cond::NotEqual, to);
            }
            Known::Pair => {
                self.asm.mov(RCX, place);
                self.jump_unless_tag(RCX, TAG_PAIR, to);
            }
            Known::Object(kind) => {
                self.asm.mov(RCX, place);
                self.jump_unless_kind(RCX, kind, to);
            }
        }
    }

    /// Jumps unless a Cairn register, which has been loaded to `scratch`, is an object of a kind. Uses rdx.
    pub(super) fn check_kind(&mut self, register: u16, scratch: Gp, kind: Kind, to: Label) {
        if self.known(register) != Known::Object(kind) {
            self.jump_unless_kind(scratch, kind, to);
        }
    }

    /// Jumps unless a register of the machine is an object of a kind. Uses rdx.
    pub(super) fn jump_unless_kind(&mut self, register: Gp, kind: Kind, to: Label) {
        self.jump_unless_object(register, to);
        self.asm.cmp8(at(register, KIND), kind as u8);
        self.asm.jump_if(Cond::NotEqual, to);
    }

    /// Jumps when a register is a pair, or is not.
    pub(super) fn is_pair(&mut self, register: u16, sense: bool) {
        self.load(RAX, register);
        self.asm.lea32(RDX, at(RAX, -(TAG_PAIR as i32)));
        self.asm.test8(RDX, TAGS);
        let target = self.target();
        self.go_if(equal(sense), target);
    }

    /// Jumps when a register is a fixnum, or is not.
    pub(super) fn is_fixnum(&mut self, register: u16, sense: bool) {
        self.load(RAX, register);
        self.asm.test8(RAX, TAGS);
        let target = self.target();
        self.go_if(equal(sense), target);
    }

    /// Jumps when a register is a character, or is not.
    pub(super) fn is_char(&mut self, register: u16, sense: bool) {
        self.load(RAX, register);
        self.asm.cmp8(RAX, CHARACTER);
        let target = self.target();
        self.go_if(equal(sense), target);
    }

    /// Jumps when a register is an object of the kind in operand `d`, or is not.
    pub(super) fn is_of_kind(&mut self, w: Word, sense: bool) {
        let target = self.target();
        let (far, next) = (self.edge(target), self.asm.label());
        self.load(RAX, w.a());
        self.jump_unless_object(RAX, if sense { next } else { far });
        self.asm.cmp8(at(RAX, KIND), w.d());
        self.asm.jump_if(equal(sense), far);
        self.asm.bind(next);
    }

    /// Compares two characters, and jumps when the condition holds.
    pub(super) fn compare_chars(&mut self, w: Word, condition: Cond) {
        self.load(RCX, w.b());
        self.load(RAX, w.a());
        for (register, scratch) in [(w.a(), RAX), (w.b(), RCX)] {
            if self.known(register) != Known::Char {
                let step = self.step();
                self.asm.cmp8(scratch, CHARACTER);
                self.asm.jump_if(Cond::NotEqual, step);
            }
        }
        self.asm.alu(Alu::Cmp, RAX, RCX);
        let target = self.target();
        self.go_if(condition, target);
    }

    /// Jumps when a global holds the builtin that it began with, or does not.
    pub(super) fn is_unchanged(&mut self, w: Word, sense: bool) {
        self.load_constant(RCX, w.a() as i16 as i32);
        let place = at(RCX, payload(global::BUILTIN as i32));
        self.asm.alu_constant(Alu::Cmp, place, Value::FALSE.bits() as i32);
        let target = self.target();
        self.go_if(equal(!sense), target);
    }

    /// Jumps when `R[a]` is a record of the type `R[b]`, or is not. Records of types that are derived from
    /// others are left to the interpreter.
    pub(super) fn is_record(&mut self, w: Word, sense: bool) {
        let (target, step, other) = (self.target(), self.step(), self.asm.label());
        let (far, next) = (self.edge(target), self.asm.label());
        let (yes, no) = if sense { (far, next) } else { (next, far) };
        self.load(RAX, w.a());
        self.check_kind(w.a(), RAX, Kind::Record, no);
        self.asm.mov(RCX, at(RAX, payload(0)));
        let rtd = self.place(w.b());
        self.asm.alu(Alu::Cmp, RCX, rtd);
        self.asm.jump_if(Cond::NotEqual, other);
        if yes == far {
            self.asm.jump(yes);
        }
        self.asm.bind(next);
        self.later(move |e| {
            e.asm.bind(other);
            e.jump_unless_kind(RCX, Kind::RecordType, step);
            e.asm.alu_constant(Alu::Cmp, at(RCX, payload(records::PARENT as i32)), Value::FALSE.bits() as i32);
            e.asm.jump_if(Cond::NotEqual, step);
            e.asm.jump(no);
        });
    }
}

fn equal(sense: bool) -> Cond {
    if sense { Cond::Equal } else { Cond::NotEqual }
}
