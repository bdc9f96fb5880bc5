//! Finds what is known of registers where instructions begin, by forward data flow, so that checks are made once.
//!
//! An instruction that fails does not go on. So after one that has read an element of a vector, the vector is known to
//! be one, whichever tier has executed it and however. Nothing is known of assigned variables: closures and captures
//! write their registers.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use cairn_backend::bytecode::{
    CaptureKind, Flow, Op, Word, constant_index, ends, instructions, jump_of, length_of, writes_of, written_by,
};
use cairn_gc::Kind;

use super::doubles::untagged;
use super::emitter::{Constant, Source};
use super::hopes;

/// The kind of value that a register is known to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Known {
    #[default]
    Nothing,
    Fixnum,
    /// A fixnum that may be an index or a length: not negative, of 48 bits.
    Index,
    Char,
    /// No reference.
    Immediate,
    Pair,
    Object(Kind),
    /// A self-tagged flonum.
    Flonum,
    /// A flonum that a register of doubles holds, in a loop whose guards hold. Its slot and its home hold
    /// some earlier word of the register.
    Double,
}

impl Known {
    pub(super) fn is_fixnum(self) -> bool {
        matches!(self, Known::Fixnum | Known::Index)
    }

    /// Whether it is no reference, so that stores of it need no barrier.
    pub(super) fn is_immediate(self) -> bool {
        matches!(self, Known::Fixnum | Known::Index | Known::Char | Known::Immediate | Known::Flonum)
    }

    /// Whether it is a flonum of either form.
    pub(super) fn is_flonum(self) -> bool {
        matches!(self, Known::Flonum | Known::Double)
    }

    /// The kind of a register that has the one or the other.
    pub(super) fn or(self, other: Known) -> Known {
        match (self, other) {
            _ if self == other => self,
            _ if self.is_fixnum() && other.is_fixnum() => Known::Fixnum,
            _ if self.is_immediate() && other.is_immediate() => Known::Immediate,
            _ => Known::Nothing,
        }
    }
}

/// The result of an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Outcome {
    /// Its kind.
    pub(super) known: Known,
    /// Whether an execution that may give something else leaves the guarded version of the loop.
    pub(super) leaves: bool,
}

/// The kind of each register; nothing is known of those that are missing.
pub(super) type State = Vec<Known>;

/// Procedures with more words of states are compiled without.
const MOST_WORDS: usize = 1 << 18;

/// The states where control may come from elsewhere.
pub(super) struct Types<'a> {
    source: &'a Source<'a>,
    states: BTreeMap<usize, State>,
    /// The registers of assigned variables, of which nothing is ever known.
    assigned: Vec<u16>,
    /// The registers that each instruction writes: found once, because data flow asks again and again.
    writes: Rc<[Range<usize>]>,
    registers: usize,
    /// The instructions that are looked at.
    range: Range<usize>,
    /// Whether instructions are taken to give what their fast paths give, and which registers doubles may be in;
    /// within loops whose guards hold.
    hopes: Option<Vec<u16>>,
}

impl<'a> Types<'a> {
    /// Finds the states in a procedure; `leaders` are the instructions that others, or failures, lead to.
    pub(super) fn find(source: &'a Source<'a>, leaders: &[bool]) -> Types<'a> {
        let code = source.code;
        let (mut assigned, registers) = (assigned(code), registers(code));
        assigned.extend(source.assigned);
        let mut writes = vec![0..0; code.len()];
        instructions(code).for_each(|at| writes[at] = writes_of(code, at));
        let (states, writes, range) = (BTreeMap::new(), writes.into(), 0..code.len());
        let mut types = Types { source, states, assigned, writes, registers, range, hopes: None };
        let heads = leaders.iter().filter(|&&leads| leads).count();
        if heads * types.registers > MOST_WORDS {
            types.registers = 0;
        }
        if types.registers > 0 {
            for &at in source.in_order {
                types.states.insert(at, types.nothing());
            }
            types.solve(code, leaders, types.nothing());
        }
        types
    }

    /// Finds the states within a loop, when this one holds at its head whenever it is entered there, and its
    /// instructions give what their fast paths give; doubles may be in these registers.
    pub(super) fn within(&self, leaders: &[bool], range: Range<usize>, state: State, doubles: Vec<u16>) -> Types<'a> {
        let (assigned, writes, registers) = (self.assigned.clone(), Rc::clone(&self.writes), self.registers);
        let (states, hopes) = (BTreeMap::new(), Some(doubles));
        let mut types = Types { source: self.source, states, assigned, writes, registers, range, hopes };
        if registers > 0 {
            types.solve(self.source.code, leaders, state);
        }
        types
    }

    /// Whether doubles are in these registers alone where control may come from elsewhere.
    pub(super) fn has_doubles_only_in(&self, registers: &[u16]) -> bool {
        let is_in = |register: usize| registers.iter().any(|&known| usize::from(known) == register);
        let mut kinds = self.states.values().flat_map(|state| state.iter().enumerate());
        kinds.all(|(register, &known)| known != Known::Double || is_in(register))
    }

    /// Says that doubles may be in these registers alone, which is so already.
    pub(super) fn limit_doubles(&mut self, registers: Vec<u16>) {
        self.hopes = Some(registers);
    }

    /// The state at an instruction that others jump to, or that nothing comes to.
    pub(super) fn at(&self, at: usize) -> State {
        self.states.get(&at).cloned().unwrap_or_else(|| self.nothing())
    }

    /// Whether control comes to an instruction: from the one before if that `falls` into it, or from others.
    pub(super) fn is_reached(&self, at: usize, falls: bool) -> bool {
        falls || self.hopes.is_none() || self.states.contains_key(&at)
    }

    /// How many registers states are about.
    pub(super) fn registers(&self) -> usize {
        self.registers
    }

    /// Whether something may be known of a register.
    pub(super) fn is_tracked(&self, register: u16) -> bool {
        usize::from(register) < self.registers && !self.assigned.contains(&register)
    }

    /// The registers that an instruction writes, but for assigned variables.
    pub(super) fn writes_at(&self, at: usize) -> Range<usize> {
        self.writes[at].clone()
    }

    fn nothing(&self) -> State {
        vec![Known::Nothing; self.registers]
    }

    /// Goes through the blocks until nothing changes. Blocks that no block leads to are code for failures, where nothing is known.
    fn solve(&mut self, code: &[Word], leaders: &[bool], first: State) {
        let mut next = self.range.start;
        let mut pending = vec![next];
        self.states.insert(next, first);
        let mut reached = vec![false; code.len() + 1];
        loop {
            while let Some(at) = pending.pop() {
                self.block(code, leaders, at, &mut pending, &mut reached);
            }
            // Failures do not lead on in the guarded version of a loop.
            if self.hopes.is_some() {
                return;
            }
            while next < self.range.end && reached[next] {
                next += length_of(code[next]);
            }
            if next >= self.range.end {
                return;
            }
            self.states.insert(next, self.nothing());
            pending.push(next);
        }
    }

    /// Goes through the instructions from a leader to the next.
    fn block(&mut self, code: &[Word], leaders: &[bool], from: usize, pending: &mut Vec<usize>, reached: &mut [bool]) {
        let (mut at, mut state) = (from, self.at(from));
        loop {
            reached[at] = true;
            let after = at + length_of(code[at]);
            if let Some(target) = jump_of(at, code[at]) {
                let mut jumped = state.clone();
                self.follow(code, at, &mut jumped, true);
                self.join(target, &jumped, pending);
            }
            if ends(code[at].op()) || !self.range.contains(&after) {
                return;
            }
            self.follow(code, at, &mut state, false);
            if leaders[after] {
                return self.join(after, &state, pending);
            }
            at = after;
        }
    }

    fn join(&mut self, at: usize, state: &State, pending: &mut Vec<usize>) {
        if !self.range.contains(&at) {
            return;
        }
        let Some(known) = self.states.get_mut(&at) else {
            self.states.insert(at, state.clone());
            return pending.push(at);
        };
        let mut changed = false;
        for (known, &other) in known.iter_mut().zip(state) {
            let both = known.or(other);
            changed |= both != *known;
            *known = both;
        }
        if changed {
            pending.push(at);
        }
    }

    /// Makes of what is known before an instruction what is known after it, on the way that it jumps or does not.
    pub(super) fn follow(&self, code: &[Word], at: usize, state: &mut State, jumps: bool) {
        if self.registers == 0 {
            return;
        }
        let word = code[at];
        let result = self.outcome(word, state).known;
        for (register, known) in learnt(word, jumps).into_iter().flatten() {
            // A comparison may have been of flonums.
            if !known_in(state, register).is_flonum() {
                self.set(state, register, known);
            }
        }
        if jumps && word.op() == Op::Loop {
            state.iter_mut().skip(word.a() as usize).for_each(|known| *known = Known::Nothing);
        }
        if word.op().flow() == Flow::Call {
            state.iter_mut().skip(word.a() as usize).for_each(|known| *known = Known::Nothing);
        }
        for register in self.writes_at(at) {
            self.set(state, register as u16, Known::Nothing);
        }
        if result != Known::Nothing {
            self.set(state, word.a(), result);
        }
    }

    /// The kind of the value that an instruction writes to `R[a]`.
    pub(super) fn outcome(&self, word: Word, state: &State) -> Outcome {
        let certain = |known: Known| Outcome { known, leaves: false };
        let hope = self.hopes.as_ref().and_then(|doubles| Some((doubles, hopes::hope(self.source, word, state)?)));
        match hope {
            None => certain(result(self.source, word, state)),
            Some(_) if !self.is_tracked(word.a()) => certain(Known::Nothing),
            Some((doubles, hope)) if hope.known != Known::Double || doubles.contains(&word.a()) => hope,
            // A copied flonum may be boxed; a computed one is self-tagged, or else leaves.
            Some(_) if word.op() == Op::Move => certain(Known::Nothing),
            Some(_) if word.op() == Op::LoadK => certain(Known::Flonum),
            Some(_) => Outcome { known: Known::Flonum, leaves: true },
        }
    }

    fn set(&self, state: &mut State, register: u16, known: Known) {
        if let Some(place) = state.get_mut(register as usize)
            && !self.assigned.contains(&register)
        {
            // An index is a fixnum too.
            let keep = known == Known::Fixnum && *place == Known::Index;
            *place = if keep { *place } else { known };
        }
    }
}
/// Registers up to the last that an instruction writes.
fn registers(code: &[Word]) -> usize {
    instructions(code).flat_map(|at| written_by(code, at)).max().map_or(0, |last| last + 1).max(1)
}

/// The registers of assigned variables.
fn assigned(code: &[Word]) -> Vec<u16> {
    let mut found = Vec::new();
    for at in instructions(code) {
        let word = code[at];
        match word.op() {
            Op::GetVar => found.push(word.b()),
            Op::SetVar => found.push(word.a()),
            Op::Closure => {
                let captures = code[at + 1..][..word.c() as usize].iter();
                found.extend(
                    captures
                        .filter(|capture| capture.capture_kind() == Some(CaptureKind::OpenCell))
                        .map(|capture| capture.a()),
                );
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The kind of value that a register is known to hold.
pub(super) fn known_in(state: &State, register: u16) -> Known {
    state.get(register as usize).copied().unwrap_or_default()
}

/// The bits of the double that an instruction loads, if it is a self-tagged flonum.
pub(super) fn loaded_double(source: &Source<'_>, word: Word) -> Option<u64> {
    match source.constants.get(constant_index(word.bc())) {
        Some(&Constant::Word(constant)) if word.op() == Op::LoadK => untagged(constant),
        _ => None,
    }
}

/// The kind of the value that an instruction writes to `R[a]` however it is executed, from the state before it.
fn result(source: &Source<'_>, word: Word, state: &State) -> Known {
    let (b, c) = (known_in(state, word.b()), known_in(state, word.c()));
    match word.op() {
        Op::Move => b,
        Op::LoadK if loaded_double(source, word).is_some() => Known::Flonum,
        Op::LoadI if word.bc() >= 0 => Known::Index,
        Op::LoadI => Known::Fixnum,
        Op::Not => Known::Immediate,
        Op::Closed | Op::Closure => Known::Object(Kind::Closure),
        Op::Cons => Known::Pair,
        Op::MakeBox => Known::Object(Kind::Box),
        Op::MakeObject => Known::Object(Kind::ALL[word.d() as usize]),
        Op::VectorLength | Op::StringLength | Op::ByteLength | Op::ByteRef | Op::CharToInteger => Known::Index,
        Op::StringRef | Op::IntegerToChar => Known::Char,
        // Far from the limits of fixnums.
        Op::AddI | Op::RSubI if b == Known::Index => Known::Fixnum,
        Op::Add | Op::Sub if b == Known::Index && c == Known::Index => Known::Fixnum,
        Op::RemainderI | Op::ModuloI if b.is_fixnum() => Known::Fixnum,
        Op::QuotientI if b.is_fixnum() && word.c() as i16 > 0 => Known::Fixnum,
        Op::Remainder | Op::Modulo if b.is_fixnum() && c.is_fixnum() => Known::Fixnum,
        _ => Known::Nothing,
    }
}

/// The kinds that an instruction wants in registers, which are worth a check before it.
pub(super) fn wanted(word: Word) -> [Option<(u16, Known)>; 2] {
    match word.op() {
        Op::JCharEq | Op::JNotCharEq | Op::JCharLess | Op::JNotCharLess => learnt(word, true),
        _ if matches!(word.op().flow(), Flow::Next | Flow::Round) => learnt(word, true),
        _ => [None, None],
    }
}

/// Adds to a state what an instruction that goes on shows of registers that it does not write, by jumping or not.
fn learnt(word: Word, jumps: bool) -> [Option<(u16, Known)>; 2] {
    let [a, b, c] = [word.a(), word.b(), word.c()];
    let when = |holds: bool, known: Known| [holds.then_some((a, known)), None];
    let object = |register: u16, kind: Kind| Some((register, Known::Object(kind)));
    let fixnum = |register: u16| Some((register, Known::Fixnum));
    match word.op() {
        Op::JPair | Op::LoopPair => when(jumps, Known::Pair),
        Op::JNotPair => when(!jumps, Known::Pair),
        Op::JFixnum => when(jumps, Known::Fixnum),
        Op::JNotFixnum => when(!jumps, Known::Fixnum),
        Op::JChar => when(jumps, Known::Char),
        Op::JNotChar => when(!jumps, Known::Char),
        Op::JNull | Op::JEof => when(jumps, Known::Immediate),
        Op::JNotNull | Op::JNotEof => when(!jumps, Known::Immediate),
        Op::JKind => when(jumps, Known::Object(Kind::ALL[word.d() as usize])),
        Op::JNotKind => when(!jumps, Known::Object(Kind::ALL[word.d() as usize])),
        Op::JRecord => when(jumps, Known::Object(Kind::Record)),
        Op::JNotRecord => when(!jumps, Known::Object(Kind::Record)),
        Op::JCharEq | Op::JNotCharEq | Op::JCharLess | Op::JNotCharLess => {
            [Some((a, Known::Char)), Some((b, Known::Char))]
        }
        Op::LoopLess | Op::LoopLessEq | Op::LoopNumEq | Op::LoopNotNumEq if jumps => [fixnum(a), fixnum(b)],
        Op::LoopLessI
        | Op::LoopLessEqI
        | Op::LoopGreaterI
        | Op::LoopGreaterEqI
        | Op::LoopNumEqI
        | Op::LoopNotNumEqI => when(jumps, Known::Fixnum),
        Op::Car | Op::Cdr | Op::Cadr | Op::Cddr | Op::Caar | Op::Cdar => [Some((b, Known::Pair)), None],
        Op::SetCar | Op::SetCdr => [Some((a, Known::Pair)), None],
        Op::VectorRef => [object(b, Kind::Vector), Some((c, Known::Index))],
        Op::VectorRefI | Op::VectorLength => [object(b, Kind::Vector), None],
        Op::VectorSet => [object(a, Kind::Vector), Some((b, Known::Index))],
        Op::VectorSetI => [object(a, Kind::Vector), None],
        Op::StringRef => [object(b, Kind::String), Some((c, Known::Index))],
        Op::StringSet => [object(a, Kind::String), Some((b, Known::Index))],
        Op::StringLength => [object(b, Kind::String), None],
        Op::ByteRef => [object(b, Kind::Bytes), Some((c, Known::Index))],
        Op::ByteSet => [object(a, Kind::Bytes), Some((b, Known::Index))],
        Op::ByteLength => [object(b, Kind::Bytes), None],
        Op::CharToInteger => [Some((b, Known::Char)), None],
        Op::IntegerToChar => [Some((b, Known::Index)), None],
        Op::Unbox => [object(b, Kind::Box), None],
        Op::SetBox => [object(a, Kind::Box), None],
        Op::RecordRef => [object(b, Kind::Record), None],
        Op::RecordSet => [object(a, Kind::Record), None],
        _ => [None, None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Layout, Natives};

    fn word(op: Op, a: u16, b: u16, c: i16) -> Word {
        Word::new(op, 0, a, b, c as u16)
    }

    fn far(op: Op, a: u16, offset: i32) -> Word {
        Word::wide(op, 0, a, offset as u32)
    }

    /// The state before an instruction, when failures lead to another.
    fn before_with(code: &[Word], in_order: &[usize], wanted: usize) -> State {
        let mut leaders = vec![false; code.len() + 1];
        leaders[0] = true;
        instructions(code).filter_map(|at| jump_of(at, code[at])).for_each(|target| leaders[target] = true);
        in_order.iter().for_each(|&target| leaders[target] = true);
        let natives = Natives { functions: Vec::new(), list: None, templates: Vec::new(), rounds: false };
        let layout = Layout::default();
        let source =
            Source { code, entry: 0, in_order, assigned: &[], constants: &[], natives: &natives, layout: &layout };
        let types = Types::find(&source, &leaders);
        let (mut at, mut state, mut falls) = (0, types.at(0), true);
        loop {
            if leaders[at] || !falls {
                state = types.at(at);
            }
            if at == wanted {
                return state;
            }
            types.follow(code, at, &mut state, false);
            falls = !ends(code[at].op());
            at += length_of(code[at]);
        }
    }

    fn before(code: &[Word], wanted: usize) -> State {
        before_with(code, &[], wanted)
    }

    const VECTOR: Known = Known::Object(Kind::Vector);

    #[test]
    fn what_went_on_is_known() {
        let code = [
            word(Op::VectorRef, 2, 0, 1),
            word(Op::AddI, 3, 1, 7),
            word(Op::AddI, 3, 3, 7),
            word(Op::Car, 0, 0, 0),
            word(Op::Return, 0, 0, 0),
        ];
        assert_eq!(before(&code, 0), [Known::Nothing; 4]);
        assert_eq!(before(&code, 1), [VECTOR, Known::Index, Known::Nothing, Known::Nothing]);
        assert_eq!(before(&code, 2)[3], Known::Fixnum);
        // The sum may have left the fixnums.
        assert_eq!(before(&code, 3)[3], Known::Nothing);
        // The value that is written differs from the one that was read.
        assert_eq!(before(&code, 4)[0], Known::Nothing);
    }

    #[test]
    fn failures_lead_to_where_nothing_is_known() {
        let code = [word(Op::Car, 1, 0, 0), word(Op::Cdr, 2, 0, 0), word(Op::Cdr, 3, 0, 0), word(Op::Return, 1, 0, 0)];
        assert_eq!(before(&code, 1)[0], Known::Pair);
        assert_eq!(before_with(&code, &[1], 1)[0], Known::Nothing);
        assert_eq!(before_with(&code, &[1], 2)[0], Known::Pair);
    }

    #[test]
    fn ways_join_to_what_both_know() {
        let code = [
            far(Op::LoadI, 0, 5),
            far(Op::LoadI, 1, 5),
            far(Op::JFixnum, 2, 3),
            far(Op::LoadI, 0, -5),
            word(Op::Not, 1, 2, 0),
            word(Op::Cons, 2, 0, 1),
            word(Op::Return, 0, 0, 0),
        ];
        assert_eq!(before(&code, 3), [Known::Index, Known::Index, Known::Nothing]);
        assert_eq!(before(&code, 6), [Known::Fixnum, Known::Immediate, Known::Nothing]);
    }

    #[test]
    fn a_loop_keeps_what_each_round_leaves() {
        let code = [
            far(Op::LoadI, 1, 0),
            word(Op::VectorRef, 2, 0, 1),
            word(Op::AddI, 1, 1, 1),
            word(Op::LoopLess, 1, 3, -3),
            far(Op::Loop, 4, -4),
        ];
        // The vector may still be anything when the loop begins, and is one after the first read.
        assert_eq!(before(&code, 1), [Known::Nothing, Known::Fixnum, Known::Nothing]);
        assert_eq!(before(&code, 2), [VECTOR, Known::Index, Known::Nothing]);
    }

    #[test]
    fn assigned_variables_calls_and_ways_of_failures_are_unknown() {
        let code = [
            far(Op::LoadI, 0, 5),
            far(Op::LoadI, 1, 5),
            far(Op::LoadI, 4, 5),
            word(Op::SetVar, 0, 1, 0),
            word(Op::Call, 2, 0, 0),
            far(Op::Jump, 0, 1),
            word(Op::Move, 1, 3, 0),
            word(Op::Return, 1, 0, 0),
        ];
        assert_eq!(before(&code, 3), [Known::Nothing, Known::Index, Known::Nothing, Known::Nothing, Known::Index]);
        assert_eq!(before(&code, 5), [Known::Nothing, Known::Index, Known::Nothing, Known::Nothing, Known::Nothing]);
        assert_eq!(before(&code, 6), [Known::Nothing; 5]);
        assert_eq!(before(&code, 7)[1], Known::Nothing);
    }
}
