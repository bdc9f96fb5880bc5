//! Converts data of any shape, by copying it.
//!
//! A value without a form outside the engine, a procedure for instance, arrives at the host as
//! the text that `write` prints. Data that share parts come out as trees.

use cairn_data::bridge;
use cairn_data::hashtable::{Equivalence, Table};
use cairn_data::lists::{self, Shape};
use cairn_data::records;
use cairn_gc::{Kind, Value};
use cairn_text::printer::{self, Style};
use dashu_int::IBig;

use super::{Bytes, FromValue, IntoValue, Mismatch, Ratio, Scope, Symbol};

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

impl<'gc> FromValue<'gc> for Data {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        scope.nested(|scope| {
            if value.is_pair() {
                return list(scope, value);
            }
            match value.kind() {
                Some(Kind::Vector) => all(scope, value.slot_slice()).map(Data::Vector),
                Some(Kind::Bytes) => Ok(Data::Bytes(value.bytes().to_vec())),
                Some(Kind::HashTable) => table(scope, value),
                Some(Kind::Record) => record(scope, value),
                _ => atom(scope, value),
            }
        })
    }
}

impl IntoValue for Data {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        (&self).into_value(scope)
    }
}

impl IntoValue for &Data {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        scope.nested(|scope| match self {
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
                let items = values(scope, items)?;
                Ok(scope.mc.list(&items))
            }
            Data::Dotted(items, end) => {
                let (items, end) = (values(scope, items)?, (&**end).into_value(scope)?);
                Ok(scope.mc.list_with_tail(&items, end))
            }
            Data::Vector(items) => {
                let items = values(scope, items)?;
                Ok(scope.mc.alloc_copy(Kind::Vector, &items)?)
            }
            Data::Table(entries) => table_of(scope, entries),
            Data::Record(text, _) | Data::Other(text) => {
                Err(Mismatch::said(format!("this cannot be given to a program: {text}")))
            }
        })
    }
}

fn all<'gc>(scope: &mut Scope<'_, 'gc>, items: &[Value<'gc>]) -> Result<Vec<Data>, Mismatch> {
    items.iter().map(|&item| Data::from_value(scope, item)).collect()
}

fn list<'gc>(scope: &mut Scope<'_, 'gc>, list: Value<'gc>) -> Result<Data, Mismatch> {
    let mut items = Vec::new();
    let mut rest = list;
    while let Some((item, next)) = rest.as_pair() {
        items.push(Data::from_value(scope, item)?);
        rest = next;
        if items.len() == CIRCLE && is_circular(scope, list)? {
            return Err(Mismatch::said("a circular list cannot pass between host and program"));
        }
    }
    match rest {
        Value::NIL => Ok(Data::List(items)),
        end => Ok(Data::Dotted(items, Box::new(Data::from_value(scope, end)?))),
    }
}

fn table<'gc>(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Data, Mismatch> {
    let entries: Vec<_> = Table::of(value).into_iter().flat_map(|table| table.entries(scope.mc)).collect();
    let entry = |(key, content)| Ok((Data::from_value(scope, key)?, Data::from_value(scope, content)?));
    Ok(Data::Table(entries.into_iter().map(entry).collect::<Result<_, Mismatch>>()?))
}

fn record<'gc>(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Data, Mismatch> {
    let rtd = value.slot(0).unwrap_or(Value::FALSE);
    let name_of = |name: Value<'gc>| name.as_symbol().unwrap_or_default().to_string();
    let (names, contents) = records::fields(value);
    let fields = names.iter().map(|&name| name_of(name)).zip(all(scope, contents)?).collect();
    Ok(Data::Record(rtd.slot(records::NAME).map(name_of).unwrap_or_default(), fields))
}

fn values<'gc>(scope: &mut Scope<'_, 'gc>, items: &[Data]) -> Result<Vec<Value<'gc>>, Mismatch> {
    items.iter().map(|item| item.into_value(scope)).collect()
}

fn table_of<'gc>(scope: &mut Scope<'_, 'gc>, entries: &[(Data, Data)]) -> Result<Value<'gc>, Mismatch> {
    let table = Table::new(scope.mc, Equivalence::Equal, entries.len())?;
    for (key, content) in entries {
        let (key, content) = (key.into_value(scope)?, content.into_value(scope)?);
        table.set(scope.mc, key, content)?;
    }
    Ok(table.object())
}

/// Elements after which a list is looked at for a circle.
const CIRCLE: usize = 1000;

fn is_circular<'gc>(scope: &Scope<'_, 'gc>, list: Value<'gc>) -> Result<bool, Mismatch> {
    Ok(matches!(lists::shape(scope.mc, list)?, Shape::Circular))
}

/// Converts a value that has no parts.
fn atom<'gc>(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Data, Mismatch> {
    match value {
        Value::UNSPECIFIED => return Ok(Data::Unspecified),
        Value::TRUE => return Ok(Data::Boolean(true)),
        Value::FALSE => return Ok(Data::Boolean(false)),
        Value::NIL => return Ok(Data::List(Vec::new())),
        _ => {}
    }
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
