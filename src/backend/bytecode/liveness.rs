//! Finds the registers that a waiting frame still needs: those below the window of its call
//! that are read before they are written, on some path on from there.
//!
//! Found on demand, when a collection meets the call for the first time. So a value
//! that no variable needs any more is kept by no frame, and running code pays
//! nothing for that.

use cairn_data::code::{CodeMeta, Liveness};

use super::flow::{effects, instructions};
use super::ops::{Flow, Word};
use super::registers;

/// More words of sets than this are not computed: then everything counts as live.
const MOST_WORDS: usize = 1 << 20;

/// Finds the dead registers of each call in the code of a procedure.
pub fn liveness(code: &[Word], meta: &CodeMeta, registers: usize) -> Liveness {
    let width = registers::words(registers);
    if code.len() * width > MOST_WORDS {
        return Liveness::default();
    }
    let before = before_each(code, registers);
    let calls = instructions(code).filter(|&at| code[at].op().flow() == Flow::Call);
    Liveness::new(
        calls
            .filter_map(|at| {
                let dead = dead_during(code[at].a(), before.get((at + 1) * width..)?, meta, at + 1);
                (!dead.is_empty()).then_some((at + 1, dead))
            })
            .collect(),
    )
}

/// The registers that the code reads, from the instruction at an index on, before it writes them.
pub fn live_before(code: &[Word], registers: usize, at: usize) -> Vec<usize> {
    let width = registers::words(registers);
    if code.len() * width > MOST_WORDS {
        return Vec::new();
    }
    let before = before_each(code, registers);
    let Some(live) = before.get(at * width..(at + 1) * width) else { return Vec::new() };
    (0..registers).filter(|&register| registers::has(live, register)).collect()
}

/// The registers that are live before each instruction.
#[derive(Default)]
pub struct Live {
    width: usize,
    before: Vec<u64>,
}

impl Live {
    /// Finds them in code of that many registers. In code that is too long every register counts as live.
    pub fn find(code: &[Word], registers: usize) -> Live {
        let width = registers::words(registers);
        if code.len() * width > MOST_WORDS {
            return Live::default();
        }
        Live { width, before: before_each(code, registers) }
    }

    /// Whether a register is live before the instruction at `at`.
    pub fn has(&self, at: usize, register: usize) -> bool {
        self.before.get(at * self.width..(at + 1) * self.width).is_none_or(|live| registers::has(live, register))
    }
}

/// The live registers before each instruction, one set after another.
fn before_each(code: &[Word], registers: usize) -> Vec<u64> {
    let width = registers::words(registers);
    let mut before = vec![0; code.len() * width];
    let mut live = vec![0; width];
    // Captures and operand words are no instructions of their own.
    let starts: Vec<usize> = instructions(code).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for &at in starts.iter().rev() {
            let effects = effects(code, at);
            live.fill(0);
            effects.next().for_each(|next| _ = registers::unite(&mut live, &before[next * width..][..width]));
            if let Some(from) = effects.loses_from {
                registers::remove_from(&mut live, from);
            }
            effects.writes.clone().for_each(|register| registers::remove(&mut live, register));
            effects.reads().for_each(|register| registers::add(&mut live, register));
            changed |= registers::unite(&mut before[at * width..][..width], &live);
        }
    }
    before
}

/// Registers below a window that are not live after the call. An assigned variable
/// lives as long as its scope: cells may refer to its register.
fn dead_during(window: u16, live: &[u64], meta: &CodeMeta, index: usize) -> Box<[u16]> {
    let assigned = |register| {
        meta.assigned.iter().any(|r| r.register == register && (r.from as usize..r.to as usize).contains(&index))
    };
    (0..window).filter(|&register| !registers::has(live, register as usize) && !assigned(register)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytecode::Op;

    #[test]
    fn what_is_read_after_a_call_is_live_during_it() {
        let call = Word::new(Op::CallSelf, 0, 3, 0, 0);
        let sum = Word::new(Op::Add, 0, 0, 1, 3);
        let code = [call, sum, Word::new(Op::Return, 0, 0, 0, 0)];
        let liveness = super::liveness(&code, &CodeMeta::default(), 5);
        assert_eq!(liveness.dead_at(1), [0, 2]);
    }

    #[test]
    fn assigned_variables_live_as_long_as_their_scope() {
        let call = Word::new(Op::CallSelf, 0, 2, 0, 0);
        let code = [call, Word::new(Op::Return, 0, 2, 0, 0)];
        let meta = CodeMeta {
            assigned: vec![cairn_data::code::AssignedRange { from: 0, to: 2, register: 1 }],
            ..CodeMeta::default()
        };
        assert_eq!(liveness(&code, &meta, 4).dead_at(1), [0]);
    }

    #[test]
    fn a_loop_keeps_what_its_next_round_reads() {
        let call = Word::new(Op::CallSelf, 0, 2, 0, 0);
        let code = [call, Word::new(Op::Move, 0, 0, 1, 0), Word::wide(Op::Loop, 0, 2, -3i32 as u32)];
        assert_eq!(liveness(&code, &CodeMeta::default(), 4).dead_at(1), [0]);
    }
}
