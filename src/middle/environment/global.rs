//! Maps identifiers to bindings in global environments.
//!
//! An environment maps symbols, and aliases that a macro defined at top level, to bindings. Imports
//! share the library's binding. Where programs may redefine an import, the definition creates a new
//! cell and leaves the library's unchanged.
//!
//! Keys and bindings are tenured, so minor collections skip the tables.

use cairn_data::global;
use cairn_gc::{Kind, Mutation, TenuredMap, Value, trace_fields, trace_nothing, trace_variants};

use super::name::ConfinementId;
use super::{standard, suggest};
use crate::environment::special::Special;
use crate::primitives::{BuiltinId, Primitives};

/// Number of an environment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct EnvId(pub u32);

/// The meaning of an identifier at top level. Two are the same binding exactly when
/// they are equal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding<'gc> {
    /// A special form or auxiliary keyword.
    Special(Special),
    /// A macro ([`cairn_gc::Kind::Macro`]).
    Macro(Value<'gc>),
    /// A procedure that comes with Cairn; its cell is created on first use.
    Builtin(BuiltinId),
    /// A variable: its global cell.
    Global(Value<'gc>),
}

/// How an environment obtained a binding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// From a library.
    Imported,
    /// By a definition.
    Defined,
    /// A variable that code refers to and that is not defined yet.
    Referenced,
}

/// A binding of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'gc> {
    /// The meaning of the identifier.
    pub binding: Binding<'gc>,
    /// How it was obtained.
    pub origin: Origin,
}

trace_nothing!(EnvId, Special, Origin, EnvKind);
trace_variants!(Binding<'gc> { Special(special), Macro(object), Builtin(id), Global(cell) });
trace_fields!(Entry<'gc> { binding, origin });

/// The kinds of environments, which differ in what may be defined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EnvKind {
    /// Scripts and sessions: every name of Cairn is visible; definitions shadow it.
    Script,
    /// A program with imports; definitions may shadow them.
    Program,
    /// The inside of a library; definitions may shadow imports.
    Library,
    /// Made by `environment`: nothing may be defined.
    Immutable,
    /// The code of builtins: sees all of them, and defines them.
    Prelude,
    /// Every public name of Cairn; nothing may be defined.
    Builtins,
}

impl EnvKind {
    /// Whether a definition may replace an import.
    pub fn may_shadow(self) -> bool {
        matches!(self, EnvKind::Script | EnvKind::Program | EnvKind::Library)
    }

    /// Whether later code may define or assign imported names.
    pub fn is_open(self) -> bool {
        matches!(self, EnvKind::Script | EnvKind::Program)
    }

    /// Whether assigning an import creates a variable in its place. In code with explicit imports
    /// it is an error (R7RS 5.2).
    pub fn may_assign_imports(self) -> bool {
        self == EnvKind::Script
    }
}

struct Environment<'gc> {
    kind: EnvKind,
    /// The confinement of the code that is expanded there.
    confinement: ConfinementId,
    table: TenuredMap<'gc, Entry<'gc>>,
}

trace_fields!(Environment<'gc> { kind, confinement, table });

/// All environments. The first ones are those of the constants below.
pub struct Environments<'gc> {
    list: Vec<Environment<'gc>>,
    primitives: &'static Primitives,
}

trace_fields!(Environments<'gc> { list, primitives });

impl<'gc> Environments<'gc> {
    /// The environment of scripts and sessions.
    pub const SCRIPT: EnvId = EnvId(0);
    /// The environment of the code of builtins. Only the prelude's own text is expanded there: no
    /// alias available to a program has this home, so no program can create an identifier that
    /// means an internal builtin.
    pub const PRELUDE: EnvId = EnvId(1);
    /// The environment in which the expander's own templates resolve names. Aliases of this home
    /// reach the transformers of programs, so it has only public names.
    pub const BUILTINS: EnvId = EnvId(2);

    /// Creates the environments of the constants.
    pub fn new(primitives: &'static Primitives) -> Self {
        let mut environments = Environments { list: Vec::new(), primitives };
        for kind in [EnvKind::Script, EnvKind::Prelude, EnvKind::Builtins] {
            environments.add(kind);
        }
        environments
    }

    /// The builtins that the environments bind.
    pub fn primitives(&self) -> &'static Primitives {
        self.primitives
    }

    /// Adds an environment in which nothing is bound, or everything (scripts).
    pub fn add(&mut self, kind: EnvKind) -> EnvId {
        self.add_in(kind, ConfinementId::NONE)
    }

    /// Adds an environment for the code of a confinement.
    pub fn add_in(&mut self, kind: EnvKind, confinement: ConfinementId) -> EnvId {
        self.list.push(Environment { kind, confinement, table: TenuredMap::new() });
        EnvId(self.list.len() as u32 - 1)
    }

    /// The confinement of the code that is expanded in an environment.
    pub fn confinement(&self, id: EnvId) -> ConfinementId {
        self.at(id).confinement
    }

    /// Copies an environment, so that forms may be tried out.
    pub fn copy(&mut self, mc: Mutation<'gc>, id: EnvId) -> EnvId {
        let copy = self.add_in(self.kind(id), self.confinement(id));
        let entries: Vec<_> = self.entries(id).collect();
        entries.into_iter().for_each(|(key, entry)| self.insert(mc, copy, key, entry));
        copy
    }

    fn at(&self, id: EnvId) -> &Environment<'gc> {
        self.list.get(id.0 as usize).unwrap_or(&self.list[0])
    }

    /// The kind of an environment.
    pub fn kind(&self, id: EnvId) -> EnvKind {
        self.at(id).kind
    }

    /// The meaning of `key`, a symbol or alias.
    pub fn find(&self, id: EnvId, key: Value<'gc>) -> Option<Entry<'gc>> {
        let environment = self.at(id);
        if let Some(entry) = environment.table.get(key) {
            return Some(*entry);
        }
        let binding = match environment.kind {
            EnvKind::Script | EnvKind::Builtins => standard::any_binding(self.primitives, key.as_symbol()?)?,
            EnvKind::Prelude => standard::internal_binding(self.primitives, key.as_symbol()?)?,
            EnvKind::Program | EnvKind::Library | EnvKind::Immutable => return None,
        };
        Some(Entry { binding, origin: Origin::Imported })
    }

    /// Sets the meaning of `key`.
    pub fn insert(&mut self, mc: Mutation<'gc>, id: EnvId, key: Value<'gc>, entry: Entry<'gc>) {
        if let Some(environment) = self.list.get_mut(id.0 as usize) {
            environment.table.insert(mc, key, entry);
        }
    }

    /// Turns the environment of a fully expanded program into one of scripts: `load` and `eval` see
    /// every name there, besides the program's imports and definitions.
    pub fn open(&mut self, id: EnvId) {
        if let Some(environment) = self.list.get_mut(id.0 as usize) {
            environment.kind = EnvKind::Script;
        }
    }

    /// Forgets what an environment binds, but for its variables: they have no definition yet.
    pub fn begin_again(&mut self, mc: Mutation<'gc>, id: EnvId) {
        let variables: Vec<_> = self.entries(id).filter(|(_, entry)| entry.origin != Origin::Imported).collect();
        if let Some(environment) = self.list.get_mut(id.0 as usize) {
            environment.kind = EnvKind::Library;
            environment.table = TenuredMap::new();
        }
        for (key, entry) in variables {
            if let Binding::Global(_) = entry.binding {
                self.insert(mc, id, key, Entry { origin: Origin::Referenced, ..entry });
            }
        }
    }

    /// Closes an environment to definitions.
    pub fn freeze(&mut self, id: EnvId) {
        if let Some(environment) = self.list.get_mut(id.0 as usize) {
            environment.kind = EnvKind::Immutable;
        }
    }

    /// Whether a name has a meaning in scripts, or in any program or session.
    pub fn binds(&self, name: &str) -> bool {
        let visible = |environment: &&Environment<'gc>| environment.kind.may_shadow();
        let mut entries = self.list.iter().filter(visible).flat_map(|environment| environment.table.iter());
        let scripts = self.list.iter().any(|environment| environment.kind == EnvKind::Script);
        entries.any(|(key, entry)| entry.origin != Origin::Referenced && key.as_symbol() == Some(name))
            || (scripts && standard::any_binding(self.primitives, name).is_some())
    }

    /// Whether an environment itself binds a name, by an import or a definition.
    pub fn binds_itself(&self, id: EnvId, name: &str) -> bool {
        self.entries(id).any(|(key, entry)| entry.origin != Origin::Referenced && key.as_symbol() == Some(name))
    }

    /// The bound name outside the prelude that is nearest to the unbound name `wrong`.
    pub fn nearest(&self, wrong: &str) -> Option<&'gc str> {
        let visible = |environment: &&Environment<'gc>| environment.kind != EnvKind::Prelude;
        let entries = self.list.iter().filter(visible).flat_map(|environment| environment.table.iter());
        let bound = entries.filter(|(_, entry)| entry.origin != Origin::Referenced);
        let names = bound.filter_map(|(key, _)| -> Option<&'gc str> { key.as_symbol() });
        suggest::nearest(wrong, names.chain(standard::public_names(self.primitives).map(|name| -> &'gc str { name })))
    }

    /// The names bound in an environment, each once, in alphabetical order.
    pub fn names(&self, id: EnvId) -> Vec<&'gc str> {
        let bound = self.entries(id).filter(|(_, entry)| entry.origin != Origin::Referenced);
        let mut names: Vec<&'gc str> = bound.filter_map(|(key, _)| key.as_symbol()).collect();
        if self.kind(id) == EnvKind::Script {
            names.extend(standard::public_names(self.primitives).map(|name| -> &'gc str { name }));
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Defines a name as a variable with this value: the one that code refers to already, or else a
    /// new one.
    pub fn define(&mut self, mc: Mutation<'gc>, id: EnvId, name: &str, value: Value<'gc>) {
        let key = mc.intern(name);
        let cell = match self.find(id, key) {
            Some(Entry { binding: Binding::Global(cell), origin: Origin::Defined | Origin::Referenced }) => cell,
            _ => global::new(mc, key),
        };
        cell.set_slot(mc, global::VALUE, value);
        cell.set_slot(mc, global::BUILTIN, Value::FALSE);
        self.insert(mc, id, key, Entry { binding: Binding::Global(cell), origin: Origin::Defined });
    }

    /// The bindings of an environment so far, in no particular order.
    pub fn entries(&self, id: EnvId) -> impl Iterator<Item = (Value<'gc>, Entry<'gc>)> {
        self.at(id).table.iter().map(|(key, entry)| (key, *entry))
    }
}

/// Slots of an environment that `the-environment` created in local scopes.
pub mod local {
    /// Number of the global environment around the scopes.
    pub const ID: usize = 0;
    /// The scopes, outermost first, see `cairn_expand::environment`.
    pub const SCOPES: usize = 1;
    /// A vector of the getter and setter pairs of the variables.
    pub const VARIABLES: usize = 2;
    /// Definitions made in the environment: pairs of an identifier and its meaning.
    pub const DEFINITIONS: usize = 3;
    /// Number of the scope of these definitions.
    pub const SCOPE: usize = 4;
    /// Number of slots.
    pub const SLOTS: usize = 5;
}

/// The first-class value of an environment.
pub fn environment_object<'gc>(mc: Mutation<'gc>, id: EnvId) -> Value<'gc> {
    mc.alloc(Kind::Environment, &[Value::fixnum(id.0 as i64)])
}

/// The environment of a first-class value.
pub fn environment_of(object: Value<'_>) -> Option<EnvId> {
    let id = object.slot(0).filter(|_| object.has_kind(Kind::Environment))?;
    Some(EnvId(id.as_index()? as u32))
}
