//! Represents identifiers: symbols, and the aliases that macro expansions substitute for them.
//!
//! An alias is an object of [`Kind::Identifier`] created for one symbol of one expansion. Binding
//! forms bind the alias itself, so that it neither captures nor is captured; an unbound alias means
//! what its name means where the macro was defined ("Macros that work", Clinger and Rees, 1991).
//! Its name may itself be an alias.
//!
//! The aliases of one expansion form a ring, so that `datum->syntax` finds the expansion's alias of
//! another symbol. Aliases are tenured: their words serve as keys while transformers run.


use cairn_gc::{Kind, Mutation, Value, WordMap, WordSet, trace_nothing};

use crate::compiler::deep;
use crate::compiler::environment::siblings::sibling;
use crate::compiler::environment::{EnvId, Environments};
use crate::data::error::Result;

const NAME: usize = 0;
const SCOPE: usize = 1;
const ENVIRONMENT: usize = 2;
/// Slot of the next alias in the ring.
pub(super) const NEXT: usize = 3;
/// Slot of the index of the ring, or `#f`, see [`super::siblings`].
pub(super) const INDEX: usize = 4;

/// Number of a scope, different for each scope of an engine; 0 is top level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, PartialOrd, Ord)]
pub struct ScopeId(pub u64);

impl ScopeId {
    /// No local scope.
    pub const NONE: ScopeId = ScopeId(0);
}

trace_nothing!(ScopeId);

/// Where the free identifiers of a macro are resolved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Home {
    /// The local scope of the definition; `NONE` at top level.
    pub scope: ScopeId,
    /// The global environment around it.
    pub environment: EnvId,
}

impl Home {
    /// The home in which every public name means the special form or builtin of that name.
    pub const BUILTINS: Home = Home { scope: ScopeId::NONE, environment: Environments::BUILTINS };

    /// The two words that represent a home in objects.
    pub(crate) fn to_words<'gc>(self) -> [Value<'gc>; 2] {
        [Value::fixnum(self.scope.0 as i64), Value::fixnum(self.environment.0 as i64)]
    }

    /// The home in slots `at` and `at + 1` of an object.
    pub(crate) fn from_slots(object: Value<'_>, at: usize) -> Home {
        let word = |i| object.slot(i).and_then(Value::as_index).unwrap_or(0);
        Home { scope: ScopeId(word(at) as u64), environment: EnvId(word(at + 1) as u32) }
    }
}

/// Creates the first alias of an expansion, for `name`, an identifier of a macro of that home.
pub fn new_alias<'gc>(mc: Mutation<'gc>, name: Value<'gc>, home: Home) -> Value<'gc> {
    let [scope, environment] = home.to_words();
    let mut slots = [Value::FALSE; 5];
    slots[NAME] = name;
    slots[SCOPE] = scope;
    slots[ENVIRONMENT] = environment;
    let alias = mc.alloc_tenured(Kind::Identifier, &slots);
    alias.set_slot(mc, NEXT, alias);
    alias
}

/// The identifier that the symbol would be if it were written where `identifier` was, in a program
/// or in a macro's template.
fn adopted<'gc>(mc: Mutation<'gc>, mut identifier: Value<'gc>, symbol: Value<'gc>) -> Value<'gc> {
    let mut chain = Vec::new();
    while let Some((name, home)) = alias_parts(identifier) {
        chain.push((identifier, home));
        identifier = name;
    }
    chain.into_iter().rev().fold(symbol, |name, (alias, home)| sibling(mc, alias, name, home))
}

/// Whether this is a symbol or an alias.
#[inline]
pub fn is_identifier(datum: Value<'_>) -> bool {
    matches!(datum.kind(), Some(Kind::Symbol | Kind::Identifier))
}

/// Whether this is an alias.
#[inline]
pub fn is_alias(datum: Value<'_>) -> bool {
    datum.has_kind(Kind::Identifier)
}

/// The name and home of an alias.
pub fn alias_parts<'gc>(alias: Value<'gc>) -> Option<(Value<'gc>, Home)> {
    if !is_alias(alias) {
        return None;
    }
    Some((alias.slot(NAME)?, Home::from_slots(alias, SCOPE)))
}

/// The symbol below any number of aliases; other data are returned unchanged.
pub fn symbol_of(mut datum: Value<'_>) -> Value<'_> {
    while is_alias(datum) {
        datum = datum.slot(NAME).unwrap_or(Value::NIL);
    }
    datum
}

/// The name of an identifier, for messages.
pub fn name_of(identifier: Value<'_>) -> &str {
    symbol_of(identifier).as_symbol().unwrap_or("?")
}

/// Replaces aliases in a datum by their symbols (`syntax->datum`).
///
/// # Errors
/// If memory is short.
pub fn strip<'gc>(mc: Mutation<'gc>, datum: Value<'gc>) -> Result<'gc> {
    replace(mc, datum, is_alias, &symbol_of)
}

/// Replaces symbols in a datum by the identifiers they would be if they were written where
/// `identifier` was (`datum->syntax`).
///
/// # Errors
/// If memory is short.
pub fn adopt<'gc>(mc: Mutation<'gc>, identifier: Value<'gc>, datum: Value<'gc>) -> Result<'gc> {
    if !is_alias(identifier) {
        return Ok(datum);
    }
    replace(mc, datum, |datum| datum.is_symbol(), &|symbol| adopted(mc, identifier, symbol))
}

/// The identifiers in a datum, each once.
pub fn identifiers_in<'gc>(datum: Value<'gc>) -> Vec<Value<'gc>> {
    let (mut seen, mut found, mut stack) = (WordSet::default(), Vec::new(), vec![datum]);
    while let Some(datum) = stack.pop() {
        let is_leaf = is_identifier(datum);
        if (is_leaf || is_compound(datum)) && seen.insert(datum.bits()) {
            if is_leaf {
                found.push(datum);
            } else {
                push_children(datum, &mut stack);
            }
        }
    }
    found
}

/// Replaces the identifiers in a datum that have an image in the map.
///
/// # Errors
/// If memory is short.
pub fn replace_identifiers<'gc>(
    mc: Mutation<'gc>,
    datum: Value<'gc>,
    images: &WordMap<Value<'gc>>,
) -> Result<'gc> {
    replace(mc, datum, is_identifier, &|identifier| images.get(&identifier.bits()).copied().unwrap_or(identifier))
}

/// Replaces the wanted leaves of a datum by their images. Parts without such leaves are shared,
/// cycles and sharing are preserved; linear, without recursion.
fn replace<'gc>(
    mc: Mutation<'gc>,
    datum: Value<'gc>,
    wanted: fn(Value<'gc>) -> bool,
    image: &dyn Fn(Value<'gc>) -> Value<'gc>,
) -> Result<'gc> {
    if !is_compound(datum) {
        return Ok(if wanted(datum) { image(datum) } else { datum });
    }
    let graph = Graph::of(datum, wanted);
    if !graph.has_wanted {
        return Ok(datum);
    }
    graph.copy(mc, image)
}

/// The pairs and vectors of a datum, parents before children.
struct Graph<'gc> {
    nodes: Vec<Value<'gc>>,
    wanted: fn(Value<'gc>) -> bool,
    has_wanted: bool,
}

impl<'gc> Graph<'gc> {
    fn of(root: Value<'gc>, wanted: fn(Value<'gc>) -> bool) -> Self {
        let mut seen: WordSet = WordSet::default();
        let mut graph = Graph { nodes: Vec::new(), wanted, has_wanted: false };
        let mut stack = vec![root];
        while let Some(datum) = stack.pop() {
            graph.has_wanted |= wanted(datum);
            if is_compound(datum) && seen.insert(datum.bits()) {
                graph.nodes.push(datum);
                push_children(datum, &mut stack);
            }
        }
        graph
    }

    fn copy(&self, mc: Mutation<'gc>, leaf: &dyn Fn(Value<'gc>) -> Value<'gc>) -> Result<'gc> {
        let tainted = self.tainted();
        let mut copies: WordMap<Value<'gc>> = WordMap::default();
        for (i, &node) in self.nodes.iter().enumerate() {
            if tainted[i] {
                copies.insert(node.bits(), empty_copy(mc, node)?);
            }
        }
        let image = |child: Value<'gc>| match copies.get(&child.bits()) {
            Some(&copy) => copy,
            None if (self.wanted)(child) => leaf(child),
            None => child,
        };
        for (i, &node) in self.nodes.iter().enumerate() {
            if tainted[i] {
                fill_copy(mc, node, image(node), &image);
            }
        }
        Ok(image(self.nodes[0]))
    }

    /// Which nodes reach a wanted leaf, found by marking backwards from these leaves.
    fn tainted(&self) -> Vec<bool> {
        let index: WordMap<u32> =
            self.nodes.iter().enumerate().map(|(i, node)| (node.bits(), i as u32)).collect();
        let mut parents = vec![Vec::new(); self.nodes.len()];
        let mut stack = Vec::new();
        let mut children = Vec::new();
        for (i, &node) in self.nodes.iter().enumerate() {
            push_children(node, &mut children);
            for child in children.drain(..) {
                if let Some(&at) = index.get(&child.bits()) {
                    parents[at as usize].push(i as u32);
                } else if (self.wanted)(child) {
                    stack.push(i as u32);
                }
            }
        }
        let mut tainted = vec![false; self.nodes.len()];
        while let Some(at) = stack.pop() {
            if !std::mem::replace(&mut tainted[at as usize], true) {
                stack.extend(&parents[at as usize]);
            }
        }
        tainted
    }
}

fn is_compound(datum: Value<'_>) -> bool {
    datum.is_pair() || datum.has_kind(Kind::Vector)
}

fn push_children<'gc>(datum: Value<'gc>, stack: &mut Vec<Value<'gc>>) {
    if let Some((car, cdr)) = datum.as_pair() {
        stack.extend([cdr, car]);
    } else {
        stack.extend_from_slice(datum.slot_slice());
    }
}

fn empty_copy<'gc>(mc: Mutation<'gc>, node: Value<'gc>) -> Result<'gc> {
    if node.is_pair() {
        return Ok(mc.cons(Value::NIL, Value::NIL));
    }
    Ok(mc.alloc_filled(Kind::Vector, node.slots(), Value::NIL)?)
}

fn fill_copy<'gc>(mc: Mutation<'gc>, node: Value<'gc>, copy: Value<'gc>, image: &dyn Fn(Value<'gc>) -> Value<'gc>) {
    if let Some((car, cdr)) = node.as_pair() {
        copy.set_car(mc, image(car));
        copy.set_cdr(mc, image(cdr));
        return;
    }
    for (i, &child) in node.slot_slice().iter().enumerate() {
        copy.set_slot(mc, i, image(child));
    }
    if node.is_immutable() {
        copy.set_immutable();
    }
}

/// Whether the datum contains itself.
///
/// # Errors
/// The reason to stop the run; the memory limit.
pub fn is_circular<'gc>(root: Value<'gc>) -> Result<'gc, bool> {
    contains_itself(root, |_| false)
}

/// Whether the datum, seen as code, contains itself. Literals may do so: data below `quote`, and
/// vectors.
///
/// # Errors
/// As for [`is_circular`].
pub fn is_circular_code<'gc>(root: Value<'gc>) -> Result<'gc, bool> {
    contains_itself(root, |datum| !datum.is_pair() || is_quotation(datum))
}

/// Whether the datum contains itself outside its parts for which `apart` holds.
fn contains_itself<'gc>(root: Value<'gc>, apart: fn(Value<'gc>) -> bool) -> Result<'gc, bool> {
    if ends_soon(root, apart) { Ok(false) } else { comes_round(root, apart) }
}

/// Whether a walk over the datum ends quickly, as most do.
fn ends_soon<'gc>(root: Value<'gc>, apart: fn(Value<'gc>) -> bool) -> bool {
    const SOON: usize = 1 << 17;
    let mut stack = vec![root];
    for _ in 0..SOON {
        let Some(datum) = stack.pop() else { return true };
        if is_compound(datum) && !apart(datum) {
            push_children(datum, &mut stack);
        }
    }
    false
}

fn comes_round<'gc>(root: Value<'gc>, apart: fn(Value<'gc>) -> bool) -> Result<'gc, bool> {
    /// Steps between two reports.
    const STRETCH: usize = 4096;
    /// Bytes of an entry of the table, with what it has free; it is copied when it grows.
    const ENTRY: usize = 3 * (size_of::<(u64, bool)>() + 1);
    let mut done: WordMap<bool> = WordMap::default();
    let mut stack = vec![(root, false)];
    let mut children = Vec::new();
    let mut steps = 0usize;
    while let Some((datum, leaving)) = stack.pop() {
        if leaving {
            done.insert(datum.bits(), true);
            continue;
        }
        steps += 1;
        if steps.is_multiple_of(STRETCH) {
            deep::report(STRETCH, done.len() * ENTRY + stack.len() * 3 * size_of::<(Value<'_>, bool)>())?;
        }
        if !is_compound(datum) || apart(datum) {
            continue;
        }
        match done.get(&datum.bits()) {
            Some(true) => continue,
            Some(false) => return Ok(true),
            None => done.insert(datum.bits(), false),
        };
        stack.push((datum, true));
        push_children(datum, &mut children);
        stack.extend(children.drain(..).map(|child| (child, false)));
    }
    Ok(false)
}

fn is_quotation(datum: Value<'_>) -> bool {
    datum.car().is_some_and(|head| is_identifier(head) && name_of(head) == "quote")
}
