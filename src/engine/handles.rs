//! Keeps values of programs alive for the host, as handles.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use cairn_gc::Value;
use cairn_stdlib::predicates::is_procedure;
use cairn_vm::handles::Handle;

use super::userdata::{Holder, Userdata};
use super::values::{FromValue, IntoValue, Mismatch, Scope};

/// A value of an engine that stays alive as long as the handle or a clone of it, wherever the
/// host keeps it. Other engines refuse it. A handle that is kept *inside* of the engine, by a
/// native or in userdata, keeps its value for as long as that: a circle through such a handle
/// is never collected.
#[derive(Clone)]
pub struct Obj(Arc<Handle>);

/// A handle of a procedure.
#[derive(Clone, Debug)]
pub struct Func(Obj);

/// A handle of a Rust value of type `T`.
pub struct Rooted<T>(Obj, PhantomData<fn() -> T>);

impl Obj {
    pub(super) fn new(handle: Handle) -> Obj {
        Obj(Arc::new(handle))
    }

    /// Keeps another value alive instead.
    pub(super) fn replace<'gc>(&self, scope: &Scope<'_, 'gc>, value: Value<'gc>) {
        scope.world.handles.set(scope.mc, &self.0, value);
    }

    pub(super) fn value<'gc>(&self, scope: &Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        scope.world.handles.get(&self.0).ok_or_else(|| Mismatch::said("this is a handle of another engine"))
    }
}

impl fmt::Debug for Obj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Obj")
    }
}

impl<'gc> FromValue<'gc> for Obj {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        scope.root(value)
    }
}

impl IntoValue for &Obj {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.value(scope)
    }
}

impl IntoValue for Obj {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.value(scope)
    }
}

impl Func {
    /// The procedure as any object.
    pub fn object(&self) -> &Obj {
        &self.0
    }
}

impl<'gc> FromValue<'gc> for Func {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        if !is_procedure(value) {
            return Err(scope.mismatch("a procedure", value));
        }
        scope.root(value).map(Func)
    }
}

impl IntoValue for &Func {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.0.value(scope)
    }
}

impl IntoValue for Func {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.0.value(scope)
    }
}

impl<T> Rooted<T> {
    /// The Rust value as any object.
    pub fn object(&self) -> &Obj {
        &self.0
    }
}

impl<T> Clone for Rooted<T> {
    fn clone(&self) -> Self {
        Rooted(self.0.clone(), PhantomData)
    }
}

impl<T: Userdata> fmt::Debug for Rooted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rooted({})", T::NAME)
    }
}

impl<T: Userdata> Rooted<T> {
    /// Looks at the Rust value.
    ///
    /// # Errors
    /// While it is being changed; for an engine that it is not of.
    pub fn with<R>(&self, scope: &mut Scope<'_, '_>, look: impl FnOnce(&T) -> R) -> Result<R, Mismatch> {
        let value = self.0.value(scope)?;
        Holder::<T>::of(scope, value)?.borrow().map(|content| look(&content))
    }

    /// Changes the Rust value.
    ///
    /// # Errors
    /// While it is in use; for an engine that it is not of.
    pub fn with_mut<R>(&self, scope: &mut Scope<'_, '_>, change: impl FnOnce(&mut T) -> R) -> Result<R, Mismatch> {
        let value = self.0.value(scope)?;
        let result = Holder::<T>::of(scope, value)?.borrow_mut().map(|mut content| change(&mut content));
        value.recount_payload(scope.mc);
        result
    }
}

impl<'gc, T: Userdata> FromValue<'gc> for Rooted<T> {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        Holder::<T>::of(scope, value)?;
        Ok(Rooted(scope.root(value)?, PhantomData))
    }
}

impl<T> IntoValue for &Rooted<T> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        self.0.value(scope)
    }
}
