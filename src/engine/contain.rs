//! Keeps panics inside: a panic in the interpreter or in code of the host ends the run
//! with a report, and with it the use of the engine.
//!
//! After a panic the heap may be in any state. So the engine refuses further work, and when
//! it is dropped the heap is left alone: its memory is not freed, and none of the host's
//! destructors run.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

use super::Engine;
use super::report::{self, Report};

thread_local! {
    /// Panics of this thread are to be caught here, and said by a report alone.
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    /// Where the last of them was.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

impl Engine {
    /// Does `f`, unless a panic has made the engine unusable; one in it does.
    pub(super) fn contained<T>(
        &mut self,
        f: impl FnOnce(&mut Engine) -> std::result::Result<T, Box<Report>>,
    ) -> std::result::Result<T, Box<Report>> {
        let (mut work, mut result) = (Some(f), None);
        self.contain(&mut |engine| result = work.take().map(|f| f(engine)))?;
        result.expect("the work is done once")
    }

    /// The same for work that puts its result somewhere. An error says that it did not end.
    fn contain(&mut self, f: &mut dyn FnMut(&mut Engine)) -> std::result::Result<(), Box<Report>> {
        if let Some(report) = &self.broken {
            return Err(report.clone());
        }
        if !self.contain_panics {
            f(self);
            return Ok(());
        }
        caught(|| f(self)).map_err(|panic| {
            let report = Box::new(report::of_panic(&message_of(&*panic), PLACE.take()));
            self.broken = Some(report.clone());
            report
        })
    }

    /// The same for work that has no report: what is returned when there is one.
    pub(super) fn contained_or<T>(&mut self, otherwise: T, f: impl FnOnce(&mut Engine) -> T) -> T {
        self.contained(|engine| Ok(f(engine))).unwrap_or(otherwise)
    }
}

/// A value that is dropped with its owner, or leaked.
pub(super) struct Held<T>(Option<T>);

impl<T> Held<T> {
    pub(super) fn new(value: T) -> Self {
        Held(Some(value))
    }
}

impl<T> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().expect("it is there until its owner is dropped")
    }
}

impl<T> DerefMut for Held<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect("it is there until its owner is dropped")
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if self.broken.is_some() {
            std::mem::forget(self.heap.0.take());
        }
    }
}

/// Does `f`; a panic in it is not printed.
pub(super) fn caught<T>(f: impl FnOnce() -> T) -> std::result::Result<T, Box<dyn Any + Send>> {
    note_places();
    let outside = CATCHING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(f));
    CATCHING.set(outside);
    result
}

/// Has the places of panics that are caught here noted; those of others are reported as before.
fn note_places() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
            if CATCHING.get() {
                PLACE.set(panic.location().map(ToString::to_string));
            } else {
                before(panic);
            }
        }));
    });
}

pub(super) fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic".to_string())
}
