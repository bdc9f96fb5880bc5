//! Keeps track of what names mean: identifiers, environments, libraries (R7RS 5.6) and the
//! files they come from.
//!
//! A library is *declared* when its `define-library` form has been seen, and
//! *loaded* once its body was expanded and has run, which happens at its first
//! import. The sixteen libraries of the report exist from the start.
//!
//! Invariant: a library enters the loaded table only after its body has finished; a library whose
//! body fails is not there, and the next import tries again.

use std::collections::HashMap;

use cairn_gc::{Mutation, TenuredMap, Value, trace_fields, trace_nothing};

pub mod bundle;
pub mod cells;
pub mod confinement;
pub mod datum;
pub mod features;
pub mod files;
pub mod foreign;
pub mod global;
pub mod identifier;
pub mod name;
pub mod siblings;
pub mod special;
pub mod standard;
pub mod suggest;
pub mod synonyms;
pub mod syntax;

pub use bundle::Bundle;
pub use confinement::{Confinement, Reach};
pub use files::{Files, Loader, NoFiles, SystemFiles, Text};
pub use global::{Binding, Entry, EnvId, EnvKind, Environments, Origin, environment_object, environment_of};
pub use name::{ConfinementId, LibraryName};

use self::identifier::ScopeId;
use self::syntax::{SpanTables, Syntax};
use crate::primitives::Primitives;
use cairn_data::global as cell;

/// Exported names, as symbols, and their bindings.
pub type Exports<'gc> = Vec<(Value<'gc>, Binding<'gc>)>;

/// A library whose form has been seen.
pub struct Declared<'gc> {
    /// The `define-library` form.
    pub form: Syntax<'gc>,
    /// The spans of its text.
    pub spans: SpanTables,
    /// The text comes with Cairn.
    pub bundled: bool,
}

trace_fields!(Declared<'gc> { form, spans, bundled });

/// Indices of the libraries and environments in the tables below, by name.
#[derive(Default)]
struct Index {
    loaded: HashMap<LibraryName, usize>,
    declared: HashMap<LibraryName, usize>,
    /// Environments built from import sets, by the text of these.
    made: HashMap<String, EnvId>,
    /// The environments of the insides of libraries that programs define.
    homes: HashMap<LibraryName, EnvId>,
    /// The libraries of the host, in the order in which it has added them.
    of_host: Vec<LibraryName>,
}

trace_nothing!(Index, &'static Bundle);

/// All libraries and environments of an engine.
pub struct Libraries<'gc> {
    /// The global environments.
    pub environments: Environments<'gc>,
    /// The bundled libraries.
    pub bundle: &'static Bundle,
    /// How files are found and read.
    pub loader: Loader,
    loaded: Vec<Exports<'gc>>,
    declared: Vec<Declared<'gc>>,
    index: Index,
    /// The cells that a session uses in place of imports, so that it may redefine them for existing
    /// code, each with the import's cell.
    pub copies: TenuredMap<'gc, Value<'gc>>,
    /// While a library is loaded anew, the cells in `copies` that hold what their import holds: each
    /// with the import's cell, and that value.
    following: Vec<[Value<'gc>; 3]>,
    last_scope: u64,
    confinements: Vec<Confinement<'gc>>,
}

trace_fields!(Libraries<'gc> {
    environments, bundle, loader, loaded, declared, index, copies, following, last_scope, confinements,
});

/// Puts an item where the one of this name was, or at the end.
fn put<T>(index: &mut HashMap<LibraryName, usize>, items: &mut Vec<T>, name: LibraryName, item: T) {
    let at = *index.entry(name).or_insert(items.len());
    match items.get_mut(at) {
        Some(place) => *place = item,
        None => items.push(item),
    }
}

impl<'gc> Libraries<'gc> {
    /// Starts with the standard libraries over these builtins, and the bundled libraries.
    pub fn new(primitives: &'static Primitives, bundle: &'static Bundle) -> Self {
        Libraries {
            environments: Environments::new(primitives),
            bundle,
            loader: Loader::default(),
            loaded: Vec::new(),
            declared: Vec::new(),
            index: Index::default(),
            copies: TenuredMap::new(),
            following: Vec::new(),
            last_scope: 0,
            confinements: Vec::new(),
        }
    }

    /// The exports of a loaded or standard library.
    pub fn exports(&mut self, mc: Mutation<'gc>, name: &LibraryName) -> Option<&Exports<'gc>> {
        if !self.index.loaded.contains_key(name) && name.confinement() == ConfinementId::NONE {
            let primitives = self.environments.primitives();
            let bindings = standard::bindings(primitives, name)?;
            self.loaded(name.clone(), bindings.into_iter().map(|(name, meant)| (mc.intern(name), meant)).collect());
        }
        self.loaded.get(*self.index.loaded.get(name)?)
    }

    /// Records that a library has been loaded.
    pub fn loaded(&mut self, name: LibraryName, exports: Exports<'gc>) {
        put(&mut self.index.loaded, &mut self.loaded, name, exports);
    }

    /// The exports of all libraries that are loaded.
    pub fn all_exports(&self) -> impl Iterator<Item = (Value<'gc>, Binding<'gc>)> + '_ {
        self.loaded.iter().flatten().copied()
    }

    /// The meanings of a name in the libraries that are loaded and export it.
    pub fn exported<'l>(&'l self, name: &'l str) -> impl Iterator<Item = Binding<'gc>> + 'l {
        self.all_exports().filter(move |(key, _)| key.as_symbol() == Some(name)).map(|(_, binding)| binding)
    }

    /// The exports of the host's libraries, each by its name.
    pub fn of_host(&self) -> impl Iterator<Item = (String, &Exports<'gc>)> {
        let exports = |name| self.loaded.get(*self.index.loaded.get(name)?);
        self.index.of_host.iter().filter_map(move |name| Some((name.to_string(), exports(name)?)))
    }

    /// Adds to what a library of the host exports, or makes one of it.
    pub fn extend(&mut self, name: LibraryName, exports: Exports<'gc>) {
        if !self.index.of_host.contains(&name) {
            self.index.of_host.push(name.clone());
        }
        match self.index.loaded.get(&name) {
            Some(&at) => {
                let all = &mut self.loaded[at];
                all.retain(|(key, _)| !exports.iter().any(|(other, _)| other == key));
                all.extend(exports);
            }
            None => self.loaded(name, exports),
        }
    }

    /// An environment for the inside of a library. That of one which was loaded before keeps
    /// its variables, for code that refers to them, until they are defined anew.
    pub fn home(&mut self, mc: Mutation<'gc>, name: &LibraryName) -> EnvId {
        if let Some(&home) = self.index.homes.get(name) {
            self.environments.begin_again(mc, home);
            self.follow_imports();
            return home;
        }
        let home = self.environments.add_in(EnvKind::Library, name.confinement());
        if !self.bundle.has(name) {
            self.index.homes.insert(name.clone(), home);
        }
        home
    }

    /// Notes which of the copies of imports are to get the new value of what is loaded anew: those
    /// that nothing has defined or assigned since they were made.
    fn follow_imports(&mut self) {
        let held = |(copy, &original): (Value<'gc>, &Value<'gc>)| {
            let value = copy.slot(cell::VALUE).filter(|&value| value != Value::UNBOUND)?;
            (original.slot(cell::VALUE) == Some(value)).then_some([copy, original, value])
        };
        self.following = self.copies.iter().filter_map(held).collect();
    }

    /// Gives the copies of imports the values of a library that has been loaded anew.
    pub fn update_copies(&mut self, mc: Mutation<'gc>) {
        for [copy, original, old] in std::mem::take(&mut self.following) {
            let new = original.slot(cell::VALUE).filter(|&new| new != Value::UNBOUND && new != old);
            if let Some(new) = new.filter(|_| copy.slot(cell::VALUE) == Some(old)) {
                copy.set_slot(mc, cell::VALUE, new);
            }
        }
    }

    /// Whether a library that a program defines is loaded, so that another definition of it
    /// takes the place of the code.
    pub fn is_replaceable(&self, name: &LibraryName) -> bool {
        self.index.loaded.contains_key(name) && self.index.homes.contains_key(name)
    }

    /// Records the form of a library, which replaces an earlier one of that name for future
    /// imports.
    pub fn declare(&mut self, name: LibraryName, declared: Declared<'gc>) {
        if let Some(at) = self.index.loaded.remove(&name) {
            self.loaded[at] = Exports::new();
        }
        put(&mut self.index.declared, &mut self.declared, name, declared);
    }

    /// The form of a declared library.
    pub fn declared(&self, name: &LibraryName) -> Option<&Declared<'gc>> {
        self.declared.get(*self.index.declared.get(name)?)
    }

    /// The name under which a library is available.
    pub fn name_of(&self, name: LibraryName) -> LibraryName {
        match synonyms::meaning(&name) {
            Some(meaning) if !self.has(&name) => meaning,
            _ => name,
        }
    }

    /// Whether a library is available without searching for a file.
    pub fn is_known(&self, name: &LibraryName) -> bool {
        self.has(name) || synonyms::meaning(name).is_some_and(|name| self.has(&name))
    }

    fn has(&self, name: &LibraryName) -> bool {
        let Index { loaded, declared, .. } = &self.index;
        loaded.contains_key(name)
            || declared.contains_key(name)
            || standard::has(self.environments.primitives(), name)
            || self.bundle.has(name)
    }

    /// The immutable environment of these standard libraries, or of only their syntax.
    pub fn environment_of_standard(&mut self, mc: Mutation<'gc>, libraries: &[&str], syntax_only: bool) -> EnvId {
        let text = format!("{}{syntax_only}", libraries.join(", "));
        if let Some(environment) = self.made(&text) {
            return environment;
        }
        let environment = self.environments.add(EnvKind::Immutable);
        for library in libraries {
            let exports = self.exports(mc, &LibraryName::parse(library)).cloned().unwrap_or_default();
            for (key, binding) in exports {
                if syntax_only && !matches!(binding, Binding::Special(_)) {
                    continue;
                }
                let entry = Entry { binding, origin: Origin::Imported };
                self.environments.insert(mc, environment, key, entry);
            }
        }
        self.set_made(text, environment);
        environment
    }

    /// The environment built from import sets with this text.
    pub fn made(&self, text: &str) -> Option<EnvId> {
        self.index.made.get(text).copied()
    }

    /// Records the environment built from import sets with this text.
    pub fn set_made(&mut self, text: String, environment: EnvId) {
        self.index.made.insert(text, environment);
    }

    /// The number of a new local scope.
    pub fn new_scope(&mut self) -> ScopeId {
        self.last_scope += 1;
        ScopeId(self.last_scope)
    }
}
