//! Maps objects that never move to values; a minor collection scans a map only if a young value
//! was inserted.
//!
//! Invariant: keys never move, so their words stay valid, and the map keeps them alive. Contents
//! are tenured too, unless `young` is set.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::mutation::Mutation;
use crate::trace::{Mode, Trace, Tracer};
use crate::value::Value;

/// A map from values that never move (symbols, identifiers), compared by identity. A minor
/// collection skips it unless a young value was inserted since the last one.
pub struct TenuredMap<'gc, V> {
    table: HashMap<u64, (Value<'gc>, V), WordHash>,
    young: bool,
}

/// Hashing of value words.
pub type WordHash = BuildHasherDefault<WordHasher>;

/// Hasher for one-word keys: multiplies and folds.
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
    /// Creates an empty map.
    pub fn new() -> Self {
        TenuredMap { table: HashMap::default(), young: false }
    }

    /// The content of `key`.
    #[inline]
    pub fn get(&self, key: Value<'gc>) -> Option<&V> {
        self.table.get(&key.bits()).map(|(_, content)| content)
    }

    /// Sets the content of `key`.
    ///
    /// # Panics
    /// If the key may move, which would invalidate its hash; symbols and objects that were tenured
    /// from birth do not.
    pub fn insert(&mut self, mc: Mutation<'gc>, key: Value<'gc>, mut content: V) {
        assert!(mc.never_moves(key), "the key of a tenured map may move");
        let mut report = |values: &[Value<'gc>]| self.young |= values.iter().any(|&value| mc.is_young(value));
        content.trace(&mut Tracer { mode: Mode::Report(&mut report) });
        self.table.insert(key.bits(), (key, content));
    }

    /// Removes `key`.
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

// SAFETY: every key and content is visited, except by a minor collection while none of them is
// young.
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
