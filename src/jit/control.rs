//! Templates of jumps, calls and returns; and which template an instruction has.

use cairn_backend::bytecode::{Op, Word};
use cairn_gc::{Kind, ProtoInfo, Value};

use super::arith::{Operand, Part, TAGS};
use super::branch::{KIND, payload};
use super::data::{CAR, CDR, Index};
use super::emitter::Emitter;
use super::machine::*;
use super::{Helper, RETURN_MASK};

/// From the entry of code to its info word, and to the word with its native address.
pub(super) const INFO: i32 = -8;
pub(super) const NATIVE: i32 = -16;
/// From a frame's register 0 to its closure, and to its return word.
pub(super) const CLOSURE: i32 = -8;
pub(super) const RETURN: i32 = -16;
/// From a return address to operand `c` of the call before it: whether that takes several values.
const TAKES_VALUES: i32 = -2;
/// Arguments of tail calls that are moved inline, at most.
const MOST_MOVED: u8 = 12;

impl<'a> Emitter<'a> {
    /// Jumps to the instruction that the present one names.
    fn go(&mut self) {
        let target = self.target();
        let label = self.edge(target);
        self.asm.jump(label);
    }

    /// Jumps back, and counts a tick.
    fn loop_back(&mut self, w: Word) {
        let (trap, target) = (self.asm.label(), self.target());
        self.asm.alu_constant32(Alu::Sub, R13, 1);
        self.asm.jump_if(Cond::Sign, trap);
        let label = self.edge(target);
        self.asm.jump(label);
        self.later(move |e| {
            e.asm.bind(trap);
            e.store_all_homes();
            e.asm.load(RSI, target as u64);
            e.asm.load(RDX, w.a() as u64);
            e.call(Helper::TrapAtLoop);
            e.reenter(target);
        });
    }

    /// Writes the head of a window, whose callee is in rcx, and enters it with the native
    /// address in `[rdx - 16]`.
    fn enter(&mut self, w: Word, write_callee: bool) {
        self.write_return(w);
        if write_callee {
            let callee = self.slot(w.a() + 1);
            self.asm.store(callee, RCX);
        }
        self.asm.alu_constant(Alu::Add, RBX, 8 * (w.a() as i32 + 2));
        self.asm.jump_through(at(RDX, NATIVE));
        self.return_point(w.a());
    }

    fn write_return(&mut self, w: Word) {
        self.clobber();
        let ret = self.source.entry + 8 * (self.at as u64 + 1);
        self.asm.load(RAX, ret);
        let window = self.slot(w.a());
        self.asm.store(window, RAX);
    }

    /// rdx := the entry of the callee in rcx, which must be a closure that has native code
    /// and takes just the number of arguments that there are. Other objects are called out of line; what is
    /// none is a step.
    fn check_callee(&mut self, w: Word, is_tail: bool) {
        let (step, other, checked) = (self.step(), self.asm.label(), self.asm.label());
        let wanted = w.d() as u64 | ProtoInfo::NATIVE;
        self.jump_unless_object(RCX, step);
        self.asm.cmp8(at(RCX, KIND), Kind::Closure as u8);
        self.asm.jump_if(Cond::NotEqual, other);
        self.asm.mov(RDX, at(RCX, payload(0)));
        self.asm.cmp16(at(RDX, INFO), wanted as u16);
        self.asm.jump_if(Cond::NotEqual, other);
        self.asm.bind(checked);
        let (callee, find_clause) = (self.slot(w.a() + 1), at(R14, self.source.layout.find_clause));
        self.later(move |e| {
            let none = e.asm.label();
            e.asm.bind(other);
            e.asm.load(RAX, wanted);
            e.asm.call_through(find_clause);
            e.asm.test(RDX, RDX);
            e.asm.jump_if(Cond::Equal, none);
            if !is_tail {
                e.asm.store(callee, RCX);
            }
            e.asm.jump(checked);
            e.asm.bind(none);
            e.call_value(w, is_tail);
        });
    }

    /// Has Rust call the object in rcx.
    fn call_value(&mut self, w: Word, is_tail: bool) {
        let (index, window, callee) = (self.at as u64, self.slot(w.a()), self.slot(w.a() + 1));
        // Loops with other calls than tail calls have no homes.
        self.store_all_homes();
        self.asm.store(callee, RCX);
        match w.d() {
            1 => self.call_control(w, is_tail, self.source.layout.call_control),
            2 => self.call_control(w, is_tail, self.source.layout.call_apply),
            _ => {}
        }
        self.asm.lea(RSI, window);
        self.asm.load(RDX, w.d() as u64);
        self.asm.load(RCX, index);
        self.asm.load(R8, is_tail as u64);
        self.call(Helper::CallValue);
        if is_tail {
            self.asm.mov(RAX, window);
            self.give_back();
        } else {
            self.come_back();
        }
    }

    /// Captures a continuation, goes on in one, or applies, if the object in rcx does that and no Rust is needed.
    fn call_control(&mut self, w: Word, is_tail: bool, stub: i32) {
        let window = self.slot(w.a());
        self.asm.lea(RSI, window);
        if is_tail {
            self.asm.lea(RDX, at(RBX, RETURN));
        } else {
            self.write_return(w);
            self.asm.mov(RDX, RSI);
        }
        self.asm.call_through(at(R14, stub));
    }

    fn call_unknown(&mut self, w: Word) {
        self.load(RCX, w.a() + 1);
        self.check_callee(w, false);
        self.enter(w, false);
    }

    fn call_global(&mut self, w: Word) {
        self.load_global(RCX, w.b());
        self.check_callee(w, false);
        self.enter(w, true);
    }

    fn call_self(&mut self, w: Word) {
        self.write_return(w);
        let callee = self.slot(w.a() + 1);
        self.asm.mov(RCX, at(RBX, CLOSURE));
        self.asm.store(callee, RCX);
        self.asm.alu_constant(Alu::Add, RBX, 8 * (w.a() as i32 + 2));
        let entry = self.entry;
        self.asm.jump(entry);
        self.return_point(w.a());
    }

    /// A tail call of the callee in rcx.
    fn tail_call(&mut self, w: Word, load: impl FnOnce(&mut Emitter<'a>)) {
        if w.d() > MOST_MOVED {
            return self.step_always();
        }
        load(self);
        self.check_callee(w, true);
        self.clobber();
        for i in 0..w.d() as u16 {
            let (from, to) = (self.place(w.a() + 2 + i), self.slot(i));
            match from {
                Rm::R(home) => self.asm.store(to, home),
                Rm::M(_) => {
                    self.asm.mov(RAX, from);
                    self.asm.store(to, RAX);
                }
            }
        }
        self.asm.store(at(RBX, CLOSURE), RCX);
        self.asm.jump_through(at(RDX, NATIVE));
    }

    /// Returns rax: to native code, when the table of returns knows it.
    fn give_back(&mut self) {
        let slow = self.asm.label();
        self.asm.mov(RCX, at(RBX, RETURN));
        self.asm.mov32(RDX, RCX);
        self.asm.alu_constant32(Alu::And, RDX, RETURN_MASK as i32);
        let returns = self.source.layout.returns;
        self.asm.alu(Alu::Cmp, RCX, indexed(R14, RDX, 1, returns));
        self.asm.jump_if(Cond::NotEqual, slow);
        self.asm.jump_through(indexed(R14, RDX, 1, returns + 8));
        self.later(move |e| {
            e.asm.bind(slow);
            let returned = at(R14, e.source.layout.returned);
            e.asm.jump_through(returned);
        });
    }

    /// The same for what may be several values: when the call that waits takes them. Any other
    /// use of them is a step.
    fn give_back_values(&mut self, w: Word) {
        let (step, plain, several) = (self.step(), self.asm.label(), self.asm.label());
        self.load(RAX, w.a());
        self.jump_unless_object(RAX, plain);
        self.asm.cmp8(at(RAX, KIND), Kind::Values as u8);
        self.asm.jump_if(Cond::Equal, several);
        self.asm.bind(plain);
        self.give_back();
        self.later(move |e| {
            e.asm.bind(several);
            e.asm.mov(RCX, at(RBX, RETURN));
            e.asm.test8(RCX, TAGS);
            e.asm.jump_if(Cond::NotEqual, step);
            e.asm.cmp16(at(RCX, TAKES_VALUES), 0);
            e.asm.jump_if(Cond::NotEqual, plain);
            e.asm.jump(step);
        });
    }

    /// A step when `R[a]` is several values.
    fn single(&mut self, w: Word) {
        let (step, plain) = (self.step(), self.asm.label());
        self.load(RAX, w.a());
        self.jump_unless_object(RAX, plain);
        self.asm.cmp8(at(RAX, KIND), Kind::Values as u8);
        self.asm.jump_if(Cond::Equal, step);
        self.asm.bind(plain);
    }

    /// Calls a builtin with the `d` arguments from `R[a]`, where its value goes: in its slot, and no register is at
    /// home.
    pub(super) fn call_builtin(&mut self, w: Word) {
        let (index, first) = (self.at as u64, self.slot(w.a()));
        let function = self.source.natives.functions[w.b() as usize];
        self.clobber();
        self.store_all_homes();
        self.asm.lea(RSI, first);
        self.asm.load(RDX, function);
        self.asm.load(RCX, w.d() as u64);
        self.asm.load(R8, index);
        self.call(Helper::Native);
        self.clobber();
    }

    fn check_init(&mut self, w: Word) {
        let step = self.step();
        self.compare_word(w.a(), Value::UNINITIALISED);
        self.asm.jump_if(Cond::Equal, step);
    }

    fn truth(&mut self, w: Word, sense: bool) {
        self.is_word(w.a(), Value::FALSE, !sense);
    }

    fn negate(&mut self, w: Word) {
        self.compare_word(w.b(), Value::FALSE);
        self.set_truth(w.a(), Cond::Equal);
    }

    /// `R[a] :=` whether the condition holds.
    pub(super) fn set_truth(&mut self, a: u16, condition: Cond) {
        self.clobber();
        self.asm.set(condition, RAX);
        self.asm.alu_constant32(Alu::And, RAX, 0xFF);
        self.asm.shift(Shift::Shl, RAX, 8);
        self.asm.alu_constant(Alu::Or, RAX, Value::FALSE.bits() as i32);
        self.set(a, RAX);
    }

    fn copy(&mut self, w: Word) {
        if self.move_of_double(w) {
            return;
        }
        match (self.place(w.a()), self.place(w.b())) {
            (Rm::R(to), from @ Rm::R(_)) => {
                self.asm.mov(to, from);
                self.forget_word(w.a());
            }
            _ => {
                self.load(RAX, w.b());
                self.set(w.a(), RAX);
            }
        }
    }

    fn round_if(&mut self, w: Word, pair: bool) {
        let out = self.asm.label();
        if pair {
            self.load(RAX, w.a());
            self.jump_unless_tag(RAX, cairn_gc::TAG_PAIR, out);
        } else {
            self.compare_word(w.a(), Value::NIL);
            self.asm.jump_if(Cond::Equal, out);
        }
        self.round(out);
    }

    /// Emits the code of an instruction.
    pub(super) fn template(&mut self, w: Word) {
        match w.op() {
            Op::Move => self.copy(w),
            Op::LoadK if self.load_of_double(w) => {}
            Op::LoadK => {
                self.clobber();
                self.load_constant(RAX, w.bc());
                self.set(w.a(), RAX);
            }
            Op::LoadI => self.set_constant(w.a(), Value::fixnum(w.bc() as i64).bits()),
            Op::LoadImm => self.set_constant(w.a(), w.bc() as u32 as u64),
            Op::Clear => {
                self.set_constant(w.a(), 0);
                self.set_constant(w.a() + 1, 0);
            }
            Op::Closed => {
                self.clobber();
                self.asm.mov(RAX, at(RBX, CLOSURE));
                self.set(w.a(), RAX);
            }
            Op::GetUp => self.get_up(w),
            Op::GetUpCell => self.get_up_cell(w),
            Op::SetUpCell => self.set_up_cell(w),
            Op::GetVar => self.get_var(w),
            Op::SetVar => self.set_var(w),
            Op::CheckInit => self.check_init(w),
            Op::GetGlobal => self.get_global(w),
            Op::SetGlobal => self.set_global(w, true),
            Op::DefGlobal => self.set_global(w, false),
            Op::Closure => self.closure(w),
            _ => self.template_of_control(w),
        }
    }

    fn template_of_control(&mut self, w: Word) {
        match w.op() {
            Op::Jump => self.go(),
            Op::Loop => self.loop_back(w),
            Op::JFalse => self.truth(w, false),
            Op::JTrue => self.truth(w, true),
            Op::Call => self.call_unknown(w),
            Op::CallGlobal => self.call_global(w),
            Op::CallSelf => self.call_self(w),
            Op::TailCall => self.tail_call(w, |e| e.load(RCX, w.a() + 1)),
            Op::TailCallGlobal => self.tail_call(w, |e| e.load_global(RCX, w.b())),
            Op::Native => self.native(w),
            Op::Return => {
                self.load(RAX, w.a());
                self.give_back();
            }
            Op::ReturnValues => self.give_back_values(w),
            Op::Single => self.single(w),
            _ => self.template_of_numbers(w),
        }
    }

    fn template_of_numbers(&mut self, w: Word) {
        use Operand::{Number, Register};
        let [b, c, number] = [Register(w.b()), Register(w.c()), Number(w.c() as i16)];
        match w.op() {
            Op::Add => self.add(w, b, c, Alu::Add, Sse::Add),
            Op::Sub => self.add(w, b, c, Alu::Sub, Sse::Sub),
            Op::AddI => self.add(w, b, number, Alu::Add, Sse::Add),
            Op::RSubI => self.add(w, number, b, Alu::Sub, Sse::Sub),
            Op::Mul => self.product(w, b, c),
            Op::MulI => self.product(w, b, number),
            Op::Div => self.division(w),
            Op::AddK => self.with_constant(w, Sse::Add, false),
            Op::SubK => self.with_constant(w, Sse::Sub, false),
            Op::RSubK => self.with_constant(w, Sse::Sub, true),
            Op::MulK => self.with_constant(w, Sse::Mul, false),
            Op::DivK => self.with_constant(w, Sse::Div, false),
            Op::Quotient => self.divide(w, c, Part::Quotient),
            Op::Remainder => self.divide(w, c, Part::Remainder),
            Op::Modulo => self.divide(w, c, Part::Modulo),
            Op::QuotientI => self.divide(w, number, Part::Quotient),
            Op::RemainderI => self.divide(w, number, Part::Remainder),
            Op::ModuloI => self.divide(w, number, Part::Modulo),
            Op::Sqrt => self.square_root(w),
            Op::CharToInteger => self.char_to_integer(w),
            Op::IntegerToChar => self.integer_to_char(w),
            _ => self.template_of_comparison(w),
        }
    }

    fn template_of_comparison(&mut self, w: Word) {
        let (register, number) = (Operand::Register(w.b()), Operand::Number(w.b() as i16));
        match w.op() {
            Op::JLess => self.compare(w.a(), register, Cond::Less),
            Op::JNotLess => self.compare(w.a(), register, Cond::NotLess),
            Op::JLessEq => self.compare(w.a(), register, Cond::NotGreater),
            Op::JNotLessEq => self.compare(w.a(), register, Cond::Greater),
            Op::JNumEq => self.compare(w.a(), register, Cond::Equal),
            Op::JNotNumEq => self.compare(w.a(), register, Cond::NotEqual),
            Op::JLessI | Op::JNotGreaterEqI => self.compare(w.a(), number, Cond::Less),
            Op::JNotLessI | Op::JGreaterEqI => self.compare(w.a(), number, Cond::NotLess),
            Op::JLessEqI | Op::JNotGreaterI => self.compare(w.a(), number, Cond::NotGreater),
            Op::JNotLessEqI | Op::JGreaterI => self.compare(w.a(), number, Cond::Greater),
            Op::JNumEqI => self.compare(w.a(), number, Cond::Equal),
            Op::JNotNumEqI => self.compare(w.a(), number, Cond::NotEqual),
            Op::JEven => self.parity(w, false),
            Op::JNotEven => self.parity(w, true),
            Op::JOdd => self.parity(w, true),
            Op::JNotOdd => self.parity(w, false),
            Op::LoopLess => self.fused_compare(w, register, Cond::Less),
            Op::LoopLessEq => self.fused_compare(w, register, Cond::NotGreater),
            Op::LoopNumEq => self.fused_compare(w, register, Cond::Equal),
            Op::LoopNotNumEq => self.fused_compare(w, register, Cond::NotEqual),
            Op::LoopLessI => self.fused_compare(w, number, Cond::Less),
            Op::LoopLessEqI => self.fused_compare(w, number, Cond::NotGreater),
            Op::LoopGreaterI => self.fused_compare(w, number, Cond::Greater),
            Op::LoopGreaterEqI => self.fused_compare(w, number, Cond::NotLess),
            Op::LoopNumEqI => self.fused_compare(w, number, Cond::Equal),
            Op::LoopNotNumEqI => self.fused_compare(w, number, Cond::NotEqual),
            Op::LoopNotNull => self.round_if(w, false),
            Op::LoopPair => self.round_if(w, true),
            _ => self.template_of_test(w),
        }
    }

    fn template_of_test(&mut self, w: Word) {
        match w.op() {
            Op::JEq => self.same(w, true),
            Op::JNotEq => self.same(w, false),
            Op::JEqK => self.same_as_constant(w, true),
            Op::JNotEqK => self.same_as_constant(w, false),
            Op::JEqv => self.equivalent(w, true),
            Op::JNotEqv => self.equivalent(w, false),
            Op::JNull => self.is_word(w.a(), Value::NIL, true),
            Op::JNotNull => self.is_word(w.a(), Value::NIL, false),
            Op::JEof => self.is_word(w.a(), Value::EOF, true),
            Op::JNotEof => self.is_word(w.a(), Value::EOF, false),
            Op::JPair => self.is_pair(w.a(), true),
            Op::JNotPair => self.is_pair(w.a(), false),
            Op::JFixnum => self.is_fixnum(w.a(), true),
            Op::JNotFixnum => self.is_fixnum(w.a(), false),
            Op::JChar => self.is_char(w.a(), true),
            Op::JNotChar => self.is_char(w.a(), false),
            Op::JKind => self.is_of_kind(w, true),
            Op::JNotKind => self.is_of_kind(w, false),
            Op::JCharEq => self.compare_chars(w, Cond::Equal),
            Op::JNotCharEq => self.compare_chars(w, Cond::NotEqual),
            Op::JCharLess => self.compare_chars(w, Cond::Below),
            Op::JNotCharLess => self.compare_chars(w, Cond::NotBelow),
            Op::JUnchanged => self.is_unchanged(w, true),
            Op::JChanged => self.is_unchanged(w, false),
            Op::JRecord => self.is_record(w, true),
            Op::JNotRecord => self.is_record(w, false),
            _ => self.template_of_data(w),
        }
    }

    fn template_of_data(&mut self, w: Word) {
        match w.op() {
            Op::Cons => self.cons(w),
            Op::Car => self.field(w, &[CAR]),
            Op::Cdr => self.field(w, &[CDR]),
            Op::Cadr => self.field(w, &[CDR, CAR]),
            Op::Cddr => self.field(w, &[CDR, CDR]),
            Op::Caar => self.field(w, &[CAR, CAR]),
            Op::Cdar => self.field(w, &[CAR, CDR]),
            Op::SetCar => self.set_field(w, CAR),
            Op::SetCdr => self.set_field(w, CDR),
            Op::VectorRef => self.vector_ref(w, Index::Register(w.c())),
            Op::VectorRefI => self.vector_ref(w, Index::Number(w.c() as i16)),
            Op::VectorSet => self.vector_set(w, Index::Register(w.b())),
            Op::VectorSetI => self.vector_set(w, Index::Number(w.b() as i16)),
            Op::VectorLength => self.vector_length(w),
            Op::StringRef => self.string_ref(w),
            Op::StringLength => self.string_length(w),
            Op::StringSet => self.string_set(w),
            Op::ByteRef => self.byte_ref(w),
            Op::ByteSet => self.byte_set(w),
            Op::ByteLength => self.byte_length(w),
            Op::Not => self.negate(w),
            Op::MakeBox => self.make_box(w),
            Op::Unbox => self.unbox_value(w),
            Op::SetBox => self.set_box(w),
            Op::RecordRef => self.record_ref(w),
            Op::RecordSet => self.record_set(w),
            Op::MakeObject => self.make_object(w),
            _ => self.step_always(),
        }
    }
}
