//! Templates of allocation, variables, boxes and records.

use cairn_backend::bytecode::{CaptureKind, Word};
use cairn_data::global;
use cairn_gc::{Header, Kind, TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};

use super::Helper;
use super::branch::payload;
use super::data::{CAR, CDR};
use super::emitter::{Constant, Emitter};
use super::machine::*;

/// From the word of an upvalue cell to its location, and to its content.
const CELL_LOCATION: i32 = 8 - TAG_CELL as i32;
const CELL_CONTENT: i32 = 16 - TAG_CELL as i32;
/// Captures of closures that are made inline, at most.
const MOST_CAPTURES: usize = 8;

impl<'a> Emitter<'a> {
    /// rdx := the address of `words` new words, unless the nursery is full. Uses rcx.
    pub(super) fn allocate(&mut self, words: i32, full: Label) {
        let (top, limit) = (self.source.layout.nursery_top, self.source.layout.nursery_limit);
        self.asm.mov(RDX, at(R15, top));
        self.asm.lea(RCX, at(RDX, 8 * words));
        self.asm.alu(Alu::Cmp, RCX, at(R15, limit));
        self.asm.jump_if(Cond::Above, full);
        self.asm.store(at(R15, top), RCX);
    }

    /// `[rdx + disp] := R[register]`
    fn fill(&mut self, disp: i32, register: u16) {
        self.load(RCX, register);
        self.asm.store(at(RDX, disp), RCX);
    }

    fn header(&mut self, kind: Kind, length: usize) {
        self.asm.load(RCX, Header::new(kind, length).bits());
        self.asm.store(at(RDX, 0), RCX);
    }

    /// `R[a] := rdx` with a tag.
    fn set_new(&mut self, a: u16, tag: u64) {
        self.clobber();
        self.asm.lea(RAX, at(RDX, tag as i32));
        self.set(a, RAX);
    }

    /// `R[a] := (cons R[b] R[c])`
    pub(super) fn cons(&mut self, w: Word) {
        let full = self.asm.label();
        self.allocate(2, full);
        self.fill(0, w.b());
        self.fill(8, w.c());
        self.set_new(w.a(), TAG_PAIR);
        debug_assert_eq!((CAR, CDR), (-2, 6));
        self.later(move |e| {
            e.asm.bind(full);
            e.load(RCX, w.b());
            e.load(RDX, w.c());
            e.call(Helper::Cons);
            e.set(w.a(), RAX);
            e.come_back();
        });
    }

    /// `R[a] :=` a list of the `d` registers from `R[a]`, one pair after the other.
    pub(super) fn list(&mut self, w: Word) {
        let (full, count) = (self.asm.label(), w.d() as i32);
        self.allocate(2 * count, full);
        for i in 0..count {
            self.fill(16 * i, w.a() + i as u16);
            if i + 1 < count {
                self.asm.lea(RCX, at(RDX, 16 * (i + 1) + TAG_PAIR as i32));
                self.asm.store(at(RDX, 16 * i + 8), RCX);
            } else {
                self.asm.store_constant(at(RDX, 16 * i + 8), Value::NIL.bits() as i32);
            }
        }
        self.set_new(w.a(), TAG_PAIR);
        self.later(move |e| {
            e.asm.bind(full);
            e.call_builtin(w);
            e.come_back_from_rust();
        });
    }

    /// `R[a] := (box R[b])`
    pub(super) fn make_box(&mut self, w: Word) {
        let step = self.step();
        self.allocate(2, step);
        self.header(Kind::Box, 1);
        self.fill(8, w.b());
        self.set_new(w.a(), TAG_OBJECT);
    }

    /// `R[a] :=` an object of kind `d` with `c` words from `R[b]`
    pub(super) fn make_object(&mut self, w: Word) {
        if w.c() as usize > MOST_CAPTURES {
            return self.step_always();
        }
        let step = self.step();
        self.allocate(1 + w.c() as i32, step);
        self.header(Kind::ALL[w.d() as usize], w.c() as usize);
        for i in 0..w.c() {
            self.fill(8 * (1 + i as i32), w.b() + i);
        }
        self.set_new(w.a(), TAG_OBJECT);
    }

    /// `R[a] :=` a closure. Those with open cells are left to the interpreter.
    pub(super) fn closure(&mut self, w: Word) {
        let count = w.c() as usize;
        let captures: Vec<Word> = self.source.code[self.at + 1..][..count].to_vec();
        let Constant::Code(entry) = self.constant(w.b() as i16 as i32) else { return self.step_always() };
        if count > MOST_CAPTURES || captures.iter().any(|capture| capture.capture_kind() == Some(CaptureKind::OpenCell))
        {
            return self.step_always();
        }
        let step = self.step();
        self.allocate(2 + count as i32, step);
        self.header(Kind::Closure, 1 + count);
        self.asm.load(RCX, entry);
        self.asm.store(at(RDX, 8), RCX);
        for (i, capture) in captures.iter().enumerate() {
            match capture.capture_kind() {
                Some(CaptureKind::Register) => self.load(RCX, capture.a()),
                Some(CaptureKind::Captured) => self.load_capture(RCX, capture.a()),
                Some(CaptureKind::Patch) => self.asm.load(RCX, Value::UNSPECIFIED.bits()),
                _ => self.asm.mov(RCX, at(RBX, -8)),
            }
            self.asm.store(at(RDX, 8 * (2 + i as i32)), RCX);
        }
        self.set_new(w.a(), TAG_OBJECT);
    }

    fn load_capture(&mut self, to: Gp, index: u16) {
        self.asm.mov(to, at(RBX, -8));
        self.asm.mov(to, at(to, payload(1 + index as i32)));
    }

    /// `R[a] := U[b]`
    pub(super) fn get_up(&mut self, w: Word) {
        self.clobber();
        self.load_capture(RAX, w.b());
        self.set(w.a(), RAX);
    }

    /// `R[a] :=` content of the cell `U[b]`
    pub(super) fn get_up_cell(&mut self, w: Word) {
        self.clobber();
        self.load_capture(RAX, w.b());
        self.read_cell();
        self.set(w.a(), RAX);
    }

    /// rax := content of the cell in rax. Uses rcx.
    fn read_cell(&mut self) {
        let (open, done) = (self.asm.label(), self.asm.label());
        self.asm.mov(RCX, at(RAX, CELL_LOCATION));
        self.asm.test(RCX, RCX);
        self.asm.jump_if(Cond::NotEqual, open);
        self.asm.mov(RAX, at(RAX, CELL_CONTENT));
        self.asm.bind(done);
        self.later(move |e| {
            e.asm.bind(open);
            e.asm.mov(RAX, at(RCX, 0));
            e.asm.jump(done);
        });
    }

    /// Content of the cell `U[a] := R[b]`. An open one refers to a slot of the stack, which a step remembers where
    /// collections do not look.
    pub(super) fn set_up_cell(&mut self, w: Word) {
        let (step, open) = (self.step(), self.asm.label());
        self.load_capture(RCX, w.a());
        self.asm.alu_constant(Alu::Cmp, at(RCX, CELL_LOCATION), 0);
        self.asm.jump_if(Cond::NotEqual, open);
        self.load(RAX, w.b());
        self.guarded_store(w.b(), RCX, at(RCX, CELL_CONTENT), step);
        let (machine, old) = (at(R14, self.source.layout.machine), self.source.layout.old);
        self.later(move |e| {
            e.asm.bind(open);
            e.asm.mov(RCX, at(RCX, CELL_LOCATION));
            e.asm.mov(RDX, machine);
            e.asm.alu(Alu::Cmp, RCX, at(RDX, old));
            e.asm.jump_if(Cond::Below, step);
            e.load(RAX, w.b());
            e.asm.store(at(RCX, 0), RAX);
            e.come_back();
        });
    }

    /// `R[a] :=` the assigned variable in `R[b]`
    pub(super) fn get_var(&mut self, w: Word) {
        let (plain, cell) = (self.asm.label(), self.asm.label());
        self.load(RAX, w.b());
        self.asm.lea32(RDX, at(RAX, -(TAG_CELL as i32)));
        self.asm.test8(RDX, super::arith::TAGS);
        self.asm.jump_if(Cond::Equal, cell);
        self.asm.bind(plain);
        self.clobber();
        self.set(w.a(), RAX);
        self.later(move |e| {
            e.asm.bind(cell);
            e.read_cell();
            e.asm.jump(plain);
        });
    }

    /// The assigned variable in `R[a] := R[b]`, unless it has moved to a cell.
    pub(super) fn set_var(&mut self, w: Word) {
        let step = self.step();
        self.load(RAX, w.a());
        self.jump_unless_not_cell(step);
        self.load(RAX, w.b());
        self.set(w.a(), RAX);
    }

    fn jump_unless_not_cell(&mut self, step: Label) {
        self.asm.lea32(RDX, at(RAX, -(TAG_CELL as i32)));
        self.asm.test8(RDX, super::arith::TAGS);
        self.asm.jump_if(Cond::Equal, step);
    }

    /// `R[a] :=` the global `K[b]`
    pub(super) fn get_global(&mut self, w: Word) {
        let step = self.step();
        self.clobber();
        self.load_global(RAX, w.b());
        self.asm.alu_constant(Alu::Cmp, RAX, Value::UNBOUND.bits() as i32);
        self.asm.jump_if(Cond::Equal, step);
        self.set(w.a(), RAX);
    }

    /// Loads the value of the global `K[operand]`.
    pub(super) fn load_global(&mut self, to: Gp, operand: u16) {
        self.load_constant(to, operand as i16 as i32);
        self.asm.mov(to, at(to, payload(global::VALUE as i32)));
    }

    /// The global `K[a] := R[b]`; an error when unbound, if that is `checked`.
    pub(super) fn set_global(&mut self, w: Word, checked: bool) {
        let step = self.step();
        self.load_constant(RCX, w.a() as i16 as i32);
        let value = at(RCX, payload(global::VALUE as i32));
        if checked {
            self.asm.alu_constant(Alu::Cmp, value, Value::UNBOUND.bits() as i32);
            self.asm.jump_if(Cond::Equal, step);
        }
        self.load(RAX, w.b());
        self.guarded_store(w.b(), RCX, value, step);
    }

    /// `R[a] :=` content of the box `R[b]`
    pub(super) fn unbox_value(&mut self, w: Word) {
        let step = self.step();
        self.load(RAX, w.b());
        self.check_kind(w.b(), RAX, Kind::Box, step);
        self.clobber();
        self.asm.mov(RAX, at(RAX, payload(0)));
        self.set(w.a(), RAX);
    }

    /// Content of the box `R[a] := R[b]`
    pub(super) fn set_box(&mut self, w: Word) {
        let step = self.step();
        self.load(RCX, w.a());
        self.check_kind(w.a(), RCX, Kind::Box, step);
        self.load(RAX, w.b());
        self.guarded_store(w.b(), RCX, at(RCX, payload(0)), step);
    }

    /// Checks that rcx, which is also the register `record`, is a record of just the type in a register, with the
    /// field.
    fn check_record(&mut self, record: u16, rtd: u16, field: u8, step: Label) {
        self.check_kind(record, RCX, Kind::Record, step);
        self.load(RDX, rtd);
        self.asm.alu(Alu::Cmp, RDX, at(RCX, payload(0)));
        self.asm.jump_if(Cond::NotEqual, step);
        // The length stands in the upper 48 bits of the header.
        self.asm.mov(RDX, at(RCX, super::branch::HEADER));
        self.asm.shift(Shift::Shr, RDX, 16);
        self.asm.alu_constant(Alu::Cmp, RDX, 1 + field as i32);
        self.asm.jump_if(Cond::NotAbove, step);
    }

    /// `R[a] :=` field `d` of the record `R[b]`, whose type is `R[c]`
    pub(super) fn record_ref(&mut self, w: Word) {
        let step = self.step();
        self.load(RCX, w.b());
        self.check_record(w.b(), w.c(), w.d(), step);
        self.clobber();
        self.asm.mov(RAX, at(RCX, payload(1 + w.d() as i32)));
        self.set(w.a(), RAX);
    }

    /// Field `d` of the record `R[a]`, whose type is `R[b]`, `:= R[c]`
    pub(super) fn record_set(&mut self, w: Word) {
        let step = self.step();
        self.load(RCX, w.a());
        self.check_record(w.a(), w.b(), w.d(), step);
        self.load(RAX, w.c());
        self.guarded_store(w.c(), RCX, at(RCX, payload(1 + w.d() as i32)), step);
    }
}
