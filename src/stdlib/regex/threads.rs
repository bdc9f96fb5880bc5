//! Searches by simulating all ways through an automaton at once (Pike's algorithm), and looks at the
//! limits at each byte.
//!
//! This takes time in proportion to the length of the text and the size of the automaton, as the
//! library's slowest engine does, which cannot be interrupted.

use cairn_gc::Mutation;
use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::primitives::StateID;

use cairn_data::error::Result;

/// The match that is searched for: the first one that begins at or after a place.
pub(super) struct Search<'h> {
    pub(super) haystack: &'h [u8],
    pub(super) start: usize,
    /// The match begins at the start.
    pub(super) anchored: bool,
    /// Any match will do.
    pub(super) earliest: bool,
    /// How many ends of groups are wanted.
    pub(super) slots: usize,
}

/// The ends of the groups of a match, two for each; none for a group that takes no part.
pub(super) type Slots = Vec<Option<usize>>;

/// States in order of preference, each once, with the slots of the way to it.
struct Threads {
    order: Vec<StateID>,
    /// Where a state is in the order, if it is there at all.
    places: Vec<usize>,
    slots: Vec<Option<usize>>,
    width: usize,
}

impl Threads {
    fn new(states: usize, width: usize) -> Threads {
        Threads { order: Vec::new(), places: vec![0; states], slots: vec![None; states * width], width }
    }

    /// Adds a state; false if it is there.
    fn add(&mut self, state: StateID) -> bool {
        let place = self.places[state.as_usize()];
        if self.order.get(place) == Some(&state) {
            return false;
        }
        self.places[state.as_usize()] = self.order.len();
        self.order.push(state);
        true
    }

    fn slots_of(&mut self, state: StateID) -> &mut [Option<usize>] {
        let from = state.as_usize() * self.width;
        &mut self.slots[from..from + self.width]
    }
}

/// Work that waits while the states that need no byte are followed.
enum Step {
    Follow(StateID),
    /// Puts back the end of a group when all that follows it has been explored.
    Restore(usize, Option<usize>),
}

/// A search that is going on.
struct Run<'h, 'n> {
    search: &'h Search<'h>,
    nfa: &'n NFA,
    steps: Vec<Step>,
    /// The slots of the way that is followed.
    way: Slots,
}

impl Run<'_, '_> {
    /// Adds a state and those that are reached from it without a byte.
    fn follow(&mut self, threads: &mut Threads, state: StateID, at: usize) {
        self.steps.push(Step::Follow(state));
        while let Some(step) = self.steps.pop() {
            match step {
                Step::Restore(slot, end) => self.way[slot] = end,
                Step::Follow(state) if threads.add(state) => self.leave(threads, state, at),
                Step::Follow(_) => {}
            }
        }
    }

    /// Takes the steps out of a state that need no byte; otherwise it keeps the way to it.
    fn leave(&mut self, threads: &mut Threads, state: StateID, at: usize) {
        match self.nfa.state(state) {
            State::Look { look, next } => {
                if self.nfa.look_matcher().matches(*look, self.search.haystack, at) {
                    self.steps.push(Step::Follow(*next));
                }
            }
            State::Union { alternates } => self.steps.extend(alternates.iter().rev().map(|&next| Step::Follow(next))),
            State::BinaryUnion { alt1, alt2 } => self.steps.extend([Step::Follow(*alt2), Step::Follow(*alt1)]),
            State::Capture { next, slot, .. } => {
                if let Some(end) = self.way.get_mut(slot.as_usize()) {
                    self.steps.push(Step::Restore(slot.as_usize(), end.replace(at)));
                }
                self.steps.push(Step::Follow(*next));
            }
            State::Fail => {}
            _ => threads.slots_of(state).copy_from_slice(&self.way),
        }
    }

    /// The state after a byte.
    fn after(&self, state: StateID, byte: u8) -> Option<StateID> {
        match self.nfa.state(state) {
            State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
            State::Sparse(transitions) => transitions.matches_byte(byte),
            State::Dense(transitions) => transitions.matches_byte(byte),
            _ => None,
        }
    }

    /// Moves all threads over the byte at a place; the slots of the best match that ends there.
    fn step(&mut self, now: &mut Threads, next: &mut Threads, at: usize) -> Option<Slots> {
        for i in 0..now.order.len() {
            let state = now.order[i];
            if matches!(self.nfa.state(state), State::Match { .. }) {
                // Later ones in the order are preferred less.
                return Some(now.slots_of(state).to_vec());
            }
            let byte = self.search.haystack.get(at);
            if let Some(target) = byte.and_then(|&byte| self.after(state, byte)) {
                self.way.copy_from_slice(now.slots_of(state));
                self.follow(next, target, at + 1);
            }
        }
        None
    }
}

/// Bytes that a search takes.
pub(super) fn memory(nfa: &NFA, slots: usize) -> usize {
    const WORDS: usize = 4;
    2 * nfa.states().len().saturating_mul((WORDS + 2 * slots) * size_of::<usize>())
}

/// Finds a match by the automaton: the ends of as many groups as are wanted.
pub(super) fn search<'gc>(mc: Mutation<'gc>, nfa: &NFA, search: &Search<'_>) -> Result<'gc, Option<Slots>> {
    let mut run = Run { search, nfa, steps: Vec::new(), way: vec![None; search.slots] };
    let fresh = || Threads::new(nfa.states().len(), search.slots);
    let (mut now, mut next) = (fresh(), fresh());
    let mut found = None;
    for at in search.start..=search.haystack.len() {
        let may_begin = found.is_none() && (at == search.start || !search.anchored);
        // No match begins or ends within a character.
        if may_begin && search.haystack.get(at).is_none_or(|byte| byte & 0xC0 != 0x80) {
            run.way.fill(None);
            run.follow(&mut now, nfa.start_anchored(), at);
        } else if now.order.is_empty() && !may_begin {
            break;
        }
        mc.work(1 + now.order.len())?;
        if let Some(slots) = run.step(&mut now, &mut next, at) {
            found = Some(slots);
            if search.earliest {
                break;
            }
        }
        std::mem::swap(&mut now, &mut next);
        next.order.clear();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use cairn_gc::{Config, Heap, Rootable, Value};
    use regex_automata::Input;
    use regex_automata::meta::Regex;

    use super::*;

    const PATTERNS: [&str; 16] = [
        "a",
        "ab|a",
        "a|ab",
        "(a*)(b?)",
        "(a+?)(b*)",
        "(?:a|(b))*",
        r"\bλ+\b",
        "^b|c$",
        "",
        "(x)?y",
        r"(\w+) (\w+)",
        "(?:ab?){2,3}",
        "(?i)ΛA",
        r"\B",
        "[^a]b*?",
        r"(?m:^(.*)$)",
    ];

    fn texts(rng: &mut fastrand::Rng) -> String {
        (0..rng.usize(..12)).map(|_| rng.choice(['a', 'b', 'c', 'λ', ' ', '\n', 'y', 'Λ']).unwrap_or('a')).collect()
    }

    /// The ends of the groups, as the library finds them.
    fn expected(regex: &Regex, haystack: &str, start: usize) -> Option<Slots> {
        let mut captures = regex.create_captures();
        regex.search_captures(&Input::new(haystack).range(start..), &mut captures);
        let ends = |group| captures.get_group(group).map_or([None; 2], |span| [Some(span.start), Some(span.end)]);
        captures.is_match().then(|| (0..captures.group_len()).flat_map(ends).collect())
    }

    #[test]
    fn threads_find_what_the_library_finds() {
        let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
        let mut rng = fastrand::Rng::with_seed(1);
        for pattern in PATTERNS {
            let (regex, nfa) = (Regex::new(pattern).expect("a pattern"), NFA::new(pattern).expect("a pattern"));
            for _ in 0..200 {
                let text = texts(&mut rng);
                let start = text.char_indices().map(|(at, _)| at).nth(rng.usize(..4)).unwrap_or(text.len());
                let wanted = expected(&regex, &text, start);
                let anchored = nfa.is_always_start_anchored();
                for (earliest, slots) in [(false, 2 * regex.captures_len()), (true, 0)] {
                    let what = Search { haystack: text.as_bytes(), start, anchored, earliest, slots };
                    let found = heap.mutate(|mc, _| search(mc, &nfa, &what).unwrap_or_default());
                    let wanted = if earliest { wanted.as_ref().map(|_| Slots::new()) } else { wanted.clone() };
                    assert_eq!(found, wanted, "{pattern:?} in {text:?} from {start}");
                }
            }
        }
    }

    #[test]
    fn a_search_looks_at_the_fuel_at_each_byte() {
        let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
        let nfa = NFA::new("(?:a?a?){50}b").expect("a pattern");
        let haystack = "a".repeat(10_000);
        let what = Search { haystack: haystack.as_bytes(), start: 0, anchored: false, earliest: true, slots: 0 };
        heap.set_fuel(Some(1_000));
        heap.mutate(|mc, _| assert!(search(mc, &nfa, &what).is_err()));
        heap.set_fuel(None);
        heap.mutate(|mc, _| assert!(matches!(search(mc, &nfa, &what), Ok(None))));
    }
}
