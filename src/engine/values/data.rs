//! Converts data of any shape, by copying it.
//!
//! A value without a form outside the engine, a procedure for instance, arrives at the host as
//! the text that `write` prints. Converting recurses, so the depth of nesting is bounded; the
//! length of a list is not nesting. Data that share parts come out as trees, so their
//! size is bounded too.

use cairn_gc::{Kind, Value};
use dashu_int::IBig;

use super::{Bytes, FromValue, IntoValue, Mismatch, Ratio, Scope, Symbol};
use crate::data::bridge;
use crate::data::hashtable::{Equivalence, Table};
use crate::data::lists::{self, Shape};
use crate::data::records;
use crate::text::printer::{self, Style};

/// Levels of lists and vectors in one another, at most.
const DEEPEST: usize = 200;
/// Parts of one datum, at most.
const MOST_PARTS: usize = 1 << 22;

/// A datum of a program, as the host sees it.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum Data {
    /// No value in particular.
    Unspecified,
    /// `#t` or `#f`.
    Boolean(bool),
    /// An exact integer of 64 bits.
    Integer(i64),
    /// Any other exact integer.
    Big(IBig),
    /// An exact ratio.
    Ratio(Ratio),
    /// An inexact real number.
    Real(f64),
    /// A character.
    Character(char),
    /// A string.
    String(String),
    /// A symbol, by its name.
    Symbol(String),
    /// A bytevector.
    Bytes(Vec<u8>),
    /// A proper list.
    List(Vec<Data>),
    /// Elements, one at least, and what they end with in place of the empty list.
    Dotted(Vec<Data>, Box<Data>),
    /// A vector.
    Vector(Vec<Data>),
    /// A hash table: its entries, in the order in which they were added.
    Table(Vec<(Data, Data)>),
    /// A record: the name of its type; names and contents of its fields. It cannot be given
    /// to a program.
    Record(String, Vec<(String, Data)>),
    /// Anything else, as `write` prints it. It cannot be given to a program.
    Other(String),
}

/// The depth and the number of parts that a conversion may still use.
struct Limits {
    parts: usize,
}

impl Limits {
    /// Counts a part; the depth that is left inside of it.
    fn enter(&mut self, depth: usize) -> Result<usize, Mismatch> {
        match (depth.checked_sub(1), self.parts.checked_sub(1)) {
            (Some(inside), Some(parts)) => {
                self.parts = parts;
                Ok(inside)
            }
            _ => Err(Mismatch::said("too deep or too large to pass between host and program")),
        }
    }
}

impl<'gc> FromValue<'gc> for Data {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        Limits { parts: MOST_PARTS }.data(scope, value, DEEPEST)
    }
}

impl IntoValue for Data {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Limits { parts: MOST_PARTS }.value(scope, &self, DEEPEST)
    }
}

impl IntoValue for &Data {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Limits { parts: MOST_PARTS }.value(scope, self, DEEPEST)
    }
}

impl Limits {
    fn data<'gc>(&mut self, scope: &mut Scope<'_, 'gc>, value: Value<'gc>, depth: usize) -> Result<Data, Mismatch> {
        let depth = self.enter(depth)?;
        match value {
            Value::UNSPECIFIED => return Ok(Data::Unspecified),
            Value::TRUE => return Ok(Data::Boolean(true)),
            Value::FALSE => return Ok(Data::Boolean(false)),
            Value::NIL => return Ok(Data::List(Vec::new())),
            _ => {}
        }
        if value.is_pair() {
            return self.list(scope, value, depth);
        }
        match value.kind() {
            Some(Kind::Vector) => Ok(Data::Vector(self.all(scope, value.slot_slice(), depth)?)),
            Some(Kind::Bytes) => Ok(Data::Bytes(value.bytes().to_vec())),
            Some(Kind::HashTable) => self.table(scope, value, depth),
            Some(Kind::Record) => self.record(scope, value, depth),
            _ => atom(scope, value),
        }
    }

    fn all<'gc>(
        &mut self,
        scope: &mut Scope<'_, 'gc>,
        items: &[Value<'gc>],
        depth: usize,
    ) -> Result<Vec<Data>, Mismatch> {
        items.iter().map(|&item| self.data(scope, item, depth)).collect()
    }

    fn list<'gc>(&mut self, scope: &mut Scope<'_, 'gc>, list: Value<'gc>, depth: usize) -> Result<Data, Mismatch> {
        let mut items = Vec::new();
        let mut rest = list;
        while let Some((item, next)) = rest.as_pair() {
            items.push(self.data(scope, item, depth)?);
            rest = next;
            if items.len() == CIRCLE && is_circular(scope, list)? {
                return Err(Mismatch::said("a circular list cannot pass between host and program"));
            }
        }
        match rest {
            Value::NIL => Ok(Data::List(items)),
            end => Ok(Data::Dotted(items, Box::new(self.data(scope, end, depth)?))),
        }
    }

    fn table<'gc>(&mut self, scope: &mut Scope<'_, 'gc>, value: Value<'gc>, depth: usize) -> Result<Data, Mismatch> {
        let entries: Vec<_> = Table::of(value).into_iter().flat_map(|table| table.entries(scope.mc)).collect();
        let entry = |(key, content)| Ok((self.data(scope, key, depth)?, self.data(scope, content, depth)?));
        Ok(Data::Table(entries.into_iter().map(entry).collect::<Result<_, Mismatch>>()?))
    }

    fn record<'gc>(&mut self, scope: &mut Scope<'_, 'gc>, value: Value<'gc>, depth: usize) -> Result<Data, Mismatch> {
        let slots = value.slot_slice();
        let rtd = value.slot(0).unwrap_or(Value::FALSE);
        let name_of = |name: Value<'gc>| name.as_symbol().unwrap_or_default().to_string();
        let names = rtd.slot(records::FIELDS).map_or(&[][..], Value::slot_slice);
        let contents = self.all(scope, slots.get(1..).unwrap_or_default(), depth)?;
        let fields = names.iter().map(|&name| name_of(name)).zip(contents).collect();
        Ok(Data::Record(rtd.slot(records::NAME).map(name_of).unwrap_or_default(), fields))
    }

    fn value<'gc>(&mut self, scope: &mut Scope<'_, 'gc>, data: &Data, depth: usize) -> Result<Value<'gc>, Mismatch> {
        let depth = self.enter(depth)?;
        match data {
            Data::Unspecified => Ok(Value::UNSPECIFIED),
            Data::Boolean(b) => b.into_value(scope),
            Data::Integer(n) => n.into_value(scope),
            Data::Big(n) => n.clone().into_value(scope),
            Data::Ratio(q) => q.clone().into_value(scope),
            Data::Real(x) => x.into_value(scope),
            Data::Character(c) => c.into_value(scope),
            Data::String(text) => text.as_str().into_value(scope),
            Data::Symbol(name) => Symbol(name.clone()).into_value(scope),
            Data::Bytes(bytes) => Bytes(bytes.clone()).into_value(scope),
            Data::List(items) => {
                let items = self.values(scope, items, depth)?;
                Ok(scope.mc.list(&items))
            }
            Data::Dotted(items, end) => {
                let (items, end) = (self.values(scope, items, depth)?, self.value(scope, end, depth)?);
                Ok(scope.mc.list_with_tail(&items, end))
            }
            Data::Vector(items) => {
                let items = self.values(scope, items, depth)?;
                Ok(scope.mc.alloc_copy(Kind::Vector, &items)?)
            }
            Data::Table(entries) => {
                let table = Table::new(scope.mc, Equivalence::Equal, entries.len())?;
                for (key, content) in entries {
                    let (key, content) = (self.value(scope, key, depth)?, self.value(scope, content, depth)?);
                    table.set(scope.mc, key, content)?;
                }
                Ok(table.object())
            }
            Data::Record(text, _) | Data::Other(text) => {
                Err(Mismatch::said(format!("this cannot be given to a program: {text}")))
            }
        }
    }

    fn values<'gc>(
        &mut self,
        scope: &mut Scope<'_, 'gc>,
        items: &[Data],
        depth: usize,
    ) -> Result<Vec<Value<'gc>>, Mismatch> {
        items.iter().map(|item| self.value(scope, item, depth)).collect()
    }
}

/// Elements after which a list is looked at for a circle.
const CIRCLE: usize = 1000;

fn is_circular<'gc>(scope: &Scope<'_, 'gc>, list: Value<'gc>) -> Result<bool, Mismatch> {
    Ok(matches!(lists::shape(scope.mc, list)?, Shape::Circular))
}

/// Converts a value that has no parts.
fn atom<'gc>(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Data, Mismatch> {
    if let Some(x) = value.as_flonum() {
        return Ok(Data::Real(x));
    }
    if let Some(n) = bridge::to_integer(value) {
        return Ok(i64::try_from(&n).map_or(Data::Big(n), Data::Integer));
    }
    if value.has_kind(Kind::Ratio) {
        return Ratio::from_value(scope, value).map(Data::Ratio);
    }
    if let Some(c) = value.as_char() {
        return Ok(Data::Character(c));
    }
    if let Some(text) = value.as_string() {
        return Ok(Data::String(text.to_string()));
    }
    if let Some(name) = value.as_symbol() {
        return Ok(Data::Symbol(name.to_string()));
    }
    Ok(Data::Other(printer::to_string(scope.mc, value, Style::Write)?))
}
