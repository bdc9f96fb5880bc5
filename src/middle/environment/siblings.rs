//! Finds an expansion's alias of a symbol.
//!
//! The aliases of one expansion form a ring, which is searched linearly while it is short. A long
//! ring gets an index: an open-addressed table to which all its aliases refer. Names are symbols
//! and aliases, which never move, so their addresses serve as keys.

use cairn_gc::{Kind, Mutation, Value, mix};

use super::identifier::{Home, INDEX, NEXT, alias_parts, new_alias};

/// A ring of more aliases has an index.
const LONGEST_SEARCH: usize = 32;

/// Creates another alias of the expansion that created `first`.
pub fn new_sibling<'gc>(mc: Mutation<'gc>, first: Value<'gc>, name: Value<'gc>, home: Home) -> Value<'gc> {
    let alias = new_alias(mc, name, home);
    alias.set_slot(mc, NEXT, first.slot(NEXT).unwrap_or(alias));
    first.set_slot(mc, NEXT, alias);
    if let Some(index) = index_of(first) {
        alias.set_slot(mc, INDEX, index);
        insert(mc, index, alias);
    }
    alias
}

/// Finds or creates the alias of this name and home of the expansion that created `first`.
pub fn sibling<'gc>(mc: Mutation<'gc>, first: Value<'gc>, name: Value<'gc>, home: Home) -> Value<'gc> {
    let found = match index_of(first) {
        Some(index) => search(index, name, home),
        None => search_ring(mc, first, name, home),
    };
    found.unwrap_or_else(|| new_sibling(mc, first, name, home))
}

/// The aliases of a ring, each once.
fn ring<'gc>(first: Value<'gc>) -> impl Iterator<Item = Value<'gc>> {
    let mut at = Some(first);
    std::iter::from_fn(move || {
        let alias = at?;
        at = alias.slot(NEXT).filter(|&next| next != first);
        Some(alias)
    })
}

fn search_ring<'gc>(mc: Mutation<'gc>, first: Value<'gc>, name: Value<'gc>, home: Home) -> Option<Value<'gc>> {
    let mut steps = 0;
    let found = ring(first).find(|&alias| {
        steps += 1;
        alias_parts(alias) == Some((name, home))
    });
    if steps > LONGEST_SEARCH {
        add_index(mc, first);
    }
    found
}

/// Adds an index to all aliases of a ring.
fn add_index<'gc>(mc: Mutation<'gc>, first: Value<'gc>) {
    let count = ring(first).count();
    let index = mc.alloc(Kind::Box, &[Value::FALSE]);
    if !set_table(mc, index, count) {
        return;
    }
    for alias in ring(first) {
        alias.set_slot(mc, INDEX, index);
        insert(mc, index, alias);
    }
}

// --- the index: a box of a vector that holds the number of aliases, then slots for them ---

fn index_of<'gc>(alias: Value<'gc>) -> Option<Value<'gc>> {
    alias.slot(INDEX).filter(|index| index.has_kind(Kind::Box))
}

/// Replaces the table by an empty one with room for `count` aliases. Returns false if memory is
/// short.
fn set_table<'gc>(mc: Mutation<'gc>, index: Value<'gc>, count: usize) -> bool {
    let places = (4 * count).next_power_of_two();
    let Ok(table) = mc.alloc_filled(Kind::Vector, places + 1, Value::FALSE) else { return false };
    table.set_slot(mc, 0, Value::fixnum(0));
    index.set_slot(mc, 0, table);
    true
}

/// The slot in the table where an alias of this name and home is, or would be.
fn place<'gc>(table: Value<'gc>, name: Value<'gc>, home: Home) -> usize {
    let mask = table.slots().saturating_sub(2);
    let mut at = mix(name.bits() ^ home.scope.0.rotate_left(32)) as usize & mask;
    loop {
        match table.slot(at + 1).and_then(alias_parts) {
            Some(parts) if parts != (name, home) => at = (at + 1) & mask,
            _ => return at + 1,
        }
    }
}

fn search<'gc>(index: Value<'gc>, name: Value<'gc>, home: Home) -> Option<Value<'gc>> {
    let table = index.slot(0)?;
    table.slot(place(table, name, home)).filter(|found| found.is_true())
}

/// Adds an alias, unless there is one of its name and home. The table stays at most half full.
fn insert<'gc>(mc: Mutation<'gc>, index: Value<'gc>, alias: Value<'gc>) {
    let (Some(mut table), Some((name, home))) = (index.slot(0), alias_parts(alias)) else { return };
    let count = table.slot(0).and_then(Value::as_index).unwrap_or(0);
    if 2 * (count + 1) > table.slots() {
        if !set_table(mc, index, count + 1) {
            return;
        }
        for &old in &table.slot_slice()[1..] {
            if old.is_true() {
                insert(mc, index, old);
            }
        }
        table = index.slot(0).unwrap_or(table);
    }
    let at = place(table, name, home);
    if table.slot(at) == Some(Value::FALSE) {
        table.set_slot(mc, at, alias);
        table.set_slot(mc, 0, Value::fixnum(count as i64 + 1));
    }
}
