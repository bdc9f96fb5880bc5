//! Lets long computations be stopped, charged for, and kept within the available memory.
//!
//! The caller who runs programs passes a [`Pulse`] to [`during`]. A computation that may be long
//! reports its work before each piece, and asks for memory before it creates large numbers; it
//! fails if the pulse says so. The thread knows the pulse only for the duration of the call;
//! passing it as an argument would burden every function in between.

use std::cell::Cell;

use super::NumError;

/// Why a computation was stopped: a number whose meaning the pulse's owner knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped(pub u8);

/// The receiver of a long computation's reports.
pub trait Pulse {
    /// Counts units of work: products of limbs.
    ///
    /// # Errors
    /// The reason to stop the computation.
    fn work(&self, units: usize) -> Result<(), Stopped>;

    /// Whether there is room for `bytes` bytes.
    fn has_room(&self, bytes: usize) -> bool;
}

thread_local! {
    static CURRENT: Cell<Option<&'static dyn Pulse>> = const { Cell::new(None) };
}

/// Restores the previous pulse, even if a computation panics.
struct Restore(Option<&'static dyn Pulse>);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// Runs `f` under a pulse.
pub fn during<T>(pulse: &'static dyn Pulse, f: impl FnOnce() -> T) -> T {
    let _restore = Restore(CURRENT.replace(Some(pulse)));
    f()
}

/// Reports units of work.
///
/// # Errors
/// [`NumError::Stopped`].
pub fn work(units: usize) -> Result<(), NumError> {
    CURRENT.get().map_or(Ok(()), |pulse| pulse.work(units)).map_err(NumError::Stopped)
}

/// Checks that there is room for `bytes` bytes.
///
/// # Errors
/// [`NumError::NoRoom`].
pub fn room(bytes: usize) -> Result<(), NumError> {
    let has_room = CURRENT.get().is_none_or(|pulse| pulse.has_room(bytes));
    if has_room { Ok(()) } else { Err(NumError::NoRoom(bytes)) }
}
