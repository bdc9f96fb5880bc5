//! Chooses machine registers, *homes*, for the registers that loops use most.
//!
//! A *region* is an outermost loop that calls nothing. Within it the chosen registers are
//! at home; the ways into it load them, and those out of it store what it writes.

use super::types::{Known, Types};
use super::x64::*;
use crate::compiler::bytecode::{Flow, Op, Role, Word, jump_of, length_of, written_by};

/// The machine registers for homes.
const HOMES: [Gp; 8] = [R12, RBP, R8, R9, R10, R11, RDI, RSI];

/// The weight of a use in an inner loop, in uses around it.
const DEPTH_WEIGHT: u32 = 8;
/// Loops of more words have no second version.
const MOST_GUARDED: usize = 500;
/// Loops in loops that still weigh more.
const MOST_DEPTH: u32 = 6;

/// One loop with homes.
struct Region {
    /// Its first instruction, and the one after its last.
    head: usize,
    end: usize,
    /// Types that its second version assumes of registers which it does not write; checked at its entries.
    guards: Vec<(u16, Known)>,
    /// Register, its home, whether the loop writes it.
    homes: Vec<(u16, Gp, bool)>,
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
    pub(super) fn home(&self, at: usize, register: u16) -> Option<Gp> {
        let region = &self.list[self.of(at)?];
        region.homes.iter().find(|home| home.0 == register).map(|home| home.1)
    }

    /// The first instruction of a region, and the one after its last.
    pub(super) fn range(&self, region: usize) -> (usize, usize) {
        (self.list[region].head, self.list[region].end)
    }

    /// What is checked before the second version of a region.
    pub(super) fn guards(&self, region: usize) -> &[(u16, Known)] {
        &self.list[region].guards
    }

    /// Chooses guards, and finds what is known in each region when they hold; nothing for those without guards.
    pub(super) fn guard(&mut self, code: &[Word], leaders: &[bool], types: &Types) -> Vec<Option<Types>> {
        let guarded = |region: &mut Region| {
            if region.end - region.head > MOST_GUARDED {
                return None;
            }
            let mut state = types.at(region.head);
            region.guards = types.guards(code, region.head..region.end);
            types.assume(&mut state, &region.guards);
            (!region.guards.is_empty()).then(|| types.within(code, leaders, region.head..region.end, state))
        };
        self.list.iter_mut().map(guarded).collect()
    }

    /// Registers and homes of a region.
    pub(super) fn homes(&self, region: Option<usize>) -> Vec<(u16, Gp)> {
        self.select(region, |_| true)
    }

    /// Those that the region writes.
    pub(super) fn written(&self, region: Option<usize>) -> Vec<(u16, Gp)> {
        self.select(region, |written| written)
    }

    fn select(&self, region: Option<usize>, which: impl Fn(bool) -> bool) -> Vec<(u16, Gp)> {
        let homes = region.map_or(&[][..], |region| &self.list[region].homes);
        homes.iter().filter(|home| which(home.2)).map(|&(register, home, _)| (register, home)).collect()
    }
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
        let homes = choose(code, &loops, head, end);
        regions.list.push(Region { head, end: end + length_of(code[end]), guards: Vec::new(), homes });
    }
    regions
}

/// The loops: index of the head, and of the last jump back to it; outer ones first.
fn loops(code: &[Word]) -> Vec<(usize, usize)> {
    let mut loops: Vec<(usize, usize)> = Vec::new();
    for at in starts(code, 0, code.len()) {
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

/// The instructions from one to before another.
fn starts(code: &[Word], from: usize, to: usize) -> Vec<usize> {
    let next = |&at: &usize| Some(at + length_of(code[at])).filter(|&next| next < to);
    std::iter::successors(Some(from).filter(|&from| from < to), next).collect()
}

/// Whether a loop calls nothing.
fn qualifies(code: &[Word], head: usize, end: usize) -> bool {
    starts(code, head, end).into_iter().all(|at| code[at].op().flow() != Flow::Call)
}

/// The registers with homes in a loop: those that weigh most.
fn choose(code: &[Word], loops: &[(usize, usize)], head: usize, end: usize) -> Vec<(u16, Gp, bool)> {
    let mut weights: Vec<(u16, u32, bool)> = Vec::new();
    for at in starts(code, head, end + 1) {
        let depth = loops.iter().filter(|&&(head, end)| (head..=end).contains(&at)).count() as u32;
        let weight = DEPTH_WEIGHT.pow(depth.min(MOST_DEPTH) - 1);
        let word = code[at];
        let fields = word.op().roles().into_iter().zip([word.d().into(), word.a(), word.b(), word.c()]);
        for (_, register) in fields.filter(|(role, _)| matches!(role, Role::R | Role::W)) {
            count(&mut weights, register, weight, false);
        }
        for register in written_by(code, at) {
            count(&mut weights, register as u16, 0, true);
        }
    }
    weights.retain(|&(_, weight, _)| weight > 1);
    weights.sort_by_key(|&(register, weight, _)| (std::cmp::Reverse(weight), register));
    weights.iter().zip(HOMES).map(|(&(register, _, written), home)| (register, home, written)).collect()
}

fn count(weights: &mut Vec<(u16, u32, bool)>, register: u16, weight: u32, written: bool) {
    match weights.iter_mut().find(|known| known.0 == register) {
        Some(known) => (known.1, known.2) = (known.1.saturating_add(weight), known.2 || written),
        None => weights.push((register, weight, written)),
    }
}
