//! Converts between values of programs and types of the host.
//!
//! [`FromValue`] and [`IntoValue`] are implemented for numbers of every width, text, sequences,
//! maps, tuples, handles and [`Data`](super::Data), which holds anything. A number that does not
//! fit its type is a [`Mismatch`], never wrapped.

mod collections;
mod data;
mod fields;
mod mismatch;
mod nesting;
mod numbers;
#[cfg(feature = "serde")]
mod serde;
mod texts;

use cairn_gc::{Kind, Mutation, Value};
use cairn_text::printer::{self, Style};
use cairn_vm::native::Context;
use cairn_vm::world::World;

use self::nesting::Nesting;
use super::handles::Obj;

pub use collections::{Pair, Rest, Vector};
pub use data::Data;
pub use fields::Fields;
pub use mismatch::Mismatch;
pub use numbers::Ratio;
#[cfg(feature = "serde")]
pub use serde::Serde;
pub use texts::{Bytes, Symbol};

/// Characters of a value in a message.
const SHOWN: usize = 80;

/// Access to the values of an engine, for as long as a native of the host runs, or the closure
/// of [`Engine::scope`](super::Engine::scope). Nothing is collected meanwhile, so values may be
/// held freely; their lifetime `'gc` keeps them from leaving. A value that must outlive the scope
/// becomes an [`Obj`].
pub struct Scope<'a, 'gc> {
    pub(super) mc: Mutation<'gc>,
    pub(super) world: &'a mut World<'gc>,
    nesting: Nesting,
}

impl<'a, 'gc> Scope<'a, 'gc> {
    pub(super) fn new(mc: Mutation<'gc>, world: &'a mut World<'gc>) -> Self {
        Scope { mc, world, nesting: Nesting::default() }
    }

    /// The scope of a native that runs in this context.
    pub(super) fn of(context: &'a mut Context<'_, 'gc>) -> Self {
        Scope::new(context.mc, context.world)
    }

    /// The value as a type of the host.
    ///
    /// # Errors
    /// When it is no such value.
    pub fn read<T: FromValue<'gc>>(&mut self, value: Value<'gc>) -> Result<T, Mismatch> {
        T::from_value(self, value)
    }

    /// The value of something of the host.
    ///
    /// # Errors
    /// When there is no room for it, or it is a handle of another engine.
    pub fn make(&mut self, content: impl IntoValue) -> Result<Value<'gc>, Mismatch> {
        content.into_value(self)
    }

    /// A handle that keeps the value alive.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn root(&mut self, value: Value<'gc>) -> Result<Obj, Mismatch> {
        Ok(Obj::new(self.world.handles.add(self.mc, value)?))
    }

    /// A fresh pair.
    pub fn cons(&mut self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        self.mc.cons(car, cdr)
    }

    /// A fresh list.
    pub fn list(&mut self, items: &[Value<'gc>]) -> Value<'gc> {
        self.mc.list(items)
    }

    /// Whether a value is a vector.
    pub fn is_vector(&self, value: Value<'gc>) -> bool {
        value.has_kind(Kind::Vector)
    }

    /// The text that `write` prints for a value.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn written(&self, value: Value<'gc>) -> Result<String, Mismatch> {
        Ok(printer::to_string(self.mc, value, Style::Write)?)
    }

    /// The text that `write` prints of a value, cut after some dozen characters.
    pub fn summary(&self, value: Value<'gc>) -> String {
        printer::summary(value, SHOWN)
    }
}

/// How many arguments a parameter of this type takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Takes {
    /// One.
    One,
    /// One, which may be missing.
    OneOrNone,
    /// All that are left.
    Rest,
}

/// A type of the host that values of programs convert to.
pub trait FromValue<'gc>: Sized {
    /// How many arguments a parameter of this type takes.
    const TAKES: Takes = Takes::One;

    /// The value as this type.
    ///
    /// # Errors
    /// When it is no such value.
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch>;

    /// Takes from these arguments those for a parameter of this type; returns its value and the rest.
    ///
    /// # Errors
    /// As for [`FromValue::from_value`]; when there is none, and one is wanted.
    fn from_arguments<'v>(
        scope: &mut Scope<'_, 'gc>,
        arguments: &'v [Value<'gc>],
    ) -> Result<(Self, &'v [Value<'gc>]), Mismatch> {
        let (&first, rest) = arguments.split_first().ok_or_else(|| Mismatch::expected("one more argument", "none"))?;
        Ok((Self::from_value(scope, first)?, rest))
    }
}

/// A type of the host that converts to values of programs.
pub trait IntoValue {
    /// The value.
    ///
    /// # Errors
    /// When there is no room for it, or it is a handle of another engine.
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch>;
}

impl<'gc> FromValue<'gc> for Value<'gc> {
    fn from_value(_: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        Ok(value)
    }
}

impl<'gc> FromValue<'gc> for bool {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        if value.is_bool() { Ok(value.is_true()) } else { Err(scope.mismatch("a boolean", value)) }
    }
}

impl IntoValue for bool {
    fn into_value<'gc>(self, _: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Ok(Value::bool(self))
    }
}

/// Any value will do: the host has no use for it.
impl<'gc> FromValue<'gc> for () {
    fn from_value(_: &mut Scope<'_, 'gc>, _: Value<'gc>) -> Result<Self, Mismatch> {
        Ok(())
    }
}

impl IntoValue for () {
    fn into_value<'gc>(self, _: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Ok(Value::UNSPECIFIED)
    }
}

/// `#f` is nothing; so is an argument that is missing.
impl<'gc, T: FromValue<'gc>> FromValue<'gc> for Option<T> {
    const TAKES: Takes = Takes::OneOrNone;

    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        if value.is_true() { T::from_value(scope, value).map(Some) } else { Ok(None) }
    }

    fn from_arguments<'v>(
        scope: &mut Scope<'_, 'gc>,
        arguments: &'v [Value<'gc>],
    ) -> Result<(Self, &'v [Value<'gc>]), Mismatch> {
        match arguments.split_first() {
            Some((&first, rest)) => Ok((Self::from_value(scope, first)?, rest)),
            None => Ok((None, arguments)),
        }
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.map_or(Ok(Value::FALSE), |content| content.into_value(scope))
    }
}

/// Arguments of a call: a tuple, a vector or a slice of what converts to values.
pub trait Arguments {
    /// Adds the values to those of the call.
    ///
    /// # Errors
    /// As for [`IntoValue::into_value`].
    fn push<'gc>(self, scope: &mut Scope<'_, 'gc>, values: &mut Vec<Value<'gc>>) -> Result<(), Mismatch>;
}

impl<T: IntoValue> Arguments for Vec<T> {
    fn push<'gc>(self, scope: &mut Scope<'_, 'gc>, values: &mut Vec<Value<'gc>>) -> Result<(), Mismatch> {
        self.into_iter().try_for_each(|item| {
            values.push(item.into_value(scope)?);
            Ok(())
        })
    }
}

impl<T: IntoValue + Clone> Arguments for &[T] {
    fn push<'gc>(self, scope: &mut Scope<'_, 'gc>, values: &mut Vec<Value<'gc>>) -> Result<(), Mismatch> {
        self.to_vec().push(scope, values)
    }
}

macro_rules! tuples {
    ($($($name:ident)*;)*) => {$(
        #[allow(unused_variables, non_snake_case, reason = "the empty tuple has no parts")]
        impl<$($name: IntoValue),*> Arguments for ($($name,)*) {
            #[inline]
            fn push<'gc>(self, scope: &mut Scope<'_, 'gc>, values: &mut Vec<Value<'gc>>) -> Result<(), Mismatch> {
                let ($($name,)*) = self;
                values.extend_from_slice(&[$($name.into_value(scope)?),*]);
                Ok(())
            }
        }
    )*};
}

tuples! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}
