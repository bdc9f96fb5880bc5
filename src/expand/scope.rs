//! Resolves local bindings while code is expanded.
//!
//! Expansion is depth first, so the scopes in force form a chain, and an
//! identifier's bindings a stack whose top is the innermost ("shallow binding").
//! A macro of an outer scope resolves its names with the bindings at most as deep
//! as that scope: a binary search in the stack. So look-up takes no longer when
//! code is nested deeply.
//!
//! Scopes whose code runs already are entered again for `eval` in an environment of
//! theirs, under their old numbers: see [`super::environment`].

use cairn_gc::{Value, WordMap, trace_fields, trace_nothing, trace_variants};
use cairn_middle::environment::identifier::ScopeId;
use cairn_middle::environment::special::Special;
use cairn_middle::ir::VarId;

/// The local meaning of an identifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Local<'gc> {
    /// A variable of the unit at this level (see `Expander::outer`).
    Variable(VarId, u32),
    /// A pattern variable of that ellipsis depth, likewise.
    Pattern(VarId, u32, u32),
    /// A macro.
    Macro(Value<'gc>),
    /// A special form under another name.
    Special(Special),
    /// A variable that `eval` defined in an environment: its cell.
    Cell(Value<'gc>),
    /// A variable of code that runs already: the pair of a procedure that returns its
    /// value and one that assigns it; `#f` when it has no value at this time.
    Remote(Value<'gc>),
}

trace_variants!(Local<'gc> {
    Variable(var, level),
    Pattern(var, level, depth),
    Macro(object),
    Special(special),
    Cell(cell),
    Remote(accessors),
});

/// An entry of a binding stack: heap references are indices into the scope's
/// own list.
#[derive(Clone, Copy)]
enum Meaning {
    Variable(VarId, u32),
    Pattern(VarId, u32, u32),
    Special(Special),
    Object(u32),
}

#[derive(Clone, Copy)]
struct Entry {
    depth: u32,
    meaning: Meaning,
}

#[derive(Default)]
struct Stacks(WordMap<Vec<Entry>>);

trace_nothing!(Stacks);

struct Scope<'gc> {
    id: ScopeId,
    /// The identifiers bound here; this keeps their words from being used again.
    bound: Vec<Value<'gc>>,
    objects: Vec<Local<'gc>>,
    /// The environment whose definitions these are, or `#f`.
    frame: Value<'gc>,
}

trace_fields!(Scope<'gc> { id, bound, objects, frame });

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

    /// Bytes that they take, roughly.
    pub fn bytes(&self) -> usize {
        // A scope has an identifier or two, each with a stack of its own.
        const VECTORS: usize = 96;
        self.scopes.capacity() * (size_of::<Scope<'_>>() + VECTORS)
            + self.stacks.0.capacity() * (size_of::<(u64, Vec<Entry>)>() + size_of::<Entry>())
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
        self.enter_frame(id, Value::FALSE);
    }

    /// Enters the scope of what `eval` defines in this environment.
    pub fn enter_frame(&mut self, id: ScopeId, frame: Value<'gc>) {
        self.scopes.push(Scope { id, bound: Vec::new(), objects: Vec::new(), frame });
    }

    /// The scopes in force, outermost first: number, environment or `#f`, and what
    /// each binds.
    pub fn all(&self) -> impl Iterator<Item = (ScopeId, Value<'gc>, Vec<(Value<'gc>, Local<'gc>)>)> {
        self.scopes.iter().enumerate().map(|(i, scope)| {
            let meaning = |&identifier| Some((identifier, self.find(identifier, i as u32 + 1)?));
            (scope.id, scope.frame, scope.bound.iter().filter_map(meaning).collect())
        })
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
            Local::Pattern(var, level, depth) => Meaning::Pattern(var, level, depth),
            Local::Special(special) => Meaning::Special(special),
            Local::Macro(_) | Local::Cell(_) | Local::Remote(_) => {
                scope.objects.push(local);
                Meaning::Object(scope.objects.len() as u32 - 1)
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

    /// The meaning of the identifier in the scope of this depth.
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
            Meaning::Pattern(var, level, depth) => Local::Pattern(var, level, depth),
            Meaning::Special(special) => Local::Special(special),
            Meaning::Object(at) => *self.scopes.get(entry.depth as usize - 1)?.objects.get(at as usize)?,
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
