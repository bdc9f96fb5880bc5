//! Plain data that pass between a host and its programs, by copy.
//!
//! Values without such a form, for instance procedures and records, arrive at the host as
//! the text that `write` prints. Converting recurses, so the depth of nesting is bounded; the
//! length of a list is not nesting. Data that share parts come out as trees, so their
//! size is bounded too.

use cairn_gc::{Kind, Mutation, Value};

use crate::data::bridge;
use crate::data::error::{ErrorKind, Result, Throw};
use crate::data::lists::proper_length;
use crate::text::printer::{self, Style};

/// Levels of lists and vectors in one another, at most.
const DEEPEST: usize = 200;
/// Parts of one datum, at most.
const MOST_PARTS: usize = 1 << 24;

/// A datum of a program, as the host sees it.
#[derive(Clone, PartialEq, Debug)]
pub enum Data {
    /// No value in particular.
    Unspecified,
    /// `#t` or `#f`.
    Boolean(bool),
    /// An exact integer of 64 bits.
    Integer(i64),
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
    /// A vector.
    Vector(Vec<Data>),
    /// Anything else, as `write` prints it. It cannot be given to a program.
    Other(String),
}

/// Conversion in one direction, and the parts that it may still have.
struct Converter<'gc> {
    mc: Mutation<'gc>,
    parts: usize,
}

/// The datum of a value.
pub(super) fn of_value<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Result<'gc, Data> {
    Converter { mc, parts: MOST_PARTS }.data(value, DEEPEST)
}

/// The value of a datum.
pub(super) fn to_value<'gc>(mc: Mutation<'gc>, data: &Data) -> Result<'gc> {
    Converter { mc, parts: MOST_PARTS }.value(data, DEEPEST)
}

impl<'gc> Converter<'gc> {
    /// Counts a part; the depth that is left inside of it.
    fn enter(&mut self, depth: usize) -> Result<'gc, usize> {
        match (depth.checked_sub(1), self.parts.checked_sub(1)) {
            (Some(inside), Some(parts)) => {
                self.parts = parts;
                Ok(inside)
            }
            _ => Err(Throw::new(ErrorKind::Limit, "too deep or too large to pass between host and program", &[])),
        }
    }

    fn data(&mut self, value: Value<'gc>, depth: usize) -> Result<'gc, Data> {
        let depth = self.enter(depth)?;
        if value.has_kind(Kind::Values) {
            return Err(Throw::not_single(value.slot_slice()));
        }
        if let Some(length) = proper_length(self.mc, value)? {
            let mut items = Vec::with_capacity(length.min(self.parts));
            let mut rest = value;
            while let Some((item, next)) = rest.as_pair() {
                items.push(self.data(item, depth)?);
                rest = next;
            }
            return Ok(Data::List(items));
        }
        Ok(match value {
            Value::UNSPECIFIED => Data::Unspecified,
            Value::TRUE => Data::Boolean(true),
            Value::FALSE => Data::Boolean(false),
            _ => match value.kind() {
                Some(Kind::Vector) => {
                    let items = value.slot_slice().iter().map(|&item| self.data(item, depth));
                    Data::Vector(items.collect::<Result<'gc, _>>()?)
                }
                Some(Kind::Bytes) => Data::Bytes(value.bytes().to_vec()),
                _ => atom(self.mc, value)?,
            },
        })
    }

    fn value(&mut self, data: &Data, depth: usize) -> Result<'gc> {
        let depth = self.enter(depth)?;
        let mc = self.mc;
        match data {
            Data::Unspecified => Ok(Value::UNSPECIFIED),
            Data::Boolean(b) => Ok(Value::bool(*b)),
            Data::Integer(n) => bridge::from_integer(mc, &(*n).into()),
            Data::Real(x) => Ok(mc.flonum(*x)),
            Data::Character(c) => Ok(Value::char(*c)),
            Data::String(text) => Ok(mc.string(text)?),
            Data::Symbol(name) => Ok(mc.try_intern(name)?),
            Data::Bytes(bytes) => Ok(mc.alloc_bytes_from(Kind::Bytes, bytes)?),
            Data::List(items) => {
                let items = self.values(items, depth)?;
                Ok(mc.list(&items))
            }
            Data::Vector(items) => {
                let items = self.values(items, depth)?;
                Ok(mc.alloc_copy(Kind::Vector, &items)?)
            }
            Data::Other(text) => {
                let text = mc.string(text)?;
                Err(Throw::new(ErrorKind::General, "this cannot be given to a program:", &[text]))
            }
        }
    }

    fn values(&mut self, items: &[Data], depth: usize) -> Result<'gc, Vec<Value<'gc>>> {
        items.iter().map(|item| self.value(item, depth)).collect()
    }
}

/// Values other than lists, vectors and bytevectors.
fn atom<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Result<'gc, Data> {
    if let Some(x) = value.as_flonum() {
        return Ok(Data::Real(x));
    }
    if let Some(n) = bridge::to_integer(value).and_then(|n| i64::try_from(n).ok()) {
        return Ok(Data::Integer(n));
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
    Ok(Data::Other(printer::to_string(mc, value, Style::Write)?))
}
