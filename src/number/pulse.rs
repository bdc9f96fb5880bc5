//! Lets long computations be stopped, paid for and kept within the memory there is.
//!
//! Whoever runs programs hands a [`Pulse`] to [`during`]. A computation that may be long
//! reports its work before each piece, and asks for room before it makes large numbers; it
//! fails as the pulse says. The pulse is known to the thread for the time of the call alone:
//! each of the functions between would only pass it on.

use std::cell::RefCell;
use std::rc::Rc;

use super::NumError;

/// Why a computation was stopped: a number that means something to the pulse's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped(pub u8);

/// What a long computation reports to.
pub trait Pulse {
    /// Takes note of units of work: products of limbs.
    ///
    /// # Errors
    /// Why the computation is to stop.
    fn work(&self, units: usize) -> Result<(), Stopped>;

    /// Whether there is room for so many bytes.
    fn has_room(&self, bytes: usize) -> bool;
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<dyn Pulse>>> = const { RefCell::new(None) };
}

/// Puts back the pulse that was there before, also when a computation panics.
struct Restore(Option<Rc<dyn Pulse>>);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

/// Does `f` under a pulse.
pub fn during<T>(pulse: Rc<dyn Pulse>, f: impl FnOnce() -> T) -> T {
    let _restore = Restore(CURRENT.replace(Some(pulse)));
    f()
}

/// Reports units of work.
///
/// # Errors
/// [`NumError::Stopped`].
pub(crate) fn work(units: usize) -> Result<(), NumError> {
    CURRENT.with_borrow(|pulse| pulse.as_ref().map_or(Ok(()), |pulse| pulse.work(units))).map_err(NumError::Stopped)
}

/// Asks for room.
///
/// # Errors
/// [`NumError::NoRoom`].
pub(crate) fn room(bytes: usize) -> Result<(), NumError> {
    let has_room = CURRENT.with_borrow(|pulse| pulse.as_ref().is_none_or(|pulse| pulse.has_room(bytes)));
    if has_room { Ok(()) } else { Err(NumError::NoRoom(bytes)) }
}
