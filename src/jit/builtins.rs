//! Templates of calls of builtins: searches in lists, characters, numbers. The builtin itself is called for what
//! they leave out, and has the last word: they answer where no work is counted and nothing fails.

use cairn_backend::bytecode::Word;
use cairn_data::lists;
use cairn_gc::{Header, Kind, TAG_OBJECT, TAG_PAIR, Value};

use super::arith::{CHARACTER, FLONUM_TAGS, TAG_BITS, TAGS, XMM0, XMM1};
use super::branch::KIND;
use super::data::{CAR, CDR};
use super::emitter::Emitter;
use super::machine::*;

/// A builtin with a template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Builtin {
    /// `memq` and its like.
    Member(Sameness),
    /// `assq` and its like.
    Associate(Sameness),
    /// `length`
    Length,
    /// `reverse`
    Reverse,
    /// `append` of two lists
    Append,
    /// `equal?`
    Equal,
    /// A part of a list, the last step first: see `CAR` and `CDR`.
    Part(&'static [i32]),
    /// Whether a character has one of these classes.
    CharClass(u8),
    /// The other case of characters of this class.
    Case(u8),
    /// `max`, or else `min`
    Extreme {
        /// Whether it is the greater one.
        greatest: bool,
    },
    /// `abs`
    Abs,
    /// A class of numbers to which all fixnums belong.
    NumberClass {
        /// Whether it may be asked of what is no number.
        total: bool,
    },
    /// `procedure?`
    Procedure,
    /// `boolean?`
    Boolean,
    /// `floor` and its like.
    Round(Rounding),
    /// `inexact`
    Inexact,
    /// `exact`
    Exact,
    /// `floor/`, or else `truncate/`
    Divide {
        /// Whether the remainder has the sign of the divisor.
        floor: bool,
    },
}

/// When a key is the one that is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sameness {
    /// When it is the same word.
    Eq,
    /// When it is `eqv?`, or `equal?`: for symbols and immediates that is the same.
    Other,
}

/// Directions, as the machine numbers them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Rounding {
    /// To the nearest integer, the even one of two.
    Nearest = 0,
    /// Down.
    Floor = 1,
    /// Up.
    Ceiling = 2,
    /// Towards 0.
    Truncate = 3,
}

/// Builtins with templates: name, number of arguments.
#[rustfmt::skip]
pub const TEMPLATES: &[(&str, u8, Builtin)] = &[
    ("memq", 2, Builtin::Member(Sameness::Eq)),
    ("memv", 2, Builtin::Member(Sameness::Other)),
    ("member", 2, Builtin::Member(Sameness::Other)),
    ("assq", 2, Builtin::Associate(Sameness::Eq)),
    ("assv", 2, Builtin::Associate(Sameness::Other)),
    ("assoc", 2, Builtin::Associate(Sameness::Other)),
    ("length", 1, Builtin::Length),
    ("reverse", 1, Builtin::Reverse),
    ("append", 2, Builtin::Append),
    ("equal?", 2, Builtin::Equal),
    ("caddr", 1, Builtin::Part(&[CDR, CDR, CAR])),
    ("cdddr", 1, Builtin::Part(&[CDR, CDR, CDR])),
    ("cdadr", 1, Builtin::Part(&[CDR, CAR, CDR])),
    ("caadr", 1, Builtin::Part(&[CDR, CAR, CAR])),
    ("cadar", 1, Builtin::Part(&[CAR, CDR, CAR])),
    ("cddar", 1, Builtin::Part(&[CAR, CDR, CDR])),
    ("cadddr", 1, Builtin::Part(&[CDR, CDR, CDR, CAR])),
    ("cddddr", 1, Builtin::Part(&[CDR, CDR, CDR, CDR])),
    ("char-whitespace?", 1, Builtin::CharClass(class::WHITESPACE)),
    ("char-alphabetic?", 1, Builtin::CharClass(class::UPPER | class::LOWER)),
    ("char-numeric?", 1, Builtin::CharClass(class::DIGIT)),
    ("char-upper-case?", 1, Builtin::CharClass(class::UPPER)),
    ("char-lower-case?", 1, Builtin::CharClass(class::LOWER)),
    ("char-upcase", 1, Builtin::Case(class::LOWER)),
    ("char-downcase", 1, Builtin::Case(class::UPPER)),
    ("max", 2, Builtin::Extreme { greatest: true }),
    ("min", 2, Builtin::Extreme { greatest: false }),
    ("abs", 1, Builtin::Abs),
    ("number?", 1, Builtin::NumberClass { total: true }),
    ("real?", 1, Builtin::NumberClass { total: true }),
    ("rational?", 1, Builtin::NumberClass { total: true }),
    ("integer?", 1, Builtin::NumberClass { total: true }),
    ("exact-integer?", 1, Builtin::NumberClass { total: true }),
    ("exact?", 1, Builtin::NumberClass { total: false }),
    ("procedure?", 1, Builtin::Procedure),
    ("boolean?", 1, Builtin::Boolean),
    ("floor", 1, Builtin::Round(Rounding::Floor)),
    ("ceiling", 1, Builtin::Round(Rounding::Ceiling)),
    ("truncate", 1, Builtin::Round(Rounding::Truncate)),
    ("round", 1, Builtin::Round(Rounding::Nearest)),
    ("inexact", 1, Builtin::Inexact),
    ("exact->inexact", 1, Builtin::Inexact),
    ("exact", 1, Builtin::Exact),
    ("inexact->exact", 1, Builtin::Exact),
    ("floor/", 2, Builtin::Divide { floor: true }),
    ("truncate/", 2, Builtin::Divide { floor: false }),
];

/// Classes of the characters of ASCII, a bit each.
mod class {
    pub(super) const WHITESPACE: u8 = 1;
    pub(super) const DIGIT: u8 = 2;
    pub(super) const UPPER: u8 = 4;
    pub(super) const LOWER: u8 = 8;
}

/// Characters of ASCII.
pub(super) const ASCII: usize = 128;

/// The classes of the characters of ASCII, which native code reads.
pub fn classes() -> [u8; ASCII] {
    std::array::from_fn(|code| {
        let c = code as u8 as char;
        let mut classes = 0;
        for (class, holds) in [
            (class::WHITESPACE, c.is_whitespace()),
            (class::DIGIT, c.is_ascii_digit()),
            (class::UPPER, c.is_ascii_uppercase()),
            (class::LOWER, c.is_ascii_lowercase()),
        ] {
            classes |= if holds { class } else { 0 };
        }
        classes
    })
}

/// From a letter to the same of the other case.
const CASES: i32 = 'a' as i32 - 'A' as i32;
/// Bytes of a pair.
const PAIR: i32 = 16;
/// Words of an object of two values, its header included.
const TWO_VALUES: i32 = 3;
/// Elements after which walks along lists count work.
const SHORT: i32 = lists::SHORT as i32;

impl<'a> Emitter<'a> {
    /// Calls the builtin `b` with the `d` arguments from `R[a]`, where its value goes.
    pub(super) fn native(&mut self, w: Word) {
        match self.source.natives.template(w.b(), w.d()) {
            Some(builtin) => self.builtin(w, builtin),
            None if self.source.natives.is_short_list(w) => self.list(w),
            None => {
                self.call_builtin(w);
                self.go_on_after_rust();
            }
        }
    }

    fn builtin(&mut self, w: Word, builtin: Builtin) {
        let other = self.asm.label();
        match builtin {
            Builtin::Member(sameness) => self.search(w, sameness, false, other),
            Builtin::Associate(sameness) => self.search(w, sameness, true, other),
            Builtin::Length => self.length(w, other),
            Builtin::Reverse => self.copy_list(w, true, other),
            Builtin::Append => self.copy_list(w, false, other),
            Builtin::Equal => self.equal(w, other),
            Builtin::Part(path) => self.part(w.a(), w.a(), path, other),
            Builtin::CharClass(classes) => self.char_class(w, classes, other),
            Builtin::Case(class) => self.change_case(w, class, other),
            Builtin::Extreme { greatest } => self.extreme(w, greatest, other),
            Builtin::Abs => self.absolute(w, other),
            Builtin::NumberClass { total } => self.number_class(w, total, other),
            Builtin::Procedure => self.is_procedure(w, other),
            Builtin::Boolean => self.is_boolean(w),
            Builtin::Round(rounding) => self.round_double(w, rounding, other),
            Builtin::Inexact => self.inexact(w, other),
            Builtin::Exact => self.exact(w, other),
            Builtin::Divide { floor } => self.divide_to_values(w, floor, other),
        }
        self.later(move |e| {
            e.asm.bind(other);
            e.call_builtin(w);
            e.come_back_from_rust();
        });
    }

    /// Jumps unless a register refers to a pair or an object with a header. Uses rdx.
    fn jump_unless_reference(&mut self, register: Gp, to: Label) {
        self.asm.lea32(RDX, at(register, -(TAG_PAIR as i32)));
        self.asm.test8(RDX, TAGS & !(TAG_PAIR ^ TAG_OBJECT) as u8);
        self.asm.jump_if(Cond::NotEqual, to);
    }

    /// Jumps unless the key in rax is the same as what it is `equal?` to.
    fn check_key(&mut self, other: Label) {
        let plain = self.asm.label();
        self.jump_unless_reference(RAX, plain);
        self.jump_unless_object(RAX, other);
        self.asm.cmp8(at(RAX, KIND), Kind::Symbol as u8);
        self.asm.jump_if(Cond::NotEqual, other);
        self.asm.bind(plain);
    }

    /// `R[a] :=` the first tail of the list `R[a+1]` that begins with `R[a]`, or its first pair with that key; or
    /// `#f`. Two homes lend their registers.
    fn search(&mut self, w: Word, sameness: Sameness, keyed: bool, other: Label) {
        let [again, found, end, out, give_up] = std::array::from_fn(|_| self.asm.label());
        self.load(RCX, w.a() + 1);
        self.load(RAX, w.a());
        if sameness == Sameness::Other {
            self.check_key(other);
        }
        self.clobber();
        self.asm.push(R12);
        self.asm.push(R11);
        self.asm.load(R12, SHORT as u64);
        self.asm.bind(again);
        self.jump_unless_tag(RCX, TAG_PAIR, end);
        self.asm.mov(RDX, at(RCX, CAR));
        if keyed {
            self.asm.lea32(R11, at(RDX, -(TAG_PAIR as i32)));
            self.asm.test8(R11, TAGS);
            self.asm.jump_if(Cond::NotEqual, give_up);
            self.asm.alu(Alu::Cmp, RAX, at(RDX, CAR));
        } else {
            self.asm.alu(Alu::Cmp, RAX, RDX);
        }
        self.asm.jump_if(Cond::Equal, found);
        self.asm.mov(RCX, at(RCX, CDR));
        self.asm.alu_constant32(Alu::Sub, R12, 1);
        self.asm.jump_if(Cond::NotEqual, again);
        self.asm.jump(give_up);
        self.asm.bind(end);
        self.asm.alu_constant(Alu::Cmp, RCX, Value::NIL.bits() as i32);
        self.asm.jump_if(Cond::NotEqual, give_up);
        self.asm.load(RAX, Value::FALSE.bits());
        self.asm.jump(out);
        self.asm.bind(found);
        self.asm.mov(RAX, if keyed { RDX } else { RCX });
        self.asm.bind(out);
        self.asm.pop(R11);
        self.asm.pop(R12);
        self.set(w.a(), RAX);
        self.later(move |e| {
            e.asm.bind(give_up);
            e.asm.pop(R11);
            e.asm.pop(R12);
            e.asm.jump(other);
        });
    }

    /// `R[a] := (length R[a])`
    fn length(&mut self, w: Word, other: Label) {
        let [again, end] = std::array::from_fn(|_| self.asm.label());
        self.load(RCX, w.a());
        self.clobber();
        self.asm.load(RAX, 0);
        self.asm.bind(again);
        self.jump_unless_tag(RCX, TAG_PAIR, end);
        self.asm.mov(RCX, at(RCX, CDR));
        self.asm.alu_constant32(Alu::Add, RAX, 1 << TAG_BITS);
        self.asm.alu_constant32(Alu::Cmp, RAX, SHORT << TAG_BITS);
        self.asm.jump_if(Cond::Below, again);
        self.asm.jump(other);
        self.asm.bind(end);
        self.asm.alu_constant(Alu::Cmp, RCX, Value::NIL.bits() as i32);
        self.asm.jump_if(Cond::NotEqual, other);
        self.set(w.a(), RAX);
    }

    /// `R[a] := (reverse R[a])`, or `(append R[a] R[a+1])`. The new pairs lie one after the other, and count only when
    /// all are made. Two homes lend their registers.
    fn copy_list(&mut self, w: Word, reversed: bool, other: Label) {
        let [again, end, empty, give_up] = std::array::from_fn(|_| self.asm.label());
        let [top, limit] =
            [self.source.layout.nursery_top, self.source.layout.nursery_limit].map(|place| at(R15, place));
        let rest = self.place(w.a() + u16::from(!reversed));
        self.load(RCX, w.a());
        self.clobber();
        self.asm.load(RAX, Value::NIL.bits());
        self.asm.mov(RDX, top);
        self.asm.push(R12);
        self.asm.push(R11);
        self.asm.load(R12, SHORT as u64);
        self.asm.bind(again);
        self.asm.lea32(R11, at(RCX, -(TAG_PAIR as i32)));
        self.asm.test8(R11, TAGS);
        self.asm.jump_if(Cond::NotEqual, end);
        self.asm.lea(R11, at(RDX, PAIR));
        self.asm.alu(Alu::Cmp, R11, limit);
        self.asm.jump_if(Cond::Above, give_up);
        self.asm.mov(R11, at(RCX, CAR));
        self.asm.store(at(RDX, 0), R11);
        if !reversed {
            self.asm.lea(RAX, at(RDX, PAIR + TAG_PAIR as i32));
        }
        self.asm.store(at(RDX, 8), RAX);
        if reversed {
            self.asm.lea(RAX, at(RDX, TAG_PAIR as i32));
        }
        self.asm.alu_constant(Alu::Add, RDX, PAIR);
        self.asm.mov(RCX, at(RCX, CDR));
        self.asm.alu_constant32(Alu::Sub, R12, 1);
        self.asm.jump_if(Cond::NotEqual, again);
        self.asm.bind(give_up);
        self.asm.pop(R11);
        self.asm.pop(R12);
        self.asm.jump(other);
        self.asm.bind(end);
        self.asm.pop(R11);
        self.asm.pop(R12);
        self.asm.alu_constant(Alu::Cmp, RCX, Value::NIL.bits() as i32);
        self.asm.jump_if(Cond::NotEqual, other);
        if !reversed {
            // The last pair gets the second list, which is the result if there is none.
            self.asm.mov(RAX, rest);
            self.asm.alu(Alu::Cmp, RDX, top);
            self.asm.jump_if(Cond::Equal, empty);
            self.asm.store(at(RDX, -8), RAX);
            self.asm.mov(RAX, top);
            self.asm.alu_constant(Alu::Add, RAX, TAG_PAIR as i32);
        }
        self.asm.store(top, RDX);
        self.asm.bind(empty);
        self.set(w.a(), RAX);
    }

    /// `R[a] := (equal? R[a] R[a+1])`: of the same word, or where one is an immediate.
    fn equal(&mut self, w: Word, other: Label) {
        let [same, differ, out] = std::array::from_fn(|_| self.asm.label());
        self.load(RCX, w.a() + 1);
        self.load(RAX, w.a());
        self.asm.alu(Alu::Cmp, RAX, RCX);
        self.asm.jump_if(Cond::Equal, same);
        self.jump_unless_reference(RAX, differ);
        self.jump_unless_reference(RCX, differ);
        self.asm.jump(other);
        self.clobber();
        self.asm.bind(same);
        self.asm.load(RAX, Value::TRUE.bits());
        self.asm.jump(out);
        self.asm.bind(differ);
        self.asm.load(RAX, Value::FALSE.bits());
        self.asm.bind(out);
        self.set(w.a(), RAX);
    }

    /// rax := the code of the character `R[a]`, which must be of ASCII.
    fn ascii(&mut self, a: u16, other: Label) {
        self.load(RAX, a);
        self.asm.cmp8(RAX, CHARACTER);
        self.asm.jump_if(Cond::NotEqual, other);
        self.clobber();
        self.asm.shift(Shift::Shr, RAX, 8);
        self.asm.alu_constant32(Alu::Cmp, RAX, ASCII as i32);
        self.asm.jump_if(Cond::NotBelow, other);
    }

    fn char_class(&mut self, w: Word, classes: u8, other: Label) {
        let table = self.source.layout.classes;
        self.ascii(w.a(), other);
        self.asm.test8(indexed(R14, RAX, 0, table), classes);
        self.set_truth(w.a(), Cond::NotEqual);
    }

    fn change_case(&mut self, w: Word, class: u8, other: Label) {
        let (table, done) = (self.source.layout.classes, self.asm.label());
        self.ascii(w.a(), other);
        self.asm.test8(indexed(R14, RAX, 0, table), class);
        self.asm.jump_if(Cond::Equal, done);
        self.asm.alu_constant32(if class == class::LOWER { Alu::Sub } else { Alu::Add }, RAX, CASES);
        self.asm.bind(done);
        self.set_char(w.a());
    }

    fn extreme(&mut self, w: Word, greatest: bool, other: Label) {
        let first = self.asm.label();
        self.load_fixnums(w.a(), w.a() + 1, other);
        self.clobber();
        self.asm.alu(Alu::Cmp, RAX, RCX);
        self.asm.jump_if(if greatest { Cond::NotLess } else { Cond::NotGreater }, first);
        self.asm.mov(RAX, RCX);
        self.asm.bind(first);
        self.set(w.a(), RAX);
    }

    fn absolute(&mut self, w: Word, other: Label) {
        let positive = self.asm.label();
        self.load(RAX, w.a());
        self.asm.test8(RAX, TAGS);
        self.asm.jump_if(Cond::NotEqual, other);
        self.asm.test(RAX, RAX);
        self.asm.jump_if(Cond::NotSign, positive);
        self.clobber();
        self.asm.load(RCX, 0);
        self.asm.alu(Alu::Sub, RCX, RAX);
        self.asm.jump_if(Cond::Overflow, other);
        self.asm.mov(RAX, RCX);
        self.asm.bind(positive);
        self.set(w.a(), RAX);
    }

    /// Fixnums are in the class; pairs and symbols are not, if they may be asked of.
    fn number_class(&mut self, w: Word, total: bool, other: Label) {
        let [number, none, out] = std::array::from_fn(|_| self.asm.label());
        self.load(RAX, w.a());
        self.clobber();
        self.asm.test8(RAX, TAGS);
        if total {
            self.asm.jump_if(Cond::Equal, number);
            self.asm.lea32(RDX, at(RAX, -(TAG_PAIR as i32)));
            self.asm.test8(RDX, TAGS);
            self.asm.jump_if(Cond::Equal, none);
            self.jump_unless_object(RAX, other);
            self.asm.cmp8(at(RAX, KIND), Kind::Symbol as u8);
            self.asm.jump_if(Cond::NotEqual, other);
            self.asm.bind(none);
            self.set_constant(w.a(), Value::FALSE.bits());
            self.asm.jump(out);
            self.asm.bind(number);
        } else {
            self.asm.jump_if(Cond::NotEqual, other);
        }
        self.set_constant(w.a(), Value::TRUE.bits());
        self.asm.bind(out);
    }

    fn is_procedure(&mut self, w: Word, other: Label) {
        self.load(RAX, w.a());
        self.clobber();
        self.jump_unless_object(RAX, other);
        self.asm.cmp8(at(RAX, KIND), Kind::Closure as u8);
        self.asm.jump_if(Cond::NotEqual, other);
        self.set_constant(w.a(), Value::TRUE.bits());
    }

    fn is_boolean(&mut self, w: Word) {
        // The word of #t has one bit more than that of #f.
        let between = (Value::TRUE.bits() ^ Value::FALSE.bits()) as i32;
        self.load(RAX, w.a());
        self.clobber();
        self.asm.alu_constant(Alu::And, RAX, !between);
        self.asm.alu_constant(Alu::Cmp, RAX, Value::FALSE.bits() as i32);
        self.set_truth(w.a(), Cond::Equal);
    }

    /// Loads `R[a]` to rax, and jumps when it is a fixnum, which is the result already.
    fn load_or_keep(&mut self, a: u16, keep: Label) {
        self.load(RAX, a);
        self.asm.test8(RAX, TAGS);
        self.asm.jump_if(Cond::Equal, keep);
        self.clobber();
        self.asm.load(RDX, FLONUM_TAGS);
    }

    fn round_double(&mut self, w: Word, rounding: Rounding, other: Label) {
        if !self.source.natives.rounds {
            return self.asm.jump(other);
        }
        if self.round_in_place(w, rounding as u8, other) {
            return;
        }
        let keep = self.asm.label();
        self.load_or_keep(w.a(), keep);
        self.unbox(XMM0, RAX, other);
        self.asm.round(XMM0, XMM0, rounding as u8);
        self.box_to(w.a(), other);
        self.clobber();
        self.asm.bind(keep);
    }

    fn exact(&mut self, w: Word, other: Label) {
        let keep = self.asm.label();
        self.load_or_keep(w.a(), keep);
        self.unbox(XMM0, RAX, other);
        self.asm.double_to_integer(RAX, XMM0);
        self.asm.integer_to_double(XMM1, RAX);
        self.asm.compare_doubles(XMM0, XMM1);
        self.asm.jump_if(Cond::NotEqual, other);
        // A number of more than 61 bits does not fit.
        self.asm.load(RCX, 1 << TAG_BITS);
        self.asm.multiply(RAX, RCX);
        self.asm.jump_if(Cond::Overflow, other);
        self.set(w.a(), RAX);
        self.clobber();
        self.asm.bind(keep);
    }

    fn inexact(&mut self, w: Word, other: Label) {
        if self.inexact_double(w, other) {
            return;
        }
        let (flonum, keep) = (self.asm.label(), self.asm.label());
        self.load(RAX, w.a());
        self.asm.load(RDX, FLONUM_TAGS);
        self.asm.test8(RAX, TAGS);
        self.asm.jump_if(Cond::NotEqual, flonum);
        self.clobber();
        self.asm.shift(Shift::Sar, RAX, TAG_BITS);
        self.asm.integer_to_double(XMM0, RAX);
        self.box_to(w.a(), other);
        self.clobber();
        self.asm.bind(keep);
        self.later(move |e| {
            e.asm.bind(flonum);
            e.asm.bit_test(RDX, RAX);
            e.asm.jump_if(Cond::NotBelow, other);
            e.asm.jump(keep);
        });
    }

    /// `R[a] :=` quotient and remainder of fixnums, the divisor of which is positive.
    fn divide_to_values(&mut self, w: Word, floor: bool, other: Label) {
        let exact = self.asm.label();
        self.load_fixnums(w.a(), w.a() + 1, other);
        self.asm.test(RCX, RCX);
        self.asm.jump_if(Cond::NotGreater, other);
        self.allocate(TWO_VALUES, other);
        self.asm.push(RDX);
        self.load(RCX, w.a() + 1);
        self.load(RAX, w.a());
        self.clobber();
        self.divide_tagged();
        if floor {
            self.asm.test(RDX, RDX);
            self.asm.jump_if(Cond::NotSign, exact);
            self.asm.alu(Alu::Add, RDX, RCX);
            self.asm.alu_constant(Alu::Sub, RAX, 1);
            self.asm.bind(exact);
        }
        self.asm.pop(RCX);
        self.asm.shift(Shift::Shl, RAX, TAG_BITS);
        self.asm.store(at(RCX, 8), RAX);
        self.asm.store(at(RCX, 16), RDX);
        self.asm.load(RAX, Header::new(Kind::Values, TWO_VALUES as usize - 1).bits());
        self.asm.store(at(RCX, 0), RAX);
        self.asm.lea(RAX, at(RCX, TAG_OBJECT as i32));
        self.set(w.a(), RAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_the_builtins() {
        for (code, &classes) in classes().iter().enumerate() {
            let c = code as u8 as char;
            assert_eq!(classes & (class::UPPER | class::LOWER) != 0, c.is_alphabetic(), "{c:?}");
            assert_eq!(classes & class::UPPER != 0, c.is_uppercase(), "{c:?}");
            assert_eq!(classes & class::LOWER != 0, c.is_lowercase(), "{c:?}");
        }
    }
}
