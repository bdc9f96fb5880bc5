//! Verifies the heap: walks everything reachable and checks the collectors' invariants. With
//! [`Config::verify`](crate::Config::verify) this happens before and after each collection, and at
//! the end of each marking; nothing in it recurses.
//!
//! For each word, it checks that it is a value; that a young address lies in the used part of the
//! nursery; that a tenured one is an object that has not been freed, of the right kind, with as
//! much room as its header claims.
//!
//! Before a minor collection, it checks that each tenured slot that holds a young word is
//! remembered, by itself or by its object; after it, that there is no young word at all. When the
//! mark queue is empty, it checks that everything reachable is marked, which is the colour
//! invariant.

use std::collections::HashSet;

use gc_arena::Rootable;

use crate::header::{Header, Kind, OWNED, Scan};
use crate::heap::Heap;
use crate::object;
use crate::state::HeapState;
use crate::trace::{Mode, Trace, Tracer};
use crate::value::{FORWARDED, TAG_CELL, TAG_IMMEDIATE, TAG_OBJECT, TAG_PAIR, Value};
use crate::words::WordMap;

/// Which young words a walk accepts.
enum Young<'a> {
    /// None.
    None,
    /// Those in slots that are in this set, or that belong to one of these objects.
    Remembered(&'a HashSet<*mut u64>, &'a HashSet<u64>),
}

/// The words visited: two bits per address, in stretches.
#[derive(Default)]
struct Seen(WordMap<Box<[u64; Seen::WORDS]>>);

impl Seen {
    const STRETCH: u64 = 1 << 20;
    const WORDS: usize = Seen::STRETCH as usize / 8 * 2 / 64;

    /// Adds the word of an object; returns whether it is new.
    fn insert(&mut self, word: u64) -> bool {
        let bits = self.0.entry(word / Seen::STRETCH).or_insert_with(|| Box::new([0; Seen::WORDS]));
        let number = (word % Seen::STRETCH / 8 * 2) as usize + usize::from(word & 7 == TAG_PAIR);
        let bit = 1 << (number % 64);
        let old = bits[number / 64];
        bits[number / 64] = old | bit;
        old & bit == 0
    }
}

struct Walk<'a> {
    state: &'a HeapState,
    young: Young<'a>,
    /// Tells whether a tenured word is marked, once the mark queue is empty.
    is_marked: Option<&'a dyn Fn(u64) -> bool>,
    seen: Seen,
    pending: Vec<u64>,
}

impl<'a> Walk<'a> {
    fn new(state: &'a HeapState, young: Young<'a>) -> Self {
        Walk { state, young, is_marked: None, seen: Seen::default(), pending: Vec::new() }
    }

    fn run(&mut self) {
        while let Some(word) = self.pending.pop() {
            self.scan(word);
        }
    }

    fn is_young(&self, word: u64) -> bool {
        Value::from_bits(word).is_pointer() && self.state.nursery.contains((word & !7) as *const u64)
    }

    /// Checks a word, and queues what it refers to for scanning.
    fn visit(&mut self, word: u64) {
        assert!(word != FORWARDED, "a forwarding word in use");
        if word & 7 == TAG_IMMEDIATE {
            assert!(is_immediate(word), "{word:#x} is no value");
        }
        if !Value::from_bits(word).is_pointer() || !self.seen.insert(word) {
            return;
        }
        let addr = (word & !7) as *mut u64;
        if self.state.nursery.contains(addr) {
            assert!(!matches!(self.young, Young::None), "the young word {word:#x} after a collection");
            assert!(self.state.nursery.in_use(addr), "stale word {word:#x}");
            self.check_young(word);
        } else {
            self.check_tenured(word);
            if let Some(is_marked) = self.is_marked {
                assert!(is_marked(word), "{word:#x} is reachable and not marked");
            }
        }
        self.pending.push(word);
    }

    fn check_young(&self, word: u64) {
        // SAFETY: the address is in the used part of the nursery.
        let first = unsafe { *((word & !7) as *const u64) };
        if word & 7 == TAG_PAIR {
            return;
        }
        check_header(word, Header::from_bits(first));
        assert!(!Header::from_bits(first).has(OWNED), "a young object with an owner");
    }

    fn check_tenured(&self, word: u64) {
        let addr = (word & !7) as *const u64;
        let room = match self.state.ledger.room_at(addr) {
            Some(Some(words)) => words,
            Some(None) => panic!("{word:#x} refers to no tenured object"),
            None => usize::MAX,
        };
        if word & 7 == TAG_PAIR {
            assert!(room == 2 || room == usize::MAX, "the pair {word:#x} is none");
            return;
        }
        // SAFETY: a recorded object, or else the caller trusts its heap.
        let header = unsafe { Header::from_bits(*addr) };
        check_header(word, header);
        assert!(header.payload_words() < room, "{word:#x} is longer than its room");
    }

    /// Visits the slots of a checked word's object.
    fn scan(&mut self, word: u64) {
        let addr = (word & !7) as *mut u64;
        if word & 7 == TAG_PAIR {
            for i in 0..2 {
                // SAFETY: a pair has two words.
                self.check_slot(word, unsafe { addr.add(i) });
            }
            return;
        }
        // SAFETY: the word was checked.
        unsafe {
            let header = Header::from_bits(*addr);
            object::strong_slots(addr, header, |slot| self.check_slot(word, slot));
            match header.kind().scan() {
                // An unbroken weak word refers to an object that has not been freed, so it may be
                // visited like any other; but at the end of marking it may be dead.
                Scan::WeakFirst if self.is_kept(*addr.add(1)) => self.check_slot(word, addr.add(1)),
                Scan::Ephemeron if self.is_kept(*addr.add(1)) => {
                    self.check_slot(word, addr.add(1));
                    self.check_slot(word, addr.add(2));
                }
                Scan::Closure => {
                    self.visit(object::proto_of_entry(*addr.add(1) as *const u64) as u64 | TAG_OBJECT);
                }
                _ => {}
            }
        }
    }

    /// Whether the object of a weak word will not be found dead.
    fn is_kept(&self, word: u64) -> bool {
        self.is_marked.is_none_or(|is_marked| is_marked(word))
    }

    fn check_slot(&mut self, parent: u64, slot: *mut u64) {
        // SAFETY: a slot of a checked object.
        let word = unsafe { *slot };
        self.check_remembered(parent, slot, word);
        self.visit(word);
    }

    fn check_remembered(&self, parent: u64, slot: *mut u64, word: u64) {
        if let Young::Remembered(slots, objects) = self.young
            && self.is_young(word)
            && !self.is_young(parent)
        {
            let remembered = slots.contains(&slot) || objects.contains(&parent);
            assert!(remembered, "{parent:#x} holds the young word {word:#x} and is not remembered");
        }
    }

    /// Visits the words in the heap's own tables.
    fn visit_state(&mut self) {
        for group in self.state.guarded.borrow().groups.iter().filter(|group| group.guardian != 0) {
            for (i, registration) in group.list.iter().enumerate() {
                let words = [registration.object, registration.representative, group.guardian];
                let settled = words.iter().all(|&word| !self.is_young(word));
                assert!(settled || i >= group.old, "a young registration among the old");
                if self.is_marked.is_none() {
                    words.into_iter().for_each(|word| self.visit(word));
                }
            }
        }
        for symbol in self.state.symbols.borrow().iter() {
            let word = symbol as u64 | TAG_OBJECT;
            if self.is_marked.is_some_and(|is_marked| !is_marked(word)) {
                continue;
            }
            assert!(!self.is_young(word), "the young symbol {word:#x}");
            self.visit(word);
            assert!(Value::from_bits(word).is_symbol(), "no symbol: {word:#x}");
        }
    }
}

fn is_immediate(word: u64) -> bool {
    let value = Value::from_bits(word);
    value.is_char() && value.as_char().is_some() || (word & 0xFF == TAG_IMMEDIATE && word >> 8 < 64)
}

fn check_header(word: u64, header: Header) {
    assert!(header.is_valid(), "bad header {:#x} at {word:#x}", header.bits());
    let is_cell = header.kind() == Kind::Cell;
    assert_eq!(is_cell, word & 7 == TAG_CELL, "the wrong tag: {word:#x}");
    let least = match header.kind().scan() {
        Scan::WeakFirst | Scan::Ephemeron => 2,
        Scan::Closure => 1,
        _ => 0,
    };
    assert!(header.length() >= least, "too short: {word:#x}");
}

impl<R> Heap<R>
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    /// Checks everything reachable, and the remembered set.
    ///
    /// # Panics
    /// If something is wrong: a bug of the collector, or of an `unsafe` user.
    pub fn verify(&mut self) {
        let state = std::rc::Rc::clone(&self.state);
        let slots = state.remembered_slots.to_vec().into_iter().collect();
        let objects = state.remembered_objects.to_vec().into_iter().collect();
        let young = if state.nursery.used() == 0 { Young::None } else { Young::Remembered(&slots, &objects) };
        let mut walk = Walk::new(&state, young);
        self.arena.mutate_root(|_, root| {
            let mut report = |values: &[Value<'_>]| values.iter().for_each(|value| walk.visit(value.bits()));
            root.user.get_mut().trace(&mut Tracer { mode: Mode::Report(&mut report) });
        });
        walk.visit_state();
        walk.run();
    }

    /// Checks that everything reachable is marked, once the mark queue is empty.
    pub(crate) fn verify_marks(&mut self) {
        if !self.config().verify {
            return;
        }
        let state = std::rc::Rc::clone(&self.state);
        self.arena.mutate_root(|_, root| {
            let is_marked = |word| !state.queue.borrow().is_unmarked(word);
            let mut walk = Walk::new(&state, Young::None);
            walk.is_marked = Some(&is_marked);
            let mut report = |values: &[Value<'_>]| values.iter().for_each(|value| walk.visit(value.bits()));
            root.user.get_mut().trace(&mut Tracer { mode: Mode::Report(&mut report) });
            walk.visit_state();
            walk.run();
        });
    }
}
