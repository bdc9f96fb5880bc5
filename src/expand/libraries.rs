//! Imports and library definitions (R7RS 5.2 and 5.6), as work of the expander.
//!
//! An import of a library that is not loaded first pushes a new context, in which
//! the library is expanded as a top level of its own; the driver runs its unit,
//! and then the import goes on. So chains of imports need no native stack.

use std::collections::HashMap;
use std::sync::Arc;

use cairn_data::diagnostic::Code;
use cairn_data::error::{Result, Throw};
use cairn_data::source::Span;
use cairn_gc::{Value, trace_fields, trace_variants};
use cairn_middle::environment::identifier::{is_identifier, name_of, strip, symbol_of};
use cairn_middle::environment::special::Special;
use cairn_middle::environment::syntax::SpanTables;
use cairn_middle::environment::{
    Binding, ConfinementId, Declared, Entry, EnvId, EnvKind, Exports, LibraryName, Origin, confinement,
    environment_object, files, foreign, standard, suggest,
};
use cairn_middle::ir::Node;
use cairn_text::printer::{self, Style};

use super::task::Task;
use super::toplevel::Toplevel;
use super::{Context, Cx, Step, Syntax};

const IMPORT_SET: &str = "an import set: a library name, or (only set name ...), (except set name ...), \
                          (prefix set name), (rename set (name new-name) ...), (confined set capability ...)";
/// Modifiers inside one another in an import set.
const MOST_MODIFIERS: usize = 4096;
const EXPORT: &str = "an export: name or (rename name exported-name)";

/// The library declarations of R7RS 5.6.1.
const DECLARATIONS: &[&str] =
    &["export", "import", "begin", "include", "include-ci", "include-library-declarations", "cond-expand"];

/// Work on libraries.
pub enum LibraryTask<'gc> {
    /// Bind what these import sets give, the next one last.
    Import(Vec<Syntax<'gc>>),
    /// Expand the library of this name in a context of its own.
    Load(LibraryName, Span),
    /// Have the procedures made that confined code gets for this standard library, and go on with the import.
    Confine(LibraryName, Span),
    /// Expand the library of this name, which has another definition than before, after what
    /// comes before has run.
    Replace(LibraryName, Span),
    /// The library of the context has been expanded: run it.
    Finish(LibraryName, Vec<Export<'gc>>),
    /// The library has run.
    Loaded(LibraryName, Exports<'gc>),
    /// The environment of the context is complete: remember it by this text.
    Freeze(String),
    /// The value is the object of this environment.
    Made(EnvId),
}

trace_variants!(LibraryTask<'gc> {
    Import(sets),
    Load(name, span),
    Confine(name, span),
    Replace(name, span),
    Finish(name, exports),
    Loaded(name, exports),
    Freeze(text),
    Made(environment),
});

/// One export: the name inside and the name outside, a symbol.
pub struct Export<'gc> {
    internal: Syntax<'gc>,
    external: Value<'gc>,
}

trace_fields!(Export<'gc> { internal, external });

/// The effect of a modifier of an import set.
enum Modifier<'gc> {
    Only(Vec<Syntax<'gc>>),
    Except(Vec<Syntax<'gc>>),
    Prefix(Value<'gc>),
    Rename(Vec<(Syntax<'gc>, Value<'gc>)>),
}

/// The declarations of a library, sorted.
#[derive(Default)]
struct Declarations<'gc> {
    exports: Vec<Export<'gc>>,
    /// Import sets, in order.
    imports: Vec<Syntax<'gc>>,
    body: Vec<Syntax<'gc>>,
}

impl<'gc> Cx<'_, 'gc> {
    /// Carries out one piece of work.
    pub(super) fn library_task(&mut self, task: LibraryTask<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        match task {
            LibraryTask::Import(sets) => return self.import(sets),
            LibraryTask::Load(name, span) => self.load(name, span)?,
            LibraryTask::Confine(name, span) => return Ok(Some(Step::Confine(name, span))),
            LibraryTask::Replace(name, span) if self.ex.results.len() > self.ex.context.base => {
                let unit = self.finish_unit();
                self.ex.context.begun = true;
                self.ex.tasks.push(Task::Library(LibraryTask::Load(name, span)));
                return Ok(Some(Step::Run(unit)));
            }
            LibraryTask::Replace(name, span) => self.load(name, span)?,
            LibraryTask::Finish(name, exports) => return self.finish_library(name, exports).map(Some),
            LibraryTask::Loaded(name, exports) => {
                self.session.libraries.loaded(name, exports);
                self.session.libraries.update_copies(self.mc);
            }
            LibraryTask::Freeze(text) => {
                let environment = self.ex.context.environment;
                self.session.libraries.environments.freeze(environment);
                self.session.libraries.set_made(text, environment);
                self.ex.tasks.push(Task::Library(LibraryTask::Made(environment)));
            }
            LibraryTask::Made(environment) => {
                let object = environment_object(self.mc, environment);
                self.result(Node::Quote(object), self.ex.context.span);
            }
        }
        Ok(None)
    }

    // --- names ------------------------------------------------------------

    /// The name of a library.
    pub(super) fn library_name(&self, form: Syntax<'gc>) -> Result<'gc, LibraryName> {
        let parts: Vec<_> = match form.datum.is_pair() {
            true => self.ex.context.spans.items(form)?.iter().map(|part| part.datum).collect(),
            false => Vec::new(),
        };
        // R6RS writes versions after names: `(rnrs base (6))`.
        let parts = match parts.split_last() {
            Some((last, name)) if !name.is_empty() && (last.is_pair() || last.is_nil()) => name,
            _ => &parts,
        };
        LibraryName::from_parts(parts).ok_or_else(|| {
            self.error_about("bad library name", form)
                .code(Code::LIBRARY_FILE)
                .hint("a name is a list of identifiers and integers, such as (scheme base) or (my list)")
        })
    }

    /// The paths at which the file of a library is looked for.
    pub(super) fn library_paths(&self, name: &LibraryName, span: Span) -> Vec<String> {
        let program = self.ex.contexts.first().unwrap_or(&self.ex.context).span;
        let asking: Vec<String> = [span.or(self.ex.context.span), program]
            .into_iter()
            .filter_map(|span| files::file_of(&self.session.sources, span))
            .collect();
        name.path().map_or(Vec::new(), |path| self.session.libraries.loader.candidates(&path, &asking))
    }

    // --- imports ----------------------------------------------------------

    /// Binds import sets, up to one whose library must be loaded first.
    fn import(&mut self, mut sets: Vec<Syntax<'gc>>) -> Result<'gc, Option<Step<'gc>>> {
        let environment = self.ex.context.environment;
        if self.session.libraries.environments.kind(environment) == EnvKind::Immutable {
            return Err(self.error("import: this environment is immutable", self.ex.context.span));
        }
        while let Some(set) = sets.pop() {
            let (name, modifiers) = self.import_set(set)?;
            if !self.is_loaded(&name) {
                sets.push(set);
                return self.load_before(name, set.span, sets);
            }
            for (key, binding) in self.imported(&name, modifiers, set)? {
                self.bind_import(key, binding, &name, set.span)?;
            }
            self.ex.context.imports.push(set);
        }
        Ok(None)
    }

    /// Asks for a library to be loaded, after what comes before has run.
    fn load_before(&mut self, name: LibraryName, span: Span, sets: Vec<Syntax<'gc>>) -> Result<'gc, Option<Step<'gc>>> {
        self.ex.tasks.push(Task::Library(LibraryTask::Import(sets)));
        if self.ex.results.len() > self.ex.context.base {
            let unit = self.finish_unit();
            self.ex.context.begun = true;
            return Ok(Some(Step::Run(unit)));
        }
        self.ex.tasks.push(Task::Library(LibraryTask::Load(name, span)));
        Ok(None)
    }

    fn is_loaded(&mut self, name: &LibraryName) -> bool {
        self.session.libraries.exports(self.mc, name).is_some()
    }

    /// The library of an import set and the modifiers, innermost first.
    fn import_set(&mut self, set: Syntax<'gc>) -> Result<'gc, (LibraryName, Vec<Modifier<'gc>>)> {
        self.check_ends(set)?;
        let mut modifiers = Vec::new();
        let mut confinement = self.confinement();
        let mut inner = set;
        loop {
            self.held(modifiers.len(), modifiers.capacity() * size_of::<Modifier<'_>>())?;
            if modifiers.len() == MOST_MODIFIERS {
                return Err(self.error(format!("an import set of more than {MOST_MODIFIERS} modifiers"), set.span));
            }
            let parts = if inner.datum.is_pair() { self.items(inner, IMPORT_SET)? } else { Vec::new() };
            let modifier = parts.first().filter(|_| parts.len() > 1 && parts[1].datum.is_pair());
            let modifier = modifier.filter(|_| parts.len() > 2 || !is_version(parts[1].datum));
            let keyword = modifier.filter(|head| is_identifier(head.datum)).map(|head| name_of(head.datum));
            modifiers.push(match keyword {
                Some("only") => Modifier::Only(parts[2..].to_vec()),
                Some("except") => Modifier::Except(parts[2..].to_vec()),
                Some("prefix") if parts.len() == 3 => Modifier::Prefix(self.symbol(parts[2])?),
                Some("rename") => Modifier::Rename(self.renamings(&parts[2..])?),
                Some("confined") => {
                    let mut kept = Value::NIL;
                    for part in parts[2..].iter().rev() {
                        kept = self.mc.cons(strip(self.mc, part.datum)?, kept);
                    }
                    let text = printer::to_string(self.mc, kept, Style::Write)?;
                    confinement = self.session.libraries.confine(confinement, text, kept);
                    inner = parts[1];
                    continue;
                }
                // R6RS says for which phases, and marks names that look like import sets.
                Some("for" | "library") => {
                    inner = parts[1];
                    continue;
                }
                Some(_) => {
                    return Err(self.error_about("bad import set", inner).hint(format!("expected {IMPORT_SET}")));
                }
                None => {
                    modifiers.reverse();
                    let name = self.session.libraries.name_of(self.library_name(inner)?);
                    return Ok((name.within(confinement), modifiers));
                }
            });
            inner = parts[1];
        }
    }

    /// The confinement of the code that is expanded.
    pub(super) fn confinement(&self) -> ConfinementId {
        self.session.libraries.environments.confinement(self.ex.context.environment)
    }

    fn symbol(&self, form: Syntax<'gc>) -> Result<'gc> {
        Ok(symbol_of(self.identifier(form, "a name")?))
    }

    fn renamings(&self, forms: &[Syntax<'gc>]) -> Result<'gc, Vec<(Syntax<'gc>, Value<'gc>)>> {
        let mut renamings = Vec::with_capacity(forms.len());
        for &form in forms {
            let pair = if form.datum.is_pair() { self.items(form, "(name new-name)")? } else { Vec::new() };
            let [old, new] = pair[..] else { return Err(self.error_about("bad renaming", form)) };
            renamings.push((old, self.symbol(new)?));
        }
        Ok(renamings)
    }

    /// The bindings of an import set of a loaded library.
    fn imported(
        &mut self,
        name: &LibraryName,
        modifiers: Vec<Modifier<'gc>>,
        set: Syntax<'gc>,
    ) -> Result<'gc, Exports<'gc>> {
        let mut names = self.session.libraries.exports(self.mc, name).cloned().unwrap_or_default();
        if name.confinement() != self.confinement() {
            names.retain(|(_, binding)| confinement::may_leave(binding));
        }
        for modifier in modifiers {
            self.check_names(name, &names, &modifier, set)?;
            if let Modifier::Prefix(prefix) = modifier {
                self.mc.check_room(names.iter().map(|(key, _)| name_of(prefix).len() + name_of(*key).len()).sum())?;
            }
            names = self.modified(names, modifier)?;
        }
        Ok(names)
    }

    /// Fails when a modifier names what is not there.
    fn check_names(
        &self,
        library: &LibraryName,
        names: &Exports<'gc>,
        modifier: &Modifier<'gc>,
        set: Syntax<'gc>,
    ) -> Result<'gc, ()> {
        let wanted: Vec<Syntax<'gc>> = match modifier {
            Modifier::Only(wanted) | Modifier::Except(wanted) => wanted.clone(),
            Modifier::Rename(renamings) => renamings.iter().map(|&(old, _)| old).collect(),
            Modifier::Prefix(_) => Vec::new(),
        };
        let known: std::collections::HashSet<u64> = names.iter().map(|(name, _)| name.bits()).collect();
        for wanted in wanted {
            let symbol = self.symbol(wanted)?;
            if !known.contains(&symbol.bits()) {
                let message = format!("the library {library} does not export {}", name_of(symbol));
                let error = self.error(message, wanted.span.or(set.span));
                let exported = names.iter().map(|&(name, _)| name_of(name));
                let error = error.code(Code::NOT_EXPORTED);
                return Err(match suggest::nearest(name_of(symbol), exported) {
                    Some(like) => error.hint(format!("did you mean {like}?")),
                    None => error.hint(
                        self.exporting(name_of(symbol))
                            .unwrap_or_else(|| format!("cairn doc \"{library}\" lists what it exports")),
                    ),
                });
            }
        }
        Ok(())
    }

    /// Which standard library exports a name, in words.
    fn exporting(&self, name: &str) -> Option<String> {
        let exports = |library: &&str| {
            standard::exports(self.session.primitives, &LibraryName::parse(library))
                .is_some_and(|names| names.contains(&name))
        };
        Some(format!("the library ({}) exports it", standard::names().find(exports)?))
    }

    fn modified(&self, names: Exports<'gc>, modifier: Modifier<'gc>) -> Result<'gc, Exports<'gc>> {
        self.mc.work(names.len())?;
        let words = |list: &[Syntax<'gc>]| -> std::collections::HashSet<u64> {
            list.iter().map(|item| symbol_of(item.datum).bits()).collect()
        };
        let mut names = names;
        match modifier {
            Modifier::Only(list) => {
                let wanted = words(&list);
                names.retain(|(name, _)| wanted.contains(&name.bits()));
            }
            Modifier::Except(list) => {
                let unwanted = words(&list);
                names.retain(|(name, _)| !unwanted.contains(&name.bits()));
            }
            Modifier::Prefix(prefix) => {
                for (name, _) in &mut names {
                    let prefixed = format!("{}{}", name_of(prefix), name_of(*name));
                    self.mc.work(prefixed.len())?;
                    *name = self.mc.try_intern(&prefixed)?;
                }
            }
            Modifier::Rename(renamings) => {
                let new: HashMap<u64, Value<'gc>> =
                    renamings.iter().map(|&(old, new)| (symbol_of(old.datum).bits(), new)).collect();
                for (name, _) in &mut names {
                    *name = new.get(&name.bits()).copied().unwrap_or(*name);
                }
            }
        }
        Ok(names)
    }

    /// Binds one import. In a program or library that has another binding of the name
    /// already, that is an error (R7RS 5.2); in a session and a script without imports it
    /// takes the place of the earlier one. An SRFI that comes with Cairn may extend what
    /// Cairn has under the same name, as SRFI 71 does `let`: its binding is taken.
    fn bind_import(
        &mut self,
        key: Value<'gc>,
        binding: Binding<'gc>,
        library: &LibraryName,
        span: Span,
    ) -> Result<'gc, ()> {
        let environment = self.ex.context.environment;
        let environments = &mut self.session.libraries.environments;
        let kind = environments.kind(environment);
        if kind != EnvKind::Script
            && let Some(old) = environments.find(environment, key)
            && old.binding != binding
        {
            return self.conflict(key, binding, old, library, span);
        }
        self.insert_import(key, binding);
        Ok(())
    }

    /// Settles what a name means that has been imported or defined with another meaning.
    fn conflict(
        &mut self,
        key: Value<'gc>,
        binding: Binding<'gc>,
        old: Entry<'gc>,
        library: &LibraryName,
        span: Span,
    ) -> Result<'gc, ()> {
        const HINT: &str = "leave it out with (except ...) or (only ...)";
        let name = name_of(key);
        match old.origin {
            Origin::Imported => {
                let bundle = self.session.libraries.bundle;
                let standard = standard::any_binding(self.session.primitives, name);
                let extends = |library: &LibraryName, base| bundle.has(library) && standard == Some(base);
                let other = self.importing(key, old.binding)?;
                if extends(library, old.binding) {
                    self.insert_import(key, binding);
                    return Ok(());
                }
                if other.as_ref().is_some_and(|other| extends(other, binding)) {
                    return Ok(());
                }
                let other = other.map_or_else(|| "another library".to_string(), |other| other.to_string());
                let message = format!("{name} is imported from {other} and, with another meaning, from {library}");
                Err(self.error(message, span).code(Code::IMPORT_CONFLICT).hint(HINT))
            }
            Origin::Defined => {
                let message = format!("{name} is defined already and cannot be imported");
                Err(self.error(message, span).code(Code::IMPORT_CONFLICT).hint(HINT))
            }
            Origin::Referenced => {
                let message = format!("{name} is used before its import");
                Err(self.error(message, span).hint("put the imports before all else"))
            }
        }
    }

    fn insert_import(&mut self, key: Value<'gc>, binding: Binding<'gc>) {
        let environment = self.ex.context.environment;
        let entry = Entry { binding, origin: Origin::Imported };
        self.session.libraries.environments.insert(self.mc, environment, key, entry);
    }

    /// The library whose import gave a name this meaning.
    fn importing(&mut self, key: Value<'gc>, binding: Binding<'gc>) -> Result<'gc, Option<LibraryName>> {
        for set in self.ex.context.imports.clone() {
            let (name, modifiers) = self.import_set(set)?;
            if self.imported(&name, modifiers, set)?.contains(&(key, binding)) {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    // --- definitions of libraries -----------------------------------------

    /// Records a `define-library` form for the imports to come.
    pub(super) fn declare_library(&mut self, form: Syntax<'gc>) -> Result<'gc, ()> {
        let parts = self.operands(form, 1, "(define-library name declaration ...)")?;
        let name = self.library_name(parts[0])?.within(self.confinement());
        for &declaration in &parts[1..] {
            self.check_declaration(declaration)?;
        }
        let form = Syntax { datum: strip(self.mc, form.datum)?, span: form.span };
        let declared = Declared { form, spans: self.ex.context.spans.clone(), bundled: false };
        if self.session.libraries.is_replaceable(&name) {
            self.ex.tasks.push(Task::Library(LibraryTask::Replace(name.clone(), parts[0].span)));
        }
        self.session.libraries.declare(name, declared);
        Ok(())
    }

    /// Starts on a library that is not loaded.
    fn load(&mut self, name: LibraryName, span: Span) -> Result<'gc, ()> {
        self.check_import_cycle(&name, span)?;
        if name.confinement() != ConfinementId::NONE && standard::has(self.session.primitives, &name) {
            self.ex.tasks.push(Task::Library(LibraryTask::Confine(name, span)));
            return Ok(());
        }
        if self.declared(&name).is_none()
            && let Some(tried) = self.declare_from_files(&name, span)?
        {
            return Err(self.unknown_library(&name, &tried, span));
        }
        match self.declared(&name) {
            Some(Declared { form, spans, bundled }) => {
                let (form, spans, bundled) = (*form, spans.clone(), *bundled);
                self.start_library(name, form, spans, bundled)
            }
            None => Err(self.unknown_library(&name, &[], span)),
        }
    }

    /// The form of a library: a confinement has an instance of its own of what the program has declared.
    fn declared(&self, name: &LibraryName) -> Option<&Declared<'gc>> {
        let libraries = &self.session.libraries;
        libraries.declared(name).or_else(|| libraries.declared(&name.clone().within(ConfinementId::NONE)))
    }

    fn check_import_cycle(&self, name: &LibraryName, span: Span) -> Result<'gc, ()> {
        let contexts = self.ex.contexts.iter().chain([&self.ex.context]);
        let chain: Vec<_> = contexts.filter_map(|context| context.library.as_ref()).collect();
        let Some(at) = chain.iter().position(|&other| other == name) else { return Ok(()) };
        let names: Vec<String> = chain[at..].iter().chain([&name]).map(|name| name.to_string()).collect();
        Err(self
            .error(format!("libraries import each other: {}", names.join(" imports ")), span)
            .code(Code::CIRCULAR_IMPORT)
            .primary("this import closes the circle")
            .hint("move what both need into a library of its own, which both import"))
    }

    /// Records the library from the first of its files that defines it, with the others in
    /// that file, or else from the text that comes with Cairn. The paths that were looked
    /// at, with what the files there define, when there is none.
    pub(super) fn declare_from_files(&mut self, name: &LibraryName, span: Span) -> Result<'gc, Option<Vec<String>>> {
        let mut tried = Vec::new();
        let mut unreadable = None;
        for path in self.library_paths(name, span) {
            match self.session.libraries.loader.first(std::slice::from_ref(&path), span) {
                // Only a file that can be read goes before the others.
                Err(error) => unreadable = unreadable.or(Some(error)),
                Ok(None) => tried.push(path),
                Ok(Some(found)) => match self.declare_from(name, &found, false)? {
                    None => return Ok(None),
                    Some(others) => tried.push(format!("{path}, which defines {others}")),
                },
            }
        }
        let Some(text) = self.session.libraries.bundle.text(name) else {
            return unreadable.map_or(Ok(Some(tried)), Err);
        };
        self.declare_from(name, &files::Found { path: format!("<{name}>"), text: text.into() }, true)
            .map(|others| others.map(|_| tried))
    }

    /// Records the libraries that a text defines, if it defines this one; otherwise says
    /// which it defines.
    fn declare_from(&mut self, name: &LibraryName, found: &files::Found, bundled: bool) -> Result<'gc, Option<String>> {
        let source = self.session.sources.add(&found.path, found.text.clone());
        let text = files::read_source(self.mc, &self.session.sources, source, false)?;
        let mut spans = SpanTables::default();
        spans.add(Arc::clone(&text.spans));
        let mut libraries = Vec::with_capacity(text.forms.len());
        let mut stranger = None;
        for form in text.forms {
            let is_library =
                form.datum.car().is_some_and(|head| is_identifier(head) && name_of(head) == "define-library");
            match form.datum.cdr().and_then(Value::car).filter(|_| is_library) {
                Some(own) => {
                    let own = self.library_name(Syntax { datum: own, span: form.span })?;
                    libraries.push((own.within(name.confinement()), form));
                }
                None => stranger = stranger.or(Some(form)),
            }
        }
        if !libraries.iter().any(|(own, _)| own == name) {
            let names: Vec<String> = libraries.iter().map(|(own, _)| own.to_string()).collect();
            return Ok(Some(if names.is_empty() { "no library".to_string() } else { names.join(" and ") }));
        }
        if let Some(form) = stranger {
            return Err(self
                .error(format!("{}: expected define-library", found.path), form.span)
                .code(Code::LIBRARY_FILE)
                .hint("the file of a library holds define-library forms alone; definitions go into its (begin ...)"));
        }
        for (own, form) in libraries {
            self.session.libraries.declare(own, Declared { form, spans: spans.clone(), bundled });
        }
        Ok(None)
    }

    fn unknown_library(&self, name: &LibraryName, tried: &[String], span: Span) -> Throw<'gc> {
        let error = self.error(format!("unknown library {name}"), span).code(Code::UNKNOWN_LIBRARY);
        let text = name.to_string();
        let text = text.trim_matches(['(', ')']);
        let known: Vec<&str> = standard::names().chain((self.session.libraries.bundle.names)()).collect();
        let error = match tried {
            [] => error,
            tried => error.note(format!("looked at {}", tried.join(", "))),
        };
        if tried.iter().any(|path| path.contains(", which defines ")) {
            return error.hint(format!("the name in the file's define-library must be {name}, like its path"));
        }
        if let Some(like) = similar_library(text, &known) {
            return error.hint(format!("did you mean ({like})?"));
        }
        if let Some(hint) = foreign::library_hint(text) {
            return error.hint(hint);
        }
        if text.starts_with("srfi ") {
            return error.hint("this SRFI is not part of Cairn; cairn --help and docs/libraries.md say which are");
        }
        let path = name.path().unwrap_or_default();
        error.hint(format!(
            "a library of your own is the file {path}, next to the program or below a directory given with -I"
        ))
    }

    /// Enters a context for a library and schedules its parts.
    fn start_library(
        &mut self,
        name: LibraryName,
        form: Syntax<'gc>,
        spans: SpanTables,
        bundled: bool,
    ) -> Result<'gc, ()> {
        let environment = self.session.libraries.home(self.mc, &name);
        let context = Context {
            environment,
            spans,
            form: form.datum,
            span: form.span,
            base: self.ex.results.len(),
            library: Some(name.clone()),
            bundled,
            included: Vec::new(),
            renamed: Vec::new(),
            imports: Vec::new(),
            macros: Vec::new(),
            begun: false,
        };
        let outside = std::mem::replace(&mut self.ex.context, context);
        self.ex.contexts.push(outside);
        let draft = std::mem::take(&mut self.ex.draft);
        self.ex.outer.push(draft);
        let Declarations { exports, mut imports, body } = self.declarations(form)?;
        if bundled {
            let names = || exports.iter().map(|export| (export.internal.datum, export.external));
            let has_own = |name: Value<'gc>| names().any(|(internal, external)| internal == name && external == name);
            self.ex.context.renamed =
                names().filter(|&(internal, external)| internal != external && !has_own(internal)).collect();
        }
        imports.reverse();
        self.schedule([
            Task::Library(LibraryTask::Import(imports)),
            Task::Toplevel(Box::new(Toplevel::new(body))),
            Task::Library(LibraryTask::Finish(name, exports)),
        ]);
        Ok(())
    }

    fn declarations(&mut self, form: Syntax<'gc>) -> Result<'gc, Declarations<'gc>> {
        let mut sorted = Declarations::default();
        let mut pending = self.operands(form, 1, "(define-library name declaration ...)")?;
        pending.remove(0);
        pending.reverse();
        while let Some(declaration) = pending.pop() {
            let head = declaration.datum.car().filter(|&head| is_identifier(head));
            match head.map_or("", name_of) {
                "export" => self.exports(declaration, &mut sorted.exports)?,
                "import" => sorted.imports.extend(self.operands(declaration, 0, "(import import-set ...)")?),
                "begin" => sorted.body.extend(self.operands(declaration, 0, "(begin form ...)")?),
                "include" => sorted.body.extend(self.included(declaration, false)?),
                "include-ci" => sorted.body.extend(self.included(declaration, true)?),
                "include-library-declarations" => {
                    self.count_idle(declaration)?;
                    pending.extend(self.included(declaration, false)?.into_iter().rev());
                }
                "cond-expand" => {
                    self.count_idle(declaration)?;
                    pending.extend(super::forms::splice::cond_expand(self, declaration)?.into_iter().rev());
                }
                _ => self.check_declaration(declaration)?,
            }
        }
        Ok(sorted)
    }

    fn check_declaration(&self, declaration: Syntax<'gc>) -> Result<'gc, ()> {
        let head = declaration.datum.car().filter(|&head| is_identifier(head));
        if head.is_some_and(|head| DECLARATIONS.contains(&name_of(head))) {
            return Ok(());
        }
        let error = self.error_about("bad library declaration", declaration).code(Code::LIBRARY_FILE);
        if head.is_some_and(|head| name_of(head).starts_with("define")) {
            return Err(error.hint("the definitions of a library stand in its (begin ...)"));
        }
        Err(error.hint(format!("expected one of {}", DECLARATIONS.join(", "))))
    }

    fn exports(&self, declaration: Syntax<'gc>, exports: &mut Vec<Export<'gc>>) -> Result<'gc, ()> {
        for spec in self.operands(declaration, 0, "(export name ...)")? {
            let (internal, external) = if spec.datum.is_pair() {
                let parts = self.items(spec, EXPORT)?;
                let [keyword, internal, external] = parts[..] else { return Err(self.error_about("bad export", spec)) };
                if !is_identifier(keyword.datum) || name_of(keyword.datum) != "rename" {
                    return Err(self.error_about("bad export", spec).hint(format!("expected {EXPORT}")));
                }
                (internal, external)
            } else {
                (spec, spec)
            };
            let external = self.symbol(external)?;
            self.identifier(internal, "a name")?;
            if exports.iter().any(|export| export.external == external && export.internal.datum != internal.datum) {
                return Err(self.error(format!("{} is exported twice", name_of(external)), spec.span));
            }
            exports.push(Export { internal, external });
        }
        Ok(())
    }

    /// Leaves the context of a library: its unit is to be run.
    fn finish_library(&mut self, name: LibraryName, exports: Vec<Export<'gc>>) -> Result<'gc, Step<'gc>> {
        let environment = self.ex.context.environment;
        let mut meanings = Exports::with_capacity(exports.len());
        for Export { internal, external } in exports {
            let entry = self.session.libraries.environments.find(environment, internal.datum);
            let Some(Entry { binding, origin: Origin::Imported | Origin::Defined }) = entry else {
                let wrong = name_of(internal.datum);
                let message = format!("{name} exports {wrong}, which it does not define");
                let own = self.session.libraries.environments.entries(environment);
                let defined = own.filter(|(_, entry)| entry.origin == Origin::Defined).map(|(key, _)| name_of(key));
                let error = self.error(message, internal.span).code(Code::EXPORT);
                let has_define = self
                    .session
                    .libraries
                    .environments
                    .entries(environment)
                    .any(|(_, entry)| entry.binding == Binding::Special(Special::Define));
                return Err(error.hint(match suggest::nearest(wrong, defined) {
                    Some(like) => format!("did you mean {like}?"),
                    None if !has_define => format!("the library imports no define, so nothing is defined in it: add (import (scheme base)) to {name}"),
                    None => format!("define {wrong} in the library, import it, or leave it out of the exports"),
                }));
            };
            meanings.push((external, binding));
        }
        let are_known = self.mark_exposed();
        let mut unit = self.finish_unit();
        unit.closed = are_known;
        unit.framed = true;
        self.ex.draft = self.ex.outer.pop().unwrap_or_default();
        if let Some(outside) = self.ex.contexts.pop() {
            self.ex.context = outside;
        }
        self.ex.tasks.push(Task::Library(LibraryTask::Loaded(name, meanings)));
        Ok(Step::Run(unit))
    }
}

/// The library that a name is likely meant for: one whose name differs by a slip of the
/// keyboard, or in its last word alone has the same meaning. Numbers are no slips.
fn similar_library<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let same_number = known.iter().copied().filter(|like| digits(like) == digits(name));
    let near = suggest::nearest(name, same_number);
    let singular = |word: &str| word.trim_end_matches('s').to_string();
    let last = |name: &str| singular(name.rsplit(' ').next().unwrap_or(name));
    let same_last =
        || known.iter().copied().find(|like| like.contains(' ') && !last(like).is_empty() && last(like) == last(name));
    near.or_else(|| same_last().filter(|_| digits(name).is_empty()))
}

/// The environment in which a program file is to be expanded: one of its own when
/// it begins with an import, or else the scripts' environment.
pub fn program_environment<'gc>(session: &mut cairn_middle::session::Session<'gc>, forms: &[Syntax<'gc>]) -> EnvId {
    let head = |form: &Syntax<'gc>| {
        let head = form.datum.car().filter(|&head| is_identifier(head));
        head.map_or("", name_of)
    };
    let environments = &mut session.libraries.environments;
    match forms.iter().map(head).find(|&name| name != "define-library") {
        Some("import") => environments.add(EnvKind::Program),
        _ => cairn_middle::environment::Environments::SCRIPT,
    }
}

/// Whether a datum is a version of R6RS after a library's name, such as `(6)` or `((>= 6))`.
fn is_version(datum: Value<'_>) -> bool {
    let Some(first) = datum.car() else { return false };
    let word = if is_identifier(first) { name_of(first) } else { "" };
    first.as_fixnum().is_some() || first.is_pair() || matches!(word, ">=" | "<=" | "and" | "or" | "not")
}
