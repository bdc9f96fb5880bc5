//! What instructions read and write, and where they may go: the ground of the data
//! flow analyses.

use std::ops::Range;

use super::ops::{Op, Role, Word};

/// A set of registers.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Registers(Vec<u64>);

impl Registers {
    /// The first `count` of so many registers.
    pub fn first(count: usize, of: usize) -> Registers {
        let mut set = Registers(vec![0; of / 64 + 1]);
        (0..count).for_each(|r| set.add(r));
        set
    }

    pub fn add(&mut self, register: usize) {
        self.0[register / 64] |= 1 << (register % 64);
    }

    pub fn remove(&mut self, register: usize) {
        self.0[register / 64] &= !(1 << (register % 64));
    }

    pub fn has(&self, register: usize) -> bool {
        self.0[register / 64] >> (register % 64) & 1 != 0
    }

    /// Takes out `from` and all above.
    pub fn drop_from(&mut self, from: usize) {
        for (i, word) in self.0.iter_mut().enumerate() {
            let kept = from.saturating_sub(i * 64).min(64);
            *word &= if kept == 64 { u64::MAX } else { (1 << kept) - 1 };
        }
    }

    /// Keeps what is in `other` too; whether that is less than before.
    pub fn intersect(&mut self, other: &Registers) -> bool {
        self.combine(other, |x, y| x & y)
    }

    /// Takes in what is in `other`; whether that is more than before.
    pub fn unite(&mut self, other: &Registers) -> bool {
        self.combine(other, |x, y| x | y)
    }

    fn combine(&mut self, other: &Registers, f: impl Fn(u64, u64) -> u64) -> bool {
        let mut changed = false;
        for (word, &other) in self.0.iter_mut().zip(&other.0) {
            let new = f(*word, other);
            changed |= new != *word;
            *word = new;
        }
        changed
    }
}

/// What an instruction does to registers.
pub(super) struct Effects {
    /// What it reads.
    pub reads: Vec<Range<usize>>,
    /// Everything below is live when it is a safepoint, or may wait for a collection.
    pub live_below: usize,
    /// What it writes.
    pub writes: Vec<usize>,
    /// This and everything above is lost, before it writes.
    pub loses_from: Option<usize>,
    /// Where it may go.
    pub next: Vec<usize>,
}

/// Where an instruction may jump.
pub fn jump_of(at: usize, word: Word) -> Option<usize> {
    let roles = word.op().roles();
    let offset = match (roles[2], roles[3]) {
        (Role::J32, _) => word.bc() as i64,
        (_, Role::J) => word.c() as i16 as i64,
        _ => return None,
    };
    Some((at as i64 + 1 + offset) as usize)
}

/// Words of an instruction, those that are its operands included.
pub fn length_of(word: Word) -> usize {
    1 + match word.op() {
        Op::Closure => word.c() as usize,
        Op::RecordRef | Op::RecordSet => 1,
        _ => 0,
    }
}

/// The registers that the instruction at `at` writes, assigned variables included.
pub fn written_by(code: &[Word], at: usize) -> Vec<usize> {
    let mut written = effects(code, at).writes;
    if code[at].op() == Op::SetVar {
        written.push(code[at].a() as usize);
    }
    written
}

/// The effects of the instruction at `at`.
pub(super) fn effects(code: &[Word], at: usize) -> Effects {
    let word = code[at];
    let op = word.op();
    let [d, a, b, c] = [word.d() as usize, word.a() as usize, word.b() as usize, word.c() as usize];
    let mut effects =
        Effects { reads: Vec::new(), live_below: 0, writes: Vec::new(), loses_from: None, next: Vec::new() };
    // `Close` names registers whose cells it closes, `MakeObject` a range.
    if !matches!(op, Op::Close | Op::MakeObject) {
        let fields = op.roles().into_iter().zip([d, a, b, c]);
        effects.reads.extend(fields.filter(|&(role, _)| role == Role::R).map(|(_, field)| field..field + 1));
    }
    let mut after = at + 1;
    match op {
        Op::Clear => effects.writes.push(a + 1),
        Op::Native => {
            effects.reads.push(a..a + d);
            effects.live_below = a;
        }
        Op::Call | Op::CallGlobal | Op::CallSelf | Op::CallKnown | Op::TailCall | Op::TailCallGlobal => {
            let callee = usize::from(matches!(op, Op::Call | Op::CallKnown | Op::TailCall));
            effects.reads.push(a + 2 - callee..a + 2 + d);
            effects.live_below = a;
            effects.loses_from = Some(a);
        }
        Op::Loop => {
            effects.live_below = a;
            effects.loses_from = Some(a);
        }
        Op::MakeObject => effects.reads.push(b..b + c),
        Op::RecordRef | Op::RecordSet => after += 1,
        Op::Closure => {
            let captures = code[after..after + c].iter().filter(|capture| matches!(capture.d(), 0 | 2));
            effects.reads.extend(captures.map(|capture| capture.a() as usize..capture.a() as usize + 1));
            after += c;
        }
        _ => {}
    }
    if matches!(op.roles()[1], Role::W)
        || matches!(op, Op::Native | Op::Call | Op::CallGlobal | Op::CallSelf | Op::CallKnown)
    {
        effects.writes.push(a);
    }
    effects.next.extend(jump_of(at, word));
    let ends = matches!(op, Op::Return | Op::ReturnValues | Op::TailCall | Op::TailCallGlobal | Op::Halt);
    if !(ends || matches!(op, Op::Jump | Op::Loop)) {
        effects.next.push(after);
    }
    effects
}
