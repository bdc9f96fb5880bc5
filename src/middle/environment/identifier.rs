//! Represents identifiers: symbols, and the aliases that macro expansions substitute for them.
//!
//! An alias is an object of [`Kind::Identifier`] created for one symbol of one expansion. Binding
//! forms bind the alias itself, so that it neither captures nor is captured; an unbound alias means
//! what its name means where the macro was defined ("Macros that work", Clinger and Rees, 1991).
//! Its name may itself be an alias.
//!
//! The aliases of one expansion form a ring, so that `datum->syntax` finds the expansion's alias of
//! another symbol. Aliases are tenured: their words serve as keys while transformers run.

use cairn_data::error::Result;
use cairn_gc::{Kind, Mutation, Value, trace_nothing};

use crate::environment::datum::replace;
use crate::environment::siblings::sibling;
use crate::environment::{EnvId, Environments};

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
    pub fn to_words<'gc>(self) -> [Value<'gc>; 2] {
        [Value::fixnum(self.scope.0 as i64), Value::fixnum(self.environment.0 as i64)]
    }

    /// The home in slots `at` and `at + 1` of an object.
    pub fn from_slots(object: Value<'_>, at: usize) -> Home {
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
/// If memory is short; the reason to stop the run.
pub fn strip<'gc>(mc: Mutation<'gc>, datum: Value<'gc>) -> Result<'gc> {
    replace(mc, datum, is_alias, &symbol_of)
}

/// Replaces symbols in a datum by the identifiers they would be if they were written where
/// `identifier` was (`datum->syntax`).
///
/// # Errors
/// As for [`strip`].
pub fn adopt<'gc>(mc: Mutation<'gc>, identifier: Value<'gc>, datum: Value<'gc>) -> Result<'gc> {
    if !is_alias(identifier) {
        return Ok(datum);
    }
    replace(mc, datum, |datum| datum.is_symbol(), &|symbol| adopted(mc, identifier, symbol))
}
