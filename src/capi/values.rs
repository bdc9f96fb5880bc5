//! Values by handle.

use std::ffi::c_char;
use std::ptr::null_mut;

use cairn::{Bytes, Data, FromValue, Func, IntoValue, Mismatch, Obj, Scope, Symbol, Value};

use crate::engine::cairn_engine;
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

/// A handle for C, or null.
pub(crate) fn hand_out(object: Option<Obj>) -> *mut cairn_value {
    object.map_or(null_mut(), |object| Box::into_raw(Box::new(cairn_value(object))))
}

/// The handle that C has given, which stays its own.
///
/// # Safety
/// `value` is good.
pub(crate) unsafe fn object(value: *const cairn_value) -> Obj {
    // SAFETY: the caller's promise.
    unsafe { (*value).0.clone() }
}

/// The handles that C has given.
///
/// # Safety
/// `values` points to that many good handles.
pub(crate) unsafe fn objects(values: *const *const cairn_value, count: usize) -> Vec<Obj> {
    // SAFETY: the caller's promise.
    (0..count).map(|i| unsafe { object(*values.add(i)) }).collect()
}

/// Takes a handle from C.
///
/// # Safety
/// `value` is null, or a handle that is not used any more.
pub(crate) unsafe fn taken(value: *mut cairn_value) -> Option<Obj> {
    // SAFETY: the caller's promise; `hand_out` made it.
    (!value.is_null()).then(|| unsafe { Box::from_raw(value) }.0)
}

/// A handle of something new.
///
/// # Safety
/// `engine` is good.
unsafe fn made(engine: *mut cairn_engine, content: impl IntoValue) -> *mut cairn_value {
    // SAFETY: the caller's promise.
    hand_out(unsafe { &mut *engine }.scope(|scope| {
        let value = scope.make(content)?;
        scope.root(value)
    }))
}

/// Looks into a value. Finding nothing there is not recorded as a failure.
///
/// # Safety
/// `engine` and `value` are good.
unsafe fn seen<T>(
    engine: *mut cairn_engine,
    value: *const cairn_value,
    look: impl for<'a, 'gc> FnOnce(&mut Scope<'a, 'gc>, Value<'gc>) -> Result<T, Mismatch>,
) -> Option<T> {
    // SAFETY: the caller's promise.
    let (engine, value) = unsafe { (&mut *engine, object(value)) };
    engine
        .scope(|scope| {
            let value = scope.make(&value)?;
            Ok(look(scope, value).ok())
        })
        .flatten()
}

/// Puts what a value is where `content` points; whether it is a `T`.
///
/// # Safety
/// All pointers are good.
unsafe fn read<T: for<'gc> FromValue<'gc>>(
    engine: *mut cairn_engine,
    value: *const cairn_value,
    content: *mut T,
) -> bool {
    // SAFETY: the caller's promise.
    let read = unsafe { seen(engine, value, |scope, value| scope.read::<T>(value)) };
    let is_some = read.is_some();
    if let Some(read) = read {
        // SAFETY: as above.
        unsafe { content.write(read) };
    }
    is_some
}

macro_rules! functions {
    ($($(#[$attribute:meta])* fn $name:ident($($parameter:ident: $type:ty),*) -> $result:ty $body:block)*) => {$(
        /// See the header.
        $(#[$attribute])*
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($parameter: $type),*) -> $result {
            // SAFETY: pointers are good, by the header.
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
        made(engine, objects(items, count))
    }

    fn cairn_copy(value: *const cairn_value) -> *mut cairn_value {
        hand_out(Some(object(value)))
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
