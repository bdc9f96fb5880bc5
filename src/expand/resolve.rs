//! Resolves identifiers: meaning, comparison, references, definitions.

use cairn_data::diagnostic::Code;
use cairn_data::error::{Result, Throw};
use cairn_data::global;
use cairn_data::source::Span;
use cairn_gc::{Mutation, Value};
use cairn_middle::environment::identifier::{Home, alias_parts, is_alias, is_identifier, name_of, strip, symbol_of};
use cairn_middle::environment::special::Special;
use cairn_middle::environment::{Binding, Entry, EnvId, EnvKind, Environments, Origin};
use cairn_middle::ir::{Node, NodeId, VarId};
use cairn_middle::primitives::BuiltinId;

use super::scope::Local;
use super::task::Place;
use super::{Cx, Purpose, Stage, Syntax};
use crate::forms::optional::is_keyword;
use crate::special::{Role, role};

/// The resolved meaning of an identifier.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning<'gc> {
    /// A local binding.
    Local(Local<'gc>),
    /// A binding of an environment.
    Global(Slot<'gc>, Entry<'gc>),
    /// Nothing yet; a definition or reference would be put here.
    Unbound(Slot<'gc>),
}

/// A place in an environment's table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Slot<'gc> {
    pub environment: EnvId,
    pub key: Value<'gc>,
}

/// The reason why a form is not a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Keyword<'gc> {
    Special(Special),
    Macro(Value<'gc>),
}

impl<'gc> Meaning<'gc> {
    /// The keyword, when it is one.
    pub(super) fn keyword(self) -> Option<Keyword<'gc>> {
        match self {
            Meaning::Local(Local::Special(special)) => Some(Keyword::Special(special)),
            Meaning::Local(Local::Macro(object)) => Some(Keyword::Macro(object)),
            Meaning::Global(_, Entry { binding: Binding::Special(special), .. }) => Some(Keyword::Special(special)),
            Meaning::Global(_, Entry { binding: Binding::Macro(object), .. }) => Some(Keyword::Macro(object)),
            _ => None,
        }
    }
}

impl<'gc> Cx<'_, 'gc> {
    /// The meaning of an identifier here.
    pub(super) fn resolve(&self, identifier: Value<'gc>) -> Meaning<'gc> {
        let scopes = &self.ex.scopes;
        self.resolve_from(identifier, scopes.depth(), self.ex.context.environment)
    }

    /// The meaning of a macro's identifier where the macro was defined.
    pub(super) fn resolve_at(&self, identifier: Value<'gc>, home: Home) -> Meaning<'gc> {
        self.resolve_from(identifier, self.ex.scopes.depth_of(home.scope), home.environment)
    }

    fn resolve_from(&self, mut key: Value<'gc>, mut depth: u32, mut environment: EnvId) -> Meaning<'gc> {
        let environments = &self.session.libraries.environments;
        loop {
            if let Some(local) = self.ex.scopes.find(key, depth) {
                return Meaning::Local(local);
            }
            if let Some(entry) = environments.find(environment, key) {
                return Meaning::Global(Slot { environment, key }, entry);
            }
            let Some((name, home)) = alias_parts(key) else {
                return Meaning::Unbound(Slot { environment, key });
            };
            key = name;
            depth = self.ex.scopes.depth_of(home.scope);
            environment = home.environment;
        }
    }

    /// The keyword that an identifier is here; nothing for variables and data.
    pub(super) fn keyword_of(&self, datum: Value<'gc>) -> Option<Keyword<'gc>> {
        if !is_identifier(datum) {
            return None;
        }
        self.resolve(datum).keyword().map(|keyword| self.adjusted(keyword))
    }

    /// Whether the datum is an identifier that means this special form.
    pub(super) fn is_special(&self, datum: Value<'gc>, special: Special) -> bool {
        self.keyword_of(datum) == Some(Keyword::Special(special))
    }

    /// Whether two identifiers with these meanings are the same (`free-identifier=?`).
    pub(super) fn is_same(&self, a: Meaning<'gc>, b: Meaning<'gc>) -> bool {
        match (a, b) {
            (Meaning::Local(a), Meaning::Local(b)) => a == b,
            (Meaning::Global(_, a), Meaning::Global(_, b)) => self.origin_of(a) == self.origin_of(b),
            (Meaning::Unbound(a), Meaning::Unbound(b)) => a.key == b.key,
            _ => false,
        }
    }

    /// The imported binding, if this is a session's copy of it that still has its value.
    pub(super) fn origin_of(&self, entry: Entry<'gc>) -> Binding<'gc> {
        let Binding::Global(cell) = entry.binding else { return entry.binding };
        let Some(&original) = self.session.libraries.copies.get(cell) else { return entry.binding };
        let value = cell.slot(global::VALUE);
        if value != Some(Value::UNBOUND) && value != original.slot(global::VALUE) {
            return entry.binding;
        }
        match original.slot(global::BUILTIN).and_then(Value::as_fixnum) {
            Some(number) => Binding::Builtin(BuiltinId(number as u16)),
            None => Binding::Global(original),
        }
    }

    /// A home for the free identifiers of a macro that is defined here.
    pub(super) fn home(&self) -> Home {
        Home { scope: self.ex.scopes.current(), environment: self.ex.context.environment }
    }

    // --- variables --------------------------------------------------------

    /// The value of a variable.
    pub(super) fn reference(&mut self, identifier: Syntax<'gc>) -> Result<'gc, NodeId> {
        let node = self.resolved_reference(identifier)?;
        self.note_alias_use(identifier.datum, node);
        Ok(node)
    }

    /// Notes a node that refers to a global by an alias.
    pub(super) fn note_alias_use(&mut self, identifier: Value<'gc>, node: NodeId) {
        let draft = &mut self.ex.draft;
        if is_alias(identifier) && matches!(draft.unit.node(node), Node::Global(_) | Node::SetGlobal(..)) {
            draft.alias_uses.0.entry(identifier.bits()).or_default().push(node);
        }
    }

    fn resolved_reference(&mut self, identifier: Syntax<'gc>) -> Result<'gc, NodeId> {
        let span = identifier.span;
        match self.resolve(identifier.datum) {
            Meaning::Local(Local::Variable(var, level)) => {
                self.check_level(identifier, level)?;
                Ok(self.node(Node::Local(var), span))
            }
            Meaning::Local(Local::Cell(cell)) => Ok(self.node(Node::Global(cell), span)),
            Meaning::Local(Local::Remote(accessors)) => {
                self.check_value(identifier, accessors.is_true())?;
                Ok(self.read(Place::Remote(accessors), span))
            }
            Meaning::Global(slot, entry) if self.is_open_to_change(slot, entry) => {
                let cell = self.copy_import(slot, entry);
                Ok(self.node(Node::Global(cell), span))
            }
            Meaning::Global(slot, Entry { binding: Binding::Global(cell), origin }) => {
                self.initialise_copy(cell);
                let node = self.node(Node::Global(cell), span);
                self.note_use(slot, origin, node);
                Ok(node)
            }
            Meaning::Global(slot, Entry { binding: Binding::Builtin(id), origin }) => {
                let cell = self.session.cells.get(self.mc, id);
                let node = self.node(Node::Global(cell), span);
                self.note_use(slot, origin, node);
                Ok(node)
            }
            Meaning::Unbound(slot) if is_keyword(name_of(slot.key)) => {
                let symbol = symbol_of(slot.key);
                Ok(self.quote(symbol, span))
            }
            Meaning::Unbound(slot) => {
                let place = self.forward_place(identifier.datum, slot);
                Ok(self.read(place, span))
            }
            Meaning::Local(Local::Pattern(..)) => {
                let message = format!("pattern variable {} outside of a template", name_of(identifier.datum));
                Err(self.error(message, span).hint("write #'name for what it stands for"))
            }
            meaning => match meaning.keyword() {
                Some(Keyword::Special(special)) if let Role::Constant(constant) = role(special) => {
                    Ok(constant(self, span))
                }
                _ => Err(self.keyword_misused(identifier)),
            },
        }
    }

    /// Whether a definition that comes later, at the prompt or by `eval`, is to be seen by
    /// code that refers to this import now: then the code gets a cell of its own.
    fn is_open_to_change(&self, slot: Slot<'gc>, entry: Entry<'gc>) -> bool {
        self.ex.changeable
            && self.ex.purpose != Purpose::Show(Stage::Expanded)
            && entry.origin == Origin::Imported
            && matches!(entry.binding, Binding::Builtin(_) | Binding::Global(_))
            && slot.environment == self.ex.context.environment
            && self.session.libraries.environments.kind(slot.environment).is_open()
    }

    /// Puts a variable in place of an import, that holds the same until later code defines
    /// or assigns it.
    fn copy_import(&mut self, slot: Slot<'gc>, entry: Entry<'gc>) -> Value<'gc> {
        let (cell, old) = self.shadow(slot, entry);
        self.session.libraries.copies.insert(self.mc, cell, old);
        mark_assigned(self.mc, cell);
        cell.set_slot(self.mc, global::BUILTIN, old.slot(global::BUILTIN).unwrap_or(Value::FALSE));
        self.initialise_copy(cell);
        cell
    }

    /// Does so for all imports that the unit refers to: it can evaluate code that changes
    /// them.
    pub(super) fn copy_used_imports(&mut self) {
        let environment = self.ex.context.environment;
        for key in std::mem::take(&mut self.ex.draft.used) {
            let environments = &self.session.libraries.environments;
            if let Some(entry @ Entry { origin: Origin::Imported, .. }) = environments.find(environment, key)
                && environments.kind(environment).is_open()
            {
                self.copy_import(Slot { environment, key }, entry);
            }
        }
    }

    /// Has this unit give a copy of an import its value, unless one that ran has.
    fn initialise_copy(&mut self, cell: Value<'gc>) {
        if cell.slot(global::VALUE) == Some(Value::UNBOUND)
            && let Some(&original) = self.session.libraries.copies.get(cell)
        {
            self.initialise_shadow(cell, original);
        }
    }

    fn keyword_misused(&self, keyword: Syntax<'gc>) -> Throw<'gc> {
        let name = name_of(keyword.datum);
        let hint = match name {
            "else" => "else begins the last clause of cond or case; an if has none: (if test consequent alternate)".to_string(),
            "and" | "or" => format!(
                "{name} is not a procedure, so it cannot be an argument: write (lambda (a b) ({name} a b)), \
                 or use {} for lists", if name == "and" { "every" } else { "any" }
            ),
            "=>" => "=> stands in a clause of cond: (test => procedure)".to_string(),
            "if" => "if begins a form: is a ( missing before it? It is not a procedure, and (lambda (a b c) (if a b c)) is one".to_string(),
            "define" | "lambda" | "let" | "cond" => {
                format!("{name} begins a form: is a ( missing before it?")
            }
            _ => format!("{name} is not a procedure; it can only stand at the head of a form"),
        };
        self.error(format!("syntax keyword {name} used as an expression"), keyword.span).code(Code::KEYWORD).hint(hint)
    }

    pub(super) fn check_level(&self, identifier: Syntax<'gc>, level: u32) -> Result<'gc, ()> {
        self.check_value(identifier, level == self.ex.outer.len() as u32)
    }

    fn check_value(&self, identifier: Syntax<'gc>, has_value: bool) -> Result<'gc, ()> {
        if has_value {
            return Ok(());
        }
        let name = name_of(identifier.datum);
        Err(self.error(format!("variable {name} has no value while macros are expanded"), identifier.span))
    }

    /// Where a variable will be that is referred to before its definition: an
    /// environment made by `the-environment` may get a definition of its own.
    fn forward_place(&mut self, identifier: Value<'gc>, slot: Slot<'gc>) -> Place<'gc> {
        let cell = self.forward_cell(slot);
        if self.ex.frame.is_true() && !is_alias(identifier) {
            return Place::Either(self.frame_cell(identifier), cell);
        }
        Place::Global(cell)
    }

    /// The cell of a variable that is referred to before its definition. It is
    /// put into the environment unless that is closed.
    fn forward_cell(&mut self, slot: Slot<'gc>) -> Value<'gc> {
        let cell = global::new(self.mc, symbol_of(slot.key));
        let environments = &mut self.session.libraries.environments;
        if !matches!(environments.kind(slot.environment), EnvKind::Immutable | EnvKind::Builtins) {
            let entry = Entry { binding: Binding::Global(cell), origin: Origin::Referenced };
            environments.insert(self.mc, slot.environment, slot.key, entry);
        }
        cell
    }

    /// Notes a reference to an import that a later definition may shadow.
    fn note_use(&mut self, slot: Slot<'gc>, origin: Origin, node: NodeId) {
        let environment = self.ex.context.environment;
        if origin == Origin::Imported
            && slot.environment == environment
            && self.session.libraries.environments.kind(environment).may_shadow()
        {
            let draft = &mut self.ex.draft;
            let uses = draft.uses.0.entry(slot.key.bits()).or_default();
            if uses.is_empty() {
                draft.used.push(slot.key);
            }
            uses.push(node);
        }
    }

    /// The place that `set!` assigns.
    pub(super) fn assigned(&mut self, identifier: Syntax<'gc>) -> Result<'gc, Place<'gc>> {
        let name = name_of(identifier.datum);
        match self.resolve(identifier.datum) {
            Meaning::Local(Local::Variable(var, level)) => {
                self.check_level(identifier, level)?;
                Ok(Place::Local(var))
            }
            Meaning::Local(Local::Cell(cell)) => Ok(Place::Global(cell)),
            Meaning::Local(Local::Remote(accessors)) => {
                self.check_value(identifier, accessors.is_true())?;
                Ok(Place::Remote(accessors))
            }
            Meaning::Local(_) => Err(self.error(format!("set!: {name} is a syntax keyword"), identifier.span)),
            Meaning::Unbound(slot) => {
                let place = self.forward_place(identifier.datum, slot);
                if let Place::Global(cell) | Place::Either(_, cell) = place {
                    mark_assigned(self.mc, cell);
                }
                Ok(place)
            }
            Meaning::Global(slot, entry) => self.assigned_global(identifier, slot, entry),
        }
    }

    fn assigned_global(
        &mut self,
        identifier: Syntax<'gc>,
        slot: Slot<'gc>,
        entry: Entry<'gc>,
    ) -> Result<'gc, Place<'gc>> {
        let name = name_of(identifier.datum);
        let kind = self.session.libraries.environments.kind(slot.environment);
        match entry {
            Entry { binding: Binding::Special(_) | Binding::Macro(_), .. } => {
                Err(self.error(format!("set!: {name} is a syntax keyword"), identifier.span))
            }
            Entry { binding: Binding::Global(cell), origin: Origin::Defined | Origin::Referenced } => {
                self.initialise_copy(cell);
                mark_changed(self.mc, cell);
                Ok(Place::Global(cell))
            }
            _ if slot.environment == self.ex.context.environment && kind.may_assign_imports() => {
                let (cell, old) = self.shadow(slot, entry);
                self.initialise_shadow(cell, old);
                Ok(Place::Global(cell))
            }
            _ => Err(self
                .error(format!("set!: {name} is imported and cannot be assigned"), identifier.span)
                .code(Code::ASSIGNED_IMPORT)
                .hint(format!("only the library that defines {name} may assign it"))),
        }
    }

    // --- definitions ------------------------------------------------------

    /// The cell that a top-level definition of the identifier sets, and the cell
    /// of the import that it shadows, or `#f`.
    pub(super) fn defined(&mut self, identifier: Syntax<'gc>) -> Result<'gc, (Value<'gc>, Value<'gc>)> {
        if self.ex.frame.is_true() {
            let cell = self.define_in_frame(identifier.datum);
            self.redirect_aliases(identifier.datum, cell);
            return Ok((cell, Value::FALSE));
        }
        let (slot, entry) = self.definition_slot(identifier)?;
        let (cell, old) = match entry {
            Some(Entry { binding: Binding::Builtin(id), .. }) if slot.environment == Environments::PRELUDE => {
                return Ok((self.session.cells.get(self.mc, id), Value::FALSE));
            }
            Some(Entry { binding: Binding::Global(cell), origin: Origin::Defined }) => {
                mark_changed(self.mc, cell);
                (cell, Value::FALSE)
            }
            Some(Entry { binding: Binding::Global(cell), origin: Origin::Referenced }) => (cell, Value::FALSE),
            Some(entry @ Entry { binding: Binding::Global(_) | Binding::Builtin(_), .. }) => {
                return Ok(self.shadow(slot, entry));
            }
            _ => (global::new(self.mc, symbol_of(identifier.datum)), Value::FALSE),
        };
        let entry = Entry { binding: Binding::Global(cell), origin: Origin::Defined };
        self.session.libraries.environments.insert(self.mc, slot.environment, slot.key, entry);
        self.redirect_aliases(slot.key, cell);
        Ok((cell, old))
    }

    /// Makes the nodes of this top-level form that refer to a global by this alias
    /// refer to its cell.
    fn redirect_aliases(&mut self, key: Value<'gc>, cell: Value<'gc>) {
        let uses = self.ex.draft.alias_uses.0.remove(&key.bits()).unwrap_or_default();
        self.redirect(&uses, cell);
    }

    /// Makes nodes refer to another cell.
    fn redirect(&mut self, uses: &[NodeId], cell: Value<'gc>) {
        for &node in uses {
            match self.ex.draft.unit.node_mut(node) {
                Node::Global(referred) => *referred = cell,
                Node::SetGlobal(assigned, _) => {
                    *assigned = cell;
                    mark_assigned(self.mc, cell);
                }
                _ => {}
            }
        }
    }

    /// Gives a keyword a meaning at top level.
    pub(super) fn define_keyword(&mut self, identifier: Syntax<'gc>, binding: Binding<'gc>) -> Result<'gc, ()> {
        if self.ex.frame.is_true() {
            self.define_keyword_in_frame(identifier.datum, binding);
            return Ok(());
        }
        let (slot, _) = self.definition_slot(identifier)?;
        let entry = Entry { binding, origin: Origin::Defined };
        self.session.libraries.environments.insert(self.mc, slot.environment, slot.key, entry);
        Ok(())
    }

    /// Where a definition goes, and what is there, once it is allowed.
    fn definition_slot(&mut self, identifier: Syntax<'gc>) -> Result<'gc, (Slot<'gc>, Option<Entry<'gc>>)> {
        let slot = Slot { environment: self.ex.context.environment, key: identifier.datum };
        let environments = &self.session.libraries.environments;
        let entry = environments.find(slot.environment, slot.key);
        let name = name_of(identifier.datum);
        match (environments.kind(slot.environment), entry) {
            (EnvKind::Immutable | EnvKind::Builtins, _) => {
                Err(self.error(format!("define: {name}: this environment is immutable"), identifier.span))
            }
            _ => Ok((slot, entry)),
        }
    }

    /// Puts a fresh cell in place of an import, for all references of this unit.
    fn shadow(&mut self, slot: Slot<'gc>, entry: Entry<'gc>) -> (Value<'gc>, Value<'gc>) {
        let old = match entry.binding {
            Binding::Builtin(id) => self.session.cells.get(self.mc, id),
            Binding::Global(cell) => cell,
            Binding::Special(_) | Binding::Macro(_) => Value::FALSE,
        };
        let cell = global::new(self.mc, symbol_of(slot.key));
        let entry = Entry { binding: Binding::Global(cell), origin: Origin::Defined };
        self.session.libraries.environments.insert(self.mc, slot.environment, slot.key, entry);
        let uses = self.ex.draft.uses.0.remove(&slot.key.bits()).unwrap_or_default();
        self.redirect(&uses, cell);
        if !uses.is_empty() {
            self.initialise_shadow(cell, old);
        }
        (cell, old)
    }

    /// Gives a shadowing cell the value of the import at the start of the unit,
    /// for what runs before its definition.
    pub(super) fn initialise_shadow(&mut self, cell: Value<'gc>, old: Value<'gc>) {
        let shadowed = &mut self.ex.draft.shadowed;
        if old.is_true() && !shadowed.iter().any(|&(known, _)| known == cell) {
            shadowed.push((cell, old));
            mark_assigned(self.mc, cell);
        }
    }

    // --- nodes ------------------------------------------------------------

    /// Adds a node.
    pub(super) fn node(&mut self, node: Node<'gc>, span: Span) -> NodeId {
        self.ex.meter.idle = 0;
        self.ex.draft.unit.add(node, span)
    }

    /// Adds a node and leaves it as a result.
    pub(super) fn result(&mut self, node: Node<'gc>, span: Span) {
        let id = self.node(node, span);
        self.ex.results.push(id);
    }

    /// Adds a constant.
    pub(super) fn quote(&mut self, value: Value<'gc>, span: Span) -> NodeId {
        self.node(Node::Quote(value), span)
    }

    /// Adds a reference to a local variable.
    pub(super) fn local(&mut self, var: VarId, span: Span) -> NodeId {
        self.node(Node::Local(var), span)
    }

    /// Adds a reference to a variable.
    pub(super) fn read(&mut self, place: Place<'gc>, span: Span) -> NodeId {
        match place {
            Place::Local(var) => self.local(var, span),
            Place::Global(cell) => self.node(Node::Global(cell), span),
            Place::Remote(accessors) => {
                let getter = self.quote(accessors.car().unwrap_or(Value::FALSE), span);
                self.node(Node::Call(getter, Vec::new()), span)
            }
            Place::Either(own, outer) => {
                let operands = vec![self.quote(own, span), self.quote(outer, span)];
                self.primitive("%either", operands, span)
            }
        }
    }

    /// Adds a call of a builtin that derived forms need, whatever its name means
    /// to the program.
    pub(super) fn primitive(&mut self, name: &str, operands: Vec<NodeId>, span: Span) -> NodeId {
        let cell = self.session.cells.named(self.mc, name);
        let operator = self.node(Node::Global(cell), span);
        self.node(Node::Call(operator, operands), span)
    }

    /// Adds a variable for an identifier.
    pub(super) fn var(&mut self, identifier: Value<'gc>) -> VarId {
        self.ex.draft.unit.add_var(name_of(identifier))
    }

    /// A syntax error without irritants.
    pub(super) fn error(&self, message: impl Into<String>, span: Span) -> Throw<'gc> {
        Throw::syntax(message, span, &[])
    }

    /// A syntax error about this datum.
    pub(super) fn error_about(&self, message: impl Into<String>, culprit: Syntax<'gc>) -> Throw<'gc> {
        let datum = strip(self.mc, culprit.datum).unwrap_or(Value::FALSE);
        Throw::syntax(message, culprit.span, &[datum])
    }
}

/// The same, for one that may have held a builtin until now.
fn mark_changed<'gc>(mc: Mutation<'gc>, cell: Value<'gc>) {
    mark_assigned(mc, cell);
    cell.set_slot(mc, global::BUILTIN, Value::FALSE);
}

/// Marks a cell as assigned or redefined.
pub(super) fn mark_assigned<'gc>(mc: Mutation<'gc>, cell: Value<'gc>) {
    let flags = cell.slot(global::FLAGS).and_then(Value::as_fixnum).unwrap_or(0);
    cell.set_slot(mc, global::FLAGS, Value::fixnum(flags | global::ASSIGNED));
}
