//! Tables of the root that minor collections may skip.
//!
//! Invariant: keys never move, so their words are good for ever; they are kept
//! alive by the map. Contents are tenured too, or `young` is set.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::mutation::Mutation;
use crate::trace::{Mode, Trace, Tracer};
use crate::value::Value;

/// A map from values that never move (symbols, identifiers) by identity. It costs a
/// minor collection nothing unless something young was put in since the last.
pub struct TenuredMap<'gc, V> {
    table: HashMap<u64, (Value<'gc>, V), WordHash>,
    young: bool,
}

/// Hashing of value words.
pub type WordHash = BuildHasherDefault<WordHasher>;

/// Hasher for keys that are one word: multiplies and folds.
#[derive(Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte as u64);
        }
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn write_u64(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

impl<'gc, V: Trace<'gc>> TenuredMap<'gc, V> {
    /// An empty map.
    pub fn new() -> Self {
        TenuredMap { table: HashMap::default(), young: false }
    }

    /// What `key` stands for.
    #[inline]
    pub fn get(&self, key: Value<'gc>) -> Option<&V> {
        self.table.get(&key.bits()).map(|(_, content)| content)
    }

    /// Puts `content` in place of what `key` stood for.
    ///
    /// # Panics
    /// When the key may move, which would make its address a bad key: symbols and what was
    /// tenured from birth do not.
    pub fn insert(&mut self, mc: Mutation<'gc>, key: Value<'gc>, mut content: V) {
        assert!(mc.never_moves(key), "the key of a tenured map may move");
        let mut report = |values: &[Value<'gc>]| self.young |= values.iter().any(|&value| mc.is_young(value));
        content.trace(&mut Tracer { mode: Mode::Report(&mut report) });
        self.table.insert(key.bits(), (key, content));
    }

    /// Forgets `key`.
    pub fn remove(&mut self, key: Value<'gc>) -> Option<V> {
        self.table.remove(&key.bits()).map(|(_, content)| content)
    }

    /// Keys and contents, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Value<'gc>, &V)> {
        self.table.values().map(|(key, content)| (*key, content))
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
}

impl<'gc, V: Trace<'gc>> Default for TenuredMap<'gc, V> {
    fn default() -> Self {
        TenuredMap::new()
    }
}

// SAFETY: every key and content is visited, except by a minor collection while
// none of them is young.
unsafe impl<'gc, V: Trace<'gc>> Trace<'gc> for TenuredMap<'gc, V> {
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        if tracer.is_minor() && !std::mem::take(&mut self.young) {
            return;
        }
        for (key, content) in self.table.values_mut() {
            tracer.visit(key);
            content.trace(tracer);
        }
    }
}
