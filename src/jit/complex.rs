//! Templates of sums, differences and products of complex numbers whose parts are self-tagged flonums.

use cairn_gc::{Header, Kind, TAG_OBJECT};

use super::arith::{FLONUM_TAGS, ROTATION, XMM0, XMM1};
use super::branch::payload;
use super::emitter::Emitter;
use super::machine::*;

/// Registers for the parts of the second operand, and for copies of those of the first.
const SECOND: [Xmm; 2] = [Xmm(12), Xmm(13)];
const COPIES: [Xmm; 2] = [Xmm(14), Xmm(15)];
/// Words of a complex number, its header included.
const WORDS: i32 = 3;

impl<'a> Emitter<'a> {
    /// `R[a] := R[x] op R[y]`, of complex numbers; a step of others, and when a part of the result needs a box.
    pub(super) fn complex_operation(&mut self, a: u16, x: u16, y: u16, step: Label, op: Sse) {
        self.clobber();
        self.parts(y, SECOND, step);
        self.parts(x, [XMM0, XMM1], step);
        if op == Sse::Mul {
            let [re, im] = SECOND;
            self.asm.move_double(COPIES[0], XMM0);
            self.asm.move_double(COPIES[1], XMM1);
            self.asm.sse(Sse::Mul, XMM0, re);
            self.asm.sse(Sse::Mul, COPIES[1], im);
            self.asm.sse(Sse::Sub, XMM0, COPIES[1]);
            self.asm.sse(Sse::Mul, COPIES[0], im);
            self.asm.sse(Sse::Mul, XMM1, re);
            self.asm.sse(Sse::Add, COPIES[0], XMM1);
            self.asm.move_double(XMM1, COPIES[0]);
        } else {
            self.asm.sse(op, XMM0, SECOND[0]);
            self.asm.sse(op, XMM1, SECOND[1]);
        }
        self.asm.load(RDX, FLONUM_TAGS);
        for part in [XMM0, XMM1] {
            self.asm.move_from_double(RAX, part);
            self.asm.shift(Shift::Rol, RAX, ROTATION);
            self.asm.alu_constant(Alu::Add, RAX, 1);
            self.asm.bit_test(RDX, RAX);
            self.asm.jump_if(Cond::NotBelow, step);
            self.asm.move_to_double(part, RAX);
        }
        self.allocate(WORDS, step);
        self.asm.load(RCX, Header::new(Kind::Complex, WORDS as usize - 1).bits());
        self.asm.store(at(RDX, 0), RCX);
        self.asm.store_double(at(RDX, 8), XMM0);
        self.asm.store_double(at(RDX, 16), XMM1);
        self.asm.lea(RAX, at(RDX, TAG_OBJECT as i32));
        self.set(a, RAX);
    }

    /// The parts of a complex number. Uses rax, rcx and rdx.
    fn parts(&mut self, register: u16, to: [Xmm; 2], step: Label) {
        let place = self.place(register);
        self.asm.mov(RCX, place);
        self.jump_unless_kind(RCX, Kind::Complex, step);
        self.asm.load(RDX, FLONUM_TAGS);
        for (i, to) in to.into_iter().enumerate() {
            self.asm.mov(RAX, at(RCX, payload(i as i32)));
            self.unbox(to, RAX, step);
        }
    }
}
