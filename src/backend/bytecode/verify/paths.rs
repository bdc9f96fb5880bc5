//! Checks the rules that hold along paths: what a register holds when it is read, or when
//! a collection scans it, and which cells are open.
//!
//! A collection scans all words below the live top of the stack, so one register that
//! still has what an earlier frame left there is a stale reference.
//!
//! A place where paths meet is looked at when all that lead there forwards have been, with
//! what is true on each of them; so each instruction is looked at once. A `Loop`, and the
//! test that is fused with it, must come back with no less.

use super::operands::{Edge, Facts};
use super::{Checked, Problem, Subject, require};
use crate::bytecode::flow::{Effects, Plain, effects, instructions, jump_of, plain};
use crate::bytecode::ops::{Flow, Op, Word};
use crate::bytecode::registers as sets;

/// Checks rules 9 and 10, and that every cycle has a `Loop`, of code whose operands are right.
pub(super) fn check(subject: &Subject<'_, '_>, facts: &Facts, graph: &mut Graph) -> Checked {
    let mut paths = Paths { subject, facts, graph };
    paths.begin();
    paths.walk_all()?;
    if paths.is_stuck() {
        paths.forget_unreachable();
        paths.walk_all()?;
    }
    require(!paths.is_stuck(), || "a cycle without a Loop".to_string())
}

/// Where control goes on after the end of a path.
const NOWHERE: usize = usize::MAX;

/// The state of the pass along the paths.
#[derive(Default)]
pub(super) struct Graph {
    places: Vec<Place>,
    /// Number of places before each 64 words of code.
    ranks: Vec<u32>,
    states: States,
    /// Places to which all ways forward have been looked at.
    ready: Vec<u32>,
    /// The facts at the current instruction.
    now: Vec<u64>,
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
    /// The facts there, as far as known.
    state: Option<u32>,
}

/// Sets of registers that are true at a place: those that have been written, and, when the
/// code makes cells, those to which an open one may refer.
#[derive(Default)]
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

impl Graph {
    /// Forgets what is known of other code.
    fn clear(&mut self, width: usize, has_cells: bool) {
        let size = if has_cells { 2 * width } else { width };
        self.places.clear();
        self.ranks.clear();
        self.ready.clear();
        self.now.clear();
        self.now.resize(size, 0);
        let States { words, free, .. } = &mut self.states;
        words.clear();
        free.clear();
        (self.states.width, self.states.size) = (width, size);
    }

    /// Takes in one more way to a place; when it is the last one, the place is ready.
    fn arrive(&mut self, i: usize) {
        let place = &mut self.places[i];
        match place.state {
            None => place.state = Some(self.states.keep(&self.now)),
            Some(state) => self.states.meet(state, &self.now),
        }
        self.come_closer(i);
    }

    /// One way less is missing to a place that some path leads to.
    fn come_closer(&mut self, i: usize) {
        let place = &mut self.places[i];
        place.forward = place.forward.saturating_sub(1);
        if place.forward == 0 && place.state.is_some() {
            self.ready.push(i as u32);
        }
    }

    fn release(&mut self, i: usize) {
        self.states.free.extend(self.places[i].state.take());
    }
}

struct Paths<'a, 'gc> {
    subject: &'a Subject<'a, 'gc>,
    facts: &'a Facts,
    graph: &'a mut Graph,
}

impl Paths<'_, '_> {
    /// Finds the places, counts the ways there, and takes the first.
    fn begin(&mut self) {
        let shape = self.subject.shape;
        self.graph.clear(sets::words(shape.registers), !self.facts.opened.is_empty());
        self.find_places();
        for edge in &self.facts.edges {
            self.count_jump(*edge);
        }
        for early in self.subject.early {
            let starts = (early.from..early.to).filter(|&at| self.starts_at(at as usize)).count();
            if let Some(i) = self.place_at(early.in_order as usize) {
                self.graph.places[i].forward += starts as u32;
            }
        }
        (0..shape.params + usize::from(shape.rest)).for_each(|register| sets::add(&mut self.graph.now, register));
        self.graph.places[0].forward += 1;
        self.graph.arrive(0);
    }

    /// Notes the places, with the ways of what goes on to them without a jump.
    fn find_places(&mut self) {
        for (i, marks) in self.facts.marks.iter().enumerate() {
            self.graph.ranks.push(self.graph.places.len() as u32);
            let mut bits = marks.targets;
            while bits != 0 {
                let bit = bits & bits.wrapping_neg();
                let forward = u32::from(marks.falls & bit != 0);
                let at = i as u32 * 64 + bit.trailing_zeros();
                self.graph.places.push(Place { at, forward, rounds: 0, last: 0, kept: u32::MAX, state: None });
                bits ^= bit;
            }
        }
    }

    /// The place at an instruction, if it is one where paths meet.
    #[inline]
    fn place_at(&self, at: usize) -> Option<usize> {
        let (targets, bit) = (self.facts.marks[at / 64].targets, 1u64 << (at % 64));
        (targets & bit != 0).then(|| self.graph.ranks[at / 64] as usize + (targets & (bit - 1)).count_ones() as usize)
    }

    fn starts_at(&self, at: usize) -> bool {
        self.facts.marks[at / 64].starts >> (at % 64) & 1 != 0
    }

    /// Where the failure of an instruction leads that belongs to an early operand.
    #[inline]
    fn failure_of(&self, at: usize) -> Option<usize> {
        let early = self.subject.early;
        if early.is_empty() {
            return None;
        }
        let i = early.partition_point(|early| early.from as usize <= at).checked_sub(1)?;
        (at < early[i].to as usize).then(|| early[i].in_order as usize)
    }

    fn count_jump(&mut self, edge: Edge) {
        let Some(i) = self.place_at(edge.target as usize) else { return };
        let (place, word) = (&mut self.graph.places[i], self.subject.code[edge.at as usize]);
        let flow = word.op().flow();
        match flow {
            Flow::Back | Flow::Round => place.rounds += 1,
            _ => place.forward += 1,
        }
        if flow == Flow::Back {
            place.last = place.last.max(edge.at);
            place.kept = place.kept.min(u32::from(word.a()));
        }
    }

    fn walk_all(&mut self) -> Checked {
        while let Some(place) = self.graph.ready.pop() {
            self.walk(place)?;
        }
        Ok(())
    }

    /// Whether a place has been reached on some of its ways and not on others.
    fn is_stuck(&self) -> bool {
        self.graph.places.iter().any(|place| place.forward > 0 && place.state.is_some())
    }

    /// Takes back the ways that begin at instructions to which no path leads.
    fn forget_unreachable(&mut self) {
        let reached = self.reached();
        for at in instructions(self.subject.code).filter(|&at| !sets::has(&reached, at)) {
            let effects = effects(self.subject.code, at);
            let jump = effects.jump.filter(|_| !matches!(effects.flow, Flow::Back | Flow::Round));
            for target in jump.into_iter().chain(self.failure_of(at)).chain(effects.after) {
                if let Some(i) = self.place_at(target) {
                    self.graph.come_closer(i);
                }
            }
        }
    }

    /// The instructions that some path leads to.
    fn reached(&self) -> Vec<u64> {
        let code = self.subject.code;
        let mut seen = vec![0; sets::words(code.len())];
        let mut pending = vec![0];
        while let Some(start) = pending.pop() {
            let mut at = Some(start);
            while let Some(here) = at.filter(|&here| !sets::has(&seen, here)) {
                sets::add(&mut seen, here);
                let effects = effects(code, here);
                pending.extend(effects.jump);
                pending.extend(self.failure_of(here));
                at = effects.after;
            }
        }
        seen
    }

    /// Looks at the instructions from a place on, up to the next one.
    fn walk(&mut self, place: u32) -> Checked {
        let i = place as usize;
        let mut at = self.graph.places[i].at as usize;
        self.enter(i);
        loop {
            let word = self.subject.code[at];
            if let Some(place) = self.failure_of(at).and_then(|target| self.place_at(target)) {
                self.graph.arrive(place);
            }
            let plain = plain(word.op());
            let next = if plain.is_plain { self.plain_step(at, word, plain) } else { self.step(at, word) };
            at = next.map_err(|problem| format!("{} at {at} {problem}", word.op().name()))?;
            if at == NOWHERE {
                return Ok(());
            }
            if let Some(place) = self.place_at(at) {
                self.graph.arrive(place);
                return Ok(());
            }
        }
    }

    /// Checks a plain instruction, and takes over what it does: where it goes on.
    #[inline]
    fn plain_step(&mut self, at: usize, word: Word, plain: Plain) -> Result<usize, Problem> {
        let written = &mut self.graph.now[..self.graph.states.width];
        for (is_read, field) in plain.reads.into_iter().zip([word.a(), word.b(), word.c()]) {
            if is_read && !sets::has(written, field as usize) {
                return Err(format!("needs r{field}, which is not written").into());
            }
        }
        if plain.writes {
            sets::add(written, word.a() as usize);
        }
        if word.op().flow() == Flow::Branch
            && let Some(place) = jump_of(at, word).and_then(|target| self.place_at(target))
        {
            self.graph.arrive(place);
        }
        Ok(at + 1)
    }

    /// Takes over what is true at a place. At the head of a loop that is what is true
    /// after each round too.
    fn enter(&mut self, i: usize) {
        let Place { at, last, kept, rounds, state, .. } = self.graph.places[i];
        let Some(state) = state else { return };
        self.graph.now.copy_from_slice(self.graph.states.slice(state));
        if kept != u32::MAX {
            let (written, open) = self.graph.now.split_at_mut(self.graph.states.width);
            sets::remove_from(written, kept as usize);
            // A cell that a round opens may be open in the next one.
            let from = self.facts.opened.partition_point(|&(opened, _)| opened < at);
            let within = self.facts.opened[from..].iter().take_while(|&&(opened, _)| opened <= last);
            within.filter(|&&(_, register)| u32::from(register) < kept).for_each(|&(_, r)| sets::add(open, r as usize));
        }
        if rounds > 0 {
            self.graph.states.slice_mut(state).copy_from_slice(&self.graph.now);
        } else {
            self.graph.release(i);
        }
    }

    /// Checks that a round comes back with what was true when its loop was entered.
    fn come_round(&mut self, i: usize) -> Checked {
        let place = &mut self.graph.places[i];
        let Some(state) = place.state.filter(|_| place.forward == 0) else {
            return Err("goes into a loop that was not entered".into());
        };
        let width = self.graph.states.width;
        let (known, now) = (self.graph.states.slice(state), &self.graph.now);
        if let Some(register) = sets::first_missing_in(&known[..width], &now[..width]) {
            return Err(format!("loses r{register}").into());
        }
        if let Some(register) = sets::first_missing_in(&now[width..], &known[width..]) {
            return Err(format!("comes round with an open cell for r{register}").into());
        }
        place.rounds -= 1;
        if place.rounds == 0 {
            self.graph.release(i);
        }
        Ok(())
    }

    /// Checks what an instruction needs, and takes over what it does: where it goes on.
    fn step(&mut self, at: usize, word: Word) -> Result<usize, Problem> {
        let effects = effects(self.subject.code, at);
        let (written, open) = self.graph.now.split_at_mut(self.graph.states.width);
        let missing = effects.reads().find(|&register| !sets::has(written, register));
        if let Some(register) = missing.or_else(|| sets::first_missing_below(written, effects.live_below)) {
            return Err(format!("needs r{register}, which is not written").into());
        }
        if !open.is_empty() {
            cells(open, word, &effects)?;
        }
        if let Some(from) = effects.loses_from {
            sets::remove_from(written, from);
        }
        effects.writes.clone().for_each(|register| sets::add(written, register));
        if let Some(place) = effects.jump.and_then(|target| self.place_at(target)) {
            match effects.flow {
                Flow::Back | Flow::Round => self.come_round(place)?,
                _ => self.graph.arrive(place),
            }
        }
        Ok(effects.after.unwrap_or(NOWHERE))
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
