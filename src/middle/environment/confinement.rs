//! Keeps the confinements of a program: groups of libraries that have fewer capabilities than it has.
//!
//! A confinement has instances of its own of all libraries that it loads. It imports procedures of Cairn itself
//! that have the confinement's capabilities; those by which code reaches environments or other code's capabilities
//! are left out. So each procedure, closure or continuation of confined code has these capabilities wherever it
//! is called: they are in the values that its names stand for.

use cairn_gc::{Value, trace_fields};

use super::{ConfinementId, Libraries};
use crate::environment::Binding;
use crate::primitives::{BuiltinId, Code, Primitives, flag};

/// One confinement.
pub struct Confinement<'gc> {
    /// The confinement whose code has asked for it.
    pub outer: ConfinementId,
    /// Its capabilities as they are written in the import.
    text: String,
    /// The same as data: what is kept of the outer ones.
    pub kept: Value<'gc>,
    /// The variables that stand for builtins in it, by their numbers.
    pub variables: Vec<(BuiltinId, Value<'gc>)>,
}

trace_fields!(Confinement<'gc> { outer, text, kept, variables });

/// The procedure that serves confined code for a builtin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// The builtin: it reaches what its arguments give it.
    Arguments,
    /// A procedure that has the confinement's capabilities.
    System,
    /// Nothing: it reaches environments, or calls what has the program's capabilities.
    Everything,
}

/// Says by which procedure confined code is served for a builtin.
pub fn reach(primitives: &Primitives, id: BuiltinId) -> Reach {
    let row = primitives.row(id);
    match row.code {
        _ if row.evaluates() => Reach::Everything,
        Code::Native if reaches_system(primitives, id) => Reach::System,
        Code::Scheme if mentions_reaching(primitives, row.name) => Reach::Everything,
        _ => Reach::Arguments,
    }
}

/// Whether a native may do what capabilities permit.
pub fn reaches_system(primitives: &Primitives, id: BuiltinId) -> bool {
    let is_of_group = primitives.groups().first().is_some_and(|group| id.0 >= group.first);
    is_of_group || primitives.row(id).has(flag::SYSTEM)
}

/// Whether the text of a builtin names one that reaches more than its arguments, or one whose text does.
fn mentions_reaching(primitives: &Primitives, name: &str) -> bool {
    let (mut seen, mut pending) = (vec![name.to_string()], vec![name.to_string()]);
    while let Some(text) = pending.pop().and_then(|name| (primitives.prelude().definition)(&name)) {
        let words = text.split(|c: char| c.is_whitespace() || "()[]'`,\"".contains(c));
        for id in words.filter_map(|word| primitives.find(word)) {
            let row = primitives.row(id);
            if row.evaluates() || row.has(flag::SYSTEM) {
                return true;
            }
            if row.code == Code::Scheme && !seen.iter().any(|known| known == row.name) {
                seen.push(row.name.to_string());
                pending.push(row.name.to_string());
            }
        }
    }
    false
}

impl<'gc> Libraries<'gc> {
    /// The confinement of these capabilities within another one.
    pub fn confine(&mut self, outer: ConfinementId, text: String, kept: Value<'gc>) -> ConfinementId {
        let known = self.confinements.iter().position(|other| other.outer == outer && other.text == text);
        let at = known.unwrap_or_else(|| {
            self.confinements.push(Confinement { outer, text, kept, variables: Vec::new() });
            self.confinements.len() - 1
        });
        ConfinementId(at as u32 + 1)
    }

    /// A confinement.
    pub fn confinement(&self, id: ConfinementId) -> Option<&Confinement<'gc>> {
        self.confinements.get((id.0 as usize).checked_sub(1)?)
    }

    /// The same, to be changed.
    pub fn confinement_mut(&mut self, id: ConfinementId) -> Option<&mut Confinement<'gc>> {
        self.confinements.get_mut((id.0 as usize).checked_sub(1)?)
    }
}

/// Whether a binding may leave a confinement: macros may not, since what they expand to is code of their users.
pub fn may_leave(binding: &Binding<'_>) -> bool {
    !matches!(binding, Binding::Macro(_))
}
