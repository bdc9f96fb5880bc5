//! Converts sequences, pairs, tuples and maps of the host.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use cairn_data::hashtable::{Equivalence, Table};
use cairn_data::lists::{self, proper_length};
use cairn_gc::{Kind, Value};

use super::{FromValue, IntoValue, Mismatch, Scope, Takes};

/// A pair, whose cdr need not be a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair<A, B>(pub A, pub B);

/// A vector; a [`Vec`] is a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vector<T>(pub Vec<T>);

/// As a parameter, all arguments that are left; as a value, a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rest<T>(pub Vec<T>);

/// The items of a list or vector, each converted.
fn items<'gc, T: FromValue<'gc>>(
    scope: &mut Scope<'_, 'gc>,
    items: impl Iterator<Item = Value<'gc>>,
) -> Result<Vec<T>, Mismatch> {
    let item = |(i, item)| T::from_value(scope, item).map_err(|mismatch| mismatch.within(format!("element {}", i + 1)));
    items.enumerate().map(item).collect()
}

/// The elements of a proper list.
fn list<'gc>(
    scope: &Scope<'_, 'gc>,
    value: Value<'gc>,
    expected: &str,
) -> Result<impl Iterator<Item = Value<'gc>> + use<'gc>, Mismatch> {
    match proper_length(scope.mc, value)? {
        Some(_) => Ok(lists::elements(value)),
        None => Err(scope.mismatch(expected, value)),
    }
}

/// A list, or a vector.
impl<'gc, T: FromValue<'gc>> FromValue<'gc> for Vec<T> {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        if value.has_kind(Kind::Vector) {
            return items(scope, value.slot_slice().iter().copied());
        }
        let list = list(scope, value, "a list or a vector")?;
        items(scope, list)
    }
}

fn values<'gc, T: IntoValue>(
    scope: &mut Scope<'_, 'gc>,
    content: impl IntoIterator<Item = T>,
) -> Result<Vec<Value<'gc>>, Mismatch> {
    content.into_iter().map(|item| item.into_value(scope)).collect()
}

/// A list.
impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        lists::room_for_pairs(scope.mc, self.len())?;
        let items = values(scope, self)?;
        Ok(scope.mc.list(&items))
    }
}

/// A list.
impl<T: IntoValue + Clone> IntoValue for &[T] {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.to_vec().into_value(scope)
    }
}

impl<'gc, T: FromValue<'gc>> FromValue<'gc> for Vector<T> {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        if !value.has_kind(Kind::Vector) {
            return Err(scope.mismatch("a vector", value));
        }
        items(scope, value.slot_slice().iter().copied()).map(Vector)
    }
}

impl<T: IntoValue> IntoValue for Vector<T> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        let items = values(scope, self.0)?;
        Ok(scope.mc.alloc_copy(Kind::Vector, &items)?)
    }
}

/// A list or vector of exactly `N` elements.
impl<'gc, T: FromValue<'gc>, const N: usize> FromValue<'gc> for [T; N] {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        let items = Vec::<T>::from_value(scope, value)?;
        <[T; N]>::try_from(items).map_err(|_| scope.mismatch(&format!("{N} elements"), value))
    }
}

/// A list.
impl<T: IntoValue, const N: usize> IntoValue for [T; N] {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        let items = values(scope, self)?;
        Ok(scope.mc.list(&items))
    }
}

impl<'gc, T: FromValue<'gc>> FromValue<'gc> for Rest<T> {
    const TAKES: Takes = Takes::Rest;

    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        Vec::from_value(scope, value).map(Rest)
    }

    fn from_arguments<'v>(
        scope: &mut Scope<'_, 'gc>,
        arguments: &'v [Value<'gc>],
    ) -> Result<(Self, &'v [Value<'gc>]), Mismatch> {
        Ok((Rest(items(scope, arguments.iter().copied())?), &[]))
    }
}

impl<T: IntoValue> IntoValue for Rest<T> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.0.into_value(scope)
    }
}

impl<'gc, A: FromValue<'gc>, B: FromValue<'gc>> FromValue<'gc> for Pair<A, B> {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        let (car, cdr) = value.as_pair().ok_or_else(|| scope.mismatch("a pair", value))?;
        let car = A::from_value(scope, car).map_err(|mismatch| mismatch.within("car"))?;
        let cdr = B::from_value(scope, cdr).map_err(|mismatch| mismatch.within("cdr"))?;
        Ok(Pair(car, cdr))
    }
}

impl<A: IntoValue, B: IntoValue> IntoValue for Pair<A, B> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        let (car, cdr) = (self.0.into_value(scope)?, self.1.into_value(scope)?);
        Ok(scope.mc.cons(car, cdr))
    }
}

macro_rules! tuples {
    ($($count:literal: $($name:ident $at:tt)*;)*) => {$(
        /// A list or vector of exactly this number of elements.
        impl<'gc, $($name: FromValue<'gc>),*> FromValue<'gc> for ($($name,)*) {
            fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
                let items = <[Value<'gc>; $count]>::from_value(scope, value)?;
                Ok(($($name::from_value(scope, items[$at])
                    .map_err(|mismatch| mismatch.within(format!("element {}", $at + 1)))?,)*))
            }
        }

        /// A list.
        impl<$($name: IntoValue),*> IntoValue for ($($name,)*) {
            fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
                let items = [$(self.$at.into_value(scope)?),*];
                Ok(scope.mc.list(&items))
            }
        }
    )*};
}

tuples! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
}

/// The keys and contents of a hash table, or of an association list: there the latest comes first.
pub(super) fn pairs<'gc>(
    scope: &Scope<'_, 'gc>,
    value: Value<'gc>,
    expected: &str,
) -> Result<Vec<(Value<'gc>, Value<'gc>)>, Mismatch> {
    if let Some(table) = Table::of(value) {
        return Ok(table.entries(scope.mc).collect());
    }
    let pair = |entry: Value<'gc>| entry.as_pair().ok_or_else(|| scope.mismatch(expected, value));
    let mut pairs = list(scope, value, expected)?.map(pair).collect::<Result<Vec<_>, _>>()?;
    pairs.reverse();
    Ok(pairs)
}

/// The entries of a hash table, or of an association list, whose first entry for a key counts.
fn entries<'gc, K: FromValue<'gc>, V: FromValue<'gc>>(
    scope: &mut Scope<'_, 'gc>,
    value: Value<'gc>,
) -> Result<Vec<(K, V)>, Mismatch> {
    let pairs = pairs(scope, value, "a hash table or an association list")?;
    let mut entry = |(key, value)| {
        let name = scope.summary(key);
        let content = V::from_value(scope, value).map_err(|mismatch| mismatch.within(name))?;
        Ok((K::from_value(scope, key).map_err(|mismatch| mismatch.within("a key"))?, content))
    };
    pairs.into_iter().map(&mut entry).collect()
}

/// A hash table that compares its keys by `equal?`.
fn table<'gc, K: IntoValue, V: IntoValue>(
    scope: &mut Scope<'_, 'gc>,
    entries: impl ExactSizeIterator<Item = (K, V)>,
) -> Result<Value<'gc>, Mismatch> {
    let table = Table::new(scope.mc, Equivalence::Equal, entries.len())?;
    for (key, content) in entries {
        let (key, content) = (key.into_value(scope)?, content.into_value(scope)?);
        table.set(scope.mc, key, content)?;
    }
    Ok(table.object())
}

impl<'gc, K, V, S> FromValue<'gc> for HashMap<K, V, S>
where
    K: FromValue<'gc> + Eq + Hash,
    V: FromValue<'gc>,
    S: BuildHasher + Default,
{
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        Ok(entries(scope, value)?.into_iter().collect())
    }
}

impl<K: IntoValue, V: IntoValue, S> IntoValue for HashMap<K, V, S> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        table(scope, self.into_iter())
    }
}

impl<'gc, K: FromValue<'gc> + Ord, V: FromValue<'gc>> FromValue<'gc> for BTreeMap<K, V> {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        Ok(entries(scope, value)?.into_iter().collect())
    }
}

impl<K: IntoValue, V: IntoValue> IntoValue for BTreeMap<K, V> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        table(scope, self.into_iter())
    }
}
