//! Procedures of the host in C.

use std::ffi::{c_char, c_int, c_void};

use cairn::{Arity, Engine, HostError, Library};

use crate::engine::{cairn_engine, used};
use crate::text::c_text;
use crate::values::{cairn_value, hand_out, taken};

/// See the header.
pub type cairn_native =
    unsafe extern "C" fn(*mut cairn_engine, *mut c_void, *const *const cairn_value, usize) -> *mut cairn_value;

/// The data that C keeps for its procedure, released with the engine.
struct Data {
    data: *mut c_void,
    release: Option<unsafe extern "C" fn(*mut c_void)>,
}

// SAFETY: C is told in the header that its procedures run, and its data are released, on the thread that
// uses the engine.
unsafe impl Send for Data {}

/// The engine in whose procedure C's runs.
struct Owner(*mut cairn_engine);

// SAFETY: as above.
unsafe impl Send for Owner {}

impl Drop for Data {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            // SAFETY: C has given both for each other.
            unsafe { release(self.data) };
        }
    }
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_define(
    engine: *mut cairn_engine,
    library: *const c_char,
    name: *const c_char,
    least: u8,
    most: c_int,
    native: cairn_native,
    data: *mut c_void,
    release: Option<unsafe extern "C" fn(*mut c_void)>,
) -> bool {
    // SAFETY: good, by the header.
    let (library, name) = unsafe { (c_text(library), c_text(name)) };
    let arity = Arity { min: least, max: u8::try_from(most).ok() };
    let data = Data { data, release };
    let owner = Owner(engine);
    let library = Library::new(library).visible().raw(name, arity, move |scope, arguments| {
        let (owner, data) = (&owner, &data);
        let handles = arguments.iter().map(|&value| Ok(hand_out(Some(scope.root(value)?))));
        let handles = handles.collect::<Result<Vec<*mut cairn_value>, HostError>>()?;
        // SAFETY: the engine runs, so it exists; nothing else refers to the parts of it that
        // `enter` and the functions which C calls now work on.
        unsafe {
            let given = handles.as_ptr().cast::<*const cairn_value>();
            let answer = cairn_engine::enter(owner.0, scope, || native(owner.0, data.data, given, handles.len()));
            // The answer may be an argument itself.
            let answer = taken(answer);
            handles.iter().for_each(|&handle| drop(taken(handle)));
            match answer {
                Some(object) => Ok(scope.make(&object)?),
                None => Err((*owner.0).take_error().unwrap_or_else(|| "it failed".to_string()).into()),
            }
        }
    });
    let add = |engine: &mut Engine| engine.add_library(library).map_err(|mismatch| Box::new(mismatch.into()));
    used(engine, false, |engine| cairn_engine::run(engine, add).is_some())
}
