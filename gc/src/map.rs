//! Maps objects that never move to values, so that a collection looks at what has changed: a minor
//! collection at the entries with young values, and a marking at each entry once, in slices.
//!
//! Invariants: keys never move, so their words stay valid, and the map keeps them alive. Contents
//! are tenured too, but for those of the entries in `young`. In a marking that has traced all of
//! the map, everything in it is marked: what is inserted afterwards is reported to the marker.

use crate::mutation::Mutation;
use crate::trace::{Mode, Trace, Tracer};
use crate::value::Value;
use crate::words::WordMap;

/// Entries that are allocated at a time, so that a large map is not copied when it grows.
const PART: usize = 512;

/// A map from values that never move (symbols, identifiers), compared by identity.
pub struct TenuredMap<'gc, V> {
    /// The number of the entry of a key.
    index: WordMap<u32>,
    /// The entries by number, [`PART`] in each but the last.
    parts: Vec<Vec<(Value<'gc>, V)>>,
    /// Entries into which a young value was inserted since the last minor collection.
    young: Vec<u32>,
    /// The marking that traced some of this map, and how many parts.
    marking: u64,
    traced: usize,
}

impl<'gc, V: Trace<'gc>> TenuredMap<'gc, V> {
    /// Creates an empty map.
    pub fn new() -> Self {
        TenuredMap { index: WordMap::default(), parts: Vec::new(), young: Vec::new(), marking: 0, traced: 0 }
    }

    /// The content of `key`.
    #[inline]
    pub fn get(&self, key: Value<'gc>) -> Option<&V> {
        let number = *self.index.get(&key.bits())? as usize;
        Some(&self.parts[number / PART][number % PART].1)
    }

    /// Sets the content of `key`.
    ///
    /// # Panics
    /// If the key may move, which would invalidate its hash; symbols and objects that were tenured
    /// from birth do not.
    pub fn insert(&mut self, mc: Mutation<'gc>, key: Value<'gc>, mut content: V) {
        assert!(mc.never_moves(key), "the key of a tenured map may move");
        let mut is_young = false;
        let mut report = |values: &[Value<'gc>]| {
            for &value in values {
                is_young |= mc.is_young(value);
                mc.tell_of_root(value);
            }
        };
        report(&[key]);
        content.trace(&mut Tracer { mode: Mode::Report(&mut report) });
        let number = match self.index.get(&key.bits()) {
            Some(&number) => {
                self.parts[number as usize / PART][number as usize % PART].1 = content;
                number
            }
            None => self.append(key, content),
        };
        if is_young {
            self.young.push(number);
        }
    }

    /// Adds an entry; returns its number.
    fn append(&mut self, key: Value<'gc>, content: V) -> u32 {
        if self.parts.last().is_none_or(|part| part.len() == PART) {
            self.parts.push(Vec::with_capacity(if self.parts.is_empty() { 0 } else { PART }));
        }
        let part = self.parts.len() - 1;
        self.parts[part].push((key, content));
        let number = (part * PART + self.parts[part].len() - 1) as u32;
        self.index.insert(key.bits(), number);
        number
    }

    /// Keys and contents, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Value<'gc>, &V)> {
        self.parts.iter().flatten().map(|(key, content)| (*key, content))
    }

    /// Traces the entries into which young values were inserted.
    fn trace_young(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        for number in std::mem::take(&mut self.young) {
            self.parts[number as usize / PART][number as usize % PART].1.trace(tracer);
        }
    }

    /// Traces what this marking has not traced yet, about as much as the marker wants.
    fn trace_rest(&mut self, marking: u64, tracer: &mut Tracer<'_, 'gc>) {
        if self.marking != marking {
            (self.marking, self.traced) = (marking, 0);
        }
        let wanted = (tracer.budget() / (2 * PART)).max(1);
        let end = self.parts.len().min(self.traced.saturating_add(wanted));
        // The last part may have grown since, by entries that the marker knows.
        for part in &mut self.parts[self.traced.min(end)..end] {
            trace_part(part, tracer);
        }
        self.traced = end;
        if end < self.parts.len() {
            tracer.postpone();
        }
    }
}

fn trace_part<'gc, V: Trace<'gc>>(part: &mut [(Value<'gc>, V)], tracer: &mut Tracer<'_, 'gc>) {
    for (key, content) in part {
        tracer.visit(key);
        content.trace(tracer);
    }
}

impl<'gc, V: Trace<'gc>> Default for TenuredMap<'gc, V> {
    fn default() -> Self {
        TenuredMap::new()
    }
}

// SAFETY: every key and content is visited, but for what a minor collection and a marking may skip:
// entries without young values, and entries that this marking has traced, or that were inserted
// since and reported to the marker.
unsafe impl<'gc, V: Trace<'gc>> Trace<'gc> for TenuredMap<'gc, V> {
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        if tracer.is_minor() {
            return self.trace_young(tracer);
        }
        match tracer.marking() {
            Some(marking) => self.trace_rest(marking, tracer),
            None => self.parts.iter_mut().for_each(|part| trace_part(part, tracer)),
        }
    }
}
