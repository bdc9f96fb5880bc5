//! The verifier's data flow: every register that an instruction reads, or that a
//! collection would scan there, has been written on each path to it.
//!
//! A collection scans all words below the live top of the stack, so one register
//! that still has what an earlier frame left there is a stale reference.

use std::collections::{HashMap, HashSet};

use super::flow::{Registers, effects, jump_of};
use super::ops::Word;

/// Frames of more registers are not looked at: it would take long, and what is
/// wrong with them is wrong with smaller ones too.
const MOST_REGISTERS: usize = 1000;

/// Checks the code of a procedure with `params` parameters, the rest included.
///
/// # Errors
/// Which register was not written, and where.
pub fn check(code: &[Word], params: usize, registers: usize) -> Result<(), String> {
    if registers > MOST_REGISTERS {
        return Ok(());
    }
    let targets: HashSet<usize> = code.iter().enumerate().filter_map(|(at, &word)| jump_of(at, word)).collect();
    let mut before: HashMap<usize, Registers> = HashMap::from([(0, Registers::first(params, registers))]);
    let mut pending = vec![0];
    while let Some(start) = pending.pop() {
        let mut at = start;
        let mut written = before[&at].clone();
        // Straight on until the paths join another one that is known.
        loop {
            let next = step(code, at, &mut written)?;
            let mut on = None;
            for target in next {
                match before.get_mut(&target) {
                    Some(known) => {
                        if known.intersect(&written) {
                            pending.push(target);
                        }
                    }
                    None if !targets.contains(&target) => on = Some(target),
                    None => {
                        before.insert(target, written.clone());
                        pending.push(target);
                    }
                }
            }
            match on {
                Some(target) => at = target,
                None => break,
            }
        }
    }
    Ok(())
}

/// Checks what an instruction needs, takes over what it writes, and returns where
/// it may go.
fn step(code: &[Word], at: usize, written: &mut Registers) -> Result<Vec<usize>, String> {
    let effects = effects(code, at);
    let mut needed = effects.reads.into_iter().flatten().chain(0..effects.live_below);
    if let Some(register) = needed.find(|&register| !written.has(register)) {
        return Err(format!("{} at {at} needs r{register}, which is not written", code[at].op().name()));
    }
    if let Some(from) = effects.loses_from {
        written.drop_from(from);
    }
    effects.writes.into_iter().for_each(|register| written.add(register));
    Ok(effects.next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiler::bytecode::Op;

    const RETURN: Word = Word::new(Op::Return, 0, 0, 0, 0);

    #[test]
    fn what_is_below_a_window_is_written_before_the_call() {
        let call = Word::new(Op::CallSelf, 0, 2, 0, 0);
        let one = Word::wide(Op::LoadI, 0, 1, 7);
        assert!(check(&[call, RETURN], 1, 4).is_err());
        assert!(check(&[one, call, RETURN], 1, 4).is_ok());
        // Only one of two paths writes it.
        let test = Word::wide(Op::JFalse, 0, 0, 1);
        assert!(check(&[test, one, call, RETURN], 1, 4).is_err());
    }

    #[test]
    fn a_call_leaves_its_result_alone() {
        let call = Word::new(Op::CallSelf, 1, 1, 0, 0);
        let argument = Word::wide(Op::LoadI, 0, 3, 7);
        let result = Word::new(Op::Return, 0, 1, 0, 0);
        let old_argument = Word::new(Op::Return, 0, 3, 0, 0);
        assert!(check(&[argument, call, result], 1, 4).is_ok());
        assert!(check(&[argument, call, old_argument], 1, 4).is_err());
    }

    #[test]
    fn a_round_keeps_what_is_below_its_operand() {
        let one = Word::wide(Op::LoadI, 0, 1, 7);
        let read = Word::new(Op::Move, 0, 0, 1, 0);
        let round = |live| Word::wide(Op::Loop, 0, live, -2i32 as u32);
        assert!(check(&[one, read, round(2)], 1, 2).is_ok());
        assert!(check(&[one, read, round(1)], 1, 2).is_err());
    }
}
