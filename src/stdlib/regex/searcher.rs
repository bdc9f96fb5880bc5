//! Searches by whatever engine is fast, and never for long without a look at the limits.
//!
//! The library's own choice of an engine (`meta`) cannot be interrupted. Where its slowest engine would
//! take long, a search goes by the lazy automaton (`hybrid`) first, which is fast or gives up, and tells
//! how far it looked; then by the threads of this crate (`threads`).

use std::cell::RefCell;

use cairn_data::error::{Result, Throw};
use cairn_gc::{Charge, Mutation};
use regex_automata::hybrid::dfa::{self, DFA};
use regex_automata::meta::{Cache, Regex};
use regex_automata::nfa::thompson::{self, NFA};
use regex_automata::{Input, PatternID};

use super::natives::LARGEST;
use super::threads::{self, Search};

pub(super) use super::threads::Slots;

/// Steps of a thread that take a few milliseconds: at most one for each byte and state.
const FEW_STEPS: usize = 1 << 18;
/// Bytes that a fast engine looks at in a unit of work.
const BYTES_PER_UNIT: usize = 16;
/// Bytes of a state of an automaton, at least.
const STATE_BYTES: usize = 16;

/// A regular expression, and what it remembers from one search to the next.
pub(super) struct Searcher {
    regex: Regex,
    pattern: String,
    memory: RefCell<Option<(Cache, Charge)>>,
    patient: RefCell<Option<Patient>>,
}

/// The engines for searches that may take long.
struct Patient {
    nfa: NFA,
    lazy: Option<(DFA, dfa::Cache)>,
    charge: Charge,
}

impl Patient {
    fn new(pattern: &str) -> Option<Patient> {
        let config = thompson::Config::new().nfa_size_limit(Some(LARGEST));
        let nfa = NFA::compiler().configure(config).build(pattern).ok()?;
        let config = DFA::config()
            .cache_capacity(LARGEST / 2)
            .unicode_word_boundary(true)
            .minimum_cache_clear_count(Some(3))
            .minimum_bytes_per_state(Some(10));
        let lazy = DFA::builder().configure(config).build_from_nfa(nfa.clone()).ok();
        let lazy = lazy.map(|dfa| {
            let cache = dfa.create_cache();
            (dfa, cache)
        });
        Some(Patient { nfa, lazy, charge: Charge::default() })
    }

    /// Where the first match ends, by the lazy automaton; none if it gives up.
    fn end<'gc>(&mut self, mc: Mutation<'gc>, input: &Input<'_>) -> Result<'gc, Option<Option<usize>>> {
        let Some((dfa, cache)) = &mut self.lazy else { return Ok(None) };
        let before = cache.search_total_len();
        let found = dfa.try_search_fwd(cache, input);
        // The count starts again when the cache is cleared.
        let after = cache.search_total_len();
        mc.work(1 + after.checked_sub(before).unwrap_or(after) / BYTES_PER_UNIT)?;
        self.charge.hold(mc, self.nfa.memory_usage() + cache.memory_usage())?;
        Ok(found.ok().map(|half| half.map(|half| half.offset())))
    }
}

impl Searcher {
    pub(super) fn new(regex: Regex, pattern: String) -> Self {
        Searcher { regex, pattern, memory: RefCell::default(), patient: RefCell::default() }
    }

    pub(super) fn memory_usage(&self) -> usize {
        self.regex.memory_usage() + self.pattern.len()
    }

    /// The names of the groups; none for one without.
    pub(super) fn group_names(&self) -> impl Iterator<Item = Option<&str>> {
        self.regex.group_info().pattern_names(PatternID::ZERO)
    }

    /// Bytes that a search may take, at most: a state, which itself takes about as much as two
    /// positions, may record all groups.
    pub(super) fn positions(&self) -> usize {
        self.regex.memory_usage().saturating_mul(self.regex.captures_len())
    }

    /// Whether the slowest engine may take long for as many bytes.
    fn may_take_long(&self, bytes: usize) -> bool {
        bytes.saturating_mul(self.regex.memory_usage() / STATE_BYTES) > FEW_STEPS
    }

    /// Searches by `f`, then counts the memory that the search keeps; without room for that, it is
    /// forgotten.
    fn quickly<'gc, T>(&self, mc: Mutation<'gc>, f: impl FnOnce(&Regex, &mut Cache) -> T) -> Result<'gc, T> {
        let mut memory = self.memory.borrow_mut();
        if memory.is_none() {
            mc.check_room(self.positions())?;
        }
        let (cache, charge) = memory.get_or_insert_with(|| (self.regex.create_cache(), Charge::default()));
        let result = f(&self.regex, cache);
        if let Err(error) = charge.hold(mc, cache.memory_usage()) {
            *memory = None;
            return Err(error.into());
        }
        Ok(result)
    }

    /// Searches by `f` with the engines for long searches.
    fn patiently<'gc, T>(&self, mc: Mutation<'gc>, f: impl FnOnce(&mut Patient) -> Result<'gc, T>) -> Result<'gc, T> {
        let mut patient = self.patient.borrow_mut();
        if patient.is_none() {
            mc.work(self.regex.memory_usage() / BYTES_PER_UNIT)?;
            mc.check_room(2 * LARGEST)?;
            *patient = Patient::new(&self.pattern);
        }
        // The pattern was compiled before, within the same bounds.
        patient.as_mut().ok_or(Throw::OutOfMemory(LARGEST)).and_then(f)
    }

    /// Whether there is a match.
    pub(super) fn is_found<'gc>(&self, mc: Mutation<'gc>, haystack: &[u8]) -> Result<'gc, bool> {
        let input = Input::new(haystack).earliest(true);
        if !self.may_take_long(haystack.len()) {
            return Ok(self.quickly(mc, |regex, cache| regex.search_half_with(cache, &input))?.is_some());
        }
        self.patiently(mc, |patient| match patient.end(mc, &input)? {
            Some(end) => Ok(end.is_some()),
            None => Ok(by_threads(mc, &patient.nfa, haystack, 0, None)?.is_some()),
        })
    }

    /// The ends of the groups of the first match from a place on.
    pub(super) fn captures<'gc>(&self, mc: Mutation<'gc>, haystack: &[u8], from: usize) -> Result<'gc, Option<Slots>> {
        let input = Input::new(haystack).range(from..);
        if !self.may_take_long(haystack.len() - from) {
            return self.captures_quickly(mc, input);
        }
        let end = self.patiently(mc, |patient| patient.end(mc, &input))?;
        match end {
            Some(None) => Ok(None),
            // The text after the end of the match does not change it.
            Some(Some(end)) if !self.may_take_long(end - from) => {
                self.captures_quickly(mc, Input::new(haystack).range(from..end))
            }
            _ => {
                let groups = self.regex.captures_len();
                self.patiently(mc, |patient| by_threads(mc, &patient.nfa, haystack, from, Some(groups)))
            }
        }
    }

    fn captures_quickly<'gc>(&self, mc: Mutation<'gc>, input: Input<'_>) -> Result<'gc, Option<Slots>> {
        let mut captures = self.regex.create_captures();
        self.quickly(mc, |regex, cache| regex.search_captures_with(cache, &input, &mut captures))?;
        let ends = |group| captures.get_group(group).map_or([None; 2], |span| [Some(span.start), Some(span.end)]);
        Ok(captures.is_match().then(|| (0..captures.group_len()).flat_map(ends).collect()))
    }
}

/// Searches by threads, for some groups or for any match.
fn by_threads<'gc>(
    mc: Mutation<'gc>,
    nfa: &NFA,
    haystack: &[u8],
    start: usize,
    groups: Option<usize>,
) -> Result<'gc, Option<Slots>> {
    let slots = 2 * groups.unwrap_or(0);
    mc.check_room(threads::memory(nfa, slots))?;
    let anchored = nfa.is_always_start_anchored();
    threads::search(mc, nfa, &Search { haystack, start, anchored, earliest: groups.is_none(), slots })
}
