//! Local bindings while code is expanded.
//!
//! Expansion is depth first, so the scopes in force form a chain, and an
//! identifier's bindings a stack whose top is the innermost ("shallow binding").
//! A macro of an outer scope resolves its names with the bindings at most as deep
//! as that scope: a binary search in the stack. So look-up takes no longer when
//! code is nested deeply.

use std::collections::HashMap;

use cairn_gc::{Value, WordHash, trace_fields, trace_nothing};

use super::special::Special;
use crate::ir::VarId;

/// Number of a scope, different for each scope of an engine; 0 is top level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct ScopeId(pub u64);

impl ScopeId {
    /// No local scope.
    pub const NONE: ScopeId = ScopeId(0);
}

/// What an identifier means locally.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Local<'gc> {
    /// A variable of the unit at this level (see `Expander::outer`).
    Variable(VarId, u32),
    /// A macro.
    Macro(Value<'gc>),
    /// A special form under another name.
    Special(Special),
}

/// What a binding stack holds: macros are indices into the scope's own list.
#[derive(Clone, Copy)]
enum Meaning {
    Variable(VarId, u32),
    Macro(u32),
    Special(Special),
}

#[derive(Clone, Copy)]
struct Entry {
    depth: u32,
    meaning: Meaning,
}

#[derive(Default)]
struct Stacks(HashMap<u64, Vec<Entry>, WordHash>);

trace_nothing!(ScopeId, Stacks);

struct Scope<'gc> {
    id: ScopeId,
    /// The identifiers bound here; this keeps their words from being used again.
    bound: Vec<Value<'gc>>,
    macros: Vec<Value<'gc>>,
}

trace_fields!(Scope<'gc> { id, bound, macros });

/// The scopes in force.
pub struct Scopes<'gc> {
    scopes: Vec<Scope<'gc>>,
    stacks: Stacks,
}

trace_fields!(Scopes<'gc> { scopes, stacks });

impl<'gc> Scopes<'gc> {
    /// Top level.
    pub fn new() -> Self {
        Scopes { scopes: Vec::new(), stacks: Stacks::default() }
    }

    /// Number of scopes in force.
    pub fn depth(&self) -> u32 {
        self.scopes.len() as u32
    }

    /// The innermost scope.
    pub fn current(&self) -> ScopeId {
        self.scopes.last().map_or(ScopeId::NONE, |scope| scope.id)
    }

    /// The depth of a scope; 0 when it is not in force.
    pub fn depth_of(&self, id: ScopeId) -> u32 {
        self.scopes.binary_search_by_key(&id, |scope| scope.id).map_or(0, |at| at as u32 + 1)
    }

    /// Enters a scope; `id` is greater than all before it.
    pub fn enter(&mut self, id: ScopeId) {
        self.scopes.push(Scope { id, bound: Vec::new(), macros: Vec::new() });
    }

    /// Leaves the innermost scope.
    pub fn leave(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        for identifier in scope.bound {
            if let Some(stack) = self.stacks.0.get_mut(&identifier.bits()) {
                stack.pop();
                if stack.is_empty() {
                    self.stacks.0.remove(&identifier.bits());
                }
            }
        }
    }

    /// Binds an identifier in the innermost scope. False when it was bound there
    /// already; then the new meaning takes its place.
    pub fn bind(&mut self, identifier: Value<'gc>, local: Local<'gc>) -> bool {
        let depth = self.depth();
        let Some(scope) = self.scopes.last_mut() else { return false };
        let meaning = match local {
            Local::Variable(var, level) => Meaning::Variable(var, level),
            Local::Special(special) => Meaning::Special(special),
            Local::Macro(object) => {
                scope.macros.push(object);
                Meaning::Macro(scope.macros.len() as u32 - 1)
            }
        };
        let stack = self.stacks.0.entry(identifier.bits()).or_default();
        let entry = Entry { depth, meaning };
        match stack.last_mut() {
            Some(last) if last.depth == depth => {
                *last = entry;
                false
            }
            _ => {
                stack.push(entry);
                scope.bound.push(identifier);
                true
            }
        }
    }

    /// What the identifier means, seen from the scope of this depth.
    pub fn find(&self, identifier: Value<'gc>, depth: u32) -> Option<Local<'gc>> {
        if depth == 0 {
            return None;
        }
        let stack = self.stacks.0.get(&identifier.bits())?;
        let visible = match stack.last() {
            Some(last) if last.depth <= depth => stack.len(),
            _ => stack.partition_point(|entry| entry.depth <= depth),
        };
        let entry = stack[visible.checked_sub(1)?];
        Some(match entry.meaning {
            Meaning::Variable(var, level) => Local::Variable(var, level),
            Meaning::Special(special) => Local::Special(special),
            Meaning::Macro(at) => Local::Macro(*self.scopes.get(entry.depth as usize - 1)?.macros.get(at as usize)?),
        })
    }

    /// Whether the innermost scope itself binds the identifier.
    pub fn binds(&self, identifier: Value<'gc>) -> bool {
        let stack = self.stacks.0.get(&identifier.bits());
        stack.and_then(|stack| stack.last()).is_some_and(|entry| entry.depth == self.depth())
    }
}

impl Default for Scopes<'_> {
    fn default() -> Self {
        Scopes::new()
    }
}
