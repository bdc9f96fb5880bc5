//! Guesses what the registers of a loop hold, so that a version of the loop can take it for granted.
//!
//! In that version instructions are taken to give what their fast paths give: a sum of fixnums is a fixnum. When
//! one gives something else, such as a big integer, the run goes on in the general version. Backward data flow
//! finds the types that the loop seems to want in its registers; the loop's entry checks them.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use cairn_backend::bytecode::{Op, Word, ends, instructions_in, jump_of, length_of};

use super::builtins::Builtin;
use super::emitter::Source;
use super::types::{Known, Outcome, State, Types, known_in, loaded_double, wanted};

/// Rounds of the backward data flow: wants travel round a loop, and through its inner loops.
const ROUNDS: usize = 4;

/// The outcome of an instruction's fast path, when it is more precise than the one that always holds.
pub(super) fn hope(source: &Source<'_>, word: Word, state: &State) -> Option<Outcome> {
    let (b, c) = (known_in(state, word.b()), known_in(state, word.c()));
    let double = |leaves: bool| Some(Outcome { known: Known::Double, leaves });
    let fixnum = Some(Outcome { known: Known::Fixnum, leaves: true });
    match word.op() {
        Op::Move if b == Known::Double => double(false),
        Op::LoadK if loaded_double(source, word).is_some() => double(false),
        Op::Add | Op::Sub | Op::Mul | Op::Div if b.is_flonum() || c.is_flonum() => double(!is_real(b) || !is_real(c)),
        Op::Add | Op::Sub if b == Known::Index && c == Known::Index => None,
        Op::Add | Op::Sub | Op::Mul if b.is_fixnum() || c.is_fixnum() => fixnum,
        Op::Div if !b.is_fixnum() && !c.is_fixnum() => double(true),
        Op::AddI | Op::RSubI | Op::MulI if b.is_flonum() => double(false),
        Op::AddI | Op::RSubI if b == Known::Index => None,
        Op::AddI | Op::RSubI | Op::MulI => fixnum,
        Op::AddK | Op::SubK | Op::RSubK | Op::MulK | Op::DivK => double(!is_real(b)),
        Op::RemainderI | Op::ModuloI | Op::QuotientI if !b.is_flonum() => fixnum,
        Op::Quotient | Op::Remainder | Op::Modulo if !b.is_flonum() && !c.is_flonum() => fixnum,
        Op::Sqrt if !b.is_fixnum() => double(true),
        Op::Native => of_builtin(source, word, known_in(state, word.a())),
        _ => None,
    }
}

fn of_builtin(source: &Source<'_>, word: Word, argument: Known) -> Option<Outcome> {
    match source.natives.template(word.b(), word.d())? {
        Builtin::Inexact => Some(Outcome { known: Known::Double, leaves: !is_real(argument) }),
        Builtin::Round(_) if argument.is_flonum() && source.natives.rounds => {
            Some(Outcome { known: Known::Double, leaves: false })
        }
        _ => None,
    }
}

/// Whether it is known to be a fixnum or a flonum.
fn is_real(known: Known) -> bool {
    known.is_fixnum() || known.is_flonum()
}

/// Calls a function with each instruction of a range, and what is known before it.
pub(super) fn walk(
    source: &Source<'_>,
    leaders: &[bool],
    range: &Range<usize>,
    types: &Types<'_>,
    mut visit: impl FnMut(usize, &State),
) {
    let (mut state, mut falls) = (State::new(), false);
    for at in instructions_in(source.code, range.clone()) {
        if !types.is_reached(at, falls) {
            continue;
        }
        if leaders[at] || !falls {
            state = types.at(at);
        }
        visit(at, &state);
        types.follow(source.code, at, &mut state, false);
        falls = !ends(source.code[at].op());
    }
}

/// The kinds that a loop seems to want in registers at its head, from the states before each of its instructions.
pub(super) fn wants(source: &Source<'_>, range: &Range<usize>, known: &[(usize, State)], types: &Types<'_>) -> State {
    let nothing = vec![Known::Nothing; types.registers()];
    let mut before = wants_at_targets(source, range, known, &nothing);
    let mut state = nothing;
    for _ in 0..ROUNDS {
        let (mut changed, mut at_next) = (false, range.end);
        for (at, known) in known.iter().rev() {
            let word = source.code[*at];
            // The state is that before the next instruction, if control falls into it.
            if ends(word.op()) || at + length_of(word) != at_next {
                state.fill(Known::Nothing);
            }
            if let Some(target) = jump_of(*at, word).and_then(|target| before.get(&target)) {
                unite(&mut state, target);
            }
            want_before(source, *at, known, &mut state, types);
            if let Some(place) = before.get_mut(at).filter(|place| **place != state) {
                place.clone_from(&state);
                changed = true;
            }
            at_next = *at;
        }
        if !changed {
            break;
        }
    }
    before.remove(&range.start).unwrap_or_default()
}

/// A place for the wants before each instruction of a loop that one of these jumps to, and at its head.
fn wants_at_targets(
    source: &Source<'_>,
    range: &Range<usize>,
    known: &[(usize, State)],
    nothing: &State,
) -> BTreeMap<usize, State> {
    let targets = known.iter().filter_map(|(at, _)| jump_of(*at, source.code[*at]));
    targets
        .filter(|target| range.contains(target))
        .chain([range.start])
        .map(|target| (target, nothing.clone()))
        .collect()
}

/// Joins the wants of two ways on: a want of one stays, unless the other wants something else.
fn unite(state: &mut State, other: &State) {
    for (known, &other) in state.iter_mut().zip(other) {
        *known = match (*known, other) {
            (Known::Nothing, other) => other,
            (known, other) if known == other || other == Known::Nothing => known,
            _ => Known::Nothing,
        };
    }
}

/// Makes of what is wanted after an instruction what is wanted before it.
fn want_before(source: &Source<'_>, at: usize, known: &State, state: &mut State, types: &Types<'_>) {
    let word = source.code[at];
    let asked = asked(word, known, state);
    for register in types.writes_at(at) {
        state.get_mut(register).into_iter().for_each(|place| *place = Known::Nothing);
    }
    for (register, want) in asked.into_iter().flatten().filter(|&(register, _)| types.is_tracked(register)) {
        if want != Known::Nothing {
            state[register as usize] = if want == Known::Index { Known::Fixnum } else { want };
        }
    }
}

/// The wants of an instruction, from the state before it and the wants after it.
fn asked(word: Word, known: &State, after: &State) -> [Option<(u16, Known)>; 2] {
    let [a, b, c] = [word.a(), word.b(), word.c()];
    let result = known_in(after, a);
    let likely = |register: u16| [known_in(known, register), known_in(after, register)];
    match word.op() {
        Op::Add | Op::Sub | Op::Mul => {
            let number = kind_of_number(&[result, known_in(known, b), known_in(known, c)]);
            [Some((b, number)), Some((c, number))]
        }
        Op::Div => {
            let number = kind_of_number(&[result, known_in(known, b), known_in(known, c)]);
            let number = if number == Known::Double { number } else { Known::Nothing };
            [Some((b, number)), Some((c, number))]
        }
        Op::AddK | Op::SubK | Op::RSubK | Op::MulK | Op::DivK => [Some((b, Known::Double)), None],
        Op::Sqrt if result == Known::Double => [Some((b, Known::Double)), None],
        Op::AddI | Op::RSubI | Op::MulI => [Some((b, number_or_fixnum(&[result, known_in(known, b)]))), None],
        Op::Move => [Some((b, result)), None],
        op if compares_registers(op) => {
            let ([x, later_x], [y, later_y]) = (likely(a), likely(b));
            let number = kind_of_number(&[x, later_x, y, later_y]);
            [Some((a, number)), Some((b, number))]
        }
        op if compares_with_number(op) => [Some((a, number_or_fixnum(&likely(a)))), None],
        _ => wanted(word),
    }
}

/// Doubles if one of these is a flonum; else fixnums if one is a fixnum.
fn kind_of_number(likely: &[Known]) -> Known {
    if likely.iter().any(|known| known.is_flonum()) {
        Known::Double
    } else if likely.iter().any(|known| known.is_fixnum()) {
        Known::Fixnum
    } else {
        Known::Nothing
    }
}

fn number_or_fixnum(likely: &[Known]) -> Known {
    if likely.iter().any(|known| known.is_flonum()) { Known::Double } else { Known::Fixnum }
}

/// Whether an operation compares two registers with numbers, and jumps.
pub(super) fn compares_registers(op: Op) -> bool {
    use Op::*;
    matches!(
        op,
        JLess | JNotLess | JLessEq | JNotLessEq | JNumEq | JNotNumEq | LoopLess | LoopLessEq | LoopNumEq | LoopNotNumEq
    )
}

/// Whether an operation compares a register with a small integer, and jumps.
pub(super) fn compares_with_number(op: Op) -> bool {
    use Op::*;
    matches!(op, JLessI | JNotLessI | JLessEqI | JNotLessEqI | JGreaterI | JNotGreaterI | JGreaterEqI | JNotGreaterEqI)
        || matches!(op, JNumEqI | JNotNumEqI | LoopLessI | LoopLessEqI | LoopGreaterI | LoopGreaterEqI)
        || matches!(op, LoopNumEqI | LoopNotNumEqI)
}

/// The states in which the regions of these ranges are entered from outside, if they are.
pub(super) fn at_entries(
    source: &Source<'_>,
    leaders: &[bool],
    ranges: &[Range<usize>],
    types: &Types<'_>,
) -> Vec<Option<State>> {
    let starts: HashMap<usize, usize> =
        ranges.iter().enumerate().map(|(region, range)| (range.start, region)).collect();
    let mut joined: Vec<Option<State>> = vec![None; ranges.len()];
    walk(source, leaders, &(0..source.code.len()), types, |at, state| {
        let word = source.code[at];
        let next = (!ends(word.op())).then(|| at + length_of(word));
        for (target, jumps) in [(jump_of(at, word), true), (next, false)] {
            let Some(&region) = target.and_then(|target| starts.get(&target)) else { continue };
            if !ranges[region].contains(&at) {
                let mut entering = state.clone();
                types.follow(source.code, at, &mut entering, jumps);
                join(&mut joined[region], entering);
            }
        }
    });
    joined
}

fn join(joined: &mut Option<State>, state: State) {
    match joined {
        None => *joined = Some(state),
        Some(joined) => joined.iter_mut().zip(state).for_each(|(known, other)| *known = known.or(other)),
    }
}
