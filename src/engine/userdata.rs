//! Passes Rust values to programs.

use std::cell::{Ref, RefCell, RefMut};

use cairn_gc::{Payload, Value};

use super::values::{FromValue, IntoValue, Mismatch, Scope};

/// A Rust type whose values programs may hold and pass on. They are `eq?` to themselves, and
/// dropped when no program can reach them any more.
///
/// Programs do with a value what the methods of its library do, see
/// [`Library::method`](super::Library::method).
pub trait Userdata: Send + 'static {
    /// The name that programs see: `#<animal>`.
    const NAME: &'static str;

    /// Bytes that the value owns besides its own size. They count towards the memory limit;
    /// asked when the value is given to the engine, and after each method that changes it.
    fn owned_bytes(&self) -> usize {
        0
    }
}

/// As an argument of [`Engine::call`](super::Engine::call), or as the result of a native: a new
/// object that holds this value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct New<T>(pub T);

/// The place of a Rust value in the heap.
pub(super) struct Holder<T>(RefCell<T>);

impl<T: Userdata> Payload for Holder<T> {
    fn owned_bytes(&self) -> usize {
        self.0.try_borrow().map_or(0, |content| content.owned_bytes())
    }

    fn type_name(&self) -> &'static str {
        T::NAME
    }
}

impl<T: Userdata> Holder<T> {
    /// The holder that a value is.
    pub(super) fn of<'gc>(scope: &Scope<'_, 'gc>, value: Value<'gc>) -> Result<&'gc Holder<T>, Mismatch> {
        value.as_payload::<Holder<T>>().ok_or_else(|| scope.mismatch(T::NAME, value))
    }

    /// The Rust value.
    pub(super) fn borrow(&self) -> Result<Ref<'_, T>, Mismatch> {
        self.0.try_borrow().map_err(|_| Mismatch::said(format!("the {} is being changed", T::NAME)))
    }

    /// The Rust value, to be changed.
    pub(super) fn borrow_mut(&self) -> Result<RefMut<'_, T>, Mismatch> {
        self.0.try_borrow_mut().map_err(|_| Mismatch::said(format!("the {} is in use", T::NAME)))
    }
}

impl<T: Userdata> IntoValue for New<T> {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        scope.mc.check_room(size_of::<T>() + self.0.owned_bytes())?;
        Ok(scope.mc.payload(Box::new(Holder(RefCell::new(self.0)))))
    }
}

/// A copy of the Rust value.
impl<'gc, T: Userdata + Clone> FromValue<'gc> for New<T> {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        Ok(New(Holder::<T>::of(scope, value)?.borrow()?.clone()))
    }
}
