//! Fuses a loop's test with its `Loop`.
//!
//! They act on fixnums alone, for which "not less" is "greater or equal": so every
//! comparison and its negation come down to a few, some with exchanged operands.

use super::ops::{Op, Word};

/// The fused form of a test that jumps, or of its negation when not `sense`; none
/// for other instructions. The offset is left to the assembler.
pub(super) fn fused(test: Word, sense: bool) -> Option<Word> {
    let (yes, no) = forms(test.op())?;
    let (op, swap) = if sense { yes } else { no };
    let op = op?;
    let (a, b) = if swap { (test.b(), test.a()) } else { (test.a(), test.b()) };
    Some(Word::new(op, 0, a, b, 0))
}

/// An operation, if there is one, and whether its operands are exchanged.
type Fused = (Option<Op>, bool);

/// The fused forms of a test and of its negation.
fn forms(test: Op) -> Option<(Fused, Fused)> {
    let is = |op| (Some(op), false);
    let swapped = |op| (Some(op), true);
    let none = (None, false);
    Some(match test {
        Op::JLess => (is(Op::LoopLess), swapped(Op::LoopLessEq)),
        Op::JNotLess => (swapped(Op::LoopLessEq), is(Op::LoopLess)),
        Op::JLessEq => (is(Op::LoopLessEq), swapped(Op::LoopLess)),
        Op::JNotLessEq => (swapped(Op::LoopLess), is(Op::LoopLessEq)),
        Op::JNumEq => (is(Op::LoopNumEq), is(Op::LoopNotNumEq)),
        Op::JNotNumEq => (is(Op::LoopNotNumEq), is(Op::LoopNumEq)),
        Op::JLessI | Op::JNotGreaterEqI => (is(Op::LoopLessI), is(Op::LoopGreaterEqI)),
        Op::JNotLessI | Op::JGreaterEqI => (is(Op::LoopGreaterEqI), is(Op::LoopLessI)),
        Op::JLessEqI | Op::JNotGreaterI => (is(Op::LoopLessEqI), is(Op::LoopGreaterI)),
        Op::JNotLessEqI | Op::JGreaterI => (is(Op::LoopGreaterI), is(Op::LoopLessEqI)),
        Op::JNumEqI => (is(Op::LoopNumEqI), is(Op::LoopNotNumEqI)),
        Op::JNotNumEqI => (is(Op::LoopNotNumEqI), is(Op::LoopNumEqI)),
        Op::JNull => (none, is(Op::LoopNotNull)),
        Op::JNotNull => (is(Op::LoopNotNull), none),
        Op::JPair => (is(Op::LoopPair), none),
        Op::JNotPair => (none, is(Op::LoopPair)),
        _ => return None,
    })
}
