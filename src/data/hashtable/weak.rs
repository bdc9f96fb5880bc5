//! Implements weak entries. In place of keys and values, a weak table holds objects that refer to
//! them weakly; the collector breaks those, and the table removes the broken entries when it is
//! next counted, listed or found full.
//!
//! The entries of a table with weak keys are ephemerons: a value that refers to its own key does
//! not keep it alive.

use cairn_gc::{Mutation, Value};

/// Which part of its entries a table does not keep alive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weakness {
    /// None.
    Strong,
    /// Keys; a value lives as long as its key.
    Keys,
    /// Values; a key lives as long as its value.
    Values,
    /// Both; an entry disappears when either is dead.
    Both,
}

impl Weakness {
    /// In the order of their numbers.
    pub const ALL: [Weakness; 4] = [Weakness::Strong, Weakness::Keys, Weakness::Values, Weakness::Both];

    /// The two words of an entry.
    #[inline]
    pub(super) fn wrap<'gc>(self, mc: Mutation<'gc>, key: Value<'gc>, value: Value<'gc>) -> [Value<'gc>; 2] {
        match self {
            Weakness::Strong => [key, value],
            Weakness::Keys => [mc.ephemeron(key, value), Value::UNSPECIFIED],
            Weakness::Values => [key, mc.weak_pair(value, Value::NIL)],
            Weakness::Both => [mc.weak_pair(key, Value::NIL), mc.weak_pair(value, Value::NIL)],
        }
    }

    /// The key of an entry: [`Value::BROKEN`] if it is dead or missing.
    pub(super) fn key<'gc>(self, mc: Mutation<'gc>, entry: [Value<'gc>; 2]) -> Value<'gc> {
        match self {
            Weakness::Strong | Weakness::Values => entry[0],
            Weakness::Keys | Weakness::Both => entry[0].weak_key(mc).unwrap_or(Value::BROKEN),
        }
    }

    /// The value of an entry: [`Value::BROKEN`] if it is dead.
    pub(super) fn value<'gc>(self, mc: Mutation<'gc>, entry: [Value<'gc>; 2]) -> Value<'gc> {
        match self {
            Weakness::Strong => entry[1],
            Weakness::Keys => entry[0].weak_datum(mc).unwrap_or(Value::BROKEN),
            Weakness::Values | Weakness::Both => entry[1].weak_key(mc).unwrap_or(Value::BROKEN),
        }
    }

    /// Key and value of an entry that exists and is alive.
    pub(super) fn unwrap<'gc>(self, mc: Mutation<'gc>, entry: [Value<'gc>; 2]) -> Option<(Value<'gc>, Value<'gc>)> {
        let (key, value) = (self.key(mc, entry), self.value(mc, entry));
        (key != Value::BROKEN && value != Value::BROKEN).then_some((key, value))
    }
}
