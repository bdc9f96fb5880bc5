//! Checks the rules that hold along paths: what a register holds when it is read, or when
//! a collection scans it, and which cells are open.
//!
//! A collection scans all words below the live top of the stack, so one register that
//! still has what an earlier frame left there is a stale reference.
//!
//! A place where paths meet is looked at when all that lead there forwards have been, with
//! what is true on each of them; so each instruction is looked at once. A `Loop`, and the
//! test that is fused with it, must come back with no less.

use super::operands::Facts;
use super::{Checked, Subject, require};
use crate::compiler::bytecode::flow::{Effects, effects};
use crate::compiler::bytecode::ops::{Flow, Op, Word};
use crate::compiler::bytecode::registers as sets;

/// Checks rules 9 and 10, and that every cycle has a `Loop`, of code whose operands are right.
pub(super) fn check(subject: &Subject<'_, '_>, facts: &Facts) -> Checked {
    let mut paths = Paths::new(subject, facts);
    paths.count();
    paths.begin();
    while let Some(place) = paths.ready.pop() {
        paths.walk(place)?;
    }
    match paths.places.iter().position(|place| place.forward > 0) {
        None => Ok(()),
        Some(_) => Err("a cycle without a Loop".to_string()),
    }
}

/// A place where paths meet.
#[derive(Clone, Copy)]
struct Place {
    at: u32,
    /// Ways there that have not been looked at, but for those of rounds.
    forward: u32,
    /// The same of rounds.
    rounds: u32,
    /// The last instruction that goes round to here.
    last: u32,
    /// The least number of registers that a round keeps.
    kept: u32,
    /// What is true there, as far as it is known.
    state: Option<u32>,
}

/// Sets of registers that are true at a place: those that have been written, and, when the
/// code makes cells, those to which an open one may refer.
struct States {
    words: Vec<u64>,
    width: usize,
    size: usize,
    free: Vec<u32>,
}

impl States {
    fn slice(&self, state: u32) -> &[u64] {
        &self.words[state as usize * self.size..][..self.size]
    }

    fn slice_mut(&mut self, state: u32) -> &mut [u64] {
        &mut self.words[state as usize * self.size..][..self.size]
    }

    fn keep(&mut self, state: &[u64]) -> u32 {
        if let Some(free) = self.free.pop() {
            self.slice_mut(free).copy_from_slice(state);
            return free;
        }
        self.words.extend_from_slice(state);
        (self.words.len() / self.size - 1) as u32
    }

    /// Keeps what is true of another state too.
    fn meet(&mut self, state: u32, other: &[u64]) {
        let width = self.width;
        let (written, open) = self.slice_mut(state).split_at_mut(width);
        sets::intersect(written, other);
        sets::unite(open, &other[width..]);
    }
}

struct Paths<'a, 'gc> {
    subject: &'a Subject<'a, 'gc>,
    facts: &'a Facts,
    places: Vec<Place>,
    /// Number of places before each word of the set of targets.
    ranks: Vec<u32>,
    states: States,
    /// Places to which all ways forward have been looked at.
    ready: Vec<u32>,
    /// What is true at the instruction that is looked at.
    now: Vec<u64>,
}

impl<'a, 'gc> Paths<'a, 'gc> {
    fn new(subject: &'a Subject<'a, 'gc>, facts: &'a Facts) -> Self {
        let mut places = Vec::new();
        let mut ranks = Vec::with_capacity(facts.targets.len());
        for (i, &word) in facts.targets.iter().enumerate() {
            ranks.push(places.len() as u32);
            let mut bits = word;
            while bits != 0 {
                let at = i as u32 * 64 + bits.trailing_zeros();
                places.push(Place { at, forward: 0, rounds: 0, last: 0, kept: u32::MAX, state: None });
                bits &= bits - 1;
            }
        }
        let width = sets::words(subject.shape.registers);
        let size = if facts.opened.is_empty() { width } else { 2 * width };
        let states = States { words: Vec::new(), width, size, free: Vec::new() };
        Paths { subject, facts, places, ranks, states, ready: Vec::new(), now: vec![0; size] }
    }

    /// The place at an instruction, if it is one where paths meet.
    #[inline]
    fn place_at(&self, at: usize) -> Option<usize> {
        let (word, bit) = (self.facts.targets[at / 64], 1u64 << (at % 64));
        (word & bit != 0).then(|| self.ranks[at / 64] as usize + (word & (bit - 1)).count_ones() as usize)
    }

    /// Where the failure of an instruction leads that belongs to an early operand.
    fn failure_of(&self, at: usize) -> Option<usize> {
        let early = self.subject.early;
        let i = early.partition_point(|early| early.from as usize <= at).checked_sub(1)?;
        (at < early[i].to as usize).then(|| early[i].in_order as usize)
    }

    /// Counts the ways to each place, of instructions that some path leads to.
    fn count(&mut self) {
        let code = self.subject.code;
        let mut seen = vec![0u64; sets::words(code.len())];
        let mut pending = vec![0];
        self.places[0].forward = 1;
        while let Some(start) = pending.pop() {
            let mut at = Some(start);
            while let Some(here) = at.filter(|&here| !sets::has(&seen, here)) {
                sets::add(&mut seen, here);
                let effects = effects(code, here);
                if let Some(target) = effects.jump {
                    self.count_jump(here, target, &effects);
                    pending.push(target);
                }
                if let Some(target) = self.failure_of(here) {
                    self.count_forward(target);
                    pending.push(target);
                }
                if let Some(after) = effects.after {
                    self.count_forward(after);
                }
                at = effects.after;
            }
        }
    }

    fn count_forward(&mut self, target: usize) {
        if let Some(i) = self.place_at(target) {
            self.places[i].forward += 1;
        }
    }

    fn count_jump(&mut self, at: usize, target: usize, effects: &Effects<'_>) {
        let Some(i) = self.place_at(target) else { return };
        let place = &mut self.places[i];
        match effects.flow {
            Flow::Back | Flow::Round => place.rounds += 1,
            _ => place.forward += 1,
        }
        if effects.flow == Flow::Back {
            place.last = place.last.max(at as u32);
            place.kept = place.kept.min(effects.live_below as u32);
        }
    }

    fn begin(&mut self) {
        let shape = self.subject.shape;
        (0..shape.params + usize::from(shape.rest)).for_each(|register| sets::add(&mut self.now, register));
        self.arrive(0);
    }

    /// Takes in one more way to a place; when it is the last one, the place is ready.
    fn arrive(&mut self, i: usize) {
        let place = &mut self.places[i];
        match place.state {
            None => place.state = Some(self.states.keep(&self.now)),
            Some(state) => self.states.meet(state, &self.now),
        }
        place.forward = place.forward.saturating_sub(1);
        if place.forward == 0 {
            self.ready.push(i as u32);
        }
    }

    /// Looks at the instructions from a place on, up to the next one.
    fn walk(&mut self, place: u32) -> Checked {
        let i = place as usize;
        let mut at = self.places[i].at as usize;
        self.enter(i);
        loop {
            let effects = effects(self.subject.code, at);
            if let Some(place) = self.failure_of(at).and_then(|target| self.place_at(target)) {
                self.arrive(place);
            }
            let word = self.subject.code[at];
            let named = |problem| format!("{} at {at} {problem}", word.op().name());
            self.step(word, &effects).map_err(named)?;
            if let Some(place) = effects.jump.and_then(|target| self.place_at(target)) {
                match effects.flow {
                    Flow::Back | Flow::Round => self.come_round(place).map_err(named)?,
                    _ => self.arrive(place),
                }
            }
            let Some(after) = effects.after else { return Ok(()) };
            if let Some(place) = self.place_at(after) {
                self.arrive(place);
                return Ok(());
            }
            at = after;
        }
    }

    /// Takes over what is true at a place. At the head of a loop that is what is true
    /// after each round too.
    fn enter(&mut self, i: usize) {
        let Place { at, last, kept, rounds, state, .. } = self.places[i];
        let Some(state) = state else { return };
        self.now.copy_from_slice(self.states.slice(state));
        if kept != u32::MAX {
            let (written, open) = self.now.split_at_mut(self.states.width);
            sets::remove_from(written, kept as usize);
            // A cell that a round opens may be open in the next one.
            let from = self.facts.opened.partition_point(|&(opened, _)| opened < at);
            let within = self.facts.opened[from..].iter().take_while(|&&(opened, _)| opened <= last);
            within.filter(|&&(_, register)| u32::from(register) < kept).for_each(|&(_, r)| sets::add(open, r as usize));
        }
        if rounds > 0 {
            self.states.slice_mut(state).copy_from_slice(&self.now);
        } else {
            self.release(i);
        }
    }

    fn release(&mut self, i: usize) {
        self.states.free.extend(self.places[i].state.take());
    }

    /// Checks that a round comes back with what was true when its loop was entered.
    fn come_round(&mut self, i: usize) -> Checked {
        let place = &mut self.places[i];
        let Some(state) = place.state.filter(|_| place.forward == 0) else {
            return Err("goes into a loop that was not entered".to_string());
        };
        let width = self.states.width;
        let (known, now) = (self.states.slice(state), &self.now);
        if let Some(register) = sets::first_missing_in(&known[..width], &now[..width]) {
            return Err(format!("loses r{register}"));
        }
        if let Some(register) = sets::first_missing_in(&now[width..], &known[width..]) {
            return Err(format!("comes round with an open cell for r{register}"));
        }
        place.rounds -= 1;
        if place.rounds == 0 {
            self.release(i);
        }
        Ok(())
    }

    /// Checks what an instruction needs, and takes over what it does.
    fn step(&mut self, word: Word, effects: &Effects<'_>) -> Checked {
        let (written, open) = self.now.split_at_mut(self.states.width);
        let missing = effects.reads().find(|&register| !sets::has(written, register));
        if let Some(register) = missing.or_else(|| sets::first_missing_below(written, effects.live_below)) {
            return Err(format!("needs r{register}, which is not written"));
        }
        if !open.is_empty() {
            cells(open, word, effects)?;
        }
        if let Some(from) = effects.loses_from {
            sets::remove_from(written, from);
        }
        effects.writes.clone().for_each(|register| sets::add(written, register));
        Ok(())
    }
}

/// Checks that no cell stays open too long, and takes over which ones are.
fn cells(open: &mut [u64], word: Word, effects: &Effects<'_>) -> Checked {
    let covered = if effects.flow == Flow::Leave { Some(0) } else { effects.loses_from };
    let left = covered.and_then(|from| sets::first_from(open, from));
    require(left.is_none(), || format!("leaves the cell for r{} open", left.unwrap_or(0)))?;
    if word.op() == Op::Close {
        sets::remove_from(open, word.a() as usize);
    }
    effects.cells().for_each(|register| sets::add(open, register));
    Ok(())
}
