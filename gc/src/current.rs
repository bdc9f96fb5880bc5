//! Knows the heap that this thread works in, for code that is not given a [`Mutation`].
//!
//! A [`Joint`] is a Rust value outside of the heap which several parts of one heap share. Only who
//! works in that heap reaches the value, so it needs no lock; and it may move to another thread together
//! with the heap.

use std::cell::{Cell, RefCell, RefMut};
use std::fmt;
use std::sync::Arc;

use crate::mutation::Mutation;
use crate::state::HeapState;

thread_local! {
    static CURRENT: Cell<*const HeapState> = const { Cell::new(std::ptr::null()) };
}

/// Runs `f`, which works in the heap with this state.
pub(crate) fn during<T>(state: &HeapState, f: impl FnOnce() -> T) -> T {
    struct Restore(*const HeapState);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    let _restore = Restore(CURRENT.replace(state));
    f()
}

/// Calls `f` with the state of the heap that this thread works in, if any.
#[inline]
pub(crate) fn with<T>(f: impl FnOnce(&HeapState) -> T) -> Option<T> {
    // SAFETY: `during` keeps its `state` alive while the pointer is set.
    unsafe { CURRENT.get().as_ref() }.map(f)
}

/// A value that parts of one heap share.
pub struct Joint<T> {
    /// Address of the heap's state.
    heap: usize,
    content: RefCell<T>,
}

// SAFETY: the content is used only by who holds the heap, see `get` and `with`, which one thread does
// at a time.
unsafe impl<T: Send> Sync for Joint<T> {}

impl<T> Joint<T> {
    /// A value shared within this heap.
    pub fn new(mc: Mutation<'_>, content: T) -> Arc<Joint<T>> {
        Arc::new(Joint { heap: std::ptr::from_ref(mc.state).addr(), content: RefCell::new(content) })
    }

    /// The content; none while it is in use, and in another heap.
    #[inline]
    pub fn get<'gc>(&'gc self, mc: Mutation<'gc>) -> Option<RefMut<'gc, T>> {
        // The brand keeps what is returned from leaving the heap.
        if std::ptr::from_ref(mc.state).addr() != self.heap {
            return None;
        }
        self.content.try_borrow_mut().ok()
    }

    /// Calls `f` with the content, unless it is in use or this thread does not work in its heap.
    pub fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
        if CURRENT.get().addr() != self.heap {
            return None;
        }
        self.content.try_borrow_mut().ok().map(|mut content| f(&mut content))
    }
}

impl<T> fmt::Debug for Joint<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Joint")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Heap, Rootable};

    type Empty = Heap<Rootable![()]>;

    #[test]
    fn a_joint_value_is_reached_within_its_heap_alone() {
        let mut heap: Empty = Heap::new(Config::default(), |_| ());
        let mut other: Empty = Heap::new(Config::default(), |_| ());
        let joint = heap.mutate(|mc, _| Joint::new(mc, 1));
        assert_eq!(joint.with(|number| *number), None);
        heap.mutate(|_, _| {
            assert_eq!(joint.with(|number| std::mem::replace(number, 2)), Some(1));
            let nested = other.mutate(|_, _| joint.with(|number| *number));
            assert_eq!(nested, None);
            let in_use = joint.with(|_| joint.with(|number| *number));
            assert_eq!(in_use, Some(None));
        });
        let moved = std::thread::spawn(move || heap.mutate(|_, _| joint.with(|number| *number)));
        assert_eq!(moved.join().expect("no panic"), Some(2));
    }
}
