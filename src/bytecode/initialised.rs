//! The verifier's data flow: every register that an instruction reads, or that a
//! collection would scan there, has been written on each path to it.
//!
//! A collection scans all words below the live top of the stack, so one register
//! that still has what an earlier frame left there is a stale reference.

use std::collections::{HashMap, HashSet};

use super::ops::{Op, Role, Word};

/// Frames of more registers are not looked at: it would take long, and what is
/// wrong with them is wrong with smaller ones too.
const MOST_REGISTERS: usize = 1000;

/// A set of registers.
#[derive(Clone, PartialEq, Eq)]
struct Registers(Vec<u64>);

impl Registers {
    fn first(count: usize, of: usize) -> Registers {
        let mut set = Registers(vec![0; of / 64 + 1]);
        (0..count).for_each(|r| set.add(r));
        set
    }

    fn add(&mut self, register: usize) {
        self.0[register / 64] |= 1 << (register % 64);
    }

    fn has(&self, register: usize) -> bool {
        self.0[register / 64] >> (register % 64) & 1 != 0
    }

    /// Takes out `from` and all above.
    fn drop_from(&mut self, from: usize) {
        for (i, word) in self.0.iter_mut().enumerate() {
            let kept = from.saturating_sub(i * 64).min(64);
            *word &= if kept == 64 { u64::MAX } else { (1 << kept) - 1 };
        }
    }

    /// Keeps what is in `other` too; whether that is less than before.
    fn intersect(&mut self, other: &Registers) -> bool {
        let before = self.clone();
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
        *self != before
    }
}

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

fn jump_of(at: usize, word: Word) -> Option<usize> {
    let roles = word.op().roles();
    let offset = match (roles[2], roles[3]) {
        (Role::J32, _) => word.bc() as i64,
        (_, Role::J) => word.c() as i16 as i64,
        _ => return None,
    };
    Some((at as i64 + 1 + offset) as usize)
}

/// Checks what an instruction needs, takes over what it writes, and returns where
/// it may go.
fn step(code: &[Word], at: usize, written: &mut Registers) -> Result<Vec<usize>, String> {
    let word = code[at];
    let op = word.op();
    let [d, a, b, c] = [word.d() as usize, word.a() as usize, word.b() as usize, word.c() as usize];
    let need = |written: &Registers, mut registers: std::ops::Range<usize>| match registers.find(|&r| !written.has(r)) {
        Some(register) => Err(format!("{} at {at} needs r{register}, which is not written", op.name())),
        None => Ok(()),
    };
    for (role, field) in op.roles().iter().zip([d, a, b, c]) {
        if *role == Role::R && !matches!(op, Op::Close | Op::MakeObject) {
            need(written, field..field + 1)?;
        }
    }
    let mut after = at + 1;
    match op {
        Op::Clear => written.add(a + 1),
        Op::Native => need(written, 0..a + d)?,
        Op::Call | Op::CallGlobal | Op::CallSelf | Op::CallKnown | Op::TailCall | Op::TailCallGlobal => {
            need(written, 0..a)?;
            need(written, a + 2..a + 2 + d)?;
            written.drop_from(a);
            written.add(a);
        }
        Op::Loop => {
            need(written, 0..a)?;
            written.drop_from(a);
        }
        Op::MakeObject => need(written, b..b + c)?,
        Op::RecordRef | Op::RecordSet => after += 1,
        Op::Closure => {
            for capture in &code[after..after + c] {
                if matches!(capture.d(), 0 | 2) {
                    let register = capture.a() as usize;
                    need(written, register..register + 1)?;
                }
            }
            after += c;
        }
        _ => {}
    }
    if op.roles()[1] == Role::W || op == Op::Native {
        written.add(a);
    }
    let ends = matches!(op, Op::Jump | Op::Loop | Op::Return | Op::TailCall | Op::TailCallGlobal | Op::Halt);
    Ok(jump_of(at, word).into_iter().chain((!ends).then_some(after)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

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
