//! Converts between values of programs and types of the host that serde knows.
//!
//! A struct or map is a hash table, a record or an association list; a struct becomes an association
//! list with symbols as keys, in which hyphens stand for underscores. An enum is a symbol, or a list
//! that begins with one. Nothing, [`None`], is `#f`.

use std::collections::HashSet;

use cairn_gc::Value;
use dashu_int::IBig;
use serde_core::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde_core::ser::{self, Serialize, SerializeMap};
use serde_core::{Deserializer, Serializer, forward_to_deserialize_any};

use super::{Data, FromValue, IntoValue, Mismatch, Scope};

/// A type of the host that crosses as serde describes it.
///
/// ```
/// use cairn::{Engine, Serde};
/// # use serde::Deserialize;
/// #[derive(Deserialize)]
/// struct Window {
///     title: String,
///     max_width: Option<u32>,
/// }
/// let mut engine = Engine::builder().build()?;
/// let Serde(window) = engine.value::<Serde<Window>>("config", "'((title . \"Main\") (max-width . 800))")?;
/// assert_eq!((window.title.as_str(), window.max_width), ("Main", Some(800)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Serde<T>(pub T);

impl<'gc, T: DeserializeOwned> FromValue<'gc> for Serde<T> {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        let data = Data::from_value(scope, value)?;
        T::deserialize(Reader(&data)).map(Serde)
    }
}

impl<T: Serialize> IntoValue for Serde<T> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.0.serialize(Writer)?.into_value(scope)
    }
}

impl de::Error for Mismatch {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Mismatch::said(message.to_string())
    }
}

impl ser::Error for Mismatch {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Mismatch::said(message.to_string())
    }
}

// --- from values -------------------------------------------------------------------

#[derive(Clone, Copy)]
struct Reader<'a>(&'a Data);

/// The name that a key is.
fn name_of(key: &Data) -> Option<&str> {
    match key {
        Data::Symbol(name) | Data::String(name) => Some(name),
        _ => None,
    }
}

/// A key and its content.
type Item = (Data, Data);

impl Reader<'_> {
    fn expected(self, what: &str) -> Mismatch {
        Mismatch::expected(what, format!("{:?}", self.0))
    }

    /// The entries of a table, of a record, or of an association list, whose first entry for a key
    /// counts.
    fn entries(self) -> Result<Vec<Item>, Mismatch> {
        let items = match self.0 {
            Data::Table(entries) => return Ok(entries.clone()),
            Data::Record(_, fields) => {
                return Ok(fields
                    .iter()
                    .map(|(name, content)| (Data::Symbol(name.clone()), content.clone()))
                    .collect());
            }
            Data::List(items) => items,
            _ => return Err(self.expected("a hash table, a record or an association list")),
        };
        let mut entries: Vec<Item> = Vec::with_capacity(items.len());
        let mut known = HashSet::new();
        for item in items {
            let (key, content) = match item {
                Data::List(parts) if !parts.is_empty() => (&parts[0], Data::List(parts[1..].to_vec())),
                Data::Dotted(parts, end) if parts.len() == 1 => (&parts[0], (**end).clone()),
                Data::Dotted(parts, end) => (&parts[0], Data::Dotted(parts[1..].to_vec(), end.clone())),
                _ => return Err(Reader(item).expected("a pair of a key and its content")),
            };
            if known.insert(format!("{key:?}")) {
                entries.push((key.clone(), content));
            }
        }
        Ok(entries)
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Data::Unspecified => visitor.visit_unit(),
            Data::Boolean(b) => visitor.visit_bool(*b),
            Data::Integer(n) => visitor.visit_i64(*n),
            Data::Big(n) => match (u64::try_from(n), i128::try_from(n)) {
                (Ok(n), _) => visitor.visit_u64(n),
                (_, Ok(n)) => visitor.visit_i128(n),
                _ => Err(self.expected("an integer of 128 bits")),
            },
            Data::Ratio(q) => visitor.visit_f64(q.numerator.to_f64().value() / q.denominator.to_f64().value()),
            Data::Real(x) => visitor.visit_f64(*x),
            Data::Character(c) => visitor.visit_char(*c),
            Data::String(text) | Data::Symbol(text) => visitor.visit_str(text),
            Data::Bytes(bytes) => visitor.visit_bytes(bytes),
            Data::List(items) | Data::Vector(items) => visitor.visit_seq(Items::of(items)),
            Data::Table(_) | Data::Record(..) => visitor.visit_map(Entries::of(self.entries()?, &[])),
            Data::Dotted(..) | Data::Other(_) => Err(self.expected("data")),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Data::Bytes(bytes) => visitor.visit_seq(de::value::SeqDeserializer::new(bytes.iter().copied())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Data::Unspecified | Data::Boolean(false) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_map(Entries::of(self.entries()?, &[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_map(Entries::of(self.entries()?, fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let (name, content) = match self.0 {
            Data::List(parts) if !parts.is_empty() => (&parts[0], Content::Parts(&parts[1..])),
            Data::Dotted(parts, end) if parts.len() == 1 => (&parts[0], Content::One(end)),
            name => (name, Content::Parts(&[])),
        };
        let name = name_of(name).ok_or_else(|| self.expected("a symbol, or a list that begins with one"))?;
        visitor.visit_enum(Variant { name, content })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        tuple tuple_struct identifier ignored_any
    }
}

/// The items of a sequence.
struct Items<'a> {
    rest: std::slice::Iter<'a, Data>,
    number: usize,
}

impl<'a> Items<'a> {
    fn of(items: &'a [Data]) -> Self {
        Items { rest: items.iter(), number: 0 }
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        self.number += 1;
        let content = seed.deserialize(Reader(item));
        content.map(Some).map_err(|mismatch| mismatch.within(format!("element {}", self.number)))
    }
}

/// The entries of a map, or of a struct with these fields.
struct Entries {
    rest: std::vec::IntoIter<Item>,
    fields: &'static [&'static str],
    /// The content that comes next, and what it is called.
    content: Option<(Data, String)>,
}

impl Entries {
    fn of(entries: Vec<Item>, fields: &'static [&'static str]) -> Self {
        Entries { rest: entries.into_iter(), fields, content: None }
    }
}

impl<'de> de::MapAccess<'de> for Entries {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some((key, content)) = self.rest.next() else { return Ok(None) };
        let called = name_of(&key).map_or_else(|| "an entry".to_string(), str::to_string);
        self.content = Some((content, called.clone()));
        let field = called.replace('-', "_");
        if self.fields.contains(&field.as_str()) && !self.fields.contains(&called.as_str()) {
            let name: de::value::StringDeserializer<Mismatch> = field.into_deserializer();
            return seed.deserialize(name).map(Some);
        }
        seed.deserialize(Reader(&key)).map(Some).map_err(|mismatch| mismatch.within("a key"))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let (content, called) = self.content.take().ok_or_else(|| Mismatch::said("a content without a key"))?;
        seed.deserialize(Reader(&content)).map_err(|mismatch| mismatch.within(called))
    }
}

/// The content of a variant.
enum Content<'a> {
    Parts(&'a [Data]),
    One(&'a Data),
}

struct Variant<'a> {
    name: &'a str,
    content: Content<'a>,
}

impl<'a, 'de> de::EnumAccess<'de> for Variant<'a> {
    type Error = Mismatch;
    type Variant = Content<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'a>), Mismatch> {
        let name: de::value::StrDeserializer<'_, Mismatch> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.content))
    }
}

impl Content<'_> {
    fn list(self) -> Data {
        match self {
            Content::Parts(parts) => Data::List(parts.to_vec()),
            Content::One(content) => content.clone(),
        }
    }
}

impl<'de> de::VariantAccess<'de> for Content<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        match self {
            Content::Parts([]) => Ok(()),
            _ => Err(Mismatch::said("this variant has no content")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mismatch> {
        match self {
            Content::Parts([content]) | Content::One(content) => seed.deserialize(Reader(content)),
            Content::Parts(_) => Err(Mismatch::said("this variant has one content")),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        Reader(&self.list()).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_map(Entries::of(Reader(&self.list()).entries()?, fields))
    }
}

// --- to values ---------------------------------------------------------------------

struct Writer;

/// A pair, whose cdr is what comes second.
fn pair(key: Data, content: Data) -> Data {
    match content {
        Data::List(mut items) => {
            items.insert(0, key);
            Data::List(items)
        }
        Data::Dotted(mut items, end) => {
            items.insert(0, key);
            Data::Dotted(items, end)
        }
        content => Data::Dotted(vec![key], Box::new(content)),
    }
}

/// The symbol for a field.
fn field(name: &str) -> Data {
    Data::Symbol(name.replace('_', "-"))
}

/// A list under construction, and what it begins with.
struct List(Vec<Data>);

/// A hash table under construction.
struct Map(Vec<Item>, Option<Data>);

macro_rules! atoms {
    ($($method:ident $type:ty: $content:ident => $data:expr;)*) => {$(
        fn $method(self, $content: $type) -> Result<Data, Mismatch> {
            Ok($data)
        }
    )*};
}

impl Serializer for Writer {
    type Ok = Data;
    type Error = Mismatch;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    type SerializeMap = Map;
    type SerializeStruct = List;
    type SerializeStructVariant = List;

    atoms! {
        serialize_bool bool: b => Data::Boolean(b);
        serialize_i8 i8: n => Data::Integer(n.into());
        serialize_i16 i16: n => Data::Integer(n.into());
        serialize_i32 i32: n => Data::Integer(n.into());
        serialize_i64 i64: n => Data::Integer(n);
        serialize_i128 i128: n => Data::Big(IBig::from(n));
        serialize_u8 u8: n => Data::Integer(n.into());
        serialize_u16 u16: n => Data::Integer(n.into());
        serialize_u32 u32: n => Data::Integer(n.into());
        serialize_u64 u64: n => i64::try_from(n).map_or_else(|_| Data::Big(IBig::from(n)), Data::Integer);
        serialize_u128 u128: n => Data::Big(IBig::from(n));
        serialize_f32 f32: x => Data::Real(x.into());
        serialize_f64 f64: x => Data::Real(x);
        serialize_char char: c => Data::Character(c);
        serialize_str &str: text => Data::String(text.to_string());
        serialize_bytes &[u8]: bytes => Data::Bytes(bytes.to_vec());
        serialize_unit_struct &'static str: _name => Data::Unspecified;
    }

    fn serialize_none(self) -> Result<Data, Mismatch> {
        Ok(Data::Boolean(false))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, content: &T) -> Result<Data, Mismatch> {
        content.serialize(self)
    }

    fn serialize_unit(self) -> Result<Data, Mismatch> {
        Ok(Data::Unspecified)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Data, Mismatch> {
        Ok(Data::Symbol(variant.to_string()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, content: &T) -> Result<Data, Mismatch> {
        content.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        content: &T,
    ) -> Result<Data, Mismatch> {
        Ok(Data::List(vec![Data::Symbol(variant.to_string()), content.serialize(Writer)?]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List, Mismatch> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<List, Mismatch> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List, Mismatch> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<List, Mismatch> {
        Ok(List(vec![Data::Symbol(name.to_string())]))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Map, Mismatch> {
        Ok(Map(Vec::new(), None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<List, Mismatch> {
        Ok(List(Vec::new()))
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<List, Mismatch> {
        Ok(List(vec![Data::Symbol(name.to_string())]))
    }
}

macro_rules! sequences {
    ($($trait:ident $method:ident)*) => {$(
        impl ser::$trait for List {
            type Ok = Data;
            type Error = Mismatch;

            fn $method<T: Serialize + ?Sized>(&mut self, content: &T) -> Result<(), Mismatch> {
                self.0.push(content.serialize(Writer)?);
                Ok(())
            }

            fn end(self) -> Result<Data, Mismatch> {
                Ok(Data::List(self.0))
            }
        }
    )*};
}

sequences! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! structs {
    ($($trait:ident)*) => {$(
        impl ser::$trait for List {
            type Ok = Data;
            type Error = Mismatch;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                content: &T,
            ) -> Result<(), Mismatch> {
                self.0.push(pair(field(name), content.serialize(Writer)?));
                Ok(())
            }

            fn end(self) -> Result<Data, Mismatch> {
                Ok(Data::List(self.0))
            }
        }
    )*};
}

structs! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Map {
    type Ok = Data;
    type Error = Mismatch;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Mismatch> {
        self.1 = Some(key.serialize(Writer)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, content: &T) -> Result<(), Mismatch> {
        let key = self.1.take().ok_or_else(|| Mismatch::said("a content without a key"))?;
        self.0.push((key, content.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Result<Data, Mismatch> {
        Ok(Data::Table(self.0))
    }
}
