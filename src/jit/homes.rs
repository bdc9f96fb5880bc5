//! Chooses machine registers, *homes*, for the registers that loops use most.
//!
//! A *region* is an outermost loop that calls nothing. Within it the chosen registers are
//! at home; the ways into it load them, and those out of it store what it writes. A region may have a second
//! version, which takes for granted what its guards check; there registers of doubles hold flonums.

use std::ops::Range;

use cairn_backend::bytecode::{Flow, Op, Role, Word, instructions, instructions_in, jump_of, length_of, written_by};

use super::emitter::Source;
use super::hopes;
use super::machine::*;
use super::types::{Known, State, Types, known_in};

/// The weight of a use in an inner loop, in uses around it.
const DEPTH_WEIGHT: u32 = 8;
/// Loops of more words have no second version.
const MOST_GUARDED: usize = 500;
/// Words and registers of procedures whose loops have second versions, multiplied.
const MOST_EXAMINED: usize = 1 << 18;
/// Registers that are checked before a loop, at most.
const MOST_GUARDS: usize = 12;
/// Rounds in which guards are chosen, each from what follows from those of the one before.
const CHOICES: usize = 2;
/// Loops in loops that still weigh more.
const MOST_DEPTH: u32 = 6;

/// The versions of the code: of all instructions, and of regions whose guards hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Version {
    General,
    Guarded,
}

/// A register, its home, whether the loop writes it.
type Home = (u16, Gp, bool);

/// One loop with homes.
struct Region {
    /// Its first instruction, and the one after its last.
    range: Range<usize>,
    /// Types that its second version assumes at its head; checked at its entries.
    guards: Vec<(u16, Known)>,
    /// The homes in either version.
    homes: [Vec<Home>; 2],
    /// Registers that may be in registers of doubles in the second version, with that; whether the loop writes them.
    doubles: Vec<(u16, Xmm, bool)>,
}

/// The regions of a procedure.
pub(super) struct Regions {
    of: Vec<Option<usize>>,
    list: Vec<Region>,
}

impl Regions {
    /// The region that an instruction is in.
    pub(super) fn of(&self, at: usize) -> Option<usize> {
        self.of.get(at).copied().flatten()
    }

    /// The home of a register at an instruction.
    pub(super) fn home(&self, at: usize, version: Version, register: u16) -> Option<Gp> {
        let region = &self.list[self.of(at)?];
        region.homes[version as usize].iter().find(|home| home.0 == register).map(|home| home.1)
    }

    /// The register of doubles for a register in the second version.
    pub(super) fn double(&self, at: usize, register: u16) -> Option<Xmm> {
        let region = &self.list[self.of(at)?];
        region.doubles.iter().find(|double| double.0 == register).map(|double| double.1)
    }

    /// The first instruction of a region, and the one after its last.
    pub(super) fn range(&self, region: usize) -> Range<usize> {
        self.list[region].range.clone()
    }

    /// The checks before the second version of a region.
    pub(super) fn guards(&self, region: usize) -> &[(u16, Known)] {
        &self.list[region].guards
    }

    /// The homes of registers in a region.
    pub(super) fn homes(&self, region: usize, version: Version) -> &[Home] {
        &self.list[region].homes[version as usize]
    }

    /// The registers of doubles in the second version of a region.
    pub(super) fn doubles(&self, region: usize) -> &[(u16, Xmm, bool)] {
        &self.list[region].doubles
    }

    /// Whether there are registers of doubles.
    pub(super) fn have_doubles(&self) -> bool {
        self.list.iter().any(|region| !region.doubles.is_empty())
    }

    /// Chooses guards and registers of doubles, and finds what is known in the second version of each region; nothing
    /// for those without.
    pub(super) fn guard<'a>(
        &mut self,
        source: &'a Source<'a>,
        leaders: &[bool],
        types: &Types<'a>,
    ) -> Vec<Option<Types<'a>>> {
        let is_small = source.code.len() * types.registers() <= MOST_EXAMINED;
        if !is_small || types.registers() == 0 || self.list.is_empty() {
            return self.list.iter().map(|_| None).collect();
        }
        let ranges: Vec<Range<usize>> = self.list.iter().map(|region| region.range.clone()).collect();
        let entries = hopes::at_entries(source, leaders, &ranges, types);
        let loops = loops(source.code);
        let guarded = |(region, entries): (&mut Region, Option<State>)| {
            let is_fit = region.range.len() <= MOST_GUARDED;
            if is_fit { region.guard(source, leaders, types, &loops, entries) } else { None }
        };
        self.list.iter_mut().zip(entries).map(guarded).collect()
    }
}

impl Region {
    fn guard<'a>(
        &mut self,
        source: &'a Source<'a>,
        leaders: &[bool],
        types: &Types<'a>,
        loops: &[(usize, usize)],
        entries: Option<State>,
    ) -> Option<Types<'a>> {
        let range = self.range.clone();
        let head = types.at(range.start);
        let entries = entries.unwrap_or_else(|| head.clone());
        let every: Vec<u16> = (0..types.registers() as u16).filter(|&register| types.is_tracked(register)).collect();
        let (mut found, mut assumed) =
            (types.within(leaders, range.clone(), head.clone(), every.clone()), head.clone());
        for _ in 0..CHOICES {
            let mut known = Vec::new();
            hopes::walk(source, leaders, &range, &found, |at, state| known.push((at, state.clone())));
            let choice = assume(&head, &entries, &hopes::wants(source, &range, &known, types));
            if choice == assumed {
                break;
            }
            found = types.within(leaders, range.clone(), choice.clone(), every.clone());
            assumed = choice;
        }
        let doubles = self.choose_doubles(source, leaders, &found, loops);
        let registers: Vec<u16> = doubles.iter().map(|double| double.0).collect();
        if registers.len() < DOUBLES.len() && found.has_doubles_only_in(&registers) {
            found.limit_doubles(registers);
        } else {
            let mut start = found.at(range.start);
            let without = |register: usize| !registers.iter().any(|&double| usize::from(double) == register);
            let lost = start.iter_mut().enumerate().filter(|(at, known)| **known == Known::Double && without(*at));
            lost.for_each(|(at, known)| *known = head[at]);
            found = types.within(leaders, range.clone(), start, registers);
        }
        let start = found.at(range.start);
        let guards = (0..).zip(start.iter().zip(&head)).filter(|(_, (known, before))| is_checked(**known, **before));
        self.guards = guards.map(|(register, (&known, _))| (register, known)).collect();
        if self.guards.len() > MOST_GUARDS || (self.guards.is_empty() && doubles.is_empty()) {
            self.guards.clear();
            return None;
        }
        self.doubles = doubles;
        let mut uses = Uses::default();
        hopes::walk(source, leaders, &range, &found, |at, state| {
            let in_double = |register: u16| known_in(state, register) == Known::Double;
            let gives_double = found.outcome(source.code[at], state).known == Known::Double;
            uses.count(source.code, at, weight(loops, at), &in_double, gives_double);
        });
        self.homes[Version::Guarded as usize] = uses.choose();
        Some(found)
    }

    /// The registers that are doubles somewhere in the loop: those that weigh most.
    fn choose_doubles(
        &self,
        source: &Source<'_>,
        leaders: &[bool],
        types: &Types<'_>,
        loops: &[(usize, usize)],
    ) -> Vec<(u16, Xmm, bool)> {
        let mut uses = Uses::default();
        hopes::walk(source, leaders, &self.range, types, |at, state| {
            let in_word = |register: u16| known_in(state, register) != Known::Double;
            let gives_double = types.outcome(source.code[at], state).known == Known::Double;
            uses.count(source.code, at, weight(loops, at), &in_word, !gives_double);
        });
        let used = uses.sorted(0).into_iter().map(|(register, _, is_written)| (register, is_written));
        used.zip(DOUBLES).map(|((register, is_written), double)| (register, Xmm(double), is_written)).collect()
    }
}

/// Whether what the second version assumes of a register has to be checked.
fn is_checked(known: Known, before: Known) -> bool {
    let holds = known == Known::Nothing || known == before || (known == Known::Fixnum && before.is_fixnum());
    let widens = known == Known::Double && before == Known::Flonum;
    !(holds || widens)
}

/// The state that the second version assumes at its head: all that holds there anyway, and the loop's wants, unless the
/// opposite is known where it is entered.
fn assume(head: &State, entries: &State, wants: &State) -> State {
    let one = |(&known, (&entry, &want)): (&Known, (&Known, &Known))| match (known, want) {
        (Known::Flonum, Known::Double) => Known::Double,
        (Known::Nothing, want) if entry == Known::Nothing || agrees(entry, want) => want,
        _ => known,
    };
    head.iter().zip(entries.iter().zip(wants)).map(one).collect()
}

fn agrees(known: Known, want: Known) -> bool {
    known == want || (known.is_flonum() && want == Known::Double) || (known.is_fixnum() && want == Known::Fixnum)
}

/// Finds the regions of a procedure.
pub(super) fn find_regions(code: &[Word]) -> Regions {
    let loops = loops(code);
    let mut regions = Regions { of: vec![None; code.len()], list: Vec::new() };
    for &(head, end) in &loops {
        let inside = regions.of[head].is_some() || regions.of[end].is_some();
        if inside || !qualifies(code, head, end) {
            continue;
        }
        regions.of[head..=end].fill(Some(regions.list.len()));
        let mut uses = Uses::default();
        let all = instructions_in(code, head..end + 1);
        all.for_each(|at| uses.count(code, at, weight(&loops, at), &|_| false, false));
        let range = head..end + length_of(code[end]);
        regions.list.push(Region {
            range,
            guards: Vec::new(),
            homes: [uses.choose(), Vec::new()],
            doubles: Vec::new(),
        });
    }
    regions
}

/// The loops: index of the head, and of the last jump back to it; outer ones first.
fn loops(code: &[Word]) -> Vec<(usize, usize)> {
    let mut loops: Vec<(usize, usize)> = Vec::new();
    for at in instructions(code) {
        if code[at].op() != Op::Loop {
            continue;
        }
        let Some(head) = jump_of(at, code[at]).filter(|&head| head <= at) else { continue };
        match loops.iter_mut().find(|known| known.0 == head) {
            Some(known) => known.1 = at,
            None => loops.push((head, at)),
        }
    }
    loops.sort_by_key(|&(head, end)| (head, std::cmp::Reverse(end)));
    loops
}

/// Whether a loop calls nothing.
fn qualifies(code: &[Word], head: usize, end: usize) -> bool {
    instructions_in(code, head..end).all(|at| code[at].op().flow() != Flow::Call)
}

/// How much a use at an instruction weighs: more in inner loops.
fn weight(loops: &[(usize, usize)], at: usize) -> u32 {
    let depth = loops.iter().filter(|&&(head, end)| (head..=end).contains(&at)).count() as u32;
    DEPTH_WEIGHT.pow(depth.clamp(1, MOST_DEPTH) - 1)
}

/// Registers, the weights of their uses, and whether they are written.
#[derive(Default)]
struct Uses {
    weights: Vec<(u16, u32, bool)>,
}

impl Uses {
    /// Counts the registers of an instruction: those that it reads unless they are `left_out`, and those that it
    /// writes unless it `writes_other`, to which the register does not count.
    fn count(&mut self, code: &[Word], at: usize, weight: u32, left_out: &dyn Fn(u16) -> bool, writes_other: bool) {
        let word = code[at];
        let fields = word.op().roles().into_iter().zip([word.d().into(), word.a(), word.b(), word.c()]);
        for (role, register) in fields {
            match role {
                Role::R if !left_out(register) => self.add(register, weight, false),
                Role::W if !writes_other => self.add(register, weight, true),
                _ => {}
            }
        }
        // A register that is written by other means has to be stored too.
        written_by(code, at).for_each(|register| self.add(register as u16, 0, true));
    }

    fn add(&mut self, register: u16, weight: u32, is_written: bool) {
        match self.weights.iter_mut().find(|known| known.0 == register) {
            Some(known) => (known.1, known.2) = (known.1.saturating_add(weight), known.2 || is_written),
            None => self.weights.push((register, weight, is_written)),
        }
    }

    /// Those of more than this weight, the heaviest first.
    fn sorted(mut self, least: u32) -> Vec<(u16, u32, bool)> {
        self.weights.retain(|&(_, weight, _)| weight > least);
        self.weights.sort_by_key(|&(register, weight, _)| (std::cmp::Reverse(weight), register));
        self.weights
    }

    /// The registers with homes: those that weigh most.
    fn choose(self) -> Vec<Home> {
        let used = self.sorted(1).into_iter().zip(HOMES);
        used.map(|((register, _, is_written), home)| (register, home, is_written)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emitter::{Constant, leaders};
    use crate::{Layout, Natives};
    use cairn_gc::Value;

    fn word(op: Op, a: u16, b: u16, c: i16) -> Word {
        Word::new(op, 0, a, b, c as u16)
    }

    /// A loop that adds a flonum to register 1 as often as register 0 says, with these instructions before it.
    fn guards_after(first: &[Word]) -> (Vec<(u16, Known)>, Vec<u16>) {
        let mut code = first.to_vec();
        code.extend([
            Word::wide(Op::LoadK, 0, 2, cairn_backend::bytecode::constant_operand(0).expect("an operand") as u32),
            word(Op::Add, 1, 1, 2),
            word(Op::AddI, 0, 0, -1),
            word(Op::JNumEqI, 0, 0, 1),
            Word::wide(Op::Loop, 0, 2, -5i32 as u32),
            word(Op::Return, 1, 0, 0),
        ]);
        let natives = Natives { functions: Vec::new(), list: None, templates: Vec::new(), rounds: false };
        let layout = Layout::default();
        let constants = [Constant::Word(Value::immediate_flonum(1.5).expect("a common flonum").bits())];
        let source = Source {
            code: &code,
            entry: 0,
            in_order: &[],
            assigned: &[],
            constants: &constants,
            natives: &natives,
            layout: &layout,
        };
        let leaders = leaders(&source);
        let types = Types::find(&source, &leaders);
        let mut regions = find_regions(&code);
        regions.guard(&source, &leaders, &types);
        (regions.guards(0).to_vec(), regions.doubles(0).iter().map(|double| double.0).collect())
    }

    #[test]
    fn a_loop_wants_what_its_instructions_take_and_give() {
        let (guards, mut doubles) = guards_after(&[]);
        assert_eq!(guards, [(0, Known::Fixnum), (1, Known::Double)]);
        doubles.sort_unstable();
        assert_eq!(doubles, [1, 2]);
    }

    #[test]
    fn what_a_loop_begins_with_contradicts_its_wants() {
        // The sum begins as a fixnum, and is a flonum after the first round.
        let (guards, _) = guards_after(&[Word::wide(Op::LoadI, 0, 1, 0)]);
        assert_eq!(guards, [(0, Known::Fixnum)]);
    }
}
