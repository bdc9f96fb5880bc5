//! Derives what instructions read and write, and where they may go, from the roles of their
//! operands, for the data flow analyses.

use std::ops::Range;

use super::ops::{CaptureKind, Flow, Op, Role, Word};

/// The effect of an operation whose operands are single registers, constants and numbers.
#[derive(Clone, Copy)]
pub(super) struct Plain {
    /// It is one of these, and goes on to the next instruction or jumps.
    pub is_plain: bool,
    /// Which of the operands `a`, `b`, `c` are registers that it reads.
    pub reads: [bool; 3],
    /// It writes `R[a]`.
    pub writes: bool,
    /// It says which primitive it stands for.
    pub is_marked: bool,
    /// It has operands that are neither registers nor numbers of any size.
    pub has_others: bool,
}

impl Plain {
    const fn of(op: Op) -> Plain {
        let roles = op.roles();
        let mut plain = Plain {
            is_plain: matches!(op.flow(), Flow::Next | Flow::Branch) && op.words() == 0,
            reads: [false; 3],
            writes: false,
            is_marked: matches!(roles[0], Role::P),
            has_others: false,
        };
        let mut i = 0;
        while i < 4 {
            match roles[i] {
                Role::R => plain.reads[i - 1] = true,
                Role::W => plain.writes = true,
                Role::No | Role::Cont | Role::N | Role::V | Role::P | Role::I | Role::I32 | Role::J | Role::J32 => {}
                Role::K
                | Role::K32
                | Role::G
                | Role::Flo
                | Role::U
                | Role::Cell
                | Role::Idx
                | Role::Div
                | Role::Imm => {
                    plain.has_others = true;
                }
                _ => plain.is_plain = false,
            }
            i += 1;
        }
        plain
    }
}

/// The effect of an instruction's operation, if it is plain.
#[inline]
pub(super) fn plain(op: Op) -> Plain {
    const TABLE: [Plain; Op::ALL.len()] = {
        let mut table = [Plain::of(Op::Move); Op::ALL.len()];
        let mut i = 0;
        while i < table.len() {
            table[i] = Plain::of(Op::ALL[i]);
            i += 1;
        }
        table
    };
    TABLE[op as usize]
}

/// The effect of an instruction on registers.
pub(super) struct Effects<'a> {
    /// Single registers that it reads.
    singles: [u16; 3],
    single_count: usize,
    /// Registers in a row that it reads.
    row: Range<usize>,
    /// The captures of a closure that it makes.
    captures: &'a [Word],
    /// Everything below is live when it is a safepoint, or may wait for a collection.
    pub live_below: usize,
    /// The registers that it writes.
    pub writes: Range<usize>,
    /// This and everything above is lost, before it writes.
    pub loses_from: Option<usize>,
    /// Where control goes.
    pub flow: Flow,
    /// Where it may jump.
    pub jump: Option<usize>,
    /// The instruction that may come next without a jump.
    pub after: Option<usize>,
}

impl Effects<'_> {
    /// The registers that it reads.
    #[inline]
    pub(super) fn reads(&self) -> impl Iterator<Item = usize> {
        let singles = self.singles[..self.single_count].iter().map(|&register| register as usize);
        let captured = self
            .captures
            .iter()
            .filter(|capture| matches!(capture.capture_kind(), Some(CaptureKind::Register | CaptureKind::OpenCell)));
        singles.chain(self.row.clone()).chain(captured.map(|capture| capture.a() as usize))
    }

    /// The registers for which it makes open cells.
    #[inline]
    pub(super) fn cells(&self) -> impl Iterator<Item = usize> {
        self.captures
            .iter()
            .filter(|capture| capture.capture_kind() == Some(CaptureKind::OpenCell))
            .map(|capture| capture.a() as usize)
    }

    /// Where it may go.
    pub(super) fn next(&self) -> impl Iterator<Item = usize> {
        self.jump.into_iter().chain(self.after)
    }
}

/// The instruction after that at `at`, when the code goes on.
#[inline]
pub(super) fn following(at: usize, word: Word) -> usize {
    let op = word.op();
    let captures = if op.roles()[3] == Role::Caps { word.c() as usize } else { 0 };
    at + 1 + op.words() + captures
}

/// Whether an instruction never goes on to the next one.
pub fn ends(op: Op) -> bool {
    matches!(op.flow(), Flow::Jump | Flow::Back | Flow::Leave | Flow::Never)
}

/// Where an instruction may jump. Before the first instruction there is none: that comes
/// out as a large number.
#[inline]
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
    following(0, word)
}

/// The registers that the instruction at `at` writes, assigned variables included.
pub fn written_by(code: &[Word], at: usize) -> impl Iterator<Item = usize> {
    let assigned = (code[at].op() == Op::SetVar).then_some(code[at].a() as usize);
    effects(code, at).writes.chain(assigned)
}

/// The registers that the instruction at `at` writes, assigned variables left out.
pub fn writes_of(code: &[Word], at: usize) -> Range<usize> {
    effects(code, at).writes
}

/// The registers that the instruction at `at` reads.
pub fn reads_of(code: &[Word], at: usize) -> Vec<usize> {
    effects(code, at).reads().collect()
}

/// The indices of the instructions, in their order.
pub fn instructions(code: &[Word]) -> impl Iterator<Item = usize> {
    instructions_in(code, 0..code.len())
}

/// Those in a range that begins with an instruction.
pub fn instructions_in(code: &[Word], range: Range<usize>) -> impl Iterator<Item = usize> {
    let within = move |at: usize| (at < range.end).then_some(at);
    std::iter::successors(within(range.start), move |&at| within(following(at, code[at])))
}

/// The effects of the instruction at `at`.
#[inline]
pub(super) fn effects(code: &[Word], at: usize) -> Effects<'_> {
    let word = code[at];
    let op = word.op();
    let [d, a, b, c] = [word.d() as usize, word.a() as usize, word.b() as usize, word.c() as usize];
    let after = following(at, word);
    let mut effects = Effects {
        singles: [0; 3],
        single_count: 0,
        row: 0..0,
        captures: &[],
        live_below: 0,
        writes: 0..0,
        loses_from: None,
        flow: op.flow(),
        jump: jump_of(at, word),
        after: (!ends(op)).then_some(after),
    };
    for (role, field) in op.roles().into_iter().zip([d, a, b, c]) {
        match role {
            Role::R => {
                effects.singles[effects.single_count] = field as u16;
                effects.single_count += 1;
            }
            Role::W => effects.writes = field..field + 1,
            Role::W2 => effects.writes = field..field + 2,
            Role::Win | Role::WinF => {
                let callee = usize::from(role == Role::WinF);
                effects.row = a + 2 - callee..a + 2 + d;
                effects.live_below = a;
                effects.loses_from = Some(a);
                effects.writes = a..a + usize::from(op.flow() == Flow::Call);
            }
            Role::Args => {
                effects.row = a..a + d;
                effects.live_below = a;
                effects.writes = a..a + 1;
            }
            Role::Row => effects.row = field..field + c,
            Role::Below => {
                effects.live_below = field;
                effects.loses_from = Some(field);
            }
            Role::Caps => effects.captures = &code[at + 1..after],
            _ => {}
        }
    }
    effects
}
