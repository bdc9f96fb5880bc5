//! Knows which pointers C may use: those that were handed out and have not been taken back.
//!
//! C passes whatever it likes: null, a handle that it has released, an engine that another thread uses. A pointer is
//! looked up before it is followed, so each of these is a failure. (A handle that was released may have the address
//! of a later one, and then stands for that.)

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// The pointers of one sort that C has, each with facts about it.
pub(crate) struct Live<T>(Mutex<BTreeMap<usize, T>>);

impl<T> Live<T> {
    pub(crate) const fn new() -> Self {
        Live(Mutex::new(BTreeMap::new()))
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<usize, T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a pointer that C gets.
    pub(crate) fn add<P>(&self, pointer: *mut P, facts: T) -> *mut P {
        self.all().insert(pointer.addr(), facts);
        pointer
    }

    /// Does `work` while nobody takes the pointer back, if C may use it.
    pub(crate) fn with<P, R>(&self, pointer: *const P, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.all().get_mut(&pointer.addr()).map(work)
    }

    /// Takes a pointer back, if C may use it and its facts allow that.
    pub(crate) fn take<P>(&self, pointer: *const P, allows: impl FnOnce(&T) -> bool) -> bool {
        let mut all = self.all();
        all.get(&pointer.addr()).is_some_and(allows) && all.remove(&pointer.addr()).is_some()
    }
}

/// The uses of an engine that are under way, all of one thread: procedures of the host use it while it runs.
#[derive(Default)]
pub(crate) struct Uses {
    thread: Option<ThreadId>,
    count: usize,
}

impl Uses {
    /// Begins a use, unless another thread is in one.
    pub(crate) fn begin(&mut self) -> bool {
        let own = thread::current().id();
        let is_free = self.count == 0 || self.thread == Some(own);
        if is_free {
            (self.thread, self.count) = (Some(own), self.count + 1);
        }
        is_free
    }

    pub(crate) fn end(&mut self) {
        self.count -= 1;
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.count == 0
    }
}
