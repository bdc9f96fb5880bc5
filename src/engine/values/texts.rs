//! Converts characters, strings, symbols and bytes of the host.

use cairn_gc::{Kind, Value};

use super::{FromValue, IntoValue, Mismatch, Scope};

/// A symbol, by its name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Symbol(pub String);

/// A bytevector.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Bytes(pub Vec<u8>);

impl From<&str> for Symbol {
    fn from(name: &str) -> Self {
        Symbol(name.to_string())
    }
}

impl AsRef<str> for Symbol {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Symbol {
    fn eq(&self, name: &str) -> bool {
        self.0 == name
    }
}

impl<'gc> FromValue<'gc> for char {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        value.as_char().ok_or_else(|| scope.mismatch("a character", value))
    }
}

impl IntoValue for char {
    fn into_value<'gc>(self, _: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Ok(Value::char(self))
    }
}

impl<'gc> FromValue<'gc> for String {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        value.as_string().map(|text| text.to_string()).ok_or_else(|| scope.mismatch("a string", value))
    }
}

impl IntoValue for String {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.as_str().into_value(scope)
    }
}

impl IntoValue for &str {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Ok(scope.mc.string(self)?)
    }
}

/// The name of a symbol, for as long as the scope.
impl<'gc> FromValue<'gc> for &'gc str {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        value.as_symbol().ok_or_else(|| scope.mismatch("a symbol", value))
    }
}

impl<'gc> FromValue<'gc> for Symbol {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        <&str>::from_value(scope, value).map(Symbol::from)
    }
}

impl IntoValue for Symbol {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Ok(scope.mc.try_intern(&self.0)?)
    }
}

/// The content of a bytevector, for as long as the scope.
impl<'gc> FromValue<'gc> for &'gc [u8] {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        if value.has_kind(Kind::Bytes) { Ok(value.bytes()) } else { Err(scope.mismatch("a bytevector", value)) }
    }
}

impl<'gc> FromValue<'gc> for Bytes {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        <&[u8]>::from_value(scope, value).map(|bytes| Bytes(bytes.to_vec()))
    }
}

impl IntoValue for Bytes {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Ok(scope.mc.alloc_bytes_from(Kind::Bytes, &self.0)?)
    }
}
