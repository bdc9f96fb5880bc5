//! Templates of access to pairs, vectors, strings and bytevectors, and of the write barrier.

use cairn_backend::bytecode::Word;
use cairn_gc::{Header, Kind, TAG_PAIR};

use super::Helper;
use super::arith::{TAG_BITS, TAGS};
use super::branch::{HEADER, payload};
use super::emitter::Emitter;
use super::machine::*;
use super::types::Known;

/// How far a header is shifted to become its length.
pub(super) const LENGTH_SHIFT: u8 = 16;
/// A character of a wide string takes four bytes.
const WIDE: u8 = 2;
/// From a pair's word to its car and cdr.
pub(super) const CAR: i32 = -(TAG_PAIR as i32);
pub(super) const CDR: i32 = CAR + 8;

// The header of a vector, shifted less far, is its length as a fixnum.
const _: () = assert!(Kind::Vector as u8 == 0);

/// The index of an element.
#[derive(Clone, Copy)]
pub(super) enum Index {
    Register(u16),
    Number(i16),
}

impl<'a> Emitter<'a> {
    /// `R[a] :=` a part of the pair `R[b]`, or of one of its parts.
    pub(super) fn field(&mut self, w: Word, path: &[i32]) {
        let step = self.step();
        self.part(w.a(), w.b(), path, step);
    }

    /// The same of any registers; jumps where there is no pair.
    pub(super) fn part(&mut self, a: u16, b: u16, path: &[i32], other: Label) {
        let (mut from, to) = (self.register_in(b, RAX), self.destination(a));
        let mut is_pair = self.known(b) == Known::Pair;
        for (i, &part) in path.iter().enumerate() {
            if !std::mem::take(&mut is_pair) {
                self.jump_unless_tag(from, TAG_PAIR, other);
            }
            let next = if i + 1 == path.len() { to } else { RAX };
            if next == RAX {
                self.clobber();
            }
            self.asm.mov(next, at(from, part));
            from = next;
        }
        self.settle(a, to);
    }

    /// A part of the pair `R[a] := R[b]`.
    pub(super) fn set_field(&mut self, w: Word, part: i32) {
        let step = self.step();
        self.load(RCX, w.a());
        self.load(RAX, w.b());
        if self.known(w.a()) != Known::Pair {
            self.jump_unless_tag(RCX, TAG_PAIR, step);
        }
        self.guarded_store(w.b(), RCX, at(RCX, part), step);
    }

    /// Stores rax, which is also the register `value`, into a slot of the object or pair in `parent`, and tells the
    /// collectors. Uses rdx, and keeps the rest. While something is being marked, a step stores what is old into
    /// what is old.
    pub(super) fn guarded_store(&mut self, value: u16, parent: Gp, slot: Mem, step: Label) {
        if self.known(value).is_immediate() {
            return self.asm.store(slot, RAX);
        }
        let (reference, plain) = (self.asm.label(), self.asm.label());
        self.asm.test8(RAX, 2);
        self.asm.jump_if(Cond::NotEqual, reference);
        self.asm.bind(plain);
        self.asm.store(slot, RAX);
        self.later(move |e| {
            e.asm.bind(reference);
            let remember = e.guard(parent, plain, step, |e| e.asm.mov(RDX, slot));
            e.asm.bind(remember);
            e.asm.lea(RDX, slot);
            e.call(Helper::Remember);
            e.asm.jump(plain);
        });
    }

    /// Jumps to `plain` when the reference in rax can be stored into `parent` as it is: when it is an immediate,
    /// or the parent is young, or the slot holds something young, and is remembered for that, or both are
    /// old and nothing is being marked. Else jumps to a label, where a slot is to be remembered, or is a step.
    /// `content` loads the slot to rdx; uses rdx.
    fn guard(&mut self, parent: Gp, plain: Label, step: Label, content: impl FnOnce(&mut Emitter<'a>)) -> Label {
        let (old, remember) = (self.asm.label(), self.asm.label());
        self.asm.lea32(RDX, at(RAX, 1));
        self.asm.test8(RDX, TAGS);
        self.asm.jump_if(Cond::Equal, plain);
        self.asm.mov(RDX, parent);
        self.compare_young();
        self.asm.jump_if(Cond::Below, plain);
        self.asm.mov(RDX, RAX);
        self.compare_young();
        self.asm.jump_if(Cond::NotBelow, old);
        content(self);
        // The nursery begins at a page, so the tag stays.
        self.compare_young();
        self.asm.jump_if(Cond::NotBelow, remember);
        self.asm.test8(RDX, 2);
        self.asm.jump_if(Cond::Equal, remember);
        self.asm.alu_constant32(Alu::Add, RDX, 1);
        self.asm.test8(RDX, TAGS);
        self.asm.jump_if(Cond::NotEqual, plain);
        self.asm.jump(remember);
        self.asm.bind(old);
        let marking = at(R15, self.source.layout.marking);
        self.asm.cmp8(marking, 0);
        self.asm.jump_if(Cond::Equal, plain);
        self.asm.jump(step);
        remember
    }

    /// rdx less the start of the nursery, compared so that "below" means young.
    fn compare_young(&mut self) {
        let [start, bytes] = self.source.layout.nursery;
        self.asm.alu(Alu::Sub, RDX, at(R14, start));
        self.asm.alu(Alu::Cmp, RDX, at(R14, bytes));
    }

    /// Checks that what is in `object`, which is also the register `vector`, is a vector, and that the index is one of
    /// its elements'; the element's place. The index may come to rax.
    fn vector_element(&mut self, vector: u16, object: Gp, index: Index, step: Label) -> Option<Mem> {
        self.check_kind(vector, object, Kind::Vector, step);
        self.asm.mov(RDX, at(object, HEADER));
        self.asm.shift(Shift::Shr, RDX, LENGTH_SHIFT - TAG_BITS);
        match index {
            Index::Number(number) => {
                let number = i32::from(number);
                if number < 0 {
                    self.asm.jump(step);
                    return None;
                }
                self.asm.alu_constant(Alu::Cmp, RDX, number << TAG_BITS);
                self.asm.jump_if(Cond::NotAbove, step);
                Some(at(object, payload(number)))
            }
            Index::Register(register) => {
                let place = self.place(register);
                // The element's place needs a register.
                let index = match place {
                    Rm::R(home) => home,
                    Rm::M(_) => {
                        self.load(RAX, register);
                        RAX
                    }
                };
                if !self.known(register).is_fixnum() {
                    self.asm.test8(index, TAGS);
                    self.asm.jump_if(Cond::NotEqual, step);
                }
                self.asm.alu(Alu::Cmp, index, RDX);
                self.asm.jump_if(Cond::NotBelow, step);
                Some(indexed(object, index, 0, payload(0)))
            }
        }
    }

    /// `R[a] := (vector-ref R[b] index)`
    pub(super) fn vector_ref(&mut self, w: Word, index: Index) {
        let step = self.step();
        let object = self.register_in(w.b(), RCX);
        if let Some(element) = self.vector_element(w.b(), object, index, step) {
            let to = self.destination(w.a());
            if to == RAX {
                self.clobber();
            }
            self.asm.mov(to, element);
            self.settle(w.a(), to);
        }
    }

    /// `(vector-set! R[a] index R[c])`
    pub(super) fn vector_set(&mut self, w: Word, index: Index) {
        let step = self.step();
        self.load(RCX, w.a());
        if let Some(element) = self.vector_element(w.a(), RCX, index, step) {
            // The value takes the register of the index.
            self.asm.lea(RDX, element);
            self.clobber();
            match self.double_of(w.c()) {
                Some(double) => self.box_double(RAX, double),
                None => self.asm.mov(RAX, self.place(w.c())),
            }
            if self.known(w.c()).is_immediate() {
                return self.asm.store(at(RDX, 0), RAX);
            }
            self.guarded_element_store(step);
        }
    }

    /// Stores rax into the slot at rdx of the vector in rcx, as [`Emitter::guarded_store`] does.
    fn guarded_element_store(&mut self, step: Label) {
        let (reference, plain) = (self.asm.label(), self.asm.label());
        self.asm.test8(RAX, 2);
        self.asm.jump_if(Cond::NotEqual, reference);
        self.asm.bind(plain);
        self.asm.store(at(RDX, 0), RAX);
        self.later(move |e| {
            let (kept, stop) = (e.asm.label(), e.asm.label());
            e.asm.bind(reference);
            e.asm.push(RDX);
            let remember = e.guard(RCX, kept, stop, |e| {
                e.asm.mov(RDX, at(RSP, 0));
                e.asm.mov(RDX, at(RDX, 0));
            });
            e.asm.bind(kept);
            e.asm.pop(RDX);
            e.asm.jump(plain);
            e.asm.bind(remember);
            e.asm.pop(RDX);
            e.call(Helper::Remember);
            e.asm.jump(plain);
            e.asm.bind(stop);
            e.asm.pop(RDX);
            e.asm.jump(step);
        });
    }

    /// `R[a] := (vector-length R[b])`
    pub(super) fn vector_length(&mut self, w: Word) {
        let step = self.step();
        self.load(RAX, w.b());
        self.check_kind(w.b(), RAX, Kind::Vector, step);
        self.clobber();
        self.asm.mov(RAX, at(RAX, HEADER));
        self.asm.shift(Shift::Shr, RAX, LENGTH_SHIFT - TAG_BITS);
        self.set(w.a(), RAX);
    }

    /// The raw object in rcx, of which an element takes two to the power of `size` bytes, has one with the index
    /// `register`, which comes to rax as a number; that it is a fixnum is known unless it `is_checked`.
    fn raw_index(&mut self, register: u16, size: u8, is_checked: bool, step: Label) {
        self.asm.mov(RDX, at(RCX, HEADER));
        self.asm.shift(Shift::Shr, RDX, LENGTH_SHIFT + size);
        self.load(RAX, register);
        if is_checked {
            self.asm.test8(RAX, TAGS);
            self.asm.jump_if(Cond::NotEqual, step);
        }
        self.clobber();
        self.asm.shift(Shift::Sar, RAX, TAG_BITS);
        self.asm.alu(Alu::Cmp, RAX, RDX);
        self.asm.jump_if(Cond::NotBelow, step);
    }

    /// `R[a] := (bytevector-u8-ref R[b] R[c])`
    pub(super) fn byte_ref(&mut self, w: Word) {
        let step = self.step();
        self.load(RCX, w.b());
        self.check_kind(w.b(), RCX, Kind::Bytes, step);
        self.raw_index(w.c(), 0, !self.known(w.c()).is_fixnum(), step);
        self.asm.load8(RAX, indexed(RCX, RAX, 0, payload(0)));
        self.asm.shift(Shift::Shl, RAX, TAG_BITS);
        self.set(w.a(), RAX);
    }

    /// `(bytevector-u8-set! R[a] R[b] R[c])`
    pub(super) fn byte_set(&mut self, w: Word) {
        let step = self.step();
        self.load(RCX, w.a());
        self.check_kind(w.a(), RCX, Kind::Bytes, step);
        self.raw_index(w.b(), 0, !self.known(w.b()).is_fixnum(), step);
        self.asm.lea(RCX, indexed(RCX, RAX, 0, payload(0)));
        self.load(RAX, w.c());
        // A fixnum from 0 to 255 has no other bits.
        self.asm.mov(RDX, RAX);
        self.clobber();
        self.asm.alu_constant(Alu::And, RDX, !(0xFF << TAG_BITS));
        self.asm.jump_if(Cond::NotEqual, step);
        self.asm.shift(Shift::Shr, RAX, TAG_BITS);
        self.asm.store8(at(RCX, 0), RAX);
    }

    /// `R[a] := (bytevector-length R[b])`
    pub(super) fn byte_length(&mut self, w: Word) {
        let step = self.step();
        self.load(RCX, w.b());
        self.check_kind(w.b(), RCX, Kind::Bytes, step);
        self.raw_length(0);
        self.set(w.a(), RAX);
    }

    /// rax := the length of the raw object in rcx, a fixnum; an element takes two to the power of `size` bytes.
    fn raw_length(&mut self, size: u8) {
        self.clobber();
        self.asm.mov(RAX, at(RCX, HEADER));
        self.asm.shift(Shift::Shr, RAX, LENGTH_SHIFT + size);
        self.asm.shift(Shift::Shl, RAX, TAG_BITS);
    }

    /// rcx := the buffer of the string in rcx, which is also the register `string`; jumps when it has four bytes for
    /// each character instead of one.
    fn buffer(&mut self, string: u16, step: Label, wide: Label) {
        self.check_kind(string, RCX, Kind::String, step);
        self.asm.mov(RCX, at(RCX, payload(0)));
        self.asm.cmp8(at(RCX, super::branch::KIND), Kind::Chars8 as u8);
        self.asm.jump_if(Cond::NotEqual, wide);
    }

    /// rax := the character with the code in rax.
    pub(super) fn set_char(&mut self, a: u16) {
        self.asm.shift(Shift::Shl, RAX, 8);
        self.asm.alu_constant(Alu::Or, RAX, super::arith::CHARACTER as i32);
        self.set(a, RAX);
    }

    /// `R[a] := (string-ref R[b] R[c])`
    pub(super) fn string_ref(&mut self, w: Word) {
        let (step, wide) = (self.step(), self.asm.label());
        self.load(RCX, w.b());
        self.buffer(w.b(), step, wide);
        let is_checked = !self.known(w.c()).is_fixnum();
        self.raw_index(w.c(), 0, is_checked, step);
        self.asm.load8(RAX, indexed(RCX, RAX, 0, payload(0)));
        self.set_char(w.a());
        self.later(move |e| {
            e.asm.bind(wide);
            e.raw_index(w.c(), WIDE, is_checked, step);
            e.asm.mov32(RAX, indexed(RCX, RAX, WIDE, payload(0)));
            e.set_char(w.a());
            e.come_back();
        });
    }

    /// `R[a] := (string-length R[b])`
    pub(super) fn string_length(&mut self, w: Word) {
        let (step, wide) = (self.step(), self.asm.label());
        self.load(RCX, w.b());
        self.buffer(w.b(), step, wide);
        self.raw_length(0);
        self.set(w.a(), RAX);
        self.later(move |e| {
            e.asm.bind(wide);
            e.raw_length(WIDE);
            e.set(w.a(), RAX);
            e.come_back();
        });
    }

    /// `(string-set! R[a] R[b] R[c])`, of a string with a byte for each character that is no literal, and of a
    /// character of one byte.
    pub(super) fn string_set(&mut self, w: Word) {
        let step = self.step();
        self.load(RCX, w.a());
        if self.known(w.a()) != Known::Object(Kind::String) {
            self.jump_unless_object(RCX, step);
        }
        // The lowest byte of the header has the flags.
        self.asm.test8(at(RCX, HEADER), Header::IMMUTABLE_BIT);
        self.asm.jump_if(Cond::NotEqual, step);
        self.buffer(w.a(), step, step);
        self.raw_index(w.b(), 0, !self.known(w.b()).is_fixnum(), step);
        self.asm.lea(RCX, indexed(RCX, RAX, 0, payload(0)));
        self.load(RAX, w.c());
        if self.known(w.c()) != Known::Char {
            self.asm.cmp8(RAX, super::arith::CHARACTER);
            self.asm.jump_if(Cond::NotEqual, step);
        }
        self.clobber();
        self.asm.shift(Shift::Shr, RAX, 8);
        self.asm.alu_constant(Alu::Cmp, RAX, 0x100);
        self.asm.jump_if(Cond::NotBelow, step);
        self.asm.store8(at(RCX, 0), RAX);
    }
}
