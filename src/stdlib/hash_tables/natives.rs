//! Implements hash tables: SRFI 69 and 125, and R6RS's names for the same.
//!
//! The tables are those of [`cairn_data::hashtable`]. Procedures that take procedures are in the
//! prelude; a table's equivalence is one of `eq?`, `eqv?`, `equal?`, `string=?`.

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::hash::{self, Extent, Identity};
use cairn_data::hashtable::{Equivalence, Sort, Table, Weakness};
use cairn_data::lists::{self, elements};
use cairn_gc::{HashKey, Kind, Value};
use cairn_middle::primitives::{BuiltinId, Primitives};

use crate::args;
use crate::strings::natives::folded;
use crate::{Args, Builtin, Context, at_least, between, exactly, flag, native};

use flag::{BOOLEAN, INTERNAL, NONE, PURE, TOTAL, VALUES};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("make-eq-hashtable", between(0, 1), |ctx, args| make(ctx, args, Equivalence::Eq), PURE, "(make-eq-hashtable [capacity]) a fresh table whose keys are compared by eq?. R6RS."),
    native("make-eqv-hashtable", between(0, 1), |ctx, args| make(ctx, args, Equivalence::Eqv), PURE, "(make-eqv-hashtable [capacity]) a fresh table whose keys are compared by eqv?. R6RS."),
    native("make-equal-hashtable", between(0, 1), |ctx, args| make(ctx, args, Equivalence::Equal), PURE, "(make-equal-hashtable [capacity]) a fresh table whose keys are compared by equal?."),
    native("make-strong-eqv-hash-table", between(0, 1), |ctx, args| make(ctx, args, Equivalence::Eqv), PURE, "(make-strong-eqv-hash-table [capacity]) the same as make-eqv-hashtable. MIT Scheme."),
    native("make-equal-hash-table", between(0, 1), |ctx, args| make(ctx, args, Equivalence::Equal), PURE, "(make-equal-hash-table [capacity]) the same as make-equal-hashtable. MIT Scheme."),
    native("make-string-hash-table", between(0, 1), |ctx, args| make(ctx, args, Equivalence::String), PURE, "(make-string-hash-table [capacity]) the same as make-string-hashtable. MIT Scheme."),
    native("make-string-hashtable", between(0, 1), |ctx, args| make(ctx, args, Equivalence::String), PURE, "(make-string-hashtable [capacity]) a fresh table whose keys are strings."),
    native("make-weak-eq-hashtable", between(0, 1), |ctx, args| make_weak(ctx, args, Equivalence::Eq), PURE, "(make-weak-eq-hashtable [capacity]) a fresh table, weak in its keys, which are compared by eq?. Chez Scheme."),
    native("make-weak-eqv-hashtable", between(0, 1), |ctx, args| make_weak(ctx, args, Equivalence::Eqv), PURE, "(make-weak-eqv-hashtable [capacity]) a fresh table, weak in its keys, which are compared by eqv?. Chez Scheme."),
    native("make-hash-table", at_least(0), make_hash_table, PURE, "(make-hash-table [equivalence] option ...) a fresh table; equal? by default. Options: weak-keys, weak-values. SRFI 69, 125."),
    native("hash-table-weakness", exactly(1), weakness, PURE, "(hash-table-weakness table) keys, values, both, or #f."),
    native("%make-hash-table", exactly(1), make_internal, PURE | INTERNAL, "(%make-hash-table equivalence) a fresh table, #f when the procedure is not a known one."),
    native("hash-table?", exactly(1), is_table, PURE | TOTAL | BOOLEAN, "(hash-table? x) whether x is a hash table. SRFI 69."),
    native("hashtable?", exactly(1), is_table, PURE | TOTAL | BOOLEAN, "(hashtable? x) whether x is a hash table. R6RS."),
    native("hash-table-equivalence", exactly(1), equivalence_name, PURE, "(hash-table-equivalence table) how its keys are compared: the symbol eq?, eqv?, equal? or string=?."),
    native("%hash-table-ref", exactly(3), |ctx, args| get(ctx, "hash-table-ref", args), PURE | INTERNAL, "(%hash-table-ref table key default) the value of key, else default."),
    native("hash-table-ref/default", exactly(3), |ctx, args| get(ctx, "hash-table-ref/default", args), PURE, "(hash-table-ref/default table key default) the value of key, else default. SRFI 69."),
    native("hash-table/get", exactly(3), |ctx, args| get(ctx, "hash-table/get", args), PURE, "(hash-table/get table key default) the value of key, else default. MIT Scheme."),
    native("hashtable-ref", exactly(3), |ctx, args| get(ctx, "hashtable-ref", args), PURE, "(hashtable-ref table key default) the value of key, else default. R6RS."),
    native("hash-table-set!", at_least(1), |ctx, args| set(ctx, "hash-table-set!", args), NONE, "(hash-table-set! table [key value] ...) gives each key its value. SRFI 125."),
    native("hash-table/put!", exactly(3), |ctx, args| set(ctx, "hash-table/put!", args), NONE, "(hash-table/put! table key value) gives the key the value. MIT Scheme."),
    native("hashtable-set!", exactly(3), |ctx, args| set(ctx, "hashtable-set!", args), NONE, "(hashtable-set! table key value) gives the key the value. R6RS."),
    native("hash-table-delete!", at_least(1), |ctx, args| delete(ctx, "hash-table-delete!", args), NONE, "(hash-table-delete! table key ...) removes the keys; how many there were. SRFI 125."),
    native("hash-table/remove!", exactly(2), |ctx, args| delete(ctx, "hash-table/remove!", args), NONE, "(hash-table/remove! table key) removes the key. MIT Scheme."),
    native("hashtable-delete!", exactly(2), |ctx, args| delete(ctx, "hashtable-delete!", args), NONE, "(hashtable-delete! table key) removes the key. R6RS."),
    native("hash-table-contains?", exactly(2), |ctx, args| contains(ctx, "hash-table-contains?", args), PURE | BOOLEAN, "(hash-table-contains? table key) whether the key has a value. SRFI 125."),
    native("hash-table-exists?", exactly(2), |ctx, args| contains(ctx, "hash-table-exists?", args), PURE | BOOLEAN, "(hash-table-exists? table key) whether the key has a value. SRFI 69."),
    native("hashtable-contains?", exactly(2), |ctx, args| contains(ctx, "hashtable-contains?", args), PURE | BOOLEAN, "(hashtable-contains? table key) whether the key has a value. R6RS."),
    native("hash-table-size", exactly(1), |ctx, args| size(ctx, "hash-table-size", args), PURE, "(hash-table-size table) number of keys. SRFI 69."),
    native("hash-table/count", exactly(1), |ctx, args| size(ctx, "hash-table/count", args), PURE, "(hash-table/count table) number of keys. MIT Scheme."),
    native("hashtable-size", exactly(1), |ctx, args| size(ctx, "hashtable-size", args), PURE, "(hashtable-size table) number of keys. R6RS."),
    native("hash-table-empty?", exactly(1), is_empty, PURE | BOOLEAN, "(hash-table-empty? table) whether there are no keys. SRFI 125."),
    native("hash-table-keys", exactly(1), |ctx, args| keys(ctx, "hash-table-keys", args), PURE, "(hash-table-keys table) a list of the keys, oldest first. SRFI 69."),
    native("hash-table-values", exactly(1), |ctx, args| values(ctx, "hash-table-values", args), PURE, "(hash-table-values table) a list of the values, oldest key first. SRFI 69."),
    native("hash-table->alist", exactly(1), to_alist, PURE, "(hash-table->alist table) a list of pairs (key . value), oldest first. SRFI 69."),
    native("hash-table-entries", exactly(1), entry_lists, PURE | VALUES, "(hash-table-entries table) two values: the keys and the values, as lists. SRFI 125."),
    native("hashtable-keys", exactly(1), key_vector, PURE, "(hashtable-keys table) a vector of the keys. R6RS."),
    native("hashtable-values", exactly(1), value_vector, PURE, "(hashtable-values table) a vector of the values."),
    native("hashtable-entries", exactly(1), entry_vectors, PURE | VALUES, "(hashtable-entries table) two values: the keys and the values, as vectors. R6RS."),
    native("hash-table-copy", between(1, 2), |ctx, args| copy(ctx, "hash-table-copy", args), PURE, "(hash-table-copy table [mutable?]) a fresh table with the same entries. SRFI 69."),
    native("hashtable-copy", between(1, 2), |ctx, args| copy(ctx, "hashtable-copy", args), PURE, "(hashtable-copy table [mutable?]) a fresh table with the same entries. R6RS."),
    native("hash-table/key-list", exactly(1), |ctx, args| keys(ctx, "hash-table/key-list", args), PURE, "(hash-table/key-list table) the same as hash-table-keys. MIT Scheme."),
    native("hash-table/datum-list", exactly(1), |ctx, args| values(ctx, "hash-table/datum-list", args), PURE, "(hash-table/datum-list table) the same as hash-table-values. MIT Scheme."),
    native("hash-table/clear!", exactly(1), |ctx, args| clear(ctx, "hash-table/clear!", args), NONE, "(hash-table/clear! table) removes all keys. MIT Scheme."),
    native("hash-table-clear!", exactly(1), |ctx, args| clear(ctx, "hash-table-clear!", args), NONE, "(hash-table-clear! table) removes all keys. SRFI 125."),
    native("hashtable-clear!", between(1, 2), |ctx, args| clear(ctx, "hashtable-clear!", args), NONE, "(hashtable-clear! table [size]) removes all keys. R6RS."),
    native("alist->hash-table", at_least(1), from_alist, PURE, "(alist->hash-table alist [equivalence] option ...) a fresh table; of several pairs for one key the first counts. SRFI 69."),
    native("hash", between(1, 2), |ctx, args| hashed(ctx, "hash", args, hash::stable_equal_hash), PURE, "(hash x [bound]) a number, the same for objects that are equal?. SRFI 69."),
    native("equal-hash", between(1, 2), |ctx, args| hashed(ctx, "equal-hash", args, hash::stable_equal_hash), PURE, "(equal-hash x [bound]) a number, the same for objects that are equal?. R6RS."),
    native("eqv-hash", between(1, 2), |ctx, args| hashed(ctx, "eqv-hash", args, hash::stable_eqv_hash), PURE, "(eqv-hash x [bound]) a number, the same for objects that are eqv?."),
    native("eq-hash", between(1, 2), |ctx, args| hashed(ctx, "eq-hash", args, hash::stable_eqv_hash), PURE, "(eq-hash x [bound]) a number, the same for objects that are eq?."),
    native("hash-by-identity", between(1, 2), |ctx, args| hashed(ctx, "hash-by-identity", args, hash::stable_eqv_hash), PURE, "(hash-by-identity x [bound]) the same as eq-hash. SRFI 69."),
    native("string-hash", between(1, 2), string_hash, PURE, "(string-hash s [bound]) a number, the same for strings that are string=?. SRFI 69."),
    native("string-ci-hash", between(1, 2), string_ci_hash, PURE, "(string-ci-hash s [bound]) a number, the same for strings that are string-ci=?. SRFI 69."),
    native("symbol-hash", between(1, 2), symbol_hash, PURE, "(symbol-hash s [bound]) a number for the symbol. R6RS."),
];

/// A table, or an error.
#[inline]
fn table<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Table<'gc>> {
    Table::of(value).ok_or_else(|| Throw::wrong_type(who, "a hash table", value))
}

/// A table, to which a key is to be added.
#[inline]
fn table_for<'gc>(who: &str, value: Value<'gc>, key: Value<'gc>) -> Result<'gc, Table<'gc>> {
    let table = table(who, value)?;
    if table.sort().equivalence == Equivalence::String {
        args::string(who, key)?;
    }
    Ok(table)
}

// --- creation ---------------------------------------------------------------

/// Largest initial capacity that a program can request.
const MOST_ROOM: usize = 1 << 20;

fn make<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>, sort: impl Into<Sort>) -> Result<'gc> {
    let capacity = match args::optional(args, 0) {
        Some(value) => args::size("make-hashtable", "capacity", value)?,
        None => 0,
    };
    Ok(Table::new(ctx.mc, sort, capacity.min(MOST_ROOM))?.object())
}

fn make_weak<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>, equivalence: Equivalence) -> Result<'gc> {
    make(ctx, args, Sort { equivalence, weakness: Weakness::Keys })
}

/// The equivalence of a builtin procedure.
fn known_equivalence(primitives: &Primitives, procedure: Value<'_>) -> Option<Equivalence> {
    if !procedure.has_kind(Kind::Native) {
        return None;
    }
    let id = u16::try_from(procedure.slot(0)?.as_index()?).ok()?;
    match primitives.row(BuiltinId(id)).name {
        "eq?" | "symbol=?" | "boolean=?" => Some(Equivalence::Eq),
        "eqv?" | "char=?" => Some(Equivalence::Eqv),
        "equal?" => Some(Equivalence::Equal),
        "string=?" => Some(Equivalence::String),
        _ => None,
    }
}

/// The kind of table that the arguments request: a procedure first, unless it is `equal?`, and then
/// options. A hash function is ignored.
fn wanted<'gc>(primitives: &Primitives, who: &str, args: Args<'_, 'gc>) -> Result<'gc, Sort> {
    let mut sort = Sort::from(Equivalence::Equal);
    for (i, &argument) in args.iter().enumerate() {
        if i == 0 && argument.is_object() && !argument.is_symbol() {
            sort.equivalence = known_equivalence(primitives, argument)
                .ok_or_else(|| Throw::wrong_type(who, "eq?, eqv?, equal? or string=?", argument))?;
        } else if let Some(name) = argument.as_symbol() {
            sort.weakness = weaker(sort.weakness, name).ok_or_else(|| Throw::wrong_type(who, "an option", argument))?;
        }
    }
    Ok(sort)
}

/// The weakness after applying an option of SRFI 125 to a table that already has one.
fn weaker(weakness: Weakness, option: &str) -> Option<Weakness> {
    use Weakness::{Both, Keys, Strong, Values};
    match (option, weakness) {
        ("weak-keys" | "ephemeral-keys", Strong | Keys) => Some(Keys),
        ("weak-values" | "ephemeral-values", Strong | Values) => Some(Values),
        ("weak-keys" | "ephemeral-keys" | "weak-values" | "ephemeral-values", _) => Some(Both),
        ("thread-safe", _) => Some(weakness),
        _ => None,
    }
}

fn weakness<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let name = match table("hash-table-weakness", args[0])?.sort().weakness {
        Weakness::Strong => return Ok(Value::FALSE),
        Weakness::Keys => "keys",
        Weakness::Values => "values",
        Weakness::Both => "both",
    };
    Ok(ctx.mc.intern(name))
}

fn make_hash_table<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Table::new(ctx.mc, wanted(ctx.world.session.primitives, "make-hash-table", args)?, 0)?.object())
}

fn equivalence_name<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let name = match table("hash-table-equivalence", args[0])?.sort().equivalence {
        Equivalence::Eq => "eq?",
        Equivalence::Eqv => "eqv?",
        Equivalence::Equal => "equal?",
        Equivalence::String => "string=?",
    };
    Ok(ctx.mc.intern(name))
}

fn make_internal<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match known_equivalence(ctx.world.session.primitives, args[0]) {
        Some(equivalence) => Ok(Table::new(ctx.mc, equivalence, 0)?.object()),
        None => Ok(Value::FALSE),
    }
}

fn from_alist<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "alist->hash-table";
    let count = lists::list_length(ctx.mc, who, args[0])?;
    let table = Table::new(ctx.mc, wanted(ctx.world.session.primitives, who, &args[1..])?, count)?;
    for entry in elements(args[0]) {
        let (key, value) = args::pair(who, entry)?;
        table_for(who, table.object(), key)?;
        if table.get(ctx.mc, key)?.is_none() {
            table.set(ctx.mc, key, value)?;
        }
    }
    Ok(table.object())
}

fn is_table<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].has_kind(Kind::HashTable)))
}

// --- keys and values --------------------------------------------------------

fn get<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(table_for(who, args[0], args[1])?.get(ctx.mc, args[1])?.unwrap_or(args[2]))
}

fn set<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    table(who, args[0])?;
    let pairs = args[1..].chunks_exact(2);
    if let &[lonely] = pairs.remainder() {
        return Err(Throw::new(ErrorKind::Arity, format!("{who}: no value for key"), &[lonely]));
    }
    for pair in pairs {
        table_for(who, args[0], pair[0])?.set(ctx.mc, pair[0], pair[1])?;
    }
    Ok(Value::UNSPECIFIED)
}

fn delete<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    table(who, args[0])?;
    let mut removed = 0;
    for &key in &args[1..] {
        removed += i64::from(table_for(who, args[0], key)?.remove(ctx.mc, key)?);
    }
    Ok(Value::fixnum(removed))
}

fn contains<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(table_for(who, args[0], args[1])?.get(ctx.mc, args[1])?.is_some()))
}

fn size<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(table(who, args[0])?.len(ctx.mc) as i64))
}

fn is_empty<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(table("hash-table-empty?", args[0])?.is_empty(ctx.mc)))
}

// --- all entries ------------------------------------------------------------

/// A list of the results of `part` for each entry.
fn list_of<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    part: impl Fn((Value<'gc>, Value<'gc>)) -> Value<'gc>,
) -> Result<'gc> {
    let table = table(who, args[0])?;
    lists::list_from(ctx.mc, table.len(ctx.mc), table.entries(ctx.mc).map(part))
}

/// A vector of the results of `part` for each entry.
fn vector_of<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    part: impl Fn((Value<'gc>, Value<'gc>)) -> Value<'gc>,
) -> Result<'gc> {
    let table = table(who, args[0])?;
    let vector = ctx.mc.alloc_filled(Kind::Vector, table.len(ctx.mc), Value::UNSPECIFIED)?;
    for (i, entry) in table.entries(ctx.mc).enumerate() {
        vector.set_slot(ctx.mc, i, part(entry));
    }
    Ok(vector)
}

fn keys<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    list_of(ctx, who, args, |(key, _)| key)
}

fn values<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    list_of(ctx, who, args, |(_, value)| value)
}

fn to_alist<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    lists::room_for_pairs(ctx.mc, 2 * table("hash-table->alist", args[0])?.len(ctx.mc))?;
    let mc = ctx.mc;
    list_of(ctx, "hash-table->alist", args, |(key, value)| mc.cons(key, value))
}

fn entry_lists<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "hash-table-entries";
    let lists = [list_of(ctx, who, args, |(key, _)| key)?, list_of(ctx, who, args, |(_, value)| value)?];
    crate::predicates::values(ctx, &lists)
}

fn key_vector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    vector_of(ctx, "hashtable-keys", args, |(key, _)| key)
}

fn value_vector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    vector_of(ctx, "hashtable-values", args, |(_, value)| value)
}

fn entry_vectors<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "hashtable-entries";
    let vectors = [vector_of(ctx, who, args, |(key, _)| key)?, vector_of(ctx, who, args, |(_, value)| value)?];
    crate::predicates::values(ctx, &vectors)
}

fn copy<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(table(who, args[0])?.copy(ctx.mc)?.object())
}

fn clear<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    table(who, args[0])?.clear(ctx.mc)?;
    Ok(Value::UNSPECIFIED)
}

// --- hashes -----------------------------------------------------------------

/// A hash as a non-negative fixnum, below the optional bound `args[1]`.
fn bounded<'gc>(who: &str, args: Args<'_, 'gc>, hash: u64) -> Result<'gc> {
    let hash = hash >> 4;
    let result = match args::optional(args, 1) {
        Some(value) => hash % args::bound(who, "bound", value, 1, usize::MAX)? as u64,
        None => hash,
    };
    Ok(Value::fixnum(result as i64))
}

fn hashed<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    f: fn(HashKey, Value<'gc>, &mut Identity<'_, 'gc>) -> Result<'gc, u64>,
) -> Result<'gc> {
    let (mc, identities) = (ctx.mc, &mut ctx.world.identities);
    bounded(who, args, f(mc.hash_key(), args[0], &mut |object| identities.number(mc, object))?)
}

fn string_hash<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("string-hash", args[0])?;
    bounded("string-hash", args, hash::string_hash(ctx.mc.hash_key(), Extent::FIRST, chars))
}

fn string_ci_hash<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("string-ci-hash", args[0])?;
    let folded = folded(ctx, chars)?;
    let folded = args::string("string-ci-hash", folded)?;
    bounded("string-ci-hash", args, hash::string_hash(ctx.mc.hash_key(), Extent::FIRST, folded))
}

fn symbol_hash<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::symbol("symbol-hash", args[0])?;
    bounded("symbol-hash", args, args[0].symbol_hash())
}
