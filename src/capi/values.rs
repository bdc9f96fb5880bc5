//! Values by handle.

use std::ffi::c_char;
use std::ptr::null_mut;

use cairn::{Bytes, Data, FromValue, Func, IntoValue, Mismatch, Obj, Scope, Symbol, Value};

use crate::engine::{NO_HANDLE, cairn_engine, used};
use crate::live::Live;
use crate::text::{c_bytes, c_text, to_c};

/// A handle for C.
pub struct cairn_value(Obj);

/// The type of a value.
#[repr(C)]
#[allow(missing_docs, reason = "the header says it")]
pub enum cairn_type {
    Other,
    Unspecified,
    Boolean,
    Integer,
    Real,
    Character,
    String,
    Symbol,
    Bytes,
    Null,
    Pair,
    Vector,
    Procedure,
}

/// The handles that C has.
static HANDLES: Live<()> = Live::new();

/// A handle for C, or null.
pub(crate) fn hand_out(object: Option<Obj>) -> *mut cairn_value {
    object.map_or(null_mut(), |object| HANDLES.add(Box::into_raw(Box::new(cairn_value(object))), ()))
}

/// The handle that C has given, which stays its own; none if C has no such handle.
pub(crate) fn object(value: *const cairn_value) -> Option<Obj> {
    // SAFETY: `hand_out` made it, and nobody releases it meanwhile.
    HANDLES.with(value, |()| unsafe { (*value).0.clone() })
}

/// The handles that C has given; none if it does not have all of them.
///
/// # Safety
/// `values` is null or points to that many pointers.
pub(crate) unsafe fn objects(values: *const *const cairn_value, count: usize) -> Option<Vec<Obj>> {
    if values.is_null() {
        return (count == 0).then(Vec::new);
    }
    // SAFETY: the caller's promise.
    (0..count).map(|i| object(unsafe { *values.add(i) })).collect()
}

/// Takes a handle from C, if C has it.
pub(crate) fn taken(value: *mut cairn_value) -> Option<Obj> {
    // SAFETY: `hand_out` made it, and nobody else has it any more.
    HANDLES.take(value, |()| true).then(|| unsafe { Box::from_raw(value) }.0)
}

/// A handle of something new.
fn made(engine: *mut cairn_engine, content: impl IntoValue) -> *mut cairn_value {
    used(engine, null_mut(), |engine| {
        // SAFETY: a use of it has begun.
        hand_out(unsafe { &mut *engine }.scope(|scope| {
            let value = scope.make(content)?;
            scope.root(value)
        }))
    })
}

/// Looks into a value. Finding nothing there is not recorded as a failure.
fn seen<T>(
    engine: *mut cairn_engine,
    value: *const cairn_value,
    look: impl for<'a, 'gc> FnOnce(&mut Scope<'a, 'gc>, Value<'gc>) -> Result<T, Mismatch>,
) -> Option<T> {
    used(engine, None, |engine| {
        let Some(value) = object(value) else {
            cairn_engine::refuse::<()>(engine, NO_HANDLE);
            return None;
        };
        // SAFETY: a use of it has begun.
        let seen = unsafe { &mut *engine }.scope(|scope| {
            let value = scope.make(&value)?;
            Ok(look(scope, value).ok())
        });
        seen.flatten()
    })
}

/// Puts what a value is where `content` points; whether it is a `T`.
///
/// # Safety
/// `content` is null or good.
unsafe fn read<T: for<'gc> FromValue<'gc>>(
    engine: *mut cairn_engine,
    value: *const cairn_value,
    content: *mut T,
) -> bool {
    let read = seen(engine, value, |scope, value| scope.read::<T>(value));
    let is_some = read.is_some();
    if let Some(read) = read.filter(|_| !content.is_null()) {
        // SAFETY: the caller's promise.
        unsafe { content.write(read) };
    }
    is_some
}

macro_rules! functions {
    ($($(#[$attribute:meta])* fn $name:ident($($parameter:ident: $type:ty),*) -> $result:ty $body:block)*) => {$(
        /// See the header.
        $(#[$attribute])*
        #[allow(unused_unsafe, reason = "some follow no pointer")]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($parameter: $type),*) -> $result {
            // SAFETY: texts and places for results are good, by the header.
            unsafe { $body }
        }
    )*};
}

functions! {
    fn cairn_boolean(engine: *mut cairn_engine, content: bool) -> *mut cairn_value {
        made(engine, content)
    }

    fn cairn_integer(engine: *mut cairn_engine, content: i64) -> *mut cairn_value {
        made(engine, content)
    }

    fn cairn_real(engine: *mut cairn_engine, content: f64) -> *mut cairn_value {
        made(engine, content)
    }

    fn cairn_string(engine: *mut cairn_engine, text: *const c_char, length: usize) -> *mut cairn_value {
        made(engine, String::from_utf8_lossy(c_bytes(text.cast(), length)).into_owned())
    }

    fn cairn_symbol(engine: *mut cairn_engine, name: *const c_char) -> *mut cairn_value {
        made(engine, Symbol::from(c_text(name)))
    }

    fn cairn_bytes(engine: *mut cairn_engine, bytes: *const u8, length: usize) -> *mut cairn_value {
        made(engine, Bytes(c_bytes(bytes, length).to_vec()))
    }

    fn cairn_list(engine: *mut cairn_engine, items: *const *const cairn_value, count: usize) -> *mut cairn_value {
        match objects(items, count) {
            Some(objects) => made(engine, objects),
            None => used(engine, null_mut(), |engine| cairn_engine::refuse(engine, NO_HANDLE)),
        }
    }

    fn cairn_copy(value: *const cairn_value) -> *mut cairn_value {
        hand_out(object(value))
    }

    fn cairn_release(value: *mut cairn_value) -> () {
        drop(taken(value));
    }

    fn cairn_to_boolean(engine: *mut cairn_engine, value: *const cairn_value, content: *mut bool) -> bool {
        read(engine, value, content)
    }

    fn cairn_to_integer(engine: *mut cairn_engine, value: *const cairn_value, content: *mut i64) -> bool {
        read(engine, value, content)
    }

    fn cairn_to_real(engine: *mut cairn_engine, value: *const cairn_value, content: *mut f64) -> bool {
        read(engine, value, content)
    }

    fn cairn_to_text(engine: *mut cairn_engine, value: *const cairn_value, length: *mut usize) -> *mut c_char {
        let text = seen(engine, value, |scope, value| {
            scope.read::<String>(value).or_else(|_| scope.read::<Symbol>(value).map(|name| name.0))
        });
        let Some(text) = text else { return null_mut() };
        if !length.is_null() {
            length.write(text.len());
        }
        to_c(text)
    }

    fn cairn_write(engine: *mut cairn_engine, value: *const cairn_value) -> *mut c_char {
        seen(engine, value, |scope, value| scope.written(value)).map_or(null_mut(), to_c)
    }

    fn cairn_car(engine: *mut cairn_engine, value: *const cairn_value) -> *mut cairn_value {
        hand_out(seen(engine, value, |scope, value| {
            let car = value.car().ok_or_else(|| scope.mismatch("a pair", value))?;
            scope.root(car)
        }))
    }

    fn cairn_cdr(engine: *mut cairn_engine, value: *const cairn_value) -> *mut cairn_value {
        hand_out(seen(engine, value, |scope, value| {
            let cdr = value.cdr().ok_or_else(|| scope.mismatch("a pair", value))?;
            scope.root(cdr)
        }))
    }

    fn cairn_type_of(engine: *mut cairn_engine, value: *const cairn_value) -> cairn_type {
        seen(engine, value, |scope, value| Ok(type_of(scope, value))).unwrap_or(cairn_type::Other)
    }
}

fn type_of<'gc>(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> cairn_type {
    if value.is_pair() {
        return cairn_type::Pair;
    }
    if value.is_nil() {
        return cairn_type::Null;
    }
    if scope.read::<Func>(value).is_ok() {
        return cairn_type::Procedure;
    }
    if scope.is_vector(value) {
        return cairn_type::Vector;
    }
    match scope.read::<Data>(value) {
        Ok(Data::Unspecified) => cairn_type::Unspecified,
        Ok(Data::Boolean(_)) => cairn_type::Boolean,
        Ok(Data::Integer(_)) => cairn_type::Integer,
        Ok(Data::Real(_) | Data::Big(_) | Data::Ratio(_)) => cairn_type::Real,
        Ok(Data::Character(_)) => cairn_type::Character,
        Ok(Data::String(_)) => cairn_type::String,
        Ok(Data::Symbol(_)) => cairn_type::Symbol,
        Ok(Data::Bytes(_)) => cairn_type::Bytes,
        _ => cairn_type::Other,
    }
}
