//! Takes the fields of structs and the variants of enums out of values, for derived conversions.

use cairn_data::records;
use cairn_gc::{Kind, Value};

use super::collections::pairs;
use super::{FromValue, Mismatch, Scope};

/// The fields of a value that is to become a struct: the entries of an association list or of a hash table with
/// symbols or strings as keys, or the fields of a record.
pub struct Fields<'gc>(Vec<(Value<'gc>, Value<'gc>)>);

impl<'gc> Fields<'gc> {
    /// The fields of a value.
    ///
    /// # Errors
    /// When it has none.
    pub fn of(scope: &Scope<'_, 'gc>, value: Value<'gc>) -> Result<Fields<'gc>, Mismatch> {
        if value.has_kind(Kind::Record) {
            let (names, contents) = records::fields(value);
            return Ok(Fields(names.iter().copied().zip(contents.iter().copied()).collect()));
        }
        pairs(scope, value, "an association list, a hash table or a record").map(Fields)
    }

    /// The field of this name as a type of the host. One that is missing is nothing, if the type is an [`Option`].
    ///
    /// # Errors
    /// When the field is missing, or is another value.
    pub fn get<T: FromValue<'gc>>(&self, scope: &mut Scope<'_, 'gc>, name: &str) -> Result<T, Mismatch> {
        match self.find(scope, name)? {
            Some(content) => Ok(content),
            None => T::from_arguments(scope, &[])
                .map(|(content, _)| content)
                .map_err(|_| Mismatch::said(format!("the field {name} is missing"))),
        }
    }

    /// The field of this name as a type of the host, if there is one.
    ///
    /// # Errors
    /// When the field is another value.
    pub fn find<T: FromValue<'gc>>(&self, scope: &mut Scope<'_, 'gc>, name: &str) -> Result<Option<T>, Mismatch> {
        let is_named = |key: Value<'gc>| match key.as_symbol() {
            Some(symbol) => symbol == name,
            None => key.as_string().is_some_and(|text| text.iter().eq(name.chars())),
        };
        let found = self.0.iter().rev().find(|&&(key, _)| is_named(key));
        found.map(|&(_, content)| T::from_value(scope, content).map_err(|mismatch| mismatch.within(name))).transpose()
    }

    /// The name of the variant that a value is, and the list of what comes after it: a symbol alone has none.
    ///
    /// # Errors
    /// When it is no symbol, and no list that begins with one; `expected` says what it is to be.
    pub fn tagged(
        scope: &Scope<'_, 'gc>,
        value: Value<'gc>,
        expected: &str,
    ) -> Result<(&'gc str, Value<'gc>), Mismatch> {
        let (tag, rest) = value.as_pair().unwrap_or((value, Value::NIL));
        tag.as_symbol().map(|name| (name, rest)).ok_or_else(|| scope.mismatch(expected, value))
    }
}
